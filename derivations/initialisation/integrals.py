"""Integrals that several sections need (B0)."""

from sympy import Expr, Function, Integral, Rational, besselk, erf, erfc, exp, gamma, oo, pi, sqrt

from symspline.proof.moves import Algebra, Antiderivative, By, Known, Substitute
from symspline.proof.theorem import Argument, Section, Source, Step, Theorem
from symspline.special import erfcx, exp_integral, lower_gamma, scaled_lower_gamma

from .arguments import arguments
from .vocabulary import A, B, k, m, p, q, t, u

_DLMF = "NIST Digital Library of Mathematical Functions"


def _name(symbol: str, *args: Expr) -> Expr:
    return Function(symbol, real=True)(*args)


GAMMA = Theorem(
    id="B0.gamma",
    title="Moments of a generalised exponential",
    chapter="initialisation",
    statement=r"For $p > 0$ and $q > 0$, by the substitution that makes the exponent linear.",
    arguments=arguments(A, p, q),
    subject=_name("G", A, p, q),
    start=Integral(t ** (p - 1) * exp(-A * t**q), (t, 0, oo)),
    steps=(
        Step(
            "=",
            Integral(u ** (p / q - 1) * exp(-u), (u, 0, oo)) / (q * A ** (p / q)),
            Substitute(t, u, (u / A) ** (1 / q), A * t**q),
        ),
        Step("=", gamma(p / q) / (q * A ** (p / q)), Known("Euler's integral", "DLMF 5.2.1")),
    ),
    source=Source(_DLMF, "5.9.1"),
)

GAUSS_FIRST = Theorem(
    id="B0.gauss-1",
    title="First absolute moment of a Gauss function",
    chapter="initialisation",
    statement=r"The half-line integral behind every density of a breakpoint with normal weights.",
    arguments=arguments(A),
    subject=_name("G_1", A),
    start=Integral(t * exp(-A * t**2), (t, 0, oo)),
    steps=(Step("=", 1 / (2 * A), Antiderivative(t, -exp(-A * t**2) / (2 * A))),),
)

GAUSS_THIRD = Theorem(
    id="B0.gauss-3",
    title="Third absolute moment of a Gauss function",
    chapter="initialisation",
    statement=r"The half-line integral behind every $\zeta$ with normal weights.",
    arguments=arguments(A),
    subject=_name("G_3", A),
    start=Integral(t**3 * exp(-A * t**2), (t, 0, oo)),
    steps=(Step("=", 1 / (2 * A**2), Antiderivative(t, -(1 + A * t**2) * exp(-A * t**2) / (2 * A**2))),),
)

LOWER_GAMMA = Theorem(
    id="B0.lower-gamma",
    title="Moments of a truncated generalised exponential",
    chapter="initialisation",
    statement=r"As the moments over the half-line, with the lower incomplete gamma function "
    r"$\gamma(s, x) = \int_0^x u^{s-1} e^{-u}\,du$ in place of $\Gamma(s)$.",
    arguments=arguments(A, p, q, m),
    subject=_name("g", A, p, q, m),
    start=Integral(t ** (p - 1) * exp(-A * t**q), (t, 0, m)),
    steps=(
        Step(
            "=",
            Integral(u ** (p / q - 1) * exp(-u), (u, 0, A * m**q)) / (q * A ** (p / q)),
            Substitute(t, u, (u / A) ** (1 / q), A * t**q),
        ),
        Step(
            "=",
            lower_gamma(p / q, A * m**q) / (q * A ** (p / q)),
            Known("definition of the lower incomplete gamma function", "DLMF 8.2.1"),
        ),
    ),
    compute=m**p * scaled_lower_gamma(p / q, A * m**q) / q,
    source=Source(_DLMF, "8.2.1"),
)

CUT_GAUSS_FIRST = Theorem(
    id="B0.cut-gauss-1",
    title="First absolute moment of a truncated Gauss function",
    chapter="initialisation",
    statement=r"The breakpoint of truncated or mixed laws needs it; written with $\gamma(1, \cdot)$ it does "
    r"not cancel.",
    arguments=arguments(A, m),
    subject=_name("g_1", A, m),
    start=Integral(t * exp(-A * t**2), (t, 0, m)),
    steps=(Step("=", (1 - exp(-A * m**2)) / (2 * A), Antiderivative(t, -exp(-A * t**2) / (2 * A))),),
    compute=m**2 * scaled_lower_gamma(1, A * m**2) / 2,
)

CUT_GAUSS_THIRD = Theorem(
    id="B0.cut-gauss-3",
    title="Third absolute moment of a truncated Gauss function",
    chapter="initialisation",
    statement=r"The same for $\zeta$, with $\gamma(2, \cdot)$.",
    arguments=arguments(A, m),
    subject=_name("g_3", A, m),
    start=Integral(t**3 * exp(-A * t**2), (t, 0, m)),
    steps=(
        Step(
            "=",
            (1 - (1 + A * m**2) * exp(-A * m**2)) / (2 * A**2),
            Antiderivative(t, -(1 + A * t**2) * exp(-A * t**2) / (2 * A**2)),
        ),
    ),
    compute=m**4 * scaled_lower_gamma(2, A * m**2) / 2,
)

BESSEL = Theorem(
    id="B0.bessel",
    title="The Bessel integral",
    chapter="initialisation",
    statement="For $A, B > 0$ and any real order $k$. The integrand falls off at both ends, so that $k$ may have "
    "either sign.",
    arguments=arguments(A, B, k),
    subject=_name("K", A, B, k),
    start=Integral(t ** (k - 1) * exp(-A * t - B / t), (t, 0, oo)),
    steps=(
        Step("=", A**-k * Integral(u ** (k - 1) * exp(-u - A * B / u), (u, 0, oo)), Substitute(t, u, u / A, A * t)),
        Step(
            "=",
            A**-k * 2 * (A * B) ** (k / 2) * besselk(k, 2 * sqrt(A * B)),
            Known(r"an integral of $K_k(z)$ with $z = 2\sqrt{AB}$, which is even in its order", "DLMF 10.32.10"),
        ),
        Step("=", 2 * (B / A) ** (k / 2) * besselk(k, 2 * sqrt(A * B)), Algebra("collect the powers of $A$ and $B$")),
    ),
    source=Source(_DLMF, "10.32.10"),
)

BESSEL_POWER = Theorem(
    id="B0.bessel-power",
    title="The Bessel integral with a power in the exponent",
    chapter="initialisation",
    statement=r"For $A, B, q > 0$ and any real $k$; $q = 2$ belongs to normal laws, $q = 1$ to Laplace laws.",
    arguments=arguments(A, B, k, q),
    subject=_name("K", A, B, k, q),
    start=Integral(t ** (k - 1) * exp(-A * t**q - B * t**-q), (t, 0, oo)),
    steps=(
        Step(
            "=", Integral(u ** (k / q - 1) * exp(-A * u - B / u), (u, 0, oo)) / q, Substitute(t, u, u ** (1 / q), t**q)
        ),
        Step("=", 2 * (B / A) ** (k / (2 * q)) * besselk(k / q, 2 * sqrt(A * B)) / q, By(BESSEL, {k: k / q})),
    ),
)


def reciprocal_gauss_primitive(variable: Expr, rate: Expr = A, pole: Expr = B) -> Expr:
    """An antiderivative of ``exp(-rate t^2 - pole/t^2)``, valid for t > 0."""
    root, size = sqrt(rate) * variable, sqrt(pole) / variable
    grown, fallen = exp(2 * sqrt(rate * pole)), exp(-2 * sqrt(rate * pole))
    return sqrt(pi) * (grown * erf(root + size) + fallen * erf(root - size)) / (4 * sqrt(rate))


RECIPROCAL_GAUSS = Theorem(
    id="B0.reciprocal-gauss",
    title="A Gauss function of a variable and of its reciprocal",
    chapter="initialisation",
    statement=r"The joint density of normal weights is this integral.",
    arguments=arguments(A, B),
    subject=_name("J", A, B),
    start=Integral(exp(-A * t**2 - B / t**2), (t, 0, oo)),
    steps=(
        Step("=", sqrt(pi) * exp(-2 * sqrt(A * B)) / (2 * sqrt(A)), Antiderivative(t, reciprocal_gauss_primitive(t))),
    ),
)

CUT_RECIPROCAL_GAUSS = Theorem(
    id="B0.cut-reciprocal-gauss",
    title="The same up to a bound",
    chapter="initialisation",
    statement=r"For uniform or truncated weights with normal output weights.",
    arguments=(*arguments(A, B), Argument(m, Rational(1, 2), 2, "bound")),
    subject=_name("J", A, B, m),
    start=Integral(exp(-A * t**2 - B / t**2), (t, 0, m)),
    steps=(
        Step(
            "=",
            sqrt(pi)
            * (
                exp(-2 * sqrt(A * B)) * erfc(sqrt(B) / m - sqrt(A) * m)
                - exp(2 * sqrt(A * B)) * erfc(sqrt(B) / m + sqrt(A) * m)
            )
            / (4 * sqrt(A)),
            Antiderivative(t, reciprocal_gauss_primitive(t)),
        ),
    ),
    compute=sqrt(pi)
    * exp(-A * m**2 - B / m**2)
    * (erfcx(sqrt(B) / m - sqrt(A) * m) - erfcx(sqrt(B) / m + sqrt(A) * m))
    / (4 * sqrt(A)),
)

E1 = Theorem(
    id="B0.e1",
    title="The exponential integral from below",
    chapter="initialisation",
    statement=r"The delta-slope of a bounded and a normal weight has this integral for its density.",
    arguments=arguments(B, m),
    subject=_name("E", B, m),
    start=Integral(exp(-B / t**2) / t, (t, 0, m)),
    steps=(
        Step("=", Integral(exp(-u) / u, (u, B / m**2, oo)) / 2, Substitute(t, u, sqrt(B / u), B / t**2)),
        Step("=", exp_integral(B / m**2) / 2, Known(r"definition of $\mathrm{E}_1$", "DLMF 6.2.1")),
    ),
)

E1_TAIL = Theorem(
    id="B0.e1-tail",
    title="The exponential integral from above",
    chapter="initialisation",
    statement=r"The same with the roles of the two weights exchanged.",
    arguments=arguments(A, m),
    subject=_name("F", A, m),
    start=Integral(exp(-A * t**2) / t, (t, m, oo)),
    steps=(
        Step("=", Integral(exp(-u) / u, (u, A * m**2, oo)) / 2, Substitute(t, u, sqrt(u / A), A * t**2)),
        Step("=", exp_integral(A * m**2) / 2, Known(r"definition of $\mathrm{E}_1$", "DLMF 6.2.1")),
    ),
)

_BELL = exp(-A * t**2 - B * t)


def gauss_laplace_primitive(order: int) -> Expr:
    """An antiderivative of ``t^order exp(-A t^2 - B t)``, by integrating by parts `order` times."""
    lower: Expr = -_BELL / (2 * A)
    value: Expr = sqrt(pi) / (2 * sqrt(A)) * exp(B**2 / (4 * A)) * erf(sqrt(A) * t + B / (2 * sqrt(A)))
    before: Expr = erf(0)
    for j in range(order):
        lower = -(t**j) * _BELL / (2 * A)
        before, value = value, lower + (j * before - B * value) / (2 * A)
    return value


_I0 = sqrt(pi) / (2 * sqrt(A)) * exp(B**2 / (4 * A)) * erfc(B / (2 * sqrt(A)))
_I1 = (1 - B * _I0) / (2 * A)
_I2 = (_I0 - B * _I1) / (2 * A)
_I3 = (2 * _I1 - B * _I2) / (2 * A)
_J0 = sqrt(pi) / (2 * sqrt(A)) * erfcx(B / (2 * sqrt(A)))


def _erfc_moment(order: int, word: str, value: Expr, compute: Expr | None = None) -> Theorem:
    return Theorem(
        id=f"B0.erfc-{order}",
        title=f"{word} moment of a Gauss function times an exponential",
        chapter="initialisation",
        statement=r"A normal weight with a Laplace bias leads here; the product of the growing exponential and "
        r"$\operatorname{erfc}$ is evaluated as one function, $\operatorname{erfcx}(x) = "
        r"e^{x^2}\operatorname{erfc}(x)$.",
        arguments=arguments(A, B),
        subject=_name(f"I_{order}", A, B),
        start=Integral(t**order * _BELL, (t, 0, oo)),
        steps=(Step("=", value, Antiderivative(t, gauss_laplace_primitive(order))),),
        compute=compute,
    )


ERFC_ZEROTH = _erfc_moment(0, "Zeroth", _I0, _J0)
ERFC_FIRST = _erfc_moment(1, "First", _I1, (1 - B * _J0) / (2 * A))
ERFC_SECOND = _erfc_moment(2, "Second", _I2)
ERFC_THIRD = _erfc_moment(3, "Third", _I3)

TEXT = r"""
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

SECTION = Section(
    "B0",
    "Integrals",
    TEXT,
    (
        GAMMA,
        GAUSS_FIRST,
        GAUSS_THIRD,
        LOWER_GAMMA,
        CUT_GAUSS_FIRST,
        CUT_GAUSS_THIRD,
        BESSEL,
        BESSEL_POWER,
        RECIPROCAL_GAUSS,
        CUT_RECIPROCAL_GAUSS,
        E1,
        E1_TAIL,
        ERFC_ZEROTH,
        ERFC_FIRST,
        ERFC_SECOND,
        ERFC_THIRD,
    ),
)
