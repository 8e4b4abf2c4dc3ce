"""Sums of powers of the cantilever's eigenvalues: traces of the operator, and Newton's identities (C8a)."""

from itertools import combinations

from sympy import Add, Derivative, Expr, Function, Integer, Integral, Mul, Product, Symbol, cos, cosh, sin, sinh

from symspline.proof.moves import Antiderivative, By, Evaluate, PowerRule
from symspline.proof.section import Section

from .cantilever import BOXES, KERNEL
from .hypotheses import ORDERED
from .vocabulary import beta, beta_1, beta_2, k, lambda_1, lambda_2, lambda_3, lambda_4, s

C8 = Section(__name__, "C8", boxes=BOXES)


def kernel(low: Expr, high: Expr) -> Expr:
    """The kernel of right-facing neurons, low < high."""
    return KERNEL.conclusion.subs({beta_1: low, beta_2: high}, simultaneous=True)


K = KERNEL.conclusion
u, d = 1 - beta_2, beta_2 - beta_1

POWER = {order: Symbol(f"p_{order}", real=True) for order in (1, 2, 3, 4)}
TRACE = C8.theorem(
    "a.power-1",
    "Sum of the eigenvalues of the cantilever",
    r"The trace of $T$ is the sum of its eigenvalues, $\sum_n k_n^{-4}$.",
    POWER[1],
    Integral(kernel(beta, beta), (beta, 0, 1)),
    Antiderivative(beta, -((1 - beta) ** 4) / 12),
    origin=By(KERNEL, {beta_1: beta, beta_2: beta}),
    where={POWER[1]: Integral(KERNEL.subject.subs({beta_1: beta, beta_2: beta}), (beta, 0, 1))},
)

SQUARE = C8.theorem(
    "a.square",
    "One integral of the squared kernel",
    r"Twice the squared kernel, integrated over the breakpoints left of $\beta_2$.",
    Function("I", real=True)(beta_2),
    Integral(2 * K**2, (beta_1, 0, beta_2)),
    (
        beta_2 * u**4 * (3 + u**2) / 18,
        Antiderivative(beta_1, -2 * (u**6 * d / 9 + u**5 * d**2 / 6 + u**4 * d**3 / 12)),
    ),
)

POWER_2 = C8.theorem(
    "a.power-2",
    "Sum of the squared eigenvalues of the cantilever",
    r"$\sum_n k_n^{-8}$ is the double integral of the squared kernel.",
    POWER[2],
    Integral(SQUARE.conclusion, (beta_2, 0, 1)),
    Antiderivative(beta_2, -(3 * u**5 / 5 - u**6 / 2 + u**7 / 7 - u**8 / 8) / 18),
    origin=By(SQUARE),
    where={POWER[2]: Integral(SQUARE.subject, (beta_2, 0, 1))},
)

K_2 = (
    u**2
    * (
        420 * u**2
        - 420 * u**3
        + 140 * u**4
        - 8 * u**5
        + d * (840 * u - 1050 * u**2 + 420 * u**3 - 28 * u**4)
        + d**2 * (420 - 840 * u + 420 * u**2)
        + d**3 * (70 * u**2 + 140 * u - 210)
        + 70 * d**4 * u
        + 21 * d**5
    )
    / 5040
)
ITERATED = C8.theorem(
    "a.iterated",
    "The kernel of the squared operator",
    r"With $u = 1 - \beta_2$ and $d = \beta_2 - \beta_1$ this polynomial is the kernel of $T^2$.",
    Function("K_2", real=True)(beta_1, beta_2),
    Integral(kernel(s, beta_1) * kernel(s, beta_2), (s, 0, beta_1))
    + Integral(kernel(beta_1, s) * kernel(s, beta_2), (s, beta_1, beta_2))
    + Integral(kernel(beta_1, s) * kernel(beta_2, s), (s, beta_2, 1)),
    (K_2, PowerRule()),
    given=(ORDERED,),
)
TRACES, MIRROR = {2: POWER_2}, {beta_1: 1 - beta_1, beta_2: 1 - beta_2}
PAIRED = (
    (3, KERNEL, "pairs the kernels of $T^2$ and $T$"),
    (4, ITERATED, "is the squared kernel of $T^2$"),
)
for order, other, words in PAIRED:
    both = (2 * ITERATED.subject * other.subject).subs(MIRROR, simultaneous=True)
    TRACES[order] = C8.theorem(
        f"a.power-{order}",
        f"Sum of the eigenvalues of the cantilever to the power {order}",
        rf"The trace of $T^{order}$ {words}, twice for symmetry; places are measured from the clamped end.",
        POWER[order],
        Integral((2 * K_2 * other.conclusion).subs(MIRROR, simultaneous=True), (beta_1, beta_2, 1), (beta_2, 0, 1)),
        PowerRule(),
        origin=tuple(By(each, MIRROR) for each in {each.id: each for each in (ITERATED, other)}.values()),
        where={POWER[order]: Integral(both, (beta_1, beta_2, 1), (beta_2, 0, 1))},
    )

SERIES = C8.theorem(
    "a.series",
    "The power series of the characteristic function",
    r"""$\cos k \cosh k$ is even and does not change when $k$ becomes $i k$: only the powers $k^{4m}$ occur. Four
    derivatives multiply it by $-4$, so that $\cos k\cosh k = \sum_m (-4)^m k^{4m}/(4m)!$. As an entire function of
    $k^4$ of order $\frac14$ the characteristic function is the product over its roots, $\frac12(1 + \cos k\cosh k) =
    \prod_n (1 - k^4\lambda_n)$; hence the elementary symmetric functions of the eigenvalues are $e_m = 4^m /
    (2\,(4m)!)$.""",
    None,
    Derivative(cos(k) * cosh(k), (k, 4)),
    (Derivative(-2 * sin(k) * sinh(k), (k, 2)), Evaluate("two derivatives")),
    Evaluate("two more"),
)

NEWTON = {
    2: lambda e: e(1) ** 2 - 2 * e(2),
    3: lambda e: e(1) ** 3 - 3 * e(1) * e(2) + 3 * e(3),
    4: lambda e: e(1) ** 4 - 4 * e(1) ** 2 * e(2) + 4 * e(1) * e(3) + 2 * e(2) ** 2 - 4 * e(4),
}
"""The sum of the powers by the elementary symmetric functions."""
FOUR = (lambda_1, lambda_2, lambda_3, lambda_4)
j = Symbol("j", positive=True, integer=True)


def elementary(m: int) -> Expr:
    """The elementary symmetric function of four eigenvalues."""
    return Add(*(Mul(*chosen) for chosen in combinations(FOUR, m)))


def coefficient(m: int) -> Expr:
    """That of all eigenvalues of the cantilever, the factorial written as a product."""
    return Integer(4) ** m / (2 * Product(j, (j, 1, 4 * m)))


for order, identity in NEWTON.items():
    C8.theorem(
        f"a.newton-{order}",
        f"Newton's identity of order {order}",
        rf"The sum of the powers {order} by the elementary symmetric functions, here of four numbers.",
        Symbol(f"p_{order}", real=True),
        Add(*(each**order for each in FOUR)),
        (identity(elementary), "expand"),
    )
for order, identity in NEWTON.items():
    C8.theorem(
        f"a.series-{order}",
        f"The sum of the powers {order} from the power series",
        rf"""Newton's identity C8a.newton-{order} with the coefficients of C8a.series: the same number as the trace of
        $T^{order}$.""",
        Symbol(f"p_{order}", real=True),
        identity(coefficient),
        (TRACES[order].conclusion, Evaluate("the factorials")),
        routines=("symspline.numerics.beam.cantilever_power_sum",) if order == 2 else (),
    )
