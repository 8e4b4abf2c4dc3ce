"""Fixed points of gradient flow: gradient descent beside a kink."""

import numpy as np

from symspline.numerics.gradient_descent import gradient_descent
from symspline.numerics.landscape import gradient
from symspline.numerics.weights import Weights
from symspline.proof.theorem import Evidence, Finding

from ..data_sets import D3
from ..kinks import KINK_BEND, KINK_INTERCEPT, KINK_LOSS, KINK_SLOPE


def descent_chatters(rng: np.random.Generator) -> Finding:
    """Gradient descent from beside the kink of D3, at two step sizes."""
    x, y = (np.array([float(value) for value in values]) for values in D3)
    slope, bend = float(KINK_SLOPE), float(KINK_BEND)
    distances, norms, losses = [], [], []
    for step, n_steps in ((1e-3, 2000), (1e-4, 12_000)):
        place = 6 + 0.02 * rng.uniform(-1, 1)
        start = Weights([1.0, 1.0], [-place, 1.0], [bend, slope], float(KINK_INTERCEPT) - slope)
        end = gradient_descent(start, x, y, step, n_steps, record_every=n_steps)
        distances.append(abs(-end.network.b[0] / end.network.w[0] - 6))
        slopes = gradient(end.network, x, y)
        norms.append(float(np.sqrt(sum(np.sum(np.square(part)) for part in (slopes.w, slopes.b, slopes.v, slopes.b0)))))
        losses.append(float(end.losses[-1]))
    target = float(KINK_LOSS.lines[1])
    passed = bool(distances[1] < 0.02 and min(norms) > 0.05 and abs(losses[1] - target) < 2e-3)
    text = (
        f"distance of the breakpoint from 6: {distances[0]:.1g} and {distances[1]:.1g} at steps 1e-3 and 1e-4; loss "
        f"{losses[1]:.6f} against {target:.6f}; gradient norm {norms[0]:.2g} and {norms[1]:.2g}"
    )
    return Finding(passed, norms[1], text)


EVIDENCE = {
    "C9c.gradient-norm": Evidence("gradient descent beside the kink of C1e", descent_chatters),
}
