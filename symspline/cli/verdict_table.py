"""Verdicts of earlier checks, for `symspline list`: remembered on disk for exactly the code that gave them.

Only checks that ran the evidence are kept, and only those in which no limit of time had a part.
"""

from collections.abc import Iterable

from symspline import cache
from symspline.proof.report import TheoremReport
from symspline.proof.verdict import Verdict

_NAME = "verdicts"


def known() -> dict[str, Verdict]:
    """Id of a theorem -> the verdict that this code gave it; empty where nothing is kept."""
    read = cache.read(_NAME)
    words = {verdict.value for verdict in Verdict}
    pairs = read.items() if isinstance(read, dict) else ()
    return {id: Verdict(word) for id, word in pairs if isinstance(word, str) and word in words}


def remember(reports: Iterable[TheoremReport]) -> None:
    """Keep the verdicts of checks that ran the evidence, beside those kept before."""
    words = {id: verdict.value for id, verdict in known().items()}
    words |= {report.theorem.id: report.verdict.value for report in reports if not report.out_of_time}
    cache.write(_NAME, words)
