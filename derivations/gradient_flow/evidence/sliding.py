"""D11: gradient descent on the example that slides."""

import numpy as np

from symspline.proof.theorem import Evidence, Finding

from ..sliding import EXAMPLE_WEIGHT
from ..vocabulary import t
from .small_network import Array
from .stated import stated

START = np.array([[0.5], [0.0], [0.5]])


def _descent(step: float, time: float) -> tuple[Array, float]:
    """Where gradient descent is after a time, and how often it saw the datum 0 in the last tenth of it."""
    state, steps, seen = START, round(time / step), 0
    for k in range(steps):
        lit = state[1, 0] > 0
        seen += bool(lit and k >= 0.9 * steps)
        w, b, v = state[:, 0]
        # The network on two data, written out: this loop is the cost of the check.
        e_0, e_1 = v * max(b, 0.0) + 1.0, v * max(w + b, 0.0) - 1.0
        sees = float(w + b > 0)
        E, M = e_1 * sees + e_0 * lit, e_1 * sees
        state = state - step * np.array([[v * M], [v * E], [w * M + b * E]])
    return state, seen / (steps - np.ceil(0.9 * steps))


def _slides(rng: np.random.Generator) -> Finding:
    """Two step sizes: the distance from the closed form falls with the step."""
    del rng
    weight = float(EXAMPLE_WEIGHT.start.expr.subs(t, 2))
    away = [abs(_descent(step, 2.0)[0][0, 0] - weight) for step in (1e-3, 1e-4)]
    ratio = away[0] / away[1]
    text = f"at the time 2 descent is {away[0]:.1e} and {away[1]:.1e} away at the steps 1e-3 and 1e-4"
    return Finding(bool(away[1] < 1e-4 and 7 < ratio < 14), ratio, text)


def _share(rng: np.random.Generator) -> Finding:
    """The share of steps with the datum in sight around the time 1."""
    del rng
    share = _descent(1e-5, 1.0)[1]
    law = float(np.mean(stated("D11x.share", t=np.linspace(0.9, 1.0, 1001))))
    return Finding(abs(share - law) < 1e-3, share, f"the datum is seen in {share:.4f} of the steps, weight {law:.4f}")


EVIDENCE = {
    "D11x.weight": Evidence("gradient descent with two step sizes", _slides),
    "D11x.share": Evidence("the share of steps of gradient descent that see the datum", _share),
}
