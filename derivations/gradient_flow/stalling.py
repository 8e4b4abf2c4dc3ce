r"""Where training reaches the polygon of the data and where it stalls (D17).

In experiments small or adaptive starts gather breakpoints at data; D15 says which data attract at an instant. If then
every breakpoint inside the data sits on a datum and the network interpolates, between the first and the last datum the
function is the polygon that joins the data, which has the least variation of the slope (F3): between two neighbouring
data it is straight and has both values.

The first of the two premises does not bring the second. A datum needs a bend nearby. If no breakpoint is left strictly
between the neighbours of a datum, $f$ is straight over the three, and with the distances $l$ and $r$ to the neighbours
and the bend $\kappa$ that the data ask for there,

$$L \ge \frac{\kappa^2}{2\,q}, \qquad q = \frac1{l^2} + \Big(\frac1l + \frac1r\Big)^2 + \frac1{r^2}.$$

The bound holds at every moment and for every network, and as long as no breakpoint comes back training cannot pass it.
Whether breakpoints come back is not decided by a theorem here, and no convergence to the polygon is claimed: in
experiments runs from very small starts do gather on too few data and stall, some wider networks do not, and lazy
training, $\delta \ll 0$, interpolates with breakpoints that hardly move.
"""

from symspline.proof.moves import Bound
from symspline.proof.section import Section

from .vocabulary import b, c, gap_left, gap_right, left_end, right_end, targets, three, w, x_n

D17 = Section(__name__, "D17", "The polygon of the data, and stalling")
e_1, e_2, e_3 = three
y_1, y_2, y_3 = targets
REACHED = D17.theorem(
    "polygon",
    "Straight between two data that are met",
    r"""A function that is the line $w x + b$ between the data $\beta_1$ and $\beta_2$ is there the mixture of its two
    values, the polygon if these are the targets.""",
    None,
    w * ((1 - c) * left_end + c * right_end) + b,
    ((1 - c) * (w * left_end + b) + c * (w * right_end + b), "collect"),
)
line = [w * place + b - y for place, y in zip((x_n - gap_left, x_n, x_n + gap_right), targets, strict=True)]
BEND = D17.theorem(
    "bend",
    "What a straight line leaves of a bend",
    r"""For a line over three data, the middle one at $x_n$, this combination of the residuals holds nothing of the
    line: it is minus the bend $\kappa$ of the polygon, the difference of the slopes of its two chords.""",
    None,
    (line[0] - line[1]) / gap_left + (line[2] - line[1]) / gap_right,
    (-((y_3 - y_2) / gap_right - (y_2 - y_1) / gap_left), "the line cancels"),
)
q_l, q_r = 1 / gap_left, 1 / gap_right
q_m = -(q_l + q_r)
whole = (e_1 * q_l + e_2 * q_m + e_3 * q_r) ** 2
STALL = D17.theorem(
    "stall",
    "A lost datum bounds the loss from below",
    r"""The square of the combination of D17.bend, $\kappa^2$, is at most $q\,(e_1^2 + e_2^2 + e_3^2)$, and this sum is
    at most $2 L$.""",
    None,
    whole,
    (
        "<=",
        whole + (e_1 * q_m - e_2 * q_l) ** 2 + (e_1 * q_r - e_3 * q_l) ** 2 + (e_2 * q_r - e_3 * q_m) ** 2,
        Bound("squares are added"),
    ),
    ((q_l**2 + (q_l + q_r) ** 2 + q_r**2) * (e_1**2 + e_2**2 + e_3**2), "collect"),
)
