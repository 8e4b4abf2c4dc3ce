"""The Hessian in spline coordinates beta, mu, b0 and in moment coordinates mu, gamma, b0 (C6b, C6c)."""

from collections.abc import Iterator

from sympy import Derivative, Function, Integral, Lambda, Rational
from sympy.polys.rings import PolyElement

from symspline.evidence.brute_force import Cell, exhaustive
from symspline.proof.moves import Algebra
from symspline.proof.theorem import Argument, Evidence, Step, Theorem

from .arguments import arguments
from .cell_loss import L, cell_loss, entry, residual_sum
from .vocabulary import (
    X_0,
    X_1,
    X_2,
    beta,
    beta_1,
    beta_2,
    c,
    gamma,
    gamma_1,
    gamma_2,
    mu,
    mu_1,
    mu_2,
    offset,
    x,
)

_SHARED = r" The sums run over the data that both neurons see."
_SEEN = r" The sums run over the data that the neuron sees."
_PAIR = cell_loss(mu_1 + mu_2, -mu_1 * beta_1 - mu_2 * beta_2)
_OWN = cell_loss(mu, -mu * beta)
_OFFSET = cell_loss(mu, -mu * beta + offset)


def _spline_differences(cell: Cell) -> Iterator[PolyElement]:
    for i in cell.neurons:
        beta_i, mu_i = cell[f"beta{i}"], cell[f"mu{i}"]
        yield cell.derivative("b0", f"beta{i}") + mu_i * cell.power_sum(0, i)
        yield cell.derivative("b0", f"mu{i}") - cell.power_sum(1, i) + beta_i * cell.power_sum(0, i)
        for j in cell.neurons:
            beta_j, mu_j = cell[f"beta{j}"], cell[f"mu{j}"]
            x0, x1, x2 = (cell.power_sum(k, i, j) for k in range(3))
            p = cell.moment(0, i) if i == j else cell.zero
            yield cell.derivative(f"beta{i}", f"beta{j}") - mu_i * mu_j * x0
            yield cell.derivative(f"beta{i}", f"mu{j}") + mu_i * (x1 - beta_j * x0) + p
            yield cell.derivative(f"mu{i}", f"mu{j}") - x2 + (beta_i + beta_j) * x1 - beta_i * beta_j * x0
    yield cell.derivative("b0", "b0") - cell.n_data


def _moment_differences(cell: Cell) -> Iterator[PolyElement]:
    for i in cell.neurons:
        yield cell.derivative("b0", f"mu{i}") - cell.power_sum(1, i)
        yield cell.derivative("b0", f"gamma{i}") + cell.power_sum(0, i)
        for j in cell.neurons:
            x0, x1, x2 = (cell.power_sum(k, i, j) for k in range(3))
            yield cell.derivative(f"mu{i}", f"mu{j}") - x2
            yield cell.derivative(f"mu{i}", f"gamma{j}") + x1
            yield cell.derivative(f"gamma{i}", f"gamma{j}") - x0
    yield cell.derivative("b0", "b0") - cell.n_data


SPLINE_BRUTE_FORCE: Evidence = exhaustive(
    "every entry of the Hessian of the spline itself, differentiated, against the formula",
    "spline",
    _spline_differences,
)
MOMENT_BRUTE_FORCE: Evidence = exhaustive(
    "every entry in the coordinates mu and gamma against the formula", "moment", _moment_differences
)

psi = Function("psi", real=True)
_SLOPE = -mu * (mu * (x - beta) + c)

DELTA = Theorem(
    id="C6b.delta",
    title="The delta in the second derivative by a breakpoint",
    chapter="loss_surface",
    statement=r"One datum at $x$, which the right-facing neuron sees while $\beta < x$; the rest of the network "
    r"leaves the residual $c$. Tested with a smooth $\psi$ that vanishes at $\pm 1$, the derivative of the "
    r"loss, which is $-\mu(\mu(x - \beta) + c)$ for $\beta < x$ and $0$ beyond, has the derivative $\mu^2 "
    r"1[\beta < x] + \mu c\, \delta(x - \beta)$: its smooth part is the entry $\mu^2 X_0$, its delta is "
    r"$\mu$ times the residual at the kink. For a left-facing neuron the sign is the other one, $s \mu e\, "
    r"\delta$ in general. Automatic differentiation never sees this term.",
    arguments=(
        *arguments(mu),
        Argument(x, Rational(-4, 5), Rational(4, 5), "the datum"),
        Argument(c, -3, 3, "residual that the rest leaves"),
    ),
    subject=Derivative(L(beta), beta, beta),
    start=-Integral(_SLOPE * Derivative(psi(beta), beta), (beta, -1, x)),
    steps=(Step("=", mu * c * psi(x) + Integral(mu**2 * psi(beta), (beta, -1, x)), Algebra("integrate by parts")),),
    instances=tuple(
        {psi: Lambda(beta, value)}
        for value in ((1 - beta**2) ** 2, (1 - beta**2) ** 3 * (2 + beta), (1 - beta**2) ** 2 * (beta**2 - 3 * beta))
    ),
)

SPLINE: tuple[Theorem, ...] = (
    entry(
        "C6b.beta-beta",
        "two breakpoints",
        r"$\partial^2 L/\partial\beta_1\partial\beta_2 = \mu_1\mu_2 X_0$ away from the data." + _SHARED,
        _PAIR,
        (beta_1, beta_2),
        mu_1 * mu_2 * X_0,
    ),
    entry(
        "C6b.beta-mu",
        "breakpoint and another neuron's delta-slope",
        r"$\partial^2 L/\partial\beta_1\partial\mu_2 = -\mu_1 (X_1 - \beta_2 X_0)$." + _SHARED,
        _PAIR,
        (beta_1, mu_2),
        -mu_1 * (X_1 - beta_2 * X_0),
        -mu_1 * X_1 + mu_1 * beta_2 * X_0,
    ),
    entry(
        "C6b.mu-mu",
        "two delta-slopes",
        r"$\partial^2 L/\partial\mu_1\partial\mu_2 = X_2 - (\beta_1 + \beta_2) X_1 + \beta_1\beta_2 X_0$, the sum of "
        r"$(x - \beta_1)(x - \beta_2)$. A right-facing and a left-facing neuron see only the data between their "
        r"breakpoints in common, where the two factors differ in sign: that entry is never positive." + _SHARED,
        _PAIR,
        (mu_1, mu_2),
        X_2 - (beta_1 + beta_2) * X_1 + beta_1 * beta_2 * X_0,
        X_2 - beta_1 * X_1 - beta_2 * X_1 + beta_1 * beta_2 * X_0,
    ),
    entry(
        "C6b.own-beta-mu",
        "breakpoint and delta-slope of one neuron",
        r"Within one neuron the residual enters: to $-\mu(X_1 - \beta X_0)$ comes $-p$, where $p = \mu X_1 - "
        r"\mu\beta X_0 + P_0$ is the sum of the residuals seen." + _SEEN,
        _OWN,
        (beta, mu),
        -mu * (X_1 - beta * X_0) - residual_sum(mu, -mu * beta),
        2 * mu * beta * X_0 - 2 * mu * X_1 - residual_sum(0 * mu, 0 * mu),
    ),
    entry(
        "C6b.own-beta-beta",
        "the breakpoint of one neuron twice",
        r"$\partial^2 L/\partial\beta^2 = \mu^2 X_0$ away from the data: $\mu^2$ for every datum seen, whatever the "
        r"residuals.",
        _OWN,
        (beta, beta),
        mu**2 * X_0,
    ),
    entry(
        "C6b.offset-beta",
        "output bias and breakpoint",
        r"$\partial^2 L/\partial b_0\partial\beta = -\mu X_0$." + _SEEN,
        _OFFSET,
        (offset, beta),
        -mu * X_0,
    ),
    entry(
        "C6b.offset-mu",
        "output bias and delta-slope",
        r"$\partial^2 L/\partial b_0\partial\mu = X_1 - \beta X_0$." + _SEEN,
        _OFFSET,
        (offset, mu),
        X_1 - beta * X_0,
    ),
    DELTA,
)

_LINES = cell_loss(mu_1 + mu_2, -gamma_1 - gamma_2)
_ONE_LINE = cell_loss(mu, -gamma)

MOMENT: tuple[Theorem, ...] = (
    entry(
        "C6c.mu-mu",
        "two delta-slopes, gamma fixed",
        r"$\partial^2 L/\partial\mu_1\partial\mu_2 = X_2$." + _SHARED,
        _LINES,
        (mu_1, mu_2),
        X_2,
    ),
    entry(
        "C6c.mu-gamma",
        "delta-slope and another neuron's gamma",
        r"$\partial^2 L/\partial\mu_1\partial\gamma_2 = -X_1$." + _SHARED,
        _LINES,
        (mu_1, gamma_2),
        -X_1,
    ),
    entry(
        "C6c.gamma-gamma",
        "two gammas",
        r"$\partial^2 L/\partial\gamma_1\partial\gamma_2 = X_0$." + _SHARED,
        _LINES,
        (gamma_1, gamma_2),
        X_0,
    ),
    entry(
        "C6c.own-mu-gamma",
        "delta-slope and gamma of one neuron",
        r"$\partial^2 L/\partial\mu\,\partial\gamma = -X_1$: no residual enters, since the neuron is linear in $(\mu, "
        r"\gamma)$. The Hessian in these coordinates is $J^{\mathsf T} J$ alone." + _SEEN,
        _ONE_LINE,
        (mu, gamma),
        -X_1,
    ),
    entry(
        "C6c.offset-mu",
        "output bias and delta-slope, gamma fixed",
        r"$\partial^2 L/\partial b_0\partial\mu = X_1$." + _SEEN,
        cell_loss(mu, offset - gamma),
        (offset, mu),
        X_1,
    ),
    entry(
        "C6c.offset-gamma",
        "output bias and gamma",
        r"$\partial^2 L/\partial b_0\partial\gamma = -X_0$." + _SEEN,
        cell_loss(mu, offset - gamma),
        (offset, gamma),
        -X_0,
    ),
)
