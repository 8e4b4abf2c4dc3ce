"""`.plot()`: what is drawn is what the object computes, and bad input is refused."""

from fractions import Fraction

import matplotlib as mpl
import numpy as np
import pytest
import sympy as sp

import symspline as ss
from symspline.answers.quantities import derive
from symspline.render.figures.style import new

s = sp.Symbol("s", positive=True)
X, Y = [1, 2, 3, 4, 5, 7], ["8.3", "10.3", "19", "16", "15.6", "19.8"]
INIT = ss.Init(w=ss.Normal(1.3), b=ss.Normal(0.7), v=ss.Normal(0.2))
NET = ss.Network([1.0, -2.0, 0.5], [0.5, 1.0, 0.0], [1.0, 0.5, -1.0], 0.1)


@pytest.fixture
def ax():
    return new()[1]


def test_a_curve_is_the_formula(ax):
    assert INIT.zeta.plot(-2, 3, ax=ax) is ax
    x, y = ax.lines[0].get_data()
    assert (x[0], x[-1]) == (-2, 3) and y == pytest.approx(INIT.zeta(x), rel=1e-14)
    assert ax.get_ylabel() == r"$\zeta(c)$"


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
@pytest.mark.parametrize("quantity", ["zeta", "breakpoint_density", "breakpoint_cdf", "delta_slope_density"])
def test_the_range_is_where_the_values_are(ax, quantity, scale):
    init = ss.Init(w=ss.Normal(1), b=ss.Normal(scale), v=ss.Normal(scale))
    derive(init, quantity).plot(ax=ax)
    assert 0.5 * scale < ax.get_xlim()[1] < 60 * scale and ax.get_xlim()[0] == -ax.get_xlim()[1]


def test_two_arguments_are_a_heat_map(ax):
    INIT.joint_density.plot((-2, -1), (2, 1), ax=ax)
    (mesh,) = ax.collections
    assert mesh.get_array().size == 100**2 and ax.get_xlim() == (-2, 2) and ax.get_ylim() == (-1, 1)


def test_a_network_is_drawn_through_its_bends(ax):
    NET.plot(ax=ax)
    x, y = ax.lines[0].get_data()
    assert set(NET.spline.knots) <= set(x) and y == pytest.approx(NET(x), abs=1e-14)
    NET.spline.plot([0, 1], [0, 2], ax=new()[1])


def test_many_bends_are_drawn_on_a_grid(ax):
    wide = ss.Network(np.linspace(1, 2, 10**5), np.linspace(-2, 2, 10**5), np.ones(10**5) / 1e5)
    wide.plot(low=-1, high=1, ax=ax)
    assert len(ax.lines[0].get_xdata()) == 4000


def test_fits_over_exact_data(ax):
    fit = ss.best_fit(X, Y, 3)
    fit.plot(X, Y, ax=ax)
    assert len(ax.lines) == len(fit.points) == 2 and ax.lines[0].get_xdata()[0] == 1
    point = ss.critical_points(X, Y, 2, on_data=True)[0]
    point.plot(ax=new()[1])
    point.plot([Fraction(1, 3), 2], ["1/3", 2], ax=new()[1])


def test_an_initialisation_is_drawn_as_the_function_before_training(ax):
    INIT.plot(width=20, paths=3, ax=ax)
    band = ax.collections[0].get_paths()[0].vertices[:, 1]
    assert band.max() == pytest.approx(
        2 * INIT.covariance.put({sp.Symbol("H", positive=True, integer=True): 20})(1, 1) ** 0.5
    )
    assert len(ax.lines) == 4
    heavy = ss.Init(w=ss.StudentT(1, 1), b=ss.StudentT(1, 1), v=ss.Normal(1))
    heavy.plot(ax=new()[1])


def test_without_axes_there_is_a_new_figure_that_pyplot_shows():
    with mpl.rc_context({"backend": "agg"}):
        import matplotlib.pyplot as plt

        drawn = NET.plot()
        assert drawn.figure is plt.gcf()
        plt.close(drawn.figure)


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: ss.Init(w=ss.Normal(s), b=ss.Normal(1), v=ss.Normal(1)).plot(), "the laws hold s"),
        (lambda: INIT.plot(1, 0), "give low < high"),
        (lambda: INIT.plot(paths=-1), "paths"),
        (lambda: INIT.covariance.plot(), "covariance still holds H"),
        (lambda: INIT.zeta.plot(2, 1), "give low < high"),
        (lambda: INIT.zeta.plot(float("nan")), "low is nan"),
        (lambda: NET.plot([1.0]), "y is missing: give the data by x and y"),
        (lambda: NET.plot([1.0], [1.0, 2.0]), "length"),
        (lambda: NET.plot(low=3, high=2), "give low < high"),
    ],
)
def test_bad_input(draw, message):
    with pytest.raises(ValueError, match=message):
        draw()
