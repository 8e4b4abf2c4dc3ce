"""The spectrum of the Hessian in the continuum (C8)."""

from dataclasses import replace

from symspline.proof.theorem import Section

from .beam_densities import GENERAL_DENSITIES, GRID_RATE, INNER, OUTER, RANDOM_SPREAD, SLOPE_LAW
from .cantilever import ADJOINT, CHARACTERISTIC, FEATURES, KERNEL, MIRROR, MODE, ONLY_ROOTS, ROOTS
from .mixed_beam import DATA_KERNEL, EIGHT, EVEN, HALVES_ON_GRID, HEAVY, MIXED_ON_GRID, ODD, OFFSET, OFFSET_ON_GRID
from .power_sums import COEFFICIENTS, FROM_SERIES, ITERATED, NEWTON, POWER_2, POWER_3, POWER_4, SERIES, SQUARE, TRACE

TEXT = r"""
With many data and many neurons, both spread over $[0, 1]$ with densities, the block of the Hessian that belongs to the
delta-slopes becomes an integral operator: the eigenvalues of the matrix are about $N H$ times those of the operator
(divide by $N$ for the mean loss). For right-facing neurons and uniform densities the operator is $A^* A$, where $A$
integrates twice from the left and $A^*$ twice from the right. Its inverse is therefore the fourth derivative, with two
conditions at either end: an elastic beam, clamped at one end and free at the other.

So the spectrum is that of the cantilever, $\lambda_n = k_n^{-4}$ with $\cos k \cosh k = -1$. The eigenvalues fall like
$n^{-4}$: the first is 39 times the second, and a few directions carry almost all curvature. Sums of powers of the
eigenvalues are rational numbers. They are computed here twice, as traces of the powers of the operator and from the
power series of the characteristic function by Newton's identities; the two agree exactly.

A grid of midpoints meets the continuum with an error that falls like the square of the cell. Random data and
breakpoints fluctuate: the relative standard deviation of $\lambda_n$ is about $\sqrt{V_n/N + V_n/H}$ with $V_n = \int
\varphi_n^4 - 1$. Small eigenvalues must be taken from singular values of the features; those of the Gram matrix drown
in rounding at $10^{-16}\lambda_1$.

Left-facing neurons give the mirror image. When both orientations occur the beam is one beam held at both ends by a
cubic that the two parts share; for equal parts the modes are even or odd and two transcendental equations give them. A
trained output bias of weight $\kappa = 1/H$ loosens the clamp. Any densities $p$ of the data and $\rho$ of the
breakpoints give a beam of stiffness $1/p$ and mass density $\rho$.
"""

SECTION = Section(
    "C8",
    "The spectrum in the continuum",
    TEXT,
    (
        KERNEL,
        FEATURES,
        ADJOINT,
        MODE,
        replace(CHARACTERISTIC, evidence=(ONLY_ROOTS, GRID_RATE, RANDOM_SPREAD)),
        *ROOTS,
        TRACE,
        SQUARE,
        POWER_2,
        ITERATED,
        POWER_3,
        POWER_4,
        replace(SERIES, evidence=(COEFFICIENTS,)),
        *NEWTON,
        *FROM_SERIES,
        MIRROR,
        DATA_KERNEL,
        replace(EVEN, evidence=(HALVES_ON_GRID,)),
        ODD,
        replace(EIGHT, evidence=(MIXED_ON_GRID,)),
        replace(OFFSET, evidence=(OFFSET_ON_GRID,)),
        HEAVY,
        INNER,
        replace(OUTER, evidence=(GENERAL_DENSITIES,)),
        SLOPE_LAW,
    ),
)
