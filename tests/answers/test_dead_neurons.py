"""The probability that a neuron is dead on the range of the data, against areas of the plane."""

import numpy as np
import pytest
import sympy as sp

from symspline.model import presets
from symspline.model.init import Init
from symspline.model.joint_law import UnitCircle
from symspline.model.law import Constant, Law, Normal, TwoPoint, Uniform

t = sp.Symbol("t", real=True)
EXPONENTIAL = Law(sp.exp(-t), t, (0, sp.oo))
NORMAL = Init(w=Normal(1.3), b=Normal(0.7), v=Normal(1))


@pytest.mark.parametrize(
    ("init", "ends", "value"),
    [
        # by plane geometry: the part of the square, of the plane, of the line where both pre-activations are negative
        (presets.torch(10), (-1, 1), 1 / 4),
        (presets.torch(10), (0, 1), 3 / 8),
        (NORMAL, (-1, 1), 0.1572264209222576564423953),
        (presets.he_normal(10), (0, 1), 1 / 2),
        (presets.he_normal(10), (-1, 1), 0.0),
        (Init(wb=UnitCircle(), v=Normal(1)), (0, 1), 3 / 8),
        # P(b <= -w y) for w > 0, which bends left of 0 or not at all
        (Init(w=EXPONENTIAL, b=Constant(-1), v=Normal(1)), (-1, 2), 1 - np.exp(-1 / 2)),
        (Init(w=EXPONENTIAL, b=Uniform(1), v=Normal(1)), (-3, 1), np.exp(-1) / 2),
        # a pre-activation of exactly 0 is not active
        (Init(w=TwoPoint(1), b=TwoPoint(1), v=Normal(1)), (-1, 1), 1 / 2),
    ],
)
def test_areas_of_the_plane(init, ends, value):
    formula = init.dead_probability
    assert formula(*ends) == pytest.approx(value, rel=1e-12, abs=1e-15) and formula(*ends[::-1]) == formula(*ends)
    assert formula.verdict is not None and formula.verdict.holds and formula.theorem.id.startswith("B27.")
