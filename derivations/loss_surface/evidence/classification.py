"""Kinds of critical points: degree two on each cell, exact signs of eigenvalues, and neurons without a gradient."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import numpy as np

from symspline.evidence.brute_force import exhaustive
from symspline.evidence.cases import every_case
from symspline.evidence.exact_network import ExactFit
from symspline.numerics.critical_points import critical_points
from symspline.numerics.inertia import Inertia, exact_inertia
from symspline.numerics.landscape import gradient, loss
from symspline.numerics.weights import Weights
from symspline.proof.theorem import Evidence, Finding

from ..data_sets import D2
from .criticality import network_of_fit


@exhaustive("third derivatives in (mu, gamma, b0), from the network", "moment", n_data=3)
def no_third_derivatives(cell):
    """In the coordinates of lines the loss is a polynomial of degree two on each cell."""
    return (cell.derivative(*names) for names in product(cell.parameters, repeat=3))


def executed_saddle(rng: np.random.Generator) -> Finding:
    """A critical point with v = 0 whose Hessian has a negative eigenvalue in both systems of coordinates."""
    del rng
    saddle = ExactFit.of([1], [Fraction(-3, 2)], [0], 0, [0, 1, 2, 3], [1, 1, -3, 1])
    network, spline = (exact_inertia(saddle.hessian(kind)) for kind in ("network", "spline"))
    critical = not any(saddle.gradient()) and not any(saddle.gradient("spline"))
    passed = critical and network == Inertia(2, 1, 1) and spline == Inertia(2, 1, 0)
    text = f"gradient 0; eigenvalues +, -, 0: {tuple(network)} in the weights, {tuple(spline)} in the spline"
    return Finding(passed, float(network.negative), text)


@every_case("inertia at enumerated critical points", "{} Hessians of inertia (2P, 0, 3H + 1 - 2P)")
def enumerated_points_are_minima(rng: np.random.Generator) -> Iterator[str]:
    """Exact inertia of the Hessian at every piecewise least-squares fit of D2 with two or three pieces."""
    for pieces in (2, 3):
        for point in critical_points(*D2, pieces):
            signs = [int(s) for s in rng.choice([-1, 1], pieces - 1)]
            network = network_of_fit(point, signs, [1] * (pieces - 1))
            inertia = exact_inertia(network.hessian())
            expected = (2 * pieces, 0, 3 * len(network.neurons) + 1 - 2 * pieces)
            yield "" if inertia == expected else f"breakpoints {point.breakpoints}: {inertia}"


def zero_neuron(rng: np.random.Generator) -> Finding:
    """Neurons with all weights zero, and neurons that see nothing, have no gradient whatever the residuals."""
    largest = 0.0
    for _ in range(20):
        x, y = np.sort(rng.normal(size=6)), rng.normal(size=6)
        net = Weights([0.0, 1.0, -2.0], [0.0, -x[-1] - 1.0, 2.0 * x[0] - 1.0], [0.0, 1.5, -0.5], y.mean())
        slopes = gradient(net, x, y)
        largest = max(largest, *(float(np.abs(part).max()) for part in (slopes.w, slopes.b, slopes.v)))
        if not loss(net, x, y) > 0:
            return Finding(False, 0.0, "the loss of the constant vanished")
    text = f"largest derivative by the weights of such neurons in 20 data sets: {largest}"
    return Finding(largest == 0.0, largest, text)


EVIDENCE = {
    "C3d.expansion": no_third_derivatives,
    "C3d.saddle": (Evidence("an executed saddle", executed_saddle, "exact"), enumerated_points_are_minima),
    "C3e.dead": Evidence("gradients of dead and of zero neurons", zero_neuron, "exact"),
}
