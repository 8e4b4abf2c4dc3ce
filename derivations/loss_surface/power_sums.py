"""Sums of powers of the cantilever's eigenvalues: traces of the operator, and Newton's identities (C8a)."""

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations
from math import factorial

import numpy as np
from sympy import (
    Add,
    Derivative,
    Expr,
    Function,
    Integer,
    Integral,
    Mul,
    Product,
    Rational,
    Symbol,
    cos,
    cosh,
    sin,
    sinh,
)

from symspline.numerics.beam import cantilever_power_sum
from symspline.proof.moves import Algebra, Antiderivative, By, Evaluate, PowerRule
from symspline.proof.theorem import Argument, Evidence, Finding, Step, Theorem

from .cantilever import KERNEL, ORDERED, PAIR, WAVENUMBER, k, kernel
from .vocabulary import beta, beta_1, beta_2, s


def iterated(low: Expr, high: Expr) -> Expr:
    """The kernel of the square of the operator, low < high, in u = 1 - high and d = high - low."""
    u, d = 1 - high, high - low
    inner = (
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
    return u**2 * inner / 5040


TRACE = Theorem(
    id="C8a.power-1",
    title="Sum of the eigenvalues of the cantilever",
    chapter="loss_surface",
    statement=r"The trace of $T$ is the sum of its eigenvalues, $\sum_n k_n^{-4}$.",
    arguments=(),
    subject=Symbol("p_1", real=True),
    start=Integral(kernel(beta, beta), (beta, 0, 1)),
    origin=By(KERNEL),
    steps=(Step("=", Rational(1, 12), Antiderivative(beta, -((1 - beta) ** 4) / 12)),),
)

_U, _D = 1 - beta_2, beta_2 - beta_1
_INNER = beta_2 * _U**4 * (3 + _U**2) / 18
SQUARE = Theorem(
    id="C8a.square",
    title="One integral of the squared kernel",
    chapter="loss_surface",
    statement=r"Twice the squared kernel, integrated over the breakpoints left of $\beta_2$.",
    arguments=PAIR[1:],
    subject=Function("I", real=True)(beta_2),
    start=Integral(2 * kernel(beta_1, beta_2) ** 2, (beta_1, 0, beta_2)),
    steps=(
        Step(
            "=",
            _INNER,
            Antiderivative(
                beta_1,
                -2 * ((1 - beta_2) ** 6 * _D / 9 + (1 - beta_2) ** 5 * _D**2 / 6 + (1 - beta_2) ** 4 * _D**3 / 12),
            ),
        ),
    ),
)

POWER_2 = Theorem(
    id="C8a.power-2",
    title="Sum of the squared eigenvalues of the cantilever",
    chapter="loss_surface",
    statement=r"$\sum_n k_n^{-8}$ is the double integral of the squared kernel.",
    arguments=(),
    subject=Symbol("p_2", real=True),
    start=Integral(_INNER, (beta_2, 0, 1)),
    origin=By(SQUARE),
    steps=(
        Step(
            "=", Rational(11, 1680), Antiderivative(beta_2, -(3 * _U**5 / 5 - _U**6 / 2 + _U**7 / 7 - _U**8 / 8) / 18)
        ),
    ),
)

ITERATED = Theorem(
    id="C8a.iterated",
    title="The kernel of the squared operator",
    chapter="loss_surface",
    statement=r"With $u = 1 - \beta_2$ and $d = \beta_2 - \beta_1$ this polynomial is the kernel of $T^2$.",
    arguments=PAIR,
    assumes=(ORDERED,),
    subject=Function("K_2", real=True)(beta_1, beta_2),
    start=Integral(kernel(s, beta_1) * kernel(s, beta_2), (s, 0, beta_1))
    + Integral(kernel(beta_1, s) * kernel(s, beta_2), (s, beta_1, beta_2))
    + Integral(kernel(beta_1, s) * kernel(beta_2, s), (s, beta_2, 1)),
    steps=(Step("=", iterated(beta_1, beta_2), PowerRule()),),
)


def _higher(order: int, first: Expr, second: Expr, value: Rational, words: str) -> Theorem:
    return Theorem(
        id=f"C8a.power-{order}",
        title=f"Sum of the eigenvalues of the cantilever to the power {order}",
        chapter="loss_surface",
        statement=rf"The trace of $T^{order}$ {words}; both kernels are symmetric, hence the factor two.",
        arguments=(),
        subject=Symbol(f"p_{order}", real=True),
        start=Integral(2 * first * second, (beta_1, 0, beta_2), (beta_2, 0, 1)),
        origin=By(ITERATED),
        steps=(Step("=", value, PowerRule()),),
    )


_K, _K_2 = kernel(beta_1, beta_2), iterated(beta_1, beta_2)
POWER_3 = _higher(3, _K_2, _K, Rational(2641, 4989600), "pairs the kernels of $T^2$ and $T$")
POWER_4 = _higher(4, _K_2, _K_2, Rational(12343, 288288000), "is the squared kernel of $T^2$")

SERIES = Theorem(
    id="C8a.series",
    title="The power series of the characteristic function",
    chapter="loss_surface",
    statement=r"$\cos k \cosh k$ is even and does not change when $k$ becomes $i k$: only the powers $k^{4m}$ occur. "
    r"Four derivatives multiply it by $-4$, so that $\cos k\cosh k = \sum_m (-4)^m k^{4m}/(4m)!$. As an "
    r"entire function of $k^4$ of order $\frac14$ the characteristic function is the product over its "
    r"roots, $\frac12(1 + \cos k\cosh k) = \prod_n (1 - k^4\lambda_n)$; hence the elementary symmetric "
    r"functions of the eigenvalues are $e_m = 4^m / (2\,(4m)!)$.",
    arguments=(WAVENUMBER,),
    subject=Derivative(cos(k) * cosh(k), (k, 4)),
    start=Derivative(cos(k) * cosh(k), (k, 4)),
    steps=(
        Step("=", Derivative(-2 * sin(k) * sinh(k), (k, 2)), Evaluate("two derivatives")),
        Step("=", -4 * cos(k) * cosh(k), Evaluate("two more")),
    ),
)

_L = [Symbol(f"lambda_{n}", positive=True) for n in (1, 2, 3, 4)]
_EIGENVALUES = tuple(Argument(symbol, Rational(1, 10), 2, "eigenvalue") for symbol in _L)


def _elementary(order: int) -> Expr:
    """The elementary symmetric function of four eigenvalues."""
    return Add(*(Mul(*chosen) for chosen in combinations(_L, order)))


def _identity(e: Callable[[int], Expr], order: int) -> Expr:
    """Newton's identity for the sum of the powers."""
    return {
        2: lambda: e(1) ** 2 - 2 * e(2),
        3: lambda: e(1) ** 3 - 3 * e(1) * e(2) + 3 * e(3),
        4: lambda: e(1) ** 4 - 4 * e(1) ** 2 * e(2) + 4 * e(1) * e(3) + 2 * e(2) ** 2 - 4 * e(4),
    }[order]()


def _newton(order: int) -> Theorem:
    return Theorem(
        id=f"C8a.newton-{order}",
        title=f"Newton's identity of order {order}",
        chapter="loss_surface",
        statement=rf"The sum of the powers {order} by the elementary symmetric functions, here of four numbers.",
        arguments=_EIGENVALUES,
        subject=Symbol(f"p_{order}", real=True),
        start=Add(*(symbol**order for symbol in _L)),
        steps=(Step("=", _identity(_elementary, order), Algebra("expand")),),
    )


j = Symbol("j", positive=True, integer=True)


def _factorial_form(m: int) -> Expr:
    """e_m of the cantilever, the factorial written as a product."""
    return Integer(4) ** m / (2 * Product(j, (j, 1, 4 * m)))


def _from_series(order: int, value: Rational) -> Theorem:
    return Theorem(
        id=f"C8a.series-{order}",
        title=f"The sum of the powers {order} from the power series",
        chapter="loss_surface",
        statement=rf"Newton's identity C8a.newton-{order} with the coefficients of C8a.series: the same number as "
        rf"the trace of $T^{order}$.",
        arguments=(),
        subject=Symbol(f"p_{order}", real=True),
        start=_identity(_factorial_form, order),
        steps=(Step("=", value, Evaluate("the factorials")),),
        routines=("symspline.numerics.beam.cantilever_power_sum",) if order == 2 else (),
    )


NEWTON = tuple(_newton(order) for order in (2, 3, 4))
FROM_SERIES = tuple(
    _from_series(order, theorem.conclusion) for order, theorem in ((2, POWER_2), (3, POWER_3), (4, POWER_4))
)


def _coefficients(rng: np.random.Generator) -> Finding:
    """Power sums from the product of the series of cos and cosh, multiplied out in rational arithmetic."""
    del rng
    terms = 17
    cosine = [Fraction((-1) ** (n // 2), factorial(n)) if n % 2 == 0 else Fraction(0) for n in range(terms)]
    hyperbolic = [abs(c) for c in cosine]
    series = [sum((cosine[i] * hyperbolic[n - i] for i in range(n + 1)), Fraction(0)) / 2 for n in range(terms)]
    elementary = [Fraction(1), *((-1) ** m * series[4 * m] for m in range(1, 5))]
    others = [series[n] for n in range(1, terms) if n % 4]
    sums: list[Fraction] = []
    for m in range(1, 5):
        newton = sum(((-1) ** (i - 1) * elementary[i] * sums[m - i - 1] for i in range(1, m)), Fraction(0))
        sums.append(newton + (-1) ** (m - 1) * m * elementary[m])
    wrong = sum(value != cantilever_power_sum(m) for m, value in enumerate(sums, 1)) + sum(c != 0 for c in others)
    return Finding(wrong == 0, float(wrong), f"power sums {', '.join(map(str, sums))} from the multiplied series")


COEFFICIENTS = Evidence("power sums from the series of cos and cosh, multiplied out", _coefficients, "exact")
