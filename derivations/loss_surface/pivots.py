"""Signs of eigenvalues by exact elimination (C4g)."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
from flint import fmpz_mat
from sympy import Function

from symspline.numerics.inertia import exact_inertia, exact_rank
from symspline.proof.moves import Algebra
from symspline.proof.theorem import Assumption, Evidence, Finding, Step, Theorem

from .arguments import arguments
from .vocabulary import c_1, c_2, gamma, mu, s_11, s_12


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


def _against_descartes(rng: np.random.Generator) -> Finding:
    """All roots of the characteristic polynomial are real, so that its sign changes count the positive ones exactly."""
    cases = 150
    for _ in range(cases):
        rows = _symmetric(rng)
        coefficients = [int(c) for c in fmpz_mat(rows).charpoly().coeffs()]
        zero = next(k for k, c in enumerate(coefficients) if c != 0)
        positive = _sign_changes(coefficients)
        negative = _sign_changes([c * (-1) ** k for k, c in enumerate(coefficients)])
        if exact_inertia(rows) != (positive, negative, zero):
            return Finding(
                False, float(cases), f"{rows}: {exact_inertia(rows)}, by Descartes {positive, negative, zero}"
            )
    return Finding(True, float(cases), f"{cases} random symmetric matrices, the same by the signs of their polynomials")


def _rank_by_gram(rng: np.random.Generator) -> Finding:
    """The nullity of a matrix is the multiplicity of the root zero of the polynomial of its Gram matrix."""
    cases = 80
    for _ in range(cases):
        rows, columns = (int(n) for n in rng.integers(1, 6, 2))
        matrix = rng.integers(-2, 3, (rows, columns)) * (rng.random((rows, columns)) < 0.5)
        gram = [[int(value) for value in row] for row in matrix.T @ matrix]
        coefficients = [int(c) for c in fmpz_mat(gram).charpoly().coeffs()]
        nullity = next(k for k, c in enumerate(coefficients) if c != 0)
        thirds = [[Fraction(int(value), 3) for value in row] for row in matrix]
        if exact_rank(thirds) != columns - nullity:
            return Finding(False, float(cases), f"{gram}: the rank is not {columns - nullity}")
    return Finding(True, float(cases), f"{cases} random rational matrices, the same by their Gram matrices")


PIVOT = Theorem(
    id="C4g.pivot",
    title="A pivot gives one eigenvalue of its sign",
    chapter="loss_surface",
    statement=r"A quadratic form in $\mu$ with the pivot $s_{11}$; $c_1$ and $c_2$ are linear and quadratic in the "
    r"other "
    r"variables. The square has the sign of the pivot, and the rest is a form in the other variables alone. By "
    r"Sylvester's "
    r"law of inertia the signs of the pivots are those of the eigenvalues.",
    arguments=arguments(s_11, c_1, c_2, mu),
    assumes=(
        Assumption(r"the pivot is not zero; here it is positive, and the formula is the same for the other sign"),
    ),
    subject=Function("Q", real=True)(mu),
    start=s_11 * mu**2 + 2 * mu * c_1 + c_2,
    steps=(Step("=", s_11 * (mu + c_1 / s_11) ** 2 + c_2 - c_1**2 / s_11, Algebra("complete the square")),),
    evidence=(Evidence("inertia against Descartes' rule of signs", _against_descartes, "exact"),),
    routines=("symspline.numerics.inertia.exact_inertia",),
)

NO_DIAGONAL = Theorem(
    id="C4g.off-diagonal",
    title="When the whole diagonal vanishes",
    chapter="loss_surface",
    statement=r"An entry off the diagonal then gives one eigenvalue of either sign: adding one row and column to "
    r"the other "
    r"puts twice the entry on the diagonal, and the elimination goes on.",
    arguments=arguments(s_12, mu, gamma),
    subject=Function("Q", real=True)(mu, gamma),
    start=2 * s_12 * mu * gamma,
    steps=(
        Step(
            "=", s_12 / 2 * (mu + gamma) ** 2 - s_12 / 2 * (mu - gamma) ** 2, Algebra("sum and difference of squares")
        ),
    ),
    evidence=(Evidence("rank by the Gram matrix", _rank_by_gram, "exact"),),
)
