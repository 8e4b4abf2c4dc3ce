"""Zero biases, the default of Keras and Flax: the report says what is left, a bend at 0."""

import csv
from dataclasses import replace

import numpy as np
import pytest

from symspline.answers.quantities import derive
from symspline.model import presets
from symspline.model.dataset import Dataset
from symspline.model.init import Init
from symspline.model.law import Constant, Normal, TwoPoint
from symspline.proof.checker import check
from symspline.render.documents.pdf import typeset
from symspline.report import one_bend, parts, write
from symspline.report.breakpoints import gap_counts
from symspline.report.subject import Subject
from symspline.report.two_rays import ALL, OUTPUT_BIAS, WEIGHTS, TwoRays, features

ZERO = [name for name in presets.names() if presets.by_name(name, 8).zero_bias]
KINK = Dataset(np.arange(1.0, 16), np.concatenate([3 + 2 * np.arange(1.0, 7), 28.92 + 13.89 * np.arange(9)]))
"""Case 05: two straight pieces that meet at 6; all inputs lie right of 0."""


def subject_of(init, data=KINK, width=8, n_steps=3):
    return Subject(data, init, width, n_steps=n_steps)


@pytest.fixture(autouse=True, scope="module")
def each_theorem_is_checked_once():
    """The reports share their theorems."""
    known = {}

    def once(theorem, **options):
        if theorem.id not in known:
            known[theorem.id] = check(theorem, **options)
        return known[theorem.id]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("symspline.report.check", once)
        yield


@pytest.fixture
def no_pictures(monkeypatch):
    """Pictures take most of the time of a report."""
    monkeypatch.setattr("symspline.render.figures.image", lambda figure, format: b"")
    monkeypatch.setattr("symspline.render.figures.svg", lambda figure, alternative: "")


def test_nine_of_the_presets_have_zero_biases():
    assert len(ZERO) == 9 and {"keras", "flax", "he_normal"} <= set(ZERO)


@pytest.mark.parametrize("name", ZERO)
def test_every_preset_gets_a_report_that_names_the_bend_at_0(name, tmp_path, no_pictures):
    seen = []
    result = write(replace(subject_of(presets.by_name(name, 8)), progress=seen.append), tmp_path)
    page, tex = (tmp_path / "report.html").read_text(), (tmp_path / "report.tex").read_text()
    assert "The one bend at 0" in page and "every breakpoint is at 0" in page and "The one bend at 0" in tex
    assert "What training can reach" in page and "In the units of the data all inputs lie on one side of 0" in page
    assert [phrase for phrase in seen if phrase in dict(parts())] == [phrase for phrase, _ in parts()]
    rows = list(csv.DictReader((tmp_path / "gaps.csv").read_text().splitlines()))
    assert [row["sampled"] for row in rows if float(row["expected"])] == ["8"] and len(rows) == 16
    assert "nan" not in page.split("<h2")[1] and set(result.as_dict()["verdicts"].values()) <= {"proved", "enclosed"}


def test_the_latex_keeps_to_its_column(tmp_path, pdflatex, overfull):
    write(subject_of(presets.keras(50), width=50), tmp_path)
    images = {path.name: path.read_bytes() for path in tmp_path.glob("*.pdf")}
    assert overfull(typeset((tmp_path / "report.tex").read_text(), tmp_path / "made.pdf", figures=images).log) == []


def test_weights_on_points_have_no_density_of_the_delta_slope():
    init = Init(w=TwoPoint(1), b=Constant(0), v=TwoPoint(0.5))
    said = one_bend.densities(subject_of(init)).blocks[-1].text
    assert said == "There is none: the delta-slope takes the values -1/2, 1/2 only."


@pytest.mark.parametrize("init", [presets.keras(30), presets.he_normal(30), presets.flax(30)], ids=lambda i: i.name)
def test_the_features_multiply_to_the_tangent_kernel(init):
    x = np.array([-1.0, -0.3, 0.0, 0.2, 0.9])
    columns = features(init, 30, x)
    assert columns @ columns.T == pytest.approx(derive(init, "tangent_kernel")(x[:, None], x[None, :]), rel=1e-12)


def test_the_features_where_weights_lean_to_one_side():
    init = Init(w=Normal(1, mean=1), b=Constant(0), v=Normal(0.2), width=30)
    x, rng = np.array([-1.0, 0.5]), np.random.default_rng(0)
    columns = features(init, 30, x)
    w, v = init.w.sample(rng, 400_000), init.v.sample(rng, 400_000)
    on = np.multiply.outer(x, w) > 0
    second = np.where(on, x[:, None] ** 2 * (w**2 + v**2) + v**2, 0)
    mean, error = 30 * second.mean(1) + 1, 30 * second.std(1) / np.sqrt(second.shape[1])
    # 6 standard errors: a false alarm of 4e-9
    assert np.all(np.abs(np.sum(columns**2, axis=1) - mean) < 6 * error)


def test_the_limit_is_a_line_of_least_squares_on_each_side():
    rng = np.random.default_rng(4)
    x, y = rng.uniform(-1, 1, 30), rng.normal(size=30)
    init = presets.keras(40)
    start = init.sample(40, rng)
    fit = TwoRays(init, start, x, y, ALL)
    for side in (-1, 1):
        on = side * x > 0
        slope, value = np.polyfit(x[on], y[on], 1)
        assert fit.line(side) == pytest.approx((value, slope), rel=1e-10)
    rays = TwoRays(init, start, x, y, WEIGHTS)
    on = x > 0
    assert rays.line(1) == pytest.approx((0, x[on] @ y[on] / (x[on] @ x[on])), rel=1e-10, abs=1e-13)
    offset = TwoRays(init, start, x, y, OUTPUT_BIAS)
    assert offset.line(1)[0] == pytest.approx(offset.line(-1)[0], abs=1e-12)
    assert fit.error < offset.error < rays.error and rays.bend_moved == 0


def test_long_training_of_the_frozen_kernel_ends_at_the_limit():
    subject = subject_of(presets.he_normal(20), width=20, n_steps=20000)
    assert subject.predicted == pytest.approx(subject.rays(subject.places), abs=1e-9)


@pytest.mark.parametrize(("name", "power"), [("glorot_normal", 0.0), ("he_normal", -0.5)])
def test_how_far_the_frozen_kernel_lets_bends_go(name, power):
    moved = []
    for width in (1000, 100_000):
        subject = subject_of(presets.by_name(name, width), Dataset([-1, -0.5, 0.5, 1.0], [2.0, 1, 2, 4]), width)
        moved.append(subject.rays.bend_moved)
    assert np.log(moved[1] / moved[0]) / np.log(100) == pytest.approx(power, abs=0.05)


def test_one_input_on_a_side_takes_the_nearest_line(tmp_path):
    subject = subject_of(presets.keras(8), Dataset([-1.0, 0.9, 1.0], [1.0, 2.0, 4.0]))
    assert subject.rays.error < 1e-12
    two = subject_of(presets.keras(8), Dataset([-1.0, 1.0], [1.0, 1.0]))
    write(two, tmp_path)
    page = (tmp_path / "report.html").read_text()
    assert "On the left and on the right one input does not determine a line" in page
    assert "units of the data" in page and "0 standard deviations" not in page


def test_a_breakpoint_on_a_datum_counts_as_just_right_of_it():
    on, between = (gap_counts(subject_of(presets.keras(8), Dataset(x, x))) for x in ([0, 1, 2], [0, 1, 3]))
    assert on.probability.tolist() == [0, 0, 1, 0] and between.probability.tolist() == [0, 0, 1, 0]
    assert on.sampled.tolist() == [0, 0, 8, 0] and between.sampled.tolist() == [0, 0, 8, 0]


def test_biases_with_a_law_beside():
    subject = subject_of(presets.keras(8))
    table = one_bend.bend(subject).blocks[-1]
    assert [row[0] for row in table.rows] == ["zero", "as the input weights"]


def test_the_units_of_data_on_both_sides():
    subject = subject_of(presets.flax(8), Dataset([-1.0, 1.0, 5.0], [0.0, 1.0, 0.0]))
    assert "has 1 input on its left and 2 on its right" in one_bend._at_their_own_0(subject)
