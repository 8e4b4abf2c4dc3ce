"""Write the page of the bibliography from its references: `python docs/make_bibliography.py`."""

from pathlib import Path

from symspline.proof.library import library
from symspline.render.documents.bibliography import bibliography_markdown
from symspline.render.documents.files import write_text

if __name__ == "__main__":
    print(write_text(Path(__file__).parent / "bibliography.md", bibliography_markdown(library)))
