"""The sampling box of every symbol of this chapter."""

from sympy import Rational, Symbol

from symspline import symbols as sym
from symspline.proof.theorem import Argument

_THIRD, _THREE = Rational(1, 3), 3

BOXES: dict[Symbol, tuple] = {
    sym.beta: (-4, 4, "breakpoint"),
    sym.mu: (-3, 3, "delta-slope"),
    sym.c: (-4, 4, "place on the input axis"),
    sym.x: (-3, 3, "input"),
    sym.y: (-3, 3, "input"),
    sym.w: (-2, 2, "input weight"),
    sym.b: (-2, 2, "bias"),
    sym.v: (-2, 2, "output weight"),
    sym.w_1: (-2, 2, "input weight"),
    sym.w_2: (-2, 2, "input weight"),
    sym.w_3: (-2, 2, "input weight"),
    sym.v_1: (-2, 2, "output weight"),
    sym.v_2: (-2, 2, "output weight"),
    sym.v_3: (-2, 2, "output weight"),
    sym.q_I: (Rational(1, 20), Rational(19, 20), "probability of the interval"),
    sym.ell: (_THIRD, _THREE, "factor"),
    sym.sigma_w: (_THIRD, _THREE, "scale of the input weights"),
    sym.sigma_b: (_THIRD, _THREE, "scale of the biases"),
    sym.sigma_v: (_THIRD, _THREE, "scale of the output weights"),
    sym.a_w: (_THIRD, _THREE, "half-width of the input weights"),
    sym.a_b: (_THIRD, _THREE, "half-width of the biases"),
    sym.a_v: (_THIRD, _THREE, "half-width of the output weights"),
    sym.tau_w: (_THIRD, _THREE, "scale of the input weights"),
    sym.tau_b: (_THIRD, _THREE, "scale of the biases"),
    sym.tau_v: (_THIRD, _THREE, "scale of the output weights"),
    sym.alpha_w: (_THIRD, _THREE, "scale of the input weights"),
    sym.alpha_b: (_THIRD, _THREE, "scale of the biases"),
    sym.alpha_v: (_THIRD, _THREE, "scale of the output weights"),
    sym.q: (Rational(1, 2), 4, "exponent of the generalised normal law", 42),
    sym.nu: (Rational(3, 2), 6, "degrees of freedom", 9),
    sym.r: (_THIRD, _THREE, "size of an input weight"),
    sym.m: (Rational(1, 20), 3, "size of a delta-slope"),
    sym.kappa: (1, 3, "cut in units of the scale"),
    sym.kappa_w: (1, 3, "cut of the input weights in units of their scale"),
    sym.kappa_b: (1, 3, "cut of the biases in units of their scale"),
    sym.kappa_v: (1, 3, "cut of the output weights in units of their scale"),
    sym.m_w: (-2, 2, "mean of the input weights"),
    sym.m_b: (-2, 2, "mean of the biases"),
    sym.w_0: (_THIRD, _THREE, "size of the input weights"),
    sym.b_0: (_THIRD, _THREE, "constant bias"),
    sym.v_0: (_THIRD, _THREE, "size of the output weights"),
    sym.R: (_THIRD, _THREE, "radius of (w, b)"),
    sym.rho: (Rational(-9, 10), Rational(9, 10), "correlation of w and b"),
    sym.H: (2, 50, "width"),
    sym.n: (0, 4, "order of the moment"),
    sym.A: (_THIRD, _THREE, "rate"),
    sym.B: (_THIRD, _THREE, "rate"),
    sym.p: (1, 4, "order of the moment"),
    sym.k: (-2, 2, "order of the Bessel function"),
    sym.W_1: (_THIRD, _THREE, "mean size of the input weights"),
    sym.W_2: (_THIRD, _THREE, "mean square of the input weights"),
    sym.W_4: (_THIRD, _THREE, "mean fourth power of the input weights"),
    sym.V_1: (_THIRD, _THREE, "mean size of the output weights"),
    sym.V_2: (_THIRD, _THREE, "mean square of the output weights"),
    sym.V_4: (_THIRD, _THREE, "mean fourth power of the output weights"),
    sym.A_2: (_THIRD, _THREE, "mean square of the pre-activation"),
    sym.A_4: (_THIRD, _THREE, "mean fourth power of the pre-activation"),
    sym.M_1: (-2, 2, "mean of a summand"),
    sym.M_2: (_THIRD, _THREE, "mean square of a summand"),
    sym.M_4: (_THIRD, _THREE, "fourth moment of a summand"),
    sym.m_v: (-2, 2, "mean of the output weights"),
    sym.m_0: (-2, 2, "mean of the output bias"),
    sym.sigma_0: (_THIRD, _THREE, "standard deviation of the output bias"),
    sym.V_rho: (_THIRD, _THREE, "variance of the roughness"),
    sym.lambda_: (_THIRD, _THREE, "excess over the mean"),
    sym.t: (_THIRD, _THREE, "positive variable"),
    sym.u: (_THIRD, _THREE, "positive variable"),
    sym.s: (-3, 3, "input"),
}


def arguments(*symbols: Symbol) -> tuple[Argument, ...]:
    """The symbols as arguments of a theorem, each with the box of this chapter."""
    return tuple(Argument(symbol, *BOXES[symbol]) for symbol in symbols)
