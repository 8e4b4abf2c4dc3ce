"""Arguments that are to be one thing: a number, a word, a law, a network; by callable and name."""

import numpy as np

import symspline as ss

from .kinds import BAD
from .outcome import refused

SCALARS = {
    ("gradient_descent", "step"): lambda a: ss.gradient_descent(ss.Network([1], [1], [1]), [1], [1], a),
    ("certified_flow", "net"): lambda a: ss.certified_flow(a, [1], [1], 1),
    ("certified_flow", "t_end"): lambda a: ss.certified_flow(ss.Network([1], [1], [1]), [1], [1], a, digits=5),
    ("certified_flow", "train"): lambda a: ss.certified_flow(ss.Network([1], [1], [1]), [1], [1], 1, train=a),
    ("certified_flow", "digits"): lambda a: ss.certified_flow(ss.Network([1], [1], [1]), [1], [1], 1, digits=a),
    ("gradient_flow", "net"): lambda a: ss.gradient_flow(a, [1], [1], 1),
    ("gradient_flow", "t_end"): lambda a: ss.gradient_flow(ss.Network([1], [1], [1]), [1], [1], a),
    ("gradient_flow", "train"): lambda a: ss.gradient_flow(ss.Network([1], [1], [1]), [1], [1], 1, train=a),
    ("gradient_flow", "tol"): lambda a: ss.gradient_flow(ss.Network([1], [1], [1]), [1], [1], 1, tol=a),
    ("gradient_flow", "on_nonunique"): lambda a: ss.gradient_flow(
        ss.Network([1], [1], [1]), [1], [1], 1, on_nonunique=a
    ),
    ("Network", "b0"): lambda a: ss.Network([1], [1], [1], a),
    ("Normal", "scale"): ss.Normal,
    ("TwoPoint", "size"): ss.TwoPoint,
    ("Constant", "value"): ss.Constant,
    ("BivariateNormal", "sigma_b"): lambda a: ss.BivariateNormal(1, a),
    ("RotationInvariant", "radius"): ss.RotationInvariant,
    ("UnitCircle", "radius"): ss.UnitCircle,
    ("Init", "w"): lambda a: ss.Init(w=a, b=ss.Normal(1), v=ss.Normal(1)),
    ("Init", "wb"): lambda a: ss.Init(wb=a, v=ss.Normal(1)),
    ("Law", "pdf"): lambda a: ss.Law(a, ss.library["B7.zeta"].arguments[0].symbol, (0, 1)),
    ("Law", "n"): ss.Normal(1).moment,
    ("Law", "size"): lambda a: ss.Normal(1).sample(np.random.default_rng(0), a),
    ("Law", "rng"): lambda a: ss.Normal(1).sample(a, 3),
    ("loss", "net"): lambda a: ss.loss(a, [1], [1]),
    ("tangent_kernel", "net"): lambda a: ss.tangent_kernel(a, [1]),
    ("gradient_descent", "net"): lambda a: ss.gradient_descent(a, [1], [1]),
    ("gradient_descent", "n_steps"): lambda a: ss.gradient_descent(ss.Network([1], [1], [1]), [1], [1], n_steps=a),
    ("gradient_descent", "train"): lambda a: ss.gradient_descent(ss.Network([1], [1], [1]), [1], [1], train=a),
    ("hessian", "coordinates"): lambda a: ss.hessian(ss.Network([1], [1], [1]), [1], [1], a),
    ("best_fit", "pieces"): lambda a: ss.best_fit([1, 2], [1, 2], a),
    ("critical_points", "pieces"): lambda a: ss.critical_points([1, 2], [1, 2], a),
    ("count_critical_points", "max_pieces"): lambda a: ss.count_critical_points([1, 2], [1, 2], a),
    ("lonely_probability", "n_data"): lambda a: ss.lonely_probability(a, 3),
    ("presets", "width"): ss.presets.torch,
    ("Network.load", "path"): ss.Network.load,
    ("Network.from_flax", "params"): ss.Network.from_flax,
}
"""Arguments that are none of the kinds of arrays."""


ALLOWED = {
    ("gradient_descent", "step"): {"no dimension"},
    ("certified_flow", "t_end"): {"no dimension", "a text"},
    ("gradient_flow", "t_end"): {"no dimension", "infinite"},
    ("gradient_flow", "tol"): {"no dimension"},
    ("Network", "b0"): {"no dimension"},
    ("Law", "size"): {"empty"},
    ("Network.load", "path"): {"a text"},
    ("Network.from_flax", "params"): {"a mapping"},
}
"""What is no wrong kind there."""


def scalar(name, kind):
    """One argument that is to be one thing, given another."""
    owner, argument = name
    refused(lambda: SCALARS[name](BAD[kind]()), argument, owner, "law", "generator", "module")
