r"""Initialisations without a law of the breakpoint (B15).

Several common initialisations have no density of breakpoints, and the formulas of the other sections must not be
used for them.

Without biases, the default of Keras and Flax, every breakpoint is at zero. The law of the breakpoint is a point
mass, and so is $\zeta = \mathbb{E}[w^2]\,\delta_0$. The function is $f(x) = b_0 + P\,x_+ + Q\,(-x)_+$ with $P =
\sum_{w_i > 0} w_i v_i$ and $Q = \sum_{w_i < 0} |w_i| v_i$, two random numbers however wide the network is. Its
slope changes once, by $P + Q = \sum_i |w_i| v_i$. The representation of the kernel through $\zeta$ (B16) still
holds, with the point mass put in.

A weight that is zero with positive probability makes a constant neuron. It has no breakpoint, and the density of
the others integrates to the probability of a non-zero weight. An output weight that is zero makes a breakpoint that
nobody sees.

Antisymmetric doubling, which starts training from the zero function, keeps the law of each breakpoint and of each
delta-slope but not their independence. Sums over kinks of the function must be taken after adding the kinks at each
place.
"""

from sympy import Abs, Expr, Function, Integral, Max, S, Sum, oo

from symspline.answers.closed_form import ClosedForm
from symspline.model.init import Init
from symspline.proof.functions import OnFunctions, density, even, moment
from symspline.proof.moves import Algebra, By, Evaluate, Fold, Substitute, Unfold
from symspline.proof.resting import Resting
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption

from .densities import INSTANCES, NORMALISED
from .hypotheses import INDEPENDENT, p_b, p_w
from .kernel import FOLD, k_1
from .vocabulary import W_2, b, beta, i, q_I, r, v, v_1, v_2, v_3, w, w_1, w_2, w_3, x, y

B15 = Section(__name__, "B15", "Degenerate initialisations")

ZERO_BIAS = Assumption(r"$b = 0$ for every neuron")


def _bend(place: Expr) -> Expr:
    """Three neurons without bias."""
    return v_1 * Max(0, w_1 * place) + v_2 * Max(0, w_2 * place) + v_3 * Max(0, w_3 * place)


KINK = B15.theorem(
    "kink",
    "Without biases there is one kink",
    r"""For three neurons, and in the same way for any number: the change $j(0)$ of slope at zero is the sum of $|w_i|
    v_i$. The total variation of the slope is its absolute value, not the sum of the $|\mu_i|$, because kinks at one
    place add before their sizes are taken.""",
    Function("j", real=True)(S.Zero),
    _bend(S.One) + _bend(S.NegativeOne) - 2 * _bend(S.Zero),
    (v_1 * Abs(w_1) + v_2 * Abs(w_2) + v_3 * Abs(w_3), r"$\max(0, z) + \max(0, -z) = |z|$"),
    given=(ZERO_BIAS,),
    origin=r"second difference of a function that is linear on both sides of zero",
)

_even = p_w(Abs(w))

KERNEL = B15.theorem(
    "kernel",
    "The kernel without biases",
    r"""For an even density of the weight. The last integral is $\mathbb{E}\,w^2$: the kernel is $\mathbb{E}[w^2](xy +
    |xy|)/4$, and inputs of different signs are uncorrelated.""",
    k_1,
    Integral(Max(0, w * x) * Max(0, w * y) * _even, (w, -oo, oo)),
    (Integral((Max(0, r * x) * Max(0, r * y) + Max(0, -r * x) * Max(0, -r * y)) * p_w(r), (r, 0, oo)), Fold(w, r)),
    (
        (x * y + Abs(x) * Abs(y)) / 2 * Integral(r**2 * p_w(r), (r, 0, oo)),
        Resting(Algebra("a product of two ReLUs and its mirror image"), (FOLD,)),
    ),
    ((x * y + Abs(x) * Abs(y)) / 4 * Integral(w**2 * _even, (w, -oo, oo)), Unfold(r, w)),
    given=(
        ZERO_BIAS,
        OnFunctions(
            r"$p_w$ is even, and $\mathbb{E}\,w^2$ is finite",
            holds=(*density(p_w), even(p_w), moment(p_w, lambda w: w**2)),
        ),
    ),
    instances=({p_w: INSTANCES[0][p_w]}, {p_w: INSTANCES[2][p_w]}),
)

SHORT_KERNEL = B15.theorem(
    "kernel-value",
    "The kernel without biases, by the second moment",
    r"With $W_2 = \mathbb{E}\,w^2$.",
    k_1,
    W_2 / 2 * (Max(0, x) * Max(0, y) + Max(0, -x) * Max(0, -y)),
    (W_2 / 4 * (x * y + Abs(x) * Abs(y)), By(FOLD)),
    given=(ZERO_BIAS, Assumption(r"$w$ and $-w$ have the same law")),
    origin=r"half of the neurons have $w > 0$, and $(wx)_+ = |w|\,x_+$ for them",
    compute=W_2 / 2 * Max(0, x * y),
)

ATOM = B15.theorem(
    "atom",
    "Weights that may be zero",
    r"""When $w \neq 0$ has probability $q$ and density $q\,p_w$ there, the density of the breakpoint has total mass
    $q$: integrated over breakpoints for a weight $r > 0$; likewise for $-r$. The remaining neurons are constants
    $v\,b_+$.""",
    Function("I", real=True)(r),
    Integral(q_I * r * p_w(r) * p_b(-beta * r), (beta, -oo, oo)),
    (q_I * p_w(r) * Integral(p_b(b), (b, -oo, oo)), Substitute(beta, b, -b / r, -beta * r)),
    (q_I * p_w(r), NORMALISED),
    given=(INDEPENDENT,),
    instances=INSTANCES,
)


DOUBLING = B15.theorem(
    "doubling",
    "A neuron and its copy with the opposite output weight",
    """Antisymmetric doubling gives every neuron such a copy. The function is zero, while the breakpoints and the
    sizes of the delta-slopes are those of an ordinary network; the kinks cancel in pairs.""",
    Function("f", real=True)(x),
    Sum((-1) ** i * v * Max(0, w * x + b), (i, 1, 2)),
    Evaluate("carry out the sum"),
    origin="the copies have output weights $-v$ and $v$",
)


def closed_forms(init: Init) -> dict[str, ClosedForm]:
    """The kernel of an initialisation without biases."""
    if not (init.zero_bias and init.symmetric):
        return {}
    return {"kernel": ClosedForm(SHORT_KERNEL, (x, y), {W_2: init.mean_square_w})}
