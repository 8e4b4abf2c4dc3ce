"""The theorems by id, in reading order; a section is loaded when it is first needed, with what it cites."""

import difflib
import pkgutil
from collections.abc import Iterator
from copy import copy
from functools import cached_property
from importlib import import_module

from sympy import Symbol

from symspline.door import Shown, up

from .chapter import Chapter
from .section import Section
from .theorem import Argument, Theorem


class Library(Shown):
    """Every theorem of the book.

    Example:
        >>> import symspline as ss
        >>> ss.library["B7.zeta"].title
        'Zeta of normal weights and biases'
        >>> [t.id for t in ss.library["B7"]][:2]
        ['B7.joint', 'B7.breakpoint']
    """

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        """All chapters, by the letter of their ids; each is a folder under `derivations` with a `CHAPTER`."""
        book = up("chapters")
        folders = sorted(found.name for found in pkgutil.iter_modules(book.__path__) if found.ispkg)
        found = (import_module(f"{book.__name__}.{folder}").CHAPTER for folder in folders)
        return tuple(sorted(found, key=lambda chapter: next(iter(chapter.files))))

    @property
    def sections(self) -> tuple[Section, ...]:
        """All sections in reading order."""
        return tuple(section for chapter in self.chapters for section in chapter.sections)

    def __repr__(self) -> str:
        sections = sum(len(chapter.files) for chapter in self.chapters)
        return f"<Library: {len(self.chapters)} chapters, {sections} sections>"

    def __reduce__(self) -> str:
        return "library"  # there is one: a copy of it is itself

    def section_of(self, id: str) -> Section | None:
        """The section to which an id belongs, loaded alone: C5 for "C5c.gaps" and for "c5"; None when there is none."""
        head = id.partition(".")[0].casefold()
        places = {known.casefold(): (chapter, known) for chapter in self.chapters for known in chapter.files}
        chapter, known = places.get(head) or places.get(head.rstrip("abcdefghijklmnopqrstuvwxyz")) or (None, "")
        return None if chapter is None else chapter.section(known)

    def argument(self, symbol: Symbol) -> Argument | None:
        """The symbol as the first chapter that uses it boxes it; None when no chapter does."""
        words = (chapter.part("vocabulary").VOCABULARY for chapter in self.chapters)
        return next((known[symbol] for known in words if symbol in known), None)

    def __iter__(self) -> Iterator[Theorem]:
        for chapter in self.chapters:
            yield from chapter

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, id: object) -> bool:
        section = self.section_of(str(id))
        return section is not None and id in (section.id, *(t.id for t in section))

    def __getitem__(self, id: str) -> Theorem | Section:
        """The theorem or the section of that id, in letters of any case; for "C5c" what of section C5 begins so.

        Raises:
            ValueError: when there is none; the nearest ids are named.
        """
        if not isinstance(id, str):
            raise ValueError(f"id is {id!r}; give the id of a theorem or of a section, such as 'B7.zeta' or 'B7'")
        wanted = id.strip().casefold()
        section = self.section_of(wanted)
        theorems = {theorem.id.casefold(): theorem for theorem in section or ()}
        if wanted in theorems:
            return theorems[wanted]
        if section is not None and section.id.casefold() == wanted:
            return section
        inside = [theorem for name, theorem in theorems.items() if name.partition(".")[0] == wanted]
        if section is not None and inside:
            part = copy(section)
            part.id, part._theorems = inside[0].id.partition(".")[0], inside
            return part
        # Among the ids of one section or of all sections: to look at every theorem would load every chapter.
        known = {t.id for t in theorems.values()} or {id for chapter in self.chapters for id in chapter.files}
        lower = {id.casefold(): id for id in sorted(known)}
        near = [lower[name] for name in difflib.get_close_matches(wanted, lower, n=4)]
        hint = f"the nearest are {', '.join(near)}; " if near else ""
        raise ValueError(f"there is no theorem {id!r}; {hint}`symspline list` names them all")


library = Library()
