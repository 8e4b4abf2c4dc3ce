"""The laws of one weight, in one place."""

from symspline.model.laws.base import Law as Law
from symspline.model.laws.bounded import TruncatedNormal as TruncatedNormal
from symspline.model.laws.bounded import Uniform as Uniform
from symspline.model.laws.discrete import Constant as Constant
from symspline.model.laws.discrete import TwoPoint as TwoPoint
from symspline.model.laws.given_density import GivenDensity as GivenDensity
from symspline.model.laws.whole_line import GeneralisedNormal as GeneralisedNormal
from symspline.model.laws.whole_line import Laplace as Laplace
from symspline.model.laws.whole_line import Logistic as Logistic
from symspline.model.laws.whole_line import Normal as Normal
from symspline.model.laws.whole_line import StudentT as StudentT
from symspline.model.laws.whole_line import SymmetrisedLogNormal as SymmetrisedLogNormal
