"""The boxes of a formula: how wide and how tall each part is, and its LaTeX."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .metrics import LARGE, MATH, UNKNOWN, text_width

# the 7 pt and 5 pt designs of Computer Modern are wider than 0.7 and 0.5 of the 10 pt one
_SCALE = (1.0, 1.0, 0.82, 0.68)
DISPLAY, TEXT, SCRIPT, TINY = range(4)
"""The styles of TeX, from large to small."""
_CLOSE_UP = ("|", "/", "!", "'", ".")
SIZED = re.compile(r"\\([bB]igg?)[lrm]?")
_SIZES = {"big": 4.6, "Big": 6.0, "bigg": 7.4, "Bigg": 8.0}


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
                return self._environment_width()
        if self.head in LARGE and style != DISPLAY:
            return MATH[self.head] * 0.75 * scale
        if sized := SIZED.match(self.head):
            return _SIZES[sized.group(1)] * scale
        return MATH.get(self.head, UNKNOWN) * scale

    def _environment_width(self) -> float:
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
        if box.kind in ("bin", "rel") and k and not is_sign(boxes, k):
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
    raised = after.parts[0][-1] if after.kind == "script" and after.parts[0] else after  # of 10^3 the last digit
    if before.kind == "ord" and before.head[-1:].isdigit() and raised.head[-1:].isdigit():
        return False
    return after.kind != "paren" and not (plain and len(before.head) == 1 == len(after.head))


def is_sign(boxes: list[Box], k: int) -> bool:
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
            if box.kind == "bin" and not is_sign(boxes, k) and box.head:
                total += 4.5
            elif box.kind == "rel":
                total += 5.6
        if box.kind == "punct" and style <= TEXT:
            total += 1.7
    return total
