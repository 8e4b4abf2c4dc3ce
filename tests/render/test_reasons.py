import pytest
from sympy import Integer, Symbol, oo, sqrt

from symspline.proof.moves import Algebra, Antiderivative, By, SplitDomain, TakeLimit, Unfold
from symspline.render.mathematics.display import reason

r, w = Symbol("r", positive=True), Symbol("w", real=True)


@pytest.mark.parametrize(
    ("move", "text"),
    [
        (Unfold(r, w), "unfold about $w = 0$"),
        (SplitDomain(w, (Integer(-1), r)), "cut the range at $w = -1$, $w = r$"),
        (TakeLimit(w, Integer(0)), r"let $w \downarrow 0$"),
        (TakeLimit(w, Integer(0), "-"), r"let $w \uparrow 0$"),
        (TakeLimit(w, oo, "-"), r"let $w \to \infty$"),
        (Algebra(r"collect $w_1{\left(r \right)}$ & $\frac$"), r"collect $w_{1}(r)$ & $\frac$"),
    ],
)
def test_a_reason_in_the_notation_of_the_field(move, text):
    assert reason(move) == text


def test_fractions_have_a_slash_in_a_sentence_only():
    move = Antiderivative(w, w / sqrt(r))
    assert reason(move) == r"antiderivative $w/\sqrt{r}$"
    assert reason(move, inline=False) == r"antiderivative $\frac{w}{\sqrt{r}}$"


def test_a_citation_names_what_its_symbols_stand_for(decay):
    a = decay.arguments[0].symbol
    assert reason(By(decay, {a: a})) == "tail of an exponential & more (X1.tail)"
    assert reason(By(decay, {a: 2 * r}, "the tail")) == "the tail (X1.tail; $a = 2r$)"
