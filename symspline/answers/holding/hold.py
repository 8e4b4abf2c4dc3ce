"""A formula held against the definition of its quantity before it is handed out.

Two kinds of comparison, which share no code with the derivations: values at random places, near zero, far out and on
both signs, against `truth`; and identities that hold for every law (the integral of a density is 1, that of zeta is
E w^2, a kernel is positive definite and grows like a moment), which need no other value of the quantity.
"""

import zlib
from dataclasses import replace

import numpy as np

from symspline.model.formula import Formula
from symspline.model.init import Init

from .comparison import Holding
from .densities import ORDERS, ConditionalDensity, JointDensity, OneDensity
from .distributions import Distribution, Probability
from .kernels import Kernel
from .question import Question
from .symbols import with_numbers
from .truth import truth_of

BESIDE_A_POLE = 1e-6
"""Relative difference at which a value agrees where a density is infinite: the definition is integrated over the places
themselves, and of those beside an edge doubles keep half of their digits."""

_QUESTIONS: dict[str, type[Question]] = {
    **dict.fromkeys((*ORDERS, "delta_slope_density"), OneDensity),
    "joint_density": JointDensity,
    "conditional_density": ConditionalDensity,
    "breakpoint_cdf": Distribution,
    "delta_slope_cdf": Distribution,
    "breakpoint_probability": Probability,
}


def hold(init: Init, quantity: str, formula: Formula) -> Holding:
    """Compare a formula with the definition of the quantity.

    Symbols of the laws are given numbers at random; the width of a network, where it is one, is three.

    Args:
        init: the initialisation, one that `refuse` lets pass.
        quantity: one of `quantities.QUANTITIES`.
        formula: what is said to be the quantity.

    Returns:
        The comparisons; a number that the formula itself refuses to hand out is none of them.
    """
    rng = np.random.default_rng(zlib.crc32(repr((init, quantity)).encode()))
    numbers = with_numbers(init, quantity, rng)
    if numbers is None:
        return Holding((), "no numbers were found for its symbols at which the quantity exists")
    init, values = numbers
    truth = truth_of(init)
    if truth is None:
        return Holding((), f"there is no definition in numbers for the joint law {init.wb!r}")
    formula = formula.put({s: v for s, v in values.items() if s in formula.expr.free_symbols})
    question = _QUESTIONS.get(quantity, Kernel)(init, quantity, formula, truth, rng)
    with np.errstate(all="ignore"):
        found = (c for c in question.comparisons() if not np.isnan(c.found))
        if truth.has_poles:
            found = (replace(c, tolerance=max(c.tolerance, BESIDE_A_POLE)) for c in found)
        return Holding(tuple(found))
