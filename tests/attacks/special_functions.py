"""Special functions: signs of orders, terms that are tiny on the box, recurrences at the wrong place."""

from mpmath import mp
from sympy import (
    Abs,
    Integer,
    Rational,
    Sum,
    airyai,
    besseli,
    besselj,
    besselk,
    erf,
    erfc,
    exp,
    expint,
    gamma,
    legendre,
    log,
    loggamma,
    lowergamma,
    oo,
    pi,
    polygamma,
    sin,
    sqrt,
    uppergamma,
    zeta,
)

from symspline.proof.moves import Algebra, Bound, Definition, Known

from .case import Cause
from .words import HALF, a, b, k, n, x

SPECIAL = Cause("X17", "special")
false, true = SPECIAL.false, SPECIAL.true
DLMF = Known("an identity of special functions", "DLMF")

false(
    "J of a negative odd order turns its sign", besselj(-n, a), (besselj(n, a), DLMF), box={n: (4, 4)}, at={n: 1, a: 1}
)
false("I is even in integer orders only", besseli(-a, b), (besseli(a, b), DLMF), box={a: (1, 1)}, at={a: HALF, b: 1})
false("a Gaussian of width 1/100", erf(a) + exp(-(10**4) * a**2), (erf(a), DLMF), at={a: Rational(1, 100)})
false("gamma(2) = gamma(1) says nothing of other numbers", gamma(a + 1), (gamma(a), DLMF), box={a: (1, 1)}, at={a: 3})
false(
    "the reflection formula keeps the sign of the sine",
    gamma(x) * gamma(1 - x),
    (pi / Abs(sin(pi * x)), DLMF),
    box={x: (Rational(1, 4), Rational(3, 4))},
    at={x: Rational(3, 2)},
)
false(
    "the logarithm of gamma leaves the principal branch",
    log(gamma(x)),
    (loggamma(x), Definition("of log gamma")),
    box={x: (HALF, 2)},
    at={x: Rational(-3, 2)},
)
false(
    "a Dirichlet series left of its abscissa",
    Sum(1 / k**x, (k, 1, oo)),
    (zeta(x), DLMF),
    box={x: (2, 4)},
    shows=lambda: mp.zeta(0.5) < 0 < mp.fsum(1 / mp.sqrt(i) for i in range(1, 10)),
)
false(
    "the Airy function oscillates left of 0",
    Integer(0),
    ("<=", airyai(x), Bound("positive")),
    box={x: (0, 2)},
    at={x: -3},
)
false(
    "the recurrence of I has a difference",
    besseli(n - 1, a) + besseli(n + 1, a),
    (2 * n / a * besseli(n, a), DLMF),
    at={n: 2, a: 1},
)
false(
    "the recurrence of K has the other sign",
    besselk(n + 1, a) - besselk(n - 1, a),
    (-2 * n / a * besselk(n, a), DLMF),
    at={n: 2, a: 1},
)
false(
    "an incomplete gamma function loses a term that is tiny on the box",
    uppergamma(a, b) + exp(-(10**3) / b),
    (uppergamma(a, b), DLMF),
    box={b: (HALF, 1)},
    at={a: 1, b: 10**3},
)
false(
    "Legendre polynomials of odd degree are odd",
    legendre(n, -x),
    (legendre(n, x), DLMF),
    box={n: (4, 4)},
    at={n: 3, x: HALF},
)
false(
    "an asymptotic equality at the far box",
    erfc(a) * exp(a**2),
    (1 / (a * sqrt(pi)), DLMF),
    box={a: (50, 60)},
    at={a: 1},
)
false("J has its first zero beyond the box", Integer(0), ("<=", besselj(0, a), Bound("positive")), at={a: 3})
false(
    "K of half-integer order, the term 1/a squared forgotten far out",
    besselk(Rational(5, 2), a),
    (sqrt(pi / (2 * a)) * exp(-a) * (1 + 3 / a), DLMF),
    box={a: (10**15, 10**15)},
    at={a: 2},
)
false("digamma's recurrence at the wrong place", polygamma(0, a + 1), (polygamma(0, a) + 1 / (a + 1), DLMF), at={a: 1})
false(
    "the duplication formula with a power lost",
    gamma(a) * gamma(a + HALF),
    (2 ** (-a) * sqrt(pi) * gamma(2 * a), DLMF),
    box={a: (1, 1)},
    at={a: 2},
)
false(
    "a gamma function of a negative number is not positive",
    Integer(0),
    ("<=", gamma(x), Bound("positive")),
    box={x: (HALF, 2)},
    at={x: -HALF},
)
false(
    "exponential integrals: the index moves the factor",
    (n + 1) * expint(n + 1, a),
    (exp(-a) - a * expint(n, a), DLMF),
    at={n: 2, a: 1},
)
false(
    "the error function of an absolute value",
    erf(Abs(x)),
    (erf(x), Algebra("positive")),
    box={x: (HALF, 2)},
    at={x: -1},
)
false("an even zeta value for an odd argument", zeta(2 * n) * 945, (pi ** (2 * n), DLMF), box={n: (3, 3)}, at={n: 1})
false(
    "erfc by reflection with the wrong constant, tiny for large a",
    erfc(-a),
    (2 - 2 * erfc(a), DLMF),
    box={a: (20, 25)},
    at={a: 1},
)

true("gamma's recurrence", gamma(a + 1), (a * gamma(a), DLMF), at=({a: HALF}, {a: 5}), weakest="enclosed")
true(
    "K is even in its order",
    besselk(-a, b),
    (besselk(a, b), DLMF),
    at=({a: HALF, b: 1}, {a: 2, b: 3}),
    weakest="enclosed",
)
true(
    "K of order 1/2", besselk(HALF, a), (sqrt(pi / (2 * a)) * exp(-a), DLMF), at=({a: HALF}, {a: 5}), weakest="enclosed"
)
true(
    "the two incomplete gamma functions",
    uppergamma(a, b) + lowergamma(a, b),
    (gamma(a), DLMF),
    at=({a: HALF, b: 1}, {a: 5, b: 3}),
    weakest="enclosed",
)
true(
    "the duplication formula",
    gamma(a) * gamma(a + HALF),
    (2 ** (1 - 2 * a) * sqrt(pi) * gamma(2 * a), DLMF),
    at=({a: HALF}, {a: 5}),
    weakest="enclosed",
)
true("the error functions", erfc(x), (1 - erf(x), Definition("of erfc")), at=({x: -1}, {x: 2}), weakest="enclosed")
