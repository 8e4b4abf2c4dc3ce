"""Evidence for B10."""

from symspline.model.presets import torch_he_normal

from .neuron_samples import neurons

EVIDENCE = {
    "B10.normal-uniform-normal-joint": neurons(
        "PyTorch's normal He weights, which leave the bias uniform", torch_he_normal(100)
    )
}
