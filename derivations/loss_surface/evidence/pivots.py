"""Evidence for C4."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

import numpy as np
from flint import fmpz_mat

from symspline.evidence.cases import every_case
from symspline.numerics.inertia import exact_inertia, exact_rank


def _symmetric(rng: np.random.Generator) -> list[list[int]]:
    """A random symmetric matrix of integers, often singular, sometimes with a vanishing diagonal."""
    size = int(rng.integers(1, 7))
    half = rng.integers(-3, 4, (size, size)) * (rng.random((size, size)) < 0.6)
    matrix = half + half.T
    if rng.random() < 0.4:
        np.fill_diagonal(matrix, 0)
    if rng.random() < 0.4:
        factor = rng.integers(-2, 3, (size, max(1, size - 2)))
        matrix = factor @ np.diag(rng.integers(-2, 3, factor.shape[1])) @ factor.T
    return [[int(value) for value in row] for row in matrix]


def _sign_changes(values: list[int]) -> int:
    signs = [value > 0 for value in values if value != 0]
    return sum(one != other for one, other in pairwise(signs))


@every_case("inertia against Descartes' rule of signs", "{} random symmetric matrices")
def _against_descartes(rng: np.random.Generator) -> Iterator[str]:
    """All roots of the characteristic polynomial are real, so that its sign changes count the positive ones exactly."""
    for _ in range(150):
        rows = _symmetric(rng)
        coefficients = [int(c) for c in fmpz_mat(rows).charpoly().coeffs()]
        zero = next(k for k, c in enumerate(coefficients) if c != 0)
        positive = _sign_changes(coefficients)
        negative = _sign_changes([c * (-1) ** k for k, c in enumerate(coefficients)])
        found, expected = exact_inertia(rows), (positive, negative, zero)
        yield "" if found == expected else f"{rows}: {found}, by Descartes {expected}"


@every_case("rank by the Gram matrix", "{} random rational matrices")
def _rank_by_gram(rng: np.random.Generator) -> Iterator[str]:
    """The nullity of a matrix is the multiplicity of the root zero of the polynomial of its Gram matrix."""
    for _ in range(80):
        rows, columns = (int(n) for n in rng.integers(1, 6, 2))
        matrix = rng.integers(-2, 3, (rows, columns)) * (rng.random((rows, columns)) < 0.5)
        gram = [[int(value) for value in row] for row in matrix.T @ matrix]
        coefficients = [int(c) for c in fmpz_mat(gram).charpoly().coeffs()]
        nullity = next(k for k, c in enumerate(coefficients) if c != 0)
        thirds = [[Fraction(int(value), 3) for value in row] for row in matrix]
        yield "" if exact_rank(thirds) == columns - nullity else f"{gram}: the rank is not {columns - nullity}"


EVIDENCE = {"C4g.pivot": _against_descartes, "C4g.off-diagonal": _rank_by_gram}
