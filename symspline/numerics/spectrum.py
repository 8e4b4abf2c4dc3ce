"""Eigenvalues of the Hessian at either end of its spectrum, its trace, and bounds that need no eigenvalue.

The Hessian is J^T J plus a residual part whose eigenvalues are 0 and plus or minus sqrt(p_i^2 + q_i^2) for each
neuron, so everything about its ends follows from J^T J, which shares its nonzero spectrum with the tangent kernel on
the data, and from the residual moments.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse.linalg import ArpackNoConvergence, LinearOperator, eigsh, lobpcg

from symspline.numerics.active_sets import Side, Vector
from symspline.numerics.hessian import Matrix
from symspline.numerics.hessian_operator import HessianOperator, hessian_operator
from symspline.numerics.landscape import Coordinates, LossPoint
from symspline.numerics.units import within_float64
from symspline.numerics.weights import Weights

# Below this size a dense eigensolver is both faster and surer than Lanczos.
_DENSE_UP_TO = 200
# Extra columns that shield the wanted eigenvalues of a block iteration from the crowd next to them.
_SPARE = 6
# A block iteration whose basis degenerates before it has converged is taken up again from where it stopped.
_ROUNDS = 4


@dataclass(frozen=True, eq=False)
class Extremes:
    """Eigenpairs at one end of a symmetric operator's spectrum.

    Attributes:
        values: eigenvalues, from the end inwards, shape (k,).
        vectors: orthonormal eigenvectors as columns, shape (n, k).
        residuals: norms of A u - value u; each interval value +- residual holds an eigenvalue, shape (k,).
        converged: whether Lanczos reached its tolerance; if not, the pairs are its best and the residuals say how good.
    """

    values: Vector
    vectors: Matrix
    residuals: Vector
    converged: bool


def top_eigenvalues(operator: LinearOperator, count: int = 1, *, tolerance: float = 1e-10, seed: int = 0) -> Extremes:
    """Largest eigenvalues of a symmetric operator by Lanczos, largest first (C6, D19).

    Args:
        operator: symmetric, shape (n, n), for instance ``hessian_operator(...)``.
        count: how many, at most n.
        tolerance: relative to the largest eigenvalue.
        seed: of the starting vector.

    Raises:
        ValueError: a count outside 1..n.

    Example:
        >>> operator = hessian_operator(Weights([1.0], [0.0], [2.0], 0.5), [-1.0, 1.0], [0.0, 0.0])
        >>> round(float(top_eigenvalues(operator).values[0]), 12)
        12.583349897261
    """
    _check_count(count, operator)
    if operator.shape[0] <= max(_DENSE_UP_TO, 4 * count):
        return _dense(operator, count, top=True)
    return _pairs(operator, *_lanczos(operator, count, tolerance, seed))


def bottom_eigenvalues(
    operator: LinearOperator, count: int = 1, *, tolerance: float = 1e-8, seed: int = 0, iterations: int = 100
) -> Extremes:
    """Smallest (most negative) eigenvalues of a symmetric operator (C6d).

    The bottom of a Hessian is crowded: one eigenvalue near -sqrt(p_i^2 + q_i^2) for each neuron, then a cluster at
    zero. For a ``HessianOperator`` a block iteration (LOBPCG) starts from the negative eigenvectors of the residual
    part and is preconditioned by that part shifted, which is block diagonal. Any other operator A is left to Lanczos
    on s - A with s above the largest eigenvalue, so that the tolerance is relative to that eigenvalue and can be met
    at zero.

    Arguments and errors are those of ``top_eigenvalues``, the tolerance that of the residuals; ``iterations`` are the
    steps or restarts allowed.

    Returns:
        the eigenpairs, smallest first; ``converged`` says whether the tolerance was met, ``residuals`` how well.

    Example:
        >>> operator = hessian_operator(Weights([1.0], [0.0], [2.0], 0.5), [-1.0, 1.0], [0.0, 0.0])
        >>> round(float(bottom_eigenvalues(operator).values[0]), 12)
        -2.841773350478
    """
    _check_count(count, operator)
    if operator.shape[0] <= max(_DENSE_UP_TO, 8 * (count + _SPARE)):
        return _dense(operator, count, top=False)
    largest = _pairs(operator, *_lanczos(operator, 1, 1e-3, seed))
    scale = float(largest.values[0]) + float(largest.residuals[0])
    if isinstance(operator, HessianOperator) and operator.point.units is None:
        return _block_iteration(operator, count, scale, tolerance, seed, iterations)
    shift = 1.01 * scale
    flipped = _symmetric_map(operator.shape, lambda u: shift * u - operator.matvec(u))
    found, vectors, converged = _lanczos(flipped, count, tolerance, seed, basis=150, iterations=iterations)
    return _pairs(operator, shift - found, vectors, converged)


def _block_iteration(
    operator: HessianOperator, count: int, scale: float, tolerance: float, seed: int, iterations: int
) -> Extremes:
    size, block = operator.shape[0], count + _SPARE
    rng = np.random.default_rng(seed)
    start = operator.descent_directions(block)
    missing = block - start.shape[1]
    if missing:
        start = np.hstack([start, rng.standard_normal((size, missing))])
    # LOBPCG needs a definite preconditioner: the margin serves where all residual moments vanish.
    preconditioner = _symmetric_map(operator.shape, lambda u: operator.solve_residual_part(u, 1e-8 * scale))
    turn = 0
    while True:
        turn += 1
        with warnings.catch_warnings():
            # LOBPCG warns where it stops early; the residuals of the result say it instead.
            warnings.simplefilter("ignore", UserWarning)
            warnings.simplefilter("ignore", RuntimeWarning)
            values, start = lobpcg(
                operator, start, M=preconditioner, largest=False, maxiter=iterations, tol=tolerance * scale
            )[:2]
        order = np.argsort(values)
        values, start = values[order], start[:, order]
        pairs = _pairs(operator, values[:count], start[:, :count], True)
        converged = bool(np.all(pairs.residuals <= 10.0 * tolerance * scale))
        if converged or turn == _ROUNDS:
            return replace(pairs, converged=converged)
        fresh = np.column_stack([preconditioner.matvec(rng.standard_normal(size)) for _ in range(_SPARE)])
        start[:, count:] = fresh / np.linalg.norm(fresh, axis=0)


def _symmetric_map(shape: tuple[int, int], product: Callable[[Vector], Vector]) -> LinearOperator:
    return LinearOperator(shape, product, dtype=np.float64)  # pyright: ignore[reportCallIssue]  # not in the stub


def _check_count(count: int, operator: LinearOperator) -> None:
    size = operator.shape[0]
    if not 1 <= count <= size:
        raise ValueError(f"count is {count}: pass a whole number from 1 to {size}, the size of the operator")


def _dense(operator: LinearOperator, count: int, top: bool) -> Extremes:
    matrix = np.column_stack([operator.matvec(column) for column in np.eye(operator.shape[0])])
    # In units of the largest entry: the squares of larger ones overflow inside.
    order = int(np.frexp(np.abs(matrix).max())[1])
    matrix = np.ldexp(matrix, -order)
    values, vectors = np.linalg.eigh(0.5 * (matrix + matrix.T))
    with np.errstate(over="ignore"):
        values = np.ldexp(values, order)
    within_float64("an eigenvalue", values)
    pick = np.arange(values.size)[::-1][:count] if top else np.arange(count)
    return _pairs(operator, values[pick], vectors[:, pick], True)


def _lanczos(
    operator: LinearOperator, count: int, tolerance: float, seed: int, *, basis: int = 20, iterations: int = 300
) -> tuple[Vector, Matrix, bool]:
    """Largest eigenvalues, descending, their vectors, and whether they converged."""
    size = operator.shape[0]
    # ARPACK's own start would depend on what was asked before; a seeded one gives the same digits every time.
    start = np.random.default_rng(seed).standard_normal(size)
    basis = min(size, max(2 * count + 1, basis))
    converged = True
    try:
        values, vectors = eigsh(
            operator,
            count,
            which="LA",
            v0=start,
            ncv=basis,
            tol=tolerance,  # pyright: ignore[reportArgumentType]  # the stub takes the default 0 for the type
            maxiter=iterations,
        )
    except ArpackNoConvergence as stopped:
        converged = False
        values, vectors = stopped.eigenvalues, stopped.eigenvectors
    if values.size < count:
        values, vectors = _krylov(operator, count, start, 3 * basis)
    order = np.argsort(values)[::-1]
    return values[order], vectors[:, order], converged


def _krylov(operator: LinearOperator, count: int, start: Vector, steps: int) -> tuple[Vector, Matrix]:
    """Best Ritz pairs of one Krylov space with full orthogonalisation, for want of converged ones."""
    basis = np.empty((start.size, min(steps, start.size)))
    images = np.empty_like(basis)
    direction = start
    for j in range(basis.shape[1]):
        # Once leaves a part of the order of the cancellation; twice is enough to make the basis orthogonal to rounding.
        for _ in range(2):
            direction = direction - basis[:, :j] @ (basis[:, :j].T @ direction)
        basis[:, j] = direction / np.linalg.norm(direction)
        images[:, j] = operator.matvec(basis[:, j])
        direction = images[:, j]
    values, mix = np.linalg.eigh(basis.T @ images)
    return values[-count:], basis @ mix[:, -count:]


def _pairs(operator: LinearOperator, values: Vector, vectors: Matrix, converged: bool) -> Extremes:
    with np.errstate(over="ignore"):
        residuals = np.asarray(np.linalg.norm(operator.matmat(vectors) - values * vectors, axis=0), dtype=np.float64)
    return Extremes(values, vectors, residuals, converged)


def sharpness(
    net: Weights, x: ArrayLike, y: ArrayLike, coordinates: Coordinates = "network", *, side: Side | None = None
) -> float:
    """Largest eigenvalue of the Hessian; gradient descent is linearly stable for steps below 2 / sharpness (D19).

    Arguments and errors are those of ``hessian``.

    Example:
        >>> round(sharpness(Weights([1.0], [0.0], [2.0], 0.5), [-1.0, 1.0], [0.0, 0.0]), 12)
        12.583349897261
    """
    operator = hessian_operator(net, x, y, coordinates, side=side)
    return float(top_eigenvalues(operator).values[0])


@dataclass(frozen=True)
class SharpnessBounds:
    """Bounds of the Hessian's spectrum from sums alone, O(N + H).

    Attributes:
        lower: lower bound of the largest eigenvalue.
        upper: upper bound of the largest eigenvalue.
        trace: trace of the Hessian, which is that of J^T J.
        residual_shift: largest absolute eigenvalue of the residual part, by which that of J^T J differs at most.
        negative: no more eigenvalues than this are negative: the neurons whose residual moments do not vanish.
    """

    lower: float
    upper: float
    trace: float
    residual_shift: float
    negative: int


def sharpness_bounds(
    net: Weights, x: ArrayLike, y: ArrayLike, coordinates: Coordinates = "network", *, side: Side | None = None
) -> SharpnessBounds:
    """Bounds of the sharpness without an eigenvalue (C6d, C6h, D19).

    max(1^T J J^T 1 / N, N, max_i sum_{A_i} z_i^2) <= lambda_max(J^T J) <= trace, with z_i the neuron's preactivation
    (its distance x - beta_i in spline coordinates), and ``|lambda_max(Hessian) - lambda_max(J^T J)|`` is at most
    max_i sqrt(p_i^2 + q_i^2) (``max_i |p_i|`` in spline coordinates).

    Arguments and errors are those of ``hessian``.

    Example:
        >>> bounds = sharpness_bounds(Weights([1.0], [0.0], [2.0], 0.5), [-1.0, 1.0], [0.0, 0.0])
        >>> bounds.trace, bounds.negative
        (11.0, 1)
    """
    point = LossPoint.of(net, x, y, smooth=True, side=side).plain()
    data = point.data
    p, q = point.residual_moments()
    if coordinates == "network":
        _, around_zero, height = _squares(point, point.w, point.b)
        moved = point.v**2 * around_zero
        residual = np.hypot(p, q + data.centre * p)
    else:
        count, _, height = _squares(point, np.ones_like(point.w), -point.breakpoints())
        moved = (point.w * point.v) ** 2 * count
        residual = np.abs(p)
    trace = data.size + float(np.sum(moved) + np.sum(height))
    shift = float(residual.max(initial=0.0))
    # J^T 1, whose squared norm is 1^T J J^T 1, is where J^T J takes the unit vector of the offset: one product, no J.
    ones = np.zeros(3 * point.w.size + 1 if coordinates == "network" else 2 * point.w.size + 1)
    ones[-1] = 1.0
    pulled = HessianOperator(point, coordinates, "gauss_newton").matvec(ones)
    lower = max(float(pulled @ pulled) / data.size, float(data.size), float(height.max(initial=0.0)))
    return SharpnessBounds(lower - shift, trace + shift, trace, shift, int(np.count_nonzero(residual)))


def minimal_trace(net: Weights, x: ArrayLike) -> float:
    """Smallest trace of J^T J over the rescalings (a w, a b, v / a) of the neurons, which keep the function (C6h).

    It is ``N + 2 sum_i |v_i| sqrt(sum_{A_i} (1 + x^2) sum_{A_i} (w_i x + b_i)^2)`` for the data x, shape (N,), in any
    order. The sharpness along the orbit has no upper bound. ValueError for x that is empty or not finite.

    Example:
        >>> minimal_trace(Weights([1.0], [0.0], [2.0]), [-1.0, 1.0]) == 2 + 4 * 2**0.5
        True
    """
    point = LossPoint.of(net, x, np.zeros(np.shape(x))).plain()
    _, around_zero, height = _squares(point, point.w, point.b)
    # By rounding the height of a neuron that sees data close to its breakpoint only can come out below zero.
    return point.data.size + 2.0 * float(np.sum(np.abs(point.v) * np.sqrt(around_zero * np.maximum(height, 0.0))))


def _squares(point: LossPoint, slope: Vector, constant: Vector) -> tuple[Vector, Vector, Vector]:
    """Sums of 1, of 1 + x^2 and of (slope z + constant)^2 over the active set of each neuron."""
    data, sets = point.data, point.sets
    count, first = sets.moments(np.ones(data.size), data.z)
    second = sets.sums(data.z * data.z)
    around_zero = count + second + 2.0 * data.centre * first + data.centre**2 * count
    return count, around_zero, slope * (slope * second + 2.0 * constant * first) + constant**2 * count
