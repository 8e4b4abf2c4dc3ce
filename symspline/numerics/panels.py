"""Panels: an integrable function cut into pieces on which a polynomial represents it to rounding error."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.polynomial import legendre

_ORDER = 20
_NODES, _WEIGHTS = legendre.leggauss(_ORDER)
# Row k takes the values at the nodes to the coefficient of the k-th Legendre polynomial.
_TO_SERIES = legendre.legvander(_NODES, _ORDER - 1).T * _WEIGHTS * (np.arange(_ORDER)[:, None] + 0.5)
_INSIDE = np.linspace(-1.0, 1.0, 129)  # where the inverse starts from
_DECADES = 10.0 ** np.arange(-8.0, 8.5, 0.5)


class Panels:
    """The indefinite integral of a function on an interval, and its inverse.

    The interval is cut at geometric distances around every centre, so that a feature is found at any scale near one;
    panels are then halved until two halves agree with the whole. Infinite tails are integrated in ``1/x``.

    Args:
        f: function of a float array; it is never called at an end of the interval.
        lower: lower end, may be ``-inf``.
        upper: upper end, may be ``inf``.
        centres: places of the features: kinks, jumps, peaks.
        length: a typical size of the variable.
        tolerance: error allowed to a panel, as a part of the whole integral of ``|f|``.

    Example:
        >>> normal = Panels(lambda x: np.exp(-x * x / 2) / np.sqrt(2 * np.pi), -np.inf, np.inf)
        >>> round(normal.total, 12), round(float(normal.cumulative(1.96)), 6)
        (1.0, 0.975002)
    """

    def __init__(
        self,
        f: Callable[[np.ndarray], np.ndarray],
        lower: float,
        upper: float,
        centres: Sequence[float] = (0.0,),
        length: float = 1.0,
        tolerance: float = 1e-14,
    ):
        self.f = f
        edges = _graded_edges(lower, upper, centres, length)
        if np.isinf(lower):
            edges = np.concatenate([[-np.inf], edges])
        if np.isinf(upper):
            edges = np.concatenate([edges, [np.inf]])
        self.error = 0.0  # estimate for the total: what halving its panels once more would change
        with np.errstate(all="ignore"):  # the function may be none that can be integrated
            left, right, values = self._refine(edges[:-1], edges[1:], tolerance)
            order = np.argsort(left)
            self.edges = np.append(left[order], right[order][-1])
            self.values = values[order]
            self.mass = self.values @ _WEIGHTS
            self._before = np.concatenate([[0.0], np.cumsum(self.mass)])
            self._series = self.values @ _TO_SERIES.T
            self._antiderivative = legendre.legint(self._series, lbnd=-1, axis=1)

    @property
    def total(self) -> float:
        """The integral over the whole interval."""
        return float(self._before[-1])

    def nodes(self) -> tuple[np.ndarray, np.ndarray]:
        """Where the function was evaluated, and its values there."""
        x = _to_line(self.edges[:-1, None], self.edges[1:, None], _NODES)
        return x.ravel(), (self.values / _jacobian(self.edges[:-1, None], self.edges[1:, None], _NODES)).ravel()

    def cumulative(self, x: np.ndarray | float) -> np.ndarray:
        """The integral from the lower end to x."""
        x = np.clip(np.asarray(x, dtype=float), self.edges[0], self.edges[-1])
        index = np.clip(np.searchsorted(self.edges, x, side="right") - 1, 0, self.mass.size - 1)
        t = _from_line(self.edges[index], self.edges[index + 1], x)
        return self._before[index] + _series_at(self._antiderivative[index], t)

    def quantile(self, u: np.ndarray | float) -> np.ndarray:
        """The place below which the part u of the total lies, by Newton's method kept inside its panel.

        Args:
            u: numbers in [0, 1].
        """
        u = np.asarray(u, dtype=float)
        target = u.ravel() * self.total
        index = np.clip(np.searchsorted(self._before, target, side="right") - 1, 0, self.mass.size - 1)
        # Panel by panel, so that each series is read once and not once a point.
        order = np.argsort(index, kind="stable")
        ends = np.searchsorted(index[order], np.arange(self.mass.size + 1))
        out = np.empty(u.size)
        for k in np.flatnonzero(np.diff(ends)):
            here = order[ends[k] : ends[k + 1]]
            out[here] = self._quantile_in_panel(int(k), target[here] - self._before[k])
        return out.reshape(u.shape)

    def _quantile_in_panel(self, k: int, wanted: np.ndarray) -> np.ndarray:
        integral, density = self._antiderivative[k], self._series[k]
        table = np.maximum.accumulate(_series_at(integral, _INSIDE))
        t = np.interp(wanted, table, _INSIDE)
        cell = np.clip(np.searchsorted(table, wanted) - 1, 0, _INSIDE.size - 2)
        low, high = _INSIDE[cell], _INSIDE[cell + 1]
        with np.errstate(all="ignore"):
            for _ in range(50):
                gap = _series_at(integral, t) - wanted
                low, high = np.where(gap <= 0, t, low), np.where(gap >= 0, t, high)
                # Where the density is near zero Newton's step leaves the bracket, which then is halved instead.
                newton = t - gap / _series_at(density, t)
                new = np.where((newton >= low) & (newton <= high), newton, (low + high) / 2)
                moved, t = np.abs(new - t), new
                if np.all((moved <= 1e-15) | (np.abs(gap) <= 2e-16 * self.total)):
                    break
        return _to_line(self.edges[k], self.edges[k + 1], t)

    def _refine(self, left: np.ndarray, right: np.ndarray, tolerance: float) -> tuple[np.ndarray, ...]:
        values = self._panel_values(left, right)
        kept: list[tuple[np.ndarray, ...]] = []
        error, bad = np.zeros(left.size), np.ones(left.size, bool)
        for _ in range(50):
            middle = _to_line(left, right, np.zeros(1))
            first, second = self._panel_values(left, middle), self._panel_values(middle, right)
            whole = np.abs(values) @ _WEIGHTS
            size = whole.sum() + sum((np.abs(k[2]) @ _WEIGHTS).sum() for k in kept)
            error = np.abs((first + second - values) @ _WEIGHTS)
            # Halves can agree on the integral by luck: the polynomial must follow the function inside, for the inverse.
            series = values @ _TO_SERIES.T
            roughness = np.abs(series[:, -3:]).max(axis=1)
            bad = (error > tolerance * size) | ((roughness > 1e-11 * size) & (whole > 1e-13 * size))
            bad &= (middle > left) & (middle < right)
            kept.append((left[~bad], right[~bad], values[~bad]))
            self.error += float(error[~bad].sum())
            if not bad.any():
                break
            left, right = np.concatenate([left[bad], middle[bad]]), np.concatenate([middle[bad], right[bad]])
            values = np.concatenate([first[bad], second[bad]])
        else:
            kept.append((left, right, values))
            self.error += float(error[bad].sum())
        return tuple(np.concatenate(columns) for columns in zip(*kept, strict=True))

    def _panel_values(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        left, right = left[:, None], right[:, None]
        x = _to_line(left, right, _NODES)
        return self.f(x.ravel()).reshape(x.shape) * _jacobian(left, right, _NODES)


def _graded_edges(lower: float, upper: float, centres: Sequence[float], length: float) -> np.ndarray:
    ends = [e for e in (lower, upper) if np.isfinite(e)]
    points = {float(c) for c in (*centres, *ends)} or {0.0}
    steps = np.concatenate([-_DECADES[::-1], [0.0], _DECADES]) * length
    edges = np.unique(np.concatenate([p + steps for p in points]))
    edges = edges[(edges > lower) & (edges < upper)]
    if np.isinf(lower):
        # The tail in 1/x must begin on its own side of zero.
        edges = np.concatenate([[-1e8 * length], edges[edges > -1e8 * length]])
    if np.isinf(upper):
        edges = np.concatenate([edges[edges < 1e8 * length], [1e8 * length]])
    return np.unique(np.concatenate([ends, edges]))


def _to_line(left: np.ndarray, right: np.ndarray, t: np.ndarray) -> np.ndarray:
    """Local coordinate in [-1, 1] to x; an infinite panel is straight in 1/x."""
    with np.errstate(all="ignore"):
        straight = left + (right - left) * ((1 + t) / 2)
        upper_tail = 2 * left / (1 - t)
        lower_tail = 2 * right / (1 + t)
    return np.where(np.isinf(right), upper_tail, np.where(np.isinf(left), lower_tail, straight))


def _from_line(left: np.ndarray, right: np.ndarray, x: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        straight = 2 * (x - left) / (right - left) - 1
        upper_tail = 1 - 2 * left / x
        lower_tail = 2 * right / x - 1
    return np.where(np.isinf(right), upper_tail, np.where(np.isinf(left), lower_tail, straight))


def _jacobian(left: np.ndarray, right: np.ndarray, t: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        straight = (right - left) / 2 + 0 * t
        upper_tail = 2 * left / (1 - t) ** 2
        lower_tail = -2 * right / (1 + t) ** 2
    return np.where(np.isinf(right), upper_tail, np.where(np.isinf(left), lower_tail, straight))


def _series_at(coefficients: np.ndarray, t: np.ndarray) -> np.ndarray:
    """A Legendre series at every point, or one series per point (Clenshaw)."""
    after, last = 0.0, coefficients[..., -1]
    for k in range(coefficients.shape[-1] - 1, 0, -1):
        last, after = coefficients[..., k - 1] + (2 * k - 1) / k * t * last - k / (k + 1) * after, last
    return last
