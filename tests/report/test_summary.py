"""The table at the head of a report, networks of a reader's own, and reports where there is little to say."""

import csv
import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from symspline.cli.report import write_report
from symspline.model import presets
from symspline.model.best_fit import best_fit
from symspline.model.dataset import Dataset
from symspline.model.network import Network
from symspline.numerics.hessian import hessian
from symspline.render import figures
from symspline.report import loss_surface, summary, write
from symspline.report.blocks import number
from symspline.report.breakpoints import GapCounts
from symspline.report.subject import Scaling, Subject
from symspline.report.units import own_units

DATA = Dataset([0.0, 1, 2, 2, 4, 5, 7, 9], [1.0, 3, 2, 4, 8, 9, 4, 6], "hour", "load")
NET = Network([1.0, 0.5, -1.0, -2.0, 1.0], [-1.5, -2.3, 2.9, -1.0, -40.0], [0.4, 1.0, -0.2, 5.0, 7.0], 2.0)
"""The last two neurons are dead on the data."""
GIVEN = Subject(DATA, None, 5, given=NET, units=Scaling.raw())


@pytest.fixture
def no_pictures(monkeypatch):
    """Pictures take most of the time of a report."""
    monkeypatch.setattr("symspline.render.figures.image", lambda figure, format: b"")
    monkeypatch.setattr("symspline.render.figures.svg", lambda figure, alternative: "")


def cells(table):
    return {left: right for row in table.rows for left, right in zip(row[::2], row[1::2], strict=False)}


def test_the_table_of_a_given_network_in_the_units_of_the_data():
    facts, fits = summary.tables(GIVEN)
    said = cells(facts)
    sharpness = np.linalg.eigvalsh(hessian(NET, DATA.x, DATA.y))[-1]
    assert said["pairs of data $N$"] == "8" and said["distinct inputs"] == "7" and said["range of load"] == "1 to 9"
    assert said["dead neurons"] == "2 of 5" and said["initialisation"] == "not known"
    assert said["sharpness $\\lambda$"] == number(sharpness)
    assert said["largest stable step $2/\\lambda$"] == number(2 / sharpness)
    # mean((f - y)^2) has the Hessian 2/N times that of the loss
    assert said["for `MSELoss` $N/\\lambda$"] == number(2 / (2 / 8 * sharpness))
    rows = {(row[0].partition(" (")[0], row[1]): row[2:] for row in fits.rows}
    square = float(np.sum((NET(DATA.x) - DATA.y) ** 2))
    deviation = DATA.y.std()
    expected = (square / 2, np.sqrt(square / 8), square / 2 / deviation**2, np.sqrt(square / 8) / deviation)
    assert rows["given network", "4"] == tuple(number(e, 4) for e in expected)
    # two targets of one input, 1 from their mean
    assert rows["any function", ""][:2] == (number(1.0), number(0.5))
    for pieces in (1, 2):
        assert rows["best fit", str(pieces)][0] == number(float(best_fit(DATA.x, DATA.y, pieces).loss), 4)


def test_dead_neurons_expected_and_found():
    subject = Subject(DATA, presets.torch(400), 400, n_steps=2)
    mean, deviation = summary.dead_expected(subject)
    assert mean == pytest.approx(100, rel=1e-12) and deviation == pytest.approx(np.sqrt(75), rel=1e-12)
    net = subject.network
    on = np.multiply.outer(np.linspace(-1, 1, 201), net.w) + net.b > 0
    assert subject.dead(net) == int((~on.any(axis=0)).sum())


def test_data_on_straight_lines_are_fitted_exactly():
    x = np.arange(1.0, 16)
    kink = replace(GIVEN, data=Dataset(x, np.where(x < 6, 0.1 * x, 0.1 * x + 0.7 * (x - 6)).round(3)))
    assert [float(row.loss) > 0 for row in kink.best_fits.table] == [True, False] and kink.best_fits.pieces == 2


def test_constant_targets_have_no_deviation():
    constant = replace(GIVEN, data=Dataset(DATA.x, np.full(8, 3.0)))
    assert all(row[-2:] == ("–", "–") for row in summary.tables(constant)[1].rows)


def test_a_given_network_without_an_initialisation(tmp_path, no_pictures):
    numbers = write(GIVEN, tmp_path).as_dict()
    page = (tmp_path / "report.html").read_text()
    assert "The initialisation" not in page and "The price of curvature" not in page and "nan" not in page
    assert "What has been checked" not in page and "everything below is stated in the units of the data" in page
    assert numbers["dead_neurons"] == 2 and "dead_neurons_expected" not in numbers
    rows = list(csv.DictReader((tmp_path / "gaps.csv").read_text().splitlines()))
    assert [int(row["breakpoints"]) for row in rows] == [1, 0, 1, 1, 1, 0, 0, 1]


@pytest.mark.parametrize(("units", "scaling"), [("raw", Scaling.raw()), ("standardised", Scaling.standardised(DATA))])
def test_the_command_takes_a_network(units, scaling, tmp_path, no_pictures, capsys):
    net = scaling.network_in(NET)
    np.savez(tmp_path / "net.npz", w=net.w, b=net.b, v=net.v, b0=net.b0)
    rows = "".join(f"{x},{y}\n" for x, y in zip(DATA.x, DATA.y, strict=True))
    (tmp_path / "data.csv").write_text("hour,load\n" + rows)
    write_report(tmp_path / "data.csv", network=tmp_path / "net.npz", units=units, out=tmp_path / "out", json=True)
    found = json.loads(capsys.readouterr().out)
    assert found["rmse"] == pytest.approx(np.sqrt(np.mean((NET(DATA.x) - DATA.y) ** 2)), rel=1e-12)
    inside = [(values - centre) / scale for values, centre, scale in
              ((DATA.x, scaling.x_centre, scaling.x_scale), (DATA.y, scaling.y_centre, scaling.y_scale))]  # fmt: skip
    assert found["sharpness"] == pytest.approx(np.linalg.eigvalsh(hessian(net, *inside))[-1], rel=1e-9)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"units": "raw"}, "--units is for a network"),
        ({"network": "net.npz", "units": "scaled"}, "raw, standardised, mapped"),
        ({"network": "net.npz", "steps": 5}, "--steps: nothing is trained"),
        ({"network": "net.npz", "width": 6}, "the network has 5 hidden neurons; leave --width out"),
        ({"network": "net.npz", "init": "keras"}, "zero biases"),
    ],
)
def test_options_that_contradict_each_other(options, words, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    np.savez("net.npz", w=NET.w, b=NET.b, v=NET.v, b0=NET.b0)
    (tmp_path / "data.csv").write_text("hour,load\n1,2\n2,3\n4,1\n")
    with pytest.raises(Exception, match="2"):
        write_report(tmp_path / "data.csv", out=tmp_path / "out", **options)
    assert words in capsys.readouterr().err and not (tmp_path / "out").exists()


def test_a_subject_needs_an_initialisation_or_a_network():
    with pytest.raises(ValueError, match="init is None and there is no given network"):
        Subject(DATA, None, 5)
    with pytest.raises(ValueError, match="init is None: pass the init"):
        GIVEN.initialisation  # noqa: B018


# --- where there is little to say -------------------------------------------------------------------------------------


def test_regions_in_which_few_breakpoints_fall_are_taken_together():
    rng = np.random.default_rng(0)
    chance = rng.dirichlet(np.ones(900))
    counts = GapCounts(chance, rng.multinomial(300, chance), 300)
    together, dividing = counts.together(5)
    assert together.expected[1:-1].min() >= 5 and 40 < len(dividing) < 60
    assert together.sampled.sum() == 300 and together.probability.sum() == pytest.approx(1)
    assert (dividing[0], dividing[-1]) == (0, 898) and together.sampled[0] == counts.sampled[0]
    first = slice(1, dividing[1] + 1)
    assert together.sampled[1] == counts.sampled[first].sum()
    few, ends = GapCounts(np.array([0.5, 0.1, 0.2, 0.2]), np.array([2, 0, 1, 0]), 3).together(5)
    assert ends.tolist() == [0, 2] and few.sampled.tolist() == [2, 1, 0]


@pytest.mark.parametrize(
    ("lowest", "said"),
    [
        (-2.0000001, "The lowest eigenvalue is $-2$, and $-2$ is the lowest"),
        (-1e-9, "0 up to rounding"),
        (1e-9, "0 up to rounding"),
        (0.5, "curves up in every direction"),
    ],
)
def test_a_lowest_eigenvalue_at_rounding_level(lowest, said):
    curvature = SimpleNamespace(bottom=SimpleNamespace(values=[lowest]), rounding=1e-8)
    assert said in loss_surface._lowest(curvature, 2.0)


def test_flat_directions_of_very_many_inputs_are_told():
    x = np.linspace(0, 9, 1700)
    curvature = replace(GIVEN, data=Dataset(x, np.sin(x))).curvature
    text = loss_surface._rank(curvature)[0].text
    on = np.multiply.outer(x[::9], NET.w) + NET.b > 0
    jacobian = np.hstack([np.ones((len(on), 1)), on * x[::9, None], on])
    assert curvature.rank == np.linalg.matrix_rank(jacobian) == 7
    assert "the rank is\n**7**" in text and "more than 1500 distinct inputs" in text


def test_pictures_in_the_units_of_the_network_have_those_of_the_data_along_the_top():
    for subject, tops in ((Subject(DATA, None, 5, given=NET), ["hour"]), (GIVEN, [])):
        figure, ax = figures.new()
        figures.penalty(ax, subject.grid(9), np.ones(9), subject.knots)
        own_units(ax, subject)
        figures.image(figure)
        assert [top.get_xlabel() for top in ax.child_axes] == tops
        assert all(top.get_xlim() == pytest.approx(subject.scaling.x_out(ax.get_xlim())) for top in ax.child_axes)
