"""symspline: the theory of shallow ReLU networks seen as splines, derived, checked and computed.

Every public name is loaded when it is first used, so that `import symspline` stays quick; neither SymPy nor matplotlib
is loaded before a name needs it.

Example:
    >>> import symspline as ss
    >>> init = ss.Init(w=ss.Normal(1.3), b=ss.Normal(0.7), v=ss.Normal(0.2))
    >>> round(init.breakpoint_density(0.0), 6)
    0.591139
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .model import presets as presets
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
    from .model.loss_surface import gradient as gradient
    from .model.loss_surface import hessian as hessian
    from .model.loss_surface import hessian_operator as hessian_operator
    from .model.loss_surface import loss as loss
    from .model.loss_surface import sharpness as sharpness
    from .model.loss_surface import tangent_kernel as tangent_kernel
    from .model.network import Network as Network
    from .model.spline import Spline as Spline
    from .model.training import Training as Training
    from .model.training import gradient_descent as gradient_descent
    from .numerics.critical_points import count_critical_points as count_critical_points
    from .numerics.critical_points import critical_points as critical_points
    from .numerics.lonely import lonely_probability as lonely_probability
    from .proof.library import library as library
    from .proof.theorem import Theorem as Theorem
    from .proof.verdict import Verdict as Verdict

__version__ = "0.1.0"

_HOME = {
    "presets": "model",
    "Formula": "model.formula",
    "Init": "model.init",
    "BivariateNormal": "model.joint_law",
    "RotationInvariant": "model.joint_law",
    "UnitCircle": "model.joint_law",
    "Constant": "model.law",
    "GeneralisedNormal": "model.law",
    "Laplace": "model.law",
    "Law": "model.law",
    "Logistic": "model.law",
    "Normal": "model.law",
    "StudentT": "model.law",
    "SymmetrisedLogNormal": "model.law",
    "TruncatedNormal": "model.law",
    "TwoPoint": "model.law",
    "Uniform": "model.law",
    "gradient": "model.loss_surface",
    "hessian": "model.loss_surface",
    "hessian_operator": "model.loss_surface",
    "loss": "model.loss_surface",
    "sharpness": "model.loss_surface",
    "tangent_kernel": "model.loss_surface",
    "count_critical_points": "numerics.critical_points",
    "critical_points": "numerics.critical_points",
    "lonely_probability": "numerics.lonely",
    "Network": "model.network",
    "Spline": "model.spline",
    "Training": "model.training",
    "gradient_descent": "model.training",
    "library": "proof.library",
    "Theorem": "proof.theorem",
    "Verdict": "proof.verdict",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'symspline' has no attribute {name!r}")
    module = import_module(f"symspline.{_HOME[name]}")
    value = import_module("symspline.model.presets") if name == "presets" else getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*_HOME, "__version__"])
