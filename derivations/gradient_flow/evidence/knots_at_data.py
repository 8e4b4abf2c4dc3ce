"""F4: linear programming over breakpoints at data and over many places."""

import numpy as np

from symspline.proof.theorem import Evidence, Finding

from .least_cost import cheapest


def _free(rng: np.random.Generator) -> Finding:
    """40 random data sets: 30 more places in every gap and beyond gain nothing where biases are free."""
    gain = 0.0
    for _ in range(40):
        x, y = np.sort(rng.normal(size=5)), rng.normal(size=5)
        many = np.concatenate((x, np.linspace(x[0] - 1, x[-1] + 1, 150)))
        found = [cheapest(x, y, places, np.ones(len(places))) for places in (x, many)]
        gain = max(gain, (found[0] - found[1]) / found[0])
    return Finding(gain < 1e-8, gain, f"more places lower the cost by {gain:.1e} of it at most")


def _paid(rng: np.random.Generator) -> Finding:
    """The example, and how many of 40 random data sets gain by more than a thousandth."""
    x, gains = np.array([-1.0, 1.0, 2.0]), 0
    costs = [cheapest(x, np.array([0.0, 1.0, 2.0]), p, np.sqrt(1 + p**2)) for p in (x, np.append(x, 0.0))]
    for _ in range(40):
        x, y = np.sort(rng.normal(size=5)), rng.normal(size=5)
        many = np.concatenate((x, np.linspace(x[0] - 1, x[-1] + 1, 150)))
        found = [cheapest(x, y, places, np.sqrt(1 + places**2)) for places in (x, many)]
        gains += found[1] < 0.999 * found[0]
    away = max(abs(costs[0] - np.sqrt(2)), abs(costs[1] - 1))
    text = f"the example costs {costs[0]:.6f} at the data and {costs[1]:.6f} beside them; {gains} of 40 sets gain too"
    return Finding(bool(away < 1e-8 and gains > 5), away, text)


EVIDENCE = {
    "F4.straight": Evidence("linear programming with free biases", _free),
    "F4.at-data": Evidence("linear programming with paid biases", _paid),
}
