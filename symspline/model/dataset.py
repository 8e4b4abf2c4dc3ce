"""Data: pairs (x, y) with the names of their columns, read from a CSV file."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from symspline.copies import Copied
from symspline.model.column import Column, is_value, short
from symspline.numerics.arguments import finite_vector

_LARGEST = 1e150  # the squares of larger numbers overflow, those of smaller inverses underflow
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins as the next one does
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_COMMENT = re.compile(r"\s*#(?!N/A|DIV/0!|NUM!|NULL!|VALUE!|REF!|NAME\?)")  # these are cells of Excel


def _check_size(name: str, values: np.ndarray, place: Callable[[int], str] = lambda k: "") -> None:
    """Refuses values of a size that float64 cannot square; `place` says where each stands in a file."""
    size = float(np.max(np.abs(values), initial=0.0))
    spread = float(np.ptp(values)) if values.size > 0 and size < _LARGEST else 0.0
    if size >= _LARGEST or 0 < spread <= 1 / _LARGEST:
        where = place(int(np.argmax(np.abs(values))))
        raise ValueError(f"{where}{name} has values of size {spread or size:.3g}, whose squares leave float64; rescale")


@dataclass(frozen=True)
class Dataset(Copied):
    """Data of one input and one output.

    Args:
        x: inputs, shape (N,), in file order.
        y: targets, shape (N,).
        x_name: name of the input column.
        y_name: name of the target column.
        title: name of the data set.
        notes: what reading them decided: the columns taken, and what was left out.

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
    notes: tuple[str, ...] = ()

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
    def from_csv(
        cls,
        path: str | Path,
        x: str | None = None,
        y: str | None = None,
        *,
        missing: str = "fail",
        decimal: str = ".",
        dates: str = "",
    ) -> Self:
        r"""Read two columns of a CSV file; `notes` says which, and what was left out.

        The separator (comma, semicolon, tab or blank) is found from the first lines; a first line without numbers is a
        header, and lines that begin with # are comments. Without `x` and `y` the first two columns of numbers or dates
        are taken, those left out that only number the rows. Dates become days since the first, or hours or seconds.

        Args:
            path: the file, UTF-8 or, with its mark, UTF-16 or UTF-32.
            x: name of the input column, or its number counted from 1.
            y: name of the target column, or its number counted from 1.
            missing: `drop` leaves out rows in which x or y is empty, NA, nan, null, - or the like; `fail` refuses them.
            decimal: the decimal sign, `.` or `,`.
            dates: `dmy` or `mdy`, the order of dates such as 3/1/2024; empty to find it.

        Raises:
            ValueError: naming row and column: empty file, one row, unknown column, text where a number should be.
            OSError: when the file cannot be read.

        Example:
            >>> import tempfile
            >>> file = Path(tempfile.mkdtemp()) / "bod.csv"
            >>> _ = file.write_text("rownames,Time,demand\n1,1,8.3\n2,2,10.3\n3,3,19\n")
            >>> Dataset.from_csv(file).notes
            ('x: Time, y: demand (bod.csv; left out: rownames, which counts rows)',)
        """
        for option, value, known in (
            ("missing", missing, ("drop", "fail")),
            ("decimal", decimal, (".", ",")),
            ("dates", dates, ("", "dmy", "mdy")),
        ):
            if value not in known:
                raise ValueError(f"--{option} {_printable(value)}: give {' or '.join(filter(None, known))}")
        path = Path(path)
        columns, numbering = _columns(path, decimal, dates)
        taken = _choose(columns, numbering, x, y)
        gaps = sorted({row for column in taken for row in column.missing()})
        if gaps and missing == "fail":
            column = next(column for column in taken if gaps[0] in column.missing())
            shown = repr(column.cells[gaps[0]]) if column.cells[gaps[0]] else "an empty cell"
            raise ValueError(f"{column.place(gaps[0])}{shown} is no number; --missing drop leaves such rows out")
        rows = sorted(set(range(len(taken[0].lines))).difference(gaps))
        file = taken[0].file
        if len(rows) < 2:
            number = "one row" if rows else "no row"
            raise ValueError(f"{file} has {number} of data{' with both values' * bool(gaps)}; at least two are needed")
        (xs, x_name), (ys, y_name) = (column.values(rows) for column in taken)
        if xs.min() == xs.max():
            raise ValueError(f"column {short(taken[0].name)!r} of {file} is constant; choose another with --x")
        for name, values, column in (("x", xs, taken[0]), ("y", ys, taken[1])):
            _check_size(name, values, lambda k, column=column: column.place(rows[k]))
        unused = [f"{short(column.name)}, which {role}" for column, role in numbering if column not in taken]
        notes = [f"x: {x_name}, y: {y_name} ({file}{'; left out: ' * bool(unused)}{'; '.join(unused)})"]
        if gaps:
            places = ", ".join(str(taken[0].lines[row]) for row in gaps[:5]) + ", …" * (len(gaps) > 5)
            notes.append(f"left out for missing values: {len(gaps)} of {len(taken[0].lines)} rows (row {places})")
        return cls(xs, ys, x_name, y_name, _printable(path.stem), tuple(notes))


def _choose(
    columns: Sequence[Column], numbering: Sequence[tuple[Column, str]], x: str | None, y: str | None
) -> tuple[Column, Column]:
    """The columns of x and y: those wanted, else the first ones of numbers or dates that do not number the rows."""
    x_column = _wanted(columns, x, "x") if x else None
    y_column = _wanted(columns, y, "y") if y else None
    unfit = {x_column, y_column, *(column for column, _ in numbering)}
    free = [column for column in columns if column not in unfit and column.kind()]
    if len(free) < (x_column is None) + (y_column is None):
        texts = [column for column in columns if not column.kind() and column.cells[0]]
        words = [f"row {c.lines[0]}, {short(c.name)!r}: {c.refusal(c.cells[0])}" for c in texts[:1]]
        words += [f"{short(c.name)!r} {role}, --x {columns.index(c) + 1} takes it" for c, role in numbering]
        raise ValueError(
            f"{columns[0].file} has too few columns of numbers (columns: {_names(columns)})"
            + "".join(f"; {word}" for word in [*words, "give two"])
        )
    x_column = free.pop(0) if x_column is None else x_column
    y_column = free.pop(0) if y_column is None else y_column
    if x_column is y_column:
        name = short(x_column.name)
        raise ValueError(f"x and y are both column {name!r} of {x_column.file}; choose two columns")
    return x_column, y_column


def _wanted(columns: Sequence[Column], wanted: str, option: str) -> Column:
    named = [k for k, column in enumerate(columns) if column.name == wanted]
    file, shown = columns[0].file, _printable(wanted)
    if len(named) > 1:
        places = ", ".join(str(k + 1) for k in named)
        raise ValueError(f"--{option} {shown}: {file} has several such columns; give the number, one of {places}")
    if named:
        return columns[named[0]]
    if wanted.isdecimal() and len(wanted) < 9 and 1 <= int(wanted) <= len(columns):
        return columns[int(wanted) - 1]
    raise ValueError(f"--{option} {shown}: {file} has no such column; it has {_names(columns)}")


def _names(columns: Sequence[Column]) -> str:
    return ", ".join(short(column.name) for column in columns[:20]) + ", …" * (len(columns) > 20)


def _columns(path: Path, decimal: str, dates: str) -> tuple[list[Column], list[tuple[Column, str]]]:
    """The columns, named where the file does not, and those that number the rows, each with what it does."""
    file = _printable(path.name)
    lines = list(io.StringIO(_decoded(file, path.read_bytes()), newline=None))
    plain = ["\n" if _COMMENT.match(line) else line for line in lines]
    filled = [k for k, line in enumerate(plain) if line.strip()]
    if not filled:
        raise ValueError(f"{file} is empty; give a CSV file with two columns of numbers")
    separator = _separator([plain[k] for k in filled[:20]], decimal)
    rows = [(line, cells) for line, cells in _parted(file, plain, separator) if any(cells)]
    head = rows[0][1] if rows else []
    above = next((line for line in reversed(lines[: filled[0]]) if _COMMENT.match(line)), "")
    has_header = not any(is_value(cell) for cell in head)
    if has_header:
        rows = rows[1:]
    elif above:  # as NumPy and gnuplot write a header
        names = _parted(file, [above.strip()[1:].strip(" ").replace('"', "")], separator)[0][1]
        has_header = len(names) == len(head) and not any(is_value(name) for name in names)
        head = names if has_header else [""] * len(head)
    else:
        head = [""] * len(head)
    if not rows:
        raise ValueError(f"{file} has a header and no rows; at least two rows are needed")
    if all(len(cells) == len(head) + 1 for _, cells in rows):  # commas at the ends of lines, or the row names of R
        head = ["", *head] if any(cells[-1] for _, cells in rows) else [*head, ""]
    for line, cells in rows:
        if len(cells) != len(head):
            raise ValueError(f"{file}, row {line}: {len(cells)} cells under {len(head)} columns; give as many")
    numbers = [line for line, _ in rows]
    columns = [
        Column(file, _printable(name) or f"column {k + 1}", numbers, cells, decimal, dates, separator == ",")
        for k, (name, cells) in enumerate(zip(head, zip(*(cells for _, cells in rows), strict=True), strict=True))
    ]
    roles = [(column, column.role()) for column in columns]
    if len(columns) == 2 or not has_header:
        roles = [(column, role) for column, role in roles if role == "counts rows" and (has_header or len(columns) > 2)]
    return columns, [(column, role) for column, role in roles if role]


def _decoded(file: str, data: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8-sig")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        name = encoding.upper().removesuffix("-SIG")
        raise ValueError(f"{file} is not {name} text (byte {error.start}); save it as CSV with UTF-8") from None
    if "\0" in text:
        raise ValueError(f"{file} is not a text file; save the table as CSV with UTF-8")
    return text


def _separator(lines: Sequence[str], decimal: str) -> str:
    """The first that parts the first two lines into as many cells, else the first that is there."""
    bare = re.sub(r'(?:^|(?<=[\t;, ]))"[^"]*"', "quoted", "".join(lines), flags=re.MULTILINE)
    lines = [line.strip(" ") for line in bare.split("\n") if line.strip()][:2]
    order = "\t;, " if decimal == "." else "\t; ,"
    parts = {sign: [len(re.split(f"{sign}+" if sign == " " else sign, line)) for line in lines] for sign in order}
    found = [sign for sign in order if parts[sign][0] > 1] or [" "]
    return next((sign for sign in found if len(set(parts[sign])) == 1), found[0])


def _parted(file: str, lines: Sequence[str], separator: str) -> list[tuple[int, list[str]]]:
    """The number of each line and its cells."""
    lines = [line.strip(" \n") + "\n" for line in lines] if separator == " " else lines
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=True)
    try:
        return [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except csv.Error as error:
        raise ValueError(f"{file} is not a readable CSV file: row {reader.line_num}, {error}") from None


def _printable(text: str) -> str:
    """A text of characters that print, on one line."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
