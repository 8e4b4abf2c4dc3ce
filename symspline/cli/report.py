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
    PresetOption,
    SeedOption,
    WidthOption,
    XOption,
    YOption,
    parse_init,
    parse_law,
)


@command("report")
def write_report(
    file: Annotated[Path, typer.Argument(help="CSV file with a column of inputs and a column of targets.")],
    x: XOption = "",
    y: YOption = "",
    missing: MissingOption = "fail",
    decimal: DecimalOption = ".",
    dates: DatesOption = "",
    init: PresetOption = "torch",
    width: WidthOption = 1000,
    w: Annotated[str, LawOption] = "",
    b: Annotated[str, LawOption] = "",
    v: Annotated[str, LawOption] = "",
    steps: Annotated[int, typer.Option("--steps", min=1, help="Steps of gradient descent.")] = 20000,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the report.")] = Path("report"),
    json: JsonOption = False,
    seed: SeedOption = 0,
) -> None:
    """Write report.html and report.tex on your data: densities, breakpoints, training, loss surface, verdicts."""
    from symspline.model.dataset import Dataset
    from symspline.render.documents.files import make_folder
    from symspline.report import write
    from symspline.report.subject import Subject

    data = Dataset.from_csv(file, x or None, y or None, missing=missing, decimal=decimal, dates=dates)
    drawn = parse_init(init, width, w, b, v)
    for option, law in (("--w", w), ("--b", b), ("--v", v)):
        if law and parse_law(law, option).free_symbols:
            raise ValueError(f"{option} {law}: report needs numbers")
    is_new = not out.exists()
    make_folder(out)
    print(*data.notes, sep="\n", file=sys.stderr)
    try:
        with progress_bar("report", None) as tick:
            result = write(Subject(data, drawn, width, seed, steps, tick), out)
    except BaseException:
        with suppress(OSError):  # it stays where it holds files
            if is_new:
                out.rmdir()
        raise
    if json:
        print_json(result.as_dict())
    else:
        print(*result.files, sep="\n")
