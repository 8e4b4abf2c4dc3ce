"""Lemmas for Coq: what they say, that the table of accepted steps is true, and that Coq refuses planted errors."""

import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import mpmath
import numpy as np
import pytest
from sympy import Derivative, Determinant, Integral, Product, Sum

from symspline.enclosure.evaluate import evaluate
from symspline.files import write_text
from symspline.proof.checker import each_step
from symspline.proof.faults import plant
from symspline.proof.library import library
from symspline.proof.theorem import is_condition
from symspline.render.coq.coqtop import Conversation
from symspline.render.coq.files import (
    STANDARD_AXIOMS,
    CoqError,
    axioms,
    check_again,
    compile_all,
    compile_prelude,
    write,
)
from symspline.render.coq.index import CHANGED, accepted, certificate, digest, lemmas, parse, table
from symspline.render.coq.prelude import HEADER, LIBRARY, PRELUDE
from symspline.render.coq.steps import assuming, proofs, stated
from symspline.render.coq.terms import Unprintable

needs_coq = pytest.mark.skipif(shutil.which("coqc") is None, reason="coqc is not installed (apt-get install coq …)")
SAMPLE = ("B22", "C7", "C9")
"""Sections with several kinds of lemmas, small enough for the fast tests."""
FAULTY = ("B2", "B24", "C8", "C9")
"""Sections with every kind of lemma, in whose claims errors are planted."""
UNPROVED = re.compile(r"\b(Admitted|admit|Axiom|Axioms|Parameter|Parameters|Conjecture|Hypothesis|Variable|Declare)\b")


def theorems(*sections):
    return [theorem for id in sections for theorem in library.section_of(id)]


def without_comments(text):
    return re.sub(r"\(\*.*?\*\)", "", text, flags=re.S)


@pytest.mark.parametrize("section", SAMPLE)
def test_nothing_is_assumed_in_the_files(section):
    texts = [PRELUDE, *(lemma.text() for theorem in theorems(section) for lemma in lemmas(theorem))]
    assert len(texts) > 1
    for text in map(without_comments, texts):
        assert not UNPROVED.search(text)
        assert text.count("Proof.") == text.count("Qed.") == len(re.findall(r"^Lemma", text, re.M))


@pytest.mark.parametrize("section", SAMPLE)
def test_no_lemma_assumes_its_claim(section):
    for theorem in theorems(section):
        for lemma in lemmas(theorem):
            assert lemma.claim not in (*lemma.hypotheses, *lemma.assumed)
            # A condition for all values of a variable may hold for none.
            assert not any(condition.startswith("forall") for condition in lemma.assumed)


def test_an_assumption_in_a_file_is_seen():
    assert UNPROVED.search(without_comments("(* Axiom *) Lemma l : 0 = 1.\nProof.\nAdmitted."))
    assert not UNPROVED.search(without_comments("(* Axiom *) Lemma l : 1 = 1.\nProof.\nring.\nQed."))


def test_the_table_reads_what_it_writes():
    entries = list(accepted().values())
    assert len(entries) >= 400
    assert list(parse(table(entries)).values()) == entries


def test_a_changed_step_has_no_certificate():
    theorem = library["C9a.delta-slope"]
    assert all(c.accepted for c in certificate(theorem))
    first = theorem.steps[0]
    changed = replace(theorem, steps=(replace(first, line=2 * first.line), *theorem.steps[1:]))
    assert [c.why for c in certificate(changed)] == [CHANGED, CHANGED]


class Reader:
    """Values of terms of Coq, read from their text: shares nothing with what writes them."""

    def __init__(self, text, values):
        self.tokens = re.findall(r"[A-Za-z_][\w']*|\d+|[()+*/^]|<=|=|-", text.replace("(-", "( -"))
        self.values, self.at = values, 0

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, wanted=None):
        token = self.peek()
        assert wanted in (None, token), (wanted, token)
        self.at += 1
        return token

    def sum(self):
        value = self.product()
        while self.peek() == "+":
            self.take()
            value += self.product()
        return value

    def product(self):
        value = self.power()
        while self.peek() in ("*", "/"):
            value = value * self.power() if self.take() == "*" else value / self.power()
        return value

    def power(self):
        if self.peek() == "-":
            self.take()
            return -self.power()
        if self.peek() == "/":
            self.take()
            return 1 / self.power()
        value = self.application()
        if self.peek() == "^":
            self.take()
            value = value ** int(self.take())
        return value

    def application(self):
        functions = {"sqrt": mpmath.sqrt, "exp": mpmath.exp, "Rabs": abs, "cos": mpmath.cos, "sin": mpmath.sin}
        functions |= {"cosh": mpmath.cosh, "sinh": mpmath.sinh, "tan": mpmath.tan, "tanh": mpmath.tanh}
        functions |= {"atan": mpmath.atan, "erf": mpmath.erf, "erfc": mpmath.erfc, "ln": mpmath.log, "INR": mpmath.mpf}
        pairs = {"Rmax": max, "Rmin": min, "Rpower": mpmath.power}
        token = self.take()
        if token == "(":
            value = self.sum()
            self.take(")")
            return value
        if token in functions:
            return functions[token](self.application())
        if token in pairs:
            first = self.application()
            return pairs[token](first, self.application())
        if token.isdigit():
            return mpmath.mpf(token)
        return mpmath.pi if token == "PI" else self.values[token]


def test_the_lemmas_say_what_the_steps_say():
    """Both sides of each claim, read back from its text, have the values of the two lines at a point of the box."""
    read = 0
    for theorem in theorems(*SAMPLE):
        for place, before, step in each_step(theorem):
            lines = (before, step.line)
            if (theorem.id, place) not in accepted() or is_condition(before):
                continue
            if any(line.has(Integral, Derivative, Sum, Product, Determinant) for line in lines):
                continue
            what = stated(theorem, place, before, step)
            if what.lemma.kind == "limit":
                continue
            rng = np.random.default_rng(7)
            point = {argument.symbol: argument.draw(rng) for argument in theorem.arguments}
            values = {name: mpmath.mpf(point[s].p) / point[s].q for s, name in what.terms.names.items() if s in point}
            with mpmath.workdps(30):
                left, right = re.split(r" (?:=|<=) ", what.lemma.claim)
                for text, line in ((left, before), (right, step.line)):
                    value = Reader(text, values).sum()
                    assert abs(value - evaluate(line, point)) <= 1e-12 * max(1, abs(value)), (theorem.id, place)
            read += 1
    assert read >= 10


def test_a_term_that_says_something_else_is_seen():
    assert Reader("((-1) * (/ (x ^ 2))) + (1 / 2)", {"x": mpmath.mpf(2)}).sum() == mpmath.mpf(1) / 4
    assert Reader("(sqrt (x + 1)) * (Rmax x 3)", {"x": mpmath.mpf(3)}).sum() == 6


@pytest.mark.slow
@needs_coq
def test_coq_accepts_the_whole_table(tmp_path):
    """What keeps the table true: every entry compiles, coqchk takes the proofs, which rest on the libraries."""
    written = write(library, tmp_path)
    assert len(written.lemmas) == len(accepted())
    assert set(compile_all(written)) == set(written.modules)
    check_again(written)
    assert all(axiom.startswith(STANDARD_AXIOMS) for axiom in axioms(written))


@pytest.mark.coq
@needs_coq
def test_what_a_file_assumes_is_seen(tmp_path):
    written = write([library["C9a.delta-slope"]], tmp_path)
    (module,) = written.sections
    path = tmp_path / f"{module}.v"
    path.write_text(re.sub(r"Proof\.\n.*?Qed\.", "Admitted.", path.read_text(), count=1, flags=re.S))
    compile_all(written)
    with pytest.raises(CoqError, match=rf"assume symspline\.{module}\.C9a_delta_slope_step_1"):
        check_again(written)
    assert not all(axiom.startswith(STANDARD_AXIOMS) for axiom in axioms(written))


def planted(section):
    """Accepted lemmas whose claim has one error; hypotheses, conditions and proof are those of the right lemma."""
    for theorem in theorems(section):
        steps = {place: (before, step) for place, before, step in each_step(theorem)}
        right = {lemma.place: lemma for lemma in lemmas(theorem)}
        for fault in plant(theorem, 1) if right else ():
            lemma, (before, step) = right.get(fault.place), steps[fault.place]
            if lemma is not None:
                wrong = stated(theorem, fault.place, before, replace(step, line=fault.line)).lemma
                yield replace(lemma, claim=wrong.claim, shown=wrong.shown)


def refused_by_coqc(folder, name, text):
    """What coqc says against a file, and the line where it stops; nothing and 0 where it accepts the file."""
    write_text(folder / f"{name}.v", text)
    command = ["coqc", "-q", "-w", "none", "-R", ".", LIBRARY, f"{name}.v"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    place = re.search(r"line (\d+)", done.stderr)
    return (done.stderr, int(place[1]) if place else 0) if done.returncode else ("", 0)


@pytest.mark.coq
@needs_coq
def test_coqc_refuses_a_wrong_claim_with_the_proof_of_the_right_one(tmp_path):
    compile_prelude(tmp_path)
    kinds = {entry.kind: [] for entry in accepted().values()}
    for lemma in (lemma for section in FAULTY for lemma in planted(section)):
        kinds[lemma.kind].append(lemma)
    assert all(kinds.values())
    wrong = [lemma for found in kinds.values() for lemma in found[:5]]
    assert len(wrong) >= 40
    # Each wrong claim is a proposition, so that what Coq refuses is its proof.
    statements = "".join(f"Lemma {lemma.name} :\n  {lemma.statement}.\nAdmitted.\n" for lemma in wrong)
    assert refused_by_coqc(tmp_path, "statements", HEADER + statements) == ("", 0)
    texts = [HEADER + "Set Default Timeout 60.\n" + lemma.text() for lemma in wrong]
    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(lambda k: refused_by_coqc(tmp_path, f"wrong{k}", texts[k]), range(len(wrong))))
    for lemma, text, (why, line) in zip(wrong, texts, said, strict=True):
        # The conditions before the argument hold as they did.
        argument = text.count("\n") - len(lemma.proof)
        assert line >= argument and not re.search(r"[Ss]yntax|Timeout", why), (lemma.name, lemma.claim, why)


def faulty(theorem, per_line=2):
    """The accepted steps of a theorem with errors planted in them, as lemmas with the proofs of the right ones."""
    steps = {place: (before, step) for place, before, step in each_step(theorem)}
    for fault in plant(theorem, per_line):
        entry = accepted().get((theorem.id, fault.place))
        if entry is None:
            continue
        before, step = steps[fault.place]
        try:
            what = stated(theorem, fault.place, before, replace(step, line=fault.line))
            scripts = dict(proofs(what))
        except Unprintable:
            continue
        # Whatever would have to be shown for the wrong line to have a value is given to it.
        free = frozenset(k for k, c in enumerate(what.lemma.defined) if not c.startswith("forall"))
        given = replace(assuming(what.lemma, free), defined=())
        if entry.proof in scripts:
            yield fault, replace(given, proof=tuple(scripts[entry.proof]))


@pytest.mark.coq
@needs_coq
def test_coq_refuses_a_wrong_step_with_a_proof_of_its_own(tmp_path):
    compile_prelude(tmp_path)
    coq = Conversation(tmp_path)
    tried = [(fault, coq.refused(lemma)) for theorem in theorems("C9") for fault, lemma in faulty(theorem)]
    coq.close()
    assert len(tried) >= 20
    assert not [(fault.theorem, fault.place, fault.line) for fault, why in tried if not why]


@pytest.mark.coq
@needs_coq
def test_coq_accepts_what_is_right_and_refuses_what_is_wrong(tmp_path):
    compile_prelude(Path(tmp_path))
    coq = Conversation(tmp_path)
    (lemma, *_) = lemmas(library["C9a.delta-slope"])
    assert digest(lemma) == accepted()[lemma.theorem, lemma.place].digest
    assert not coq.refused(lemma)
    assert coq.refused(replace(lemma, claim=lemma.claim + " + 1"))
    coq.close()
