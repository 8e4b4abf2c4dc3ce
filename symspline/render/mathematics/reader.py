"""LaTeX mathematics read into boxes."""

import re
from functools import lru_cache

from .boxes import DISPLAY, SIZED, Box, measure, write
from .metrics import BINARY, LARGE, NAMED, OPENERS, PUNCTUATION, RELATIONS, SPACES, pairs, words

_TOKEN = re.compile(r"\\[a-zA-Z]+\*?|\\.|\s+|.", re.DOTALL)
_FRACTIONS = ("\\frac", "\\dfrac", "\\tfrac", "\\binom")
_UPRIGHT = ("\\text", "\\operatorname", "\\operatorname*", "\\mathrm", "\\mathit", "\\textrm")
_LETTERS = words(
    "\\mathbf \\mathbb \\mathcal \\mathfrak \\mathsf \\boldsymbol \\bar \\overline \\hat \\widehat \\tilde \\widetilde "
    "\\dot \\ddot \\vec"
)
_CLASSES = {"bin": BINARY, "rel": RELATIONS, "punct": PUNCTUATION, "large": LARGE, "name": NAMED, "space": SPACES}
_KINDS = {token: kind for kind, tokens in _CLASSES.items() for token in tokens}


class LayoutError(ValueError):
    """LaTeX that the layout cannot read, with the place."""


@lru_cache(maxsize=16384)
def width(tex: str, style: int = DISPLAY) -> float:
    r"""Estimated width of LaTeX mathematics, in points at 10 pt.

    Example:
        >>> 30 < width(r"2\pi\sigma_{w}\sigma_{b}") < 50
        True
    """
    return measure(read(tex), style)


def read(tex: str) -> list[Box]:
    """Read LaTeX mathematics into boxes.

    Raises:
        LayoutError: for unbalanced braces, delimiters or environments.
    """
    return list(_read(tex))


# the cache hands the same boxes to every caller: what changes a formula builds new ones
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
        while self.place < len(self.tokens) and self.tokens[self.place].isspace():
            self.place += 1
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

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
        return self._braced() if self.peek() == "{" else [self.one()]

    def _braced(self) -> list[Box]:
        self._expect("{")
        inner = self.row(("}",))
        self._expect("}")
        return inner

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
        if self.peek() == "{":
            inner = self._braced()
            return inner[0] if len(inner) == 1 else Box("group", "", [inner])
        token = self.take()
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
        if SIZED.fullmatch(token):
            return Box("ord", token + self.take())
        if token in OPENERS and self._closes(token):
            inner = self.row((")", "]", OPENERS[token]))
            return Box("paren", token, [inner], self.take())
        return Box(_KINDS.get(token, "ord"), token)

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
            # a half-open interval is closed by the other bracket
            closing = token in (")", "]", OPENERS[opener]) if depth == 0 else token in OPENERS.values()
            if closing and depth == 0:
                return True
            depth -= closing
        return False

    def _environment(self) -> Box:
        name = self.raw()
        if name == "array":
            self.raw()
        rows: list[list[list[Box]]] = [[]]
        while True:
            rows[-1].append(self.row(("&", "\\\\")))
            token = self.take()
            if token == "\\\\":
                rows.append([])
            elif token != "&":
                break
        if self.raw() != name:
            raise LayoutError(f"environment {name!r} is not closed")
        columns = max(len(row) for row in rows)
        if len(rows) > 1 and not any(rows[-1]):
            rows.pop()
        cells = [cell for row in rows for cell in [*row, *([[]] * (columns - len(row)))]]
        return Box("env", name, cells, str(columns))


def slim(tex: str) -> str:
    r"""Write LaTeX as a person would: parentheses that need not grow lose their `\left` and `\right`.

    Example:
        >>> slim(r"\zeta{\left(c \right)} + \left(\frac{a}{b}\right)")
        '\\zeta(c) + \\left(\\frac{a}{b}\\right)'
    """
    return write([_slim(box) for box in read(tex)])


_GROW = pairs(r"\left( ( \left[ [ \left\{ \{ \left| \lvert \left\lvert \lvert")
_SHRUNK = pairs(r"\right) ) \right] ] \right\} \} \right| \rvert \right\rvert \rvert")


def _slim(box: Box) -> Box:
    parts = [[_slim(inner) for inner in part] for part in box.parts]
    if box.kind == "paren" and box.head in _GROW and box.tail in _SHRUNK and not any(b.tall for b in parts[0]):
        return Box("paren", _GROW[box.head], parts, _SHRUNK[box.tail])
    return Box(box.kind, box.head, parts, box.tail)
