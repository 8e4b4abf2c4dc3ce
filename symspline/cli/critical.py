"""`symspline critical`: the best fit with P pieces and all other local minima of the loss on a person's own data."""

from __future__ import annotations

import sys
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .app import command, print_json, progress_bar
from .options import DatesOption, DecimalOption, JsonOption, MissingOption, XOption, YOption, check_file

if TYPE_CHECKING:
    from symspline.model.best_fit import BestFit
    from symspline.model.dataset import Dataset
    from symspline.numerics.interval_fits import CriticalPoint
    from symspline.numerics.rational_data import RationalData

COUNTED = 200
"""Different inputs up to which the strict points of every number of pieces are counted, which takes the cube of it."""
LONGEST = 44
"""Characters of a fraction that are printed in full."""


@command("critical")
def critical(
    file: Annotated[Path, typer.Argument(help="CSV file with a column of inputs and a column of targets.")],
    pieces: Annotated[
        str, typer.Option("--pieces", "-P", help='Number of linear pieces, or "bic" or "cv" to choose it.')
    ] = "",
    x: XOption = "",
    y: YOption = "",
    missing: MissingOption = "fail",
    decimal: DecimalOption = ".",
    dates: DatesOption = "",
    limit: Annotated[int, typer.Option("--limit", min=1, help="Most minima that are listed, the best first.")] = 20,
    plot: Annotated[Path | None, typer.Option("--plot", help="Picture of the fits: .png, .svg or .pdf.")] = None,
    json: JsonOption = False,
) -> None:
    """Find the best continuous fit with P straight pieces, for certain, and list all local minima after it.

    Bends may be anywhere, on data and between them; the loss is half the sum of the squared residuals. Each minimum is
    given by its bends and the values there, as fractions and decimals. Data with equal x count as one datum at the mean
    of their y, with their number as weight; what the mean leaves out is part of every loss. Numbers of up to 15 digits
    are read as the decimals they are written as, and nothing is rounded. Without --pieces a table says what each number
    of pieces reaches.
    """
    from symspline.model.best_fit import best_fit, searches
    from symspline.model.dataset import Dataset
    from symspline.numerics.bend_patterns import number_of_patterns
    from symspline.numerics.interval_fits import IntervalFits
    from symspline.numerics.knot_fits import KnotFits
    from symspline.numerics.pattern_search import MOST_PATTERNS, Search
    from symspline.numerics.rational_data import RationalData

    wanted = _wanted(pieces)
    if plot is not None:
        _check_picture(plot, wanted)
    table = Dataset.from_csv(file, x or None, y or None, missing=missing, decimal=decimal, dates=dates)
    print(*table.notes, sep="\n", file=sys.stderr)
    # The shortest decimals that the floats print as: what stands in the file up to 15 digits.
    xs, ys = ([Fraction(repr(float(value))) for value in values] for values in (table.x, table.y))
    data = RationalData.of(xs, ys)
    with progress_bar("best fit", searches(wanted or "bic", len(data))) as tick:
        fit = best_fit(xs, ys, wanted or "bic", tick=lambda done: tick("", done))
    found = list(fit.points) if wanted else []
    patterns = number_of_patterns(len(data), fit.pieces - 1)
    listed = patterns <= MOST_PATTERNS
    if wanted and listed:
        with progress_bar("minima", patterns, "patterns") as tick:
            fits = IntervalFits(data)
            minima = Search(fits, KnotFits(fits)).minima(fit.pieces - 1, lambda done: tick("", done))
            found = list(islice(minima, limit + 1))
    more, found = len(found) > limit, found[:limit]
    if plot is not None:
        _draw(plot, table, found)
    if json:
        print_json(_document(table, data, fit, wanted, found, more))
        return
    print(f"{table.title}: {len(xs)} data at {len(data)} different {table.x_name}\n")
    _print_table(fit, len(xs), {} if len(data) > COUNTED else _counts(xs, ys, len(fit.table)))
    if not wanted:
        print("\n--pieces lists the fits of one of them")
        return
    if isinstance(wanted, int) and fit.pieces < wanted:
        print(f"\nmore than {fit.pieces} pieces gain nothing")
    print(f"\nbest fit with {_plural(fit.pieces, 'piece')}: {fit.certificate}")
    if len(fit.points) > 1:
        print(f"{len(fit.points)} patterns reach the same loss")
    if listed:
        print(f"\n{'the best ' * more}{_plural(len(found), 'local minimum', 'local minima')}{' (--limit)' * more}")
    else:
        print(f"the other minima are not listed: they are among {patterns:.1e} patterns, {MOST_PATTERNS:.0e} at most")
    for number, point in enumerate(found, 1):
        print(f"\n{number}  loss {_both(point.loss)}")
        _print_fit(point, data, table)


def _wanted(text: str) -> Any:
    if text in ("", "bic", "cv"):
        return text
    if not text.isdecimal() or int(text) < 1:
        raise ValueError(f"--pieces {text}: give a whole number of at least 1, bic or cv")
    return int(text)


def _check_picture(plot: Path, wanted: Any) -> None:
    if not wanted:
        raise ValueError("--plot draws the fits of one number of pieces: give --pieces as well")
    check_file(plot, "--plot")
    if plot.suffix not in (".png", ".svg", ".pdf"):
        raise ValueError(f"--plot {plot}: give a file name that ends in .png, .svg or .pdf")
    if not plot.parent.is_dir():
        raise ValueError(f"--plot {plot}: there is no such folder")


def _draw(plot: Path, table: Dataset, found: list[CriticalPoint]) -> None:
    from symspline.files import write_bytes
    from symspline.render.figures import loss_surface, style
    from symspline.render.figures.functions import plain

    figure, axes = style.new()
    loss_surface.critical_fits(axes, table.x, table.y, found)
    axes.set(xlabel=plain(table.x_name), ylabel=plain(table.y_name), title=plain(table.title))
    write_bytes(plot, style.image(figure, plot.suffix[1:]))


def _counts(xs: list[Fraction], ys: list[Fraction], most: int) -> dict[int, int]:
    from symspline.numerics.critical_points import count_critical_points

    allowed = max(1, len(set(xs)) // 2)
    return count_critical_points(xs, ys, min(most, allowed))


def _print_table(fit: BestFit, rows: int, counts: dict[int, int]) -> None:
    scored = fit.table[0].score is not None
    heads = ["least loss", "RMSE", "BIC", *["left out"] * scored, *["strict points"] * bool(counts)]
    print("pieces" + "".join(f"{head:>15}" for head in heads))
    for row in fit.table:
        rmse = float(decimal(2 * row.loss / rows, 18)) ** 0.5
        cells = [decimal(row.loss), f"{rmse:.6g}", f"{row.bic:.6g}"]
        cells += [] if row.score is None else [f"{row.score:.6g}"]
        cells += [str(counts.get(row.pieces, 0))] if counts else []
        taken = "  <-" if row.pieces == fit.pieces else ""
        print(f"{row.pieces:>6}" + "".join(f"{cell:>15}" for cell in cells) + taken)


def _plural(number: int, one: str, several: str = "") -> str:
    return f"{number} {one if number == 1 else several or one + 's'}"


def _print_fit(point: CriticalPoint, data: RationalData, table: Dataset) -> None:
    places = [data.x[0], *point.breakpoints, data.x[-1]]
    for k, ((left, right), line, (start, stop)) in enumerate(
        zip(pairwise(places), point.lines, point.pieces, strict=True)
    ):
        if k:
            kind = {"free": "", "on a datum": ", on a datum", "family": ", or elsewhere in its gap"}[point.kinds[k - 1]]
            print(f"   bend at {table.x_name} = {_both(left)}{kind}")
            print(f"           {table.y_name} = {_both(line[0] * left + line[1])}")
        ends = f"{decimal(line[0] * left + line[1])} to {decimal(line[0] * right + line[1])}"
        print(
            f"   piece {k + 1}: {table.y_name} from {ends} on {_plural(stop - start, 'input')}, slope {_both(line[0])}"
        )


def decimal(value: Fraction, digits: int = 9) -> str:
    """A fraction as a decimal of any size, rounded to some digits."""
    with localcontext() as context:
        context.prec = digits
        rounded = Decimal(value.numerator) / Decimal(value.denominator)
        return f"{rounded.normalize():g}" if rounded else "0"


def _both(value: Fraction) -> str:
    """A fraction and its decimal; long fractions by their lengths."""
    text = str(value)
    if value.denominator == 1 and len(text) <= 9:
        return text
    if len(text) > LONGEST:
        top, bottom = len(str(abs(value.numerator))), len(str(value.denominator))
        text = f"(fraction of {top} over {bottom} digits)" if bottom > 1 else f"(integer of {top} digits)"
        return f"{decimal(value)}  {text}"
    return f"{text} = {decimal(value)}"


def _document(
    table: Dataset, data: RationalData, fit: BestFit, wanted: Any, found: list[CriticalPoint], more: bool
) -> dict:
    document = {
        "title": table.title,
        "notes": list(table.notes),
        "data": len(table.x),
        "distinct_inputs": len(data),
        "table": [
            {"pieces": row.pieces, "loss": _number(row.loss), "bic": _finite(row.bic), "left_out": row.score}
            for row in fit.table
        ],
    }
    if wanted:
        document |= {
            "pieces": fit.pieces,
            "certificate": vars(fit.certificate),
            "best": [_fit_document(point, data) for point in fit.points],
            "listed": [_fit_document(point, data) for point in found],
            "more": more,
        }
    return document


def _fit_document(point: CriticalPoint, data: RationalData) -> dict:
    places = [data.x[0], *point.breakpoints, data.x[-1]]
    lines = [point.lines[0], *point.lines]
    return {
        "loss": _number(point.loss),
        "breakpoints": [_number(place) for place in point.breakpoints],
        "kinds": list(point.kinds),
        "values": [
            {"at": _number(place), "value": _number(line[0] * place + line[1])}
            for place, line in zip(places, lines, strict=True)
        ],
        "lines": [{"slope": _number(slope), "intercept": _number(intercept)} for slope, intercept in point.lines],
        "runs": [list(run) for run in point.pieces],
    }


def _finite(value: float) -> float | None:
    return value if abs(value) < float("inf") else None


def _number(value: Fraction) -> dict[str, str]:
    """Both forms as text: a number of JSON would be rounded or overflow."""
    return {"fraction": str(value), "decimal": decimal(value, 17)}
