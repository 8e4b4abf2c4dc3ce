"""`symspline list`: the theorems by chapter and section."""

from .app import command, print_json
from .options import JsonOption


@command("list")
def list_theorems(json: JsonOption = False) -> None:
    """List every theorem by chapter and section."""
    from symspline.proof.library import library

    if json:
        rows = [
            {"id": t.id, "title": t.title, "chapter": chapter.slug, "section": section.id, "steps": len(t.steps)}
            for chapter in library.chapters
            for section in chapter.sections
            for t in section.theorems
        ]
        print_json(rows)
        return
    width = max(len(theorem.id) for theorem in library) + 2
    for chapter in library.chapters:
        print(f"{chapter.title} ({chapter.slug})")
        for section in chapter.sections:
            print(f"\n  {section.id}  {section.title}")
            for theorem in section.theorems:
                print(f"    {theorem.id:<{width}}{theorem.title}")
        print()
