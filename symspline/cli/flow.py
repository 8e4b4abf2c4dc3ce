"""`symspline flow`: the exact gradient flow of a small network on a person's own data."""

from __future__ import annotations

import sys
import warnings
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .app import command, print_json, progress_bar
from .options import (
    DatesOption,
    DecimalOption,
    JsonOption,
    LawOption,
    MissingOption,
    PresetOption,
    SeedOption,
    XOption,
    YOption,
    check_file,
    parse_init,
)

if TYPE_CHECKING:
    from symspline.model.dataset import Dataset
    from symspline.numerics.gradient_flow import Event, NonUniqueFlow, Trajectory
    from symspline.report.subject import Scaling

FIRST = 12
"""Events that are listed."""
SECONDS, FPS = 10.0, 25
"""Of a film."""
WORDS = {
    "on": "sees",
    "off": "no longer sees",
    "slide": "slides on",
    "exit on": "leaves, and sees,",
    "exit off": "leaves, and no longer sees,",
    "dies": "dies at",
    "flip": "flips: its breakpoint passes through infinity",
    "vanishes": "vanishes",
    "grows": "grows from zero",
}


@command("flow")
def flow(
    file: Annotated[Path, typer.Argument(help="CSV file with a column of inputs and a column of targets.")],
    x: XOption = "",
    y: YOption = "",
    missing: MissingOption = "fail",
    decimal: DecimalOption = ".",
    dates: DatesOption = "",
    units: Annotated[
        str, typer.Option("--units", help='Of the network: "standardised" data, "mapped" (x to [-1, 1]), "raw".')
    ] = "standardised",
    init: PresetOption = "",
    width: Annotated[int, typer.Option("--width", min=1, max=5000, help="Number of hidden neurons.")] = 20,
    w: Annotated[str, LawOption] = "",
    b: Annotated[str, LawOption] = "",
    v: Annotated[str, LawOption] = "",
    scale: Annotated[float, typer.Option("--scale", help="What all weights drawn are multiplied by.")] = 1.0,
    t_end: Annotated[float, typer.Option("--t-end", help="The last time; inf until the flow has converged.")] = 1.0,
    seconds: Annotated[float, typer.Option("--seconds", help="Budget on the clock, for the flow alone.")] = 30.0,
    on_nonunique: Annotated[
        str,
        typer.Option("--on-nonunique", help='Where the flow forks: "raise" stops there, "active", "inactive" go on.'),
    ] = "raise",
    film: Annotated[Path | None, typer.Option("--film", help="Film of the flow: .mp4 (needs ffmpeg) or .gif.")] = None,
    plot: Annotated[Path | None, typer.Option("--plot", help="Picture of the flow: .png, .svg or .pdf.")] = None,
    json: JsonOption = False,
    seed: SeedOption = 0,
) -> None:
    """Follow the gradient flow of a network exactly: crossings, slides, deaths, flips, and where it has several ways.

    A network of some neurons is drawn and learns all its parameters; the loss is half the sum of the squared
    residuals. Events are found and not stepped over. Where the flow is not unique, where the budget ends, or where it
    has converged before --t-end, it stops, and what was found up to there is printed.
    """
    from symspline.model.dataset import Dataset
    from symspline.model.network import Network
    from symspline.numerics.arguments import finite_scalar
    from symspline.numerics.gradient_flow import NonUniqueFlow, gradient_flow
    from symspline.report.subject import Scaling

    ways = {"raw": lambda data: Scaling.raw(), "standardised": Scaling.standardised, "mapped": Scaling.of}
    if units not in ways:
        raise ValueError(f"--units {units}: give one of {', '.join(ways)}")
    if not finite_scalar("--scale", scale) > 0:
        raise ValueError(f"--scale {scale:g}: give a positive number")
    _check_pictures(plot, film)
    law = parse_init(init, width, w, b, v)
    if law.free_symbols:
        raise ValueError(f"the laws hold {', '.join(sorted(map(str, law.free_symbols)))}: flow needs numbers")
    data = Dataset.from_csv(file, x or None, y or None, missing=missing, decimal=decimal, dates=dates)
    print(*data.notes, sep="\n", file=sys.stderr)
    scaling = ways[units](data)
    drawn = _drawn(law, width, seed)
    start = Network(drawn.w * scale, drawn.b * scale, drawn.v * scale, drawn.b0 * scale)
    targets = (data.x - scaling.x_centre) / scaling.x_scale, (data.y - scaling.y_centre) / scaling.y_scale
    fork = None
    with progress_bar("gradient flow", None):
        try:
            found = gradient_flow(start, *targets, t_end, on_nonunique=on_nonunique, seconds=seconds)
        except NonUniqueFlow as error:
            fork, found = error, error.trajectory
    moved = float(found.t_end) > 0
    if not moved and (plot or film):
        print("the flow ends at t = 0: there is nothing to draw", file=sys.stderr)
    files = {
        "plot": _draw(found, plot) if plot and moved else None,
        "film": _film(found, film) if film and moved else None,
    }
    if json:
        print_json(_document(found, fork, data, units, scaling, seed, files))
    else:
        _print(found, fork, data, units, scaling, law.name or "laws given by hand", seconds, files)


def _drawn(law: Any, width: int, seed: int) -> Any:
    """The network of a seed: that which the report of this width and seed begins with."""
    import numpy as np

    return law.sample(width, np.random.default_rng([seed, 0]))


def _check_pictures(plot: Path | None, film: Path | None) -> None:
    from symspline.render.movies import plan_of

    if plot is not None:
        check_file(plot, "--plot")
        if plot.suffix not in (".png", ".svg", ".pdf"):
            raise ValueError(f"--plot {plot}: give a file name that ends in .png, .svg or .pdf")
    if film is not None:
        check_file(film, "--film")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                plan_of(film, SECONDS, FPS)
            except ValueError:
                raise ValueError(f"--film {film}: give a file name that ends in .mp4 or .gif") from None
    for option, path in (("--plot", plot), ("--film", film)):
        if path is not None and not path.parent.is_dir():
            raise ValueError(f"{option} {path}: there is no such folder")


def _draw(found: Trajectory, plot: Path) -> str:
    from symspline.files import write_bytes
    from symspline.render.figures import style

    return str(write_bytes(plot, style.image(found.panels(), plot.suffix[1:], dpi=120)))


def _film(found: Trajectory, film: Path) -> str:
    with progress_bar("film", SECONDS * FPS, "frames") as tick, warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        path = found.film(film, SECONDS, FPS, tick=lambda done: tick("", done))
    for each in said:
        print(f"symspline: {each.message}", file=sys.stderr)
    return str(path)


def _stopped(found: Trajectory, fork: NonUniqueFlow | None, seconds: float) -> str:
    """Why the flow ended where it did."""
    match found.status:
        case "converged":
            return "converged: nothing moves any more"
        case "out of time":
            return f"the {seconds:g} s of --seconds are over: give more, a smaller --width or an earlier --t-end"
        case "not unique" if fork is not None:
            place = f" at datum {fork.datum}" if fork.datum is not None else ""
            return (
                f"not unique from here on: neuron {fork.neuron}{place} ({fork.kind}); "
                "--on-nonunique active or inactive chooses a way, another --seed moves the start"
            )
        case _:
            return "the end that was asked for"


def _print(
    found: Trajectory,
    fork: NonUniqueFlow | None,
    data: Dataset,
    units: str,
    scaling: Scaling,
    name: str,
    seconds: float,
    files: dict[str, str | None],
) -> None:
    import numpy as np

    losses = found.loss([0.0, float(found.t_end)])
    rmse = np.sqrt(2 * losses / len(data)) * scaling.y_scale
    print(f"{data.title}: {len(data)} data at {len(np.unique(data.x))} different {data.x_name}, {units}")
    print(f"width {found.net.w.size}, {name}\n")
    print(f"time    0 to {float(found.t_end):.6g}, {_stopped(found, fork, seconds)}")
    print(f"loss    {losses[0]:.6g} to {losses[1]:.6g}")
    print(f"RMSE    {rmse[0]:.6g} to {rmse[1]:.6g} in units of {data.y_name}")
    counts = Counter(event.kind for event in found.events)
    print(f"events  {', '.join(f'{count} {kind}' for kind, count in counts.most_common()) or 'none'}")
    for event in found.events[:FIRST]:
        print(f"        t = {float(event.time):<12.6g} neuron {event.neuron:<4d} {_what(event, data)}")
    if len(found.events) > FIRST:
        print(f"        … {len(found.events) - FIRST} more")
    for path in files.values():
        if path is not None:
            print(path)


def _what(event: Event, data: Dataset) -> str:
    words = WORDS[event.kind]
    return words if event.datum is None else f"{words} {data.x_name} = {data.x[event.datum]:g} (datum {event.datum})"


def _document(
    found: Trajectory,
    fork: NonUniqueFlow | None,
    data: Dataset,
    units: str,
    scaling: Scaling,
    seed: int,
    files: dict[str, str | None],
) -> dict[str, Any]:
    import numpy as np

    losses, end = found.loss([0.0, float(found.t_end)]), found.end
    return {
        "title": data.title,
        "notes": list(data.notes),
        "data": len(data),
        "distinct_inputs": len(np.unique(data.x)),
        "units": units,
        "scaling": {name: float(value) for name, value in vars(scaling).items()},
        "width": found.net.w.size,
        "seed": seed,
        "status": found.status,
        "time": float(found.t_end),
        "fork": None
        if fork is None
        else {"time": float(fork.time), "neuron": fork.neuron, "datum": fork.datum, "kind": fork.kind},
        "loss": [float(each) for each in losses],
        "rmse": [float(each) for each in np.sqrt(2 * losses / len(data)) * scaling.y_scale],
        "counts": dict(Counter(event.kind for event in found.events)),
        "events": [
            {"time": float(e.time), "kind": e.kind, "neuron": int(e.neuron), "datum": e.datum} for e in found.events
        ],
        "network": {name: getattr(end, name).tolist() for name in ("w", "b", "v")} | {"b0": float(end.b0)},
        **files,
    }
