"""What a derivation says, for every format to print: what is given, its rows with their reasons, verdict and source."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sympy import Limit, Symbol
from sympy.logic.boolalg import Boolean

from symspline.proof.move import Move
from symspline.proof.opening import definitions, taken_as_given
from symspline.proof.report import TheoremReport
from symspline.proof.theorem import Argument, Assumption, Theorem
from symspline.proof.verdict import Verdict
from symspline.render.coq.index import Certificate, certified

from .notation import tex
from .reader import LayoutError, slim

_RELATIONS = {"=": "=", "<=": r"\leq", "<": "<", "=>": r"\Longrightarrow", "<=>": r"\Longleftrightarrow"}
REST = "Not checked here"
"""The label of the statement in words: the verdict is about the lines."""
_SIGNS = {"=": "=", "→": r"\to", "↓": r"\downarrow", "↑": r"\uparrow"}
MEANING = {
    Verdict.PROVED: "the kernel shows every step, for all values that the hypotheses allow",
    Verdict.ENCLOSED: "balls contain the difference, rigorously, at 32 sample points or more",
    Verdict.SAMPLED: "floating-point numbers or statistics agree at sample points; not a proof",
    Verdict.ARGUED: "what is checked does not reach the statement; the rest is an argument in words",
    Verdict.UNDECIDED: "no check could reach the statement",
    Verdict.REFUTED: "a counterexample was found",
}


def given(theorem: Theorem) -> tuple[str, ...]:
    """Where the symbols live and what is assumed of them: none, one or two sentences in the markup of prose.

    Example:
        >>> import symspline as ss
        >>> given(ss.library["B0.erfc-2"])
        ('Here $A > 0$ (rate); $B > 0$ (rate).',)
    """
    lists = (
        ("Here", [_symbol(argument) for argument in theorem.arguments]),
        ("Assume", [hypothesis(assumption) for assumption in theorem.assumes]),
    )
    return tuple(f"{word} {'; '.join(items)}." for word, items in lists if items)


def _symbol(argument: Argument) -> str:
    """A symbol, where it lives, and what it means: "$c$ real (place on the input axis)"."""
    bound, kind = _home(argument.symbol)
    meaning = f"({argument.meaning})" if argument.meaning else ""
    return " ".join(part for part in (f"${tex(argument.symbol)}{bound}$", kind, meaning) if part)


def _home(symbol: Symbol) -> tuple[str, str]:
    """Where a symbol lives: what follows it in its formula, and the words behind it."""
    if symbol.is_integer:
        sign = "positive " if symbol.is_positive else "non-negative " if symbol.is_nonnegative else ""
        return "", f"a {sign}integer" if sign else "an integer"
    if symbol.is_positive:
        return " > 0", ""
    if symbol.is_nonnegative:
        return r" \geq 0", ""
    return (r" \neq 0", "") if symbol.is_nonzero else ("", "real")


def hypothesis(assumption: Assumption) -> str:
    """A hypothesis in words: its text, or its condition."""
    if assumption.condition is None or assumption.text:
        return assumption.text.rstrip(".")
    return f"${tex(assumption.condition, inline=True)}$"


def reason(move: Move, *, inline: bool = True) -> str:
    """The reason a move gives as prose, mathematics between dollar signs, fractions with a slash where it is `inline`.

    Example:
        >>> from sympy import Symbol
        >>> from symspline.proof.moves import Fold
        >>> reason(Fold(Symbol("w", real=True), Symbol("r", positive=True)))
        'fold at $w = 0$'
    """
    return move.reason().written(
        _tidy,
        lambda formula: (
            f"${' '.join(_SIGNS[part] if isinstance(part, str) else tex(part, inline=inline) for part in formula)}$"
        ),
    )


def _tidy(words: str) -> str:
    """Words whose mathematics is written as a person writes it."""
    pieces = words.split("$")
    for k in range(1, len(pieces) - 1, 2):
        try:
            pieces[k] = slim(pieces[k])
        except LayoutError:
            continue
    return "$".join(pieces)


@dataclass(frozen=True)
class Row:
    """One line of a derivation.

    Args:
        relation: LaTeX of the relation to the line before; empty for the first condition of a chain.
        line: LaTeX of the line.
        reason: prose, mathematics between dollar signs; may be empty.
        verdict: what the check of the step said; None for the first line.
        cites: ids of the theorems that the reason names.
        note: the reason again, for a place where its formulas are displayed.
        coq: the certificate of a step that Coq has accepted as it stands.
    """

    relation: str
    line: str
    reason: str
    verdict: Verdict | None
    cites: tuple[str, ...]
    note: str
    coq: Certificate | None = None


@dataclass(frozen=True)
class Display:
    """A derivation: LaTeX of the left side, empty for a chain of conditions, and the rows that lead to it."""

    subject: str
    rows: tuple[Row, ...]


def display(theorem: Theorem, report: TheoremReport | None = None) -> Display:
    """The rows of a theorem, with the verdict of each step where a report is given."""
    logical = isinstance(theorem.start, Boolean)
    verdicts = {step.place: step.verdict for step in report.steps} if report else {}
    certificates = certified(theorem)
    lines = [("" if logical else _RELATIONS[theorem.begins], theorem.start, theorem.origin)]
    lines += [(_RELATIONS[step.relation], step.line, step.move) for step in theorem.steps]
    subject = theorem.subject
    for k, step in enumerate(theorem.steps, 1):
        if step.move.at:
            # What stands before a limit is taken to the limit, the subject too where it is a family.
            weak = {"<": _RELATIONS["<="]}
            lines[:k] = [(weak.get(sign, sign), Limit(line, *step.move.at), move) for sign, line, move in lines[:k]]
            subject = Limit(subject, *step.move.at) if getattr(step.move, "family", False) else subject
    rows = [
        Row(
            relation,
            tex(line),
            reason(move) if move else "",
            verdicts.get(_place(k)),
            tuple(t.id for t in move.cites) if move else (),
            reason(move, inline=False) if move else "",
            certificates.get(_place(k)),
        )
        for k, (relation, line, move) in enumerate(lines)
    ]
    named = "" if logical else tex(subject)
    if named and named == rows[0].line:
        rows = rows[1:] or rows
    return Display(named, tuple(rows))


def conclusion(theorem: Theorem) -> str:
    """The LaTeX of what a theorem says: its left side, or the first of its conditions, and its last line."""
    shown = display(theorem)
    first, last = shown.rows[0], shown.rows[-1]
    if not shown.subject and first is last:
        return first.line
    return f"{shown.subject or first.line} {_RELATIONS[theorem.relation]} {last.line}"


def _place(k: int) -> str:
    """Where a row stands in a report."""
    return f"step {k}" if k else "start"


def endings(theorem: Theorem, report: TheoremReport | None) -> tuple[tuple[str, str], ...]:
    """What stands below a derivation, each a label and prose.

    The verdict where there is a report, the source, and what the lines rest on without a check. What the statement says
    beyond the lines stands last, under `REST`.
    """
    parts = [("Verdict", _summary(report))] if report else []
    parts.append(("Source", theorem.source.words))
    if taken_as_given(theorem):
        parts.append(("Taken as given", "that the first line is what its left side names"))
    elif meant := definitions(theorem):
        equations = [f"${tex(name)} = {tex(means, inline=True)}$" for name, means in meant.items()]
        parts.append(("Left side", "; ".join(equations)))
    parts += [("Argued", theorem.argued.rstrip("."))] if theorem.argued else []
    return tuple(parts)


def scope(report: TheoremReport) -> str:
    r"""For what the claim is established, in the markup of prose: "for all $\sigma > 0$", "at 36 points in …"."""
    symbols = report.theorem.claim.symbols
    arguments = [a for a in report.theorem.arguments if a.symbol in symbols]
    if not report.scope or not arguments:
        return ""
    if report.scope == "domain":
        homes = [(a.symbol, *_home(a.symbol)) for a in arguments]
        lives = [f"{kind.removeprefix('an ').removeprefix('a ')} ${tex(s)}{bound}$".strip() for s, bound, kind in homes]
        given = [hypothesis(assumption) for assumption in report.theorem.assumes]
        return "for all " + ", ".join(lives) + (", given that " + "; ".join(given) if given else "")
    boxes = ", ".join(rf"${tex(a.symbol)} \in [{tex(a.low)}, {tex(a.high)}]$" for a in arguments)
    return (f"at {report.points} points in and beside " if report.points else "at points of ") + boxes


def _summary(report: TheoremReport) -> str:
    """The verdict with its scope and what it rests on: "enclosed at 42 points of …, the weakest of 4 steps (…)"."""
    counts = Counter(step.verdict for step in report.steps)
    text = f"{report.verdict.value} {scope(report)}".strip()
    if len(report.steps) > 1:
        parts = ", ".join(f"{counts[v]} {v.value}" for v in sorted(counts, reverse=True))
        text += f"; the weakest of {len(report.steps)} steps ({parts})"
    if report.cited:
        text += "; it rests on " + ", ".join(f"{id} ({verdict.value})" for id, verdict in report.cited)
    failed = [evidence.title for evidence, finding in report.findings if not finding.passed]
    if report.findings:
        passed = len(report.findings) - len(failed)
        text += f"; {passed} of {len(report.findings)} simulations agree"
    return text + "".join(f"; against it: {title}" for title in failed)
