"""D21: the mean adaptivity of drawn neurons."""

import numpy as np

from symspline.proof.theorem import Evidence, Finding

from .stated import stated


def _mean(id: str, name: str, scale: float, value: float, rng: np.random.Generator) -> Finding:
    """200000 neurons with normal weights; six standard errors are allowed."""
    w, b, v = rng.normal(size=(3, 200000))
    chi = (scale * v) ** 2 / ((scale * v) ** 2 + w**2 + b**2)
    away = abs(chi.mean() - float(stated(id, **{name: value}))) / (chi.std() / np.sqrt(len(chi)))
    return Finding(bool(away < 6), away, f"the mean of {chi.mean():.4f} is {away:.2g} standard errors away")


def _median(rng: np.random.Generator) -> Finding:
    """The share of 200000 normal pairs below the median, in standard errors."""
    lengths = np.hypot(*rng.normal(size=(2, 200000)))
    away = abs(np.mean(lengths < np.sqrt(2 * np.log(2))) - 0.5) * 2 * np.sqrt(len(lengths))
    return Finding(bool(away < 6), away, f"the share below the median is {away:.2g} standard errors from one half")


EVIDENCE = {
    "D21.median": Evidence("drawn neurons", _median),
    "D21.mean-adaptivity": Evidence(
        "drawn neurons with larger output weights",
        lambda rng: _mean("D21.mean-adaptivity", "a", np.sqrt(5.0), 2.0, rng),
    ),
    "D21.mean-adaptivity-small": Evidence(
        "drawn neurons with smaller output weights",
        lambda rng: _mean("D21.mean-adaptivity-small", "h", np.sqrt(5.0) / 3, 0.5, rng),
    ),
}
