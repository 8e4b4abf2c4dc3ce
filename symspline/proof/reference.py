"""A published work, as a bibliography lists it."""

from __future__ import annotations

import re
from dataclasses import dataclass

VENUES = {
    "article": "journal",
    "inproceedings": "booktitle",
    "book": "publisher",
    "techreport": "institution",
    "misc": "howpublished",
}
"""Kind of an entry -> the field of BibTeX that names the place of publication."""
_KEY = re.compile(r"[a-z]+([0-9]{4}[a-z]?)?")


@dataclass(frozen=True)
class Reference:
    """A work in which results are stated, or which is worth reading beside them.

    Args:
        key: of the BibTeX entry: the family name of the first author and the year, "cho2009"; a name alone for a site.
        kind: of the BibTeX entry, one of `VENUES`.
        title: plain text.
        authors: "Family, Given" each, semicolons between them; an institution has no comma.
        seen: address of a page on which title, authors and year were read.
        year: None for a site that has none.
        venue: the journal, the proceedings, the publisher, the institution, or how it was published.
        volume: of the journal.
        number: of the issue or of the report.
        pages: "342-350".
        doi: without the address of the resolver.
        arxiv: number of the preprint.
        url: of the work, where it has neither a DOI nor a preprint.
        short: how texts name a site; a work is named by its authors and year.
        note: why the work is listed although no theorem is stated in it; empty for a work that theorems name.

    Raises:
        ValueError: naming the key and the field that is wrong.

    Example:
        >>> seen = "https://papers.nips.cc/paper/3628-kernel-methods-for-deep-learning"
        >>> authors = "Cho, Youngmin; Saul, Lawrence K."
        >>> Reference("cho2009", "inproceedings", "Kernel Methods for Deep Learning", authors, seen, 2009).label
        'Cho and Saul (2009)'
    """

    key: str
    kind: str
    title: str
    authors: str
    seen: str
    year: int | None = None
    venue: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    doi: str = ""
    arxiv: str = ""
    url: str = ""
    short: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if not _KEY.fullmatch(self.key):
            raise ValueError(f"reference {self.key!r}: a key reads like cho2009 or dlmf")
        if self.kind not in VENUES:
            raise ValueError(f"reference {self.key}: kind {self.kind!r} is not one of {', '.join(VENUES)}")
        for name in ("title", "authors", "seen"):
            if not getattr(self, name):
                raise ValueError(f"reference {self.key}: {name} is empty; say what the page says on which it was read")
        if self.year is None and not self.short:
            raise ValueError(f"reference {self.key}: neither year nor short is given; texts could not name it")

    @property
    def names(self) -> tuple[str, ...]:
        """The authors one by one, "Family, Given" each."""
        return tuple(self.authors.split("; "))

    @property
    def label(self) -> str:
        """How texts name the work: "Weyl (1912)", "Cho and Saul (2009)", "Sahs et al. (2022)", "DLMF"."""
        if self.short:
            return self.short
        families = [name.partition(",")[0] for name in self.names]
        who = f"{families[0]} et al." if len(families) > 2 else " and ".join(families)
        return f"{who} ({self.year})"

    @property
    def address(self) -> str:
        """Where to find the work; empty where that is not known."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        return f"https://arxiv.org/abs/{self.arxiv}" if self.arxiv else self.url
