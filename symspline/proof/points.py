"""The lines of one theorem at its check points."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from mpmath import isnan, mpf
from sympy import Basic, Eq, Piecewise, Rational, S, Symbol, lambdify
from sympy.core.function import AppliedUndef

from symspline.enclosure.ball import Undecided
from symspline.enclosure.enclose import enclose
from symspline.enclosure.evaluate import evaluate

from .limit import OutOfTime, within
from .moves import put_in
from .theorem import Argument, DerivationError, Theorem

# Schwartz and Zippel: a nonzero polynomial of degree d vanishes at a point whose coordinates are drawn from n values
# with probability d/n at most, at six points with its sixth power; n is 400 at least unless an argument says otherwise.
POINTS = 6
"""Points of the box at which every line is enclosed."""
CASE_DRAWS = 800
"""Points drawn to meet a case of a Piecewise that the first points miss."""
PATIENCE = 15.0
"""Seconds that one enclosure or evaluation may take."""


Point = Mapping[Symbol, Rational]


def _beside_an_end(argument: Argument, high: bool) -> Rational:
    # A point on the end itself may break a strict hypothesis, or be a case of its own.
    end = argument.high if high else argument.low
    if argument.symbol.is_integer or argument.low == argument.high:
        return end
    return end + (argument.low - argument.high if high else argument.high - argument.low) / 997


def _case_finder(conditions: Sequence[Basic], symbols: Sequence[Symbol]) -> Callable[[Point], int | None]:
    """Which case of a Piecewise holds at a point, by mpmath numbers: exact ones take long over powers."""
    truths = lambdify(list(symbols), list(conditions), "mpmath")

    def case(point: Point) -> int | None:
        try:
            holds = truths(*(mpf(int(point[s].p)) / int(point[s].q) for s in symbols))
        except (ArithmeticError, ValueError, TypeError, NameError):
            return None
        return next((k for k, each in enumerate(holds) if each), None)

    return case


class Desk:
    """The lines of one theorem with their values at the check points, each computed once.

    Args:
        theorem: the theorem.
        seed: of the check points.
        points: how many.
    """

    def __init__(self, theorem: Theorem, seed: int = 0, points: int = POINTS) -> None:
        self.theorem = theorem
        self._rng = np.random.default_rng([seed, zlib.crc32(theorem.id.encode())])
        points = max(points if theorem.arguments else 1, len(theorem.instances))
        self.points = [self._draw() for _ in range(points)]
        self.special: set[int] = set()
        self.far: set[int] = set()
        self.unmet = tuple(self._meet_every_case())
        self.facts = tuple(a.condition for a in theorem.assumes if a.condition is not None)
        self._balls: dict[tuple[Basic, int], Any] = {}
        self._values: dict[tuple[Basic, int], Any] = {}

    def _admitted(self, point: Point) -> bool:
        conditions = (a.condition.subs(point) for a in self.theorem.assumes if a.condition is not None)
        return all(condition == S.true for condition in conditions)

    def _draw(self, rng: np.random.Generator | None = None) -> Point:
        for _ in range(2000):
            point = {a.symbol: a.draw(rng or self._rng) for a in self.theorem.arguments}
            if self._admitted(point):
                return point
        raise DerivationError(self.theorem.id, "assumes", "no point of the box satisfies the conditions")

    def _meet_every_case(self) -> Iterator[Basic]:
        """Add points until every case of every Piecewise is met by one; yield the cases that no point meets."""
        symbols = {a.symbol for a in self.theorem.arguments}
        cases: list[tuple[Basic, ...]] = []
        for line in (*self.theorem.lines, *([self.theorem.compute] if self.theorem.compute is not None else [])):
            for node in sorted(line.atoms(Piecewise), key=str):
                conditions = tuple(condition for _, condition in node.args)
                if all(condition.free_symbols <= symbols for condition in conditions) and conditions not in cases:
                    cases.append(conditions)
        for conditions in cases:
            case = _case_finder(conditions, [a.symbol for a in self.theorem.arguments])
            missing = set(range(len(conditions))) - {case(point) for point in self.points}
            for _ in range(CASE_DRAWS if missing else 0):
                point = self._draw()
                found = case(point)
                if found in missing:
                    self.points.append(point)
                    missing.remove(found)
                if not missing:
                    break
            # A case such as `a = 2` is hardly ever drawn: it is solved for.
            for k in sorted(missing):
                special = self._on_the_line(conditions[k])
                if special is not None and case(special) == k:
                    self.special.add(len(self.points))
                    self.points.append(special)
                    continue
                # A form for floating point has cases for sizes that no box contains.
                tried = (self._far_away() for _ in range(CASE_DRAWS))
                away = next((p for p in tried if case(p) == k), None)
                if away is not None and self._only_computed(conditions[k]) and self._admitted(away):
                    self.far.add(len(self.points))
                    self.points.append(away)
                else:
                    yield conditions[k]

    def _only_computed(self, condition: Basic) -> bool:
        nodes = (node for line in self.theorem.lines for node in line.atoms(Piecewise))
        return not any(condition == other for node in nodes for _, other in node.args)

    def _far_away(self) -> Point:
        """A point of the box with one argument made 0, or smaller or larger by many powers of ten."""
        point = dict(self._draw())
        sizes = [a.symbol for a in self.theorem.arguments if not a.symbol.is_integer and not a.parts]
        if sizes:
            symbol = sizes[int(self._rng.integers(len(sizes)))]
            nought = symbol.is_zero is None and self._rng.random() < 1 / 4
            point[symbol] *= 0 if nought else Rational(10) ** int(self._rng.integers(-240, 40))
        return point

    def _on_the_line(self, condition: Basic) -> Point | None:
        """A point at which an equation `symbol = number` holds, when the number lies in the symbol's box."""
        if isinstance(condition, Eq) and condition.lhs in self.box and condition.rhs.is_Rational:
            low, high = self.box[condition.lhs]
            if low <= condition.rhs <= high:
                return {**self._draw(), condition.lhs: condition.rhs}
        return None

    def concrete(self, line: Basic, k: int) -> Basic:
        """The line with an instance of its undefined functions, a different one at each point."""
        if self.theorem.instances and line.atoms(AppliedUndef):
            return put_in(line, self.theorem.instances[k % len(self.theorem.instances)])
        return line

    def ball(self, line: Basic, k: int) -> Any:
        """The Arb ball of a line at point k, or the `Undecided` that came instead."""
        key = (line, k)
        if key not in self._balls:
            try:
                self._balls[key] = within(PATIENCE, lambda: enclose(self.concrete(line, k), self.points[k]))
            except Undecided as undecided:
                self._balls[key] = undecided
            except OutOfTime:
                self._balls[key] = Undecided(f"the enclosure took longer than {PATIENCE:g} s")
        return self._balls[key]

    def value(self, line: Basic, k: int) -> Any:
        """The mpmath value of a line at point k."""
        key = (line, k)
        if key not in self._values:
            try:
                self._values[key] = within(PATIENCE, lambda: evaluate(self.concrete(line, k), self.points[k]))
            except OutOfTime:
                raise ArithmeticError(f"the evaluation took longer than {PATIENCE:g} s") from None
        return self._values[key]

    def has_value(self, line: Basic, k: int) -> bool:
        """Whether mpmath finds a number for a line at point k."""
        try:
            return not isnan(self.value(line, k))
        except (ArithmeticError, ValueError, TypeError, NotImplementedError):
            return False

    @cached_property
    def box(self) -> dict[Symbol, tuple[Rational, Rational]]:
        """The sampling box."""
        return {a.symbol: (a.low, a.high) for a in self.theorem.arguments}

    @cached_property
    def many(self) -> list[Point]:
        """The check points, many more of the box, and points beside its corners; all satisfy the hypotheses."""
        # A generator of its own: the check points must not depend on who asked for these before.
        rng = np.random.default_rng(11)
        beside = []
        for _ in range(100):
            corner = {a.symbol: _beside_an_end(a, bool(rng.integers(2))) for a in self.theorem.arguments}
            if self._admitted(corner):
                beside.append(corner)
        return [
            *(p for k, p in enumerate(self.points) if k not in self.far | self.special),
            *beside,
            *(self._draw(rng) for _ in range(100)),
        ]

    def forget(self, line: Basic) -> None:
        """Drop the values of a line."""
        for k in range(len(self.points)):
            self._balls.pop((line, k), None)
            self._values.pop((line, k), None)
