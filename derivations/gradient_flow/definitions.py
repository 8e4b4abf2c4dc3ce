"""The velocities of the weights: what w, b and v with a dot mean in this chapter (D1)."""

from sympy import Derivative, Expr, S, Symbol

from .vocabulary import E, M, b, dot, v, w

FLOW = {w: -v * M, b: -v * E, v: -(w * M + b * E)}
"""Minus the gradient of the loss, as D1 derives it, in the moments of the neuron."""
DEFINITIONS = {dot(weight.name): speed for weight, speed in FLOW.items()}


def chain(quantity: Expr, *weights: Symbol) -> Expr:
    """The speed of a function of the weights by the chain rule, its derivatives and velocities not carried out."""
    moving = [weight for weight in weights or FLOW if quantity.has(weight)]
    return sum((Derivative(quantity, weight) * dot(weight.name) for weight in moving), S.Zero)


def along(quantity: Expr) -> Expr:
    """The same with the velocities of the flow put in."""
    return chain(quantity).xreplace(DEFINITIONS)
