"""The public names, for the loader, type checkers and the test."""

from .evidence.certificate import Certificate as Certificate
from .evidence.certified_flow import certified_flow as certified_flow
from .model import presets as presets
from .model.best_fit import BestFit as BestFit
from .model.best_fit import best_fit as best_fit
from .model.formula import Formula as Formula
from .model.init import Init as Init
from .model.joint_law import BivariateNormal as BivariateNormal
from .model.joint_law import RotationInvariant as RotationInvariant
from .model.joint_law import UnitCircle as UnitCircle
from .model.law import Constant as Constant
from .model.law import GeneralisedNormal as GeneralisedNormal
from .model.law import Laplace as Laplace
from .model.law import Law as Law
from .model.law import Logistic as Logistic
from .model.law import Normal as Normal
from .model.law import StudentT as StudentT
from .model.law import SymmetrisedLogNormal as SymmetrisedLogNormal
from .model.law import TruncatedNormal as TruncatedNormal
from .model.law import TwoPoint as TwoPoint
from .model.law import Uniform as Uniform
from .model.network import Network as Network
from .model.spline import Spline as Spline
from .numerics.critical_points import count_critical_points as count_critical_points
from .numerics.critical_points import critical_points as critical_points
from .numerics.gradient_descent import Training as Training
from .numerics.gradient_descent import gradient_descent as gradient_descent
from .numerics.gradient_flow import NonUniqueFlow as NonUniqueFlow
from .numerics.gradient_flow import Trajectory as Trajectory
from .numerics.gradient_flow import gradient_flow as gradient_flow
from .numerics.hessian import hessian as hessian
from .numerics.hessian_operator import hessian_operator as hessian_operator
from .numerics.landscape import gradient as gradient
from .numerics.landscape import loss as loss
from .numerics.lonely import lonely_probability as lonely_probability
from .numerics.spectrum import sharpness as sharpness
from .numerics.tangent_kernel import tangent_kernel as tangent_kernel
from .proof.library import library as library
from .proof.theorem import Theorem as Theorem
from .proof.verdict import Verdict as Verdict

__version__: str
