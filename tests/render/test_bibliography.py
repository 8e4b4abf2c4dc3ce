"""The bibliography and its BibTeX."""

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from symspline.derivations.references import REFERENCES, stated_in
from symspline.proof.reference import Reference
from symspline.render.documents.bibliography import bibliography_html, bibliography_latex, bibliography_markdown
from symspline.render.documents.bibtex import bibtex, entry, own_entry
from symspline.render.documents.html import theorem_html
from symspline.render.documents.showing import show_as, theorem_data

ROOT = Path(__file__).parents[2]
NASTY = Reference("bad2000", "article", "100 % {of} _x_ \\ & $y$", "Ábel, Ǧ.; {Q}uux, Ï.; A # B", "p", 2000, "J~^")


def fields(text):
    """The fields of each entry, read by another reader than the writer: braces are counted."""
    found = {}
    for head in re.finditer(r"@(\w+)\{(\w+),", text):
        at, values = head.end(), {}
        while name := re.compile(r"\s*(\w+) = \{").match(text, at):
            start = at = name.end()
            depth = 1
            while depth:
                depth += {"{": 1, "}": -1}.get(text[at], 0) * (text[at - 1] != "\\")
                at += 1
            values[name[1]] = text[start : at - 1]
            assert text[at] == ","
            at += 1
        assert text[at : at + 2] == "\n}", "the entry does not end where its fields do"
        found[head[2]] = values
    return found


@pytest.fixture(scope="module")
def stated(decay):
    return replace(decay, source=stated_in(cho2009="section 2, for $n = 1$", weyl1912=""))


def test_entries_are_read_back():
    text = "\n".join(map(entry, (*REFERENCES, NASTY)))
    assert text.isascii()
    read = fields(text)
    assert list(read) == [reference.key for reference in REFERENCES] + ["bad2000"]
    assert read["jin2023"]["author"] == r"Jin, Hui and Mont{\'u}far, Guido" and read["cho2009"]["pages"] == "342--350"
    assert read["bad2000"]["author"] == r"{\'A}bel, {\v G}. and \{Q\}uux, {\"I}. and {A \# B}"
    assert read["bad2000"]["title"] == r"{100 \% \{of\} \_x\_ \textbackslash{} \& \$y\$}"


@pytest.mark.skipif(not shutil.which("bibtex"), reason="bibtex is not installed")
def test_bibtex_reads_every_entry_without_a_warning(tmp_path):
    (tmp_path / "all.bib").write_text("\n".join(map(entry, REFERENCES)))
    (tmp_path / "all.aux").write_text("\\citation{*}\n\\bibstyle{plain}\n\\bibdata{all}\n")
    done = subprocess.run(["bibtex", "all"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0 and "Warning" not in done.stdout, done.stdout
    assert (tmp_path / "all.bbl").read_text().count("\\bibitem") == len(REFERENCES)


def test_show_gives_the_sources_and_symspline_itself(stated, decay, section):
    read = fields(show_as(stated, "bibtex"))
    assert list(read) == ["symspline", "cho2009", "weyl1912"] and read["symspline"]["note"] == "Theorem X1.tail"
    assert list(fields(show_as(decay, "bibtex"))) == ["symspline"]
    assert fields(show_as(section, "bibtex"))["symspline"]["note"] == "Section X1"
    assert list(fields(bibtex([stated, stated]))) == ["symspline", "cho2009", "weyl1912"]


def test_our_own_entry_is_that_of_the_citation_file():
    cff = (ROOT / "CITATION.cff").read_text()
    own = fields(own_entry())["symspline"]
    assert f'title: "{own["title"][1:-1]}"' in cff
    assert f"version: {own['howpublished'].rpartition(' ')[2]}\n" in cff


def test_a_source_is_printed_and_linked(stated):
    assert r"\emph{Source:} derived here; stated in Cho and Saul (2009), section 2, for $n = 1$;" in stated.latex()
    page = theorem_html(stated, links={"Cho and Saul (2009)": "b.html#cho2009"}.get)
    assert '<a href="b.html#cho2009">Cho and Saul (2009)</a>, section 2' in page
    assert "in Weyl (1912)." in page
    assert theorem_data(stated)["source"]["stated"][0] == {
        "key": "cho2009",
        "label": "Cho and Saul (2009)",
        "place": "section 2, for $n = 1$",
    }


def test_the_bibliography_in_every_format(stated):
    html = bibliography_html([stated], {"X1.tail": "one/X1.html#X1.tail"}.get)
    assert html.count("<li id=") == len(REFERENCES)
    assert re.search(r'<li id="cho2009">.*Named by <a href="one/X1.html#X1.tail">X1.tail</a>', html)
    latex = bibliography_latex([stated])
    assert latex.count(r"\item[") == len(REFERENCES) and r"Taylor \& Francis" in latex


def test_the_page_of_the_documentation_is_up_to_date(theorems):
    written = (ROOT / "docs/bibliography.md").read_text()
    assert written == bibliography_markdown(theorems), "python docs/make_bibliography.py writes it anew"
