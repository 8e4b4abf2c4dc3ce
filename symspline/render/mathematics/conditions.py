"""Conditions that are read together: two bounds as a modulus, or as a chain."""

from __future__ import annotations

from typing import Any

from sympy import Expr
from sympy.core.relational import Relational


def moduli(parts: list[Any], *, conjunction: bool) -> tuple[list[tuple[Any, str, Any]], list[Any]]:
    """Pairs such as `-a < x` and `x < a` as `|x| < a`, and the conditions that remain."""
    found: list[tuple[Any, str, Any]] = []
    rest = list(parts)
    for one in parts:
        for other in parts:
            if one is other or one not in rest or other not in rest:
                continue
            if not all(sign_of(p) in ("<", "<=", ">", ">=") for p in (one, other)):
                continue
            small, large = one.lts, one.gts
            for low, high in ((other.lts, other.gts), (-other.gts, -other.lts)):
                equal = "=" in one.rel_op
                if ("=" in other.rel_op) != equal or one not in rest or other not in rest:
                    continue
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


def between(parts: list[Any]) -> tuple[tuple[Any, bool], Any, tuple[Any, bool]] | None:
    """Two inequalities `low < x` and `x < high` as one chain; None when they are not of that form."""
    if len(parts) != 2 or not all(sign_of(p) in ("<", "<=", ">", ">=") for p in parts):
        return None
    bounds: dict[str, list[tuple[Any, Any, bool]]] = {"low": [], "high": []}
    for part in parts:
        small, large = (part.lhs, part.rhs) if part.rel_op in ("<", "<=") else (part.rhs, part.lhs)
        strict = part.rel_op in ("<", ">")
        bounds["low"].append((large, small, strict))
        bounds["high"].append((small, large, strict))
    for k in (0, 1):
        middle, low, low_strict = bounds["low"][k]
        other, high, high_strict = bounds["high"][1 - k]
        if middle == other and middle.free_symbols:
            return (low, low_strict), middle, (high, high_strict)
    return None
