"""`symspline show`: one theorem, in general or put to work for an initialisation."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from .app import command
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


@command("show")
def show(
    id: Annotated[str, typer.Argument(help="A theorem or section, e.g. B7.zeta; or a quantity of --init, e.g. zeta.")],
    format: Annotated[Format, typer.Option("--format", "-f", help="What to write.")] = Format.latex,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File to write; stdout by default.")] = None,
    json: JsonOption = False,
    init: PresetOption = "",
    width: WidthOption = 100,
    w: Annotated[str, LawOption] = "",
    b: Annotated[str, LawOption] = "",
    v: Annotated[str, LawOption] = "",
) -> None:
    """Show a theorem; with --init or --w, --b, --v the one that holds for that initialisation."""
    from symspline.render.documents.files import write_text
    from symspline.render.documents.showing import show_as, show_pdf, theorems_of

    if out is not None:
        check_file(out, "--out")
    subject = _subject(id, parse_init(init, width, w, b, v) if init or w or b or v else None)
    if json:
        format = Format.json
    checked = () if format is Format.bibtex else theorems_of(subject)
    reports = {theorem.id: theorem.check(evidence=False) for theorem in checked}
    if format is Format.pdf:
        print(show_pdf(subject, out or Path(f"{id}.pdf"), reports))
        return
    text = show_as(subject, format.value, reports)
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
