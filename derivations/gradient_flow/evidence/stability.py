"""D19: the Hessian of a network by differences, and Weyl's bound."""

import numpy as np

from symspline.proof.theorem import Evidence, Finding

from .small_network import Array, SmallNetwork, drawn


def _hessian(network: SmallNetwork, state: Array) -> Array:
    """Central differences of the gradient; on a cell the gradient is a cubic polynomial, so that little is lost."""
    columns = []
    for place in np.ndindex(state.shape):
        step = np.zeros_like(state)
        step[place] = 1e-5
        change = network.velocity(state - step) - network.velocity(state + step)
        columns.append(change.ravel() / 2e-5)
    return np.array(columns)


def _kernel(network: SmallNetwork, state: Array) -> Array:
    """J J^T at the data, the Jacobian by complex steps."""
    rows = []
    for place in np.ndindex(state.shape):
        moved = state.astype(complex)
        moved[place] += 1e-40j
        rows.append(np.imag(network.values(moved)) / 1e-40)
    J = np.array(rows).T
    return J @ J.T


def _weyl(rng: np.random.Generator) -> Finding:
    """How much of the bound the two largest eigenvalues of 100 random networks need."""
    excess, used = [], []
    for _ in range(100):
        network, state = drawn(rng)
        bound = np.hypot(*network.moments(state)).max()
        top, kernel = (np.linalg.eigvalsh(of(network, state))[-1] for of in (_hessian, _kernel))
        excess.append(abs(top - kernel) - bound)
        # A network that sees no datum has no residual part.
        used.append(abs(top - kernel) / bound if bound else 0.0)
    text = f"the largest eigenvalues differ by at most {max(used):.2f} of the bound"
    return Finding(max(excess) < 1e-6, max(used), text)


EVIDENCE = {"D19.form": Evidence("eigenvalues of Hessian and kernel of random networks", _weyl)}
