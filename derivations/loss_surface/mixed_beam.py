"""Neurons of both orientations and a trained output bias in the continuum (C8d, C8e)."""

import numpy as np
from sympy import (
    Determinant,
    Expr,
    Function,
    Integral,
    Matrix,
    Rational,
    S,
    Symbol,
    cos,
    cosh,
    oo,
    sin,
    sinh,
    tan,
    tanh,
)

from symspline.numerics.beam import even_wavenumbers, mixed_wavenumbers, odd_wavenumbers, offset_wavenumbers
from symspline.proof.moves import Algebra, Antiderivative, Evaluate, TakeLimit
from symspline.proof.theorem import Argument, Assumption, Evidence, Finding, Step, Theorem

from .cantilever import WAVENUMBER, k
from .feature_grid import wavenumbers
from .vocabulary import beta, x, y

D = Function("D", real=True)
_HALF = Rational(1, 2)
_PLACES = (Argument(x, 0, 1, "input further left"), Argument(y, 0, 1, "input further right"))
_ORDERED = Assumption(r"$x < y$; the kernel is symmetric", x < y)

DATA_KERNEL = Theorem(
    id="C8d.kernel",
    title="Kernel of right-facing neurons on the data side",
    chapter="loss_surface",
    statement=r"For two inputs $x < y$ the sum over the neurons that see both, those with $\beta < x$. Left-facing "
    r"neurons give the mirror image, the integral from $y$ to $1$. With fractions $\rho_R + \rho_L = 1$ "
    r"the kernel is $\rho_R K_R + \rho_L K_L$.",
    arguments=_PLACES,
    assumes=(_ORDERED,),
    subject=Function("K_R", real=True)(x, y),
    start=Integral((x - beta) * (y - beta), (beta, 0, x)),
    steps=(
        Step("=", x**2 * y / 2 - x**3 / 6, Antiderivative(beta, beta * x * y - beta**2 * (x + y) / 2 + beta**3 / 3)),
    ),
)


def _conditions(*modes: Expr) -> Determinant:
    """The end conditions of u_R on a basis in z = x - 1/2: clamped at -1/2, free at 1/2."""
    z = beta
    rows = [[f.diff(z, n).subs(z, end) for f in modes] for n, end in ((0, -_HALF), (1, -_HALF), (2, _HALF), (3, _HALF))]
    return Determinant(Matrix(rows))


_C, _SIN, _CH, _SH = cos(k / 2), sin(k / 2), cosh(k / 2), sinh(k / 2)
_HALVES = (
    r" For half and half, $u_R = \frac12 u + P$ and $u_L = \frac12 u - P$ with a cubic $P$. The right-facing part is "
    r"clamped at $0$ and free at $1$, the left-facing one the reverse; with $z = x - \frac12$ the modes are even or "
    r"odd, and one set of four conditions remains."
)

EVEN = Theorem(
    id="C8d.even",
    title="Even modes of half right-facing, half left-facing neurons",
    chapter="loss_surface",
    statement=r"$u = a\cos kz + b\cosh kz$ with the odd part of the cubic, $z$ and $z^3$."
    + _HALVES
    + r" Where $\cos\frac k2 \neq 0$ the determinant vanishes exactly for $(2 + k\tan\frac k2)(2 - k\tanh\frac k2) = "
    r"\frac{k^3}{12}(\tan\frac k2 + \tanh\frac k2)$.",
    arguments=(WAVENUMBER,),
    subject=D(k),
    start=_conditions(cos(k * beta), cosh(k * beta), beta, beta**3),
    steps=(
        Step(
            "=",
            -(k**2) / 4 * (12 * (2 * _C + k * _SIN) * (2 * _CH - k * _SH) - k**3 * (_SIN * _CH + _C * _SH)),
            Evaluate("expand the determinant"),
        ),
        Step(
            "=",
            -3
            * k**2
            * _C
            * _CH
            * ((2 + k * tan(k / 2)) * (2 - k * tanh(k / 2)) - k**3 * (tan(k / 2) + tanh(k / 2)) / 12),
            Algebra(r"take out $\cos\frac k2 \cosh\frac k2$"),
        ),
    ),
    routines=("symspline.numerics.beam.even_wavenumbers",),
)

ODD = Theorem(
    id="C8d.odd",
    title="Odd modes of half right-facing, half left-facing neurons",
    chapter="loss_surface",
    statement=r"$u = a\sin kz + b\sinh kz$ with the even part of the cubic, $1$ and $z^2$."
    + _HALVES
    + r" The determinant vanishes exactly "
    r"for $k(\tan\frac k2 - \tanh\frac k2) = 4$.",
    arguments=(WAVENUMBER,),
    subject=D(k),
    start=_conditions(sin(k * beta), sinh(k * beta), S.One, beta**2),
    steps=(
        Step("=", k**4 * (k * (_SIN * _CH - _C * _SH) - 4 * _C * _CH), Evaluate("expand the determinant")),
        Step(
            "=",
            k**4 * _C * _CH * (k * (tan(k / 2) - tanh(k / 2)) - 4),
            Algebra(r"take out $\cos\frac k2 \cosh\frac k2$"),
        ),
    ),
    routines=("symspline.numerics.beam.odd_wavenumbers",),
)

rho_R = Symbol("rho_R", positive=True)


def _eight() -> Determinant:
    """The eight end conditions on cos, sin, cosh, sinh and the cubic, for any fraction of right-facing neurons."""
    z, rows = beta, []
    waves, cubic = (cos(k * z), sin(k * z), cosh(k * z), sinh(k * z)), (S.One, z, z**2, z**3)
    for share, sign, ends in ((rho_R, 1, (0, 0, 1, 1)), (1 - rho_R, -1, (1, 1, 0, 0))):
        for n, end in enumerate(ends):
            row = [share * f.diff(z, n).subs(z, end) / k**n for f in waves]
            row += [sign * f.diff(z, n).subs(z, end) / k**n for f in cubic]
            rows.append(row)
    return Determinant(Matrix(rows))


EIGHT = Theorem(
    id="C8d.eight",
    title="Without left-facing neurons the eight conditions are those of the cantilever",
    chapter="loss_surface",
    statement=r"For any fraction $\rho_R$: $u_R = \rho_R u + P$ and $u_L = \rho_L u - P$ satisfy $u_R = u_R' = 0$ at "
    r"$0$, $u_R'' = u_R''' = 0$ at $1$, and the reverse for $u_L$. These are eight conditions on four "
    r"waves and the cubic. At $\rho_R = 1$ the cubic drops out and the determinant is a multiple of $1 + "
    r"\cos k\cosh k$.",
    arguments=(WAVENUMBER,),
    subject=D(k),
    start=_eight().subs(rho_R, 1),
    steps=(Step("=", 24 * (1 + cos(k) * cosh(k)) / k**6, Evaluate("expand the determinant")),),
    routines=("symspline.numerics.beam.mixed_wavenumbers",),
)

kappa = Symbol("kappa", positive=True)
_WEIGHT = Argument(kappa, Rational(1, 20), 3, "weight of the output bias")
_BALANCE = 1 + cos(k) * cosh(k) - kappa * k**3 * (sin(k) * cosh(k) + cos(k) * sinh(k))


def _offset_conditions() -> Determinant:
    waves = (cos(k * beta), cosh(k * beta), sin(k * beta), sinh(k * beta))

    def at(n: int, end: int) -> list[Expr]:
        return [f.diff(beta, n).subs(beta, end) for f in waves]

    value = [a + kappa * c for a, c in zip(at(0, 0), at(3, 0), strict=True)]
    return Determinant(Matrix([at(1, 0), value, at(2, 1), at(3, 1)]))


OFFSET = Theorem(
    id="C8e.characteristic",
    title="Characteristic equation with a trained output bias",
    chapter="loss_surface",
    statement=r"Right-facing neurons and $b_0$: the matrix over $(\mu, b_0)$ divided by $N H$ has the spectrum of "
    r"$K_R + \kappa$, $\kappa = 1/H$. On the data side $\lambda u'''' = u$ with $u'(0) = 0$, $u(0) + "
    r"\kappa u'''(0) = 0$ (integrate the equation: $\lambda u(0) = \kappa\int u = -\kappa\lambda "
    r"u'''(0)$), and a free end at $1$. So $\cos k\cosh k + 1 = \kappa k^3 (\sin k\cosh k + \cos k\sinh "
    r"k)$.",
    arguments=(WAVENUMBER, _WEIGHT),
    subject=D(k),
    start=_offset_conditions(),
    steps=(
        Step(
            "=",
            k**6
            * (
                sin(k) ** 2
                + cos(k) ** 2
                + cosh(k) ** 2
                - sinh(k) ** 2
                + 2 * cos(k) * cosh(k)
                - 2 * kappa * k**3 * (sin(k) * cosh(k) + cos(k) * sinh(k))
            ),
            Evaluate("expand the determinant"),
        ),
        Step("=", 2 * k**6 * _BALANCE, Algebra("Pythagoras, twice")),
    ),
    routines=("symspline.numerics.beam.offset_wavenumbers",),
)

HEAVY = Theorem(
    id="C8e.heavy",
    title="An output bias of large weight",
    chapter="loss_surface",
    statement=r"As $\kappa \to \infty$ one eigenvalue grows like $\kappa$; for the others the equation, divided by "
    r"$\kappa$, becomes $\tan k + \tanh k = 0$: $k = 2.3650, 5.4978, 8.6394, \ldots$ They belong to the "
    r"kernel projected on functions of mean zero, as if $b_0$ were minimised out.",
    arguments=(WAVENUMBER, _WEIGHT),
    subject=D(k),
    start=_BALANCE / kappa,
    steps=(
        Step("=", -(k**3) * (sin(k) * cosh(k) + cos(k) * sinh(k)), TakeLimit(kappa, oo)),
        Step("=", -(k**3) * cos(k) * cosh(k) * (tan(k) + tanh(k)), Algebra(r"take out $\cos k\cosh k$")),
    ),
)


def _on_grid(title: str, cases: tuple, tolerance: float) -> Evidence:
    """Roots of a characteristic equation against the features on a grid, whose error falls like cells^-2."""

    def run(rng: np.random.Generator) -> Finding:
        del rng
        worst = 0.0
        for roots, options in cases:
            exact = np.array([float(r) for r in roots()])
            worst = max(worst, float(np.max(np.abs(wavenumbers(160, len(exact), **options) / exact - 1))))
        return Finding(
            worst < tolerance, worst, f"largest relative difference of a wavenumber {worst:.1e}, allowed {tolerance:g}"
        )

    return Evidence(title, run)


HALVES_ON_GRID = _on_grid(
    "wavenumbers of half and half against features on a grid of 160 cells",
    ((lambda: sorted([*even_wavenumbers(2, 15), *odd_wavenumbers(2, 15)]), {"right": 0.5}),),
    1e-4,
)
MIXED_ON_GRID = _on_grid(
    "wavenumbers of fractions 0.3 and 0.1 against features on a grid of 160 cells",
    ((lambda: mixed_wavenumbers(0.3, 3, 15), {"right": 0.3}), (lambda: mixed_wavenumbers(0.1, 3, 15), {"right": 0.1})),
    1e-4,
)
OFFSET_ON_GRID = _on_grid(
    "wavenumbers with an output bias against features on a grid of 160 cells",
    (
        (lambda: offset_wavenumbers(1, 3, 15), {"kappa": 1.0}),
        (lambda: offset_wavenumbers("0.1", 3, 15), {"kappa": 0.1}),
    ),
    1e-4,
)
