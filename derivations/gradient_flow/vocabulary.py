"""The words of this chapter: its symbols with their assumptions, the boxes of their check points and their meaning."""

from sympy import Expr, Function, Lambda, Rational, Sum, Symbol, cos, exp, sin

from symspline import vocabulary as shared
from symspline.proof.vocabulary import Vocabulary

VOCABULARY = Vocabulary()
box, real, positive, natural = VOCABULARY.box, VOCABULARY.real, VOCABULARY.positive, VOCABULARY.natural
THIRD = Rational(1, 3)

w = box(shared.w, -3, 3, "input weight")
b = box(shared.b, -3, 3, "bias")
v = box(shared.v, -3, 3, "output weight")
E = real("E", -3, 3, "sum of the residuals seen")
M = real("M", -3, 3, "sum of residual times input seen")
offset = real("b_0", -3, 3, "bias of the output")
beta = box(shared.beta, -3, 3, "breakpoint")
mu = box(shared.mu, -3, 3, "delta-slope")
x = box(shared.x, -3, 3, "input")
y = box(shared.y, -3, 3, "another input")
w_2 = real("w_2", -3, 3, "input weight of another neuron")
b_2 = real("b_2", -3, 3, "bias of another neuron")
v_2 = real("v_2", -3, 3, "output weight of another neuron")
e_n = real("e_n", -3, 3, "residual of the datum")
x_n = real("x_n", -3, 3, "input of the datum")
alpha = real("alpha", Rational(1, 20), Rational(19, 20), "weight of the datum")
delta = real("delta", -3, 3, "imbalance of the neuron")
eta = positive("eta", Rational(1, 100), 1, "step of gradient descent")
lam = positive("lambda", Rational(1, 100), 2, "eigenvalue, curvature of the loss or rate of weight decay")
t = positive("t", Rational(1, 10), 3, "time of training")
nonzero_w = real("w", -3, 3, "input weight", nonzero=True)
nonzero_mu = real("mu", -3, 3, "delta-slope", nonzero=True)
nonzero_v = real("v", -3, 3, "output weight", nonzero=True)
heavy = positive("delta", Rational(1, 10), 9, "imbalance of a neuron with the larger output weight")
light = positive("d", Rational(1, 10), 9, "minus the imbalance of a neuron with the larger input side")
positive_v = positive("v", Rational(1, 10), 3, "positive output weight")
positive_b = positive("b", Rational(1, 10), 3, "positive bias")
far = positive("X", Rational(1, 10), 3, "bound of the inputs")
rho = positive("rho", Rational(1, 10), 3, "length of $(w, b)$")
theta = real("theta", -3, 3, "angle of $(w, b)$")
r = real("r", -3, 3, "signed size of the neuron", nonzero=True)
g = real("g", -3, 3, "slope of the loss in the size", nonzero=True)
h = real("h", -3, 3, "derivative of the slope by the angle")
s = box(shared.s, -3, 3, "direction in which the neuron faces")
A = real("A", -3, 3, "turning moment of the other data that the neuron sees")
nonzero_e = real("e_n", -3, 3, "residual of the datum", nonzero=True)
w_size = positive("q", Rational(1, 10), 3, "length of the input side")
phi = real("varphi", -2, 2, "rapidity")
v_0 = real("v_0", -3, 3, "output weight where the slide begins")
q_0 = real("q_0", -3, 3, "input side where the slide begins")
more = positive("h", Rational(1, 10), 3, "by how much one side of the neuron exceeds the other")
order = natural("k", 0, 9, "order of the term")
following = real("w_{k+1}", -3, 3, "next coefficient of the series")
E_L = real("E_L", -3, 3, "sum of the residuals left of the datum")
M_L = real("M_L", -3, 3, "sum of residual times input left of the datum")
E_R = real("E_R", -3, 3, "sum of the residuals right of the datum")
M_R = real("M_R", -3, 3, "sum of residual times input right of the datum")
nonzero_M = real("M", -3, 3, "sum of residual times input seen", nonzero=True)
z = real("z", -2, 2, "parameter of a loss")
z_2 = real("z_2", -2, 2, "another parameter")
u_w = real("u_w", -3, 3, "direction in the input weight")
u_b = real("u_b", -3, 3, "direction in the bias")
u_v = real("u_v", -3, 3, "direction in the output weight")
pull = positive("M", Rational(1, 10), 3, "size of the moment")
factors = [positive(f"x_{k}", Rational(1, 10), 3, f"root of factor {k}") for k in (1, 2, 3, 4)]
s_1 = real("s_1", -3, 3, "slope of the first chord")
s_2 = real("s_2", -3, 3, "slope of the second chord")
s_3 = real("s_3", -3, 3, "slope of the third chord")
slopes = [real(f"p_{k}", -3, 3, f"slope {k} of the function") for k in (1, 2, 3, 4)]
share_1 = positive("c_1", Rational(1, 10), Rational(9, 10), "share of the second slope in the first interval")
share_2 = positive("c_2", Rational(1, 10), Rational(9, 10), "share of the fourth slope in the second interval")

N = natural("N", 1, 9, "number of all data")
H = box(shared.H, 1, 9, "width")
S_1 = real("X_1", -3, 3, "sum of the inputs seen")
S_2 = positive("X_2", 5, 20, "sum of the squared inputs seen")
sharp = positive("lambda", 1, 40, "largest eigenvalue of the Hessian")
g_right = positive("g_+", Rational(1, 10), 3, "weight of a neuron that faces right")
g_left = positive("g_-", Rational(1, 10), 3, "weight of a neuron that faces left")
c_right = real("c_+", -3, 3, "bend by a neuron that faces right")
c_left = real("c_-", -3, 3, "bend by a neuron that faces left")
price = positive("P", Rational(1, 10), 2, "sum of the prices of the bends")
m = real("m", -3, 3, "a shift")
span = positive("ell", 1, 9, "length of $(k, X_1)$")
U = positive("U", 1, 40, "squared length of the direction that shifts all data")
Q = positive("Q", 1, 90, "sum of the squared changes of the residuals in this direction")
gap_left = positive("l", Rational(1, 4), 2, "distance to the datum on the left")
gap_right = positive("r", Rational(1, 4), 2, "distance to the datum on the right")
three = [real(f"e_{k}", -3, 3, f"residual of datum {k} of three") for k in (1, 2, 3)]
targets = [real(f"y_{k}", -3, 3, f"target {k} of three") for k in (1, 2, 3)]
p_dark = positive("p_-", Rational(1, 10), 3, "speed towards the datum from the dark side")
p_lit = positive("p_+", Rational(1, 10), 3, "speed back from the lit side")
height = real("h", -1, 1, "pre-activation at the datum")
missed = real("c_1", -3, 3, "error of the first order in the step")
missed_2 = real("c_2", -3, 3, "error of the second order in the step")
fraction = positive("vartheta", Rational(1, 10), Rational(9, 10), "the smaller of two steps over the larger")
exact = real("z", -3, 3, "what the flow gives")
lean = real("tau", Rational(-9, 10), Rational(9, 10), "how a bend is shared between the two directions")
bend = real("c", -3, 3, "bend of the function")
lift = real("d", -3, 3, "slope of a straight line")
chord = positive("s", Rational(1, 10), 3, "slope of the chord")
before = real("p_-", -3, 3, "slope of the function far to the left")
after = real("p_+", -3, 3, "slope of the function far to the right")
variation = positive("V", Rational(1, 10), 3, "variation of the slope")
ends = real("T", -3, 3, "sum of the slopes at the two ends")
left_end = real("beta_1", -3, 0, "place of a datum")
right_end = real("beta_2", 0, 3, "place of the next datum")
h_1 = real("h_1", -3, 3, "value at the one end")
h_2 = real("h_2", -3, 3, "value at the other end")
parts = [real(f"r_{k}", -2, 2, f"size of neuron {k}") for k in (1, 2, 3, 4)]
c = positive("c", Rational(1, 20), Rational(19, 20), "a share, or the height of a direction")
excess = positive("a", Rational(1, 10), 3, "root of the difference of the squared scales")
tiny = positive("epsilon", Rational(1, 100), Rational(1, 2), "least length of $(w, b)$ that is counted")
zoom = positive("a", Rational(1, 10), 3, "factor of all parameters")
share_v = positive("k_v", Rational(1, 10), 3, "share of the squared output weights in the kernel")
share_w = positive("k_w", Rational(1, 10), 3, "share of the squared input weights in the kernel")
ratio = positive("q", Rational(1, 10), 3, "scale of the output weights over that of the input weights")
exponent = real("kappa", 0, 1, "power of the width by which the scale falls")

n = Symbol("n", positive=True, integer=True)
i = Symbol("i", positive=True, integer=True)
k_A = natural("k", 1, 5, "number of data seen")
time = Symbol("t", real=True)
"""The time of training on left sides; where it stands in lines it is the symbol `t`."""

L = Function("L", real=True)
"""The loss as a function of what moves."""
X = Function("x", real=True)
"""Inputs of the data that one neuron sees, any number of them, numbered from 1."""
R = Function("r", real=True)
"""Residuals of the rest of the network there, without the neuron."""
e = Function("e", real=True)
"""Residuals of the network there."""
SEQUENCES = (
    {R: Lambda(n, 1 - n / 3), X: Lambda(n, n / 2 - 1)},
    {R: Lambda(n, (n - 2) ** 2 / 5), X: Lambda(n, n - n**2 / 7)},
    {R: Lambda(n, n / 4 - Rational(1, 3)), X: Lambda(n, 2 * n - 3)},
)
RESIDUALS = tuple({e: choice[R], X: choice[X]} for choice in SEQUENCES)
"""Data that are not even spaced alike, for the checks."""

change = Function("a", real=True)
"""Changes of the residuals in one direction, numbered like the data."""
lifted, tilted = Function("p", real=True), Function("q", real=True)
"""Of each neuron the two parts of its shift of the data: by its input side, and by its output weight."""

test = Function("psi", real=True)
"""A smooth function of the input, against which a distribution is held."""
TESTS = (
    {test: Lambda(beta, sin(beta) * exp(-(beta**2) / 8))},
    {test: Lambda(beta, beta**3 / 3 - beta)},
    {test: Lambda(beta, cos(2 * beta) + beta / 2)},
)


def total(term: Expr) -> Sum:
    """The sum of a term over the data seen."""
    return Sum(term, (n, 1, k_A))


def dot(name: str) -> Expr:
    """The speed of what moves: the derivative of the function of that name by the time."""
    return Function(name, real=True)(time).diff(time)
