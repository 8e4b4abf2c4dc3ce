"""The loss along one breakpoint: second derivatives on every pattern, and slopes from exact losses."""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from symspline.evidence.brute_force import exhaustive
from symspline.evidence.cases import every_case
from symspline.evidence.exact_network import ExactFit


@exhaustive("second derivatives in the breakpoints, from the network", "spline")
def no_residual_part(cell):
    """Second derivatives in the breakpoints against those of the squared changes of the network alone."""
    for i in cell.neurons:
        for j in cell.neurons:
            second = cell.derivative(f"beta{i}", f"beta{j}")
            yield second - cell[f"mu{i}"] * cell[f"mu{j}"] * cell.power_sum(0, i, j)


@every_case("one-sided derivatives from the loss itself", "{} random rational networks")
def slopes_from_definition(rng: np.random.Generator) -> Iterator[str]:
    """One-sided derivatives of exact losses: the chord from a kink is a parabola, two chords give its slope there."""
    step = Fraction(1, 100)
    for _ in range(60):
        xs = sorted({int(value) for value in rng.integers(-9, 10, 7)})
        ys = [Fraction(int(value), 3) for value in rng.integers(-9, 10, len(xs))]
        at, sign = int(rng.integers(len(xs))), int(rng.choice([-1, 1]))
        weight, bend = Fraction(int(rng.integers(1, 9)), 4) * sign, Fraction(int(rng.integers(1, 9)) * 2 - 9, 5)

        def fit(place, weight=weight, bend=bend, xs=xs, ys=ys):
            return ExactFit.of([weight], [-weight * place], [bend / weight], Fraction(1, 7), xs, ys)

        def slope(side, fit=fit, place=xs[at]):
            near, far = ((fit(place + side * k * step).loss - fit(place).loss) / (k * step) for k in (1, 2))
            return side * (2 * near - far)

        e = fit(xs[at]).residuals()
        seen = sum(e[at + 1 :] if sign > 0 else e[:at], Fraction(0))
        without, with_datum = -bend * seen, -bend * (seen + e[at])
        plus, minus = slope(1), slope(-1)
        right = (plus, minus) == ((without, with_datum) if sign > 0 else (with_datum, without))
        right = right and plus - minus == sign * bend * e[at]
        yield "" if right else f"x = {xs}, datum {at}, facing {sign}: jump {plus - minus}"


EVIDENCE = {"C1a.curvature": no_residual_part, "C1b.jump-right": slopes_from_definition}
