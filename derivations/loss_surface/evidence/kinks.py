"""The best hinge of D3: against its neighbours, and the conditions that it satisfies."""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from symspline.evidence.cases import every_case
from symspline.evidence.exact_network import ExactFit
from symspline.proof.theorem import Evidence, Finding

from ..data_sets import D3
from ..kinks import KINK_BEND, KINK_INTERCEPT, KINK_SLOPE


def kink_network(place=Fraction(0), bend=Fraction(0), slope=Fraction(0), intercept=Fraction(0)) -> ExactFit:
    """The best fit moved by these amounts: one right-facing hinge, and a line that is a neuron seeing all data."""
    place, bend, slope, intercept = 6 + place, KINK_BEND + bend, KINK_SLOPE + slope, KINK_INTERCEPT + intercept
    return ExactFit.of([1, 1], [-place, 1], [bend, slope], intercept - slope, D3.x, D3.y)


@every_case("the kink against its neighbours", "{} rational neighbours")
def kink_is_least(rng: np.random.Generator) -> Iterator[str]:
    """The kink against random rational neighbours in all four coordinates."""
    least = kink_network().loss
    for size in (10, 100, 1000, 10000):
        for _ in range(100):
            moves = (Fraction(int(value), 1000 * size) for value in rng.integers(-1000, 1001, 4))
            loss = kink_network(*moves).loss
            yield "" if loss > least else f"a neighbour of the kink has the loss {loss}"


def kink_is_no_least_squares(rng: np.random.Generator) -> Finding:
    """The kink satisfies every condition of C1e, and neither piece is fitted by its least-squares line."""
    del rng
    network = kink_network()
    everything, left, right = (network.moments(range(*ends)) for ends in ((10,), (6,), (7, 10)))
    minus, plus = -KINK_BEND * (network.residuals()[6] + right[0]), -KINK_BEND * right[0]
    stationary = everything == (0, 0) and right[1] - 6 * right[0] == 0
    passed = stationary and minus < 0 < plus and left != (0, 0) and right != (0, 0)
    text = (
        f"D- = {minus} < 0 < D+ = {plus}, the other derivatives are 0, the residuals left of the kink sum to {left[0]}"
    )
    return Finding(passed, float(plus), text)


EVIDENCE = {
    "C1e.example": (
        kink_is_least,
        Evidence("the conditions of C1e, and the moments of both pieces", kink_is_no_least_squares, "exact"),
    ),
}
