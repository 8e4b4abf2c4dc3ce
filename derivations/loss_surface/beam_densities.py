"""Any densities of data and breakpoints, and how finite networks approach the continuum (C8b, C8f)."""

import numpy as np
from sympy import Derivative, Function, Integral, Lambda, Rational, Symbol, cos, exp, pi

from symspline.numerics.beam import cantilever_mode, cantilever_wavenumbers
from symspline.numerics.density_spectrum import density_spectrum
from symspline.proof.moves import Algebra, Antiderivative, Evaluate
from symspline.proof.theorem import Argument, Evidence, Finding, Step, Theorem

from .feature_grid import eigenvalues, midpoints, wavenumbers, weighted_eigenvalues
from .vocabulary import beta, n, s, x

p, rho, phi, G = (Function(name, real=True) for name in ("p", "rho", "phi", "G"))
_INSTANCES = tuple(
    {p: Lambda(s, data), rho: Lambda(s, kinks), phi: Lambda(s, mode), G: Lambda(s, mode)}
    for data, kinks, mode in (
        (Rational(2, 3) * (1 + s), exp(-s), 1 - s**2),
        (2 - s, 1 + s**2, cos(s)),
        (exp(s), Rational(1, 2) + s, s**3 - 2 * s),
    )
)
_X = Argument(x, Rational(1, 10), Rational(9, 10), "input")
_BETA = Argument(beta, Rational(1, 10), Rational(9, 10), "breakpoint")

INNER = Theorem(
    id="C8f.inner",
    title="Features weighted with the density of the breakpoints",
    chapter="loss_surface",
    statement=r"$G(x) = \int_0^x (x - \beta)\rho(\beta)\varphi(\beta)\,d\beta$ satisfies $G'' = \rho\varphi$, with "
    r"$G = G' = 0$ at $0$.",
    arguments=(_X,),
    subject=Derivative(G(x), (x, 2)),
    start=Derivative(Integral((x - beta) * rho(beta) * phi(beta), (beta, 0, x)), (x, 2)),
    steps=(Step("=", rho(x) * phi(x), Evaluate("Leibniz' rule, twice")),),
    instances=_INSTANCES,
)

OUTER = Theorem(
    id="C8f.outer",
    title="The data side weighted with the density of the data",
    chapter="loss_surface",
    statement=r"$\lambda\varphi(\beta) = \int_\beta^1 (x - \beta)\,p(x)\,G(x)\,dx$ gives $\lambda\varphi''/p = G$, "
    r"with $\varphi = \varphi' = 0$ at $1$. With C8f.inner: $\lambda(\varphi''/p)'' = \rho\varphi$ and "
    r"$\varphi''/p = (\varphi''/p)' = 0$ at $0$, a cantilever of stiffness $1/p$ and mass density $\rho$.",
    arguments=(_BETA,),
    subject=Derivative(phi(beta), (beta, 2)) / p(beta),
    start=Derivative(Integral((x - beta) * p(x) * G(x), (x, beta, 1)), (beta, 2)) / p(beta),
    steps=(Step("=", G(beta), Evaluate("Leibniz' rule, twice")),),
    instances=_INSTANCES,
    routines=("symspline.numerics.density_spectrum.density_spectrum",),
)

_WAVE = Symbol("k", positive=True)
SLOPE_LAW = Theorem(
    id="C8f.phase",
    title="Phase of a fast mode",
    chapter="loss_surface",
    statement=r"A mode that oscillates fast has locally the wavenumber $(p\rho/\lambda)^{1/4}$. Between a clamped "
    r"and a free end the phase is $(n - \frac12)\pi$, so that $\lambda_n \approx [\int (p\rho)^{1/4} / ((n "
    r"- \frac12)\pi)]^4$. For $p\rho = (1 + x)^4$, here, $\lambda_n \approx (\frac32)^4 / ((n - "
    r"\frac12)\pi)^4$; for uniform densities it is the large-$n$ form of C8a. With both orientations "
    r"$\rho_R + \rho_L$ takes the place of $\rho$, up to a constant in the phase.",
    arguments=(Argument(n, 1, 12, "number of the mode"),),
    subject=Function("lambda", positive=True)(n),
    start=(Integral((1 + x), (x, 0, 1)) / ((n - Rational(1, 2)) * pi)) ** 4,
    steps=(
        Step("=", (Rational(3, 2) / ((n - Rational(1, 2)) * pi)) ** 4, Antiderivative(x, x + x**2 / 2)),
        Step("=", 81 / ((2 * n - 1) * pi) ** 4, Algebra("clear the fractions")),
    ),
)


def _grid_rate(rng: np.random.Generator) -> Finding:
    """The error of the leading eigenvalue on midpoint grids, doubled twice."""
    del rng
    exact = float(cantilever_wavenumbers(1, 20)[0]) ** -4
    errors = [wavenumbers(cells, 1)[0] ** -4 / exact - 1 for cells in (50, 100, 200)]
    ratios = [errors[0] / errors[1], errors[1] / errors[2]]
    shown = ", ".join(f"{e:.2e}" for e in errors)
    text = f"relative errors {shown}; each doubling divides by {ratios[0]:.3f}, {ratios[1]:.3f}"
    return Finding(all(abs(r - 4) < 0.05 for r in ratios) and errors[0] < 0, float(ratios[1]), text)


def _fluctuation(mode: int) -> float:
    """V_n: the integral of the fourth power of the mode, less one."""
    nodes, weights = np.polynomial.legendre.leggauss(60)
    return float(np.sum(weights / 2 * cantilever_mode(mode, (nodes + 1) / 2) ** 4)) - 1


def _random_spread(rng: np.random.Generator) -> Finding:
    """Standard deviation of the leading eigenvalue over random data and breakpoints."""
    size, repeats = 100, 160
    values = [eigenvalues(rng.random(size), rng.random(size), 1)[0] for _ in range(repeats)]
    relative = np.std(values, ddof=1) * float(cantilever_wavenumbers(1, 20)[0]) ** 4 * np.sqrt(size)
    predicted = np.sqrt(2 * _fluctuation(1))
    # The relative error of a standard deviation from R values is about 1 / sqrt(2 R); four of them are allowed.
    distance = abs(relative / predicted - 1) * np.sqrt(2 * repeats)
    figures = f"{relative:.3f}, predicted {predicted:.3f}"
    text = f"root of n times the relative deviation {figures}: {distance:.1f} standard errors apart"
    return Finding(bool(distance < 4), float(relative), text)


def _general_densities(rng: np.random.Generator) -> Finding:
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


GRID_RATE = Evidence("the error on midpoint grids falls with the square of the cell", _grid_rate)
RANDOM_SPREAD = Evidence("spread of the leading eigenvalue for random data and breakpoints", _random_spread)
GENERAL_DENSITIES = Evidence("two densities against features on a grid", _general_densities)
