"""The rank of the Jacobian, and so of the Hessian where the residual moments vanish (C6g)."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations_with_replacement, pairwise, product

import numpy as np
from sympy import And, Determinant, Eq, Expr, Function, Matrix, Symbol

from symspline.evidence.exact_network import ExactNetwork, random_network
from symspline.numerics.inertia import exact_inertia
from symspline.numerics.rational_data import rational_matrix
from symspline.proof.moves import Algebra, Combine, Evaluate
from symspline.proof.theorem import Argument, Assumption, Evidence, Finding, Step, Theorem

from .arguments import arguments
from .vocabulary import H, N

e_1, e_2 = Symbol("e_1", real=True), Symbol("e_2", real=True)
x_1, x_2 = Symbol("x_1", real=True), Symbol("x_2", real=True)
tau_0, tau_1 = Symbol("tau_0", real=True), Symbol("tau_1", real=True)
_DATA = tuple(Argument(s, -3, 3, "residual of a single datum") for s in (e_1, e_2)) + tuple(
    Argument(s, -3, 3, "its input") for s in (x_1, x_2)
)
_TOTAL = tuple(Argument(s, -3, 3, "component of the moment of all data") for s in (tau_0, tau_1))
_TEXT = (
    r" A vector of residuals is orthogonal to the columns of $J$ exactly when the moments $(\sum e, \sum e x)$ of "
    r"the pieces are zero, but for $\pm T$ on the pieces whose ends carry different labels, $T$ being the moment of "
    r"all data (C3c)."
)


def _combine(multipliers: dict[Eq, Expr | int], text: str) -> Combine:
    """The sum of equations times multipliers, in the order that SymPy gives a conjunction."""
    return Combine((tuple(multipliers[part] for part in And(*multipliers).args),), text)


GRAM = Theorem(
    id="C6g.piece",
    title="What the columns of one piece span",
    chapter="loss_surface",
    statement=r"On the two data $x_1, x_2$ of a piece the columns $1$ and $x$ have this determinant of Gram: they "
    r"are independent when the inputs differ. A piece with one distinct input gives rank one, any other "
    r"rank two: $d = \min(2, \#x)$.",
    arguments=_DATA[2:],
    subject=Function("G", real=True)(x_1, x_2),
    start=Determinant(Matrix([[2, x_1 + x_2], [x_1 + x_2, x_1**2 + x_2**2]])),
    steps=(
        Step("=", x_1**2 - 2 * x_1 * x_2 + x_2**2, Evaluate("expand the determinant")),
        Step("=", (x_1 - x_2) ** 2, Algebra("a square")),
    ),
)

_WITH_OFFSET = {Eq(e_1, 0): x_1, Eq(e_1 * x_1 - tau_1, 0): -1}
_WITHOUT_OFFSET = {Eq(e_1 - tau_0, 0): -x_1, Eq(e_1 * x_1 - tau_1, 0): 1}
_TWICE = _WITHOUT_OFFSET | {Eq(e_2 + tau_0, 0): -x_2, Eq(e_2 * x_2 + tau_1, 0): 1}

ONE_SINGLE = Theorem(
    id="C6g.offset-single",
    title="With the output bias a single datum between different labels leaves no freedom",
    chapter="loss_surface",
    statement=r"With $b_0$ trained, $T = (0, \tau)$. A piece between different labels that holds one datum has the "
    r"moment $(e, e x) = (0, \tau)$: then $\tau = 0$ and nothing is lost. Without such a piece $\tau$ is "
    r"free and the rank is one less." + _TEXT,
    arguments=(*_DATA[:1], *_DATA[2:3], *_TOTAL[1:]),
    subject=Function("T", real=True)(tau_1),
    start=And(*_WITH_OFFSET),
    steps=(Step("=>", Eq(tau_1, 0), _combine(_WITH_OFFSET, "the first times $x$, minus the second")),),
)

NO_OFFSET_SINGLE = Theorem(
    id="C6g.single",
    title="Without the output bias a single datum between different labels leaves one direction",
    chapter="loss_surface",
    statement=r"Without $b_0$ both components of $T = (\tau_0, \tau_1)$ are free. One piece between different labels "
    r"with one datum has the moment $(e, e x) = T$, so that $T$ lies on the line $\tau_1 = x \tau_0$: the "
    r"loss of rank falls from two to one." + _TEXT,
    arguments=(*_DATA[:1], *_DATA[2:3], *_TOTAL),
    subject=Function("T", real=True)(tau_0, tau_1),
    start=And(*_WITHOUT_OFFSET),
    steps=(Step("=>", Eq(x_1 * tau_0 - tau_1, 0), _combine(_WITHOUT_OFFSET, "the second, minus the first times $x$")),),
)

TWO_SINGLES = Theorem(
    id="C6g.two-singles",
    title="Two single data between different labels leave nothing",
    chapter="loss_surface",
    statement=r"Two such pieces, here with $T$ and $-T$, at different inputs: $T$ lies on two lines through the "
    r"origin, hence $T = 0$ and the rank is full." + _TEXT,
    arguments=(*_DATA, *_TOTAL),
    assumes=(Assumption(r"$x_1 \neq x_2$"),),
    subject=Function("T", real=True)(tau_0, tau_1),
    start=And(*_TWICE),
    steps=(
        Step(
            "=>",
            Eq((x_1 - x_2) * tau_0, 0),
            _combine(_TWICE, "the second and fourth, minus the others times their inputs"),
        ),
    ),
)

D, t = Symbol("D", positive=True, integer=True), Symbol("t", nonnegative=True, integer=True)
rank_J, kernel = Symbol("r", positive=True, integer=True), Symbol("kappa", nonnegative=True, integer=True)
_COUNTED = {Eq(rank_J + kernel, N): 1, Eq(kernel, N - D + t): -1}

COUNT = Theorem(
    id="C6g.rank",
    title="Rank of the Jacobian",
    chapter="loss_surface",
    statement=r"All $v_i \neq 0$. Let $D = \sum d_p$ over the pieces into which the breakpoints cut the data. The "
    r"residuals orthogonal to the columns form a space of dimension $(N - D) + t$: $N - D$ from moments "
    r"all zero, and $t$ directions of $T$ that the pieces between different labels leave. So the rank is "
    r"$D - t$. With an all-active neuron or a complementary pair $t = 0$; otherwise with $b_0$: $t = 1$ "
    r"when all those pieces have $d = 2$, else $0$; without $b_0$: $t = 2$, $1$, $0$ when none, one, more "
    r"of them hold a single datum.",
    arguments=(
        *arguments(N),
        Argument(D, 2, 20, "sum of the dimensions of the pieces"),
        Argument(t, 0, 2, "free directions of the total moment"),
        Argument(rank_J, 1, 30, "rank of the Jacobian"),
        Argument(kernel, 0, 30, "dimension of the residuals orthogonal to its columns"),
    ),
    subject=rank_J,
    start=And(*_COUNTED),
    steps=(Step("=>", Eq(rank_J, D - t), _combine(_COUNTED, "rank and dimension of the kernel add up to $N$")),),
    routines=("symspline.numerics.inertia.jacobian_rank", "symspline.numerics.inertia.exact_rank"),
)

flat_network, flat_spline = (
    Symbol("k_w", nonnegative=True, integer=True),
    Symbol("k_beta", nonnegative=True, integer=True),
)
_FLAT = {Eq(flat_network, 3 * H + 1 - rank_J): 1, Eq(flat_spline, 2 * H + 1 - rank_J): -1}

NULLITY = Theorem(
    id="C6g.nullity",
    title="Flat directions where the residual moments vanish",
    chapter="loss_surface",
    statement=r"Where all $p_i = q_i = 0$ the Hessian is $J^{\mathsf T} J$, of rank $r$ with $k_w$ or $k_\beta$ zero "
    r"eigenvalues. Network coordinates have exactly $H$ flat directions more than spline coordinates: the "
    r"rescalings. At an interpolating lonely partition with $b_0$, $r = N$.",
    arguments=(
        *arguments(H),
        Argument(rank_J, 1, 10, "rank of the Jacobian"),
        Argument(flat_network, 0, 100, "zero eigenvalues in network coordinates"),
        Argument(flat_spline, 0, 100, "zero eigenvalues in spline coordinates"),
    ),
    subject=Symbol("k", real=True),
    start=And(*_FLAT),
    steps=(Step("=>", Eq(flat_network - flat_spline, H), _combine(_FLAT, "subtract")),),
)


def _formula(network: ExactNetwork, *, offset: bool) -> int:
    """The rank by C6g, counted from the cuts of the distinct data."""
    data = sorted(set(network.x))
    ends: dict[int, set[str]] = {0: {"L"}, len(data): {"R"}}
    closed = False
    for i, (slope, _, _) in enumerate(network.neurons):
        seen = [network.sees(i, place) for place in data]
        if all(seen):
            closed = True
        elif any(seen):
            cut = seen.count(False) if slope > 0 else seen.count(True)
            ends.setdefault(cut, set()).add("R" if slope > 0 else "L")
    closed = closed or any(len(labels) == 2 for labels in ends.values())
    pieces = list(pairwise(sorted(ends)))
    total = sum(min(2, stop - start) for start, stop in pieces)
    if closed:
        return total
    single = sum(stop - start == 1 for start, stop in pieces if ends[start] != ends[stop])
    return total - (max(0, 1 - single) if offset else max(0, 2 - single))


def _all_small() -> Iterator[ExactNetwork]:
    """Every arrangement of up to three neurons on up to five data, w = 1 or -1."""
    for n_data in range(1, 6):
        x = tuple(Fraction(k) for k in range(n_data))
        kinks = [Fraction(2 * k - 1, 2) for k in range(n_data + 1)]
        single = [(Fraction(s), -s * kink, Fraction(1 + k)) for k, (s, kink) in enumerate(product((1, -1), kinks))]
        for width in range(1, 4):
            for neurons in combinations_with_replacement(single, width):
                yield ExactNetwork(neurons, Fraction(0), x, x)


def _compare(networks: Iterator[ExactNetwork]) -> tuple[int, int]:
    compared = wrong = 0
    for network in networks:
        for offset in (True, False):
            for coordinates in ("network", "moment"):
                compared += 1
                matrix = rational_matrix(network.jacobian(coordinates, offset=offset))
                wrong += matrix.rank() != _formula(network, offset=offset)
    return compared, wrong


def _exhaustive(rng: np.random.Generator) -> Finding:
    del rng
    compared, wrong = _compare(_all_small())
    return Finding(
        wrong == 0, float(wrong), f"{compared} Jacobians, every arrangement up to N = 5, H = 3: {wrong} ranks differ"
    )


def _random(rng: np.random.Generator) -> Finding:
    compared, wrong = _compare(
        random_network(rng, width=int(rng.integers(1, 8)), n_data=int(rng.integers(1, 9))) for _ in range(250)
    )
    return Finding(wrong == 0, float(wrong), f"{compared} random Jacobians up to N = 8, H = 7: {wrong} ranks differ")


def _duplicates(rng: np.random.Generator) -> Finding:
    """Rank against the number of distinct non-empty active sets."""
    cases, violations, attained = 200, 0, 0
    for _ in range(cases):
        network = random_network(rng, width=int(rng.integers(2, 8)), n_data=int(rng.integers(2, 9)))
        sets = {tuple(network.sees(i, place) for place in network.x) for i in range(len(network.neurons))}
        bound = min(len(network.x), 1 + 2 * sum(any(seen) for seen in sets))
        rank = rational_matrix(network.jacobian()).rank()
        violations += rank > bound
        attained += rank == bound
    text = (
        f"{cases} random networks: the rank exceeds min(N, 1 + 2 active sets) in {violations}, attains it in {attained}"
    )
    return Finding(violations == 0, float(violations), text)


def _at_interpolation(rng: np.random.Generator) -> Finding:
    """Inertia of the Hessian of lonely networks whose targets are their own values."""
    cases, wrong = 20, 0
    for _ in range(cases):
        n_data = int(rng.integers(2, 6))
        neurons = []
        for k in range(n_data - 1):
            s = Fraction(int(rng.choice([-2, -1, 1, 2])))
            neurons.append((s, -s * Fraction(3 * k + int(rng.integers(1, 3)), 3), Fraction(int(rng.integers(1, 5)))))
        x = tuple(Fraction(k) for k in range(n_data))
        start = ExactNetwork(tuple(neurons), Fraction(1), x, (Fraction(0),) * n_data)
        fitted = ExactNetwork(tuple(neurons), Fraction(1), x, tuple(start.residuals()))
        for coordinates, parameters in (("network", 3 * n_data - 2), ("spline", 2 * n_data - 1)):
            found = exact_inertia(fitted.hessian(coordinates))
            wrong += (found.positive, found.negative, found.zero) != (n_data, 0, parameters - n_data)
    text = f"{2 * cases} Hessians of interpolating lonely networks: {wrong} have another inertia than (N, 0, rest)"
    return Finding(wrong == 0, float(wrong), text)


RANKS = (
    Evidence("every small arrangement: exact rank against the formula", _exhaustive, "exact"),
    Evidence("random arrangements: exact rank against the formula", _random, "exact"),
    Evidence("neurons that see the same data add no rank", _duplicates, "exact"),
)
INERTIA = Evidence("inertia at interpolation, by elimination over the rationals", _at_interpolation, "exact")
