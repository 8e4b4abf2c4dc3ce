r"""The least total variation of the slope for three data (F3).

Among all functions through given data the variation of the slope $f'$ is least for the polygon that joins the data:
$\sum |s_{j} - s_{j-1}|$ with the slopes $s_j$ of the chords. The reason is that the mean of $f'$ over an interval is
the slope of its chord, so the slope has to come from one mean to the next. Where slopes rise or fall strictly over
three intervals or more the polygon is not the only minimiser; with three data it is.

The theorem is the case of three data, for functions with one bend inside each interval: four slopes, of which the first
two have the mean $s_1$ and the last two $s_2$.
"""

from sympy import Abs

from symspline.proof.moves import Bound
from symspline.proof.section import Section

from .vocabulary import share_1, share_2, slopes

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
