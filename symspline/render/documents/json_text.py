"""Plain data as JSON that every reader takes."""

import json
from typing import Any


def json_text(document: Any) -> str:
    """The JSON of plain data; numbers that are not finite, for which JSON has no words, are null.

    Example:
        >>> json_text([1.5, float("inf"), "ζ"]).split()
        ['[', '1.5,', 'null,', '"ζ"', ']']
    """
    finite = json.loads(json.dumps(document), parse_constant=lambda word: None)
    return json.dumps(finite, indent=1, ensure_ascii=False)
