"""A chapter: its text, and the files of its sections, each loaded when it is first looked at."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from .section import Section, below_first_line
from .theorem import Theorem


@dataclass(frozen=True)
class Chapter:
    """Sections in reading order.

    Args:
        home: `__name__` of the folder; its last part is the slug.
        title: a few words.
        files: id of a section -> the file that holds it, or several files, the first of which holds its text.
        answers: files with a function `closed_forms`, in the order in which they are asked for a quantity of an
            initialisation.
        text: prose, mathematics between dollar signs, paragraphs separated by empty lines; what the docstring of the
            folder says below its first line unless told.
    """

    home: str
    title: str
    files: Mapping[str, str | Sequence[str]]
    answers: Sequence[str] = ()
    text: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", (self.text or below_first_line(self.home)).strip())

    @property
    def slug(self) -> str:
        """The name of the folder."""
        return self.home.rpartition(".")[2]

    def section(self, id: str) -> Section:
        """The section of that id, alone."""
        return _section(self.home, id, *([given] if isinstance(given := self.files[id], str) else given))

    @property
    def sections(self) -> tuple[Section, ...]:
        """All sections."""
        return tuple(self.section(id) for id in self.files)

    def part(self, name: str) -> Any:
        """What the chapter adds to a higher floor: its file of that name ("pictures", "report"), None where absent."""
        full = f"{self.home}.{name}"
        return import_module(full) if find_spec(full) else None

    def __hash__(self) -> int:
        return hash(self.home)

    def __iter__(self) -> Iterator[Theorem]:
        for section in self.sections:
            yield from section


@cache
def _section(home: str, id: str, first: str, *others: str) -> Section:
    section = getattr(import_module(f"{home}.{first}"), id)
    for name in others:
        section.continued(getattr(import_module(f"{home}.{name}"), id))
    return section
