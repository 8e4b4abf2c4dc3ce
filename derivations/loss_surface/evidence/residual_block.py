"""The residual part of the Hessian: inertia, largest eigenvalue and determinants of random networks."""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from symspline.evidence.cases import every_case
from symspline.evidence.exact_network import ExactNetwork, random_network
from symspline.numerics.inertia import exact_inertia
from symspline.numerics.rational_data import rational_matrix
from symspline.proof.theorem import Evidence, Finding


@every_case("negative eigenvalues, counted exactly, against the number of neurons with $(p, q) \\neq 0$")
def _weyl(rng: np.random.Generator) -> Iterator[str]:
    """Negative eigenvalues of random rational Hessians against the number of neurons with residual moments."""
    for _ in range(60):
        network = random_network(rng)
        for matrix in (network.hessian("network"), network.hessian("spline")):
            negative = exact_inertia(matrix).negative
            allowed = sum(moments != (0, 0) for moments in network.residual_moments())
            yield "" if negative <= allowed else f"{network}: {negative} negative eigenvalues of {allowed}"


@every_case("both determinants against elimination over the rationals", "{} random rational blocks")
def _block_determinants(rng: np.random.Generator) -> Iterator[str]:
    """The determinants of C6e against elimination over the rationals, and the inertia with v = 0."""
    for _ in range(80):
        network = random_network(rng, width=1)
        for coordinates, formula in (("network", _network_value(network)), ("spline", _spline_value(network))):
            matrix = network.hessian(coordinates)
            block = [row[:-1] for row in matrix[:-1]]
            det = rational_matrix(block).det()
            yield "" if Fraction(int(det.p), int(det.q)) == formula else f"{network}: {det}, by the formula {formula}"


def _network_value(network: ExactNetwork) -> Fraction:
    (w_1, b_1, v_1), (p, q), (x0, x1, x2) = network.neurons[0], network.residual_moments()[0], network.power_sums(0)
    return -(v_1**2) * (2 * v_1 * (w_1 * q + b_1 * p) * (x0 * x2 - x1**2) + q**2 * x0 - 2 * p * q * x1 + p**2 * x2)


def _spline_value(network: ExactNetwork) -> Fraction:
    (w_1, b_1, v_1), (p, _), (x0, x1, x2) = network.neurons[0], network.residual_moments()[0], network.power_sums(0)
    kink, slope = -b_1 / w_1, w_1 * v_1
    s_1, s_2 = x1 - kink * x0, x2 - 2 * kink * x1 + kink**2 * x0
    return slope**2 * x0 * s_2 - (slope * s_1 + p) ** 2


def _shifts(rng: np.random.Generator) -> Finding:
    """|lambda_max(Hessian) - lambda_max(J^T J)| <= max sqrt(p^2 + q^2) on random networks."""
    cases, closest, wrong = 200, 0.0, 0
    for _ in range(cases):
        network = random_network(rng)
        full = np.array(network.hessian(), dtype=float)
        rows = np.array(network.jacobian(), dtype=float)
        shift = max(float(p * p + q * q) for p, q in network.residual_moments()) ** 0.5
        change = abs(np.linalg.eigvalsh(full)[-1] - np.linalg.eigvalsh(rows.T @ rows)[-1])
        wrong += change > shift * (1 + 1e-12) + 1e-12
        closest = max(closest, change / shift if shift else 0.0)
    text = f"{cases} random networks: the bound fails in {wrong}; the largest share of it reached is {closest:.2f}"
    return Finding(wrong == 0, closest, text)


EVIDENCE = {
    "C6d.network": _weyl,
    "C6d.form": Evidence("the residual part moves the largest eigenvalue by at most its own", _shifts),
    "C6e.network": _block_determinants,
}
