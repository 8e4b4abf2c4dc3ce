"""`symspline show`: one theorem, in general or put to work for an initialisation."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from .app import command, progress_bar
from .options import JsonOption, LawOption, PresetOption, WidthOption, check_file, parse_init


class Format(StrEnum):
    """What `show` writes."""

    latex = "latex"
    tex = "tex"
    pdf = "pdf"
    md = "md"
    html = "html"
    json = "json"
    bibtex = "bibtex"


class Part(StrEnum):
    """What `show` can leave the rest away for."""

    equation = "equation"


@command("show")
def show(
    id: Annotated[str, typer.Argument(help="A theorem or section, e.g. B7.zeta; or a quantity of --init, e.g. zeta.")],
    format: Annotated[Format, typer.Option("--format", "-f", help="What to write.")] = Format.latex,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File to write; stdout by default.")] = None,
    only: Annotated[
        Part | None, typer.Option("--only", help="The equation alone, as a labelled block of LaTeX.")
    ] = None,
    json: JsonOption = False,
    init: PresetOption = "",
    width: WidthOption = 100,
    w: Annotated[str, LawOption] = "",
    b: Annotated[str, LawOption] = "",
    v: Annotated[str, LawOption] = "",
) -> None:
    """Show a theorem; with --init or --w, --b, --v the one that holds for that initialisation."""
    from symspline.files import write_text
    from symspline.render.documents.showing import heading, labelled, show_as, show_pdf, theorems_of

    if out is not None:
        check_file(out, "--out")
    if json:
        format = Format.json
    if only and format is not Format.latex:
        raise ValueError(f"--only {only} is a block of LaTeX: give it without --format {format}")
    initialisation = parse_init(init, width, w, b, v) if init or w or b or v else None
    with progress_bar(f"show {id}", 1) as tick:
        subject = _subject(id, initialisation)
        tick(id)
    if only:
        text = labelled(subject)
    else:
        theorems = () if format is Format.bibtex else theorems_of(subject)
        with progress_bar("check", len(theorems), "theorems") as tick:
            reports = {}
            for theorem in theorems:
                reports[theorem.id] = theorem.check(evidence=False)
                tick(theorem.id)
        title = "" if initialisation is None else heading(subject, initialisation)
        if format is Format.pdf:
            print(show_pdf(subject, out or Path(f"{id}.pdf"), reports, title))
            return
        text = show_as(subject, format.value, reports, title)
    print(text.rstrip("\n") if out is None else write_text(out, text))


def _subject(id: str, init: Any) -> Any:
    """The theorem, the section, or the formula of an initialisation."""
    if init is None:
        from symspline.proof.library import library

        try:
            return library[id]
        except ValueError:
            from symspline.answers.quantities import QUANTITIES

            if id.strip().replace("-", "_") not in QUANTITIES:
                raise
        raise ValueError(f"{id} is a quantity of an initialisation: add one, such as --init torch or --w normal:1")
    from symspline.answers.quantities import derive

    return derive(init, id.strip().replace("-", "_"))
