"""A small theorem, reports that cost nothing, and the theorems of the library."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from sympy import Function, Integral, Piecewise, Symbol, exp, oo

from symspline.proof.checker import StepReport, TheoremReport
from symspline.proof.moves import Algebra, Antiderivative, Substitute
from symspline.proof.section import Section
from symspline.proof.theorem import Argument, Assumption, Source, Step, Theorem
from symspline.proof.verdict import Verdict

a, t, u = Symbol("a", positive=True), Symbol("t", positive=True), Symbol("u", positive=True)


def filled(id, title, text, *theorems):
    """A section of theorems that stand already."""
    made = Section("examples.there", id, title, text, boxes={})
    for theorem in theorems:
        made.add(theorem)
    return made


@pytest.fixture(scope="session")
def decay():
    """The tail of an exponential, substituted and integrated."""
    return Theorem(
        "X1.tail",
        "Tail of an exponential & more",
        "examples",
        (Argument(a, 1, 3, "rate"),),
        Function("T", real=True)(a),
        Integral(exp(-a * t), (t, 0, oo)),
        (
            Step("=", Integral(exp(-u), (u, 0, oo)) / a, Substitute(t, u, u / a, a * t)),
            Step("=", 1 / a, Antiderivative(u, -exp(-u))),
            Step("=", Piecewise((1 / a, a < 5), (0, True)), Algebra("cases of $a$")),
        ),
        assumes=(Assumption("$a$ is below **five**", a < 5),),
        statement="For 100 % of rates, see X1.tail; `x_1 < 2` & so on.\n\n- one $a^2$\n- two",
        source=Source("derived here", "X1"),
    )


@pytest.fixture(scope="session")
def wide():
    """A theorem with lines far wider than any column."""
    terms = [Symbol(f"sigma_{k}", positive=True) ** k / (k + Symbol("a", positive=True)) for k in range(1, 16)]
    arguments = tuple(Argument(s, 1, 2, "a scale") for s in sorted(sum(terms).free_symbols, key=str))
    total = sum(terms)
    return Theorem(
        "X2.wide",
        "A wide line",
        "examples",
        arguments,
        Function("W")(*(g.symbol for g in arguments)),
        Integral(total * exp(-total * t) * t, (t, 0, oo)),
        (
            Step(
                "=", Integral(t * exp(-total * t), (t, 0, oo)) * total, Algebra("take out what does not depend on $t$")
            ),
            Step("=", 1 / total, Antiderivative(t, -(1 + t * total) * exp(-t * total) / total**2)),
            Step("=", Piecewise((1 / total, total > 1), (total, True)), Algebra("two cases")),
        ),
    )


@pytest.fixture(scope="session")
def section(decay, wide):
    """Both as a section."""
    return filled("X1", "Examples", "Two *theorems*.", decay, replace(wide, id="X1.wide"))


@pytest.fixture(scope="session")
def report():
    """Builds a report without checking anything."""

    def build(theorem, verdict=Verdict.ENCLOSED):
        steps = tuple(StepReport(f"step {k + 1}", verdict, "by decree", 1e-30) for k in range(len(theorem.steps)))
        return TheoremReport(theorem, steps, (), tuple((c.id, Verdict.PROVED) for c in theorem.cites), 0.0)

    return build


@pytest.fixture(scope="session")
def theorems():
    """Every theorem of the library."""
    from symspline.proof.library import library

    return tuple(library)


@pytest.fixture(scope="session")
def well_formed():
    """Parses what HTML and XML share; void elements closed first."""

    def parse(fragment):
        text = re.sub(r"<(br|meta|img)([^>]*?)/?>", r"<\1\2/>", fragment.replace("<!DOCTYPE html>", ""))
        return ElementTree.fromstring(f"<x>{text}</x>")

    return parse
