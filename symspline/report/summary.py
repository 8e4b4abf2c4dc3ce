"""The report in numbers: data, network, loss surface, dead neurons, and what other functions reach."""

import numpy as np

from symspline.model.best_fit import LITTLE_WORK, MOST_CHOSEN

from .blocks import Table, number
from .subject import Subject

Rows = list[tuple[str, str]]


def tables(subject: Subject) -> tuple[Table, Table]:
    """What was fitted and how it stands on its loss surface; how well, beside what other functions reach."""
    left, right = _network(subject), _surface(subject)
    length = max(len(left), len(right))
    filled = ([*rows, *[("", "")] * (length - len(rows))] for rows in (left, right))
    rows = tuple((*one, *other) for one, other in zip(*filled, strict=True))
    units = "which are those of the data" if subject.scaling.is_raw else "see the next section"
    caption = (
        f"Steps and sharpness are in the units of the network, {units}. The loss is "
        "$L = \\tfrac12\\sum_n (f(x_n) - y_n)^2$; PyTorch's `MSELoss` is $2L/N$, so that its curvature is "
        "$2\\lambda/N$. A neuron is dead when it is active on no input (B27)."
    )
    return Table(("data and network", "", "loss and neurons", ""), rows, caption), _fits(subject)


def _network(subject: Subject) -> Rows:
    data, net = subject.data, subject.trained
    start = "not known" if subject.init is None else subject.init.name or "laws given by hand"
    training = (
        f"{subject.descent.steps} steps of {number(subject.descent.step)}" if subject.given is None else "none here"
    )
    return [
        ("pairs of data $N$", str(len(data))),
        ("distinct inputs", str(len(subject.knots))),
        (f"range of {subject.x_name}", _range(data.x)),
        (f"range of {subject.y_name}", _range(data.y)),
        ("width $H$", str(net.width)),
        ("initialisation", start),
        ("training", training),
        ("straight pieces", str(subject.curvature.pieces)),
    ]


def _range(values: np.ndarray) -> str:
    return f"{number(float(values.min()), 4)} to {number(float(values.max()), 4)}"


def _surface(subject: Subject) -> Rows:
    curvature, inputs = subject.curvature, len(subject.knots)
    steps = 2 / curvature.sharpness, len(subject.data) / curvature.sharpness
    rows = [
        ("empty gaps", f"{curvature.empty_gaps} of {inputs - 1}"),
        ("rank of the Jacobian", f"{curvature.rank} of {inputs}"),
        ("sharpness $\\lambda$", number(curvature.sharpness)),
        ("largest stable step $2/\\lambda$", number(steps[0])),
        ("for `MSELoss` $N/\\lambda$", number(steps[1])),
    ]
    found = f"{subject.dead(subject.trained)} of {subject.width}"
    if subject.init is None:
        return [*rows, ("dead neurons", found)]
    mean, deviation = dead_expected(subject)
    return [
        *rows,
        ("dead neurons, expected", f"{number(mean)} ± {number(deviation, 2)}"),
        *([] if subject.given is not None else [("found before training", f"{subject.dead(subject.network)}")]),
        ("found in this network" if subject.given is not None else "found after training", found),
    ]


def dead_expected(subject: Subject) -> tuple[float, float]:
    """Mean and standard deviation of the number of neurons that are dead at the start (B27)."""
    # A probability of a sum of kernels may come out below 0 by rounding.
    chance = float(np.clip(subject.initialisation.dead_probability(*subject.ends), 0.0, 1.0))
    return subject.width * chance, float(np.sqrt(subject.width * chance * (1 - chance)))


def _fits(subject: Subject) -> Table:
    """Loss and error of the network, of the best fits with some pieces, and of the best of all functions."""
    name = "given network" if subject.given is not None else "trained network"
    count, fits, scale = len(subject.data), subject.best_fits, subject.scaling.y_scale
    errors = [(name, str(subject.curvature.pieces), subject.error * scale)]
    for row in fits.table:
        chosen = " (BIC)" if row.pieces == fits.pieces else ""
        errors.append((f"best fit{chosen}", str(row.pieces), float(np.sqrt(2 * float(row.loss) / count))))
    errors.append(("any function", "", subject.least_error * scale))
    rows = tuple((what, pieces, *_errors(subject, error)) for what, pieces, error in errors)
    caption = (
        "In the units of the data and by the standard deviation $\\sigma$ of the targets. A best fit has the least "
        "loss of all continuous functions with at most so many pieces, for certain (C4h); BIC marks the number of "
        "pieces that the Bayesian information criterion takes. The search ends where more pieces gain nothing, at "
        f"{MOST_CHOSEN} pieces or a third of the number of data, or where it would open more than {LITTLE_WORK} boxes "
        "of places. No function does better than the last line: where one input has several targets it can at best "
        "take their mean."
    )
    return Table(("function", "pieces", "loss $L$", "RMSE", r"$L/\sigma^2$", r"RMSE$/\sigma$"), rows, caption)


def _errors(subject: Subject, error: float) -> tuple[str, ...]:
    """Loss and root mean square error, in the units of the data and in standard deviations of the targets."""
    targets, count = subject.data.y, len(subject.data)
    # what is left of an exact fit is rounding
    error = error if error > 1e-13 * float(np.abs(targets).max()) else 0.0
    own = number(count * error**2 / 2, 4), number(error, 4)
    if np.ptp(targets) == 0:
        return *own, "–", "–"
    relative = error / float(targets.std())
    return *own, number(count * relative**2 / 2, 4), number(relative, 4)
