"""Principal values, finite parts, delta functions: not values of integrals."""

from mpmath import mp, mpf
from sympy import (
    Derivative,
    DiracDelta,
    Ei,
    Heaviside,
    Integer,
    Integral,
    Rational,
    cos,
    exp,
    log,
    oo,
    pi,
    sign,
    sin,
    sqrt,
)

from symspline.proof.moves import (
    Algebra,
    Antiderivative,
    Evaluate,
    Known,
)

from .case import Cause
from .oracle import grows
from .words import HALF, a, p, r, t, x

DISTRIBUTIONS = Cause("X19", "distribution")
false, true = DISTRIBUTIONS.false, DISTRIBUTIONS.true
SIFT = Known("sifting", "a table")
NARROW = mpf(1) / 1000


def mollified(test, argument=lambda z: z, claimed=0.0, slope=0):
    """Whether a narrow bell in place of the delta function gives another value than claimed."""

    def bell(z):
        value = mp.exp(-((z / NARROW) ** 2)) / (NARROW * mp.sqrt(mp.pi))
        return value if slope == 0 else -2 * z / NARROW**2 * value

    def shows():
        roots = (-1, -0.5, 0, 0.5, 1)
        ends = sorted({mpf(-2), mpf(2)} | {mpf(i) + d * NARROW for i in roots for d in (-12, -2, 0, 2, 12)})
        return abs(mp.quad(lambda z: test(z) * bell(argument(z)), ends) - claimed) > 1e-2

    return shows


false(
    "a principal value: exp(t)/t is not integrable at 0",
    Integral(exp(t) / t, (t, -oo, 1)),
    (Ei(1), Known("the exponential integral", "DLMF 6.2.5")),
    shows=lambda: grows(lambda z: mp.exp(z) / z, 0, mpf(1) / 100),
)
false(
    "a Hilbert transform is a principal value",
    Integral(1 / ((t - x) * (1 + t**2)), (t, -oo, oo)),
    (-pi * x / (1 + x**2), Known("Hilbert transform", "a table")),
    shows=lambda: grows(lambda z: 1 / (z * (1 + z * z)), 0, 1),
)
false(
    "a finite part",
    Integral(r ** Rational(-3, 2), (r, 0, 1)),
    (Integer(-2), Antiderivative(r, -2 / sqrt(r))),
    shows=lambda: grows(lambda z: z ** mpf(-1.5), 0, 1),
)
false(
    "a delta function sifts once",
    Integral(DiracDelta(t) * cos(t), (t, -1, 1)),
    (Integer(2), SIFT),
    shows=mollified(mp.cos, claimed=2),
)
false(
    "a delta function of 2 t has half the mass",
    Integral(DiracDelta(2 * t), (t, -1, 1)),
    (Integer(1), SIFT),
    shows=mollified(lambda z: 1, lambda z: 2 * z, 1),
)
false(
    "a delta function is 0 at all points but one, and not 0",
    DiracDelta(x),
    (Integer(0), Evaluate("off its place")),
    shows=mollified(lambda z: 1),
)
false(
    "the square of a delta function has no integral",
    Integral(DiracDelta(t) ** 2, (t, -1, 1)),
    (Integer(1), SIFT),
    shows=lambda: (
        mp.quad(lambda z: (mp.exp(-(z**2) * 10**6) * 10**3 / mp.sqrt(mp.pi)) ** 2, [-1, -0.01, 0, 0.01, 1]) > 100
    ),
)
false(
    "the derivative of a step is 0 almost everywhere, its integral 1",
    Integral(Derivative(Heaviside(t), t), (t, -1, 1)),
    (Integer(0), Evaluate("0 off the place")),
    shows=mollified(lambda z: 1),
)
false(
    "sifting at a place outside the range",
    Integral(DiracDelta(t - x) * exp(t), (t, 0, 1)),
    (exp(x), SIFT),
    box={x: (Rational(1, 4), Rational(3, 4))},
    shows=lambda: mp.quad(lambda z: mp.exp(z) * mp.exp(-(((z - 2) / NARROW) ** 2)), [0, 1]) < 1e-9,
)
false(
    "a delta function of t^2 - 1 has two places",
    Integral(DiracDelta(t**2 - 1), (t, -2, 2)),
    (HALF, SIFT),
    shows=mollified(lambda z: 1, lambda z: z * z - 1, 0.5),
)
false(
    "the derivative of a delta function turns the sign",
    Integral(DiracDelta(t, 1) * t, (t, -1, 1)),
    (Integer(1), SIFT),
    shows=mollified(lambda z: z, claimed=1, slope=1),
)
false(
    "a negative scale of a delta function",
    Integral(DiracDelta(p * t), (t, -1, 1)),
    (1 / p, SIFT),
    shows=mollified(lambda z: 1, lambda z: -2 * z, -0.5),
)
false(
    "a wave has no integral over the line",
    Integral(cos(x * t), (t, -oo, oo)),
    (Integer(0), Known("a delta function off its place", "a table")),
    box={x: (HALF, 2)},
    shows=lambda: abs(2 * mp.sin(mp.pi * 1000.5) - 2 * mp.sin(mp.pi * 1001.5)) > 1,
)
false(
    "Abel's sum of a growing oscillation",
    Integral(r * sin(r), (r, 0, oo)),
    (Integer(0), Known("Abel summation", "a table")),
    shows=lambda: abs(1000 * mp.pi * mp.cos(1000 * mp.pi)) > 1000,
)
false(
    "a logarithm of negative numbers is not real",
    Integral(log(t), (t, -1, 1)),
    (Integer(-2), Antiderivative(t, t * log(t) - t)),
    shows=lambda: abs(mp.quad(mp.log, [-1, 0, 1]) + 2) > 3,
)
false(
    "the centre of a Cauchy law is not its mean",
    Integral(t / (pi * (1 + (t - x) ** 2)), (t, -oo, oo)),
    (x, Known("by symmetry", "folklore")),
    shows=lambda: grows(lambda z: z / (1 + z * z), mp.inf, 10),
)
false(
    "a double pole that the box keeps out",
    Integral(1 / (t - x) ** 2, (t, 0, 1)),
    (1 / (x * (x - 1)), Antiderivative(t, -1 / (t - x))),
    box={x: (2, 3)},
    shows=lambda: grows(lambda z: 1 / z**2, 0, HALF),
)
false(
    "two principal values add up to an integral that is none",
    Integral(1 / (t - 1), (t, 0, 2)) + Integral(1 / t, (t, -1, 1)) + a,
    (a, Algebra("both vanish by symmetry")),
    shows=lambda: grows(lambda z: 1 / z, 0, 1),
)
false(
    "a delta function at the place where the test function jumps",
    Integral(DiracDelta(t) * sign(t) ** 2, (t, -1, 1)),
    (Integer(0), SIFT),
    shows=mollified(lambda z: mp.sign(z) ** 2),
)

true(
    "a step",
    Integral(Heaviside(t), (t, -1, a)),
    (a, Antiderivative(t, t * Heaviside(t))),
    at=({a: 1}, {a: 2}),
    weakest="undecided",
)
true(
    "a conditionally convergent integral",
    Integral(sin(r) / r, (r, 0, oo)),
    (pi / 2, Known("Dirichlet's integral", "DLMF 6.2.9")),
    shows=lambda: abs(mp.quadosc(lambda z: mp.sin(z) / z, [0, mp.inf], omega=1) - mp.pi / 2) < 1e-9,
    weakest="undecided",
)
true(
    "a delta function",
    Integral(DiracDelta(t), (t, -1, 1)),
    (Integer(1), SIFT),
    shows=lambda: (
        abs(mp.quad(lambda z: mp.exp(-((z / NARROW) ** 2)) / (NARROW * mp.sqrt(mp.pi)), [-1, -0.01, 0, 0.01, 1]) - 1)
        < 1e-9
    ),
    weakest="undecided",
)
