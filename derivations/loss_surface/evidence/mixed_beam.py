"""Roots of the characteristic equations against features on a grid."""

from collections.abc import Callable, Sequence

import numpy as np

from symspline.numerics.beam import even_wavenumbers, mixed_wavenumbers, odd_wavenumbers, offset_wavenumbers
from symspline.proof.theorem import Evidence, Finding

from .feature_grid import wavenumbers


def on_grid(words: str, *cases: tuple[Callable[[], Sequence], dict[str, float]]) -> Evidence:
    """Roots against the features on a grid with the options of each case; the error falls like cells^-2."""

    def run(rng: np.random.Generator) -> Finding:
        del rng
        worst = 0.0
        for roots, options in cases:
            exact = np.array([float(r) for r in roots()])
            worst = max(worst, float(np.max(np.abs(wavenumbers(160, len(exact), **options) / exact - 1))))
        text = f"largest relative difference of a wavenumber {worst:.1e}, allowed 0.0001"
        return Finding(worst < 1e-4, worst, text)

    return Evidence(f"wavenumbers {words} against features on a grid of 160 cells", run)


EVIDENCE = {
    "C8d.even": on_grid(
        "of half and half", (lambda: sorted([*even_wavenumbers(2, 15), *odd_wavenumbers(2, 15)]), {"right": 0.5})
    ),
    "C8d.eight": on_grid(
        "of fractions 0.3 and 0.1",
        (lambda: mixed_wavenumbers(0.3, 3, 15), {"right": 0.3}),
        (lambda: mixed_wavenumbers(0.1, 3, 15), {"right": 0.1}),
    ),
    "C8e.characteristic": on_grid(
        "with an output bias",
        (lambda: offset_wavenumbers(1, 3, 15), {"kappa": 1.0}),
        (lambda: offset_wavenumbers("0.1", 3, 15), {"kappa": 0.1}),
    ),
}
