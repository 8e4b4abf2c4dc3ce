"""Loss, gradient, Hessian and tangent kernel against exact rational sums and against automatic differentiation."""

from fractions import Fraction

import numpy as np
import pytest

from symspline.numerics.active_sets import ActiveSets, SortedData, _rough_order, contacts
from symspline.numerics.hessian import block_slices, hessian
from symspline.numerics.hessian_operator import hessian_operator
from symspline.numerics.landscape import gradient, loss
from symspline.numerics.tangent_kernel import TangentKernelOperator, tangent_kernel
from symspline.numerics.weights import Weights

COORDINATES = ("network", "spline")


def random_problem(seed, n=9, width=6, offset=0.0, duplicates=False):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal(n)
    if duplicates:
        x[n // 2 :] = x[: n - n // 2]
    y = rng.standard_normal(n)
    w = rng.standard_normal(width)
    beta = rng.standard_normal(width)
    v = rng.standard_normal(width)
    x = x + offset
    return Weights(w, -w * (beta + offset), v, rng.standard_normal()), x, y


def test_what_is_no_network_is_refused():
    with pytest.raises(ValueError, match="net is 3; give a Network"):
        loss(3, [1.0], [2.0])


class Exact:
    """The network differentiated term by term in rational arithmetic: dense sums over all pairs, no running sums."""

    def __init__(self, net, x, y):
        w, b, v, b0 = net.w, net.b, net.v, net.b0
        self.w, self.b, self.v, self.x, self.y = ([Fraction(float(t)) for t in a] for a in (w, b, v, x, y))
        self.active = [[wi * xn + bi > 0 for wi, bi in zip(self.w, self.b, strict=True)] for xn in self.x]
        self.e = [
            sum(vi * (wi * xn + bi) for wi, bi, vi, on in zip(self.w, self.b, self.v, row, strict=True) if on)
            + Fraction(float(b0))
            - yn
            for xn, yn, row in zip(self.x, self.y, self.active, strict=True)
        ]
        self.size = len(self.w)

    def loss(self):
        return sum(e * e for e in self.e) / 2

    def jacobian(self, coordinates):
        rows = []
        for xn, row in zip(self.x, self.active, strict=True):
            if coordinates == "network":
                dw = [vi * xn * on for vi, on in zip(self.v, row, strict=True)]
                db = [vi * on for vi, on in zip(self.v, row, strict=True)]
                dv = [(wi * xn + bi) * on for wi, bi, on in zip(self.w, self.b, row, strict=True)]
                rows.append([*dw, *db, *dv, Fraction(1)])
            else:
                dbeta = [-wi * vi * on for wi, vi, on in zip(self.w, self.v, row, strict=True)]
                dmu = [(xn + bi / wi) * on for wi, bi, on in zip(self.w, self.b, row, strict=True)]
                rows.append([*dbeta, *dmu, Fraction(1)])
        return rows

    def gradient(self, coordinates):
        jacobian = self.jacobian(coordinates)
        return [sum(e * row[k] for e, row in zip(self.e, jacobian, strict=True)) for k in range(len(jacobian[0]))]

    def hessian(self, coordinates, part="full"):
        jacobian = self.jacobian(coordinates)
        size = len(jacobian[0])
        out = [[Fraction(0)] * size for _ in range(size)]
        if part != "residual":
            for row in jacobian:
                for i in range(size):
                    for j in range(size):
                        out[i][j] += row[i] * row[j]
        if part != "gauss_newton":
            h = self.size
            for e, xn, row in zip(self.e, self.x, self.active, strict=True):
                for i in range(h):
                    pairs = [(i, h + i, -1)]
                    if coordinates == "network":
                        pairs = [(i, 2 * h + i, xn), (h + i, 2 * h + i, 1)]
                    for a, c, factor in pairs:
                        out[a][c] += e * factor * row[i]
                        out[c][a] += e * factor * row[i]
        return out

    def kernel(self):
        jacobian = self.jacobian("network")
        return [[sum(a * c for a, c in zip(r, s, strict=True)) for s in jacobian] for r in jacobian]


def as_floats(values):
    return np.array(values, dtype=object).astype(float)


def relative(found, wanted):
    wanted = np.asarray(wanted, dtype=float)
    return np.max(np.abs(np.asarray(found) - wanted)) / np.max(np.abs(wanted))


def flat(slope):
    """The derivatives in one vector: those by w, b, v, b0, or by beta, mu, b0."""
    names = ("w", "b", "v", "b0") if isinstance(slope, Weights) else ("beta", "mu", "b0")
    return np.concatenate([np.atleast_1d(getattr(slope, name)) for name in names])


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("coordinates", COORDINATES)
def test_derivatives_match_exact_sums(seed, coordinates):
    problem = random_problem(seed, n=3 + seed % 7, width=1 + seed % 6, duplicates=seed % 3 == 0)
    exact = Exact(*problem)
    assert loss(*problem) == pytest.approx(float(exact.loss()), rel=1e-13)
    assert relative(flat(gradient(*problem, coordinates)), as_floats(exact.gradient(coordinates))) < 1e-13
    rng = np.random.default_rng(seed)
    for part in ("full", "gauss_newton", "residual"):
        wanted = as_floats(exact.hessian(coordinates, part))
        found = hessian(*problem, coordinates, part=part)
        scale = max(1.0, np.max(np.abs(wanted)))
        assert np.max(np.abs(found - wanted)) / scale < 1e-13
        assert np.array_equal(found, found.T) or np.max(np.abs(found - found.T)) < 1e-13 * scale
        u = rng.standard_normal(len(wanted))
        operator = hessian_operator(*problem, coordinates, part=part)
        assert np.max(np.abs(operator @ u - wanted @ u)) / scale < 1e-12
        assert np.max(np.abs(operator.T @ u - wanted @ u)) / scale < 1e-12


@pytest.mark.parametrize("coordinates", COORDINATES)
def test_full_is_gauss_newton_plus_residual(coordinates):
    problem = random_problem(3)
    total = hessian(*problem, coordinates)
    parts = hessian(*problem, coordinates, part="gauss_newton") + hessian(*problem, coordinates, part="residual")
    assert np.allclose(total, parts, rtol=1e-15, atol=0)
    assert np.linalg.eigvalsh(hessian(*problem, coordinates, part="gauss_newton"))[0] > -1e-12


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("offset", [1e4, 1e6, -3.7e6])
@pytest.mark.parametrize("coordinates", COORDINATES)
def test_an_offset_costs_no_digits(seed, offset, coordinates):
    problem = random_problem(seed, offset=offset)
    exact = Exact(*problem)
    assert relative(flat(gradient(*problem, coordinates)), as_floats(exact.gradient(coordinates))) < 1e-13
    wanted = as_floats(exact.hessian(coordinates))
    found = hessian(*problem, coordinates)
    assert relative(found, wanted) < 1e-13
    # Entry by entry within each block, not only against the largest block, which grows with the square of the offset.
    blocks = block_slices(6, coordinates)
    for rows in blocks.values():
        for columns in blocks.values():
            assert relative(found[rows, columns], wanted[rows, columns]) < 1e-12
    u = np.random.default_rng(seed).standard_normal(len(wanted))
    assert relative(hessian_operator(*problem, coordinates) @ u, wanted @ u) < 1e-12
    assert relative(tangent_kernel(*problem[:2]), as_floats(exact.kernel())) < 1e-13


@pytest.mark.parametrize("seed", range(8))
def test_tangent_kernel(seed):
    net, x, y = random_problem(seed, n=8, width=7)
    wanted = as_floats(Exact(net, x, y).kernel())
    assert relative(tangent_kernel(net, x), wanted) < 1e-13
    assert relative(tangent_kernel(net, x[:3], x), wanted[:3]) < 1e-13
    assert relative(TangentKernelOperator(net, x) @ np.eye(8), wanted) < 1e-13


def torch_loss(torch, coordinates, facing, x, y):
    def network(theta):
        h = (theta.numel() - 1) // 3
        w, b, v = theta[:h], theta[h : 2 * h], theta[2 * h : 3 * h]
        f = torch.relu(x[:, None] * w + b) @ v + theta[-1]
        return 0.5 * ((f - y) ** 2).sum()

    def spline(theta):
        h = (theta.numel() - 1) // 2
        beta, mu = theta[:h], theta[h : 2 * h]
        f = (torch.relu(facing * (x[:, None] - beta)) * facing) @ mu + theta[-1]
        return 0.5 * ((f - y) ** 2).sum()

    return network if coordinates == "network" else spline


@pytest.mark.parametrize("coordinates", COORDINATES)
def test_against_automatic_differentiation(coordinates):
    torch = pytest.importorskip("torch", reason="torch is the peer here")
    worst = np.zeros(3)
    for seed in range(200):
        net, x, y = problem = random_problem(seed, n=12, width=5)
        values = [net.w, net.b, net.v] if coordinates == "network" else [-net.b / net.w, net.w * net.v]
        theta = torch.tensor(np.append(np.concatenate(values), net.b0), dtype=torch.float64)
        value = torch_loss(torch, coordinates, torch.tensor(np.sign(net.w)), torch.tensor(x), torch.tensor(y))
        wanted = torch.autograd.functional.hessian(value, theta).numpy()
        slope = torch.autograd.functional.jacobian(value, theta).numpy()
        u = np.random.default_rng(seed).standard_normal(len(theta))
        product = hessian_operator(*problem, coordinates) @ u
        errors = [
            relative(flat(gradient(*problem, coordinates)), slope),
            relative(hessian(*problem, coordinates), wanted),
            relative(product, wanted @ u),
        ]
        worst = np.maximum(worst, errors)
    assert worst[0] < 1e-12
    assert worst[1] < 1e-12
    assert worst[2] < 1e-11


@pytest.mark.parametrize("size", [3, 700, 5000])
def test_large_active_sets_match_comparison(size):
    rng = np.random.default_rng(size)
    x = np.round(rng.standard_normal(200), 1)
    w = rng.choice([-2.0, -1.0, 0.0, 1.0, 0.5], size)
    b = -w * np.round(rng.standard_normal(size), 1)
    b[w == 0] = rng.choice([-1.0, 0.0, 1.0], int(np.sum(w == 0)))
    data = SortedData.of(x)
    sets = ActiveSets.of(w, b, data)
    beta = np.where(w == 0, 0.0, -b / np.where(w == 0, 1.0, w))
    for i in range(size):
        seen = (w[i] * (data.x - beta[i]) > 0) if w[i] else np.full(200, b[i] > 0)
        wanted = np.flatnonzero(seen)
        key = sets.key[i]
        assert list(range(key, 200) if sets.right[i] else range(key - 201)) == list(wanted)


def test_rough_order_sorts_up_to_the_last_bits():
    keys = np.random.default_rng(0).standard_cauchy(3000)
    keys[:4] = np.inf, -np.inf, 0.0, -0.0
    order = _rough_order(keys)
    assert np.array_equal(np.sort(order), np.arange(3000))
    rough = keys[order]
    assert np.all(rough[1:] >= rough[:-1] - 1e-11 * np.minimum(np.abs(rough[:-1]), 1e300))


def test_order_of_the_data_does_not_matter():
    net, x, y = random_problem(5, n=30, width=40)
    order = np.argsort(x)
    assert np.allclose(hessian(net, x, y), hessian(net, x[order], y[order]), rtol=1e-13)
    k = tangent_kernel(net, x)
    assert np.allclose(k[np.ix_(order, order)], tangent_kernel(net, x[order]), rtol=1e-13)
    u = np.arange(30.0)
    assert np.allclose(TangentKernelOperator(net, x) @ u, k @ u, rtol=1e-12)


@pytest.mark.parametrize("facing", [1.0, -1.0])
@pytest.mark.parametrize("coordinates", COORDINATES)
def test_breakpoint_on_a_datum(facing, coordinates):
    x, y = np.array([2.0, 0.0, 1.0, 4.0]), np.array([1.0, 3.0, -1.0, 0.5])
    w, v = np.array([1.5, facing]), np.array([0.7, 1.3])
    b = np.array([0.3, -facing * 2.0])
    net = Weights(w, b, v, 0.2)
    with pytest.raises(ValueError, match=r"neuron 1 is exactly on x\[0\] = 2"):
        hessian(net, x, y, coordinates)
    with pytest.raises(ValueError, match="neuron 1"):
        hessian_operator(net, x, y, coordinates)
    for side, shift in (("right", 1), ("left", -1)):
        moved = b.copy()
        moved[1] -= facing * shift * 1e-9
        wanted = hessian(Weights(w, moved, v, 0.2), x, y, coordinates)
        assert np.allclose(hessian(net, x, y, coordinates, side=side), wanted, atol=1e-6)
        u = np.arange(float(len(wanted)))
        product = hessian_operator(net, x, y, coordinates, side=side) @ u
        assert np.allclose(product, hessian(net, x, y, coordinates, side=side) @ u, rtol=1e-13)
    one_sided = [hessian(net, x, y, coordinates, side=s) for s in ("left", "right")]
    assert not np.allclose(*one_sided, atol=1e-3)


def test_contact_found_through_the_preactivation():
    # The double 0.3 / 3 is not the double 0.1, yet 3 x - 0.3 rounds to a multiple of the last bit or to zero.
    w, x = 3.0, 0.1
    b = -(w * x)
    data = SortedData.of([x, 1.0])
    sets = ActiveSets.of(np.array([w]), np.array([b]), data)
    assert contacts(np.array([w]), np.array([b]), data, sets) == [(0, 0)]


def test_neurons_without_breakpoint():
    x, y = np.array([0.0, 1.0, 3.0]), np.array([1.0, -1.0, 0.0])
    w, b, v = np.array([0.0, 0.0, 1.0]), np.array([2.0, -1.0, -0.5]), np.array([1.0, 3.0, -2.0])
    net = Weights(w, b, v, 0.1)
    exact = Exact(net, x, y)
    assert relative(flat(gradient(net, x, y)), as_floats(exact.gradient("network"))) < 1e-14
    assert relative(hessian(net, x, y), as_floats(exact.hessian("network"))) < 1e-14
    for call in (gradient, hessian, hessian_operator):
        with pytest.raises(ValueError, match=r"w\[0\] is 0: neuron 0"):
            call(net, x, y, "spline")
    with pytest.raises(ValueError, match=r"w\[1\] and b\[1\] are 0"):
        hessian(Weights(w, [2.0, 0.0, -0.5], v, 0.1), x, y)


def test_one_datum_and_no_neuron():
    assert loss(Weights([], [], [], 2.0), [1.0], [5.0]) == 4.5
    assert hessian(Weights([], [], [], 2.0), [1.0], [5.0]).tolist() == [[1.0]]
    assert flat(gradient(Weights([1.0], [1.0], [1.0]), [1.0], [5.0])).tolist() == [-3.0, -3.0, -6.0, -3.0]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x": []}, "x is empty"),
        ({"x": [0.0, np.nan, 1.0]}, r"x\[1\] is nan"),
        ({"y": [0.0, 1.0, np.inf]}, r"y\[2\] is inf"),
        ({"y": [0.0, 1.0]}, "y has 2 entries but x has 3"),
        ({"v": [1.0, 2.0]}, "v has 2 entries but w has 1"),
        ({"w": [-np.inf]}, r"w\[0\] is -inf"),
        ({"b0": np.nan}, "b0 is nan"),
        ({"x": [[0.0, 1.0, 2.0]]}, "x has 2 dimensions"),
        ({"coordinates": "polar"}, "coordinates is 'polar'"),
    ],
)
def test_bad_input_is_named(change, message):
    arguments = {"w": [1.0], "b": [0.5], "v": [1.0], "b0": 0.0, "x": [0.0, 1.0, 2.0], "y": [0.0, 1.0, 2.0]} | change
    data = {name: value for name, value in arguments.items() if name in ("x", "y", "coordinates")}
    for routine in (gradient, hessian):
        with pytest.raises(ValueError, match=message):
            routine(Weights(**{name: arguments[name] for name in ("w", "b", "v", "b0")}), **data)


def test_bad_choices_are_named():
    with pytest.raises(ValueError, match="part is"):
        hessian(Weights([1.0], [0.5], [1.0]), [0.0], [1.0], part="half")
    with pytest.raises(ValueError, match="side is"):
        hessian(Weights([1.0], [0.5], [1.0]), [0.0], [1.0], side="up")


def test_rescaling_directions():
    """H g = -diag(1, 1, -1) grad_i for g = (w, b, -v) (C6f)."""
    net, x, y = random_problem(11)
    operator, slope = hessian_operator(net, x, y), gradient(net, x, y)
    for i in range(6):
        g = np.zeros(19)
        g[[i, 6 + i, 12 + i]] = net.w[i], net.b[i], -net.v[i]
        wanted = np.zeros(19)
        wanted[[i, 6 + i, 12 + i]] = -slope.w[i], -slope.b[i], slope.v[i]
        assert np.allclose(operator @ g, wanted, atol=1e-11)
