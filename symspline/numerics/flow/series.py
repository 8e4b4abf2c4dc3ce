"""Taylor coefficients of the flow while no active set changes (D13)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from symspline.numerics.flow.problem import Array, Problem
from symspline.numerics.flow.roots import value
from symspline.numerics.flow.state import FREE, State


@dataclass(frozen=True, eq=False)
class Series:
    """Coefficients of a state's weights and of the sums over its active sets, by powers of the time since.

    Attributes:
        w, b, v: shape (order + 1, H).
        b0: shape (order + 1,).
        zeroth, first: sums of ``weight_n e_n`` and of ``weight_n e_n x_n`` over each active set, by key,
            shape (order, 2N + 2).
        error: ``weight_n e_n``, shape (order, N).
    """

    w: Array
    b: Array
    v: Array
    b0: Array
    zeroth: Array
    first: Array
    error: Array

    @classmethod
    def of(cls, state: State, problem: Problem, order: int) -> Series:
        """The recursion: products of series are Cauchy products, and each order of e gives the next of the weights."""
        x, key, size = problem.x, state.key, state.w.size
        w, b, v = (problem.zeros(order + 1, size) for _ in range(3))
        w[0], b[0], v[0] = state.w, state.b, state.v
        b0 = problem.zeros(order + 1)
        b0[0] = state.b0
        zeroth, first = (problem.zeros(order, 2 * problem.size + 2) for _ in range(2))
        error = problem.zeros(order, problem.size)
        sums, moments = problem.zeros(order, size), problem.zeros(order, size)
        sliding = np.flatnonzero(state.slide != FREE)
        at = x[state.slide[sliding]]
        both = "w" in problem.train and "b" in problem.train
        for k in range(order):
            slope, constant = _product(v, w, k), _product(v, b, k)
            e = problem.spread(key, slope) * x + problem.spread(key, constant) + b0[k]
            if k == 0:
                e = e - problem.y
            e = e * problem.weight
            error[k], zeroth[k], first[k] = e, problem.table(e), problem.table(e * x)
            sums[k], moments[k] = zeroth[k, key], first[k, key]
            dw = -_product(v, moments, k) if "w" in problem.train else problem.zeros(size)
            db = -_product(v, sums, k) if "b" in problem.train else problem.zeros(size)
            dv = -_product(w, moments, k) - _product(b, sums, k) if "v" in problem.train else problem.zeros(size)
            if sliding.size:
                # On the datum w x_n + b stays 0: the flow is projected (D11).
                pull = moments[: k + 1, sliding] - at * sums[: k + 1, sliding]
                dw[sliding] = -_product(v[:, sliding], pull, k) / (1 + at * at) if both else 0 * at
                db[sliding] = -at * dw[sliding]
                if "v" in problem.train:
                    dv[sliding] = -_product(w[:, sliding], pull, k)
            if problem.decay:
                for part, change, name in ((w, dw, "w"), (b, db, "b"), (v, dv, "v")):
                    if name in problem.train:
                        change -= problem.decay * part[k]
            w[k + 1], b[k + 1], v[k + 1] = dw / (k + 1), db / (k + 1), dv / (k + 1)
            b0[k + 1] = -e.sum() / (k + 1) if "b0" in problem.train else 0 * b0[0]
        return cls(w, b, v, b0, zeroth, first, error)

    def reach(self, tolerance: float) -> float:
        """The time for which the last terms of every weight stay below the tolerance.

        They are held against the largest of the terms before, of each neuron's input side and of its output weight by
        themselves: these may be of very different sizes, and the function feels the product.
        """
        order, found = len(self.w) - 1, np.inf
        for parts in ((self.w, self.b), (self.v,), (self.b0[:, None],)):
            sizes = np.maximum(*map(abs, parts)) if len(parts) > 1 else abs(parts[0])
            sizes = sizes.astype(float)
            for k in (order - 1, order):
                if not np.isfinite(sizes[k]).all():
                    return 0.0
                moving = sizes[: k + 1, sizes[k] > 0]
                if moving.size:
                    powers = 1 / (k - np.arange(k)[:, None])
                    found = min(found, float(((tolerance * moving[:k] / moving[k]) ** powers).max(axis=0).min()))
        return found

    def at(self, dt: Any) -> tuple[Array, Array, Array, Any]:
        """The weights after some time."""
        return value(self.w, dt), value(self.b, dt), value(self.v, dt), value(self.b0, dt)


def _product(one: Array, other: Array, k: int) -> Array:
    """Coefficient k of the product of two series."""
    if one.dtype == object:
        return (one[: k + 1] * other[k::-1]).sum(axis=0)
    return np.einsum("kh,kh->h", one[: k + 1], other[k::-1])
