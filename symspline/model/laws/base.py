"""Law: the distribution of one weight, from its density alone or with closed forms."""

from dataclasses import MISSING, Field, fields, replace
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import sympy as sp

from symspline import vocabulary
from symspline.copies import Copied
from symspline.model.array_code import ArrayFunction
from symspline.model.parameter import expression, number, positive, real, text
from symspline.numerics.arguments import finite_scalar, real_array, shown, whole_number

from .density import absolute_moment_by_quadrature, is_even, panels_of

FAR = 64
"""Binary orders of magnitude from which on a scale is far from one, and a law is computed in units of it."""
_SIZES = ("scale", "mean", "half_width", "value", "size")

_t = sp.Symbol("t", real=True)


class Law(Copied):
    r"""The law of one weight, given by its density.

    ``Law(pdf, symbol, support)`` is the law of a density of one's own, see `GivenDensity`; the members of the family
    (``Normal``, ``Uniform``, …) are frozen dataclasses of their parameters and add closed forms. Everything that a
    member does not give follows from its density.
    """

    is_discrete: ClassVar[bool] = False
    scale_symbols: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Parameter and stem of its shared symbol: ``("scale", "sigma")`` makes ``sigma_w`` in the role ``w``."""
    _real_parameters: ClassVar[tuple[str, ...]] = ()
    _even: ClassVar[bool | None] = None  # None: to be found out from the density
    _kinks: ClassVar[tuple[sp.Expr, ...]] = ()  # where the density bends inside the support

    has_exact_breaks: ClassVar[bool] = True
    """Whether `breaks` are known by name; numbers that only isolate them are no ends of a closed form."""
    support: sp.Set = sp.S.Reals
    """Where the law lives: an ``Interval``, or a ``FiniteSet`` for a discrete law; the whole line unless told."""

    of_density: ClassVar[type["Law"]]
    """The class of a density of one's own, which stands beside the members of the family."""

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        """``Law(pdf, symbol, support)`` itself makes the law of a density of one's own."""
        made: Any = cls.of_density if cls is Law else cls
        return super().__new__(made)

    def __post_init__(self) -> None:
        for f in self._fields:
            check = real if f.name in self._real_parameters else positive
            object.__setattr__(self, f.name, check(getattr(self, f.name), f"{type(self).__name__} {f.name}"))

    def __repr__(self) -> str:
        shown = [f for f in self._fields if f.default is MISSING or getattr(self, f.name) != f.default]
        values = (("" if f.default is MISSING else f"{f.name}=") + text(getattr(self, f.name)) for f in shown)
        return f"{type(self).__name__}({', '.join(values)})"

    @property
    def _fields(self) -> tuple[Field, ...]:
        return fields(self)  # pyright: ignore[reportArgumentType]  # every member is a dataclass

    @property
    def parameters(self) -> dict[str, sp.Expr]:
        """Name -> exact value of every parameter; the free symbols of a density of one's own stand for themselves."""
        return {f.name: getattr(self, f.name) for f in self._fields}

    @property
    def free_symbols(self) -> set[Any]:
        """Symbols that still need a number."""
        return set().union(*(e.free_symbols for e in self.parameters.values()))

    @property
    def lower(self) -> sp.Expr:
        """Lower end of the support."""
        return self.support.inf

    @property
    def upper(self) -> sp.Expr:
        """Upper end of the support."""
        return self.support.sup

    @property
    def atoms(self) -> tuple[tuple[sp.Expr, sp.Expr], ...]:
        """``(point, probability)`` of a discrete law; empty where there is a density."""
        return ()

    @property
    def breaks(self) -> tuple[sp.Expr, ...]:
        """Points of the line where the density is not analytic, ends of the support included."""
        ends = tuple(e for e in (self.lower, self.upper) if e.is_finite)
        return tuple(dict.fromkeys((*ends, *self._kinks)))

    @property
    def centres(self) -> tuple[sp.Expr, ...]:
        """Where the peaks of a density of one's own may be; a member of the family peaks at its mean."""
        return (getattr(self, "mean", sp.S.Zero),) if self.scale_symbols else ()

    @property
    def length(self) -> sp.Expr:
        """A typical size of the variable, used to place quadrature points."""
        return getattr(self, self.scale_symbols[0][0]) if self.scale_symbols else sp.S.One

    @cached_property
    def order(self) -> int:
        """The binary order of magnitude of the variable; 0 near one and where it is not known."""
        if self.free_symbols or not self._sizes:
            return 0
        order = int(sp.floor(sp.log(sp.Abs(self.length), 2).evalf()))
        return order if abs(order) >= FAR else 0

    def in_unit(self, exponent: int) -> "Law":
        """The law of ``X / 2^exponent``."""
        if exponent == 0:
            return self
        law: Any = self
        return replace(law, **{p: getattr(self, p) / sp.Integer(2) ** exponent for p in self._sizes})

    @property
    def _sizes(self) -> tuple[str, ...]:
        """The parameters that grow with the variable."""
        return tuple(p for p in self.parameters if p in _SIZES)

    @cached_property
    def is_symmetric(self) -> bool:
        """Whether X and -X have the same law."""
        return is_even(self) if self._even is None else self._even

    def with_symbols(self, role: str) -> tuple["Law", dict[sp.Symbol, sp.Expr]]:
        """The same law with its scales replaced by the shared symbols of a role, and what they stand for.

        Args:
            role: ``"w"``, ``"b"`` or ``"v"``.

        Returns:
            The law in symbols, and ``{symbol: value}``. Parameters that are no scale (exponents, cuts) stay.
        """
        if not self.scale_symbols:
            return self, {}
        names = {p: getattr(vocabulary, f"{stem}_{role}") for p, stem in self.scale_symbols}
        law: Any = self  # a dataclass, as every member with scales is
        return replace(law, **names), {symbol: getattr(self, p) for p, symbol in names.items()}

    def density(self, x: Any) -> sp.Expr:
        """The density as an expression that holds on the support, without saying where that is."""
        raise NotImplementedError(type(self).__name__)

    def pdf(self, x: Any) -> sp.Expr:
        """The density on the whole line: zero outside the support."""
        x = expression(x, "x")
        return self._on_support(x, self.density(x), sp.S.Zero, sp.S.Zero)

    def cdf(self, x: Any) -> sp.Expr:
        """``P(X <= x)``: closed where the law has one, else an unevaluated integral of the density."""
        x = expression(x, "x")
        inside = self._cdf(x)
        if inside is None:
            inside = sp.Integral(self.density(_t), (_t, self.lower, x))
        return self._on_support(x, inside, sp.S.Zero, sp.S.One)

    def _cdf(self, x: sp.Expr) -> sp.Expr | None:
        """Hook: the closed distribution function on the support."""

    def _on_support(self, x: sp.Expr, inside: sp.Expr, below: sp.Expr, above: sp.Expr) -> sp.Expr:
        pieces = []
        if self.lower.is_finite:
            pieces.append((below, x < self.lower))
        if self.upper.is_finite:
            pieces.append((above, x > self.upper))
        return sp.Piecewise(*pieces, (inside, True)) if pieces else inside

    def absolute_moment(self, n: Any) -> sp.Expr:
        """``E|X|^n``: closed where the law has one, else an unevaluated integral; ``oo`` where it diverges."""
        n = expression(n, "n")
        closed = self._absolute_moment(n)
        return self._expectation(sp.Abs(_t) ** n) if closed is None else closed

    def _absolute_moment(self, n: sp.Expr) -> sp.Expr | None:
        """Hook: the closed absolute moment."""

    def moment(self, n: int) -> sp.Expr:
        """``E X^n`` for a non-negative integer n."""
        n = whole_number("n", n, 0)
        if n % 2 == 0:
            return self.absolute_moment(n)
        if self.is_symmetric:
            return sp.S.Zero
        closed = self._odd_moment(n)
        return self._expectation(_t**n) if closed is None else closed

    def _odd_moment(self, n: int) -> sp.Expr | None:
        """Hook: the closed odd moment of a law that is not symmetric."""

    def _expectation(self, value: sp.Expr) -> sp.Expr:
        return sp.Integral(value * self.density(_t), (_t, self.lower, self.upper))

    @cached_property
    def expectation(self) -> sp.Expr:
        """``E X``."""
        return self.moment(1)

    @cached_property
    def mean_square(self) -> sp.Expr:
        """``E X^2``."""
        return self.absolute_moment(2)

    @cached_property
    def variance(self) -> sp.Expr:
        """``Var X``."""
        return self.mean_square if self.expectation == 0 else self.mean_square - self.expectation**2

    @cached_property
    def kurtosis(self) -> sp.Expr:
        """``E X^4 / (E X^2)^2``, about zero, not about the mean: this is what the roughness needs (B22)."""
        return self.absolute_moment(4) / self.mean_square**2

    def _number(self, parameter: str) -> float:
        return number(getattr(self, parameter), f"{type(self).__name__} {parameter}")

    def _require_numbers(self) -> None:
        if self.free_symbols:
            missing = ", ".join(sorted(str(s) for s in self.free_symbols))
            raise ValueError(f"{self!r} has no numbers yet: give {missing} a number first")
        for name, value in self.parameters.items():
            number(value, f"{type(self).__name__} {name}")

    @cached_property
    def _density_function(self) -> ArrayFunction:
        self._require_numbers()
        return ArrayFunction(self.density(_t), (_t,))

    def pdf_array(self, x: np.ndarray | float) -> np.ndarray:
        """The density in float64, zero outside the support; the shape of ``x``."""
        if self.is_discrete:
            raise ValueError(f"{self!r} has atoms and no density; use .atoms")
        x = real_array("x", x)
        if self.order:
            with np.errstate(over="ignore", under="ignore"):
                return np.ldexp(self.in_unit(self.order).pdf_array(np.ldexp(x, -self.order)), -self.order)
        inside = (x >= float(self.lower)) & (x <= float(self.upper))
        out = np.where(np.isnan(x), np.nan, 0.0)
        out[inside] = self._density_function(x[inside])
        return out

    def cdf_array(self, x: np.ndarray | float) -> np.ndarray:
        """``P(X <= x)`` in float64; the shape of ``x``."""
        x = real_array("x", x)
        self._require_numbers()
        if self.order:
            with np.errstate(over="ignore", under="ignore"):
                return self.in_unit(self.order).cdf_array(np.ldexp(x, -self.order))
        if self._cdf(_t) is None:
            return np.clip(self._panels.cumulative(x) / self._panels.total, 0.0, 1.0)
        return np.asarray(self._cdf_function(x))

    @cached_property
    def _cdf_function(self) -> ArrayFunction:
        return ArrayFunction(self.cdf(_t), (_t,))

    @cached_property
    def _panels(self) -> Any:
        return panels_of(self)

    def numeric_absolute_moment(self, n: float) -> float:
        """``E|X|^n`` by quadrature of the density, whatever closed form the law has."""
        self._require_numbers()
        n = finite_scalar("n", n)
        if self.is_discrete:
            return float(sum(float(p) * abs(float(x)) ** n for x, p in self.atoms))
        return absolute_moment_by_quadrature(self, n)

    def sample(self, rng: np.random.Generator, size: int | tuple[int, ...]) -> np.ndarray:
        """Independent draws, float64.

        Args:
            rng: the caller's generator.
            size: number or shape of the draws.

        Raises:
            ValueError: a parameter is still a symbol, or the user's sampler returns too few or non-finite numbers.
        """
        self._require_numbers()
        require_generator(rng)
        shape = size if isinstance(size, tuple | list) else (size,)
        if not all(isinstance(n, int | np.integer) and not isinstance(n, bool) and n >= 0 for n in shape):
            raise ValueError(f"size is {shown(size)}; give a number of draws, or a shape")
        shape = tuple(int(n) for n in shape)
        with np.errstate(over="ignore", invalid="ignore"):
            return finite_samples(self, np.asarray(self._sample(rng, shape), dtype=float))

    def _sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
        """Hook: draws of a law whose parameters are numbers."""
        return self._panels.quantile(rng.random(shape))


def finite_samples(law: object, draws: np.ndarray) -> np.ndarray:
    """The draws; ValueError where one is beyond float64."""
    if not np.all(np.isfinite(draws)):
        raise ValueError(f"samples of {law!r} leave float64: give a smaller scale, or lighter tails")
    return draws


def require_generator(rng: object) -> None:
    """Refuses anything but numpy's generator, whose draws a seed repeats."""
    if not isinstance(rng, np.random.Generator):
        raise ValueError(f"rng is {shown(rng)}; give numpy.random.default_rng(0)")
