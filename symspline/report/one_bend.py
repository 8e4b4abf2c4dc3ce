"""Report sections for zero biases, where every neuron bends at 0: they stand in place of those on breakpoints."""

import numpy as np

from symspline.answers.quantities import derive
from symspline.derivations.initialisation.degenerate import KINK
from symspline.model.law import TruncatedNormal
from symspline.model.network import Network
from symspline.numerics.gradient_descent import gradient_descent
from symspline.render import figures

from . import breakpoints, frame, initialisation, prior
from .blocks import Block, Builder, Derivation, Display, Picture, Prose, ReportSection, Table, number
from .subject import Subject
from .two_rays import OUTPUT_BIAS, WEIGHTS, TwoRays
from .units import own_units

_OPTIONS = {"Uniform": "uniform", "Normal": "normal", "TruncatedNormal": "truncated_normal"}
"""What the command line calls the laws of the presets."""


def summary(subject: Subject) -> ReportSection:
    """What each of the sections finds."""
    before = f"""
- **Before training** all {subject.width} neurons bend at one place: every bias is zero, so that the function is two
rays with one bend at $x = 0$, the middle of the data ({number(subject.scaling.x_centre, 4)} in their own units).
- **What a very wide network can reach** while its kernel stays as it starts: a line on each side of 0, whatever the
width. The best such lines miss the targets by {number(subject.rays.error)} {subject.unit}.
"""
    return frame.in_short(subject, before)


def densities(subject: Subject) -> ReportSection:
    """The law of the weights and that of one delta-slope."""
    init = subject.initialisation
    text = initialisation.TEXT.format(
        width=subject.width,
        name=init.name or "given by hand",
        laws=initialisation.laws(subject),
        meaning=initialisation.meaning(init),
    )
    then = """
Here every bias is 0, and so **every breakpoint is at 0**: its law is a point mass without a density (B15). Only the
strength of the bends is random. The density of one delta-slope $\\mu_i = w_i v_i$:
"""
    return ReportSection("The initialisation", (Prose(text), Prose(then), *_delta_slope(subject)))


def _delta_slope(subject: Subject) -> list[Block]:
    init = subject.initialisation
    if isinstance(init.w, TruncatedNormal) or isinstance(init.v, TruncatedNormal):
        return [
            Display(r"p_{\mu}(\mu) = \int_{-\infty}^{\infty} p_w(r)\, p_v\left(\frac{\mu}{r}\right) \frac{dr}{|r|}"),
            Prose("For normal laws that are cut no closed form of this integral is known here."),
        ]
    try:
        formula = derive(init, "delta_slope_density")
    except ValueError as error:
        return [Prose(f"There is none: {str(error).partition(': ')[2]}.")]
    derivation = [] if formula.theorem is None else [Derivation(formula.theorem)]
    return [Display(formula.latex()), *map(Prose, formula.remarks), *derivation]


def bend(subject: Subject) -> ReportSection:
    """How strong the one bend is, why frameworks start so, and what biases with a law would change."""
    counts = breakpoints.gap_counts(subject)
    k = int(np.argmax(counts.probability))
    low, high = (number(float(at), 4) for at in subject.scaling.x_out(subject.knots[k - 1 : k + 1]))
    where = (
        f"on the input {low}, and all gaps between inputs are empty"
        if subject.knots[k - 1] == 0
        else f"in the gap between the inputs {low} and {high}; the other gaps are empty"
    )
    square_w, square_v = float(subject.initialisation.mean_square_w), float(subject.initialisation.mean_square_v)
    net = subject.network
    text = f"""
All {subject.width} breakpoints stand at 0, {where}. At a common
place bends add up, so that the function has one bend, as strong as the sum of its neurons (B15). The second expression
is the standard deviation of the first:
"""
    formula = r"f'(0^+) - f'(0^-) = \sum_{i=1}^{H} |w_i|\, v_i,\qquad \sqrt{H\,\mathbb{E}[w^2]\,\mathbb{E}[v^2]}"
    after = f"""
With $\\mathbb{{E}}[w^2]$ = {number(square_w)} and $\\mathbb{{E}}[v^2]$ = {number(square_v)} it is
{number(np.sqrt(subject.width * square_w * square_v))}; the network drawn for this report bends by
{number(float(np.abs(net.w) @ net.v))}.

**Why frameworks start so.** Weights must be random, since equal neurons would stay equal; biases need not be, and Keras
and Flax start them at zero. With many inputs that costs little: every neuron still cuts the space along its own plane
through the origin. With one input all these planes are the same point. PyTorch draws the biases as well, from
$(-1, 1)$ where there is one input.

{_at_their_own_0(subject)}

**What to do.** Shift or standardise the inputs, so that 0 lies amid the data; this report does so. And let the biases
be random: when they follow the law of the input weights, half of the breakpoints fall between $-1$ and $1$.
{_how(subject)}
"""
    table = [] if subject.given is not None else [_beside(subject)]
    return ReportSection(
        "The one bend at 0",
        (Prose(text), Display(formula), Derivation(KINK), Prose(after), *table),
    )


def _at_their_own_0(subject: Subject) -> str:
    """What the network would be on inputs that are not mapped to [-1, 1]."""
    x = subject.data.x
    left, right = int((x < 0).sum()), int((x > 0).sum())
    if left and right:
        if abs(subject.scaling.x_centre) <= 1e-9 * subject.scaling.x_scale:
            return "**In the units of the data** the middle is 0 too, so that the bend stands at the same place."
        inputs = "input" if left == 1 else "inputs"
        return (
            f"**In the units of the data** the bend would stand at their own 0, which has {left} {inputs} on "
            f"its left and {right} on its right, and not in the middle."
        )
    # a straight line fits as well in one unit as in the other
    columns = np.column_stack([subject.x, np.ones_like(subject.x)])
    fitted = columns @ np.linalg.lstsq(columns, subject.y, rcond=None)[0]
    error = float(np.sqrt(np.mean((fitted - subject.y) ** 2)))
    better = " Only bends that travel from 0 into the data can do better." if error > 1e-12 else ""
    return (
        "**In the units of the data all inputs lie on one side of 0.** On such inputs each neuron is at first active "
        "on all of them or on none, and the network is one straight line there. While its kernel stays as it starts "
        f"it remains one; the best line misses the targets by {number(error)} {subject.unit}.{better}"
    )


def _how(subject: Subject) -> str:
    law = subject.initialisation.w
    kind = type(law).__name__
    option = f"{_OPTIONS[kind]}:{float(law.length):.4g}" if law is not None and kind in _OPTIONS else "uniform:1"
    return (
        f"Here that is `--b {option}`, in Keras the argument `bias_initializer` of the hidden layer, in Flax "
        "`bias_init`. The option `--init torch` reports on PyTorch's laws."
    )


def _beside(subject: Subject) -> Table:
    """The same weights and data, trained alike from biases that follow the law of the input weights."""
    net = subject.network
    biases, _, _ = subject.initialisation.sample_neurons(subject.width, subject.rng(5))
    other = Network(net.w, biases, net.v, net.b0)
    trained = gradient_descent(other, subject.x, subject.y, n_steps=subject.n_steps)
    error = float(np.sqrt(2 * trained.losses[-1] / len(subject.data)))
    inside = int((np.abs(other.spline.beta) < 1).sum())
    rows = (
        ("zero", "1", f"{subject.error:.3g}"),
        ("as the input weights", str(inside), f"{error:.3g}"),
    )
    caption = f"The same data and weights, and as many steps of training ({subject.descent.steps}) of a stable size."
    return Table(("biases", "places to bend amid the data", "root-mean-square error"), rows, caption)


def before_training(subject: Subject) -> ReportSection:
    """The kernel; two rays, their deviation, and draws."""
    init, grid = subject.initialisation, subject.grid(201, 0.25)
    kernel, covariance = derive(init, "kernel"), derive(init, "covariance")
    deviation = np.sqrt(np.maximum(covariance(grid, grid), 0.0))
    rng = subject.rng(2)
    draws = [init.sample(subject.width, rng) for _ in range(prior.SAMPLES)]
    sizes = np.array([np.abs(net.w) @ net.v for net in draws])
    predicted = np.sqrt(subject.width * float(init.mean_square_w) * float(init.mean_square_v))
    # the standard error of a sampled standard deviation of nearly normal values
    score = (sizes.std() / predicted - 1) * np.sqrt(2 * prior.SAMPLES)
    place = "the origin" if init.b0.mean_square == 0 else r"one point of the axis $x = 0$"
    text = f"""
Before training the network is two rays from {place}. Two inputs on the same side of 0 are seen by the same neurons and
move together, two on different sides share none. For weights of a symmetric law the kernel of one neuron is (B15)
"""
    formula = (
        r"k_1(x, x') = \mathbb{E}[(w x)_+ (w x')_+] = \frac{\mathbb{E}[w^2]}{2}\,|x x'|\ \text{ if } x x' > 0,"
        r"\quad 0 \text{ otherwise}"
    )
    ends = [number(float(np.sqrt(covariance(at, at))), 4) for at in (-1.0, 1.0)]
    after = f"""
and the covariance of the function is $H\\,\\mathbb{{E}}[v^2]\\,k_1$, plus the variance of $b_0$ (B20). At the left and
the right end of the data the standard deviation is {ends[0]} and {ends[1]}. Over {prior.SAMPLES} networks drawn for
this report the sampled deviation of the bend differs from the predicted one by ${score:+.1f}$ standard errors; beyond
$\\pm 3$ would be a surprise.
"""
    figure, ax = figures.new()
    paths = np.array([net(grid) for net in draws[: prior.PATHS]])
    figures.prior(ax, grid, np.zeros_like(grid), deviation, paths, subject.x, subject.y)
    own_units(ax, subject)
    picture = Picture(
        "prior",
        figure,
        f"The initial function: two standard deviations and {prior.PATHS} draws of width {subject.width}, each two "
        "rays, with the data (dots), in the units of the network.",
        "Band of the initial function, narrowing to 0, with pairs of rays.",
    )
    derivation = [] if kernel.theorem is None else [Derivation(kernel.theorem)]
    blocks = (Prose(text), Display(formula), *derivation, Prose(after), picture)
    return ReportSection("The function before training", blocks)


def reach(subject: Subject) -> ReportSection:
    """The limit of infinite width with a kernel that stays: least squares with two to four numbers."""
    text = """
**What is assumed.** The network is infinitely wide, it is trained by gradient descent to the end, and its tangent
kernel stays as it is at the start. Then training is linear, and the network reaches the least squares among the
functions that the kernel spans. A neuron active on $x$ and $x'$ gives the kernel $v_i^2 x x'$ by its input weight,
$w_i^2 x x'$ by its output weight and $v_i^2$ by its bias, which starts at 0 but learns (B25); for symmetric weights
that is in the mean
"""
    formula = (
        r"\Theta(x, x') = \tfrac{H}{2}\left((\mathbb{E}[w^2] + \mathbb{E}[v^2])\, x x' + \mathbb{E}[v^2]\right)"
        r"[x x' > 0] + 1"
    )
    theorem = derive(subject.initialisation, "tangent_kernel").theorem
    zero_held = bool(np.any(subject.x == 0))
    contact = (
        " An input stands exactly at 0, where no neuron is active at first: only $b_0$ moves the value there, which is "
        "a number of its own."
        if zero_held
        else ""
    )
    fits = {
        "the weights": ("rays from 0", TwoRays(subject.initialisation, subject.network, subject.x, subject.y, WEIGHTS)),
        "and $b_0$": (
            "joined lines",
            TwoRays(subject.initialisation, subject.network, subject.x, subject.y, OUTPUT_BIAS),
        ),
        "and all $b_i$": ("two lines", subject.rays),
    }
    after = f"""
with 1 from $b_0$. It spans four functions: $x_+$, $(-x)_+$, and the steps $[x > 0]$ and $[x < 0]$. However wide the
network is, four numbers are all that it can fit in this limit, a value at 0 and a slope for each side; without trained
biases two slopes are left.{contact}
{_pinned(subject)}

**How far to believe it.** The biases learn, so that the bends leave 0. If the kernel really stayed, half of the bends
of one side would move by more than {number(subject.rays.bend_moved)}, where the data reach from $-1$ to $1$; the limit
holds where that is small. With the laws of He and of LeCun it shrinks like $1/\\sqrt{{H}}$. With those of Glorot, the
default of Keras, it does not shrink at all for one input: $w$ and $v$ are then both of size $1/\\sqrt{{H}}$, the bends
move as far at any width, and the network can fit more than these lines. The next section shows what one network did.
"""
    figure, ax = figures.new()
    scaling, grid = subject.scaling, subject.places
    left, right = grid[grid < 0], grid[grid > 0]
    figures.two_sides(
        ax,
        [scaling.x_out(left), scaling.x_out(right)],
        {
            "weights alone": [scaling.y_out(fits["the weights"][1](side)) for side in (left, right)],
            "weights and all biases": [scaling.y_out(subject.rays(side)) for side in (left, right)],
        },
        subject.data.x,
        subject.data.y,
        subject.data.x_name,
        subject.data.y_name,
    )
    picture = Picture(
        "reach",
        figure,
        "The data and what an infinitely wide network with this kernel ends at: by training the weights alone, and by "
        "training the biases too. In the units of the data.",
        "Data with two lines that meet at the middle, and two that do not.",
    )
    rows = tuple(
        (what, form, _line(fit.line(-1)), _line(fit.line(1)), f"{fit.error:.3g}") for what, (form, fit) in fits.items()
    )
    table = Table(
        ("learning", "reaches", "left of 0", "right of 0", "error"),
        rows,
        f"Lines in the units of the network; root-mean-square errors in {subject.unit}.",
    )
    derivation = [] if theorem is None else [Derivation(theorem)]
    return ReportSection(
        "What training can reach", (Prose(text), Display(formula), *derivation, Prose(after), table, picture)
    )


def _pinned(subject: Subject) -> str:
    """Whether the data determine the lines."""
    few = [name for name, side in (("left", subject.knots < 0), ("right", subject.knots > 0)) if side.sum() < 2]
    if not few:
        return "On these data least squares determines all of them."
    return (
        f"On the {' and on the '.join(few)} one input does not determine a line; the one nearest to the start is taken."
    )


def _line(line: tuple[float, float]) -> str:
    value, slope = np.round(line, 12) + 0.0
    if not slope:
        return number(float(value))
    return f"${value:.3g} {slope:+.3g}\\,x$" if value else f"${slope:.3g}\\,x$"


INSTEAD: dict[Builder, Builder] = {
    frame.summary: summary,
    initialisation.section: densities,
    breakpoints.section: bend,
    prior.section: before_training,
    prior.penalty: reach,
}
"""With zero biases, what is said instead."""
