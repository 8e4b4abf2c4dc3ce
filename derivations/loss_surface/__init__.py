r"""The loss surface: critical points, the Hessian and its spectrum.

A network $f(x) = b_0 + \sum_i v_i\,(w_i x + b_i)_+$ is fitted to data $(x_n, y_n)$ by its squared loss $L = \frac12
\sum_n e_n^2$, $e_n = f(x_n) - y_n$. This chapter says what the loss looks like as a function of the parameters:
where it is stationary, which stationary points are minima, how it curves, and what the curvature becomes for many
neurons.

One idea carries everything. Neuron $i$ acts on the data through the set $A_i = \{n : w_i x_n + b_i > 0\}$ of the
data it sees. On sorted data this is a suffix, when the neuron faces right, or a prefix, when it faces left. As long
as no pre-activation changes sign at a datum the sets stay fixed; the parameters with fixed sets form a cell. On a
cell the values of the network at the data are linear in the slopes $\mu_i = w_i v_i$ and the intercepts $-\gamma_i
= v_i b_i$ of the neurons' lines, and so the loss is a convex parabola in those coordinates. All that is difficult
comes from two sources: from the map between the weights and these coordinates, and from the boundaries between
cells.

Two sums over the data seen decide about gradients: $p_i = \sum_{A_i} e_n$ and $q_i = \sum_{A_i} e_n x_n$. Three
more decide about curvature: $X_k = \sum x_n^k$ over the data that two neurons both see. They appear in every
formula below, and because the sets are prefixes and suffixes all of them come from running sums.

Three systems of coordinates are used: the weights $(w, b, v)$; breakpoint and delta-slope $(\beta, \mu)$ with
$\beta = -b/w$; and slope and intercept $(\mu, \gamma)$ with $\gamma = \mu\beta$. A trap lies in the signs: for a
left-facing neuron $\mu$ is the slope on the side the neuron sees, while the slope of $f$ changes by $-\mu$ at its
breakpoint.

Many statements about these surfaces are almost true. Where a hypothesis is needed that is easily left out, the
chapter executes a counterexample in rational numbers.
"""

from symspline.proof.chapter import Chapter

CHAPTER = Chapter(
    __name__,
    "The loss surface",
    {
        "C1": ("one_breakpoint", "kinks"),
        "C2": "gradients",
        "C3": ("criticality", "classification"),
        "C4": ("enumeration", "other_minima", "local_minima", "pivots"),
        "C5": ("lonely", "orderings", "different_laws"),
        "C6": (
            "hessian",
            "network_hessian",
            "spline_hessian",
            "residual_block",
            "rescaling",
            "rank",
            "sharpness",
        ),
        "C7": "prefix_sums",
        "C8": ("cantilever", "power_sums", "mixed_beam", "beam_densities"),
        "C9": "fixed_points",
    },
)
