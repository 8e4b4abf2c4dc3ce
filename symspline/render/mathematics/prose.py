"""The prose of the rooms: Markdown with $mathematics$, as LaTeX and as HTML.

Paragraphs, lists, **bold**, *italic*, `code` and mathematics between dollar signs are markup; everything else, HTML
included, is text.
"""

import html
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import emphasis
from markdown_it.rules_inline.state_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from .metrics import pairs

_WORDS = pairs(
    r"\ \textbackslash{} & \& % \% # \# _ \_ { \{ } \} $ \$ ~ \textasciitilde{} ^ \textasciicircum{} – -- — --- ’ ' "
    r"‘ ` “ `` ” '' … \ldots{}"
)
_FORMULAS = pairs(
    r"< < > > | | − - × \times ≤ \leq ≥ \geq ≠ \neq → \to ∞ \infty ± \pm ≈ \approx ² ^2 ³ ^3 √ \surd ∫ \int · \cdot "
    r"° ^\circ α \alpha β \beta γ \gamma δ \delta ε \varepsilon ζ \zeta η \eta θ \theta κ \kappa λ \lambda μ \mu ν \nu "
    r"ξ \xi π \pi ρ \rho σ \sigma τ \tau φ \varphi χ \chi ψ \psi ω \omega Γ \Gamma Δ \Delta Θ \Theta Σ \Sigma Φ \Phi "
    r"Ω \Omega"
)
_LATEX = _WORDS | {character: f"${tex}$" for character, tex in _FORMULAS.items()}
_MARKS = {
    "strong_open": r"\textbf{",
    "strong_close": "}",
    "em_open": r"\emph{",
    "em_close": "}",
    "softbreak": " ",
    "hardbreak": "\\\\\n",
    "paragraph_open": "",
    "paragraph_close": "\n\n",
    "bullet_list_open": "\\begin{itemize}\n",
    "bullet_list_close": "\\end{itemize}\n",
    "ordered_list_open": "\\begin{enumerate}\n",
    "ordered_list_close": "\\end{enumerate}\n",
    "list_item_open": "\\item ",
    "list_item_close": "",
}
"""What LaTeX writes for the tokens without content."""


def _starred(state: StateInline, silent: bool) -> bool:
    """Emphasis by stars alone: underscores belong to names."""
    return state.src[state.pos] == "*" and emphasis.tokenize(state, silent)


def _in_words(name: str, frame: str = "{}") -> Callable[..., str]:
    """The rule that writes a token through the function of that name in the environment."""

    def rule(_: Any, tokens: Sequence[Token], k: int, options: Any, env: dict[str, Callable[[str], str]]) -> str:
        return frame.format(env[name](tokens[k].content if name == "plain" else formula(tokens[k])))

    return rule


def _markdown() -> MarkdownIt:
    found = MarkdownIt("zero").enable(["list", "emphasis", "backticks", "newline"])
    found.inline.ruler.at("emphasis", _starred)
    found.use(dollarmath_plugin, allow_labels=False, double_inline=True)
    found.add_render_rule("text", _in_words("plain"))
    found.add_render_rule("math_inline", _in_words("math"))
    found.add_render_rule("math_inline_double", _in_words("display"))
    found.add_render_rule("math_block", _in_words("display", '<div class="display">{}</div>\n'))
    return found


_MARKDOWN = _markdown()


@lru_cache(maxsize=4096)
def runs(text: str) -> tuple[Token, ...]:
    """The runs of one paragraph: text, mathematics ("math_inline"), and the openings and closings of emphasis.

    Example:
        >>> [(run.type, run.content) for run in runs("for $c > 0$ *only*")][:3]
        [('text', 'for '), ('math_inline', 'c > 0'), ('text', ' ')]
    """
    return tuple(_MARKDOWN.parseInline(text)[0].children or ())


def formula(run: Token) -> str:
    """The LaTeX of a run of mathematics, on one line."""
    return " ".join(line.strip() for line in run.content.strip("\n").split("\n"))


def escape_latex(text: str) -> str:
    r"""Plain text for LaTeX.

    Example:
        >>> escape_latex("50 % of w_1 & β")
        '50 \\% of w\\_1 \\& $\\beta$'
    """
    return "".join(_LATEX.get(character, character) for character in text)


def latex_of(tokens: Sequence[Token]) -> str:
    """Runs or blocks as LaTeX."""
    out = ""
    for token in tokens:
        match token.type:
            case "inline":
                out += latex_of(token.children or ())
            case "text":
                out += escape_latex(token.content)
            case "code_inline":
                out += rf"\texttt{{{escape_latex(token.content)}}}"
            case "math_inline":
                out += f"${formula(token)}$"
            case "math_inline_double" | "math_block":
                out += f"\\[\n{formula(token)}\n\\]" + "\n\n" * token.block
            case kind:
                if kind == "list_item_close" or (kind.endswith("list_open") and token.level):
                    out = out.rstrip("\n") + "\n"
                out += "" if token.hidden else _MARKS[kind]
    return out


def inline_latex(text: str) -> str:
    """One paragraph as LaTeX."""
    return latex_of(runs(text))


def to_latex(text: str) -> str:
    """A text as LaTeX, paragraphs separated by empty lines."""
    return latex_of(_MARKDOWN.parse(text)).strip()


def inline_html(text: str, math: Callable[[str], str], plain: Callable[[str], str] = html.escape) -> str:
    """One paragraph as HTML: `math` turns LaTeX into MathML, `plain` turns plain text into HTML and must escape it."""
    return _MARKDOWN.renderInline(text, {"math": math, "display": math, "plain": plain})


def to_html(
    text: str, math: Callable[[str], str], display: Callable[[str], str], plain: Callable[[str], str] = html.escape
) -> str:
    """A text as HTML; `math` and `display` turn LaTeX into inline and displayed MathML."""
    return _MARKDOWN.render(text, {"math": math, "display": display, "plain": plain}).strip()
