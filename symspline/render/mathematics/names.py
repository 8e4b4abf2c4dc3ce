"""The LaTeX of names: Greek letters, subscripts, marks above a letter."""

import re

from sympy.printing.latex import translate


def symbol_name(name: str) -> str:
    r"""The LaTeX of a symbol's or function's name.

    Example:
        >>> symbol_name("p_{mu|beta}"), symbol_name("sigma_w"), symbol_name("Var"), symbol_name("beta1")
        ('p_{\\mu\\mid\\beta}', '\\sigma_{w}', '\\operatorname{Var}', '\\beta_{1}')
    """
    if "\\" in name or "^" in name:
        return name
    head, _, sub = name.partition("_")
    sub = sub.strip("{}")
    match = re.fullmatch(r"([A-Za-z]+?)(\d+)", head)
    if match and not sub:
        head, sub = match.groups()
    text = _word(head)
    if sub:
        first, *others = map(_subscript, sub.split("|"))
        given = (r"\mid" + ("" if part.startswith("\\") else " ") + part for part in others)
        text += f"_{{{first}{''.join(given)}}}"
    return text


def _subscript(text: str) -> str:
    pieces = [symbol_name(piece) if piece else "" for piece in text.split("_")]
    return "".join(_word(p) if "\\" not in p else p for p in pieces[:1]) + "".join(f", {p}" for p in pieces[1:])


def _word(word: str) -> str:
    if word.endswith("'"):
        return _word(word.rstrip("'")) + "'" * (len(word) - len(word.rstrip("'")))
    text = translate(word)
    if text != word:
        return text
    if len(word) <= 1 or word.isdigit():
        return word
    plain = re.sub(r"[^A-Za-z0-9'*+\-.]", "", word)
    return rf"\operatorname{{{word}}}" if word.isalpha() and word.isascii() else rf"\mathrm{{{plain}}}"
