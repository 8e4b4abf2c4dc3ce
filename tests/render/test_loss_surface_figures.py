import matplotlib as mpl
import numpy as np
import pytest

from symspline.derivations.loss_surface.pictures import hinge_and_line, pictures
from symspline.model.network import Network
from symspline.numerics.critical_points import critical_points
from symspline.numerics.hessian import block_slices, hessian
from symspline.render import figures

X, Y = np.arange(8.0), np.array([3.0, 1, 0, 0, 1, 0, 2, 5])
REST, MU = np.array([0.0, 1, -4, -2, 4, 4, -2, 2]), -1.0
NET = Network([1.0, -0.5, 2.0], [0.3, 0.1, -1.0], [0.7, 1.0, -0.4], 0.1)


def draw_breakpoint_loss(ax):
    return figures.breakpoint_loss(ax, X, REST, MU)


def draw_map(ax):
    grid = np.linspace(0.3, 6.7, 40)
    return figures.loss_map(ax, hinge_and_line(X, Y), grid, np.linspace(-2, 2, 31), points=([5.2], [1.9]), knots=X)


def draw_fits(ax):
    return figures.critical_fits(ax, X, Y, critical_points(range(8), [3, 1, 0, 0, 1, 0, 2, 5], 2))


def draw_hessian(ax):
    return figures.hessian_map(ax, hessian(NET, X, Y), block_slices(3))


def draw_histogram(ax):
    return figures.eigenvalue_histogram(ax, np.array([1.0, 0.1, -0.01, 0.0]), np.array([1.0, 0.1]))


def draw_ranks(ax):
    return figures.eigenvalues(ax, {"a": np.array([3.0, 1.0]), "b": np.array([-1.0])}, np.array([3.0, 1.0]), limit=5.0)


def draw_modes(ax):
    return figures.beam_modes(ax, 2, {1: (np.array([0.1, 0.5]), np.array([-1.7, -0.7]))})


def draw_lonely(ax):
    return figures.lonely(ax, (2, 5))


def draw_bends(ax):
    return figures.bends(ax, np.array([1.0, 2.0]), np.array([0.5, -0.5]), X)


ALL = [
    draw_breakpoint_loss, draw_map, draw_fits, draw_hessian, draw_histogram, draw_ranks, draw_modes, draw_lonely,
    draw_bends,
]  # fmt: skip


@pytest.mark.parametrize("draw", ALL)
def test_a_picture_returns_its_artists_and_changes_nothing_global(draw):
    before = dict(mpl.rcParams)
    figure, ax = figures.new()
    artists = draw(ax)
    assert artists and not any(artist is None for artist in artists)
    assert figures.image(figure, "png")[:4] == b"\x89PNG"
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("orientation", [1, -1])
def test_the_loss_along_a_breakpoint_is_the_networks(orientation):
    """The curve against the loss of a network whose breakpoint is moved; the kinks against differences of slopes."""
    _, ax = figures.new()
    line, up, down, vertices, *_ = figures.breakpoint_loss(ax, X, REST, MU, orientation)
    places, heights = line.get_data()

    def loss(beta):
        net = Network([orientation * 1.0], [-orientation * beta], [orientation * MU])
        return 0.5 * np.sum((net(X) + REST) ** 2)

    assert heights == pytest.approx([loss(beta) for beta in places], rel=1e-12)
    h = 1e-6
    jumps = np.array([(loss(t + h) - 2 * loss(t) + loss(t - h)) / h for t in X])
    drawn = np.concatenate([up.get_offsets()[:, 0], down.get_offsets()[:, 0]])
    assert set(drawn) == set(X[np.abs(jumps) > 1e-3])
    assert set(up.get_offsets()[:, 0]) == set(X[jumps > 1e-3])
    for beta, height in vertices.get_offsets():
        assert height == pytest.approx(loss(beta), rel=1e-12)
        assert abs(loss(beta + h) - loss(beta - h)) < 1e-8 and loss(beta + 1e-3) > height < loss(beta - 1e-3)
        assert beta not in X


def test_the_map_is_the_loss_of_the_best_line_and_hinge():
    loss = hinge_and_line(X, Y)
    for beta, mu in ((2.5, 1.0), (5.0, -0.7)):
        columns = np.column_stack([np.ones(8), X])
        target = Y - mu * np.maximum(X - beta, 0)
        left = target - columns @ np.linalg.lstsq(columns, target, rcond=None)[0]
        assert float(loss(np.array(beta), np.array(mu))) == pytest.approx(0.5 * left @ left, rel=1e-12)


def test_every_critical_fit_is_drawn_with_its_values():
    points = critical_points(range(8), [3, 1, 0, 0, 1, 0, 2, 5], 2)
    _, ax = figures.new()
    figures.critical_fits(ax, X, Y, points)
    ends = sorted(tuple(np.round(line.get_ydata()[[0, -1]], 9)) for line in ax.lines)
    assert ends == sorted((round(float(p(0)), 9), round(float(p(7)), 9)) for p in points)


def test_the_blocks_of_the_hessian_carry_their_names():
    _, ax = figures.new()
    mesh, *_ = draw_hessian(ax)
    assert [t.get_text() for t in ax.get_xticklabels()] == ["$w$", "$b$", "$v$", "$b_0$"]
    assert list(ax.get_yticks()) == [1.5, 4.5, 7.5, 9.5]
    assert np.array_equal(mesh.get_array(), hessian(NET, X, Y))
    assert mesh.norm.vmax == -mesh.norm.vmin


def test_the_histogram_counts_each_eigenvalue_once():
    _, ax = figures.new()
    values = np.concatenate([10.0 ** np.arange(-8, 1), [-1e-3, -1e-3, 0.0]])
    above, below, expected = figures.eigenvalue_histogram(ax, values, np.array([1.0, 1e-2]))
    assert above.get_data().values.sum() == 9 and below.get_data().values.sum() == -2
    assert expected.get_data().values.sum() == 2


def test_the_thresholds_of_lonely_partitions_are_marked():
    _, ax = figures.new()
    _, first, _, second = figures.lonely(ax, (2, 10))
    assert first.get_offsets()[:, 0].tolist() == [2, 18] and second.get_offsets()[:, 0].tolist() == [129, 854]
    assert (second.get_offsets()[:, 1] >= [0.5, 0.9]).all() and (second.get_offsets()[:, 1] < [0.51, 0.901]).all()


def test_a_mode_and_its_eigenvector_are_drawn_with_one_sign():
    _, ax = figures.new()
    _, dots, _ = draw_modes(ax)
    assert (dots.get_offsets()[:, 1] > 0).all()


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda ax: figures.breakpoint_loss(ax, X, REST[:3], 1.0), "rest has 3 entries for 8 inputs"),
        (lambda ax: figures.breakpoint_loss(ax, X[::-1], REST, 1.0), r"x\[1\] is not above"),
        (lambda ax: figures.breakpoint_loss(ax, X, REST, 1.0, 0), "orientation is 0"),
        (lambda ax: figures.loss_map(ax, lambda b, m: 0 * b * m, X, X), "nowhere positive"),
        (lambda ax: figures.critical_fits(ax, X, Y, []), "empty"),
        (lambda ax: figures.hessian_map(ax, np.ones((2, 3))), r"shape \(2, 3\)"),
        (lambda ax: figures.eigenvalue_histogram(ax, np.zeros(3)), "all zero"),
        (lambda ax: figures.lonely(ax, ()), "empty"),
        (lambda ax: figures.bends(ax, X, X[:2], X), "jumps has 2 entries for 8 places"),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw, words):
    with pytest.raises(ValueError, match=words):
        draw(figures.new()[1])


def test_the_pictures_of_the_chapter():
    made = [*pictures()]
    assert {p.section for p in made} == {"C1", "C4", "C5", "C6", "C8"}
    assert len({p.name for p in made}) == len(made)
    assert all(p.pdf.startswith(b"%PDF") and p.alternative and p.caption for p in made)
