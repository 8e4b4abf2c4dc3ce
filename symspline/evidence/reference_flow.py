"""The gradient flow of a small ReLU network to many digits, slow and plain: a judge for fast integrators.

Between events the flow is smooth. A step is the modified midpoint rule with more and more substeps, extrapolated to
substeps of length zero (Gragg, Bulirsch and Stoer). A regime, which says who sees which datum and who slides, lasts
while its guards are positive; after every step each guard is looked at, its dips inside the step too, and the first
zero is bracketed by shorter steps from the same start. What happens there is decided by the two one-sided speeds of
the pre-activation. Every sum runs over the pairs of neuron and datum as they stand in the definition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

from mpmath.ctx_mp import MPContext

Number = Any
"""A number of the flow's own mpmath context."""
Key = tuple[str, int, int | None]
"""A guard: what ends when it falls below zero, the neuron and the datum."""
Given = str | int | float | Fraction


@dataclass(frozen=True)
class FlowEvent:
    """What happens to a neuron at a datum.

    The kinds are ``on`` and ``off`` (the neuron begins or ceases to see the datum), ``slide`` (its breakpoint stays on
    the datum), ``exit on`` and ``exit off`` (it stops sliding), ``dies`` (it comes to rest on the last datum that it
    saw) and ``flip`` (w changes sign; no datum).
    """

    time: Number
    kind: str
    neuron: int
    datum: int | None


@dataclass(frozen=True)
class Stop:
    """Where more than one curve goes on: ``repels``, ``output weight zero`` or ``collapse`` (D12)."""

    time: Number
    kind: str
    neuron: int
    datum: int


@dataclass(frozen=True)
class Weights:
    """A network on the way, one number a neuron in w, b and v."""

    w: list[Number]
    b: list[Number]
    v: list[Number]
    b0: Number


@dataclass
class _Regime:
    """What is constant between events."""

    sees: list[list[bool]]
    slides: list[int | None]
    side: list[int]
    """Sign of w; for a slider the orientation."""
    sign: list[int]
    """Sign of v when the neuron began to slide; 0 for the others."""

    def moves(self, i: int) -> bool:
        """Whether neuron i has a datum that moves it."""
        return any(self.sees[i]) or self.slides[i] is not None


class ReferenceFlow:
    r"""The flow of ``L = 1/2 sum_n e_n^2``, ``e_n = sum_i v_i relu(w_i x_n + b_i) + b0 - y_n``, from a start.

    At ``p = w x_n + b = 0`` let ``A = sum_{m != n} [p_m > 0] e_m (1 + x_n x_m)``. The speeds of p on its two sides are
    ``-v A`` and ``-v (A + e_n (1 + x_n^2))``. Of one sign: p crosses. Towards zero on both sides: the neuron slides,
    and counts datum n by the share ``alpha = -A / (e_n (1 + x_n^2))`` that keeps p at zero. A is an empty sum: the
    neuron rests there for good, as descent does, whose relu has the slope 0 at 0. Away from zero on both sides: the
    flow is not unique and ends.

    Args:
        w: input weights, H numbers, none zero; text and fractions are taken exactly.
        b: biases, H numbers.
        v: output weights, H numbers.
        b0: output bias.
        x: data, N distinct numbers in any order.
        y: targets, N numbers.
        t_end: how long the flow runs.
        train_b0: whether the output bias moves.
        digits: a step's error is below 10^-digits.
        rows: number of midpoint rules that are extrapolated; the order of a step is twice that.
        longest: no step is longer, so that each guard is seen this often.

    Attributes:
        events: all that happened, in time.
        stop: where the flow ceased to be unique, else None.
        time: the time reached.
        end: the weights there.

    Raises:
        ValueError: unequal lengths, equal data, or a start with w = 0.
        ArithmeticError: a degenerate point, or an event that no short step resolves.

    Source:
        D10, D11 and D12 of the theory: Filippov's solutions.

    Example:
        A neuron that stays on the datum 0, where ``w v = 1 / (1 + 3 exp(-2 t))``:

        >>> flow = ReferenceFlow(["0.5"], [0], ["0.5"], 0, [0, 1], [-1, 1], 1, train_b0=False, digits=15)
        >>> flow.events[0].kind, flow.number(flow.end.w[0] * flow.end.v[0], 12)
        ('slide', '0.711234594228')
    """

    def __init__(
        self,
        w: Sequence[Given],
        b: Sequence[Given],
        v: Sequence[Given],
        b0: Given,
        x: Sequence[Given],
        y: Sequence[Given],
        t_end: Given,
        *,
        train_b0: bool = True,
        digits: int = 28,
        rows: int = 10,
        longest: Given = "0.0625",
    ):
        if not len(w) == len(b) == len(v) or len(x) != len(y):
            raise ValueError(f"{len(w)}, {len(b)}, {len(v)} weights and {len(x)}, {len(y)} data: give equal lengths")
        self.context = MPContext()  # its own precision: mpmath's global one stays the caller's
        self.context.dps = digits + 14
        self._small = self.context.mpf(10) ** (-digits + 4)
        self._tolerance = self.context.mpf(10) ** -digits
        self._width, self._rows, self._train_b0 = len(w), rows, train_b0
        self._x, self._y = self._numbers(x), self._numbers(y)
        if len(set(self._x)) < len(x):
            raise ValueError("two data have one x: join them")
        state = self._numbers([*w, *b, *v, b0])
        if any(value == 0 for value in state[: self._width]):
            raise ValueError("a neuron starts with w = 0: it has no breakpoint")
        self.events: list[FlowEvent] = []
        self.stop: Stop | None = None
        self.time = self.context.mpf(0)
        self._knots: list[tuple[Number, list[Number], _Regime]] = []
        self._regime = self._start(state)
        self._state = self._run(state, self._number(t_end), self._number(longest))

    def _number(self, value: Given) -> Number:
        if isinstance(value, Fraction):
            return self.context.mpf(value.numerator) / value.denominator
        return self.context.mpf(value)

    def _numbers(self, values: Sequence[Given]) -> list[Number]:
        return [self._number(value) for value in values]

    def number(self, value: Number, digits: int) -> str:
        """The decimal digits of a number of this flow."""
        return str(self.context.nstr(value, digits, strip_zeros=False))

    @property
    def end(self) -> Weights:
        """The weights at the time reached."""
        return self._weights(self._state)

    def __call__(self, t: Given) -> Weights:
        """The weights at a time from 0 to the time reached, by one step from the last one that was kept."""
        at = self._number(t)
        if not 0 <= at <= self.time:
            raise ValueError(f"t is {t}: give a time from 0 to {self.number(self.time, 15)}")
        start, state, regime = next(knot for knot in reversed(self._knots) if knot[0] <= at)
        return self._weights(self._step(state, at - start, regime)[0])

    def loss(self, at: Weights) -> Number:
        """Half the sum of squared residuals of these weights."""
        neurons = list(zip(at.w, at.b, at.v, strict=True))
        values = (sum(v * max(w * place + b, 0) for w, b, v in neurons) + at.b0 for place in self._x)
        return sum((value - target) ** 2 for value, target in zip(values, self._y, strict=True)) / 2

    def _weights(self, state: list[Number]) -> Weights:
        h = self._width
        return Weights(state[:h], state[h : 2 * h], state[2 * h : 3 * h], state[3 * h])

    # The field of one regime

    def _residuals(self, state: list[Number], regime: _Regime) -> list[Number]:
        now = self._weights(state)
        neurons = list(zip(now.w, now.b, now.v, regime.sees, strict=True))
        return [
            sum((v * (w * place + b) for w, b, v, sees in neurons if sees[n]), now.b0 - target)
            for n, (place, target) in enumerate(zip(self._x, self._y, strict=True))
        ]

    def _others(self, i: int, n: int, e: list[Number], regime: _Regime) -> Number:
        """A: what the other data that neuron i sees do to its pre-activation at datum n."""
        x = self._x
        return sum((e[m] * (1 + x[n] * x[m]) for m, seen in enumerate(regime.sees[i]) if seen and m != n), 0 * e[n])

    def _field(self, state: list[Number], regime: _Regime) -> list[Number]:
        """The velocity of every weight."""
        now, e, x = self._weights(state), self._residuals(state, regime), self._x
        dw, db, dv = [], [], []
        for i, (w, b, v) in enumerate(zip(now.w, now.b, now.v, strict=True)):
            weighed = [(e[m], x[m]) for m, seen in enumerate(regime.sees[i]) if seen]
            n = regime.slides[i]
            if n is not None:
                share = -self._others(i, n, e, regime) / (1 + x[n] ** 2)  # alpha e_n, without a division by e_n
                weighed.append((share, x[n]))
            total = sum(each for each, _ in weighed)
            moment = sum(each * place for each, place in weighed)
            dw.append(-v * moment)
            db.append(-v * total)
            dv.append(-(w * moment + b * total))
        return [*dw, *db, *dv, -sum(e) if self._train_b0 else self.context.mpf(0)]

    def _guards(self, state: list[Number], regime: _Regime) -> dict[Key, Number]:
        """Numbers that are positive as long as the regime lasts."""
        now, e, x = self._weights(state), self._residuals(state, regime), self._x
        found: dict[Key, Number] = {}
        for i, (w, b, v) in enumerate(zip(now.w, now.b, now.v, strict=True)):
            n = regime.slides[i]
            if n is not None:
                others = regime.sign[i] * self._others(i, n, e, regime)
                found["exit off", i, n] = -others
                found["exit on", i, n] = others + regime.sign[i] * e[n] * (1 + x[n] ** 2)
                found["output weight zero", i, n] = regime.sign[i] * v
                found["collapse", i, n] = regime.side[i] * w
            elif regime.moves(i):
                for m, seen in enumerate(regime.sees[i]):
                    found["meets", i, m] = (w * x[m] + b) * (1 if seen else -1)
                found["flip", i, None] = regime.side[i] * w
        return found

    # Steps

    def _midpoint(self, state: list[Number], h: Number, count: int, regime: _Regime) -> list[Number]:
        """The modified midpoint rule; its error is a series in even powers of h / count, count being even."""
        part = h / count
        old, new = state, [z + part * d for z, d in zip(state, self._field(state, regime), strict=True)]
        for _ in range(count - 1):
            slope = self._field(new, regime)
            old, new = new, [z + 2 * part * d for z, d in zip(old, slope, strict=True)]
        return new

    def _step(self, state: list[Number], h: Number, regime: _Regime) -> tuple[list[Number], Number]:
        """The state after a time h, and how much the last extrapolation changed it."""
        if h == 0:
            return state, h
        row: list[list[Number]] = []
        for j in range(1, self._rows + 1):
            last, row = row, [self._midpoint(state, h, 2 * j, regime)]
            for k in range(1, j):
                factor = 1 / (self._number(Fraction(j, j - k)) ** 2 - 1)
                row.append([a + (a - c) * factor for a, c in zip(row[-1], last[k - 1], strict=True)])
        return row[-1], max(abs(a - c) for a, c in zip(row[-1], row[-2], strict=True))

    def _zero(self, value: Callable[[Number], Number], low: Number, high: Number) -> Number:
        """A zero of a function with value(low) > 0 > value(high), or the reverse: secants, kept inside by halving."""
        at_low, at_high = value(low), value(high)
        width = high - low
        while abs(high - low) > self._tolerance * (1 + abs(width)):
            guess = (low * at_high - high * at_low) / (at_high - at_low)
            at_guess = value(guess)
            if abs(at_guess) < self._tolerance * self._small:
                return guess
            if (at_guess > 0) == (at_high > 0):
                # Anderson and Bjoerck: the end that stays is made lighter, so that both ends move.
                weight = 1 - at_guess / at_high
                at_low *= weight if weight > 0 else self.context.mpf(1) / 2
            else:
                low, at_low = high, at_high
            high, at_high = guess, at_guess
        return high

    def _slopes(self, state: list[Number], regime: _Regime) -> dict[Key, Number]:
        """How fast each guard changes: guards are polynomials, a difference over a tiny time has half of the digits."""
        tiny = self.context.sqrt(self.context.eps)
        ahead = [z + tiny * d for z, d in zip(state, self._field(state, regime), strict=True)]
        now, then = self._guards(state, regime), self._guards(ahead, regime)
        return {key: (then[key] - now[key]) / tiny for key in now}

    def _first_zero(self, state: list[Number], h: Number, after: list[Number]) -> Number | None:
        """The first time in (0, h] when a guard is zero; None when all stay positive."""
        regime = self._regime

        def guard(key: Key, s: Number) -> Number:
            return self._guards(self._step(state, s, regime)[0], regime)[key]

        def slope(key: Key, s: Number) -> Number:
            return self._slopes(self._step(state, s, regime)[0], regime)[key]

        before, behind = self._guards(state, regime), self._guards(after, regime)
        slopes, slopes_behind = self._slopes(state, regime), self._slopes(after, regime)
        found = None
        for key, value in before.items():
            high, just_left = h, value < self._small
            if behind[key] > 0:
                if just_left:
                    continue  # its slope may be rounding: a slider leaves at no speed
                falls, rises = -slopes[key], slopes_behind[key]
                # A dip below zero needs a fall at the start and a rise at the end; twice for what bends the other way.
                if not (falls > 0 and rises > 0 and value < 2 * falls * h and behind[key] < 2 * rises * h):
                    continue
                high = self._zero(partial(slope, key), 0 * h, h)
                if guard(key, high) > 0:
                    continue
            if just_left:
                # It has just left zero and is back: only a shorter step tells the two apart.
                return 0 * h
            at = self._zero(partial(guard, key), 0 * h, high)
            found = at if found is None else min(found, at)
        return found

    def _run(self, state: list[Number], t_end: Number, longest: Number) -> list[Number]:
        h, rounding = longest, 100 * (1 + t_end) * self.context.eps
        while t_end - self.time > rounding and self.stop is None:
            h = min(h, longest, t_end - self.time)
            if h < self._small:
                raise ArithmeticError(f"no step resolves what happens at t = {self.number(self.time, 15)}")
            after, error = self._step(state, h, self._regime)
            if error > self._tolerance:
                h /= 2
                continue
            at = self._first_zero(state, h, after)
            if at == 0:
                h /= 2
                continue
            self._knots.append((self.time, state, deepcopy(self._regime)))
            if at is None:
                self.time, state = self.time + h, after
                h *= 2
            else:
                self.time += at
                state = self._pass(self._step(state, at, self._regime)[0])
        if self.stop is None:
            self.time = t_end
        self._knots.append((self.time, state, deepcopy(self._regime)))
        return state

    # Events

    def _start(self, state: list[Number]) -> _Regime:
        now = self._weights(state)
        active = [[w * place + b for place in self._x] for w, b in zip(now.w, now.b, strict=True)]
        self._regime = _Regime(
            [[p > 0 for p in row] for row in active],
            [None] * self._width,
            [1 if w > 0 else -1 for w in now.w],
            [0] * self._width,
        )
        e = self._residuals(state, self._regime)
        for i, row in enumerate(active):
            for n, p in enumerate(row):
                if p == 0:
                    self._meet(i, n, state, e)
        return self._regime

    def _due(self, state: list[Number]) -> Iterator[Key]:
        """Guards that are zero now and fall."""
        slopes = self._slopes(state, self._regime)
        for key, value in self._guards(state, self._regime).items():
            if abs(value) < self._small and slopes[key] < 0:
                yield key

    def _pass(self, state: list[Number]) -> list[Number]:
        """Everything that happens at this time, of one neuron or of many; the state with p exactly zero there."""
        state = list(state)
        e = self._residuals(state, self._regime)
        for kind, i, n in list(self._due(state)):
            if n is None:
                self._regime.side[i] = -self._regime.side[i]
                self.events.append(FlowEvent(self.time, "flip", i, None))
                continue
            if kind in ("output weight zero", "collapse"):
                self.stop = self.stop or Stop(self.time, kind, i, n)
                continue
            state[self._width + i] = -state[i] * self._x[n]
            if kind == "meets":
                self._meet(i, n, state, e)
            else:
                self._regime.slides[i], self._regime.sign[i] = None, 0
                self._regime.sees[i][n] = kind == "exit on"
                self.events.append(FlowEvent(self.time, kind, i, n))
        return state

    def _meet(self, i: int, n: int, state: list[Number], e: list[Number]) -> None:
        """What neuron i does at datum n, by the two speeds of its pre-activation."""
        regime, v = self._regime, self._weights(state).v[i]
        others = self._others(i, n, e, regime)
        below, above = -v * others, -v * (others + e[n] * (1 + self._x[n] ** 2))
        regime.sees[i][n] = False
        if not any(regime.sees[i]):
            kind = "dies"
        elif below == 0 or above == 0:
            raise ArithmeticError(f"neuron {i} touches datum {n} with no speed at t = {self.number(self.time, 15)}")
        elif below < 0 < above:
            self.stop = self.stop or Stop(self.time, "repels", i, n)
            return
        elif above < 0 < below:
            kind, regime.slides[i], regime.sign[i] = "slide", n, 1 if v > 0 else -1
        else:
            kind = "on" if below > 0 else "off"
            regime.sees[i][n] = below > 0
        self.events.append(FlowEvent(self.time, kind, i, n))
