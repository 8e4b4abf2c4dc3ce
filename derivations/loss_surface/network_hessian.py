"""The Hessian in network coordinates w, b, v, b0 (C6a)."""

from collections.abc import Iterator

from sympy.polys.rings import PolyElement

from symspline.evidence.brute_force import Cell, exhaustive
from symspline.proof.theorem import Evidence, Theorem

from .cell_loss import cell_loss, entry, residual_moment, residual_sum
from .vocabulary import X_0, X_1, X_2, b, b_1, b_2, offset, v, v_1, v_2, w, w_1, w_2

_PAIR = cell_loss(v_1 * w_1 + v_2 * w_2, v_1 * b_1 + v_2 * b_2)
_OWN = cell_loss(v * w, v * b)
_OFFSET = cell_loss(v * w, v * b + offset)
_SHARED = r" The sums $X_k$ run over the data that both neurons see."
_SEEN = r" The sums run over the data that the neuron sees."


def _differences(cell: Cell) -> Iterator[PolyElement]:
    """Every entry of the Hessian of a small network against its formula."""
    for i in cell.neurons:
        w_i, b_i, v_i = (cell[f"{name}{i}"] for name in "wbv")
        yield cell.derivative("b0", f"w{i}") - v_i * cell.power_sum(1, i)
        yield cell.derivative("b0", f"b{i}") - v_i * cell.power_sum(0, i)
        yield cell.derivative("b0", f"v{i}") - w_i * cell.power_sum(1, i) - b_i * cell.power_sum(0, i)
        for j in cell.neurons:
            w_j, b_j, v_j = (cell[f"{name}{j}"] for name in "wbv")
            x0, x1, x2 = (cell.power_sum(k, i, j) for k in range(3))
            q, p = (cell.moment(1, i), cell.moment(0, i)) if i == j else (cell.zero, cell.zero)
            yield cell.derivative(f"w{i}", f"w{j}") - v_i * v_j * x2
            yield cell.derivative(f"w{i}", f"b{j}") - v_i * v_j * x1
            yield cell.derivative(f"b{i}", f"b{j}") - v_i * v_j * x0
            yield cell.derivative(f"w{i}", f"v{j}") - v_i * (w_j * x2 + b_j * x1) - q
            yield cell.derivative(f"b{i}", f"v{j}") - v_i * (w_j * x1 + b_j * x0) - p
            yield cell.derivative(f"v{i}", f"v{j}") - w_i * w_j * x2 - (w_i * b_j + w_j * b_i) * x1 - b_i * b_j * x0
    yield cell.derivative("b0", "b0") - cell.n_data


BRUTE_FORCE: Evidence = exhaustive(
    "every entry of the Hessian of the network itself, differentiated, against the formula", "network", _differences
)

NETWORK: tuple[Theorem, ...] = (
    entry(
        "C6a.ww",
        "two input weights",
        r"$\partial^2 L/\partial w_1 \partial w_2 = v_1 v_2 X_2$." + _SHARED,
        _PAIR,
        (w_1, w_2),
        v_1 * v_2 * X_2,
    ),
    entry(
        "C6a.wb",
        "input weight and bias",
        r"$\partial^2 L/\partial w_1 \partial b_2 = v_1 v_2 X_1$." + _SHARED,
        _PAIR,
        (w_1, b_2),
        v_1 * v_2 * X_1,
    ),
    entry(
        "C6a.bb",
        "two biases",
        r"$\partial^2 L/\partial b_1 \partial b_2 = v_1 v_2 X_0$." + _SHARED,
        _PAIR,
        (b_1, b_2),
        v_1 * v_2 * X_0,
    ),
    entry(
        "C6a.wv",
        "input weight and another neuron's output weight",
        r"$\partial^2 L/\partial w_1 \partial v_2 = v_1 (w_2 X_2 + b_2 X_1)$: the first neuron's line moves by $v_1 "
        r"x$, the second's by $w_2 x + b_2$." + _SHARED,
        _PAIR,
        (w_1, v_2),
        v_1 * (w_2 * X_2 + b_2 * X_1),
        v_1 * w_2 * X_2 + v_1 * b_2 * X_1,
    ),
    entry(
        "C6a.bv",
        "bias and another neuron's output weight",
        r"$\partial^2 L/\partial b_1 \partial v_2 = v_1 (w_2 X_1 + b_2 X_0)$." + _SHARED,
        _PAIR,
        (b_1, v_2),
        v_1 * (w_2 * X_1 + b_2 * X_0),
        v_1 * w_2 * X_1 + v_1 * b_2 * X_0,
    ),
    entry(
        "C6a.vv",
        "two output weights",
        r"$\partial^2 L/\partial v_1 \partial v_2$ is the sum of the product of the two pre-activations." + _SHARED,
        _PAIR,
        (v_1, v_2),
        w_1 * w_2 * X_2 + (w_1 * b_2 + w_2 * b_1) * X_1 + b_1 * b_2 * X_0,
        w_1 * (w_2 * X_2 + b_2 * X_1) + b_1 * (w_2 * X_1 + b_2 * X_0),
    ),
    entry(
        "C6a.own-wv",
        "input and output weight of one neuron",
        r"Within one neuron the product $w v$ is bent, so that the residual enters: to $v (w X_2 + b X_1)$ comes "
        r"$q = \sum e x = v w X_2 + v b X_1 + Q_0$, the last bracket." + _SEEN,
        _OWN,
        (w, v),
        v * (w * X_2 + b * X_1) + residual_moment(v * w, v * b),
        2 * v * w * X_2 + 2 * v * b * X_1 + residual_moment(0 * w, 0 * b),
    ),
    entry(
        "C6a.own-bv",
        "bias and output weight of one neuron",
        r"To $v (w X_1 + b X_0)$ comes $p = \sum e = v w X_1 + v b X_0 + P_0$, the last bracket." + _SEEN,
        _OWN,
        (b, v),
        v * (w * X_1 + b * X_0) + residual_sum(v * w, v * b),
        2 * v * w * X_1 + 2 * v * b * X_0 + residual_sum(0 * w, 0 * b),
    ),
    entry(
        "C6a.offset-w",
        "output bias and input weight",
        r"$\partial^2 L/\partial b_0 \partial w = v X_1$." + _SEEN,
        _OFFSET,
        (offset, w),
        v * X_1,
    ),
    entry(
        "C6a.offset-b",
        "output bias and bias",
        r"$\partial^2 L/\partial b_0 \partial b = v X_0$." + _SEEN,
        _OFFSET,
        (offset, b),
        v * X_0,
    ),
    entry(
        "C6a.offset-v",
        "output bias and output weight",
        r"$\partial^2 L/\partial b_0 \partial v = w X_1 + b X_0$." + _SEEN,
        _OFFSET,
        (offset, v),
        w * X_1 + b * X_0,
    ),
    entry(
        "C6a.offset-offset",
        "the output bias twice",
        r"$\partial^2 L/\partial b_0^2 = X_0 = N$: the output bias sees all data.",
        _OFFSET,
        (offset, offset),
        X_0,
    ),
)
