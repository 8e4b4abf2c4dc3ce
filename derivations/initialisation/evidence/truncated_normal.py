"""Evidence for B11."""

from symspline.model.init import Init
from symspline.model.law import TruncatedNormal
from symspline.model.presets import he_normal

from .neuron_samples import neurons

EVIDENCE = {
    "B11.joint": (
        neurons(
            "truncated normal weights", Init(w=TruncatedNormal(1.3), b=TruncatedNormal(0.7), v=TruncatedNormal(0.2))
        ),
        neurons("the truncated He weights of JAX and Keras", he_normal(100, TruncatedNormal(1), truncated=True)),
    )
}
