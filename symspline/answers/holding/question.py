"""A formula and the definition beside it: what every kind of comparison needs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import sympy as sp

from symspline.model.formula import Formula
from symspline.model.init import Init
from symspline.model.integral_code import IntegralFunction

from .comparison import Comparison
from .panels import Vector, gauss, graded, integral
from .truth import Circles, Lines, Place

REFUSED = 1e-7
"""Estimated relative error of a quadrature that a formula would refuse to hand out."""
CELL = 1e-3
"""Relative width of the cells whose mass stands for a density."""


@dataclass(frozen=True)
class Question:
    """A formula that is said to be a quantity of an initialisation whose parameters are numbers."""

    init: Init
    quantity: str
    formula: Formula
    truth: Lines | Circles
    rng: np.random.Generator

    def comparisons(self) -> Iterator[Comparison]:
        """All that is compared; a number that the formula itself refuses is nan."""
        raise NotImplementedError

    def value(self, *arrays: Any) -> Vector:
        """Values of the formula, nan where it would refuse to hand one out."""
        value, error = self.formula.with_error(*(np.asarray(a, dtype=float) for a in arrays))
        return np.where(np.asarray(error) > REFUSED, np.nan, value)

    @staticmethod
    def number(moment: sp.Expr) -> float:
        """A moment by quadrature, as formulas compute it: of some SymPy finds a wrong closed form."""
        return float(IntegralFunction(moment, (), {})()[0])

    @cached_property
    def is_fast(self) -> bool:
        """Whether a value is no quadrature of its own."""
        form = self.formula.expr if self.formula.compute is None else self.formula.compute
        return not form.has(sp.Integral)

    def said(self, what: str, *point: float) -> Iterator[Comparison]:
        """The expression that is said beside the value that is computed, where they are two."""
        if self.formula.compute is None:
            return
        try:
            if self.formula.closed:
                yield Comparison(what, float(self.value(*point)), float(self.formula.mp(*point, dps=30)), 1e-8)
            else:
                # Chosen not to be computed with: it may cancel.
                stated, error = replace(self.formula, compute=None).with_error(*point)
                if error < REFUSED and np.isfinite(stated):
                    yield Comparison(what, float(self.value(*point)), float(stated), 1e-3)
        except (ArithmeticError, ValueError, TypeError, NotImplementedError):
            return

    # -- integrals over the line -----------------------------------------------------------------------------------

    def totals(
        self, f: Callable[[Vector], Vector], wanted: dict[str, tuple[int, float]], length: float, marks: Vector
    ) -> Iterator[Comparison]:
        """Integrals of powers of the variable times a density, in one pass; none where its tails or its error hide it.

        Args:
            f: the density, of shape (n,).
            wanted: what is integrated -> the power and the value.
            length: a typical size.
            marks: places where it may be narrow.
        """
        powers = sorted({power for power, _ in wanted.values()})

        def stack(x: Vector) -> Vector:
            y = f(x)
            return np.stack([g for power in powers for g in (x**power * y, np.abs(x**power * y))])

        if self.is_fast:
            ends, doubts = length * 16.0**18, 1e-5
            edges = graded(marks, length, base=16.0, reach=(14, 18))
            found, error = integral(stack, edges, 1e-9)
            # A jump close to the end of a panel, beyond its last node, is seen by no halving: once more, cut elsewhere.
            inside = edges[:-1] + np.diff(edges) * self.rng.uniform(0.3, 0.7, edges.size - 1)
            other, _ = integral(stack, np.array([edges[0], *inside, edges[-1]]), 1e-9)
            error = np.maximum(error, np.abs(found - other))
        else:
            ends, doubts = length * 16.0**5, 1e-2
            edges = graded((), length, base=16.0, reach=(4, 5))
            found, error = gauss(stack, edges[:-1], edges[1:]).sum(axis=-1), np.zeros(2 * len(powers))
            if self.truth.has_poles:
                # Infinite places are met nowhere or everywhere: finer panels tell how much was missed.
                finer = graded((), length, base=4.0, reach=(8, 10))
                rough, found = found, gauss(stack, finer[:-1], finer[1:]).sum(axis=-1)
                error = np.abs(found - rough)
        # A tail like a power sums to a small multiple of its last decades.
        tail = 16 * ends * np.abs(f(np.array([-ends, ends]))).sum()
        for what, (power, value) in wanted.items():
            k = 2 * powers.index(power)
            size = float(found[k + 1])
            doubt = (tail * ends**power + 20 * float(error[k])) / max(size, 1e-300) + doubts
            if np.isfinite(value) and doubt < 0.05:
                yield Comparison(what, float(found[k]), value, 0.0, doubt * size, identity=True)

    # -- places ----------------------------------------------------------------------------------------------------

    @cached_property
    def drawn(self) -> tuple[Vector, Vector]:
        """Breakpoints and delta-slopes of a few neurons."""
        w, b, v = self.init.sample_neurons(6, self.rng)
        return -b / w, w * v

    def _around(self, scale: float) -> Vector:
        powers = self.rng.uniform([-5.0, -2.0, -0.7, -0.2, 0.3, 1.0, 2.5], [-4.0, -1.0, -0.3, 0.2, 0.7, 1.5, 3.5])
        signs = np.where(self.rng.permutation(7) % 2, 1.0, -1.0)
        return np.concatenate([signs, -signs[2:5]]) * scale * 10.0 ** np.concatenate([powers, powers[2:5]])

    @cached_property
    def breakpoints(self) -> Vector:
        """Places near zero, of ordinary size on both sides and far out; the first four are of neurons."""
        return np.concatenate([self.drawn[0][:4], self._around(self.truth.scale)])

    @cached_property
    def slopes(self) -> Vector:
        """The same for delta-slopes, whose far ones are left to the drawn ones: products fall off too fast."""
        return np.concatenate([self.drawn[1][:4], self._around(self.truth.slope_scale)[[0, 1, 2, 3, 4, 7, 8, 9]]])

    def cell(self, place: float, needed: bool) -> Place:
        """A small cell at a place, or the place."""
        if not needed:
            return float(place)
        ends = sorted((float(place), float(place) * (1 + CELL)))
        return ends[0], ends[1]

    def over(self, f: Callable[[Vector], Vector], place: Place) -> float:
        """A density at a place, or its integral over a cell."""
        if isinstance(place, tuple):
            return float(integral(f, np.array(place), 1e-10, depth=20 if self.is_fast else 6).value)
        return float(f(np.array(place)))
