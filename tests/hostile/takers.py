"""Every public callable that takes an array, as a function of that array, by name and argument."""

import numpy as np

import symspline as ss

NET = ss.Network([1.0, -2.0], [0.3, 1.0], [3.0, 1.0], 0.25)
X, Y = [0.1, 0.7, 3.0], [1.0, 2.0, 0.0]
INIT = ss.Init(w=ss.Normal(1.3), b=ss.Normal(0.7), v=ss.Normal(0.2))


def numbers(result):
    """What a call gave, as numbers to compare."""
    if isinstance(result, ss.Network):
        return [*result.w, *result.b, *result.v, result.b0]
    if isinstance(result, ss.Spline):
        return [*result.beta, *result.mu, *result.s, result.b0]
    if isinstance(result, ss.BestFit):
        return [float(result.loss), *map(float, result.breakpoints)]
    if isinstance(result, ss.Training):
        return [*result.losses, *numbers(result.network)]
    if isinstance(result, ss.Trajectory):
        return numbers(result.end)
    if isinstance(result, ss.Certificate):
        return [float(ball) for ball in result(0).w] + [float(result.loss(0))]
    if isinstance(result, dict):
        return list(result.values())
    if isinstance(result, list):
        return [float(point.loss) for point in result]
    return np.ravel(np.asarray(result, dtype=float)).tolist()


TAKERS = {
    ("Network", "w"): lambda a: ss.Network(a, [1, 2, 3], [1, 2, 3]),
    ("Network", "b"): lambda a: ss.Network([1, 2, 3], a, [1, 2, 3]),
    ("Network", "v"): lambda a: ss.Network([1, 2, 3], [1, 2, 3], a),
    ("Spline", "beta"): lambda a: ss.Spline(a, [1, 2, 3], [1, 1, 1]),
    ("Spline", "mu"): lambda a: ss.Spline([1, 2, 3], a, [1, 1, 1]),
    ("loss", "x"): lambda a: ss.loss(NET, a, Y),
    ("loss", "y"): lambda a: ss.loss(NET, X, a),
    ("gradient", "x"): lambda a: ss.gradient(NET, a, Y),
    ("gradient", "y"): lambda a: ss.gradient(NET, X, a, "spline"),
    ("hessian", "x"): lambda a: ss.hessian(NET, a, Y, side="left"),
    ("hessian", "y"): lambda a: ss.hessian(NET, X, a),
    ("hessian_operator", "x"): lambda a: ss.hessian_operator(NET, a, Y, side="left") @ np.ones(7),
    ("hessian_operator", "y"): lambda a: ss.hessian_operator(NET, X, a) @ np.ones(7),
    ("sharpness", "x"): lambda a: ss.sharpness(NET, a, Y, side="left"),
    ("sharpness", "y"): lambda a: ss.sharpness(NET, X, a),
    ("tangent_kernel", "x"): lambda a: ss.tangent_kernel(NET, a, X),
    ("tangent_kernel", "x2"): lambda a: ss.tangent_kernel(NET, X, a),
    ("gradient_descent", "x"): lambda a: ss.gradient_descent(NET, a, Y, n_steps=2),
    ("Training", "y"): lambda a: ss.gradient_descent(NET, X, a, n_steps=2),
    ("gradient_flow", "x"): lambda a: ss.gradient_flow(NET, a, Y, 0.1),
    ("Trajectory", "y"): lambda a: ss.gradient_flow(NET, X, a, 0.1),
    ("certified_flow", "x"): lambda a: ss.certified_flow(NET, a, Y, 1e-9, digits=5),
    ("Certificate", "y"): lambda a: ss.certified_flow(NET, X, a, 1e-9, digits=5),
    ("best_fit", "x"): lambda a: ss.best_fit(a, Y, 2),
    ("best_fit", "y"): lambda a: ss.best_fit(X, a, 2),
    ("BestFit", "weights"): lambda a: ss.best_fit(X, Y, 1, weights=a),
    ("critical_points", "x"): lambda a: ss.critical_points(a, Y, 1),
    ("critical_points", "y"): lambda a: ss.critical_points(X, a, 1),
    ("count_critical_points", "x"): lambda a: ss.count_critical_points(a, Y),
    ("count_critical_points", "y"): lambda a: ss.count_critical_points(X, a),
}
"""Vectors of three finite numbers."""

PLACES = {
    ("Network", "x"): NET,
    ("Spline", "x"): NET.spline,
    ("BestFit", "x"): ss.best_fit(X, Y, 2),
    ("Law", "x"): ss.Laplace(0.7).pdf_array,
    ("Normal", "x"): ss.Normal(0.7).cdf_array,
    ("StudentT", "x"): ss.StudentT(0.7, 2).cdf_array,
    ("SymmetrisedLogNormal", "x"): ss.SymmetrisedLogNormal(0, 1).pdf_array,
    ("Formula", "c"): lambda a: INIT.zeta(a),
}
"""Arrays of any shape."""
SHAPES = {"two dimensions", "no dimension", "empty"}
"""Kinds that are good where any shape is."""
NOT_FINITE = {"not a number", "infinite"}
"""Kinds for which a law and a formula have the values of a limit, and nan for nan."""
EXACT = {"certified_flow", "Certificate", "best_fit", "BestFit", "critical_points", "count_critical_points"}
"""Routines that go through their data once, in any iterable."""
