"""Evidence for B7."""

from symspline.model.init import Init
from symspline.model.law import Normal

from .neuron_samples import neurons

EVIDENCE = {"B7.joint": neurons("normal weights", Init(w=Normal(1.3), b=Normal(0.7), v=Normal(0.2)))}
