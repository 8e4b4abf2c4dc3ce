r"""Integrals that several sections need (B0).

Every density of this chapter is an integral over the size of an input weight, and only a few integrals occur. They
are collected here once, each with its proof, so that the sections can cite them.

Powers times $e^{-A t^q}$ give gamma functions, complete when the weight is unbounded and incomplete when it is
bounded. A factor $e^{-B t^{-q}}$, which the density of $\mu/w$ brings in, turns the gamma function into a modified
Bessel function; for $q = 2$ and an even power the Bessel function is elementary, and the antiderivative is a pair
of error functions. The measure $dt/t$ of a product density leads to the exponential integral $\mathrm{E}_1$ when
one factor is bounded.

The closed forms that textbooks print are not always the ones to compute with. $1 - e^{-x}$ and $1 - (1 + x)e^{-x}$
lose all their digits for small $x$, and $e^{x^2}\operatorname{erfc}(x)$ overflows before it becomes small. Each
lemma therefore carries a second form for floating-point numbers where it needs one, and that form is checked like
any other line.
"""

from sympy import Expr, Function, Integral, S, besselk, erf, erfc, exp, gamma, oo, pi, sqrt

from symspline.proof.moves import Antiderivative, By, Known, Substitute
from symspline.proof.section import Section
from symspline.proof.theorem import Theorem
from symspline.special import erfcx, exp_integral, lower_gamma, scaled_lower_gamma

from ..references import stated_in
from .vocabulary import A, B, k, m, p, q, t, u

B0 = Section(__name__, "B0", "Integrals")

RATE, OTHER_RATE = A, B
"""The letters of the lemmas, for sections in which A and B stand for what is put in."""


def _name(symbol: str, *args: Expr) -> Expr:
    return Function(symbol, real=True)(*args)


GAMMA = B0.theorem(
    "gamma",
    "Moments of a generalised exponential",
    "For $p > 0$ and $q > 0$, by the substitution that makes the exponent linear.",
    _name("G", A, p, q),
    Integral(t ** (p - 1) * exp(-A * t**q), (t, 0, oo)),
    (
        Integral(u ** (p / q - 1) * exp(-u), (u, 0, oo)) / (q * A ** (p / q)),
        Substitute(t, u, (u / A) ** (1 / q), A * t**q),
    ),
    (gamma(p / q) / (q * A ** (p / q)), Known("Euler's integral", "DLMF 5.2.1")),
    source=stated_in(dlmf="5.9.1"),
)

GAUSS_FIRST = B0.theorem(
    "gauss-1",
    "First absolute moment of a Gauss function",
    "The half-line integral behind every density of a breakpoint with normal weights.",
    _name("G_1", A),
    Integral(t * exp(-A * t**2), (t, 0, oo)),
    Antiderivative(t, -exp(-A * t**2) / (2 * A)),
)

GAUSS_THIRD = B0.theorem(
    "gauss-3",
    "Third absolute moment of a Gauss function",
    r"The half-line integral behind every $\zeta$ with normal weights.",
    _name("G_3", A),
    Integral(t**3 * exp(-A * t**2), (t, 0, oo)),
    Antiderivative(t, -(1 + A * t**2) * exp(-A * t**2) / (2 * A**2)),
)

LOWER_GAMMA = B0.theorem(
    "lower-gamma",
    "Moments of a truncated generalised exponential",
    r"""As the moments over the half-line, with the lower incomplete gamma function $\gamma(s, x) = \int_0^x u^{s-1}
    e^{-u}\,du$ in place of $\Gamma(s)$.""",
    _name("g", A, p, q, m),
    Integral(t ** (p - 1) * exp(-A * t**q), (t, 0, m)),
    (
        Integral(u ** (p / q - 1) * exp(-u), (u, 0, A * m**q)) / (q * A ** (p / q)),
        Substitute(t, u, (u / A) ** (1 / q), A * t**q),
    ),
    (
        lower_gamma(p / q, A * m**q) / (q * A ** (p / q)),
        Known("definition of the lower incomplete gamma function", "DLMF 8.2.1"),
    ),
    compute=m**p * scaled_lower_gamma(p / q, A * m**q) / q,
    source=stated_in(dlmf="8.2.1"),
)

CUT_GAUSS_FIRST = B0.theorem(
    "cut-gauss-1",
    "First absolute moment of a truncated Gauss function",
    r"The breakpoint of truncated or mixed laws needs it; written with $\gamma(1, \cdot)$ it does not cancel.",
    _name("g_1", A, m),
    Integral(t * exp(-A * t**2), (t, 0, m)),
    ((1 - exp(-A * m**2)) / (2 * A), Antiderivative(t, -exp(-A * t**2) / (2 * A))),
    compute=m**2 * scaled_lower_gamma(1, A * m**2) / 2,
)

CUT_GAUSS_THIRD = B0.theorem(
    "cut-gauss-3",
    "Third absolute moment of a truncated Gauss function",
    r"The same for $\zeta$, with $\gamma(2, \cdot)$.",
    _name("g_3", A, m),
    Integral(t**3 * exp(-A * t**2), (t, 0, m)),
    (
        (1 - (1 + A * m**2) * exp(-A * m**2)) / (2 * A**2),
        Antiderivative(t, -(1 + A * t**2) * exp(-A * t**2) / (2 * A**2)),
    ),
    compute=m**4 * scaled_lower_gamma(2, A * m**2) / 2,
)

BESSEL = B0.theorem(
    "bessel",
    "The Bessel integral",
    "For $A, B > 0$ and any real order $k$. The integrand falls off at both ends, so that $k$ may have either sign.",
    _name("K", A, B, k),
    Integral(t ** (k - 1) * exp(-A * t - B / t), (t, 0, oo)),
    (A**-k * Integral(u ** (k - 1) * exp(-u - A * B / u), (u, 0, oo)), Substitute(t, u, u / A, A * t)),
    (
        A**-k * 2 * (A * B) ** (k / 2) * besselk(k, 2 * sqrt(A * B)),
        Known(r"an integral of $K_k(z)$ with $z = 2\sqrt{AB}$, which is even in its order", "DLMF 10.32.10"),
    ),
    (2 * (B / A) ** (k / 2) * besselk(k, 2 * sqrt(A * B)), "collect the powers of $A$ and $B$"),
    source=stated_in(dlmf="10.32.10"),
)

BESSEL_POWER = B0.theorem(
    "bessel-power",
    "The Bessel integral with a power in the exponent",
    "For $A, B, q > 0$ and any real $k$; $q = 2$ belongs to normal laws, $q = 1$ to Laplace laws.",
    _name("K", A, B, k, q),
    Integral(t ** (k - 1) * exp(-A * t**q - B * t**-q), (t, 0, oo)),
    (Integral(u ** (k / q - 1) * exp(-A * u - B / u), (u, 0, oo)) / q, Substitute(t, u, u ** (1 / q), t**q)),
    By(BESSEL, {k: k / q}),
)


def reciprocal_gauss_primitive(variable: Expr, rate: Expr = A, pole: Expr = B) -> Expr:
    """An antiderivative of ``exp(-rate t^2 - pole/t^2)``, valid for t > 0."""
    root, size = sqrt(rate) * variable, sqrt(pole) / variable
    grown, fallen = exp(2 * sqrt(rate * pole)), exp(-2 * sqrt(rate * pole))
    return sqrt(pi) * (grown * erf(root + size) + fallen * erf(root - size)) / (4 * sqrt(rate))


RECIPROCAL_GAUSS = B0.theorem(
    "reciprocal-gauss",
    "A Gauss function of a variable and of its reciprocal",
    "The joint density of normal weights is this integral.",
    _name("J", A, B),
    Integral(exp(-A * t**2 - B / t**2), (t, 0, oo)),
    (sqrt(pi) * exp(-2 * sqrt(A * B)) / (2 * sqrt(A)), Antiderivative(t, reciprocal_gauss_primitive(t))),
)

CUT_RECIPROCAL_GAUSS = B0.theorem(
    "cut-reciprocal-gauss",
    "The same up to a bound",
    "For uniform or truncated weights with normal output weights.",
    _name("J", A, B, m),
    Integral(exp(-A * t**2 - B / t**2), (t, 0, m)),
    (
        sqrt(pi)
        * (
            exp(-2 * sqrt(A * B)) * erfc(sqrt(B) / m - sqrt(A) * m)
            - exp(2 * sqrt(A * B)) * erfc(sqrt(B) / m + sqrt(A) * m)
        )
        / (4 * sqrt(A)),
        Antiderivative(t, reciprocal_gauss_primitive(t)),
    ),
    compute=sqrt(pi)
    * exp(-A * m**2 - B / m**2)
    * (erfcx(sqrt(B) / m - sqrt(A) * m) - erfcx(sqrt(B) / m + sqrt(A) * m))
    / (4 * sqrt(A)),
)

E1 = B0.theorem(
    "e1",
    "The exponential integral from below",
    "The delta-slope of a bounded and a normal weight has this integral for its density.",
    _name("E", B, m),
    Integral(exp(-B / t**2) / t, (t, 0, m)),
    (Integral(exp(-u) / u, (u, B / m**2, oo)) / 2, Substitute(t, u, sqrt(B / u), B / t**2)),
    (exp_integral(B / m**2) / 2, Known(r"definition of $\mathrm{E}_1$", "DLMF 6.2.1")),
)

E1_TAIL = B0.theorem(
    "e1-tail",
    "The exponential integral from above",
    "The same with the roles of the two weights exchanged.",
    _name("F", A, m),
    Integral(exp(-A * t**2) / t, (t, m, oo)),
    (Integral(exp(-u) / u, (u, A * m**2, oo)) / 2, Substitute(t, u, sqrt(u / A), A * t**2)),
    (exp_integral(A * m**2) / 2, Known(r"definition of $\mathrm{E}_1$", "DLMF 6.2.1")),
)

_BELL = exp(-A * t**2 - B * t)


def gauss_laplace_primitive(order: int) -> Expr:
    """An antiderivative of ``t^order exp(-A t^2 - B t)``, by integrating by parts `order` times."""
    value: Expr = sqrt(pi) / (2 * sqrt(A)) * exp(B**2 / (4 * A)) * erf(sqrt(A) * t + B / (2 * sqrt(A)))
    before: Expr = S.Zero
    for j in range(order):
        before, value = value, -(t**j) * _BELL / (2 * A) + (j * before - B * value) / (2 * A)
    return value


_I0 = sqrt(pi) / (2 * sqrt(A)) * exp(B**2 / (4 * A)) * erfc(B / (2 * sqrt(A)))
_I1 = (1 - B * _I0) / (2 * A)
_I2 = (_I0 - B * _I1) / (2 * A)
_I3 = (2 * _I1 - B * _I2) / (2 * A)
_J0 = sqrt(pi) / (2 * sqrt(A)) * erfcx(B / (2 * sqrt(A)))


def _erfc_moment(order: int, word: str, value: Expr, compute: Expr | None = None) -> Theorem:
    return B0.theorem(
        f"erfc-{order}",
        f"{word} moment of a Gauss function times an exponential",
        r"""A normal weight with a Laplace bias leads here; the product of the growing exponential and
        $\operatorname{erfc}$ is evaluated as one function, $\operatorname{erfcx}(x) =
        e^{x^2}\operatorname{erfc}(x)$.""",
        _name(f"I_{order}", A, B),
        Integral(t**order * _BELL, (t, 0, oo)),
        (value, Antiderivative(t, gauss_laplace_primitive(order))),
        compute=compute,
    )


ERFC_ZEROTH = _erfc_moment(0, "Zeroth", _I0, _J0)
ERFC_FIRST = _erfc_moment(1, "First", _I1, (1 - B * _J0) / (2 * A))
ERFC_SECOND = _erfc_moment(2, "Second", _I2)
ERFC_THIRD = _erfc_moment(3, "Third", _I3)
