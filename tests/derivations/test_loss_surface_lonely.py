"""Lonely partitions: determinants by NumPy, probabilities by counting, generating functions by mpmath."""

from fractions import Fraction
from itertools import combinations, pairwise
from math import comb

import mpmath as mp
import numpy as np
import pytest

from symspline.derivations.loss_surface import different_laws, lonely, orderings
from symspline.derivations.loss_surface.evidence import different_laws as quadratures
from symspline.derivations.loss_surface.evidence import lonely as eliminations
from symspline.derivations.loss_surface.evidence import orderings as countings
from symspline.proof.library import library


def at(theorem, **values):
    """The conclusion at values named as the symbols print."""
    return theorem.conclusion.subs({a.symbol: values[str(a.symbol)] for a in theorem.arguments})


@pytest.mark.parametrize(("theorem", "facing"), [(lonely.DETERMINANT, (1, 1, -1)), (lonely.ANOTHER, (1, -1, -1))])
def test_determinants_by_elimination(theorem, facing):
    rng = np.random.default_rng(0)
    for _ in range(20):
        left, right = rng.uniform(0.2, 2, 3), rng.uniform(0.2, 2, 3)
        data = np.concatenate([[0], np.cumsum(left + right)])
        places = data[:-1] + left
        hinges = [np.where(s * (data - p) > 0, data - p, 0) for s, p in zip(facing, places, strict=True)]
        matrix = np.stack([np.ones(4), *hinges], axis=1)
        values = {f"l_{k + 1}": left[k] for k in range(3)} | {f"r_{k + 1}": right[k] for k in range(3)}
        assert float(at(theorem, **values)) == pytest.approx(np.linalg.det(matrix), rel=1e-10, abs=1e-12)


def test_singular_example_cannot_fit_a_target():
    data, places = np.arange(4.0), np.array([0.5, 4 / 3, 2.5])
    columns = [
        np.ones(4),
        *(np.where(s * (data - p) > 0, data - p, 0) for s, p in zip((1, 1, -1), places, strict=True)),
    ]
    matrix = np.stack(columns, axis=1)
    assert np.allclose(np.array([-1, 2.5, -2.5, 1]) @ matrix, 0, atol=1e-14)
    fit = np.linalg.lstsq(matrix, np.array([1.0, 0, 0, 0]), rcond=None)[0]
    assert np.abs(matrix @ fit - [1, 0, 0, 0]).max() > 0.05


@pytest.mark.parametrize(("n", "h"), [(1, 0), (2, 1), (3, 5), (4, 3), (5, 9)])
def test_words_and_probability_by_listing(n, h):
    lonely = sum(all(b - a > 1 for a, b in pairwise(p)) for p in combinations(range(n + h), n))
    assert at(orderings.WORDS, N=n, H=h) == lonely
    assert at(orderings.PROBABILITY, N=n, H=h).doit() == Fraction(lonely, comb(n + h, n))


def test_bounds_in_exact_numbers():
    for n in range(2, 20):
        for h in (n - 1, n, n * n // 2, n * n, 3 * n * n):
            p = mp.mpf(comb(h + 1, n)) / comb(n + h, n)
            assert mp.exp(-mp.mpf(n * (n - 1)) / (h + 2 - n)) <= p <= mp.exp(-mp.mpf(n * (n - 1)) / (h + n))
            if h + 1 >= n * (n - 1):
                assert mp.exp(-mp.mpf(n * n) / (h + 1)) <= p


def test_false_bounds_are_false():
    p = mp.mpf(1) / 16796
    assert Fraction(comb(11, 10), comb(20, 10)) == Fraction(1, 16796)
    assert p < mp.exp(-mp.mpf(100) / 11)
    assert 16000 * p < 1 - mp.exp(-mp.mpf(100) / 11)
    assert orderings.FAILS.check().verdict.holds and orderings.QUOTED.check().verdict.holds


def test_generating_function_of_two_data():
    for z in (0.7, 3, 8):
        series = mp.nsum(lambda h, z=z: mp.exp(-z) * mp.mpf(z) ** h / mp.factorial(h) * h / (h + 2), [0, mp.inf])
        assert float(at(different_laws.POISSON, z=z)) == pytest.approx(float(series), rel=1e-12)
    for h in range(1, 8):
        value = 1 - 2 * mp.quad(lambda a, h=h: mp.quad(lambda b: (1 - (b - a)) ** h, [a, 1]), [0, 1])
        assert float(at(different_laws.TWO_DATA, H=h)) == pytest.approx(float(value), rel=1e-12)
        assert at(different_laws.FIXED, H=h) == at(different_laws.TWO_DATA, H=h)


def test_cost_of_different_laws():
    value = mp.quad(lambda x: mp.mpf(1) / 4 * mp.pi * (1 + x * x), [-1, 1])
    assert float(different_laws.MISMATCH.conclusion) == pytest.approx(float(value), rel=1e-14)


@pytest.mark.parametrize(
    ("module", "name", "wrong", "theorem", "which"),
    [
        (eliminations, "jacobian_rank", lambda w, b, x, offset=True: len(x), lonely.RANK, 0),
        (eliminations, "lateral_determinant", lambda *a: Fraction(1), lonely.DETERMINANT, 0),
        (eliminations, "exact_rank", lambda m: 4, lonely.SINGULAR, 0),
        (countings, "lonely_probability", lambda n, h: Fraction(comb(h, n), comb(n + h, n)), orderings.PROBABILITY, 0),
        (countings, "lonely_probability", lambda n, h: Fraction(1), orderings.CORRECTED, 0),
        (countings, "lonely_probability", lambda n, h: Fraction(1), orderings.BELOW, 0),
        (countings, "minimal_width", lambda n, p: n * n, orderings.WIDTH, 0),
        (quadratures, "lonely_probability_of_laws", lambda n, h, q, f: 0.5, different_laws.FIXED, 0),
        (quadratures, "lonely_probability_of_laws", lambda n, h, q, f: 0.5, different_laws.FIXED, 1),
    ],
)
def test_evidence_notices_a_wrong_routine(monkeypatch, module, name, wrong, theorem, which):
    monkeypatch.setattr(module, name, wrong)
    assert not theorem.evidence[which].run(np.random.default_rng(1)).passed


def test_sampling_notices_a_wrong_value(monkeypatch):
    piece = different_laws.FIXED.evidence[2]
    assert piece.run(np.random.default_rng(1)).passed
    monkeypatch.setitem(quadratures.TABLE, (3, 10), 0.38)
    assert not piece.run(np.random.default_rng(1)).passed


def test_every_piece_of_evidence_passes():
    section = library.section_of("C5")
    assert {theorem.id.split(".")[0] for theorem in section} == {"C5a", "C5b", "C5c", "C5d", "C5e"}
    for theorem in section:
        for piece in theorem.evidence:
            assert piece.run(np.random.default_rng(3)).passed, theorem.id
