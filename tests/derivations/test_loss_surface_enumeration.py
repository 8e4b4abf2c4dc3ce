"""Enumeration: values of the theorems from NumPy's least squares, and wrong routines that the evidence must notice."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from sympy import Rational

from symspline.derivations.loss_surface import enumeration, other_minima, pivots
from symspline.derivations.loss_surface import orderings as lonely_orderings
from symspline.derivations.loss_surface.data_sets import DataSet
from symspline.derivations.loss_surface.evidence import enumeration as searches
from symspline.derivations.loss_surface.evidence import other_minima as minima
from symspline.derivations.loss_surface.evidence import pivots as eliminations
from symspline.numerics.critical_points import critical_points
from symspline.numerics.inertia import Inertia
from symspline.proof.library import library
from symspline.proof.verdict import Verdict

X2, Y2 = np.arange(8.0), np.array([3.0, 1, 0, 0, 1, 0, 2, 5])
X3, Y3 = np.arange(10.0), np.array([0.0, 1, 1, 3, 2, 0, -1, 1, 3, 2])


def evidence(theorem):
    return theorem.evidence[0].run(np.random.default_rng(1))


def least(columns, y):
    fit, *_ = np.linalg.lstsq(np.stack(columns, axis=1), y, rcond=None)
    return fit, 0.5 * np.sum((np.stack(columns, axis=1) @ fit - y) ** 2)


def best_of_two_pieces(x, y):
    return critical_points(x.astype(int).tolist(), y.astype(int).tolist(), 2)[0]


def two_lines(x, y):
    """The columns of two lines, the data cut where the best critical point cuts them."""
    cut = x[best_of_two_pieces(x, y).pieces[1][0]]
    return [x < cut, x * (x < cut), x >= cut, x * (x >= cut)]


@pytest.mark.parametrize(
    ("theorem", "columns", "y"),
    [
        (enumeration.TWO_LINES, two_lines(X2, Y2), Y2),
        (enumeration.OFFSET_ALONE, [X2 >= 0, X2 * (X2 >= 6), -1.0 * (X2 >= 6)], Y2),
        (other_minima.KINK, [X3 >= 0, X3, np.maximum(X3 - 6, 0)], Y3),
        (other_minima.PIECEWISE, two_lines(X3, Y3), Y3),
    ],
)
def test_completed_squares_vanish_at_the_least_squares_fit(theorem, columns, y):
    fit, loss = least([np.asarray(column, dtype=float) for column in columns], y)
    symbols = theorem.subject.args
    value = float(theorem.conclusion.subs(dict(zip(symbols, fit, strict=True))))
    assert value == pytest.approx(loss, rel=1e-12)
    rest = theorem.conclusion.as_coeff_Add()[0]
    assert float(rest) == pytest.approx(loss, rel=1e-12)


@pytest.mark.parametrize(("theorem", "x", "y"), [(enumeration.TWO_LINES, X2, Y2), (other_minima.PIECEWISE, X3, Y3)])
def test_two_lines_are_those_of_the_best_critical_point(theorem, x, y):
    """Its loss, exactly, stands in the statement, in the completed squares and in the residuals at its lines."""
    best = best_of_two_pieces(x, y)
    loss = Rational(best.loss.numerator, best.loss.denominator)
    values = [Rational(t.numerator, t.denominator) for slope, intercept in best.lines for t in (intercept, slope)]
    at = dict(zip(theorem.subject.args, values, strict=True))
    assert theorem.start.subs(at) == theorem.conclusion.subs(at) == theorem.conclusion.as_coeff_Add()[0] == loss
    assert f"${loss}$" in theorem.statement


def test_the_order_compares_the_two_least_values():
    kink, smooth = (each.conclusion.as_coeff_Add()[0] for each in (other_minima.KINK, other_minima.PIECEWISE))
    assert (other_minima.ORDER.start, other_minima.ORDER.conclusion) == (kink, smooth)


def test_no_breakpoint_beats_the_kink():
    places = np.linspace(0.01, 8.99, 1797)
    losses = [least([np.ones(10), X3, np.maximum(X3 - place, 0)], Y3)[1] for place in places]
    assert min(losses) >= 39159 / 6580 - 1e-9
    assert places[int(np.argmin(losses))] == pytest.approx(6.0, abs=0.006)


def test_profile_of_a_random_form():
    """The rest of C4f.profile is the minimum over mu, and C4f.slope its derivative, both by float arithmetic."""
    symbols = {argument.symbol.name: argument.symbol for argument in other_minima.SLOPE.arguments}
    order = [symbols[name] for name in ("s_11", "s_12", "s_22", "mu_*", "gamma_*", "beta")]
    assert len(order) == len(symbols)
    rng = np.random.default_rng(5)
    for _ in range(20):
        s11, s22 = rng.uniform(4, 9, 2)
        s12, centre, gamma = rng.uniform(-3, 3, 3)

        form, best = np.array([[s11, s12], [s12, s22]]), np.array([centre, gamma])

        def profile(beta, form=form, at=best):
            ray = np.array([1.0, beta])
            mu = ray @ form @ at / (ray @ form @ ray)
            gap = mu * ray - at
            return 0.5 * gap @ form @ gap

        beta = rng.uniform(-3, 3)
        values = dict(zip(order, (s11, s12, s22, centre, gamma, beta), strict=True))
        slope = float(other_minima.SLOPE.conclusion.subs(values))
        step = 1e-5
        assert slope == pytest.approx((profile(beta + step) - profile(beta - step)) / (2 * step), rel=1e-6, abs=1e-8)


def test_compositions_by_listing():
    theorem = enumeration.COMPOSITIONS
    n, p = (argument.symbol for argument in theorem.arguments)
    for size, pieces in ((8, 2), (10, 3), (12, 4)):
        listed = sum(1 for runs in product(range(2, size), repeat=pieces + 1) if sum(runs) == size)
        assert theorem.conclusion.subs({n: size, p: pieces}) == listed


@pytest.mark.parametrize(
    ("module", "name", "wrong", "theorem"),
    [
        (searches, "critical_points", lambda *a: [], enumeration.TEST),
        (searches, "count_critical_points", lambda *a: {1: 1, 2: 5, 3: 2, 4: 0}, enumeration.COMPOSITIONS),
        (minima, "feasible_partitions", lambda *a: [], other_minima.ZIGZAG),
        (minima, "one_breakpoint_minima", lambda *a: real_minima(*a)[1:], other_minima.PROFILE),
        (minima, "one_breakpoint_minima", lambda *a: real_minima(*a)[1:], other_minima.KINK),
        (eliminations, "exact_inertia", lambda m: Inertia(len(m), 0, 0), pivots.PIVOT),
        (eliminations, "exact_rank", lambda m: len(m[0]), pivots.NO_DIAGONAL),
    ],
)
def test_evidence_notices_a_wrong_routine(monkeypatch, module, name, wrong, theorem):
    assert evidence(theorem).passed
    monkeypatch.setattr(module, name, wrong)
    assert not evidence(theorem).passed


real_minima = minima.one_breakpoint_minima


def test_every_piece_of_evidence_passes_and_the_section_is_complete():
    section = library.section_of("C4")
    assert {theorem.id.split(".")[0] for theorem in section} == {"C4a", "C4c", "C4d", "C4e", "C4f", "C4g", "C4h"}
    for theorem in section:
        for piece in theorem.evidence:
            assert piece.run(np.random.default_rng(2)).passed, theorem.id


def test_trial_of_slopes_on_three_data():
    """A peak: each datum on its own line, the middle one above and below its secants."""
    data = DataSet.of((0, 1, 2), (0, 1, 0))
    assert [runs for runs in searches.compositions(3, 2, 1) if minima.slopes_exist(data, runs)] == [
        ((0, 1), (1, 3)),
        ((0, 2), (2, 3)),
    ]


@pytest.mark.parametrize(
    "theorem", [enumeration.TEST, other_minima.ZIGZAG_TEST, lonely_orderings.WIDTH], ids=lambda theorem: theorem.id
)
@pytest.mark.parametrize("wrong", [lambda g: -g, lambda g: g + 10, lambda g: g - 10], ids=["sign", "more", "less"])
def test_a_wrong_inequality_is_refuted(theorem, wrong):
    """Errors are not planted in inequalities by the library, so here by hand."""
    (step,) = theorem.steps
    line = step.line.func(wrong(step.line.lhs - step.line.rhs), 0)
    assert theorem.check(evidence=False).verdict is Verdict.PROVED
    changed = replace(theorem, steps=(replace(step, line=line),))
    assert changed.check(evidence=False).verdict is Verdict.REFUTED
