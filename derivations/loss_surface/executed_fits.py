"""Losses of concrete data, completed to squares: every value is a minimum by inspection (C4c, C4d, C4f)."""

from collections.abc import Sequence
from fractions import Fraction

from sympy import Add, Derivative, Expr, Function, Ne, Rational, Symbol

from symspline.proof.moves import Algebra, Bound, Definition, Evaluate
from symspline.proof.theorem import Assumption, Evidence, Step, Theorem

from .arguments import arguments
from .data_sets import D2, D3
from .searches import five_minima, kink_is_best, minima_complete, offset_alone
from .vocabulary import a_1, a_2, beta, c_1, c_2, gamma, gamma_s, mu, mu_s, s_11, s_12, s_22

Row = Sequence[Fraction | int]


def _rational(value: Fraction | int) -> Rational:
    value = Fraction(value)
    return Rational(value.numerator, value.denominator)


def half_squares(rows: Sequence[Row], targets: Sequence[Fraction], parameters: Sequence[Symbol]) -> Expr:
    """The loss of a model that is linear in its parameters: half the squared residuals, one after the other."""
    residuals = [
        Add(*(_rational(c) * p for c, p in zip(row, parameters, strict=True)), -_rational(t))
        for row, t in zip(rows, targets, strict=True)
    ]
    return Add(*(e**2 / 2 for e in residuals))


def completed_squares(rows: Sequence[Row], targets: Sequence[Fraction], parameters: Sequence[Symbol]) -> Expr:
    """The same polynomial as its least value plus positive multiples of squares, one parameter eliminated at a time."""
    size = len(parameters)
    extended = [[*map(Fraction, row), -Fraction(t)] for row, t in zip(rows, targets, strict=True)]
    form = [[sum(r[i] * r[j] for r in extended) for j in range(size + 1)] for i in range(size + 1)]
    squares = []
    for i, parameter in enumerate(parameters):
        pivot = form[i][i]
        others = [*parameters[i + 1 :], Rational(1)]
        rest = Add(*(_rational(form[i][i + 1 + k] / pivot) * p for k, p in enumerate(others)))
        squares.append(_rational(pivot / 2) * (parameter + rest) ** 2)
        for a in range(i + 1, size + 1):
            for b in range(i + 1, size + 1):
                form[a][b] -= form[a][i] * form[i][b] / pivot if a != b else Fraction(0)
        for a in range(i + 1, size + 1):
            form[a][a] -= form[a][i] ** 2 / pivot
    return _rational(form[size][size] / 2) + Add(*squares)


_LOSS = Function("L", real=True)


def _fit(id: str, title: str, statement: str, model: tuple, parameters: tuple[Symbol, ...], **more) -> Theorem:
    rows, targets = model
    return Theorem(
        id=id,
        title=title,
        chapter="loss_surface",
        statement=statement,
        arguments=arguments(*parameters),
        subject=_LOSS(*parameters),
        start=half_squares(rows, targets, parameters),
        origin=Definition("half the squared residuals of the data, one after the other"),
        steps=(Step("=", completed_squares(rows, targets, parameters), Algebra("complete the squares")),),
        **more,
    )


TWO_LINES = _fit(
    "C4c.best",
    "The best least-squares point of eight data with one breakpoint",
    r"For $x = 0, \dots, 7$ and $y = (3, 1, 0, 0, 1, 0, 2, 5)$, the first six data on one line and the last two on "
    r"another. The "
    r"squares can vanish together, so that the least value is $38/21$; there the lines cross at $\beta = 47/9$, "
    r"between the "
    r"sixth datum and the seventh.",
    ([[1, n, 0, 0] if n < 6 else [0, 0, 1, n] for n in range(8)], D2.y),
    (c_1, a_1, c_2, a_2),
    evidence=(Evidence("all five minima with one breakpoint", five_minima, "exact"),),
)

OFFSET_ALONE = _fit(
    "C4d.offset",
    "A critical point of a network without a line",
    r"The same data, one right-facing neuron and the offset $c_1$, in a cell where the neuron sees the last two "
    r"data. The "
    r"least value is $41/12$ with $\gamma/\mu = 101/18$, inside the gap between $5$ and $6$. The first six data are "
    r"fitted by a "
    r"constant and not by their least-squares line: the offset asks only for a vanishing sum of residuals.",
    ([[1, 0, 0] if n < 6 else [1, n, -1] for n in range(8)], D2.y),
    (c_1, mu, gamma),
    evidence=(Evidence("networks with an offset alone, cell by cell", offset_alone, "exact"),),
    routines=("symspline.numerics.cell_solve.solve_cells",),
)

KINK = _fit(
    "C4f.kink",
    "The best fit with its breakpoint on a datum",
    r"For $x = 0, \dots, 9$ and $y = (0, 1, 1, 3, 2, 0, -1, 1, 3, 2)$, the breakpoint held at the datum $6$. The "
    r"least value is "
    r"$39159/6580$.",
    ([[1, n, max(n - 6, 0)] for n in range(10)], D3.y),
    (c_1, a_1, mu),
    evidence=(Evidence("one-sided derivatives and all other candidates", kink_is_best, "exact"),),
)

PIECEWISE = _fit(
    "C4f.least-squares",
    "The best least-squares point of the same data",
    r"The first seven data on one line and the last three on another, the best of the two least-squares points with "
    r"one "
    r"breakpoint. The least value is $387/56$.",
    ([[1, n, 0, 0] if n < 7 else [0, 0, 1, n] for n in range(10)], D3.y),
    (c_1, a_1, c_2, a_2),
)

ORDER = Theorem(
    id="C4f.order",
    title="The best fit is not piecewise least squares",
    chapter="loss_surface",
    statement=r"For these data the kink on the datum $6$ (C4f.kink) lies lower than every piecewise least-squares "
    r"point "
    r"(C4f.least-squares). A search for the best fit among piecewise least-squares points alone misses it.",
    arguments=(),
    subject=_LOSS(6),
    start=Rational(39159, 6580),
    steps=(Step("<=", Rational(387, 56), Bound("compare the fractions: $5.951 < 6.911$")),),
)

_form = s_11 + 2 * s_12 * beta + s_22 * beta**2
_surplus = gamma_s - beta * mu_s
_best = (s_11 * mu_s + s_12 * (beta * mu_s + gamma_s) + s_22 * beta * gamma_s) / _form
_POSITIVE = Assumption(r"the matrix of the $s_{ij}$ is positive definite, $s_{11} s_{22} > s_{12}^2$")

PROFILE = Theorem(
    id="C4f.profile",
    title="The profile of the loss inside a gap",
    chapter="loss_surface",
    statement=r"In a cell with the line minimised out the loss exceeds its least value by a quadratic form in "
    r"$(\mu, \gamma)$ "
    r"with entries $s_{ij}$, centred at $(\mu_*, \gamma_*)$. On the ray $\gamma = \beta\mu$ it is a square in $\mu$ "
    r"and a rest: "
    r"the rest is the profile $\varphi(\beta)$, the best loss with the breakpoint held. It vanishes at $\beta = "
    r"\gamma_*/\mu_*$, where both runs have their own lines.",
    arguments=arguments(s_11, s_12, s_22, mu, mu_s, gamma_s, beta),
    assumes=(_POSITIVE,),
    subject=_LOSS(mu, beta),
    start=(s_11 * (mu - mu_s) ** 2 + 2 * s_12 * (mu - mu_s) * (beta * mu - gamma_s) + s_22 * (beta * mu - gamma_s) ** 2)
    / 2,
    steps=(
        Step(
            "=",
            _form * (mu - _best) ** 2 / 2 + (s_11 * s_22 - s_12**2) * _surplus**2 / (2 * _form),
            Algebra(r"complete the square in $\mu$"),
        ),
    ),
    evidence=(Evidence("the profile of random data, place by place", minima_complete, "exact"),),
    routines=("symspline.numerics.one_breakpoint.fit_with_breakpoint",),
)

_profile = (s_11 * s_22 - s_12**2) * _surplus**2 / (2 * _form)

SLOPE = Theorem(
    id="C4f.slope",
    title="At most one minimum inside a gap",
    chapter="loss_surface",
    statement=r"The slope of the profile vanishes at two places at most: at $\beta = \gamma_*/\mu_*$, where the "
    r"profile is "
    r"zero, its least value, and where the last factor vanishes, which is a maximum (C4f.maximum). Hence every "
    r"local minimum "
    r"of the best one-breakpoint fit is a piecewise least-squares point, or sits on a datum, or fills an end gap: "
    r"the list of "
    r"candidates is complete.",
    arguments=arguments(s_11, s_12, s_22, mu_s, gamma_s, beta),
    assumes=(_POSITIVE,),
    subject=Derivative(Function("varphi", real=True)(beta), beta),
    start=Derivative(_profile, beta),
    steps=(
        Step(
            "=",
            -(s_11 * s_22 - s_12**2) * (mu_s * _surplus / _form + _surplus**2 * (s_12 + s_22 * beta) / _form**2),
            Evaluate(),
        ),
        Step(
            "=",
            -(s_11 * s_22 - s_12**2)
            * _surplus
            * (s_11 * mu_s + s_12 * gamma_s + (s_12 * mu_s + s_22 * gamma_s) * beta)
            / _form**2,
            Algebra("take out the factor that vanishes; the squares of $\\beta$ cancel in the other"),
        ),
    ),
    routines=("symspline.numerics.one_breakpoint.one_breakpoint_minima",),
)

_useless = -(s_11 * mu_s + s_12 * gamma_s) / (s_12 * mu_s + s_22 * gamma_s)

MAXIMUM = Theorem(
    id="C4f.maximum",
    title="The other stationary place of the profile",
    chapter="loss_surface",
    statement=r"The right side is the surplus of the loss at $\mu = \gamma = 0$, without the neuron. Since $\mu = "
    r"0$ is allowed "
    r"for every $\beta$, no value of the profile is larger: this is its maximum, the place where the neuron helps "
    r"least.",
    arguments=arguments(s_11, s_12, s_22, mu_s, gamma_s),
    assumes=(_POSITIVE, Assumption(r"$s_{12}\mu_* + s_{22}\gamma_* \neq 0$", Ne(s_12 * mu_s + s_22 * gamma_s, 0))),
    subject=Function("varphi", real=True)(Symbol("beta_max", real=True)),
    start=_profile.subs(beta, _useless),
    origin=Definition(
        r"$\beta = -(s_{11}\mu_* + s_{12}\gamma_*)/(s_{12}\mu_* + s_{22}\gamma_*)$, the zero of the "
        r"last factor"
    ),
    steps=(Step("=", (s_11 * mu_s**2 + 2 * s_12 * mu_s * gamma_s + s_22 * gamma_s**2) / 2, Algebra("collect")),),
)
