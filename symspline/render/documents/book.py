"""The book: every chapter as one HTML site and one PDF, each statement with its verdict."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path

from symspline.derivations.references import REFERENCES
from symspline.files import write_bytes, write_text
from symspline.proof.chapter import Chapter
from symspline.proof.library import library
from symspline.proof.report import TheoremReport
from symspline.proof.section import Section
from symspline.proof.theorem import Theorem
from symspline.proof.verdict import Verdict
from symspline.render.chapter_pictures import ChapterPicture, pictures
from symspline.render.mathematics.display import MEANING
from symspline.render.mathematics.prose import escape_latex, inline_latex, to_latex

from .bibliography import TITLE as BIBLIOGRAPHY
from .bibliography import bibliography_html, bibliography_latex
from .bibtex import entry, own_entry
from .html import Links, badge, prose, section_html, sentence
from .page import link, page, table
from .pdf import typeset
from .tex_document import document, section_body

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
    """Write the book and give back its files, `index.html` first.

    Pages are written one by one under temporary names and renamed, chapter by chapter: what is finished stays when the
    work is interrupted.

    Args:
        out: folder; made when it does not exist.
        reports: checks by theorem id; a theorem without one has no verdict.
        pdf: whether the PDF is compiled too; the `.tex` is written in any case.
        progress: called with the name of each finished page.
        chapters: the chapters; those of the library when None.
        figures: whether the pictures are drawn.

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
    written += _write_bibliography(out, all_chapters)
    progress("bibliography.html")
    source, images = book_tex(all_chapters, known, drawn)
    written.append(write_text(out / "book.tex", source))
    for name, data in images.items():
        write_bytes(out / name, data)
    if pdf:
        written.append(typeset(source, out / "book.pdf", figures=images, timeout=600).path)
        progress("book.pdf")
    return written


def number_of_pages(chapters: Sequence[Chapter], *, pdf: bool) -> int:
    """How often `book` calls `progress`."""
    return sum(len(chapter.files) + 1 for chapter in chapters) + pdf


def _address(chapter: Chapter, section: Section | None = None, theorem: Theorem | None = None) -> str:
    """Address of a page of the book from its index."""
    name = f"{chapter.slug}/{section.id if section else 'index'}.html"
    return f"{name}#{theorem.id}" if theorem else name


def _links_from(chapters: Sequence[Chapter], prefix: str) -> Links:
    """Addresses of sections, theorems and references, from a page that reaches the index through `prefix`."""
    known = {reference.label: f"{prefix}bibliography.html#{reference.key}" for reference in REFERENCES}
    for chapter in chapters:
        for section in chapter.sections:
            known[section.id] = prefix + _address(chapter, section)
            known.update({t.id: prefix + _address(chapter, section, t) for t in section.theorems})
    return known.get


def index_page(chapters: Sequence[Chapter], reports: Mapping[str, TheoremReport]) -> str:
    """The title page: what the words mean, and the table of contents."""
    meanings = "\n".join(f"<li>{badge(verdict)} {escape(MEANING[verdict])}</li>" for verdict in reversed(Verdict))
    parts = [f"<h1>{TITLE}</h1>", prose(_PREFACE), f"<ul>{meanings}</ul>", '<h2>Contents</h2>\n<ol class="contents">']
    for chapter in chapters:
        parts.append(f"<li><strong>{link(chapter.title, _address(chapter))}</strong> {_tally(chapter, reports)}\n<ol>")
        parts += [_entry(section, _address(chapter, section)) for section in chapter.sections]
        parts.append("</ol></li>")
    parts.append(f"<li><strong>{link(BIBLIOGRAPHY, 'bibliography.html')}</strong></li>")
    return page(TITLE, "\n".join([*parts, "</ol>"]))


def _entry(section: Section, target: str) -> str:
    """A line of a table of contents."""
    tag = f'<span class="tag">{escape(section.id)}</span>'
    return f'<li>{tag}<a href="{escape(target, quote=True)}">{sentence(section.title)}</a></li>'


def _turn(section: Section) -> tuple[str, str]:
    """Label and address of a neighbouring page."""
    return f"{section.id} {section.title}", f"{section.id}.html"


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
    links = _links_from(chapters, "../")
    written = []
    home = (TITLE, "../index.html")
    first = (chapter.title, "index.html")
    turns = [first, *map(_turn, chapter.sections), None]
    for section, before, after in zip(chapter.sections, turns, turns[2:], strict=False):
        shown = "\n".join(p.html(sentence) for p in drawn if p.section == section.id)
        text = page(
            f"{section.id}. {section.title}",
            section_html(section, reports, links=links) + shown,
            crumbs=(home, first, (section.id, "")),
            before=before,
            after=after,
        )
        written.append(write_text(out / _address(chapter, section), text))
        progress(f"{section.id}.html")
    written.append(write_text(out / _address(chapter), chapter_page(chapters, chapter, reports)))
    progress(f"{chapter.slug}/index.html")
    return written


def _write_bibliography(out: Path, chapters: Sequence[Chapter]) -> list[Path]:
    """The page of the bibliography, and its entries for BibTeX."""
    theorems = [theorem for chapter in chapters for theorem in chapter]
    body = bibliography_html(theorems, _links_from(chapters, ""))
    body += f"\n<p>{link('The entries for BibTeX', 'references.bib')}</p>"
    text = page(BIBLIOGRAPHY, body, crumbs=((TITLE, "index.html"), (BIBLIOGRAPHY, "")))
    entries = "\n".join([own_entry(), *map(entry, REFERENCES)])
    return [write_text(out / "bibliography.html", text), write_text(out / "references.bib", entries)]


def chapter_page(chapters: Sequence[Chapter], chapter: Chapter, reports: Mapping[str, TheoremReport]) -> str:
    """The first page of a chapter: its text and the table of its verdicts."""
    links = _links_from(chapters, "../")
    rows = []
    for section in chapter.sections:
        for theorem in section.theorems:
            report = reports.get(theorem.id)
            worst = "" if report is None or report.worst is None else f"{report.worst:.0e}"
            name = link(theorem.id, f"{section.id}.html#{theorem.id}")
            word, steps = (badge(report.verdict), str(len(report.steps))) if report else ("", "")
            rows.append((name, sentence(theorem.title), word, steps, worst))
    contents = "\n".join(_entry(section, f"{section.id}.html") for section in chapter.sections)
    body = [
        f"<h1>{sentence(chapter.title)}</h1>",
        prose(chapter.text, links),
        f'<ol class="contents">{contents}</ol>',
        "<h2>Verdicts</h2>",
        f"<p>{_tally(chapter, reports)}</p>",
        table(("theorem", "title", "verdict", "steps", "worst"), rows, numbers=frozenset({3, 4})),
    ]
    return page(
        chapter.title,
        "\n".join(body),
        crumbs=((TITLE, "../index.html"), (chapter.title, "")),
        after=_turn(chapter.sections[0]) if chapter.sections else None,
    )


def book_tex(
    chapters: Sequence[Chapter],
    reports: Mapping[str, TheoremReport],
    drawn: Mapping[str, Sequence[ChapterPicture]] | None = None,
) -> tuple[str, dict[str, bytes]]:
    """The book as one LaTeX document, and the pictures that it includes by name."""
    items = "\n".join(rf"\item[{v.value}] {escape_latex(MEANING[v])}." for v in reversed(Verdict))
    parts = [to_latex(_PREFACE), f"\\begin{{description}}\n{items}\n\\end{{description}}"]
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
    parts += ["\\clearpage", bibliography_latex([theorem for chapter in chapters for theorem in chapter])]
    return document(TITLE, "\n\n".join(parts), contents=True), images


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
