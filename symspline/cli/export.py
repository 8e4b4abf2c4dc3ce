"""`symspline export`: the steps of theorems for other provers."""

import time
from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from .app import MISSING_TOOL, command, fail, print_json, progress_bar
from .options import JobsOption, JsonOption


class Prover(StrEnum):
    """What `export` writes for."""

    coq = "coq"


@command("export")
def export(
    prover: Annotated[Prover, typer.Argument(help="The prover.")],
    ids: Annotated[list[str] | None, typer.Argument(help="Theorems, sections or chapters; all by default.")] = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the files.")] = Path("coq"),
    check: Annotated[bool, typer.Option(help="Let coqc and coqchk read them.")] = True,
    json: JsonOption = False,
    jobs: JobsOption = 0,
) -> None:
    """Write the steps that Coq accepts as lemmas, one file a section, and let Coq read them."""
    from symspline.render.coq.files import INSTALL, STANDARD_AXIOMS, CoqError, axioms, check_again, compile_all, write
    from symspline.render.coq.index import certificate
    from symspline.render.documents.pdf import MissingTool

    from .loading import theorems_named

    theorems = theorems_named(ids or [])
    with progress_bar("write", len(theorems), "theorems") as tick:
        written = write(theorems, out, tick)
    certificates = [c for theorem in theorems for c in certificate(theorem)]
    kinds = Counter(lemma.kind for lemma in written.lemmas)
    assuming = sum(bool(lemma.assumed) for lemma in written.lemmas)
    document = {
        "folder": str(out),
        "lemmas": len(written.lemmas),
        "steps": len(certificates),
        "kinds": dict(kinds.most_common()),
        "assuming": assuming,
        "files": [f"{module}.v" for module in written.modules],
    }
    if check:
        begin = time.perf_counter()
        try:
            with progress_bar("coqc and coqchk", len(written.modules) + 1, "files") as tick:
                document["seconds"] = compile_all(written, jobs or 2, tick)
                check_again(written)
                tick("coqchk")
            document["axioms"] = sorted(axioms(written))
            document["elapsed"] = time.perf_counter() - begin
        except MissingTool as error:
            problem = f"{error.tool} is not installed; install it with: {INSTALL}; the files are at {out}"
            raise fail(problem, MISSING_TOOL) from None
        foreign = [axiom for axiom in document["axioms"] if not axiom.startswith(STANDARD_AXIOMS)]
        if foreign:
            raise CoqError(f"the lemmas at {out} rest on {', '.join(foreign)}, which no library of Coq assumes")
    if json:
        print_json(document)
        return
    print(f"{len(written.lemmas)} lemmas of {len(certificates)} steps in {len(written.modules)} files at {out}")
    for kind, count in kinds.most_common():
        print(f"  {kind}: {count}")
    if assuming:
        print(f"  of these assume that something does not vanish: {assuming}")
    if check:
        below = sorted({axiom.split(".")[0] for axiom in document["axioms"]})
        print(f"accepted by coqc and coqchk in {document['elapsed']:.0f} s; axioms of {', '.join(below) or 'none'}")
