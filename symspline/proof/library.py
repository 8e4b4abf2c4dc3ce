"""The theorems by id, in reading order; a chapter is loaded when it is first needed."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from importlib import import_module

from .theorem import Chapter, Section, Theorem

CHAPTERS = ("initialisation", "loss_surface")
"""Slugs of the chapters, in reading order; each is a package under `symspline.derivations` with a `CHAPTER`."""


class Library:
    """Every theorem of the book.

    Example:
        >>> import symspline as ss
        >>> ss.library["B7.zeta"].title
        'Zeta of normal weights and biases'
        >>> [t.id for t in ss.library["B7"]][:2]
        ['B7.joint', 'B7.breakpoint']
    """

    def chapter(self, slug: str) -> Chapter:
        """The chapter of that slug.

        Raises:
            ValueError: when there is none; the slugs are named.
        """
        if slug not in CHAPTERS:
            raise ValueError(f"there is no chapter {slug!r}; the chapters are {', '.join(CHAPTERS)}")
        return import_module(f"symspline.derivations.{slug}").CHAPTER

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """All chapters in reading order."""
        return tuple(self.chapter(slug) for slug in CHAPTERS)

    @property
    def sections(self) -> tuple[Section, ...]:
        """All sections in reading order."""
        return tuple(section for chapter in self.chapters for section in chapter.sections)

    def __iter__(self) -> Iterator[Theorem]:
        for chapter in self.chapters:
            yield from chapter

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, id: object) -> bool:
        return any(id in (section.id, *(t.id for t in section)) for section in self.sections)

    def __getitem__(self, id: str) -> Theorem | Section:
        """The theorem or the section of that id.

        Raises:
            ValueError: when there is none; the nearest ids are named.
        """
        for section in self.sections:
            if section.id == id and len(section.theorems) > 1:
                return section
        for theorem in self:
            if theorem.id == id:
                return theorem
        known = [section.id for section in self.sections] + [t.id for t in self]
        lower = {k.lower(): k for k in known}
        near = [lower[k] for k in difflib.get_close_matches(id.lower(), lower, n=4, cutoff=0.4)]
        hint = f"; the nearest are {', '.join(near)}" if near else ""
        raise ValueError(f"there is no theorem {id!r}{hint}")


library = Library()
