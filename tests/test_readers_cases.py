"""Cases of readers with known answers that no other file holds; the numbers come from ball arithmetic elsewhere."""

from pathlib import Path

import numpy as np
import pytest

import symspline as ss
from symspline.model.dataset import Dataset
from symspline.report.infinite_width import Grouped, least_penalty

TORCH = ss.presets.torch(10)
ROOTS = Path(__file__).parent / "data" / "ryegrass.csv"


@pytest.mark.parametrize(
    ("x", "y", "value"),
    [(0.1, 0.2, 0.023759773839279276739), (1, -1, 0.000035352057343436239304), (31.4, -31.4, 1.1263614391305601854e-6)],
)
def test_a_kernel_that_is_nan_elsewhere(x, y, value):
    """Weights of deviation 1.5 with biases of 0.05, where neural-tangents gives NaN."""
    init = ss.Init(w=ss.Normal(1.5), b=ss.Normal(0.05), v=ss.Normal(1))
    assert init.kernel(x, y) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("count", "values"),
    [
        (2, [1.415919282511210762332, 0.9764573991031390134529, 1.098405580468360737419, 3.772242152466367713004]),
        (3, [1.202909558308015891563, 1.008259815377424631923, 0.9898567941627067591078, 1.680014021967749474176]),
        (4, [1.207953879475092368455, 1.003466683653968658428, 1.001008479494910887445, 1.198500343992865333163]),
    ],
)
def test_the_cheapest_curve_of_few_points(count, values):
    """Through targets 1 at 0, 1, …, where a smoothing spline of SciPy refused fewer than five."""
    curve = least_penalty(TORCH, Grouped.of(np.arange(float(count)), np.ones(count)))
    assert curve(np.array([-2, 0.5, 1.5, 10])) == pytest.approx(values, abs=1e-12)


def test_the_cheapest_curve_where_inputs_repeat():
    """It passes through the means of the targets; some splines return NaN."""
    data = Dataset.from_csv(ROOTS, x="conc", y="rootl")
    curve = least_penalty(TORCH, Grouped.of((data.x - 15) / 15, data.y))
    places = np.array([-1, -13 / 15, -2 / 3, 1 / 3, 2])
    expected = [
        7.749345238166666666667,
        6.198288085210240309589,
        1.691742054675523744620,
        0.4745731254353830306942,
        0.8096671640971881193283,
    ]
    # rounding is measured by the largest value
    assert curve(places) == pytest.approx(expected, abs=1e-11 * 7.75)


def test_formulas_with_numbers_keep_to_the_column_of_a_page(tmp_path, pdflatex, overfull):
    """As `symspline show zeta --w normal:1.3 --b laplace:2 --format pdf` writes it."""
    from symspline.render.documents.pdf import typeset
    from symspline.render.documents.showing import heading, show_as

    init = ss.Init(w=ss.Normal(1.3), b=ss.Laplace(2), v=ss.Uniform(0.1))
    text = show_as(init.zeta, "tex", {}, heading(init.zeta, init))
    assert "laplace" in text.lower() and overfull(typeset(text, tmp_path / "zeta.pdf").log) == []
