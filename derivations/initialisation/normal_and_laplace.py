"""A normal law beside a Laplace law for weights and biases (B10)."""

from sympy import Abs, Expr, Integral, Ne, Rational, Symbol, exp, oo

from symspline.model.law import Laplace, Law, Normal
from symspline.proof.moves import Antiderivative, By, Fold
from symspline.proof.section import Section
from symspline.proof.theorem import Argument
from symspline.special import gauss_laplace_integral

from .breakpoint_and_zeta import MOMENTS, Moment
from .definitions import Laws
from .integrals import gauss_laplace_primitive
from .vocabulary import VOCABULARY, A, B, r, sigma_b, sigma_w, t, tau_b, tau_w, w

RATES = {
    A: Argument(A, Rational(1, 5), 3, "rate of the square"),
    B: Argument(B, Rational(1, 5), 3, "rate of the linear term"),
}
B10 = Section(__name__, "B10", boxes={**VOCABULARY, **RATES})

MOMENT = {
    n: B10.theorem(
        f"moment-{n}",
        f"Moment of order {n} of the exponential of a quadratic",
        f"By ${n}$ integrations by parts.",
        Symbol(f"I_{n}", real=True),
        Integral(r**n * exp(-A * r**2 - B * r), (r, 0, oo)),
        (gauss_laplace_integral(n, A, B).definition(), Antiderivative(r, gauss_laplace_primitive(n).subs(t, r))),
        compute=gauss_laplace_integral(n, A, B),
    )
    for n in (1, 3)
}


def beside(names: tuple[str, str], moment: Moment, w_law: Law, b_law: Law, rates: tuple[Expr, Expr]) -> None:
    """A normal law for one of weight and bias and a Laplace law for the other; the rates are A and B of the lemma."""
    lemma, values = MOMENT[moment.order + 1], dict(zip((A, B), rates, strict=True))
    factor = 2 * w_law.density(0) * b_law.density(0)
    Laws(B10, w_law, b_law).theorem(
        f"{names[0]}-{names[1]}-{moment.name}".lower(),
        f"{moment.title} of {names[0]} weights and {names[1]} biases",
        """For independent $w$ and $b$. The form for computing uses the moment itself, which neither cancels nor
        overflows where the terms with erfc do, and gives the limit at 0.""",
        moment.subject,
        (factor * lemma.start.xreplace(values), Fold(w, r)),
        By(lemma, values),
        given=(Ne(moment.place, 0),),
        compute=factor * gauss_laplace_integral(moment.order + 1, *rates),
    )


for moment in MOMENTS:
    rates = 1 / (2 * sigma_w**2), Abs(moment.place) / tau_b
    beside(("normal", "Laplace"), moment, Normal(sigma_w), Laplace(tau_b), rates)
for moment in MOMENTS:
    rates = moment.place**2 / (2 * sigma_b**2), 1 / tau_w
    beside(("Laplace", "normal"), moment, Laplace(tau_w), Normal(sigma_b), rates)
