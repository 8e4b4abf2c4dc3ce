"""Formula: a closed form with its arguments and its theorem; it prints itself and evaluates on arrays."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple, Self

import mpmath
import numpy as np
import sympy as sp
from sympy.core.function import AppliedUndef

from symspline.copies import Copied
from symspline.door import Shown, up
from symspline.model.array_code import ArrayFunction
from symspline.model.integral_code import IntegralFunction, compile_mp, outer_integrals
from symspline.model.parameter import assumed, exact, shortened
from symspline.model.simplification import has_decimals, in_decimals, rationals, simplified
from symspline.numerics.arguments import real_array
from symspline.proof.theorem import Theorem

NUMERIC = "No closed form was found for these laws; the integral is evaluated by quadrature."
_MOST_DIGITS = 1000
_LONGEST = 900
"""Characters of a formula that `repr` prints, half a screen."""
_ASSUMPTIONS = ("positive", "negative", "nonnegative", "nonpositive", "nonzero", "integer", "real")
_LEAST = 1e-290
_MOST_DOUBTFUL = 1000
_WORST = 1e-7  # relative error estimate at which a quadrature is refused instead of returned


class QuadratureError(ArithmeticError):
    """An integral that diverges or is too hard for float64; the message names the point."""


class InUnits(NamedTuple):
    """A formula in other units: its arguments times ``2^places``, its value times ``2^value`` are those of another."""

    formula: "Formula"
    places: tuple[int, ...]
    value: int


@dataclass(frozen=True, eq=False, repr=False)
class Formula(Copied, Shown):
    r"""A closed form, or an integral where none is known, as an object that prints itself and evaluates on arrays.

    Args:
        name: how it is called, ``"zeta"``.
        subject: the left-hand side, ``Function("zeta")(c)``.
        args: the arguments, in the order of the call.
        general: the right-hand side in the scale symbols.
        values: scale symbol -> number or expression that stands for it.
        compute: an equal expression chosen for floating point; ``general`` unless told.
        closed: False where ``general`` holds an unevaluated integral, which is then computed by quadrature.
        theorem: the theorem that derives it.
        verdict: how well it is established: of an initialisation's formula that the values computed agree with the
            definition of the quantity (`sampled`), or more where its own steps were checked when it was found.
        breaks: integration variable -> points where to cut its integral.
        note: what a reader must know of how its values come about; in short before a colon, then at length.
        out_of_time: whether it is an integral because a limit of time ran out, so that more time may find more.
        in_units: the same formula in units in which no part of it leaves float64, from which the values come.

    Raises:
        ValueError: arguments that are no symbols, values that are no mapping, an infinite right-hand side, or a name
            that stands for an argument.

    Example:
        >>> c, a = sp.Symbol("c", real=True), sp.Symbol("a", positive=True)
        >>> square = Formula("square", sp.Function("q")(c), (c,), a * c**2, {a: 1.5})
        >>> square([1.0, 2.0]), square(2), square.latex()
        (array([1.5, 6. ]), 6.0, 'q(c) = 1.5 c^{2}')
    """

    name: str
    subject: sp.Expr
    args: tuple[sp.Symbol, ...]
    general: sp.Expr
    values: Mapping[sp.Symbol, Any] = field(default_factory=dict)
    compute: sp.Expr | None = None
    closed: bool = True
    theorem: Any = None
    verdict: Any = None
    breaks: Mapping[sp.Symbol, Sequence[sp.Expr]] = field(default_factory=dict)
    note: str = ""
    out_of_time: bool = False
    in_units: InUnits | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.args, Sequence | sp.Tuple) or isinstance(self.args, str):
            raise ValueError(f"{self.name}: args is {self.args!r}; give a tuple of symbols")
        if not isinstance(self.values, Mapping):
            raise ValueError(f"{self.name}: values is {self.values!r}; give a mapping from symbols to numbers")
        args = tuple(self.args)
        if not all(isinstance(a, sp.Symbol) for a in args) or len(set(args)) != len(args):
            raise ValueError(f"{self.name}: args is {args}; give distinct symbols")
        values = {symbol: exact(value, str(symbol)) for symbol, value in self.values.items()}
        clash = sorted(str(a) for a in args if a in values)
        if clash:
            raise ValueError(f"{self.name}: {clash[0]} is an argument and cannot also have a value")
        object.__setattr__(self, "args", args)
        if not isinstance(self.general, sp.Expr):
            raise ValueError(f"{self.name}: general is {self.general!r}; give a SymPy expression")
        if self.general in (sp.oo, -sp.oo, sp.zoo, sp.nan):
            raise ValueError(f"{self.name}: general is {self.general}, which is no number; give a finite expression")
        own = (self.general.free_symbols - values.keys()).union(*(value.free_symbols for value in values.values()))
        bound = (v for integral in self.general.atoms(sp.Integral) for v in integral.variables)
        same = sorted({str(s) for s in own - set(args)} & {str(v) for v in (*args, *bound)})
        if same:
            raise ValueError(
                f"{self.name}: {same[0]} is also the name of a variable of the formula; call the symbol otherwise, "
                f"such as {same[0]}_0"
            )
        object.__setattr__(self, "values", MappingProxyType(values))
        object.__setattr__(self, "breaks", MappingProxyType(dict(self.breaks)))

    def __getstate__(self) -> dict[str, Any]:
        # A read-only view of a mapping has no copy of its own.
        return super().__getstate__() | {"values": dict(self.values), "breaks": dict(self.breaks)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        views = {name: MappingProxyType(state[name]) for name in ("values", "breaks")}
        super().__setstate__(state | views)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Formula):
            return NotImplemented
        return (self.name, self.args, self.expr) == (other.name, other.args, other.expr)

    def __hash__(self) -> int:
        return hash((self.name, self.args, self.expr))

    def __repr__(self) -> str:
        kind = f", {self.note}" if self.note else "" if self.closed else ", by quadrature"
        right = shortened(str(in_decimals(self.simplified, self._decimals)), _LONGEST)
        return f"Formula({self.subject} = {right}{kind})"

    def _put(self, expr: Any) -> Any:
        return expr.xreplace(dict(self.values)) if self.values else expr

    @cached_property
    def expr(self) -> sp.Expr:
        """The right-hand side with the values put in, exactly."""
        return self._put(self.general)

    @cached_property
    def simplified(self) -> sp.Expr:
        """``expr`` in the form in which it is displayed, see `symspline.model.simplification.simplified`."""
        return simplified(self.general, self.values)

    @property
    def _decimals(self) -> bool:
        """Whether its numbers are displayed as decimals: some that were put in are, or a law's own."""
        own = [number for number in rationals(self.general) if number.q % 5 == 0] if not self.values else []
        return has_decimals([*own, *(v for s, v in self.values.items() if s in self.general.free_symbols)])

    @property
    def in_symbols(self) -> tuple[sp.Expr, dict[sp.Symbol, sp.Expr]]:
        """The right-hand side in symbols, and the numbers that stand for them; no numbers where it has none."""
        numbers = {s: v for s, v in self.values.items() if s in self.general.free_symbols and v.is_number}
        others = {s: v for s, v in self.values.items() if s not in numbers}
        # A symbol of the caller's that is called like one of ours would be taken for it.
        clash = set(numbers) & set().union(*(v.free_symbols for v in others.values()))
        return (self.expr, {}) if clash else (simplified(self.general, others), numbers)

    @property
    def parameters(self) -> tuple[Any, ...]:
        """Symbols that still need a number before the formula can be called."""
        return tuple(sorted(self.expr.free_symbols - set(self.args), key=str))

    def put(self, values: Mapping[sp.Symbol, Any]) -> Self:
        """The same formula with numbers or expressions for more of its symbols.

        Raises:
            ValueError: no mapping, a key that is no symbol of the formula, or a value that is not known to be what the
                symbol is assumed to be.
        """
        if not isinstance(values, Mapping):
            raise ValueError(f"values is {values!r}; give a mapping from symbols to numbers")
        has, put = self.parameters, {}
        for symbol, value in values.items():
            if symbol not in has:
                raise ValueError(f"{symbol!r} is no symbol of {self.name}; it has {', '.join(map(str, has)) or 'none'}")
            put[symbol] = exact(value, str(symbol))
            for word in _ASSUMPTIONS:
                if getattr(symbol, f"is_{word}"):
                    assumed(value, str(symbol), word)
        old = {symbol: value.xreplace(put) for symbol, value in self.values.items()}
        fresh = {symbol: value for symbol, value in put.items() if symbol not in old}
        return replace(self, values={**old, **fresh})

    def latex(self, *, general: bool = False) -> str:
        r"""The equation in LaTeX, ready to paste; simplified, and with ``\approx`` where a long number is rounded.

        Args:
            general: in the scale symbols instead of with the values put in.
        """
        right = (self.general, False) if general else (self.simplified, self._decimals)
        note = rf" \quad \text{{({self.note.partition(':')[0]})}}" if self.note else ""
        return up("equation")(self.subject, right) + note

    @property
    def remarks(self) -> tuple[str, ...]:
        """Sentences on how its values come about, for a reader; none for a closed form that a theorem derives."""
        said = [] if self.closed or self.note.startswith("by quadrature") else [NUMERIC]
        if self.out_of_time:
            said.append("The time for finding a closed form ran out; more of it may find one.")
        if self.note:
            said.append(f"{self.note[0].upper()}{self.note[1:]}.")
        if self.theorem is None and self.verdict is not None:
            said.append(f"No theorem derives it; it was held against the definition of the quantity: {self.verdict}.")
        return tuple(said)

    def _repr_latex_(self) -> str:
        return rf"$\displaystyle {self.latex()}$"

    def plot(self, low: Any = None, high: Any = None, *, ax: Any = None) -> Any:
        """Draw it: a curve of one argument, a heat map of two.

        Args:
            low: where the axis of its argument begins, a pair for two arguments; where the values are, unless told.
            high: where it ends.
            ax: matplotlib axes; those of a new figure unless told.

        Returns:
            The axes.

        Raises:
            ValueError: a symbol still needs a number, three arguments or more, or no room between low and high.

        Example:
            >>> c = sp.Symbol("c", real=True)
            >>> Formula("square", sp.Function("q")(c), (c,), c**2).plot(-1, 1).get_ylabel()
            '$q(c)$'
        """
        return up("plots").formula(self, low, high, ax)

    def __call__(self, *arrays: Any) -> Any:
        """Values in float64, broadcast over the arguments like a ufunc; a float when all of them are numbers.

        Raises:
            ValueError: a symbol still needs a number, the wrong number of arguments, or no number comes out in float64
                at finite arguments.
            QuadratureError: an integral of a formula that is not closed diverges or does not converge.
        """
        arrays = self._arrays(arrays)
        values, error = self._evaluated(arrays)
        bad = np.flatnonzero(~(np.ravel(error) <= _WORST))
        if bad.size:
            point, worst = self._point(arrays, bad[0]), f"{np.ravel(error)[bad[0]]:.1g}"
            raise QuadratureError(f"{self.name}: at {point} the integral has an estimated relative error of {worst}")
        values = self._numbers(values, arrays)
        return float(values) if np.shape(values) == () else values

    def _evaluated(self, arrays: tuple[Any, ...]) -> tuple[Any, Any]:
        """Values and the relative error of their integrals, 0 where there are none."""
        if self.in_units is not None:
            other, places, value = self.in_units
            with np.errstate(all="ignore"):
                values, error = other._evaluated(tuple(np.ldexp(a, -k) for a, k in zip(arrays, places, strict=True)))
                return self._beyond(np.asarray(np.ldexp(values, value)), np.asarray(values), arrays), error
        if isinstance(self._function, ArrayFunction):
            return self._function(*arrays), 0.0
        return self._function(*arrays)

    def _numbers(self, values: Any, arrays: tuple[Any, ...]) -> Any:
        """The values, refused where one is no number although its arguments are finite."""
        if np.size(values) and np.isnan(np.min(values)):
            columns = np.broadcast_arrays(np.isnan(values), *arrays)
            bad = np.flatnonzero(columns[0] & np.all(np.isfinite(columns[1:]), axis=0))
            if bad.size:
                raise ValueError(
                    f"{self.name} is no number in float64 at {self._point(arrays, bad[0])}: rescale the laws or the "
                    "arguments, since a part of the formula overflows or is 0/0 there; .mp has no such limits"
                )
        return values

    def _point(self, arrays: tuple[Any, ...], index: int) -> str:
        columns = np.broadcast_arrays(*arrays)
        return ", ".join(f"{a} = {np.ravel(c)[index]:.6g}" for a, c in zip(self.args, columns, strict=True))

    def _beyond(self, values: np.ndarray, inside: np.ndarray, arrays: tuple[Any, ...]) -> np.ndarray:
        """The values, those with many digits that leave float64 in the other units and may not in their own."""
        assert self.in_units is not None
        lost = np.abs(inside) < _LEAST if self.in_units.value > 0 else np.isinf(inside)
        doubtful = np.flatnonzero(lost) if self.closed and self.in_units.value else np.empty(0, int)
        if doubtful.size > _MOST_DOUBTFUL:
            raise ValueError(
                f"{self.name} leaves float64 on the way at {doubtful.size} places, such as "
                f"{self._point(arrays, doubtful[0])}: rescale the laws, or give at most {_MOST_DOUBTFUL}"
            )
        columns = [np.ravel(column) for column in np.broadcast_arrays(*arrays)]
        flat = values.reshape(-1)
        for k in doubtful:
            with suppress(ZeroDivisionError):  # a pole stays one
                flat[k] = float(self.mp(*(float(column[k]) for column in columns)))
        return flat.reshape(values.shape)

    def with_error(self, *arrays: Any) -> tuple[Any, Any]:
        """Values, and an estimate of the relative error of their integrals (zero where closed); refuses nothing."""
        values, error = self._evaluated(self._arrays(arrays))
        if np.shape(values):
            return values, np.broadcast_to(error, np.shape(values))
        return float(values), float(error)

    def mp(self, *numbers: Any, dps: int = 30) -> Any:
        """The value at one point with many digits, from ``expr`` and mpmath.

        Args:
            numbers: one per argument; a float is taken as the number it is, a Fraction or SymPy number exactly.
            dps: decimal digits, from 1 to 1000.
        """
        self._check_call(len(numbers))
        if isinstance(dps, bool) or not isinstance(dps, int | np.integer) or not 1 <= dps <= _MOST_DIGITS:
            raise ValueError(f"dps is {dps!r}; give a whole number from 1 to {_MOST_DIGITS}")
        with mpmath.workdps(int(dps) + 5):
            point = tuple(map(_mpf, numbers, self.args))
            if self.in_units is not None:
                other, places, size = self.in_units
                point = (mpmath.ldexp(p, -k) for p, k in zip(point, places, strict=True))
                value = mpmath.ldexp(other.mp(*point, dps=int(dps)), size)
            else:
                value = compile_mp(self.expr, self.args, self._cuts)(*point)
        with mpmath.workdps(int(dps)):
            return +mpmath.mpf(value)

    def _arrays(self, given: tuple[Any, ...]) -> tuple[np.ndarray, ...]:
        self._check_call(len(given))
        return tuple(real_array(str(name), values) for name, values in zip(self.args, given, strict=True))

    def _check_call(self, count: int) -> None:
        if count != len(self.args):
            wanted = ", ".join(map(str, self.args))
            raise ValueError(f"{self.name} takes ({wanted}); {count} arguments were given")
        if self.parameters:
            missing = ", ".join(map(str, self.parameters))
            raise ValueError(f"{self.name} still holds {missing}: give {missing} a number, in the laws or with .put")
        if self.expr.has(sp.DiracDelta):
            raise ValueError(f"{self.name} is a point mass, {self.expr}, and has no values; use .expr")

    @property
    def _cuts(self) -> dict[sp.Symbol, list[sp.Expr]]:
        return {name: [self._put(sp.sympify(p, strict=True)) for p in points] for name, points in self.breaks.items()}

    @cached_property
    def _function(self) -> ArrayFunction | IntegralFunction:
        expr = self.expr if self.compute is None else self._put(self.compute)
        if outer_integrals(expr):
            return IntegralFunction(expr, self.args, self._cuts)
        return ArrayFunction(expr, self.args)


def _mpf(number: Any, name: sp.Symbol) -> Any:
    try:
        if isinstance(number, sp.Expr):
            return mpmath.mpf(number.evalf(mpmath.mp.dps + 5)._to_mpmath(mpmath.mp.prec + 20))
        if isinstance(number, bool | str):
            raise TypeError
        if hasattr(number, "numerator") and hasattr(number, "denominator") and not isinstance(number, int):
            return mpmath.mpf(number.numerator) / number.denominator
        return mpmath.mpf(number)
    except (TypeError, ValueError, AttributeError):
        raise ValueError(f"{name} is {number!r}; give one real number") from None


def routine(theorem: Theorem) -> Formula:
    """The conclusion of a theorem as a function of all its arguments, in their order, without values put in.

    Args:
        theorem: one whose conclusion is an expression without undefined functions.

    Raises:
        ValueError: for a theorem that states a condition or speaks of any law.

    Example:
        >>> import symspline as ss
        >>> zeta = ss.library["B7.zeta"].routine        # (c, sigma_w, sigma_b)
        >>> round(zeta(0.0, 1.0, 1.0), 6)
        0.63662
    """
    subject, line = theorem.subject, theorem.conclusion
    if not isinstance(subject, sp.Expr) or not isinstance(line, sp.Expr) or line.atoms(AppliedUndef):
        raise ValueError(f"{theorem.id} has no routine: {line} is not a function of numbers")
    args, closed = tuple(argument.symbol for argument in theorem.arguments), not line.has(sp.Integral)
    return Formula(theorem.id, subject, args, line, compute=theorem.compute, closed=closed, theorem=theorem)
