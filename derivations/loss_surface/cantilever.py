"""Right-facing neurons in the continuum: the cantilever beam (C8a, C8c)."""

import numpy as np
from flint import arb, ctx
from sympy import (
    Derivative,
    Determinant,
    Expr,
    Function,
    Integral,
    Lambda,
    Matrix,
    Rational,
    S,
    Symbol,
    cos,
    cosh,
    exp,
    sin,
    sinh,
)

from symspline.numerics.beam import cantilever_wavenumbers
from symspline.proof.moves import Algebra, Antiderivative, Bound, Evaluate, Substitute
from symspline.proof.theorem import Argument, Assumption, Evidence, Finding, Step, Theorem

from .vocabulary import beta, beta_1, beta_2, s, x, y

k = Symbol("k", positive=True)
"""Wavenumber: the eigenvalue is k^-4."""
sigma = Symbol("sigma", real=True)
phi, g = Function("phi", real=True), Function("g", real=True)
WAVENUMBER = Argument(k, Rational(1, 2), 6, "wavenumber")
UNIT = (0, 1)
PAIR = (
    Argument(beta_1, *UNIT, "breakpoint further left"),
    Argument(beta_2, *UNIT, "breakpoint further right"),
)
ORDERED = Assumption(r"$\beta_1 < \beta_2$; the kernel is symmetric", beta_1 < beta_2)
T = Function("K", real=True)


def kernel(low: Expr, high: Expr) -> Expr:
    """The kernel of right-facing neurons, low < high."""
    return (1 - high) ** 3 / 3 + (high - low) * (1 - high) ** 2 / 2


_INSTANCES = tuple({function: Lambda(s, value) for function in (phi, g)} for value in (1 + s**2, exp(s), cos(2 * s)))

KERNEL = Theorem(
    id="C8a.kernel",
    title="Kernel of right-facing neurons on uniform data",
    chapter="loss_surface",
    statement=r"For data and breakpoints uniform on $[0, 1]$ the sums $\sum (x - \beta_1)(x - \beta_2)$ over the "
    r"data right of both breakpoints become this kernel. The eigenvalues of the $H \times H$ matrix are "
    r"about $N H$ times those of the operator $T\varphi(\beta) = \int_0^1 K(\beta, "
    r"\beta')\,\varphi(\beta')\,d\beta'$.",
    arguments=PAIR,
    assumes=(ORDERED,),
    subject=T(beta_1, beta_2),
    start=Integral((x - beta_1) * (x - beta_2), (x, beta_2, 1)),
    steps=(
        Step(
            "=",
            kernel(beta_1, beta_2),
            Antiderivative(x, (x - beta_2) ** 3 / 3 + (beta_2 - beta_1) * (x - beta_2) ** 2 / 2),
        ),
    ),
)

FEATURES = Theorem(
    id="C8a.features",
    title="The features are a twofold integration",
    chapter="loss_surface",
    statement=r"$(A\varphi)(x) = \int_0^x (x - \beta)\,\varphi(\beta)\,d\beta$ sums the neurons that see $x$. It is "
    r"the twofold integral of $\varphi$ from the left: $(A\varphi)'' = \varphi$, with $A\varphi$ and "
    r"$(A\varphi)'$ zero at $x = 0$.",
    arguments=(Argument(x, *UNIT, "input"),),
    subject=Derivative(Function("A", real=True)(x), (x, 2)),
    start=Derivative(Integral((x - beta) * phi(beta), (beta, 0, x)), (x, 2)),
    steps=(Step("=", phi(x), Evaluate("Leibniz' rule, twice")),),
    instances=_INSTANCES,
)

ADJOINT = Theorem(
    id="C8a.adjoint",
    title="The adjoint is a twofold integration from the other side",
    chapter="loss_surface",
    statement=r"$(A^* g)(\beta) = \int_\beta^1 (x - \beta)\,g(x)\,dx$ sums the data that the neuron sees: $(A^* g)'' "
    r"= g$, with $A^* g$ and $(A^* g)'$ zero at $\beta = 1$. Since $T = A^* A$, an eigenfunction solves "
    r"$\lambda \varphi'''' = \varphi$, clamped at $\beta = 1$ ($\varphi = \varphi' = 0$) and free at $0$ "
    r"($\varphi'' = \varphi''' = 0$, because $\lambda\varphi'' = A\varphi$): the modes of a cantilever.",
    arguments=(Argument(beta, *UNIT, "breakpoint"),),
    subject=Derivative(Function("A^*", real=True)(beta), (beta, 2)),
    start=Derivative(Integral((x - beta) * g(x), (x, beta, 1)), (beta, 2)),
    steps=(Step("=", g(beta), Evaluate("Leibniz' rule, twice")),),
    instances=_INSTANCES,
)

MODE = Theorem(
    id="C8a.mode",
    title="Modes of the cantilever",
    chapter="loss_surface",
    statement=r"With $y = 1 - \beta$ the distance from the clamped end, $\lambda = k^{-4}$. The value and the slope "
    r"at $y = 0$ are zero. The free end fixes $\sigma = (\cosh k + \cos k)/(\sinh k + \sin k)$; then $\int "
    r"\varphi^2 = 1$. On the data the mode is the mirror image, clamped at $x = 0$.",
    arguments=(WAVENUMBER, Argument(y, *UNIT, "distance from the clamped end"), Argument(sigma, -2, 2, "mixture")),
    subject=Derivative(phi(y), (y, 4)),
    start=Derivative(cosh(k * y) - cos(k * y) - sigma * (sinh(k * y) - sin(k * y)), (y, 4)),
    steps=(
        Step(
            "=",
            k**4 * (cosh(k * y) - cos(k * y) - sigma * (sinh(k * y) - sin(k * y))),
            Evaluate("differentiate four times"),
        ),
    ),
    routines=("symspline.numerics.beam.cantilever_mode",),
)

CHARACTERISTIC = Theorem(
    id="C8a.characteristic",
    title="Characteristic equation of the cantilever",
    chapter="loss_surface",
    statement=r"The second and third derivative of $a(\cosh ky - \cos ky) + c(\sinh ky - \sin ky)$ vanish at $y = 1$ "
    r"for $(a, c) \neq 0$ only if this determinant of the two conditions is zero: $\cos k \cosh k = -1$. "
    r"The roots are $(n - \frac12)\pi + O(e^{-n\pi})$; solve $\cos k + 1/\cosh k = 0$, which cannot "
    r"overflow.",
    arguments=(WAVENUMBER,),
    subject=Function("D", real=True)(k),
    start=Determinant(Matrix([[cosh(k) + cos(k), sinh(k) + sin(k)], [sinh(k) - sin(k), cosh(k) + cos(k)]])),
    steps=(
        Step("=", (cosh(k) + cos(k)) ** 2 - sinh(k) ** 2 + sin(k) ** 2, Evaluate("expand the determinant")),
        Step("=", 2 * (1 + cos(k) * cosh(k)), Algebra(r"$\cosh^2 - \sinh^2 = 1$ and $\cos^2 + \sin^2 = 1$")),
    ),
)

_FIRST = (
    "1.8751040687119611664",
    "4.6940911329741745764",
    "7.8547574382376125648",
    "10.995540734875466990",
    "14.137168391046470580",
)


def _root(number: int, digits: str) -> Theorem:
    """The sign of 1 + cos k cosh k on either side of a root."""
    low = Rational(digits)
    high = low + Rational(1, 10 ** len(digits.split(".")[1]))
    before, after = (1 + cos(end) * cosh(end) for end in (low, high))
    negative, positive = (after, before) if number % 2 else (before, after)
    return Theorem(
        id=f"C8a.k{number}",
        title=f"Root {number} of the characteristic equation",
        chapter="loss_surface",
        statement=rf"$1 + \cos k \cosh k$ changes its sign between $k = {digits}$ and the next number of as many "
        r"digits: $\chi_-$ is its value on the side where it is negative, the last line that on the other.",
        arguments=(),
        subject=Symbol("chi_-", real=True),
        start=negative,
        steps=(
            Step("<=", S.Zero, Bound("the value on one side of the root")),
            Step("<=", positive, Bound("the value on the other")),
        ),
        routines=("symspline.numerics.beam.cantilever_wavenumbers",) if number == 1 else (),
    )


ROOTS = tuple(_root(n, digits) for n, digits in enumerate(_FIRST, 1))

MIRROR = Theorem(
    id="C8c",
    title="Left-facing neurons are the mirror image",
    chapter="loss_surface",
    statement=r"Left-facing neurons see the data below both breakpoints. Their kernel at $1 - \beta_1, 1 - \beta_2$ "
    r"is that of right-facing neurons at $\beta_1, \beta_2$: the same eigenvalues, modes clamped at $\beta "
    r"= 0$ and free at $1$.",
    arguments=PAIR,
    assumes=(ORDERED,),
    subject=Function("K_L", real=True)(1 - beta_1, 1 - beta_2),
    start=Integral((x - (1 - beta_1)) * (x - (1 - beta_2)), (x, 0, 1 - beta_2)),
    steps=(
        Step("=", Integral((beta_1 - y) * (beta_2 - y), (y, beta_2, 1)), Substitute(x, y, 1 - y, 1 - x)),
        Step(
            "=",
            kernel(beta_1, beta_2),
            Antiderivative(y, (y - beta_2) ** 3 / 3 + (beta_2 - beta_1) * (y - beta_2) ** 2 / 2),
        ),
    ),
)


def _only_roots(rng: np.random.Generator) -> Finding:
    """Balls cover [0, 17]: the roots there are isolated, and the routine agrees to 19 digits."""
    del rng
    with ctx.workdps(40):
        roots = [arb(str(r)) for r in cantilever_wavenumbers(5, digits=30)]
        found, low, step = 0, arb(0), arb("0.01")
        for _ in range(1700):
            part = (low + step / 2) + arb(0, 1) * step / 2
            if (1 + part.cos() * part.cosh()).contains(0):
                slope = part.cos() * part.sinh() - part.sin() * part.cosh()
                ends = [1 + end.cos() * end.cosh() for end in (low, low + step)]
                if slope.contains(0):
                    return Finding(False, float(low), f"near {low} the slope may vanish")
                found += bool((ends[0] > 0) != (ends[1] > 0))
            low += step
        nearest = max(float(abs(root - arb(digits))) for root, digits in zip(roots, _FIRST, strict=True))
    text = f"{found} roots below 17, each simple; the routine is within {nearest:.1e} of the digits above"
    return Finding(found == len(_FIRST) and nearest < 1.1e-18, nearest, text)


ONLY_ROOTS = Evidence("the roots below 17, isolated by balls", _only_roots, "exact")
