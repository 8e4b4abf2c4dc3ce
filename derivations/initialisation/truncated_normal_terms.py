"""What the theorems on truncated normal weights share: the laws, their cuts and the exponent (B11)."""

from sympy import Abs, Expr, Max

from symspline.model.law import TruncatedNormal

from .truncated_normal_law import mass
from .vocabulary import beta, c, kappa_b, kappa_v, kappa_w, sigma_b, sigma_v, sigma_w

W, B, V = (TruncatedNormal(*law) for law in ((sigma_w, kappa_w), (sigma_b, kappa_b), (sigma_v, kappa_v)))
CUT_W, CUT_B, CUT_V = kappa_w * sigma_w, kappa_b * sigma_b, kappa_v * sigma_v
Z_W, Z_B, Z_V = mass(kappa_w), mass(kappa_b), mass(kappa_v)


def rate(place: Expr) -> Expr:
    """The coefficient of `-w^2` in the exponent of `p_w(w) p_b(-place w)`."""
    return (sigma_b**2 + sigma_w**2 * place**2) / (2 * sigma_w**2 * sigma_b**2)


def largest(place: Expr) -> Expr:
    """The largest `|w|` that both cuts allow, `min(kappa_w sigma_w, kappa_b sigma_b/|place|)`, also at 0."""
    return CUT_W * CUT_B / Max(CUT_B, CUT_W * Abs(place))


A, A_C = rate(beta), rate(c)
