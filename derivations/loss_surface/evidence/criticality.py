"""Critical points: conditions of neurons against conditions of pieces, and networks built on enumerated fits."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations_with_replacement, pairwise

import numpy as np

from symspline.evidence.brute_force import Pattern, patterns
from symspline.evidence.cases import every_case
from symspline.evidence.exact_network import ExactFit
from symspline.numerics.critical_points import critical_points
from symspline.numerics.inertia import exact_rank
from symspline.numerics.interval_fits import CriticalPoint
from symspline.proof.theorem import Evidence, Finding

from ..data_sets import D2


def cuts(n_data: int, sets: Sequence[Pattern]) -> dict[int, set[str]]:
    """The cuts that the neurons make, each with the orientations met there; the ends are L and R."""
    found: dict[int, set[str]] = {0: {"L"}, n_data: {"R"}}
    for seen in sets:
        if 0 < len(seen) < n_data:
            cut, label = (seen[0], "R") if seen[0] else (seen[-1] + 1, "L")
            found.setdefault(cut, set()).add(label)
    return found


def closed(n_data: int, sets: Sequence[Pattern]) -> bool:
    """Whether the neurons force the moment of all data to vanish (H3)."""
    sees_all = any(len(seen) == n_data for seen in sets)
    return sees_all or any(len(names) == 2 for names in cuts(n_data, sets).values())


def _piece_equations(n_data: int, sets: Sequence[Pattern]) -> Iterator[list[int]]:
    """One row a piece: its moment, less the share of the total that the labels of its ends prescribe."""
    labels, total_vanishes = cuts(n_data, sets), closed(n_data, sets)
    for start, stop in pairwise(sorted(labels)):
        share = 0
        if not total_vanishes:
            (left,), (right,) = labels[start], labels[stop]
            share = (right == "R") - (left == "R")
        yield [int(start <= n < stop) - share for n in range(n_data)]


@every_case("conditions of the neurons against conditions of the pieces", "{} networks, up to 3 neurons and 5 data")
def same_solutions(_: np.random.Generator) -> Iterator[str]:
    """Neuron by neuron and piece by piece, the linear conditions on the residuals have the same solutions."""
    for n_data in range(1, 6):
        for width in (1, 2, 3):
            for sets in combinations_with_replacement(patterns(n_data), width):
                neurons = [[int(n in seen) for n in range(n_data)] for seen in sets]
                pieces = list(_piece_equations(n_data, sets))
                ranks = {exact_rank(rows) for rows in (neurons, pieces, [*neurons, *pieces])}
                yield "" if len(ranks) == 1 else f"{n_data} data, neurons seeing {sets}: ranks {sorted(ranks)}"


def network_of_fit(point: CriticalPoint, signs: Sequence[int], scales: Sequence[Fraction | int]) -> ExactFit:
    """A network with a neuron that sees all of D2 and one neuron of given orientation and scale a breakpoint."""
    slope, intercept = point.lines[0]
    w, b, v = [], [], []
    for place, bend, sign, scale in zip(point.breakpoints, point.delta_slopes, signs, scales, strict=True):
        w.append(sign * scale)
        b.append(-sign * scale * place)
        v.append(bend / scale)
        if sign < 0:
            # A left-facing hinge is the right-facing one less a line.
            slope, intercept = slope + bend, intercept - bend * place
    far = 1 - min(D2.x)
    return ExactFit.of([*w, 1], [*b, far], [*v, slope], intercept - slope * far, *D2)


@every_case("networks built on piecewise least-squares fits", "{} networks, every derivative zero")
def enumerated_points_are_critical(rng: np.random.Generator) -> Iterator[str]:
    """Networks built on the enumerated piecewise least-squares fits of D2, in random scale and orientation."""
    for pieces in (2, 3):
        for point in critical_points(*D2, pieces):
            for _ in range(2):
                signs = [int(s) for s in rng.choice([-1, 1], pieces - 1)]
                scales = [Fraction(int(s), 3) for s in rng.integers(1, 9, pieces - 1)]
                network = network_of_fit(point, signs, scales)
                same = all(network(x) == point(x) for x in D2.x) and network.loss == point.loss
                critical = same and not any(network.gradient())
                yield "" if critical else f"{pieces} pieces, breakpoints {point.breakpoints}"


def bias_is_no_all_active_neuron(rng: np.random.Generator) -> Finding:
    """A critical point with an output bias that is no piecewise least-squares fit."""
    del rng
    network = ExactFit.of([1], [Fraction(-101, 18)], [3], Fraction(5, 6), *D2)
    gradient, left = network.gradient(), network.moments(range(6))
    passed = not any(gradient) and left == (0, Fraction(15, 2)) and network.loss == Fraction(41, 12)
    text = f"gradient {[str(g) for g in gradient]}, moments of the left piece ({left[0]}, {left[1]}), not (0, 0)"
    return Finding(passed, float(left[1]), text)


EVIDENCE = {
    "C3b.three-pieces": same_solutions,
    "C3b.converse": enumerated_points_are_critical,
    "C3c.example": Evidence("gradient and moments of the example", bias_is_no_all_active_neuron, "exact"),
}
