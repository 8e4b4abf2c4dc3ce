r"""How lazy or adaptive a run is: what to measure (D21).

Four numbers say how far a run has left the linear regime of its start: the relative change of the tangent kernel on the
data, $\|K_T - K_0\|/\|K_0\|$ in the norm of the squares; the angle through which neurons have turned; the share of
pairs of neuron and datum whose activation has flipped; and the mean adaptivity $\chi = v^2/(v^2 + \rho^2)$ of D7. In
the kernel regime the first three are small. The fourth is no measure of it: a wide network with equal scales has the
mean adaptivity 1/3 and is lazy all the same (D23).

Of the angles the median is to be taken and not the mean square. The speed of an angle holds the factor $v/\rho$, and
where the density of $(w, b)$ is positive near the origin the mean of $1/\rho^2$ is infinite: it grows with the
logarithm of the least $\rho$ that is counted (shown for the even law on a disc), so that in a finite network it
depends strongly on the few smallest neurons. The median of $\rho$ is finite. For normal weights the mean adaptivity at
the start has a closed form that depends on one number, the ratio of the scales of output and input weights.
"""

from sympy import Function, Integral, S, atan, exp, log, sqrt

from symspline.proof.moves import Antiderivative
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption

from .vocabulary import c, excess, more, rho, tiny

D21 = Section(__name__, "D21", "Lazy or adaptive: what to measure")
radial = rho * exp(-(rho**2) / 2)
MEDIAN = D21.theorem(
    "median",
    "The median length of a normal pair of weights",
    r"""For $w$ and $b$ normal with the scale one $\rho = \sqrt{w^2 + b^2}$ has the density $\rho e^{-\rho^2/2}$, and
    half of all neurons lie below $\sqrt{2\log 2}$. With the scale $\sigma$ all lengths are $\sigma$ times as large.""",
    None,
    Integral(radial, (rho, 0, sqrt(2 * log(2)))),
    Antiderivative(rho, -exp(-(rho**2) / 2)),
)
DIVERGES = D21.theorem(
    "mean-square",
    "The mean square of the speed grows without bound as smaller neurons are counted",
    r"""For $(w, b)$ spread evenly over the unit disc $\rho$ has the density $2\rho$, and neurons with $\rho >
    \varepsilon$ contribute $2\log(1/\varepsilon)$ to the mean of $1/\rho^2$: it has no limit for $\varepsilon \to
    0$.""",
    None,
    Integral(2 * rho / rho**2, (rho, tiny, 1)),
    Antiderivative(rho, 2 * log(rho)),
    given=(Assumption(condition=tiny < 1),),
)
MEAN = Function("chi", real=True)
HEIGHT = r"""the scaled weights are $q$ and one times an isotropic vector, and the height of its direction is uniform
(Archimedes)"""
LARGE = D21.theorem(
    "mean-adaptivity",
    "The mean adaptivity, output weights on the larger scale",
    r"""For normal weights, $w$ and $b$ of the scale one and $v$ of the scale $q = \sqrt{1 + a^2}$, the mean of $\chi$
    is that of $q^2 c^2/(q^2 c^2 + 1 - c^2)$ over the height $c$ of a random direction in space. It grows from $\frac13$
    at equal scales to one.""",
    MEAN(excess),
    Integral((1 + excess**2) * c**2 / (1 + excess**2 * c**2), (c, 0, 1)),
    Antiderivative(c, (1 + excess**2) / excess**2 * (c - atan(excess * c) / excess)),
    origin=" ".join(HEIGHT.split()),
)
inner = 1 / (1 + more)
SMALL = D21.theorem(
    "mean-adaptivity-small",
    "The mean adaptivity, output weights on the smaller scale",
    r"""The same for $q = \sqrt{1 - a^2}$ with $a = 1/(1 + h) < 1$. It falls from $\frac13$ at equal scales to zero, as
    $a$ grows to one.""",
    MEAN(inner),
    Integral((1 - inner**2) * c**2 / (1 - inner**2 * c**2), (c, 0, 1)),
    Antiderivative(c, (1 - inner**2) / inner**2 * (log((1 + inner * c) / (1 - inner * c)) / (2 * inner) - c)),
    origin=" ".join(HEIGHT.split()),
)
EQUAL = D21.theorem(
    "mean-adaptivity-equal",
    "The mean adaptivity at equal scales",
    "One third: the output weight is one of three like directions.",
    MEAN(S.Zero),
    Integral(c**2, (c, 0, 1)),
    Antiderivative(c, c**3 / 3),
    origin=" ".join(HEIGHT.split()),
)
