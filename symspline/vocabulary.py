"""The few symbols that the laws and every chapter share, each made once with its assumptions.

A chapter gives them their boxes and adds its own in its `vocabulary`.
"""

from sympy import Symbol

w = Symbol("w", real=True)
"""Input weight."""
b = Symbol("b", real=True)
"""Bias."""
v = Symbol("v", real=True)
"""Output weight."""
beta = Symbol("beta", real=True)
"""Breakpoint."""
mu = Symbol("mu", real=True)
"""Delta-slope."""
c = Symbol("c", real=True)
"""Place on the input axis."""
x = Symbol("x", real=True)
"""Input."""
y = Symbol("y", real=True)
"""Input."""
s = Symbol("s", real=True)
"""Input."""
sigma_w = Symbol("sigma_w", positive=True)
"""Scale of the input weights."""
sigma_b = Symbol("sigma_b", positive=True)
"""Scale of the biases."""
sigma_v = Symbol("sigma_v", positive=True)
"""Scale of the output weights."""
a_w = Symbol("a_w", positive=True)
"""Half-width of the input weights."""
a_b = Symbol("a_b", positive=True)
"""Half-width of the biases."""
a_v = Symbol("a_v", positive=True)
"""Half-width of the output weights."""
tau_w = Symbol("tau_w", positive=True)
"""Scale of the input weights."""
tau_b = Symbol("tau_b", positive=True)
"""Scale of the biases."""
tau_v = Symbol("tau_v", positive=True)
"""Scale of the output weights."""
alpha_w = Symbol("alpha_w", positive=True)
"""Scale of the input weights."""
alpha_b = Symbol("alpha_b", positive=True)
"""Scale of the biases."""
alpha_v = Symbol("alpha_v", positive=True)
"""Scale of the output weights."""
q = Symbol("q", positive=True)
"""Exponent of the generalised normal law."""
nu = Symbol("nu", positive=True)
"""Degrees of freedom."""
H = Symbol("H", positive=True, integer=True)
"""Width."""
r = Symbol("r", positive=True)
"""Size of an input weight."""
kappa = Symbol("kappa", positive=True)
"""Cut in units of the scale."""
kappa_w = Symbol("kappa_w", positive=True)
"""Cut of the input weights in units of their scale."""
kappa_b = Symbol("kappa_b", positive=True)
"""Cut of the biases in units of their scale."""
kappa_v = Symbol("kappa_v", positive=True)
"""Cut of the output weights in units of their scale."""
w_0 = Symbol("w_0", positive=True)
"""Size of the input weights."""
b_0 = Symbol("b_0", positive=True)
"""Constant bias."""
v_0 = Symbol("v_0", positive=True)
"""Size of the output weights."""
