r"""From weights to breakpoint and delta-slope: the Jacobians (B1).

A neuron $v\,(wx + b)_+$ has three weights, and the spline that the network is has two numbers for it: the
breakpoint $\beta = -b/w$ where it bends and the delta-slope $\mu = wv$, its slope on the side where it is active. The
third number is the input weight itself, whose sign says to which side the neuron opens and whose size the function
does not show. From left to right the slope changes by $\mathrm{sign}(w)\,\mu = |w|\,v$.

The densities of the spline's numbers come from those of the weights by a change of variables. For the triple $(w,
\beta, \mu)$ the Jacobian is one: dividing the bias by $w$ and multiplying the output weight by $w$ compensate each
other. For a pair they do not. The breakpoint alone brings the factor $|w|$, the delta-slope alone brings $1/|w|$,
and to forget them is the usual mistake.

All of it asks that no weight be exactly zero. A neuron with $w = 0$ has no breakpoint; it adds the constant
$v\,b_+$.
"""

from sympy import Abs, Derivative, Expr, Function, Integral, Lambda, Matrix, Ne, Symbol, exp, oo, pi, sqrt

from symspline.proof.moves import Evaluate, Substitute
from symspline.proof.section import Section

from .hypotheses import NO_ATOM
from .vocabulary import b, beta, mu, r, s, v, w

B1 = Section(__name__, "B1", "The change of variables")


def jacobian(old: tuple[Expr, ...], new: tuple[Symbol, ...]) -> Expr:
    """Absolute value of the determinant of the derivatives of `old` in `new`, not carried out."""
    return Abs(Matrix([[Derivative(e, n, evaluate=False) for n in new] for e in old]).det())


TRIPLE_JACOBIAN = jacobian((w, -beta * w, mu / w), (w, beta, mu))
BREAKPOINT_JACOBIAN = jacobian((w, -beta * w), (w, beta))
SLOPE_JACOBIAN = jacobian((w, mu / w), (w, mu))
BY_DEFINITION = {"given": (NO_ATOM,), "origin": "absolute value of the determinant of the partial derivatives"}
WHERE_IT_BENDS = {**BY_DEFINITION, "given": (NO_ATOM, Ne(w, 0))}
CARRIED_OUT = Evaluate("carry out the derivatives")

TRIPLE = B1.theorem(
    "triple",
    "The Jacobian of the triple is one",
    r"The map $(w, \beta, \mu) \mapsto (w, b, v) = (w, -\beta w, \mu/w)$ preserves volume for $w \neq 0$.",
    Function("J", real=True)(w, beta, mu),
    TRIPLE_JACOBIAN,
    CARRIED_OUT,
    **BY_DEFINITION,
)

INVERSE = B1.theorem(
    "inverse",
    "The Jacobian of the inverse",
    r"The map back, $(w, b, v) \mapsto (w, -b/w, wv)$.",
    Function("J^{-1}", real=True)(w, b, v),
    jacobian((w, -b / w, w * v), (w, b, v)),
    CARRIED_OUT,
    **WHERE_IT_BENDS,
)

BREAKPOINT = B1.theorem(
    "breakpoint",
    "The Jacobian without the output weight",
    r"The map $(w, \beta) \mapsto (w, b)$ alone stretches areas by $|w|$.",
    Function("J_beta", real=True)(w, beta),
    BREAKPOINT_JACOBIAN,
    CARRIED_OUT,
    **BY_DEFINITION,
)

DELTA_SLOPE = B1.theorem(
    "delta-slope",
    "The Jacobian without the bias",
    r"The map $(w, \mu) \mapsto (w, v)$ alone shrinks areas by $|w|$.",
    Function("J_mu", real=True)(w, mu),
    SLOPE_JACOBIAN,
    CARRIED_OUT,
    **WHERE_IT_BENDS,
)

_g, _bias, _output = (Function(name, real=True) for name in ("g", "p_b", "p_v"))
INSTANCES = (
    (1 / (1 + s**2), exp(-(s**2) / 2) / sqrt(2 * pi)),
    (exp(-(s**2)) * s, exp(-((s - 1) ** 2)) / sqrt(pi)),
    (1 / (1 + (s - 1) ** 2), 2 / (pi * (1 + s**2) ** 2)),
)
"""A function of the breakpoint or the delta-slope, and a density."""

OF_BREAKPOINT = B1.theorem(
    "expectation-breakpoint",
    "Mean of a function of the breakpoint, given the weight",
    r"""For a fixed weight $w = r > 0$ and any $g$; the weight $-r$ gives the same with $p_b(\beta r)$. The factor in
    front of $g$ is therefore the density of the breakpoint given the weight.""",
    Function("E", real=True)(r),
    Integral(_g(-b / r) * _bias(b), (b, -oo, oo)),
    Substitute(b, beta, -beta * r, -b / r),
    instances=[{_g: Lambda(s, g), _bias: Lambda(s, density)} for g, density in INSTANCES],
)

OF_SLOPE = B1.theorem(
    "expectation-delta-slope",
    "Mean of a function of the delta-slope, given the weight",
    r"For a fixed weight $w = r > 0$ and any $g$; the weight $-r$ gives the same with $p_v(-\mu/r)$.",
    Function("E", real=True)(r),
    Integral(_g(r * v) * _output(v), (v, -oo, oo)),
    Substitute(v, mu, mu / r, r * v),
    instances=[{_g: Lambda(s, g), _output: Lambda(s, density)} for g, density in INSTANCES],
)
