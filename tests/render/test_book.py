import re
import sys
from types import ModuleType

import pytest

from symspline.proof.chapter import Chapter
from symspline.proof.section import Section
from symspline.render.documents.book import book, book_tex
from symspline.render.documents.pdf import typeset


@pytest.fixture
def chapters(decay, wide, monkeypatch):
    """Two chapters of one file each, importable without a folder."""

    def chapter(slug, title, text, id, section_title, section_text, theorem):
        home = f"examples_{slug}.{slug}"
        section = Section(f"{home}.only", id, section_title, section_text, boxes={})
        section.add(theorem)
        for name in (f"examples_{slug}", home, f"{home}.only"):
            module = ModuleType(name)
            module.__path__ = []
            setattr(module, id, section)
            monkeypatch.setitem(sys.modules, name, module)
        return Chapter(home, title, {id: "only"}, text=text)

    return (
        chapter("one", "The first", "Text with X1.tail.", "X1", "First & more", "A.", decay),
        chapter("two", "The second", "", "X2", "Second", "B.", wide),
    )


@pytest.fixture
def reports(decay, wide, report):
    return {t.id: report(t) for t in (decay, wide)}


def test_the_site(tmp_path, chapters, reports):
    seen = []
    files = book(tmp_path, reports, pdf=False, chapters=chapters, progress=seen.append)
    assert files[0].name == "index.html" and "X1.html" in seen and "two/index.html" in seen
    assert (tmp_path / "book.tex").exists()
    pages = [p for p in files if p.suffix == ".html"]
    assert len(pages) == 6
    assert (
        'href="bibliography.html"' in files[0].read_text()
        and "@misc{symspline," in (tmp_path / "references.bib").read_text()
    )
    for path in pages:
        text = path.read_text()
        assert "<script" not in text and ("http" not in text or path.name == "bibliography.html")
        for href in re.findall(r'href="(?!http)([^"]+)"', text):
            target, _, anchor = href.partition("#")
            found = (path.parent / target).resolve() if target else path
            assert found.exists(), (path.name, href)
            assert not anchor or f'id="{anchor}"' in found.read_text(), href
    assert not list(tmp_path.rglob("*.part"))


def test_a_finished_chapter_survives_an_interruption(tmp_path, chapters, reports):
    def stop(name):
        if name == "X2.html":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        book(tmp_path, reports, pdf=False, chapters=chapters, progress=stop)
    assert (tmp_path / "index.html").exists() and (tmp_path / "one" / "X1.html").exists()
    assert "enclosed" in (tmp_path / "one" / "index.html").read_text()


def test_the_pdf_of_a_small_book(tmp_path, chapters, reports, pdflatex, overfull, pages):
    source, images = book_tex(chapters, reports)
    made = typeset(source, tmp_path / "book.pdf", figures=images)
    assert pages(made.log) >= 3 and overfull(made.log) == []


@pytest.mark.slow
def test_the_whole_book_compiles_without_overfull_lines(tmp_path, theorems, report, pdflatex, overfull, pages):
    from symspline.proof.library import library
    from symspline.render.chapter_pictures import pictures

    drawn = {chapter.slug: pictures(chapter) for chapter in library.chapters}
    source, images = book_tex(library.chapters, {t.id: report(t) for t in theorems}, drawn)
    made = typeset(source, tmp_path / "book.pdf", figures=images, timeout=600)
    assert overfull(made.log) == [] and pages(made.log) > 20
