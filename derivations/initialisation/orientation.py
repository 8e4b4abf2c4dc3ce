r"""To which side neurons open (B5).

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

from sympy import Abs, Function, Integral, exp, oo

from symspline.model.law import Normal
from symspline.proof.moves import Antiderivative, Fold, Substitute
from symspline.proof.section import Section

from .definitions import density_of
from .densities import student
from .hypotheses import EVEN, INDEPENDENT
from .vocabulary import HALF, beta, mu, r, t, u, w

B5 = Section(__name__, "B5", "Orientation")

p_w, p_b, p_v = (Function(name, positive=True) for name in ("p_w", "p_b", "p_v"))
SYMMETRIC_LAWS = {
    "given": (INDEPENDENT, EVEN),
    "instances": (
        {p_w: density_of(Normal(1)), p_b: student(1), p_v: student(2)},
        {p_w: density_of(Normal(2)), p_b: student(2), p_v: density_of(Normal(1))},
    ),
}
_integrand = p_w(Abs(w)) * p_b(Abs(beta * w)) * p_v(Abs(mu / w))
_folded = p_w(r) * p_b(r * Abs(beta)) * p_v(Abs(mu) / r)

LEFT = B5.theorem(
    "left",
    "Neurons that open to the left",
    """The part of the joint density that negative input weights contribute is the same as that of positive ones, at
    every breakpoint and delta-slope.""",
    Function("p^-", real=True)(beta, mu),
    Integral(_integrand, (w, -oo, 0)),
    Substitute(w, r, -r, -w),
    **SYMMETRIC_LAWS,
)

INDEPENDENCE = B5.theorem(
    "independent",
    "Orientation is independent of breakpoint and delta-slope",
    """The share of the neurons that open to the right, given breakpoint and delta-slope, for densities that vanish
    nowhere. It does not depend on them.""",
    Function("P", real=True)(Function("s", real=True)(w), beta, mu),
    Integral(_folded, (r, 0, oo)) / Integral(_integrand, (w, -oo, oo)),
    (HALF, Fold(w, r)),
    origin="density with a positive input weight over the joint density",
    **SYMMETRIC_LAWS,
)

_weight, _output = exp(-t) / 2, exp(-u)

COUNTEREXAMPLE = B5.theorem(
    "positive-output",
    "Positive output weights tie the orientation to the delta-slope",
    r"""For a Laplace input weight and an exponential, hence positive, output weight: the covariance of the events $w
    > 0$ and $\mu > 0$. The law of $v$ is not symmetric, $\mu = wv$ has the sign of $w$, and the two events are one.""",
    Function("Cov", real=True)(w, mu),
    Integral(_weight, (t, 0, oo)) * Integral(_output, (u, 0, oo)) - Integral(_weight, (t, 0, oo)) ** 2,
    Antiderivative(t, -_weight),
    Antiderivative(u, -_output),
    origin=r"$P(w > 0, \mu > 0) - P(w > 0)\,P(\mu > 0)$, and $\mu > 0$ where $w > 0$",
)
