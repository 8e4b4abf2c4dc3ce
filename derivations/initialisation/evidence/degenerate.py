"""Evidence for B15."""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from symspline.evidence.cases import every_case
from symspline.evidence.exact_network import ExactFit
from symspline.proof.theorem import Evidence, Finding


def _slope_change(weights: list[Fraction], outputs: list[Fraction]) -> Fraction:
    """Change of slope at zero of a network without biases, from its values."""
    network = ExactFit.of(weights, [0] * len(weights), outputs, 0, [], [])
    return network(1) + network(-1) - 2 * network(0)


def _variation_of_coinciding_kinks(rng: np.random.Generator) -> Finding:
    """Random rational networks without biases: the kinks add before their sizes are taken."""
    formula, mistaken = 0, 0
    cases = 100
    for _ in range(cases):
        weights, outputs = ([Fraction(int(n), 7) for n in rng.choice([-9, -5, -2, 1, 3, 8], 4)] for _ in range(2))
        change = abs(_slope_change(weights, outputs))
        formula += change == abs(sum(abs(w) * v for w, v in zip(weights, outputs, strict=True)))
        mistaken += change == sum(abs(w * v) for w, v in zip(weights, outputs, strict=True))
    text = f"|sum |w_i| v_i| is the total variation in {formula} of {cases} networks, sum |mu_i| in {mistaken}"
    return Finding(formula == cases and mistaken < cases, mistaken / cases, text)


def _two_neurons(rng: np.random.Generator) -> Finding:
    """The smallest example: w = (1, 1) and v = (1, -1)."""
    del rng
    weights, outputs = [Fraction(1), Fraction(1)], [Fraction(1), Fraction(-1)]
    change, sizes = _slope_change(weights, outputs), sum(abs(w * v) for w, v in zip(weights, outputs, strict=True))
    text = f"the function is zero, its slope changes by {change}, and the delta-slopes have sizes that sum to {sizes}"
    return Finding(change == 0 and sizes == 2, float(sizes), text)


@every_case("doubled networks", "{} values")
def _doubled(rng: np.random.Generator) -> Iterator[str]:
    """Random rational networks and their antisymmetric doubles at random rational inputs."""
    for _ in range(20):
        w, b, v = ([Fraction(int(n), 11) for n in rng.integers(-30, 31, 5)] for _ in range(3))
        network = ExactFit.of(w + w, b + b, v + [-output for output in v], 0, [], [])
        for place in (Fraction(int(n), 13) for n in rng.integers(-60, 61, 10)):
            yield "" if network(place) == 0 else f"{network}: the value at {place} is {network(place)}"


EVIDENCE = {
    "B15.kink": (
        Evidence("total variation of networks without biases", _variation_of_coinciding_kinks, "exact"),
        Evidence("two neurons that cancel", _two_neurons, "exact"),
    ),
    "B15.doubling": _doubled,
}
