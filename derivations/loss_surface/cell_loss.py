"""The loss of one cell as a polynomial of lines and moments: what every entry of the Hessian is read off."""

from sympy import Derivative, Expr, Function, Lambda, Rational, Sum, Symbol

from symspline.proof.moves import Algebra, Evaluate
from symspline.proof.theorem import Step, Theorem

from .arguments import arguments
from .vocabulary import N_A, P_0, Q_0, X_0, X_1, X_2, b, n, v, w

L = Function("L", real=True)
"""The loss, in the subjects of theorems."""


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


def entry(
    id: str, what: str, statement: str, loss: Expr, by: tuple[Symbol, ...], conclusion: Expr, raw: Expr | None = None
) -> Theorem:
    """The theorem on one kind of entry of the Hessian: differentiate the loss of the cell, and collect.

    Args:
        id: of the theorem.
        what: the entry in words, for the title.
        statement: prose.
        loss: the loss of the data that the neurons of both parameters see.
        by: the two parameters.
        conclusion: the entry.
        raw: the derivative before it is collected, when that shows more than the conclusion.
    """
    steps = [Step("=", conclusion if raw is None else raw, Evaluate("differentiate twice"))]
    if raw is not None:
        steps.append(Step("=", conclusion, Algebra("collect")))
    derivative = Derivative(loss, *by)
    return Theorem(
        id=id,
        title=f"Second derivative of the loss: {what}",
        chapter="loss_surface",
        statement=statement,
        arguments=arguments(*sorted(loss.free_symbols, key=str)),
        subject=Derivative(L(*dict.fromkeys(by)), *by),
        start=derivative,
        steps=tuple(steps),
    )


x_n, r_n = Function("x", real=True)(n), Function("r", real=True)(n)


def _over_seen(summand: Expr) -> Sum:
    return Sum(summand, (n, 1, N_A))


_LINE = w * x_n + b

SPLIT = Theorem(
    id="C6.gauss-newton",
    title="The Hessian is a Gauss-Newton part and a residual part",
    chapter="loss_surface",
    statement=r"For any two parameters, here called $w$ and $v$, and any residual $e$ that depends on them: the "
    r"second derivative of $e^2/2$ is the product of the slopes of $e$, and $e$ times its own second "
    r"derivative. Summed over the data the first part is $J^{\mathsf T} J$; the second vanishes wherever "
    r"the residuals do and wherever $e$ is linear.",
    arguments=arguments(w, v),
    subject=Derivative(L(w, v), w, v),
    start=Derivative(Function("e", real=True)(w, v) ** 2 / 2, w, v),
    steps=(
        Step(
            "=",
            Derivative(Function("e", real=True)(w, v), w) * Derivative(Function("e", real=True)(w, v), v)
            + Function("e", real=True)(w, v) * Derivative(Function("e", real=True)(w, v), w, v),
            Evaluate("product rule"),
        ),
    ),
    instances=tuple(
        {Function("e", real=True): Lambda((w, v), value)}
        for value in (v * (2 * w - 1) + 3, v**2 * w - w**3 + 1, (v + 2 * w) ** 2 - v * w)
    ),
)

MOMENTS = Theorem(
    id="C6.moments",
    title="The loss of the data seen, by moments",
    chapter="loss_surface",
    statement=r"Let some neurons add up to the line $w x + b$ on the $N_A$ data that they all see, and let the rest "
    r"of the network leave the residual $r_n$ there. Then the loss needs only the sums $X_0, X_1, X_2$ of "
    r"the powers of $x_n$, and $P_0 = \sum r_n$ and $Q_0 = \sum r_n x_n$: it is $\frac12(w^2 X_2 + 2 w b "
    r"X_1 + b^2 X_0) + w Q_0 + b P_0$ and the constant $\frac12\sum r_n^2$.",
    arguments=arguments(w, b, N_A),
    subject=L(w, b),
    start=_over_seen((_LINE + r_n) ** 2 / 2),
    steps=(
        Step(
            "=",
            _over_seen((w**2 * x_n**2 + 2 * w * b * x_n + b**2) / 2 + w * r_n * x_n + b * r_n + r_n**2 / 2),
            Algebra("expand the square"),
        ),
        Step(
            "=",
            (w**2 * _over_seen(x_n**2) + 2 * w * b * _over_seen(x_n) + b**2 * N_A) / 2
            + w * _over_seen(r_n * x_n)
            + b * _over_seen(r_n)
            + _over_seen(r_n**2) / 2,
            Algebra("take the parameters out of the sums"),
        ),
    ),
    instances=tuple(
        {x_n.func: Lambda(n, place), r_n.func: Lambda(n, rest)}
        for place, rest in (
            (n - Rational(5, 2), 2 - n**2 / 5),
            (n**2 / 7 - 1, 1 / n),
            (3 / n, n / 3 - Rational(4, 5)),
        )
    ),
)
