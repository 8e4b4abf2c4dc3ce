"""Lonely partitions: exact ranks and determinants of networks on them."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise, product

import numpy as np
from flint import fmpq, fmpq_mat
from sympy import QQ, ring

from symspline.evidence.cases import every_case
from symspline.evidence.exact_network import ExactNetwork
from symspline.numerics.inertia import exact_rank, jacobian_rank
from symspline.numerics.lonely import lateral_determinant
from symspline.proof.theorem import Evidence, Finding


def _one_a_gap(rng: np.random.Generator, x: list[Fraction]) -> list[Fraction]:
    """A random breakpoint in each gap."""
    return [a + (b - a) * Fraction(int(rng.integers(1, 8)), 8) for a, b in pairwise(x)]


def _rows(
    x: list[Fraction], places: list[Fraction], facing: tuple[int, ...], line: bool = False
) -> list[list[Fraction]]:
    """The matrix of interpolation: a row for each datum, columns the constant, perhaps a free line, and the hinges."""
    hinges = [[s * max(Fraction(0), s * (a - p)) for p, s in zip(places, facing, strict=True)] for a in x]
    return [[Fraction(1), *([a] if line else []), *row] for a, row in zip(x, hinges, strict=True)]


def _network(rng: np.random.Generator, x: list[Fraction], extra: int) -> ExactNetwork:
    """Random weights, one breakpoint in each gap and some more anywhere off the data."""
    places = _one_a_gap(rng, x)
    places += [Fraction(2 * int(t) + 1, 7) for t in rng.integers(7 * int(x[0]), 7 * int(x[-1]), extra)]
    places = [place for place in places if place not in x]
    weights = [Fraction(int(t), 3) for t in rng.choice([-4, -2, -1, 1, 3, 5], len(places))]
    outputs = [Fraction(int(t), 5) for t in rng.choice([-3, -1, 2, 4], len(places))]
    neurons = tuple((w, -w * place, v) for w, place, v in zip(weights, places, outputs, strict=True))
    return ExactNetwork(neurons, Fraction(0), tuple(x), tuple(x))


def _ranks(rng: np.random.Generator) -> Finding:
    """Exact ranks of random networks on lonely partitions, against N and against the count of jacobian_rank."""
    cases, smaller = 120, 0
    for _ in range(cases):
        size = int(rng.integers(2, 7))
        x = sorted(Fraction(int(t)) for t in rng.choice(np.arange(12), size, replace=False))
        network = _network(rng, x, int(rng.integers(0, 3)))
        w, b, _ = zip(*network.neurons, strict=True)
        with_offset, without = (exact_rank(network.jacobian(offset=offset)) for offset in (True, False))
        smaller += without < size
        counted = jacobian_rank(w, b, x), jacobian_rank(w, b, x, offset=False)
        if with_offset != size or without < size - 1 or counted != (with_offset, without):
            return Finding(False, float(with_offset), f"{network}: ranks {with_offset}, {without}")
    text = f"rank N in all of {cases} networks with an offset; without it N in {cases - smaller}, N - 1 in {smaller}"
    return Finding(smaller > 0, float(cases), text)


@every_case("determinants of all patterns", "{} patterns of orientations, up to six data")
def _determinants(rng: np.random.Generator) -> Iterator[str]:
    """Every pattern of orientations up to six data at random places, against the matrix itself."""
    for size in range(2, 7):
        for facing in product((1, -1), repeat=size - 1):
            x = sorted(Fraction(int(t)) for t in rng.choice(np.arange(25), size, replace=False))
            places = _one_a_gap(rng, x)
            entries = [fmpq(c.numerator, c.denominator) for row in _rows(x, places, facing) for c in row]
            value = fmpq_mat(size, size, entries).det()
            scale = Fraction(1)
            for s, right, place in zip(facing, x[1:], places, strict=True):
                scale *= s * (right - place)
            claimed = lateral_determinant(x, places, facing) * scale
            same = fmpq(claimed.numerator, claimed.denominator) == value
            yield "" if same else f"x = {x}, breakpoints {places}, facing {facing}: {value}"


def _singular(rng: np.random.Generator) -> Finding:
    """The example by its matrix, and the same matrices with a column for an all-active neuron."""
    x, places = [Fraction(n) for n in range(4)], [Fraction(1, 2), Fraction(4, 3), Fraction(5, 2)]
    ranks = tuple(exact_rank(_rows(x, places, (1, 1, -1), line)) for line in (False, True))
    vanishing = lateral_determinant(x, places, (1, 1, -1)) == 0
    patterns = list(product((1, -1), repeat=3))
    moved = [[Fraction(n) + Fraction(int(rng.integers(1, 20)), 20) for n in range(3)] for _ in range(40)]
    with_line = all(exact_rank(_rows(x, where, facing, True)) == 4 for facing in patterns for where in moved)
    changing, either = (
        {facing for n in (4, 5) for facing in product((1, -1), repeat=n - 1) if test(facing)}
        for test in (_changes_sign, _mixed_signs)
    )
    known = {"RRL", "RLL", "RRLR", "RRLL", "RLLR", "LRRL", "LRLL"}
    names = {"".join("R" if s == 1 else "L" for s in facing) for facing in either}
    passed = ranks == (3, 4) and vanishing and with_line and changing == either and names == known
    text = (
        f"rank {ranks[0]}, and {ranks[1]} with an all-active neuron; D can vanish for {', '.join(sorted(names))} alone"
    )
    return Finding(passed, float(ranks[0]), text)


def _changes_sign(facing: tuple[int, ...]) -> bool:
    """Whether D takes both signs at breakpoints close to the ends of unit gaps."""
    ends = (Fraction(1, 20), Fraction(19, 20))
    data = range(len(facing) + 1)
    corners = ([n + shift for n, shift in enumerate(shifts)] for shifts in product(ends, repeat=len(facing)))
    return len({lateral_determinant(data, where, facing) > 0 for where in corners}) == 2


def _mixed_signs(facing: tuple[int, ...]) -> bool:
    """Whether D, a polynomial in the positive ratios l/r of the gaps, has coefficients of both signs."""
    made, *ratios = ring([f"r{k}" for k in range(len(facing))], QQ)
    value, before = made.one, made.one
    for k, (s, ratio) in enumerate(zip(facing, ratios, strict=True)):
        after = before * ratio
        if s == -1:
            value -= (-1) ** k * (before + after)
        before = after
    return len({coefficient > 0 for coefficient in value.coeffs()}) == 2


EVIDENCE = {
    "C5a.rank": Evidence("exact ranks of random networks", _ranks, "exact"),
    "C5b.determinant": _determinants,
    "C5b.singular": Evidence("the example by its matrix", _singular, "exact"),
}
