"""Limits, derivatives, sums and integrals whose order may not be exchanged."""

from mpmath import mp, mpf
from sympy import (
    Abs,
    Derivative,
    Integer,
    Integral,
    Lambda,
    Max,
    Piecewise,
    Rational,
    Sum,
    cos,
    exp,
    floor,
    oo,
    sin,
)

from symspline.proof.moves import (
    Algebra,
    Bound,
    Differentiate,
    Interchange,
    Linearity,
    TakeLimit,
)

from .case import Cause
from .oracle import apart, grows
from .words import HALF, a, f, k, n, r, t, u, x

INTERCHANGED = Cause("X3", "interchange")
false, true = INTERCHANGED.false, INTERCHANGED.true
ANGLE = (r**2 - u**2) / (r**2 + u**2) ** 2
GAUSS = Lambda(t, exp(-(t**2)))


def the_inner_integrals_have_opposite_signs():
    inner = mp.quad(lambda z: (z**2 - mpf(1) / 4) / (z**2 + mpf(1) / 4) ** 2, [0, 0.5, 1])
    return abs(inner + 1 / (1 + mpf(1) / 4)) < 1e-9 and apart(
        [-mp.quad(lambda z: 1 / (1 + z * z), [0, 1])], [mp.pi / 4], 1
    )


def the_exponentials_have_opposite_signs():
    one = mp.quad(lambda z: (mp.exp(-z) - mp.exp(-2 * z)) / z, [0, 1])
    other = mp.quad(lambda z: (mp.exp(-2 * z) - mp.exp(-z)) / z, [1, mp.inf])
    return one > 0 > other


def the_sum_is_one_and_the_integrals_vanish():
    partial = [mp.quad(lambda z, last=last: 1 - (last + 2) * z ** (last + 1), [0, 1]) for last in (3, 30)]
    pointwise = 1 - 1002 * mpf("0.9") ** 1001
    return all(abs(each) < 1e-12 for each in partial) and pointwise > 0.99


false(
    "Fubini fails where the integrand is not absolutely integrable at a corner",
    Integral(ANGLE, (r, 0, 1), (u, 0, 1)),
    Interchange("both orders converge"),
    shows=the_inner_integrals_have_opposite_signs,
)
false(
    "Fubini fails over an unbounded strip",
    Integral(exp(-r * u) - 2 * exp(-2 * r * u), (u, 1, oo), (r, 0, 1)),
    Interchange("both orders converge"),
    shows=the_exponentials_have_opposite_signs,
)
false(
    "the order of a triangle's integrations moves its limits",
    Integral(r, (r, 0, u), (u, 0, 1)),
    (Integral(r, (u, 0, 1), (r, 0, 1)), Interchange()),
    at={},
)
false(
    "the mass collects at 0 and is not lost",
    Integral(a * exp(-a * r), (r, 0, oo)),
    (Integer(0), TakeLimit(a, oo)),
    at=({a: 10}, {a: 10**3}),
)
false(
    "the mass spreads and is not lost",
    Integral(exp(-r / a) / a, (r, 0, oo)),
    (Integer(0), TakeLimit(a, oo)),
    at=({a: 2}, {a: 20}),
)
false(
    "a Poisson kernel keeps half its mass",
    Integral(a / (a**2 + r**2), (r, 0, oo)),
    (Integer(0), TakeLimit(a, Integer(0))),
    shows=lambda: abs(mp.quad(lambda z: mpf(1) / 5 / (mpf(1) / 25 + z * z), [0, 0.2, 1, mp.inf]) - mp.pi / 2) < 1e-9,
)
false(
    "the differentiated Dirichlet integral diverges",
    Derivative(Integral(sin(a * r) / r, (r, 0, oo)), a),
    (Integral(cos(a * r), (r, 0, oo)), Differentiate()),
    shows=lambda: abs(mp.sin(mp.pi * 1000.5) - mp.sin(mp.pi * 1001.5)) > 1,
)
false(
    "Leibniz: the moving end adds a term",
    Derivative(Integral(t * x, (t, 0, x)), x),
    (Integral(t, (t, 0, x)), Differentiate()),
    at=({x: 1}, {x: 2}),
    near=1e-3,
)
false(
    "a second derivative sees the kink",
    Derivative(Integral(Abs(x - t), (t, -1, 1)), x, 2),
    (Integer(0), Differentiate()),
    given=(x > -1, x < 1),
    box={x: (-HALF, HALF)},
    shows=lambda: abs(mp.diff(lambda z: z * z + 1, 0.2, 2) - 2) < 1e-6,
)
false(
    "a jump that moves has a derivative",
    Derivative(Integral(Piecewise((1, t < x), (0, True)), (t, -1, 1)), x),
    Differentiate(),
    given=(x > -1, x < 1),
    box={x: (-HALF, HALF)},
    shows=lambda: mp.diff(lambda z: z + 1, 0.2) == 1,
    build=True,
)
false(
    "twice under the positive part gives the density",
    Derivative(Integral(Max(0, x - t) * f(t), (t, -oo, oo)), x, 2),
    (Integer(0), Differentiate()),
    instances=({f: GAUSS},),
    shows=lambda: (
        abs(mp.diff(lambda z: mp.quad(lambda q: (z - q) * mp.exp(-q * q), [-mp.inf, z]), 0.2, 2) - mp.exp(-0.04)) < 1e-4
    ),
)
false(
    "steps of a floor carry the derivative",
    Derivative(Integral(floor(a * r), (r, 0, 1)), a),
    (Integer(0), Differentiate()),
    box={a: (Rational(6, 5), Rational(9, 5))},
    shows=lambda: mp.diff(lambda z: 1 - 1 / z, 1.5) > 0.1,
)
false(
    "the differentiated Fourier series diverges",
    Derivative(Sum(sin(k * x) / k, (k, 1, oo)), x),
    (Sum(cos(k * x), (k, 1, oo)), Algebra("term by term")),
    box={x: (HALF, 2)},
    shows=lambda: abs(mp.cos(2 * mp.pi * 10**6)) > 0.99,
)
false(
    "many small terms do not vanish together",
    Sum(1 / n, (k, 1, n)),
    (Integer(0), TakeLimit(n, oo)),
    at=({n: 10}, {n: 100}),
)
false(
    "the derivative of a small function need not be small",
    Derivative(sin(a**2 * x) / a, x),
    (Integer(0), TakeLimit(a, oo)),
    shows=lambda: all(abs(mp.diff(lambda z, big=big: mp.sin(big**2 * z) / big, 0)) > 5 for big in (10, 1000)),
)
false(
    "sum and integral: each integral is 0, the sum is 1",
    Integral(Sum((k + 1) * r**k - (k + 2) * r ** (k + 1), (k, 0, oo)), (r, 0, 1)),
    (Sum(Integral((k + 1) * r**k - (k + 2) * r ** (k + 1), (r, 0, 1)), (k, 0, oo)), Algebra("exchange")),
    shows=the_sum_is_one_and_the_integrals_vanish,
)
false(
    "an odd integrand over a range that is not symmetric",
    Integral(t / (1 + t**2), (t, -a, 2 * a)),
    (Integer(0), TakeLimit(a, oo)),
    at=({a: 5}, {a: 50}),
    near=1e-2,
)
false(
    "the maximum of integrals is below the integral of the maximum",
    Integral(Max(r, 1 - r), (r, 0, 1)),
    (Max(Integral(r, (r, 0, 1)), Integral(1 - r, (r, 0, 1))), Linearity()),
    at={},
)
false(
    "the absolute value passes only where the sign is constant",
    Integral(Abs(r - a), (r, 0, 1)),
    (Abs(Integral(r - a, (r, 0, 1))), Algebra("the sign is constant")),
    box={a: (Rational(3, 2), 2)},
    at={a: HALF},
)
false(
    "the limit of the square is not the square of the integral",
    Integral(exp(-a * r), (r, 0, 1)) ** 2,
    ("<=", Integral(exp(-2 * a * r), (r, 0, 1)) - Rational(1, 100), Bound("Jensen with a margin")),
    box={a: (2, 3)},
    at={a: Rational(1, 100)},
)
false(
    "a product of integrals is the integral over the rectangle, not the diagonal",
    Integral(r**x, (r, 0, 1)) * Integral(r, (r, 0, 1)),
    (Integral(r ** (x + 1), (r, 0, 1)), Linearity()),
    box={x: (0, 0)},
    at={x: 1},
)
false(
    "differentiating a convergent integral with a heavy tail diverges at 0",
    Derivative(Integral(exp(-(x**2) * r) / (1 + r) ** 2, (r, 0, oo)), x, 2),
    (Integral(Derivative(exp(-(x**2) * r) / (1 + r) ** 2, x, 2).doit(), (r, 0, oo)), Differentiate()),
    shows=lambda: grows(lambda z: 2 * z / (1 + z) ** 2, mp.inf, 10),
)

true(
    "Tonelli",
    Integral(exp(-r - 2 * u), (r, 0, oo), (u, 0, oo)),
    Interchange(),
    (HALF, Algebra("its value")),
    shows=lambda: (
        abs(mp.quad(lambda z: mp.exp(-z), [0, mp.inf]) * mp.quad(lambda z: mp.exp(-2 * z), [0, mp.inf]) - 0.5) < 1e-9
    ),
    weakest="enclosed",
)
true(
    "a derivative under a dominated integral",
    Derivative(Integral(exp(-(t**2)) * cos(x * t), (t, -oo, oo)), x),
    (Integral(-t * exp(-(t**2)) * sin(x * t), (t, -oo, oo)), Differentiate()),
    shows=lambda: (
        abs(
            mp.diff(lambda z: mp.sqrt(mp.pi) * mp.exp(-z * z / 4), 1)
            - mp.quad(lambda q: -q * mp.exp(-q * q) * mp.sin(q), [-8, -4, 0, 4, 8])
        )
        < 1e-8
    ),
    weakest="sampled",
)
true(
    "a limit under a dominated integral",
    Integral(exp(-r) / (1 + a * r), (r, 0, oo)),
    (Integer(1), TakeLimit(a, Integer(0))),
    at={a: Rational(1, 10**9)},
    near=1e-8,
    weakest="undecided",
)
true(
    "a finite sum of integrals",
    Sum(Integral(r**k, (r, 0, 1)), (k, 1, 4)),
    (Integral(r + r**2 + r**3 + r**4, (r, 0, 1)), Algebra("the sum written out")),
    at={},
    weakest="enclosed",
)
