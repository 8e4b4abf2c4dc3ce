"""A theorem or a section as HTML, on a page or in a notebook: native MathML, verdicts, the LaTeX one click away."""

import re
from collections.abc import Callable, Mapping
from html import escape

from symspline.derivations.references import REFERENCES
from symspline.proof.report import TheoremReport
from symspline.proof.section import Section
from symspline.proof.theorem import Theorem
from symspline.proof.verdict import Verdict
from symspline.render.coq.index import Certificate
from symspline.render.mathematics.breaking import break_lines
from symspline.render.mathematics.display import MEANING, REST, Display, display, endings, given
from symspline.render.mathematics.mathml import mathml
from symspline.render.mathematics.notation import tex
from symspline.render.mathematics.prose import inline_html, to_html
from symspline.render.mathematics.reader import width

from .latex import derivation
from .page import page, table

Links = Callable[[str], str | None]
"""Address of the theorem or section of an id, or of the reference of a label; None when there is no page for it."""

_LINE = 350.0
_WHY = 140.0
"""Room of a line and of a formula in a reason, in tenths of the type size."""
_LABELS = "|".join(rf"\b{re.escape(reference.label)}(?!\w)" for reference in REFERENCES)
_NAMED = re.compile(rf"{_LABELS}|\b[A-Z][0-9]+[a-z0-9]*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*\b")


_NO_LINKS: Links = {}.get
"""Links of a page that stands alone."""


def badge(verdict: Verdict) -> str:
    """The word of a verdict in its colour, its meaning on hovering."""
    return (
        f'<span class="verdict {verdict.value}" title="{escape(MEANING[verdict], quote=True)}">{verdict.value}</span>'
    )


def linked(links: Links) -> Callable[[str], str]:
    """Plain text to HTML with the ids of theorems and the labels of references as links."""

    def anchor(found: re.Match[str]) -> str:
        address = links(found.group())
        return f'<a href="{escape(address, quote=True)}">{found.group()}</a>' if address else found.group()

    return lambda text: _NAMED.sub(anchor, escape(text, quote=False))


def prose(text: str, links: Links = _NO_LINKS) -> str:
    """A text in the markup of statements, as HTML."""
    return to_html(text, mathml, lambda tex: mathml(tex, display=True), linked(links))


def sentence(text: str, links: Links = _NO_LINKS, *, room: float | None = None) -> str:
    """One line of the markup, as HTML without a paragraph around it; formulas are cut to the room, if there is one."""
    return inline_html(text, mathml if room is None else lambda tex: _cut(tex, room), linked(links))


def _cut(tex: str, room: float) -> str:
    return "<br>".join(mathml(line) for line in break_lines(tex, room))


def rows(shown: Display, links: Links = _NO_LINKS) -> str:
    """The lines of a derivation with their reasons."""
    out = ['<div class="derivation">']
    own = bool(shown.subject) and width(shown.subject) > 0.4 * _LINE
    if own:
        lines = break_lines(shown.subject, 1.5 * _LINE)
        out.append('<div class="subject own">' + "".join(mathml(t, display=True) for t in lines) + "</div>")
    for k, row in enumerate(shown.rows):
        if k == 0 and shown.subject and not own:
            out.append(f'<div class="subject">{mathml(shown.subject, display=True)}</div>')
        if row.relation:
            out.append(f'<div class="sign">{mathml(row.relation)}</div>')
        lines = "".join(mathml(line, display=True) for line in break_lines(row.line, _LINE, _LINE - 15))
        out.append(f'<div class="line">{lines}</div>')
        word = row.verdict.value if row.verdict else ""
        dot = f'<span class="dot {word}" title="{word}"></span>' if word else ""
        if row.reason or dot or row.coq:
            out.append(f'<div class="why">{dot}{sentence(row.reason, links, room=_WHY)}{coq_mark(row.coq)}</div>')
    return "\n".join([*out, "</div>"])


def coq_mark(certificate: Certificate | None) -> str:
    """The words at a step that Coq has accepted, what the lemma assumes beyond the theorem on hovering."""
    if certificate is None:
        return ""
    beyond = f" that assumes {'; '.join(certificate.assumed)}" if certificate.assumed else ""
    title = escape(f"a lemma{beyond}: symspline export coq", quote=True)
    return f'<span class="coq" title="{title}">checked by Coq</span>'


def checks(report: TheoremReport) -> str:
    """How each step was checked, folded away."""
    body = table(("place", "verdict", "how", "worst"), _checked(report), numbers=frozenset({3}))
    return f"<details><summary>How each step was checked</summary>\n{body}\n</details>" if _checked(report) else ""


def checked_steps(report: TheoremReport) -> str:
    """Each step: its line, the reason, the verdict and how it was reached; then the evidence."""
    theorem = report.theorem
    shown = display(theorem, report)
    places = ["start", *(f"step {k}" for k in range(1, len(theorem.steps) + 1))][-len(shown.rows) :]
    lines = {place: (f"{row.relation} {row.line}", row.reason) for place, row in zip(places, shown.rows, strict=True)}
    if theorem.compute is not None:
        lines["compute"] = f"= {tex(theorem.compute)}", "a form for floating point"
    checked = _checked(report)
    first = [("start", "", "", "")] if "start" in lines and all(place != "start" for place, *_ in checked) else []
    cells = []
    for place, word, how, worst in [*first, *checked]:
        line, reason = lines.get(place, ("", ""))
        parts = break_lines(line, _LINE, _LINE - 15) if line else []
        formula = f'<div class="line">{"".join(mathml(part, display=True) for part in parts)}</div>' if parts else ""
        cells.append((place, formula, sentence(reason, room=_WHY), word, how, worst))
    subject = f'<div class="line">{mathml(shown.subject, display=True)}</div>' if shown.subject else ""
    head = ("place", "line", "reason", "verdict", "how", "worst")
    return subject + table(head, cells, numbers=frozenset({5}))


def _checked(report: TheoremReport) -> list[tuple[str, str, str, str]]:
    """Place, verdict, argument and largest discrepancy of each step and piece of evidence."""
    lines = []
    for step in report.steps:
        worst = "" if step.worst is None else f"{step.worst:.1e}"
        why = escape(step.how + (f" ({step.why})" if step.why else ""))
        lines.append((escape(step.place), badge(step.verdict), why, worst))
    for evidence, finding in report.findings:
        word = badge(Verdict.SAMPLED if evidence.kind == "simulation" else Verdict.PROVED)
        text = sentence(evidence.title) + ": " + sentence(finding.text)
        lines.append(
            (escape(evidence.kind), word if finding.passed else badge(Verdict.REFUTED), text, f"{finding.figure:.3g}")
        )
    return lines


def theorem_html(
    theorem: Theorem, report: TheoremReport | None = None, *, links: Links = _NO_LINKS, level: int = 2
) -> str:
    """A theorem as an `<article>` whose id is the theorem's; without a report there is no verdict.

    `links` gives the addresses of other theorems, `level` is that of the heading, 1 to 6.
    """
    assumed = " ".join(sentence(text, links) for text in given(theorem))
    title = sentence(theorem.title) + (f" {badge(report.verdict)}" if report else "")
    head = f'<h{level}><span class="tag">{escape(theorem.id)}</span>{title}</h{level}>'
    ending = "<br>\n".join(
        f"<strong>{label}</strong>: {sentence(text, links)}." for label, text in endings(theorem, report)
    )
    latex = f"<details><summary>LaTeX</summary><pre>{escape(derivation(theorem, report), quote=False)}</pre></details>"
    parts = (
        head,
        f'<p class="given">{assumed}</p>' if assumed else "",
        rows(display(theorem, report), links),
        f'<p class="ending">{ending}</p>',
        f'<div class="ending"><strong>{REST}</strong>: {prose(theorem.statement, links)}</div>'
        if theorem.statement
        else "",
        checks(report) if report else "",
        latex,
    )
    inner = "\n".join(part for part in parts if part)
    return f'<article id="{escape(theorem.id, quote=True)}">\n{inner}\n</article>'


def section_html(
    section: Section, reports: Mapping[str, TheoremReport] | None = None, *, links: Links = _NO_LINKS, level: int = 1
) -> str:
    """A section as a piece of HTML: its text, then its theorems, whose headings are one level below its own."""
    known = reports or {}
    head = f'<h{level}><span class="tag">{escape(section.id)}</span>{sentence(section.title)}</h{level}>'
    theorems = (theorem_html(t, known.get(t.id), links=links, level=level + 1) for t in section.theorems)
    return "\n".join([head, prose(section.text, links), *theorems])


def theorem_page(theorem: Theorem, report: TheoremReport | None = None) -> str:
    """A theorem as a page that stands alone."""
    crumbs = (("symspline", ""), (theorem.chapter.replace("_", " "), ""), (theorem.section, ""), (theorem.id, ""))
    return page(f"{theorem.id}. {theorem.title}", theorem_html(theorem, report, level=1), crumbs=crumbs)


def section_page(section: Section, reports: Mapping[str, TheoremReport] | None = None) -> str:
    """A section as a page that stands alone; its theorems link to one another."""
    here = {t.id for t in section.theorems}
    links: Links = lambda id: f"#{id}" if id in here else None  # noqa: E731
    return page(f"{section.id}. {section.title}", section_html(section, reports, links=links))
