"""A normal law beside a Laplace law for weights and biases (B10)."""

from sympy import (
    Abs,
    Integral,
    Rational,
    Symbol,
    erf,
    exp,
    oo,
    pi,
    sqrt,
)

from symspline.model.law import Laplace, Normal
from symspline.proof.moves import Antiderivative, By, Fold
from symspline.proof.theorem import Argument, Step, Theorem
from symspline.special import gauss_laplace_integral

from .arguments import arguments
from .mixed_families import ADJECTIVE, QUANTITY, start_of
from .vocabulary import r, sigma_b, sigma_w, tau_b, tau_w, w

A = Symbol("A", positive=True)
B = Symbol("B", positive=True)
_E = exp(-A * r**2 - B * r)
_ERF = sqrt(pi / A) / 2 * exp(B**2 / (4 * A)) * erf(sqrt(A) * r + B / (2 * sqrt(A)))
_J1 = -_E / (2 * A) - B * _ERF / (2 * A)
_J2 = -r * _E / (2 * A) + _ERF / (2 * A) - B * _J1 / (2 * A)
_J3 = -(r**2) * _E / (2 * A) + _J1 / A - B * _J2 / (2 * A)
_BOX = (Argument(A, Rational(1, 5), 3, "rate of the square"), Argument(B, Rational(1, 5), 3, "rate of the linear term"))

MOMENTS = {
    n: Theorem(
        id=f"B10.moment-{n}",
        title=f"Moment of order {n} of the exponential of a quadratic",
        chapter="initialisation",
        statement=f"By ${n}$ integrations by parts.",
        arguments=_BOX,
        subject=Symbol(f"I_{n}", real=True),
        start=Integral(r**n * _E, (r, 0, oo)),
        steps=(Step("=", gauss_laplace_integral(n, A, B).definition(), Antiderivative(r, primitive)),),
        compute=gauss_laplace_integral(n, A, B),
    )
    for n, primitive in ((1, _J1), (3, _J3))
}


def normal_and_laplace(weights: str, order: int) -> Theorem:
    """A normal law for one of weight and bias and a Laplace law for the other."""
    name, title, place, subject = QUANTITY[order]
    if weights == "normal":
        w_law, b_law, scales = Normal(sigma_w), Laplace(tau_b), (sigma_w, tau_b)
        values = {A: 1 / (2 * sigma_w**2), B: Abs(place) / tau_b}
        factor = 1 / (sigma_w * tau_b * sqrt(2 * pi))
    else:
        w_law, b_law, scales = Laplace(tau_w), Normal(sigma_b), (tau_w, sigma_b)
        values = {A: place**2 / (2 * sigma_b**2), B: 1 / tau_w}
        factor = 1 / (tau_w * sigma_b * sqrt(2 * pi))
    lemma = MOMENTS[order + 1]
    biases = "Laplace" if weights == "normal" else "normal"
    return Theorem(
        id=f"B10.{weights}-{biases.lower()}-{name}",
        title=f"{title} of {ADJECTIVE[weights]} weights and {biases} biases",
        chapter="initialisation",
        statement="For independent $w$ and $b$. The form for computing uses the moment itself, which neither cancels "
        "nor overflows where the terms with erfc do, and gives the limit at 0.",
        arguments=arguments(place, *scales),
        subject=subject,
        start=start_of(w_law, b_law, order),
        steps=(
            Step("=", factor * lemma.start.xreplace(values), Fold(w, r)),
            Step("=", factor * lemma.conclusion.xreplace(values), By(lemma, values)),
        ),
        compute=factor * gauss_laplace_integral(order + 1, values[A], values[B]),
    )


NORMAL_AND_LAPLACE = {
    (kind, order): normal_and_laplace(kind, order) for kind in ("normal", "laplace") for order in (0, 2)
}
