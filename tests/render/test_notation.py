import re
import subprocess

import pytest
import sympy as sp
from sympy import Abs, Derivative, Function, Integral, Min, Piecewise, Rational, Symbol, exp, log, oo, pi, sqrt

from symspline.render.mathematics.names import symbol_name
from symspline.render.mathematics.notation import tex
from symspline.render.mathematics.reader import LayoutError, read, slim, width
from symspline.special import erfcx, scaled_bessel_k
from symspline.vocabulary import a_b, a_w, beta, c, mu, sigma_b, sigma_v, sigma_w, w

S2 = sigma_b**2 + sigma_w**2 * c**2


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (
            Integral(Abs(w) * exp(-(w**2) / (2 * sigma_w**2)), (w, -oo, oo)) / (2 * pi * sigma_w),
            r"\frac{1}{2 \pi \sigma_{w}} \int_{-\infty}^{\infty}\lvert w\rvert e^{-w^{2}/(2 \sigma_{w}^{2})}\, dw",
        ),
        (
            2 * sigma_w**3 * sigma_b**3 / (pi * S2**2),
            r"\frac{2 \sigma_{w}^{3} \sigma_{b}^{3}}{\pi (\sigma_{w}^{2} c^{2} + \sigma_{b}^{2})^{2}}",
        ),
        (exp(-c) / sqrt(2 * pi), r"\frac{e^{-c}}{\sqrt{2 \pi}}"),
        (Abs(w) ** 3 * c, r"c \lvert w\rvert^{3}"),
        (
            sp.besselk(0, Abs(mu) / (sigma_w * sigma_v)),
            r"K_{0}\left(\frac{\lvert\mu\rvert}{\sigma_{w} \sigma_{v}}\right)",
        ),
        (erfcx(c), r"\operatorname{erfcx}(c)"),
        (scaled_bessel_k(1, c), r"e^{c} K_{1}(c)"),
        (log(c) ** 2, r"\ln^{2}(c)"),
        (Function("p_{mu|beta}")(mu, beta), r"p_{\mu \mid \beta}(\mu \mid \beta)"),
        (c - 2 * c**2, r"c - 2 c^{2}"),
        (-(c**2) - 1, r"-c^{2} - 1"),
        (c ** Rational(3, 2), "c^{3/2}"),
        (Derivative(Function("F")(c), c), r"\frac{d}{dc} F(c)"),
        (Integral(c - 1, (c, 0, Min(a_w, a_b))), r"\int_{0}^{\min(a_{b}, a_{w})}(c - 1)\, dc"),
        (sp.Or(a_b < c, a_b < -c), r"\lvert c\rvert > a_{b}"),
        (sp.And(c > 0, c < a_b), r"0 < c < a_{b}"),
        (2 * sp.Integer(3) ** c, r"2 \cdot 3^{c}"),
    ],
)
def test_the_notation_of_the_field(expression, expected):
    assert tex(expression) == expected


def test_cases_read_as_words():
    text = tex(Piecewise((1, c > 0), (2, True)))
    assert text.startswith(r"\begin{cases}") and r"\text{if } c > 0" in text and r"\text{otherwise}" in text


def test_a_fraction_in_a_sentence_has_a_slash():
    assert tex(w / (2 * sigma_w), inline=True) == r"w/(2 \sigma_{w})"
    assert tex((w + 1) / (c + 1), inline=True) == "(w + 1)/(c + 1)"


def test_a_product_with_a_sum_below_a_slash_keeps_its_parentheses():
    assert tex(1 / (c * (1 + w)), inline=True) == "1/(c(w + 1))"


def test_sympys_own_printer_is_untouched():
    before = sp.latex(Integral(exp(-c / 2), (c, 0, 1)))
    tex(Integral(exp(-c / 2), (c, 0, 1)))
    assert sp.latex(Integral(exp(-c / 2), (c, 0, 1))) == before


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sigma_w", r"\sigma_{w}"),
        ("p_beta", r"p_{\beta}"),
        ("x1", "x_{1}"),
        ("Var", r"\operatorname{Var}"),
        ("f'", "f'"),
        ("varrho", r"\varrho"),
        ("mutilde", r"\tilde{\mu}"),
    ],
)
def test_names(name, expected):
    assert symbol_name(name) == expected


def test_a_name_cannot_smuggle_a_command():
    assert "%" not in tex(Symbol("a%b")) and "$" not in tex(Symbol("a$b"))


def test_parentheses_grow_only_around_what_is_tall():
    assert slim(r"f{\left(c \right)} \left(\frac{1}{2}\right)") == r"f(c)\left(\frac{1}{2}\right)"


@pytest.mark.parametrize("broken", [r"\frac{a", r"\left(a", r"a}", r"\begin{cases} a", "{", r"\end{cases}"])
def test_unbalanced_latex_is_refused(broken):
    with pytest.raises(LayoutError):
        read(broken)


def test_widths_are_those_of_tex(tmp_path, pdflatex):
    """pdflatex measures the same formulas; the estimate is at most 3 % below and on average within 10 %."""
    formulas = [
        r"\frac{\frac{\sqrt{\pi}}{2 \sqrt{A}}}{A}",
        r"\sigma_{w}^{2} c^{2} + \sigma_{b}^{2}",
        r"\int_{-\infty}^{\infty} \lvert w\rvert e^{-w^{2}/(2 \sigma_{w}^{2})}\, dw",
        r"\frac{1}{\pi \sigma_{w} \sigma_{v}} K_{0}\left(\frac{\lvert\mu\rvert}{\sigma_{w} \sigma_{v}}\right)",
        r"\begin{cases} \frac{a}{b} & \text{if } 0 < c < 1 \\ 0 & \text{otherwise} \end{cases}",
        r"\operatorname{erf}\left(\frac{c}{\sqrt{2}}\right) + \arctan(x) \leq \exp(-x^{2})",
        r"\sum_{i = 1}^{H} \mu_{i}^{2}",
        r"p_{\mu \mid \beta}(\mu \mid \beta) = \biggl( \frac{a}{b} \biggr)^{-1}",
    ]
    boxes = "".join(f"\\setbox0\\hbox{{$\\displaystyle {f}$}}\\typeout{{W=\\the\\wd0}}\n" for f in formulas)
    source = f"\\documentclass{{article}}\\usepackage{{amsmath}}\\begin{{document}}\n{boxes}\\end{{document}}\n"
    (tmp_path / "w.tex").write_text(source)
    done = subprocess.run(
        ["pdflatex", "-interaction=batchmode", "w.tex"], cwd=tmp_path, capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 0
    measured = [float(w) for w in re.findall(r"W=([\d.]+)pt", (tmp_path / "w.log").read_text())]
    ratios = [width(f) / points for f, points in zip(formulas, measured, strict=True)]
    assert min(ratios) > 0.97 and 0.97 < sum(ratios) / len(ratios) < 1.1, ratios
