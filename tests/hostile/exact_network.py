"""A network, its loss, its derivatives and its tangent kernel in fractions: dense, and nothing of the package in it.

Every value comes with the sum of the sizes of its terms, those of neurons that do not see a datum included, and
with the largest datum for each: against that rounding is measured.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import numpy as np


@dataclass
class Sized:
    """A number and the size of what it is the sum of; rounding of anything is relative to the size."""

    value: Fraction
    size: Fraction

    @classmethod
    def of(cls, number):
        exact = Fraction(*float(number).as_integer_ratio())
        return cls(exact, abs(exact))

    def __add__(self, other):
        return Sized(self.value + other.value, self.size + other.size)

    def __mul__(self, other):
        return Sized(self.value * other.value, self.size * other.size)

    def __neg__(self):
        return Sized(-self.value, self.size)


ZERO = Sized(Fraction(0), Fraction(0))
ONE = Sized(Fraction(1), Fraction(1))


def total(parts):
    """The sum of sized numbers."""
    out = ZERO
    for part in parts:
        out = out + part
    return out


def seen(w, b, x):
    """Whether a neuron sees a datum; one whose breakpoint, as a double, is the datum does not see it."""
    if w == 0.0:
        return b > 0.0
    with np.errstate(over="ignore", under="ignore"):
        place = float(-np.float64(b) / np.float64(w))
    exact = Fraction(w) * Fraction(x) + Fraction(b)
    return place != x and exact > 0


class ExactNetwork:
    """The weights and data as sized fractions."""

    def __init__(self, w, b, v, b0, x, y=None):
        self.active = [[seen(float(wi), float(bi), float(xn)) for xn in x] for wi, bi in zip(w, b, strict=True)]
        self.w, self.b, self.v, self.x = ([Sized.of(a) for a in part] for part in (w, b, v, x))
        largest = max(n.size for n in self.x)
        self.x = [Sized(n.value, largest) for n in self.x]
        self.b0 = Sized.of(b0)
        self.y = [Sized.of(a) for a in (x if y is None else y)]
        self.width = range(len(self.w))

    def line(self, i, n):
        """The preactivation of a neuron at a datum."""
        return self.w[i] * self.x[n] + self.b[i]

    def at(self, n):
        """The value at a datum."""
        return self.b0 + total(self._where_seen(i, n, self.v[i] * self.line(i, n)) for i in self.width)

    def _where_seen(self, i, n, number):
        return number if self.active[i][n] else Sized(Fraction(0), number.size)

    def residual(self, n):
        """The value less the target."""
        return self.at(n) + -self.y[n]

    def loss(self):
        """Half the sum of the squares."""
        half = Sized(Fraction(1, 2), Fraction(1, 2))
        return half * total(self.residual(n) * self.residual(n) for n in range(len(self.x)))

    def row(self, n, coordinates="network"):
        """The derivative of the value at a datum by each parameter."""
        zero = [ZERO for _ in self.width]
        one, two, three = list(zero), list(zero), list(zero)
        for i in self.width:
            if coordinates == "network":
                parts = self.v[i] * self.x[n], self.v[i], self.line(i, n)
            else:
                parts = -(self.w[i] * self.v[i]), self.x[n] + -self.place(i), ZERO
            one[i], two[i], three[i] = (self._where_seen(i, n, part) for part in parts)
        return [*one, *two, *(three if coordinates == "network" else ()), ONE]

    def place(self, i):
        """The breakpoint of a neuron."""
        value = -self.b[i].value / self.w[i].value
        return Sized(value, abs(value))

    def gradient(self, coordinates="network"):
        """The derivatives of the loss."""
        rows = [self.row(n, coordinates) for n in range(len(self.x))]
        return [total(self.residual(n) * row[k] for n, row in enumerate(rows)) for k in range(len(rows[0]))]

    def hessian(self, coordinates="network"):
        """The second derivatives of the loss, where no breakpoint is on a datum."""
        rows = [self.row(n, coordinates) for n in range(len(self.x))]
        size, width = len(rows[0]), len(self.w)
        out = [[total(row[j] * row[k] for row in rows) for k in range(size)] for j in range(size)]
        for i, n in product(self.width, range(len(self.x))):
            e = self._where_seen(i, n, self.residual(n))
            if coordinates == "network":
                self._add(out, i, 2 * width + i, e * self.x[n])
                self._add(out, width + i, 2 * width + i, e)
            else:
                self._add(out, i, width + i, -e)
        return out

    @staticmethod
    def _add(out, j, k, value):
        out[j][k], out[k][j] = out[j][k] + value, out[k][j] + value

    def kernel(self, n, m):
        """The tangent kernel of two data."""
        return total(p * q for p, q in zip(self.row(n), self.row(m), strict=True))
