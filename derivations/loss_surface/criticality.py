"""Critical points: which they are, what they look like, and of which kind (C3)."""

import numpy as np
from sympy import And, Eq

from symspline.numerics.landscape import gradient, loss
from symspline.proof.moves import Algebra, By
from symspline.proof.theorem import Assumption, Evidence, Finding, Section, Step, Theorem

from . import classification, piecewise_least_squares
from .arguments import arguments
from .gradients import DELTA_SLOPE, INPUT_WEIGHT, OUTPUT_WEIGHT
from .vocabulary import b, nonzero_v, nonzero_w, p_A, q_A, r, w, x_n

CELL = Assumption("no breakpoint sits on a datum")

_no_moments = And(Eq(p_A, 0), Eq(q_A, 0))


_NONZERO = {
    nonzero_w: Assumption(r"$w \neq 0$"),
    nonzero_v: Assumption(r"$v \neq 0$"),
}


def _criticality(id: str, title: str, statement: str, symbols, start, steps, cited, evidence=()) -> Theorem:
    return Theorem(
        id=id,
        title=title,
        chapter="loss_surface",
        statement=statement,
        arguments=arguments(*symbols),
        assumes=(CELL, *(_NONZERO[symbol] for symbol in symbols if symbol in _NONZERO)),
        subject=start,
        start=start,
        origin=By(cited),
        steps=steps,
        evidence=evidence,
    )


_all_three = And(
    Eq(nonzero_v * q_A, 0),
    Eq(nonzero_v * p_A, 0),
    Eq(w * q_A + b * p_A, 0),
)

NEURON = _criticality(
    "C3a.neuron",
    "A stationary neuron with a non-zero output weight",
    r"The three derivatives of the neuron vanish exactly when both moments of the residuals over the data it sees "
    r"vanish. Its weights drop out.",
    (w, b, nonzero_v, p_A, q_A),
    _all_three,
    (Step("<=>", _no_moments, Algebra(r"divide by $v$; the third equation follows")),),
    INPUT_WEIGHT,
)

SPLINE = _criticality(
    "C3e.spline",
    "The same neuron in breakpoint and delta-slope",
    r"With $\beta = -b/w$ and $\mu = w v$, $w \neq 0$ and $v \neq 0$: stationary in the spline means the same as "
    r"stationary in the network.",
    (nonzero_w, b, nonzero_v, p_A, q_A),
    And(Eq(-nonzero_w * nonzero_v * p_A, 0), Eq(q_A + b / nonzero_w * p_A, 0)),
    (Step("<=>", _no_moments, Algebra(r"divide by $\mu$; then the second equation is $q = 0$")),),
    DELTA_SLOPE,
)

MUTED = _criticality(
    "C3e.muted",
    "A neuron with v = 0",
    r"Two of the three derivatives vanish with $v$. One equation remains, the same in the network as in the spline, "
    r"$q = \beta p$: the moments themselves need not vanish.",
    (nonzero_w, b, p_A, q_A),
    Eq(nonzero_w * q_A + b * p_A, 0),
    (Step("<=>", Eq(q_A + b / nonzero_w * p_A, 0), Algebra(r"divide by $w$")),),
    OUTPUT_WEIGHT,
)

FLAT = _criticality(
    "C3e.flat",
    "A neuron with w = 0 and b > 0",
    r"With bias $b = r > 0$ the neuron sees all data and has no breakpoint. For $v \neq 0$ it makes both moments "
    r"of all data vanish: it serves as the neuron that sees all data in C3b.",
    (r, nonzero_v, p_A, q_A),
    And(Eq(nonzero_v * q_A, 0), Eq(nonzero_v * p_A, 0), Eq(r * p_A, 0)),
    (Step("<=>", _no_moments, Algebra(r"divide by $v$")),),
    INPUT_WEIGHT,
)

FLAT_MUTED = _criticality(
    "C3e.flat-muted",
    "A neuron with w = 0, b > 0 and v = 0",
    r"It asks what the output bias asks, and no more.",
    (r, p_A),
    Eq(r * p_A, 0),
    (Step("<=>", Eq(p_A, 0), Algebra(r"divide by $b = r$")),),
    OUTPUT_WEIGHT,
)


def _zero_neuron(rng: np.random.Generator) -> Finding:
    """Neurons with all weights zero, and neurons that see nothing, have no gradient whatever the residuals."""
    largest = 0.0
    for _ in range(20):
        x, y = np.sort(rng.normal(size=6)), rng.normal(size=6)
        w, b, v = [0.0, 1.0, -2.0], [0.0, -x[-1] - 1.0, 2.0 * x[0] - 1.0], [0.0, 1.5, -0.5]
        parts = gradient(w, b, v, float(y.mean()), x, y)
        largest = max(largest, *(float(np.abs(part).max()) for part in parts[:3]))
        if not loss(w, b, v, float(y.mean()), x, y) > 0:
            return Finding(False, 0.0, "the loss of the constant vanished")
    return Finding(
        largest == 0.0, largest, f"largest derivative by the weights of such neurons in 20 data sets: {largest}"
    )


DEAD = _criticality(
    "C3e.dead",
    "Neurons that ask for nothing",
    r"When the moments vanish because the neuron sees no data, all three of its derivatives do, and nothing "
    r"follows for the residuals. The same happens at $w = b = v = 0$ with the usual convention $\mathrm{relu}'(0) "
    r"= 0$; the loss is not differentiable there in general, and the spline knows no such neuron.",
    (w, b, nonzero_v, p_A, q_A),
    _no_moments,
    (Step("=>", _all_three, Algebra("put in")),),
    INPUT_WEIGHT,
    (Evidence("gradients of dead and of zero neurons", _zero_neuron, "exact"),),
)

LINE = _criticality(
    "C3a.weights",
    "Moments about any place",
    r"Both moments vanish exactly when $p$ and the moment about one place $x_n$ do. So it does not matter from "
    r"where the inputs are measured.",
    (p_A, q_A, x_n),
    _no_moments,
    (Step("<=>", And(Eq(p_A, 0), Eq(q_A - x_n * p_A, 0)), Algebra("subtract a multiple of the first")),),
    DELTA_SLOPE,
)

TEXT = (
    r"""
A parameter is critical when it lies in a cell and the gradient vanishes there. By C2 each neuron contributes three
equations in its two moments $p$ and $q$. When $v \neq 0$ they say $p = q = 0$, and when $v = 0$ they say $w\,q +
b\,p = 0$ only; the output bias says $\sum e_n = 0$ over all data. In breakpoint and delta-slope the conditions are
the same for every neuron that has a breakpoint. Neurons without one ($w = 0$) exist in the network alone, and those
that see no data, or whose weights are all zero, are stationary for free: what automatic differentiation reports as
a zero gradient is more than what is critical here.
"""
    + piecewise_least_squares.TEXT
    + classification.TEXT
)

SECTION = Section(
    "C3",
    "Critical points",
    TEXT,
    (
        NEURON,
        LINE,
        *piecewise_least_squares.THEOREMS,
        *classification.THEOREMS,
        SPLINE,
        MUTED,
        FLAT,
        FLAT_MUTED,
        DEAD,
    ),
)
