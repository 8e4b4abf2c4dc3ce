"""Options that several commands share, and what their texts mean."""

import re
from pathlib import Path
from typing import Annotated, Any

import typer

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")]
SeedOption = Annotated[int, typer.Option("--seed", min=0, help="Seed of everything random.")]
JobsOption = Annotated[int, typer.Option("--jobs", min=0, help="Processes; 0 for one a core.")]
PresetOption = Annotated[str, typer.Option("--init", help="An initialisation: torch, keras, he_normal, …")]
WidthOption = Annotated[int, typer.Option("--width", min=1, max=10**7, help="Number of hidden neurons.")]
XOption = Annotated[str, typer.Option("--x", help="Input column: name or number.")]
YOption = Annotated[str, typer.Option("--y", help="Target column: name or number.")]
MissingOption = Annotated[
    str, typer.Option("--missing", help='Rows with an empty cell, NA or the like: "drop", "fail".')
]
DecimalOption = Annotated[str, typer.Option("--decimal", help="Decimal sign of the file: a point or a comma.")]
DatesOption = Annotated[str, typer.Option("--dates", help='Order of dates such as 3/1/2024: "dmy" or "mdy".')]
LawOption = typer.Option(help="A law, e.g. normal:1.3, uniform:1, student_t:1:3, two_point:1, constant:0.5.")

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,4})?|\d+/0*[1-9]\d*")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)?")


def parse_law(text: str, option: str):
    """A law from `name:parameter[:parameter]`; a parameter is a number, a fraction or the name of a positive symbol."""
    from sympy import Rational, Symbol

    import symspline as ss

    known = {
        "normal": ss.Normal,
        "uniform": ss.Uniform,
        "laplace": ss.Laplace,
        "generalised_normal": ss.GeneralisedNormal,
        "student_t": ss.StudentT,
        "truncated_normal": ss.TruncatedNormal,
        "logistic": ss.Logistic,
        "two_point": ss.TwoPoint,
        "constant": ss.Constant,
        "log_normal": ss.SymmetrisedLogNormal,
    }
    name, *parts = text.split(":")
    if name not in known:
        raise ValueError(f"{option} {text}: {name!r} is no law; the laws are {', '.join(known)}")
    parameters = []
    for part in parts:
        if _NUMBER.fullmatch(part):
            parameters.append(Rational(part))
        elif _NAME.fullmatch(part) and part.lower() not in ("nan", "inf", "infinity", "oo"):
            parameters.append(Symbol(part, positive=True))
        else:
            raise ValueError(f"{option} {text}: {part!r} is neither a number, a fraction nor a name")
    try:
        return known[name](*parameters)
    except ValueError as error:
        raise ValueError(f"{option} {text}: {error}") from None
    except TypeError:
        raise ValueError(f"{option} {text}: wrong number of parameters, e.g. normal:1.3 or student_t:1:3") from None


def check_file(path: Path, option: str) -> None:
    """Refuse a folder where a file is to be written."""
    if path.is_dir():
        raise ValueError(f"{option} {path}: that is a folder; give a file name")


def parse_init(preset: str, width: int, w: str, b: str, v: str) -> Any:
    """The initialisation that the options name: a preset, with single laws replaced."""
    import dataclasses

    import symspline as ss

    init = ss.presets.by_name(preset or "torch", width)
    given = {name: parse_law(text, f"--{name}") for name, text in (("w", w), ("b", b), ("v", v)) if text}
    return dataclasses.replace(init, name="", **given) if given else init
