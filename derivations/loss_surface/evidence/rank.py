"""Ranks of Jacobians and inertia at interpolation, over the rationals."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import combinations_with_replacement, pairwise, product

import numpy as np

from symspline.evidence.cases import every_case
from symspline.evidence.exact_network import ExactNetwork, random_network
from symspline.numerics.inertia import exact_inertia
from symspline.numerics.rational_data import rational_matrix
from symspline.proof.theorem import Evidence, Finding

from .criticality import closed, cuts


def _formula(network: ExactNetwork, *, offset: bool) -> int:
    """The rank by C6g, counted from the cuts of the distinct data."""
    data = sorted(set(network.x))
    sets = [tuple(n for n, place in enumerate(data) if network.sees(i, place)) for i in range(len(network.neurons))]
    ends = cuts(len(data), sets)
    pieces = list(pairwise(sorted(ends)))
    total = sum(min(2, stop - start) for start, stop in pieces)
    if closed(len(data), sets):
        return total
    single = sum(stop - start == 1 for start, stop in pieces if ends[start] != ends[stop])
    return total - (max(0, 1 - single) if offset else max(0, 2 - single))


def _all_small(_: np.random.Generator) -> Iterator[ExactNetwork]:
    """Every arrangement of up to three neurons on up to five data, w = 1 or -1."""
    for n_data in range(1, 6):
        x = tuple(Fraction(k) for k in range(n_data))
        kinks = [Fraction(2 * k - 1, 2) for k in range(n_data + 1)]
        single = [(Fraction(s), -s * kink, Fraction(1 + k)) for k, (s, kink) in enumerate(product((1, -1), kinks))]
        for width in range(1, 4):
            for neurons in combinations_with_replacement(single, width):
                yield ExactNetwork(neurons, Fraction(0), x, x)


def _some_random(rng: np.random.Generator) -> Iterator[ExactNetwork]:
    """Up to seven neurons on up to eight data."""
    for _ in range(250):
        yield random_network(rng, width=int(rng.integers(1, 8)), n_data=int(rng.integers(1, 9)))


def _by_formula(which: str, networks: Callable[[np.random.Generator], Iterator[ExactNetwork]]) -> Evidence:
    """The rank of each Jacobian against the formula."""

    @every_case(f"{which}: exact rank against the formula", "{} Jacobians")
    def compare(rng: np.random.Generator) -> Iterator[str]:
        for network, offset, coordinates in product(networks(rng), (True, False), ("network", "moment")):
            rank = rational_matrix(network.jacobian(coordinates, offset=offset)).rank()
            yield "" if rank == _formula(network, offset=offset) else f"{network}: the rank is {rank}"

    return compare


def _duplicates(rng: np.random.Generator) -> Finding:
    """Rank against the number of distinct non-empty active sets."""
    cases, violations, attained = 200, 0, 0
    for _ in range(cases):
        network = random_network(rng, width=int(rng.integers(2, 8)), n_data=int(rng.integers(2, 9)))
        sets = {tuple(network.sees(i, place) for place in network.x) for i in range(len(network.neurons))}
        bound = min(len(network.x), 1 + 2 * sum(any(seen) for seen in sets))
        rank = rational_matrix(network.jacobian()).rank()
        violations += rank > bound
        attained += rank == bound
    text = (
        f"{cases} random networks: the rank exceeds min(N, 1 + 2 active sets) in {violations}, attains it in {attained}"
    )
    return Finding(violations == 0, float(violations), text)


@every_case("inertia at interpolation, by elimination over the rationals", "{} Hessians")
def _at_interpolation(rng: np.random.Generator) -> Iterator[str]:
    """Inertia of the Hessian of lonely networks whose targets are their own values."""
    for _ in range(20):
        n_data = int(rng.integers(2, 6))
        neurons = []
        for k in range(n_data - 1):
            s = Fraction(int(rng.choice([-2, -1, 1, 2])))
            neurons.append((s, -s * Fraction(3 * k + int(rng.integers(1, 3)), 3), Fraction(int(rng.integers(1, 5)))))
        x = tuple(Fraction(k) for k in range(n_data))
        start = ExactNetwork(tuple(neurons), Fraction(1), x, (Fraction(0),) * n_data)
        fitted = ExactNetwork(tuple(neurons), Fraction(1), x, tuple(start.residuals()))
        for coordinates, parameters in (("network", 3 * n_data - 2), ("spline", 2 * n_data - 1)):
            found = exact_inertia(fitted.hessian(coordinates))
            yield "" if found == (n_data, 0, parameters - n_data) else f"{fitted}: the inertia is {found}"


EVIDENCE = {
    "C6g.rank": (
        _by_formula("every small arrangement", _all_small),
        _by_formula("random arrangements", _some_random),
        Evidence("neurons that see the same data add no rank", _duplicates, "exact"),
    ),
    "C6g.nullity": _at_interpolation,
}
