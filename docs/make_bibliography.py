"""Write the page of the bibliography from its references: `python docs/make_bibliography.py`."""

from pathlib import Path

from symspline.files import write_text
from symspline.proof.library import library
from symspline.render.documents.bibliography import bibliography_markdown

if __name__ == "__main__":
    print(write_text(Path(__file__).parent / "bibliography.md", bibliography_markdown(library)))
