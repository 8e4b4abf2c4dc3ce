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
    theorem: Theorem | None,
) -> Formula:
    """A formula made of others: once of what they say, once of what they compute with."""
    # One over a density that vanishes is infinite, and of no other sign.
    line, compute = (make(*(value(s) for s in sources)).xreplace({zoo: oo}) for value in (lambda s: s.expr, computing))
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
        out_of_time=any(s.out_of_time for s in sources),
    )


def with_cuts(made: Formula, variable: Symbol, cuts: tuple[Expr, ...], place: Symbol) -> Formula:
    """The formula with cuts for a new integration variable, which has taken the place of an argument of its sources."""
    inner = {other: tuple(p.subs(place, variable) for p in points) for other, points in made.breaks.items()}
    return replace(made, breaks={**inner, variable: cuts})
