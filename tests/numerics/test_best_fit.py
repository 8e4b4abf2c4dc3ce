"""The best fit with P pieces and all local minima: known values, independent searches, ties, and planted faults."""

import csv
from fractions import Fraction
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

import symspline as ss
from symspline.model.best_fit import _ladder
from symspline.numerics.array_balls import Balls
from symspline.numerics.bend_patterns import Pattern, Run, all_kinds, number_of_patterns, placements
from symspline.numerics.interval_fits import IntervalFits
from symspline.numerics.knot_fits import KnotFits
from symspline.numerics.one_breakpoint import one_breakpoint_minima
from symspline.numerics.pattern_search import MOST_PATTERNS, Search
from symspline.numerics.rational_data import RationalData

BOD = ([1, 2, 3, 4, 5, 7], ["8.3", "10.3", "19", "16", "15.6", "19.8"])
TARGETS = "5 7 9 11 13 15 28.92 42.81 56.7 70.59 84.47 98.36 112.25 126.14 140.03"  # two exact lines but for a digit
LINES = (range(1, 16), TARGETS.split(" "))


def muggeo():
    with (Path(__file__).parents[1] / "data" / "muggeo1.csv").open() as file:
        rows = list(csv.reader(file))[1:]
    return [row[0] for row in rows], [row[1] for row in rows]


@pytest.mark.parametrize(
    ("data", "pieces", "loss", "bends"),
    [
        (BOD, 2, Fraction(6427, 800), [("on a datum", 3)]),
        (BOD, 3, Fraction(4489, 1200), [("on a datum", 3), ("free", 4.627615062761507)]),
        (LINES, 3, Fraction(3, 112000), [("on a datum", 6), ("free", 7.056179775280899)]),
        (([0, 1, 2], [0, 1, "1.5"]), 2, 0, [("on a datum", 1)]),
        (([0, 1, "1.5", 2], [0, 1, "1.1", "1.5"]), 2, Fraction(3, 400), [("on a datum", 1)]),
    ],
)
def test_known_best_fits(data, pieces, loss, bends):
    fit = ss.best_fit(*data, pieces)
    assert fit.loss == loss
    assert [kind for kind, _ in bends] == list(fit.point.kinds)
    assert [place for _, place in bends] == pytest.approx([float(b) for b in fit.breakpoints], rel=1e-12)
    assert ss.critical_points(*data, pieces, on_data=True)[0].loss == loss


def test_the_data_of_the_segmented_package():
    fit = ss.best_fit(*muggeo(), 3)
    assert float(fit.loss) == pytest.approx(94.9626959918149, rel=1e-12)
    assert fit.point.kinds == ("free", "on a datum")
    assert [float(b) for b in fit.breakpoints] == pytest.approx([7.152091868416826, 12.160804020100503], rel=1e-12)


def spaced(seed, size):
    rng = np.random.default_rng(seed)
    return list(range(size)), [Fraction(int(v), 3) for v in rng.integers(-9, 10, size)]


def held(x, y, places):
    """The loss with the bends held, in floats, by nothing that the search uses."""
    design = np.stack([np.ones_like(x), x, *(np.maximum(x - b, 0) for b in places)], axis=1)
    residual = design @ np.linalg.lstsq(design, y, rcond=None)[0] - y
    return float(residual @ residual) / 2


@pytest.mark.parametrize("seed", range(12))
def test_no_search_over_the_places_of_the_bends_finds_less(seed):
    x, y = spaced(seed, 7 + seed % 3)
    fit = ss.best_fit(x, y, 3)
    xs, ys = np.array(x, dtype=float), np.array(y, dtype=float)
    starts = product(np.linspace(0.2, len(x) - 1.2, 7), repeat=2)
    found = min(
        minimize(lambda at: held(xs, ys, at), start, method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12}).fun
        for start in starts
        if start[0] < start[1]
    )
    assert float(fit.loss) - 1e-9 <= found <= float(fit.loss) + 1e-3


@pytest.mark.parametrize("seed", range(20))
def test_one_bend_agrees_with_the_profile(seed):
    rng = np.random.default_rng(seed)
    x = sorted({int(t) for t in rng.integers(-20, 20, 12)})
    y = [Fraction(int(t), 3) for t in rng.integers(-9, 10, len(x))]
    profile, points = one_breakpoint_minima(x, y), ss.critical_points(x, y, 2, on_data=True)
    assert {m.loss for m in profile} == {p.loss for p in points}
    assert {m.start for m in profile if m.kind in ("smooth", "kink")} == {
        p.breakpoints[0] for p in points if p.kinds[0] == "free" or _is_kink(x, y, p)
    }
    assert ss.best_fit(x, y, 2).loss == profile[0].loss


def _is_kink(x, y, point):
    fits = IntervalFits(RationalData.of(x, y))
    if point.kinds[0] != "on a datum":
        return False
    at = x.index(point.breakpoints[0])
    after = fits.residual_sum(at + 1, len(x), point.lines[1])
    return 0 not in (after, after + fits.residual_sum(at, at + 1, point.lines[1]))


def exact_loss(x, y, point):
    return sum((point(a) - b) ** 2 for a, b in zip(x, y, strict=True)) / 2


@pytest.mark.parametrize(("size", "pieces"), [(7, 2), (8, 3), (9, 4)])
def test_each_minimum_is_a_continuous_fit_with_its_loss(size, pieces):
    x, y = spaced(size, size)
    points = ss.critical_points(x, y, pieces, on_data=True)
    assert points and [p.loss for p in points] == sorted(p.loss for p in points)
    for point in points:
        assert len(point.lines) == len(point.pieces) == pieces and len(point.kinds) == pieces - 1
        assert list(point.breakpoints) == sorted(point.breakpoints)
        for place, left, right in zip(point.breakpoints, point.lines, point.lines[1:], strict=False):
            assert left[0] * place + left[1] == right[0] * place + right[1]
        assert exact_loss(x, y, point) == point.loss
        for (start, stop), line in zip(point.pieces, point.lines, strict=True):
            assert all(point(x[k]) == line[0] * x[k] + line[1] for k in range(start, stop))
    strict = [p for p in points if set(p.kinds) == {"free"}]
    if 2 * pieces <= size:
        assert {(p.loss, p.breakpoints) for p in ss.critical_points(x, y, pieces)} <= {
            (p.loss, p.breakpoints) for p in strict
        }


def test_the_search_examines_every_pattern_and_says_what_became_of_it():
    x, y = spaced(3, 9)
    fits = IntervalFits(RationalData.of(x, y))
    for bends in range(4):
        every = sum(len(c[0]) if c else 1 for kinds in all_kinds(bends) for c in placements(kinds, 9))
        search = Search(fits, KnotFits(fits))
        search.best(bends)
        assert search.examined == every
        assert search.no_better + search.not_joined + search.decided == every
        assert every == number_of_patterns(9, bends)


@pytest.mark.parametrize("bends", [1, 2, 3])
def test_the_balls_hold_the_exact_losses(bends):
    """Every pattern of bends: what the search excludes in floats, by fractions."""
    x, y = spaced(5, 8)
    fits = IntervalFits(RationalData.of(x, y))
    best = ss.best_fit(x, y, bends + 1)
    losses = []
    for kinds in all_kinds(bends):
        for columns in placements(kinds, len(x)):
            for places in zip(*(column.tolist() for column in columns), strict=True):
                pattern = Pattern.of(kinds, places, len(x))
                if pattern.fit(fits) is not None:
                    losses.append(pattern.loss(fits))
    assert min(losses) == best.loss


def test_ties_are_all_found_and_told_from_what_is_a_little_worse():
    x, y = range(9), [0, 0, 0, 3, 0, 3, 0, 0, 0]
    tied = ss.best_fit(x, y, 2)
    assert len(tied.points) == 2
    assert tied.points[0].breakpoints[0] + tied.points[1].breakpoints[0] == 8
    nudged = [0, 0, 0, 3 + Fraction(1, 10**40), 0, 3, 0, 0, 0]
    alone = ss.best_fit(x, nudged, 2)
    assert len(alone.points) == 1
    assert alone.loss == min(m.loss for m in one_breakpoint_minima(x, nudged))


def test_a_radius_that_is_too_small_is_noticed(monkeypatch):
    """The planted fault: balls that are too narrow exclude the best of patterns that only fractions can tell apart."""
    x, y = range(9), [0, 0, 0, 3 + Fraction(1, 10**40), 0, 3, 0, 0, 0]
    right = ss.best_fit(x, y, 2)
    monkeypatch.setattr(Balls, "lower", property(lambda ball: ball.mid + 1e-12 * np.arange(ball.mid.size)))
    wrong = ss.best_fit(x, y, 2)
    assert right.certificate.decided >= 2 > wrong.certificate.decided
    assert wrong.loss > right.loss


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-(10**18), 10**18), min_size=4, max_size=4), st.integers(1, 10**18))
def test_balls_contain_what_they_stand_for(numbers, unit):
    balls = [Balls.of([n], unit).doubles() for n in numbers]
    a, b, c, d = (Fraction(n, unit) for n in numbers)
    checked = [(balls[0] + balls[1], a + b), (balls[0] - balls[1], a - b), (balls[0] * balls[1], a * b)]
    checked.append((balls[0] * balls[1] - balls[2] * balls[3], a * b - c * d))
    if d:
        checked.append((balls[2] / balls[3], c / d))
    for ball, exact in checked:
        assert Fraction(float(ball.lower[0])) <= exact <= Fraction(float(ball.upper[0]))


def test_weights_are_repeats():
    x, y = [0, 1, 2, 3, 4, 5], [0, 1, 0, 3, 1, 2]
    weighted = ss.best_fit(x, y, 2, weights=[1, 2, 1, 3, 1, 1])
    repeated = ss.best_fit([0, 1, 1, 2, 3, 3, 3, 4, 5], [0, 1, 1, 0, 3, 3, 3, 1, 2], 2)
    assert weighted.loss == repeated.loss and weighted.breakpoints == repeated.breakpoints
    halved = ss.best_fit(x, y, 2, weights=["1/2", 1, "1/2", "3/2", "1/2", "1/2"])
    assert 2 * halved.loss == weighted.loss and halved.breakpoints == weighted.breakpoints


def test_units_and_offsets_change_nothing_else():
    x, y = spaced(8, 12)
    plain = ss.best_fit(x, y, 3)
    moved = ss.best_fit([10**12 + Fraction(v, 10**6) for v in x], [10**9 * v - 10**15 for v in y], 3)
    assert moved.loss == plain.loss * 10**18
    assert [(b - 10**12) * 10**6 for b in moved.breakpoints] == list(plain.breakpoints)


def test_the_fit_as_spline_and_network():
    fit = ss.best_fit(*BOD, 3)
    places = np.linspace(-3, 12, 31)
    exact = [float(fit.point(Fraction(place))) for place in places.tolist()]
    np.testing.assert_allclose(fit(places), exact, rtol=1e-12)
    np.testing.assert_allclose(fit.network(places), exact, rtol=1e-12)
    assert fit.network.width == 3 and fit.spline.knots == pytest.approx([float(b) for b in fit.breakpoints])
    line = ss.best_fit(*BOD, 1)
    np.testing.assert_allclose(line(places), [float(line.point(Fraction(p))) for p in places.tolist()], rtol=1e-12)


def test_more_bends_than_help_are_left_out():
    assert ss.best_fit(range(5), [0] * 5, 4).pieces == 1
    assert ss.best_fit(range(7), [abs(k - 3) for k in range(7)], 5).breakpoints == (3,)
    assert ss.best_fit([2], [1], 3).pieces == 1
    repeated = ss.best_fit([0, 0, 0], [1, 2, 6], 3)
    assert repeated.pieces == 1 and repeated.loss == 7


def test_a_number_of_pieces_is_chosen():
    rng = np.random.default_rng(2)
    x = np.linspace(0, 1, 60)
    y = np.abs(x - 0.4) + 2 * np.maximum(x - 0.7, 0) + rng.normal(0, 0.01, 60)
    for how in ("bic", "cv"):
        fit = ss.best_fit(x, y, how)
        assert fit.pieces == 3 and len(fit.table) >= 3
        assert [row.pieces for row in fit.table] == list(range(1, len(fit.table) + 1))
    assert [row.score is None for row in ss.best_fit(x, y, "bic").table] == [True] * len(fit.table)
    by_hand = 60 * np.log(2 * float(fit.table[2].loss) / 60) + 6 * np.log(60)
    assert fit.table[2].bic == pytest.approx(by_hand)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([1, 2], [1], 2), "y has 1 entries but x has 2"),
        (([], [], 1), "x is empty"),
        ((None, [1], 1), "x is None: pass a sequence of numbers"),
        ((np.zeros((3, 2)), np.zeros(3), 1), "x has 2 dimensions"),
        (([0, float("nan")], [1, 2], 1), r"x\[1\] is nan"),
        (([0, 1], [1, 2], 0), "pieces is 0"),
        (([0, 1], [1, 2], 1.5), "pieces is 1.5"),
        (([0, 1], [1, 2], "aic"), "pieces is 'aic': pass a whole number, 'bic' or 'cv'"),
    ],
)
def test_what_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        ss.best_fit(*arguments)


def test_weights_that_are_refused():
    with pytest.raises(ValueError, match=r"weights\[1\] is 0: weights are positive"):
        ss.best_fit([0, 1, 2], [0, 1, 2], 1, weights=[1, 0, 1])
    with pytest.raises(ValueError, match="weights has 1 entries but x has 3"):
        ss.best_fit([0, 1, 2], [0, 1, 2], 1, weights=[1])


def test_more_minima_than_can_be_looked_at():
    assert number_of_patterns(1000, 2) < MOST_PATTERNS < number_of_patterns(1000, 3)
    with pytest.raises(ValueError, match=r"pieces is 4: on 1000 distinct x its bends have 1.3e\+09 patterns"):
        ss.critical_points(range(1000), range(1000), 4, on_data=True)


def test_a_search_without_end_is_given_up(monkeypatch):
    monkeypatch.setattr("symspline.model.best_fit.MOST_BOXES", 50)
    with pytest.raises(ValueError, match=r"pieces is 4: no end after 5e\+01 boxes of places; ask for fewer pieces"):
        ss.best_fit(*spaced(2, 30), 4)


def test_what_costs_much_on_the_way_is_left_out(monkeypatch):
    every = ss.best_fit(*spaced(2, 30), 4)
    monkeypatch.setattr(_ladder, "__kwdefaults__", {"last": True, "work": 50})
    short = ss.best_fit(*spaced(2, 30), 4)
    assert [row.pieces for row in every.table] == [1, 2, 3, 4]
    assert short.loss == every.loss and short.table[-1].pieces == 4 and len(short.table) < 4


@pytest.mark.parametrize("pieces", [14, 40, 10**6])
def test_more_bends_than_a_search_takes_are_refused_at_once(pieces):
    wiggling = list(range(200)), [k * k % 17 for k in range(200)]
    with pytest.raises(ValueError, match=f"pieces is {pieces}: the search takes at most 13; ask for fewer"):
        ss.best_fit(*wiggling, pieces)
    with pytest.raises(ValueError, match="at most 13" if pieces <= 200 else "pass at most 200 pieces"):
        ss.critical_points(*wiggling, pieces, on_data=True)


def test_few_data():
    assert ss.critical_points([1, 1], [2, 3], 1, on_data=True)[0].lines == ((0, Fraction(5, 2)),)
    assert ss.critical_points([1, 2], [2, 3], 1, on_data=True)[0].loss == 0
    with pytest.raises(ValueError, match="pieces is 2 but x has 1 distinct values: pass at most 1 pieces"):
        ss.critical_points([1, 1], [2, 3], 2, on_data=True)
    assert ss.best_fit(iter([1, 2, 3]), iter([1, 2, 4]), 2).loss == 0


@pytest.mark.parametrize(("size", "bends"), [(6, 3), (9, 4), (12, 5), (7, 6)])
def test_patterns_are_counted_without_a_list(size, bends):
    listed = sum(len(c[0]) for kinds in all_kinds(bends) for c in placements(kinds, size))
    assert number_of_patterns(size, bends) == listed


@pytest.mark.parametrize(("size", "bends", "seed"), [(9, 1, 0), (9, 2, 1), (10, 3, 2), (8, 4, 3), (14, 2, 4)])
def test_the_boxes_leave_out_nothing(size, bends, seed):
    """Against a walk through all patterns: the same best fits."""
    x, y = spaced(seed, size)
    fits = IntervalFits(RationalData.of(x, y))
    search = Search(fits, KnotFits(fits))
    points = search.best(bends)
    every = [
        Pattern.of(kinds, places, size)
        for kinds in all_kinds(bends)
        for columns in placements(kinds, size)
        for places in zip(*(column.tolist() for column in columns), strict=True)
    ]
    assert len(every) == number_of_patterns(size, bends) == search.examined
    losses = [pattern.loss(fits) for pattern in every]
    best = min(loss for pattern, loss in zip(every, losses, strict=True) if pattern.fit(fits) is not None)
    assert points[0].loss == best
    ties = [p for p, loss in zip(every, losses, strict=True) if loss == best and p.fit(fits) is not None]
    assert len(points) == len(ties)


def test_runs_name_their_ends():
    assert Pattern.of("dgd", (2, 5, 7), 10).runs == (Run(0, 5, (2,)), Run(5, 10, (7,)))
    assert Pattern.of("G", (4,), 6).doubled == (True,)


def test_large_data():
    rng = np.random.default_rng(1)
    x = np.sort(rng.choice(10**6, 1000, replace=False)).tolist()
    noise = rng.normal(0, 0.2, 1000).tolist()
    y = [int(1000 * (abs(v / 1e6 - 0.3) - 2 * max(v / 1e6 - 0.7, 0) + e)) for v, e in zip(x, noise, strict=True)]
    fit = ss.best_fit(x, y, 3)
    near = [held(np.array(x, float), np.array(y, float), [float(b) + s for b in fit.breakpoints]) for s in (-900, 900)]
    assert float(fit.loss) <= min(near)
