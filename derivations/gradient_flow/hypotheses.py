"""The hypotheses that theorems of this chapter share, each encoded once."""

from sympy import Ne

from symspline.proof.theorem import Assumption

from .vocabulary import w

CELL = Assumption("no breakpoint sits on a datum")
SLOPED = Assumption(condition=Ne(w, 0))
