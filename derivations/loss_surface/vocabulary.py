"""The words of this chapter: its symbols with their assumptions, the boxes of their check points and their meaning."""

from collections.abc import Callable
from typing import Any

from sympy import Expr, Function, Lambda, Rational, Sum, Symbol

from symspline import vocabulary as shared
from symspline.proof.vocabulary import Vocabulary

VOCABULARY = Vocabulary()
box, real, positive, natural = VOCABULARY.box, VOCABULARY.real, VOCABULARY.positive, VOCABULARY.natural
HALF, THIRD = Rational(1, 2), Rational(1, 3)
ORDINALS = ("first", "second", "third", "fourth")


def numbered(
    count: int, kind: Callable[..., Symbol], name: str, low: Any, high: Any, meaning: str, **assumptions: bool
) -> list[Symbol]:
    """Symbols that differ in their numbers, from 1; an ordinal takes the place of {} in the meaning."""
    words = enumerate(ORDINALS[:count], 1)
    return [kind(f"{name}_{k}", low, high, meaning.format(word), **assumptions) for k, word in words]


w = box(shared.w, -3, 3, "input weight")
b = box(shared.b, -3, 3, "bias")
v = box(shared.v, -3, 3, "output weight")
beta = box(shared.beta, -3, 3, "breakpoint")
mu = box(shared.mu, -3, 3, "delta-slope")
gamma = real("gamma", -3, 3, "minus the intercept")
x = box(shared.x, -3, 3, "input")
p_A = real("p", -3, 3, "sum of the residuals seen")
q_A = real("q", -3, 3, "sum of residual times input seen")
X_0 = positive("X_0", 2, 9, "number of data seen")
X_1 = real("X_1", -3, 3, "sum of the inputs seen")
X_2 = positive("X_2", 5, 20, "sum of the squared inputs seen")
H = box(shared.H, 1, 40, "width")
N = natural("N", 2, 30, "number of data")
P_less = positive("P_-", Rational(1, 1000), 1, "probability for one datum less")
lam = positive("lambda", Rational(1, 100), 5, "eigenvalue")
m_1, m_2, m_3 = numbered(3, real, "m", -3, 3, "moment of the {} piece")
q_2 = real("q_2", -3, 3, "first moment of the second piece")
q_3 = real("q_3", -3, 3, "first moment of the third piece")
pieces = m_1, m_2, m_3, q_2, q_3
kept = real("Delta", -3, 3, "what gradient flow keeps of a neuron")
s_a = real("S_a", -3, 3, "moment up to a cut")
s_b = real("S_b", -3, 3, "moment up to the next cut")
m_all = real("T", -3, 3, "moment of all data")
g_v = positive("g", THIRD, 3, "curvature along the output weight")
u_w, u_b, u_v, u_beta, u_mu = (
    real(f"u_{each}", -3, 3, f"direction in the {VOCABULARY[each].meaning}") for each in (w, b, v, beta, mu)
)
S_0, S_1 = (real(f"S_{k}", -3, 3, "moment of the first change") for k in (0, 1))
D_0, D_1 = (real(f"D_{k}", -3, 3, "moment of the second change") for k in (0, 1))
centre = real("c_x", -3, 3, "centre of the data")
xi = positive("xi", THIRD, 9, "positive factor")
i = natural("i", 1, 4, "number of data seen")
theta = real("theta", Rational(1, 20), Rational(19, 20), "weight of the active side")
nonzero_w, nonzero_v, nonzero_mu = (
    real(each.name, -3, 3, VOCABULARY[each].meaning, nonzero=True) for each in (w, v, mu)
)
k_A = natural("k", 1, 5, "number of data seen")
R_1 = real("R_1", -3, 3, "sum of the residuals without the neuron")
T_1 = real("T_1", -3, 3, "sum of the residuals against the line")
T_2 = positive("T_2", 2, 9, "sum of the squared residuals against the line")
e_n = real("e_n", -3, 3, "residual of the datum")
x_n = real("x_n", -3, 3, "input of the datum")
E_1 = real("E", -3, 3, "sum of the other residuals")
h = positive("h", Rational(1, 9), 2, "distance from the datum")
D_plus = positive("D_+", THIRD, 3, "size of the derivative to the right")
D_minus = positive("D_-", THIRD, 3, "size of the derivative to the left")
Delta_X = positive("Delta_X", 1, 9, "determinant of the moments")
Y_0 = real("Y_0", -3, 3, "sum of the targets")
Y_1 = real("Y_1", -3, 3, "sum of target times input")
A = positive("A", THIRD, 3, "lower bound")
B = positive("B", THIRD, 3, "upper bound")
r = box(shared.r, THIRD, 3, "least curvature")
t = positive("t", THIRD, 3, "positive number")
u = positive("u", THIRD, 3, "positive number")
c = box(shared.c, -3, 3, "change of the output bias")
w_1, w_2 = numbered(2, real, "w", -3, 3, "input weight of the {} neuron", nonzero=True)
b_1, b_2 = numbered(2, real, "b", -3, 3, "bias of the {} neuron")
v_1, v_2 = numbered(2, real, "v", -3, 3, "output weight of the {} neuron")
mu_1, mu_2 = numbered(2, real, "mu", -3, 3, "delta-slope of the {} neuron")
beta_1, beta_2 = numbered(2, real, "beta", -3, 3, "breakpoint of the {} neuron")
gamma_1, gamma_2 = numbered(2, real, "gamma", -3, 3, "minus the intercept of the {} neuron")
offset = real("b_0", -3, 3, "bias of the output")
N_A = natural("N_A", 2, 7, "number of data seen")
P_0 = real("P_0", -3, 3, "sum of what the other neurons leave")
Q_0 = real("Q_0", -3, 3, "the same times the input")
P = natural("P", 2, 6, "number of pieces")
delta = real("delta", -3, 3, "difference of the slopes", nonzero=True)
x_1 = real("x_1", -3, -HALF, "input left of the gap")
x_2 = real("x_2", HALF, 3, "input right of the gap")
targets = numbered(4, real, "y", -3, 3, "{} target")
y_1, y_2 = targets[:2]
d = positive("d", HALF, 3, "width of the gap")
a_1, a_2 = numbered(2, real, "a", -3, 3, "slope of the {} line")
c_1, c_2 = numbered(2, real, "c", -3, 3, "intercept of the {} line")
lines = (a_1, c_1), (a_2, c_2)
mu_3 = real("mu_3", -3, 3, "delta-slope of the third neuron")
Y_2 = real("Y_2", 5, 20, "sum of the squared targets")
s_11 = positive("s_11", 4, 9, "curvature of the loss in $\\mu$")
s_12 = real("s_12", -3, 3, "mixed derivative of the loss in $\\mu$ and $\\gamma$")
s_22 = positive("s_22", 4, 9, "curvature of the loss in $\\gamma$")
mu_s = real("mu_*", -3, 3, "best delta-slope of the cell")
gamma_s = real("gamma_*", -3, 3, "best $\\gamma$ of the cell")
before = numbered(3, positive, "l", Rational(1, 4), 2, "distance to the datum on the left")
after = numbered(3, positive, "r", Rational(1, 4), 2, "distance to the datum on the right")
U_0 = real("U_0", -3, 3, "sum over the data before a datum")
U_1 = real("U_1", -3, 3, "sum up to the datum")
U_N = real("U_N", -3, 3, "sum over all data")
s_0 = natural("s_0", 0, 1, "whether the neuron before the datum faces right")
s_1 = natural("s_1", 0, 1, "whether the neuron after the datum faces right")
alpha = positive("alpha", HALF, 3, "width over the squared number of data")
z = positive("z", HALF, 9, "mean number of breakpoints")
s = box(shared.s, -3, 3, "slope of a secant")
y = box(shared.y, -3, 3, "another input")
p_size = positive("p", Rational(1, 10), 3, "sum of the residuals seen")
fit_slope = real("a", -2, 2, "slope of the fitted line")
fit_intercept = real("d", -2, 2, "its intercept")
e_1, e_2 = numbered(2, real, "e", -3, 3, "residual of a single datum")
tau_0, tau_1 = (real(f"tau_{k}", -3, 3, "component of the moment of all data") for k in (0, 1))
D_all = natural("D", 2, 20, "sum of the dimensions of the pieces")
t_free = natural("t", 0, 2, "free directions of the total moment")
rank_J = natural("r", 1, 30, "rank of the Jacobian")
kernel = natural("kappa", 0, 30, "dimension of the residuals orthogonal to its columns")
flat_network = natural("k_w", 0, 100, "zero eigenvalues in network coordinates")
flat_spline = natural("k_beta", 0, 100, "zero eigenvalues in spline coordinates")
scale = positive("a", THIRD, 3, "factor of the rescaling")
S_A = positive("S", 1, 20, "sum of one plus the squared input over the data seen")
Z_A = positive("Z", Rational(1, 4), 20, "sum of the squared pre-activations")
g_2, g_3 = (
    positive(f"g_{k}", Rational(1, 10), 3, "another eigenvalue, or its distance from the largest") for k in (2, 3)
)
rho = positive("varrho", Rational(1, 10), 3, "bound of the residual part")
eta = positive("eta", Rational(1, 100), 3, "step of gradient descent")
k = positive("k", HALF, 6, "wavenumber")
sigma = real("sigma", -2, 2, "mixture")
kappa = box(shared.kappa, Rational(1, 20), 3, "weight of the output bias")
lambda_1, lambda_2, lambda_3, lambda_4 = numbered(4, positive, "lambda", Rational(1, 10), 2, "eigenvalue")
h_00 = positive("h_00", 4, 9, "sum of the squares of a hat")
h_01 = real("h_01", -3, 3, "sum of the products of neighbouring hats")
h_11 = positive("h_11", 4, 9, "sum of the squares of the next hat")
f_0 = real("f_0", -3, 3, "value at a knot")
f_1 = real("f_1", -3, 3, "value at the next knot")
g_0 = real("g_0", -3, 3, "sum of target times hat")
g_1 = real("g_1", -3, 3, "sum of target times the next hat")
n = Symbol("n", nonnegative=True, integer=True)
j = Symbol("j", nonnegative=True, integer=True)

L = Function("L", real=True)
"""The loss as a function of what moves."""
X = Function("x", real=True)
"""Inputs of the data that one neuron sees, any number of them, numbered from 1."""
R = Function("r", real=True)
"""Residuals of the rest of the network there, without the neuron."""
E = Function("e", real=True)
"""Residuals of the network there."""
SEQUENCES = (
    {R: Lambda(n, 1 - n / 3), X: Lambda(n, n / 2 - 1), E: Lambda(n, Rational(3, 4) - n / 5)},
    {R: Lambda(n, (n - 2) ** 2 / 5), X: Lambda(n, n - n**2 / 7), E: Lambda(n, n**2 / 9 - n)},
    {R: Lambda(n, n / 4 - Rational(1, 3)), X: Lambda(n, 2 * n - 3), E: Lambda(n, (-1) ** n * n / 3)},
)
"""Data that are not even spaced alike, for the checks."""


def total(term: Expr) -> Sum:
    """The sum of a term over the data seen."""
    return Sum(term, (n, 1, k_A))
