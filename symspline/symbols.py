"""The shared vocabulary: every symbol of the theory, made once with its assumptions."""

from sympy import Symbol

w = Symbol("w", real=True)
"""Input weight of a neuron."""
b = Symbol("b", real=True)
"""Bias of a neuron."""
v = Symbol("v", real=True)
"""Output weight of a neuron."""

beta = Symbol("beta", real=True)
"""Breakpoint ``-b/w``."""
mu = Symbol("mu", real=True)
"""Delta-slope ``w v``."""
c = Symbol("c", real=True)
"""A place on the input axis, the argument of zeta."""
x = Symbol("x", real=True)
y = Symbol("y", real=True)
s = Symbol("s", real=True)

sigma_w = Symbol("sigma_w", positive=True)
sigma_b = Symbol("sigma_b", positive=True)
sigma_v = Symbol("sigma_v", positive=True)
"""Standard deviations of the normal laws, parent scales of the truncated ones."""
a_w = Symbol("a_w", positive=True)
a_b = Symbol("a_b", positive=True)
a_v = Symbol("a_v", positive=True)
"""Half-widths of the uniform laws."""
tau_w = Symbol("tau_w", positive=True)
tau_b = Symbol("tau_b", positive=True)
tau_v = Symbol("tau_v", positive=True)
"""Scales of the Laplace laws."""
alpha_w = Symbol("alpha_w", positive=True)
alpha_b = Symbol("alpha_b", positive=True)
alpha_v = Symbol("alpha_v", positive=True)
"""Scales of the generalised normal laws."""
q = Symbol("q", positive=True)
"""Exponent of the generalised normal law."""
nu = Symbol("nu", positive=True)
"""Degrees of freedom of Student's law."""

H = Symbol("H", positive=True, integer=True)
"""Width: the number of hidden neurons."""
N = Symbol("N", positive=True, integer=True)
"""Number of data."""
n = Symbol("n", nonnegative=True, integer=True)

r = Symbol("r", positive=True)
"""Absolute value of an input weight, the integration variable of a folded integral."""
t = Symbol("t", positive=True)
u = Symbol("u", positive=True)
"""Positive integration variables."""
m = Symbol("m", positive=True)
"""Absolute value of a delta-slope, or the largest |w| that a bounded law allows."""
kappa = Symbol("kappa", positive=True)
"""Cut of a truncated normal law in units of its scale."""
kappa_w = Symbol("kappa_w", positive=True)
kappa_b = Symbol("kappa_b", positive=True)
kappa_v = Symbol("kappa_v", positive=True)
"""Cuts of truncated laws that differ, in units of their scales."""
m_w = Symbol("m_w", real=True)
m_b = Symbol("m_b", real=True)
"""Means of input weight and bias."""
w_0 = Symbol("w_0", positive=True)
b_0 = Symbol("b_0", positive=True)
v_0 = Symbol("v_0", positive=True)
"""Sizes of two-point laws; a constant bias."""
R = Symbol("R", positive=True)
"""Radius of a rotation-invariant pair (w, b)."""
rho = Symbol("rho", real=True)
"""Correlation of w and b."""

A = Symbol("A", positive=True)
B = Symbol("B", positive=True)
"""Rates in the lemmas on integrals."""
p = Symbol("p", positive=True)
"""Order of a moment in the lemmas on integrals."""
k = Symbol("k", real=True)
"""Order of a Bessel function in the lemmas on integrals."""

W_1 = Symbol("W_1", positive=True)
W_2 = Symbol("W_2", positive=True)
W_4 = Symbol("W_4", positive=True)
"""Absolute moments of the input weight: ``W_n = E|w|^n``."""
V_1 = Symbol("V_1", positive=True)
V_2 = Symbol("V_2", positive=True)
V_4 = Symbol("V_4", positive=True)
"""Absolute moments of the output weight: ``V_n = E|v|^n``."""
A_2 = Symbol("A_2", positive=True)
A_4 = Symbol("A_4", positive=True)
"""Moments of the pre-activation ``w x + b`` at one place."""
M_1 = Symbol("M_1", real=True)
M_2 = Symbol("M_2", positive=True)
M_4 = Symbol("M_4", positive=True)
"""Moments of what one neuron contributes to a sum."""
m_v = Symbol("m_v", real=True)
m_0 = Symbol("m_0", real=True)
sigma_0 = Symbol("sigma_0", positive=True)
"""Means of the output weight and the output bias; standard deviation of the output bias."""
V_rho = Symbol("V_rho", positive=True)
"""Variance of the roughness."""
lambda_ = Symbol("lambda", positive=True)
"""How far the roughness exceeds its mean."""
i = Symbol("i", positive=True, integer=True)
"""Number of a neuron, the index of sums over neurons."""

gamma = Symbol("gamma", real=True)
"""Minus the intercept of a neuron's line: ``mu beta = -v b``."""
p_A = Symbol("p", real=True)
"""Sum of the residuals of the data that a neuron sees."""
q_A = Symbol("q", real=True)
"""Sum of residual times input over the data that a neuron sees."""
X_0 = Symbol("X_0", positive=True)
X_1 = Symbol("X_1", real=True)
X_2 = Symbol("X_2", positive=True)
"""Sums of the powers 0, 1, 2 of the inputs over the data that a neuron, or two neurons, see."""
lam = Symbol("lambda", positive=True)
"""Eigenvalue."""

w_1 = Symbol("w_1", real=True, nonzero=True)
w_2 = Symbol("w_2", real=True, nonzero=True)
w_3 = Symbol("w_3", real=True, nonzero=True)
"""Input weights of three neurons."""
v_1 = Symbol("v_1", real=True)
v_2 = Symbol("v_2", real=True)
v_3 = Symbol("v_3", real=True)
"""Output weights of three neurons."""
ell = Symbol("ell", positive=True)
"""Factor by which weights are scaled."""
q_I = Symbol("q_I", positive=True)
"""Probability that a breakpoint falls into an interval."""

b_1 = Symbol("b_1", real=True)
b_2 = Symbol("b_2", real=True)
"""Biases of two neurons."""
mu_1 = Symbol("mu_1", real=True)
mu_2 = Symbol("mu_2", real=True)
"""Delta-slopes of two neurons."""
beta_1 = Symbol("beta_1", real=True)
beta_2 = Symbol("beta_2", real=True)
"""Breakpoints of two neurons."""
gamma_1 = Symbol("gamma_1", real=True)
gamma_2 = Symbol("gamma_2", real=True)
"""``mu beta`` of two neurons."""
N_A = Symbol("N_A", positive=True, integer=True)
"""Number of data that a neuron, or two neurons, see."""

nonzero_w = Symbol("w", real=True, nonzero=True)
nonzero_v = Symbol("v", real=True, nonzero=True)
nonzero_mu = Symbol("mu", real=True, nonzero=True)
"""Weights and delta-slope of a neuron that bends the function."""
offset = Symbol("b_0", real=True)
"""Output bias."""
k_A = Symbol("k", positive=True, integer=True)
"""Number of data that a neuron sees."""
R_1 = Symbol("R_1", real=True)
"""Sum of the residuals without the neuron over the data it sees."""
T_1 = Symbol("T_1", real=True)
T_2 = Symbol("T_2", positive=True)
"""Sums of the powers 1, 2 of the residuals against a neuron's line through the origin."""
e_n = Symbol("e_n", real=True)
x_n = Symbol("x_n", real=True)
"""Residual and input of the datum under a breakpoint."""
E_1 = Symbol("E", real=True)
"""Sum of the residuals of the other data that a neuron sees."""
h = Symbol("h", positive=True)
"""Distance of a breakpoint from a datum."""
D_plus = Symbol("D_+", positive=True)
D_minus = Symbol("D_-", positive=True)
"""Sizes of the one-sided derivatives at a kink."""
Delta_X = Symbol("Delta_X", positive=True)
"""Determinant ``X_0 X_2 - X_1^2``, positive for two different inputs."""
Y_0 = Symbol("Y_0", real=True)
Y_1 = Symbol("Y_1", real=True)
"""Sums of target and target times input over a piece of the data."""
P_0 = Symbol("P_0", real=True)
Q_0 = Symbol("Q_0", real=True)
"""Sums of ``r`` and ``r x`` over the data seen, ``r`` being the residual that the other neurons leave."""

P = Symbol("P", positive=True, integer=True)
"""Number of pieces."""
j = Symbol("j", nonnegative=True, integer=True)
"""Index of sums over pieces, gaps and factors."""
delta = Symbol("delta", real=True, nonzero=True)
"""Difference of the slopes of two neighbouring lines."""
epsilon = Symbol("epsilon", real=True)
"""Difference of the intercepts of two parallel lines."""
x_1 = Symbol("x_1", real=True)
x_2 = Symbol("x_2", real=True)
"""Two neighbouring inputs."""
y_1 = Symbol("y_1", real=True)
y_2 = Symbol("y_2", real=True)
y_3 = Symbol("y_3", real=True)
y_4 = Symbol("y_4", real=True)
"""Targets."""
d = Symbol("d", positive=True)
"""Distance of two neighbouring inputs."""
a_1 = Symbol("a_1", real=True)
a_2 = Symbol("a_2", real=True)
c_1 = Symbol("c_1", real=True)
c_2 = Symbol("c_2", real=True)
"""Slopes and intercepts of two lines."""
mu_3 = Symbol("mu_3", real=True)
"""Delta-slope of a third neuron."""
Y_2 = Symbol("Y_2", real=True)
"""Sum of the squared targets over a piece of the data."""
s_11 = Symbol("s_11", positive=True)
s_12 = Symbol("s_12", real=True)
s_22 = Symbol("s_22", positive=True)
"""Entries of the matrix of the loss in (mu, gamma), the line minimised out."""
mu_s = Symbol("mu_*", real=True)
gamma_s = Symbol("gamma_*", real=True)
"""Where the loss of a cell is least."""
l_1 = Symbol("l_1", positive=True)
l_2 = Symbol("l_2", positive=True)
l_3 = Symbol("l_3", positive=True)
"""Distances of breakpoints from the data to their left."""
r_1 = Symbol("r_1", positive=True)
r_2 = Symbol("r_2", positive=True)
r_3 = Symbol("r_3", positive=True)
"""Distances of breakpoints from the data to their right."""
U_0 = Symbol("U_0", real=True)
U_1 = Symbol("U_1", real=True)
U_N = Symbol("U_N", real=True)
"""Sums of a null vector up to a datum, up to the next one, and over all data."""
alpha = Symbol("alpha", positive=True)
"""Width in units of the squared number of data."""
z = Symbol("z", positive=True)
"""Mean of a Poisson number of breakpoints."""
k_0 = Symbol("k", nonnegative=True, integer=True)
"""How far the width exceeds the least one."""
m_1 = Symbol("m_1", real=True)
m_2 = Symbol("m_2", real=True)
m_3 = Symbol("m_3", real=True)
"""Moments of the residuals over neighbouring pieces of the data."""
s_a = Symbol("S_a", real=True)
s_b = Symbol("S_b", real=True)
"""Moments of the residuals up to two neighbouring cuts."""
m_all = Symbol("T", real=True)
"""Moment of the residuals over all data."""
g_v = Symbol("g", positive=True)
"""Squared length of the change of the network's values along an output weight."""
u_w = Symbol("u_w", real=True)
u_b = Symbol("u_b", real=True)
u_v = Symbol("u_v", real=True)
u_beta = Symbol("u_beta", real=True)
u_mu = Symbol("u_mu", real=True)
"""Direction in the parameters of one neuron."""
S_0 = Symbol("S_0", real=True)
S_1 = Symbol("S_1", real=True)
"""Moments of the first change of the network's values over the data seen."""
D_0 = Symbol("D_0", real=True)
D_1 = Symbol("D_1", real=True)
"""Moments of the second change of the network's values over the data seen."""
centre = Symbol("c_x", real=True)
"""Centre of the data."""
xi = Symbol("xi", positive=True)
"""Factor ``w^2 (1 + beta^2) + v^2`` of the motion of the delta-slope."""
theta = Symbol("theta", real=True)
"""Weight of the one-sided derivative on the active side of a kink."""
