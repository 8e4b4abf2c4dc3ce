r"""The least total variation of the slope, and which functions have it (F3).

Among all functions through given data the variation of the slope $f'$ is least for the polygon that joins the data:
$\sum |s_{j} - s_{j-1}|$ with the slopes $s_j$ of the chords. The reason is that the mean of $f'$ over an interval is
the slope of its chord, so the slope has to come from one mean to the next.

Where slopes rise or fall strictly over three intervals or more the polygon is not the only minimiser: between the
second and the last but one datum of such a run every convex (or concave) interpolant whose slopes lie between those of
the chord before and the chord after has the same variation. It lies in the triangle between the chord and the
extensions of the two neighbouring chords, and its corner saves a bend: one in the place of two. Where they turn, or two
neighbours are equal, any bend inside an interval costs more, and the function is the chord. So the minimiser is unique
exactly where no two neighbouring bends of the polygon have one sign; with three data it is. The description of all
minimisers is known and not proved here; the theorems are its local pieces.

They are for functions with one bend inside an interval: three data, with four slopes of which the first two have the
mean $s_1$ and the last two $s_2$; then the middle interval of three, with the slopes $p_1$ and $p_2$ of the mean $s_2$
between the chords $s_1$ and $s_3$.
"""

from sympy import Abs, And

from symspline.proof.moves import Bound
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption

from .vocabulary import s_1, s_2, s_3, share_1, share_2, slopes

F3 = Section(__name__, "F3", "The least variation of the slope")
p_1, p_2, p_3, p_4 = slopes
first = (1 - share_1) * p_1 + share_1 * p_2
second = (1 - share_2) * p_3 + share_2 * p_4
VALUE = F3.theorem(
    "three-data",
    "The variation of the slope through three data",
    r"""With $s_1 = (1 - c_1) p_1 + c_1 p_2$ and $s_2 = (1 - c_2) p_3 + c_2 p_4$, the mean slopes, $s_2 - s_1$ is at
    most the variation $|p_2 - p_1| + |p_3 - p_2| + |p_4 - p_3|$. With all signs exchanged the same bounds $s_1 -
    s_2$.""",
    None,
    second - first,
    ((1 - share_1) * (p_2 - p_1) + (p_3 - p_2) + share_2 * (p_4 - p_3), "collect the differences"),
    (
        "<=",
        (1 - share_1) * Abs(p_2 - p_1) + (p_3 - p_2) + share_2 * (p_4 - p_3),
        Bound("no number exceeds its size"),
    ),
    (
        "<=",
        (1 - share_1) * Abs(p_2 - p_1) + Abs(p_3 - p_2) + share_2 * (p_4 - p_3),
        Bound("no number exceeds its size"),
    ),
    (
        "<=",
        (1 - share_1) * Abs(p_2 - p_1) + Abs(p_3 - p_2) + share_2 * Abs(p_4 - p_3),
        Bound("no number exceeds its size"),
    ),
    ("<=", Abs(p_2 - p_1) + Abs(p_3 - p_2) + share_2 * Abs(p_4 - p_3), Bound("the first share is at most one")),
    ("<=", Abs(p_2 - p_1) + Abs(p_3 - p_2) + Abs(p_4 - p_3), Bound("the second share is at most one")),
    given=(share_1 < 1, share_2 < 1),
)
RUN = F3.theorem(
    "run",
    "In a run the chord is not alone",
    r"""Where the slopes rise, $s_1 \le p_1 \le p_2 \le s_3$, a bend in the middle interval is free: the variation from
    $s_1$ to $s_3$ is $s_3 - s_1$ as for the polygon.""",
    None,
    Abs(p_1 - s_1) + Abs(p_2 - p_1) + Abs(s_3 - p_2),
    (s_3 - s_1, "all steps go upwards"),
    given=(Assumption("the slopes rise", And(s_1 < p_1, p_1 < p_2, p_2 < s_3)),),
)
peak = p_2 - p_1
TURN = F3.theorem(
    "turn",
    "Where the slopes turn a bend costs",
    r"""Let the chord of the middle interval be the steepest, $s_2 \ge s_1, s_3$; the polygon pays $2 s_2 - s_1 - s_3$.
    Slopes $p_1 \le p_2$ of the mean $s_2$ pay $2 (p_2 - s_2)$ more at least, which is twice the share $1 - c$ of the
    bend. With $p_1 \ge p_2$ the same holds from the other side.""",
    None,
    2 * ((1 - share_1) * p_1 + share_1 * p_2) - s_1 - s_3 + 2 * (1 - share_1) * peak,
    (peak + (p_2 - s_3) + (p_1 - s_1), "put the mean in"),
    ("<=", Abs(peak) + (p_2 - s_3) + (p_1 - s_1), Bound("no number exceeds its size")),
    ("<=", Abs(peak) + Abs(p_2 - s_3) + (p_1 - s_1), Bound("no number exceeds its size")),
    ("<=", Abs(peak) + Abs(p_2 - s_3) + Abs(p_1 - s_1), Bound("no number exceeds its size")),
)
place = (s_3 - s_2) / (s_3 - s_1)
CORNER = F3.theorem(
    "corner",
    "The corner of the triangle",
    r"""Extended, the chord before and the chord after meet over the share $(s_3 - s_2)/(s_3 - s_1)$ of the middle
    interval: slopes $s_1$ up to there and $s_3$ from there on have the mean $s_2$. One bend does the work of two.""",
    None,
    place * s_1 + (1 - place) * s_3,
    (s_2, "one fraction"),
    given=(Assumption("the slopes rise", And(s_1 < s_2, s_2 < s_3)),),
)
TRIANGLE = F3.theorem(
    "triangle",
    "Between the line of the chord before and the chord",
    r"""In an interval of length one with the bend at $1 - c$ the function is there $(1 - c) p_1$ above its first datum:
    on or above the line of the chord before, and on or below the chord, since $p_1 \le p_2$; the same holds against the
    line of the chord after by reflection.""",
    None,
    (1 - share_1) * s_1,
    ("<=", (1 - share_1) * p_1, Bound("the slope is not below that of the chord before")),
    ("<=", (1 - share_1) * first, Bound("the mean is not below the smaller slope")),
    given=(share_1 < 1, Assumption("the slopes rise", And(s_1 <= p_1, p_1 <= p_2))),
)
