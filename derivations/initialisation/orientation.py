"""To which side neurons open (B5)."""

from sympy import Abs, Function, Integral, Rational, S, exp, oo

from symspline.proof.moves import Algebra, Antiderivative, Definition, SplitDomain, Substitute
from symspline.proof.theorem import Assumption, Section, Step, Theorem

from .arguments import arguments
from .densities import INDEPENDENT, normal, p_b, p_v, p_w, student
from .vocabulary import beta, mu, r, t, u, w

EVEN = Assumption(r"$p_w$, $p_b$, $p_v$ are even")
INSTANCES = ({p_w: normal(1), p_b: student(1), p_v: student(2)}, {p_w: normal(2), p_b: student(2), p_v: normal(1)})
_half = Function("p^-", real=True)(beta, mu)
_integrand = p_w(Abs(w)) * p_b(Abs(beta * w)) * p_v(Abs(mu / w))
_folded = p_w(r) * p_b(r * Abs(beta)) * p_v(Abs(mu) / r)

LEFT = Theorem(
    id="B5.left",
    title="Neurons that open to the left",
    chapter="initialisation",
    statement="The part of the joint density that negative input weights contribute is the same as that of positive "
    "ones, at every breakpoint and delta-slope.",
    arguments=arguments(beta, mu),
    assumes=(INDEPENDENT, EVEN),
    subject=_half,
    start=Integral(_integrand, (w, -oo, 0)),
    steps=(Step("=", Integral(_folded, (r, 0, oo)), Substitute(w, r, -r, -w)),),
    instances=INSTANCES,
)

INDEPENDENCE = Theorem(
    id="B5.independent",
    title="Orientation is independent of breakpoint and delta-slope",
    chapter="initialisation",
    statement="The share of the neurons that open to the right, given breakpoint and delta-slope. It does not depend "
    "on them.",
    arguments=arguments(beta, mu),
    assumes=(INDEPENDENT, EVEN),
    subject=Function("P", real=True)(Function("s", real=True)(w), beta, mu),
    start=Integral(_folded, (r, 0, oo)) / Integral(_integrand, (w, -oo, oo)),
    origin=Definition("density with a positive input weight over the joint density"),
    steps=(
        Step(
            "=",
            Integral(_folded, (r, 0, oo)) / (Integral(_integrand, (w, -oo, 0)) + Integral(_integrand, (w, 0, oo))),
            SplitDomain(w, (S.Zero,)),
        ),
        Step(
            "=",
            Integral(_folded, (r, 0, oo)) / (2 * Integral(_folded, (r, 0, oo))),
            Algebra("the two halves are equal (B5.left)"),
        ),
    ),
    instances=INSTANCES,
)

_weight, _output = exp(-t) / 2, exp(-u)

COUNTEREXAMPLE = Theorem(
    id="B5.positive-output",
    title="Positive output weights tie the orientation to the delta-slope",
    chapter="initialisation",
    statement=r"For a Laplace input weight and an exponential, hence positive, output weight: the covariance of the "
    r"events $w > 0$ and $\mu > 0$. The law of $v$ is not symmetric, $\mu = wv$ has the sign of $w$, and the "
    r"two events are one.",
    arguments=(),
    subject=Function("Cov", real=True)(w, mu),
    start=Integral(_weight, (t, 0, oo)) * Integral(_output, (u, 0, oo)) - Integral(_weight, (t, 0, oo)) ** 2,
    origin=Definition(r"$P(w > 0, \mu > 0) - P(w > 0)\,P(\mu > 0)$, and $\mu > 0$ where $w > 0$"),
    steps=(
        Step("=", Integral(_output, (u, 0, oo)) / 2 - Rational(1, 4), Antiderivative(t, -_weight)),
        Step("=", Rational(1, 4), Antiderivative(u, -_output)),
    ),
)

TEXT = r"""
The sign of the input weight decides to which side a neuron opens, $s = \operatorname{sign} w$. When all three laws
are symmetric, a neuron at given breakpoint and delta-slope opens to either side with probability one half:
replacing $w$ by $-w$ together with $b$ and $v$ by their negatives changes neither $\beta$ nor $\mu$. A sample of a
network in terms of its spline is therefore a sample of breakpoints and delta-slopes, and a fair coin for each
neuron.

The symmetry of the output weight is needed. If output weights are positive, as in some models with a fixed second
layer, the delta-slope has the sign of the input weight: the two determine each other, and the joint law of $(\beta,
\mu, s)$ is no product. For statements about $(\beta, s)$ alone it is enough that $(w, b)$ and $(-w, -b)$ have the
same law.
"""

SECTION = Section("B5", "Orientation", TEXT, (LEFT, INDEPENDENCE, COUNTEREXAMPLE))
