"""The section writer: what need not be said, and what it refuses."""

import pickle
from contextlib import suppress
from dataclasses import replace

import pytest
from sympy import Eq, Function, Integral, Symbol, exp, oo

from symspline.proof.library import library
from symspline.proof.moves import Algebra, Antiderivative, Definition, Known, Substitute
from symspline.proof.section import Section
from symspline.proof.theorem import Argument, Assumption, DerivationError

a, t, u = Symbol("a", positive=True), Symbol("t", positive=True), Symbol("u", positive=True)
BOXES = {t: Argument(t, 1, 2), a: Argument(a, 1, 3, "rate")}
T = Function("T", real=True)(a)


def section(id="X1"):
    return Section("examples.there", id, "Tails", " Text. ", boxes=BOXES)


def tail(made, name="tail", **more):
    return made.theorem(
        name,
        "A tail",
        "By\n    hand.",
        T,
        Integral(exp(-a * t), (t, 0, oo)),
        Antiderivative(t, -exp(-a * t) / a),
        **more,
    )


def test_the_text_of_a_section_is_the_docstring_of_its_file_below_the_first_line():
    from symspline.derivations.initialisation import correlated_gaussian, orientation

    first, text = orientation.__doc__.split("\n\n", 1)
    assert first.startswith("To which side") and orientation.B5.text == text.strip() != ""
    assert library.section_of("B5").text == orientation.B5.text and correlated_gaussian.B7.text == ""
    chapter = library.chapters[0]
    assert chapter.text and not chapter.text.startswith("Random initialisation in function space")


def test_a_bare_move_computes_its_line():
    made = section()
    theorem = tail(made)
    assert theorem.conclusion == 1 / a and theorem.steps[0].relation == "="
    assert made.typed == [] and made.text == "Text."
    assert theorem.check().verdict.value == "proved"


def test_what_follows_from_the_place_is_not_said():
    theorem = tail(section())
    assert (theorem.id, theorem.chapter, theorem.statement) == ("X1.tail", "examples", "By hand.")
    assert [argument.symbol for argument in theorem.arguments] == [a]


def test_words_stand_for_a_rewriting_and_for_a_definition():
    made = section()
    theorem = made.theorem(
        "sum", "S", "", None, a * (a + 1), (a**2 + a, "expand"), origin="by definition", given=(a > 2,)
    )
    assert theorem.steps[0].move == Algebra("expand") and theorem.origin == Definition("by definition")
    assert theorem.subject == theorem.start and theorem.assumes == (Assumption(condition=a > 2),)
    assert made.typed == [("X1.sum", 1)]


def test_conditions_follow_by_equivalence_and_relations_can_be_named():
    made = section()
    assert made.theorem("eq", "E", "", None, Eq(a, 1), (Eq(2 * a, 2), "double")).steps[0].relation == "<=>"
    assert made.theorem("le", "L", "", None, a, ("<=", a + 1, "add one")).relation == "<="


@pytest.mark.parametrize(
    ("section_id", "name", "id"),
    [
        ("B7", "zeta", "B7.zeta"),
        ("C5", "c.gaps", "C5c.gaps"),
        ("B0", "a", "B0a"),
        ("B5", "", "B5"),
        ("B0", "e1", "B0.e1"),
    ],
)
def test_ids(section_id, name, id):
    assert tail(section(section_id), name).id == id


def test_a_move_that_computes_no_line_does_not_stand_alone():
    made = section().theorem("tail", "A tail", "", T, Integral(exp(-a * t), (t, 0, oo)), Known("a table", "a book"))
    for _ in range(2):  # what was wrong at the first look is wrong at the second
        with pytest.raises(DerivationError, match=r"X1.tail, step 1: the move computes no line; write it down"):
            made.check()


def test_lines_are_computed_when_they_are_looked_at(monkeypatch):
    asked = []
    expected = Antiderivative.expected
    monkeypatch.setattr(Antiderivative, "expected", lambda move, line: asked.append(line) or expected(move, line))
    made = tail(section())
    assert made.title and repr(made) and not asked
    assert made.conclusion == 1 / a and len(asked) == 1
    assert made.steps and len(asked) == 1
    again = pickle.loads(pickle.dumps(tail(section())))
    assert again.lines == made.lines and again.arguments == made.arguments
    assert replace(made, title="Another").conclusion == made.conclusion


def test_ids_of_another_section_and_ids_used_twice_are_refused():
    short, long = section("B2"), section("B20")
    with pytest.raises(DerivationError, match="the id belongs to another section"):
        short.add(tail(long))
    with pytest.raises(DerivationError, match="the id is used twice"):
        long.add(tail(section("B20")))


def test_a_continuing_file_appends():
    first, second = section(), section()
    tail(first)
    second.theorem("again", "Again", "", None, a * (a + 1), (a**2 + a, "expand"))
    assert [theorem.id for theorem in first.continued(second)] == ["X1.tail", "X1.again"]
    assert first.typed == [("X1.again", 1)]


def test_no_line_is_typed_that_its_move_computes_just_so():
    """Where this fails, the line can be left out: the move alone says it; unless it is what another theorem ends in."""
    ends: dict = {}
    for theorem in library:
        ends.setdefault(theorem.conclusion, set()).add(theorem.id)
    found = []
    for section in library.sections:
        typed = set(section.typed)
        for theorem in section:
            for number, (line, step) in enumerate(zip(theorem.lines, theorem.steps, strict=False), 1):
                if (theorem.id, number) not in typed or ends.get(step.line, set()) - {theorem.id}:
                    continue
                with suppress(NotImplementedError):
                    if step.move.expected(line) == step.line:
                        found.append((theorem.id, number))
    assert not found


def test_substitution_computes_its_line_too():
    made = section()
    theorem = made.theorem(
        "sub",
        "S",
        "",
        T,
        Integral(exp(-a * t), (t, 0, oo)),
        Substitute(t, u, u / a, a * t),
        Antiderivative(u, -exp(-u) / a),
    )
    assert theorem.conclusion == 1 / a and theorem.check().verdict.value == "proved"
