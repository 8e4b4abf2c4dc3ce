"""Numbers for the symbols of an initialisation, at which a quantity exists."""

from dataclasses import replace
from typing import Any

import numpy as np
import sympy as sp

from symspline.answers.refusals import refuse
from symspline.model.init import Init
from symspline.model.joint_law import BivariateNormal, Independent, JointLaw, RotationInvariant
from symspline.model.law import Law
from symspline.vocabulary import H

WIDTH = sp.Integer(3)
"""Of a network whose width is a symbol."""
_DRAWS = 12

Values = dict[Any, sp.Expr]


def with_numbers(init: Init, quantity: str, rng: np.random.Generator) -> tuple[Init, Values] | None:
    """The initialisation with numbers for its symbols, and these numbers; None where none of some draws will do."""
    width = init.width if isinstance(init.width, sp.Expr) else sp.S.Zero
    symbols = sorted(init.free_symbols | width.free_symbols, key=str)
    for _ in range(_DRAWS):
        values = {symbol: _draw(symbol, rng) for symbol in symbols} | {H: WIDTH}
        try:
            put = _put(init, values) if symbols else init
            refuse(put, quantity)
        except ValueError:
            continue
        return put, values
    return None


def _draw(symbol: Any, rng: np.random.Generator) -> sp.Expr:
    if symbol.is_integer:
        return sp.Integer(int(rng.integers(2, 7)))
    low, high = (60, 260) if symbol.is_nonnegative else (-260, -60) if symbol.is_nonpositive else (-80, 80)
    return sp.Rational(int(rng.integers(low, high)), 100)


def _put(init: Init, values: Values) -> Init:
    roles = {role: _law(law, values) for role in ("w", "b", "v", "b0") if (law := getattr(init, role)) is not None}
    width = init.width.xreplace(values) if isinstance(init.width, sp.Expr) else init.width
    return replace(init, **roles, wb=None if init.wb is None else _joint(init.wb, values), width=width)


def _law(law: Law, values: Values) -> Law:
    if isinstance(law, Law.of_density):
        t = sp.Symbol("t", real=True)
        return Law(law.density(t).xreplace(values), t, (law.lower.xreplace(values), law.upper.xreplace(values)))
    changed: Any = law  # a dataclass, as every other member is
    return replace(changed, **{name: value.xreplace(values) for name, value in law.parameters.items()})


def _joint(law: JointLaw, values: Values) -> JointLaw:
    if isinstance(law, RotationInvariant):
        return RotationInvariant(_law(law.radius, values))
    if isinstance(law, Independent):
        return Independent(_law(law.w, values), _law(law.b, values))
    if isinstance(law, BivariateNormal):
        names = ("sigma_w", "sigma_b", "correlation", "mean_w", "mean_b")
        return BivariateNormal(**{name: getattr(law, name).xreplace(values) for name in names})
    return law
