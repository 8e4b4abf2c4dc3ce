"""The data of a gradient flow as a caller gives them, in any arithmetic: checked, in order, equal inputs joined."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from symspline.numerics.arguments import same_length
from symspline.numerics.flow.problem import Array, Problem

LARGEST = 1e60
"""Numbers beyond it, or below its inverse, have derivatives that leave float64."""


def check_sizes(**vectors: Array) -> None:
    """ValueError, with name and index, for a number whose derivatives leave float64."""
    for name, values in vectors.items():
        sizes = np.abs(values)
        far = np.flatnonzero((sizes > LARGEST) | ((sizes < 1 / LARGEST) & (sizes > 0)))
        if far.size:
            value = values[far[0]]
            remedy = "rescale it" if abs(value) > 1 else "rescale it, or set it to 0"
            raise ValueError(f"{name}[{far[0]}] is {_short(value)}, beyond what the flow follows in float64: {remedy}")


def _short(value: Any) -> str:
    """A number of any size in a few characters."""
    return (
        f"{(Decimal(value.numerator) / value.denominator).normalize():.6g}"
        if isinstance(value, Fraction)
        else str(value)
    )


def joined(
    inputs: Array, targets: Array, counts: Array | None, train: Collection[str], decay: Any
) -> tuple[Problem, Array, Any]:
    """The data in order, equal inputs joined; the caller's place of each; the loss between equals."""
    counts = inputs * 0 + 1 if counts is None else counts
    same_length(x=inputs, y=targets, weights=counts)
    check_sizes(x=inputs, y=targets, weights=counts)
    if np.any(counts <= 0):
        index = int(np.argmax(counts <= 0))
        raise ValueError(f"weights[{index}] is {counts[index]}: give positive weights, or leave the datum out")
    if decay < 0:
        raise ValueError(f"weight_decay is {decay}: give 0 or a positive number")
    if decay and ("w" in train) != ("b" in train):
        raise ValueError("weight_decay needs w and b both trained, or both not: add the other one to train")
    distinct, caller, place = np.unique(inputs, return_index=True, return_inverse=True)
    total, mean = distinct * 0, distinct * 0
    np.add.at(total, place, counts)
    np.add.at(mean, place, counts * targets)
    mean = mean / total
    alone = np.bincount(place) == 1
    mean[alone] = targets[caller[alone]]
    apart = np.sum(counts * (targets - mean[place]) ** 2) / 2
    return Problem(distinct, mean, total, train, decay), caller, apart
