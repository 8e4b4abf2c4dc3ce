"""The LaTeX of names: Greek letters, subscripts, marks above a letter."""

from __future__ import annotations

import re

from .metrics import words

_GREEK = words(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho sigma tau "
    "upsilon phi varphi chi psi omega varrho varpi varsigma Gamma Delta Theta Lambda Xi Pi Sigma "
    "Upsilon Phi Psi Omega ell"
)


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
        parts = [_subscript(part) for part in re.split(r"[|]", sub)]
        text += f"_{{{_glue(parts)}}}"
    return text


def _glue(parts: list[str]) -> str:
    text = parts[0]
    for part in parts[1:]:
        text += r"\mid" + ("" if part.startswith("\\") else " ") + part
    return text


def _subscript(text: str) -> str:
    pieces = [symbol_name(piece) if piece else "" for piece in text.split("_")]
    return "".join(_word(p) if "\\" not in p else p for p in pieces[:1]) + "".join(f", {p}" for p in pieces[1:])


def _word(word: str) -> str:
    for mark, command in (("tilde", r"\tilde"), ("hat", r"\hat"), ("bar", r"\bar")):
        if word.endswith(mark) and word != mark:
            return f"{command}{{{_word(word[: -len(mark)])}}}"
    if word.endswith("'"):
        return _word(word.rstrip("'")) + "'" * (len(word) - len(word.rstrip("'")))
    if word in _GREEK:
        return f"\\{word}"
    if len(word) <= 1 or word.isdigit():
        return word
    plain = re.sub(r"[^A-Za-z0-9'*+\-.]", "", word)
    return rf"\operatorname{{{word}}}" if word.isalpha() and word.isascii() else rf"\mathrm{{{plain}}}"
