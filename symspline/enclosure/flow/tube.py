r"""A stretch of the flow in a tube of balls: Taylor's polynomial of its axis, the remainder, and how fast flows part.

With fixed active sets the flow is ``x' = F(x)`` with a polynomial F. Let ``P`` be Taylor's polynomial of degree K of
the solution that begins at the centre c of a ball, ``B`` a convex box, ``R s^(K+1)`` the next term on all of B, and r
the radius of the ball. If ``P(s) + R s^(K+1)`` with the ball of radius ``r exp(mu s)`` around it stays inside B for s
in [0, h], then so do all solutions from the ball: the first to reach the border of B would have been in that set
(D13).

Here ``mu`` bounds the logarithmic norm of F on B, that is minus the least eigenvalue of the Hessian with these active
sets: ``J^T W J`` has none below 0, and the rest of the Hessian has ``0`` and ``+-sqrt(E_i^2 + M_i^2)`` (D19). Sliding
is the flow on the subspace ``w x_n + b = 0``, where the same bound holds (D11), and decay only pulls solutions
together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import arb, ctx

from symspline.numerics.flow.problem import Array, Problem
from symspline.numerics.flow.series import Series
from symspline.numerics.flow.state import FREE, State

COARSE = 64
"""Bits of the box, of which only the size matters."""
INFLATED = 1e-6
"""Share of its width by which the box is made wider than the polynomial."""
ROUNDED = 8
"""Bits of the box that rounding may take: where the flow hardly moves it is not wider than that."""


def between(low: arb, high: arb) -> arb:
    """The ball of all numbers between two."""
    return low.union(high)


def norm(values: Any) -> arb:
    """Upper bound of the Euclidean norm."""
    return sum((each.abs_upper() ** 2 for each in values), arb(0)).sqrt().abs_upper()


@dataclass(frozen=True, eq=False)
class Motion:
    """Which numbers of the network move: the others are parameters, known to lie in their balls."""

    w: Array
    b: Array
    v: Array
    b0: bool

    @classmethod
    def of(cls, state: State, problem: Problem) -> Motion:
        """The trained ones, without neurons that see no datum; what slides moves w and b together or not at all."""
        alive, slides = ~np.isin(state.key, problem.empty), state.slide != FREE
        train, both = problem.train, {"w", "b"} <= set(problem.train)
        turns = ~slides & alive
        return cls(
            turns & ("w" in train) | slides & both,
            turns & ("b" in train) | slides & both,
            (alive | slides) & ("v" in train),
            "b0" in train,
        )


@dataclass(frozen=True, eq=False)
class Tube:
    """All solutions from a ball, for a time of at most `length`.

    Attributes:
        problem: the data, in balls.
        start: the ball's centre; its time is the ball of the true time.
        motion: which numbers move.
        series: of the solution from the centre.
        next: the coefficients after its last, on the box.
        growth: the logarithmic norm there.
        radius: of the ball.
        length: an exact time.
        speeds: of each ``weight_n e_n``, how much it changes at most by a step of length 1 inside the box, shape (N,).
    """

    problem: Problem
    start: State
    motion: Motion
    series: Series
    next: Series
    growth: arb
    radius: arb
    length: arb
    speeds: Array

    @classmethod
    def along(
        cls, problem: Problem, start: State, motion: Motion, radius: arb, series: Series, length: arb
    ) -> Tube | None:
        """The tube of a length; None where the box that was tried does not hold it."""
        order, span = len(series.w) - 1, between(arb(0), length)
        with ctx.workprec(COARSE):
            hull = [
                _wider(part, moves, 2 * radius) for part, moves in zip(series.at(span), _masks(motion), strict=True)
            ]
            box = start.with_(w=hull[0], b=hull[1], v=hull[2], b0=hull[3].item())
            following = Series.of(box, problem, order + 1)
            growth = _growth(following, start, problem)
            speeds = _speeds(box, problem)
        tube = cls(problem, start, motion, series, following, growth, radius, length, speeds)
        with ctx.workprec(COARSE):
            inside = tube.at(span)
            for part, within, moves in zip(_parts(box), _parts(inside), _masks(motion), strict=True):
                if not all(_interior(a, b) for a, b in zip(part[moves], within[moves], strict=True)):
                    return None
        return tube

    def apart(self, s: arb) -> arb:
        """How far solutions from the ball are at most from that of its centre, up to a time."""
        return (self.radius * (self.growth * s.abs_upper()).exp()).abs_upper()

    def axis(self, s: arb) -> State:
        """The solution from the centre after times s in [0, length]."""
        order = len(self.series.w)
        power = s**order
        w, b, v, b0 = self.series.at(s)
        state = self.start.with_(
            t=self.start.t + s,
            w=w + self.next.w[order] * power,
            b=b + self.next.b[order] * power,
            v=v + self.next.v[order] * power,
            b0=b0 + self.next.b0[order] * power,
        )
        return held(state, self.problem)

    def at(self, s: arb) -> State:
        """All solutions after times s in [0, length]."""
        state, around = self.axis(s), arb(0, self.apart(s))
        parts = [
            np.array([each + around if m else each for each, m in zip(part, moves, strict=True)], dtype=object)
            for part, moves in zip(_parts(state), _masks(self.motion), strict=True)
        ]
        return held(state.with_(w=parts[0], b=parts[1], v=parts[2], b0=parts[3].item()), self.problem)

    def centred(self, s: arb) -> tuple[State, arb]:
        """A centre, and the radius of a ball around it that holds all solutions after a time in the ball s."""
        return centred(self.axis(s), self.motion, self.problem, self.apart(s))


def held(state: State, problem: Problem) -> State:
    """A state with ``w x_n + b = 0`` exactly for what slides: b is written by w."""
    sliding = np.flatnonzero(state.slide != FREE)
    if not sliding.size:
        return state
    b = state.b.copy()
    b[sliding] = -state.w[sliding] * problem.x[state.slide[sliding]]
    return state.with_(b=b)


def centred(state: State, motion: Motion, problem: Problem, apart: arb) -> tuple[State, arb]:
    """The midpoints of what moves, and how far they are from all that is at most `apart` from a point of the state."""
    parts, away = [], []
    for part, moves in zip(_parts(state), _masks(motion), strict=True):
        parts.append(np.array([e.mid() if m else e for e, m in zip(part, moves, strict=True)], dtype=object))
        away.append([arb(e.rad()) for e in part])
    for i in np.flatnonzero(state.slide != FREE):
        away[1][i] = away[0][i] * abs(problem.x[state.slide[i]])
    middle = held(state.with_(w=parts[0], b=parts[1], v=parts[2], b0=parts[3].item()), problem)
    moved = [a for each, moves in zip(away, _masks(motion), strict=True) for a, m in zip(each, moves, strict=True) if m]
    return middle, (apart + norm(moved)).abs_upper()


def _parts(state: State) -> tuple[Array, Array, Array, Array]:
    return state.w, state.b, state.v, np.array([state.b0], dtype=object)


def _masks(motion: Motion) -> tuple[Array, Array, Array, Array]:
    return motion.w, motion.b, motion.v, np.array([motion.b0])


def _wider(part: Any, moves: Array, least: arb) -> Array:
    """The balls of a part, those that move a little wider, and at least by so much."""
    part = part if isinstance(part, np.ndarray) else np.array([part], dtype=object)
    tiny = arb(2) ** (ROUNDED - COARSE)
    return np.array(
        [
            e + arb(0, (least + INFLATED * e.rad() + tiny * (1 + abs(e))).abs_upper()) if m else e
            for e, m in zip(part, moves, strict=True)
        ],
        dtype=object,
    )


def _interior(outer: arb, inner: arb) -> bool:
    return bool(outer.lower() < inner.lower() and inner.upper() < outer.upper())


def _growth(series: Series, state: State, problem: Problem) -> arb:
    """Upper bound of ``sqrt(E_i^2 + M_i^2)`` over the neurons that see data."""
    keys = {int(key) for key in state.key} - set(problem.empty)
    return max((norm([series.zeroth[0, key], series.first[0, key]]) for key in keys), default=arb(0))


def _speeds(box: State, problem: Problem) -> Array:
    """``weight_n sqrt(K(x_n, x_n))``, K the tangent kernel of all parameters (D8)."""
    out = problem.zeros(problem.size)
    for n in range(problem.size):
        gradient = [arb(1)]
        for i in np.flatnonzero([problem.sees(int(key), n) for key in box.key]):
            gradient += [box.v[i] * problem.x[n], box.v[i], box.w[i] * problem.x[n] + box.b[i]]
        out[n] = (problem.weight[n] * norm(gradient)).abs_upper()
    return out
