"""How a call must end: in a right value, or in a ValueError that names the argument and says what to do."""

import re
import warnings
from fractions import Fraction

import numpy as np

LARGE = Fraction(2) ** 1000
"""From this size on a value, or a part of it, may be said to leave float64."""
TINY = 1e-290
"""Below this size numbers have lost their digits."""
REMEDY = re.compile(
    r"pass |give |rescale|remove|replace|leave|use |choose|add |did you mean|must |names them|needs? |write|change"
    r"|call |set |start|move "
)


class WrongOutcomeError(AssertionError):
    """A call that ended in a wrong value, in nan, in another error or in one that does not help."""


def ends_well(call, names, judge=None):
    """Run a call with warnings as errors: its value goes to the judge, its refusal must name one of the arguments."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            value = call()
    except ValueError as error:
        text = str(error)
        if not any(re.search(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])", text) for name in names):
            raise WrongOutcomeError(f"the refusal names none of {names}: {text}") from error
        if not REMEDY.search(text):
            raise WrongOutcomeError(f"the refusal has no remedy: {text}") from error
        return text
    except Exception as error:
        raise WrongOutcomeError(f"{type(error).__name__}: {error}") from error
    if judge is not None:
        judge(value)
    return None


def refused(call, *names):
    """A call that must be refused by name."""

    def accepted(value):
        raise WrongOutcomeError(f"accepted: {value!r:.200}")

    ends_well(call, names, accepted)


def close(values, truths, *, rounding=2e-13):
    """Every value is its sized truth but for rounding of the size; where the size leaves float64 it may be anything."""
    values, truths = np.ravel(values), list(truths)
    if len(values) != len(truths):
        raise WrongOutcomeError(f"{len(values)} values for {len(truths)}")
    for k, (value, truth) in enumerate(zip(values, truths, strict=True)):
        if not np.isfinite(value):
            raise WrongOutcomeError(f"value {k} is {value}, true {float_of(truth.value)}")
        error = abs(Fraction(*float(value).as_integer_ratio()) - truth.value)
        if error > Fraction(rounding) * truth.size + Fraction(TINY):
            raise WrongOutcomeError(
                f"value {k} is {value!r}, true {float_of(truth.value)} of size {float_of(truth.size)}"
            )


def float_of(fraction):
    """A fraction of any size, for a message."""
    try:
        return float(fraction)
    except OverflowError:
        return f"{'-' * (fraction < 0)}2^{abs(fraction.numerator).bit_length() - fraction.denominator.bit_length()}"
