"""D15: which data attract, counted for random residuals without an affine part."""

import numpy as np

from symspline.proof.theorem import Evidence, Finding


def _count(rng: np.random.Generator) -> Finding:
    """Interior data of 500 sets of eight, each with one sign of the output weight; the one-sided speeds add up data."""
    kinds = [0, 0, 0]
    for _ in range(500):
        x = np.sort(rng.normal(size=8))
        affine = np.stack([np.ones(8), x], axis=1)
        e = rng.normal(size=8)
        e -= affine @ np.linalg.lstsq(affine, e, rcond=None)[0]
        for k in range(1, 7):
            held = 0
            for facing in (1, -1):
                # A step to either side of the datum, for a neuron w = facing with its breakpoint there.
                speeds = []
                for shift in (-1e-9, 1e-9):
                    sees = facing * (x - x[k]) + shift > 0
                    speeds.append(-np.sign(e[k]) * (e[sees].sum() + x[k] * (e * x)[sees].sum()))
                held += speeds[0] > 0 > speeds[1]
            kinds[held] += 1
    text = f"of 3000 data {kinds[0]} attract no neuron, {kinds[1]} of one direction only, {kinds[2]} of both"
    return Finding(kinds[1] == 0 and kinds[2] > 0, kinds[1], text)


EVIDENCE = {"D15.both": Evidence("one-sided speeds at random data", _count)}
