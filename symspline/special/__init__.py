"""Functions that SymPy lacks, in forms that neither overflow nor cancel.

Each is a small SymPy class. ``definition()`` (and ``doit()``) returns the same function in plain SymPy terms; ``_mp``
evaluates it with mpmath at the working precision; ``lambdify`` finds the float64 kernel
(:mod:`symspline.special.arrays`) and the mpmath one without extra dictionaries.
"""

from symspline.special.classical_functions import bessel_k0_integral as bessel_k0_integral
from symspline.special.classical_functions import erfcx as erfcx
from symspline.special.classical_functions import exp_integral as exp_integral
from symspline.special.classical_functions import lower_gamma as lower_gamma
from symspline.special.classical_functions import owens_t as owens_t
from symspline.special.classical_functions import scaled_bessel_k as scaled_bessel_k
from symspline.special.classical_functions import scaled_lower_gamma as scaled_lower_gamma
from symspline.special.elementary_functions import angle_minus_sine as angle_minus_sine
from symspline.special.elementary_functions import arc_cosine_sum as arc_cosine_sum
from symspline.special.elementary_functions import hyp2f1_complement as hyp2f1_complement
from symspline.special.elementary_functions import log_ratio as log_ratio
from symspline.special.elementary_functions import student3_breakpoint as student3_breakpoint
from symspline.special.elementary_functions import student3_zeta as student3_zeta
from symspline.special.gauss_integrals import gauss_laplace_integral as gauss_laplace_integral
from symspline.special.gauss_integrals import reciprocal_gauss_integral as reciprocal_gauss_integral
from symspline.special.stable_function import StableFunction as StableFunction
