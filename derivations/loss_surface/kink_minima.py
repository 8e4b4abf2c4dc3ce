"""Minima of the loss with a breakpoint on a datum, and the example that is one of them (C1c, C1e)."""

from fractions import Fraction

import numpy as np
from sympy import Add, Expr, Function, Integer, Mul, Pow, Rational, S

from symspline.evidence.exact_fit import ExactFit
from symspline.proof.moves import Algebra, Bound, Definition
from symspline.proof.theorem import Assumption, Evidence, Finding, Step, Theorem

from .arguments import arguments
from .data_sets import D3
from .vocabulary import A, B, D_minus, D_plus, h, k_A, mu, nonzero_mu, r, t, u

_half = Rational(1, 2)
_loss_at = Function("L", real=True)

KINK_MINIMUM = Theorem(
    id="C1c.minimum",
    title="A kink at which the loss is least",
    chapter="loss_surface",
    statement=r"When $D^- < 0 < D^+$, the loss grows at least linearly on both sides: to the right by $D^+ h + "
    r"\frac12 \mu^2 k h^2$, and to the left likewise. By C1b then $c\,e_n = D^+ - D^- > 0$: a convex kink above "
    r"its datum, or a concave one below.",
    arguments=arguments(D_plus, D_minus, mu, h, k_A),
    subject=S.Zero,
    start=S.Zero,
    steps=(
        Step("<=", D_plus * h, Bound("both factors are positive")),
        Step("<=", D_plus * h + mu**2 * k_A * h**2 / 2, Bound("a parabola lies above its tangent")),
    ),
)

KINK_SIGN = Theorem(
    id="C1c.sign",
    title="Sign of the residual under a minimum",
    chapter="loss_surface",
    statement=r"With $D^\pm$ now the sizes of the two one-sided derivatives, $D^- < 0 < D^+$: the jump $c\,e_n$ is "
    r"positive.",
    arguments=arguments(D_plus, D_minus),
    subject=S.Zero,
    start=S.Zero,
    steps=(Step("<=", D_plus - (-D_minus), Bound("a positive number minus a negative one; C1b gives the jump")),),
)

_short = 2 * D_plus / (nonzero_mu**2 * k_A * (1 + t))

KINK_MAXIMUM = Theorem(
    id="C1c.maximum",
    title="A kink at which the loss is greatest",
    chapter="loss_surface",
    statement=r"When $D^- > 0 > D^+$, the change $-|D^+| h + \frac12\mu^2 k h^2$ of the loss is negative for every "
    r"$h$ below $2 |D^+|/(\mu^2 k)$, here written $h = 2 |D^+| / (\mu^2 k (1 + t))$ with $t > 0$. The same holds "
    r"to the left: a strict local maximum in $\beta$. Between data the loss is convex, so that there are no other "
    r"strict maxima.",
    arguments=arguments(D_plus, nonzero_mu, k_A, t),
    subject=Function("Delta_L", real=True)(h),
    start=-D_plus * _short + _half * nonzero_mu**2 * k_A * _short**2,
    steps=(
        Step("=", -2 * D_plus**2 * t / (nonzero_mu**2 * k_A * (1 + t) ** 2), Algebra("collect")),
        Step("<=", S.Zero, Bound("every factor but the sign is positive")),
    ),
)

_reach = A / (4 * B)
_along, _across = _reach / (1 + t), _reach / (1 + u)

JOINT_GROWTH = Theorem(
    id="C1e.growth",
    title="A kink that is a minimum in all coordinates",
    chapter="loss_surface",
    statement=r"Let $\delta$ be the distance of $\beta_i$ from $x_n$ and $z$ that of all other coordinates from "
    r"the point. With $A = \min(D^+, |D^-|)$, $r$ the least curvature on $\beta_i = x_n$ and $B$ a bound of the "
    r"second derivatives, Taylor on either side gives $L - L_0 \ge A\delta + \frac12 r z^2 - B\delta(z + \delta)$. "
    r"For $\delta$ and $z$ below $A/(4B)$, here $\delta = A/(4B(1 + t))$ and $z = A/(4B(1 + u))$, half of the "
    r"linear term pays for the last.",
    arguments=arguments(A, B, r, t, u),
    assumes=(
        Assumption(r"all first derivatives but $\partial L/\partial \beta_i$ vanish, and $D^- < 0 < D^+$"),
        Assumption(
            r"on $\beta_i = x_n$ the second derivatives in the other coordinates form a positive definite matrix"
        ),
    ),
    subject=S.Zero,
    start=S.Zero,
    steps=(
        Step("<=", A * _along / 2 + r * _across**2 / 2, Bound("zero only at the point itself")),
        Step(
            "<=",
            A * _along + r * _across**2 / 2 - B * _along * (_across + _along),
            Bound(r"$B(z + \delta) \le A/2$"),
        ),
    ),
)

KINK_SLOPE, KINK_BEND, KINK_INTERCEPT = Fraction(-199, 1645), Fraction(543, 658), Fraction(411, 329)
"""Slope on the left, delta-slope and intercept of the best fit to D3 with its breakpoint on the datum x = 6."""
_values = [KINK_INTERCEPT + KINK_SLOPE * place + KINK_BEND * max(place - 6, 0) for place in range(10)]
_residuals = [
    Rational(e.numerator, e.denominator) for e in (f - target for f, target in zip(_values, D3.y, strict=True))
]


def written_sum(terms: list[Expr]) -> Expr:
    """A sum of numbers that stays as it is written."""
    return Add(*terms, evaluate=False)


def half_squares(numbers: list[Expr]) -> Expr:
    """Half the sum of squares of numbers, as written."""
    return Mul(_half, written_sum([Pow(number, Integer(2), evaluate=False) for number in numbers]), evaluate=False)


def kink_network(place: Fraction, bend: Fraction, slope: Fraction, intercept: Fraction) -> ExactFit:
    """A line and one right-facing hinge on D3; the line is a neuron that sees all data."""
    return ExactFit.of([1, 1], [-place, 1], [bend, slope], intercept - slope, D3.x, D3.y)


def _kink_is_least(rng: np.random.Generator) -> Finding:
    """The kink against random rational neighbours in all four coordinates."""
    least = kink_network(Fraction(6), KINK_BEND, KINK_SLOPE, KINK_INTERCEPT).loss
    lowest = least
    for size in (10, 100, 1000, 10000):
        for _ in range(100):
            a, c, d, f = (Fraction(int(value), 1000 * size) for value in rng.integers(-1000, 1001, 4))
            gain = kink_network(6 + a, KINK_BEND + c, KINK_SLOPE + d, KINK_INTERCEPT + f).loss - least
            lowest = min(lowest, gain)
            if gain <= 0:
                return Finding(False, float(gain), f"a neighbour of the kink has the loss {least + gain}")
    return Finding(
        True, float(lowest), f"400 rational neighbours lie above the kink, the lowest by {float(lowest):.2g}"
    )


def _kink_is_no_least_squares(rng: np.random.Generator) -> Finding:
    """The kink satisfies every condition of C1e, and neither piece is fitted by its least-squares line."""
    del rng
    network = kink_network(Fraction(6), KINK_BEND, KINK_SLOPE, KINK_INTERCEPT)
    everything, left = network.moments(range(10)), network.moments(range(6))
    total_right = network.moments(range(7, 10))
    bend_slope = total_right[1] - 6 * total_right[0]
    minus, plus = -KINK_BEND * (network.residuals()[6] + total_right[0]), -KINK_BEND * total_right[0]
    stationary = everything == (0, 0) and bend_slope == 0
    passed = stationary and minus < 0 < plus and left != (0, 0) and total_right != (0, 0)
    text = (
        f"D- = {minus} < 0 < D+ = {plus}, the other derivatives are 0, the residuals left of the kink sum to {left[0]}"
    )
    return Finding(passed, float(plus), text)


KINK_LOSS = Theorem(
    id="C1e.example",
    title="A best fit that is not piecewise least squares",
    chapter="loss_surface",
    statement=r"On ten data, $x = 0, \dots, 9$ and $y = (0, 1, 1, 3, 2, 0, -1, 1, 3, 2)$, the best line with one "
    r"hinge has its breakpoint on the datum $x = 6$. Its loss is smaller than $387/56$, that of the best piecewise "
    r"least-squares fit.",
    arguments=(),
    subject=_loss_at(Integer(6)),
    start=half_squares(_residuals),
    origin=Definition("half the sum of the squared residuals of the fit with the breakpoint at 6"),
    steps=(
        Step("=", Rational(39159, 6580), Algebra("add the squares")),
        Step("<=", Rational(387, 56), Bound("compare the fractions")),
    ),
    evidence=(
        Evidence("the kink against its neighbours", _kink_is_least, "exact"),
        Evidence("the conditions of C1e, and the moments of both pieces", _kink_is_no_least_squares, "exact"),
    ),
)

THEOREMS = (KINK_MINIMUM, KINK_SIGN, KINK_MAXIMUM, JOINT_GROWTH, KINK_LOSS)
