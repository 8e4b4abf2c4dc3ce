"""Exact comparisons, case by case: the first case that disagrees is the counterexample."""

from collections.abc import Callable, Iterator

import numpy as np

from symspline.proof.theorem import Evidence, Finding

Comparison = Callable[[np.random.Generator], Iterator[str]]
"""It yields for each case what is wrong with it, an empty string where nothing is."""


def every_case(title: str, cases: str = "{} cases", kind: str = "exact") -> Callable[[Comparison], Evidence]:
    """Makes a comparison the evidence that every case agrees; there must be one.

    Args:
        title: what is compared with what.
        cases: what the cases are; ``{}`` stands for their number, which is the figure of the finding.
        kind: of the evidence.

    Example:
        >>> @every_case("squares grow", "{} numbers")
        ... def grow(rng):
        ...     yield from ("" if n * n >= n else f"{n} does not" for n in range(5))
        >>> grow.run(np.random.default_rng(0)).text
        '5 numbers: all agree'
    """

    def made(compare: Comparison) -> Evidence:
        def run(rng: np.random.Generator) -> Finding:
            number = 0
            for number, wrong in enumerate(compare(rng), 1):
                if wrong:
                    return Finding(False, float(number), wrong)
            return Finding(number > 0, float(number), f"{cases.format(number)}: all agree")

        return Evidence(title, run, kind)

    return made
