"""What became of a theorem and its steps."""

from dataclasses import asdict, dataclass
from typing import Any

from symspline.door import Shown

from .theorem import Evidence, Finding, Theorem
from .verdict import Verdict


@dataclass(frozen=True)
class StepReport:
    """What became of one step.

    Args:
        place: "step 3", or "compute" for the form used in floating point.
        verdict: the verdict.
        how: the argument that decided.
        worst: largest relative radius (enclosed) or discrepancy (sampled) met; None when nothing was evaluated.
        why: for a sampled step why it is no stronger; for a refuted one the counterexample.
        points: how many points an enclosed or sampled step was compared at.
        out_of_time: whether an attempt was stopped at its limit of processor time; a faster machine might say more.
    """

    place: str
    verdict: Verdict
    how: str
    worst: float | None = None
    why: str = ""
    points: int = 0
    out_of_time: bool = False

    def __post_init__(self) -> None:
        if self.worst is not None:
            object.__setattr__(self, "worst", float(self.worst))
        object.__setattr__(self, "points", int(self.points))


@dataclass(frozen=True)
class TheoremReport(Shown):
    """What became of a theorem: its steps, its evidence and the theorems it cites.

    The verdict is the weakest of its steps and of the theorems cited; evidence that fails refutes.
    """

    theorem: Theorem
    steps: tuple[StepReport, ...]
    findings: tuple[tuple[Evidence, Finding], ...]
    cited: tuple[tuple[str, Verdict], ...]
    seconds: float

    def __repr__(self) -> str:
        return f"<TheoremReport {self.theorem.id}: {self.verdict}, {len(self.steps)} steps, {self.seconds:.2f} s>"

    @property
    def verdict(self) -> Verdict:
        """The weakest link."""
        if any(not finding.passed for _, finding in self.findings):
            return Verdict.REFUTED
        # Nothing is derived without a step: the evidence is all there is.
        bare = [] if self.steps else [Verdict.SAMPLED if self.findings else Verdict.UNDECIDED]
        bare += [Verdict.ARGUED] if self.theorem.argued else []
        return min([step.verdict for step in self.steps] + [verdict for _, verdict in self.cited] + bare)

    @property
    def scope(self) -> str:
        """For what the claim is established: "domain", "points", or "" where it is not."""
        kinds = {Verdict.PROVED: "domain", Verdict.ENCLOSED: "points", Verdict.SAMPLED: "points"}
        return kinds.get(self.verdict, "")

    @property
    def points(self) -> int:
        """The fewest points that a step which is not proved was compared at."""
        return min((step.points for step in self.steps if step.points), default=0)

    @property
    def out_of_time(self) -> bool:
        """Whether a limit of time had a part in the verdict of a step."""
        return any(step.out_of_time for step in self.steps)

    @property
    def worst(self) -> float | None:
        """The largest relative radius or discrepancy of any step."""
        return max((s.worst for s in self.steps if s.worst is not None), default=None)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "id": self.theorem.id,
            "title": self.theorem.title,
            "claim": str(self.theorem.claim),
            "verdict": self.verdict.value,
            "scope": self.scope,
            "points": self.points,
            "steps": [{**asdict(s), "verdict": s.verdict.value} for s in self.steps],
            "evidence": [
                {"title": e.title, "kind": e.kind, "passed": f.passed, "figure": f.figure, "text": f.text}
                for e, f in self.findings
            ],
            "cites": [{"id": id, "verdict": verdict.value} for id, verdict in self.cited],
            "worst": self.worst,
            "seconds": round(self.seconds, 3),
        }
