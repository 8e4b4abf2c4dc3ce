"""A column of a table: its cells as numbers or dates, those that hold nothing, and whether it numbers the rows."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

_MISSING = frozenset(("", "na", "n/a", "#n/a", "nan", "null", "none", "-", "."))
_ROW_NAMES = frozenset(("column1", "rownames", "unnamed:0"))
_COUNTERS = _ROW_NAMES | {"id", "rowid", "index", "idx", "row", "rows", "rownumber", "no", "nr", "obs"}
"""Names in small letters without blanks, points and underscores; a first column without a name is `column 1`."""

_GROUPS = " '’\u2009\u202f\xa0"  # between thousands
_NUMBER = {
    point: re.compile(
        rf"[+-]?(?:(?:\d+(?:{sign}\d*)?|{sign}\d+"
        rf"|[1-9]\d{{0,2}}([{group}{_GROUPS}])\d{{3}}(?:\1\d{{3}})*(?:{sign}\d*)?)(?:e[+-]?\d+)?|inf(?:inity)?)",
        re.ASCII | re.IGNORECASE,
    )
    for point, sign, group in ((".", r"\.", ","), (",", ",", "."))
}
_PLAIN = {".": str.maketrans("", "", "," + _GROUPS), ",": str.maketrans(",", ".", "." + _GROUPS)}
_ONE_GROUP = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII)

_DATE = re.compile(
    r"(?:(?P<year>\d{4})([-/.])(?P<month>\d\d?)\2(?P<day>\d\d?)"
    r"|(?P<a>\d\d?)(?P<sign>[-/.])(?P<b>\d\d?)(?P=sign)(?P<last>\d{4}))"
    r"(?:(?:T|\s+)(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>[0-5]\d(?:[.,]\d{1,9})?))?"
    r" ?(?P<half>[AP]M)? ?(?P<zone>Z|UTC|[+-]\d\d:?\d\d)?)?",
    re.ASCII | re.IGNORECASE,
)
_SHORT_YEAR = re.compile(r"\d\d?([-/.])\d\d?\1\d\d(?!\d).*", re.ASCII | re.DOTALL)


def number(cell: str, point: str) -> float | None:
    """The number that a cell is, with this decimal sign and any thousands separator."""
    cell = cell.replace("−", "-")
    match = _NUMBER[point].fullmatch(cell)
    if match is None:
        return None
    return float(cell) if point == "." and not match[1] else float(cell.translate(_PLAIN[point]))


def is_value(cell: str) -> bool:
    """Whether a cell is a number, with whichever decimal sign, or a date."""
    return any(number(cell, point) is not None for point in ".,") or _DATE.fullmatch(cell) is not None


def short(text: str) -> str:
    """A text of at most 40 characters."""
    return text if len(text) <= 40 else text[:37] + "…"


@dataclass(frozen=True, eq=False)
class Column:
    """One column of a file.

    Args:
        file: name of the file.
        name: name of the column.
        lines: where in the file each row stands, from 1.
        cells: the texts.
        point: decimal sign, `.` or `,`.
        dates: `dmy` or `mdy`, the order of dates such as 3/1/2024; empty to find it.
        comma: whether commas part the columns, so that one within a cell was quoted.
    """

    file: str
    name: str
    lines: Sequence[int]
    cells: Sequence[str]
    point: str = "."
    dates: str = ""
    comma: bool = True

    def place(self, row: int) -> str:
        """Where a cell stands, as the beginning of a message."""
        return f"{self.file}, row {self.lines[row]}, column {short(self.name)!r}: "

    def missing(self) -> list[int]:
        """Rows whose cell holds nothing."""
        return [k for k, cell in enumerate(self.cells) if cell.casefold() in _MISSING]

    def kind(self) -> str:
        """`number` or `date`, by the first cell that holds something; empty for text."""
        first = next((cell for cell in self.cells if cell.casefold() not in _MISSING), "")
        if number(first, self.point) is not None:
            return "number"
        return "date" if _DATE.fullmatch(first) else ""

    def role(self) -> str:
        """What a column of row numbers does, by its name and its cells; empty for any other."""
        name = re.sub(r"[\s._]", "", self.name.casefold())
        values = [number(cell, self.point) for cell in self.cells] if name in _COUNTERS else []
        known = [value for value in values if value is not None]
        if not values or len(known) < len(values):
            return ""
        if known in (list(range(len(known))), list(range(1, len(known) + 1))):
            return "counts rows"
        rising = known == sorted(set(known)) and all(value.is_integer() for value in known)
        return "names rows" if name in _ROW_NAMES and rising else ""

    def refusal(self, cell: str) -> str:
        """Why a cell is no value, and what would help."""
        shown, other = repr(short(cell)), "," if self.point == "." else "."
        if self.kind() == "date":
            return f"{shown} is not a date such as 2024-03-01 or 2024-03-01 12:30"
        if number(cell, self.point) is not None:
            return f"{shown} may be a decimal or thousands; give --decimal , or write it without the comma"
        if number(cell, other) is not None:
            return f"{shown} is not a number; --decimal {other} reads it as one"
        return f"{shown} is not a number" + "; write years with four digits" * bool(_SHORT_YEAR.fullmatch(cell))

    def values(self, rows: Sequence[int]) -> tuple[np.ndarray, str]:
        """The values in some rows, none of them missing, and the name of the column with the unit of a time.

        Raises:
            ValueError: naming file, row and column, when a cell is neither a number nor, among dates, a date.
        """
        return self._times(rows) if self.kind() == "date" else (np.array([self._number(k) for k in rows]), self.name)

    def _number(self, row: int) -> float:
        cell = self.cells[row]
        value = number(cell, self.point)
        doubtful = not self.comma and self.point == "." and _ONE_GROUP.fullmatch(cell)
        if value is None or doubtful:
            raise ValueError(self.place(row) + self.refusal(cell))
        if not math.isfinite(value):
            raise ValueError(f"{self.place(row)}{short(cell)} is not finite; drop or repair the row")
        return value

    def _times(self, rows: Sequence[int]) -> tuple[np.ndarray, str]:
        """Days since the earliest; hours or seconds where all lie within a day or an hour."""
        found = [_DATE.fullmatch(self.cells[k]) for k in rows]
        for k, match in zip(rows, found, strict=True):
            if match is None:
                raise ValueError(self.place(k) + self.refusal(self.cells[k]))
        matches = [match for match in found if match]
        order, moments = self._order(rows, matches), []
        for k, match in zip(rows, matches, strict=True):
            if bool(match["zone"]) is not bool(matches[0]["zone"]):
                raise ValueError(f"{self.place(k)}{self.cells[k]!r}: some times have a zone and some have none")
            try:
                moments.append(_moment(match, order))
            except (ValueError, OverflowError):
                raise ValueError(f"{self.place(k)}{self.cells[k]!r} is no date" + f" ({order})" * bool(order)) from None
        start = min(moments)
        span = max(moments) - start
        unit = next((u for u in ("days", "hours") if span >= timedelta(**{u: 1})), "seconds")
        since = start.isoformat(" ").removesuffix(":00").removesuffix(" 00:00") + " UTC" * bool(matches[0]["zone"])
        times = np.array([(moment - start) / timedelta(**{unit: 1}) for moment in moments])
        return times, f"{self.name} ({unit} since {since})"

    def _order(self, rows: Sequence[int], matches: Sequence[re.Match[str]]) -> str:
        """`dmy` or `mdy` of the dates that end with the year: as given, with points, or as a part beyond 12 shows."""
        parted = [(k, match) for k, match in zip(rows, matches, strict=True) if match["last"]]
        if not parted or self.dates:
            return self.dates if parted else ""
        if all(match["sign"] == "." for _, match in parted):
            return "dmy"
        if any(int(match["b"]) > 12 for _, match in parted):
            return "mdy"
        if any(int(match["a"]) > 12 for _, match in parted):
            return "dmy"
        row = parted[0][0]
        raise ValueError(f"{self.place(row)}{self.cells[row]!r} may be two dates; give --dates dmy or --dates mdy")


def _moment(match: re.Match[str], order: str) -> datetime:
    """The time of a date in UTC; the clock of the file where it gives no zone."""
    first, second = match["a"], match["b"]
    year, month, day = (
        (match["year"], match["month"], match["day"]) if match["year"] else (match["last"], first, second)
    )
    if match["last"] and order == "dmy":
        month, day = second, first
    hour = int(match["hour"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            raise ValueError
        hour = hour % 12 + 12 * (match["half"].upper() == "PM")
    moment = datetime(int(year), int(month), int(day), hour, int(match["minute"] or 0))
    moment += timedelta(seconds=float((match["second"] or "0").replace(",", ".")))
    zone = (match["zone"] or "Z").replace(":", "")
    if zone[0] in "+-":
        offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:]))
        moment += offset if zone[0] == "-" else -offset
    return moment
