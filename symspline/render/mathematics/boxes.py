"""LaTeX mathematics read into a tree of boxes: how wide and how tall each part is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from .metrics import BINARY, LARGE, MATH, NAMED, OPENERS, PUNCTUATION, RELATIONS, SPACES, UNKNOWN, text_width

_TOKEN = re.compile(r"\\[a-zA-Z]+\*?|\\.|\s+|.", re.DOTALL)
_SCALE = (1.0, 1.0, 0.82, 0.68)
DISPLAY, TEXT, SCRIPT, TINY = range(4)
"""The styles of TeX, from large to small."""
_FRACTIONS = ("\\frac", "\\dfrac", "\\tfrac", "\\binom")
_UPRIGHT = ("\\text", "\\operatorname", "\\operatorname*", "\\mathrm", "\\mathit", "\\textrm")
_LETTERS = ("\\mathbf", "\\mathbb", "\\mathcal", "\\boldsymbol", "\\bar", "\\hat", "\\tilde", "\\overline", "\\vec")
_CLOSE_UP = ("|", "/", "!", "'", ".")
_SIZED = re.compile(r"\\([bB]igg?)[lrm]?")
_SIZES = {"big": 4.6, "Big": 6.0, "bigg": 7.4, "Bigg": 8.0}


class LayoutError(ValueError):
    """LaTeX that the layout cannot read, with the place."""


@dataclass
class Box:
    """A part of a formula.

    Args:
        kind: "ord", "bin", "rel", "punct", "space", "name", "large", "group", "frac", "sqrt", "paren", "script",
            "env", "text" or "letters".
        head: the command or character.
        parts: the boxes inside: one list for a group or a parenthesis, two for a fraction, base, sub and sup for a
            script, one list a cell for an environment.
        tail: the closing delimiter, the optional argument, or the shape of an environment.
    """

    kind: str
    head: str
    parts: list[list[Box]] = field(default_factory=list)
    tail: str = ""

    @property
    def tex(self) -> str:
        """The LaTeX of the box."""
        match self.kind:
            case "group":
                return "{" + write(self.parts[0]) + "}"
            case "frac" | "letters":
                return self.head + "".join("{" + write(p) + "}" for p in self.parts)
            case "sqrt":
                return self.head + (f"[{self.tail}]" if self.tail else "") + "{" + write(self.parts[0]) + "}"
            case "text":
                return self.head + "{" + self.tail + "}"
            case "paren":
                return _join([self.head, write(self.parts[0]), self.tail])
            case "script":
                base, sub, sup = (write(p) for p in self.parts)
                return base + (f"_{{{sub}}}" if self.parts[1] else "") + (f"^{{{sup}}}" if self.parts[2] else "")
            case "env":
                columns = int(self.tail)
                cells = [write(p) for p in self.parts]
                rows = [" & ".join(cells[k : k + columns]) for k in range(0, len(cells), columns)]
                return f"\\begin{{{self.head}}} " + r" \\ ".join(rows) + f" \\end{{{self.head}}}"
        return self.head

    @property
    def tall(self) -> bool:
        """Whether the box rises above a line of text, so that parentheses around it must grow."""
        if self.kind in ("frac", "large", "env"):
            return True
        if self.kind == "paren":
            return self.head.startswith("\\left") or any(box.tall for box in self.parts[0])
        return any(box.tall for part in self.parts for box in part)

    def width(self, style: int = DISPLAY) -> float:
        """Width in points at 10 pt."""
        scale = _SCALE[style]
        match self.kind:
            case "group":
                return measure(self.parts[0], style)
            case "frac":
                inner = min(style + 1, TINY) if self.head != "\\dfrac" else TEXT
                return max(measure(p, inner) for p in self.parts) + 2.4
            case "sqrt":
                return measure(self.parts[0], style) + (10.0 if any(b.tall for b in self.parts[0]) else 8.4) * scale
            case "letters":
                return max(measure(self.parts[0], style), 7.0 * scale)
            case "text":
                return text_width(re.sub(r"[\\{}$]", "", self.tail)) * scale
            case "paren":
                grown = self.head.startswith("\\left")
                sides = 8.0 if not grown else 18.5 if any(b.tall for b in self.parts[0]) else 11.4
                return measure(self.parts[0], style) + sides * scale
            case "script":
                base = measure(self.parts[0], style)
                inner = min(max(style, TEXT) + 1, TINY)
                scripts = [measure(p, inner) for p in self.parts[1:]]
                stacked = self.parts[0] and self.parts[0][-1].head in ("\\sum", "\\prod", "\\lim", "\\max", "\\min")
                if stacked and style == DISPLAY:
                    return max(base, *scripts)
                return base + max(scripts) + 0.6
            case "env":
                return self._environment_width(style)
        if self.head in LARGE and style != DISPLAY:
            return MATH[self.head] * 0.75 * scale
        if sized := _SIZED.match(self.head):
            return _SIZES[sized.group(1)] * scale
        return MATH.get(self.head, UNKNOWN) * scale

    def _environment_width(self, style: int) -> float:
        del style
        columns = int(self.tail)
        aligned = self.head.startswith("align")
        inner = DISPLAY if aligned else TEXT
        widths = [max(measure(cell, inner) for cell in self.parts[column::columns]) for column in range(columns)]
        if aligned:
            return sum(widths) + 20.0 * ((columns - 1) // 2) + 4.0
        return sum(widths) + 10.0 * (columns - 1) + (11.0 if self.head == "cases" else 12.0)


def _join(pieces: list[str]) -> str:
    """Concatenate, with a space where a command would swallow the letter that follows."""
    text = ""
    for piece in pieces:
        if text and piece and piece[0].isalpha() and re.search(r"\\[a-zA-Z]+$", text):
            text += " "
        text += piece
    return text


def write(boxes: list[Box]) -> str:
    """The LaTeX of a row of boxes, with spaces where a reader expects them."""
    pieces: list[str] = []
    for k, box in enumerate(boxes):
        piece = box.tex
        if box.kind in ("bin", "rel") and k and not _unary(boxes, k):
            piece = f" {piece} "
        elif box.kind == "punct":
            piece = f"{piece} "
        elif k and _apart(boxes[k - 1], box):
            piece = f" {piece}"
        pieces.append(piece)
    return re.sub(r" {2,}", " ", _join(pieces)).strip()


def _apart(before: Box, after: Box) -> bool:
    """Whether two factors are written with a space between them, for the eye only."""
    if before.kind in ("bin", "rel", "punct", "space") or after.kind == "space":
        return before.kind == "space"
    if before.head in _CLOSE_UP or after.head in _CLOSE_UP:
        return False
    plain = (before.kind, after.kind) == ("ord", "ord")
    if plain and before.head[-1:].isdigit() and after.head[-1:].isdigit():
        return False
    return after.kind != "paren" and not (plain and len(before.head) == 1 == len(after.head))


def _unary(boxes: list[Box], k: int) -> bool:
    """Whether a plus or minus at place k is a sign and not an operation."""
    if boxes[k].head not in ("+", "-", "\\pm", "\\mp"):
        return False
    return k == 0 or boxes[k - 1].kind in ("bin", "rel", "punct", "large", "name", "space")


def measure(boxes: list[Box], style: int = DISPLAY) -> float:
    """Width of a row of boxes in points at 10 pt, spaces between the classes included."""
    total, scale = 0.0, _SCALE[style]
    for k, box in enumerate(boxes):
        total += box.width(style)
        if box.kind in ("large", "name") or (
            box.kind == "script" and box.parts[0] and box.parts[0][-1].kind in ("large", "name")
        ):
            total += 1.7 * scale
        if style <= TEXT and k:
            if box.kind == "bin" and not _unary(boxes, k) and box.head:
                total += 4.5
            elif box.kind == "rel":
                total += 5.6
        if box.kind == "punct" and style <= TEXT:
            total += 1.7
    return total


def width(tex: str, style: int = DISPLAY) -> float:
    r"""Estimated width of LaTeX mathematics, in points at 10 pt.

    Example:
        >>> 30 < width(r"2\pi\sigma_{w}\sigma_{b}") < 50
        True
    """
    return _width(tex, style)


@lru_cache(maxsize=16384)
def _width(tex: str, style: int) -> float:
    return measure(list(_read(tex)), style)


def read(tex: str) -> list[Box]:
    """Read LaTeX mathematics into boxes.

    Raises:
        LayoutError: for unbalanced braces, delimiters or environments.
    """
    return list(_read(tex))


@lru_cache(maxsize=4096)
def _read(tex: str) -> tuple[Box, ...]:
    tokens = _TOKEN.findall(tex)
    reader = _Reader(tokens)
    boxes = reader.row(())
    if reader.place < len(tokens):
        raise LayoutError(f"unexpected {tokens[reader.place]!r} in {tex!r}")
    return tuple(boxes)


class _Reader:
    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.place = tokens, 0

    def peek(self) -> str:
        self.skip()
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def skip(self) -> None:
        while self.place < len(self.tokens) and self.tokens[self.place].isspace():
            self.place += 1

    def take(self) -> str:
        token = self.peek()
        if not token:
            raise LayoutError(f"{''.join(self.tokens)!r} ends too early")
        self.place += 1
        return token

    def row(self, stop: tuple[str, ...]) -> list[Box]:
        boxes: list[Box] = []
        while (token := self.peek()) and token not in stop:
            if token == "}" or token in ("\\right", "\\end"):
                break
            if token in ("^", "_"):
                self.take()
                self._attach(boxes, token, self.argument())
            else:
                boxes.append(self.one())
        return boxes

    @staticmethod
    def _attach(boxes: list[Box], mark: str, script: list[Box]) -> None:
        if not boxes or boxes[-1].kind in ("bin", "rel", "punct", "space"):
            boxes.append(Box("group", "", [[]]))
        if boxes[-1].kind != "script":
            boxes[-1] = Box("script", "", [[boxes[-1]], [], []])
        boxes[-1].parts[1 if mark == "_" else 2] = script

    def argument(self) -> list[Box]:
        if self.peek() == "{":
            self.take()
            inner = self.row(("}",))
            self._expect("}")
            return inner
        return [self.one()]

    def _expect(self, token: str) -> None:
        found = self.take()
        if found != token:
            raise LayoutError(f"expected {token!r}, found {found!r} in {''.join(self.tokens)!r}")

    def raw(self) -> str:
        self._expect("{")
        depth, start = 1, self.place
        while depth:
            if self.place >= len(self.tokens):
                raise LayoutError(f"{''.join(self.tokens)!r} ends inside braces")
            depth += {"{": 1, "}": -1}.get(self.tokens[self.place], 0)
            self.place += 1
        return "".join(self.tokens[start : self.place - 1])

    def one(self) -> Box:
        token = self.take()
        if token == "{":
            inner = self.row(("}",))
            self._expect("}")
            return inner[0] if len(inner) == 1 else Box("group", "", [inner])
        if token in _FRACTIONS:
            return Box("frac", token, [self.argument(), self.argument()])
        if token == "\\sqrt":
            degree = ""
            if self.peek() == "[":
                self.take()
                while (part := self.take()) != "]":
                    degree += part
            return Box("sqrt", token, [self.argument()], degree)
        if token in _UPRIGHT:
            return Box("text", token, tail=self.raw())
        if token in _LETTERS:
            return Box("letters", token, [self.argument()])
        if token == "\\left":
            head = self.take()
            inner = self.row(())
            self._expect("\\right")
            return Box("paren", f"\\left{head}", [inner], f"\\right{self.take()}")
        if token == "\\begin":
            return self._environment()
        if _SIZED.fullmatch(token):
            return Box("ord", token + self.take())
        if token in OPENERS and self._closes(token):
            inner = self.row((")", "]", OPENERS[token]))
            return Box("paren", token, [inner], self.take())
        return Box(_kind(token), token)

    def _closes(self, opener: str) -> bool:
        """Whether a closing delimiter follows in the same group."""
        depth = braces = 0
        for token in self.tokens[self.place :]:
            braces += {"{": 1, "}": -1, "\\left": 1, "\\right": -1}.get(token, 0)
            if braces < 0:
                return False
            if braces:
                continue
            depth += token in OPENERS
            closing = token in (")", "]", OPENERS[opener]) if depth == 0 else token in OPENERS.values()
            if closing and depth == 0:
                return True
            depth -= closing
        return False

    def _environment(self) -> Box:
        name = self.raw()
        if name in ("array",):
            self.raw()
        cells: list[list[Box]] = []
        columns, this = 1, 1
        while True:
            cells.append(self.row(("&", "\\\\")))
            token = self.take()
            if token == "&":
                this += 1
                columns = max(columns, this)
            elif token == "\\\\":
                while this < columns:
                    cells.append([])
                    this += 1
                this = 1
            else:
                if self.raw() != name:
                    raise LayoutError(f"environment {name!r} is not closed")
                while this < columns:
                    cells.append([])
                    this += 1
                if len(cells) > columns and not any(cells[-columns:]):
                    del cells[-columns:]
                return Box("env", name, cells, str(columns))


def _kind(token: str) -> str:
    for kind, members in (
        ("bin", BINARY),
        ("rel", RELATIONS),
        ("punct", PUNCTUATION),
        ("large", LARGE),
        ("name", NAMED),
        ("space", SPACES),
    ):
        if token in members:
            return kind
    return "ord"


def slim(tex: str) -> str:
    r"""Write LaTeX as a person would: parentheses that need not grow lose their `\left` and `\right`.

    Example:
        >>> slim(r"\zeta{\left(c \right)} + \left(\frac{a}{b}\right)")
        '\\zeta(c) + \\left(\\frac{a}{b}\\right)'
    """
    return write([_slim(box) for box in read(tex)])


_GROW = {"\\left(": "(", "\\left[": "[", "\\left\\{": "\\{", "\\left|": "\\lvert", "\\left\\lvert": "\\lvert"}
_SHRUNK = {
    "\\right)": ")",
    "\\right]": "]",
    "\\right\\}": "\\}",
    "\\right|": "\\rvert",
    "\\right\\rvert": "\\rvert",
}


def _slim(box: Box) -> Box:
    parts = [[_slim(inner) for inner in part] for part in box.parts]
    if box.kind == "paren" and box.head in _GROW and box.tail in _SHRUNK and not any(b.tall for b in parts[0]):
        return Box("paren", _GROW[box.head], parts, _SHRUNK[box.tail])
    return Box(box.kind, box.head, parts, box.tail)


def walk(boxes: list[Box]) -> Iterator[Box]:
    """Every box of a row and inside it."""
    for box in boxes:
        yield box
        for part in box.parts:
            yield from walk(part)
