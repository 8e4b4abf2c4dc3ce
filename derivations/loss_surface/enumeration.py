"""Every piecewise least-squares critical point of a data set, exactly (C4)."""

from symspline.proof.theorem import Section

from .crossing_lines import (
    BETWEEN,
    COMPOSITIONS,
    CROSSING,
    END_BEND,
    END_DATUM,
    LINE,
    PARALLEL,
    RUN_LOSS,
    TEST,
    ZIGZAG,
    ZIGZAG_TEST,
)
from .executed_fits import KINK, MAXIMUM, OFFSET_ALONE, ORDER, PIECEWISE, PROFILE, SLOPE, TWO_LINES
from .pivots import NO_DIAGONAL, PIVOT

TEXT = r"""
With an all-active neuron the critical points of a network are piecewise least-squares fits (C3b): the breakpoints cut
the sorted data into runs, each run has its own least-squares line, and neighbouring lines meet in the gap between
their runs. If every run holds at least two different inputs, its line is unique, and so is the place where two lines
cross. Finding all critical points is then a finite problem: cut the data into runs in all $\binom{N-P-1}{P-1}$ ways,
and keep the cuts for which all crossings fall strictly inside their gaps. All points found are local minima (C3d), so
that this is a list of the spurious minima of a data set.

Nothing in it needs rounding. For integer data the line of a run is a triple of integers, and whether two lines join
is decided by the sign of a product of two integers. Since the test only looks at two neighbouring runs, the cuts that
pass can be counted without being listed: the number of ways to reach a last run is a sum over the runs that may come
before it, and the whole count costs $O(N^3)$ for each $P$ however many points there are. The listing goes through the
same runs depth first and enters only branches that can be completed.

Three other computations judge the result: every cut by itself with the textbook formula for the line; the normal
equations of every cell in $\mu$, $\gamma$ and the free line, whose solutions are kept when $\gamma/\mu$ falls back
into its gap and which know nothing of runs; and the dynamic programme. They agree on the data sets below and on
random rational ones.

Three kinds of critical points are not in the list, and a search that stops here can miss the best fit.

A run may hold a single datum. Its line is then any line through the datum, and the critical points come in families:
the loss is constant along them. A single datum at an end of the data always allows this when the line of its
neighbours misses it, and chains of single data obey the zigzag rule.

A breakpoint may sit on a datum. The loss has a kink there (C1), and the kink can be a minimum although no run is
fitted by least squares. For one breakpoint all three kinds can be put together: inside a gap the profile of the best
fit has one minimum at most, and so the least-squares points, the data and the two end gaps are all candidates there
are. The example shows ten data for which the best fit with one breakpoint has it on a datum.

Without an all-active neuron, with an offset alone, the statement itself changes (C3c): a run between an end and a
breakpoint that does not see it can keep a first moment. The cell-by-cell solution does not need the theorem and finds
these points too.

What kind of point a critical point is, is read off the signs of the eigenvalues of the Hessian. Zero eigenvalues are
the rule and not the exception there, and no tolerance separates them from small ones; an elimination over the
rationals decides.
"""

SECTION = Section(
    "C4",
    "Enumeration of critical points",
    TEXT,
    (
        LINE,
        RUN_LOSS,
        CROSSING,
        BETWEEN,
        TEST,
        PARALLEL,
        COMPOSITIONS,
        TWO_LINES,
        OFFSET_ALONE,
        ZIGZAG,
        ZIGZAG_TEST,
        END_DATUM,
        END_BEND,
        PROFILE,
        SLOPE,
        MAXIMUM,
        KINK,
        PIECEWISE,
        ORDER,
        PIVOT,
        NO_DIAGONAL,
    ),
)
