"""The flow over long stretches while no active set changes, where fast modes of the kernel have died out.

A Taylor series reaches a few times ``1 / lambda`` of the largest eigenvalue of the tangent kernel, however slowly the
network moves. Here polynomials meet the equations of the flow at the nodes of Radau IIA, which damps what is fast
(Hairer and Wanner, Solving Ordinary Differential Equations II, IV.8). Only the residual is stiff: given it, each neuron
obeys a linear equation whose rates are the moments of the residual. Newton's steps for the residual alone, in the
eigenbasis of the kernel, take the place of those for all weights.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from mpmath import mp
from numpy.polynomial.legendre import Legendre, legvander

from symspline.numerics.flow.problem import Array, Problem
from symspline.numerics.flow.series import Series
from symspline.numerics.flow.state import FREE, State

STAGES = 8
"""Nodes of a stretch."""
ROUNDS = 24
"""Newton's steps after which a stretch is too long."""
SAFE = 0.8
"""Share of the length that the last terms would allow."""
MOST = 300
"""Data beyond which the eigenbasis of their kernel takes longer than the series that it saves."""


@cache
def _rule() -> tuple[Array, Array, Array, Array]:
    """What values at the nodes in (0, 1] become.

    Integrals up to each node, shape (S, S); powers of the polynomial through them and one more value at 0, shape
    (S + 1, S + 1); powers of the integral, from the first on, shape (S, S); Legendre's terms, shape (S, S).
    """
    s = STAGES
    nodes = (1 + np.sort(np.real((Legendre.basis(s) - Legendre.basis(s - 1)).roots()))) / 2
    nodes[-1] = 1
    with mp.workdps(50):
        zero = [mp.findroot(lambda t: mp.legendre(s, 2 * t - 1) - mp.legendre(s - 1, 2 * t - 1), c) for c in nodes[:-1]]
        exact = [*zero, mp.mpf(1)]
        alone = mp.matrix([[c**k for k in range(s)] for c in exact]) ** -1
        both = mp.matrix([[c**k for k in range(s + 1)] for c in [mp.mpf(0), *exact]]) ** -1
        rising = mp.matrix([[alone[k, i] / (k + 1) for i in range(s)] for k in range(s)])
        upto = mp.matrix([[c ** (k + 1) for k in range(s)] for c in exact]) * rising
    steps, through, integrals = (np.array(each.tolist(), dtype=float) for each in (upto, both, rising))
    return steps, through, integrals, np.linalg.inv(legvander(2 * nodes - 1, s - 1))


class NotReached(ArithmeticError):
    """A stretch is too long for the polynomials."""


class Collocation:
    """Stretches of the flow from a state.

    Args:
        state: the start.
        problem: the data.
    """

    def __init__(self, state: State, problem: Problem) -> None:
        self.state, self.problem = state, problem
        self.sliding = np.flatnonzero(state.slide != FREE)
        self.at = problem.x[state.slide[self.sliding]]
        self.begun = state.residual(problem)
        root = np.sqrt(problem.weight)[:, None]
        rates, self.basis = np.linalg.eigh(root * self._kernel() * root.T)
        self.rates, self.root = np.maximum(rates, 0), root[:, 0]

    def _kernel(self) -> Array:
        """The tangent kernel on the data, of what moves."""
        problem, state, x = self.problem, self.state, self.problem.x
        w, b, v = state.w, state.b, state.v
        free = np.where(state.slide == FREE, v * v, 0)
        # Neurons whose sets are suffixes see two data where they see the lesser one, those of prefixes the greater.
        side = np.array([free, free, w * w, w * b, b * b]) * [
            ["w" in problem.train],
            ["b" in problem.train],
            *3 * [["v" in problem.train]],
        ]
        right, left = problem.jumps(state.key, side)
        n = np.arange(problem.size)
        lesser, greater = np.minimum.outer(n, n), np.maximum.outer(n, n)
        slopes, ones, ww, wb, bb = right[:, lesser] + left[:, greater]
        kernel = (slopes + ww) * np.outer(x, x) + wb * np.add.outer(x, x) + ones + bb + ("b0" in problem.train)
        if self.sliding.size and {"w", "b"} <= set(problem.train):
            beyond = np.where(state.w[self.sliding] > 0, 1, -1) * (x[:, None] - self.at)
            along = v[self.sliding] * np.maximum(beyond, 0) / np.sqrt(1 + self.at**2)
            kernel += along @ along.T
        return kernel

    def _velocity(self, w: Array, b: Array, v: Array, e: Array) -> tuple[Array, Array, Array, Array]:
        """Of the weights at the nodes, shape (S, H), and of b0, shape (S,), at the weighted residual, shape (S, N)."""
        train, decay, x = self.problem.train, self.problem.decay, self.problem.x
        key = self.state.key
        sums, moments = (self.problem.table(each)[:, key] for each in (e, e * x))
        dw = -v * moments if "w" in train else 0 * w
        db = -v * sums if "b" in train else 0 * b
        dv = -(w * moments + b * sums) if "v" in train else 0 * v
        if self.sliding.size:
            on, at = self.sliding, self.at
            pull = moments[:, on] - at * sums[:, on]
            both = "w" in train and "b" in train
            dw[:, on] = -v[:, on] * pull / (1 + at * at) if both else 0
            db[:, on] = -at * dw[:, on]
            if "v" in train:
                dv[:, on] = -w[:, on] * pull
        if decay:
            dw, db, dv = (
                change - decay * part if name in train else change
                for name, change, part in (("w", dw, w), ("b", db, b), ("v", dv, v))
            )
        return dw, db, dv, -e.sum(axis=1) if "b0" in train else np.zeros(len(e))

    def _residual(self, w: Array, b: Array, v: Array, b0: Array) -> Array:
        problem, key = self.problem, self.state.key
        slope, constant = (problem.spread(key, v * part) for part in (w, b))
        return slope * problem.x + constant + b0[:, None] - problem.y

    def series(self, length: float, tolerance: float) -> tuple[Series, float]:
        """The polynomials over a stretch, and the size of their last terms relative to the weights.

        Raises:
            NotReached: Newton's steps do not come to rest.
        """
        steps, through, integrals, terms = _rule()
        state, problem = self.state, self.problem
        start = (state.w, state.b, state.v, np.asarray(state.b0))
        solve = np.linalg.inv(np.eye(STAGES) + length * self.rates[:, None, None] * steps)
        e = np.tile(self.begun, (STAGES, 1))
        at = [np.tile(part, (STAGES,) + (1,) * part.ndim) for part in start]
        scale = max(np.abs(self.begun).max(), np.abs(problem.y).max())
        last = np.inf
        for _ in range(ROUNDS):
            speeds = self._velocity(at[0], at[1], at[2], e * problem.weight)
            at = [part + length * (steps @ speed) for part, speed in zip(start, speeds, strict=True)]
            gap = ((self._residual(*at) - e) * self.root) @ self.basis
            change = (np.einsum("nij,jn->in", solve, gap) @ self.basis.T) / self.root
            e = e + change
            size = float(np.abs(change).max()) / scale
            if not size < 1e3:
                raise NotReached
            if size < max(1e-3 * tolerance, 1e-15) or (size < 1e-12 and size > last / 4):
                break
            last = size
        else:
            raise NotReached
        speeds = self._velocity(at[0], at[1], at[2], e * problem.weight)
        error = 0.0
        for parts in ((0, 1), (2,), (3,)):
            moved = np.max([length * np.abs(speeds[k]).max(axis=0) for k in parts], axis=0)
            sizes = np.maximum(np.max([np.abs(start[k]) for k in parts], axis=0), moved)
            rest = np.max([length * np.abs((terms @ speeds[k])[-1]) for k in parts], axis=0) / (2 * STAGES - 1)
            error = max(error, float(np.max(rest / np.where(sizes > 0, sizes, 1))))
        powers = length ** -np.arange(STAGES + 1.0)
        w, b, v, b0 = (
            np.concatenate([part[None], length * (integrals @ speed)]) * powers.reshape(-1, *(1,) * part.ndim)
            for part, speed in zip(start, speeds, strict=True)
        )
        e = through @ np.concatenate([self.begun[None], e]) * powers[:, None] * problem.weight
        return Series(w, b, v, b0, problem.table(e), problem.table(e * problem.x), e), error
