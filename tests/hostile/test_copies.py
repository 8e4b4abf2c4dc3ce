"""Copies, pickles and threads of every public object."""

import copy
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import sympy as sp

import symspline as ss
from symspline.model.dataset import Dataset

T = sp.Symbol("t", real=True)
X, Y = [0.0, 0.5, 1.0, 2.0, 3.0], [1.0, 0.0, 1.0, 0.0, 2.0]


def network():
    return ss.Network([1.0, -2.0], [0.1, 1.0], [3.0, 1.0], 0.5)


def fork():
    return ss.NonUniqueFlow(0.5, 1, 2, "repels", ss.gradient_flow(network(), X, Y, 0.3))


def init():
    return ss.Init(w=ss.Normal(1.3), b=ss.Normal(0.7), v=ss.Normal(0.2))


def numbers_of(thing):
    """Values that use what an object remembers."""
    match thing:
        case ss.Init():
            return [thing.zeta(0.3)]
        case ss.Formula():
            return [thing(*[0.3] * len(thing.args))]
        case ss.Law() if not thing.is_discrete:
            return [
                *thing.pdf_array([0.3, 0.4]),
                *thing.cdf_array([0.3, 0.4]),
                *thing.sample(np.random.default_rng(1), 2),
            ]
        case ss.Law() | ss.BivariateNormal() | ss.RotationInvariant():
            return np.ravel(thing.sample(np.random.default_rng(1), 2)).tolist()
        case ss.Network() | ss.Spline() | ss.BestFit():
            return thing([0.2, 5.0]).tolist()
        case ss.Training():
            return [*thing.losses, *thing.network([0.2])]
        case ss.NonUniqueFlow():
            return [str(thing), thing.time, thing.neuron, thing.datum, thing.kind, *numbers_of(thing.trajectory)]
        case ss.Trajectory():
            return [*thing.end([0.2]), len(thing.events)]
        case ss.Certificate():
            return [repr(thing), *(ball.value.str(40) for ball in thing("1/8").w), thing.loss(0).value.str(40)]
        case Dataset():
            return [*thing.x, *thing.y]
        case ss.Theorem():
            return [str(thing.conclusion), thing.id]
    return [thing]


OBJECTS = {
    "Init": init,
    "Formula": lambda: init().zeta,
    "Formula in other units": lambda: ss.Init(w=ss.Normal(1e100), b=ss.Normal(1), v=ss.Normal(1)).breakpoint_density,
    "Network": network,
    "Spline": lambda: network().spline,
    "BestFit": lambda: ss.best_fit(X, Y, 2),
    "Training": lambda: ss.gradient_descent(network(), X, Y, n_steps=3),
    "NonUniqueFlow": fork,
    "Trajectory": lambda: ss.gradient_flow(network(), X, Y, 0.3),
    "Certificate": lambda: ss.certified_flow(network(), X, Y, "1/4", digits=5),
    "Law": lambda: ss.Law(sp.exp(-(T**2) / 2) / sp.sqrt(2 * sp.pi), T, (-sp.oo, sp.oo)),
    "BivariateNormal": lambda: ss.BivariateNormal(1, 2, 0.5),
    "RotationInvariant": lambda: ss.RotationInvariant(2),
    "UnitCircle": lambda: ss.UnitCircle(2),
    "Constant": lambda: ss.Constant(1),
    "GeneralisedNormal": lambda: ss.GeneralisedNormal(1, 3),
    "Laplace": lambda: ss.Laplace(1),
    "Logistic": lambda: ss.Logistic(1),
    "Normal": lambda: ss.Normal(1, 2),
    "StudentT": lambda: ss.StudentT(1, 3),
    "SymmetrisedLogNormal": lambda: ss.SymmetrisedLogNormal(0, 1),
    "TruncatedNormal": lambda: ss.TruncatedNormal(1),
    "TwoPoint": lambda: ss.TwoPoint(2),
    "Uniform": lambda: ss.Uniform(1),
    "Theorem": lambda: ss.library["B7.zeta"],
    "Verdict": lambda: ss.Verdict.PROVED,
    "library": lambda: ss.library,
    "Dataset": lambda: Dataset(X, Y),
}


def test_every_public_object_is_here():
    makers = {name for name in dir(ss) if not name.startswith("_") and isinstance(getattr(ss, name), type)}
    assert makers <= set(OBJECTS)


@pytest.mark.parametrize("name", OBJECTS)
def test_copies_are_equal_and_cannot_be_changed(name):
    thing = OBJECTS[name]()
    before = numbers_of(thing)
    for again in (pickle.loads(pickle.dumps(thing)), copy.deepcopy(thing), copy.copy(thing)):
        assert numbers_of(again) == before
        if name not in ("Training", "Trajectory", "Certificate", "NonUniqueFlow", "Theorem", "Dataset"):
            assert again == thing and hash(again) == hash(thing)
        for value in vars(again).values() if not isinstance(again, ss.Training | ss.Trajectory | ss.Verdict) else ():
            assert not (isinstance(value, np.ndarray) and value.flags.writeable)


def test_a_formula_keeps_its_values_to_itself():
    again = pickle.loads(pickle.dumps(init().zeta))
    with pytest.raises(TypeError):
        again.values[T] = 1


def test_a_pickle_holds_no_code_of_values_worked_out():
    law = ss.Laplace(1)
    law.pdf_array(0.3)
    assert "_density_function" in vars(law) and "_density_function" not in vars(pickle.loads(pickle.dumps(law)))


def test_threads_agree():
    net, shared, theorem = network(), init(), ss.library["B7.zeta"]

    def work(k):
        x = np.linspace(-1, 1, 50)
        fit = ss.best_fit(X, Y, 2)
        law = ss.GeneralisedNormal(1, 3)
        return (
            net(x).tolist(),
            ss.hessian(net, x, x).tolist(),
            shared.zeta(x).tolist(),
            init().breakpoint_cdf(0.3),
            fit.loss,
            law.pdf_array(0.4),
            law.is_symmetric,
            theorem.conclusion,
            ss.Law(sp.exp(-sp.Abs(T)) / 2, T, (-sp.oo, sp.oo)).cdf_array(0.3),
        )

    alone = work(0)
    with ThreadPoolExecutor(8) as pool:
        assert all(got == alone for got in pool.map(work, range(24)))


@pytest.mark.slow
def test_threads_may_load_the_names_first():
    code = (
        "from concurrent.futures import ThreadPoolExecutor\nimport symspline as ss\n"
        "names = [n for n in ss.__all__ if not n.startswith('_')]\n"
        "with ThreadPoolExecutor(16) as pool:\n"
        "    assert all(thing is not None for thing in pool.map(lambda n: getattr(ss, n), names * 4))\n"
        "print(len(names))"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and int(done.stdout) > 30, done.stderr
