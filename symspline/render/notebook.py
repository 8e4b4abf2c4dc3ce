"""What a notebook shows: HTML with its style kept to itself, formulas as MathML, pictures inside."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import singledispatch
from html import escape
from itertools import pairwise
from typing import Any

import numpy as np
from sympy import Expr, Function, Symbol, oo

from symspline.model.best_fit import BestFit
from symspline.model.formula import Formula
from symspline.model.init import Init
from symspline.model.laws.base import Law
from symspline.model.network import Network
from symspline.model.parameter import shortened, text
from symspline.model.spline import Spline
from symspline.numerics.flow.trajectory import Trajectory
from symspline.numerics.interval_fits import CriticalPoint
from symspline.proof.library import Library
from symspline.proof.report import TheoremReport
from symspline.proof.section import Section
from symspline.proof.theorem import Theorem
from symspline.render import figures, plots
from symspline.render.documents.html import badge, checked_steps, section_html, sentence, theorem_html
from symspline.render.documents.page import PIECES, table
from symspline.render.mathematics.breaking import break_lines
from symspline.render.mathematics.equation import equation
from symspline.render.mathematics.mathml import mathml
from symspline.render.mathematics.notation import tex
from symspline.render.mathematics.numerals import rounded

_COLOURS = (
    ".symspline { --soft: #777; --rule: #9996; --link: #2a7ab8; --card: #8881; --proved: #2e8b57; --enclosed: #3a7dbd; "
    "--sampled: #b07a10; --argued: #9a63b3; --undecided: #888; --refuted: #d0453a; }"
)
"""Of a notebook, light or dark."""
_CARD = "img.figure { background: #fff; max-width: 36rem; display: block; margin: .4rem 0; }"
_MOST_ROWS = 12
"""Rows of a table; of a longer one the first and the last are shown."""
_LINE = 620.0
_LARGEST = 60
"""Operations of a density that is shown."""
_LONG_NUMBER = 12
_DECIMAL = re.compile(r"-?\d+(\.\d+)?")


def notebook_html(subject: Any) -> str:
    """What a notebook shows of a theorem, a report, a section, the library, a formula, a network and the like."""
    style = f"{_COLOURS}\n.symspline {{{PIECES}{_CARD}}}"
    return f'<style>{style}</style>\n<div class="symspline">\n{_html(subject)}\n</div>'


@singledispatch
def _html(subject: Any) -> str:
    return f"<pre>{escape(repr(subject))}</pre>"


@_html.register
def _(subject: Theorem) -> str:
    return theorem_html(subject, level=3)


@_html.register
def _(subject: Section) -> str:
    return section_html(subject, level=3)


@_html.register
def _(subject: TheoremReport) -> str:
    theorem = subject.theorem
    head = f'<h3><span class="tag">{escape(theorem.id)}</span>{sentence(theorem.title)} {badge(subject.verdict)}</h3>'
    cited = ", ".join(f"{escape(id)} {badge(verdict)}" for id, verdict in subject.cited)
    parts = [head, checked_steps(subject), f"<p>It cites {cited}.</p>" if cited else ""]
    return "\n".join(part for part in parts if part)


@_html.register
def _(subject: Library) -> str:
    parts = ["<h3>Theorems by chapter and section</h3>"]
    for chapter in subject.chapters:
        rows = [(escape(s.id), sentence(s.title), str(len(s.theorems))) for s in chapter.sections]
        count = sum(len(s.theorems) for s in chapter.sections)
        body = table(("section", "title", "theorems"), rows, numbers=frozenset({2}))
        title = f"{sentence(chapter.title)}, {count} theorems"
        parts.append(f"<details><summary>{title}</summary>\n{body}\n</details>")
    return "\n".join(
        [
            *parts,
            "<p><code>library[&quot;B7.zeta&quot;]</code> is a theorem, "
            "<code>library[&quot;B7&quot;]</code> a section.</p>",
        ]
    )


@_html.register
def _(subject: Formula) -> str:
    general, numbers = subject.in_symbols
    parts = [_display(equation(subject.subject, (general, False)) if numbers else subject.latex())]
    if numbers:
        where = r",\; ".join(" ".join((tex(s), *_number(v))) for s, v in numbers.items())
        parts += [f"<p>With {mathml(where)}:</p>", _display(subject.latex())]
    parts += [f"<p>{escape(remark)}</p>" for remark in subject.remarks]
    if subject.theorem is not None:
        theorem = subject.theorem
        held = "" if subject.verdict is None else f"; held against its definition: {badge(subject.verdict)}"
        parts.append(f'<p class="ending">{escape(theorem.id)}: {sentence(theorem.title)}{held}</p>')
    latex = escape(subject.latex(), quote=False)
    return "\n".join([*parts, f"<details><summary>LaTeX</summary><pre>{latex}</pre></details>"])


@_html.register
def _(subject: Init) -> str:
    title = "Initialisation" + (f" {escape(subject.name)}" if subject.name else "")
    title += f", width {escape(str(subject.width))}" if subject.width is not None else ""
    laws = [("wb", subject.wb)] if subject.wb is not None else [("w", subject.w), ("b", subject.b)]
    rows = [_law(role, law) for role, law in (*laws, ("v", subject.v), ("b0", subject.b0))]
    same = "the same law" if subject.symmetric else "different laws"
    facts = f"{mathml('(w, b)')} and {mathml('(-w, -b)')} have {same}"
    facts += "; all breakpoints are at 0" if subject.zero_bias else ""
    return f"<h3>{title}</h3>\n{table(('', 'law', 'density'), rows)}\n<p>{facts}.</p>"


def _law(role: str, law: Any) -> tuple[str, str, str]:
    symbol = "(w, b)" if role == "wb" else tex(Symbol("b_0" if role == "b0" else role))
    density = ""
    if isinstance(law, Law) and not law.is_discrete:
        variable = Symbol("b_0" if role == "b0" else role, real=True)
        expr = law.density(variable)
        if expr.count_ops() < _LARGEST:
            whole = -law.lower == law.upper == oo
            ends = f" for {mathml(_between(law.lower, symbol, law.upper))}" if not whole else ""
            density = mathml(equation(Function("p")(variable), (expr, True))) + ends
    return mathml(symbol), f"<code>{escape(shortened(repr(law)))}</code>", density


def _between(low: Expr, middle: str, high: Expr) -> str:
    left = "" if low == -oo else rf"{_number(low)[1]} \leq "
    return left + middle + ("" if high == oo else rf" \leq {_number(high)[1]}")


def _number(value: Expr) -> tuple[str, str]:
    """The sign before a parameter and its LaTeX: a decimal where it is one, rounded where it is long."""
    if value.free_symbols:
        return "=", tex(value)
    written = text(value)
    if len(written) > _LONG_NUMBER and "(" not in written:
        return r"\approx", tex(rounded(value))
    return "=", written if _DECIMAL.fullmatch(written) else tex(value)


@_html.register
def _(subject: Network) -> str:
    still = int(np.sum(subject.w == 0))
    title = f"Network of {_count(subject.width, 'neuron')}"
    rows = [(mathml("b_0"), f"{subject.b0:.6g}")]
    rows += [(mathml(name), _extent(getattr(subject, name))) for name in ("w", "b", "v")]
    rows += [("without a breakpoint", str(still))] if still else []
    return f"<h3>{title}</h3>\n{table(('', 'least, greatest'), rows)}\n{_picture(subject)}"


@_html.register
def _(subject: Trajectory) -> str:
    start, end = (float(each) for each in subject.loss([0.0, float(subject.t_end)]))
    counts = Counter(event.kind for event in subject.events)
    rows = [
        ("status", subject.status),
        ("time", f"0 to {float(subject.t_end):.6g}"),
        ("loss", f"{start:.6g} to {end:.6g}"),
        ("events", ", ".join(f"{count} {kind}" for kind, count in counts.most_common()) or "none"),
    ]
    picture = _drawn(lambda ax: plots.flow(subject, ax), "the breakpoints along the time")
    return f"<h3>Gradient flow of {_count(subject.net.w.size, 'neuron')}</h3>\n{table(('', ''), rows)}\n{picture}"


@_html.register
def _(subject: Spline) -> str:
    title = f"Spline with {_count(subject.knots.size, 'breakpoint')}"
    if subject.knots.size == 0:
        return f"<h3>{title}</h3>\n{_picture(subject)}"
    columns = zip(subject.knots, subject.values, pairwise(subject.slopes), strict=True)
    rows = [(f"{at:.6g}", f"{value:.6g}", f"{left:.6g}", f"{right:.6g}") for at, value, (left, right) in _some(columns)]
    head = ("breakpoint", "value", "slope before", "slope after")
    return f"<h3>{title}</h3>\n{_table(head, rows, subject.knots.size)}\n{_picture(subject)}"


@_html.register
def _(subject: CriticalPoint) -> str:
    return f"<h3>Fit with {_count(len(subject.lines), 'piece')}, loss {_fraction(subject.loss)}</h3>\n{_fit(subject)}"


@_html.register
def _(subject: BestFit) -> str:
    point, ties = subject.point, len(subject.points)
    tied = f"<p>{ties} patterns reach this loss; one of them:</p>" if ties > 1 else ""
    title = f"Best fit with {_count(subject.pieces, 'piece')}, loss {_fraction(subject.loss)}"
    rows = [
        (
            str(row.pieces) + (" ←" if row.pieces == subject.pieces else ""),
            f"{float(row.loss):.6g}",
            f"{row.bic:.6g}",
            "" if row.score is None else f"{row.score:.6g}",
        )
        for row in subject.table
    ]
    head = ("pieces", "loss", "BIC", "left-out error")
    choice = _table(head, rows, len(rows)) if len(rows) > 1 else ""
    return f"<h3>{title}</h3>\n{tied}{_fit(point)}\n<p>{escape(str(subject.certificate))}.</p>\n{choice}"


def _fit(point: CriticalPoint) -> str:
    """The bends of a fit and its slopes, and its picture."""
    slopes = [slope for slope, _ in point.lines]
    rows = [
        (_fraction(at), _fraction(slopes[k] * at + point.lines[k][1]), *map(_fraction, slopes[k : k + 2]), kind)
        for k, (at, kind) in enumerate(zip(point.breakpoints, point.kinds, strict=True))
    ]
    if not rows:
        (slope, intercept), *_ = point.lines
        return f"<p>A line of slope {_fraction(slope)} through {_fraction(intercept)} at 0.</p>"
    head = ("bend at", "value", "slope before", "slope after", "kind")
    return _table(head, rows, len(rows)) + "\n" + _drawn(lambda ax: plots.fits((point,), None, None, ax))


def _fraction(value: Fraction) -> str:
    """A short fraction with its decimal, a long one by its decimal alone."""
    short = f"{float(value):.6g}"
    return short if value.denominator == 1 or len(str(value)) > 16 else f"{value} = {short}"


def _some(rows: Any) -> list[Any]:
    """The first and the last rows of a long table."""
    kept = list(rows)
    half = _MOST_ROWS // 2
    return kept if len(kept) <= _MOST_ROWS else [*kept[:half], *kept[-half:]]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], count: int) -> str:
    """A table of numbers, and how many rows it leaves out in its middle."""
    more = f"<p>The first and the last {len(rows) // 2} of {count}.</p>" if count > len(rows) else ""
    return table(head, rows, numbers=frozenset(range(len(head)))) + more


def _extent(values: np.ndarray) -> str:
    return f"{values.min():.6g}, {values.max():.6g}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _display(latex: str) -> str:
    """A displayed formula, cut into lines that fit."""
    lines = "".join(mathml(line, display=True) for line in break_lines(latex, _LINE))
    return f'<div class="display">{lines}</div>'


def _picture(subject: Network | Spline) -> str:
    return _drawn(lambda ax: plots.spline(subject, None, None, None, None, ax))


def _drawn(draw: Callable[[Any], Any], words: str = "the function and its breakpoints") -> str:
    figure, ax = figures.new(width=5.2)
    draw(ax)
    return figures.svg(figure, words)
