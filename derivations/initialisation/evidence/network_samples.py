"""Samples of whole random networks, and the numbers that this chapter states of them.

One value per network enters each average: values of one network at several places are dependent. Claims come from the
theorems' conclusions, numbers put in; the networks are drawn with NumPy and evaluated from their weights.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from sympy import Expr, N, Symbol

from symspline.proof.library import library
from symspline.proof.moves import put_in

Networks = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Weights w, b and v, each of shape (networks, width); there is no output bias."""


def conclusion(id: str, values: Mapping[Symbol, Any], functions: Mapping[Any, Any] | None = None) -> Expr:
    """The conclusion of a theorem, numbers put in for its symbols and laws for its undefined functions."""
    return put_in(library[id].conclusion, functions or {}).subs(values)


def stated(id: str, values: Mapping[Symbol, Any], functions: Mapping[Any, Any] | None = None) -> float:
    """The conclusion of a theorem as a number; see `conclusion`."""
    return float(N(conclusion(id, values, functions).doit(), 17))


def normal_networks(
    rng: np.random.Generator, networks: int, width: int, scales: tuple[float, float, float] = (1.0, 1.0, 1.0)
) -> Networks:
    """Centred normal weights of these standard deviations."""
    w, b, v = (scale * rng.standard_normal((networks, width)) for scale in scales)
    return w, b, v


def uniform_networks(
    rng: np.random.Generator, networks: int, width: int, widths: tuple[float, float, float] = (1.0, 1.0, 1.0)
) -> Networks:
    """Weights uniform on (-1, 1), times these half-widths."""
    w, b, v = (half * rng.uniform(-1.0, 1.0, (networks, width)) for half in widths)
    return w, b, v


def outputs(weights: Networks, x: float) -> np.ndarray:
    """`f(x)` of each network, shape (networks,)."""
    w, b, v = weights
    return (v * np.maximum(w * x + b, 0.0)).sum(axis=1)


def slopes(weights: Networks, x: float) -> np.ndarray:
    """`f'(x)` of each network, shape (networks,)."""
    w, b, v = weights
    return (v * w * (w * x + b > 0)).sum(axis=1)
