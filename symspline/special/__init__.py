"""Functions that SymPy lacks, in forms that neither overflow nor cancel.

Each is a small SymPy class. ``definition()`` (and ``doit()``) returns the same function in plain SymPy terms; ``_mp``
evaluates it with mpmath at the working precision; ``lambdify`` finds the float64 kernel
(:mod:`symspline.special.arrays` and its neighbours) and the mpmath one without extra dictionaries.
"""

from symspline.special.arc_functions import angle_minus_sine, arc_cosine_sum
from symspline.special.bessel_functions import bessel_k0_integral, scaled_bessel_k
from symspline.special.error_functions import erfcx, owens_t
from symspline.special.gamma_functions import exp_integral, g1, g2, lower_gamma, scaled_lower_gamma
from symspline.special.gauss_integrals import gauss_laplace_integral, reciprocal_gauss_integral
from symspline.special.ratio_functions import hyp2f1_complement, log_ratio, student3_breakpoint, student3_zeta
from symspline.special.stable_function import StableFunction

__all__ = [
    "StableFunction",
    "angle_minus_sine",
    "arc_cosine_sum",
    "bessel_k0_integral",
    "erfcx",
    "exp_integral",
    "g1",
    "g2",
    "gauss_laplace_integral",
    "hyp2f1_complement",
    "log_ratio",
    "lower_gamma",
    "owens_t",
    "reciprocal_gauss_integral",
    "scaled_bessel_k",
    "scaled_lower_gamma",
    "student3_breakpoint",
    "student3_zeta",
]
