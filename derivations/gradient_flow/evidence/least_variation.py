"""F3: functions with many bends through three data."""

import numpy as np

from symspline.proof.theorem import Evidence, Finding


def _slopes(rng: np.random.Generator, width: float, rise: float) -> np.ndarray:
    """Random slopes on one interval, shifted so that the function rises as much as the data."""
    lengths = width * rng.dirichlet(np.ones(rng.integers(1, 6)))
    slopes = rng.normal(size=len(lengths)) * rng.choice([0.05, 1.0])
    return slopes + (rise - slopes @ lengths) / width


def _bent(rng: np.random.Generator) -> Finding:
    """2000 functions with up to four bends in each interval: what they pay beyond the polygon is never negative."""
    excess = []
    for _ in range(2000):
        widths, rises = rng.uniform(0.3, 2.0, 2), rng.normal(size=2)
        slopes = np.concatenate([_slopes(rng, *interval) for interval in zip(widths, rises, strict=True)])
        polygon = abs(np.diff(rises / widths)[0])
        excess.append(np.abs(np.diff(slopes)).sum() - polygon)
    least = min(excess)
    return Finding(least > -1e-12, least, f"the variation exceeds that of the polygon by at least {least:.1e}")


EVIDENCE = {"F3.three-data": Evidence("random functions with many bends", _bent)}
