"""The pictures of each chapter of the book."""

from collections.abc import Callable
from dataclasses import dataclass

from matplotlib.figure import Figure

from symspline.proof.chapter import Chapter

from .figures import image, svg
from .mathematics.prose import inline_latex


@dataclass(frozen=True)
class ChapterPicture:
    """A picture with its place in a chapter.

    Args:
        section: id of the section that shows it.
        name: file name without suffix.
        figure: the figure.
        caption: what one sees, in the markup of prose.
        alternative: plain text for those who do not see it.
    """

    section: str
    name: str
    figure: Figure
    caption: str
    alternative: str

    @property
    def file(self) -> str:
        """Where the LaTeX document finds the picture."""
        return f"figures/{self.name}.pdf"

    @property
    def pdf(self) -> bytes:
        """The picture for LaTeX."""
        return image(self.figure, "pdf")

    def html(self, sentence: Callable[[str], str]) -> str:
        """The picture as a figure of a page, drawn inside it."""
        caption = f"<figcaption>{sentence(self.caption)}</figcaption>"
        return f"\n<figure>\n{svg(self.figure, self.alternative)}\n{caption}\n</figure>"

    def latex(self) -> str:
        """The picture as LaTeX."""
        return (
            f"\\begin{{figure}}[htbp]\n\\centering\n\\includegraphics[width=\\linewidth]{{{self.file}}}\n"
            f"\\caption{{{inline_latex(self.caption)}}}\n\\end{{figure}}"
        )


def pictures(chapter: Chapter) -> list[ChapterPicture]:
    """The pictures of a chapter in reading order, as its file `pictures` draws them; none without such a file."""
    drawn = chapter.part("pictures")
    return [] if drawn is None else [*drawn.pictures()]
