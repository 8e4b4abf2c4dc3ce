"""LaTeX to native MathML, which browsers print without a script."""

from __future__ import annotations

import html
import re
from functools import lru_cache

from latex2mathml import exceptions
from latex2mathml.converter import convert

from .boxes import LayoutError, read

_FAILURES = (
    *(e for e in vars(exceptions).values() if isinstance(e, type) and issubclass(e, Exception)),
    IndexError,
    KeyError,
    LayoutError,
)
"""What the converter raises on LaTeX that it cannot read; its exceptions have no common base."""


@lru_cache(maxsize=4096)
def mathml(tex: str, *, display: bool = False) -> str:
    r"""LaTeX mathematics as a MathML element; LaTeX that cannot be read is shown as code.

    Args:
        tex: LaTeX for math mode.
        display: whether it stands on a line of its own.

    Returns:
        `<math …>…</math>`, well-formed XML.

    Example:
        >>> mathml("x") == mathml("x", display=False)
        True
    """
    try:
        read(tex)
        text = convert(_readable(tex), display="block" if display else "inline")
    except _FAILURES:
        return f"<code>{html.escape(tex)}</code>"
    return _repair(text)


_BARS = re.compile(r"(?<![\\,a-z ])\|([^|,$]{1,30}?)(?<![ ,])\|")
"""A modulus written with bare bars, which the converter takes for operators; a condition bar has space around it."""


def _readable(tex: str) -> str:
    """Rewrite what the converter misreads: aligned rows inside a formula, sized delimiters, text with mathematics."""
    tex = tex.replace(r"\begin{aligned}[t]", r"\begin{align*}").replace(r"\begin{aligned}", r"\begin{align*}")
    tex = tex.replace(r"\end{aligned}", r"\end{align*}").replace(r"\middle|", r"\mid ")
    tex = _BARS.sub(r"\\left|\1\\right|", tex)
    tex = tex.replace(r"\lvert", r"\left|").replace(r"\rvert", r"\right|")
    tex = re.sub(r"\\operatorname\*?\{([A-Za-z]+)\}", r"\\operatorname{\1}", tex)
    return re.sub(r"\\(?:d|t)?frac", r"\\frac", tex).replace(r"{} \times", r"\times")


_BEHIND = r"(</(?:mi|mn|mrow|msup|msub|msubsup|mfrac|msqrt)>)"
_MINUS = "&#x02212;"
_BEFORE_SIGN = r"(<mo[^>]*>(?:\[|\(|&#x0005B;|&#x00028;|,|&#x0002C;|=|&#x0003D;|&#x02264;|&lt;|&gt;)</mo>)"
_SPACED = {"&#x0223C;": "0.278em", "&#x02223;": "0.2em", "&#x0002F;": "0"}
_MISREAD = {
    "<mi>;</mi>": '<mo separator="true">;</mo>',
    "<mi>&#x0007E;</mi>": "<mo>&#x0223C;</mo>",
    "<mi>&#x00393;</mi>": '<mi mathvariant="normal">&#x00393;</mi>',
    "<mo>&#x0221E;</mo>": "<mi>&#x0221E;</mi>",
    f"<mrow><mo>{_MINUS}</mo>": f'<mrow><mo form="prefix" lspace="0" rspace="0">{_MINUS}</mo>',
    ' xmlns="http://www.w3.org/1998/Math/MathML"': "",
}


def _repair(text: str) -> str:
    """Give the operators the spaces that LaTeX gives them, and escape bare ampersands."""
    text = re.sub(r"&(?!#x?[0-9A-Fa-f]+;|amp;|lt;|gt;|quot;)", "&amp;", text)
    text = re.sub(r"<mo(?: [^>]*)?>([A-Za-z]{2,})</mo>", r"<mi>\1</mi>", text)
    names = rf"{_BEHIND}((?:<msub>|<msup>|<msubsup>)?<mi>[A-Za-z]{{2,}}</mi>)"
    text = re.sub(names, r'\1<mspace width="0.167em"/>\2', text)
    for old, new in _MISREAD.items():
        text = text.replace(old, new)
    text = re.sub(f"{_BEFORE_SIGN}<mo>{_MINUS}</mo>", f'\\1<mo form="prefix" lspace="0" rspace="0">{_MINUS}</mo>', text)
    for sign, space in _SPACED.items():
        text = text.replace(f"<mo>{sign}</mo>", f'<mo lspace="{space}" rspace="{space}">{sign}</mo>')
    return text
