"""The book: every chapter as one HTML site and one PDF, each statement with its verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path

from symspline.proof.chapter import Chapter
from symspline.proof.checker import TheoremReport
from symspline.proof.library import library
from symspline.proof.section import Section
from symspline.proof.theorem import Theorem
from symspline.proof.verdict import Verdict
from symspline.render.chapter_pictures import ChapterPicture, pictures
from symspline.render.mathematics.prose import escape_latex, inline_latex, to_latex

from .files import write_bytes, write_text
from .html import Links, badge, prose, section_html, sentence
from .page import link, page, table
from .pdf import Typeset, typeset
from .tex_document import document, section_body
from .verdicts import MEANING

TITLE = "Shallow ReLU networks as splines"
_PREFACE = """
Every statement of this book is derived line by line, and every line is checked by a program. A statement is worth its
weakest step and the weakest statement that it cites; the word beside its title says how much that is.
"""

Progress = Callable[[str], None]


def book(
    out: Path | str,
    reports: Mapping[str, TheoremReport] | None = None,
    *,
    pdf: bool = True,
    progress: Progress = lambda name: None,
    chapters: Sequence[Chapter] | None = None,
    figures: bool = True,
) -> list[Path]:
    """Write the book.

    Pages are written one by one under temporary names and renamed, chapter by chapter: what is finished stays when the
    work is interrupted.

    Args:
        out: folder; made when it does not exist.
        reports: checks by theorem id; a theorem without one has no verdict.
        pdf: whether the PDF is compiled too; the `.tex` is written in any case.
        progress: called with the name of each finished page.
        chapters: the chapters; those of the library when None.
        figures: whether the pictures are drawn.

    Returns:
        The files written, `index.html` first.

    Raises:
        MissingTool: when there is no pdflatex, after everything else has been written.
        OSError: when a file cannot be written.
    """
    out = Path(out)
    known = dict(reports or {})
    all_chapters = tuple(library.chapters if chapters is None else chapters)
    written = [write_text(out / "index.html", index_page(all_chapters, known))]
    drawn: dict[str, list[ChapterPicture]] = {}
    for chapter in all_chapters:
        drawn[chapter.slug] = pictures(chapter) if figures else []
        written += _write_chapter(out, all_chapters, chapter, known, drawn[chapter.slug], progress)
    source, images = book_tex(all_chapters, known, drawn)
    written.append(write_text(out / "book.tex", source))
    for name, data in images.items():
        write_bytes(out / name, data)
    if pdf:
        written.append(typeset(source, out / "book.pdf", figures=images, timeout=600).path)
        progress("book.pdf")
    return written


def book_pdf(
    out: Path | str, reports: Mapping[str, TheoremReport] | None = None, *, chapters: Sequence[Chapter] | None = None
) -> Typeset:
    """Compile the book alone, and say which lines stick out of the column."""
    all_chapters = tuple(library.chapters if chapters is None else chapters)
    drawn = {chapter.slug: pictures(chapter) for chapter in all_chapters}
    source, images = book_tex(all_chapters, dict(reports or {}), drawn)
    return typeset(source, out, figures=images, timeout=600)


def address(chapter: Chapter, section: Section | None = None, theorem: Theorem | None = None) -> str:
    """Address of a page of the book from its index."""
    name = f"{chapter.slug}/{section.id if section else 'index'}.html"
    return f"{name}#{theorem.id}" if theorem else name


def links_from(chapters: Sequence[Chapter], prefix: str) -> Links:
    """Addresses of sections and theorems by id, from a page that reaches the index through `prefix`."""
    known = {}
    for chapter in chapters:
        for section in chapter.sections:
            known[section.id] = prefix + address(chapter, section)
            known.update({t.id: prefix + address(chapter, section, t) for t in section.theorems})
    return known.get


def index_page(chapters: Sequence[Chapter], reports: Mapping[str, TheoremReport]) -> str:
    """The title page: what the words mean, and the table of contents."""
    meanings = "\n".join(f"<li>{badge(verdict)} {escape(MEANING[verdict])}</li>" for verdict in reversed(Verdict))
    parts = [f"<h1>{TITLE}</h1>", prose(_PREFACE), f"<ul>{meanings}</ul>", '<h2>Contents</h2>\n<ol class="contents">']
    for chapter in chapters:
        parts.append(f"<li><strong>{link(chapter.title, address(chapter))}</strong> {_tally(chapter, reports)}\n<ol>")
        for section in chapter.sections:
            target = escape(address(chapter, section), quote=True)
            parts.append(
                f'<li><span class="tag">{escape(section.id)}</span>'
                f'<a href="{target}">{sentence(section.title)}</a></li>'
            )
        parts.append("</ol></li>")
    return page(TITLE, "\n".join([*parts, "</ol>"]))


def _tally(chapter: Chapter, reports: Mapping[str, TheoremReport]) -> str:
    counts = Counter(reports[t.id].verdict for t in chapter if t.id in reports)
    return " ".join(f"{counts[verdict]} {badge(verdict)}" for verdict in sorted(counts, reverse=True))


def _write_chapter(
    out: Path,
    chapters: Sequence[Chapter],
    chapter: Chapter,
    reports: Mapping[str, TheoremReport],
    drawn: Sequence[ChapterPicture],
    progress: Progress,
) -> list[Path]:
    links = links_from(chapters, "../")
    written = []
    home = (TITLE, "../index.html")
    first = (chapter.title, "index.html")
    for k, section in enumerate(chapter.sections):
        before = chapter.sections[k - 1] if k else None
        after = chapter.sections[k + 1] if k + 1 < len(chapter.sections) else None
        shown = "\n".join(p.html(sentence) for p in drawn if p.section == section.id)
        text = page(
            f"{section.id}. {section.title}",
            section_html(section, reports, links=links) + shown,
            crumbs=(home, first, (section.id, "")),
            before=(f"{before.id} {before.title}", f"{before.id}.html") if before else first,
            after=(f"{after.id} {after.title}", f"{after.id}.html") if after else None,
        )
        written.append(write_text(out / address(chapter, section), text))
        progress(f"{section.id}.html")
    written.append(write_text(out / address(chapter), chapter_page(chapters, chapter, reports)))
    progress(f"{chapter.slug}/index.html")
    return written


def chapter_page(chapters: Sequence[Chapter], chapter: Chapter, reports: Mapping[str, TheoremReport]) -> str:
    """The first page of a chapter: its text and the table of its verdicts."""
    links = links_from(chapters, "../")
    rows = []
    for section in chapter.sections:
        for theorem in section.theorems:
            report = reports.get(theorem.id)
            worst = "" if report is None or report.worst is None else f"{report.worst:.0e}"
            name = link(theorem.id, f"{section.id}.html#{theorem.id}")
            word, steps = (badge(report.verdict), str(len(report.steps))) if report else ("", "")
            rows.append((name, sentence(theorem.title), word, steps, worst))
    contents = "\n".join(
        f'<li><span class="tag">{escape(s.id)}</span>'
        f'<a href="{escape(s.id, quote=True)}.html">{sentence(s.title)}</a></li>'
        for s in chapter.sections
    )
    body = [
        f"<h1>{sentence(chapter.title)}</h1>",
        prose(chapter.text, links),
        f'<ol class="contents">{contents}</ol>',
        "<h2>Verdicts</h2>",
        f"<p>{_tally(chapter, reports)}</p>",
        table(("theorem", "title", "verdict", "steps", "worst"), rows, numbers=frozenset({3, 4})),
    ]
    after = chapter.sections[0] if chapter.sections else None
    return page(
        chapter.title,
        "\n".join(body),
        crumbs=((TITLE, "../index.html"), (chapter.title, "")),
        after=(f"{after.id} {after.title}", f"{after.id}.html") if after else None,
    )


def book_tex(
    chapters: Sequence[Chapter],
    reports: Mapping[str, TheoremReport],
    drawn: Mapping[str, Sequence[ChapterPicture]] | None = None,
) -> tuple[str, dict[str, bytes]]:
    """The book as one LaTeX document, and the pictures that it includes by name."""
    parts = [to_latex(_PREFACE), _meanings()]
    images: dict[str, bytes] = {}
    for chapter in chapters:
        parts += [f"\\clearpage\n\\part{{{inline_latex(chapter.title)}}}", to_latex(chapter.text)]
        for section in chapter.sections:
            parts.append(section_body(section, reports))
            for picture in (drawn or {}).get(chapter.slug, ()):
                if picture.section == section.id:
                    images[picture.file] = picture.pdf
                    parts.append(picture.latex())
        parts.append(_verdict_list(chapter, reports))
    return document(TITLE, "\n\n".join(parts), contents=True), images


def _meanings() -> str:
    items = "\n".join(rf"\item[{v.value}] {escape_latex(MEANING[v])}." for v in reversed(Verdict))
    return f"\\begin{{description}}\n{items}\n\\end{{description}}"


def _verdict_list(chapter: Chapter, reports: Mapping[str, TheoremReport]) -> str:
    """Every theorem of a chapter with its verdict, section by section."""
    items = []
    for section in chapter.sections:
        words = ", ".join(
            escape_latex(t.id) + (f"~({reports[t.id].verdict.value})" if t.id in reports else "")
            for t in section.theorems
        )
        items.append(rf"\item[{escape_latex(section.id)}] {inline_latex(section.title)}: {words}.")
    lines = "\n".join(items)
    return (
        f"\\section*{{Verdicts}}\n\\begin{{description}}\\raggedright\n{lines}\n\\end{{description}}" if items else ""
    )
