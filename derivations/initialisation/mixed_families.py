"""The laws that stand beside others in the section on mixed families (B10)."""

from collections.abc import Callable
from dataclasses import dataclass

from sympy import (
    Expr,
    S,
    Symbol,
    gamma,
    pi,
    sqrt,
)

from symspline.model import definitions
from symspline.model.law import GeneralisedNormal, Laplace, Law, Normal
from symspline.special import lower_gamma

from .vocabulary import alpha_b, alpha_v, alpha_w, beta, c, q, sigma_b, sigma_v, sigma_w, tau_b, tau_v, tau_w


@dataclass(frozen=True)
class Family:
    """One member of the generalised normal family as it appears beside a uniform law.

    Args:
        name: for ids and titles.
        law: makes the law from its scale (and q).
        scale: shared symbol of the scale in each role.
        alpha: the scale of the exponent, from the scale.
        q: its exponent.
        constant: the density at 0, from the scale.
    """

    name: str
    law: Callable[[Expr], Law]
    scale: dict[str, Symbol]
    alpha: Callable[[Expr], Expr]
    q: Expr
    constant: Callable[[Expr], Expr]

    def symbols(self, role: str) -> tuple[Symbol, ...]:
        """The parameters of the law in that role."""
        return (self.scale[role], q) if self.q == q else (self.scale[role],)


NORMAL = Family(
    "normal",
    Normal,
    {"w": sigma_w, "b": sigma_b, "v": sigma_v},
    lambda s: sqrt(2) * s,
    S(2),
    lambda s: 1 / (s * sqrt(2 * pi)),
)
LAPLACE = Family("laplace", Laplace, {"w": tau_w, "b": tau_b, "v": tau_v}, lambda s: s, S(1), lambda s: 1 / (2 * s))
GENERAL = Family(
    "generalised",
    lambda s: GeneralisedNormal(s, q),
    {"w": alpha_w, "b": alpha_b, "v": alpha_v},
    lambda s: s,
    q,
    lambda s: q / (2 * s * gamma(1 / q)),
)
FAMILIES = (NORMAL, LAPLACE, GENERAL)
ADJECTIVE = {"normal": "normal", "laplace": "Laplace", "generalised": "generalised normal"}
QUANTITY = {
    0: ("breakpoint", "Breakpoint density", beta, definitions.breakpoint_density),
    2: ("zeta", "Zeta", c, definitions.zeta),
}


def start_of(w_law: Law, b_law: Law, order: int) -> Expr:
    """The integral that defines the breakpoint density (order 0) or zeta (order 2)."""
    return definitions.breakpoint_integral(w_law, b_law) if order == 0 else definitions.zeta_integral(w_law, b_law)


def incomplete_gamma(order: Expr, at: Expr, family: Family) -> Expr:
    """The lower incomplete gamma function, written out where it is elementary."""
    whole = lower_gamma(order, at)
    return whole if family is GENERAL else whole.definition()
