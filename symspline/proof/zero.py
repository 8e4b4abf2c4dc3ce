"""Exact decision whether an expression vanishes identically, within a time limit."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from sympy import (
    Abs,
    Expr,
    Integral,
    Piecewise,
    cancel,
    exp,
    expand,
    expand_log,
    factor_terms,
    piecewise_fold,
    powdenest,
    powsimp,
    simplify,
    together,
)


class OutOfTime(Exception):
    """A symbolic computation that was stopped."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Stop the body with `OutOfTime` after some seconds; without effect outside the main thread."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(signum: int, frame: FrameType | None) -> None:
        del signum, frame
        raise OutOfTime

    outer_handler = signal.signal(signal.SIGALRM, stop)
    outer_left = signal.setitimer(signal.ITIMER_REAL, seconds)[0]
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, outer_handler)
        if outer_left:
            signal.setitimer(signal.ITIMER_REAL, outer_left)


def _ladder(difference: Expr) -> Iterator[Expr]:
    """Ever stronger rewritings of an expression that ought to vanish."""
    yield expand(difference)
    yield cancel(together(powsimp(powdenest(difference, force=False))))
    if difference.has(Integral):
        yield simplify(difference, doit=False)
        return
    yield factor_terms(expand(expand_log(powdenest(expand(difference, power_base=True)))))
    if difference.has(Piecewise, Abs):
        yield simplify(piecewise_fold(difference))
    yield simplify(difference)
    yield simplify(difference.rewrite(exp))


def vanishes(difference: Expr, seconds: float = 4.0) -> bool:
    """Whether SymPy shows that an expression is identically zero.

    False means only that it was not shown.

    Args:
        difference: the expression.
        seconds: time limit of the whole attempt.

    Example:
        >>> from sympy import cos, sin, symbols
        >>> t = symbols("t", real=True)
        >>> vanishes(sin(t) ** 2 + cos(t) ** 2 - 1), vanishes(sin(t))
        (True, False)
    """
    if difference == 0:
        return True
    try:
        with time_limit(seconds):
            return any(form == 0 for form in _ladder(difference))
    except (OutOfTime, NotImplementedError, RecursionError, ValueError, TypeError, AttributeError):
        # SymPy's simplifiers raise the last five on expressions they cannot handle; the answer stays "not shown".
        return False
