r"""The Hessian of the loss (C6), and the loss of one cell, off which every entry of the Hessian is read.

On a cell, where no breakpoint crosses a datum, the loss is a polynomial and its Hessian is $J^{\mathsf T} J$ plus a
residual part. $J^{\mathsf T} J$ needs only the sums $X_0, X_1, X_2$ of the powers of the data that two neurons both
see: a suffix of the sorted data for two right-facing neurons, a prefix for two left-facing ones, the data between the
breakpoints for one of each. The residual part couples the parameters of one neuron only, through $p = \sum e$ and $q =
\sum e x$ over the data seen. Every entry is $O(1)$ once running sums are known. Each formula is derived here for two
neurons and any data, and compared with the network itself, differentiated, on every activation pattern of small
networks.

Coordinates matter. In the weights $(w, b, v)$ the residual part has the eigenvalues $0, \pm\sqrt{p^2 + q^2}$ for each
neuron; in breakpoint and delta-slope $(\beta, \mu)$ it has $\pm p$; in $(\mu, \gamma)$ with $\gamma = \mu\beta$ there
is none, and the loss is a convex quadratic on the cell. So the Hessian has at most as many negative eigenvalues as
there are neurons with $(p, q) \neq 0$, at every differentiable point. Where a breakpoint lies on a datum the second
derivative holds a delta, $s\mu e\,\delta(x_n - \beta)$, which automatic differentiation does not see.

A neuron may be rescaled, $(a w, a b, v/a)$, without changing the function. At critical points this gives a null vector
for every neuron. That it does so everywhere is false: along $g = (w, b, -v)$ the Hessian gives
$-\mathrm{diag}(1, 1, -1)\nabla L$, and the section ends that part with a network whose Hessian is regular.

The rank of $J$, which is the rank of the Hessian wherever the residual moments vanish, is counted from the pieces into
which the breakpoints cut the data: two for a piece with two or more distinct inputs, one for a single input, less one
or two directions that depend on how the neurons at the cuts face. Decide it in rational arithmetic: zero eigenvalues
come out as noise, and no tolerance separates them from small ones.

Last the sharpness, the largest eigenvalue, which decides whether a step size is stable. It lies between sums over the
data that need no eigenvalue; the residual part moves it by at most $\max_i\sqrt{p_i^2 + q_i^2}$. Rescaling changes it
without changing the function: it has no upper bound along the orbit, and the trace has its least value at a rescaling
that is known in closed form. The step size $2/\lambda_{\max}$ is therefore a statement about weights, not about the
function they compute.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sympy import Derivative, Expr, Lambda, Rational, Sum, Symbol

from symspline.proof.moves import Evaluate
from symspline.proof.section import Line, Section
from symspline.proof.theorem import Argument

from .vocabulary import N_A, P_0, Q_0, VOCABULARY, X_0, X_1, X_2, E, L, R, X, b, n, v, w

C6 = Section(__name__, "C6", "The Hessian")


def cell_loss(slope: Expr, intercept: Expr) -> Expr:
    """Loss of the data seen by neurons that add up to a line, but for a constant.

    Half the sum of `(slope x + intercept + r)^2` over these data, without the sum of `r^2/2`.
    """
    square = slope**2 * X_2 + 2 * slope * intercept * X_1 + intercept**2 * X_0
    return square / 2 + slope * Q_0 + intercept * P_0


def residual_sum(slope: Expr, intercept: Expr) -> Expr:
    """p: the sum of the residuals `slope x + intercept + r`."""
    return slope * X_1 + intercept * X_0 + P_0


def residual_moment(slope: Expr, intercept: Expr) -> Expr:
    """q: the sum of residual times input."""
    return slope * X_2 + intercept * X_1 + Q_0


def part(home: str, boxes: Mapping[Symbol, Argument]) -> Section:
    """A file that continues this section, in which some symbols have boxes of their own."""
    return Section(home, "C6", boxes={**VOCABULARY, **boxes})


TWICE = Evaluate("differentiate twice")
SHARED, SEEN = "The sums run over the data that both neurons see.", "The sums run over the data that the neuron sees."


@dataclass(frozen=True)
class Entries:
    """Entries of the Hessian, second derivatives of one loss of a cell.

    Args:
        section: where their theorems are written.
        loss: the loss of the data that the neurons of both parameters see.
        sums: over which data the sums run, a sentence that ends each statement.
    """

    section: Section
    loss: Expr
    sums: str = ""

    def entry(self, name: str, what: str, statement: str, by: tuple[Symbol, Symbol], *lines: Line) -> None:
        """Write the theorem on one kind of entry: the loss is differentiated twice.

        Args:
            name: of the theorem.
            what: the entry in words, for the title.
            statement: prose.
            by: the two parameters.
            lines: the steps, where differentiating alone does not show the entry.
        """
        moving = L(*dict.fromkeys(by))
        self.section.theorem(
            name,
            f"Second derivative of the loss: {what}",
            f"{statement} {self.sums}",
            Derivative(moving, *by),
            Derivative(self.loss, *by),
            *(lines or (TWICE,)),
            where={moving: self.loss},
        )


SPLIT = C6.theorem(
    "gauss-newton",
    "The Hessian is a Gauss-Newton part and a residual part",
    r"""For any two parameters, here called $w$ and $v$, and any residual $e$ that depends on them: the second
    derivative of $e^2/2$ is the product of the slopes of $e$, and $e$ times its own second derivative. Summed over
    the data the first part is $J^{\mathsf T} J$; the second vanishes wherever the residuals do and wherever $e$ is
    linear.""",
    Derivative(L(w, v), w, v),
    Derivative(E(w, v) ** 2 / 2, w, v),
    (
        Derivative(E(w, v), w) * Derivative(E(w, v), v) + E(w, v) * Derivative(E(w, v), w, v),
        Evaluate("product rule"),
    ),
    where={L(w, v): E(w, v) ** 2 / 2},
    instances=tuple(
        {E: Lambda((w, v), value)} for value in (v * (2 * w - 1) + 3, v**2 * w - w**3 + 1, (v + 2 * w) ** 2 - v * w)
    ),
    routines=("symspline.numerics.hessian.hessian", "symspline.numerics.hessian.block_slices"),
)


def _over_seen(term: Expr) -> Sum:
    return Sum(term, (n, 1, N_A))


MOMENTS = C6.theorem(
    "moments",
    "The loss of the data seen, by moments",
    r"""Let some neurons add up to the line $w x + b$ on the $N_A$ data that they all see, and let the rest of the
    network leave the residual $r_n$ there. Then the loss needs only the sums $X_0, X_1, X_2$ of the powers of $x_n$,
    and $P_0 = \sum r_n$ and $Q_0 = \sum r_n x_n$: it is $\frac12(w^2 X_2 + 2 w b X_1 + b^2 X_0) + w Q_0 + b P_0$ and
    the constant $\frac12\sum r_n^2$.""",
    L(w, b),
    _over_seen((w * X(n) + b + R(n)) ** 2 / 2),
    (
        _over_seen((w**2 * X(n) ** 2 + 2 * w * b * X(n) + b**2) / 2 + w * R(n) * X(n) + b * R(n) + R(n) ** 2 / 2),
        "expand the square",
    ),
    (
        (w**2 * _over_seen(X(n) ** 2) + 2 * w * b * _over_seen(X(n)) + b**2 * N_A) / 2
        + w * _over_seen(R(n) * X(n))
        + b * _over_seen(R(n))
        + _over_seen(R(n) ** 2) / 2,
        "take the parameters out of the sums",
    ),
    instances=(
        {X: Lambda(n, n - Rational(5, 2)), R: Lambda(n, 2 - n**2 / 5)},
        {X: Lambda(n, n**2 / 7 - 1), R: Lambda(n, 1 / n)},
        {X: Lambda(n, 3 / n), R: Lambda(n, n / 3 - Rational(4, 5))},
    ),
    routines=("symspline.numerics.hessian.shared_moments",),
)
