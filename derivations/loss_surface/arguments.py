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
    sym.nonzero_w: (-3, 3, "input weight"),
    sym.nonzero_v: (-3, 3, "output weight"),
    sym.nonzero_mu: (-3, 3, "delta-slope"),
    sym.k_A: (1, 5, "number of data seen"),
    sym.R_1: (-3, 3, "sum of the residuals without the neuron"),
    sym.T_1: (-3, 3, "sum of the residuals against the line"),
    sym.T_2: (2, 9, "sum of the squared residuals against the line"),
    sym.e_n: (-3, 3, "residual of the datum"),
    sym.x_n: (-3, 3, "input of the datum"),
    sym.E_1: (-3, 3, "sum of the other residuals"),
    sym.h: (Rational(1, 9), 2, "distance from the datum"),
    sym.D_plus: (Rational(1, 3), 3, "size of the derivative to the right"),
    sym.D_minus: (Rational(1, 3), 3, "size of the derivative to the left"),
    sym.Delta_X: (1, 9, "determinant of the moments"),
    sym.Y_0: (-3, 3, "sum of the targets"),
    sym.Y_1: (-3, 3, "sum of target times input"),
    sym.A: (Rational(1, 3), 3, "lower bound"),
    sym.B: (Rational(1, 3), 3, "upper bound"),
    sym.r: (Rational(1, 3), 3, "least curvature"),
    sym.t: (Rational(1, 3), 3, "positive number"),
    sym.u: (Rational(1, 3), 3, "positive number"),
    sym.c: (-3, 3, "change of the output bias"),
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
