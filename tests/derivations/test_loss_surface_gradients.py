"""Gradients, jumps and speeds of the second chapter against float64 difference quotients of the network."""

import numpy as np
import pytest

from symspline.derivations.loss_surface import fixed_points, gradients, one_breakpoint, prefix_sums
from symspline.proof.library import library
from symspline.proof.theorem import Theorem

X = np.array([-1.3, -0.4, 0.2, 0.9, 1.7])
Y = np.array([0.3, -1.1, 0.4, 1.9, -0.6])


def _loss(w, b, v, b0=0.25):
    return 0.5 * np.sum((v * np.maximum(0.0, w * X + b) + b0 - Y) ** 2)


def _moments(w, b, v, b0=0.25):
    seen = w * X + b > 0
    residual = v * np.maximum(0.0, w * X + b) + b0 - Y
    return residual[seen].sum(), (residual * X)[seen].sum()


def _value(theorem: Theorem, **given):
    """The conclusion at numbers named as the symbols print."""
    values = {a.symbol: given[a.symbol.name] for a in theorem.arguments}
    return float(theorem.conclusion.subs(values))


@pytest.mark.parametrize("w, b, v", [(1.2, 0.1, -0.7), (-0.8, 0.5, 1.3)])
def test_gradient_of_the_weights(w, b, v):
    p, q = _moments(w, b, v)
    step = 1e-4
    slopes = {
        gradients.CHAIN_WEIGHT: (_loss(w + step, b, v) - _loss(w - step, b, v)) / (2 * step),
        gradients.CHAIN_BIAS: (_loss(w, b + step, v) - _loss(w, b - step, v)) / (2 * step),
        gradients.CHAIN_OUTPUT: (_loss(w, b, v + step) - _loss(w, b, v - step)) / (2 * step),
    }
    for theorem, slope in slopes.items():
        assert _value(theorem, w=w, b=b, v=v, p=p, q=q) == pytest.approx(slope, rel=1e-7)


@pytest.mark.parametrize("w, b, v", [(1.2, 0.1, -0.7), (-0.8, 0.5, 1.3)])
def test_speeds_of_the_spline(w, b, v):
    p, q = _moments(w, b, v)
    step = 1e-6
    after = [w - step * v * q, b - step * v * p, v - step * (w * q + b * p)]
    before = [w + step * v * q, b + step * v * p, v + step * (w * q + b * p)]
    quantities = {
        fixed_points.BREAKPOINT: lambda w, b, v: -b / w,
        fixed_points.DELTA_SLOPE: lambda w, b, v: w * v,
        fixed_points.INTERCEPT: lambda w, b, v: -v * b,
    }
    for theorem, quantity in quantities.items():
        speed = (quantity(*after) - quantity(*before)) / (2 * step)
        assert _value(theorem, w=w, b=b, v=v, p=p, q=q) == pytest.approx(speed, rel=1e-7)


@pytest.mark.parametrize("facing", [1, -1])
def test_jump_at_a_datum(facing):
    mu, datum, step = 0.8, 2, 1e-5

    def along(beta):
        return _loss(facing, -facing * beta, facing * mu)

    place = X[datum]
    # Chords of a parabola from its end: two of them give the slope there.
    right = 2 * (along(place + step) - along(place)) / step - (along(place + 2 * step) - along(place)) / (2 * step)
    left = 2 * (along(place) - along(place - step)) / step - (along(place) - along(place - 2 * step)) / (2 * step)
    residual = facing * mu * np.maximum(0.0, facing * (X - place)) + 0.25 - Y
    theorem = one_breakpoint.RIGHT_JUMP if facing == 1 else one_breakpoint.LEFT_JUMP
    jump = _value(theorem, mu=mu, E=0.0, e_n=residual[datum])
    assert right - left == pytest.approx(jump, rel=1e-4)


def test_product_with_the_hessian():
    w, b, v = 1.2, 0.1, -0.7
    u_w, u_b, u_v = 0.3, -0.9, 0.5
    step = 1e-5

    def slopes(sign):
        at = (w + sign * step * u_w, b + sign * step * u_b, v + sign * step * u_v)
        p, q = _moments(*at)
        return np.array([at[2] * q, at[2] * p, at[0] * q + at[1] * p])

    wanted = (slopes(1) - slopes(-1)) / (2 * step)
    seen = w * X + b > 0
    change = ((v * u_w + w * u_v) * X + v * u_b + b * u_v)[seen]
    p, q = _moments(w, b, v)
    given = {
        "w": w, "b": b, "v": v, "u_w": u_w, "u_b": u_b, "u_v": u_v, "p": p, "q": q, "h": 0.0, "D_0": 0.0, "D_1": 0.0,
        "S_0": change.sum(), "S_1": (change * X[seen]).sum(),
    }  # fmt: skip
    rows = (prefix_sums.PRODUCT_WEIGHT, prefix_sums.PRODUCT_BIAS, prefix_sums.PRODUCT_OUTPUT)
    assert [_value(row, **given) for row in rows] == pytest.approx(list(wanted), rel=1e-7)


@pytest.mark.parametrize("section", ["C1", "C2", "C3", "C7", "C9"])
def test_each_routine_exists(section):
    from importlib import import_module

    for theorem in library.section_of(section):
        for dotted in theorem.routines:
            module, name = dotted.rsplit(".", 1)
            assert callable(getattr(import_module(module), name)), dotted
