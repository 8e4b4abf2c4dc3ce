"""`symspline flow`: what it prints is what the flow does; why it stopped; pictures, films, and what is refused."""

import json
from pathlib import Path

import numpy as np
import pytest

import symspline as ss
from symspline.render import movies

MCYCLE = Path(ss.__file__).parent / "data" / "mcycle.csv"
ROWS = "t,y\n0,1\n1,3\n2,2\n3,5\n5,4\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text(ROWS)
    return path


def test_what_is_printed_is_the_flow(run, file):
    done = run("flow", file, "--width", 4, "--t-end", 3, "--scale", 2, "--seed", 3, "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    t, y = np.array([0, 1, 2, 3, 5.0]), np.array([1, 3, 2, 5, 4.0])
    x, targets = ((part - part.mean()) / part.std() for part in (t, y))
    drawn = ss.presets.torch(4).sample(4, np.random.default_rng([3, 0]))
    start = ss.Network(2 * drawn.w, 2 * drawn.b, 2 * drawn.v, 2 * drawn.b0)
    flow = ss.gradient_flow(start, x, targets, 3.0)
    assert said["status"] == "completed" and said["time"] == 3 and said["width"] == 4
    assert said["loss"] == pytest.approx(flow.loss([0, 3]), rel=1e-12)
    assert said["network"]["w"] == pytest.approx(flow.end.w, rel=1e-12)
    assert [(e["kind"], e["neuron"], e["datum"]) for e in said["events"]] == [
        (e.kind, e.neuron, e.datum) for e in flow.events
    ]
    assert sum(said["counts"].values()) == len(said["events"]) > 0
    assert said["rmse"][1] == pytest.approx(np.sqrt(np.mean((flow.end(x) - targets) ** 2)) * y.std())
    text = run("flow", file, "--width", 4, "--t-end", 3, "--scale", 2, "--seed", 3).stdout
    first = flow.events[0]
    assert f"t = {first.time:<12.6g} neuron {first.neuron}" in text and f"t = {t[first.datum]:g}" in text
    assert "time    0 to 3, the end that was asked for" in text


def test_it_says_why_it_stopped(run, tmp_path, file):
    assert "converged" in run("flow", file, "--width", 3, "--t-end", "inf", "--on-nonunique", "inactive").stdout
    late = run("flow", MCYCLE, "--width", 30, "--t-end", "inf", "--seconds", 0.2)
    assert late.returncode == 0 and "the 0.2 s of --seconds are over" in late.stdout
    # every breakpoint begins at 0, which is a datum
    path = tmp_path / "fork.csv"
    path.write_text("t,y\n-1,0.3\n0,2\n1,-0.1\n")
    options = ["--w", "constant:1", "--b", "constant:0", "--v", "constant:0.5", "--width", 1, "--units", "raw"]
    fork = run("flow", path, *options, "--plot", tmp_path / "a.png")
    assert fork.returncode == 0 and "not unique from here on: neuron 0 at datum 1 (repels)" in fork.stdout
    assert "--on-nonunique active" in fork.stdout and "nothing to draw" in fork.stderr
    assert not (tmp_path / "a.png").exists()
    document = json.loads(run("flow", path, *options, "--json").stdout)
    assert document["fork"] == {"time": 0.0, "neuron": 0, "datum": 1, "kind": "repels"}
    assert run("flow", path, *options, "--on-nonunique", "active").returncode == 0


def test_a_picture_and_a_film(run, tmp_path, file, monkeypatch):
    monkeypatch.setattr(movies, "ffmpeg", lambda: None)
    monkeypatch.setattr("symspline.cli.flow.SECONDS", 0.2)
    picture, film = tmp_path / "a.png", tmp_path / "a.mp4"
    done = run("flow", file, "--width", 3, "--t-end", 0.5, "--plot", picture, "--film", film)
    assert done.returncode == 0 and done.stdout.splitlines()[-2:] == [str(picture), str(tmp_path / "a.gif")]
    assert "there is no ffmpeg" in done.stderr and "UserWarning" not in done.stderr
    assert picture.read_bytes().startswith(b"\x89PNG") and not film.exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--units", "metric"], "--units metric: give one of raw, standardised, mapped"),
        (["--scale", "0"], "--scale 0: give a positive number"),
        (["--scale", "nan"], "--scale is nan"),
        (["--t-end", "-1"], "t_end is -1.0: give a positive time"),
        (["--seconds", "0"], "seconds is 0.0: give a positive number"),
        (["--on-nonunique", "both"], "on_nonunique is 'both'"),
        (["--w", "normal:s"], "the laws hold s: flow needs numbers"),
        (["--plot", "a.exe"], "--plot a.exe: give a file name that ends in .png, .svg or .pdf"),
        (["--film", "a.avi"], "--film a.avi: give a file name that ends in .mp4 or .gif"),
        (["--film", "none/a.gif"], "--film none/a.gif: there is no such folder"),
    ],
)
def test_what_is_refused(run, file, options, words):
    done = run("flow", file, *options)
    assert done.returncode == 2 and words in done.stderr and not done.stdout, done.stderr
