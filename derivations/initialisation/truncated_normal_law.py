"""Moments of the truncated normal law (the second half of B11)."""

from sympy import (
    Abs,
    Expr,
    Function,
    Integral,
    S,
    Symbol,
    erf,
    exp,
    pi,
    sqrt,
)

from symspline.model.law import TruncatedNormal
from symspline.proof.moves import Antiderivative, By, Fold
from symspline.proof.theorem import Step, Theorem
from symspline.special import scaled_lower_gamma

from .arguments import arguments
from .vocabulary import kappa, r, sigma_w, w


def mass(cut: Expr) -> Expr:
    """The probability that a normal law gives to the interval that is kept."""
    return erf(cut / sqrt(2))


LAW = TruncatedNormal(sigma_w, kappa)
Z = mass(kappa)


def _moment(
    id: str, title: str, statement: str, order: int, primitive_of_r: Expr, value: Expr, compute: Expr | None = None
) -> Theorem:
    low, high = LAW.lower, LAW.upper
    return Theorem(
        id=id,
        title=title,
        chapter="initialisation",
        statement=statement,
        arguments=arguments(sigma_w, kappa),
        subject=Function("E", real=True)(Abs(w) ** order),
        start=Integral(Abs(w) ** order * LAW.density(w), (w, low, high)),
        steps=(
            Step(
                "=",
                2 * Integral(r**order * exp(-(r**2) / (2 * sigma_w**2)), (r, 0, high)) / (sigma_w * sqrt(2 * pi) * Z),
                Fold(w, r),
            ),
            Step("=", value, Antiderivative(r, primitive_of_r)),
        ),
        compute=compute,
    )


_BELL, _STEP = exp(-(r**2) / (2 * sigma_w**2)), sqrt(pi / 2) * sigma_w * erf(r / (sqrt(2) * sigma_w))
_END = sqrt(2 / pi) * exp(-(kappa**2) / 2) / Z

SIZE = _moment(
    "B11.size",
    "Mean size of a truncated normal weight",
    r"The mean of $|w|$, which governs the total variation of the slope.",
    1,
    -(sigma_w**2) * _BELL,
    sigma_w * sqrt(2 / pi) * (1 - exp(-(kappa**2) / 2)) / Z,
    sigma_w * kappa**2 * scaled_lower_gamma(1, kappa**2 / 2) / (sqrt(2 * pi) * Z),
)
VARIANCE = _moment(
    "B11.variance",
    "Variance of a truncated normal weight",
    r"Truncation makes the weights smaller than their parent: at $\kappa = 2$ the variance is $0.7737\,\sigma_w^2$ "
    r"and the "
    r"standard deviation $0.8796\,\sigma_w$, the constant by which frameworks divide.",
    2,
    sigma_w**2 * (_STEP - r * _BELL),
    sigma_w**2 * (1 - kappa * _END),
)
FOURTH = _moment(
    "B11.fourth-moment",
    "Fourth moment of a truncated normal weight",
    r"At $\kappa = 2$ the kurtosis $\mathbb{E}[w^4]/\mathbb{E}[w^2]^2$ is 2.3655 against 3 for the normal law.",
    4,
    sigma_w**2 * (3 * sigma_w**2 * _STEP - (r**3 + 3 * sigma_w**2 * r) * _BELL),
    sigma_w**4 * (3 - (kappa**3 + 3 * kappa) * _END),
)

AT_TWO = {sigma_w: S.One, kappa: S(2)}


def _constant(id: str, title: str, statement: str, name: str, start: Expr, used: tuple[Theorem, ...]) -> Theorem:
    lines, steps = start, []
    for theorem in used:
        lines = lines.xreplace({theorem.start.subs(AT_TWO): theorem.conclusion.subs(AT_TWO)})
        steps.append(Step("=", lines, By(theorem, AT_TWO)))
    return Theorem(id, title, "initialisation", (), Symbol(name, real=True), start, tuple(steps), statement=statement)


_SQUARE, _FOURTH, _SIZE = (theorem.start.subs(AT_TWO) for theorem in (VARIANCE, FOURTH, SIZE))
DEVIATION_AT_TWO = _constant(
    "B11.deviation-2",
    "Standard deviation of the normal law cut at 2",
    r"$0.87962566103423975\ldots$: JAX and Keras divide the scale by this number, so that the weights have the "
    r"variance asked for.",
    "s_2",
    sqrt(_SQUARE),
    (VARIANCE,),
)
KURTOSIS_AT_TWO = _constant(
    "B11.kurtosis-2",
    "Kurtosis of the normal law cut at 2",
    r"$2.3655367171296495\ldots$",
    "k_2",
    _FOURTH / _SQUARE**2,
    (FOURTH, VARIANCE),
)
RATIO_AT_TWO = _constant(
    "B11.ratio-2",
    "Mean size over standard deviation of the normal law cut at 2",
    r"$0.82170153084824104\ldots$",
    "a_2",
    _SIZE / sqrt(_SQUARE),
    (SIZE, VARIANCE),
)
