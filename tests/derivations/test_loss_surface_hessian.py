"""The Hessian's entries against automatic differentiation, ranks and traces against numerical linear algebra."""

from fractions import Fraction

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from symspline.derivations.loss_surface import vocabulary as sym
from symspline.derivations.loss_surface.evidence import rank
from symspline.derivations.loss_surface.sharpness import BEST
from symspline.evidence import exact_network
from symspline.evidence.exact_network import random_network
from symspline.proof.library import library

THEOREMS = {theorem.id: theorem for theorem in library.section_of("C6")}
NETWORK = {
    "C6a.ww": ("w0", "w1"),
    "C6a.wb": ("w0", "b1"),
    "C6a.bb": ("b0", "b1"),
    "C6a.wv": ("w0", "v1"),
    "C6a.bv": ("b0", "v1"),
    "C6a.vv": ("v0", "v1"),
    "C6a.own-wv": ("w0", "v0"),
    "C6a.own-bv": ("b0", "v0"),
    "C6a.offset-w": ("o", "w0"),
    "C6a.offset-b": ("o", "b0"),
    "C6a.offset-v": ("o", "v0"),
}
SPLINE = {
    "C6b.beta-beta": ("beta0", "beta1"),
    "C6b.beta-mu": ("beta0", "mu1"),
    "C6b.mu-mu": ("mu0", "mu1"),
    "C6b.own-beta-mu": ("beta0", "mu0"),
    "C6b.own-beta-beta": ("beta0", "beta0"),
    "C6b.offset-beta": ("o", "beta0"),
    "C6b.offset-mu": ("o", "mu0"),
}
X = np.array([-1.9, -1.1, -0.3, 0.2, 0.7, 1.6, 2.4])
Y = np.array([0.4, -1.2, 0.9, 2.1, -0.6, 0.3, 1.7])
W, B, V, OFFSET = np.array([1.3, -0.7]), np.array([0.8, 0.9]), np.array([-0.6, 1.1]), 0.35


def autodiff(coordinates):
    """Every second derivative of the loss by name, from the network as a program."""
    torch = pytest.importorskip("torch")
    x, y = torch.tensor(X), torch.tensor(Y)

    def loss(theta):
        if coordinates == "network":
            w, b, v = theta[0:2], theta[2:4], theta[4:6]
            hidden = torch.relu(x[:, None] * w + b) * v
        else:
            beta, mu = theta[0:2], theta[2:4]
            hidden = torch.relu((x[:, None] - beta) * torch.tensor(np.sign(W))) * torch.tensor(np.sign(W)) * mu
        return 0.5 * torch.sum((hidden.sum(1) + theta[-1] - y) ** 2)

    start = [*W, *B, *V, OFFSET] if coordinates == "network" else [*(-B / W), *(W * V), OFFSET]
    groups = ("w", "b", "v") if coordinates == "network" else ("beta", "mu")
    names = [f"{group}{i}" for group in groups for i in (0, 1)] + ["o"]
    matrix = torch.autograd.functional.hessian(loss, torch.tensor(start, dtype=torch.float64)).numpy()
    return {(a, c): matrix[i, j] for i, a in enumerate(names) for j, c in enumerate(names)}


def values(own):
    """What the symbols of the theorems stand for: moments of the data that one neuron, or both, see."""
    active = X[:, None] * W + B > 0
    seen = active[:, 0] if own else active.all(axis=1)
    line = (np.maximum(X[:, None] * W + B, 0) * V).sum(1) + OFFSET - Y
    first = np.maximum(X * W[0] + B[0], 0) * V[0]
    found = {sym.X_0: seen.sum(), sym.X_1: X[seen].sum(), sym.X_2: (X[seen] ** 2).sum()}
    rest = line - first
    found |= {sym.P_0: rest[seen].sum(), sym.Q_0: (rest * X)[seen].sum()}
    beta, mu = -B / W, W * V
    for i, names in enumerate((("w_1", "b_1", "v_1", "beta_1", "mu_1"), ("w_2", "b_2", "v_2", "beta_2", "mu_2"))):
        found |= {getattr(sym, n): a[i] for n, a in zip(names, (W, B, V, beta, mu), strict=True)}
    return found | {sym.w: W[0], sym.b: B[0], sym.v: V[0], sym.beta: beta[0], sym.mu: mu[0]}


@pytest.mark.parametrize(("coordinates", "entries"), [("network", NETWORK), ("spline", SPLINE)])
def test_every_entry_against_automatic_differentiation(coordinates, entries):
    truth = autodiff(coordinates)
    for id, place in entries.items():
        own = "own" in id or "offset" in id
        formula = float(THEOREMS[id].conclusion.subs(values(own)))
        assert formula == pytest.approx(truth[place], rel=1e-12, abs=1e-12), id


def test_exact_network_against_automatic_differentiation():
    x, y = (tuple(Fraction(str(a)) for a in values) for values in (X, Y))
    neurons = tuple(tuple(Fraction(str(a)) for a in row) for row in zip(W, B, V, strict=True))
    network = exact_network.ExactNetwork(neurons, Fraction(str(OFFSET)), x, y)
    for coordinates in ("network", "spline"):
        matrix = np.array(network.hessian(coordinates), dtype=float).ravel()
        assert np.allclose(matrix, list(autodiff(coordinates).values()), rtol=1e-12, atol=1e-12)


def test_counterexample_is_off_critical_and_regular():
    theorem = THEOREMS["C6f.counterexample"]
    matrix = np.array(theorem.start.arg.tolist(), dtype=float)
    assert np.linalg.det(matrix) == pytest.approx(float(theorem.conclusion), rel=1e-10)
    assert theorem.conclusion != 0


def test_rank_formula_against_singular_values():
    rng = np.random.default_rng(5)
    for _ in range(60):
        network = random_network(rng, width=int(rng.integers(1, 6)), n_data=int(rng.integers(2, 7)))
        for offset in (True, False):
            jacobian = np.array(network.jacobian("moment", offset=offset), dtype=float)
            assert np.linalg.matrix_rank(jacobian, tol=1e-9) == rank._formula(network, offset=offset)


def test_best_rescaling_against_a_search():
    v, s, z = 0.7, 5.3, 1.9
    found = minimize_scalar(lambda t: v**2 * s / np.exp(2 * t) + np.exp(2 * t) * z, bracket=(-1, 1)).fun
    assert found == pytest.approx(float(BEST.conclusion.subs({sym.v: v, sym.S_A: s, sym.Z_A: z})), rel=1e-12)


def test_evidence_notices_a_wrong_formula(monkeypatch):
    right = rank._formula
    monkeypatch.setattr(rank, "_formula", lambda network, offset: right(network, offset=True))
    assert not THEOREMS["C6g.rank"].evidence[0].run(np.random.default_rng(0)).passed
    monkeypatch.setattr(exact_network.ExactNetwork, "residual_moments", lambda self: [(0, 0)] * len(self.neurons))
    assert not any(e.run(np.random.default_rng(0)).passed for e in THEOREMS["C6d.network"].evidence)
