"""ArrayFunction: a SymPy expression compiled to float64 arrays."""

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import sympy as sp
from sympy.codegen.cfunctions import log1p
from sympy.printing.numpy import SciPyPrinter

_CHUNK = 16384  # points evaluated together, so that temporaries stay in the cache

_STEEP = 500  # above this exponent the rounding of ``1 + u`` costs more digits of its power than a logarithm does

_FOLDED = {sp.Max: "numpy.maximum", sp.Min: "numpy.minimum", sp.And: "numpy.logical_and", sp.Or: "numpy.logical_or"}
_RECIPROCALS = {sp.sech: sp.cosh, sp.csch: sp.sinh, sp.coth: sp.tanh, sp.sec: sp.cos, sp.csc: sp.sin, sp.cot: sp.tan}


def _power(base: np.ndarray, exponent: int) -> np.ndarray:
    """``base**exponent`` for a positive integer, by repeated squaring; numpy's general power is ten times slower."""
    # The trailing zeros of the exponent first: the product then begins with a power and not with an array of ones.
    while not exponent & 1:
        base, exponent = base * base, exponent >> 1
    out = base
    while exponent := exponent >> 1:
        base = base * base
        if exponent & 1:
            out = out * base
    return out


class _Printer(SciPyPrinter):
    """Code for arrays: powers by multiplication, and the special functions that SymPy's printer lacks."""

    def __init__(self, own: dict[str, Callable], settings: dict):
        super().__init__(settings)
        self._own = own

    def _print_Pow(self, expr: Any, rational: bool = False) -> str:
        if expr.base is sp.S.Exp1:
            return f"numpy.exp({self._print(expr.exp)})"
        base, exponent = expr.as_base_exp()
        if exponent.is_Rational and exponent.is_negative:
            return f"(1/{self._print_Pow(sp.Pow(base, -exponent, evaluate=False))})"
        if exponent.is_Rational and exponent.q in (1, 2) and abs(exponent) <= 32:
            whole, code = exponent.p // exponent.q, self._print(base)
            factors = []
            if whole == 1:
                factors.append(f"({code})")
            elif whole:
                factors.append(f"_power({code}, {whole})")
            if exponent.q == 2:
                factors.append(f"numpy.sqrt({code})")
            return "(" + "*".join(factors) + ")"
        return f"numpy.power({self._print(base)}, {self._print(exponent)})"

    def _print_Heaviside(self, expr: Any) -> str:
        return f"numpy.heaviside({', '.join(self._print(arg) for arg in expr.args)})"

    def _print_Integral(self, expr: Any) -> str:
        raise ValueError(f"{expr} has no float64 routine; give the formula another expression to compute with")

    _print_Derivative = _print_Sum = _print_Product = _print_Limit = _refuse = _print_Integral

    def _print_Max(self, expr: Any) -> str:
        # Two by two: reducing them together would stack them, and some are arrays while others are numbers.
        code, *others = map(self._print, expr.args)
        for other in others:
            code = f"{_FOLDED[type(expr)]}({code}, {other})"
        return code

    _print_Min = _print_And = _print_Or = _print_Max

    def _print_besselk(self, expr: Any) -> str:
        order, z = expr.args
        if order in (0, 1):
            return f"k{order}({self._print(z)})"
        return f"kv({self._print(order)}, {self._print(z)})"

    def _print_expint(self, expr: Any) -> str:
        order, z = expr.args
        if order == 1:
            return f"exp1({self._print(z)})"
        if order.is_Integer and order.is_nonnegative:
            return f"expn({order}, {self._print(z)})"
        return self._refuse(expr)

    def _print_hyper(self, expr: Any) -> str:
        (upper, lower, z) = expr.args
        routine = {(2, 1): "hyp2f1", (1, 1): "hyp1f1", (0, 1): "hyp0f1"}.get((len(upper), len(lower)))
        if routine is None:
            return self._refuse(expr)
        return f"{routine}({', '.join(self._print(a) for a in (*upper, *lower, z))})"

    def _print_betainc_regularized(self, expr: Any) -> str:
        a, b, low, high = (self._print(arg) for arg in expr.args)
        upper = f"betainc({a}, {b}, {high})"
        return upper if expr.args[2] == 0 else f"({upper} - betainc({a}, {b}, {low}))"

    def _print_Function(self, expr: Any) -> str:
        name = type(expr).__name__
        if type(expr) in _RECIPROCALS:
            return f"(1/{self._print(_RECIPROCALS[type(expr)](*expr.args))})"
        from scipy import special  # a theorem is printed without SciPy

        if hasattr(special, name) or name in self._own:
            return f"{name}({', '.join(self._print(a) for a in expr.args)})"
        return self._refuse(expr)


class ArrayFunction:
    """A SymPy expression as a function of float64 arrays.

    Parts that depend on no argument become one number each, at full precision; repeated parts are computed once; every
    branch of a ``Piecewise`` is evaluated at its own points only, so that no branch sees a point where it is not meant.

    Args:
        expr: the expression; its free symbols must be among ``args``.
        args: the symbols, in the order of the call.
        functions: routines for SymPy functions that scipy does not name, ``{class name: routine}``.

    Raises:
        ValueError: a symbol is missing, or a function has no float64 routine.

    Example:
        >>> x = sp.Symbol("x", real=True)
        >>> ArrayFunction(sp.Piecewise((sp.log(x), x > 1), (0, True)), (x,))(np.array([-1.0, np.e]))
        array([0., 1.])
    """

    def __init__(self, expr: sp.Expr, args: Sequence[sp.Symbol], functions: dict[str, Callable] | None = None):
        expr = sp.sympify(expr, strict=True)
        missing = expr.free_symbols - set(args)
        if missing:
            raise ValueError(f"{', '.join(sorted(map(str, missing)))} needs a number")
        self.args = tuple(args)
        self._functions = functions or {}
        self._pieces: dict[sp.Expr, tuple[sp.Dummy, list]] = {}
        self._constants: dict[sp.Expr, tuple[sp.Dummy, float]] = {}
        body = self._fold_constants(expr)
        self._is_cheap = body.atoms(sp.Function) == body.atoms(sp.Abs) and body.count_ops() < 40
        self._values = [v for _, v in self._constants.values()]
        self._branches = [branches for _, branches in self._pieces.values()]
        names = [name for name, _ in (*self._pieces.values(), *self._constants.values())]
        self._body = self._lambdify(body, [*self.args, *names])

    def _lambdify(self, body: Any, names: list) -> Callable:
        settings = {"fully_qualified_modules": False, "inline": True, "allow_unknown_functions": True}
        modules: Any = [{"_power": _power, "numpy": np, **self._functions}, "scipy", "numpy"]
        # Without the reordering of sums, which would change rounding.
        cse: Any = partial(sp.cse, order="none", list=False)
        return sp.lambdify(names, body, modules=modules, printer=_Printer(self._functions, settings), cse=cse)

    def _fold_constants(self, expr: Any) -> Any:
        # Integers beyond int64 would become Python objects inside numpy; they go the way of the other constants.
        if isinstance(expr, sp.Symbol) or (expr.is_Integer and abs(expr) < 2**63) or expr in (sp.true, sp.false):
            return expr
        if isinstance(expr, sp.Tuple):
            return sp.Tuple(*(self._fold_constants(a) for a in expr))
        if not expr.free_symbols:
            return self._constant(expr)
        if isinstance(expr, sp.Piecewise):
            return self._branch(expr)
        if isinstance(expr, sp.Add | sp.Mul):
            fixed = [a for a in expr.args if not a.free_symbols]
            moving = [self._fold_constants(a) for a in expr.args if a.free_symbols]
            if fixed:
                moving.append(self._fold_constants(expr.func(*fixed)))
            return expr.func(*moving)
        if _is_steep(expr):
            return sp.exp(self._fold_constants(expr.exp) * log1p(self._fold_constants(expr.base - 1)))
        if expr.is_Pow and expr.exp.is_Rational and expr.exp.q in (1, 2):
            return sp.Pow(self._fold_constants(expr.base), expr.exp)
        return expr.func(*(self._fold_constants(a) for a in expr.args))

    def _constant(self, expr: Any) -> sp.Dummy:
        if expr not in self._constants:
            # Rounded once, from 25 digits: float64 step by step would lose digits wherever its parts cancel.
            value = expr.evalf(25)
            if not (value.is_Number and (value.is_real or value.is_infinite)):
                raise ValueError(f"{expr} is no real number")
            self._constants[expr] = (sp.Dummy("k", real=True, positive=value.is_positive), _float(value))
        return self._constants[expr][0]

    def _branch(self, expr: Any) -> sp.Dummy:
        if expr not in self._pieces:
            branches = [
                (
                    None if condition == sp.true else self._lambdify(condition, list(self.args)),
                    ArrayFunction(value, self.args, self._functions),
                )
                for value, condition in expr.args
            ]
            self._pieces[expr] = (sp.Dummy("p", real=True), branches)
        return self._pieces[expr][0]

    def __call__(self, *arrays: np.ndarray | float) -> np.ndarray | float:
        """Values in float64, broadcast over the arguments; a float when all of them are numbers.

        Raises:
            ValueError: not as many arguments as symbols.
        """
        if len(arrays) != len(self.args):
            wanted = ", ".join(map(str, self.args))
            raise ValueError(f"{len(arrays)} arguments given for ({wanted})")
        columns = np.broadcast_arrays(*(np.asarray(a, dtype=float) for a in arrays))
        shape = columns[0].shape if arrays else ()
        flat = [column.reshape(-1) for column in columns]
        out = np.empty(shape).reshape(-1)
        with np.errstate(all="ignore"):
            for start in range(0, out.size, _CHUNK):
                part = slice(start, start + _CHUNK)
                out[part] = self._evaluate([column[part] for column in flat])
        return out.reshape(shape) if shape else float(out[0])

    def _evaluate(self, columns: list[np.ndarray]) -> np.ndarray:
        pieces = [self._evaluate_branches(branches, columns) for branches in self._branches]
        return self._body(*columns, *pieces, *self._values)

    def _evaluate_branches(self, branches: list, columns: list[np.ndarray]) -> np.ndarray:
        size = columns[0].size
        out = np.full(size, np.nan)
        if all(value._is_cheap for _, value in branches):
            # Computing such a branch everywhere and choosing afterwards beats gathering its points.
            for condition, value in reversed(branches):
                values = value._evaluate(columns)
                out = values if condition is None else np.where(condition(*columns), values, out)
            return np.broadcast_to(out, size)
        left = np.ones(size, dtype=bool)
        for condition, value in branches:
            here = left if condition is None else left & condition(*columns)
            count = np.count_nonzero(here)
            if count == size:
                return np.broadcast_to(value._evaluate(columns), size)
            if count:
                out[here] = value._evaluate([column[here] for column in columns])
                left = left & ~here
        return out


def _is_steep(expr: Any) -> bool:
    """Whether an expression is a high power of a sum with one, such as the density of Student's law."""
    if not (expr.is_Pow and expr.exp.is_real and expr.exp.is_number and abs(expr.exp) > _STEEP):
        return False
    # A whole power of a negative number is a number, its logarithm none.
    return (
        expr.base.is_Add
        and sp.S.One in expr.base.args
        and bool((expr.base - 1).is_nonnegative or not expr.exp.is_integer)
    )


def _float(value: Any) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.copysign(math.inf, value)
