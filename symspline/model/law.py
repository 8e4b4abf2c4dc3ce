"""The laws of one weight, in one place."""

from symspline.model.laws.base import Law as Law
from symspline.model.laws.constant import Constant as Constant
from symspline.model.laws.generalised_normal import GeneralisedNormal as GeneralisedNormal
from symspline.model.laws.given_density import GivenDensity as GivenDensity
from symspline.model.laws.laplace import Laplace as Laplace
from symspline.model.laws.logistic import Logistic as Logistic
from symspline.model.laws.normal import Normal as Normal
from symspline.model.laws.student_t import StudentT as StudentT
from symspline.model.laws.symmetrised_log_normal import SymmetrisedLogNormal as SymmetrisedLogNormal
from symspline.model.laws.truncated_normal import TruncatedNormal as TruncatedNormal
from symspline.model.laws.two_point import TwoPoint as TwoPoint
from symspline.model.laws.uniform import Uniform as Uniform
