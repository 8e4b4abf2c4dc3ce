"""The lines of one theorem at its check points."""

import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import cycle, islice
from typing import Any

import numpy as np
from mpmath import isnan, mpf
from sympy import Basic, Eq, Piecewise, Rational, Symbol, lambdify
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational

from symspline.enclosure.ball import Undecided
from symspline.enclosure.enclose import Closures
from symspline.enclosure.evaluate import evaluate

from .functions import Choice, breaking, on_functions
from .limit import OutOfTime, within
from .moves import put_in
from .theorem import Argument, DerivationError, Theorem
from .zero import Point, zeros

# Schwartz and Zippel: a nonzero polynomial of degree d vanishes at a point whose coordinates are drawn from n values
# with probability d/n at most; n is 2^60 unless an argument says otherwise.
POINTS = 6
"""Points at which the lines of a step that the kernel shows must have values."""
MORE = 32
"""Points at least at which the lines of any other step are enclosed."""
SPARE = 4
"""Points of these that only mpmath may reach."""
RANGE = 40
"""Integers of an argument that are all tried."""
AROUND, BEYOND, SIZES = 10, 8, 6
"""Points beside the box and far outside it, at most, and the powers of ten by which an argument leaves it there."""
ENDS = (Rational(7, 8), Rational(7, 8), Rational(127, 128), 1 - Rational(1, 10**6))
"""Parts of the way from a point of the box to where the hypotheses end."""
SHORT = 64
"""Denominator of short numbers."""
CASE_DRAWS = 800
"""Points drawn to meet a case of a Piecewise that the first points miss."""
ON_THE_LINE = 40
"""Points drawn on the line of a case such as `a = 2`."""
PATIENCE = 15.0
"""Seconds that one enclosure or evaluation may take."""
COARSE, FINE, TINY = 12, 30, 80
"""Digits aimed at by an enclosure: at most points (double integrals take long), at the first ones, for tiny values."""
BRIEF = 1.0
"""The same for balls far outside the box, where only a contradiction counts, and for values at all but the first."""
LOSSES = 3
"""Points outside the box at which a line may fail to have a ball before it is followed there no more."""
TOGETHER = 24.0
"""Seconds that all enclosures and evaluations of one line may take."""


KINDS = ("even", "odd", "prime", "composite", "zero", "positive", "negative")
"""What a symbol may be assumed to be beside real or whole, and a point must then be."""


def _beside_an_end(argument: Argument, high: bool) -> Rational:
    # A point on the end itself may break a strict hypothesis, or be a case of its own.
    end = argument.high if high else argument.low
    if argument.symbol.is_integer or argument.low == argument.high:
        return end
    return end + (argument.low - argument.high if high else argument.high - argument.low) / 997


def _drawn(argument: Argument, rng: np.random.Generator) -> Rational:
    if argument.symbol.is_integer and argument.high >= 2**62:  # numpy draws no integers of more bits
        low, high = int(argument.low), int(argument.high)
        return Rational(low + int.from_bytes(rng.bytes(64)) % (high - low + 1))
    return argument.draw(rng)


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


class TooLong(ArithmeticError):
    """A value that takes too long."""


class Desk:
    """The lines of one theorem with their values at the check points, each computed once.

    Args:
        theorem: the theorem.
        seed: of the check points.
        points: how many.
        rough: whether few digits are asked for first at all of them: enough to see what is plainly wrong.
    """

    def __init__(self, theorem: Theorem, seed: int = 0, points: int = POINTS, *, rough: bool = False) -> None:
        self.theorem, self.rough = theorem, rough
        self.facts = tuple(a.condition for a in theorem.assumes if a.condition is not None)
        self.closures = Closures()
        self._kinds = [
            (a.symbol, kind, a.symbol.assumptions0[kind])
            for a in theorem.arguments
            for kind in KINDS
            if kind in a.symbol.assumptions0
        ]
        self._rng = np.random.default_rng([seed, zlib.crc32(theorem.id.encode())])
        # A generator of its own: the check points must not depend on how many others are asked for.
        self.other = np.random.default_rng([seed, zlib.crc32(theorem.id.encode()), 2])
        points = max(points if theorem.arguments else 1, len(theorem.instances))
        self.points = [self._draw() for _ in range(points)]
        self.special: set[int] = set()
        self.far: set[int] = set()
        self.unmet = tuple(self._meet_every_case())
        self.few = range(len(self.points))
        self.outside: set[int] = set()
        if theorem.arguments:
            self.points += self._more()
            beyond = [*self._beyond(), *self._integers_beside(), *self._where_hypotheses_end()]
            self.outside = set(range(len(self.points), len(self.points) + len(beyond)))
            self.points += beyond
        self.all = range(len(self.points))
        self._balls: dict[tuple[Basic, int, int], Any] = {}
        self._values: dict[tuple[Basic, int, int], Any] = {}
        self._lost: dict[Basic, int] = {}
        self._left: dict[Basic, float] = {}

    def admits(self, point: Point) -> bool:
        """Whether a point satisfies the hypotheses, and its numbers what their symbols are assumed to be."""
        fits = all(getattr(point[symbol], f"is_{kind}") is known for symbol, kind, known in self._kinds)
        return fits and all(self.closures.truth(each, point) for each in self.facts)

    def _more(self) -> list[Point]:
        """Points of the box, of its corners, beside it, and with every integer of a short range."""
        found: list[Point] = []
        for argument in self.theorem.arguments:
            if argument.symbol.is_integer:
                last = min(argument.high, argument.low + RANGE)
                settled = (
                    {**self._draw(), argument.symbol: Rational(n)} for n in range(int(argument.low), int(last) + 1)
                )
                found += [point for point in settled if self.admits(point)]
        for _ in range(4):
            corner = {a.symbol: _beside_an_end(a, bool(self._rng.integers(2))) for a in self.theorem.arguments}
            found += [corner] if self.admits(corner) else []
        found += islice(self._around(), AROUND)
        return found + [self._draw() for _ in range(MORE + SPARE - len(self.points) - len(found))]

    def _around(self) -> Iterator[Point]:
        """Points of the domain beside the box, all symbols moved and turned at once: the box is no hypothesis."""
        movable = self._movable()
        for _ in range(20 * AROUND if movable else 0):
            point = dict(self._draw())
            for symbol in self._rng.permutation(movable)[: 1 + int(self._rng.integers(len(movable)))]:  # type: ignore[arg-type]
                if not symbol.is_integer:
                    point[symbol] = (point[symbol] or 1) * Rational(int(2**20 * 10 ** self._rng.uniform(-1, 1)), 2**20)
                if self._rng.integers(2):
                    point[symbol] *= self._turn(symbol)
            if self.admits(point):
                yield point

    def _where_hypotheses_end(self) -> Iterator[Point]:
        """Points close to where the hypotheses end, all of them at once, however far outside the box."""
        conditions = (a.condition for a in self.theorem.assumes if a.condition is not None)
        relations = sorted({each for condition in conditions for each in condition.atoms(Relational)}, key=str)
        for part in ENDS if relations else ():
            point = dict(self.draw_short())
            for relation in relations:
                symbol = sorted(relation.free_symbols, key=str)[int(self.other.integers(len(relation.free_symbols)))]
                ends = zeros(relation.lhs - relation.rhs, symbol, point)
                if ends and not symbol.is_integer:
                    end = ends[int(self.other.integers(len(ends)))]
                    point[symbol] += (Rational(str(end.evalf(20))) - point[symbol]) * part
            if self.admits(point):
                yield point

    def _beyond(self) -> Iterator[Point]:
        """Points of the domain far outside the box, one symbol moved."""
        sizes = [(symbol, power) for symbol in self._movable() for power in (SIZES, 1, -1, -SIZES)]
        for place in self._rng.permutation(len(sizes))[:BEYOND]:
            symbol, power = sizes[place]
            if symbol.is_integer and power != 1:
                continue
            point = dict(self._draw())
            point[symbol] = (
                (point[symbol] or 1) * Rational(10) ** power * (self._turn(symbol) if self._rng.integers(2) else 1)
            )
            if self.admits(point):
                yield point

    def _integers_beside(self) -> Iterator[Point]:
        """Points with an integer next to its box, and with the least of its domain: sums may be empty there."""
        for argument in self.theorem.arguments:
            symbol = argument.symbol
            if not symbol.is_integer or argument.parts:
                continue
            least = 1 if symbol.is_positive else 0 if symbol.is_nonnegative else argument.low - 2
            for n in sorted({least, argument.low - 1, argument.high + 1}):
                if least <= n and not argument.low <= n <= argument.high:
                    point = {**self._draw(self.other), symbol: Rational(n)}
                    if self.admits(point):
                        yield point

    def _movable(self) -> list[Symbol]:
        return [a.symbol for a in self.theorem.arguments if not a.parts]

    @staticmethod
    def _turn(symbol: Symbol) -> int:
        return -1 if symbol.is_positive is None and symbol.is_negative is None and not symbol.is_nonnegative else 1

    def draw_short(self) -> Point:
        """A point near the box whose numbers have few digits: equations are solved there, and powers of it taken."""
        return {s: Rational(round(value * SHORT), SHORT) or value for s, value in self._draw(self.other).items()}

    def _draw(self, rng: np.random.Generator | None = None) -> Point:
        for _ in range(2000):
            point = {a.symbol: _drawn(a, rng or self._rng) for a in self.theorem.arguments}
            if self.admits(point):
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
                drawn = (self._on_the_line(conditions[k]) for _ in range(ON_THE_LINE))
                on_line = (p for p in drawn if p is not None and case(p) == k)
                special = next((p for p in on_line if self.admits(p)), None)
                if special is not None:
                    self.special.add(len(self.points))
                    self.points.append(special)
                    continue
                # A form for floating point has cases for sizes that no box contains.
                tried = (self._far_away() for _ in range(CASE_DRAWS))
                away = list(islice((p for p in tried if case(p) == k), ON_THE_LINE))
                admitted = next((p for p in away if self.admits(p)), None)
                if admitted is not None and self._only_computed(conditions[k]):
                    self.far.add(len(self.points))
                    self.points.append(admitted)
                elif admitted is not None or not away:
                    # A case that only points outside the hypotheses meet is none of the claim's.
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
        if not self.theorem.instances or not line.atoms(AppliedUndef):
            return line
        own = self.theorem.instances
        return put_in(line, own[k % len(own)] if k in self.all else self.broken[k])

    @cached_property
    def broken(self) -> dict[int, Choice]:
        """Further points, each with functions that break what no hypothesis says of the undefined ones."""
        rng, first = np.random.default_rng(13), len(self.points)
        found = breaking(self.theorem.lines, self.theorem.assumes, self.theorem.instances, self.points[0])
        told = set[Basic]().union(*(each.free_symbols for each in on_functions(self.theorem.assumes)))
        # What they break may show far outside the box alone; there a hypothesis that holds a symbol may exclude them.
        apart = found and not told & {a.symbol for a in self.theorem.arguments}
        # Twice, each time for another choice: one may fulfil by chance what is no law.
        beyond = 2 * [self.points[k] for k in sorted(self.outside)] if apart else []
        self.points += [*(self._draw(rng) for _ in found), *beyond]
        self.outside |= set(range(first + len(found), len(self.points)))
        return dict(enumerate(islice(cycle(found), len(found) + len(beyond)), first))

    def digits(self, k: int) -> tuple[int, ...]:
        """Digits that an enclosure at point k aims at, one after the other until they are enough."""
        return (FINE, TINY) if k in self.few and not self.rough else (COARSE, FINE, TINY)

    def ball(self, line: Basic, k: int, digits: int = FINE) -> Any:
        """The Arb ball of a line at point k, or the `Undecided` that came instead."""
        key = (line, k, digits)
        if key not in self._balls:
            beyond = k in self.outside
            if beyond and self._lost.get(line, 0) >= LOSSES:
                return Undecided("the line has no balls so far outside the box")
            wait = BRIEF if beyond else PATIENCE
            try:
                work = lambda: self.closures.enclose(self.concrete(line, k), self.points[k], digits)  # noqa: E731
                self._balls[key] = self._within(wait, line, work, not beyond)
            except (Undecided, ValueError, RecursionError) as reason:
                # Not Undecided where a function that is put in holds a symbol without a value, or ends run in a circle.
                self._balls[key] = Undecided(str(reason))
            except OutOfTime:
                self._balls[key] = Undecided(f"the enclosure took longer than {wait:g} s")
            if beyond and isinstance(self._balls[key], Undecided):
                self._lost[line] = self._lost.get(line, 0) + 1
        return self._balls[key]

    def _within(self, wait: float, line: Basic, work: Callable[[], Any], decides: bool) -> Any:
        """One attempt at a line, which has a limit of its own; so have all of them together."""
        begin, left = time.thread_time(), self._left.setdefault(line, TOGETHER)
        try:
            return within(min(wait, max(left, 1 / SHORT)), work, decides=decides)
        finally:
            self._left[line] -= time.thread_time() - begin

    def value(self, line: Basic, k: int, digits: int = FINE) -> Any:
        """The mpmath value of a line at point k."""
        key = (line, k, digits)
        if key not in self._values:
            first = k in self.few
            wait = PATIENCE if first else BRIEF
            try:
                work = lambda: evaluate(self.concrete(line, k), self.points[k], digits)  # noqa: E731
                self._values[key] = self._within(wait, line, work, first)
            except OutOfTime:
                self._values[key] = TooLong(f"the evaluation took longer than {wait:g} s")
        if isinstance(self._values[key], TooLong):
            raise self._values[key]
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
        rng = np.random.default_rng(11)
        beside = []
        for _ in range(100):
            corner = {a.symbol: _beside_an_end(a, bool(rng.integers(2))) for a in self.theorem.arguments}
            if self.admits(corner):
                beside.append(corner)
        return [
            *(p for k, p in enumerate(self.points) if k not in self.far | self.special),
            *beside,
            *(self._draw(rng) for _ in range(100)),
        ]

    def forget(self, line: Basic) -> None:
        """Drop the values of a line."""
        for k in range(len(self.points)):
            for digits in (COARSE, FINE, TINY):
                self._balls.pop((line, k, digits), None)
                self._values.pop((line, k, digits), None)
