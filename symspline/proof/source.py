"""Where a statement comes from."""

from dataclasses import dataclass

from .reference import Reference


@dataclass(frozen=True)
class Citation:
    """A place in a published work.

    Args:
        reference: the work.
        place: the theorem, section or equation, or what of the work is meant; mathematics between dollar signs.
    """

    reference: Reference
    place: str = ""

    def __str__(self) -> str:
        return f"{self.reference.label}, {self.place}" if self.place else self.reference.label


@dataclass(frozen=True)
class Source:
    """Where a statement comes from, and in which works it was read.

    Args:
        text: "derived here" when the steps prove it.
        id: the id of the statement in the project's collection of results.
        stated: where else it is stated.

    Example:
        >>> from symspline.derivations.references import REFERENCES
        >>> REFERENCES.source(dlmf="5.9.1").words
        'derived here; stated in DLMF, 5.9.1'
    """

    text: str = "derived here"
    id: str = ""
    stated: tuple[Citation, ...] = ()

    @property
    def words(self) -> str:
        """The source as prose, mathematics between dollar signs."""
        own = self.text + (f" [{self.id}]" if self.id else "")
        return f"{own}; stated in " + "; in ".join(map(str, self.stated)) if self.stated else own
