"""Left-facing neurons, neurons of both orientations, and a trained output bias (C8c, C8d, C8e)."""

from collections.abc import Sequence

from sympy import Determinant, Expr, Function, Integral, Ne, S, Symbol, cos, cosh, oo, sin, sinh, tan, tanh

from symspline.proof.moves import Antiderivative, Evaluate, Substitute, TakeLimit
from symspline.proof.section import Section
from symspline.proof.theorem import Argument, Assumption

from .cantilever import BOXES, KERNEL, D
from .hypotheses import ORDERED
from .vocabulary import HALF, beta, beta_1, beta_2, k, kappa, x, y
from .written import determinant

INPUTS = {x: Argument(x, 0, 1, "input further left"), y: Argument(y, 0, 1, "input further right")}
C8 = Section(__name__, "C8", boxes={**BOXES, **INPUTS})

MIRROR = C8.theorem(
    "c",
    "Left-facing neurons are the mirror image",
    r"""Left-facing neurons see the data below both breakpoints. Their kernel at $1 - \beta_1, 1 - \beta_2$ is that of
    right-facing neurons at $\beta_1, \beta_2$: the same eigenvalues, modes clamped at $\beta = 0$ and free at $1$.""",
    Function("K_L", real=True)(1 - beta_1, 1 - beta_2),
    Integral((x - (1 - beta_1)) * (x - (1 - beta_2)), (x, 0, 1 - beta_2)),
    Substitute(x, y, 1 - y, 1 - x),
    (KERNEL.conclusion, Antiderivative(y, (y - beta_2) ** 3 / 3 + (beta_2 - beta_1) * (y - beta_2) ** 2 / 2)),
    given=(ORDERED, beta_2 < 1),
)

DATA_KERNEL = C8.theorem(
    "d.kernel",
    "Kernel of right-facing neurons on the data side",
    r"""For two inputs $x < y$ the sum over the neurons that see both, those with $\beta < x$. Left-facing neurons
    give the mirror image, the integral from $y$ to $1$. With fractions $\rho_R + \rho_L = 1$ the kernel is $\rho_R
    K_R + \rho_L K_L$.""",
    Function("K_R", real=True)(x, y),
    Integral((x - beta) * (y - beta), (beta, 0, x)),
    (x**2 * y / 2 - x**3 / 6, Antiderivative(beta, beta * x * y - beta**2 * (x + y) / 2 + beta**3 / 3)),
    given=(Assumption(r"$x < y$; the kernel is symmetric", x < y),),
)


def end_values(modes: Sequence[Expr], *ends: tuple[int, Expr | int]) -> list[list[Expr]]:
    """A row of derivatives of the modes for each (order, place)."""
    return [[f.diff(z, n).subs(z, place) for f in modes] for n, place in ends]


def one_half(*modes: Expr) -> Determinant:
    """The end conditions of u_R on a basis in z = x - 1/2: clamped at -1/2, free at 1/2."""
    return determinant(*end_values(modes, (0, -HALF), (1, -HALF), (2, HALF), (3, HALF)))


z = Symbol("z", real=True)
COS, SIN, COSH, SINH = cos(k / 2), sin(k / 2), cosh(k / 2), sinh(k / 2)
TAN, TANH = tan(k / 2), tanh(k / 2)
HALVES = r"""
For half and half, $u_R = \frac12 u + P$ and $u_L = \frac12 u - P$ with a cubic $P$. The right-facing part is clamped at
$0$ and free at $1$, the left-facing one the reverse; with $z = x - \frac12$ the modes are even or odd, and one set of
four conditions remains.
"""
EVEN = C8.theorem(
    "d.even",
    "Even modes of half right-facing, half left-facing neurons",
    r"$u = a\cos kz + b\cosh kz$ with the odd part of the cubic, $z$ and $z^3$."
    + HALVES
    + r"""Where $\cos\frac k2 \neq 0$ the determinant vanishes exactly for $(2 + k\tan\frac k2)(2 - k\tanh\frac k2) =
    \frac{k^3}{12}(\tan\frac k2 + \tanh\frac k2)$.""",
    D(k),
    one_half(cos(k * z), cosh(k * z), z, z**3),
    (
        -(k**2) / 4 * (12 * (2 * COS + k * SIN) * (2 * COSH - k * SINH) - k**3 * (SIN * COSH + COS * SINH)),
        Evaluate("expand the determinant"),
    ),
    (
        -3 * k**2 * COS * COSH * ((2 + k * TAN) * (2 - k * TANH) - k**3 * (TAN + TANH) / 12),
        r"take out $\cos\frac k2 \cosh\frac k2$",
    ),
    given=(Ne(COS, 0),),
    routines=("symspline.numerics.beam.even_wavenumbers",),
)

ODD = C8.theorem(
    "d.odd",
    "Odd modes of half right-facing, half left-facing neurons",
    r"$u = a\sin kz + b\sinh kz$ with the even part of the cubic, $1$ and $z^2$."
    + HALVES
    + r"The determinant vanishes exactly for $k(\tan\frac k2 - \tanh\frac k2) = 4$.",
    D(k),
    one_half(sin(k * z), sinh(k * z), S.One, z**2),
    (k**4 * (k * (SIN * COSH - COS * SINH) - 4 * COS * COSH), Evaluate("expand the determinant")),
    (k**4 * COS * COSH * (k * (TAN - TANH) - 4), r"take out $\cos\frac k2 \cosh\frac k2$"),
    given=(Ne(COS, 0),),
    routines=("symspline.numerics.beam.odd_wavenumbers",),
)


def two_parts(right: Expr) -> Determinant:
    """The eight end conditions on the waves and the cubic, for any fraction of right-facing neurons."""
    waves, cubic, rows = (cos(k * z), sin(k * z), cosh(k * z), sinh(k * z)), (S.One, z, z**2, z**3), []
    for share, sign, places in ((right, 1, (0, 0, 1, 1)), (1 - right, -1, (1, 1, 0, 0))):
        for n, place in enumerate(places):
            modes = [share * wave for wave in waves] + [sign * power for power in cubic]
            rows += [[value / k**n for value in row] for row in end_values(modes, (n, place))]
    return determinant(*rows)


EIGHT = C8.theorem(
    "d.eight",
    "Without left-facing neurons the eight conditions are those of the cantilever",
    r"""For any fraction $\rho_R$: $u_R = \rho_R u + P$ and $u_L = \rho_L u - P$ satisfy $u_R = u_R' = 0$ at $0$,
    $u_R'' = u_R''' = 0$ at $1$, and the reverse for $u_L$. These are eight conditions on four waves and the cubic. At
    $\rho_R = 1$ the cubic drops out and the determinant is a multiple of $1 + \cos k\cosh k$.""",
    D(k),
    two_parts(S.One),
    (24 * (1 + cos(k) * cosh(k)) / k**6, Evaluate("expand the determinant")),
    routines=("symspline.numerics.beam.mixed_wavenumbers",),
)

BALANCE = 1 + cos(k) * cosh(k) - kappa * k**3 * (sin(k) * cosh(k) + cos(k) * sinh(k))
waves = (cos(k * z), cosh(k * z), sin(k * z), sinh(k * z))
value, shear, slope, *free = end_values(waves, (0, 0), (3, 0), (1, 0), (2, 1), (3, 1))
OFFSET = C8.theorem(
    "e.characteristic",
    "Characteristic equation with a trained output bias",
    r"""Right-facing neurons and $b_0$: the matrix over $(\mu, b_0)$ divided by $N H$ has the spectrum of $K_R +
    \kappa$, $\kappa = 1/H$. On the data side $\lambda u'''' = u$ with $u'(0) = 0$, $u(0) + \kappa u'''(0) = 0$
    (integrate the equation: $\lambda u(0) = \kappa\int u = -\kappa\lambda u'''(0)$), and a free end at $1$. So $\cos
    k\cosh k + 1 = \kappa k^3 (\sin k\cosh k + \cos k\sinh k)$.""",
    D(k),
    determinant(slope, [a + kappa * c for a, c in zip(value, shear, strict=True)], *free),
    (
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
    (2 * k**6 * BALANCE, "Pythagoras, twice"),
    routines=("symspline.numerics.beam.offset_wavenumbers",),
)

HEAVY = C8.theorem(
    "e.heavy",
    "An output bias of large weight",
    r"""As $\kappa \to \infty$ one eigenvalue grows like $\kappa$; for the others the equation, divided by $\kappa$,
    becomes $\tan k + \tanh k = 0$: $k = 2.3650, 5.4978, 8.6394, \ldots$ They belong to the kernel projected on
    functions of mean zero, as if $b_0$ were minimised out.""",
    D(k),
    BALANCE / kappa,
    (-(k**3) * (sin(k) * cosh(k) + cos(k) * sinh(k)), TakeLimit(kappa, oo, family=True)),
    (-(k**3) * cos(k) * cosh(k) * (tan(k) + tanh(k)), r"take out $\cos k\cosh k$"),
    given=(Ne(cos(k), 0),),
)
