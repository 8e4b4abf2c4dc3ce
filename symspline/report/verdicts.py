"""Report section: how far every statement used has been checked."""

from __future__ import annotations

from collections.abc import Sequence

from symspline.proof.checker import TheoremReport

from .blocks import Prose, ReportSection, Table

TEXT = """
The table lists the derivations that this report shows; every step of them was checked when it was written.
**Proved**: an exact symbolic argument. **Enclosed**: at several points both sides were computed with rigorous relative
error bounds below $10^{-25}$ and agree; a certificate at those points. **Sampled**: high-precision numbers agree,
without error bounds. A statement is worth its weakest step and the weakest statement that it cites. The last column is
the largest relative error bound (where sampled: difference) of any step. Theorems that are only cited by their ids are
checked by `symspline check`.
"""


def section(reports: Sequence[TheoremReport]) -> ReportSection:
    """The table of verdicts."""
    rows = tuple(
        (report.theorem.id, report.theorem.title, f"**{report.verdict}**", str(len(report.steps)), _worst(report))
        for report in reports
    )
    table = Table(("statement", "title", "verdict", "steps", "largest error"), rows)
    return ReportSection("What has been checked", (Prose(TEXT), table))


def _worst(report: TheoremReport) -> str:
    return "exact" if report.worst is None else f"{report.worst:.0e}"
