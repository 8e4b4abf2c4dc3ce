"""Enumeration: exact searches that share no code with each other, on the examples and on random rational data."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, pairwise, product
from math import comb

import numpy as np

from symspline.evidence.cases import every_case
from symspline.numerics.cell_solve import solve_cells
from symspline.numerics.critical_points import count_critical_points, critical_points
from symspline.proof.theorem import Evidence, Finding

from ..data_sets import D2, D3, D6, DataSet

COUNTS = {"D2": (1, 5, 1, 0), "D3": (1, 2, 1, 0, 0), "D6": (1, 2, 0)}
"""Critical points with 1, 2, … pieces."""
SETS = {"D2": D2, "D3": D3, "D6": D6}
Line = tuple[Fraction, Fraction]
"""Slope and intercept."""


def random_data(rng: np.random.Generator, size: int) -> DataSet:
    """Random integers as inputs and thirds as targets."""
    x = sorted(int(t) for t in rng.choice(np.arange(-20, 21), size, replace=False))
    return DataSet.of(x, (Fraction(int(t), 3) for t in rng.integers(-9, 10, size)))


def least_squares_line(x: tuple[Fraction, ...], y: tuple[Fraction, ...]) -> Line:
    """Slope and intercept by means and centred products."""
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    slope = sum((a - mean_x) * (t - mean_y) for a, t in zip(x, y, strict=True)) / sum((a - mean_x) ** 2 for a in x)
    return slope, mean_y - slope * mean_x


def compositions(size: int, parts: int, least: int) -> Iterator[tuple[tuple[int, int], ...]]:
    """All ways to cut `size` data into runs of at least `least`."""
    for inner in combinations(range(1, size), parts - 1):
        runs = tuple(pairwise((0, *inner, size)))
        if all(stop - start >= least for start, stop in runs):
            yield runs


def crossing_inside(one: Line, other: Line, left, right) -> Fraction | None:
    """Where two lines cross when that is strictly between two inputs."""
    if one[0] == other[0]:
        return None
    place = (other[1] - one[1]) / (one[0] - other[0])
    return place if left < place < right else None


def every_composition(data: DataSet, pieces: int) -> list[tuple[Fraction, ...]]:
    """Breakpoints of the critical points, from every composition and the place at which the lines cross."""
    found = []
    for runs in compositions(len(data.x), pieces, 2):
        lines = [least_squares_line(data.x[a:b], data.y[a:b]) for a, b in runs]
        places = [
            crossing_inside(one, other, data.x[stop - 1], data.x[stop])
            for one, other, (_, stop) in zip(lines, lines[1:], runs, strict=False)
        ]
        if None not in places:
            found.append(tuple(places))
    return sorted(found)


@every_case("search, count and cell-by-cell solution", "{} lists of seven data sets")
def searches_agree(rng: np.random.Generator) -> Iterator[str]:
    """Depth-first search, every composition, and one rational linear system a cell, facing either way."""
    for data in [*SETS.values(), *(random_data(rng, size) for size in (7, 8, 9, 10))]:
        for pieces in range(1, len(data.x) // 2 + 1):
            listed = critical_points(*data, pieces)
            places = sorted(point.breakpoints for point in listed)
            same = places == every_composition(data, pieces)
            yield "" if same else f"{data}, {pieces} pieces: the search and the compositions differ"
            if pieces <= 3:
                facing = [int(s) for s in rng.choice((-1, 1), pieces - 1)]
                cells = solve_cells(*data, pieces - 1, orientation=facing).solutions
                solved = sorted((cell.breakpoints, cell.loss) for cell in cells)
                same = solved == sorted((point.breakpoints, point.loss) for point in listed)
                yield "" if same else f"{data}, {pieces} pieces: the cells hold {solved}"


@every_case("compositions and critical points, counted", "{} counts")
def compositions_counted(rng: np.random.Generator) -> Iterator[str]:
    """Compositions against the binomial coefficient, and dynamic programming against the listing."""
    for size, parts in product(range(2, 13), range(1, 7)):
        formula = comb(size - parts - 1, parts - 1) if size >= 2 * parts else 0
        same = sum(1 for _ in compositions(size, parts, 2)) == formula
        yield "" if same else f"N = {size}, P = {parts}: the number of compositions is not {formula}"
    for name, data in SETS.items():
        counts = count_critical_points(*data)
        yield "" if tuple(counts.values()) == COUNTS[name] else f"{name}: the counts are {counts}"
    data = random_data(rng, 12)
    listed = {pieces: len(every_composition(data, pieces)) for pieces in range(1, 7)}
    yield "" if listed == count_critical_points(*data) else f"{data}: {listed} critical points are listed"
    thirty = count_critical_points(range(30), [(3 * n * n + 2 * n) % 17 for n in range(30)])
    yield "" if sum(thirty.values()) == 56 else f"30 data: the counts are {thirty}"


def five_minima(rng: np.random.Generator) -> Finding:
    """The losses of all points of eight data with two pieces, and the crossing of the best."""
    del rng
    points = critical_points(*D2, 2)
    expected = [Fraction(t) for t in ("38/21", "11/6", "13/5", "79/30", "68/21")]
    losses = [sum((point(a) - t) ** 2 for a, t in zip(*D2, strict=True)) / 2 for point in points]
    passed = losses == expected and points[0].breakpoints == (Fraction(47, 9),)
    return Finding(passed, float(losses[0]), f"the losses from the fits are {', '.join(map(str, losses))}")


def offset_alone(rng: np.random.Generator) -> Finding:
    """Counts without an all-active neuron, and the first moment that remains."""
    del rng
    counts = {name: tuple(len(solve_cells(*SETS[name], h, "constant").solutions) for h in (1, 2)) for name in SETS}
    point = solve_cells(*D2, 1, "constant").solutions[0]
    values = [point.base[0] + max(point.slopes[0] * (a - point.breakpoints[0]), Fraction(0)) for a in D2.x]
    moments = [(v - t) * a for v, t, a in zip(values, D2.y, D2.x, strict=True)]
    sums = sum(values[:6]) - sum(D2.y[:6]), sum(values[6:]) - sum(D2.y[6:])
    passed = (
        counts == {"D2": (1, 6), "D3": (2, 0), "D6": (0, 1)}
        and (point.breakpoints, point.loss) == ((Fraction(101, 18),), Fraction(41, 12))
        and sums == (0, 0)
        and abs(sum(moments[:6])) == Fraction(15, 2)
    )
    text = f"one and two neurons: {counts}; left of 101/18 the first moment of the residuals is {sum(moments[:6])}"
    return Finding(passed, float(sum(moments[:6])), text)


EVIDENCE = {
    "C4a.test": searches_agree,
    "C4a.compositions": compositions_counted,
    "C4c.best": Evidence("all five minima with one breakpoint", five_minima, "exact"),
    "C4d.offset": Evidence("networks with an offset alone, cell by cell", offset_alone, "exact"),
}
