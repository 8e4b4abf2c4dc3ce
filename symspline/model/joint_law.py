"""Joint laws of the input weight and the bias of one neuron."""

from dataclasses import dataclass, fields
from typing import Any, ClassVar

import numpy as np
import sympy as sp

from symspline import vocabulary as symbols
from symspline.model.laws.base import Law, finite_samples
from symspline.model.laws.discrete import Constant
from symspline.model.parameter import Parameter, exact, number, positive, real, text


class JointLaw:
    """The joint law of ``(w, b)``: a density, a sampler, second moments and a symmetry.

    ``is_symmetric`` says whether ``(w, b)`` and ``(-w, -b)`` have the same law (the hypothesis SYM).
    """

    is_symmetric: bool

    @property
    def free_symbols(self) -> set[Any]:
        """Symbols that still need a number."""
        parts: Any = self  # a dataclass, as every member is
        return set().union(*(getattr(self, f.name).free_symbols for f in fields(parts)))

    @property
    def mean_square_w(self) -> sp.Expr:
        """``E w^2``."""
        return self._second_moments()[0]

    @property
    def mean_product(self) -> sp.Expr:
        """``E[w b]``."""
        return self._second_moments()[1]

    @property
    def mean_square_b(self) -> sp.Expr:
        """``E b^2``."""
        return self._second_moments()[2]

    def _second_moments(self) -> tuple[sp.Expr, sp.Expr, sp.Expr]:
        raise NotImplementedError

    def pdf(self, w: Any, b: Any) -> sp.Expr:
        """Density at ``(w, b)``; a ``ValueError`` where the law has none."""
        raise NotImplementedError

    def sample(self, rng: np.random.Generator, size: int) -> tuple[np.ndarray, np.ndarray]:
        """Independent pairs: two arrays of shape ``(size,)``."""
        raise NotImplementedError


@dataclass(frozen=True)
class Independent(JointLaw):
    """Independent w and b; what ``Init(w=…, b=…)`` means.

    Args:
        w: law of the input weight.
        b: law of the bias.
    """

    w: Law
    b: Law

    @property
    def is_symmetric(self) -> bool:
        """True when both laws are symmetric."""
        return self.w.is_symmetric and self.b.is_symmetric

    def pdf(self, w: Any, b: Any) -> sp.Expr:
        """``p_w(w) p_b(b)``."""
        return self.w.pdf(w) * self.b.pdf(b)

    def _second_moments(self) -> tuple[sp.Expr, sp.Expr, sp.Expr]:
        return self.w.mean_square, self.w.expectation * self.b.expectation, self.b.mean_square

    def sample(self, rng: np.random.Generator, size: int) -> tuple[np.ndarray, np.ndarray]:
        """Independent pairs."""
        return self.w.sample(rng, size), self.b.sample(rng, size)


@dataclass(frozen=True, repr=False)
class BivariateNormal(JointLaw):
    r"""Jointly normal ``(w, b)``, with a correlation and means.

    Args:
        sigma_w: standard deviation of w, positive.
        sigma_b: standard deviation of b, positive.
        correlation: strictly between -1 and 1.
        mean_w: real.
        mean_b: real; the law is symmetric when both means are zero.

    Example:
        >>> BivariateNormal(1, 2, correlation=0.5).mean_product
        1
    """

    sigma_w: Parameter
    sigma_b: Parameter
    correlation: Parameter = 0
    mean_w: Parameter = 0
    mean_b: Parameter = 0

    scale_symbols: ClassVar[dict[str, sp.Symbol]] = {"sigma_w": symbols.sigma_w, "sigma_b": symbols.sigma_b}

    def __post_init__(self) -> None:
        for f in fields(self):
            check = positive if f.name.startswith("sigma") else real
            object.__setattr__(self, f.name, check(getattr(self, f.name), f"BivariateNormal {f.name}"))
        if (1 - self.correlation**2).is_nonpositive:
            raise ValueError(f"BivariateNormal correlation is {text(self.correlation)}; it must lie between -1 and 1")

    def __repr__(self) -> str:
        extra = (f"{f.name}={text(getattr(self, f.name))}" for f in fields(self)[2:] if getattr(self, f.name) != 0)
        return f"BivariateNormal({', '.join((text(self.sigma_w), text(self.sigma_b), *extra))})"

    @property
    def is_symmetric(self) -> bool:
        """True when both means are zero."""
        return self.mean_w == 0 and self.mean_b == 0

    def pdf(self, w: Any, b: Any) -> sp.Expr:
        """Density at ``(w, b)``."""
        r = self.correlation
        z, u = (w - self.mean_w) / self.sigma_w, (b - self.mean_b) / self.sigma_b
        quadratic = (z**2 - 2 * r * z * u + u**2) / (2 * (1 - r**2))
        return sp.exp(-quadratic) / (2 * sp.pi * self.sigma_w * self.sigma_b * sp.sqrt(1 - r**2))

    def _second_moments(self) -> tuple[sp.Expr, sp.Expr, sp.Expr]:
        product = self.correlation * self.sigma_w * self.sigma_b + self.mean_w * self.mean_b
        return self.sigma_w**2 + self.mean_w**2, product, self.sigma_b**2 + self.mean_b**2

    def sample(self, rng: np.random.Generator, size: int) -> tuple[np.ndarray, np.ndarray]:
        """Independent pairs."""
        value = {f.name: number(getattr(self, f.name), f"BivariateNormal {f.name}") for f in fields(self)}
        r = value["correlation"]
        # The second factor of the covariance by Cholesky: b is what w tells of it, and an independent rest.
        first, second = rng.standard_normal((2, size))
        with np.errstate(over="ignore"):
            w = value["mean_w"] + value["sigma_w"] * first
            b = value["mean_b"] + value["sigma_b"] * (r * first + np.sqrt(1 - r * r) * second)
        return finite_samples(self, w), finite_samples(self, b)


@dataclass(frozen=True, repr=False)
class RotationInvariant(JointLaw):
    r"""``(w, b) = R (cos θ, sin θ)`` with a uniform angle θ independent of the radius R.

    Args:
        radius: a positive number, or a law on the positive half-line.

    Example:
        >>> RotationInvariant(2).mean_square_w
        2
    """

    radius: Any = 1

    is_symmetric = True

    def __post_init__(self) -> None:
        if not isinstance(self.radius, Law):
            object.__setattr__(self, "radius", Constant(positive(self.radius, "RotationInvariant radius")))
        lower = self.radius.lower
        # A density may begin at 0; an atom there would be a neuron with w = b = 0, which has no breakpoint.
        if lower.is_nonnegative is not True or (self.radius.is_discrete and lower.is_positive is not True):
            raise ValueError(f"RotationInvariant radius {self.radius!r} can be negative; give a law on (0, oo)")

    def __repr__(self) -> str:
        radius = text(self.radius.value) if isinstance(self.radius, Constant) else repr(self.radius)
        return f"{type(self).__name__}({radius})"

    def pdf(self, w: Any, b: Any) -> sp.Expr:
        """``p_R(r) / (2 pi r)`` with ``r^2 = w^2 + b^2``.

        Raises:
            ValueError: for a fixed radius, whose law lives on a circle and has no density in the plane.
        """
        if self.radius.is_discrete:
            raise ValueError(f"{self!r} lives on circles and has no density in the plane")
        # The radius is spread over a circle of length 2 pi r.
        r = sp.sqrt(exact(w, "w") ** 2 + exact(b, "b") ** 2)
        return self.radius.pdf(r) / (2 * sp.pi * r)

    def _second_moments(self) -> tuple[sp.Expr, sp.Expr, sp.Expr]:
        return self.radius.mean_square / 2, sp.S.Zero, self.radius.mean_square / 2

    def sample(self, rng: np.random.Generator, size: int) -> tuple[np.ndarray, np.ndarray]:
        """Independent pairs."""
        radius, angle = self.radius.sample(rng, size), rng.uniform(0.0, 2 * np.pi, size)
        return radius * np.cos(angle), radius * np.sin(angle)


class UnitCircle(RotationInvariant):
    """``(w, b)`` uniform on the circle of a fixed radius, one unless told."""

    def __init__(self, radius: Any = 1):
        super().__init__(positive(radius, "UnitCircle radius"))
