"""The cantilever: its roots isolated by balls, and how finite networks approach the continuum."""

import numpy as np
from flint import arb, ctx

from symspline.numerics.beam import cantilever_mode, cantilever_wavenumbers
from symspline.proof.theorem import Evidence, Finding

from ..cantilever import DIGITS
from .feature_grid import eigenvalues, wavenumbers


def only_roots(rng: np.random.Generator) -> Finding:
    """Balls cover [0, 17]: the roots there are isolated, and the routine agrees to 19 digits."""
    del rng
    with ctx.workdps(40):
        roots = [arb(str(r)) for r in cantilever_wavenumbers(5, digits=30)]
        found, low, step = 0, arb(0), arb("0.01")
        for _ in range(1700):
            part = (low + step / 2) + arb(0, 1) * step / 2
            if (1 + part.cos() * part.cosh()).contains(0):
                slope = part.cos() * part.sinh() - part.sin() * part.cosh()
                ends = [1 + end.cos() * end.cosh() for end in (low, low + step)]
                if slope.contains(0):
                    return Finding(False, float(low), f"near {low} the slope may vanish")
                found += bool((ends[0] > 0) != (ends[1] > 0))
            low += step
        nearest = max(float(abs(root - arb(digits))) for root, digits in zip(roots, DIGITS, strict=True))
    text = f"{found} roots below 17, each simple; the routine is within {nearest:.1e} of the digits above"
    return Finding(found == len(DIGITS) and nearest < 1.1e-18, nearest, text)


def grid_rate(rng: np.random.Generator) -> Finding:
    """The error of the leading eigenvalue on midpoint grids, doubled twice."""
    del rng
    exact = float(cantilever_wavenumbers(1, 20)[0]) ** -4
    errors = [wavenumbers(cells, 1)[0] ** -4 / exact - 1 for cells in (50, 100, 200)]
    ratios = [errors[0] / errors[1], errors[1] / errors[2]]
    shown = ", ".join(f"{e:.2e}" for e in errors)
    text = f"relative errors {shown}; each doubling divides by {ratios[0]:.3f}, {ratios[1]:.3f}"
    return Finding(all(abs(r - 4) < 0.05 for r in ratios) and errors[0] < 0, float(ratios[1]), text)


def fluctuation(mode: int) -> float:
    """V_n: the integral of the fourth power of the mode, less one."""
    nodes, weights = np.polynomial.legendre.leggauss(60)
    return float(np.sum(weights / 2 * cantilever_mode(mode, (nodes + 1) / 2) ** 4)) - 1


def random_spread(rng: np.random.Generator) -> Finding:
    """Standard deviation of the leading eigenvalue over random data and breakpoints."""
    size, repeats = 100, 160
    values = [eigenvalues(rng.random(size), rng.random(size), 1)[0] for _ in range(repeats)]
    relative = np.std(values, ddof=1) * float(cantilever_wavenumbers(1, 20)[0]) ** 4 * np.sqrt(size)
    predicted = np.sqrt(2 * fluctuation(1))
    # The relative error of a standard deviation from R values is about 1 / sqrt(2 R); four of them are allowed.
    distance = abs(relative / predicted - 1) * np.sqrt(2 * repeats)
    figures = f"{relative:.3f}, predicted {predicted:.3f}"
    text = f"root of n times the relative deviation {figures}: {distance:.1f} standard errors apart"
    return Finding(bool(distance < 4), float(relative), text)


EVIDENCE = {
    "C8a.characteristic": (
        Evidence("the roots below 17, isolated by balls", only_roots, "exact"),
        Evidence("the error on midpoint grids falls with the square of the cell", grid_rate),
        Evidence("spread of the leading eigenvalue for random data and breakpoints", random_spread),
    )
}
