"""The walks: each makes one call from a seed and judges how it ends.

`python -m tests.hostile.walks NAME SEED` repeats one.
"""

import sys
import zlib
from fractions import Fraction
from itertools import combinations, pairwise

import mpmath as mp
import numpy as np
import sympy as sp
from flint import arb, ctx, fmpq

import symspline as ss

from .exact_network import ExactNetwork, Sized, total
from .extreme import data, network, sizes
from .outcome import WrongOutcomeError, close, ends_well, refused

WALKS = {}
"""Name -> the walk, the public names that it walks, and how many calls the long test makes."""


def walk(*names, calls):
    """Register a walk of some public names."""

    def register(function):
        WALKS[function.__name__] = function, names, calls
        return function

    return register


def run(name, seed):
    """One call of a walk."""
    rng = np.random.default_rng([zlib.crc32(name.encode()), seed])
    try:
        WALKS[name][0](rng)
    except WrongOutcomeError as error:
        raise WrongOutcomeError(f"python -m tests.hostile.walks {name} {seed}\n{error}") from error


def problem(rng):
    """A network, data, targets, and the same in fractions."""
    count = int(rng.integers(1, 5))
    x, y = data(rng, count), sizes(rng, count)
    weights = network(rng, x)
    return ss.Network(*weights), x, y, ExactNetwork(*weights, x, y)


def rows(matrix):
    """The entries of a matrix, row by row."""
    return [entry for row in matrix for entry in row]


@walk("Network", calls=900)
def value(rng):
    net, x, _, exact = problem(rng)
    ends_well(lambda: net(x), ["x"], lambda got: close(got, [exact.at(n) for n in range(len(x))]))


@walk("loss", calls=900)
def loss(rng):
    net, x, y, exact = problem(rng)
    ends_well(lambda: ss.loss(net, x, y), ["x", "y"], lambda got: close(got, [exact.loss()]))


@walk("gradient", calls=1200)
def gradient(rng):
    net, x, y, exact = problem(rng)
    coordinates = str(rng.choice(["network", "spline"]))

    def judge(got):
        parts = (got.w, got.b, got.v) if coordinates == "network" else (got.beta, got.mu)
        close(np.hstack([*parts, got.b0]), exact.gradient(coordinates))

    ends_well(lambda: ss.gradient(net, x, y, coordinates), ["x", "y", "w", "v"], judge)


@walk("hessian", calls=900)
def hessian(rng):
    net, x, y, exact = problem(rng)
    coordinates = str(rng.choice(["network", "spline"]))
    ends_well(
        lambda: ss.hessian(net, x, y, coordinates),
        ["x", "y", "w", "v"],
        lambda got: close(got, rows(exact.hessian(coordinates))),
    )


@walk("hessian_operator", calls=700)
def hessian_operator(rng):
    net, x, y, exact = problem(rng)
    coordinates = str(rng.choice(["network", "spline"]))
    u = sizes(rng, (3 if coordinates == "network" else 2) * net.width + 1)
    largest = max(map(Fraction, np.abs(u)))

    def judge(got):
        # Entries of the vector that are small beside the largest may be lost.
        parts = [Sized(Fraction(a), largest) for a in u]
        close(got, [total(h * a for h, a in zip(row, parts, strict=True)) for row in exact.hessian(coordinates)])

    ends_well(lambda: ss.hessian_operator(net, x, y, coordinates) @ u, ["x", "y", "w", "v"], judge)


@walk("sharpness", calls=200)
def sharpness(rng):
    net, x, y, exact = problem(rng)

    def judge(got):
        # The largest eigenvalue lies between the largest entry of the diagonal and the largest sum of a row.
        matrix = exact.hessian()
        diagonal = max(row[k].value for k, row in enumerate(matrix))
        above = max(sum(abs(entry.value) for entry in row) for row in matrix)
        slack = Fraction(1, 10**11) * max(sum(entry.size for entry in row) for row in matrix) + Fraction(1e-290)
        if not (np.isfinite(got) and diagonal - slack <= Fraction(got) <= above + slack):
            raise WrongOutcomeError(f"{got!r} is not between {float(diagonal)} and {float(above)}")

    ends_well(lambda: ss.sharpness(net, x, y), ["x", "y", "w", "v"], judge)


@walk("tangent_kernel", calls=900)
def tangent_kernel(rng):
    net, x, _, exact = problem(rng)
    every = range(len(x))
    ends_well(
        lambda: ss.tangent_kernel(net, x),
        ["x"],
        lambda got: close(got, [exact.kernel(n, m) for n in every for m in every]),
    )


@walk("Spline", calls=500)
def spline(rng):
    count = int(rng.integers(0, 4))
    x = data(rng, 3)
    beta, mu, s = sizes(rng, count), sizes(rng, count), rng.choice([-1.0, 1.0], count)
    if count and rng.random() < 0.3:
        beta[0] = x[0]
    b0 = float(sizes(rng, 1)[0])
    largest = max(map(Fraction, np.abs(x)))

    def judge(got):
        parts = [[Sized.of(b0)] for _ in x]
        for place, slope, side in zip(beta, mu, s, strict=True):
            for n, at in enumerate(x):
                gap = Sized(Fraction(at) - Fraction(place), largest + abs(Fraction(place)))
                term = Sized.of(slope) * gap
                parts[n].append(term if gap.value * int(side) > 0 else Sized(Fraction(0), term.size))
        close(got, [total(part) for part in parts])

    ends_well(lambda: ss.Spline(beta, mu, s, b0)(x), ["x", "beta", "mu"], judge)


@walk("gradient_descent", "Training", calls=300)
def gradient_descent(rng):
    net, x, y, exact = problem(rng)
    step = float(np.abs(sizes(rng, 1)[0]))

    def judge(training):
        close(training.losses[0], [exact.loss()])
        if training.steps:
            close(training.network.b0, [Sized.of(net.b0) + Sized.of(-step) * exact.gradient()[-1]])
        if not np.all(np.isfinite(training.losses)):
            raise WrongOutcomeError(f"losses {training.losses}")

    call = lambda: ss.gradient_descent(net, x, y, step, n_steps=1)  # noqa: E731
    ends_well(call, ["x", "y", "step", "weights"], judge)


@walk("gradient_flow", "NonUniqueFlow", "Trajectory", calls=150)
def gradient_flow(rng):
    net, x, y, exact = problem(rng)
    way = str(rng.choice(["raise", "active", "inactive"]))

    def judge(flow):
        first = exact.loss()
        if abs(Fraction(float(flow.loss(0.0)[0])) - first.value) > Fraction(1, 10**9) * first.size:
            raise WrongOutcomeError(f"the loss at the start is {flow.loss(0.0)[0]} and not {float(first.value)}")
        delta = [each.v**2 - each.w**2 - each.b**2 for each in (net, flow.end)]
        size = max(float(np.max(np.abs(part))) for part in (net.w, net.b, net.v, flow.end.w, flow.end.b, flow.end.v))
        if not np.all(np.abs(delta[1] - delta[0]) <= 1e-7 * max(size**2, 1)):
            raise WrongOutcomeError(f"the imbalance {delta[0]} became {delta[1]}")

    call = lambda: ss.gradient_flow(net, x, y, float(rng.choice([1e-3, 1.0])), on_nonunique=way, seconds=0.2)  # noqa: E731
    ends_well(call, ["x", "y", "w", "b", "v", "the flow"], judge)


@walk("certified_flow", "Certificate", calls=20)
def certified_flow(rng):
    net, x, y, exact = problem(rng)

    def judge(found):
        first = exact.loss()
        with ctx.workprec(400):
            loss = arb(fmpq(first.value.numerator, first.value.denominator))
            if not found.loss(0).value.overlaps(loss):
                raise WrongOutcomeError(f"the loss at the start is {found.loss(0)} and not {float(first.value)}")
        if found.doubt is None and not found.radius < 1e-5:
            raise WrongOutcomeError(f"the radius is {found.radius}")

    call = lambda: ss.certified_flow(net, x, y, rng.choice([1e-3, 0.1]), digits=5, seconds=0.05)  # noqa: E731
    ends_well(call, ["x", "y", "w", "b", "v", "the flow"], judge)


def exact_data(rng):
    """Few data of any size, many of them with equal x, and as fractions."""
    count = int(rng.integers(1, 7))
    x, y = data(rng, count), sizes(rng, count)
    return x, y, list(map(Fraction, x)), list(map(Fraction, y))


def loss_of_lines(xs, ys, breakpoints, lines):
    """Half the sum of the squared residuals of a piecewise linear function."""
    pieces = [sum(x > place for place in breakpoints) for x in xs]
    return sum((lines[k][0] * x + lines[k][1] - y) ** 2 for k, x, y in zip(pieces, xs, ys, strict=True)) / 2


def check_fit(point, xs, ys):
    """The lines of a fit meet at its bends, and its loss is theirs."""
    for place, (left, right) in zip(point.breakpoints, pairwise(point.lines), strict=True):
        if left[0] * place + left[1] != right[0] * place + right[1]:
            raise WrongOutcomeError(f"the lines do not meet at {place}")
    if loss_of_lines(xs, ys, point.breakpoints, point.lines) != point.loss:
        raise WrongOutcomeError(f"the loss is not {point.loss}")


@walk("best_fit", "BestFit", calls=120)
def best_fit(rng):
    x, y, xs, ys = exact_data(rng)

    def judge(fit):
        check_fit(fit.point, xs, ys)
        # No chord polygon with its bend on a datum is better.
        for a, b, c in combinations(sorted(set(xs)), 3):
            tops = [next(t for z, t in zip(xs, ys, strict=True) if z == place) for place in (a, b, c)]
            left, right = ((q - p) / (d - e) for (e, p), (d, q) in pairwise(zip((a, b, c), tops, strict=True)))
            lines = [(left, tops[1] - left * b), (right, tops[1] - right * b)]
            if loss_of_lines(xs, ys, [b], lines) < fit.loss:
                raise WrongOutcomeError(f"a bend at {b} is better")

    ends_well(lambda: ss.best_fit(x, y, 2), ["x", "y", "pieces"], judge)


@walk("critical_points", "count_critical_points", calls=150)
def critical_points(rng):
    x, y, xs, ys = exact_data(rng)
    pieces = int(rng.integers(1, 4))

    def judge(points):
        for point in points:
            check_fit(point, xs, ys)
        if ss.count_critical_points(x, y)[pieces] != len(points):
            raise WrongOutcomeError("the count is another")

    ends_well(lambda: ss.critical_points(x, y, pieces), ["x", "y", "pieces"], judge)


@walk("lonely_probability", calls=150)
def lonely_probability(rng):
    count, width = int(rng.integers(-1, 9)), int(rng.integers(-1, 12))

    def judge(got):
        # ways[h] to spread h breakpoints over the gaps so far; an inner one holds at least one.
        ways, every = [1] * (width + 1), [1] * (width + 1)
        for gap in range(count):
            least = 0 if gap == count - 1 else 1
            ways = [sum(ways[: h + 1 - least]) for h in range(width + 1)]
            every = [sum(every[: h + 1]) for h in range(width + 1)]
        if got != Fraction(ways[width], every[width]):
            raise WrongOutcomeError(f"{got}, true {Fraction(ways[width], every[width])}")

    ends_well(lambda: ss.lonely_probability(count, width), ["n_data", "width"], judge)


def relative(got, true, rounding=1e-10, height=1):
    """A value against many digits; what is tiny beside a height may be zero."""
    true = mp.mpf(true)
    if true > mp.mpf("1.7e308"):
        if got < 1.7e308:
            raise WrongOutcomeError(f"{got}, true {mp.nstr(true, 8)}")
    elif not abs(mp.mpf(float(got)) - true) <= rounding * abs(true) + mp.mpf("1e-290") * height:
        raise WrongOutcomeError(f"{got}, true {mp.nstr(true, 12)}")


def cut_normal(z, cut):
    return mp.npdf(z) / mp.erf(cut / mp.sqrt(2)) if abs(z) <= cut else mp.mpf(0)


DENSITIES = {
    "Normal": ((), mp.npdf),
    "Laplace": ((), lambda z: mp.exp(-abs(z)) / 2),
    "Logistic": ((), lambda z: mp.sech(z / 2) ** 2 / 4),
    "Uniform": ((), lambda z: mp.mpf(abs(z) <= 1) / 2),
    "TruncatedNormal": ((1.5,), lambda z: cut_normal(z, mp.mpf(1.5))),
    "StudentT": ((3,), lambda z: 2 / (mp.pi * mp.sqrt(3)) / (1 + z**2 / 3) ** 2),
    "GeneralisedNormal": ((3,), lambda z: 3 * mp.exp(-(abs(z) ** 3)) / (2 * mp.gamma(mp.mpf(1) / 3))),
}
"""Law -> its other parameters, and the density of scale one."""


@walk("Law", *DENSITIES, calls=1500)
def density(rng):
    name = str(rng.choice(list(DENSITIES)))
    others, truth = DENSITIES[name]
    scale = 2.0 ** int(rng.integers(-1000, 1000)) * 1.25 if rng.random() < 0.5 else float(abs(sizes(rng, 1)[0]))
    z = float(rng.standard_normal() * 10.0 ** rng.integers(-3, 2))
    with np.errstate(all="ignore"):
        x = float(np.clip(np.nan_to_num(z * scale), -1.7e308, 1.7e308))

    def judge(got):
        with mp.workdps(40):
            length = mp.mpf(repr(scale))  # a law's scale is the decimal that it is printed as
            relative(got, truth(mp.mpf(x) / length) / length, height=max(1, 1 / length))

    ends_well(lambda: float(getattr(ss, name)(scale, *others).pdf_array(x)), ["scale", "half_width", name], judge)


@walk("Constant", "TwoPoint", "SymmetrisedLogNormal", "BivariateNormal", "RotationInvariant", "UnitCircle", calls=300)
def samples(rng):
    size, seed = float(sizes(rng, 1)[0]), int(rng.integers(100))
    made = {
        "value": lambda: ss.Constant(size),
        "size": lambda: ss.TwoPoint(size),
        "mean": lambda: ss.SymmetrisedLogNormal(size, 1),
        "sigma_w": lambda: ss.BivariateNormal(size, 2, 0.5),
        "radius": lambda: ss.RotationInvariant(size),
        "radius ": lambda: ss.UnitCircle(size),
    }
    name = str(rng.choice(list(made)))

    def judge(got):
        if not np.all(np.isfinite(got)) or (np.max(np.abs(got)) == 0 and abs(size) > 1e-300 and name != "mean"):
            raise WrongOutcomeError(f"samples {got}")

    call = lambda: np.ravel(made[name]().sample(np.random.default_rng(seed), 4))  # noqa: E731
    ends_well(call, [name.strip(), "samples"], judge)


def normal_line(power, w, b, c):
    """``E[|W|^power; breakpoint at c]`` of normal laws."""
    square = (1 / w**2 + c**2 / b**2) / 2
    n = power + 1
    return mp.gamma(mp.mpf(n + 1) / 2) / square ** (mp.mpf(n + 1) / 2) / (2 * mp.pi * w * b)


def normal_kernel(w, b, v, x, y):
    """``E[relu(w x + b) relu(w y + b)]`` of normal laws (arc-cosine)."""
    first, second, cross = w**2 * x**2 + b**2, w**2 * y**2 + b**2, w**2 * x * y + b**2
    angle = mp.atan2(w * b * abs(x - y), cross)
    return (mp.sqrt(first * second) * mp.sin(angle) + (mp.pi - angle) * cross) / (2 * mp.pi)


ANSWERS = {
    "breakpoint_density": lambda w, b, v, c: normal_line(0, w, b, c),
    "zeta_1": lambda w, b, v, c: normal_line(1, w, b, c),
    "zeta": lambda w, b, v, c: normal_line(2, w, b, c),
    "curvature_penalty": lambda w, b, v, c: 1 / normal_line(2, w, b, c),
    "delta_slope_density": lambda w, b, v, c: mp.besselk(0, abs(c) / (w * v)) / (mp.pi * w * v),
    "breakpoint_cdf": lambda w, b, v, c: mp.mpf(1) / 2 + mp.atan(c * w / b) / mp.pi,
    "kernel": normal_kernel,
    "covariance": lambda w, b, v, x, y: 3 * v**2 * normal_kernel(w, b, v, x, y),
}


@walk("Init", "Formula", calls=1500)
def answers(rng):
    far = [0, 0, 100, -100, 300, -300, 450, -450, 900, -900]
    kw, kb, kv = (int(rng.choice(far)) for _ in range(3))
    name = str(rng.choice(list(ANSWERS)))
    w, b, v = 1.25 * 2.0**kw, 1.5 * 2.0**kb, 1.75 * 2.0**kv  # of the scales below
    count = 2 if name in ("kernel", "covariance") else 1
    unit = mp.mpf(w) * v if name == "delta_slope_density" else mp.mpf(b) / w
    places = [float(unit * rng.standard_normal() * 10.0 ** rng.integers(-3, 3)) for _ in range(count)]
    if not np.all(np.isfinite(places)) or 0 < min(map(abs, places)) < 1e-300 or 0.0 in places:
        return
    # Exact scales: in units of powers of two all of them are the same initialisation, which is derived once.
    laws = (ss.Normal(sp.Rational(odd) * sp.Integer(2) ** k) for odd, k in (("1.25", kw), ("1.5", kb), ("1.75", kv)))
    init = ss.Init(**dict(zip("wbv", laws, strict=True)), width=3)

    def judge(got):
        with mp.workdps(60):
            relative(got, ANSWERS[name](*map(mp.mpf, (w, b, v)), *map(mp.mpf, places)), 1e-9)

    ends_well(lambda: getattr(init, name)(*places), [name, "scale"], judge)


@walk("presets", "Init", calls=100)
def presets(rng):
    name = str(rng.choice(ss.presets.names()))
    width = rng.choice([1, 2, 10**6, 0, -3, 2.5, True, None, "9", float("nan"), 1j], 1)[0]

    def judge(init):
        w, b, v = init.sample_neurons(5, np.random.default_rng(0))
        if not np.all(np.isfinite([w, b, v])) or (ss.presets.by_name(name, width)) != init:
            raise WrongOutcomeError(f"{init!r}")

    ends_well(lambda: getattr(ss.presets, name)(width), ["width"], judge)


WORDS = [
    "",
    "B7",
    "b7.ZETA",
    "B77",
    "B7.zeta'; --",
    "../B7",
    "B7\0",
    "<b>",
    "é",
    "B" * 5000,
    7,
    None,
    b"B7",
    ["B7"],
    1.5,
]


@walk("library", "Theorem", "Verdict", calls=60)
def words(rng):
    word = WORDS[int(rng.integers(len(WORDS)))]
    if rng.random() < 0.5:
        ends_well(lambda: ss.library[word], ["id", "theorem"], lambda got: got.id.lower().startswith("b7") or 1 / 0)
    else:
        refused(lambda: ss.Verdict(word), "verdict") if word != "proved" else None


if __name__ == "__main__":
    run(sys.argv[1], int(sys.argv[2]))
