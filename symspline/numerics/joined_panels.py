"""Panels of a function that is singular at some places: each part is measured from its own place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from .panels import Panels


@dataclass(frozen=True)
class Part:
    """A stretch of the line measured from one of its ends.

    Args:
        low: left end, may be ``-inf``.
        high: right end, may be ``inf``.
        origin: the finite end from which it is measured.
        f: the function of the distance from the origin, at least 0.
        centres: places of features, as in `Panels`, on the line.
    """

    low: float
    high: float
    origin: float
    f: Callable[[np.ndarray], np.ndarray]
    centres: Sequence[float] = ()

    @property
    def side(self) -> float:
        """1 where the part lies to the right of its origin, -1 to the left."""
        return 1.0 if self.origin == self.low else -1.0


class JoinedPanels:
    """The indefinite integral of a function given part by part, and its inverse; what `Panels` is for one part.

    Args:
        parts: consecutive parts, from left to right.
        length: a typical size of the variable.

    Example:
        >>> root = lambda s: 0.5 / np.sqrt(s)
        >>> joined = JoinedPanels([Part(-1.0, 0.0, -1.0, root), Part(0.0, 1.0, 1.0, root)], 1.0)
        >>> round(joined.total, 12), round(float(joined.cumulative(0.75)), 12)
        (2.0, 1.5)
    """

    def __init__(self, parts: Sequence[Part], length: float):
        self.parts = tuple(parts)
        self.panels = [
            Panels(p.f, 0.0, p.high - p.low, [abs(c - p.origin) for c in p.centres] or [0.0], length) for p in parts
        ]
        self.error = sum(panels.error for panels in self.panels)
        self._before = np.concatenate([[0.0], np.cumsum([panels.total for panels in self.panels])])

    @property
    def total(self) -> float:
        """The integral over all parts."""
        return float(self._before[-1])

    def f(self, x: np.ndarray) -> np.ndarray:
        """The function itself."""
        out, index = np.empty(x.shape), self._index(x)
        for k, part in enumerate(self.parts):
            here = index == k
            out[here] = part.f(part.side * (x[here] - part.origin))
        return out

    def nodes(self) -> tuple[np.ndarray, np.ndarray]:
        """Where the function was evaluated, and its values there."""
        found = [panels.nodes() for panels in self.panels]
        places = [p.origin + p.side * s for p, (s, _) in zip(self.parts, found, strict=True)]
        return np.concatenate(places), np.concatenate([values for _, values in found])

    def cumulative(self, x: np.ndarray | float) -> np.ndarray:
        """The integral from the lower end to x."""
        x = np.clip(np.asarray(x, dtype=float), self.parts[0].low, self.parts[-1].high)
        out, index = np.empty(x.shape), self._index(x)
        for k, (part, panels) in enumerate(zip(self.parts, self.panels, strict=True)):
            here = index == k
            inner = panels.cumulative(part.side * (x[here] - part.origin))
            out[here] = self._before[k] + inner if part.side > 0 else self._before[k + 1] - inner
        return out

    def quantile(self, u: np.ndarray | float) -> np.ndarray:
        """The place below which the part u of the total lies; u are numbers in [0, 1]."""
        u = np.asarray(u, dtype=float)
        out, target = np.empty(u.shape), u * self.total
        index = np.clip(np.searchsorted(self._before, target, side="right") - 1, 0, len(self.parts) - 1)
        for k, (part, panels) in enumerate(zip(self.parts, self.panels, strict=True)):
            here = index == k
            inner = target[here] - self._before[k] if part.side > 0 else self._before[k + 1] - target[here]
            out[here] = part.origin + part.side * panels.quantile(np.clip(inner / (panels.total or 1.0), 0.0, 1.0))
        return out

    def _index(self, x: np.ndarray) -> np.ndarray:
        return np.clip(np.searchsorted([p.low for p in self.parts], x, side="right") - 1, 0, len(self.parts) - 1)
