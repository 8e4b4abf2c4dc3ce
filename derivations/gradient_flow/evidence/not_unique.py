"""D12: two ways of descent from one start."""

import numpy as np

from symspline.proof.theorem import Evidence, Finding

from ..not_unique import leaving_b, leaving_v
from ..vocabulary import t
from .small_network import SmallNetwork

LONE = SmallNetwork(np.array([0.0]), np.array([3 / 8]))


def _two_ways(rng: np.random.Generator) -> Finding:
    """Beside the datum and on it: a push of 1e-9 decides, and the end does not depend on how small it was."""
    del rng
    ends = []
    for push in (1e-9, 0.0):
        ends.append(LONE.flow(np.array([[0.7], [push], [1.0]]), 1.0, 400)[:, 0])
    leaving = np.array([0.7, float(leaving_b.subs(t, 1)), float(leaving_v.subs(t, 1))])
    away, stayed = float(np.abs(ends[0] - leaving).max()), bool((ends[1] == [0.7, 0.0, 1.0]).all())
    text = f"pushed by 1e-9 the flow ends {away:.1e} from the closed form; without a push it stays where it was"
    return Finding(away < 1e-7 and stayed, away, text)


EVIDENCE = {"D12x.bias": Evidence("the flow with and without a tiny push", _two_ways)}
