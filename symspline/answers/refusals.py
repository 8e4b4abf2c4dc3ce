"""What an initialisation does not have, and what is true instead (B15)."""

import math

from sympy import Expr, Integral, Symbol

from symspline.model.init import Init
from symspline.model.law import Law, StudentT
from symspline.vocabulary import b, beta, c, mu, r, s, w, x, y

_VARIABLES = frozenset((beta, mu, c, x, y, w, b, r, s, Symbol("t", real=True)))
"""Arguments of the quantities and variables of their integrals, which no law may hold as a parameter."""

OF_THE_BREAKPOINT = (
    "joint_density",
    "breakpoint_density",
    "conditional_density",
    "breakpoint_cdf",
    "breakpoint_probability",
    "zeta_1",
    "zeta",
    "curvature_penalty",
)
OF_THE_DELTA_SLOPE = ("joint_density", "delta_slope_density", "conditional_density", "delta_slope_cdf")
OF_ZETA = ("zeta", "curvature_penalty")
OF_SECOND_ORDER = ("kernel", "covariance", "tangent_kernel", "slope_kernel", "slope_covariance")


def refuse(init: Init, quantity: str) -> None:
    """Raise for a quantity that an initialisation does not have.

    Raises:
        ValueError: says what the quantity degenerates to, which moment is infinite, or which symbol has a taken name.
    """
    # Derivations begin with an integral over w.
    taken = sorted(str(symbol) for symbol in init.free_symbols if symbol in _VARIABLES or str(symbol) == "w")
    if taken:
        raise ValueError(
            f"the laws hold {taken[0]}, a variable of the formulas; call the symbol otherwise, such as {taken[0]}_0"
        )
    if any(at == 0 for at in _atoms(init.w)):
        raise ValueError(
            "w is 0 with positive probability: such a neuron is constant and has no breakpoint; give w a density"
        )
    for about, reason in (
        (OF_THE_BREAKPOINT, _breakpoint),
        (OF_THE_DELTA_SLOPE, _delta_slope),
        (OF_SECOND_ORDER, _second_moments),
    ):
        why = reason(init, quantity) if quantity in about else None
        if why is not None:
            raise ValueError(why)


def _atoms(law: Law | None) -> tuple[Expr, ...]:
    return tuple(at for at, _ in law.atoms) if law is not None else ()


def _breakpoint(init: Init, quantity: str) -> str | None:
    if init.zero_bias:
        return (
            f"{quantity} does not exist for zero bias: every breakpoint is at 0, its law is the point mass delta(beta) "
            f"and zeta(c) = E[w^2] delta(c) = {_short(init.mean_square_w)} delta(c). The function bends at 0 "
            "only, with slope change |sum |w_i| v_i|; its kernel E[w^2] (x y + |x y|)/4 is available as .kernel. "
            "Give b a law with a density, as PyTorch's default does, for breakpoints away from 0"
        )
    if _atoms(init.w) and _atoms(init.b):
        places = sorted({-b / w for w in _atoms(init.w) for b in _atoms(init.b)}, key=str)
        return f"{quantity} does not exist: the breakpoints take the values {', '.join(map(str, places))} only"
    if any(at == 0 for at in _atoms(init.b)):
        return f"{quantity} does not exist: the bias is 0 with positive probability, which puts breakpoints at 0"
    heavy = isinstance(init.w, StudentT) and isinstance(init.b, StudentT)
    # p_w falls like |w|^-(nu_w + 1) and p_b(-c w) like |w|^-(nu_b + 1), so that |w|^3 p_w p_b needs a sum above 2.
    if quantity in OF_ZETA and heavy and (init.w.nu + init.b.nu - 2).is_nonpositive:
        return (
            f"zeta is infinite everywhere: with nu = {init.w.nu} and {init.b.nu} degrees of freedom "
            "E[w^2 | beta] diverges; it needs more than 2 in sum"
        )
    return None


def _short(value: Expr) -> str:
    """A number that reads well; its digits where the exact one is long."""
    exact = str(value)
    return exact if value.free_symbols or len(exact) <= 20 else f"{float(value):.6g}"


def _delta_slope(init: Init, quantity: str) -> str | None:
    if any(at == 0 for at in _atoms(init.v)):
        return f"{quantity} does not exist: v is 0 with positive probability, and such a breakpoint is invisible"
    if _atoms(init.w) and _atoms(init.v):
        sizes = sorted({w * v for w in _atoms(init.w) for v in _atoms(init.v)}, key=str)
        return f"{quantity} does not exist: the delta-slope takes the values {', '.join(map(str, sizes))} only"
    if _atoms(init.b) and _atoms(init.v) and quantity in OF_THE_BREAKPOINT:
        return f"{quantity} does not exist: with bias and output weight on points, beta and mu determine each other"
    return None


def _second_moments(init: Init, quantity: str) -> str | None:
    needed = {"w": init.w} if quantity in ("slope_kernel", "slope_covariance") else {"w": init.w, "b": init.b}
    if quantity in ("covariance", "tangent_kernel", "slope_covariance"):
        needed["v"] = init.v
    if quantity == "covariance":
        needed["b0"] = init.b0
    for role, law in needed.items():
        if law is not None and _infinite(law):
            return (
                f"{quantity} does not exist: E[{role}^2] is infinite for {law!r}, so that the random function has no "
                "variance. The densities of breakpoint and delta-slope exist all the same"
            )
    return None


def _infinite(law: Law) -> bool:
    """Whether the second moment diverges; a density of one's own is integrated numerically."""
    moment = law.mean_square
    if moment.is_infinite:
        return True
    if not moment.has(Integral) or law.free_symbols:
        return False
    # A divergent integral ends at a number all the same, one that is out of all proportion to the law.
    size = law.numeric_absolute_moment(2)
    return not math.isfinite(size) or size > 1e12 * float(law.length) ** 2
