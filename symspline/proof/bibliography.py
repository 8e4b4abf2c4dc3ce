"""The references that theorems may name, by key."""

import difflib
from collections.abc import Iterator

from .reference import Reference
from .source import Citation, Source


class Bibliography:
    """References in the order of their labels.

    Args:
        references: each with a key and a label of its own.

    Raises:
        ValueError: two references share a key or a label.

    Example:
        >>> from symspline.derivations.references import REFERENCES
        >>> REFERENCES["weyl1912"].label
        'Weyl (1912)'
    """

    def __init__(self, *references: Reference) -> None:
        self._by_key: dict[str, Reference] = {}
        labels: dict[str, str] = {}
        for reference in sorted(references, key=lambda each: each.label.casefold()):
            if reference.key in self._by_key:
                raise ValueError(f"reference {reference.key}: the key is used twice; add a letter to the year")
            if (other := labels.setdefault(reference.label, reference.key)) != reference.key:
                raise ValueError(f"references {other} and {reference.key} are both named {reference.label}; give short")
            self._by_key[reference.key] = reference

    def source(self, **stated: str) -> Source:
        """The source of a result that is derived here, and stated in works too: key -> the place in the work.

        Raises:
            ValueError: there is no reference of a key.
        """
        return Source(stated=tuple(Citation(self[key], place) for key, place in stated.items()))

    def __getitem__(self, key: str) -> Reference:
        """The reference of that key.

        Raises:
            ValueError: when there is none; the nearest keys are named.
        """
        if key in self._by_key:
            return self._by_key[key]
        near = difflib.get_close_matches(str(key), self._by_key, n=3)
        hint = f"the nearest are {', '.join(near)}; " if near else ""
        raise ValueError(f"there is no reference {key!r}; {hint}derivations/references.py lists them all")

    def __iter__(self) -> Iterator[Reference]:
        return iter(self._by_key.values())

    def __len__(self) -> int:
        return len(self._by_key)

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def __repr__(self) -> str:
        return f"<Bibliography: {len(self)} references>"
