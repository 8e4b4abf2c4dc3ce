"""What the definitions say of one neuron, in numbers: sums over atoms and integrals of the laws of its weights.

Nothing is derived here: no change of variables, no folding, no closed form. Given the input weight an event of the
breakpoint is an event of the bias and one of the delta-slope an event of the output weight; the rest is the
expectation over the input weight, by a quadrature of its own. Where a law has atoms a density at a place is asked as
the probability of a small cell around it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from symspline.model.init import Init
from symspline.model.joint_law import BivariateNormal, Independent, RotationInvariant
from symspline.model.law import Law, Normal

from .panels import Integral, Panels, Vector, graded, integral, nodes_of, refined

Place = float | tuple[float, float] | None
"""A place where a density is asked, the ends of a cell whose mass is asked, or nothing."""


class Weight:
    """A law of one weight whose parameters are numbers."""

    def __init__(self, law: Law):
        self.points = np.array([float(at) for at, _ in law.atoms])
        self.chances = np.array([float(chance) for _, chance in law.atoms])
        self.has_atoms = law.is_discrete
        self.low, self.high, self.length = float(law.lower), float(law.upper), float(law.length)
        self.breaks = [] if law.is_discrete else [float(mark) for mark in law.breaks]
        self.marks = [float(mark) for mark in dict.fromkeys((*law.breaks, *law.centres))]
        self._pdf = law.pdf_array

    def density(self, x: Vector) -> Vector:
        """The density; zero at a place itself where it is infinite, which has no mass."""
        value = self._pdf(x)
        return np.where(np.isfinite(value), value, 0.0)

    @cached_property
    def poles(self) -> list[float]:
        """Marks at which the density is infinite."""
        return [] if self.has_atoms else [mark for mark in self.breaks if not np.isfinite(self._pdf(mark))]

    @property
    def has_edges(self) -> bool:
        """Whether the density may jump or bend anywhere but at zero."""
        return any(mark != 0 for mark in self.breaks)

    @cached_property
    def near(self) -> Vector:
        """Places the law is organised around, at several distances from its marks."""
        if self.has_atoms:
            return self.points
        sides = self.length * np.array([0.0, 0.25, 1.0, 4.0, 16.0, -0.25, -1.0, -4.0, -16.0])
        close = self.length * 4.0 ** -np.arange(2.0, 13.0)
        around = [mark + side for mark in (0.0, *self.marks) for side in sides]
        return np.unique([*around, *(pole + side for pole in self.poles for side in (*close, *-close))])

    def edges(self, extra: Vector | list[float] = ()) -> Vector:
        """Edges of panels over the support."""
        inner = np.asarray(extra, dtype=float)
        inner = inner[np.isfinite(inner) & (inner > self.low) & (inner < self.high)]
        return np.unique([*graded(self.marks, self.length, self.low, self.high), *inner])

    @cached_property
    def _table(self) -> tuple[Panels, Vector, Vector]:
        """Panels of the density times 1, x and x^2, and the sums to the right of each edge and to the left of it."""
        panels = refined(lambda x: self.density(x) * np.stack([np.ones_like(x), x, x * x]), self.edges())
        zero = np.zeros((3, 1))
        right = np.concatenate([np.cumsum(panels.value[:, ::-1], axis=1)[:, ::-1], zero], axis=1)
        left = np.concatenate([zero, np.cumsum(panels.value, axis=1)], axis=1)
        return panels, right, left

    def above(self, t: Vector) -> Vector:
        """``E[X^j; X > t]`` for j = 0, 1, 2, of shape (3, n)."""
        t = np.asarray(t, dtype=float)
        if self.has_atoms:
            inside = self.points[:, None] > t
            return np.stack([(self.chances * self.points**j) @ inside for j in range(3)])
        panels, right, _ = self._table
        t = np.clip(t, panels.left[0], panels.right[-1])
        k = np.clip(np.searchsorted(panels.right, t, side="left"), 0, panels.left.size - 1)
        return right[:, k + 1] + self._piece(t, panels.right[k])

    def between(self, low: Vector, high: Vector) -> Vector:
        """``P(low < X <= high)``, without cancellation in either tail."""
        if self.has_atoms:
            return self.chances @ ((self.points[:, None] > low) & (self.points[:, None] <= high))
        panels, right, left = self._table
        ends = [np.clip(t, panels.left[0], panels.right[-1]) for t in (low, high)]
        at = [np.clip(np.searchsorted(panels.left, t, side="right") - 1, 0, panels.left.size - 1) for t in ends]
        parts = [self._mass(panels.left[k], t) for k, t in zip(at, ends, strict=True)]
        from_left = left[0, at[1]] - left[0, at[0]]
        from_right = right[0, at[0]] - right[0, at[1]]
        return np.maximum(np.where(left[0, at[1]] < 0.5, from_left, from_right) + parts[1] - parts[0], 0.0)

    def _piece(self, low: Vector, high: Vector) -> Vector:
        x, weight = nodes_of(low, high)
        values = self.density(x) * weight
        first = values * x
        return np.stack([values.sum(axis=-1), first.sum(axis=-1), (first * x).sum(axis=-1)])

    def _mass(self, low: Vector, high: Vector) -> Vector:
        x, weight = nodes_of(low, high)
        return (self.density(x) * weight).sum(axis=-1)

    def moment(self, k: int, absolute: bool = True) -> float:
        """``E|X|^k``, or ``E X^k``; infinite where the tails do not end within the panels."""
        size = np.abs if absolute else np.asarray
        if self.has_atoms:
            return float(self.chances @ size(self.points) ** k)
        panels = refined(lambda x: size(x) ** k * self.density(x), self.edges())
        far = np.maximum(np.abs(panels.left), np.abs(panels.right)) > self.length * 4.0**49
        tail = np.abs(panels.value[far]).sum()
        return float("inf" if tail > 1e-9 * np.abs(panels.value).sum() else panels.value.sum())


def slopes(output: Weight, w: Vector, slope: Place) -> Vector:
    """The density of the delta-slope given the weight, or the mass of a cell."""
    if slope is None:
        return np.ones_like(w)
    if isinstance(slope, tuple):
        ends = np.sort([slope[0] / w, slope[1] / w], axis=0)
        return output.between(*ends)
    return output.density(slope / w) / np.abs(w)


@dataclass(frozen=True)
class Lines:
    """Neurons whose bias is independent of the weight, or normal given it."""

    weight: Weight
    bias: Weight
    output: Weight
    tilt: tuple[float, float] = (0.0, 0.0)
    """The bias is that of `bias` plus tilt_0 + tilt_1 w."""

    @property
    def needs_cells(self) -> tuple[bool, bool]:
        """Whether the density of the breakpoint, and that of the delta-slope, is asked through cells."""
        return (not self.weight.has_atoms and self.bias.has_atoms, not self.weight.has_atoms and self.output.has_atoms)

    @property
    def has_edges(self) -> bool:
        """Whether a law that enters may jump or bend anywhere but at zero."""
        return any(law.has_edges for law in (self.weight, self.bias, self.output))

    @property
    def has_poles(self) -> bool:
        """Whether the density of a law that enters is infinite somewhere."""
        return any(law.poles for law in (self.weight, self.bias, self.output))

    def _expect(self, f, places: tuple[float, ...] = (), slopes: tuple[float, ...] = ()) -> Integral:
        """The mean of a function of the weight, cut where the bias or the output weight meets one of its marks."""
        if self.weight.has_atoms:
            value = np.asarray(f(self.weight.points)) @ self.weight.chances
            return Integral(value, np.zeros_like(value))
        with np.errstate(all="ignore"):
            cuts = [(self.bias.near + self.tilt[0]) / (-self.tilt[1] - place) for place in places]
            cuts += [slope / self.output.near for slope in slopes]
            edges = self.weight.edges(np.concatenate(cuts) if cuts else ())
        return integral(lambda w: f(w) * self.weight.density(w), edges, 1e-10)

    def _shift(self, w: Vector) -> Vector:
        return self.tilt[0] + self.tilt[1] * w

    def density(self, k: int, place: Place, slope: Place = None) -> Integral:
        """``E[|w|^k; breakpoint, delta-slope]`` per unit of breakpoint and delta-slope, or on cells of them."""

        def given(w: Vector) -> Vector:
            value = np.abs(w) ** k * slopes(self.output, w, slope)
            if place is None:
                return value
            if isinstance(place, tuple):
                ends = np.sort([-place[0] * w, -place[1] * w], axis=0) - self._shift(w)
                return value * self.bias.between(*ends)
            return value * np.abs(w) * self.bias.density(-place * w - self._shift(w))

        return self._expect(given, _ends(place), _ends(slope))

    def kernels(self, x: float, y: float) -> Vector:
        """``E[1]``, ``E[w^2]`` and ``E[(w x + b)(w y + b)]`` over the neurons active at both places."""

        def given(w: Vector) -> Vector:
            m0, m1, m2 = self._active(w, np.maximum(-w * x, -w * y))
            return np.stack([m0, w * w * m0, w * w * x * y * m0 + w * (x + y) * m1 + m2])

        return self._expect(given, (x, y)).value

    def inactive(self, x: float, y: float) -> float:
        """``P(w x + b <= 0 and w y + b <= 0)``."""

        def given(w: Vector) -> Vector:
            return self.bias.between(np.full(w.shape, -np.inf), np.minimum(-w * x, -w * y) - self._shift(w))

        return float(self._expect(given, (x, y)).value)

    def means(self, x: float) -> Vector:
        """``E[w]`` and ``E[w x + b]`` over the neurons active at a place."""

        def given(w: Vector) -> Vector:
            m0, m1, _ = self._active(w, -w * x)
            return np.stack([w * m0, w * x * m0 + m1])

        return self._expect(given, (x,)).value

    def _active(self, w: Vector, threshold: Vector) -> Vector:
        shift = self._shift(w)
        m0, m1, m2 = self.bias.above(threshold - shift)
        return np.stack([m0, m1 + shift * m0, m2 + 2 * shift * m1 + shift**2 * m0])

    def moment(self, k: int) -> float:
        """``E|w|^k``."""
        return self.weight.moment(k)

    def product(self) -> float:
        """``E[w b]``."""
        mean = self.weight.moment(1, absolute=False)
        return mean * (self.bias.moment(1, absolute=False) + self.tilt[0]) + self.tilt[1] * self.weight.moment(2)

    @property
    def scale(self) -> float:
        """A typical size of the breakpoint."""
        # A law far from 0 is as large as its mean, whatever its width; one with heavy tails may have none.
        mean = abs(self.bias.moment(1, absolute=False))
        sizes = [self.bias.length, mean if np.isfinite(mean) else 0.0, *np.abs(self.bias.points)]
        return max(sizes) / self.weight.length

    @property
    def slope_scale(self) -> float:
        """A typical size of the delta-slope."""
        return self.weight.length * self.output.length


@dataclass(frozen=True)
class Circles:
    """Neurons ``(w, b) = R (cos, sin)`` of a uniform angle: the breakpoint is minus its tangent, whatever R is."""

    radius: Weight
    output: Weight

    @property
    def needs_cells(self) -> tuple[bool, bool]:
        """Whether the density of the breakpoint, and that of the delta-slope, is asked through cells."""
        return True, self.output.has_atoms

    @property
    def has_edges(self) -> bool:
        """Whether a law that enters may jump or bend anywhere but at zero."""
        return self.radius.has_edges or self.output.has_edges

    @property
    def has_poles(self) -> bool:
        """Whether the density of a law that enters is infinite somewhere."""
        return bool(self.radius.poles or self.output.poles)

    def density(self, k: int, place: Place, slope: Place = None) -> Integral:
        """``E[|w|^k; breakpoint, delta-slope]`` on a cell of breakpoints, or on all of them."""
        low, high = (-np.inf, np.inf) if place is None else place if isinstance(place, tuple) else (place, place)
        turns = [-np.arctan(high), -np.arctan(low)]
        steps = np.pi / 2 * 4.0 ** -np.arange(0.0, 30.0)
        inner = [turn for turn in (*(steps - np.pi / 2), *(np.pi / 2 - steps)) if turns[0] < turn < turns[1]]
        if self.radius.has_atoms:
            with np.errstate(all="ignore"):
                sizes = np.abs(np.ravel([end / self.output.near for end in _ends(slope)])) / self.radius.points[0]
                inner += [s * t for t in np.arccos(sizes) for s in (1, -1) if turns[0] < s * t < turns[1]]
        edges = np.unique([*turns, *inner])

        def given(angle: Vector) -> Vector:
            cosine = np.cos(angle)
            if self.radius.has_atoms:
                return self._given_radius(k, self.radius.points[0] * cosine, slope) / np.pi
            return np.array([self._over_radius(k, c, slope) for c in cosine]) / np.pi

        if slope is None:
            moment = self.radius.moment(k)
            return integral(lambda angle: moment * np.cos(angle) ** k / np.pi, edges)
        return integral(given, edges)

    def _over_radius(self, k: int, cosine: float, slope: Place) -> float:
        def given(r: Vector) -> Vector:
            return self._given_radius(k, r * cosine, slope) * self.radius.density(r)

        cuts = np.abs(np.ravel([end / self.output.near for end in _ends(slope)])) / cosine
        return float(integral(given, self.radius.edges(cuts), 1e-10).value)

    def _given_radius(self, k: int, size: Vector, slope: Place) -> Vector:
        return size**k * (slopes(self.output, size, slope) + slopes(self.output, -size, slope)) / 2

    def kernels(self, x: float, y: float) -> Vector:
        """``E[1]``, ``E[w^2]`` and ``E[(w x + b)(w y + b)]`` over the neurons active at both places."""

        def given(angle: Vector) -> Vector:
            w, b = np.cos(angle), np.sin(angle)
            one, other = w * x + b, w * y + b
            return np.stack([np.ones_like(w), w * w, one * other]) * ((one > 0) & (other > 0)) / (2 * np.pi)

        turns = [np.arctan(-p) + turn for p in (x, y) for turn in (-np.pi, 0.0, np.pi)]
        edges = np.unique([-np.pi, np.pi, *(t for t in turns if abs(t) < np.pi)])
        return integral(given, edges).value * np.array([1.0, self.radius.moment(2), self.radius.moment(2)])

    def inactive(self, x: float, y: float) -> float:
        """``P(w x + b <= 0 and w y + b <= 0)``: as likely as to be active at both, since the angle is uniform."""
        return float(self.kernels(x, y)[0])

    def means(self, x: float) -> Vector:
        """``E[w]`` and ``E[w x + b]`` over the neurons active at a place."""
        # Of R times a cosine, the mean positive part is 1/pi of the size, and w leans towards the active side.
        size = np.hypot(1.0, x)
        return self.radius.moment(1) / np.pi * np.array([x / size, size])

    def moment(self, k: int) -> float:
        """``E|w|^k``."""
        edges = np.linspace(0.0, np.pi / 2, 5)
        return self.radius.moment(k) * float(integral(lambda a: np.cos(a) ** k, edges).value) * 2 / np.pi

    def product(self) -> float:
        """``E[w b]``."""
        return 0.0

    scale = 1.0

    @property
    def slope_scale(self) -> float:
        """A typical size of the delta-slope."""
        return max([self.radius.length, *self.radius.points]) * self.output.length


def _ends(place: Place) -> tuple[float, ...]:
    return () if place is None else place if isinstance(place, tuple) else (place,)


def truth_of(init: Init) -> Lines | Circles | None:
    """The neurons of an initialisation whose parameters are numbers; None for a joint law that is not known here."""
    output, joint = Weight(init.v), init.joint
    if isinstance(joint, Independent):
        return Lines(Weight(joint.w), Weight(joint.b), output)
    if isinstance(joint, RotationInvariant):
        return Circles(Weight(joint.radius), output)
    if not isinstance(joint, BivariateNormal):
        return None
    # Of jointly normal variables b given w is normal around a line in w, with the same variance everywhere.
    slope = joint.correlation * joint.sigma_b / joint.sigma_w
    rest = Normal(joint.sigma_b * (1 - joint.correlation**2) ** 0.5)
    tilt = float(joint.mean_b - slope * joint.mean_w), float(slope)
    return Lines(Weight(Normal(joint.sigma_w, joint.mean_w)), Weight(rest), output, tilt)
