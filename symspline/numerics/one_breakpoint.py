"""The profile of the best fit with one breakpoint, and all its local minima.

phi(beta) = min over c, a, mu of the loss of c + a x + mu (x - beta)_+. Its local minima are of four kinds: smooth ones
inside a gap (piecewise least squares), kinks on a datum where the one-sided derivatives have opposite signs, stationary
points exactly on a datum, and whole gaps at either end, where one datum is fitted for free. The global minimum is often
at a kink, so a search that looks only at piecewise least squares misses it.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from symspline.numerics.arguments import exact_fraction
from symspline.numerics.critical_points import critical_points
from symspline.numerics.interval_fits import IntervalFits
from symspline.numerics.rational_data import RationalData

Kind = Literal["smooth", "kink", "stationary on a datum", "end gap", "line"]


@dataclass(frozen=True)
class ProfileMinimum:
    """A local minimum of the one-breakpoint profile.

    Attributes:
        kind: "smooth", "kink", "stationary on a datum", "end gap", or "line" for data on one line, where no bend helps.
        start: left end of the minimising breakpoints.
        stop: right end; equal to ``start`` unless the kind is "end gap" (an open interval) or "line".
        loss: value of the profile there.
        one_sided: (D^-, D^+), the derivatives of the profile to the left and to the right; zeros where it is smooth.
    """

    kind: Kind
    start: Fraction
    stop: Fraction
    loss: Fraction
    one_sided: tuple[Fraction, Fraction] = (Fraction(0), Fraction(0))


@dataclass(frozen=True)
class HingeFit:
    """The best fit with its breakpoint held: c + a x + mu (x - beta)_+.

    Attributes:
        breakpoint: beta.
        intercept: c.
        slope: a, the slope left of the breakpoint.
        delta_slope: mu.
        residuals: f(x_n) less the mean target at each distinct x, ascending.
        loss: (1/2) sum of squared residuals over all data.
    """

    breakpoint: Fraction
    intercept: Fraction
    slope: Fraction
    delta_slope: Fraction
    residuals: tuple[Fraction, ...]
    loss: Fraction


def fit_with_breakpoint(x: Sequence[Any], y: Sequence[Any], breakpoint: Any) -> HingeFit:
    """The profile at one breakpoint, exactly; where the bend is not determined by the data it is zero (C4f).

    Data and targets are as for ``critical_points``, the breakpoint any exact number.

    Raises:
        ValueError: bad numbers or unequal lengths.

    Example:
        >>> fit_with_breakpoint([0, 1, 2], [0, 0, 1], 1).delta_slope
        Fraction(1, 1)
    """
    return _hinge_fit(RationalData.of(x, y), exact_fraction("breakpoint", breakpoint))


def _hinge_fit(data: RationalData, beta: Fraction) -> HingeFit:
    rows = [[Fraction(1), a, max(a - beta, Fraction(0))] for a in data.x]
    # A hinge that sees no data, or all, adds nothing to the line; one distinct x determines a constant only.
    for columns in (3, 2, 1):
        with suppress(ZeroDivisionError):
            coefficients, residuals, loss = data.fit([row[:columns] for row in rows])
            intercept, slope, delta = [*coefficients, Fraction(0), Fraction(0)][:3]
            return HingeFit(beta, intercept, slope, delta, residuals, loss)
    raise AssertionError("the weights of the data are positive, so a constant can always be fitted")


def one_sided_derivatives(
    residuals: Sequence[Fraction],
    position: int,
    mu: Fraction,
    facing: int = 1,
    weight: Sequence[int | Fraction] | None = None,
) -> tuple[Fraction, Fraction]:
    """Derivatives of the loss along a breakpoint that sits on a datum, to the left and to the right (C1b).

    Right-facing: D^- = -mu sum_{m >= n} e_m, D^+ = -mu sum_{m > n} e_m.
    Left-facing: D^- = -mu sum_{m < n} e_m, D^+ = -mu sum_{m <= n} e_m. Their difference is facing * mu * e_n.

    Args:
        residuals: e_n in ascending order of x.
        position: n, the datum under the breakpoint.
        mu: slope of the neuron on its active side.
        facing: 1 or -1.
        weight: multiplicity of each datum; None for ones.

    Raises:
        ValueError: a position outside the data or a facing other than 1 and -1.

    Example:
        >>> one_sided_derivatives([Fraction(1), Fraction(2), Fraction(-3)], 1, Fraction(1))
        (Fraction(1, 1), Fraction(3, 1))
    """
    if not 0 <= position < len(residuals):
        raise ValueError(f"position is {position}: pass an index from 0 to {len(residuals) - 1}")
    if facing not in (1, -1):
        raise ValueError(f"facing is {facing}: pass 1 (right-facing) or -1 (left-facing)")
    counts = [1] * len(residuals) if weight is None else weight
    weighted = [w * e for w, e in zip(counts, residuals, strict=True)]
    # Active before and after the step: the datum under the breakpoint is seen on one side of it only.
    sides = (position, position + 1)
    seen = [weighted[n:] if facing == 1 else weighted[:n] for n in sides]
    return -mu * sum(seen[0], Fraction(0)), -mu * sum(seen[1], Fraction(0))


def one_breakpoint_minima(x: Sequence[Any], y: Sequence[Any]) -> list[ProfileMinimum]:
    """All local minima of the one-breakpoint profile, the best first (C1c, C1e, C4f).

    Data, of at least three distinct x, and targets are as for ``critical_points``. Data on one line have the single
    entry "line".

    Raises:
        ValueError: bad numbers, unequal lengths, or fewer than three distinct x.

    Example:
        >>> best = one_breakpoint_minima(range(10), [0, 1, 1, 3, 2, 0, -1, 1, 3, 2])[0]
        >>> best.kind, best.start, best.loss
        ('kink', Fraction(6, 1), Fraction(39159, 6580))
    """
    data = RationalData.of(x, y)
    size = len(data)
    if size < 3:
        raise ValueError(f"x has {size} distinct values: a fit with one breakpoint needs at least three")
    fits = IntervalFits(data)
    minima = [*_end_gaps(data, fits), *_on_data(data)]
    if size >= 4:
        minima += [
            ProfileMinimum("smooth", p.breakpoints[0], p.breakpoints[0], p.loss) for p in critical_points(x, y, 2)
        ]
    if not minima:
        minima = [ProfileMinimum("line", data.x[0], data.x[-1], fits.loss(0, size) + data.within)]
    return sorted(minima, key=lambda m: (m.loss, m.start))


def _end_gaps(data: RationalData, fits: IntervalFits) -> list[ProfileMinimum]:
    """The first and the last gap: the end datum is met exactly, the rest has its own line, the breakpoint is free."""
    size = len(data)
    found = []
    for end, start, stop, left in ((0, 1, size, 0), (size - 1, 0, size - 1, size - 2)):
        slope, intercept = fits.line(start, stop)
        if slope * data.x[end] + intercept != data.y[end]:
            loss = fits.loss(start, stop) + data.within
            found.append(ProfileMinimum("end gap", data.x[left], data.x[left + 1], loss))
    return found


def _on_data(data: RationalData) -> list[ProfileMinimum]:
    size = len(data)
    found = []
    for n in range(1, size - 1):
        fit = _hinge_fit(data, data.x[n])
        before, after = one_sided_derivatives(fit.residuals, n, fit.delta_slope, weight=data.weight)
        if before < 0 < after:
            found.append(ProfileMinimum("kink", data.x[n], data.x[n], fit.loss, (before, after)))
        elif before <= 0 <= after and fit.delta_slope != 0 and 1 < n < size - 2:
            # Next to an end gap a vanishing one-sided derivative only says that the gap is flat.
            found.append(ProfileMinimum("stationary on a datum", data.x[n], data.x[n], fit.loss, (before, after)))
    return found
