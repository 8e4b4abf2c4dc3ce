"""Which data each neuron sees, and sums over those data in O(N + H).

A neuron w x + b with w > 0 sees a suffix of the sorted data, one with w < 0 a prefix, one with w = 0 all or none.
Every sum over an active set is therefore one entry of a running sum, and the network's values at the data are running
sums over the neurons. Suffixes are summed from the right end and prefixes from the left, so that the sum over a small
active set is never the difference of two large ones.

The data are centred before anything is summed: x = centre + z, w x + b = w z + (b + w centre). The shift of b is
computed without rounding error of the product, so data at an offset of 1e6 keep their digits.
"""

from dataclasses import dataclass, field
from typing import Literal, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symspline.numerics.arguments import Vector, finite_vector

Indices = NDArray[np.intp]
Side = Literal["left", "right"]

# Splitting a double after 26 bits: the products of the halves with a 26-bit centre are exact.
_CENTRE_BITS = 26
_HIGH_HALF = np.int64(-1) << np.int64(27)
# Below this many keys a sort costs more than the cache misses of an unordered search.
_SORT_KEYS_FROM = 512
_KEYS_PER_BLOCK = 4096


@dataclass(frozen=True, eq=False)
class SortedData:
    """Data in ascending order, centred near their mean; ``of`` sorts.

    Attributes:
        x: sorted data, shape (N,).
        z: sorted data less the centre, shape (N,).
        centre: the mean of x rounded to 26 bits, so that products with it can be formed exactly.
        order: the permutation that sorted the caller's data (``x = caller_x[order]``); None if they were sorted.
    """

    x: Vector
    z: Vector = field(init=False)
    centre: float = field(init=False)
    order: Indices | None = None

    def __post_init__(self) -> None:
        with np.errstate(over="ignore"):
            object.__setattr__(self, "centre", _short_mean(self.x))
            object.__setattr__(self, "z", self.x - self.centre)

    @classmethod
    def of(cls, x: ArrayLike, name: str = "x") -> Self:
        """Sort the caller's data, any order, duplicates welcome; ValueError as ``finite_vector``."""
        data = finite_vector(name, x)
        if np.all(data[1:] >= data[:-1]):
            return cls(data)
        order = np.argsort(data)
        return cls(data[order], order)

    @property
    def size(self) -> int:
        """Number N of data."""
        return self.x.size

    def sort(self, values: Vector) -> Vector:
        """Values in the caller's order, put into ascending order of x."""
        return values if self.order is None else values[self.order]

    def restore(self, values: Vector) -> Vector:
        """Values in ascending order of x, put back into the caller's order."""
        if self.order is None:
            return values
        out = np.empty_like(values)
        out[self.order] = values
        return out

    def in_units(self, exponent: int) -> Self:
        """The same data in units of 2^exponent."""
        return type(self)(np.ldexp(self.x, -exponent), self.order)

    def centred_bias(self, w: Vector, b: Vector) -> Vector:
        """Biases for the centred data, b + w centre without error of the product, shape (H,)."""
        if self.centre == 0.0:
            return b
        # Far from zero b and w centre nearly cancel, and the rounding of the product would be what is left. So w is
        # split in two halves, whose products with the 26-bit centre fit a double.
        high = (w.view(np.int64) & _HIGH_HALF).view(np.float64)
        low = w - high
        high *= self.centre
        high += b
        low *= self.centre
        high += low
        return high


def _short_mean(x: Vector) -> float:
    # Halving before the sum keeps data near the largest double finite.
    mean = 2.0 * float(np.mean(0.5 * x))
    if not np.isfinite(mean):
        mean = float(np.sum(x / x.size))
    mantissa, exponent = np.frexp(mean)
    return float(np.ldexp(np.round(np.ldexp(mantissa, _CENTRE_BITS)), exponent - _CENTRE_BITS))


Contact = tuple[int, int]
"""A neuron whose breakpoint sits on a datum, and the position of the datum in ascending order of x."""


@dataclass(frozen=True, eq=False)
class ActiveSets:
    """The data A_i = {n : w_i x_n + b_i > 0} that each of H neurons sees of N data, by one integer per neuron.

    ``key[i]`` is ``lo`` in 0..N for a neuron that sees the suffix [lo, N), and ``N + 1 + hi`` for one that sees the
    prefix [0, hi). A datum exactly on the breakpoint is not seen.
    """

    n_data: int
    key: Indices

    @classmethod
    def of(cls, w: Vector, b: Vector, data: SortedData) -> Self:
        """Locate the breakpoints -b/w among the sorted data, O((N + H) log H) (C0, C7).

        A breakpoint whose double equals a datum sits on it. A neuron with w = 0 sees everything (b > 0) or nothing.
        """
        left = w < 0.0
        edge = _locate(breakpoints(w, b), left, data.x)
        edge += left * np.intp(data.size + 1)
        return cls(data.size, edge)

    @property
    def right(self) -> NDArray[np.bool_]:
        """Whether the active set is a suffix, shape (H,)."""
        return self.key <= self.n_data

    def table(self, values: Vector) -> Vector:
        """Sums of values, shape (N,), over every possible active set, shape (2N + 2,), indexed by ``key``."""
        out = np.empty(2 * self.n_data + 2)
        self._fill(values, out)
        return out

    def sums(self, values: Vector) -> Vector:
        """Sum of values, shape (N,), over each active set: sum_{n in A_i} values_n, shape (H,)."""
        return self.table(values)[self.key]

    def moments(self, values: Vector, z: Vector) -> tuple[Vector, Vector]:
        """Zeroth and first moments over each active set, sum_{A_i} values_n and sum_{A_i} values_n z_n, shape (H,)."""
        # One table with two columns: the random access per neuron then touches one cache line, not two.
        pairs = np.empty((2 * self.n_data + 2, 2))
        self._fill(values, pairs[:, 0])
        self._fill(values * z, pairs[:, 1])
        picked = pairs.take(self.key, axis=0)
        return picked[:, 0], picked[:, 1]

    def _fill(self, values: Vector, out: Vector) -> None:
        # A suffix as the total less a prefix would cost one pass less, and all the digits of a short suffix.
        n = self.n_data
        out[n] = 0.0
        np.cumsum(values[::-1], out=out[:n][::-1])
        out[n + 1] = 0.0
        np.cumsum(values, out=out[n + 2 :])

    def spread(self, weights: Vector) -> Vector:
        """Sum of weights over the neurons that see each datum: sum_{i : n in A_i} weights_i, shape (N,)."""
        n = self.n_data
        # The transpose of ``sums``: weights fall on the edge of their set, and running sums carry them over the set.
        # The cast: without neurons bincount counts in integers.
        jumps = np.bincount(self.key, weights, minlength=2 * n + 2).astype(np.float64, copy=False)
        out, from_right = jumps[:n], jumps[n + 2 :][::-1]
        np.cumsum(out, out=out)
        np.cumsum(from_right, out=from_right)
        out += from_right[::-1]
        return out

    def forward(self, slope: Vector, constant: Vector, z: Vector) -> Vector:
        """Sum of the lines of the active neurons: sum_{i : n in A_i} (slope_i z_n + constant_i), shape (N,) (C7)."""
        out = self.spread(slope)
        out *= z
        out += self.spread(constant)
        return out

    def nudged(self, contacts: list[Contact], side: Side, x: Vector) -> Self:
        """The active sets after moving each touching breakpoint an infinitesimal step to that side of its datum."""
        key = self.key.copy()
        for neuron, position in contacts:
            edge = np.searchsorted(x, x[position], side)
            key[neuron] = edge if key[neuron] <= self.n_data else edge + self.n_data + 1
        return type(self)(self.n_data, key)


def breakpoints(w: Vector, b: Vector) -> Vector:
    """Breakpoints -b/w; for w = 0, -inf where b > 0 (sees everything) and inf otherwise (sees nothing)."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore", under="ignore"):
        beta = np.divide(b, w)
    np.negative(beta, out=beta)
    if not w.all():
        flat = np.flatnonzero(w == 0.0)
        beta[flat] = np.where(b[flat] > 0.0, -np.inf, np.inf)
    return beta


def contacts(w: Vector, b: Vector, data: SortedData, sets: ActiveSets) -> list[Contact]:
    """Neurons whose breakpoint is exactly on a datum, in order of the neuron.

    Exactly means that the double -b/w equals x_n, or that the double w x_n + b is zero. A neuron with w = b = 0 touches
    every datum and is reported with the first.
    """
    beta = breakpoints(w, b)
    edge = np.where(sets.right, sets.key, sets.key - data.size - 1)
    touching = np.full(w.size, -1, dtype=np.intp)
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        # By rounding w x + b can vanish at the datum on the other side of -b/w, too.
        for neighbour in (edge, edge - 1):
            inside = np.clip(neighbour, 0, data.size - 1)
            at = data.x[inside]
            on = (neighbour == inside) & ((at == beta) | (w * at + b == 0.0))
            touching[on] = inside[on]
    touching[(w == 0.0) & (b == 0.0)] = 0
    return [(int(neuron), int(touching[neuron])) for neuron in np.flatnonzero(touching >= 0)]


def _locate(beta: Vector, left: NDArray[np.bool_], x: Vector) -> Indices:
    """Edge of each active set: #{x <= beta} for a suffix, #{x < beta} for a prefix."""
    if beta.size < _SORT_KEYS_FROM:
        return np.where(left, np.searchsorted(x, beta, "left"), np.searchsorted(x, beta, "right"))
    order = _rough_order(beta)
    edge = np.empty(beta.size, dtype=np.intp)
    keys = beta.take(order)
    found = _search_in_blocks(x, keys)
    edge[order] = found
    # #{x < beta} differs from #{x <= beta} only on a datum, which few breakpoints are: those are searched again.
    found -= 1
    tied = np.flatnonzero(x.take(found, mode="clip") == keys)
    if tied.size:
        neurons = order[tied]
        neurons = neurons[left[neurons]]
        edge[neurons] = np.searchsorted(x, beta[neurons], "left")
    return edge


def _search_in_blocks(x: Vector, keys: Vector) -> Indices:
    """``searchsorted(x, keys, "right")`` for keys in rough order.

    Each block of keys is searched for in the few data between its smallest and its largest, which stay in the cache.
    """
    starts = np.arange(0, keys.size, _KEYS_PER_BLOCK)
    lows = np.searchsorted(x, np.minimum.reduceat(keys, starts), "right")
    highs = np.searchsorted(x, np.maximum.reduceat(keys, starts), "right")
    out = np.empty(keys.size, dtype=np.intp)
    for start, low, high in zip(starts, lows, highs, strict=True):
        block = slice(start, start + _KEYS_PER_BLOCK)
        np.add(x[low:high].searchsorted(keys[block], "right"), low, out=out[block])
    return out


def _rough_order(keys: Vector) -> Indices:
    """A permutation that sorts the keys up to their last bits.

    The search that follows only needs neighbouring keys to be close. Sorting plain integers, the leading bits of the
    key and the index packed into one word, is several times faster than an argsort of doubles.
    """
    index_bits = max(int(keys.size - 1).bit_length(), 1)
    packed = keys.view(np.int64).copy()
    # Negative doubles order the other way round: flip all their bits but the sign.
    packed ^= (packed >> np.int64(63)) & np.int64(0x7FFFFFFFFFFFFFFF)
    mask = (np.int64(1) << np.int64(index_bits)) - np.int64(1)
    packed &= ~mask
    packed |= np.arange(keys.size, dtype=np.int64)
    packed.sort()
    packed &= mask
    return packed
