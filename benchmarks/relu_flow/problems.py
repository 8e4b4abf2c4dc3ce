"""Small networks and data for the gradient flow: numbers that float64 holds exactly, drawn from a seed.

Four families: ``free`` starts anywhere, ``kinks`` puts breakpoints on data (several neurons on one, so that they slide
and are released together), ``mirror`` is symmetric under x -> -x, so that events come in pairs at one time, ``small``
has small (w, b) and breakpoints on data, so that both can shrink to zero.
"""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Problem:
    """A start, data and how long the flow runs; every number is a multiple of 1/64."""

    w: list[Fraction]
    b: list[Fraction]
    v: list[Fraction]
    b0: Fraction
    x: list[Fraction]
    y: list[Fraction]
    t_end: Fraction

    def floats(self) -> dict[str, list[float] | float]:
        """The numbers as float64, which holds them exactly."""
        return {
            name: [float(each) for each in value] if isinstance(value, list) else float(value)
            for name, value in asdict(self).items()
        }


def draw(family: str, seed: int) -> Problem:
    """The problem of a family (``free``, ``kinks``, ``mirror`` or ``small``) that a seed gives."""
    rng = random.Random(f"{family} {seed}")
    return {"free": _free, "kinks": _kinks, "mirror": _mirror, "small": _small}[family](rng)


def _some(rng: random.Random, count: int, most: int, parts: int = 8) -> list[Fraction]:
    """Multiples of 1/parts up to most/parts in size, none zero."""
    return [Fraction(rng.choice((-1, 1)) * rng.randint(1, most), parts) for _ in range(count)]


def _data(rng: random.Random, count: int) -> list[Fraction]:
    return sorted(Fraction(k, 4) for k in rng.sample(range(-8, 9), count))


def _output(rng: random.Random, count: int) -> list[Fraction]:
    """Output weights of one size, small or large, so that both signs of v^2 - w^2 - b^2 occur."""
    return _some(rng, count, rng.choice((3, 8, 16)))


def _free(rng: random.Random) -> Problem:
    h, n = rng.randint(1, 4), rng.randint(2, 6)
    w, b, v = _some(rng, h, 10), _some(rng, h, 10), _output(rng, h)
    return Problem(w, b, v, _some(rng, 1, 4)[0], _data(rng, n), _some(rng, n, 16), Fraction(rng.randint(2, 4)))


def _kinks(rng: random.Random) -> Problem:
    h, n = rng.randint(1, 4), rng.randint(3, 6)
    x, w, v = _data(rng, n), _some(rng, h, 10), _output(rng, h)
    place = rng.randrange(1, n - 1)
    b = [-each * x[place] if rng.random() < 0.7 else _some(rng, 1, 10)[0] for each in w]
    return Problem(w, b, v, _some(rng, 1, 4)[0], x, _some(rng, n, 16), Fraction(rng.randint(2, 4)))


def _mirror(rng: random.Random) -> Problem:
    h, n = rng.randint(1, 2), rng.randint(1, 3)
    right = sorted(Fraction(k, 4) for k in rng.sample(range(1, 9), n))
    above = _some(rng, n, 16)
    w, b, v = _some(rng, h, 10), _some(rng, h, 10), _output(rng, h)
    x, y = [-each for each in reversed(right)] + right, above[::-1] + above
    if n < 3 and rng.random() < 0.7:
        x, y = [*x[:n], Fraction(0), *x[n:]], [*y[:n], _some(rng, 1, 16)[0], *y[n:]]
    return Problem(
        [sign * each for each in w for sign in (1, -1)],
        [each for each in b for _ in range(2)],
        [each for each in v for _ in range(2)],
        _some(rng, 1, 4)[0],
        x,
        y,
        Fraction(rng.randint(2, 3)),
    )


def _small(rng: random.Random) -> Problem:
    h, n = rng.randint(1, 2), rng.randint(3, 5)
    x, w, v = _data(rng, n), _some(rng, h, 2), _some(rng, h, 12)
    b = [-each * x[rng.randrange(1, n - 1)] for each in w]
    return Problem(w, b, v, _some(rng, 1, 4)[0], x, _some(rng, n, 16), Fraction(2))
