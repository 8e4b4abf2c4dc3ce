"""Local minima with bends on data: small moves in fractions, and descents over the places of the bends."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import numpy as np

from symspline.evidence.cases import every_case
from symspline.numerics.critical_points import critical_points
from symspline.numerics.interval_fits import CriticalPoint
from symspline.numerics.rational_data import RationalData

from ..data_sets import D2, D6, DataSet
from .enumeration import random_data


@every_case("small moves of the bends of all minima, in fractions", "{} moves, three data sets")
def moves_raise(rng: np.random.Generator) -> Iterator[str]:
    """The bends of every listed minimum, moved by all combinations of small steps; the rest is refitted."""
    for data in (D2, D6, random_data(rng, 7)):
        for pieces in (2, 3):
            for point in critical_points(*data, pieces, on_data=True):
                steps = [_step(data, place) for place in point.breakpoints]
                for signs in product((-1, 0, 1), repeat=pieces - 1):
                    places = [b + s * h for b, s, h in zip(point.breakpoints, signs, steps, strict=True)]
                    yield "" if refitted(data, places) >= point.loss else f"{data}: {point} is lower at {places}"


@every_case("descents over the places of two bends", "{} descents", "simulation")
def descents_end_there(rng: np.random.Generator) -> Iterator[str]:
    """Descents of the places of two bends, by steps of all sizes: the losses they end at are listed."""
    spaced = DataSet(tuple(map(Fraction, range(6))), tuple(Fraction(int(v), 3) for v in rng.integers(-9, 10, 6)))
    for data in (D6, spaced):
        losses = np.array([float(point.loss) for point in _with_fewer(data, 3)])
        x, y = np.array(data.x, dtype=float), np.array(data.y, dtype=float)
        for start in rng.uniform(x[0], x[-1], (12, 2)):
            reached = _descend(x, y, start, rng)
            listed = np.abs(losses - reached).min() <= 1e-4
            yield "" if listed else f"{data}: a descent from {start} ends at {reached}, which is not listed"


def refitted(data: DataSet, places: list[Fraction]) -> Fraction:
    """The least loss with the bends held, by the normal equations of hinges; independent columns alone are taken."""
    exact = RationalData.of(*data)
    columns = [[Fraction(1)] * len(exact), list(exact.x)]
    best = exact.fit(list(zip(*columns, strict=True)))[2]
    for place in sorted(set(places)):
        hinge = [max(x - place, Fraction(0)) for x in exact.x]
        try:
            best = exact.fit(list(zip(*columns, hinge, strict=True)))[2]
        except ZeroDivisionError:
            continue
        columns.append(hinge)
    return best


def _step(data: DataSet, place: Fraction) -> Fraction:
    return min(abs(place - x) for x in data.x if x != place) / 1000


def _with_fewer(data: DataSet, pieces: int) -> list[CriticalPoint]:
    """A descent may end where a bend does not bend: at a minimum with fewer pieces."""
    return [point for p in range(1, pieces + 1) for point in critical_points(*data, p, on_data=True)]


def _descend(x: np.ndarray, y: np.ndarray, places: np.ndarray, rng: np.random.Generator) -> float:
    def loss(at: np.ndarray) -> float:
        design = np.stack([np.ones_like(x), x, *(np.maximum(x - b, 0) for b in at)], axis=1)
        residual = design @ np.linalg.lstsq(design, y, rcond=None)[0] - y
        return float(residual @ residual) / 2

    best, stuck = loss(places), 0
    while stuck < 3:
        # At all scales: along the axes, in which the loss has its kinks, and at random, since its valleys are narrow.
        angles = np.concatenate([np.arange(4) * np.pi / 2, rng.uniform(0, 2 * np.pi, 12)])
        sizes = (x[-1] - x[0]) * 2.0 ** -np.arange(2, 30)
        tried = places + np.multiply.outer(sizes, np.stack([np.cos(angles), np.sin(angles)], axis=1)).reshape(-1, 2)
        losses = [loss(at) for at in tried]
        k = int(np.argmin(losses))
        stuck = 0 if losses[k] < best - 1e-10 else stuck + 1
        if losses[k] < best:
            places, best = tried[k], losses[k]
    return best


EVIDENCE = {"C4h.tangent": descents_end_there, "C4h.move": moves_raise}
