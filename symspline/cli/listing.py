"""`symspline list`: the theorems by chapter and section, with their verdicts."""

from itertools import groupby
from typing import Annotated

import typer

from .app import command, print_json, progress_bar
from .options import JobsOption, JsonOption


@command("list")
def list_theorems(
    words: Annotated[
        list[str] | None,
        typer.Argument(help="Ids of theorems, sections or chapters, and words of titles; all without."),
    ] = None,
    verdicts: Annotated[
        bool, typer.Option("--verdicts", help="Check those that are listed and have no verdict yet.")
    ] = False,
    json: JsonOption = False,
    jobs: JobsOption = 0,
) -> None:
    """List theorems by chapter and section, with the verdicts that a check of this very code has given them."""
    from symspline.proof.checks import check_all, with_cited
    from symspline.proof.library import library

    from .loading import section_of, theorems_with
    from .verdict_table import known, remember

    theorems = theorems_with(words or [])
    given = known()
    missing = [theorem for theorem in theorems if theorem.id not in given]
    if verdicts and missing:
        with progress_bar("check", len(with_cited(missing)), "theorems") as tick:
            reports = check_all(missing, jobs=jobs or None, progress=tick)
        remember(reports)
        given |= {report.theorem.id: report.verdict for report in reports}
    sections = [(section, list(listed)) for section, listed in groupby(theorems, section_of)]
    if json:
        rows = [
            {
                "id": t.id,
                "title": t.title,
                "chapter": t.chapter,
                "section": section.id,
                "steps": len(t.steps),
                "verdict": given[t.id].value if t.id in given else None,
            }
            for section, listed in sections
            for t in listed
        ]
        print_json(rows)
        return
    titles = {chapter.slug: chapter.title for chapter in library.chapters}
    width = max(len(theorem.id) for theorem in theorems) + 2
    room = 11 if any(theorem.id in given for theorem in theorems) else 0
    for slug, inside in groupby(sections, lambda found: found[1][0].chapter):
        print(f"{titles[slug]} ({slug})")
        for section, listed in inside:
            print(f"\n  {section.id}  {section.title}")
            for theorem in listed:
                print(f"    {theorem.id:<{width}}{given.get(theorem.id, '')!s:<{room}}{theorem.title}")
        print()
