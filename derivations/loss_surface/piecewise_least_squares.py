"""Critical points as piecewise least squares: with a neuron that sees all data, and without one (C3b, C3c)."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations_with_replacement, pairwise

import numpy as np
from sympy import And, Eq, Function, Integer, Mul, Rational, Symbol

from symspline.evidence.brute_force import Pattern, patterns
from symspline.evidence.exact_fit import ExactFit
from symspline.numerics.critical_points import critical_points
from symspline.numerics.inertia import exact_rank
from symspline.proof.moves import Algebra, By, Definition
from symspline.proof.theorem import Assumption, Evidence, Finding, Step, Theorem

from .arguments import arguments
from .data_sets import D2
from .kink_minima import half_squares, written_sum
from .vocabulary import X_0, X_1, Y_0, Y_1, Delta_X, c, e_n, m_1, m_2, m_3, m_all, mu, s_a, s_b, x_n

OFF_DATA = Assumption("no breakpoint sits on a datum (H1)")
ACTIVE = Assumption(r"$v_i \neq 0$ for every neuron whose breakpoint cuts the data (H2)")
CLOSED = Assumption(
    "some neuron with a non-zero output weight sees all data, or two that share the data between them, or there is "
    "a free line besides the neurons (H3)"
)


def _rows(n_data: int, sets: list[Pattern]) -> list[list[int]]:
    return [[int(n in seen) for n in range(n_data)] for seen in sets]


def _labels(n_data: int, sets: tuple[Pattern, ...]) -> dict[int, set[str]]:
    """The cuts that the neurons make, each with the orientations met there; the ends are L and R."""
    found: dict[int, set[str]] = {0: {"L"}, n_data: {"R"}}
    for seen in sets:
        if 0 < len(seen) < n_data:
            cut, label = (seen[0], "R") if seen[0] else (seen[-1] + 1, "L")
            found.setdefault(cut, set()).add(label)
    return found


def _closed(n_data: int, sets: tuple[Pattern, ...]) -> bool:
    """Whether the neurons force the moment of all data to vanish (H3)."""
    sees_all = any(len(seen) == n_data for seen in sets)
    return sees_all or any(len(names) == 2 for names in _labels(n_data, sets).values())


def _networks(n_data: int, width: int) -> Iterator[tuple[Pattern, ...]]:
    for size in range(1, width + 1):
        yield from combinations_with_replacement(patterns(n_data), size)


def _piece_equations(n_data: int, sets: tuple[Pattern, ...]) -> list[list[int]]:
    """One row a piece: its moment, less the share of the total that the labels of its ends prescribe."""
    labels, closed = _labels(n_data, sets), _closed(n_data, sets)
    equations = []
    for start, stop in pairwise(sorted(labels)):
        share = 0
        if not closed:
            (left,), (right,) = labels[start], labels[stop]
            share = (right == "R") - (left == "R")
        equations.append([int(start <= n < stop) - share for n in range(n_data)])
    return equations


def _same_solutions(rng: np.random.Generator) -> Finding:
    """Neuron by neuron and piece by piece, the linear conditions on the residuals have the same solutions."""
    del rng
    compared = with_total = 0
    for n_data in range(1, 6):
        for sets in _networks(n_data, 3):
            neurons, pieces = _rows(n_data, list(sets)), _piece_equations(n_data, sets)
            ranks = {exact_rank(neurons), exact_rank(pieces), exact_rank([*neurons, *pieces])}
            compared += 1
            with_total += not _closed(n_data, sets)
            if len(ranks) > 1:
                return Finding(False, float(compared), f"{n_data} data, neurons seeing {sets}: ranks {sorted(ranks)}")
    text = f"{compared} networks of up to 3 neurons on up to 5 data, {with_total} without H3: equal solution spaces"
    return Finding(True, float(compared), text)


FORWARD = Theorem(
    id="C3b.cut",
    title="One cut",
    chapter="loss_surface",
    statement=r"A cut divides the data into a left part with moment $m_1$ and a right part with moment $m_2$; a "
    r"moment is $\sum e_n$ or $\sum e_n x_n$. H3 makes the total vanish, and a right-facing neuron at the cut its "
    r"right part. Then both parts vanish. A left-facing neuron makes the left part vanish, to the same end.",
    arguments=arguments(m_1, m_2),
    assumes=(OFF_DATA, ACTIVE, CLOSED),
    subject=And(Eq(m_1 + m_2, 0), Eq(m_2, 0)),
    start=And(Eq(m_1 + m_2, 0), Eq(m_2, 0)),
    origin=Definition("stationary neurons (C3a)"),
    steps=(Step("<=>", And(Eq(m_1, 0), Eq(m_2, 0)), Algebra("subtract")),),
)

PIECE = Theorem(
    id="C3b.piece",
    title="From cuts to pieces",
    chapter="loss_surface",
    statement=r"With $S_a$, $S_b$ the moments of all data up to two neighbouring cuts, the piece between them has "
    r"the moment $S_b - S_a$. All prefix moments vanish exactly when all piece moments do: by induction from the "
    r"left, one piece a step.",
    arguments=arguments(s_a, s_b, m_1),
    assumes=(OFF_DATA, ACTIVE, CLOSED),
    subject=And(Eq(m_1, s_b - s_a), Eq(s_a, 0), Eq(s_b, 0)),
    start=And(Eq(m_1, s_b - s_a), Eq(s_a, 0), Eq(s_b, 0)),
    origin=By(FORWARD),
    steps=(Step("<=>", And(Eq(s_b, s_a + m_1), Eq(s_a, 0), Eq(m_1, 0)), Algebra("put one into the other")),),
)

THREE_PIECES = Theorem(
    id="C3b.three-pieces",
    title="Three pieces between a right-facing and a left-facing neuron",
    chapter="loss_surface",
    statement=r"The neuron at the first cut sees the pieces 2 and 3, the one at the second cut the pieces 1 and 2, "
    r"and H3 sees all. Together they say that every piece has vanishing moments.",
    arguments=arguments(m_1, m_2, m_3),
    assumes=(OFF_DATA, ACTIVE, CLOSED),
    subject=And(Eq(m_1 + m_2 + m_3, 0), Eq(m_2 + m_3, 0), Eq(m_1 + m_2, 0)),
    start=And(Eq(m_1 + m_2 + m_3, 0), Eq(m_2 + m_3, 0), Eq(m_1 + m_2, 0)),
    origin=Definition("stationary neurons (C3a)"),
    steps=(Step("<=>", And(Eq(m_1, 0), Eq(m_2, 0), Eq(m_3, 0)), Algebra("solve")),),
    evidence=(Evidence("conditions of the neurons against conditions of the pieces", _same_solutions, "exact"),),
)

_second_moment = (Delta_X + X_1**2) / X_0

LEAST_SQUARES = Theorem(
    id="C3b.least-squares",
    title="Vanishing moments are the normal equations",
    chapter="loss_surface",
    statement=r"On a piece with the line $c + \mu x$, moments $X_k = \sum x_n^k$ and targets $Y_k = \sum y_n "
    r"x_n^k$. The determinant $\Delta_X = X_0 X_2 - X_1^2$ is positive when the piece holds two different inputs; "
    r"then the moments of the residuals vanish exactly for the least-squares line. With one input they say that "
    r"the line meets the mean target.",
    arguments=arguments(c, mu, X_0, X_1, Y_0, Y_1, Delta_X),
    subject=And(Eq(c * X_0 + mu * X_1 - Y_0, 0), Eq(c * X_1 + mu * _second_moment - Y_1, 0)),
    start=And(Eq(c * X_0 + mu * X_1 - Y_0, 0), Eq(c * X_1 + mu * _second_moment - Y_1, 0)),
    origin=Definition(r"$\sum e_n = 0$ and $\sum e_n x_n = 0$"),
    steps=(
        Step(
            "<=>",
            And(Eq(X_0 * c, Y_0 - X_1 * mu), Eq(Delta_X * mu, X_0 * Y_1 - X_1 * Y_0)),
            Algebra(r"$X_0$ times the second equation less $X_1$ times the first"),
        ),
        Step(
            "<=>",
            And(Eq(X_0 * c, Y_0 - X_1 * mu), Eq(mu, (X_0 * Y_1 - X_1 * Y_0) / Delta_X)),
            Algebra(r"divide by $\Delta_X$"),
        ),
    ),
)


def _enumerated_points_are_critical(rng: np.random.Generator) -> Finding:
    """Networks built on the enumerated piecewise least-squares fits of D2, in random scale and orientation."""
    checked = 0
    for pieces in (2, 3):
        for point in critical_points(D2.x, D2.y, pieces):
            for _ in range(2):
                signs = [int(s) for s in rng.choice([-1, 1], pieces - 1)]
                scales = [Fraction(int(s), 3) for s in rng.integers(1, 9, pieces - 1)]
                network = network_of_fit(point.breakpoints, point.delta_slopes, point.lines[0], signs, scales)
                checked += 1
                same = all(network(x) == point(x) for x in D2.x)
                if not same or any(network.gradient()) or network.loss != point.loss:
                    return Finding(False, float(checked), f"{pieces} pieces, breakpoints {point.breakpoints}")
    return Finding(True, float(checked), f"{checked} networks: every derivative of the loss is exactly zero")


def network_of_fit(breakpoints, bends, first_line, signs, scales) -> ExactFit:
    """A network with a neuron that sees all of D2 and one neuron of given orientation and scale a breakpoint."""
    slope, intercept = first_line
    w, b, v = [], [], []
    for place, bend, sign, scale in zip(breakpoints, bends, signs, scales, strict=True):
        w.append(sign * scale)
        b.append(-sign * scale * place)
        v.append(bend / scale)
        if sign < 0:
            # A left-facing hinge is the right-facing one less a line.
            slope, intercept = slope + bend, intercept - bend * place
    far = 1 - min(D2.x)
    return ExactFit.of([*w, 1], [*b, far], [*v, slope], intercept - slope * far, D2.x, D2.y)


CONVERSE = Theorem(
    id="C3b.converse",
    title="From pieces back to neurons",
    chapter="loss_surface",
    statement=r"When the pieces have vanishing moments, a neuron that sees the pieces 2 and 3 is stationary, "
    r"whatever its weights. A further neuron with $v = 0$ whose breakpoint falls inside a piece is not covered by "
    r"this: its one equation $w\,q + b\,p = 0$ has to be asked for besides.",
    arguments=arguments(m_1, m_2, m_3),
    assumes=(OFF_DATA, ACTIVE),
    subject=And(Eq(m_1, 0), Eq(m_2, 0), Eq(m_3, 0)),
    start=And(Eq(m_1, 0), Eq(m_2, 0), Eq(m_3, 0)),
    steps=(Step("=>", Eq(m_2 + m_3, 0), Algebra("moments add")),),
    evidence=(Evidence("networks built on piecewise least-squares fits", _enumerated_points_are_critical, "exact"),),
)

_from_left_label = And(Eq(s_a, 0), Eq(s_b, m_all), Eq(m_1, s_b - s_a))
_from_right_label = And(Eq(s_a, m_all), Eq(s_b, 0), Eq(m_1, s_b - s_a))
_right_labels = And(Eq(s_a, m_all), Eq(s_b, m_all), Eq(m_1, s_b - s_a))


def _labelled(id: str, title: str, statement: str, start, end) -> Theorem:
    return Theorem(
        id=id,
        title=title,
        chapter="loss_surface",
        statement=statement,
        arguments=arguments(s_a, s_b, m_1, m_all),
        assumes=(OFF_DATA, ACTIVE),
        subject=start,
        start=start,
        origin=Definition(
            "a left-facing neuron makes the prefix moment vanish, a right-facing one the rest of the total"
        ),
        steps=(Step("=>", end, Algebra("subtract")),),
    )


LEFT_RIGHT = _labelled(
    "C3c.left-right",
    "A piece between a left-facing and a right-facing neuron",
    r"Without H3 the moment $T$ of all data need not vanish. The piece carries all of it. The left end of the data "
    r"counts as L, the right end as R.",
    _from_left_label,
    Eq(m_1, m_all),
)
RIGHT_LEFT = _labelled(
    "C3c.right-left",
    "A piece between a right-facing and a left-facing neuron",
    r"The piece carries $-T$.",
    _from_right_label,
    Eq(m_1, -m_all),
)
RIGHT_RIGHT = _labelled(
    "C3c.same-label",
    "A piece between neurons of one orientation",
    r"Its moments vanish, as with H3: it is fitted by its least-squares line.",
    _right_labels,
    Eq(m_1, 0),
)

ONE_RIGHT = Theorem(
    id="C3c.three-pieces",
    title="Two right-facing neurons without H3",
    chapter="loss_surface",
    statement=r"The neurons see the pieces 2 and 3, and piece 3. The pieces 2 and 3 are fitted by their "
    r"least-squares lines, and piece 1 is not asked for anything; with an output bias $\sum e_n$ vanishes on it, "
    r"but $\sum e_n x_n$ need not.",
    arguments=arguments(m_1, m_2, m_3),
    assumes=(OFF_DATA, ACTIVE),
    subject=And(Eq(m_2 + m_3, 0), Eq(m_3, 0)),
    start=And(Eq(m_2 + m_3, 0), Eq(m_3, 0)),
    steps=(Step("<=>", And(Eq(m_2, 0), Eq(m_3, 0)), Algebra("subtract")),),
)

SINGLE_DATUM = Theorem(
    id="C3c.single-datum",
    title="A piece with one datum closes the others",
    chapter="loss_surface",
    statement=r"With an output bias, $T = (0, \tau)$. When a piece that carries $\pm T$ holds a single datum, "
    r"$\tau = 0$: the network is a piecewise least-squares fit after all.",
    arguments=arguments(e_n, x_n, m_all),
    subject=And(Eq(e_n, 0), Eq(e_n * x_n, m_all)),
    start=And(Eq(e_n, 0), Eq(e_n * x_n, m_all)),
    steps=(Step("=>", Eq(m_all, 0), Algebra("put in")),),
)

BIAS_ONLY_BREAKPOINT = Fraction(101, 18)
_bias_only = ExactFit.of([1], [-BIAS_ONLY_BREAKPOINT], [3], Fraction(5, 6), D2.x, D2.y)
_bias_only_fit = [
    Rational(5, 6) + 3 * max(place - Rational(101, 18), 0) - target
    for place, target in zip(range(8), (int(y) for y in D2.y), strict=True)
]


def _bias_is_no_all_active_neuron(rng: np.random.Generator) -> Finding:
    """A critical point with an output bias that is no piecewise least-squares fit."""
    del rng
    gradient, left = _bias_only.gradient(), _bias_only.moments(range(6))
    passed = not any(gradient) and left == (0, Fraction(15, 2)) and _bias_only.loss == Fraction(41, 12)
    text = f"gradient {[str(g) for g in gradient]}, moments of the left piece ({left[0]}, {left[1]}), not (0, 0)"
    return Finding(passed, float(left[1]), text)


TAU = Theorem(
    id="C3c.example",
    title="An output bias does not replace a neuron that sees all data",
    chapter="loss_surface",
    statement=r"On $x = 0, \dots, 7$, $y = (3, 1, 0, 0, 1, 0, 2, 5)$ the network $f(x) = \frac56 + 3 (x - "
    r"\frac{101}{18})_+$ is critical. Its left piece is fitted by a constant, with $\sum e_n x_n = \frac{15}{2}$, "
    r"and not by its least-squares line.",
    arguments=(),
    subject=Symbol("tau", real=True),
    start=written_sum(
        [Mul(Integer(place), value, evaluate=False) for place, value in enumerate(_bias_only_fit[:6]) if place]
    ),
    origin=Definition(r"$\sum e_n x_n$ over the six data left of the breakpoint"),
    steps=(Step("=", Rational(15, 2), Algebra("add")),),
    evidence=(Evidence("gradient and moments of the example", _bias_is_no_all_active_neuron, "exact"),),
)

BIAS_ONLY_LOSS = Theorem(
    id="C3c.example-loss",
    title="Loss of the example",
    chapter="loss_surface",
    statement=r"The two data right of the breakpoint are met exactly; the six others leave the loss of their mean.",
    arguments=(),
    subject=Function("L", real=True)(Rational(101, 18)),
    start=half_squares(_bias_only_fit),
    steps=(Step("=", Rational(41, 12), Algebra("add the squares")),),
)

TEXT = r"""
A network that is critical satisfies linear conditions on its residuals, two for every neuron that it bends with.
C3b turns them round: instead of sums over what each neuron sees, sums over the pieces between neighbouring
breakpoints. Under three hypotheses the network is critical if and only if on every piece $\sum e_n = \sum e_n x_n =
0$, which are the normal equations of a straight line: each piece of the function is the least-squares line of its
own data. Continuity then restricts where the breakpoints can be, and makes the problem a finite one (C4).

The hypotheses matter. Breakpoints must not sit on data (H1), since there the loss has no gradient. The neurons that
cut the data must have $v_i \neq 0$ (H2): a neuron with $v_i = 0$ does not bend the function, and of its two
conditions only one remains. Some mechanism must make the moments of all data vanish (H3). Cuts are those of the
neurons' breakpoints, even where the bends of two neurons cancel and the function shows no kink; two breakpoints in
one gap leave an empty piece, which asks for nothing, so that they slide freely; dead neurons ask for nothing
either.

An output bias is often taken for H3, and it is not: it makes $\sum e_n$ vanish over all data but not $\sum e_n
x_n$. C3c gives what remains true without H3. Label the cuts by the orientation of their neurons, the left end of
the data L and the right end R; a piece between equal labels has vanishing moments, one from L to R the moment $T$
of all data, and one from R to L $-T$. The example is a critical point of a network with one neuron and an output
bias whose left piece is fitted by a constant.
"""

THEOREMS = (
    FORWARD,
    PIECE,
    THREE_PIECES,
    LEAST_SQUARES,
    CONVERSE,
    LEFT_RIGHT,
    RIGHT_LEFT,
    RIGHT_RIGHT,
    ONE_RIGHT,
    SINGLE_DATUM,
    TAU,
    BIAS_ONLY_LOSS,
)
