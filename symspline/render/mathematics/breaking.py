"""Breaks a formula that is wider than its column: at sums first, then at products, then inside parentheses."""

from dataclasses import dataclass, replace

from .boxes import DISPLAY, TEXT, Box, is_sign, measure, write
from .reader import read

_SUM, _PRODUCT, _RELATION, _COMMA, _DEEPER = 12.0, 40.0, 2.0, 30.0, 45.0
_LINE = 30.0
"""Costs of a break by its kind, of a level of parentheses, and of a line."""


_DELIMITERS = ("(", ")", "[", "]", "\\{", "\\}", "|", "\\lvert", "\\rvert")


@dataclass(frozen=True)
class Piece:
    """A part of a formula on one line: the cost of a break before it, None for never; what leads a line of it."""

    boxes: list[Box]
    cost: float | None
    lead: str = ""

    @property
    def width(self) -> float:
        """Width in points at 10 pt, with room for the spaces around an operation."""
        first = self.boxes[0]
        around = {"bin": 4.5, "rel": 5.6}.get(first.kind, 0.0)
        # a plus or minus that opens a row is a sign and has no space around it
        if first.kind == "bin" and len(self.boxes) > 1 and self.cost is None:
            around = 0.0
        return measure(self.boxes) + around


def break_lines(tex: str, first: float, rest: float | None = None) -> list[str]:
    r"""Cut LaTeX mathematics into lines no wider than a column, as far as its structure allows.

    Args:
        tex: LaTeX for display style.
        first: width of the first line in points at 10 pt.
        rest: width of the other lines; that of the first when None.

    Returns:
        The lines; a line after the first starts with an operation or a cross.

    Example:
        >>> break_lines("a + b + c", 30)
        ['a + b', '{} + c']
    """
    rest = first if rest is None else rest
    boxes = [_fit_environment(box, min(first, rest)) for box in read(tex)]
    if measure(boxes) <= first:
        return [write(boxes)]
    pieces = _pieces(boxes, min(first, rest), 0)
    return [_line(pieces[a:b], k) for k, (a, b) in enumerate(_choose(pieces, first, rest))]


def _line(pieces: list[Piece], k: int) -> str:
    boxes = [box for piece in pieces for box in piece.boxes]
    if k and boxes[0].kind in ("bin", "rel"):
        return f"{{}} {boxes[0].head} {write(boxes[1:])}"
    return f"{pieces[0].lead} {write(boxes)}" if k and pieces[0].lead else write(boxes)


def _choose(pieces: list[Piece], first: float, rest: float) -> list[tuple[int, int]]:
    """The cheapest cuts: overfull lines cost most, then lines, then the kind of each cut."""
    count = len(pieces)
    best: list[tuple[float, int]] = [(0.0, 0)] + [(float("inf"), 0)] * count
    for start in range(count):
        cost = pieces[start].cost
        if start and cost is None:
            continue
        room = first if start == 0 else rest
        used = 14.0 if start and pieces[start].lead else 0.0
        for stop in range(start + 1, count + 1):
            used += pieces[stop - 1].width
            if stop < count and pieces[stop].cost is None:
                continue
            excess = max(used - room, 0.0)
            slack = max(room - used, 0.0) / room if stop < count else 0.0
            price = (
                best[start][0] + _LINE + (cost or 0.0) * bool(start) + 1e4 * bool(excess) + 1e3 * excess + 8 * slack**2
            )
            if price < best[stop][0]:
                best[stop] = (price, start)
            # one line far too wide may be cheaper than two, so the search goes on a while; the bound keeps it linear
            if excess and stop - start > 40:
                break
    cuts, stop = [], count
    while stop:
        start = best[stop][1]
        cuts.append((start, stop))
        stop = start
    return cuts[::-1]


def _pieces(boxes: list[Box], limit: float, depth: int) -> list[Piece]:
    """Cut a row wherever a line may end."""
    pieces: list[Piece] = []
    boxes = [part for box in boxes for part in _reduce(box, limit)]
    loose = False
    for k, box in enumerate(boxes):
        before = boxes[k - 1]
        opened = _open(box, limit, depth)
        cost, lead = None, ""
        if k and (box.kind == "rel" or _word(box)):
            cost = _RELATION
        elif k and box.kind == "bin" and not is_sign(boxes, k):
            cost = _SUM
        elif k and before.kind == "punct":
            cost = _COMMA
        # loose: a factor is complete; behind a name such as \exp the argument has to follow on the same line
        elif loose and _factors(before, box):
            cost, lead = _PRODUCT + 25.0 * (_simple(before) and _simple(box)), r"\times"
        if box.kind in ("rel", "bin", "punct") or _word(box):
            loose = False
        elif box.kind != "space":
            loose = not _prefix(box)
        if cost is not None:
            cost += _DEEPER * depth
        first, *others = opened or [Piece([box], None)]
        if cost is None and pieces:
            pieces[-1] = replace(pieces[-1], boxes=[*pieces[-1].boxes, *first.boxes])
        else:
            pieces.append(replace(first, cost=cost, lead=lead))
        pieces += others
    return pieces


def _simple(box: Box) -> bool:
    """Whether a factor is a symbol or a power of one."""
    return box.kind == "ord" or (box.kind == "script" and all(inner.kind == "ord" for inner in box.parts[0]))


def _word(box: Box) -> bool:
    """Whether a box is a word between two conditions."""
    return box.kind == "text" and box.tail.strip() in ("and", "or")


def _prefix(box: Box) -> bool:
    """Whether a box must be followed by its argument."""
    if box.kind == "script" and box.parts[0]:
        return _prefix(box.parts[0][-1])
    return box.kind in ("large", "name") or (box.kind == "text" and box.head.startswith("\\operatorname"))


def _factors(before: Box, box: Box) -> bool:
    """Whether a product may be cut between two neighbours."""
    if before.kind == "space" or box.kind in ("space", "punct") or box.head in ("|", "/", "!", "'"):
        return False
    if _one_number(before, box):
        return False
    if before.head in ("|", "/", "!", "d", "\\partial") or box.head == "d":
        return False
    if before.kind == "script" and not write(before.parts[0]).strip("{}"):
        return False  # an index in front, as in the name of a hypergeometric function
    base = box.parts[0][0] if box.kind == "script" and box.parts[0] else box
    if base.kind == "paren" and base.head in ("(", "\\left("):
        last = before.parts[0][-1] if before.kind == "script" and before.parts[0] else before
        return last.kind in ("paren", "frac", "sqrt") or before.head[-1:].isdigit()
    return True


def _one_number(before: Box, box: Box) -> bool:
    """Whether two neighbours are digits of one number; of 10^3 the last digit carries the exponent."""
    base = box.parts[0][0] if box.kind == "script" and box.parts[0] else box
    return all(part.head.isdigit() or part.head == "." for part in (before, base))


def _open(box: Box, limit: float, depth: int) -> list[Piece]:
    """The pieces of a wide parenthesis, with delimiters of fixed size; empty when it is narrow."""
    base = box.parts[0][0] if box.kind == "script" and len(box.parts[0]) == 1 else box
    if base.kind != "paren" or base.width() <= 0.55 * limit:
        return []
    if any(inner.head == "\\middle" for inner in base.parts[0]):
        return []
    delimiters = [base.head.removeprefix("\\left"), base.tail.removeprefix("\\right")]
    if any(d not in _DELIMITERS for d in delimiters):
        return []
    # \left and \right must stand on one line of an alignment: delimiters that are torn apart get a fixed size
    size = r"\biggl" if any(inner.tall for inner in base.parts[0]) else r"\bigl"
    inner = _pieces(base.parts[0], limit, depth + 1)
    if len(inner) < 2:
        return []
    head, tail = Box("ord", size + delimiters[0]), Box("ord", size[:-1] + "r" + delimiters[1])
    if base is not box:
        tail = Box("script", "", [[tail], box.parts[1], box.parts[2]])
    inner[0] = replace(inner[0], boxes=[head, *inner[0].boxes])
    inner[-1] = replace(inner[-1], boxes=[*inner[-1].boxes, tail])
    return inner


def _reduce(box: Box, limit: float) -> list[Box]:
    """Write a part that is too wide in a form that can be cut: no fraction bar, root or exponent across it."""
    if box.width() <= 0.9 * limit:
        return [box]
    if box.kind == "group":
        return [part for inner in box.parts[0] for part in _reduce(inner, limit)]
    if box.kind == "frac":
        above, below = box.parts
        if measure(below, DISPLAY) <= 0.6 * limit:
            front, back = _front_factors(above, 0.5 * limit)
            return [Box("frac", "\\frac", [front, below]), *back]
        narrow, powers = _inverse_factors(below, 0.5 * limit)
        one = len(above) == 1 and above[0].head == "1"
        if narrow:
            top = _bracket(above) if _sum(above) and measure(above) >= 0.6 * limit else above
            return [Box("frac", "\\frac", [top, narrow]), *powers]
        return powers if one else [*_wrapped(above), *powers]
    if box.kind == "sqrt" and not box.tail:
        half = [Box("ord", "1"), Box("ord", "/"), Box("ord", "2")]
        return [Box("script", "", [_bracket(box.parts[0]), [], half])]
    if box.kind == "script" and box.parts[2] and len(box.parts[0]) == 1 and box.parts[0][0].head == "e":
        return [Box("name", "\\exp"), Box("paren", "\\left(", [box.parts[2]], "\\right)")]
    return [box]


def _front_factors(above: list[Box], room: float) -> tuple[list[Box], list[Box]]:
    """The factors of a numerator that stay over the bar, and those that come behind the fraction."""
    one = [Box("ord", "1")]
    if _sum(above):
        return one, _wrapped(above)
    cut = 0
    for k in range(1, len(above) + 1):
        whole = k == len(above) or (not _prefix(above[k - 1]) and _factors(above[k - 1], above[k]))
        if whole and measure(above[:k]) <= room:
            cut = k
    return (above[:cut], above[cut:]) if cut else (one, above)


def _sum(boxes: list[Box]) -> bool:
    return any(box.kind in ("bin", "rel") for box in boxes)


def _inverse_factors(below: list[Box], room: float) -> tuple[list[Box], list[Box]]:
    """The factors of a denominator that stay below the bar, and the others raised to a negative power."""
    if _sum(below) or any(_prefix(box) or box.kind == "space" for box in below):
        return [], [Box("script", "", [_bracket(below), [], read("-1")])]
    factors: list[list[Box]] = []
    for box in below:
        if factors and _one_number(factors[-1][-1], box):
            factors[-1].append(box)
        else:
            factors.append([box])
    narrow, powers = [], []
    for row in factors:
        box = row[-1]
        plain = box.parts[2] if box.kind == "script" and not box.parts[1] else []
        if measure(narrow) + measure(row) <= room:
            narrow += row
        elif len(row) == 1 and len(plain) == 1 and plain[0].head.isdigit():
            powers.append(Box("script", "", [box.parts[0], [], [Box("ord", "-"), *plain]]))
        else:
            powers.append(Box("script", "", [_bracket(row), [], read("-1")]))
    return narrow, powers


def _wrapped(boxes: list[Box]) -> list[Box]:
    """The row in parentheses when it is a sum, as it stands when it is a product."""
    return _bracket(boxes) if _sum(boxes) else boxes


def _bracket(boxes: list[Box]) -> list[Box]:
    """The row in parentheses, unless it is one pair of them already."""
    if len(boxes) == 1 and boxes[0].kind == "paren":
        return boxes
    return [Box("paren", "\\left(", [boxes], "\\right)")]


def _fit_environment(box: Box, limit: float) -> Box:
    """Break the rows of cases that are too wide: the condition goes below the value, the value into several lines."""
    if box.width() <= limit:
        return box
    if box.kind in ("paren", "group"):
        inner = [_fit_environment(part, limit - 40.0) for part in box.parts[0]]
        return Box(box.kind, box.head, [inner], box.tail)
    if box.kind != "env" or box.head != "cases" or box.tail != "2":
        return box
    cells: list[list[Box]] = []
    values, conditions = box.parts[::2], box.parts[1::2]
    beside = limit - 22.0 - max(measure(c, TEXT) for c in conditions)
    short = all(measure(v, TEXT) <= beside or len(break_lines(write(v), beside)) <= 3 for v in values)
    if short and beside > 0.45 * limit:
        for value, condition in zip(values, conditions, strict=True):
            cells += [_stack(break_lines(write(value), beside - 4)), condition]
        return Box("env", "cases", cells, "2")
    for value, condition in zip(values, conditions, strict=True):
        lines = break_lines(write(value), limit - 16)
        text = write(condition)
        cells.append(_stack([*lines, *(f"\\quad {part}" for part in break_lines(text, limit - 28))]))
    return Box("env", "cases", cells, "1")


def _stack(lines: list[str]) -> list[Box]:
    if len(lines) == 1:
        return read(lines[0])
    return [Box("env", "aligned", [part for line in lines for part in ([], read(line))], "2")]
