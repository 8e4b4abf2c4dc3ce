"""Conditions that are read together: two bounds as a modulus, or as a chain."""

from itertools import permutations
from typing import Any

from sympy import Expr
from sympy.core.relational import Relational

_ORDER = ("<", "<=", ">", ">=")


def moduli(parts: list[Any], *, conjunction: bool) -> tuple[list[tuple[Any, str, Any]], list[Any]]:
    """Pairs such as `-a < x` and `x < a` as `|x| < a`, and the conditions that remain."""
    found: list[tuple[Any, str, Any]] = []
    rest = list(parts)
    bounds = [part for part in parts if sign_of(part) in _ORDER]
    for one, other in permutations(bounds, 2):
        equal = "=" in one.rel_op
        small, large = one.lts, one.gts
        # the same bound may be written -a < x or -x < a, and SymPy keeps both: the second one is tried in both forms
        for low, high in ((other.lts, other.gts), (-other.gts, -other.lts)):
            if one not in rest or other not in rest or ("=" in other.rel_op) != equal:
                break
            if conjunction and large == high and small == -low and small.free_symbols:
                found.append((_unsigned(small), r"\leq" if equal else "<", large))
            elif not conjunction and small == low and large == -high and large.free_symbols:
                found.append((_unsigned(large), r"\geq" if equal else ">", small))
            else:
                continue
            rest = [part for part in rest if part not in (one, other)]
    return found, rest


def sign_of(part: Any) -> str:
    """The sign of a relation; empty for what is none."""
    return part.rel_op if isinstance(part, Relational) else ""  # pyright: ignore[reportAttributeAccessIssue]


def _unsigned(expression: Expr) -> Expr:
    return -expression if expression.could_extract_minus_sign() else expression


def between(parts: list[Any]) -> tuple[Any, Any] | None:
    """Two inequalities in the order of one chain: `low < x`, then `x < high`; None when they do not make one."""
    if len(parts) != 2 or not all(sign_of(p) in _ORDER for p in parts):
        return None
    pairs = ((parts[0], parts[1]), (parts[1], parts[0]))
    return next((pair for pair in pairs if pair[0].gts == pair[1].lts and pair[1].lts.free_symbols), None)
