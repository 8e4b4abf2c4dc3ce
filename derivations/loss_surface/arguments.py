"""The sampling box of every symbol of this chapter."""

from sympy import Rational, Symbol

from symspline import symbols as sym
from symspline.proof.theorem import Argument

BOXES: dict[Symbol, tuple] = {
    sym.w: (-3, 3, "input weight"),
    sym.b: (-3, 3, "bias"),
    sym.v: (-3, 3, "output weight"),
    sym.beta: (-3, 3, "breakpoint"),
    sym.mu: (-3, 3, "delta-slope"),
    sym.gamma: (-3, 3, "minus the intercept"),
    sym.x: (-3, 3, "input"),
    sym.p_A: (-3, 3, "sum of the residuals seen"),
    sym.q_A: (-3, 3, "sum of residual times input seen"),
    sym.X_0: (2, 9, "number of data seen"),
    sym.X_1: (-3, 3, "sum of the inputs seen"),
    sym.X_2: (5, 20, "sum of the squared inputs seen"),
    sym.H: (1, 40, "width"),
    sym.N: (2, 30, "number of data"),
    sym.lam: (Rational(1, 100), 5, "eigenvalue"),
    sym.w_1: (-3, 3, "input weight of the first neuron"),
    sym.w_2: (-3, 3, "input weight of the second neuron"),
    sym.b_1: (-3, 3, "bias of the first neuron"),
    sym.b_2: (-3, 3, "bias of the second neuron"),
    sym.v_1: (-3, 3, "output weight of the first neuron"),
    sym.v_2: (-3, 3, "output weight of the second neuron"),
    sym.mu_1: (-3, 3, "delta-slope of the first neuron"),
    sym.mu_2: (-3, 3, "delta-slope of the second neuron"),
    sym.beta_1: (-3, 3, "breakpoint of the first neuron"),
    sym.beta_2: (-3, 3, "breakpoint of the second neuron"),
    sym.gamma_1: (-3, 3, "minus the intercept of the first neuron"),
    sym.gamma_2: (-3, 3, "minus the intercept of the second neuron"),
    sym.offset: (-3, 3, "bias of the output"),
    sym.N_A: (2, 7, "number of data seen"),
    sym.P_0: (-3, 3, "sum of what the other neurons leave"),
    sym.Q_0: (-3, 3, "the same times the input"),
}


def arguments(*symbols: Symbol) -> tuple[Argument, ...]:
    """The symbols as arguments of a theorem, each with the box of this chapter."""
    return tuple(Argument(symbol, *BOXES[symbol]) for symbol in symbols)
