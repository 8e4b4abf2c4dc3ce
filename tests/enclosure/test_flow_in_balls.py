"""The parts of a flow in balls: first zeros that are proved, symmetries that are exact, tubes that hold solutions."""

from fractions import Fraction

import numpy as np
import pytest
from flint import arb, ctx, fmpq

from symspline.enclosure.flow.first_zero import TouchesError, first_zero
from symspline.enclosure.flow.symmetry import Symmetry
from symspline.enclosure.flow.tube import Motion, Tube, centred, held
from symspline.enclosure.flow.turn import can_grow
from symspline.numerics.flow.problem import Problem
from symspline.numerics.flow.series import Series
from symspline.numerics.flow.state import FREE, State


def polynomial(*roots, scale=1):
    """Its coefficients, positive at 0."""
    with ctx.workprec(200):
        out = [arb(scale)]
        for root in roots:
            root = Fraction(root)
            divided = [-c / arb(fmpq(root.numerator, root.denominator)) for c in out]
            out = [a + b for a, b in zip([*out, arb(0)], [arb(0), *divided], strict=True)]
        return out


@pytest.mark.parametrize(
    ("roots", "stop", "first"),
    [
        (["1/3"], 1, "1/3"),
        (["1/3"], "1/4", None),
        ([2, "1/3", "1/2"], 1, "1/3"),
        (["1/3", "1000001/3000000", 3], 1, "1/3"),
        ([-1, -2, -3], 10, None),
        (["1/1000000"], 1, "1/1000000"),
    ],
)
def test_the_first_zero(roots, stop, first):
    with ctx.workprec(200):
        stop = Fraction(stop)
        found = first_zero(polynomial(*roots), arb(0), arb(fmpq(stop.numerator, stop.denominator)).mid())
        if first is None:
            assert found is None
        else:
            first = Fraction(first)
            assert found.contains(fmpq(first.numerator, first.denominator))
            assert found.rad() < 1e-15


def test_all_functions_near_the_polynomial_are_meant():
    with ctx.workprec(200):
        slack = arb(1e-10)
        found = first_zero(polynomial("1/2"), slack, arb(1))  # 1 - 2 t
        assert all(found.contains(arb(0.5) + sign * slack / 2) for sign in (-1, 0, 1))
        assert found.rad() < 1e-8


@pytest.mark.parametrize(
    ("roots", "slack"),
    [(["1/3", "1/3"], 0), (["1/3", "1/2"], 0.5), (["1/3", "1/3", 2, -5], 1e-30), (["1/3"], 2), (["1/3"] * 3, 0)],
)
def test_what_only_touches_is_not_decided(roots, slack):
    with ctx.workprec(200), pytest.raises(TouchesError):
        first_zero(polynomial(*roots), arb(slack), arb(1))


def test_a_zero_in_the_last_instant_is_not_decided():
    with ctx.workprec(200), pytest.raises(TouchesError) as caught:
        first_zero(polynomial(1), arb(1e-20), arb(1))
    assert caught.value.place == 1


def exact(x, y, weight=None):
    parts = (x, y, weight or [1] * len(x))
    return Problem(*(np.array([Fraction(each) for each in part], dtype=object) for part in parts), {"w", "b", "v"}, 0)


def neurons(*triples):
    return [tuple(Fraction(each) for each in triple) for triple in triples]


def test_mirrored_pairs():
    symmetry = Symmetry.of(
        exact([-2, -1, 1, 2], [3, 0, 0, 3]), neurons((1, 2, 3), (-1, 2, 3), (1, 2, 3), (-1, 2, 3)), 1
    )
    same = {("pair", 0, 0, False), ("pair", 1, 3, False), ("pair", 2, 0, False), ("pair", 3, 3, False)}
    assert len({symmetry.orbit(label) for label in same}) == 1
    assert symmetry.orbit(("pair", 0, 0, False)) != symmetry.orbit(("pair", 1, 0, False))
    assert symmetry.orbit(("on", -1, 1, True)) == symmetry.orbit(("on", -1, 2, False))
    assert symmetry.orbit(("on", -1, 1, True)) != symmetry.orbit(("on", -1, 2, True))
    assert symmetry.orbit(("v", 0, -1, False)) == symmetry.orbit(("v", 1, -1, False))


def test_odd_functions():
    data, pair = exact([-1, 1], [-3, 3]), neurons((1, 2, 3), (-1, 2, -3))
    assert Symmetry.of(data, pair, 0).orbit(("w", 1, -1, False)) == ("w", 0, -1, False)
    assert Symmetry.of(data, pair, 1).orbit(("w", 1, -1, False)) == ("w", 1, -1, False)


@pytest.mark.parametrize(
    "data",
    [
        exact([-1, 1], [3, Fraction(3) + Fraction(1, 10**40)]),
        exact([-1, 1 + Fraction(1, 10**40)], [3, 3]),
        exact([-1, 1], [3, 3], [1, 2]),
        exact([0, 1], [3, 3]),
    ],
)
def test_what_is_nearly_symmetric_is_not(data):
    symmetry = Symmetry.of(data, neurons((1, 2, 3), (-1, 2, 3)), 0)
    assert symmetry.orbit(("w", 1, -1, False)) == ("w", 1, -1, False)


def test_a_neuron_that_is_its_own_mirror():
    data = exact([-1, 1], [3, 3])
    symmetry = Symmetry.of(data, neurons((0, 2, 3), (1, 2, 3), (-1, 2, 3)), 0)
    assert [symmetry.holds(i) for i in range(3)] == [True, False, False]


def balls(*numbers):
    return np.array([arb(number) for number in numbers], dtype=object)


def tube(length, radius=0.0, order=20):
    """D11x: v = w = sqrt(u), u = 1/(1 + 3 exp(-2 t))."""
    problem = Problem(balls(0, 1), balls(-1, 1), balls(1, 1), {"w", "b", "v"}, 0)
    state = State(arb(0), balls(0.5), balls(0), balls(0.5), arb(0), np.array([1]), np.array([0]))
    motion = Motion.of(state, problem)
    centre, _ = centred(held(state, problem), motion, problem, arb(0))
    series = Series.of(centre, problem, order)
    return Tube.along(problem, centre, motion, arb(radius), series, arb(length))


def test_a_tube_holds_the_closed_form():
    with ctx.workprec(200):
        found = tube(0.25)
        for s in (0, 0.1, 0.25):
            root = (1 / (1 + 3 * (-2 * arb(s)).exp())).sqrt()
            state = found.at(arb(s))
            assert state.w[0].contains(root) and state.v[0].contains(root) and state.b[0] == 0
            assert state.w[0].rad() < 1e-12


def test_a_tube_holds_what_begins_nearby():
    """v + w moves by the factor exp(phi), v - w by exp(-phi): here both from their own start (D11)."""
    with ctx.workprec(200):
        found, near = tube(0.25, 1e-3), tube(0.25, 0.0)
        assert found.radius == 1e-3
        for s in (0.0, 0.1, 0.25):
            outer, inner = found.at(arb(s)), near.at(arb(s))
            assert outer.w[0].contains(inner.w[0] + arb(0, 1e-3)) and outer.w[0].rad() < 2e-3


def test_a_box_that_is_too_small_is_refused():
    with ctx.workprec(200):
        assert tube(5.0) is None
        assert tube(0.25, 1e3) is None


def test_where_a_neuron_without_weights_can_grow():
    with ctx.workprec(200):
        problem = Problem(balls(-1, 0, 1), balls(0, 0, 0), balls(1, 1, 1), {"w", "b", "v", "b0"}, 0)
        error = balls(-1, 2, -1)
        assert can_grow(problem, error, arb(1)) is True  # w > 0, and b < w: it sees x = 1, whose error is negative
        assert can_grow(problem, balls(1, 1, 1), arb(1)) is False
        assert can_grow(problem, balls(1, 1, 1), arb(0)) is False
        assert can_grow(problem, np.array([arb(0, 1)] * 3, dtype=object), arb(1)) is None


def test_what_moves():
    problem = Problem(balls(0, 1), balls(0, 0), balls(1, 1), {"w", "v"}, 0)
    state = State(
        arb(0), balls(1, 1, 1), balls(1, 0, -3), balls(1, 1, 1), arb(0), np.array([0, 1, 2]), np.array([FREE, 0, FREE])
    )
    motion = Motion.of(state, problem)
    # A neuron that sees data; one that slides, where w alone cannot keep it there; one that sees none.
    assert motion.w.tolist() == [True, False, False]
    assert motion.b.tolist() == [False, False, False]
    assert motion.v.tolist() == [True, True, False]
    assert motion.b0 is False
