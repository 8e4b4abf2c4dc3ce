"""Pictures and films of a gradient flow: what is drawn is what the flow does, and a film is written whole or not."""

import os
import stat

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex
from PIL import Image

import symspline as ss
from symspline.render import movies
from symspline.render.figures.film import _Film, film_frames
from symspline.render.figures.flow import _runs
from symspline.render.figures.style import BLUE, VERMILION

X, Y = np.array([-1.5, -0.5, 0.5, 1.5]), np.array([-1.5, -0.7, -0.1, 0.3])


@pytest.fixture(scope="module")
def flow():
    rng = np.random.default_rng(5)
    return ss.gradient_flow(ss.Network(*rng.normal(size=(3, 6)), float(rng.normal())), X, Y, 2.5)


def test_a_picture_has_the_paths_of_all_neurons_and_marks_what_happens(flow):
    ax = flow.plot()
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("time", "breakpoint")
    low, high = ax.get_ylim()
    paths = np.vstack([line.get_xydata() for line in ax.lines])
    begun, ended = (-each.b / each.w for each in (flow(0.0), flow.end))
    for t, places in ((0.0, begun), (2.5, ended)):
        inside = places[(places > low) & (places < high)]
        assert np.isin(np.round(inside, 9), np.round(paths[paths[:, 0] == t, 1], 9)).all() and inside.size
    marks = sum(len(each.get_offsets()) for each in ax.collections if hasattr(each, "get_sizes"))
    assert 0 < marks <= len(flow.events)
    plt.close(ax.figure)


def test_a_flip_is_marked_on_the_edge_where_the_breakpoint_leaves():
    # one neuron that sees all data, whose slope is pulled through 0
    start = ss.Network([0.3], [1.0], [1.0])
    flow = ss.gradient_flow(start, [-0.5, 0.0, 0.5], [1.5, 1.0, 0.5], 2.0, train_b0=False)
    assert [event.kind for event in flow.events] == ["flip"]
    ax = flow.plot()
    (marks,) = [each for each in ax.collections if hasattr(each, "get_sizes")]
    ((t, place),) = marks.get_offsets()
    assert t == pytest.approx(flow.events[0].time) and place == ax.get_ylim()[0]
    plt.close(ax.figure)


def test_stretches_become_runs():
    points = np.array([[[0, 0], [1, 1], [2, 2], [3, 3]]], dtype=float)
    line = _runs(points, np.array([[True, False, True]]))
    assert np.array_equal(line[:, 0], [0, 1, np.nan, 2, 3, np.nan], equal_nan=True)
    assert np.array_equal(_runs(points, np.array([[True, True, True]]))[:, 0], [0, 1, 2, 3, np.nan], equal_nan=True)


@pytest.mark.parametrize("width", [2, 300])
def test_panels(width):
    net = ss.presets.torch(width).sample(width, np.random.default_rng(1))
    flow = ss.gradient_flow(net, X, Y, 1.0, on_nonunique="inactive")
    figure = flow.panels(times=3)
    function, loss, breakpoints, slopes, plane = figure.axes
    last = function.lines[[line.get_label() for line in function.lines].index("$t = 1$")]
    assert last.get_ydata() == pytest.approx(flow.end(last.get_xdata()), abs=1e-12)
    assert loss.lines[0].get_ydata()[-1] == pytest.approx(flow.loss(1.0)[0], rel=1e-12)
    bends = flow.end.v * np.abs(flow.end.w)
    drawn = np.vstack([line.get_xydata() for line in slopes.lines])
    assert np.isin(np.round(bends, 9), np.round(drawn[drawn[:, 0] == 1.0, 1], 9)).all()
    (dots,) = [each for each in plane.collections if hasattr(each, "get_sizes")]
    angle, size = np.asarray(dots.get_offsets()).T
    assert size * np.cos(angle) == pytest.approx(flow.end.v * flow.end.w, abs=1e-12)
    assert size * np.sin(angle) == pytest.approx(flow.end.v * flow.end.b, abs=1e-12)
    assert breakpoints.get_ylabel() == "breakpoint"
    figure.canvas.draw()


@pytest.mark.parametrize(("times", "words"), [(1, "at least 2"), (13, "at most 12"), ("five", "times is 'five'")])
def test_panels_of_too_few_or_many_times(flow, times, words):
    with pytest.raises(ValueError, match=words):
        flow.panels(times=times)


# --- films ------------------------------------------------------------------------------------------------------------


def test_a_frame_shows_the_network_of_its_time(flow):
    record = flow.record(flow.times(6))
    film = _Film(record, flow.x, flow.y, (-2.0, 2.0), 50.0)
    for k in (0, 3, 5):
        film.frame(k)
        net = flow(record.t[k])
        x, y = film.curve.get_data()
        assert y == pytest.approx(net(x), abs=1e-12)
        bends = net.v * np.abs(net.w)
        for heads, up in zip(film.heads, (True, False), strict=True):
            assert to_hex(heads.get_color()) == (VERMILION if up else BLUE).lower()
            assert np.isin(np.round(heads.get_ydata(), 9), np.round(bends[(bends > 0) == up], 9)).all()
        assert film.now.get_xydata().ravel() == pytest.approx([record.t[k], flow.loss(record.t[k])[0]])
    assert film.clock.get_text().startswith("t = 2.5      loss ")


def test_a_frame_is_what_matplotlib_draws_anew(flow):
    """Putting back what stays and drawing what moves gives the picture that a full drawing gives."""
    record = flow.record(flow.times(6))
    quick = [frame.copy() for frame in film_frames(record, flow.x, flow.y, (-2.0, 2.0), 50.0)]
    film = _Film(record, flow.x, flow.y, (-2.0, 2.0), 50.0)
    for k in (4, 5):
        film._place(k)
        film._say(k - k % 4 if k < 5 else k)
        for _, artist in (*film.moving, (None, film.clock)):
            artist.set_animated(False)
        film.canvas.draw()
        anew = np.asarray(film.canvas.buffer_rgba())
        assert np.mean(np.any(anew != quick[k], axis=-1)) < 0.02  # lines above and below the axes in another order


def test_a_gif(flow, tmp_path):
    done = []
    path = flow.film(tmp_path / "out" / "a.gif", seconds=1.3, fps=10, tick=done.append)
    assert sum(done) == 13 and [each.name for each in path.parent.iterdir()] == ["a.gif"]
    with Image.open(path) as film:
        assert film.size == (960, 540) and film.n_frames <= 13
        total = 0
        for k in range(film.n_frames):
            film.seek(k)
            total += film.info["duration"]
        assert total == 1300


SCRIPT = """#!/bin/sh
for last; do :; done
{begin}
cat > "$last"
{end}
"""


@pytest.fixture
def program(tmp_path, monkeypatch):
    """A stand-in for ffmpeg, which keeps what it is given."""

    def make(end="", begin=""):
        file = tmp_path / "bin" / "ffmpeg"
        file.parent.mkdir(exist_ok=True)
        file.write_text(SCRIPT.format(begin=begin, end=end))
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr(movies, "ffmpeg", lambda: str(file))

    return make


posix = pytest.mark.skipif(os.name == "nt", reason="a script of a POSIX shell")


@posix
def test_an_mp4_gets_every_frame(flow, tmp_path, program):
    program()
    path = flow.film(tmp_path / "a.mp4", seconds=0.4, fps=10)
    data = path.read_bytes()
    assert len(data) == 4 * 1280 * 720 * 4
    frames = np.frombuffer(data, dtype=np.uint8).reshape(4, 720, 1280, 4)
    assert not np.array_equal(frames[0], frames[3])


@posix
@pytest.mark.parametrize("when", ["end", "begin"])
def test_a_film_that_fails_leaves_nothing(flow, tmp_path, program, when):
    program(**{when: "echo 'no such encoder' >&2; exit 3"})
    with pytest.raises(OSError, match="ffmpeg ended with 3: no such encoder"):
        flow.film(tmp_path / "a.mp4", seconds=0.2, fps=10)
    assert [each.name for each in tmp_path.iterdir()] == ["bin"]


@posix
@pytest.mark.parametrize("name", ["a.mp4", "a.gif"])
def test_an_interrupted_film_leaves_nothing(flow, tmp_path, program, name):
    program()

    def interrupt(done):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        flow.film(tmp_path / name, seconds=0.5, fps=10, tick=interrupt)
    assert [each.name for each in tmp_path.iterdir()] == ["bin"]


def test_without_ffmpeg_a_gif_is_written_and_said(flow, tmp_path, monkeypatch):
    monkeypatch.setattr(movies, "ffmpeg", lambda: None)
    with pytest.warns(UserWarning, match="there is no ffmpeg .*becomes .*a.gif"):
        path = flow.film(tmp_path / "a.mp4", seconds=0.2, fps=60)
    assert path == tmp_path / "a.gif" and path.read_bytes().startswith(b"GIF89a")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"path": "a.avi"}, "path is 'a.avi': give a file name that ends in .mp4 or .gif"),
        ({"path": 3}, "path is 3"),
        ({"path": "a.gif", "fps": 51}, "fps is 51: give at most 50 for .gif"),
        ({"path": "a.mp4", "fps": 0}, "fps is 0"),
        ({"path": "a.mp4", "fps": 12.5}, "fps is 12.5"),
        ({"path": "a.gif", "seconds": 0}, "seconds is 0: give a positive number"),
        ({"path": "a.gif", "seconds": float("inf")}, "seconds"),
        ({"path": "a.mp4", "seconds": 121}, "seconds is 121: give a positive number up to 120"),
        ({"path": "a.gif", "seconds": 41}, "seconds is 41: at 25 frames a second give at most 40 for a GIF, or .mp4"),
    ],
)
def test_what_is_no_film_is_refused(flow, given, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError) as caught:
        flow.film(**given)
    assert words in str(caught.value) and not list(tmp_path.iterdir())


def test_a_flow_that_ends_where_it_begins_has_no_picture(tmp_path):
    # b = 0 on a datum that repels
    with pytest.raises(ss.NonUniqueFlow) as fork:
        ss.gradient_flow(ss.Network([1.0], [0.0], [0.5]), [-1.0, 0.0, 1.0], [0.3, 2.0, -0.1], 1.0)
    stopped = fork.value.trajectory
    assert stopped.t_end == 0 and stopped.times(3).tolist() == [0, 0, 0]
    for call in (stopped.panels, lambda: stopped.film(tmp_path / "a.gif")):
        with pytest.raises(ValueError, match="ends at t = 0"):
            call()
    assert stopped.record([0.0]).loss.shape == (1,)
