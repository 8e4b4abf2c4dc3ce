"""D17: what descents from small starts leave of the loss where a datum has lost its breakpoints."""

import numpy as np

from symspline.proof.theorem import Evidence, Finding

from .surviving import descents


def _lost(rng: np.random.Generator) -> Finding:
    """The ends of 300 descents: the largest bound over the data without a breakpoint between their neighbours."""
    w, b, v, x, y, _, loss, _ = descents(rng, scale=0.3, top=0.1)
    places = np.where(v != 0, -b / w, np.inf)
    left, right = np.diff(x)[:, :-1], np.diff(x)[:, 1:]
    bend = np.diff(np.diff(y) / np.diff(x))
    bound = bend**2 / (2 * (1 / left**2 + (1 / left + 1 / right) ** 2 + 1 / right**2))
    near = (places[:, None] > x[:, :-2, None]) & (places[:, None] < x[:, 2:, None])
    bound = np.where(near.any(axis=2), 0.0, bound).max(axis=1)
    stalled = bound > 1e-3
    excess, used = (loss - bound).min(), (bound[stalled] / loss[stalled]).max()
    text = f"{stalled.sum()} of {len(loss)} runs have lost a datum; the bound is up to {used:.3f} of the loss there"
    return Finding(bool(excess > -1e-12 and stalled.sum() > 10 and used > 0.5), used, text)


EVIDENCE = {"D17.stall": Evidence("the ends of gradient descents from small starts", _lost)}
