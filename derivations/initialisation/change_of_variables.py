"""From weights to breakpoint and delta-slope: the Jacobians (B1)."""

from sympy import Abs, Derivative, Expr, Function, Integral, Lambda, Matrix, S, Symbol, exp, oo, pi, sqrt

from symspline.proof.moves import Definition, Evaluate, Substitute
from symspline.proof.theorem import Assumption, Section, Step, Theorem

from .arguments import arguments
from .vocabulary import b, beta, mu, r, s, v, w


def jacobian(old: tuple[Expr, ...], new: tuple[Symbol, ...]) -> Expr:
    """Absolute value of the determinant of the derivatives of `old` in `new`, not carried out."""
    return Abs(Matrix([[Derivative(e, n, evaluate=False) for n in new] for e in old]).det())


TRIPLE_JACOBIAN = jacobian((w, -beta * w, mu / w), (w, beta, mu))
BREAKPOINT_JACOBIAN = jacobian((w, -beta * w), (w, beta))
SLOPE_JACOBIAN = jacobian((w, mu / w), (w, mu))
INVERSE_JACOBIAN = jacobian((w, -b / w, w * v), (w, b, v))

NONZERO = Assumption(r"$P(w = 0) = 0$")
_CARRY = Evaluate("carry out the derivatives")

TRIPLE = Theorem(
    id="B1.triple",
    title="The Jacobian of the triple is one",
    chapter="initialisation",
    statement=r"The map $(w, \beta, \mu) \mapsto (w, b, v) = (w, -\beta w, \mu/w)$ preserves volume for $w \neq 0$.",
    arguments=arguments(w, beta, mu),
    assumes=(NONZERO,),
    subject=Function("J", real=True)(w, beta, mu),
    start=TRIPLE_JACOBIAN,
    origin=Definition("absolute value of the determinant of the partial derivatives"),
    steps=(Step("=", S.One, _CARRY),),
)

INVERSE = Theorem(
    id="B1.inverse",
    title="The Jacobian of the inverse",
    chapter="initialisation",
    statement=r"The map back, $(w, b, v) \mapsto (w, -b/w, wv)$.",
    arguments=arguments(w, b, v),
    assumes=(NONZERO,),
    subject=Function("J^{-1}", real=True)(w, b, v),
    start=INVERSE_JACOBIAN,
    origin=Definition("absolute value of the determinant of the partial derivatives"),
    steps=(Step("=", S.One, _CARRY),),
)

BREAKPOINT = Theorem(
    id="B1.breakpoint",
    title="The Jacobian without the output weight",
    chapter="initialisation",
    statement=r"The map $(w, \beta) \mapsto (w, b)$ alone stretches areas by $|w|$.",
    arguments=arguments(w, beta),
    assumes=(NONZERO,),
    subject=Function("J_beta", real=True)(w, beta),
    start=BREAKPOINT_JACOBIAN,
    origin=Definition("absolute value of the determinant of the partial derivatives"),
    steps=(Step("=", Abs(w), _CARRY),),
)

DELTA_SLOPE = Theorem(
    id="B1.delta-slope",
    title="The Jacobian without the bias",
    chapter="initialisation",
    statement=r"The map $(w, \mu) \mapsto (w, v)$ alone shrinks areas by $|w|$.",
    arguments=arguments(w, mu),
    assumes=(NONZERO,),
    subject=Function("J_mu", real=True)(w, mu),
    start=SLOPE_JACOBIAN,
    origin=Definition("absolute value of the determinant of the partial derivatives"),
    steps=(Step("=", 1 / Abs(w), _CARRY),),
)

_g, _bias, _output = Function("g", real=True), Function("p_b", real=True), Function("p_v", real=True)

OF_BREAKPOINT = Theorem(
    id="B1.expectation-breakpoint",
    title="Mean of a function of the breakpoint, given the weight",
    chapter="initialisation",
    statement=r"For a fixed weight $w = r > 0$ and any $g$; the weight $-r$ gives the same with $p_b(\beta r)$. The "
    r"factor in front of $g$ is therefore the density of the breakpoint given the weight.",
    arguments=arguments(r),
    subject=Function("E", real=True)(r),
    start=Integral(_g(-b / r) * _bias(b), (b, -oo, oo)),
    steps=(
        Step("=", Integral(_g(beta) * r * _bias(-beta * r), (beta, -oo, oo)), Substitute(b, beta, -beta * r, -b / r)),
    ),
    instances=(
        {_g: Lambda(s, 1 / (1 + s**2)), _bias: Lambda(s, exp(-(s**2) / 2) / sqrt(2 * pi))},
        {_g: Lambda(s, exp(-(s**2)) * s), _bias: Lambda(s, exp(-((s - 1) ** 2)) / sqrt(pi))},
        {_g: Lambda(s, 1 / (1 + (s - 1) ** 2)), _bias: Lambda(s, 2 / (pi * (1 + s**2) ** 2))},
    ),
)

OF_SLOPE = Theorem(
    id="B1.expectation-delta-slope",
    title="Mean of a function of the delta-slope, given the weight",
    chapter="initialisation",
    statement=r"For a fixed weight $w = r > 0$ and any $g$; the weight $-r$ gives the same with $p_v(-\mu/r)$.",
    arguments=arguments(r),
    subject=Function("E", real=True)(r),
    start=Integral(_g(r * v) * _output(v), (v, -oo, oo)),
    steps=(Step("=", Integral(_g(mu) * _output(mu / r) / r, (mu, -oo, oo)), Substitute(v, mu, mu / r, r * v)),),
    instances=(
        {_g: Lambda(s, 1 / (1 + s**2)), _output: Lambda(s, exp(-(s**2) / 2) / sqrt(2 * pi))},
        {_g: Lambda(s, exp(-(s**2)) * s), _output: Lambda(s, exp(-((s - 1) ** 2)) / sqrt(pi))},
        {_g: Lambda(s, 1 / (1 + (s - 1) ** 2)), _output: Lambda(s, 2 / (pi * (1 + s**2) ** 2))},
    ),
)

TEXT = r"""
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

SECTION = Section(
    "B1",
    "The change of variables",
    TEXT,
    (TRIPLE, INVERSE, BREAKPOINT, DELTA_SLOPE, OF_BREAKPOINT, OF_SLOPE),
)
