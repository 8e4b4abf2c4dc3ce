"""Ten thousand generated calls of the public names."""

import numpy as np
import pytest

import symspline as ss
from symspline.numerics import landscape

from .kinds import BAD, GOOD, PANDAS_BAD, PANDAS_GOOD, TORCH_BAD, TORCH_GOOD
from .outcome import WrongOutcomeError, ends_well, refused
from .scalars import ALLOWED, SCALARS, scalar
from .takers import EXACT, NOT_FINITE, PLACES, SHAPES, TAKERS, numbers
from .walks import WALKS, run

FEW = 25
"""Calls of each walk in the fast suite."""
THOUSANDS = 10_000


def test_every_public_name_is_walked():
    walked = {name for _, names, _ in WALKS.values() for name in names}
    assert {name for name in dir(ss) if not name.startswith("_")} - walked == set()


def test_the_walks_make_ten_thousand_calls():
    kinds = (len(GOOD) + len(BAD)) * (len(TAKERS) + len(PLACES)) + len(BAD) * len(SCALARS)
    assert sum(calls for _, _, calls in WALKS.values()) + kinds > THOUSANDS


@pytest.mark.parametrize("name", [name for name in WALKS if name != "answers"])
def test_few_calls(name):
    for seed in range(FEW):
        run(name, seed)


@pytest.mark.slow
@pytest.mark.parametrize("name", WALKS)
def test_calls(name):
    for seed in range(WALKS[name][2]):
        run(name, seed)


@pytest.mark.parametrize("names", [*TAKERS, *PLACES], ids=".".join)
def test_arrays_of_every_kind(names):
    take = (TAKERS | PLACES)[names]
    plain = numbers(take(np.array([0.0, 0.5, 2.0]))) if names[1] != "weights" else None
    for kind, make in GOOD.items() if plain is not None else ():
        assert numbers(take(make())) == pytest.approx(plain, rel=1e-14), kind
    for kind, make in BAD.items():
        if (names in PLACES and kind in SHAPES) or (names[0] in EXACT and kind == "a generator"):
            continue
        if names in PLACES and kind in NOT_FINITE and names[0] not in ("Network", "Spline", "BestFit"):
            values = np.asarray(take(make()))
            assert np.isnan(values[1]) == (kind == "not a number") and np.all(np.isfinite(values[[0, 2]]))
            continue
        refused(lambda make=make: take(make()), names[1])


@pytest.mark.peer
@pytest.mark.parametrize("names", [*TAKERS, *PLACES], ids=".".join)
@pytest.mark.parametrize("module", ["torch", "pandas"])
def test_tensors_and_columns(names, module):
    library = pytest.importorskip(module)
    good, bad = (TORCH_GOOD, TORCH_BAD) if module == "torch" else (PANDAS_GOOD, PANDAS_BAD)
    take = (TAKERS | PLACES)[names]
    plain = numbers(take(np.array([0.0, 0.5, 2.0]))) if names[1] != "weights" else None
    for kind, make in good.items() if plain is not None else ():
        assert numbers(take(make(library))) == pytest.approx(plain, rel=1e-14), kind
    for kind, make in bad.items():
        if names in PLACES and kind in ("a table", "a column that lacks a value"):
            continue  # a table has two dimensions, and a missing value may be nan
        refused(lambda make=make: take(make(library)), names[1])


@pytest.mark.parametrize("names", SCALARS, ids=".".join)
def test_arguments_of_every_kind(names):
    for kind in BAD:
        if kind not in ALLOWED.get(names, ()):
            scalar(names, kind)


# --- the walk itself can fail -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [np.nan, 1.0 + 1e-9, np.inf])
def test_a_planted_fault_is_caught(monkeypatch, fault):
    truth = ss.tangent_kernel
    monkeypatch.setattr(ss, "tangent_kernel", lambda *given: truth(*given) * fault)
    with pytest.raises(WrongOutcomeError, match="walks tangent_kernel"):
        for seed in range(20):
            run("tangent_kernel", seed)


def test_a_fault_at_one_end_is_caught(monkeypatch):
    """Without units products of small weights are lost."""
    monkeypatch.setattr(landscape.Units, "of", lambda *_: None)
    with pytest.raises(WrongOutcomeError, match="walks gradient"):
        for seed in range(WALKS["gradient"][2]):
            run("gradient", seed)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: ValueError("x is bad: pass numbers").args, "accepted"),
        (lambda: [][1], "IndexError"),
        (lambda: float("word"), "names none"),
        (lambda: np.float64(1e300) * np.float64(1e300), "RuntimeWarning"),
    ],
)
def test_what_is_no_refusal(call, message):
    with pytest.raises(WrongOutcomeError, match=message):
        refused(call, "x")


def test_a_refusal_without_a_remedy():
    def call():
        raise ValueError("x is bad")

    with pytest.raises(WrongOutcomeError, match="no remedy"):
        ends_well(call, ["x"])
