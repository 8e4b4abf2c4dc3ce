"""The data that one neuron sees, any number of them: residuals and inputs as undefined sequences with instances."""

from sympy import Expr, Function, Lambda, Rational, Sum

from .vocabulary import k_A, n

X = Function("x", real=True)
"""Inputs of the data seen, numbered from 1."""
r = Function("r", real=True)
"""Residuals of the rest of the network, without the neuron."""
e = Function("e", real=True)
"""Residuals of the network."""

SEQUENCES = (
    {r: Lambda(n, 1 - n / 3), X: Lambda(n, n / 2 - 1), e: Lambda(n, Rational(3, 4) - n / 5)},
    {r: Lambda(n, (n - 2) ** 2 / 5), X: Lambda(n, n - n**2 / 7), e: Lambda(n, n**2 / 9 - n)},
    {r: Lambda(n, n / 4 - Rational(1, 3)), X: Lambda(n, 2 * n - 3), e: Lambda(n, (-1) ** n * n / 3)},
)
"""Data that are not even spaced alike, for the checks."""


def total(term: Expr) -> Sum:
    """The sum of a term over the data seen."""
    return Sum(term, (n, 1, k_A))
