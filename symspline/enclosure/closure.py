"""What an expression is lowered to: the ball of a number, or a closure of complex balls.

The flag ``analytic`` of a closure follows the convention of ``acb.integral``: when it is set, the closure returns a
non-finite ball unless the function is analytic on the whole argument.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import sympy as sp
from flint import acb

Env = Sequence[acb]
"""A ball for each slot."""
Slots = tuple[sp.Symbol, ...]
Lowered = Callable[[Env, bool], acb]
Lower = Callable[[sp.Basic, Slots], Any]
"""How a rule lowers the parts of its node; the answer is a ball or a closure."""
Rule = Callable[[Any, Slots, Lower], "acb | Lowered"]


def combine(function: Callable[..., acb], args: Sequence[acb | Lowered]) -> acb | Lowered:
    """Apply ``function(analytic, *balls)`` to lowered arguments, folding constants."""
    if all(isinstance(a, acb) for a in args):
        return function(False, *args)
    if len(args) == 1:
        only = args[0]
        return lambda env, analytic: function(analytic, only(env, analytic))  # type: ignore[operator]
    if len(args) == 2:
        first, second = args
        if isinstance(first, acb):
            return lambda env, analytic: function(analytic, first, second(env, analytic))  # type: ignore[operator]
        if isinstance(second, acb):
            return lambda env, analytic: function(analytic, first(env, analytic), second)
    callables = [(lambda env, analytic, v=a: v) if isinstance(a, acb) else a for a in args]
    return lambda env, analytic: function(analytic, *(f(env, analytic) for f in callables))
