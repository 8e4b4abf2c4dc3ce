"""The Hessian in spline coordinates beta, mu, b0 and in moment coordinates mu, gamma, b0 (C6b, C6c)."""

from sympy import Derivative, Eq, Function, Integral, Lambda, Rational

from symspline.proof.functions import OnFunctions
from symspline.proof.theorem import Argument

from .hessian import SEEN, SHARED, TWICE, Entries, cell_loss, part, residual_sum
from .vocabulary import X_0, X_1, X_2, L, beta, beta_1, beta_2, c, gamma, gamma_1, gamma_2, mu, mu_1, mu_2, offset, x

DATUM = {
    x: Argument(x, Rational(-4, 5), Rational(4, 5), "the datum"),
    c: Argument(c, -3, 3, "residual that the rest leaves"),
}
C6 = part(__name__, DATUM)

PAIR = Entries(C6, cell_loss(mu_1 + mu_2, -mu_1 * beta_1 - mu_2 * beta_2), SHARED)
OWN = Entries(C6, cell_loss(mu, -mu * beta), SEEN)
WITH_OFFSET = Entries(C6, cell_loss(mu, -mu * beta + offset), SEEN)
LINES = Entries(C6, cell_loss(mu_1 + mu_2, -gamma_1 - gamma_2), SHARED)
LINE = Entries(C6, cell_loss(mu, -gamma), SEEN)
LINE_AND_OFFSET = Entries(C6, cell_loss(mu, offset - gamma), SEEN)
psi = Function("psi", real=True)

PAIR.entry(
    "b.beta-beta",
    "two breakpoints",
    r"$\partial^2 L/\partial\beta_1\partial\beta_2 = \mu_1\mu_2 X_0$ away from the data.",
    (beta_1, beta_2),
)

PAIR.entry(
    "b.beta-mu",
    "breakpoint and another neuron's delta-slope",
    r"$\partial^2 L/\partial\beta_1\partial\mu_2 = -\mu_1 (X_1 - \beta_2 X_0)$.",
    (beta_1, mu_2),
    (-mu_1 * X_1 + mu_1 * beta_2 * X_0, TWICE),
    (-mu_1 * (X_1 - beta_2 * X_0), "collect"),
)

PAIR.entry(
    "b.mu-mu",
    "two delta-slopes",
    r"""$\partial^2 L/\partial\mu_1\partial\mu_2 = X_2 - (\beta_1 + \beta_2) X_1 + \beta_1\beta_2 X_0$, the sum of $(x -
    \beta_1)(x - \beta_2)$. A right-facing and a left-facing neuron see only the data between their breakpoints in
    common, where the two factors differ in sign: that entry is never positive.""",
    (mu_1, mu_2),
    TWICE,
    (X_2 - (beta_1 + beta_2) * X_1 + beta_1 * beta_2 * X_0, "collect"),
)

OWN.entry(
    "b.own-beta-mu",
    "breakpoint and delta-slope of one neuron",
    r"""Within one neuron the residual enters: to $-\mu(X_1 - \beta X_0)$ comes $-p$, where $p = \mu X_1 - \mu\beta X_0
    + P_0$ is the sum of the residuals seen.""",
    (beta, mu),
    TWICE,
    (-mu * (X_1 - beta * X_0) - residual_sum(mu, -mu * beta), "collect"),
)

Entries(C6, OWN.loss).entry(
    "b.own-beta-beta",
    "the breakpoint of one neuron twice",
    r"""$\partial^2 L/\partial\beta^2 = \mu^2 X_0$ away from the data: $\mu^2$ for every datum seen, whatever the
    residuals.""",
    (beta, beta),
)

WITH_OFFSET.entry(
    "b.offset-beta",
    "output bias and breakpoint",
    r"$\partial^2 L/\partial b_0\partial\beta = -\mu X_0$.",
    (offset, beta),
)

WITH_OFFSET.entry(
    "b.offset-mu",
    "output bias and delta-slope",
    r"$\partial^2 L/\partial b_0\partial\mu = X_1 - \beta X_0$.",
    (offset, mu),
)

DELTA = C6.theorem(
    "b.delta",
    "The delta in the second derivative by a breakpoint",
    r"""One datum at $x$, which the right-facing neuron sees while $\beta < x$; the rest of the network leaves the
    residual $c$. Tested with a smooth $\psi$ that vanishes at $\pm 1$, the derivative of the loss, which is
    $-\mu(\mu(x - \beta) + c)$ for $\beta < x$ and $0$ beyond, has the derivative $\mu^2 1[\beta < x] + \mu c\,
    \delta(x - \beta)$: its smooth part is the entry $\mu^2 X_0$, its delta is $\mu$ times the residual at the kink.
    For a left-facing neuron the sign is the other one, $s \mu e\, \delta$ in general. Automatic differentiation never
    sees this term.""",
    Derivative(L(beta), beta, beta),
    -Integral(-mu * (mu * (x - beta) + c) * Derivative(psi(beta), beta), (beta, -1, x)),
    (mu * c * psi(x) + Integral(mu**2 * psi(beta), (beta, -1, x)), "integrate by parts"),
    given=(OnFunctions(r"$\psi(-1) = 0$", holds=(Eq(psi(-1), 0),)),),
    instances=tuple(
        {psi: Lambda(beta, value)}
        for value in ((1 - beta**2) ** 2, (1 - beta**2) ** 3 * (2 + beta), (1 - beta**2) ** 2 * (beta**2 - 3 * beta))
    ),
)

LINES.entry(
    "c.mu-mu", "two delta-slopes, gamma fixed", r"$\partial^2 L/\partial\mu_1\partial\mu_2 = X_2$.", (mu_1, mu_2)
)

LINES.entry(
    "c.mu-gamma",
    "delta-slope and another neuron's gamma",
    r"$\partial^2 L/\partial\mu_1\partial\gamma_2 = -X_1$.",
    (mu_1, gamma_2),
)

LINES.entry(
    "c.gamma-gamma", "two gammas", r"$\partial^2 L/\partial\gamma_1\partial\gamma_2 = X_0$.", (gamma_1, gamma_2)
)

LINE.entry(
    "c.own-mu-gamma",
    "delta-slope and gamma of one neuron",
    r"""$\partial^2 L/\partial\mu\,\partial\gamma = -X_1$: no residual enters, since the neuron is linear in $(\mu,
    \gamma)$. The Hessian in these coordinates is $J^{\mathsf T} J$ alone.""",
    (mu, gamma),
)

LINE_AND_OFFSET.entry(
    "c.offset-mu",
    "output bias and delta-slope, gamma fixed",
    r"$\partial^2 L/\partial b_0\partial\mu = X_1$.",
    (offset, mu),
)

LINE_AND_OFFSET.entry(
    "c.offset-gamma", "output bias and gamma", r"$\partial^2 L/\partial b_0\partial\gamma = -X_0$.", (offset, gamma)
)
