"""Minima that the enumeration does not list: runs of single data, and breakpoints on data (C4e, C4f)."""

from sympy import Derivative, Function, Gt, Lambda, Ne, Rational, S, Symbol

from symspline.proof.moves import Bound, Evaluate
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption

from .data_sets import D3
from .vocabulary import L, beta, d, delta, gamma_s, lines, mu, mu_s, s, s_11, s_12, s_22, x_1, x_2, y_1, y_2

C4 = Section(__name__, "C4")

(a_1, c_1), (a_2, c_2) = lines
second = a_1 + delta
cross = (y_1 - y_2 - a_1 * x_1 + second * (x_1 + d)) / delta
secant = (y_2 - y_1) / d
NEIGHBOURS = Assumption(r"$x_2 = x_1 + d$ with $d > 0$, and $a_2 = a_1 + \delta$ with $\delta \neq 0$")
ZIGZAG = C4.theorem(
    "e.zigzag",
    "Lines through two neighbouring data",
    r"""Where a line through $(x_1, y_1)$ with slope $a_1$ and a line through $(x_2, y_2)$ with slope $a_2$ cross,
    with $\sigma = (y_2 - y_1)/d$ the slope of the secant. They cross strictly between the data exactly when one slope
    is above $\sigma$ and the other below: $(a_1 - \sigma)(a_2 - \sigma) < 0$.""",
    (beta - x_1) * (x_2 - beta),
    (cross - x_1) * (x_1 + d - cross),
    (
        -(d**2) * (a_1 - secant) * (second - secant) / delta**2,
        "both distances to the crossing are multiples of a slope less the secant's",
    ),
    given=(NEIGHBOURS,),
    where={beta: cross, x_2: x_1 + d},
    routines=("symspline.numerics.piece_families.feasible_partitions",),
)

place = x_1 + d * (second - s) / delta
ZIGZAG_TEST = C4.theorem(
    "e.rule",
    "The zigzag rule",
    """The sign of C4e.zigzag as an equivalence, with $s$ the slope of the secant. A chain of single data is met by
    slopes that lie above and below the secants in turn.""",
    Gt((beta - x_1) * (x_2 - beta), 0),
    Gt((place - x_1) * (x_1 + d - place), 0),
    (Gt(-(a_1 - s) * (second - s), 0), r"divide by $d^2/\delta^2$, which is positive"),
    given=(NEIGHBOURS,),
    where={beta: place, x_2: x_1 + d},
)

first_slope = (a_2 * beta + c_2 - y_1) / (beta - x_1)
INSIDE = Assumption(r"$x_1 < \beta$: the breakpoint lies in the gap to the right of the datum", Gt(beta, x_1))
END_DATUM = C4.theorem(
    "e.end",
    "An end datum is met from every place of its gap",
    r"""The rest of the data has the line $a_2 x + c_2$. For each $\beta$ in the end gap the line from $(\beta,
    a_2\beta + c_2)$ through the end datum leaves no residual there: the loss is that of the rest, and the breakpoint
    slides freely.""",
    Function("e", real=True)(x_1),
    a_2 * beta + c_2 + first_slope * (x_1 - beta) - y_1,
    (S.Zero, "cancel"),
    given=(INSIDE,),
)
END_BEND = C4.theorem(
    "e.end-bend",
    "The bend next to an end datum",
    """The change of slope of C4e.end. It vanishes only where the line of the rest meets the end datum already;
    otherwise a whole gap of minima exists.""",
    delta,
    a_2 - first_slope,
    ((y_1 - a_2 * x_1 - c_2) / (beta - x_1), "put over one denominator"),
    given=(INSIDE,),
)

form = s_11 + 2 * s_12 * beta + s_22 * beta**2
surplus = gamma_s - beta * mu_s
best = (s_11 * mu_s + s_12 * (beta * mu_s + gamma_s) + s_22 * beta * gamma_s) / form
POSITIVE = Assumption(
    r"the matrix of the $s_{ij}$ is positive definite, $s_{11} s_{22} > s_{12}^2$", Gt(s_11 * s_22, s_12**2)
)
profile = (s_11 * s_22 - s_12**2) * surplus**2 / (2 * form)
PROFILE = C4.theorem(
    "f.profile",
    "The profile of the loss inside a gap",
    r"""In a cell with the line minimised out the loss exceeds its least value by a quadratic form in $(\mu, \gamma)$
    with entries $s_{ij}$, centred at $(\mu_*, \gamma_*)$. On the ray $\gamma = \beta\mu$ it is a square in $\mu$ and
    a rest: the rest is the profile $\varphi(\beta)$, the best loss with the breakpoint held. It vanishes at $\beta =
    \gamma_*/\mu_*$, where both runs have their own lines.""",
    L(mu, beta),
    (s_11 * (mu - mu_s) ** 2 + 2 * s_12 * (mu - mu_s) * (beta * mu - gamma_s) + s_22 * (beta * mu - gamma_s) ** 2) / 2,
    (form * (mu - best) ** 2 / 2 + profile, r"complete the square in $\mu$"),
    given=(POSITIVE,),
    routines=("symspline.numerics.one_breakpoint.fit_with_breakpoint",),
)
varphi, beta_max = Function("varphi", real=True), Symbol("beta_max", real=True)
SLOPE = C4.theorem(
    "f.slope",
    "At most one minimum inside a gap",
    r"""The slope of the profile vanishes at two places at most: at $\beta = \gamma_*/\mu_*$, where the profile is
    zero, its least value, and where the last factor vanishes, which is a maximum (C4f.maximum). Hence every local
    minimum of the best one-breakpoint fit is a piecewise least-squares point, or sits on a datum, or fills an end
    gap: the list of candidates is complete.""",
    Derivative(varphi(beta), beta),
    Derivative(profile, beta),
    (-(s_11 * s_22 - s_12**2) * (mu_s * surplus / form + surplus**2 * (s_12 + s_22 * beta) / form**2), Evaluate()),
    (
        -(s_11 * s_22 - s_12**2)
        * surplus
        * (s_11 * mu_s + s_12 * gamma_s + (s_12 * mu_s + s_22 * gamma_s) * beta)
        / form**2,
        "take out the factor that vanishes; the squares of $\\beta$ cancel in the other",
    ),
    given=(POSITIVE,),
    where={varphi: Lambda(beta, profile)},
    routines=("symspline.numerics.one_breakpoint.one_breakpoint_minima",),
)

unused = s_11 * mu_s**2 + 2 * s_12 * mu_s * gamma_s + s_22 * gamma_s**2
useless = -(s_11 * mu_s + s_12 * gamma_s) / (s_12 * mu_s + s_22 * gamma_s)
MAXIMUM = C4.theorem(
    "f.maximum",
    "The other stationary place of the profile",
    r"""The right side is the surplus of the loss at $\mu = \gamma = 0$, without the neuron. Since $\mu = 0$ is
    allowed for every $\beta$, no value of the profile is larger: this is its maximum, the place where the neuron
    helps least.""",
    varphi(beta_max),
    profile.subs(beta, useless),
    (unused / 2, "collect"),
    given=(POSITIVE, Gt(unused, 0), Ne(s_12 * mu_s + s_22 * gamma_s, 0)),
    origin=r"$\beta = -(s_{11}\mu_* + s_{12}\gamma_*)/(s_{12}\mu_* + s_{22}\gamma_*)$, the zero of the last "
    "factor",
    where={varphi: Lambda(beta, profile), beta_max: useless},
)

DATA = list(zip(*D3, strict=True))
KINK = C4.theorem(
    "f.kink",
    "The best fit with its breakpoint on a datum",
    r"""For $x = 0, \dots, 9$ and $y = (0, 1, 1, 3, 2, 0, -1, 1, 3, 2)$, the breakpoint held at the datum $6$. The
    least value is $39159/6580$.""",
    L(c_1, a_1, mu),
    sum((c_1 + a_1 * x + mu * max(x - 6, 0) - y) ** 2 for x, y in DATA) / 2,
    (
        5 * (c_1 + 9 * a_1 / 2 + 3 * mu / 5 - Rational(6, 5)) ** 2
        + 165 * (a_1 + 46 * mu / 165 - Rational(6, 55)) ** 2 / 4
        + 329 * (mu - Rational(543, 658)) ** 2 / 165
        + Rational(39159, 6580),
        "complete the squares",
    ),
    origin="half the squared residuals of the data, one after the other",
)
PIECEWISE = C4.theorem(
    "f.least-squares",
    "The best least-squares point of the same data",
    """The first two data on one line and the last eight on another, the best of the two least-squares points with one
    breakpoint. The least value is $387/56$.""",
    L(c_1, a_1, c_2, a_2),
    sum((c_1 + a_1 * x - y) ** 2 for x, y in DATA[:2]) / 2 + sum((c_2 + a_2 * x - y) ** 2 for x, y in DATA[2:]) / 2,
    (
        (c_1 + a_1 / 2 - Rational(1, 2)) ** 2
        + (a_1 - 1) ** 2 / 4
        + 4 * (c_2 + 11 * a_2 / 2 - Rational(11, 8)) ** 2
        + 21 * (a_2 - Rational(1, 28)) ** 2
        + Rational(387, 56),
        "complete the squares",
    ),
    origin="half the squared residuals of the data, one after the other",
)
ORDER = C4.theorem(
    "f.order",
    "The best fit is not piecewise least squares",
    """For these data the kink on the datum $6$ (C4f.kink) lies lower than every piecewise least-squares point
    (C4f.least-squares). A search for the best fit among piecewise least-squares points alone misses it.""",
    L(6),
    Rational(39159, 6580),
    ("<=", Rational(387, 56), Bound("compare the fractions: $5.951 < 6.911$")),
)
