"""A network on its way: weights, active sets, and which breakpoints are held on data."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from symspline.numerics.flow.problem import Array, Index, Problem

FREE = -1
"""Datum of a neuron that does not slide."""


@dataclass(frozen=True, eq=False)
class State:
    """The network at a time.

    Attributes:
        t: the time.
        w, b, v: weights, shape (H,).
        b0: output bias.
        key: active set of each neuron, shape (H,); a slider's is without its datum.
        slide: the datum each neuron slides on, or `FREE`, shape (H,).
        contact: data that breakpoints left just now: neuron to (datum, order of the zero of ``w x_n + b``).
        pace: how far a stretch of collocation is tried; 0 where Taylor series are made.
        wait: series to be made before collocation is tried.
    """

    t: Any
    w: Array
    b: Array
    v: Array
    b0: Any
    key: Index
    slide: Index
    contact: dict[int, tuple[int, int]] = field(default_factory=dict)
    pace: float = 0.0
    wait: int = 8

    def with_(self, **changes: Any) -> State:
        """The state with some parts changed."""
        return replace(self, **changes)

    def residual(self, problem: Problem) -> Array:
        """``e_n = f(x_n) - y_n``, shape (N,)."""
        slope, constant = problem.spread(self.key, self.w * self.v), problem.spread(self.key, self.b * self.v)
        return slope * problem.x + constant + self.b0 - problem.y
