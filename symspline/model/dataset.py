"""Data: pairs (x, y) with the names of their columns, read from a CSV file."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np


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
        """Refuse data that no statement speaks of."""
        for name in ("x", "y"):
            values = np.array(getattr(self, name), dtype=float)
            if values.ndim != 1:
                raise ValueError(f"{name} has shape {values.shape}; give a one-dimensional array")
            if not np.isfinite(values).all():
                index = int(np.flatnonzero(~np.isfinite(values))[0])
                raise ValueError(f"{name}[{index}] = {values[index]} is not finite; drop or repair that row")
            values.setflags(write=False)
            object.__setattr__(self, name, values)
        if len(self.x) != len(self.y):
            raise ValueError(f"x has {len(self.x)} values and y has {len(self.y)}; give one y for each x")
        if len(self.x) < 2:
            raise ValueError(f"the data have {len(self.x)} rows; at least two are needed")

    def __len__(self) -> int:
        return len(self.x)

    @classmethod
    def from_csv(cls, path: str | Path, x: str | None = None, y: str | None = None) -> Dataset:
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
            raise ValueError(f"{path.name} has too few columns of numbers (columns: {', '.join(header)})")
        x_column = free.pop(0) if x_column is None else x_column
        y_column = free.pop(0) if y_column is None else y_column
        if x_column == y_column:
            raise ValueError(f"x and y are both column {header[x_column]!r} of {path.name}; choose two columns")
        xs, ys = (
            np.array([_number(cells[k], line, header[k], path) for line, cells in rows]) for k in (x_column, y_column)
        )
        if len(rows) < 2:
            raise ValueError(f"{path.name} has one row of data; at least two are needed")
        if np.ptp(xs) == 0:
            raise ValueError(f"column {header[x_column]!r} of {path.name} is constant; choose another with --x")
        return cls(xs, ys, header[x_column], header[y_column], path.stem)


def _read(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header (made up when there is none) and the rows with their line numbers, all of one length."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path.name} is not UTF-8 text (byte {error.start}); save it as CSV with UTF-8") from error
    if "\0" in text:
        raise ValueError(f"{path.name} is not a text file; save the table as CSV")
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    if not first:
        raise ValueError(f"{path.name} is empty; give a CSV file with two columns of numbers")
    separator = max(",;\t", key=first.count)
    if first.count(separator) == 0:
        separator = " "
    try:
        table = list(csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=True))
    except csv.Error as error:
        raise ValueError(f"{path.name} is not a readable CSV file: {error}") from error
    numbered = [(k + 1, [c.strip() for c in cells]) for k, cells in enumerate(table) if any(c.strip() for c in cells)]
    head = numbered[0][1]
    has_header = not any(_is_number(cell) for cell in head)
    header = head if has_header else [f"column {k + 1}" for k in range(len(head))]
    rows = numbered[1:] if has_header else numbered
    if not rows:
        raise ValueError(f"{path.name} has a header and no rows; at least two rows are needed")
    for line, cells in rows:
        if len(cells) != len(header):
            raise ValueError(f"{path.name}, row {line}: {len(cells)} cells under {len(header)} columns")
    return header, rows


def _column(header: list[str], wanted: str, option: str, path: Path) -> int:
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
