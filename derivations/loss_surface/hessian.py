"""The Hessian of the loss (C6): its entries in three coordinate systems, its rank and its sharpness."""

from dataclasses import replace

from symspline.proof.theorem import Section, Theorem

from .cell_loss import MOMENTS, SPLIT
from .network_hessian import BRUTE_FORCE, NETWORK
from .rank import COUNT, GRAM, INERTIA, NO_OFFSET_SINGLE, NULLITY, ONE_SINGLE, RANKS, TWO_SINGLES
from .rescaling import COUNTEREXAMPLE, CURVATURE, INVARIANCE, ORBIT, OTHERS, ROWS
from .residual_block import (
    DETERMINANTS,
    EXPLAINED,
    FORM,
    NETWORK_DETERMINANT,
    NETWORK_EIGENVALUES,
    SPLINE_DETERMINANT,
    SPLINE_EIGENVALUES,
    WEYL,
)
from .sharpness import BOUNDS, SHARPNESS
from .sharpness import WEYL as WEYL_SHIFT
from .spline_hessian import MOMENT, MOMENT_BRUTE_FORCE, SPLINE, SPLINE_BRUTE_FORCE

TEXT = r"""
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
for every neuron. It is often said to do so everywhere. That is false: along $g = (w, b, -v)$ the Hessian gives
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


def _with(theorems: tuple[Theorem, ...], place: int, **changes) -> tuple[Theorem, ...]:
    return tuple(replace(t, **changes) if k == place else t for k, t in enumerate(theorems))


SECTION = Section(
    "C6",
    "The Hessian",
    TEXT,
    (
        replace(
            SPLIT,
            routines=("symspline.numerics.hessian.hessian", "symspline.numerics.hessian.block_slices"),
        ),
        replace(MOMENTS, routines=("symspline.numerics.hessian.shared_moments",)),
        *_with(NETWORK, 0, evidence=(BRUTE_FORCE,)),
        *_with(SPLINE, 0, evidence=(SPLINE_BRUTE_FORCE,)),
        *_with(MOMENT, 0, evidence=(MOMENT_BRUTE_FORCE,)),
        replace(NETWORK_EIGENVALUES, evidence=(WEYL,), routines=("symspline.numerics.spectrum.bottom_eigenvalues",)),
        SPLINE_EIGENVALUES,
        replace(FORM, evidence=(WEYL_SHIFT,)),
        replace(NETWORK_DETERMINANT, evidence=(DETERMINANTS,)),
        EXPLAINED,
        SPLINE_DETERMINANT,
        replace(INVARIANCE, evidence=(ORBIT,)),
        *ROWS,
        OTHERS,
        CURVATURE,
        COUNTEREXAMPLE,
        GRAM,
        ONE_SINGLE,
        NO_OFFSET_SINGLE,
        TWO_SINGLES,
        replace(COUNT, evidence=RANKS),
        replace(NULLITY, evidence=(INERTIA,)),
        *_with(SHARPNESS, 1, evidence=(BOUNDS,)),
    ),
)
