"""Minima beside the enumeration: every ordering of slopes, and one-breakpoint profiles place by place."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

import numpy as np

from symspline.evidence.cases import every_case
from symspline.numerics.critical_points import critical_points
from symspline.numerics.one_breakpoint import fit_with_breakpoint, one_breakpoint_minima, one_sided_derivatives
from symspline.numerics.piece_families import feasible_partitions
from symspline.proof.theorem import Evidence, Finding

from ..data_sets import D2, D3, D6, DataSet
from .enumeration import Line, compositions, crossing_inside, least_squares_line, random_data


def kink_is_best(rng: np.random.Generator) -> Finding:
    """The third data set: derivatives on both sides of 6, and no candidate below."""
    del rng
    fit = fit_with_breakpoint(*D3, 6)
    before, after = one_sided_derivatives(fit.residuals, 6, fit.delta_slope)
    smooth = critical_points(*D3, 2)[0]
    minima = one_breakpoint_minima(*D3)
    passed = before < 0 < after and fit.loss == Fraction(39159, 6580) == minima[0].loss < smooth.loss
    passed = passed and minima[0].kind == "kink" and smooth.loss == Fraction(387, 56)
    text = f"on the datum D- = {before}, D+ = {after}, loss {fit.loss}; the best least-squares point has {smooth.loss}"
    return Finding(passed, float(fit.loss), text)


@every_case("the profile of random data, place by place", "{} rational places of three data sets")
def minima_complete(rng: np.random.Generator) -> Iterator[str]:
    """Rational profiles at thirteen places a gap: every dip belongs to a listed minimum."""
    for data in (D6, D3, random_data(rng, 7)):
        minima = one_breakpoint_minima(*data)
        grid = [a + (b - a) * Fraction(k, 13) for a, b in pairwise(data.x) for k in range(13)]
        values = [fit_with_breakpoint(*data, place).loss for place in grid]
        yield "" if min(values[1:]) >= minima[0].loss else f"{data}: a place lies below every listed minimum"
        for k in range(2, len(grid) - 1):
            dip = values[k] < values[k - 1] and values[k] < values[k + 1]
            listed = any(m.start <= grid[k + 1] and grid[k - 1] <= m.stop for m in minima)
            yield "" if listed or not dip else f"{data}: no minimum is listed near {grid[k]}"


@every_case("runs of single data, by every ordering of the slopes", "{} lists and their counts")
def partitions_found(rng: np.random.Generator) -> Iterator[str]:
    """Runs of one datum too: slopes are sought by trying one in each interval between their bounds."""
    expected = {"D2": (1, 7, 12, 16, 21, 17, 7, 1), "D6": (1, 4, 6, 4, 5, 1)}
    for name, data in (("D2", D2), ("D6", D6), ("random", random_data(rng, 6))):
        counts = []
        for pieces in range(1, len(data.x) + 1):
            every = [runs for runs in compositions(len(data.x), pieces, 1) if slopes_exist(data, runs)]
            same = every == feasible_partitions(*data, pieces)
            yield "" if same else f"{name}, {pieces} pieces: the propagated slopes give another list"
            counts.append(len(every))
        yield "" if tuple(counts) == expected.get(name, tuple(counts)) else f"{name}: the counts are {counts}"


def slopes_exist(data: DataSet, runs: tuple[tuple[int, int], ...]) -> bool:
    """Whether slopes of the single data exist with which all neighbouring lines cross inside their gaps."""
    lines = [least_squares_line(data.x[a:b], data.y[a:b]) if b - a > 1 else None for a, b in runs]
    candidates = [
        [line] if line else _trial_lines(data, lines, k, start)
        for k, (line, (start, _)) in enumerate(zip(lines, runs, strict=True))
    ]
    return _chain(candidates, [(data.x[stop - 1], data.x[stop]) for _, stop in runs[:-1]])


def _trial_lines(data: DataSet, lines: list, k: int, at: int) -> list[Line]:
    """Lines through a datum, one slope in each interval between those at which something about a crossing changes."""
    x, y = data.x[at], data.y[at]
    bounds = set()
    for side, gap in ((k - 1, at - 1), (k + 1, at + 1)):
        if 0 <= side < len(lines):
            line = lines[side]
            target = data.y[gap] if line is None else line[0] * data.x[gap] + line[1]
            bounds.add((target - y) / (data.x[gap] - x))
    ordered = sorted(bounds)
    slopes = (
        [Fraction(0)]
        if not ordered
        else [ordered[0] - 1, *((a + b) / 2 for a, b in pairwise(ordered)), ordered[-1] + 1]
    )
    return [(slope, y - slope * x) for slope in slopes]


def _chain(candidates: list[list], gaps: list[tuple[Fraction, Fraction]]) -> bool:
    """Whether one line can be taken from each list such that neighbours cross inside the gap between them."""
    alive = candidates[0]
    for options, gap in zip(candidates[1:], gaps, strict=True):
        alive = [line for line in options if any(crossing_inside(other, line, *gap) is not None for other in alive)]
    return bool(alive)


EVIDENCE = {
    "C4e.zigzag": partitions_found,
    "C4f.profile": minima_complete,
    "C4f.kink": Evidence("one-sided derivatives and all other candidates", kink_is_best, "exact"),
}
