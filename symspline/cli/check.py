"""`symspline check`: the verdict of every theorem."""

import time
from typing import Annotated

import typer

from .app import FAILED, command, print_json, progress_bar
from .options import JobsOption, JsonOption, SeedOption


@command("check")
def check_theorems(
    ids: Annotated[list[str] | None, typer.Argument(help="Theorems, sections or chapters; all by default.")] = None,
    evidence: Annotated[bool, typer.Option(help="Run the simulations too.")] = True,
    faults: Annotated[bool, typer.Option("--faults", help="Also plant errors; each must be refuted.")] = False,
    json: JsonOption = False,
    seed: SeedOption = 0,
    jobs: JobsOption = 0,
) -> None:
    """Check theorems: a table of verdicts; exit code 1 when one does not hold."""
    from symspline.proof.checks import check_all, plant_all, with_cited

    from .loading import theorems_named
    from .verdict_table import remember

    begin = time.perf_counter()
    theorems = theorems_named(ids or [])
    with progress_bar("check", len(with_cited(theorems)), "theorems") as tick:
        reports = check_all(theorems, evidence=evidence, seed=seed, jobs=jobs or None, progress=tick)
    if evidence:
        remember(reports)
    planted = []
    if faults:
        with progress_bar("plant faults", len(theorems), "theorems") as tick:
            planted = plant_all(theorems, seed=seed, jobs=jobs or None, progress=tick)
    seconds = time.perf_counter() - begin
    summary = _summary(reports, seconds)
    refuted = sum(fault.caught for fault in planted)
    missed = (fault for fault in planted if not fault.caught)
    survived = [f"{fault.theorem} {fault.place}, {fault.kind}: {fault.line} ({fault.verdict})" for fault in missed]
    if json:
        document = {"theorems": [report.as_dict() for report in reports], "summary": summary}
        if faults:
            document["faults"] = {"planted": len(planted), "refuted": refuted, "survived": survived}
        print_json(document)
    else:
        _print_table(reports)
        print(
            f"\n{_count(summary['theorems'], 'theorem')}, {_count(summary['steps'], 'step')}: "
            + ", ".join(f"{count} {verdict}" for verdict, count in summary["verdicts"].items() if count)
            + f"; {summary['exact_share']:.1%} of the steps proved or enclosed; {seconds:.1f} s"
        )
        print("; ".join(f"{count} {_SCOPE.get(word, word)}" for word, count in summary["claims"].items() if count))
        for report in reports:
            for step in report.steps:
                notes = [step.why] * bool(step.why) + ["an attempt ran out of time"] * step.out_of_time
                if notes:
                    print(f"  {report.theorem.id} {step.place}: {step.verdict}, {'; '.join(notes)}")
            for piece, finding in report.findings:
                if not finding.passed:
                    print(f"  {report.theorem.id} {piece.title}: {finding.text}")
        if faults:
            print(f"{len(planted)} errors planted, {refuted} refuted")
            for line in survived:
                print(f"  survived: {line}")
    if survived or not all(report.verdict.holds for report in reports):
        raise typer.Exit(FAILED)


def _summary(reports, seconds: float) -> dict:
    from symspline.proof.verdict import Verdict

    steps = [step for report in reports for step in report.steps]
    strong = sum(step.verdict >= Verdict.ENCLOSED for step in steps)
    return {
        "theorems": len(reports),
        "steps": len(steps),
        "claims": {v.value: sum(report.verdict is v for report in reports) for v in reversed(Verdict)},
        "verdicts": {v.value: sum(step.verdict is v for step in steps) for v in reversed(Verdict)},
        "exact_share": strong / len(steps) if steps else 1.0,
        "seconds": round(seconds, 2),
    }


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


_SCOPE = {
    "proved": "proved for all values that the hypotheses allow",
    "enclosed": "enclosed at 32 points or more",
    "argued": "argued in words",
}
_COLOUR = {
    "proved": "green",
    "enclosed": "cyan",
    "sampled": "yellow",
    "argued": "magenta",
    "undecided": "red",
    "refuted": "bold red",
}


def _print_table(reports) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("theorem", "title", "verdict"):
        table.add_column(name, no_wrap=name != "title")
    for name in ("steps", "evidence", "worst", "seconds"):
        table.add_column(name, justify="right", no_wrap=True)
    for report in reports:
        word = report.verdict.value
        passed = sum(finding.passed for _, finding in report.findings)
        table.add_row(
            report.theorem.id,
            report.theorem.title,
            f"[{_COLOUR[word]}]{word}[/]",
            str(len(report.steps)),
            f"{passed}/{len(report.findings)}" if report.findings else "",
            "" if report.worst is None else f"{report.worst:.0e}" if report.worst else "0",
            f"{report.seconds:.2f}",
        )
    # Into a file or a pipe at a width that does not hang on where it is run.
    console = Console()
    (console if console.is_terminal else Console(width=120)).print(table)
