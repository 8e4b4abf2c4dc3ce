"""`symspline book`: every chapter as one site and one PDF."""

from pathlib import Path
from typing import Annotated

import typer

from .app import command, print_json, progress_bar
from .options import JobsOption, JsonOption, SeedOption


@command("book")
def write_book(
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the book.")] = Path("book"),
    pdf: Annotated[bool, typer.Option(help="Compile the PDF too.")] = True,
    evidence: Annotated[bool, typer.Option(help="Run the simulations, so that the pages carry them.")] = True,
    json: JsonOption = False,
    seed: SeedOption = 0,
    jobs: JobsOption = 0,
) -> None:
    """Write all chapters as one HTML site and one PDF, each statement with its verdict."""
    from symspline.files import make_folder
    from symspline.proof.checks import check_all
    from symspline.proof.library import library
    from symspline.render.documents.book import book, number_of_pages

    from .loading import theorems_named
    from .verdict_table import remember

    make_folder(out)
    theorems = theorems_named([])
    with progress_bar("check", len(theorems), "theorems") as tick:
        reports = check_all(theorems, evidence=evidence, seed=seed, jobs=jobs or None, progress=tick)
    if evidence:
        remember(reports)
    with progress_bar("book", number_of_pages(library.chapters, pdf=pdf), "pages") as tick:
        paths = book(out, {report.theorem.id: report for report in reports}, pdf=pdf, progress=tick)
    if json:
        print_json({"files": [str(path) for path in paths]})
    else:
        print(*paths, sep="\n")
