"""Sums, products and determinants: off by one, empty ranges, wrong ends of a telescope, divergent series."""

from mpmath import mp, mpf
from sympy import (
    Abs,
    Determinant,
    Integer,
    Lambda,
    Matrix,
    Max,
    Product,
    Rational,
    Sum,
    binomial,
    factorial,
    log,
    oo,
)

from symspline.proof.moves import Algebra, Bound, Evaluate, Known, Linearity, Telescope

from .case import Cause
from .words import HALF, a, b, c, f, g, j, k, m, n, x, y

SUMS = Cause("X18", "sum")
false, true = SUMS.false, SUMS.true
HARMLESS = 1 / (k * (k + 1))


def det(*rows):
    return Determinant(Matrix(rows))


A, B, C, D = Matrix([[1, x], [0, 1]]), Matrix([[2, 0], [1, 1]]), Matrix([[1, 0], [1, 2]]), Matrix([[1, 1], [0, 3]])
BLOCKS = Determinant(Matrix.vstack(Matrix.hstack(A, B), Matrix.hstack(C, D)))

false(
    "the upper end of a telescope is one past the last term",
    Sum(HARMLESS, (k, 1, n)),
    (1 - 1 / n, Telescope(k, -1 / k)),
    at={n: 3},
)
false(
    "a term of the range is infinite",
    Sum(HARMLESS, (k, -3, n)),
    (-1 / (n + 1) - Rational(1, 3), Telescope(k, -1 / k)),
    at={n: 3},
)
false(
    "a pole of the primitive for negative x",
    Sum(1 / ((k + x) * (k + x + 1)), (k, 0, n)),
    (1 / x - 1 / (n + 1 + x), Telescope(k, -1 / (k + x))),
    box={x: (HALF, 2)},
    at={x: -2, n: 3},
)
false(
    "an empty range has no terms",
    Sum(1, (k, m, n)),
    (Abs(n - m) + 1, Evaluate("count")),
    box={m: (2, 3), n: (8, 12)},
    at={m: 5, n: 4},
)
false(
    "a geometric sum has no quotient at the ratio 1",
    Sum(a**k, (k, 0, n)),
    ((a ** (n + 1) - 1) / (a - 1), Known("geometric", "a table")),
    at={a: 1, n: 3},
)
false(
    "a geometric series beyond its radius",
    Sum(x**k, (k, 0, oo)),
    (1 / (1 - x), Known("geometric", "a table")),
    box={x: (-HALF, HALF)},
    shows=lambda: mp.fsum(mpf(2) ** i for i in range(20)) > 10**5 > 1 / (1 - mpf(2)),
)
false(
    "the triangle of a double sum becomes a rectangle",
    Sum(k * j, (k, 1, j), (j, 1, n)),
    (Sum(k * j, (j, 1, n), (k, 1, n)), Algebra("exchange")),
    box={n: (1, 1)},
    at={n: 3},
)
false("a product shifted by one", Product(k / (k + 1), (k, 1, n)), (1 / n, Evaluate()), at={n: 3})
false(
    "a conditionally convergent series in another order",
    Sum((-1) ** (k + 1) / k, (k, 1, oo)),
    (Sum(1 / (2 * k - 1) - 1 / (4 * k - 2) - 1 / (4 * k), (k, 1, oo)), Algebra("rearrange")),
    shows=lambda: (
        mp.fsum(mpf((-1) ** (i + 1)) / i for i in range(1, 3001))
        - mp.fsum(mpf(1) / (2 * i - 1) - mpf(1) / (4 * i - 2) - mpf(1) / (4 * i) for i in range(1, 1001))
        > 0.3
    ),
)
false(
    "the block formula without commuting blocks",
    BLOCKS,
    (Determinant(A * D - C * B), Evaluate("block by block")),
    box={x: (0, 0)},
    at={x: 1},
)
false(
    "a sum of 10^30 equal terms, from 0",
    Sum(1 / n, (k, 0, n)),
    (Integer(1), Evaluate()),
    box={n: (10**30, 10**30)},
    at={n: 3},
)
false(
    "a telescope whose primitive grows without bound",
    Sum(log((k + 1) / k), (k, 1, oo)),
    (Integer(0), Telescope(k, log(k))),
    shows=lambda: mp.fsum(mp.log(mpf(i + 1) / i) for i in range(1, 1000)) > 6,
    build=True,
)
false(
    "Grandi's series",
    Sum((-1) ** k, (k, 0, oo)),
    (HALF, Evaluate()),
    shows=lambda: sum((-1) ** i for i in range(10)) != sum((-1) ** i for i in range(11)),
)
false(
    "the sum of all integers",
    Sum(k, (k, 1, oo)),
    (Rational(-1, 12), Known("zeta regularisation", "folklore")),
    shows=lambda: sum(range(1, 100)) > 0,
)
false(
    "a binomial sum from 1, 200 choices hide the term",
    Sum(binomial(n, k), (k, 1, n)),
    (2**n, Evaluate()),
    box={n: (200, 201)},
    at={n: 2},
)
false(
    "a determinant is not linear in the matrix",
    det([a + 1, x], [x, b + 1]),
    (det([a, x], [x, b]) + det([1, 0], [0, 1]), Linearity()),
    box={a: (Rational(1, 10**50), Rational(1, 10**50)), b: (Rational(1, 10**50), Rational(1, 10**50))},
    at={a: 1, b: 1, x: 0},
    build=True,
)
false(
    "Vandermonde's sign",
    det([1, a, a**2], [1, b, b**2], [1, c, c**2]),
    ((b - a) * (c - a) * (b - c), Evaluate("the determinant")),
    at={a: 1, b: 2, c: 4},
)
false(
    "a product that contains the factor 0 from n = 7 on",
    Product(1 - Rational(1, 7) * k, (k, 1, n)),
    (factorial(6) / (7**n * factorial(Max(0, 6 - n))), Evaluate()),
    box={n: (2, 6)},
    at={n: 8},
)
false(
    "the harmonic sum to the infinite end",
    Sum(1 / k - 1 / (k + n), (k, 1, oo)),
    (Sum(1 / k, (k, 1, oo)) - Sum(1 / (k + n), (k, 1, oo)), Linearity()),
    shows=lambda: mp.fsum(mpf(1) / i for i in range(1, 2000)) > 8,
    build=True,
)
false(
    "an index that shadows the argument",
    Sum(k * n, (k, 1, n)),
    (Sum(n * n, (k, 1, n)) * Rational(3, 4), Algebra("rename")),
    box={n: (2, 2)},
    at={n: 3},
)
false(
    "a telescope over steps of 2 with a primitive for steps of 1",
    Sum(1 / ((2 * k - 1) * (2 * k + 1)), (k, 1, n)),
    (HALF * (1 - 1 / (n + 1)), Telescope(k, -1 / (4 * k - 2))),
    at={n: 3},
)
false(
    "the permanent in place of the determinant, equal for a triangle",
    det([a, x], [y, b]),
    (a * b + x * y, Evaluate("the determinant")),
    box={y: (0, 0)},
    at={a: 1, b: 1, x: 1, y: 1},
)
false(
    "the square of a sum is not the sum of squares unless there is one term",
    Sum(k, (k, 1, n)) ** 2,
    (Sum(k**2, (k, 1, n)), Evaluate()),
    box={n: (1, 1)},
    at={n: 2},
)
false(
    "a logarithm of a product with negative factors",
    log(Product(k - 3, (k, 1, 2))),
    (Sum(log(k - 3), (k, 1, 2)), Algebra("log of a product")),
    at={},
    build=True,
)
false(
    "a term of the added sum is negative before the third",
    x,
    ("<=", x + Sum(k - 2, (k, 1, n)), Bound("terms are added")),
    box={n: (4, 9)},
    at={x: 0, n: 1},
)
false(
    "the factor in front of the squares may be negative",
    x,
    ("<=", x + (x + 3) * Sum((k - x) ** 2, (k, 1, n)), Bound("squares are added")),
    at={x: -4, n: 2},
)
true(
    "the square of a sum is at most the sum of the squares times their number",
    2 * x * Sum(f(k), (k, 1, n)),
    ("<=", 2 * x * Sum(f(k), (k, 1, n)) + Sum((f(k) - x) ** 2, (k, 1, n)), Bound("squares are added")),
    (Sum(f(k) ** 2, (k, 1, n)) + n * x**2, Algebra("multiply out")),
    put={f: Lambda(k, 3 - k**2)},
    instances=({f: Lambda(k, 1 - k / 3)}, {f: Lambda(k, k**2 / 5)}),
    at=({x: 1, n: 1}, {x: -4, n: 9}),
)
false(
    "a fit against a shift with one datum too few, right at the shift 0",
    2 * x * Sum(f(k), (k, 1, n)),
    ("<=", Sum(f(k) ** 2, (k, 1, n)) + (n - 1) * x**2, Bound("squares are added")),
    put={f: Lambda(k, 1 + 0 * k)},
    instances=({f: Lambda(k, k / 9)}, {f: Lambda(k, Rational(1, 3))}),
    box={x: (0, Rational(1, 9)), n: (4, 9)},
    at={x: 1, n: 4},
)
false(
    "the product of two sums in place of the sum of the products",
    2 * Sum(f(k), (k, 1, n)) * Sum(g(k), (k, 1, n)),
    ("<=", Sum(f(k) ** 2 + g(k) ** 2, (k, 1, n)), Bound("squares are added")),
    put={f: Lambda(k, 1 + 0 * k), g: Lambda(k, 1 + 0 * k)},
    instances=({f: Lambda(k, 1 - k), g: Lambda(k, k / 9)}, {f: Lambda(k, -k), g: Lambda(k, 1 / k)}),
    at={n: 4},
)
false(
    "a sum that is empty at the least integer of the domain, one below the box",
    x + 1,
    ("<=", x + Sum(k**2, (k, 2, n)), Known("a sum of positive terms", "a table")),
    box={n: (2, 9)},
    at={x: 1, n: 1},
)
false(
    "the first two terms of a sum where it has only one",
    Integer(5),
    ("<=", Sum(k**2, (k, 1, n)), Known("its first two terms", "a table")),
    box={n: (2, 9)},
    at={n: 1},
)
true("a telescope", Sum(HARMLESS, (k, 1, n)), (1 - 1 / (n + 1), Telescope(k, -1 / k)), at=({n: 1}, {n: 9}))
true("Nicomachus", Sum(k**3, (k, 1, n)), ((n * (n + 1) / 2) ** 2, Evaluate()), at=({n: 1}, {n: 9}), weakest="enclosed")
true("the subsets", Sum(binomial(n, k), (k, 0, n)), (2**n, Evaluate()), at=({n: 1}, {n: 9}), weakest="enclosed")
true(
    "a determinant of three integers in a row",
    det([a, a + 1], [a + 1, a + 2]),
    (Integer(-1), Evaluate("the determinant")),
    at=({a: 1}, {a: 9}),
)
true(
    "a product that telescopes",
    Product(1 - 1 / k**2, (k, 2, n)),
    ((n + 1) / (2 * n), Evaluate()),
    at=({n: 2}, {n: 9}),
    weakest="enclosed",
)
true(
    "a rank-one update",
    det([1 + a * x, a * y], [b * x, 1 + b * y]),
    (1 + a * x + b * y, Evaluate("the determinant")),
    at=({a: 1, b: 2, x: 3, y: 4}, {a: 2, b: 1, x: -1, y: 1}),
)
