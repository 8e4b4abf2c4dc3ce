import csv
import itertools
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import symspline
from symspline.model import presets
from symspline.model.dataset import Dataset
from symspline.model.init import Init
from symspline.model.law import Normal
from symspline.model.network import Network
from symspline.numerics.hessian import hessian
from symspline.render.documents.pdf import typeset
from symspline.report import frame, parts, prior, write
from symspline.report.blocks import Table, number, shown_in_html, shown_in_latex, verbatim
from symspline.report.breakpoints import GapCounts
from symspline.report.curvature import Curvature
from symspline.report.document import _true_minus
from symspline.report.loss_surface import _told_apart
from symspline.report.subject import Scaling, Subject

HOSTILE = r"<b>$x$_&%`\input{a}`*"
MCYCLE = Path(symspline.__file__).parent / "data" / "mcycle.csv"


def small_subject(**changes):
    x = np.array([0.0, 1, 2, 2, 3.5, 4, 5, 7, 8, 9])
    data = Dataset(x, np.sin(x) + 0.1 * x, HOSTILE, "y**2**</script>", "a <i>title</i> & $100")
    return Subject(data, presets.torch(24), 24, n_steps=300, **changes)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    seen = []
    folder = tmp_path_factory.mktemp("report")
    return write(small_subject(progress=seen.append), folder), folder, seen


def test_the_structure(written):
    result, folder, seen = written
    page, tex = (folder / "report.html").read_text(), (folder / "report.tex").read_text()
    assert [name for name in seen if name in dict(parts())] == [name for name, _ in parts()]
    assert len(re.findall("<h2", page)) == len(parts()) + 1 == len(re.findall(r"\\section\{", tex))
    anchors = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= anchors
    assert all((folder / f"{name}.pdf").exists() for name in re.findall(r"\{(\w+)\.pdf\}", tex))
    assert page.count("<img ") == len(re.findall(r"\\includegraphics", tex)) >= 7
    rows = list(csv.DictReader((folder / "gaps.csv").read_text().splitlines()))
    assert len(rows) == 10 and sum(int(row["sampled"]) for row in rows) == 24
    assert sum(float(row["expected"]) for row in rows) == pytest.approx(24, rel=1e-8)
    numbers = result.as_dict()
    assert numbers["rows"] == 10 and numbers["sharpness"] > 0 and 0 <= numbers["empty_gaps"] <= 8
    assert set(numbers["verdicts"].values()) <= {"proved", "enclosed"}


def test_names_of_columns_are_text_and_nothing_else(written):
    _, folder, _ = written
    page, tex = (folder / "report.html").read_text(), (folder / "report.tex").read_text()
    assert "<script" not in page and "</script" not in page and "<b>" not in page and "<i>" not in page
    assert "http" not in page.replace("http://www.w3.org", "")
    assert r"&lt;b&gt;$x$_&amp;%`\input{a}`*" in page
    assert r"\input" not in tex and r"\textbackslash{}input\{a\}" in tex
    assert not re.search("[\ue000-\uf8ff]", page + tex)


def test_the_latex_keeps_to_its_column(written, tmp_path, pdflatex, overfull, pages):
    _, folder, _ = written
    images = {path.name: path.read_bytes() for path in folder.glob("*.pdf")}
    made = typeset((folder / "report.tex").read_text(), tmp_path / "report.pdf", figures=images)
    assert overfull(made.log) == [] and pages(made.log) >= 5


def test_verbatim_and_numbers():
    assert shown_in_html(verbatim("a $b$ *c* `d`")) == "a $b$ *c* `d`"
    assert shown_in_latex(verbatim("$")) == r"\$"
    assert verbatim("a\n\n- b\ue010") == "a - b"
    assert len(verbatim("x" * 100)) == 40
    assert number(-0.0) == "0" and number(0.001) == "0.001"
    assert number(1e-7) == r"$1.00 \cdot 10^{-7}$"


def test_constant_targets_and_signs():
    constant = Subject(Dataset([0.0, 1.0, 2.0], [3.0, 3.0, 3.0]), presets.torch(24), 24, n_steps=10)
    assert "$y$ to 0, since it is constant" in frame.data(constant).blocks[0].text
    assert "standard deviation 1" in frame.data(small_subject()).blocks[0].text
    said = frame.summary(constant).blocks[-1].text
    assert "units of the data (root mean square)" in said and "deviation" not in said
    assert "standard deviations of the targets (root mean square)" in frame.summary(small_subject()).blocks[-1].text
    assert _true_minus("-1.5 or 2e-3") == "−1.5 or 2e−3" and _true_minus("B0.erfc-2") == "B0.erfc-2"


def test_what_it_cannot_bend_is_said_only_of_empty_gaps():
    subject = replace(small_subject(), given=Network.from_spline([-0.9, *np.linspace(-0.95, 0.95, 23)], [1.0] * 24,
                                                                 [1] * 24))  # fmt: skip
    assert subject.curvature.empty_gaps == 0
    said = frame.summary(subject).blocks[-1].text
    assert "nothing between two inputs" in said and "straight there" not in said and "there the fit" not in said


def test_rows_that_read_the_same_stand_once():
    assert Table(("a", "b"), (("1", "2"), ("1", "3"), ("1", "2"))).rows == (("1", "2"), ("1", "3"))
    places, sizes = _told_apart(np.array([-1e-9, 1e-9, 0.25]), np.array([1.0, 2.0, -1.0]))
    assert places.tolist() == [0.0, 0.25] and sizes.tolist() == [3.0, -1.0] and not np.signbit(places[0])


def test_a_given_network_takes_the_place_of_the_trained_one(tmp_path):
    subject = small_subject()
    given = replace(subject, given=subject.network)
    assert given.trained is subject.network and given.step is None
    with pytest.raises(ValueError, match="given has 24 neurons but width is 25: pass width=24"):
        replace(given, width=25, init=presets.torch(25))
    with pytest.raises(ValueError, match="init was made for width 24 but width is 25"):
        replace(subject, width=25)


def test_an_initialisation_without_a_width_gets_one():
    init = Init(w=Normal(1), b=Normal(1), v=Normal(0.2))
    subject = replace(small_subject(), init=init)
    assert subject.init.width == 24 and subject.init == init
    assert prior.section(subject).blocks


def test_a_network_changes_its_units():
    subject = small_subject()
    scaling, net = subject.scaling, Network([0.3, -1.0], [0.2, 4.0], [1.0, 0.5], 0.7)
    inside = scaling.network_in(net)
    assert inside(subject.x) == pytest.approx((net(subject.data.x) - scaling.y_centre) / scaling.y_scale, rel=1e-12)
    assert isinstance(scaling, Scaling)


def dense_kernel_rank(net, x):
    """Rank of the Jacobian from its columns."""
    on = np.outer(np.ones(len(x)), net.w) * x[:, None] + net.b > 0
    features = np.where(on, x[:, None] * net.w + net.b, 0)
    return np.linalg.matrix_rank(np.column_stack([np.ones(len(x)), on * x[:, None] * net.v, on * net.v, features]))


@pytest.mark.parametrize("seed", range(20))
def test_the_rank_by_counting_is_the_rank_of_the_jacobian(seed):
    rng = np.random.default_rng(seed)
    width, size = int(rng.integers(1, 8)), int(rng.integers(2, 12))
    facing = rng.choice([-1.0, 1.0], width) if seed % 2 else np.ones(width)
    x = np.sort(rng.uniform(-1, 1, size))
    net = Network.from_spline(rng.uniform(-1.2, 1.2, width), rng.normal(size=width), facing, 0.3)
    curvature = Curvature(net, np.concatenate([x, x[:1]]), rng.normal(size=size + 1))
    assert curvature.rank == dense_kernel_rank(net, x)
    assert curvature.rank >= len(curvature.fixed_part)
    assert curvature.empty_gaps == sum(not np.any((net.spline.beta > a) & (net.spline.beta < c)) for a, c in
                                       itertools.pairwise(x))  # fmt: skip


def test_the_fixed_part_has_the_eigenvalues_of_the_gauss_newton_matrix():
    rng = np.random.default_rng(1)
    x, y = np.array([-1.0, -0.4, -0.4, -0.4, 0.3, 0.9, 0.9]), rng.normal(size=7)
    net = Network(rng.normal(size=9), rng.normal(size=9), rng.normal(size=9), 0.2)
    values = np.linalg.eigvalsh(hessian(net, x, y, part="gauss_newton"))[::-1]
    found = Curvature(net, x, y).fixed_part
    assert found == pytest.approx(values[: len(found)], rel=1e-10) and abs(values[len(found)]) < 1e-12 * values[0]


def test_neurons_without_output_weight_do_not_count_in_the_rank():
    x = np.arange(4.0)
    loud = Network([1.0, 1.0], [1.0, -0.5], [1.0, 2.0])
    with_silent = Network([1.0, 1.0, 1.0], [1.0, -0.5, -2.5], [1.0, 2.0, 0.0])
    assert Curvature(with_silent, x, x).rank == Curvature(loud, x, x).rank == dense_kernel_rank(loud, x)


def test_silent_neurons_are_left_out_of_the_curvature():
    net = Network([1.0, 0.0, 0.0], [0.1, 0.0, 2.0], [1.0, 3.0, 1.0], 0.2)
    curvature = Curvature(net, np.array([-1.0, 0.0, 1.0]), np.zeros(3))
    assert curvature.network.width == 2 and curvature.parameters == 7
    assert curvature.pieces == 2 and curvature.network(0.7) == net(0.7)
    matrix, blocks = curvature.corner(5)
    assert matrix.shape == (4, 4) and blocks["b0"] == slice(3, 4)
    empty = Curvature(Network([0.0], [0.0], [1.0], 0.5), np.array([0.0, 1.0]), np.zeros(2))
    assert empty.network(0.3) == 0.5 and empty.rank == 1 and empty.pieces == 1


def test_the_chance_of_no_empty_gap_against_inclusion_and_exclusion():
    probability, width = np.array([0.2, 0.1, 0.25, 0.05, 0.15, 0.25]), 17
    exact = sum(
        (-1) ** k * (1 - sum(chosen)) ** width
        for k in range(5)
        for chosen in itertools.combinations(probability[1:-1], k)
    )
    assert GapCounts(probability, np.zeros(6), width).none_empty == pytest.approx(exact, abs=1e-12)
    wide = GapCounts(np.array([0.01, 0.95, 0.02, 0.02]), np.zeros(4), 2000).none_empty
    assert wide == pytest.approx(1 - 0.98**2000, abs=1e-11)
    assert GapCounts(probability, np.zeros(6), 3).none_empty == 0


@pytest.mark.peer
def test_the_curvature_of_a_torch_network_against_autodiff(tmp_path):
    torch = pytest.importorskip("torch")
    data = Dataset.from_csv(MCYCLE)
    init = presets.torch(16)
    subject = Subject(data, init, 16)
    torch.manual_seed(0)
    module = torch.nn.Sequential(torch.nn.Linear(1, 16), torch.nn.ReLU(), torch.nn.Linear(16, 1)).double()
    x, y = torch.tensor(subject.x)[:, None], torch.tensor(subject.y)[:, None]
    optimizer = torch.optim.Adam(module.parameters(), lr=0.02)
    for _ in range(400):
        optimizer.zero_grad()
        loss = 0.5 * ((module(x) - y) ** 2).sum()
        loss.backward()
        optimizer.step()

    given = replace(subject, given=Network.from_torch(module))
    result = write(given, tmp_path)

    names = [name for name, _ in module.named_parameters()]
    sizes = [p.numel() for p in module.parameters()]
    shapes = [p.shape for p in module.parameters()]
    flat = torch.cat([p.detach().reshape(-1) for p in module.parameters()])

    def loss_of(theta):
        parts = [t.reshape(s) for t, s in zip(torch.split(theta, sizes), shapes, strict=True)]
        return 0.5 * ((torch.func.functional_call(module, dict(zip(names, parts, strict=True)), (x,)) - y) ** 2).sum()

    spectrum = torch.linalg.eigvalsh(torch.autograd.functional.hessian(loss_of, flat))
    slope = torch.autograd.functional.jacobian(loss_of, flat)
    numbers = result.as_dict()
    assert numbers["sharpness"] == pytest.approx(float(spectrum[-1]), rel=1e-8)
    assert numbers["lowest_eigenvalue"] == pytest.approx(float(spectrum[0]), abs=1e-8 * float(spectrum[-1]))
    assert numbers["gradient_norm"] == pytest.approx(float(slope.norm()), rel=1e-8)
    assert numbers["loss"] == pytest.approx(float(loss_of(flat)), rel=1e-12)
    assert numbers["steps"] is None
    assert given.curvature.top.values == pytest.approx(spectrum.numpy()[::-1][:12], rel=1e-8)
    page = (tmp_path / "report.html").read_text()
    assert number(numbers["gradient_norm"]) in page and "network that was given" in page
