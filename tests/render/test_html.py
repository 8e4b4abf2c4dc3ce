import json
from dataclasses import replace

from symspline.proof.library import library
from symspline.proof.moves import By
from symspline.proof.theorem import Assumption, Step, Theorem
from symspline.proof.verdict import Verdict
from symspline.render.documents.html import section_page, theorem_html, theorem_page
from symspline.render.documents.markdown import derivation_markdown
from symspline.render.documents.showing import theorem_data


def test_a_page_stands_alone(decay, report, well_formed):
    text = theorem_page(decay, report(decay))
    assert "<script" not in text and "http" not in text and "@import" not in text and "url(" not in text
    assert "prefers-color-scheme: dark" in text
    well_formed(text)


def test_a_page_shows_verdict_source_and_latex(decay, report):
    text = theorem_page(decay, report(decay, Verdict.SAMPLED))
    assert text.count('class="verdict sampled"') == 4 and "<strong>Source</strong>: derived here" in text
    assert "<strong>Not checked here</strong>: <p>For 100 % of rates" in text
    assert "<summary>LaTeX</summary><pre>" in text and r"\begin{align*}" in text
    assert "<math" in text and "<code>x_1 &lt; 2</code>" in text


def test_a_citation_is_a_link(decay, report):
    a = decay.arguments[0].symbol
    other = Theorem(
        "X3", "Cites", "examples", decay.arguments, decay.subject, decay.start, (Step("=", 1 / a, By(decay)),)
    )
    text = theorem_html(other, report(other), links=lambda id: f"#{id}" if id == "X1.tail" else None)
    assert '<a href="#X1.tail">X1.tail</a>' in text


def test_a_section_links_inside(section, report, well_formed):
    text = section_page(section, {t.id: report(t) for t in section})
    well_formed(text)
    assert 'id="X1.tail"' in text and 'href="#X1.tail"' in text


def test_foreign_text_is_escaped(decay, report, well_formed):
    evil = Theorem(
        "X4",
        "<img src=x onerror=alert(1)>",
        "examples",
        decay.arguments,
        decay.subject,
        decay.start,
        decay.steps,
        statement='<script>alert("1")</script> and $a<b$',
    )
    text = theorem_page(evil, report(evil))
    assert "<script" not in text and "<img" not in text
    well_formed(text)


def test_markdown(decay, report):
    text = derivation_markdown(decay, report(decay))
    assert text.startswith("## X1.tail. ") and "**Verdict:** enclosed" in text and "1. substitute $t = u/a$" in text


def test_plain_data(decay, report):
    data = json.loads(json.dumps(theorem_data(decay, report(decay))))
    assert data["verdict"] == "enclosed" and data["lines"][1]["reason"] == "substitute $t = u/a$"
    assert data["conclusion"].startswith(r"\begin{cases}") and data["arguments"][0]["meaning"] == "rate"


def test_a_step_that_coq_has_accepted_says_so_until_it_is_changed(well_formed):
    theorem = library["C9a.delta-slope"]
    text = theorem_html(theorem)
    well_formed(text)
    assert text.count("checked by Coq") == len(theorem.steps) == 2
    assert [line["coq"] for line in theorem_data(theorem)["lines"]] == [False, True, True]
    first, *others = theorem.steps
    for changed in (
        replace(theorem, steps=(replace(first, line=2 * first.line), *others)),
        replace(theorem, assumes=(Assumption("", theorem.arguments[0].symbol > 1),)),
    ):
        assert "checked by Coq" not in theorem_html(changed)


def test_what_a_lemma_assumes_beyond_the_theorem_is_told():
    assert "a lemma that assumes" in theorem_html(library["C4f.profile"])
