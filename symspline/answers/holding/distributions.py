"""Distribution functions beside the probabilities that they are."""

from collections.abc import Iterator

import numpy as np

from .comparison import CLOSE, Comparison
from .panels import integral
from .question import Question
from .truth import Place

ROUNDING = 1e-10
"""Absolute error of a probability that is no more than rounding and quadrature."""
FAR = 1e12
"""Sizes at which a distribution function has arrived at its limits, unless its tails are heavy."""

FAR_BY_QUADRATURE = 1e3
"""The same for a quadrature of quadratures, which further out costs more than it tells."""


class Distribution(Question):
    """The distribution function of the breakpoint or of the delta-slope."""

    def _true(self, place: Place) -> float:
        of_breakpoint = self.quantity != "delta_slope_cdf"
        return float((self.truth.density(0, place) if of_breakpoint else self.truth.density(0, None, place)).value)

    @property
    def _scale(self) -> float:
        return self.truth.slope_scale if self.quantity == "delta_slope_cdf" else self.truth.scale

    @property
    def _far(self) -> float:
        return self._scale * (FAR if self.is_fast else FAR_BY_QUADRATURE)

    def comparisons(self) -> Iterator[Comparison]:
        """Values, that it rises from 0 to 1, and that its rise is the integral of the density."""
        side = 1 if self.quantity == "delta_slope_cdf" else 0
        places = np.sort((self.breakpoints, self.slopes)[side][:: 1 if self.is_fast else 2])
        values = self.value(places)
        for place, value in zip(places, values, strict=True):
            wanted = self._true((-np.inf, float(place)))
            yield Comparison(f"{self.quantity} at {place:.6g}", float(value), wanted, CLOSE, ROUNDING)
        falls = float(np.max(-np.diff(values[np.isfinite(values)]), initial=0.0))
        yield Comparison(f"the largest fall of {self.quantity}", falls, 0.0, 0.0, ROUNDING, identity=True)
        yield from self._limits()
        if not self.truth.needs_cells[side]:
            low, high = np.sort([places[2], 1.1 * places[2]])
            density = np.vectorize(self._true)
            mass, error = integral(density, np.array([low, high]), 1e-8, depth=3)
            rise = float(self.value(high) - self.value(low))
            # Where the density is infinite in between, so few nodes do not tell.
            if error < 1e-7 * mass:
                yield Comparison(f"the rise of {self.quantity}", rise, float(mass), 1e-6, ROUNDING, identity=True)

    def _limits(self) -> Iterator[Comparison]:
        end = self._far
        for place, limit in ((-end, 0.0), (end, 1.0)):
            if abs(self._true((-np.inf, place)) - limit) < 1e-9:
                what = f"the limit of {self.quantity}"
                yield Comparison(what, float(self.value(place)), limit, 0.0, 1e-7, identity=True)


class Probability(Distribution):
    """The probability that a breakpoint falls between two places."""

    def comparisons(self) -> Iterator[Comparison]:
        """Values, that neighbouring probabilities add, and the probability of the line."""
        places = np.sort(self.breakpoints[:: 1 if self.is_fast else 3])
        steps = self.value(places[:-1], places[1:])
        for x, y, value in zip(places[:-1], places[1:], steps, strict=True):
            wanted = self._true((float(x), float(y)))
            what = f"breakpoint_probability between {x:.6g} and {y:.6g}"
            yield Comparison(what, float(value), wanted, CLOSE, ROUNDING)
        whole = float(self.value(places[0], places[-1]))
        what = "the sum of breakpoint_probability"
        yield Comparison(what, float(steps.sum()), whole, 1e-7, ROUNDING, identity=True)
        end = self._far
        if self._true((-end, end)) > 1 - 1e-9:
            what = "breakpoint_probability of the line"
            yield Comparison(what, float(self.value(-end, end)), 1.0, 1e-7, identity=True)
