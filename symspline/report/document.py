"""A report's sections as one HTML page and one LaTeX document."""

import re
from collections.abc import Mapping, Sequence
from html import escape

from symspline.proof.checker import TheoremReport
from symspline.render import figures
from symspline.render.documents import html, latex
from symspline.render.documents.page import page, table
from symspline.render.documents.tex_document import COLUMN, document
from symspline.render.mathematics.breaking import break_lines
from symspline.render.mathematics.mathml import mathml
from symspline.render.mathematics.prose import escape_latex, inline_latex, to_latex

from .blocks import Block, Derivation, Display, Picture, Prose, ReportSection, Table, shown_in_html, shown_in_latex

Reports = Mapping[str, TheoremReport]


def html_report(title: str, sections: Sequence[ReportSection], reports: Reports) -> str:
    """One self-contained page: pictures and derivations inside, no script, nothing from a network."""
    contents = "".join(f'<li><a href="#s{k}">{escape(s.title)}</a></li>' for k, s in enumerate(sections, 1))
    links = {id: f"#{id}" for id in reports}.get
    parts = [f"<h1>{escape(title)}</h1>", f'<ol class="contents">{contents}</ol>']
    for k, section in enumerate(sections, 1):
        parts.append(f'<h2 id="s{k}"><span class="tag">{k}</span>{escape(section.title)}</h2>')
        parts += [_html_block(block, reports, links) for block in section.blocks]
    return shown_in_html(page(title, "\n".join(parts)))


def _html_block(block: Block, reports: Reports, links: html.Links) -> str:
    match block:
        case Prose(text):
            return html.prose(text, links)
        case Display(tex):
            lines = "".join(mathml(line, display=True) for line in break_lines(tex, 560.0))
            return (
                f'<div class="display">{lines}</div><details><summary>LaTeX</summary><pre>{escape(tex)}</pre></details>'
            )
        case Derivation(theorem):
            inner = html.theorem_html(theorem, reports[theorem.id], links=links, level=3)
            return (
                f"<details><summary>How it was derived: {html.sentence(theorem.title)}</summary>\n{inner}\n</details>"
            )
        case Table(header, rows, caption):
            cells = [[html.sentence(_true_minus(cell), links) for cell in row] for row in rows]
            below = f"<figcaption>{html.sentence(caption)}</figcaption>" if caption else ""
            return f"<figure>{table([html.sentence(h) for h in header], cells)}{below}</figure>"
        case Picture(_, figure, caption, alternative):
            image = figures.svg(figure, alternative)
            return f"<figure>{image}<figcaption>{html.sentence(caption)}</figcaption></figure>"


def _true_minus(cell: str) -> str:
    """A cell whose numbers have the minus of mathematics, as in prose, and not a hyphen."""
    return cell if "$" in cell else re.sub(r"(^|\s|\de)-(?=\d)", "\\1−", cell)


def tex_report(title: str, sections: Sequence[ReportSection], reports: Reports) -> tuple[str, dict[str, bytes]]:
    """The LaTeX document, and the pictures that it includes by name."""
    body, pictures = [], {}
    for section in sections:
        body.append(f"\\section{{{escape_latex(section.title)}}}")
        for block in section.blocks:
            body.append(_tex_block(block, reports))
            if isinstance(block, Picture):
                pictures[f"{block.name}.pdf"] = figures.image(block.figure, "pdf")
    return shown_in_latex(document(title, "\n\n".join(body))), pictures


def _tex_block(block: Block, reports: Reports) -> str:
    match block:
        case Prose(text):
            return to_latex(text)
        case Display(tex):
            lines = break_lines(tex, 0.95 * COLUMN)
            inner = " \\\\\n".join(("& " if k == 0 else "& \\quad ") + line for k, line in enumerate(lines))
            return f"\\begin{{align*}}\n{inner}\n\\end{{align*}}" if len(lines) > 1 else f"\\[\n{tex}\n\\]"
        case Derivation(theorem):
            return latex.derivation(theorem, reports[theorem.id], column=COLUMN)
        case Table(header, rows, caption):
            return _tex_table(header, [[_true_minus(cell) for cell in row] for row in rows], caption)
        case Picture(name, figure, caption, _):
            width, height = figure.get_size_inches()
            ratio = height / width
            # A row of panels takes the line, a tall picture three fifths of it in height.
            share = min(1.0 if ratio < 0.4 else 0.86, 0.6 / ratio)
            return (
                "\\begin{figure}[!ht]\n\\centering\n"
                f"\\includegraphics[width={share:.2f}\\linewidth]{{{name}.pdf}}\n"
                f"\\caption{{{inline_latex(caption)}}}\n\\end{{figure}}"
            )


_CHARACTER, _BETWEEN, _NARROWEST = 0.0115, 0.036, 0.18
"""Parts of the line that a character and the space of a column take, and the least for a column of broken lines."""


def _tex_table(header: Sequence[str], rows: Sequence[Sequence[str]], caption: str) -> str:
    """A table; if it is wider than the page, the cells of its longest columns are broken into lines."""
    lengths = [max(map(_length, column)) for column in zip(header, *rows, strict=True)]
    wide = _widths(lengths)
    columns = "".join(f"p{{{wide[k]:.3f}\\linewidth}}" if k in wide else "l" for k in range(len(lengths)))
    top, *lines = (
        " & ".join(_breakable(inline_latex(cell)) if k in wide else inline_latex(cell) for k, cell in enumerate(row))
        + " \\tabularnewline"
        for row in (header, *rows)
    )
    inner = "\n".join(lines)
    below = f"\n\n\\smallskip\n{{\\small {inline_latex(caption)}}}" if caption else ""
    return (
        f"\\begin{{center}}\n\\small\n\\renewcommand{{\\arraystretch}}{{1.25}}\n"
        f"\\begin{{tabular}}{{{columns}}}\n\\hline\n{top} \\hline\n{inner}\n"
        f"\\hline\n\\end{{tabular}}{below}\n\\end{{center}}"
    )


def _length(cell: str) -> int:
    """Characters of a cell as it is printed."""
    return len(re.sub(r"[*$`{}^_]", "", re.sub(r"\\\\[a-z]+ ?", "x", cell)))


def _widths(lengths: Sequence[int]) -> dict[int, float]:
    """The columns whose lines are broken, as few of the longest as will do, and the part of the line each is given."""
    room = 0.98 - _BETWEEN * len(lengths)
    if _CHARACTER * sum(lengths) <= room:
        return {}
    order = sorted(range(len(lengths)), key=lambda k: -lengths[k])
    shares: dict[int, float] = {}
    for count in range(1, len(order) + 1):
        broken, left = order[:count], room - _CHARACTER * sum(lengths[k] for k in order[count:])
        shares = {k: left * lengths[k] / sum(lengths[k] for k in broken) for k in broken}
        if all(share >= min(_NARROWEST, 0.75 * _CHARACTER * lengths[k]) for k, share in shares.items()):
            break
    return shares


def _breakable(text: str) -> str:
    """The text of a broken cell: where it holds no formula, lines may end inside long expressions too."""
    if "$" not in text:
        text = re.sub(r"(?<=\w)([(=/]|\.(?!\d))(?=\w)", r"\1\\allowbreak{}", text)
    return "\\raggedright " + text
