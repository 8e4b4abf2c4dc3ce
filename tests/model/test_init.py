"""Init: hypotheses, moments, samples and bad input."""

import numpy as np
import pytest
import sympy as sp

from symspline.model.init import Init
from symspline.model.joint_law import BivariateNormal, UnitCircle
from symspline.model.law import Constant, Normal, TwoPoint, Uniform


def test_hypotheses():
    assert Init(w=Normal(1), b=Uniform(1), v=Normal(1)).symmetric
    assert not Init(w=Normal(1), b=Constant(1), v=Normal(1)).symmetric
    assert Init(w=Normal(1), b=Constant(0), v=Normal(1)).zero_bias
    assert not Init(wb=UnitCircle(), v=Normal(1)).zero_bias
    assert Init(w=Normal(1), b=Normal(1), v=TwoPoint(1)).centred_v
    assert not Init(w=Normal(1), b=Normal(1), v=Normal(1, mean=0.5)).centred_v
    assert not Init(wb=BivariateNormal(1, 1, mean_w=1), v=Normal(1)).symmetric


def test_moments():
    init = Init(wb=BivariateNormal(2, 3, correlation=0.5), v=Uniform(3))
    assert (init.mean_square_w, init.mean_square_b, init.mean_product_wb, init.mean_square_v) == (4, 9, 3, 3)


def test_sample_is_a_network_of_the_laws():
    init = Init(w=TwoPoint(2), b=Constant(-1), v=Uniform(0.5), b0=Constant(3))
    net = init.sample(64, np.random.default_rng(0))
    assert net.width == 64 and net.b0 == 3
    assert set(net.w) == {-2, 2} and set(net.b) == {-1}
    assert np.abs(net.v).max() <= 0.5
    again = init.sample(64, np.random.default_rng(0))
    assert again == net and hash(again) == hash(net)
    assert init.sample(64, np.random.default_rng(1)) != net


def test_symbols_are_allowed_until_numbers_are_needed():
    s = sp.Symbol("sigma", positive=True)
    init = Init(w=Normal(s), b=Normal(1), v=Normal(1))
    assert init.mean_square_w == s**2 and init.free_symbols == {s}
    with pytest.raises(ValueError, match="give sigma a number first"):
        init.sample(3, np.random.default_rng(0))


def test_value_and_repr():
    init = Init(w=Normal(1.3), b=Normal(0.7), v=Normal(0.2))
    assert repr(init) == "Init(w=Normal(1.3), b=Normal(0.7), v=Normal(0.2))"
    assert init == Init(w=Normal(1.3), b=Normal(0.7), v=Normal(0.2), name="mine") and len({init, init}) == 1
    assert (
        repr(Init(wb=UnitCircle(), v=Normal(1), b0=Uniform(1))) == "Init(wb=UnitCircle(1), v=Normal(1), b0=Uniform(1))"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"w": Normal(1), "v": Normal(1)}, r"the law of b is missing; give b=… \(a zero bias is Constant\(0\)\)"),
        ({"b": Normal(1), "v": Normal(1)}, "the law of w is missing"),
        ({"w": Normal(1), "b": Normal(1), "wb": UnitCircle(), "v": Normal(1)}, "give either wb, or w and b"),
        ({"wb": Normal(1), "v": Normal(1)}, "wb is Normal.1.; give a joint law"),
        ({"w": 1.5, "b": Normal(1), "v": Normal(1)}, "w is 1.5; give a law such as"),
        ({"w": Normal(1), "b": 0, "v": Normal(1)}, r"b is 0; give a law such as .* Constant\(0\)"),
        ({"w": Normal(1), "b": Normal(1), "v": None}, "v is None; give a law"),
        ({"wb": UnitCircle(), "v": Normal(1), "b0": None}, "b0 is None; give a law"),
        ({"w": Normal(1), "b": Normal(1), "v": Normal(1), "width": -3}, "Init width is -3; it must be positive"),
    ],
)
def test_bad_input(arguments, message):
    with pytest.raises(ValueError, match=message):
        Init(**arguments)


def test_a_generator_is_needed():
    init = Init(w=Normal(1), b=Normal(1), v=Normal(1))
    with pytest.raises(ValueError, match=r"rng is None; give numpy\.random\.default_rng\(0\)"):
        init.sample(3, None)  # type: ignore[arg-type]


@pytest.mark.parametrize("width", [0, -3, 2.5, True])
def test_bad_width(width):
    init = Init(w=Normal(1), b=Normal(1), v=Normal(1))
    with pytest.raises(ValueError, match="give a positive integer"):
        init.sample(width, np.random.default_rng(0))
