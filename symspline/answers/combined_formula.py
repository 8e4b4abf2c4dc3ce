"""Formulas made of other formulas."""

from collections.abc import Callable
from dataclasses import replace

from sympy import Expr, Integral, Symbol, nan, oo, zoo

from symspline.model.formula import Formula
from symspline.proof.theorem import Theorem

Ask = Callable[[str], Formula]
"""Another quantity of the same initialisation, by name."""


def computing(known: Formula) -> Expr:
    """The expression a formula computes with, its values put in."""
    return known.expr if known.compute is None else known.compute.xreplace(dict(known.values))


def combined(
    name: str,
    subject: Expr,
    args: tuple[Symbol, ...],
    make: Callable[..., Expr],
    sources: tuple[Formula, ...],
    theorem: Theorem,
) -> Formula:
    """A formula made of others: once of what they say, once of what they compute with."""
    line, compute = make(*(s.expr for s in sources)), make(*(computing(s) for s in sources)).xreplace({zoo: oo})
    breaks = {variable: points for s in sources for variable, points in s.breaks.items()}
    return Formula(
        name,
        subject,
        args,
        line,
        compute=None if compute.has(nan) else compute,
        closed=not line.has(Integral),
        theorem=theorem,
        breaks=breaks,
    )


def with_cuts(made: Formula, variable: Symbol, cuts: tuple[Expr, ...], place: Symbol) -> Formula:
    """The formula with cuts for a new integration variable, which has taken the place of an argument of its sources."""
    inner = {other: tuple(p.subs(place, variable) for p in points) for other, points in made.breaks.items()}
    return replace(made, breaks={**inner, variable: cuts})
