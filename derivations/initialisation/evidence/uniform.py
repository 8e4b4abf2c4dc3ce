"""Evidence for B8."""

from symspline.model import presets
from symspline.model.init import Init
from symspline.model.law import Uniform

from .neuron_samples import neurons

EVIDENCE = {
    "B8.joint": (
        neurons("uniform weights", Init(w=Uniform(1.3), b=Uniform(0.7), v=Uniform(0.2))),
        neurons("the PyTorch default at width 100", presets.torch(100)),
    )
}
