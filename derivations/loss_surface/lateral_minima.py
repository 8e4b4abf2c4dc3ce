"""Ranks on lonely partitions: all parameters (C5a), and the slopes and the offset alone (C5b)."""

from fractions import Fraction
from itertools import pairwise, product

import numpy as np
from flint import fmpq, fmpq_mat
from sympy import QQ, And, Determinant, Eq, Expr, Function, Lambda, Matrix, Rational, S, Sum, Symbol, ring

from symspline.numerics.inertia import exact_rank, jacobian_rank
from symspline.numerics.lonely import lateral_determinant
from symspline.proof.moves import Algebra, Definition, Evaluate, Telescope
from symspline.proof.theorem import Assumption, Evidence, Finding, Step, Theorem

from .arguments import arguments
from .vocabulary import (
    U_0,
    U_1,
    U_N,
    N,
    a_1,
    a_2,
    j,
    l_1,
    l_2,
    l_3,
    mu_1,
    mu_2,
    mu_3,
    offset,
    r_1,
    r_2,
    r_3,
    y_1,
    y_2,
    y_3,
    y_4,
)

LONELY = Assumption("every gap between neighbouring data holds a breakpoint")
ONE_A_GAP = Assumption("each gap holds exactly one breakpoint, and only slopes and offset may move")
_DETERMINANT = Function("det", real=True)(Symbol("Phi", real=True))


def _network(rng: np.random.Generator, x: list[Fraction], extra: int) -> list[tuple[Fraction, ...]]:
    """Random (w, b, v), one breakpoint in each gap and some more anywhere off the data."""
    places = [a + (b - a) * Fraction(int(rng.integers(1, 8)), 8) for a, b in pairwise(x)]
    places += [Fraction(2 * int(t) + 1, 7) for t in rng.integers(7 * int(x[0]), 7 * int(x[-1]), extra)]
    places = [place for place in places if place not in x]
    weights = [Fraction(int(t), 3) for t in rng.choice([-4, -2, -1, 1, 3, 5], len(places))]
    outputs = [Fraction(int(t), 5) for t in rng.choice([-3, -1, 2, 4], len(places))]
    return [(w, -w * place, v) for w, place, v in zip(weights, places, outputs, strict=True)]


def _jacobian(neurons: list[tuple[Fraction, ...]], x: list[Fraction], offset_too: bool) -> list[list[Fraction]]:
    rows = []
    for place in x:
        row = [Fraction(int(offset_too))]
        for w, b, v in neurons:
            on = w * place + b > 0
            row += [v * place * on, v * on, (w * place + b) * on]
        rows.append(row)
    return rows


def _ranks(rng: np.random.Generator) -> Finding:
    """Exact ranks of random networks on lonely partitions, against N and against the count of jacobian_rank."""
    cases, smaller = 120, 0
    for _ in range(cases):
        size = int(rng.integers(2, 7))
        x = sorted(Fraction(int(t)) for t in rng.choice(np.arange(12), size, replace=False))
        neurons = _network(rng, x, int(rng.integers(0, 3)))
        w, b, _ = zip(*neurons, strict=True)
        with_offset = exact_rank(_jacobian(neurons, x, True))
        without = exact_rank(_jacobian(neurons, x, False))
        smaller += without < size
        counted = jacobian_rank(w, b, x), jacobian_rank(w, b, x, offset=False)
        if with_offset != size or without < size - 1 or counted != (with_offset, without):
            return Finding(False, float(with_offset), f"x = {x}, (w, b, v) = {neurons}: ranks {with_offset}, {without}")
    text = f"rank N in all of {cases} networks with an offset; without it N in {cases - smaller}, N - 1 in {smaller}"
    return Finding(smaller > 0, float(cases), text)


RANK = Theorem(
    id="C5a.rank",
    title="The Jacobian has full rank on a lonely partition",
    chapter="loss_surface",
    statement=r"Let $u$ be a vector with $u^\top J = 0$, $U_N$ its sum and $U_0$, $U_1$ its sums over the data "
    r"before the "
    r"$n$-th and up to it. The offset demands $U_N = 0$; a right-facing neuron with $v \neq 0$ in the gap after the "
    r"$n$-th "
    r"datum demands $U_N - U_1 = 0$, a left-facing one $U_1 = 0$, and likewise for the gap before. For whichever "
    r"orientation the component $u_n = U_1 - U_0$ vanishes. So $J$ has rank $N$, and at every critical point "
    r"$J^\top e = 0$ "
    r"makes the residuals vanish: with an offset every differentiable critical point of such a cell interpolates.",
    arguments=arguments(U_0, U_1, U_N),
    assumes=(LONELY, Assumption(r"there is an offset, and no output weight is zero")),
    subject=Eq(Function("J^T", real=True)(Symbol("u", real=True)), 0),
    start=And(Eq(U_N, 0), Eq(U_N - U_1, 0), Eq(U_0, 0)),
    origin=Definition("facing right after the datum, left before it; the other three cases are the same combinations"),
    steps=(Step("=>", Eq(U_1 - U_0, 0), Algebra("subtract")),),
    evidence=(Evidence("exact ranks of random networks", _ranks, "exact"),),
)

ZIGZAG = Theorem(
    id="C5b.zigzag",
    title="A function that vanishes on the data zigzags",
    chapter="loss_surface",
    statement=r"In a gap with distances $l_1$ from the left datum to the breakpoint and $r_1$ from there to the "
    r"right datum: "
    r"a function that is zero at both data has slopes $a_1$ and $a_2$ before and after the breakpoint with this "
    r"ratio. Over "
    r"$j$ gaps the slope becomes $(-1)^j \rho_j a_1$ with $\rho_j = \prod_{g \le j} l_g/r_g$.",
    arguments=arguments(l_1, r_1, a_1, a_2),
    assumes=(ONE_A_GAP,),
    subject=Eq(Function("f", real=True)(Symbol("x_2", real=True)), 0),
    start=Eq(a_1 * l_1 + a_2 * r_1, 0),
    steps=(Step("<=>", Eq(a_2, -a_1 * l_1 / r_1), Algebra("divide by the distance")),),
)


def _matrix(facing: tuple[int, int, int]) -> Matrix:
    """Rows of four data, columns the constant and three hinges, by the distances in each gap."""
    before, after = (l_1, l_2, l_3), (r_1, r_2, r_3)
    data = [S.Zero]
    places = []
    for left, right in zip(before, after, strict=True):
        places.append(data[-1] + left)
        data.append(places[-1] + right)

    def hinge(n: int, gap: int) -> Expr:
        seen = n > gap if facing[gap] == 1 else n <= gap
        return data[n] - places[gap] if seen else S.Zero

    return Matrix(4, 4, lambda n, k: S.One if k == 0 else hinge(n, k - 1))


_rho_1, _rho_2, _rho_3 = l_1 / r_1, l_1 * l_2 / (r_1 * r_2), l_1 * l_2 * l_3 / (r_1 * r_2 * r_3)


def _determinants(rng: np.random.Generator) -> Finding:
    """Every pattern of orientations up to six data at random places, against the matrix itself."""
    cases = 0
    for size in range(2, 7):
        for facing in product((1, -1), repeat=size - 1):
            x = sorted(Fraction(int(t)) for t in rng.choice(np.arange(25), size, replace=False))
            places = [a + (b - a) * Fraction(int(rng.integers(1, 8)), 8) for a, b in pairwise(x)]
            rows = [
                [
                    Fraction(1),
                    *((a - p) if (a - p) * s > 0 else Fraction(0) for p, s in zip(places, facing, strict=True)),
                ]
                for a in x
            ]
            entries = [fmpq(c.numerator, c.denominator) for row in rows for c in row]
            value = fmpq_mat(size, size, entries).det()
            scale = Fraction(1)
            for s, right, place in zip(facing, x[1:], places, strict=True):
                scale *= s * (right - place)
            claimed = lateral_determinant(x, places, facing) * scale
            cases += 1
            if fmpq(claimed.numerator, claimed.denominator) != value:
                return Finding(False, float(cases), f"x = {x}, breakpoints {places}, facing {facing}: {value}")
    return Finding(True, float(cases), f"{cases} determinants, every pattern of orientations up to six data")


DETERMINANT = Theorem(
    id="C5b.determinant",
    title="The determinant of interpolation by slopes alone",
    chapter="loss_surface",
    statement=r"Four data, breakpoints in the three gaps, facing right, right and left; the columns are $1$ and $x - "
    r"\beta_g$ on the side that neuron $g$ sees. In general the determinant is $\prod_g s_g r_g$, with the "
    r"orientations "
    r"$s_g = \pm 1$, times $D = 1 - \sum_{s_i = -1} (-1)^{i+1} (\rho_{i-1} + \rho_i)$. When only right-facing "
    r"neurons are "
    r"present the matrix is triangular and $D = 1$.",
    arguments=arguments(l_1, l_2, l_3, r_1, r_2, r_3),
    assumes=(ONE_A_GAP,),
    subject=_DETERMINANT,
    start=Determinant(_matrix((1, 1, -1))),
    steps=(
        Step("=", l_1 * l_2 * (l_3 + r_3) - r_1 * r_2 * r_3, Evaluate("expand the determinant")),
        Step("=", -r_1 * r_2 * r_3 * (1 - (_rho_2 + _rho_3)), Algebra("take the distances out")),
    ),
    evidence=(Evidence("determinants of all patterns", _determinants, "exact"),),
    routines=("symspline.numerics.lonely.lateral_determinant",),
)

ANOTHER = Theorem(
    id="C5b.mixed",
    title="The determinant for another pattern",
    chapter="loss_surface",
    statement=r"Facing right, left and left: $D = 1 + (\rho_1 + \rho_2) - (\rho_2 + \rho_3)$, the other of the two "
    r"patterns "
    r"of four data that can be singular.",
    arguments=arguments(l_1, l_2, l_3, r_1, r_2, r_3),
    assumes=(ONE_A_GAP,),
    subject=_DETERMINANT,
    start=Determinant(_matrix((1, -1, -1))),
    steps=(
        Step("=", r_1 * r_2 * r_3 + l_1 * r_2 * r_3 - l_1 * l_2 * l_3, Evaluate("expand the determinant")),
        Step("=", r_1 * r_2 * r_3 * (1 + (_rho_1 + _rho_2) - (_rho_2 + _rho_3)), Algebra("take the distances out")),
    ),
)

_rho = Function("rho", real=True)
_INSTANCES = tuple(
    {_rho: Lambda(j, ratio)} for ratio in (Rational(2, 3) ** j, (1 + j) ** 2 / (1 + j / 3), (2 + j) / (2 + 5 * j**2))
)

LEFT = Theorem(
    id="C5b.left",
    title="All neurons facing left",
    chapter="loss_surface",
    statement=r"The sum over all gaps telescopes, and $D$ is never zero: moving slopes and offset interpolates any "
    r"targets.",
    arguments=arguments(N),
    assumes=(ONE_A_GAP, Assumption(r"$\rho_0 = 1$ and every $\rho_j > 0$")),
    subject=Function("D", real=True)(N),
    start=1 - Sum((-1) ** (j + 1) * (_rho(j - 1) + _rho(j)), (j, 1, N - 1)),
    steps=(
        Step("=", 1 - _rho(0) - (-1) ** N * _rho(N - 1), Telescope(j, (-1) ** j * _rho(j - 1))),
        Step("=", -((-1) ** N) * _rho(N - 1), Algebra(r"$\rho_0 = 1$")),
    ),
    instances=_INSTANCES,
)

_VALUES = (
    offset - Rational(5, 2) * mu_3,
    offset + mu_1 / 2 - Rational(3, 2) * mu_3,
    offset + Rational(3, 2) * mu_1 + Rational(2, 3) * mu_2 - mu_3 / 2,
    offset + Rational(5, 2) * mu_1 + Rational(5, 3) * mu_2,
)


def _singular(rng: np.random.Generator) -> Finding:
    """The example by its matrix, and the same matrices with a column for an all-active neuron."""
    x, places = [Fraction(n) for n in range(4)], [Fraction(1, 2), Fraction(4, 3), Fraction(5, 2)]

    def rows(facing: tuple[int, ...], free_line: bool, where: list[Fraction]) -> list[list[Fraction]]:
        hinges = [[(a - p) if (a - p) * s > 0 else Fraction(0) for p, s in zip(where, facing, strict=True)] for a in x]
        return [[Fraction(1), *([a] if free_line else []), *row] for a, row in zip(x, hinges, strict=True)]

    ranks = exact_rank(rows((1, 1, -1), False, places)), exact_rank(rows((1, 1, -1), True, places))
    vanishing = lateral_determinant(x, places, (1, 1, -1)) == 0
    patterns = list(product((1, -1), repeat=3))
    moved = [[Fraction(n) + Fraction(int(rng.integers(1, 20)), 20) for n in range(3)] for _ in range(40)]
    with_line = all(exact_rank(rows(facing, True, where)) == 4 for facing in patterns for where in moved)
    changing, either = (
        {facing for n in (4, 5) for facing in product((1, -1), repeat=n - 1) if test(facing)}
        for test in (_changes_sign, _mixed_signs)
    )
    known = {"RRL", "RLL", "RRLR", "RRLL", "RLLR", "LRRL", "LRLL"}
    names = {"".join("R" if s == 1 else "L" for s in facing) for facing in either}
    passed = ranks == (3, 4) and vanishing and with_line and changing == either and names == known
    text = (
        f"rank {ranks[0]}, and {ranks[1]} with an all-active neuron; D can vanish for {', '.join(sorted(names))} alone"
    )
    return Finding(passed, float(ranks[0]), text)


def _changes_sign(facing: tuple[int, ...]) -> bool:
    """Whether D takes both signs at breakpoints close to the ends of unit gaps."""
    ends = (Fraction(1, 20), Fraction(19, 20))
    data = range(len(facing) + 1)
    corners = ([n + shift for n, shift in enumerate(shifts)] for shifts in product(ends, repeat=len(facing)))
    return len({lateral_determinant(data, where, facing) > 0 for where in corners}) == 2


def _mixed_signs(facing: tuple[int, ...]) -> bool:
    """Whether D, a polynomial in the positive ratios l/r of the gaps, has coefficients of both signs."""
    made, *ratios = ring([f"r{k}" for k in range(len(facing))], QQ)
    value, before = made.one, made.one
    for k, (s, ratio) in enumerate(zip(facing, ratios, strict=True)):
        after = before * ratio
        if s == -1:
            value -= (-1) ** k * (before + after)
        before = after
    return len({coefficient > 0 for coefficient in value.coeffs()}) == 2


SINGULAR = Theorem(
    id="C5b.singular",
    title="A lonely partition that slopes alone cannot interpolate",
    chapter="loss_surface",
    statement=r"Data at $0, 1, 2, 3$, breakpoints at $1/2$, $4/3$, $5/2$, facing right, right and left: here "
    r"$\rho_2 = \rho_3 = "
    r"1/2$ and $D = 0$. Whatever offset and slopes, the values at the data satisfy one linear relation, so that "
    r"targets which "
    r"violate it, such as $(1, 0, 0, 0)$, cannot be met. That a lonely partition can be interpolated by moving "
    r"slopes and "
    r"offset alone is false in general; the breakpoints must move too. For three data it is true, and for four it "
    r"fails "
    r"for two patterns of orientations only: in all others $D$ is a polynomial in the ratios $l_g/r_g$ with "
    r"coefficients of "
    r"one sign.",
    arguments=arguments(offset, mu_1, mu_2, mu_3, y_1, y_2, y_3, y_4),
    subject=Eq(Function("f", real=True)(Symbol("x_n", real=True)), Symbol("y_n", real=True)),
    start=And(*(Eq(value, target) for value, target in zip(_VALUES, (y_1, y_2, y_3, y_4), strict=True))),
    origin=Definition("the values of the network at the four data are the targets"),
    steps=(
        Step(
            "=>",
            Eq(-y_1 + Rational(5, 2) * y_2 - Rational(5, 2) * y_3 + y_4, 0),
            Algebra(r"minus the first, $\frac52$ of the second, $-\frac52$ of the third, and the fourth"),
        ),
    ),
    evidence=(Evidence("the example by its matrix", _singular, "exact"),),
)
