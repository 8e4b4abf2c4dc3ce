"""Samples of one neuron's breakpoint and delta-slope, against stated densities."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from sympy import Expr, Function, Lambda, S, Symbol

from symspline.evidence.samples import PairClaim, pair_finding
from symspline.model.array_code import ArrayFunction
from symspline.model.init import Init
from symspline.proof.moves import put_in
from symspline.proof.theorem import Finding, Theorem
from symspline.vocabulary import beta, mu, s

Density = Callable[[np.ndarray, np.ndarray], Any]
"""Of breakpoints and delta-slopes: an array."""

KNOTS = 200_001
NODES = 24
ENTROPY_NODES = 240


@dataclass(frozen=True, eq=False)
class StatedPair:
    """The law of (beta, mu) as the closed forms of an initialisation state it, turned into distribution functions.

    The initialisation has numbers for every scale. The joint density on arrays, its own unless told, must be even in
    mu, as it is for symmetric output weights.
    """

    init: Init
    joint: Density | None = None

    @cached_property
    def density(self) -> Density:
        """The stated joint density."""
        return self.init.joint_density if self.joint is None else self.joint

    @cached_property
    def lengths(self) -> tuple[float, float]:
        """Typical sizes of the breakpoint and of the delta-slope."""
        w, b, v = (float(getattr(self.init, f"mean_square_{role}")) ** 0.5 for role in "wbv")
        return b / w, w * v

    @cached_property
    def _table(self) -> tuple[np.ndarray, np.ndarray]:
        # beta = length tan(angle) makes the tails of order beta^-2 regular.
        angle = np.linspace(-np.pi / 2, np.pi / 2, KNOTS)
        inner = angle[1:-1]
        density = np.zeros(KNOTS)
        place = self.lengths[0] * np.tan(inner)
        density[1:-1] = self.init.breakpoint_density(place) * self.lengths[0] / np.cos(inner) ** 2
        density[[0, -1]] = density[[1, -2]]
        steps = (density[1:] + density[:-1]) / 2 * (angle[1] - angle[0])
        return angle, np.concatenate([[0.0], np.cumsum(steps)])

    def breakpoint_cdf(self, beta: np.ndarray) -> np.ndarray:
        """The integral of the stated breakpoint density; its total is the stated one, not normalised here."""
        angle, cumulated = self._table
        return np.clip(np.interp(np.arctan(beta / self.lengths[0]), angle, cumulated), 0.0, 1.0)

    def delta_slope_cdf(self, mu: np.ndarray, beta: np.ndarray) -> np.ndarray:
        """The integral of the stated joint density from 0 to mu over the breakpoint density, and a half."""
        nodes, weights = np.polynomial.legendre.leggauss(NODES)
        t, dt = (nodes + 1) / 2, weights / 2
        size = np.abs(mu)
        inside = np.zeros(mu.shape)
        for node, weight in zip(t, dt, strict=True):
            # mu = |mu| t^2 clusters the nodes where densities have their logarithms and roots.
            inside += weight * 2 * node * size * self.density(beta, size * node**2)
        return np.clip(0.5 + np.sign(mu) * inside / self.init.breakpoint_density(beta), 0.0, 1.0)

    def log_density(self, beta: np.ndarray, mu: np.ndarray) -> np.ndarray:
        """The logarithm of the stated joint density."""
        return np.log(self.density(beta, mu))

    @cached_property
    def entropy(self) -> float:
        """Minus the integral of p log p, over the whole plane."""
        nodes, weights = np.polynomial.legendre.leggauss(ENTROPY_NODES)
        angle, t = nodes * np.pi / 2, (nodes + 1) / 2
        beta = self.lengths[0] * np.tan(angle)
        d_beta = weights * np.pi / 2 * self.lengths[0] / np.cos(angle) ** 2
        # Given beta the delta-slope is of this size, and mu = size (t/(1-t))^2 covers the half-line.
        size = self.lengths[1] / np.hypot(1.0, beta / self.lengths[0])
        ratio = t / (1 - t)
        mu = size[:, None] * ratio**2
        d_mu = size[:, None] * weights / 2 * 2 * ratio / (1 - t) ** 2
        density = np.asarray(self.density(np.broadcast_to(beta[:, None], mu.shape), mu))
        positive = density > 0
        information = np.zeros(mu.shape)
        information[positive] = -density[positive] * np.log(density[positive])
        return float(2 * (d_beta[:, None] * d_mu * information).sum())


def density_of(theorem: Theorem, init: Init, values: Mapping[Symbol, Any]) -> Density:
    """The conclusion of a theorem on general densities, on arrays of (beta, mu).

    The laws of the initialisation stand in for its undefined p_w, p_b and p_v, the values for its other symbols.
    """
    laws = {
        Function(f"p_{role}", real=True): Lambda(s, law.density(s))
        for role, law in (("w", init.w), ("b", init.b), ("v", init.v))
        if law is not None and not law.is_discrete
    }
    line = put_in(theorem.conclusion, laws).subs({symbol: S(value) for symbol, value in values.items()})
    assert isinstance(line, Expr)
    return ArrayFunction(line, (beta, mu))


def sampled_pairs(
    init: Init, rng: np.random.Generator, alpha: float, size: int = 60_000, joint: Density | None = None
) -> Finding:
    """Sample neurons and hold their breakpoints and delta-slopes against the stated joint law; see `StatedPair`."""
    stated = StatedPair(init, joint)
    w, b, v = init.sample_neurons(size, rng)
    claim = PairClaim(stated.breakpoint_cdf, stated.delta_slope_cdf, stated.log_density, stated.entropy)
    return pair_finding(-b / w, w * v, claim, alpha)
