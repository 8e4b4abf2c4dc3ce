"""The Hessian in network coordinates w, b, v, b0 (C6a)."""

from symspline.proof.section import Section

from .hessian import SEEN, TWICE, Entries, cell_loss, residual_moment, residual_sum
from .vocabulary import X_0, X_1, X_2, b, b_1, b_2, offset, v, v_1, v_2, w, w_1, w_2

C6 = Section(__name__, "C6")

SHARED = "The sums $X_k$ run over the data that both neurons see."
PAIR = Entries(C6, cell_loss(v_1 * w_1 + v_2 * w_2, v_1 * b_1 + v_2 * b_2), SHARED)
OWN = Entries(C6, cell_loss(v * w, v * b), SEEN)
WITH_OFFSET = Entries(C6, cell_loss(v * w, v * b + offset), SEEN)

PAIR.entry("a.ww", "two input weights", r"$\partial^2 L/\partial w_1 \partial w_2 = v_1 v_2 X_2$.", (w_1, w_2))
PAIR.entry("a.wb", "input weight and bias", r"$\partial^2 L/\partial w_1 \partial b_2 = v_1 v_2 X_1$.", (w_1, b_2))
PAIR.entry("a.bb", "two biases", r"$\partial^2 L/\partial b_1 \partial b_2 = v_1 v_2 X_0$.", (b_1, b_2))

PAIR.entry(
    "a.wv",
    "input weight and another neuron's output weight",
    r"""$\partial^2 L/\partial w_1 \partial v_2 = v_1 (w_2 X_2 + b_2 X_1)$: the first neuron's line moves by $v_1 x$,
    the second's by $w_2 x + b_2$.""",
    (w_1, v_2),
    (v_1 * w_2 * X_2 + v_1 * b_2 * X_1, TWICE),
    (v_1 * (w_2 * X_2 + b_2 * X_1), "collect"),
)

PAIR.entry(
    "a.bv",
    "bias and another neuron's output weight",
    r"$\partial^2 L/\partial b_1 \partial v_2 = v_1 (w_2 X_1 + b_2 X_0)$.",
    (b_1, v_2),
    (v_1 * w_2 * X_1 + v_1 * b_2 * X_0, TWICE),
    (v_1 * (w_2 * X_1 + b_2 * X_0), "collect"),
)

PAIR.entry(
    "a.vv",
    "two output weights",
    r"$\partial^2 L/\partial v_1 \partial v_2$ is the sum of the product of the two pre-activations.",
    (v_1, v_2),
    (w_1 * (w_2 * X_2 + b_2 * X_1) + b_1 * (w_2 * X_1 + b_2 * X_0), TWICE),
    (w_1 * w_2 * X_2 + (w_1 * b_2 + w_2 * b_1) * X_1 + b_1 * b_2 * X_0, "collect"),
)

OWN.entry(
    "a.own-wv",
    "input and output weight of one neuron",
    r"""Within one neuron the product $w v$ is bent, so that the residual enters: to $v (w X_2 + b X_1)$ comes $q =
    \sum e x = v w X_2 + v b X_1 + Q_0$, the last bracket.""",
    (w, v),
    TWICE,
    (v * (w * X_2 + b * X_1) + residual_moment(v * w, v * b), "collect"),
)

OWN.entry(
    "a.own-bv",
    "bias and output weight of one neuron",
    r"To $v (w X_1 + b X_0)$ comes $p = \sum e = v w X_1 + v b X_0 + P_0$, the last bracket.",
    (b, v),
    TWICE,
    (v * (w * X_1 + b * X_0) + residual_sum(v * w, v * b), "collect"),
)

WITH_OFFSET.entry(
    "a.offset-w", "output bias and input weight", r"$\partial^2 L/\partial b_0 \partial w = v X_1$.", (offset, w)
)

WITH_OFFSET.entry("a.offset-b", "output bias and bias", r"$\partial^2 L/\partial b_0 \partial b = v X_0$.", (offset, b))

WITH_OFFSET.entry(
    "a.offset-v",
    "output bias and output weight",
    r"$\partial^2 L/\partial b_0 \partial v = w X_1 + b X_0$.",
    (offset, v),
)

Entries(C6, WITH_OFFSET.loss).entry(
    "a.offset-offset",
    "the output bias twice",
    r"$\partial^2 L/\partial b_0^2 = X_0 = N$: the output bias sees all data.",
    (offset, offset),
)
