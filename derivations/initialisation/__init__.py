r"""Random initialisation in function space: what a draw of the weights means for the spline the network is.

A ReLU network with one input and one hidden layer, $f(x) = b_0 + \sum_{i=1}^H v_i\,(w_i x + b_i)_+$, is a piecewise
linear function. Neuron $i$ bends it at the breakpoint $\beta_i = -b_i/w_i$; on the side where the neuron is active it
adds the slope $\mu_i = w_i v_i$, its delta-slope, so that from left to right the slope changes there by
$\mathrm{sign}(w_i)\,\mu_i = |w_i|\,v_i$. When the weights are drawn at random, so are the breakpoints and the
delta-slopes; this chapter computes their laws for the initialisations in use and for any other that a reader may
propose.

The neurons are independent and alike, so that one neuron $(w, b, v)$ says everything. The tool is the change of
variables $(w, b, v) \to (w, \beta, \mu)$, whose Jacobian is one; integrating over $w$ gives the joint density
$p(\beta, \mu)$, and its marginals. Besides them one function matters more than any density: $\zeta(c) =
\mathbb{E}[w^2 \mid \beta = c]\, p_\beta(c)$. It is the reciprocal of the weight that training puts on the squared
curvature at $c$, it generates the covariance of the random function, and it never depends on the output weights.

The chapter goes from the definitions to the families of laws in closed form, then to the laws that need quadrature
and to those that degenerate, and last to the random function itself: its covariance, slope, roughness and total
variation, and the kernel that governs its first training steps.
"""

from symspline.proof.chapter import Chapter

CHAPTER = Chapter(
    __name__,
    "Random initialisation in function space",
    {
        "B0": "integrals",
        "B1": "change_of_variables",
        "B2": "densities",
        "B3": "moment_functions",
        "B4": "breakpoint_counts",
        "B5": "orientation",
        "B6": ("generalised_normal", "generalised_normal_members"),
        "B7": ("gaussian", "correlated_gaussian"),
        "B8": "uniform",
        "B9": "laplace",
        "B10": ("mixed", "normal_and_laplace", "mixed_joint_densities"),
        "B11": ("truncated_normal", "truncated_normal_law"),
        "B12": "student_t",
        "B13": ("discrete", "log_normal"),
        "B14": "no_closed_form",
        "B15": "degenerate",
        "B16": "kernel",
        "B17": "arc_cosine_kernel",
        "B18": "uniform_kernel",
        "B19": "laplace_kernel",
        "B0m": "weight_moments",
        "B20": "function_moments",
        "B21": "slope",
        "B22": "roughness",
        "B23": "total_variation",
        "B24": "flatness",
        "B25": "tangent_kernel",
        "B26": "presets",
        "B27": "dead_neurons",
    },
    answers=(
        "generalised_normal",
        "gaussian",
        "uniform",
        "laplace",
        "mixed",
        "truncated_normal",
        "student_t",
        "discrete",
        "degenerate",
        "arc_cosine_kernel",
        "uniform_kernel",
        "laplace_kernel",
        "tangent_kernel",
        "breakpoint_counts",
    ),
)
