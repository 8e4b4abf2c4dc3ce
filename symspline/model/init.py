"""Init: how the weights of a 1-H-1 ReLU network are drawn, and what follows from it."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import sympy as sp

from symspline.copies import Copied
from symspline.door import Shown, up
from symspline.model.formula import Formula
from symspline.model.joint_law import Independent, JointLaw
from symspline.model.laws.base import Law, require_generator
from symspline.model.laws.discrete import Constant
from symspline.model.network import Network
from symspline.model.parameter import positive, shortened

_ZERO = Constant(0)


def _answer(quantity: str, meaning: str) -> cached_property[Formula]:
    """An attribute that asks for a quantity once."""

    def ask(init: "Init") -> Formula:
        return up("answer")(init, quantity)

    ask.__doc__ = meaning
    return cached_property(ask)


@dataclass(frozen=True, kw_only=True, repr=False)
class Init(Copied, Shown):
    r"""The random initialisation of ``f(x) = b0 + sum_i v_i relu(w_i x + b_i)``: neurons are independent and alike.

    Give either independent laws ``w`` and ``b``, or their joint law ``wb``; ``v`` is independent of both.

    Args:
        w: law of the input weights.
        b: law of the biases.
        v: law of the output weights.
        b0: law of the output bias; zero unless told.
        wb: joint law of ``(w, b)``, instead of ``w`` and ``b``.
        name: what to call it in a heading.
        width: the width that the laws were made for, when they depend on one (a preset); a number or a symbol.

    Raises:
        ValueError: a law is missing, or given twice, or not a law.

    Example:
        >>> from symspline.model.law import Normal
        >>> Init(w=Normal(1.3), b=Normal(0.7), v=Normal(0.2)).mean_square_w
        169/100
    """

    w: Law | None = None
    b: Law | None = None
    v: Law
    b0: Law = _ZERO
    wb: JointLaw | None = None
    name: str = field(default="", compare=False)
    width: Any = field(default=None, compare=False)

    def __post_init__(self) -> None:
        roles = ("w", "b", "v", "b0") if self.wb is None else ("v", "b0")
        if self.wb is None:
            for role in ("w", "b"):
                if getattr(self, role) is None:
                    raise ValueError(
                        f"the law of {role} is missing; give {role}=… (a zero bias is Constant(0)), or wb=…"
                    )
        elif self.w is not None or self.b is not None:
            raise ValueError("wb is the joint law of w and b; give either wb, or w and b")
        elif not isinstance(self.wb, JointLaw):
            raise ValueError(f"wb is {self.wb!r}; give a joint law such as BivariateNormal(1, 1, correlation=0.5)")
        for role in roles:
            if not isinstance(getattr(self, role), Law):
                raise ValueError(f"{role} is {getattr(self, role)!r}; give a law such as Normal(1) or Constant(0)")
        if self.width is not None:
            positive(self.width, "Init width")

    def __repr__(self) -> str:
        laws = [("wb", self.wb)] if self.wb is not None else [("w", self.w), ("b", self.b)]
        laws += [("v", self.v)] + ([("b0", self.b0)] if self.b0 != _ZERO else [])
        return f"Init({', '.join(f'{role}={shortened(repr(law))}' for role, law in laws)})"

    @property
    def joint(self) -> JointLaw:
        """The joint law of ``(w, b)``, also when they are independent."""
        if self.wb is not None:
            return self.wb
        assert self.w is not None and self.b is not None
        return Independent(self.w, self.b)

    @property
    def symmetric(self) -> bool:
        """Whether ``(w, b)`` and ``(-w, -b)`` have the same law (SYM)."""
        return self.joint.is_symmetric

    @property
    def centred_v(self) -> bool:
        """Whether ``E v = 0`` (V0)."""
        return self.v.is_symmetric or self.v.expectation == 0

    @property
    def zero_bias(self) -> bool:
        """Whether every bias is zero, so that every breakpoint is at zero (B15)."""
        return self.b == _ZERO

    @property
    def mean_square_w(self) -> sp.Expr:
        """``E w^2``."""
        return self.joint.mean_square_w

    @property
    def mean_square_b(self) -> sp.Expr:
        """``E b^2``."""
        return self.joint.mean_square_b

    @property
    def mean_product_wb(self) -> sp.Expr:
        """``E[w b]``."""
        return self.joint.mean_product

    @property
    def mean_square_v(self) -> sp.Expr:
        """``E v^2``."""
        return self.v.mean_square

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """Symbols that still need a number before anything can be sampled."""
        return self.joint.free_symbols | self.v.free_symbols | self.b0.free_symbols

    def sample_neurons(self, n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The weights ``w, b, v`` of n independent neurons, each of shape ``(n,)``."""
        if isinstance(n, bool) or not isinstance(n, int | np.integer) or n < 1:
            raise ValueError(f"the number of neurons is {n!r}; give a positive integer")
        require_generator(rng)
        w, b = self.joint.sample(rng, int(n))
        return w, b, self.v.sample(rng, int(n))

    def sample(self, width: int, rng: np.random.Generator) -> Network:
        """A network of that width.

        Args:
            width: number of hidden neurons.
            rng: the caller's generator.
        """
        w, b, v = self.sample_neurons(width, rng)
        return Network(w, b, v, float(self.b0.sample(rng, 1)[0]))

    def plot(
        self,
        low: float = -1.0,
        high: float = 1.0,
        *,
        width: int | None = None,
        paths: int = 8,
        seed: int = 0,
        ax: Any = None,
    ) -> Any:
        """Draw the function before training: sampled networks, and two standard deviations where the laws have some.

        Args:
            low: where the axis begins.
            high: where it ends.
            width: of the networks; that of a preset, else 100.
            paths: how many networks are sampled.
            seed: of the samples.
            ax: matplotlib axes; those of a new figure unless told.

        Returns:
            The axes.

        Raises:
            ValueError: a law still holds a symbol, or no room between low and high.

        Example:
            >>> from symspline.model.presets import torch
            >>> torch(30).plot(-2, 2).get_ylabel()
            '$f(x)$'
        """
        return up("plots").init(self, low, high, width, paths, seed, ax)

    joint_density = _answer("joint_density", "``p(beta, mu)``: density of breakpoint and delta-slope (B2).")
    breakpoint_density = _answer("breakpoint_density", "``p_beta(beta)`` (B2).")
    delta_slope_density = _answer("delta_slope_density", "``p_mu(mu)`` (B2).")
    conditional_density = _answer("conditional_density", "``p(mu | beta)`` (B2).")
    zeta = _answer("zeta", "``zeta(c) = E[w^2 | beta = c] p_beta(c)`` (B3).")
    curvature_penalty = _answer("curvature_penalty", "``1 / zeta(c)``: the weight of ``f''(c)^2``.")
    kernel = _answer("kernel", "``E[relu(w x + b) relu(w y + b)]``, per neuron (B16).")
    covariance = _answer("covariance", "``Cov(f(x), f(y))`` of a network of width H (B20).")
    slope_covariance = _answer("slope_covariance", "``Cov(f'(x), f'(y))`` of a network of width H (B21).")
    tangent_kernel = _answer("tangent_kernel", "Expected tangent kernel of a network of width H (B25).")
    breakpoint_cdf = _answer("breakpoint_cdf", "``P(beta_i <= beta)``.")
    delta_slope_cdf = _answer("delta_slope_cdf", "``P(mu_i <= mu)``.")
    breakpoint_probability = _answer(
        "breakpoint_probability", "Probability that a breakpoint falls between two places (B4)."
    )
    zeta_1 = _answer("zeta_1", "``E[|w| | beta = c] p_beta(c)`` (B3).")
    dead_probability = _answer(
        "dead_probability", "Probability that a neuron is dead, active nowhere, between two inputs (B27)."
    )
    step_kernel = _answer("step_kernel", "``P(w x + b > 0 and w y + b > 0)`` (B16).")
    slope_kernel = _answer("slope_kernel", "``E[w^2; w x + b > 0 and w y + b > 0]`` (B16).")
