import re

import pytest
from sympy import Symbol, exp, hyper, sqrt, sympify

from symspline.render.mathematics.breaking import break_lines
from symspline.render.mathematics.notation import tex
from symspline.render.mathematics.reader import read, width

x = [Symbol(f"x_{k}", positive=True) for k in range(12)]
LONG = sum(s**k / (k + 1) for k, s in enumerate(x[1:], 1))


@pytest.mark.parametrize("room", [120, 170, 220])
@pytest.mark.parametrize(
    "expression",
    [
        LONG,
        LONG * exp(-x[0]) / (1 + x[0]),
        1 / LONG,
        1 / (1 + 1 / LONG),
        exp(-LONG),
        sqrt(LONG),
        LONG**2 / (x[0] + LONG) ** 3,
        x[0] ** 2 / (x[1] * LONG * (1 + LONG)),
    ],
    ids=["sum", "product", "reciprocal", "tower", "exponential", "root", "quotient", "denominator"],
)
def test_every_line_fits_and_is_balanced(expression, room):
    lines = break_lines(tex(expression), room)
    assert len(lines) > 1
    for line in lines:
        assert width(line) <= room + 1
        assert line.count("{") == line.count("}") and line.count(r"\left") == line.count(r"\right")
        read(line)


@pytest.mark.parametrize("room", [60, 90, 150, 300])
def test_a_number_is_never_torn(room):
    numbers = "1936287612133683056325981710142457121", "10000000000000000000000000000000000", "12345678901234567.25"
    a, b, c = numbers
    formula = rf"a + \frac{{{a} \mu^{{2}}}}{{{b} r^{{2}}}} + {c} r^{{2}} \exp\left(-\frac{{b}}{{{a}^{{3}}}}\right)"
    text = " ".join(break_lines(formula, room))
    assert r"\left(0\right)" not in text
    assert set(re.findall(r"[\d.]{3,}", text)) == set(numbers)


def test_a_short_line_is_left_alone():
    assert break_lines("a + b", 100) == ["a + b"]


def test_a_line_starts_with_its_operation():
    assert all(line.startswith(("{} +", "{} -")) for line in break_lines(tex(LONG), 150)[1:])


def test_a_differential_is_never_torn():
    text = r"\int_{0}^{1} " + " ".join(f"f_{{{k}}}(x)" for k in range(9)) + r"\, dx"
    for room in range(40, 200, 7):
        assert any(line.endswith(r"\, dx") for line in break_lines(text, room)), room


def test_the_name_of_a_function_is_never_torn():
    z, a = Symbol("z", positive=True), Symbol("a", positive=True)
    text = tex(a**2 * hyper([a + 1, a / 2 + 1], [a + 3], 1 - z**2 / (a + 1)) * exp(-a * z))
    for room in range(60, 240, 9):
        lines = break_lines(text, room)
        assert any(r"{}_{2} F_{1}" in line for line in lines), lines


def test_a_wide_denominator_is_inverted_as_a_whole():
    """1/(x y (…)) must not become x (…)^{-1}: the pieces are put together again and evaluated."""
    y, p = Symbol("y", positive=True), Symbol("p", positive=True)
    inner = sum(p**k for k in range(1, 14))
    for expression in (1 / (y * inner), y / (p + inner * y), 1 / (1 + y**2 / (3 * y * inner))):
        text = " ".join(break_lines(tex(expression), 150))
        point = {y: 3, p: 2}
        assert sympify(_calculator(text), locals={"y": 3, "p": 2}) == expression.subs(point)


def _calculator(text: str) -> str:
    """The formula in the notation of a calculator; only what the test above prints."""
    text = re.sub(r"\\bigg?[lr]|\\left|\\right|\{\}", "", text).replace(r"\times", "*")
    for _ in range(6):
        text = re.sub(r"\\frac\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}", r"((\1)/(\2))", text)
    text = text.replace("^{", "**(").replace("}", ")").replace("^", "**").replace("{", "(")
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"(?<=[\w)]) ?(?=[(yp])(?<!\*\*)", "*", re.sub(r"(?<=[\w)]) (?=[\w(])", "*", text))
    return text.replace("**(*", "**(")


def test_cases_are_cut_inside():
    text = rf"\begin{{cases}} {tex(LONG)} & \text{{if }} x_{{0}} > 1 \\ 0 & \text{{otherwise}} \end{{cases}}"
    (line,) = break_lines(text, 220)
    assert r"\begin{aligned}" in line and width(line) <= 221
