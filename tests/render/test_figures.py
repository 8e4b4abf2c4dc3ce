import base64
import xml.etree.ElementTree as ET

import matplotlib as mpl
import numpy as np
import pytest

from symspline.render import figures

GRID = np.linspace(-3, 3, 121)
KNOTS = np.array([-1.0, -0.5, 0.0, 0.7, 1.0])


def cauchy(x):
    return 1 / (np.pi * (1 + x**2))


def draw_curves(ax):
    return figures.zeta(ax, GRID, {"one": cauchy, "two": lambda c: 2 * cauchy(c)})


def draw_joint(ax):
    rng = np.random.default_rng(0)
    return figures.joint_density(
        ax, lambda b, m: cauchy(b) * np.exp(-np.abs(m)), GRID, GRID, (rng.normal(size=50), rng.normal(size=50))
    )


def draw_breakpoints(ax):
    return figures.sampled_breakpoints(ax, cauchy, np.random.default_rng(0).standard_cauchy(500), -3, 3, knots=KNOTS)


def draw_gaps(ax):
    return figures.gap_counts(ax, KNOTS, np.array([3.0, 3, 4, 2]), np.ones(4), np.array([3, 9, 4, 2]))


def draw_prior(ax):
    return figures.prior(ax, GRID, 0 * GRID, np.ones_like(GRID), np.sin(np.outer([1, 2], GRID)), KNOTS, KNOTS)


def draw_penalty(ax):
    return figures.penalty(ax, GRID, np.where(np.abs(GRID) < 2, 1 / cauchy(GRID), np.inf), KNOTS)


def draw_fit(ax):
    curves = {"one": np.sin(GRID), "two": np.cos(GRID)}
    artists = figures.fit(ax, GRID, curves, KNOTS, KNOTS, "price in $", "100 %", breakpoints=KNOTS)
    return [*artists, figures.other_units(ax, "price in $", 2.0, 3.0)]


def draw_data(ax):
    return figures.data(ax, KNOTS, KNOTS, "x_1", "$y$")


ALL = [draw_curves, draw_joint, draw_breakpoints, draw_gaps, draw_prior, draw_penalty, draw_fit, draw_data]


@pytest.mark.parametrize("draw", ALL)
def test_a_picture_returns_its_artists_and_changes_nothing_global(draw):
    before = dict(mpl.rcParams)
    figure, ax = figures.new()
    artists = draw(ax)
    assert artists and all(artist.axes is ax for artist in artists if artist.axes is not None)
    assert figures.image(figure, "png")[:4] == b"\x89PNG"
    assert dict(mpl.rcParams) == before


def test_infinite_breakpoints_are_not_drawn_and_losses_are_logarithmic():
    _, axes = figures.new(columns=2, width=9.0)
    assert len(figures.sampled_breakpoints(axes[0], cauchy, np.array([0.1, np.inf, -5.0]), -2, 2)) == 2
    figures.loss(axes[1], np.arange(9), 1 / np.arange(1, 10))
    assert axes[1].get_xscale() == "log"


def test_the_same_picture_gives_the_same_bytes():
    def make(format):
        figure, ax = figures.new()
        draw_gaps(ax)
        return figures.image(figure, format)

    for format in ("svg", "png", "pdf"):
        assert make(format) == make(format)


def test_the_svg_in_a_page_is_whole_and_described():
    figure, ax = figures.new()
    draw_curves(ax)
    text = figures.svg(figure, 'two "curves"')
    assert 'alt="two &quot;curves&quot;"' in text and "<script" not in text
    ET.fromstring(base64.b64decode(text.split("base64,")[1].split('"')[0]))


def test_another_format_is_refused():
    with pytest.raises(ValueError, match="png, svg, pdf"):
        figures.image(figures.new()[0], "exe")


def test_counts_that_do_not_fit_the_gaps_are_refused():
    _, ax = figures.new()
    with pytest.raises(ValueError, match="broadcast"):
        figures.gap_counts(ax, KNOTS, np.ones(4), np.ones(4), np.ones(3))


def test_the_histogram_counts_what_lies_outside():
    """Half of the sample outside the range leaves bars of total area one half."""
    _, ax = figures.new()
    beta = np.concatenate([np.linspace(-0.99, 0.99, 500), np.full(500, np.inf)])
    bars, _ = figures.sampled_breakpoints(ax, cauchy, beta, -1, 1, bins=10)
    data = bars.get_data()
    assert np.sum(data.values * np.diff(data.edges)) == pytest.approx(0.5, abs=1e-12)


def test_few_breakpoints_have_few_bins():
    _, ax = figures.new()
    bins = [len(figures.sampled_breakpoints(ax, cauchy, np.linspace(-1, 1, n), -1, 1)[0].get_data().values)
            for n in (3, 50, 10**4)]  # fmt: skip
    assert bins == [6, 10, 60]


def test_very_many_places_are_counted_at_the_foot():
    _, ax = figures.new()
    places = np.sort(np.random.default_rng(0).uniform(-1, 1, 5000))
    (hill,) = figures.data(ax, places, places)[1:]
    heights = hill.get_data().values
    assert len(heights) == 100 and heights.max() == pytest.approx(0.05) and heights.min() < 0.9 * heights.max()
    (ticks,) = figures.data(ax, places[:400], places[:400])[1:]
    assert len(ticks.get_xdata()) == 400


def test_a_curve_that_leaves_the_data_is_cut_off():
    _, ax = figures.new()
    figures.fit(ax, GRID, {"wild": 100 * GRID}, KNOTS, KNOTS, "x", "y")
    assert ax.get_ylim() == (-2.0, 2.0)
