from symspline.render.mathematics.mathml import mathml
from symspline.render.mathematics.prose import blocks, escape_latex, inline_latex, to_html, to_latex, to_markdown

TEXT = """First **bold** and *slanted* $a_1 < b$ with `code_1`.
Still the first.

- one
  goes on
- two

$$ x = 1 $$

End & 100 %."""


def test_blocks():
    assert [b.kind for b in blocks(TEXT)] == ["paragraph", "item", "item", "display", "paragraph"]
    assert next(b.text for b in blocks(TEXT) if b.kind == "item") == "one goes on"


def test_latex():
    text = to_latex(TEXT)
    assert r"\textbf{bold} and \emph{slanted} $a_1 < b$ with \texttt{code\_1}" in text
    assert text.count(r"\item") == 2 and text.index(r"\end{itemize}") < text.index(r"\[")
    assert r"End \& 100 \%." in text


def test_html_escapes_and_nests():
    text = to_html(TEXT + " <script>alert(1)</script>", mathml, mathml)
    assert "<script>" not in text and "&lt;script&gt;" in text
    assert "<strong>bold</strong>" in text and text.count("<li>") == 2


def test_markdown_keeps_the_markup():
    assert "- one goes on\n- two" in to_markdown(TEXT) and "$$\nx = 1\n$$" in to_markdown(TEXT)


def test_every_special_character_of_tex_is_escaped():
    assert escape_latex(r"\input{/etc/passwd}$%#_&^~") == (
        r"\textbackslash{}input\{/etc/passwd\}\$\%\#\_\&\textasciicircum{}\textasciitilde{}"
    )


def test_a_star_or_a_dollar_alone_stays():
    assert inline_latex("2 * 3 costs 4 $") == r"2 * 3 costs 4 \$"
