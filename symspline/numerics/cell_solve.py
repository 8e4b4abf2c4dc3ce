"""Critical points cell by cell: one rational linear system for every choice of gaps and orientations.

Inside a cell, where each breakpoint stays in its gap, the network is linear in mu, gamma = mu beta and the offset, so
its critical points solve normal equations; those whose breakpoints gamma / mu fall back into their gaps are real.
Nothing here knows of least-squares lines on pieces: it is the judge of ``critical_points``, and it also answers where
no all-active neuron exists.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from typing import Any, Literal

from symspline.numerics.rational_data import RationalData

Base = Literal["line", "constant"]


@dataclass(frozen=True)
class CellSolution:
    """A critical point found in one cell.

    Attributes:
        breakpoints: one in each used gap, ascending.
        slopes: mu of each neuron, the slope on its active side.
        orientation: +1 right-facing, -1 left-facing, per neuron.
        base: (c,) or (c, a) for c + a x.
        loss: (1/2) sum of squared residuals.
    """

    breakpoints: tuple[Fraction, ...]
    slopes: tuple[Fraction, ...]
    orientation: tuple[int, ...]
    base: tuple[Fraction, ...]
    loss: Fraction


@dataclass(frozen=True)
class CellSearch:
    """The isolated critical points with every slope nonzero, and how many cells have singular normal equations.

    A singular cell may hold a family of critical points and is not searched.
    """

    solutions: tuple[CellSolution, ...]
    singular: int


def solve_cells(
    x: Sequence[Any],
    y: Sequence[Any],
    neurons: int,
    base: Base = "line",
    orientation: Sequence[int] | None = None,
) -> CellSearch:
    """Critical points with one breakpoint in each of ``neurons`` different inner gaps, by linear solves (C4b, C4d).

    Args:
        x: data, length N, as for ``critical_points``.
        y: targets, length N.
        neurons: number H of breakpoints, 0 <= H < number of distinct x.
        base: what is added to the neurons: "line" for c + a x (an all-active neuron and the offset), "constant" for the
            offset alone.
        orientation: +1 or -1 for each breakpoint from left to right; None searches all 2^H patterns.

    Raises:
        ValueError: bad numbers, unequal lengths, too many neurons, or an unknown base or orientation.

    Example:
        >>> found = solve_cells(range(8), [3, 1, 0, 0, 1, 0, 2, 5], 1, base="constant").solutions
        >>> found[0].breakpoints, found[0].loss
        ((Fraction(101, 18),), Fraction(41, 12))
    """
    data = RationalData.of(x, y)
    if base not in ("line", "constant"):
        raise ValueError(f'base is {base!r}: choose "line" or "constant"')
    if neurons < 0 or neurons > len(data) - 1:
        raise ValueError(f"neurons is {neurons}: the data have {len(data) - 1} inner gaps, one for each neuron at most")
    if orientation is not None and (len(orientation) != neurons or any(s not in (1, -1) for s in orientation)):
        raise ValueError(f"orientation is {orientation!r}: pass {neurons} entries, each 1 or -1")
    patterns = list(product((1, -1), repeat=neurons)) if orientation is None else [tuple(orientation)]
    solutions, singular = [], 0
    for gaps in combinations(range(1, len(data)), neurons):
        for pattern in patterns:
            cell = _solve_cell(data, gaps, pattern, base)
            if cell is None:
                singular += 1
                continue
            found = zip(gaps, cell.breakpoints, cell.slopes, strict=True)
            if all(mu != 0 and data.x[gap - 1] < beta < data.x[gap] for gap, beta, mu in found):
                solutions.append(cell)
    return CellSearch(tuple(solutions), singular)


def _solve_cell(data: RationalData, gaps: tuple[int, ...], pattern: tuple[int, ...], base: Base) -> CellSolution | None:
    start = 1 if base == "constant" else 2
    rows = []
    for n, abscissa in enumerate(data.x):
        row = [1, abscissa][:start]
        for gap, facing in zip(gaps, pattern, strict=True):
            # In mu and gamma = mu beta the neuron mu (x - beta) is linear, which it is not in mu and beta.
            seen = n >= gap if facing == 1 else n < gap
            row += [abscissa, -1] if seen else [0, 0]
        rows.append(row)
    try:
        values, _, loss = data.fit(rows)
    except ZeroDivisionError:
        return None
    slopes, moments = values[start::2], values[start + 1 :: 2]
    # A neuron without slope has no breakpoint and is left out by the search; any abscissa stands in.
    breakpoints = tuple(g / m if m else data.x[0] for m, g in zip(slopes, moments, strict=True))
    return CellSolution(breakpoints, tuple(slopes), pattern, tuple(values[:start]), loss)
