"""Signs of eigenvalues by exact elimination (C4g)."""

from sympy import Function

from symspline.proof.section import Section
from symspline.proof.theorem import Assumption

from ..references import stated_in
from .vocabulary import c_1, c_2, gamma, mu, s_11, s_12

C4 = Section(__name__, "C4")

PIVOT = C4.theorem(
    "g.pivot",
    "A pivot gives one eigenvalue of its sign",
    r"""A quadratic form in $\mu$ with the pivot $s_{11}$; $c_1$ and $c_2$ are linear and quadratic in the other
    variables. The square has the sign of the pivot, and the rest is a form in the other variables alone. By
    Sylvester's law of inertia the signs of the pivots are those of the eigenvalues.""",
    Function("Q", real=True)(mu),
    s_11 * mu**2 + 2 * mu * c_1 + c_2,
    (s_11 * (mu + c_1 / s_11) ** 2 + c_2 - c_1**2 / s_11, "complete the square"),
    given=(Assumption(r"the pivot is not zero; here it is positive, and the formula is the same for the other sign"),),
    routines=("symspline.numerics.inertia.exact_inertia",),
    source=stated_in(sylvester1852="the law of inertia"),
)
NO_DIAGONAL = C4.theorem(
    "g.off-diagonal",
    "When the whole diagonal vanishes",
    """An entry off the diagonal then gives one eigenvalue of either sign: adding one row and column to the other
    puts twice the entry on the diagonal, and the elimination goes on.""",
    Function("Q", real=True)(mu, gamma),
    2 * s_12 * mu * gamma,
    (s_12 / 2 * (mu + gamma) ** 2 - s_12 / 2 * (mu - gamma) ** 2, "sum and difference of squares"),
)
