"""What ends a stretch of the flow: functions that are positive as long as nothing happens (D14)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import arb

from symspline.enclosure.flow.symmetry import Label, Symmetry
from symspline.enclosure.flow.tube import Tube
from symspline.numerics.flow.problem import Problem
from symspline.numerics.flow.series import Series
from symspline.numerics.flow.state import FREE, State

PAIR, OFF, ON, OUTPUT, INPUT, FLIP = "pair", "off", "on", "v", "w", "flip"
"""A breakpoint and a datum; what holds sliders from either side; v and w of a slider; w of one that sees all data."""


@dataclass(frozen=True)
class Guard:
    """A linear function of the weights or of the residuals.

    Attributes:
        label: what happens where it is zero.
        sign: by which it is positive.
    """

    label: Label
    sign: int

    @property
    def place(self) -> tuple[int | None, int | None]:
        """Neuron and datum."""
        _, neuron, datum, _ = self.label
        return neuron if neuron >= 0 else None, datum if datum >= 0 else None

    def row(self, series: Series, problem: Problem, k: int | None = None) -> Any:
        """Its coefficient k, or all of them that the series has."""
        kind, i, n, right = self.label
        at: Any = slice(None) if k is None else k
        if kind == PAIR:
            return (series.w[at, i] * problem.x[n] + series.b[at, i]) * self.sign
        if kind in (OFF, ON):
            key = problem.without(n, right)
            pull = series.first[at, key] * problem.x[n] * ("w" in problem.train)
            pull = pull + series.zeroth[at, key] * ("b" in problem.train)
            return (pull + series.error[at, n] * problem.reach(n) if kind == ON else pull) * self.sign
        return (series.v if kind == OUTPUT else series.w)[at, i] * self.sign

    def slope(self, tube: Tube) -> arb:
        """How much it changes at most by a step of length 1 of the weights."""
        kind, _, n, right = self.label
        problem = tube.problem
        if kind == PAIR:
            return (1 + problem.x[n] ** 2).sqrt()
        if kind not in (OFF, ON):
            return arb(1)
        beyond = slice(n + 1, None) if right else slice(0, n)
        reach = abs(("w" in problem.train) * problem.x[n] * problem.x[beyond] + ("b" in problem.train))
        return (reach * tube.speeds[beyond]).sum() + (problem.reach(n) * tube.speeds[n] if kind == ON else 0)

    def along(self, tube: Tube) -> tuple[list[arb], arb]:
        """Its polynomial on the axis of a tube, and how far it is from it at most in the tube."""
        polynomial = self.row(tube.series, tube.problem)
        order = len(polynomial)
        rest = self.row(tube.next, tube.problem, order) * tube.length**order
        return polynomial.tolist(), (self.slope(tube) * tube.apart(tube.length) + abs(rest)).abs_upper()


def guards(state: State, problem: Problem, symmetry: Symmetry, turned: dict[int, int]) -> list[Guard]:
    """All that may happen to a state.

    Args:
        state: the network.
        problem: the data.
        symmetry: of the flow.
        turned: neurons whose w is zero just now, and its sign from now on.

    Raises:
        UnknownSignError: of a number that should have a sign.
    """
    found = []
    for i in np.flatnonzero(state.slide == FREE).tolist():
        key = int(state.key[i])
        if key in problem.empty:
            continue
        if key in problem.whole:
            found += [Guard((PAIR, i, n, False), 1) for n in sorted({0, problem.size - 1})]
            if not symmetry.holds(i) and "w" in problem.train:
                found.append(Guard((FLIP, i, -1, False), turned.get(i) or known_sign(state.w[i], i)))
            continue
        right = problem.is_right(key)
        seen, unseen = (key, key - 1) if right else (key - problem.size - 2, key - problem.size - 1)
        found += [Guard((PAIR, i, seen, False), 1), Guard((PAIR, i, unseen, False), -1)]
    error = state.residual(problem)
    for (n, right), members in groups(state, problem).items():
        # A datum attracts only with v e_n > 0 (D11).
        side = known_sign(error[n], members[0], n)
        found += [Guard((OFF, -1, n, right), -side), Guard((ON, -1, n, right), side)]
        for i in members:
            found.append(Guard((OUTPUT, i, -1, False), side))
            found.append(Guard((INPUT, i, -1, False), known_sign(state.w[i], i, n)))
    return found


def groups(state: State, problem: Problem) -> dict[tuple[int, bool], list[int]]:
    """Sliders by datum and orientation: they leave at once (D11)."""
    found: dict[tuple[int, bool], list[int]] = {}
    for i in np.flatnonzero(state.slide != FREE).tolist():
        found.setdefault((int(state.slide[i]), bool(problem.is_right(int(state.key[i])))), []).append(i)
    return found


class UnknownSignError(ArithmeticError):
    """A ball holds zero where a sign is needed; of which neuron and datum."""

    def __init__(self, neuron: int | None, datum: int | None) -> None:
        super().__init__("a sign is not known")
        self.neuron, self.datum = neuron, datum


def sign(number: Any) -> int | None:
    """The sign of an exact number or of all numbers of a ball; None where they differ."""
    if number > 0:
        return 1
    if number < 0:
        return -1
    return 0 if number == 0 else None


def known_sign(number: Any, neuron: int | None, datum: int | None = None) -> int:
    """The sign, which is not zero; an error where it is not known."""
    found = sign(number)
    if not found:
        raise UnknownSignError(neuron, datum)
    return found
