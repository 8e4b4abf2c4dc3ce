"""The report: what the theory says of a person's own data. A chapter names its sections in its file `report`."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from symspline.files import make_folder, write_together
from symspline.proof.checker import TheoremReport, check
from symspline.proof.library import library
from symspline.proof.theorem import Theorem
from symspline.proof.verdict import Verdict

from . import breakpoints, flow, frame, initialisation, one_bend, prior
from .blocks import Builder, Derivation, ReportSection
from .document import html_report, tex_report
from .subject import Subject
from .summary import dead_expected

Part = tuple[str, Builder]
"""A section of the report: what the progress bar calls it, and what builds it."""


def parts() -> tuple[Part, ...]:
    """What the report says, in order: training, data, and the `PARTS` of each chapter's file `report`.

    The verdicts of everything used come last.
    """
    files = (chapter.part("report") for chapter in library.chapters)
    own = (part for file in files if file is not None for part in file.PARTS)
    return (("training", frame.summary), ("the data", frame.data), *own)


OF_THE_START: frozenset[Builder] = frozenset(
    (initialisation.section, breakpoints.section, prior.section, prior.penalty, flow.section)
)
"""Sections that a report leaves out where the initialisation is not known."""


@dataclass(frozen=True)
class Written:
    """What `write` left behind: the paths, the page first, the check of each theorem used, and the report's figures."""

    files: tuple[Path, ...]
    reports: tuple[TheoremReport, ...]
    numbers: dict[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "files": [str(path) for path in self.files],
            "verdicts": {report.theorem.id: report.verdict.value for report in self.reports},
            **self.numbers,
        }


def write(subject: Subject, out: Path | str) -> Written:
    """Write `report.html`, `report.tex` with its pictures, and `gaps.csv`.

    Args:
        subject: data, initialisation and width.
        out: a folder; made when it is not there.
    """
    out = make_folder(out)
    known = subject.init is not None
    instead = one_bend.INSTEAD if subject.init is not None and subject.init.zero_bias else {}
    sections: list[ReportSection] = []
    for name, build in parts():
        if build in OF_THE_START and not known:
            continue
        sections.append(instead.get(build, build)(subject))
        subject.progress(name)
    reports = _check_used(sections)
    subject.progress("checks")
    if reports:
        sections.append(frame.verdicts(tuple(reports.values())))
    title = f"{subject.data.title}: a ReLU network of width {subject.width}"
    tex, pictures = tex_report(title, sections, reports)
    files = write_together(
        {
            out / "report.html": html_report(title, sections, reports),
            out / "report.tex": tex,
            **{out / name: content for name, content in pictures.items()},
            out / "gaps.csv": _gaps(subject),
        }
    )
    subject.progress("pages")
    return Written(files, tuple(reports.values()), _numbers(subject))


def _check_used(sections: list[ReportSection]) -> dict[str, TheoremReport]:
    """Check each theorem that the sections show, and those that they cite, each once."""
    verdicts_known: dict[str, Verdict] = {}
    reports: dict[str, TheoremReport] = {}

    def visit(theorem: Theorem) -> None:
        if theorem.id in reports:
            return
        for other in theorem.cites:
            visit(other)
        reports[theorem.id] = check(theorem, evidence=False, cited=verdicts_known)

    for section in sections:
        for block in section.blocks:
            if isinstance(block, Derivation):
                visit(block.theorem)
    return reports


def _gaps(subject: Subject) -> str:
    """The table of every gap: its ends in both units, the expected count with its deviation, and the sampled one.

    Where the initialisation is not known, the breakpoints of the given network.
    """
    ends = np.array([-np.inf, *subject.knots, np.inf])
    numbers = [*subject.scaling.x_out(np.stack([ends[:-1], ends[1:]])), ends[:-1], ends[1:]]
    names = ["from", "to", "from_scaled", "to_scaled"]
    if subject.init is None:
        counts, _ = np.histogram(subject.trained.spline.beta, ends)
        names.append("breakpoints")
    else:
        gaps = breakpoints.gap_counts(subject)
        counts = gaps.sampled
        numbers += [gaps.expected, gaps.deviation]
        names += ["expected", "standard_deviation", "sampled"]
    buffer = io.StringIO()
    table = csv.writer(buffer, lineterminator="\n")
    table.writerow(names)
    for *real, count in zip(*numbers, counts, strict=True):
        table.writerow([*(f"{e:.10g}" for e in real), int(count)])
    return buffer.getvalue()


def _numbers(subject: Subject) -> dict[str, Any]:
    curvature = subject.curvature
    numbers = {
        "rows": len(subject.data),
        "distinct_inputs": len(subject.knots),
        "width": subject.width,
        "steps": None if subject.given is not None else subject.descent.steps,
        "loss": subject.loss,
        "rmse": subject.error * subject.scaling.y_scale,
        "least_rmse": subject.least_error * subject.scaling.y_scale,
        "best_fits": [{"pieces": row.pieces, "loss": float(row.loss)} for row in subject.best_fits.table],
        "gradient_norm": curvature.gradient_norm,
        "sharpness": curvature.sharpness,
        "largest_stable_step": 2 / curvature.sharpness,
        "largest_stable_step_of_the_mean_loss": len(subject.data) / curvature.sharpness,
        "lowest_eigenvalue": float(curvature.bottom.values[0]),
        "jacobian_rank": curvature.rank,
        "pieces": curvature.pieces,
        "empty_gaps": curvature.empty_gaps,
        "dead_neurons": subject.dead(subject.trained),
    }
    if subject.init is None:
        return numbers
    counts, small = breakpoints.gap_counts(subject), subject.small_flow
    return {
        **numbers,
        "flow": {
            "width": small.start.width,
            "time": float(small.flow.t_end),
            "status": small.flow.status,
            "events": dict(small.counts),
            "loss": [float(each) for each in small.flow.loss([0.0, float(small.flow.t_end)])],
            "descent_apart": float(small.apart[1].max()) if small.steps > 1 else None,
        },
        "dead_neurons_expected": dead_expected(subject)[0],
        "breakpoints_inside_expected": float(counts.expected[1:-1].sum()),
        "breakpoints_inside_sampled": int(counts.sampled[1:-1].sum()),
    }
