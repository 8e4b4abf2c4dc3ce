"""`symspline critical`: listed points against fits of every composition, files with repeated x, and bad input."""

import json
from fractions import Fraction
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from symspline.cli import critical as _registers  # noqa: F401
from symspline.cli.app import app

DATA = Path(__file__).parents[1] / "data"
D2 = "x,y\n0,3\n1,1\n2,0\n3,0\n4,1\n5,0\n6,2\n7,5\n"


@pytest.fixture
def run(tmp_path):
    """Run the command on a file of the given text."""

    def call(text, *options):
        path = tmp_path / "data.csv"
        path.write_text(text, encoding="utf-8")
        return CliRunner().invoke(app, ["critical", str(path), *options])

    return call


def every_point(x, y, pieces):
    """(loss, breakpoints) of all strict least-squares points, by the textbook formula in Fractions."""
    found = []
    for inner in combinations(range(2, len(x) - 1), pieces - 1):
        cuts = (0, *inner, len(x))
        if any(b - a < 2 for a, b in pairwise(cuts)):
            continue
        lines, loss = [], Fraction(0)
        for a, b in pairwise(cuts):
            n, sx, sy = b - a, sum(x[a:b]), sum(y[a:b])
            sxx = sum(t * t for t in x[a:b])
            sxy = sum(s * t for s, t in zip(x[a:b], y[a:b], strict=True))
            slope = (n * sxy - sx * sy) / (n * sxx - sx * sx)
            lines.append((slope, (sy - slope * sx) / n))
            loss += sum((lines[-1][0] * s + lines[-1][1] - t) ** 2 for s, t in zip(x[a:b], y[a:b], strict=True)) / 2
        places = [(q[1] - p[1]) / (p[0] - q[0]) if p[0] != q[0] else None for p, q in pairwise(lines)]
        if all(p is not None and x[c - 1] < p < x[c] for p, c in zip(places, inner, strict=True)):
            found.append((loss, places))
    return sorted(found)


def test_the_five_points_of_the_example(run):
    result = run(D2, "--pieces", "2")
    assert result.exit_code == 0
    for loss in ("38/21 = 1.80952381", "11/6 = 1.83333333", "13/5 = 2.6", "79/30 = 2.63333333", "68/21 = 3.23809524"):
        assert f"loss {loss}\n" in result.stdout
    assert "bend at x = 47/9 = 5.22222222\n           y = -1/3 = -0.333333333\n" in result.stdout
    assert "best fit with 2 pieces: 13 patterns of bends" in result.stdout
    assert result.stdout.index("38/21") < result.stdout.index("68/21")


def test_a_table_without_pieces(run):
    lines = [line.split() for line in run(D2).stdout.splitlines()]
    assert lines[2] == ["pieces", "least", "loss", "RMSE", "BIC", "strict", "points"]
    assert [(row[0], row[1], row[4]) for row in lines[3:5]] == [
        ("1", "9.80952381", "1"),
        ("2", "1.80952381", "5"),
    ]


@pytest.mark.parametrize("how", ["bic", "cv"])
def test_the_number_of_pieces_is_chosen(run, how):
    rows = "".join(f"{k},{abs(k - 6) + (k % 3) / 100}\n" for k in range(14))
    document = json.loads(run(rows, "-P", how, "--json").stdout)
    assert document["pieces"] == len(document["best"][0]["lines"]) >= 2
    assert all((row["left_out"] is None) is (how == "bic") for row in document["table"])
    assert f"best fit with {document['pieces']} pieces" in run(rows, "-P", how).stdout


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_a_picture(run, tmp_path, suffix):
    out = tmp_path / f"fits.{suffix}"
    assert run(D2, "-P", "2", "--plot", str(out)).exit_code == 0
    assert out.read_bytes()[:5] in (b"\x89PNG\r", b"<?xml", b"%PDF-")


def test_more_pieces_than_gain(run):
    result = run("0,0\n1,1\n2,2\n3,1\n4,0\n", "-P", "4")
    assert "more than 2 pieces gain nothing" in result.stdout and "bend at column 1 = 2, on a datum" in result.stdout


def test_many_inputs_are_not_refused(run):
    rows = "".join(f"{k},{abs(k - 300) + k % 3}\n" for k in range(700))
    result = run(rows, "-P", "2", "--limit", "1")
    assert result.exit_code == 0 and "best fit with 2 pieces: 1397 patterns of bends" in result.stdout


@pytest.mark.parametrize("seed", range(4))
def test_json_against_every_composition(run, seed):
    """Decimals of the file are read exactly: 0.1 is one tenth."""
    rng = np.random.default_rng(seed)
    x = sorted(int(t) for t in rng.choice(60, 12, replace=False))
    y = [int(t) for t in rng.integers(-30, 30, 12)]
    text = "".join(f"{a / 10},{t / 10}\n" for a, t in zip(x, y, strict=True))
    exact = every_point([Fraction(a, 10) for a in x], [Fraction(t, 10) for t in y], 3)
    document = json.loads(run(text, "-P", "3", "--json", "--limit", "1000").stdout)
    strict = [point for point in document["listed"] if set(point["kinds"]) == {"free"}]
    assert not document["more"] and document["best"][0] == document["listed"][0]
    for point, (loss, places) in zip(strict, exact, strict=True):
        assert Fraction(point["loss"]["fraction"]) == loss
        assert [Fraction(p["fraction"]) for p in point["breakpoints"]] == places
        assert float(point["loss"]["decimal"]) == pytest.approx(float(loss), rel=1e-15)


def test_limit_keeps_the_best(run):
    every = json.loads(run(D2, "-P", "2", "--json").stdout)["listed"]
    assert json.loads(run(D2, "-P", "2", "--limit", "2", "--json").stdout)["listed"] == every[:2]
    assert "the best 2 local minima (--limit)" in run(D2, "-P", "2", "--limit", "2").stdout


def test_equal_x_are_merged_with_weights(run):
    """Twice the same datum weighs as two; two targets at one x act by their mean and add what it leaves out."""
    doubled = json.loads(run(D2 + "3,1\n3,-1\n", "-P", "2", "--json").stdout)
    assert (doubled["data"], doubled["distinct_inputs"]) == (10, 8)
    tripled = json.loads(run(D2 + "3,0\n3,0\n", "-P", "2", "--json").stdout)
    for one, other in zip(doubled["listed"], tripled["listed"], strict=True):
        assert one["breakpoints"] == other["breakpoints"]
        assert Fraction(one["loss"]["fraction"]) == Fraction(other["loss"]["fraction"]) + 1


def test_columns_and_order_of_rows(run):
    rows = D2.splitlines()[1:]
    shuffled = "a,t,v\n" + "".join(f"9,{r.split(',')[1]},{r.split(',')[0]}\n" for r in reversed(rows))
    result = run(shuffled, "--x", "v", "--y", "t", "-P", "2")
    assert "loss 38/21" in result.stdout and "bend at v = 47/9" in result.stdout


def test_row_numbers_are_not_the_input():
    """The least losses and bends of six points, by an enumeration of its own."""
    result = CliRunner().invoke(app, ["critical", str(DATA / "bod.csv"), "-P", "3", "--json"])
    best = json.loads(result.stdout)
    assert result.stderr == "x: Time, y: demand (bod.csv; left out: rownames, which counts rows)\n"
    assert best["notes"] == [result.stderr.strip()]
    assert float(best["table"][1]["loss"]["decimal"]) == pytest.approx(8.03375, rel=1e-12)
    assert float(best["best"][0]["loss"]["decimal"]) == pytest.approx(3.7408333333333332, rel=1e-12)
    places = [float(place["decimal"]) for place in best["best"][0]["breakpoints"]]
    assert places == pytest.approx([3, 4.627615062761507], rel=1e-12)


def test_options_of_the_file(run):
    result = run("d;y\n1/3/2024;1,5\n2/3/2024;-\n3/3/2024;2\n", "--decimal", ",", "--dates", "dmy", "--missing", "drop")
    assert "3 data" not in result.stdout and "2 data at 2 different d (days since 2024-03-01)" in result.stdout
    assert result.stderr.splitlines()[1:] == ["left out for missing values: 1 of 3 rows (row 3)"]


def test_values_beyond_floating_point(run):
    text = "".join(f"{k}e-200,{t}e200\n" for k, t in enumerate((3, 1, 0, 0, 1, 0, 2, 5)))
    result = run(text, "-P", "2")
    assert result.exit_code == 2
    assert "rescale" in result.stderr


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        (D2, ("-P", "0"), "--pieces 0: give a whole number of at least 1, bic or cv"),
        (D2, ("-P", "two"), "--pieces two: give a whole number"),
        (D2, ("--plot", "a.png"), "give --pieces as well"),
        (D2, ("-P", "2", "--plot", "a.gif"), "ends in .png, .svg or .pdf"),
        (D2, ("-P", "2", "--plot", "."), "that is a folder; give a file name"),
        (D2, ("-P", "2", "--plot", "no/such/a.png"), "there is no such folder"),
        ("x,y\n1,2\n", ("-P", "1"), "one row of data; at least two are needed"),
        ("x,y\n1,2\n1,3\n", ("-P", "1"), "is constant"),
        ("x,y\n1,2\n2,nan\n", ("-P", "1"), "row 3, column 'y': 'nan' is no number; --missing drop"),
        ("x,y\n1,2\ninf,3\n", ("-P", "1"), "is not finite"),
        ("x,y\n1,2\n2,__import__('os')\n", ("-P", "1"), "is not a number"),
        (D2, ("--x", "q"), "no such column"),
    ],
)
def test_bad_input_is_one_line_and_a_code(run, text, options, message):
    result = run(text, *options)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("options", [("-P",), ("-P", "2", "--limit", "0")])
def test_bad_options(run, options):
    assert run(D2, *options).exit_code == 2
