"""Paste-ready LaTeX of one theorem: amsmath and nothing else."""

import re
from typing import NamedTuple

from symspline.proof.report import TheoremReport
from symspline.proof.theorem import Theorem
from symspline.render.mathematics.boxes import TEXT
from symspline.render.mathematics.breaking import break_lines
from symspline.render.mathematics.display import REST, Display, display, endings, given
from symspline.render.mathematics.metrics import text_width
from symspline.render.mathematics.prose import escape_latex, formula, inline_latex, latex_of, runs, to_latex
from symspline.render.mathematics.reader import width

COLUMN = 328.0
"""Text width of a one-column article in points of a 10 pt type: the narrowest of the sizes 10, 11 and 12 pt."""
_SIGN, _GAP, _NUMBER, _SAFETY = 14.0, 12.0, 16.0, 6.0
_INDENT, _TAG = 22.0, 36.0
_CLOSING = re.compile(r"\)?[.,;]?(?=\s|$)")
_OVERFULL = 1e4
"""Cost of a layout with a line that does not fit."""


def derivation(theorem: Theorem, report: TheoremReport | None = None, *, column: float = COLUMN) -> str:
    r"""The theorem as LaTeX to paste into a paper: hypotheses, derivation, verdict, source and what is not checked.

    Args:
        theorem: the theorem.
        report: its check; without one there is no verdict.
        column: width of the text in units of a tenth of the type size: 328 for 360 pt at 11 pt.

    Returns:
        LaTeX that needs amsmath and no other package.

    Example:
        >>> import symspline as ss
        >>> print(derivation(ss.library["B7.zeta"]).splitlines()[1])
        \paragraph{B7.zeta. Zeta of normal weights and biases.}
    """
    head = [r"\begin{sloppypar}", rf"\paragraph{{{escape_latex(theorem.id)}. {inline_latex(theorem.title)}.}}"]
    head += [*map(inline_latex, given(theorem)), r"\end{sloppypar}"]
    ending = " ".join(rf"\emph{{{label}:}} {inline_latex(words)}." for label, words in endings(theorem, report))
    if theorem.statement:
        ending += f"\n\n\\noindent\\emph{{{REST}:}} {to_latex(theorem.statement)}"
    closing = f"\\begin{{sloppypar}}\n\\noindent{ending}\n\\end{{sloppypar}}"
    parts = [*head, align(display(theorem, report), column), closing]
    return plain_letters("\n".join(part for part in parts if part)) + "\n"


def plain_letters(text: str) -> str:
    """Blackboard letters as letters that need no package beyond amsmath."""
    return re.sub(r"\\mathbb\{?([A-Z])\}?", lambda m: rf"\math{'rm' if m[1] in 'EP' else 'bf'}{{{m[1]}}}", text)


def broken(tex: str, room: float) -> str:
    """A formula cut to the room, as a display of its own."""
    return _starred(_flush(break_lines(tex, room)))


def labelled_equation(tex: str, label: str) -> str:
    r"""A formula as a numbered `equation` with a label, split where it is wider than a column beside its number."""
    lines = break_lines(tex, COLUMN - _TAG, COLUMN - _TAG - _INDENT)
    body = lines[0]
    if len(lines) > 1:
        body = "\\begin{split}\n" + " \\\\\n".join(_flush(lines)) + "\n\\end{split}"
    return plain_letters(f"\\begin{{equation}}\n\\label{{{label}}}\n{body}\n\\end{{equation}}")


def _flush(lines: list[str]) -> list[str]:
    """The lines of one formula at the mark of an alignment, all but the first indented."""
    return [f"& {lines[0]}", *(rf"& \quad {line}" for line in lines[1:])]


def _starred(rows: list[str], end: str = "") -> str:
    return "\\begin{align*}\n" + " \\\\\n".join(rows) + end + "\n\\end{align*}"


class _Layout(NamedTuple):
    """A way to set a display: reasons beside the lines, or numbered and listed below; the subject on its own line."""

    beside: bool
    own_line: bool
    reason_width: float
    scale: float


def align(shown: Display, column: float = COLUMN) -> str:
    """The rows of a derivation as an `align*`, in the layout with the fewest lines that fits.

    `column` is the width of the text in points at 10 pt; reasons stand beside the lines or in a numbered list below.
    """
    subject = width(shown.subject) if shown.subject else 0.0
    natural = max((prose_width(row.reason) + 7.8 for row in shown.rows), default=0.0)
    best, best_cost = "", float("inf")
    for scale in (1.0, 0.95, 0.88):
        for own_line in (False, True) if shown.subject else (False,):
            widths = dict.fromkeys(min(share * column / scale, natural) for share in (0.24, 0.3, 0.36, 0.42))
            layouts = [_Layout(True, own_line, room, scale) for room in widths] if natural else []
            for layout in [*layouts, _Layout(False, own_line, _NUMBER, scale)]:
                text, cost = _set(shown, layout, column, subject)
                if cost < best_cost:
                    best, best_cost = text, cost
            if best_cost < _OVERFULL and subject < 0.25 * column:
                return best
        # smaller type is for what fits in no layout at a larger one
        if best_cost < _OVERFULL:
            break
    return best


def _set(shown: Display, layout: _Layout, column: float, subject: float) -> tuple[str, float]:
    """One way to set the display, and what it costs in points of height, overfull lines first."""
    room = column / layout.scale - _SIGN - _GAP - _SAFETY - layout.reason_width
    room -= _INDENT if layout.own_line else subject
    cost = (1 - layout.scale) * 800 + 20.0 * layout.own_line
    if room < 60:
        return "", float("inf")
    rows: list[str] = []
    notes: list[tuple[str, str]] = []
    if layout.own_line:
        whole = column / layout.scale - _SAFETY - _GAP - layout.reason_width
        lines = break_lines(shown.subject, whole, whole - _INDENT)
        rows += _flush(lines)
        cost += 1e3 * max(max(width(line) for line in lines) - whole, 0.0)
    for k, row in enumerate(shown.rows):
        extra = max(width(row.relation) - 8.0, 0.0) if row.relation else -_SIGN
        # the lines behind the first are indented by a quad, which is 10 pt
        lines = break_lines(row.line, room - extra, room - extra - 10.0)
        excess = max(width(line) for line in lines) - (room - extra)
        cost += _OVERFULL + 1e3 * excess if excess > 0.5 else 0.0
        tall = 30.0 if r"\frac" in row.line or r"\int" in row.line else 17.0
        if r"\begin{cases}" in row.line:
            tall = 17.0 * (row.line.count(r"\\") + 1)
        height = tall * len(lines) + 6.0 * (len(lines) - 1)
        beside = ""
        if row.reason and layout.beside:
            beside, depth, wide = _beside(row.reason, layout.reason_width)
            height = max(height, depth)
            cost += _OVERFULL + 1e3 * wide if wide else 0.0
        elif row.reason:
            notes.append((row.reason, row.note))
            beside = rf" && \text{{({len(notes)})}}"
            height += 13.0 + 12.0 * int(prose_width(row.reason) / (column - 25))
        cost += height
        left = r"& \quad " if layout.own_line else f"{shown.subject} & " if k == 0 and shown.subject else "& "
        rows.append(f"{left}{row.relation} {lines[0]}{beside}".replace("  ", " "))
        indent = r"& \qquad " if layout.own_line else r"& \quad "
        rows += [indent + line for line in lines[1:]]
    if notes:
        cost += 24.0
    body = _starred(rows)
    if layout.scale < 1:
        size = r"\small" if layout.scale > 0.85 else r"\footnotesize"
        body = f"{{{size}\n{body}\n}}"
    return body + (_listed(notes, column) if notes else ""), cost


def _beside(reason: str, room: float) -> tuple[str, float, float]:
    """A reason for its column: LaTeX, height in points, and by how much a formula in it is too wide."""
    if prose_width(reason) + 7.8 <= room:
        return rf" && \text{{({inline_latex(reason)})}}", 13.0, 0.0
    widest = max((width(formula(run), TEXT) for run in runs(reason) if run.type == "math_inline"), default=0.0)
    words = (word for run in runs(reason) if run.type == "text" for word in run.content.split())
    longest = max(map(text_width, words), default=0.0)
    too_wide = max(max(widest, longest) + 9.0 - room, 0.0)
    lines = 1.3 * (prose_width(reason) + 7.8) / room + 0.8
    box = rf" && \parbox[t]{{{room / 10:.1f}em}}{{\raggedright ({inline_latex(reason)})}}"
    return box, 12.0 * int(lines + 0.99), too_wide


def _listed(notes: list[tuple[str, str]], column: float) -> str:
    """The reasons as a numbered list under the display."""
    lines = ["", r"\begin{itemize}\raggedright\setlength{\itemsep}{0pt}"]
    for k, (text, note) in enumerate(notes, 1):
        lines.append(rf"\item[({k})] {_wide_math(text, note, column - 30)}")
    return "\n".join([*lines, r"\end{itemize}"])


def _wide_math(text: str, note: str, room: float) -> str:
    """A reason whose wide formulas are displayed and broken, as `note` writes them."""
    out, mark = "", ""
    pieces, shown = runs(text), runs(note)
    if [run.type for run in pieces] != [run.type for run in shown]:
        shown = pieces
    for k, run in enumerate(pieces):
        if run.type == "math_inline" and width(formula(run), TEXT) > 0.8 * room:
            follow = pieces[k + 1].content if k + 1 < len(pieces) else ""
            # a full stop behind a display would open a line of its own: it goes to the end of the formula
            mark = (_CLOSING.match(follow) or [""])[0].strip()
            lines = break_lines(formula(shown[k]), room - 14.0, room - 34.0)
            out += "\n" + _starred(_flush(lines), rf"\text{{{mark}}}" if mark else "") + "\n"
        else:
            out += latex_of([run])[len(mark) :]
            mark = ""
    return out


def prose_width(text: str) -> float:
    """Width of a reason on one line, in points at 10 pt."""
    return sum(
        width(formula(run), TEXT) if run.type == "math_inline" else text_width(run.content) for run in runs(text)
    )
