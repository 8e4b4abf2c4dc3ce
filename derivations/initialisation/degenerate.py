"""Initialisations without a law of the breakpoint (B15)."""

from fractions import Fraction

import numpy as np
from sympy import Abs, Expr, Function, Integral, Max, S, Sum, oo

from symspline.answers.closed_form import ClosedForm
from symspline.model.init import Init
from symspline.proof.moves import Algebra, By, Definition, Evaluate, Fold, Substitute, Unfold
from symspline.proof.theorem import Assumption, Evidence, Finding, Section, Step, Theorem

from .arguments import arguments
from .densities import INDEPENDENT, INSTANCES, NORMALISED, p_b, p_w
from .kernel import FOLD, k_1
from .vocabulary import W_2, b, beta, i, q_I, r, v, v_1, v_2, v_3, w, w_1, w_2, w_3, x, y

ZERO_BIAS = Assumption(r"$b = 0$ for every neuron")


def _bend(place: Expr) -> Expr:
    """Three neurons without bias."""
    return v_1 * Max(0, w_1 * place) + v_2 * Max(0, w_2 * place) + v_3 * Max(0, w_3 * place)


def _slope_change(weights: list[Fraction], outputs: list[Fraction]) -> Fraction:
    """Change of slope at zero of a network without biases, from its values."""

    def value(place: int) -> Fraction:
        return sum((v * max(Fraction(0), w * place) for w, v in zip(weights, outputs, strict=True)), Fraction(0))

    return value(1) + value(-1) - 2 * value(0)


def _variation_of_coinciding_kinks(rng: np.random.Generator) -> Finding:
    """Random rational networks without biases: the kinks add before their sizes are taken."""
    formula, mistaken = 0, 0
    cases = 100
    for _ in range(cases):
        weights, outputs = ([Fraction(int(n), 7) for n in rng.choice([-9, -5, -2, 1, 3, 8], 4)] for _ in range(2))
        change = abs(_slope_change(weights, outputs))
        formula += change == abs(sum(abs(w) * v for w, v in zip(weights, outputs, strict=True)))
        mistaken += change == sum(abs(w * v) for w, v in zip(weights, outputs, strict=True))
    text = f"|sum |w_i| v_i| is the total variation in {formula} of {cases} networks, sum |mu_i| in {mistaken}"
    return Finding(formula == cases and mistaken < cases, mistaken / cases, text)


def _two_neurons(rng: np.random.Generator) -> Finding:
    """The smallest example: w = (1, 1) and v = (1, -1)."""
    del rng
    weights, outputs = [Fraction(1), Fraction(1)], [Fraction(1), Fraction(-1)]
    change, sizes = _slope_change(weights, outputs), sum(abs(w * v) for w, v in zip(weights, outputs, strict=True))
    text = f"the function is zero, its slope changes by {change}, and the delta-slopes have sizes that sum to {sizes}"
    return Finding(change == 0 and sizes == 2, float(sizes), text)


KINK = Theorem(
    id="B15.kink",
    title="Without biases there is one kink",
    chapter="initialisation",
    statement=r"For three neurons, and in the same way for any number: the change $j(0)$ of slope at zero is the "
    r"sum of $|w_i| v_i$. The total variation of the slope is its absolute value, not the sum of "
    r"the $|\mu_i|$, because kinks at one place add before their sizes are taken.",
    arguments=arguments(w_1, w_2, w_3, v_1, v_2, v_3),
    assumes=(ZERO_BIAS,),
    subject=Function("j", real=True)(S.Zero),
    start=_bend(S.One) + _bend(S.NegativeOne) - 2 * _bend(S.Zero),
    origin=Definition(r"second difference of a function that is linear on both sides of zero"),
    steps=(Step("=", v_1 * Abs(w_1) + v_2 * Abs(w_2) + v_3 * Abs(w_3), Algebra(r"$\max(0, z) + \max(0, -z) = |z|$")),),
    evidence=(
        Evidence("total variation of networks without biases", _variation_of_coinciding_kinks, "exact"),
        Evidence("two neurons that cancel", _two_neurons, "exact"),
    ),
)

_even = p_w(Abs(w))

KERNEL = Theorem(
    id="B15.kernel",
    title="The kernel without biases",
    chapter="initialisation",
    statement=r"For an even density of the weight. The last integral is $\mathbb{E}\,w^2$: the kernel is "
    r"$\mathbb{E}[w^2](xy + |xy|)/4$, and inputs of different signs are uncorrelated.",
    arguments=arguments(x, y),
    assumes=(ZERO_BIAS, Assumption(r"$p_w$ is even")),
    subject=k_1,
    start=Integral(Max(0, w * x) * Max(0, w * y) * _even, (w, -oo, oo)),
    steps=(
        Step(
            "=",
            Integral((Max(0, r * x) * Max(0, r * y) + Max(0, -r * x) * Max(0, -r * y)) * p_w(r), (r, 0, oo)),
            Fold(w, r),
        ),
        Step(
            "=",
            (x * y + Abs(x) * Abs(y)) / 2 * Integral(r**2 * p_w(r), (r, 0, oo)),
            Algebra("a product of two ReLUs and its mirror image (B16.fold)"),
        ),
        Step("=", (x * y + Abs(x) * Abs(y)) / 4 * Integral(w**2 * _even, (w, -oo, oo)), Unfold(r, w)),
    ),
    instances=({p_w: INSTANCES[0][p_w]}, {p_w: INSTANCES[2][p_w]}),
)

SHORT_KERNEL = Theorem(
    id="B15.kernel-value",
    title="The kernel without biases, by the second moment",
    chapter="initialisation",
    statement=r"With $W_2 = \mathbb{E}\,w^2$.",
    arguments=arguments(x, y, W_2),
    assumes=(ZERO_BIAS, Assumption(r"$w$ and $-w$ have the same law")),
    subject=k_1,
    start=W_2 / 2 * (Max(0, x) * Max(0, y) + Max(0, -x) * Max(0, -y)),
    origin=Definition(r"half of the neurons have $w > 0$, and $(wx)_+ = |w|\,x_+$ for them"),
    steps=(Step("=", W_2 / 4 * (x * y + Abs(x) * Abs(y)), By(FOLD)),),
    compute=W_2 / 2 * Max(0, x * y),
)

ATOM = Theorem(
    id="B15.atom",
    title="Weights that may be zero",
    chapter="initialisation",
    statement=r"When $w \neq 0$ has probability $q$ and density $q\,p_w$ there, the density of the "
    r"breakpoint has total mass $q$: integrated over breakpoints for a weight $r > 0$; likewise "
    r"for $-r$. The remaining neurons are constants $v\,b_+$.",
    arguments=arguments(r, q_I),
    assumes=(INDEPENDENT,),
    subject=Function("I", real=True)(r),
    start=Integral(q_I * r * p_w(r) * p_b(-beta * r), (beta, -oo, oo)),
    steps=(
        Step("=", q_I * p_w(r) * Integral(p_b(b), (b, -oo, oo)), Substitute(beta, b, -b / r, -beta * r)),
        Step("=", q_I * p_w(r), NORMALISED),
    ),
    instances=INSTANCES,
)


def _doubled(rng: np.random.Generator) -> Finding:
    """Random rational networks and their antisymmetric doubles at random rational inputs."""
    worst = Fraction(0)
    for _ in range(20):
        weights, biases, outputs = ([Fraction(int(n), 11) for n in rng.integers(-30, 31, 5)] for _ in range(3))
        neurons = [*zip(weights, biases, outputs, strict=True)]
        neurons += [(w, b, -v) for w, b, v in neurons]
        for place in (Fraction(int(n), 13) for n in rng.integers(-60, 61, 10)):
            value = sum((v * max(Fraction(0), w * place + b) for w, b, v in neurons), Fraction(0))
            worst = max(worst, abs(value))
    return Finding(worst == 0, float(worst), f"the largest value of 20 doubled networks at 10 inputs each is {worst}")


DOUBLING = Theorem(
    id="B15.doubling",
    title="A neuron and its copy with the opposite output weight",
    chapter="initialisation",
    statement="Antisymmetric doubling gives every neuron such a copy. The function is zero, while the breakpoints and "
    "the sizes of the delta-slopes are those of an ordinary network; the kinks cancel in pairs.",
    arguments=arguments(w, b, v, x),
    subject=Function("f", real=True)(x),
    start=Sum((-1) ** i * v * Max(0, w * x + b), (i, 1, 2)),
    origin=Definition("the copies have output weights $-v$ and $v$"),
    steps=(Step("=", S.Zero, Evaluate("carry out the sum")),),
    evidence=(Evidence("doubled networks", _doubled, "exact"),),
)

TEXT = r"""
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

SECTION = Section("B15", "Degenerate initialisations", TEXT, (KINK, KERNEL, SHORT_KERNEL, ATOM, DOUBLING))


def closed_forms(init: Init) -> dict[str, ClosedForm]:
    """The kernel of an initialisation without biases."""
    if not (init.zero_bias and init.symmetric):
        return {}
    return {"kernel": ClosedForm(SHORT_KERNEL, (x, y), {W_2: init.mean_square_w})}
