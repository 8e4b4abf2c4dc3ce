"""Evidence for B9."""

from symspline.model.init import Init
from symspline.model.law import Laplace

from .neuron_samples import neurons

EVIDENCE = {"B9.joint": neurons("Laplace weights", Init(w=Laplace(1.3), b=Laplace(0.7), v=Laplace(0.2)))}
