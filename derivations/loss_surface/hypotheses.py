"""The hypotheses that theorems of this chapter share, each encoded once."""

from sympy import Ge, Ne

from symspline.proof.theorem import Assumption

from .vocabulary import H, N, beta_1, beta_2, delta, w

CELL = Assumption("no breakpoint sits on a datum")
SLOPED = Assumption(condition=Ne(w, 0))
W_NONZERO, V_NONZERO = Assumption(r"$w \neq 0$"), Assumption(r"$v \neq 0$")
"""In words: the symbols `nonzero_w` and `nonzero_v` are never zero."""
AT_KINK = Assumption("$w x_n + b = 0$ for one datum; $p$ and $q$ are the moments over the data seen without it")
H1 = Assumption("no breakpoint sits on a datum (H1)")
H2 = Assumption(r"$v_i \neq 0$ for every neuron whose breakpoint cuts the data (H2)")
H3 = Assumption(
    "some neuron with a non-zero output weight sees all data, or two that share the data between them, or there is a "
    "free line besides the neurons (H3)"
)
ONE_LAW = Assumption(
    "data and breakpoints are drawn independently from one continuous law, so that all orders of them are equally "
    "likely"
)
ENOUGH = Assumption(r"$H \ge N - 1$", Ge(H, N - 1))
TWO_SLOPES = Assumption(r"the two lines have different slopes, $\delta = a_2 - a_1 \neq 0$", Ne(delta, 0))
ORDERED = Assumption(r"$\beta_1 \le \beta_2$; the kernel is symmetric", beta_1 <= beta_2)
