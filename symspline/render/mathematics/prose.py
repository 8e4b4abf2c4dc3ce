"""The small markup of statements: paragraphs, bullets, $mathematics$, **bold**, *italic* and `code`."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_INLINE = re.compile(
    r"\$(?P<math>[^$]+)\$|\*\*(?P<bold>[^*]+)\*\*|\*(?P<italic>[^*\s][^*]*)\*|`(?P<code>[^`]+)`", re.DOTALL
)
_LATEX = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": "$<$",
    ">": "$>$",
    "|": "$|$",
    "–": "--",
    "—": "---",
    "’": "'",
    "‘": "`",
    "“": "``",
    "”": "''",
    "…": r"\ldots{}",
    "−": "$-$",
    "×": r"$\times$",
    "≤": r"$\leq$",
    "≥": r"$\geq$",
    "≠": r"$\neq$",
    "→": r"$\to$",
    "∞": r"$\infty$",
    "±": r"$\pm$",
    "≈": r"$\approx$",
    "²": "$^2$",
    "³": "$^3$",
    "√": r"$\surd$",
    "∫": r"$\int$",
    "·": r"$\cdot$",
    "°": r"$^\circ$",
    "α": r"$\alpha$",
    "β": r"$\beta$",
    "γ": r"$\gamma$",
    "δ": r"$\delta$",
    "ε": r"$\varepsilon$",
    "ζ": r"$\zeta$",
    "η": r"$\eta$",
    "θ": r"$\theta$",
    "κ": r"$\kappa$",
    "λ": r"$\lambda$",
    "μ": r"$\mu$",
    "ν": r"$\nu$",
    "ξ": r"$\xi$",
    "π": r"$\pi$",
    "ρ": r"$\rho$",
    "σ": r"$\sigma$",
    "τ": r"$\tau$",
    "φ": r"$\varphi$",
    "χ": r"$\chi$",
    "ψ": r"$\psi$",
    "ω": r"$\omega$",
    "Γ": r"$\Gamma$",
    "Δ": r"$\Delta$",
    "Θ": r"$\Theta$",
    "Σ": r"$\Sigma$",
    "Φ": r"$\Phi$",
    "Ω": r"$\Omega$",
}


@dataclass(frozen=True)
class Span:
    """A run of one kind: "text", "math", "bold", "italic" or "code"."""

    kind: str
    text: str


@dataclass(frozen=True)
class Block:
    """A paragraph ("paragraph"), one point of a list ("item") or displayed mathematics ("display")."""

    kind: str
    text: str


def spans(text: str) -> Iterator[Span]:
    """The runs of a paragraph.

    Example:
        >>> [(s.kind, s.text) for s in spans("for $c > 0$ *only*")]
        [('text', 'for '), ('math', 'c > 0'), ('text', ' '), ('italic', 'only')]
    """
    place = 0
    for match in _INLINE.finditer(text):
        if match.start() > place:
            yield Span("text", text[place : match.start()])
        kind = match.lastgroup or "text"
        yield Span(kind, match.group(kind))
        place = match.end()
    if place < len(text):
        yield Span("text", text[place:])


def blocks(text: str) -> Iterator[Block]:
    """The paragraphs, list points and displays of a text."""
    for k, part in enumerate(re.split(r"\$\$(.+?)\$\$", text, flags=re.DOTALL)):
        if k % 2:
            yield Block("display", " ".join(part.split()))
            continue
        for paragraph in re.split(r"\n\s*\n", part):
            yield from _paragraph(paragraph)


def _paragraph(text: str) -> Iterator[Block]:
    kind, lines = "paragraph", []
    for line in (line.strip() for line in text.strip().splitlines()):
        if line.startswith(("- ", "* ")):
            if lines:
                yield Block(kind, " ".join(lines))
            kind, lines = "item", [line[2:].strip()]
        else:
            lines.append(line)
    if any(lines):
        yield Block(kind, " ".join(lines))


def escape_latex(text: str) -> str:
    r"""Plain text for LaTeX.

    Example:
        >>> escape_latex("50 % of w_1 & β")
        '50 \\% of w\\_1 \\& $\\beta$'
    """
    return "".join(_LATEX.get(character, character) for character in text)


def inline_latex(text: str) -> str:
    """One paragraph as LaTeX."""
    shapes: dict[str, Callable[[str], str]] = {
        "text": escape_latex,
        "math": lambda s: f"${s}$",
        "bold": lambda s: rf"\textbf{{{inline_latex(s)}}}",
        "italic": lambda s: rf"\emph{{{inline_latex(s)}}}",
        "code": lambda s: rf"\texttt{{{escape_latex(s)}}}",
    }
    return "".join(shapes[span.kind](span.text) for span in spans(text))


def to_latex(text: str) -> str:
    """A text as LaTeX, paragraphs separated by empty lines."""
    parts: list[str] = []
    listing = False
    for block in blocks(text):
        if listing and block.kind != "item":
            parts.append(r"\end{itemize}")
        elif block.kind == "item" and not listing:
            parts.append(r"\begin{itemize}")
        listing = block.kind == "item"
        if block.kind == "display":
            parts.append(f"\\[\n{block.text}\n\\]")
        else:
            parts.append((r"\item " if listing else "") + inline_latex(block.text))
        if not listing:
            parts.append("")
    if listing:
        parts.append(r"\end{itemize}")
    return "\n".join(parts).strip()


def inline_html(text: str, math: Callable[[str], str], plain: Callable[[str], str] = html.escape) -> str:
    """One paragraph as HTML.

    Args:
        text: in the markup.
        math: turns LaTeX into MathML.
        plain: turns plain text into HTML; it must escape it.
    """
    tags = {"bold": "strong", "italic": "em"}
    out = []
    for span in spans(text):
        if span.kind == "math":
            out.append(math(span.text))
        elif span.kind in tags:
            out.append(f"<{tags[span.kind]}>{inline_html(span.text, math, plain)}</{tags[span.kind]}>")
        elif span.kind == "code":
            out.append(f"<code>{html.escape(span.text)}</code>")
        else:
            out.append(plain(span.text))
    return "".join(out)


def to_html(
    text: str,
    math: Callable[[str], str],
    display: Callable[[str], str],
    plain: Callable[[str], str] = html.escape,
) -> str:
    """A text as HTML; `math` and `display` turn LaTeX into inline and displayed MathML."""
    parts: list[str] = []
    listing = False
    for block in blocks(text):
        if listing and block.kind != "item":
            parts.append("</ul>")
        elif block.kind == "item" and not listing:
            parts.append("<ul>")
        listing = block.kind == "item"
        if block.kind == "display":
            parts.append(f'<div class="display">{display(block.text)}</div>')
        else:
            tag = "li" if listing else "p"
            parts.append(f"<{tag}>{inline_html(block.text, math, plain)}</{tag}>")
    if listing:
        parts.append("</ul>")
    return "\n".join(parts)


def to_markdown(text: str) -> str:
    """A text as Markdown; the markup is already a part of it."""
    out: list[str] = []
    listing = False
    for block in blocks(text):
        if out and not (listing and block.kind == "item"):
            out.append("")
        listing = block.kind == "item"
        shape = {"item": "- {}", "display": "$$\n{}\n$$"}.get(block.kind, "{}")
        out.append(shape.replace("{}", block.text, 1))
    return "\n".join(out)
