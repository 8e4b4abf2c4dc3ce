"""Exact critical points: known counts and losses, two independent searches, and the gradient of real networks."""

import math
from fractions import Fraction
from itertools import combinations, pairwise

import numpy as np
import pytest
import sympy

from symspline.numerics.cell_solve import solve_cells
from symspline.numerics.critical_points import count_critical_points, critical_points
from symspline.numerics.hessian import hessian
from symspline.numerics.inertia import exact_inertia
from symspline.numerics.landscape import gradient
from symspline.numerics.one_breakpoint import fit_with_breakpoint, one_breakpoint_minima, one_sided_derivatives
from symspline.numerics.piece_families import feasible_partitions
from symspline.numerics.weights import Weights

D2 = (list(range(8)), [3, 1, 0, 0, 1, 0, 2, 5])
D3 = (list(range(10)), [0, 1, 1, 3, 2, 0, -1, 1, 3, 2])
D6 = ([-3, -2, -1, 1, 2, 3], [2, 1, 1, 0, 2, 3])
SETS = {"D2": D2, "D3": D3, "D6": D6}
COUNTS = {"D2": [1, 5, 1, 0], "D3": [1, 2, 1, 0, 0], "D6": [1, 2, 0]}


def random_data(seed, n):
    rng = np.random.default_rng(seed)
    x = sorted({int(t) for t in rng.integers(-20, 20, 2 * n)})[:n]
    return x, [Fraction(int(t), 3) for t in rng.integers(-9, 10, len(x))]


@pytest.mark.parametrize("name", SETS)
def test_known_counts(name):
    x, y = SETS[name]
    wanted = COUNTS[name]
    assert list(count_critical_points(x, y).values()) == wanted
    assert [len(critical_points(x, y, p)) for p in range(1, len(wanted) + 1)] == wanted


def test_known_losses():
    wanted = [Fraction(t) for t in ("38/21", "11/6", "13/5", "79/30", "68/21")]
    assert [point.loss for point in critical_points(*D2, 2)] == wanted
    assert critical_points(*D3, 2)[0].loss == Fraction(387, 56)


def test_known_count_by_dynamic_programming():
    x, y = range(30), [(3 * n * n + 2 * n) % 17 for n in range(30)]
    counts = count_critical_points(x, y)
    assert [counts[p] for p in range(1, 11)] == [1, 1, 2, 5, 13, 9, 11, 10, 4, 0]
    assert sum(counts.values()) == 56
    assert [len(critical_points(x, y, p)) for p in range(1, 16)] == list(counts.values())


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("orientation", [(1, 1), (-1, 1), (1, -1)])
def test_three_searches_agree(seed, orientation):
    """Depth-first search, dynamic programming and the cell-by-cell linear solve."""
    x, y = random_data(seed, 9)
    counts = count_critical_points(x, y)
    for pieces in (1, 2, 3):
        found = critical_points(x, y, pieces)
        cells = solve_cells(x, y, pieces - 1, orientation=orientation[: pieces - 1]).solutions
        assert len(found) == counts[pieces]
        assert sorted((p.breakpoints, p.loss) for p in found) == sorted((c.breakpoints, c.loss) for c in cells)


def brute_force(x, y, pieces):
    """Every composition, each line from the textbook normal equations, crossings from explicit division."""
    out = []
    for inner in combinations(range(2, len(x) - 1), pieces - 1):
        cuts = (0, *inner, len(x))
        if any(b - a < 2 for a, b in pairwise(cuts)):
            continue
        lines = []
        for a, b in pairwise(cuts):
            xs, ys = [Fraction(t) for t in x[a:b]], [Fraction(t) for t in y[a:b]]
            mx, my = sum(xs) / len(xs), sum(ys) / len(ys)
            m = sum((s - mx) * (t - my) for s, t in zip(xs, ys, strict=True)) / sum((s - mx) ** 2 for s in xs)
            lines.append((m, my - m * mx))
        betas = []
        for (m1, c1), (m2, c2), cut in zip(lines, lines[1:], inner, strict=False):
            if m1 != m2 and x[cut - 1] < (c1 - c2) / (m2 - m1) < x[cut]:
                betas.append((c1 - c2) / (m2 - m1))
        if len(betas) == pieces - 1:
            out.append(tuple(betas))
    return sorted(out)


@pytest.mark.parametrize("seed", range(20, 26))
def test_against_every_composition(seed):
    x, y = random_data(seed, 12)
    for pieces in range(1, 7):
        assert sorted(p.breakpoints for p in critical_points(x, y, pieces)) == brute_force(x, y, pieces)


@pytest.mark.parametrize("name", SETS)
def test_networks_built_at_the_points_are_critical_minima(name):
    """Gradient zero and exact inertia (2P, 0, rest) at random realisations of each point."""
    x, y = SETS[name]
    rng = np.random.default_rng(7)
    for pieces in (2, 3):
        for point in critical_points(x, y, pieces):
            slopes = [Fraction(int(t), 4) for t in rng.integers(1, 9, pieces - 1) * rng.choice([-1, 1], pieces - 1)]
            neurons = [
                (w, -w * beta, c / abs(w))
                for w, beta, c in zip(slopes, point.breakpoints, point.delta_slopes, strict=True)
            ]
            # The neuron that sees everything and the offset carry whatever line the others leave.
            left = point.lines[0]
            for w, b, v in neurons:
                if w < 0:
                    left = (left[0] - w * v, left[1] - b * v)
            low = Fraction(min(x)) - 1
            neurons.append((Fraction(1), -low, left[0]))
            b0 = left[1] + left[0] * low
            w, b, v = ([float(t) for t in column] for column in zip(*neurons, strict=True))
            if left[0] == 0:
                continue
            net = Weights(w, b, v, float(b0))
            slope = gradient(net, x, y)
            assert max(np.max(np.abs(part)) for part in (slope.w, slope.b, slope.v, slope.b0)) < 1e-11
            matrix = hessian(net, x, y)
            scale = np.linalg.eigvalsh(matrix)[-1]
            assert np.linalg.eigvalsh(matrix)[0] > -1e-12 * scale
            assert exact_inertia(exact_hessian(neurons, b0, x, y)) == (2 * pieces, 0, 3 * pieces + 1 - 2 * pieces)


def exact_hessian(neurons, b0, x, y):
    """Sum over the data of J J^T + e d^2 f, all in Fractions."""
    h = len(neurons)
    out = [[Fraction(0)] * (3 * h + 1) for _ in range(3 * h + 1)]
    for xn, yn in zip(x, y, strict=True):
        on = [w * xn + b > 0 for w, b, _ in neurons]
        e = sum((v * (w * xn + b) for (w, b, v), a in zip(neurons, on, strict=True) if a), b0 - yn)
        row = [v * xn * a for (_, _, v), a in zip(neurons, on, strict=True)]
        row += [v * a for (_, _, v), a in zip(neurons, on, strict=True)]
        row += [(w * xn + b) * a for (w, b, _), a in zip(neurons, on, strict=True)]
        row.append(Fraction(1))
        for i, ri in enumerate(row):
            for j, rj in enumerate(row):
                out[i][j] += ri * rj
        for i in range(h):
            for k, factor in ((i, xn), (h + i, 1)):
                out[k][2 * h + i] += e * factor * on[i]
                out[2 * h + i][k] += e * factor * on[i]
    return out


def test_values_of_a_point():
    point = critical_points(*D2, 2)[0]
    beta = point.breakpoints[0]
    (m1, c1), (m2, c2) = point.lines
    assert m1 * beta + c1 == m2 * beta + c2 == point(beta)
    loss = sum((point(Fraction(a)) - t) ** 2 for a, t in zip(*D2, strict=True)) / 2
    assert loss == point.loss


def test_duplicate_x_count_with_their_weight():
    x, y = [0, 1, 1, 2, 3, 4, 5, 5], [3, 1, 2, 0, 1, 0, 2, 5]
    merged = solve_cells(x, y, 1, orientation=(1,)).solutions
    found = critical_points(x, y, 2)
    assert {(p.breakpoints, p.loss) for p in found} == {(c.breakpoints, c.loss) for c in merged}
    assert found
    for point in found:
        assert point.loss == sum((point(Fraction(a)) - t) ** 2 for a, t in zip(x, y, strict=True)) / 2


def test_unsorted_and_rational_input():
    order = [3, 0, 7, 1, 6, 2, 5, 4]
    x = [f"{D2[0][i]}/3" for i in order]
    y = [sympy.Rational(D2[1][i], 7) for i in order]
    found = critical_points(x, y, 2)
    assert [p.loss for p in found] == [p.loss / 49 for p in critical_points(*D2, 2)]
    assert [p.breakpoints[0] for p in found] == [p.breakpoints[0] / 3 for p in critical_points(*D2, 2)]
    assert critical_points(np.array(D2[0], dtype=float), np.array(D2[1]), 2) == critical_points(*D2, 2)


def test_parallel_and_touching_lines_do_not_count():
    # One line through all data: every pair of pieces has the same line and no crossing.
    assert list(count_critical_points(range(8), [2 * n + 1 for n in range(8)]).values()) == [1, 0, 0, 0]
    # Two lines that meet exactly on a datum.
    assert len(critical_points([0, 1, 2, 3, 4], [2, 1, 0, 1, 2], 2)) == 0


def test_values_far_apart_stay_exact():
    tiny = Fraction(1, 10**400)
    x, y = D2
    assert list(count_critical_points([a * tiny for a in x], [t * 10**400 for t in y]).values()) == COUNTS["D2"]


@pytest.mark.parametrize(
    ("x", "y", "pieces", "message"),
    [
        ([0, 1, 2], [0, 1, 2], 2, "pieces is 2 but x has 3 distinct values"),
        ([0], [1], 1, "a single x determines no line"),
        ([0, 1, 2], [0, 1, 2], 0, "pieces is 0"),
        ([0, 1, 2], [0, 1, 2], True, "pieces is True"),
        ([0, math.nan], [0, 1], 1, r"x\[1\] is nan"),
        ([0, 1], [0, math.inf], 1, r"y\[1\] is inf"),
        ([0, 1], [0, "1/0"], 1, "denominator is zero"),
        ([0, 1], [0, "__import__('os')"], 1, r"y\[1\] is"),
        ([0, 1], [0, "1e99999999"], 1, r"y\[1\] is"),
        ([0, 1], [0, sympy.zoo], 1, r"y\[1\] is"),
        ([0, 1, sympy.sqrt(2)], [0, 1, 2], 1, r"x\[2\] is sqrt\(2\), which is no rational number"),
        ([0, 1], [0], 1, "y has 1 entries but x has 2"),
        ([], [], 1, "x is empty"),
    ],
)
def test_bad_input_is_named(x, y, pieces, message):
    with pytest.raises(ValueError, match=message):
        critical_points(x, y, pieces)


@pytest.mark.parametrize(("name", "one", "two"), [("D2", 1, 6), ("D3", 2, 0), ("D6", 0, 1)])
def test_counts_with_the_offset_alone(name, one, two):
    x, y = SETS[name]
    assert len(solve_cells(x, y, 1, "constant").solutions) == one
    assert len(solve_cells(x, y, 2, "constant").solutions) == two


def test_offset_alone_leaves_a_first_moment():
    """The left piece is fitted by a constant, not by its least-squares line (C3c)."""
    found = solve_cells(*D2, 1, "constant").solutions[0]
    x, y = D2
    assert (found.breakpoints, found.loss) == ((Fraction(101, 18),), Fraction(41, 12))
    e = [found.base[0] + max(found.slopes[0] * (a - found.breakpoints[0]), 0) - t for a, t in zip(x, y, strict=True)]
    assert sum(e[:6]) == sum(e[6:]) == 0
    assert abs(sum(a * t for a, t in zip(x, e, strict=True))) == Fraction(15, 2)


@pytest.mark.parametrize(("name", "wanted"), [("D2", [1, 7, 12, 16, 21, 17, 7, 1]), ("D6", [1, 4, 6, 4, 5, 1])])
def test_feasible_partitions(name, wanted):
    x, y = SETS[name]
    assert [len(feasible_partitions(x, y, p)) for p in range(1, len(x) + 1)] == wanted


def test_best_one_breakpoint_fit_sits_on_a_datum():
    best = one_breakpoint_minima(*D3)[0]
    assert (best.kind, best.start, best.loss) == ("kink", 6, Fraction(39159, 6580))
    assert best.one_sided[0] < 0 < best.one_sided[1]


@pytest.mark.parametrize("seed", range(40, 46))
def test_profile_minima_are_complete(seed):
    """Against a fine grid: every local minimum of the grid is next to a listed one, and nothing is lower."""
    x, y = random_data(seed, 7)
    minima = one_breakpoint_minima(x, y)
    xs, ys = np.array(x, float), np.array(y, float)
    grid = np.linspace(xs[0] + 1e-3, xs[-1] - 1e-3, 4001)
    design = np.stack(np.broadcast_arrays(1.0, xs, np.maximum(xs - grid[:, None], 0.0)), axis=-1)
    pinv = np.linalg.pinv(design, rcond=1e-11)
    fit = np.einsum("gnk,gk->gn", design, pinv @ ys)
    phi = 0.5 * np.sum((fit - ys) ** 2, axis=1)
    assert float(minima[0].loss) <= phi.min() + 1e-9
    tolerance = 1e-9 * phi.max()
    inner = np.arange(1, len(grid) - 1)
    dips = inner[(phi[inner] < phi[inner - 1] - tolerance) & (phi[inner] < phi[inner + 1] - tolerance)]
    step = grid[1] - grid[0]
    for k in dips:
        assert any(float(m.start) - step <= grid[k] <= float(m.stop) + step for m in minima)
    for m in minima:
        middle = (m.start + m.stop) / 2
        assert fit_with_breakpoint(x, y, middle).loss == m.loss


@pytest.mark.parametrize("facing", [1, -1])
def test_one_sided_derivatives_and_their_jump(facing):
    """Against the exact difference quotient of the loss, a quadratic on either side."""
    x, r, mu, n = [Fraction(t) for t in (0, 1, 3, 4)], [Fraction(t, 3) for t in (2, -1, 4, -5)], Fraction(7, 5), 2

    def value(beta):
        hinge = [mu * max(facing * (a - beta), Fraction(0)) * facing for a in x]
        return sum((a + h) ** 2 for a, h in zip(r, hinge, strict=True)) / 2

    residuals = [a + mu * max(facing * (t - x[n]), Fraction(0)) * facing for a, t in zip(r, x, strict=True)]
    before, after = one_sided_derivatives(residuals, n, mu, facing)
    # Three points determine the slope of a quadratic at the first of them.
    h = Fraction(1, 100)
    at = [value(x[n] + k * h) for k in (-2, -1, 0, 1, 2)]
    assert after == (-3 * at[2] + 4 * at[3] - at[4]) / (2 * h)
    assert before == (3 * at[2] - 4 * at[1] + at[0]) / (2 * h)
    assert after - before == facing * mu * residuals[n]


def test_profile_of_data_on_a_line():
    minima = one_breakpoint_minima([0, 1, 2, 3], [1, 3, 5, 7])
    assert [(m.kind, m.loss) for m in minima] == [("line", 0)]
    with pytest.raises(ValueError, match="at least three"):
        one_breakpoint_minima([0, 1], [0, 1])
