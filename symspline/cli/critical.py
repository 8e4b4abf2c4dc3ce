"""`symspline critical`: the exact critical points of the loss on a person's own data."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .app import command, print_json, progress_bar
from .options import JsonOption

if TYPE_CHECKING:
    from symspline.numerics.interval_fits import CriticalPoint
    from symspline.numerics.rational_data import RationalData

MOST_INPUTS = 600
"""Different inputs up to which the table of joining runs, cubic in their number, fits into memory and patience."""
ALL_COUNTED, SHORT_COUNT = 200, 20
"""Different inputs up to which every number of pieces is counted, and the pieces that are counted beyond."""
LONGEST = 44
"""Characters of a fraction that are printed in full."""


@command("critical")
def critical(
    file: Annotated[Path, typer.Argument(help="CSV file with a column of inputs and a column of targets.")],
    pieces: Annotated[
        int | None, typer.Option("--pieces", "-P", min=1, help="Number of linear pieces; without it only counts.")
    ] = None,
    x: Annotated[str, typer.Option("--x", help="Input column: name or number.")] = "",
    y: Annotated[str, typer.Option("--y", help="Target column: name or number.")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, help="Most points that are listed, the best first.")] = 20,
    json: JsonOption = False,
) -> None:
    """List the exact critical points with P pieces: breakpoints, lines and losses as fractions and decimals.

    The points are the fits that are least squares on each of P runs of the data, with breakpoints strictly inside the
    gaps between the runs and at least two different inputs in each run. All are local minima of the loss. Data with
    equal x count as one datum at the mean of their y, with their number as weight; what the mean leaves out is part of
    every loss. Numbers of up to 15 digits are read as the decimals they are written as, and nothing is rounded.
    """
    from itertools import islice

    from symspline.model.dataset import Dataset
    from symspline.numerics.critical_points import count_critical_points
    from symspline.numerics.least_loss import critical_points_by_loss
    from symspline.numerics.rational_data import RationalData

    table = Dataset.from_csv(file, x or None, y or None)
    # The shortest decimals that the floats print as: what stands in the file up to 15 digits.
    xs, ys = ([Fraction(repr(float(value))) for value in values] for values in (table.x, table.y))
    data = RationalData.of(xs, ys)
    if len(data) > MOST_INPUTS:
        raise ValueError(
            f"{file.name} has {len(data)} different x; the exact search takes at most {MOST_INPUTS}: thin the data out"
        )
    with progress_bar("count", None):
        most = pieces or (None if len(data) <= ALL_COUNTED else SHORT_COUNT)
        counts = count_critical_points(xs, ys, most)
    found: list[CriticalPoint] = []
    if pieces is not None:
        with progress_bar("list", min(limit, counts[pieces])) as tick:
            for point in islice(critical_points_by_loss(xs, ys, pieces), limit):
                found.append(point)
                tick(f"loss {decimal(point.loss)}")
    if json:
        print_json(_document(table.title, len(xs), data, counts, pieces, found))
        return
    print(f"{table.title}: {len(xs)} data at {len(data)} different {table.x_name}")
    if pieces is None:
        print("\npieces  critical points")
        last = max(number for number, total in counts.items() if total)
        for number in range(1, last + 1):
            print(f"{number:>6}  {counts[number]}")
        if last < len(counts):
            print(f"none with more, up to {len(counts)} pieces")
        elif most:
            print(f"counted up to {most} pieces; --pieces counts further")
        return
    total = counts[pieces]
    print(f"{pieces} piece{'s' * (pieces > 1)}: {total} critical point{'s' * (total != 1)}", end="")
    print(f", the best {len(found)} of them listed (--limit)" if len(found) < total else "")
    for number, point in enumerate(found, 1):
        print(f"\n{number}  loss {_both(point.loss)}")
        _print_lines(point, data, table.x_name, table.y_name)


def _print_lines(point: CriticalPoint, data: RationalData, x_name: str, y_name: str) -> None:
    for k, ((slope, intercept), (start, stop)) in enumerate(zip(point.lines, point.pieces, strict=True)):
        if k:
            print(f"   breakpoint {x_name} = {_both(point.breakpoints[k - 1])}")
        print(f"   {y_name} = a + b {x_name} on {sum(data.weight[start:stop])} data")
        print(f"     a = {_both(intercept)}")
        print(f"     b = {_both(slope)}")


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


def _document(title, rows: int, data: RationalData, counts, pieces: int | None, found: list[CriticalPoint]) -> dict:
    document = {
        "title": title,
        "data": rows,
        "distinct_inputs": len(data),
        "counts": {str(number): total for number, total in counts.items()},
    }
    if pieces is not None:
        document |= {
            "pieces": pieces,
            "critical_points": counts[pieces],
            "listed": [
                {
                    "loss": _number(point.loss),
                    "breakpoints": [_number(place) for place in point.breakpoints],
                    "lines": [
                        {"slope": _number(slope), "intercept": _number(intercept)} for slope, intercept in point.lines
                    ],
                    "runs": [[start, stop] for start, stop in point.pieces],
                }
                for point in found
            ],
        }
    return document


def _number(value: Fraction) -> dict[str, str]:
    """Both forms as text: a number of JSON would be rounded or overflow."""
    return {"fraction": str(value), "decimal": decimal(value, 17)}
