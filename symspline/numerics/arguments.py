"""What a caller gives, as plain numbers; what is refused is named, with its index and the remedy.

An argument is a list, an array, a masked array, a pandas column, a tensor of PyTorch or JAX; or exact numbers.
"""

import operator
import re
from collections.abc import Iterable, Mapping, Set
from contextlib import suppress
from datetime import date, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Vector = NDArray[np.float64]

# A bounded exponent: Fraction("1e999999999") would fill the memory.
_NUMBER = re.compile(r"[+-]?(\d+(/\d+)?|(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?)", re.ASCII)
_NO_NUMBERS = bool | str | bytes | bytearray | np.bool_ | np.datetime64 | np.timedelta64 | date | time | timedelta
"""What `float` takes for a number, and what NumPy does."""
_FAILURES = (TypeError, ValueError, ArithmeticError, RuntimeError)
"""What objects raise that hold no number: PyTorch a RuntimeError, a decimal an ArithmeticError."""
_KEPT = 60


def shown(value: object) -> str:
    """How a message prints what was given: on one line, not too long."""
    text = " ".join(repr(value).split())
    return text if len(text) <= _KEPT else f"{text[: _KEPT - 1]}…"


def real_array(name: str, values: ArrayLike) -> NDArray[np.float64]:
    """Float64 array of any shape; float64 passes uncopied.

    Raises:
        ValueError: entries that are no real numbers, such as complex ones, text, symbols and masked ones; or integers
            and fractions beyond float64.
    """
    array = _array(name, values)
    if array.dtype.kind == "O":
        return _of_objects(name, array)
    if array.dtype.kind in "iuf":
        # A long double may overflow to inf; the finite check of the caller speaks of it by index.
        with np.errstate(over="ignore"):
            return array.astype(np.float64, copy=False)
    raise ValueError(f"{name} has entries of type {array.dtype}: pass real numbers")


def _array(name: str, values: Any) -> np.ndarray:
    """What NumPy makes of an argument."""
    _refuse_masked(name, values)
    try:
        return np.asarray(values)
    except _FAILURES as error:
        raise _no_number(name, error) from error


def _refuse_masked(name: str, values: Any) -> None:
    """NumPy forgets what is masked, or takes it for nan."""
    if isinstance(values, np.ma.MaskedArray):
        if np.ma.is_masked(values):
            place = int(np.argmax(np.ma.getmaskarray(values)))
            where = f"{name}[{place}]" if values.ndim == 1 else name if values.ndim == 0 else f"an entry of {name}"
            raise ValueError(f"{where} is masked: leave masked entries out, as x.compressed() does")
    elif isinstance(values, list | tuple):
        for place, item in enumerate(values):
            if isinstance(item, np.ma.MaskedArray | list | tuple):
                _refuse_masked(f"{name}[{place}]", item)


def _of_objects(name: str, array: np.ndarray) -> np.ndarray:
    """Objects as float64; refused where one is no number, though it would be read as such."""
    for place, item in enumerate(array.flat):
        if item is None or item is np.ma.masked or isinstance(item, _NO_NUMBERS):
            where = f"{name}[{place}]" if array.ndim == 1 else name if array.ndim == 0 else f"an entry of {name}"
            raise ValueError(f"{where} holds what is no float64 number ({shown(item)}): pass real numbers")
    try:
        return array.astype(np.float64)
    except _FAILURES as error:
        raise _no_number(name, error) from error


def _no_number(name: str, error: Exception) -> ValueError:
    remedy = "pass x.detach()" if "requires grad" in str(error) else "pass real numbers"
    first = str(error).partition("\n")[0].rstrip(".")
    return ValueError(f"{name} holds what is no float64 number ({first}): {remedy}")


def finite_vector(name: str, values: ArrayLike, *, allow_empty: bool = False) -> Vector:
    """The argument as a contiguous float64 vector, checked at the door; float64 passes uncopied.

    Raises:
        ValueError: not real numbers, not one-dimensional, empty, or not finite; the message names the argument, the
            index and the remedy.
    """
    array = real_array(name, values)
    if array.ndim != 1:
        raise ValueError(f"{name} has {array.ndim} dimensions: pass a one-dimensional array")
    array = np.ascontiguousarray(array)
    if array.size == 0 and not allow_empty:
        raise ValueError(f"{name} is empty: pass at least one value")
    finite = np.isfinite(array)
    if not finite.all():
        index = int(np.argmin(finite))
        raise ValueError(f"{name}[{index}] is {array[index]}: remove or replace the non-finite value")
    return array


def finite_scalar(name: str, value: float) -> float:
    """The argument as a float; ValueError unless it is one finite real number."""
    array = real_array(name, value)
    if array.ndim != 0:
        raise ValueError(f"{name} has {array.ndim} dimensions: pass one number")
    number = float(array)
    if not np.isfinite(number):
        raise ValueError(f"{name} is {number}: pass a finite number")
    return number


def same_length(**vectors: Vector) -> None:
    """ValueError, with both names and lengths, unless all the named vectors have one length."""
    (first, reference), *others = vectors.items()
    for name, vector in others:
        if vector.size != reference.size:
            raise ValueError(
                f"{name} has {vector.size} entries but {first} has {reference.size}: pass arrays of one length"
            )


def whole_number(name: str, value: Any, least: int) -> int:
    """The number as an int; ValueError unless it is whole, no bool, and at least that."""
    found = None
    if not isinstance(value, _NO_NUMBERS | np.ma.MaskedArray):
        with suppress(*_FAILURES):  # an array and a tensor have the method and refuse it
            found = operator.index(value)
    if found is None or found < least:
        raise ValueError(f"{name} is {shown(value)}: pass a whole number of at least {least}")
    return found


def check_choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    """ValueError, which lists the choices, unless the argument is one of them."""
    if not isinstance(value, str) or value not in choices:
        raise ValueError(f"{name} is {shown(value)}: choose one of {', '.join(choices)}")


def exact_fraction(name: str, value: Any) -> Fraction:
    """The number as a Fraction, without rounding.

    It may be an int, a Fraction, a float, decimal or NumPy scalar (taken exactly), a string such as "1/3" or "0.25", or
    an object with integer ``p`` and ``q`` (a SymPy Rational, a FLINT fmpq).

    Raises:
        ValueError: not finite, or not a number of these kinds.

    Example:
        >>> exact_fraction("x", "1/3"), exact_fraction("x", 0.25)
        (Fraction(1, 3), Fraction(1, 4))
    """
    if isinstance(value, Fraction):
        return value
    if isinstance(value, str | Decimal):
        return _fraction_of_text(name, value)
    _refuse_masked(name, value)
    if hasattr(value, "__array__") and not isinstance(value, np.generic):
        return exact_fraction(name, finite_scalar(name, value))
    if isinstance(value, _NO_NUMBERS | np.complexfloating):
        raise ValueError(f"{name} is {shown(value)}: pass an int, a float, a Fraction or a string like '1/3'")
    found: Any = value
    if hasattr(found, "p") and hasattr(found, "q"):
        if int(found.q) == 0:
            raise ValueError(f"{name} is {found}: pass a finite number")
        return Fraction(int(found.p), int(found.q))
    with suppress(TypeError):
        return Fraction(operator.index(found))
    if hasattr(found, "free_symbols") and not found.is_Float:
        raise ValueError(f"{name} is {value}, which is no rational number: pass a float or a fraction near it")
    try:
        number = value if isinstance(value, np.floating) else float(value)
    except _FAILURES:
        raise ValueError(f"{name} is {shown(value)}: pass an int, a float, a Fraction or a string like '1/3'") from None
    if not np.isfinite(number):
        raise ValueError(f"{name} is {number}: remove or replace the non-finite value")
    return Fraction(*number.as_integer_ratio())


def _fraction_of_text(name: str, value: str | Decimal) -> Fraction:
    text = str(value).strip()
    if not _NUMBER.fullmatch(text):
        raise ValueError(f'{name} is {shown(value)}: write a rational such as "1/3" or a decimal such as "0.25"')
    denominator = text.partition("/")[2]
    if denominator and int(denominator) == 0:
        raise ValueError(f"{name} is {shown(value)}: the denominator is zero")
    return Fraction(text)


def exact_fractions(name: str, values: Iterable[Any]) -> list[Fraction]:
    """Each value as a Fraction; ValueError, with the index, for one that is no finite number, or for none at all."""
    # Characters are no numbers, keys no values, and a set has no order.
    if not hasattr(values, "__iter__") or isinstance(values, str | bytes | bytearray | Mapping | Set):
        raise ValueError(f"{name} is {shown(values)}: pass a sequence of numbers")
    if hasattr(values, "__array__"):
        array = _array(name, values)
        if array.ndim != 1:
            raise ValueError(f"{name} has {array.ndim} dimensions: pass a one-dimensional sequence of numbers")
        values = array
    out = [exact_fraction(f"{name}[{k}]", value) for k, value in enumerate(values)]
    if not out:
        raise ValueError(f"{name} is empty: pass at least one value")
    return out
