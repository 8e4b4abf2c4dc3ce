"""Two densities against features on a grid."""

import numpy as np

from symspline.numerics.density_spectrum import density_spectrum
from symspline.proof.theorem import Evidence, Finding

from .feature_grid import midpoints, weighted_eigenvalues


def general_densities(rng: np.random.Generator) -> Finding:
    """Eigenvalues for two densities against features on a grid, and their phases."""
    del rng

    def data(place: np.ndarray) -> np.ndarray:
        return 2 * (1 + place) / 3

    def kinks(place: np.ndarray) -> np.ndarray:
        return np.exp(-place) / (1 - np.exp(-1))

    values = density_spectrum(data, kinks, modes=8)
    grid = weighted_eigenvalues(300, 3, data, kinks)
    worst = float(np.max(np.abs(grid / values[:3] - 1)))
    places = midpoints(2000)
    length = float(np.mean((data(places) * kinks(places)) ** 0.25))
    phases = (length / ((np.arange(1, 9) - 0.5) * np.pi)) ** 4 / values
    off = f"{phases[7] - 1:+.3f} at n = 8, {phases[2] - 1:+.3f} at n = 3"
    text = f"largest relative difference {worst:.1e}; the phase formula is off by {off}"
    return Finding(worst < 3e-4 and abs(phases[7] - 1) < 0.02 and abs(phases[7] - 1) < abs(phases[2] - 1), worst, text)


EVIDENCE = {"C8f.outer": Evidence("two densities against features on a grid", general_densities)}
