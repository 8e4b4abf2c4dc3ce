"""LaTeX to native MathML, which browsers print without a script: the boxes of a formula, written out."""

import html
from functools import lru_cache
from xml.etree.ElementTree import Element, tostring

from .boxes import DISPLAY, SCRIPT, SIZED, TEXT, TINY, Box, is_sign
from .characters import character, styled
from .metrics import pairs
from .reader import LayoutError, read

_SIZES = {"big": "1.2em", "Big": "1.8em", "bigg": "2.4em", "Bigg": "3em"}
_ACCENTS = pairs(r"\bar ¯ \overline ¯ \hat ^ \widehat ^ \tilde ~ \widetilde ~ \dot ˙ \ddot ¨ \vec →")
_WIDE_ACCENTS = ("\\overline", "\\widehat", "\\widetilde")
_SPACES = {"\\,": 3, "\\:": 4, "\\;": 5, "\\!": -3, "\\ ": 6, "\\quad": 18, "\\qquad": 36}
"""Widths in eighteenths of an em."""
_THIN = 3
_STACKED = ("\\sum", "\\prod", "\\bigcup", "\\lim", "\\max", "\\min", "\\sup", "\\inf")
"""What carries its limits above and below in a display."""
_FENCES = {"pmatrix": "()", "bmatrix": "[]", "vmatrix": "||", "cases": (r"\{",)}
_UPRIGHT_LETTERS = "ΓΔΘΛΞΠΣΥΦΨΩ∇"
_ONE_MORE = {"": "′", "′": "″", "″": "‴"}
"""Primes stand beside their letter at full size: fonts draw them raised."""


@lru_cache(maxsize=4096)
def mathml(tex: str, *, display: bool = False) -> str:
    """LaTeX mathematics as a MathML element, well-formed XML; LaTeX that cannot be read is shown as code.

    Example:
        >>> mathml("x^2")
        '<math display="inline"><msup><mi>x</mi><mn>2</mn></msup></math>'
    """
    math = Element("math", display="block" if display else "inline")
    try:
        math.extend(_row(read(tex), DISPLAY if display else TEXT))
    except LayoutError:
        return f"<code>{html.escape(tex)}</code>"
    return tostring(math, encoding="unicode")


def _row(boxes: list[Box], style: int) -> list[Element]:
    """A row of boxes, with the spaces that TeX puts around the names of functions."""
    boxes = _numbers(_primed(boxes))
    row: list[Element] = []
    for k, box in enumerate(boxes):
        before = boxes[k - 1] if k else Box("space", "")
        if (_is_name(box) and _ends_a_factor(before)) or (_is_name(before) and _starts_an_argument(box)):
            row.append(_space(_THIN))
        if box.kind in ("bin", "rel", "punct"):
            # \bigl( is a box that opens no row: only here is a minus behind it seen to be a sign
            signs = is_sign(boxes, k) or (box.kind == "bin" and _opens(before))
            row.append(_operation(box, style, sign=signs))
        elif before.head != "\\middle":
            row.append(_fence(boxes[k + 1].head) if box.head == "\\middle" else _one(box, style))
    return row


def _inside(boxes: list[Box], style: int) -> Element:
    """A row as one element."""
    row = _row(boxes, style)
    return row[0] if len(row) == 1 else _element("mrow", *row)


def _numbers(boxes: list[Box]) -> list[Box]:
    """The row with the digits of each number in one box, a decimal point between two of them included."""
    joined: list[Box] = []
    for k, box in enumerate(boxes):
        follows = bool(joined) and _is_number(joined[-1])
        point = box.head == "." and follows and k + 1 < len(boxes) and _digits(boxes[k + 1])
        if follows and (point or _is_number(box)):
            joined[-1] = Box("ord", joined[-1].head + box.head)
        elif follows and box.kind == "script" and _digits(box):
            whole = Box("ord", joined.pop().head + box.parts[0][0].head)
            joined.append(Box("script", "", [[whole], *box.parts[1:]]))
        else:
            joined.append(box)
    return joined


def _is_number(box: Box) -> bool:
    return box.kind == "ord" and box.head[0].isdigit()


def _digits(box: Box) -> bool:
    """Whether a box begins with a digit: a number, or a power of one."""
    return _is_number(box) or (box.kind == "script" and len(box.parts[0]) == 1 and _is_number(box.parts[0][0]))


def _primed(boxes: list[Box]) -> list[Box]:
    """The row with each primed box and its primes as one group, which carries the scripts behind them."""
    row: list[Box] = []
    for box in boxes:
        mark = box.parts[0] if box.kind == "script" else [box]
        if not row or [part.head for part in mark] != ["'"]:
            row.append(box)
            continue
        before = row.pop()
        *base, primes = before.parts[0] if before.head == "'" else (before, Box("ord", ""))
        primed = Box("group", "'", [[*base, Box("ord", _ONE_MORE.get(primes.head, "⁗"))]])
        row.append(primed if box is mark[0] else Box("script", "", [[primed], *box.parts[1:]]))
    return row


def _core(box: Box) -> Box:
    """What carries the scripts."""
    return box.parts[0][-1] if box.kind == "script" and box.parts[0] else box


def _is_name(box: Box) -> bool:
    core = _core(box)
    return core.kind == "name" or core.head.startswith("\\operatorname")


def _opens(box: Box) -> bool:
    sized = SIZED.match(box.head)
    return bool(sized and sized.group().endswith("l"))


def _ends_a_factor(box: Box) -> bool:
    return (
        not _opens(box) and box.kind not in ("bin", "rel", "punct", "space") and not _is_name(box) and box.head != "/"
    )


def _starts_an_argument(box: Box) -> bool:
    sized = SIZED.match(_core(box).head)
    return not sized and _core(box).kind not in ("bin", "rel", "punct", "space", "paren") and box.head not in ("/", "|")


def _one(box: Box, style: int) -> Element:
    match box.kind:
        case "group":
            return _inside(box.parts[0], style)
        case "frac":
            return _fraction(box, style)
        case "sqrt":
            root = _inside(box.parts[0], style)
            return _element("mroot", root, _inside(read(box.tail), TINY)) if box.tail else _element("msqrt", root)
        case "letters":
            return _letters(box, style)
        case "text":
            return _words(box, style)
        case "paren":
            return _parenthesis(box, style)
        case "script":
            return _scripts(box, style)
        case "env":
            return _table(box, max(style, TEXT))
        case "space":
            return _space(_SPACES[box.head])
        case "name":
            return _leaf("mi", box.head[1:])
        case "large":
            return _leaf("mo", character(box.head))
    if sized := SIZED.match(box.head):
        size = _SIZES[sized.group(1)]
        return _fence(box.head[sized.end() :], {"l": "prefix", "r": "postfix"}.get(sized.group()[-1], "infix"), size)
    return _character(box.head)


def _character(token: str) -> Element:
    """A letter, a number, or a mark without space around it."""
    text = token if token[0].isdigit() else character(token)
    if text[0].isdigit():
        return _leaf("mn", text)
    if text in _UPRIGHT_LETTERS:
        return _leaf("mi", text, mathvariant="normal")
    if text.isalpha() or text in "∞∂∅⊤⊥∀∃⋯…":
        return _leaf("mi", text)
    return _leaf("mo", text, stretchy="false", lspace="0", rspace="0")


def _operation(box: Box, style: int, *, sign: bool) -> Element:
    """A sign between two terms; in a script it has no space around it, as in TeX."""
    mark = _leaf("mo", character(box.head))
    if sign:
        mark.set("form", "prefix")
    elif style >= SCRIPT:
        mark.attrib.update(lspace="0", rspace="0")
    elif box.kind == "bin":
        mark.set("form", "infix")
    elif box.kind == "rel":
        mark.attrib.update(lspace=_ems(5), rspace=_ems(5))
    return mark


def _fraction(box: Box, style: int) -> Element:
    size = {"\\dfrac": DISPLAY, "\\tfrac": TEXT}.get(box.head, style)
    inner = min(size + 1, TINY)
    bar = _element("mfrac", *(_inside(part, inner) for part in box.parts))
    if size != style:
        bar.set("displaystyle", "true" if size == DISPLAY else "false")
    if box.head != "\\binom":
        return bar
    bar.set("linethickness", "0")
    return _element("mrow", _fence("(", "prefix"), bar, _fence(")", "postfix"))


def _letters(box: Box, style: int) -> Element:
    inner = _inside(box.parts[0], style)
    if accent := _ACCENTS.get(box.head):
        mark = _leaf("mo", accent, stretchy="true" if box.head in _WIDE_ACCENTS else "false")
        return _element("mover", inner, mark, accent="true")
    for leaf in inner.iter():
        if leaf.tag in ("mi", "mn"):
            leaf.text = styled(leaf.text or "", box.head)
    return inner


def _words(box: Box, style: int) -> Element:
    """Upright words; what stands between dollar signs inside them is mathematics."""
    if box.head not in ("\\text", "\\textrm"):
        if box.head == "\\mathit":
            return _leaf("mi", styled(box.tail, box.head))
        return _leaf("mi", box.tail, **({"mathvariant": "normal"} if len(box.tail) == 1 else {}))
    parts = [
        _inside(read(part), max(style, TEXT)) if k % 2 else _leaf("mtext", _visible(part))
        for k, part in enumerate(box.tail.split("$"))
        if part
    ]
    return parts[0] if len(parts) == 1 else _element("mrow", *parts)


def _visible(text: str) -> str:
    """A text whose spaces at the ends, which MathML would drop, are kept."""
    bare = text.translate({ord(mark): None for mark in "\\{}"})
    start, end = len(bare) - len(bare.lstrip()), len(bare) - len(bare.rstrip())
    return "\u00a0" * start + bare.strip() + "\u00a0" * end * bool(bare.strip())


def _parenthesis(box: Box, style: int) -> Element:
    grows = box.head.startswith("\\left")
    ends = (box.head.removeprefix("\\left"), box.tail.removeprefix("\\right")) if grows else (box.head, box.tail)
    row = _row(box.parts[0], style)
    # insert takes a place beyond the end for the end, so that a missing left delimiter does no harm
    for end, form, place in ((ends[0], "prefix", 0), (ends[1], "postfix", len(row) + 1)):
        if end != ".":
            row.insert(place, _fence(end, form, "" if grows else "1"))
    return _element("mrow", *row)


def _fence(token: str, form: str = "infix", size: str = "") -> Element:
    """A delimiter that grows with what it encloses; of a fixed size where one is given, "1" for that of the text."""
    fence = _leaf("mo", character(token), form=form, stretchy="false" if size == "1" else "true")
    if size not in ("", "1"):
        fence.attrib.update(minsize=size, maxsize=size)
    if form == "infix":
        fence.attrib.update(symmetric="true", lspace=_ems(5), rspace=_ems(5))
    return fence


def _scripts(box: Box, style: int) -> Element:
    base, low, high = box.parts
    inner = min(max(style, TEXT) + 1, TINY)
    stacked = style == DISPLAY and len(base) == 1 and base[0].head in _STACKED
    children = [_inside(base, style), *(_inside(script, inner) for script in (low, high) if script)]
    names = ("munder", "mover", "munderover") if stacked else ("msub", "msup", "msubsup")
    return _element(names[2 if low and high else 0 if low else 1], *children)


def _table(box: Box, style: int) -> Element:
    """The rows of an environment; cases are flush left, aligned lines meet at their marks."""
    columns = int(box.tail)
    aligned, cases = box.head.startswith(("align", "split", "gather")), box.head == "cases"
    rows = []
    for start in range(0, len(box.parts), columns):
        cells = []
        for k, part in enumerate(box.parts[start : start + columns]):
            cell = _element("mtd", *_row(part, DISPLAY if aligned else style))
            if aligned:
                cell.set("style", f"text-align:{'left' if k % 2 else 'right'};padding:.25em 0")
            elif cases:
                cell.set("style", f"text-align:left;padding:.2em 0 .2em {'1em' if k else '.2em'}")
            cells.append(cell)
        rows.append(_element("mtr", *cells))
    table = _element("mtable", *rows, **({"displaystyle": "true"} if aligned else {}))
    fences = [_fence(end, form) for end, form in zip(_FENCES.get(box.head, ()), ("prefix", "postfix"), strict=False)]
    return _element("mrow", *fences[:1], table, *fences[1:]) if fences else table


def _space(width: int) -> Element:
    return Element("mspace", width=_ems(width))


def _ems(eighteenths: int) -> str:
    return f"{eighteenths / 18:.3f}em"


def _element(tag: str, *children: Element, **attributes: str) -> Element:
    made = Element(tag, attributes)
    made.extend(children)
    return made


def _leaf(tag: str, text: str, **attributes: str) -> Element:
    leaf = Element(tag, attributes)
    leaf.text = text
    return leaf
