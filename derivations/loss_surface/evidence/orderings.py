"""Lonely partitions under one law: every order counted, bounds and least widths in exact numbers."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, pairwise, permutations, product
from math import comb, log

import numpy as np

from symspline.evidence.cases import every_case
from symspline.numerics.lonely import expected_empty_gaps, lonely_bounds, lonely_probability, minimal_width
from symspline.proof.theorem import Evidence, Finding


def _words(n_data: int, width: int) -> tuple[int, int, int]:
    """Orders of data and breakpoints: all, those without two neighbouring data, and neighbouring data altogether."""
    every = lonely = neighbours = 0
    for places in combinations(range(n_data + width), n_data):
        together = sum(b - a == 1 for a, b in pairwise(places))
        every, lonely, neighbours = every + 1, lonely + (together == 0), neighbours + together
    return every, lonely, neighbours


@every_case("every order of data and breakpoints", "{} pairs (N, H), four by every permutation")
def _all_orders(_: np.random.Generator) -> Iterator[str]:
    """Every order of data and breakpoints, and for small numbers every permutation."""
    for n, h in product(range(1, 6), range(8)):
        every, lonely, neighbours = _words(n, h)
        stated = lonely_probability(n, h), expected_empty_gaps(n, h)
        same = stated == (Fraction(lonely, every), Fraction(neighbours, every))
        yield "" if same else f"N = {n}, H = {h}: {lonely} of {every} orders are lonely"
    for n, h in ((1, 3), (2, 3), (3, 3), (3, 4)):
        found = [
            all(any(order[i] < order[k] < order[m] for k in range(n, n + h)) for i, m in _neighbours(order[:n]))
            for order in permutations(range(n + h))
        ]
        same = lonely_probability(n, h) == Fraction(sum(found), len(found))
        yield "" if same else f"N = {n}, H = {h}: {sum(found)} of {len(found)} permutations"


def _neighbours(data: tuple[int, ...]) -> list[tuple[int, int]]:
    order = sorted(range(len(data)), key=lambda i: data[i])
    return list(pairwise(order))


@every_case("the bounds at many widths", "{} pairs (N, H)")
def _bounds_hold(_: np.random.Generator) -> Iterator[str]:
    """The three bounds against the exact probability."""
    for n in range(2, 25):
        for h in (n - 2, n - 1, n, 2 * n, n * n, 3 * n * n):
            bounds, p = lonely_bounds(n, h), lonely_probability(n, h)
            hold = bounds.linear <= p and bounds.lower <= float(p) * (1 + 1e-14) and float(p) <= bounds.upper
            yield "" if hold else f"N = {n}, H = {h}: {bounds}"


def _where_it_fails(rng: np.random.Generator) -> Finding:
    """Exact comparison of P with exp(-N^2/(H+1)), whose power is compared by rational bounds of e."""
    del rng
    below_e, above_e = Fraction(27182818284, 10**10), Fraction(27182818285, 10**10)
    last: dict[int, int] = {}
    for n in range(2, 11):
        for h in range(n - 1, n * (n - 1) + 20):
            p = lonely_probability(n, h) ** (h + 1)
            if p * above_e ** (n * n) < 1:
                last[n] = h
            elif p * below_e ** (n * n) < 1:
                return Finding(False, 0.0, f"N = {n}, H = {h}: the bounds of e do not decide")
    within = all(h + 1 < n * (n - 1) for n, h in last.items())
    passed = within and last == {6: 5, 7: 6, 8: 8, 9: 10, 10: 12}
    text = f"up to N = 10 it fails last at these widths: {last}, and never for H + 1 >= N(N - 1)"
    return Finding(passed, float(len(last)), text)


def _table(rng: np.random.Generator) -> Finding:
    """Least widths by direct search with binomial coefficients, and a formula that is close but no identity."""
    del rng
    expected = {2: (2, 18, 198), 3: (8, 56, 596), 5: (28, 189, 1989), 10: (129, 854, 8954), 20: (548, 3606, 37809)}
    levels = (Fraction(1, 2), Fraction(9, 10), Fraction(99, 100))
    for n, widths in expected.items():
        for level, width in zip(levels, widths, strict=True):
            enough = comb(width + 1, n) >= level * comb(n + width, n)
            too_few = comb(width, n) < level * comb(n + width - 1, n)
            if not (enough and too_few and minimal_width(n, level) == width <= n * (n - 1) / (1 - level) - n):
                return Finding(False, float(width), f"N = {n}, level {level}: {minimal_width(n, level)}")
    exact, formula = minimal_width(6, Fraction(2, 3)), 30 / -log(2 / 3)
    passed = exact == 74 and int(formula) == 73
    return Finding(passed, float(exact), f"15 widths; N = 6, level 2/3 needs {exact}, N(N-1)/(-log P) is {formula:.3f}")


EVIDENCE = {
    "C5c.probability": _all_orders,
    "C5c.below": _bounds_hold,
    "C5c.corrected": Evidence("where the bound fails", _where_it_fails, "exact"),
    "C5d.width": Evidence("table of least widths", _table, "exact"),
}
