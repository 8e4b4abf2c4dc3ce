"""The exact gradient flow with a proof: the flow in balls, with as many digits as it takes."""

from __future__ import annotations

import math
import time
from collections.abc import Collection, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
from flint import arb

from symspline.enclosure.ball import Ball
from symspline.enclosure.flow.integrator import enclosed
from symspline.enclosure.flow.path import Doubt, Path
from symspline.evidence.certificate import Certificate, ProvedFork
from symspline.numerics.arguments import (
    exact_fraction,
    exact_fractions,
    finite_scalar,
    same_length,
    shown,
    whole_number,
)
from symspline.numerics.flow.given import check_sizes, joined
from symspline.numerics.gradient_descent import PARAMETERS, parameters
from symspline.numerics.weights import Weights

SPARE = 36
"""Bits beyond the digits: what the radius grows by in a flow that is not long."""
TRIES = 3
"""How often the bits are doubled before what is not decided stays so."""


def certified_flow(
    net: Weights | tuple[Any, ...],
    x: Sequence[Any],
    y: Sequence[Any],
    t_end: Any,
    *,
    weights: Sequence[Any] | None = None,
    train: Collection[str] = PARAMETERS,
    train_b0: bool = True,
    weight_decay: Any = 0,
    digits: int = 20,
    seconds: float | None = None,
) -> Certificate:
    r"""The flow of `gradient_flow` in Arb balls: proved up to `t_end`, or undecided from a time that is said.

    Between events the flow lies in tubes around its Taylor polynomials; a tube widens at most like
    ``exp(int max_i sqrt(E_i^2 + M_i^2) dt)`` (D19). An event is taken where all that may happen is proved to happen
    later, and told by the signs of balls. Numbers are taken exactly, a float as the fraction it is: the proof is about
    these, and no float has a part in it.

    Args:
        net: the network at time 0, or a tuple ``(w, b, v, b0)`` of exact numbers.
        x: data, N exact numbers in any order; equal ones count as one.
        y: targets, N exact numbers.
        t_end: the last time, an exact positive number.
        weights: of each datum, N positive exact numbers; 1 unless told.
        train: which of ``"w", "b", "v", "b0"`` move.
        train_b0: False is the same as to leave ``"b0"`` out of `train`.
        weight_decay: lambda of ``lambda/2 sum_i (w_i^2 + b_i^2 + v_i^2)``.
        digits: the radius at the end is below ``10^-digits``, or `doubt` says that it is not; 5 or more.
        seconds: a budget of time on the clock, after which the rest is undecided.

    Returns:
        The certificate: balls at any time, events, and verdicts of what follows from them. It has a `doubt` where balls
        do not tell an event from one that just fails to happen, or two events that an exact symmetry of the data and
        the start does not make simultaneous; and a `fork` where the flow is proved not to be unique.

    Raises:
        ValueError: bad data, `t_end` not positive and finite, or an option that is not known.

    Source:
        D10 to D14 for the flow, D19 for the bound.

    Example:
        >>> found = certified_flow(([0.5], [0], [0.5], 0), [0, 1], [-1, 1], 2, train_b0=False)
        >>> found.verdict.value, found.radius < 1e-20, [event.kind for event in found.events]
        ('proved', True, ['slide'])
    """
    if not isinstance(train_b0, bool | np.bool_):
        raise ValueError(f"train_b0 is {shown(train_b0)}: give True or False")
    trained = parameters(train) - (frozenset() if train_b0 else {"b0"})
    parts = (net.w, net.b, net.v, net.b0) if isinstance(net, Weights) else net
    if not isinstance(parts, tuple) or len(parts) != 4:
        raise ValueError(f"net is {shown(net)}; give a Network, or a tuple (w, b, v, b0)")
    w, b, v = (_exact(name, values) for name, values in zip(("w", "b", "v"), parts, strict=False))
    same_length(w=w, b=b, v=v)
    b0 = exact_fraction("b0", parts[3])
    check_sizes(w=w, b=b, v=v, b0=np.array([b0], dtype=object))
    counts = None if weights is None else _exact("weights", weights)
    decay = exact_fraction("weight_decay", weight_decay)
    problem, caller, apart = joined(_exact("x", x), _exact("y", y), counts, trained, decay)
    last = exact_fraction("t_end", t_end)
    if last <= 0:
        raise ValueError(f"t_end is {shown(t_end)}: give a positive time")
    digits = whole_number("digits", digits, 5)
    if seconds is not None and not finite_scalar("seconds", seconds) > 0:
        raise ValueError(f"seconds is {seconds}: give a positive number, or None for no budget")
    until = math.inf if seconds is None else time.monotonic() + float(seconds)
    bits = math.ceil(digits * math.log2(10)) + SPARE
    path = enclosed(problem, (w, b, v, b0), last, bits, until)
    for _ in range(TRIES - 1):
        if (_settled(path) and path.radius < _wanted(digits)) or time.monotonic() > until:
            break
        # What is too wide needs the bits by which it is; how many a sign needs is not known.
        bits += _missing(path, digits) + SPARE // 2 if _settled(path) else bits
        finer = enclosed(problem, (w, b, v, b0), last, bits, until)
        if finer.end.t >= path.end.t or _settled(finer):
            path = finer
    if _settled(path) and not path.radius < _wanted(digits):
        path = replace(path, doubt=Doubt(path.end.t, f"the balls are wider than 10^-{digits}"))
    return _certificate(path, caller, apart, last, digits)


def _exact(name: str, values: Any) -> np.ndarray:
    return np.array(exact_fractions(name, values), dtype=object)


def _settled(path: Path) -> bool:
    return path.doubt is None


def _wanted(digits: int) -> arb:
    return arb(10) ** -digits


def _missing(path: Path, digits: int) -> int:
    """How many bits the radius is too large by."""
    return math.ceil(float((path.radius / _wanted(digits)).log()) / math.log(2))


def _certificate(path: Path, caller: np.ndarray, apart: Fraction, t_end: Fraction, digits: int) -> Certificate:
    """What is shown, with the data as the caller counts them."""

    def named(datum: int | None) -> int | None:
        return None if datum is None else int(caller[datum])

    events = tuple(replace(event, time=Ball(event.time), datum=named(event.datum)) for event in path.events)
    fork, doubt = path.fork, path.doubt
    return Certificate(
        events,
        t_end,
        digits,
        None if fork is None else ProvedFork(Ball(path.end.t), fork.kind, fork.neuron, named(fork.datum)),
        None if doubt is None else replace(doubt, datum=named(doubt.datum)),
        path.bits // 2,
        path,
        apart,
    )
