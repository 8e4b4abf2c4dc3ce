import xml.etree.ElementTree as ET

import pytest

from symspline.render.mathematics.characters import character
from symspline.render.mathematics.mathml import mathml
from symspline.render.mathematics.metrics import MATH, NAMED, SPACES
from symspline.render.mathematics.notation import tex

CHILDREN = {
    "mfrac": 2,
    "mroot": 2,
    "msub": 2,
    "msup": 2,
    "munder": 2,
    "mover": 2,
    "msubsup": 3,
    "munderover": 3,
    "mi": 0,
    "mn": 0,
    "mo": 0,
    "mtext": 0,
    "mspace": 0,
}
"""How many children an element of MathML Core has; the others may have any number."""
ATTRIBUTES = {
    "math": {"display"},
    "mo": {"form", "stretchy", "symmetric", "lspace", "rspace", "minsize", "maxsize"},
    "mi": {"mathvariant"},
    "mspace": {"width"},
    "mfrac": {"displaystyle", "linethickness"},
    "mover": {"accent"},
    "mtable": {"displaystyle"},
    "mtd": {"style"},
}
"""The attributes of MathML Core that are used."""


def valid(text):
    """The element, after a look at every element inside it: its name, its attributes, its number of children."""
    root = ET.fromstring(text)
    for element in root.iter():
        assert element.tag in {"math", "mrow", "msqrt", "mtable", "mtr", "mtd", *CHILDREN}, element.tag
        assert set(element.attrib) <= ATTRIBUTES.get(element.tag, set()), (element.tag, element.attrib)
        assert len(element) == CHILDREN.get(element.tag, len(element)), text
        if element.tag == "mtable":
            assert {row.tag for row in element} == {"mtr"}
        if element.tag == "mtr":
            assert {cell.tag for cell in element} == {"mtd"}
        if element.tag in ("mi", "mn", "mo", "mtext"):
            assert element.text and "\\" not in element.text, text
    return root


@pytest.mark.parametrize(
    "latex",
    [
        r"p_{\mu \mid \beta}(\mu \mid \beta)",
        r"\begin{cases} \begin{aligned} & a \\ & {} + b \end{aligned} & \text{if } c < 0 \end{cases}",
        r"\biggl( \frac{a}{b} \biggr)^{2}",
        r"{}_{2} F_{1}\left(\begin{matrix} a & b \\ c \end{matrix} \middle| x\right)",
        r"\operatorname{erf}^{2}\left(\frac{c}{2}\right)",
        r"\int_{-\infty}^{\infty} x\, dx",
        r"w \sim N(0, 1)",
        r"\lim_{x \to 0} \dot\beta \in [0, 1) \setminus \overline{\mathbf{x}}",
        r"\tfrac{1}{2} \sqrt[3]{x_{1}^{2}} \binom{n}{k}",
        r"\text{the mean of $x$}",
    ],
)
def test_mathml_is_valid(latex):
    for display in (False, True):
        assert valid(mathml(latex, display=display)).tag == "math"


def test_every_line_of_the_library_becomes_mathml(theorems):
    for theorem in theorems:
        for line in theorem.lines:
            assert valid(mathml(tex(line), display=True)).tag == "math", theorem.id


def test_latex_that_cannot_be_read_is_shown():
    assert mathml(r"\frac{a}") == r"<code>\frac{a}</code>"


def written(latex, *, display=False):
    return mathml(latex, display=display).removeprefix(f'<math display="{"block" if display else "inline"}">')


@pytest.mark.parametrize(
    ("latex", "part"),
    [
        ("-x", '<mo form="prefix">−</mo>'),
        ("a - x", '<mo form="infix">−</mo>'),
        (r"\bigl(-x\bigr)", '<mo form="prefix">−</mo>'),
        ("e^{a-b}", '<mo lspace="0" rspace="0">−</mo>'),
        ("12.5", "<mn>12.5</mn>"),
        ("10^{2}", "<msup><mn>10</mn><mn>2</mn></msup>"),
        ("f'(x)", '<mrow><mi>f</mi><mo stretchy="false" lspace="0" rspace="0">′</mo></mrow>'),
        ("f''^{2}", '<msup><mrow><mi>f</mi><mo stretchy="false" lspace="0" rspace="0">″</mo></mrow><mn>2</mn></msup>'),
        ("f'_{n}", '<msub><mrow><mi>f</mi><mo stretchy="false" lspace="0" rspace="0">′</mo></mrow><mi>n</mi></msub>'),
        (r"2\ln x", '<mn>2</mn><mspace width="0.167em" /><mi>ln</mi><mspace width="0.167em" /><mi>x</mi>'),
        (r"\ln(x)", '<mi>ln</mi><mrow><mo form="prefix" stretchy="false">(</mo>'),
        (r"\Gamma", '<mi mathvariant="normal">Γ</mi>'),
        (r"\mathbb{E}", "<mi>𝔼</mi>"),
        (r"\operatorname{erf}", "<mi>erf</mi>"),
        (r"\mathrm{E}", '<mi mathvariant="normal">E</mi>'),
        ("a < b & c", "&lt;"),
    ],
)
def test_what_is_written(latex, part):
    assert part in written(latex)


def test_limits_stand_above_and_below_in_a_display():
    assert "<munderover>" in written(r"\sum_{i=1}^{n} i", display=True)
    assert "<msubsup>" in written(r"\sum_{i=1}^{n} i") and "<msubsup>" in written(r"\int_0^1 x", display=True)


def test_cases_are_flush_left():
    text = written(r"\begin{cases} a & \text{if } b \\ c & d \end{cases}")
    assert text.count("text-align:left") == 4 and "<mtext>if\u00a0</mtext>" in text and ">{</mo>" in text


def test_every_character_that_has_a_width_is_known():
    printed = [head for head in MATH if head not in NAMED | SPACES and head != "\\ "]
    assert all(len(character(head)) == 1 for head in printed)
