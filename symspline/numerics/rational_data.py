"""Exact data: those with equal x become one datum with a weight."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Self

from flint import fmpq, fmpq_mat

from symspline.numerics.arguments import exact_fraction, exact_fractions


def rational_matrix(rows: Sequence[Sequence[Fraction | int]]) -> fmpq_mat:
    """The rows as a FLINT matrix."""
    return fmpq_mat(len(rows), len(rows[0]), [fmpq(c.numerator, c.denominator) for row in rows for c in row])


@dataclass(frozen=True)
class RationalData:
    """Data with distinct ascending x, each with the mean of its targets and the weight it stands for.

    Data with equal x act on every fit as one datum at the mean of their y with their number, or the sum of their
    weights, as weight; what the mean leaves out, (1/2) sum w (y - mean)^2, is the same for every fit and is kept in
    ``within``.

    Attributes:
        x: distinct abscissae, ascending.
        y: mean target at each x.
        weight: number of data at each x, or the sum of their weights.
        within: (1/2) sum of weighted squared deviations of y from the means.
    """

    x: tuple[Fraction, ...]
    y: tuple[Fraction, ...]
    weight: tuple[int | Fraction, ...]
    within: Fraction

    @classmethod
    def of(cls, x: Any, y: Any, weights: Any = None) -> Self:
        """Read, sort and merge data, in any order; anything ``exact_fraction`` reads.

        Raises:
            ValueError: empty, unequal lengths, a value that is no finite number, or a weight that is not positive.

        Example:
            >>> RationalData.of([1, 0, 1], [2, "1/2", 4]).weight
            (1, 2)
        """
        abscissae, targets = exact_fractions("x", x), exact_fractions("y", y)
        if len(abscissae) != len(targets):
            raise ValueError(f"y has {len(targets)} entries but x has {len(abscissae)}: pass one target for each datum")
        shares: Sequence[int | Fraction] = [1] * len(abscissae)
        if weights is not None:
            shares = exact_fractions("weights", weights)
            if len(shares) != len(abscissae):
                raise ValueError(
                    f"weights has {len(shares)} entries but x has {len(abscissae)}: pass one for each datum"
                )
            for k, share in enumerate(shares):
                if share <= 0:
                    raise ValueError(f"weights[{k}] is {share}: weights are positive; leave out data of no weight")
        groups: dict[Fraction, list[tuple[int | Fraction, Fraction]]] = {}
        for a, t, w in zip(abscissae, targets, shares, strict=True):
            groups.setdefault(a, []).append((w, t))
        distinct, merged, within = sorted(groups), [], Fraction(0)
        for a in distinct:
            here = groups[a]
            total, mean = here[0]
            if len(here) > 1:
                total = sum(w for w, _ in here)
                mean = sum((w * t for w, t in here), Fraction(0)) / total
                within += sum((w * (t - mean) ** 2 for w, t in here), Fraction(0)) / 2
            merged.append((mean, total))
        means, totals = zip(*merged, strict=True)
        return cls(tuple(distinct), means, totals, within)

    def __len__(self) -> int:
        return len(self.x)

    def fit(self, rows: Sequence[Sequence[Fraction | int]]) -> tuple[list[Fraction], tuple[Fraction, ...], Fraction]:
        """Weighted least squares: coefficients, residuals at the distinct x, and loss (1/2) sum e^2 over all data.

        A row holds the combined functions at one distinct x. ZeroDivisionError where they are dependent on the data.
        """
        design, targets = rational_matrix(rows), rational_matrix([[t] for t in self.y])
        scaled = [[n * value for value in row] for n, row in zip(self.weight, rows, strict=True)]
        weighted = rational_matrix(scaled).transpose()
        solved = (weighted * design).solve(weighted * targets)
        misfit = design * solved - targets
        residuals = tuple(exact_fraction("residual", e) for e in misfit.entries())
        loss = sum((n * e * e for n, e in zip(self.weight, residuals, strict=True)), Fraction(0)) / 2 + self.within
        return [exact_fraction("coefficient", c) for c in solved.entries()], residuals, loss
