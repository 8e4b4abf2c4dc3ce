"""Kinks of the loss: minima, maxima, jumps of the gradient, and an example whose best fit has one (C1c, C1d, C1e)."""

from fractions import Fraction

from sympy import And, Derivative, Eq, Function, Integer, Rational, S, Symbol, sympify

from symspline.proof.moves import Bound, By, Evaluate, TakeLimit
from symspline.proof.section import Line, Section
from symspline.proof.theorem import Assumption, Theorem

from .data_sets import D3
from .one_breakpoint import RIGHT_AFTER, RIGHT_BEFORE
from .vocabulary import E_1, A, B, D_minus, D_plus, L, b, e_n, h, k_A, mu, nonzero_mu, nonzero_w, r, t, u, v, x
from .written import half_squares

C1 = Section(__name__, "C1")

KINK_MINIMUM = C1.theorem(
    "c.minimum",
    "A kink at which the loss is least",
    r"""When $D^- < 0 < D^+$, the loss grows at least linearly on both sides: to the right by $D^+ h + \frac12 \mu^2 k
    h^2$ up to the next datum, and to the left likewise. By C1b then $c\,e_n = D^+ - D^- > 0$: a convex kink above its
    datum, or a concave one below.""",
    None,
    S.Zero,
    ("<=", D_plus * h, Bound("both factors are positive")),
    ("<=", D_plus * h + mu**2 * k_A * h**2 / 2, Bound("a parabola lies above its tangent")),
)
KINK_SIGN = C1.theorem(
    "c.sign",
    "Sign of the residual under a minimum",
    r"""The derivatives of C1b for a right-facing neuron, $c = \mu$, with $D^\pm > 0$ now their sizes, $D^- < 0 < D^+$:
    the jump $c\,e_n$ is a sum of two positive numbers. A left-facing neuron has $-\mu$ for $\mu$ in it.""",
    None,
    And(Eq(-mu * E_1, D_plus), Eq(-mu * (E_1 + e_n), -D_minus)),
    ("=>", Eq(mu * e_n, D_plus + D_minus), "subtract"),
    origin=(By(RIGHT_AFTER), By(RIGHT_BEFORE)),
)

short = 2 * D_plus / (nonzero_mu**2 * k_A * (1 + t))
KINK_MAXIMUM = C1.theorem(
    "c.maximum",
    "A kink at which the loss is greatest",
    r"""When $D^- > 0 > D^+$, the change $-|D^+| h + \frac12\mu^2 k h^2$ of the loss is negative for every $h$ below
    $2 |D^+|/(\mu^2 k)$, here written $h = 2 |D^+| / (\mu^2 k (1 + t))$ with $t > 0$. The same holds to the left: a
    strict local maximum in $\beta$. Between data the loss is convex, so that there are no other strict maxima.""",
    Function("Delta_L", real=True)(h),
    -D_plus * short + nonzero_mu**2 * k_A * short**2 / 2,
    (-2 * D_plus**2 * t / (nonzero_mu**2 * k_A * (1 + t) ** 2), "collect; every factor but the sign is positive"),
)

hinge = (e_n + v * (nonzero_w * x + b)) ** 2 / 2


def _jump(name: str, title: str, statement: str, weight: Symbol, slope: Line) -> Theorem:
    """The jump of one derivative when w x + b comes from below to zero and goes on."""
    return C1.theorem(
        name,
        title,
        statement,
        Function(f"jump_{weight.name}", real=True)(x),
        Derivative(hinge, weight),
        slope,
        TakeLimit(b, -nonzero_w * x),
        origin=r"the datum adds nothing while $w x + b < 0$; $e$ is its residual without the neuron",
    )


JUMP_WEIGHT = _jump(
    "d.input-weight",
    "Jump in the input weight",
    r"When $w x + b$ becomes positive, $\partial L/\partial w$ jumps by $v\,e\,x$.",
    nonzero_w,
    Evaluate(),
)
JUMP_BIAS = _jump(
    "d.bias",
    "Jump in the bias",
    r"""$\partial L/\partial b$ jumps by $v\,e$. The second derivatives therefore contain $v\,e\,\delta(w x + b)$
    times the square of the vector $(x, 1)$.""",
    b,
    Evaluate(),
)
JUMP_OUTPUT = _jump(
    "d.output-weight",
    "No jump in the output weight",
    r"$\partial L/\partial v$ is continuous, like every derivative outside of the neuron.",
    v,
    ((nonzero_w * x + b) * (e_n + v * (nonzero_w * x + b)), Evaluate()),
)

reach = A / (4 * B)
along, across = reach / (1 + t), reach / (1 + u)
JOINT_GROWTH = C1.theorem(
    "e.growth",
    "A kink that is a minimum in all coordinates",
    r"""Let $\delta$ be the distance of $\beta_i$ from $x_n$ and $z$ that of all other coordinates from the point.
    With $A = \min(D^+, |D^-|)$, $r$ the least curvature on $\beta_i = x_n$ and $B$ a bound of the second
    derivatives, Taylor on either side gives $L - L_0 \ge A\delta + \frac12 r z^2 - B\delta(z + \delta)$. For
    $\delta$ and $z$ below $A/(4B)$, here $\delta = A/(4B(1 + t))$ and $z = A/(4B(1 + u))$, half of the linear term
    pays for the last.""",
    None,
    S.Zero,
    ("<=", A * along / 2 + r * across**2 / 2, Bound("zero only at the point itself")),
    ("<=", A * along + r * across**2 / 2 - B * along * (across + along), Bound(r"$B(z + \delta) \le A/2$")),
    given=(
        Assumption(r"all first derivatives but $\partial L/\partial \beta_i$ vanish, and $D^- < 0 < D^+$"),
        Assumption(
            r"on $\beta_i = x_n$ the second derivatives in the other coordinates form a positive definite matrix"
        ),
    ),
)

KINK_SLOPE, KINK_BEND, KINK_INTERCEPT = Fraction(-199, 1645), Fraction(543, 658), Fraction(411, 329)
"""Slope on the left, delta-slope and intercept of the best fit to D3 with its breakpoint on the datum x = 6."""
KINK_VALUES = [KINK_INTERCEPT + KINK_SLOPE * x + KINK_BEND * max(x - 6, 0) for x in D3.x]
KINK_LOSS = C1.theorem(
    "e.example",
    "A best fit that is not piecewise least squares",
    r"""On ten data, $x = 0, \dots, 9$ and $y = (0, 1, 1, 3, 2, 0, -1, 1, 3, 2)$, the best line with one hinge has
    its breakpoint on the datum $x = 6$. Its loss is smaller than $387/56$, that of the best piecewise least-squares
    fit.""",
    L(Integer(6)),
    half_squares([sympify(f - y) for f, y in zip(KINK_VALUES, D3.y, strict=True)]),
    (Rational(39159, 6580), "add the squares"),
    ("<=", Rational(387, 56), Bound("compare the fractions")),
    origin="half the sum of the squared residuals of the fit with the breakpoint at 6",
)
