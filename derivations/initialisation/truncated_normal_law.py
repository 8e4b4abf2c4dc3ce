"""Moments of the truncated normal law (the second half of B11)."""

from sympy import Abs, Expr, Function, Integral, S, Symbol, erf, exp, pi, sqrt

from symspline.model.law import TruncatedNormal
from symspline.proof.moves import Antiderivative, By, Fold
from symspline.proof.section import Section
from symspline.proof.theorem import Theorem
from symspline.special import scaled_lower_gamma

from .vocabulary import kappa, r, sigma_w, w

B11 = Section(__name__, "B11")

LAW = TruncatedNormal(sigma_w, kappa)
BELL = exp(-(r**2) / (2 * sigma_w**2))
STEP = sqrt(pi / 2) * sigma_w * erf(r / (sqrt(2) * sigma_w))
END = sqrt(2 / pi) * exp(-(kappa**2) / 2) / LAW.mass


def moment(
    name: str, title: str, statement: str, order: int, primitive: Expr, value: Expr, compute: Expr | None = None
) -> Theorem:
    """An absolute moment, from an antiderivative of `r^order BELL`."""
    return B11.theorem(
        name,
        title,
        statement,
        Function("E", real=True)(Abs(w) ** order),
        Integral(Abs(w) ** order * LAW.density(w), (w, LAW.lower, LAW.upper)),
        (2 * Integral(r**order * BELL, (r, 0, LAW.upper)) / (sigma_w * sqrt(2 * pi) * LAW.mass), Fold(w, r)),
        (value, Antiderivative(r, primitive)),
        compute=compute,
    )


SIZE = moment(
    "size",
    "Mean size of a truncated normal weight",
    r"The mean of $|w|$, which governs the total variation of the slope.",
    1,
    -(sigma_w**2) * BELL,
    sigma_w * sqrt(2 / pi) * (1 - exp(-(kappa**2) / 2)) / LAW.mass,
    sigma_w * kappa**2 * scaled_lower_gamma(1, kappa**2 / 2) / (sqrt(2 * pi) * LAW.mass),
)

VARIANCE = moment(
    "variance",
    "Variance of a truncated normal weight",
    r"""Truncation makes the weights smaller than their parent: at $\kappa = 2$ the variance is $0.7737\,\sigma_w^2$
    and the standard deviation $0.8796\,\sigma_w$, the constant by which frameworks divide.""",
    2,
    sigma_w**2 * (STEP - r * BELL),
    sigma_w**2 * (1 - kappa * END),
)

FOURTH = moment(
    "fourth-moment",
    "Fourth moment of a truncated normal weight",
    r"At $\kappa = 2$ the kurtosis $\mathbb{E}[w^4]/\mathbb{E}[w^2]^2$ is 2.3655 against 3 for the normal law.",
    4,
    sigma_w**2 * (3 * sigma_w**2 * STEP - (r**3 + 3 * sigma_w**2 * r) * BELL),
    sigma_w**4 * (3 - (kappa**3 + 3 * kappa) * END),
)

AT_TWO = {sigma_w: S.One, kappa: S(2)}
SIZE_2, VARIANCE_2, FOURTH_2 = (theorem.start.subs(AT_TWO) for theorem in (SIZE, VARIANCE, FOURTH))
DEVIATION_AT_TWO = B11.theorem(
    "deviation-2",
    "Standard deviation of the normal law cut at 2",
    r"""$0.87962566103423975\ldots$: JAX and Keras divide the scale by this number, so that the weights have the
    variance asked for.""",
    Symbol("s_2", real=True),
    sqrt(VARIANCE_2),
    By(VARIANCE, AT_TWO),
)

KURTOSIS_AT_TWO = B11.theorem(
    "kurtosis-2",
    "Kurtosis of the normal law cut at 2",
    r"$2.3655367171296495\ldots$",
    Symbol("k_2", real=True),
    FOURTH_2 / VARIANCE_2**2,
    By(FOURTH, AT_TWO),
    By(VARIANCE, AT_TWO),
)

RATIO_AT_TWO = B11.theorem(
    "ratio-2",
    "Mean size over standard deviation of the normal law cut at 2",
    r"$0.82170153084824104\ldots$",
    Symbol("a_2", real=True),
    SIZE_2 / sqrt(VARIANCE_2),
    By(SIZE, AT_TWO),
    By(VARIANCE, AT_TWO),
)
