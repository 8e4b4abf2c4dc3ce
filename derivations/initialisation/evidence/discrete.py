"""Evidence for B13."""

from symspline.model.init import Init
from symspline.model.joint_law import UnitCircle
from symspline.model.law import Normal, TwoPoint

from ..vocabulary import R, v_0, w_0
from .neuron_samples import neurons

W, B, V = Normal(1.3), Normal(0.7), Normal(0.2)
DRAWN = {
    "B13.two-point-weight-joint": ("weights of one size", Init(w=TwoPoint(2), b=B, v=V), w_0),
    "B13.two-point-output-joint": ("output weights of one size", Init(w=W, b=B, v=TwoPoint(2)), v_0),
    "B13.circle-joint": ("weights on a circle", Init(wb=UnitCircle(2), v=V), R),
}
"""Theorem -> what is drawn, from where, and the symbol of its size, which is 2."""

EVIDENCE = {id: neurons(title, init, id, {size: 2}) for id, (title, init, size) in DRAWN.items()}
