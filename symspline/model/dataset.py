"""Data: pairs (x, y) with the names of their columns, read from a CSV file."""

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from symspline.numerics.active_sets import finite_vector

_LARGEST = 1e150  # the squares of larger numbers overflow, those of smaller inverses underflow


def _check_size(name: str, values: np.ndarray, places: Sequence[str] = ()) -> None:
    """Refuses values of a size that float64 cannot square; the places say where each stands in a file."""
    size = float(np.max(np.abs(values), initial=0.0))
    spread = float(np.ptp(values)) if values.size > 0 and size < _LARGEST else 0.0
    if size >= _LARGEST or 0 < spread <= 1 / _LARGEST:
        place = places[int(np.argmax(np.abs(values)))] if places else ""
        raise ValueError(f"{place}{name} has values of size {spread or size:.3g}, whose squares leave float64; rescale")


@dataclass(frozen=True)
class Dataset:
    """Data of one input and one output.

    Args:
        x: inputs, shape (N,), in file order.
        y: targets, shape (N,).
        x_name: name of the input column.
        y_name: name of the target column.
        title: name of the data set.

    Raises:
        ValueError: when the arrays differ in length, have fewer than two rows, or hold a value that is not finite.

    Example:
        >>> Dataset([0, 1, 3], [1.0, 2.0, 0.5]).x.mean()
        np.float64(1.3333333333333333)
    """

    x: np.ndarray
    y: np.ndarray
    x_name: str = "x"
    y_name: str = "y"
    title: str = "data"

    def __post_init__(self) -> None:
        for name in ("x", "y"):
            values = np.array(finite_vector(name, getattr(self, name), allow_empty=True))
            _check_size(name, values)
            values.setflags(write=False)
            object.__setattr__(self, name, values)
        if len(self.x) != len(self.y):
            raise ValueError(f"x has {len(self.x)} values and y has {len(self.y)}; give one y for each x")
        if len(self.x) < 2:
            raise ValueError(f"the data have {len(self.x)} rows; at least two are needed")

    def __len__(self) -> int:
        return len(self.x)

    @classmethod
    def from_csv(cls, path: str | Path, x: str | None = None, y: str | None = None) -> Self:
        """Read two columns of a CSV file.

        The separator (comma, semicolon, tab or blank) is found from the first line; a first line without numbers is a
        header. Without `x` and `y` the first two columns that hold numbers are taken.

        Args:
            path: the file, UTF-8.
            x: name of the input column, or its number counted from 1.
            y: name of the target column, or its number counted from 1.

        Raises:
            ValueError: naming row and column: empty file, one row, unknown column, text where a number should be.
            OSError: when the file cannot be read.
        """
        path = Path(path)
        header, rows = _read(path)
        x_column = _column(header, x, "x", path) if x else None
        y_column = _column(header, y, "y", path) if y else None
        free = [k for k in range(len(header)) if _is_number(rows[0][1][k]) and k not in (x_column, y_column)]
        if len(free) < (x_column is None) + (y_column is None):
            line, cells = rows[0]
            words = ((h, c) for h, c in zip(header, cells, strict=True) if not _is_number(c))
            found = next((f"; row {line}, {h!r}: {c!r} is no number" for h, c in words), "")
            raise ValueError(
                f"{path.name} has too few columns of numbers (columns: {', '.join(header)}){found}; give two"
            )
        x_column = free.pop(0) if x_column is None else x_column
        y_column = free.pop(0) if y_column is None else y_column
        if x_column == y_column:
            raise ValueError(f"x and y are both column {header[x_column]!r} of {path.name}; choose two columns")
        xs, ys = (
            np.array([_number(cells[k], line, header[k], path) for line, cells in rows]) for k in (x_column, y_column)
        )
        if len(rows) < 2:
            raise ValueError(f"{path.name} has one row of data; at least two are needed")
        if xs.min() == xs.max():
            raise ValueError(f"column {header[x_column]!r} of {path.name} is constant; choose another with --x")
        for name, values, k in (("x", xs, x_column), ("y", ys, y_column)):
            _check_size(name, values, [f"{path.name}, row {line}, column {header[k]!r}: " for line, _ in rows])
        return cls(xs, ys, header[x_column], header[y_column], path.stem)


def _read(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header (made up when there is none) and the rows with their line numbers, all of one length."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path.name} is not UTF-8 text (byte {error.start}); save it as CSV with UTF-8") from error
    if "\0" in text:
        raise ValueError(f"{path.name} is not a text file; save the table as CSV")
    first = next((line for line in io.StringIO(text, newline=None) if line.strip()), "")
    if not first:
        raise ValueError(f"{path.name} is empty; give a CSV file with two columns of numbers")
    separator = max(",;\t", key=first.count)
    if first.count(separator) == 0:
        separator = " "
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=True)
        table = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except csv.Error as error:
        raise ValueError(f"{path.name} is not a readable CSV file: {error}") from error
    numbered = [(line, cells) for line, cells in table if any(cells)]
    head = numbered[0][1]
    has_header = not any(_is_number(cell) for cell in head)
    header = [_name(cell, k) if has_header else f"column {k + 1}" for k, cell in enumerate(head)]
    rows = numbered[1:] if has_header else numbered
    if not rows:
        raise ValueError(f"{path.name} has a header and no rows; at least two rows are needed")
    for line, cells in rows:
        if len(cells) != len(header):
            raise ValueError(f"{path.name}, row {line}: {len(cells)} cells under {len(header)} columns; give as many")
    return header, rows


def _name(cell: str, k: int) -> str:
    """The name of a column, of characters that print; one is made up where there is none."""
    return " ".join("".join(c if c.isprintable() else " " for c in cell).split()) or f"column {k + 1}"


def _column(header: list[str], wanted: str, option: str, path: Path) -> int:
    if header.count(wanted) > 1:
        places = ", ".join(str(k + 1) for k, name in enumerate(header) if name == wanted)
        raise ValueError(f"--{option} {wanted}: {path.name} has several such columns; give the number, one of {places}")
    if wanted in header:
        return header.index(wanted)
    if wanted.isdigit() and 1 <= int(wanted) <= len(header):
        return int(wanted) - 1
    raise ValueError(f"--{option} {wanted}: {path.name} has no such column; it has {', '.join(header)}")


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return "_" not in cell


def _number(cell: str, line: int, column: str, path: Path) -> float:
    if not _is_number(cell):
        shown = cell if len(cell) <= 40 else cell[:37] + "…"
        raise ValueError(f"{path.name}, row {line}, column {column!r}: {shown!r} is not a number")
    value = float(cell)
    if not math.isfinite(value):
        raise ValueError(f"{path.name}, row {line}, column {column!r}: {cell} is not finite; drop or repair the row")
    return value
