"""A limit on the processor time of a computation, in any thread and process.

A signal would reach the main thread alone, and a profile function would slow down every call. Here one more thread
sleeps until the earliest limit can be over (processor time never runs faster than the clock on the wall), looks at the
clocks of the threads that have limits, and has those that are over time raise an exception.
"""

from __future__ import annotations

import ctypes
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from math import inf
from queue import Empty, SimpleQueue
from typing import TypeVar

T = TypeVar("T")

AGAIN = 1.0
"""Seconds of processor time after which a computation that was told to stop and goes on is told again."""

# A plain lock and a SimpleQueue: an exception that arrives from outside cannot come between their own lines.
_lock = threading.Lock()
_open: list[_Limit] = []
_bell: SimpleQueue[None] = SimpleQueue()
_ran_out: dict[int, int] = {}
_watcher: threading.Thread | None = None


class OutOfTime(Exception):
    """A computation that was stopped at its limit."""


class _Stop(BaseException):
    """What is raised inside; no `except Exception` on the way, nor that of a limit inside another, may keep it."""

    limit: _Limit


def within(seconds: float, work: Callable[[], T], *, decides: bool = True) -> T:
    """Return what `work` returns, unless it takes more than some seconds of processor time of this thread.

    How busy the machine is does not count. Limits may lie inside each other. A computation is stopped between two
    instructions of Python: one long call of a C function is not interrupted.

    Args:
        seconds: the limit, positive.
        work: the computation; it must leave nothing half-done behind where it is stopped.
        decides: whether a verdict may hang on it, so that `ran_out` counts the stop.

    Raises:
        OutOfTime: the limit was reached.

    Example:
        >>> def forever():
        ...     while True:
        ...         pass
        >>> try:
        ...     within(0.05, forever)
        ... except OutOfTime:
        ...     print("stopped")
        stopped
    """
    limit = _Limit(seconds)
    try:
        try:
            limit.start()
            return work()
        finally:
            limit.finish()
    except (_Stop, SystemError) as error:
        limit.finish()  # the stop may have come just before the line above
        # A function in C that does not look whether a stop came returns a value beside it, which Python calls an error.
        stop = error if isinstance(error, _Stop) else error.__cause__
        if not isinstance(stop, _Stop):
            raise
        if stop.limit is not limit:
            raise stop from None
        _ran_out[limit.thread] = ran_out() + decides
        raise OutOfTime(f"stopped after {seconds:g} s of processor time") from None


def ran_out() -> int:
    """How many limits have run out in this thread: what was decided while the number grew may depend on time."""
    return _ran_out.get(threading.get_ident(), 0)


class _Limit:
    def __init__(self, seconds: float) -> None:
        self.thread = threading.get_ident()
        # Where the system keeps no clock for a thread, that of the process serves.
        self.clock = time.pthread_getcpuclockid(self.thread) if hasattr(time, "pthread_getcpuclockid") else None
        self.end = self.now() + seconds
        self.fired = False

    def now(self) -> float:
        return time.process_time() if self.clock is None else time.clock_gettime(self.clock)

    def start(self) -> None:
        with _lock:
            _open.append(self)
        _wake()

    def finish(self) -> None:
        """Forget this limit and those inside it, and take back a stop that is still to come."""
        with _lock:
            if self not in _open:
                return
            here = _open.index(self)
            _open[here:] = [limit for limit in _open[here:] if limit.thread != self.thread]
            if self.fired:
                _raise_in(self.thread, None)
                for limit in _open:
                    # What was taken back may have been the stop of a limit around this one.
                    limit.fired = limit.fired and limit.thread != self.thread

    def look(self) -> float:
        """The seconds until it is to be looked at again; over time the thread is stopped."""
        left = self.end - self.now()
        if left > 0:
            return left
        # A stop that arrives in a callback of the garbage collector is dropped there: it comes again.
        self.fired, self.end = True, self.now() + AGAIN
        _raise_in(self.thread, type("_Stop", (_Stop,), {"limit": self}))
        return AGAIN


def _raise_in(thread: int, kind: type[BaseException] | None) -> None:
    """Have a thread raise an exception at its next instruction; None takes back one that is still to come."""
    what = ctypes.py_object(kind) if kind is not None else None
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), what)


def _wake() -> None:
    global _watcher
    if _watcher is None or not _watcher.is_alive():  # the first limit, or the first after a fork
        _watcher = threading.Thread(target=_watch, name="time limits", daemon=True)
        _watcher.start()
    _bell.put(None)


def _watch() -> None:
    while True:
        with _lock:
            # From the inside out: where two limits are over, the stop of the outer one replaces that of the inner.
            pause = min((limit.look() for limit in reversed(_open)), default=inf)
        with suppress(Empty):
            _bell.get(timeout=None if pause == inf else pause)


def _after_fork() -> None:
    global _lock, _watcher
    _lock, _watcher = threading.Lock(), None
    _open.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
