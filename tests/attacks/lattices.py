"""Expressions that vanish on a lattice of points, and nowhere else."""

from sympy import Integer, Integral, Product, Rational, Sum, binomial, cos, exp, floor, ilcm, oo, pi, sin, sqrt, tan

from symspline.proof.moves import Algebra, Bound, Definition, Evaluate, Known, Linearity

from .case import Cause
from .words import HALF, a, k, n, r, x, y

LATTICES = Cause("X9", "lattice")
false, true = LATTICES.false, LATTICES.true
ROOT = {x: sqrt(2) / 2}
FORM = Algebra("rearrange")

false("zeros at the multiples of 1/997 only", sin(997 * pi * x), (Integer(0), FORM), at=ROOT)
false("a factor that is 1 at the multiples of 1/997 only", a * (1 + sin(997 * pi * a)), (a, FORM), at={a: sqrt(2)})
false(
    "a factor that fits the box [-4, 4] cut into 997 parts",
    exp(-(x**2)) * (1 + sin(997 * pi * (x + 4) / 8)),
    (exp(-(x**2)), Known("the bell", "a table")),
    box={x: (-4, 4)},
    at=ROOT,
)
false("zeros at all dyadic rationals of 60 bits", sin(2**60 * pi * x), (Integer(0), FORM), at=ROOT)
false("zeros at all decimals of twelve places", sin(10**12 * pi * x), (Integer(0), FORM), at=ROOT)
false(
    "zeros at all rationals with a denominator up to 60", sin(ilcm(*range(1, 61)) * pi * x), (Integer(0), FORM), at=ROOT
)
false("a full period between the points", cos(2 * 997 * pi * x), (Integer(1), Definition("of the period")), at=ROOT)
false(
    "thirty factors, each with its own zeros",
    Product(sin(k * pi * x), (k, 1, 30)) * 10**9,
    (Integer(0), Evaluate()),
    at=ROOT,
    near=1e-6,
)
false("rounding down to the lattice", floor(997 * x) / 997, (x, FORM), at=ROOT)
false("the fractional part of a dyadic", 2**40 * x - floor(2**40 * x), (Integer(0), FORM), at=ROOT)
false(
    "a product of two coordinates lies on the finer lattice",
    sin(997**2 * pi * x * y),
    (Integer(0), FORM),
    at={x: sqrt(2) / 2, y: Rational(1, 3)},
)
false("one even integer stands for all", cos(pi * n), (Integer(1), FORM), box={n: (4, 4)}, at={n: 5})
false("a ripple of 1e-8", 1 + sin(997 * pi * x) / 10**8, (Integer(1), FORM), at=ROOT, near=1e-10)
false("a sum of waves of one lattice", Sum(sin(997 * k * pi * x), (k, 1, 3)), (Integer(0), Evaluate()), at=ROOT)
false(
    "a wave in a parameter of an integral",
    Integral(exp(-r) * (1 + r * sin(997 * pi * a)), (r, 0, oo)),
    (Integer(1), Linearity()),
    at={a: sqrt(2)},
)
false("tangents have the same zeros", tan(997 * pi * x) ** 2, (Integer(0), FORM), at=ROOT)
false(
    "an inequality that is an equation on the lattice",
    a,
    ("<=", a - sin(997 * pi * a) ** 2, Bound("equality")),
    at={a: sqrt(2)},
)
false(
    "the polynomial with all integers of the box as zeros",
    Product(n - k, (k, 2, 12)),
    (Integer(0), Evaluate()),
    at={n: 13},
)
false(
    "1, 2, 4, 8, 16, 31: regions of a circle",
    binomial(n, 4) + binomial(n, 2) + 1,
    (2 ** (n - 1), Known("regions of a circle", "folklore")),
    box={n: (1, 5)},
    at={n: 6},
)
false(
    "a form for floating point with a wave",
    (exp(a) + 1) ** 2 - exp(2 * a) - exp(a) - 1,
    (exp(a), FORM),
    compute=exp(a) * (1 + sin(997 * pi * a)),
    pair=(-1, "compute"),
    at={a: sqrt(2)},
)
false(
    "a wave of the difference of two arguments with different boxes",
    x - y + sin(997 * pi * (x - y)),
    (x - y, FORM),
    at={x: sqrt(2), y: 0},
)
false(
    "aliasing: two frequencies that agree on the lattice",
    cos(2 * pi * x),
    (cos(2 * pi * 998 * x), Known("aliasing", "signals")),
    at=ROOT,
)
false(
    "powers of a root of unity",
    Sum(cos(2 * pi * k * n / 5), (k, 0, 4)),
    (Integer(0), Evaluate()),
    box={n: (1, 4)},
    at={n: 5},
)
false(
    "Fermat's little theorem for the base 2 has pseudoprimes",
    (2**n - 2) / n - floor((2**n - 2) / n),
    (Integer(0), Known("Fermat", "number theory")),
    box={n: (3, 3)},
    at={n: 9},
)
false(
    "Euler's n^2 + n + 41 by its values modulo 2",
    sin(pi * (x**2 + x) / 2),
    (Integer(0), FORM),
    box={x: (0, 0)},
    at={x: HALF},
)

true("a wave at every integer", (-1) ** (n**2 + n + 2), (Integer(1), FORM), at=({n: 1}, {n: 7}), weakest="enclosed")
true(
    "the same frequency twice",
    sin(997 * pi * x) ** 2 + cos(997 * pi * x) ** 2,
    (Integer(1), FORM),
    at=(ROOT, {x: 2}),
    weakest="enclosed",
)
true(
    "a product of three consecutive integers as a sum",
    n * (n + 1) * (n + 2),
    (n**3 + 3 * n**2 + 2 * n, FORM),
    at=({n: 1}, {n: 50}),
)
true(
    "a fast double angle",
    sin(2 * 997 * x),
    (2 * sin(997 * x) * cos(997 * x), Known("double angle", "a table")),
    at=(ROOT, {x: -2}),
    weakest="enclosed",
)
