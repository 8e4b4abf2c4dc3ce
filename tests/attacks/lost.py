"""Parts without a value that a rule drops, and what vanishes at every point that a proved step is looked at."""

from sympy import Derivative, Integer, Integral, Max, Rational, atan, exp, gamma, log, oo, pi, sqrt

from symspline.proof.moves import Algebra, Antiderivative, Differentiate, Substitute, TakeLimit

from .case import Cause
from .oracle import grows
from .words import HALF, a, b, c, s, t, x, y

LOST = Cause("X22", "lost")
false, true = LOST.false, LOST.true
HIDE = Max(0, c - 1000)
"""0 in the box."""
POWER = Integral(t ** (b - 2), (t, 0, 1))
"""Infinite where b <= 1."""


def infinite():
    return grows(lambda z: z**-1.5, 0, 1)


false(
    "the logarithm of a negative x moves the poles across the line",
    Integral(1 / (1 + (t - log(x)) ** 2), (t, -oo, oo)),
    (Integral(1 / (1 + s**2), (s, -oo, oo)), Substitute(t, s, s + log(x), t - log(x))),
    box={x: (HALF, 2)},
    at={x: -1},
)
false(
    "the root of a negative x is not real",
    Integral(1 / (Rational(1, 4) + (t - sqrt(x)) ** 2), (t, -oo, oo)),
    (2 * pi, Substitute(t, s, s + sqrt(x), t - sqrt(x))),
    box={x: (HALF, 2)},
    at={x: -4},
)
false(
    "the old integral is infinite for b <= 1, the new one too",
    POWER,
    (Integral(2 * s ** (2 * b - 3), (s, 0, 1)), Substitute(t, s, s**2, sqrt(t))),
    (1 / (b - 1), Antiderivative(s, s ** (2 * b - 2) / (b - 1))),
    box={b: (2, 3)},
    shows=infinite,
)
false("0^(1/a) is 0", (x**2) ** (1 / a), (Integer(1), TakeLimit(a, oo)), box={x: (HALF, 2)}, at={x: 0, a: 10**9})
false(
    "0^(b/a) is 0, times a part that is hidden in the box",
    1 + HIDE * ((x - 1) ** 2) ** (b / a),
    (1 + HIDE, TakeLimit(a, oo)),
    box={x: (2, 3)},
    at={x: 1, a: 10**9, b: 1, c: 1001},
)
false("1/(x a) has no value at x = 0", 1 / (x * a), (Integer(0), TakeLimit(a, oo)), box={x: (HALF, 2)}, at={x: 0, a: 9})
false("Gamma has poles", gamma(x) / a, (Integer(0), TakeLimit(a, oo)), box={x: (HALF, 2)}, at={x: -1, a: 10**9})
false("the infinite over a is infinite", POWER / a, (Integer(0), TakeLimit(a, oo)), box={b: (2, 3)}, shows=infinite)
false(
    "one and the infinite over a",
    1 + POWER / a,
    (Integer(1), TakeLimit(a, oo)),
    box={b: (2, 3)},
    shows=infinite,
)
false(
    "the derivative of what is infinite for b <= 1",
    Derivative(Integral(x * t + t ** (b - 2), (t, 0, 1)), x),
    (Integral(t, (t, 0, 1)), Differentiate()),
    box={b: (2, 3)},
    shows=infinite,
)
false(
    "1/y under the integral sign has no value at y = 0",
    Derivative(Integral(x * t + 1 / y, (t, 0, 1)), x),
    (Integral(t, (t, 0, 1)), Differentiate()),
    box={y: (HALF, 2)},
    at={x: 1, y: 0},
)
false("1/y has no value at y = 0", Derivative(x + 1 / y, x), (Integer(1), Algebra("of x")), at={x: 1, y: 0})
false("log y has no value at y = 0", Derivative(x + log(y), x), (Integer(1), Algebra("of x")), at={x: 1, y: 0})
false(
    "nothing times what diverges is not nothing: infinite for c > 1000",
    HIDE * Integral(1 / t**2, (t, -1, 1)),
    (-2 * HIDE, Antiderivative(t, -1 / t)),
    shows=lambda: grows(lambda z: z**-2, 0, 1),
)

true(
    "a shift by a real number",
    Integral(1 / (1 + (t - log(a)) ** 2), (t, -oo, oo)),
    (Integral(1 / (1 + s**2), (s, -oo, oo)), Substitute(t, s, s + log(a), t - log(a))),
    (pi, Antiderivative(s, atan(s))),
    at=({a: 1}, {a: 2}),
)
true(
    "the root of ever higher order of a positive number",
    b ** (1 / a),
    (Integer(1), TakeLimit(a, oo)),
    at={b: 2, a: 10**20},
)
true(
    "an integral that converges, over a",
    1 + Integral(exp(-b * s), (s, 0, oo)) / a,
    (Integer(1), TakeLimit(a, oo)),
    at={b: 2, a: 10**20},
)
true(
    "a derivative under the integral sign, and a part with a value",
    Derivative(Integral(x * t + 1 / b, (t, 0, 1)), x),
    (Integral(t, (t, 0, 1)), Differentiate()),
    (HALF, Antiderivative(t, t**2 / 2)),
    at=({x: 1, b: 1}, {x: -2, b: 3}),
)
true(
    "a derivative drops what has a value",
    Derivative(x + log(b), x),
    (Integer(1), Algebra("of x")),
    at=({x: 1, b: 1}, {x: -2, b: 3}),
)
