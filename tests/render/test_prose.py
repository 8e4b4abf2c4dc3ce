from symspline.render.mathematics.mathml import mathml
from symspline.render.mathematics.prose import escape_latex, inline_html, inline_latex, runs, to_html, to_latex

TEXT = """First **bold** and *slanted* $a_1 < b$ with `code_1`.
Still the first.

- one
  goes on
- two

$$ x = 1 $$

End & 100 %."""


def test_runs():
    kinds = [run.type for run in runs("a *b* $c$ `d`") if run.type != "text"]
    assert kinds == ["em_open", "em_close", "math_inline", "code_inline"]


def test_latex():
    assert to_latex(TEXT) == (
        "First \\textbf{bold} and \\emph{slanted} $a_1 < b$ with \\texttt{code\\_1}. Still the first.\n\n"
        "\\begin{itemize}\n\\item one goes on\n\\item two\n\\end{itemize}\n"
        "\\[\nx = 1\n\\]\n\nEnd \\& 100 \\%."
    )


def test_lists_nest_in_latex():
    text = to_latex("1. a\n\n   b\n   - c\n2. d")
    assert text == (
        "\\begin{enumerate}\n\\item a\n\nb\n\\begin{itemize}\n\\item c\n\\end{itemize}\n\\item d\n\\end{enumerate}"
    )


def test_html_escapes_and_nests():
    text = to_html(TEXT + " <script>alert(1)</script>", mathml, mathml)
    assert "<script>" not in text and "&lt;script&gt;" in text
    assert "<strong>bold</strong>" in text and text.count("<li>") == 2
    assert text.count('<div class="display"><math') == 1


def test_a_formula_across_two_lines_is_one():
    assert to_latex("of $(w,\n\\beta)$ here") == r"of $(w, \beta)$ here"


def test_a_display_inside_a_paragraph():
    assert to_latex("with $$ x = 1 $$ here") == "with \\[\nx = 1\n\\] here"
    assert "<p>with <math" in to_html("with $$ x $$ here", mathml, mathml)


def test_every_special_character_of_tex_is_escaped():
    assert escape_latex(r"\input{/etc/passwd}$%#_&^~") == (
        r"\textbackslash{}input\{/etc/passwd\}\$\%\#\_\&\textasciicircum{}\textasciitilde{}"
    )


def test_a_star_or_a_dollar_alone_stays():
    assert inline_latex("2 * 3 costs 4 $") == r"2 * 3 costs 4 \$"


def test_what_is_no_markup_stays():
    text = "_x_ [a](b) ![c](d) <b> &amp; \\* # e"
    assert inline_html(text, mathml) == "_x_ [a](b) ![c](d) &lt;b&gt; &amp;amp; \\* # e"
    assert to_html("# e\n> f\n\n    g", mathml, mathml) == "<p># e\n&gt; f</p>\n<p>g</p>"
