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
sigma_w, sigma_b, sigma_v = (Symbol(f"sigma_{role}", positive=True) for role in "wbv")
"""Scales of input weights, biases and output weights."""
a_w, a_b, a_v = (Symbol(f"a_{role}", positive=True) for role in "wbv")
"""Half-widths of input weights, biases and output weights."""
tau_w, tau_b, tau_v = (Symbol(f"tau_{role}", positive=True) for role in "wbv")
"""Scales of input weights, biases and output weights."""
alpha_w, alpha_b, alpha_v = (Symbol(f"alpha_{role}", positive=True) for role in "wbv")
"""Scales of input weights, biases and output weights."""
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
kappa_w, kappa_b, kappa_v = (Symbol(f"kappa_{role}", positive=True) for role in "wbv")
"""Cuts of input weights, biases and output weights in units of their scales."""
w_0 = Symbol("w_0", positive=True)
"""Size of the input weights."""
b_0 = Symbol("b_0", positive=True)
"""Constant bias."""
v_0 = Symbol("v_0", positive=True)
"""Size of the output weights."""
