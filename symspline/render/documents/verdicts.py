"""The verdict that a page prints when it is given the report of a check; no page checks anything."""

from __future__ import annotations

from collections import Counter

from symspline.proof.checker import TheoremReport
from symspline.proof.theorem import Theorem
from symspline.proof.verdict import Verdict

MEANING = {
    Verdict.PROVED: "an exact symbolic argument shows every step",
    Verdict.ENCLOSED: "balls of relative radius below 1e-25 contain the difference, rigorously, at sample points",
    Verdict.SAMPLED: "floating-point numbers or statistics agree at sample points; not a proof",
    Verdict.UNDECIDED: "no check could reach the statement",
    Verdict.REFUTED: "a counterexample was found",
}


def endings(theorem: Theorem, report: TheoremReport | None) -> tuple[tuple[str, str], ...]:
    """What stands below a derivation, each a label and prose: the verdict where there is a report, and the source."""
    source = ("Source", theorem.source.text + (f" [{theorem.source.id}]" if theorem.source.id else ""))
    return (("Verdict", summary(report)), source) if report else (source,)


def summary(report: TheoremReport) -> str:
    """The verdict with what it rests on, in one line of prose.

    Returns:
        E.g. "enclosed, the weakest of 4 steps (3 proved, 1 enclosed)".
    """
    counts = Counter(step.verdict for step in report.steps)
    text = report.verdict.value
    if len(report.steps) > 1:
        parts = ", ".join(f"{counts[v]} {v.value}" for v in sorted(counts, reverse=True))
        text += f", the weakest of {len(report.steps)} steps ({parts})"
    if report.cited:
        text += "; it rests on " + ", ".join(f"{id} ({verdict.value})" for id, verdict in report.cited)
    failed = [evidence.title for evidence, finding in report.findings if not finding.passed]
    if report.findings:
        passed = len(report.findings) - len(failed)
        text += f"; {passed} of {len(report.findings)} simulations agree"
    return text + "".join(f"; against it: {title}" for title in failed)
