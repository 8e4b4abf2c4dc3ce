"""Densities beside their definition: values, their limit at zero, and the integrals that are known for every law."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from .comparison import Comparison
from .panels import Integral, Vector, graded, nodes_of
from .question import Question
from .truth import Place

ORDERS = {"breakpoint_density": 0, "zeta_1": 1, "zeta": 2, "curvature_penalty": 2}
"""Densities of the breakpoint, weighted with this power of the size of the weight."""
ROUNDING = 1e-16
"""Of the largest value: differences in a tail that are no more than this are of no use to anyone."""


class OneDensity(Question):
    """A density of the breakpoint, weighted or not, its reciprocal, or the density of the delta-slope."""

    def _f(self, x: Any) -> Vector:
        return 1 / self.value(x) if self.quantity == "curvature_penalty" else self.value(x)

    def _true(self, place: Place) -> Integral:
        order = ORDERS.get(self.quantity)
        return self.truth.density(0, None, place) if order is None else self.truth.density(order, place)

    def comparisons(self) -> Iterator[Comparison]:
        """Values at many places and at zero; the integral; of zeta its first moment too."""
        name, order = self.quantity, ORDERS.get(self.quantity)
        side = 1 if order is None else 0
        needed = self.truth.needs_cells[side]
        places = (self.breakpoints, self.slopes)[side]
        scale = (self.truth.scale, self.truth.slope_scale)[side]
        cells = [self.cell(place, needed) for place in places]
        wanted = [float(self._true(at).value) for at in cells]
        floor = ROUNDING * max((value for value in wanted if np.isfinite(value)), default=0.0)
        for place, at, value in zip(places, cells, wanted, strict=True):
            yield Comparison(f"{name} at {place:.6g}", self.over(self._f, at), value, floor=floor)
        yield from self.said(f"{name} as it is computed, beside its expression", float(places[0]))
        yield from self._at_zero(scale, needed)
        wanted = self.truth.moment(order) if order else 1.0
        what = {0: "the density", 2: "zeta"}.get(order or 0, name)
        known = {f"the integral of {what}": (0, wanted)}
        if order == 2:
            known["the integral of c zeta"] = (1, -self.truth.product())
            if np.isfinite(wanted):
                yield Comparison("E w^2", self.number(self.init.mean_square_w), wanted)
        yield from self.totals(self._f, known, scale, self.drawn[side])

    def _at_zero(self, scale: float, needed: bool) -> Iterator[Comparison]:
        """The value at zero; for laws with atoms against the limit from one side, or that it is infinite there."""
        found = float(self._f(0.0))
        around = self._f(scale * np.array([-1.0, -0.3, 0.3, 1.0]))
        typical = float(np.max(np.abs(around[np.isfinite(around)]), initial=0.0))
        if np.isnan(found):
            return
        if needed:
            near = self._f(scale * np.array([[1e-9, -1e-9], [1e-30, -1e-30]]))
            if np.any(np.isnan(near)):
                return
            if np.isfinite(found):
                limit = near[1][np.argmin(np.abs(near[1] - found))]
                yield Comparison(f"{self.quantity} at 0", found, float(limit), 1e-6, 1e-6 * typical)
            else:
                yield Comparison(f"growth of {self.quantity} towards 0", float(np.any(near[1] > near[0])), 1.0)
            return
        wanted, error = self._true(0.0)
        if not np.isfinite(found):
            yield Comparison(f"growth of {self.quantity} towards 0", float(wanted > 3 * typical), 1.0)
        elif error < 1e-9 * wanted:
            yield Comparison(f"{self.quantity} at 0", found, float(wanted), 1e-7)


class JointDensity(Question):
    """The joint density of breakpoint and delta-slope."""

    def comparisons(self) -> Iterator[Comparison]:
        """Values, the marginals of both variables, and the integral over the plane."""
        cells = self.truth.needs_cells
        places = np.concatenate([self.breakpoints[:4], self.breakpoints[5:11]])
        slopes = np.concatenate([self.slopes[:4], self.slopes[6:12]])
        pairs = [(self.cell(p, cells[0]), self.cell(q, cells[1])) for p, q in zip(places, slopes, strict=True)]
        wanted = [self._marginal(*pair) for pair in pairs]
        floor = ROUNDING * max((value for value in wanted if np.isfinite(value)), default=0.0)
        for place, slope, at, value in zip(places, slopes, pairs, wanted, strict=True):
            what = f"joint_density at {place:.6g}, {slope:.6g}"
            yield Comparison(what, self._over_both(*at), value, floor=floor)
        yield from self.said("joint_density as it is computed, beside its expression", places[0], slopes[0])
        few = 2 if self.is_fast else 1
        for place in places[:few] if not cells[0] else ():
            known = {f"the integral of joint_density over mu at {place:.6g}": (0, self._marginal(place, None))}
            yield from self.totals(lambda y, x=place: self.value(x, y), known, self.truth.slope_scale, slopes[:4])
        for slope in slopes[:few] if not cells[1] else ():
            known = {f"the integral of joint_density over beta at {slope:.6g}": (0, self._marginal(None, slope))}
            yield from self.totals(lambda x, y=slope: self.value(x, y), known, self.truth.scale, places[:4])
        if self.is_fast and not self.truth.has_edges:
            yield from self._over_the_plane()

    def _marginal(self, place: Place, slope: Place) -> float:
        return float(self.truth.density(0, place, slope).value)

    def _over_both(self, place: Place, slope: Place) -> float:
        if isinstance(place, tuple):
            return self.over(lambda x: self.value(x, slope), place)
        return self.over(lambda y: self.value(place, y), slope)

    def _over_the_plane(self) -> Iterator[Comparison]:
        """The integral over the plane by one rule; its worth is that it needs no other value."""
        edges = (graded((), s, reach=(10, 12)) for s in (self.truth.scale, self.truth.slope_scale))
        (x, dx), (y, dy) = (nodes_of(e[:-1], e[1:]) for e in edges)
        values = self.value(x.ravel()[:, None], y.ravel())
        total = float((values @ dy.ravel()) @ dx.ravel())
        # Every other node, as a measure of the error.
        rough = float((values[::2, ::2] @ (2 * dy.ravel()[::2])) @ (2 * dx.ravel()[::2]))
        if abs(total - rough) < 0.3:
            yield Comparison("the integral of joint_density", total, 1.0, 2e-3, identity=True)


class ConditionalDensity(Question):
    """The density of the delta-slope given the breakpoint."""

    def comparisons(self) -> Iterator[Comparison]:
        """Quotients of the definitions of both densities, and the integral over the delta-slope."""
        cells = self.truth.needs_cells
        places, slopes = self.drawn
        pairs = zip([*places[:4], *-places[:2]], [*slopes[:4], *slopes[2:4]], strict=True)
        # A quotient of two masses of a cell is that of the densities up to its width.
        tolerance = 1e-2 if cells[0] else 1e-7
        for place, slope in pairs:
            at = self.cell(place, cells[0]), self.cell(slope, cells[1])
            below, both = float(self.truth.density(0, at[0]).value), float(self.truth.density(0, *at).value)
            if below > 1e-250:
                middle = sum(at[0]) / 2 if isinstance(at[0], tuple) else at[0]
                found = self.over(lambda y, x=middle: self.value(y, x), at[1])
                what = f"conditional_density at {slope:.6g}, {place:.6g}"
                yield Comparison(what, found, both / below, tolerance, 1e-12)
        for place in places[: 2 if self.is_fast else 1]:
            known = {f"the integral of conditional_density at {place:.6g}": (0, 1.0)}
            length = self.truth.slope_scale / np.hypot(1.0, place / self.truth.scale)
            yield from self.totals(lambda y, x=place: self.value(y, x), known, length, slopes[:3])
