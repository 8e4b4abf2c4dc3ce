r"""Gradient flow: how breakpoints and delta-slopes move in training.

A network $f(x) = b_0 + \sum_i v_i\,(w_i x + b_i)_+$ is trained on data $(x_n, y_n)$: its parameters move against the
gradient of the loss $L = \frac12 \sum_n e_n^2$, $e_n = f(x_n) - y_n$, with infinitely small steps. The chapter follows
this motion: first the weights, then what they bend, then the moments at which a breakpoint reaches a datum.

A neuron sees the data at which $w x + b > 0$. Through them it learns two numbers, the sum $E = \sum e_n$ of the
residuals seen and the sum $M = \sum e_n x_n$ of residual times input, and nothing else. All neurons that see the same
data are moved by the same $E$ and $M$; their motion is a linear one, and it is a Lorentz rotation, the kind that keeps
$v^2 - w^2 - b^2$. This conserved number $\delta$ decides how a neuron learns: with $\delta \ll 0$ its breakpoint hardly
moves and training resembles a kernel method; with $\delta \gg 0$ the breakpoint does the work; and $\delta = 0$, the
balanced neuron, lies in between and never loses its sign.

As long as no breakpoint meets a datum, the motion is that of a polynomial differential equation and can be followed by
its Taylor series as exactly as one likes. At a datum the velocity jumps. The breakpoint then crosses, or stays on the
datum and slides there by a law that has a closed form, or, rarely, the equation ceases to determine what happens next:
such points are named here and not passed over.

Dots are derivatives by the time of training. The letters $E$ and $M$ always mean the moments of the neuron that a
formula speaks of.
"""

from symspline.proof.chapter import Chapter

CHAPTER = Chapter(
    __name__,
    "Gradient flow",
    {
        "D1": "neuron_flow",
        "D2": "lorentz",
        "D3": "conservation",
        "D4": "breakpoint_laws",
        "D5": "closure",
        "D6": "passing_infinity",
        "D7": "polar",
        "D8": "function_flow",
        "D9": "curvature_transport",
        "D10": "at_a_datum",
        "D11": "sliding",
        "D12": "not_unique",
        "D13": "taylor",
        "D15": "attractors",
        "D16": "angle_landscape",
        "D17": "stalling",
        "D18": "discretisation",
        "D19": "stability",
        "D20": "departure",
        "D21": "order_parameters",
        "D22": "lazy_training",
        "D23": "scaling",
        "D24": "surviving",
        "F1": "least_norm",
        "F2": "least_cost",
        "F3": "least_variation",
        "F4": "knots_at_data",
    },
)
