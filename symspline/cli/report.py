"""`symspline report`: what the theory says of a person's own data."""

import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from .app import command, print_json, progress_bar
from .options import (
    DatesOption,
    DecimalOption,
    JsonOption,
    LawOption,
    MissingOption,
    SeedOption,
    XOption,
    YOption,
    parse_init,
    parse_law,
)

_WIDTH, _STEPS = 1000, 20000
_UNITS = ("raw", "standardised", "mapped")


@command("report")
def write_report(
    file: Annotated[Path, typer.Argument(help="CSV file with a column of inputs and a column of targets.")],
    x: XOption = "",
    y: YOption = "",
    missing: MissingOption = "fail",
    decimal: DecimalOption = ".",
    dates: DatesOption = "",
    network: Annotated[
        Path | None, typer.Option("--network", help="A trained network: .safetensors, .pt of a state_dict, .npz.")
    ] = None,
    units: Annotated[
        str,
        typer.Option(
            "--units",
            help='What the network was trained on: "raw" data, "standardised" to mean 0 and deviation 1, or "mapped", '
            "x to [-1, 1] and y standardised.",
        ),
    ] = "",
    init: Annotated[
        str,
        typer.Option("--init", help="An initialisation: torch (unless told), keras, he_normal, …; of --network none."),
    ] = "",
    width: Annotated[
        int | None, typer.Option("--width", min=1, max=10**7, help=f"Number of hidden neurons; {_WIDTH} unless told.")
    ] = None,
    w: Annotated[str, LawOption] = "",
    b: Annotated[str, LawOption] = "",
    v: Annotated[str, LawOption] = "",
    steps: Annotated[
        int | None, typer.Option("--steps", min=1, help=f"Steps of gradient descent; {_STEPS} unless told.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the report.")] = Path("report"),
    json: JsonOption = False,
    seed: SeedOption = 0,
) -> None:
    """Write report.html and report.tex on your data: densities, breakpoints, training, loss surface, verdicts.

    With --network the report speaks of that network and trains none; of an initialisation only where one is named.
    """
    from symspline.files import make_folder
    from symspline.model.dataset import Dataset
    from symspline.model.network import Network
    from symspline.report import write
    from symspline.report.subject import Scaling, Subject

    if network is None and units:
        raise ValueError("--units is for a network of your own: give --network too")
    if units and units not in _UNITS:
        raise ValueError(f"--units {units}: give one of {', '.join(_UNITS)}")
    if network is not None and steps is not None:
        raise ValueError("--steps: nothing is trained with --network; leave one of them out")
    given = None if network is None else Network.load(network)
    if given is not None and width not in (None, given.width):
        raise ValueError(f"--width {width}: the network has {given.width} hidden neurons; leave --width out")
    neurons = width or (_WIDTH if given is None else given.width)
    named = bool(given is None or init or w or b or v)
    drawn = parse_init(init, neurons, w, b, v) if named else None
    for option, law in (("--w", w), ("--b", b), ("--v", v)):
        if law and parse_law(law, option).free_symbols:
            raise ValueError(f"{option} {law}: report needs numbers")
    data = Dataset.from_csv(file, x or None, y or None, missing=missing, decimal=decimal, dates=dates)
    ways = {"raw": Scaling.raw(), "standardised": Scaling.standardised(data), "mapped": Scaling.of(data)}
    scaling = None if given is None else ways[units or "raw"]
    with progress_bar("report", None) as tick:
        subject = Subject(data, drawn, neurons, seed, steps or _STEPS, tick, given, scaling)
        is_new = not out.exists()
        make_folder(out)
        print(*data.notes, sep="\n", file=sys.stderr)
        try:
            result = write(subject, out)
        except BaseException:
            with suppress(OSError):  # it stays where it holds files
                if is_new:
                    out.rmdir()
            raise
    if json:
        print_json(result.as_dict())
    else:
        print(*result.files, sep="\n")
