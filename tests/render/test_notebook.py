"""What a notebook shows of each object, and that a repr fits a screen however wide the object is."""

from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
import sympy as sp

import symspline as ss
from symspline.proof.library import library
from symspline.proof.theorem import Evidence, Finding
from symspline.proof.verdict import Verdict
from symspline.render.documents.markdown import notebook_latex

t, s = sp.Symbol("t", real=True), sp.Symbol("s", positive=True)
N = 10**5
X, Y = [1, 2, 3, 4, 5, 7], ["8.3", "10.3", "19", "16", "15.6", "19.8"]
INIT = ss.Init(w=ss.Normal(1.3), b=ss.Normal(0.7), v=ss.Normal(0.2))
OBJECTS = {
    "formula": lambda: INIT.zeta,
    "integral": lambda: ss.Formula(
        "f", sp.Function("f")(s), (s,), sp.Integral(sp.exp(-s * t), (t, 0, 1)), closed=False
    ),
    "init": lambda: ss.presets.flax(100),
    "density": lambda: ss.Init(w=ss.Law(sp.exp(-t), t, (0, sp.oo)), b=ss.Constant(0), v=ss.TwoPoint(1)),
    "joint law": lambda: ss.Init(wb=ss.UnitCircle(), v=ss.Normal(s)),
    "network": lambda: ss.Network(np.linspace(-1, 1, N), np.ones(N), np.ones(N) / N),
    "spline": lambda: ss.Spline(np.linspace(-1, 1, N), np.ones(N), np.ones(N)),
    "line": lambda: ss.Spline([], [], []),
    "point": lambda: ss.critical_points(X, Y, 2, on_data=True)[0],
    "fit": lambda: ss.best_fit(X, Y, 3),
    "straight fit": lambda: ss.best_fit(X, X, 1),
    "wide fit": lambda: ss.best_fit(np.random.default_rng(0).normal(size=40), np.arange(40.0), 2),
    "flow": lambda: ss.gradient_flow(ss.Network([1.0, -1.0], [0.1, 0.2], [0.5, 0.4]), [0.0, 1.0], [1.0, -1.0], 1.0),
    "section": lambda: library["C9d"],
    "library": lambda: library,
}


@pytest.fixture(params=OBJECTS)
def shown(request):
    return OBJECTS[request.param]()


def test_html_is_well_formed_and_stands_alone(shown, well_formed):
    text = shown._repr_html_()
    well_formed(text)
    assert "<script" not in text and "http" not in text.replace("http://www.w3.org", "") and "body {" not in text
    assert len(text) < 2 * 10**5


def test_a_repr_fits_a_screen(shown):
    assert len(repr(shown)) < 1200 and repr(shown).count("\n") < 3


def test_a_formula_is_shown_in_symbols_and_then_with_numbers():
    text = INIT.zeta._repr_html_()
    before, after = text.split("With ")
    assert "<mi>σ</mi>" in before and "<mn>1.69</mn>" not in before
    assert "<mn>1.3</mn>" in after and "<mn>1.69</mn>" in after and "B7.zeta" in after
    assert r"\frac{1.507142}{\pi (1.69 c^{2} + 0.49)^{2}}" in after


def test_a_report_shows_every_step_with_its_verdict(decay, report):
    made = report(decay, Verdict.SAMPLED)
    failed = (Evidence("samples", lambda rng: None), Finding(False, 3.0, "they differ"))
    shown = replace(made, findings=(failed,))._repr_html_()
    body = shown.partition("</style>")[2]
    assert [body.count(f'class="verdict {word}"') for word in ("sampled", "refuted")] == [len(decay.steps), 2]
    assert body.count("<tr>") == 1 + 1 + len(decay.steps) + 1 and "they differ" in body
    ElementTree.fromstring(body[body.index("<table>") : body.index("</table>") + 8])


def test_a_long_spline_shows_its_ends():
    text = OBJECTS["spline"]()._repr_html_()
    assert text.count("<tr>") == 13 and f"The first and the last 6 of {N}." in text


def test_foreign_text_is_escaped():
    init = ss.Init(w=ss.Normal(1), b=ss.Normal(1), v=ss.Normal(1), name="<img src=x onerror=alert(1)>", width=3)
    assert "<img" not in init._repr_html_() and "&lt;img" in init._repr_html_()


def test_theorems_and_sections_show_latex_too(decay, section):
    assert decay._repr_latex_() == notebook_latex(decay) and r"\parbox" not in decay._repr_latex_()
    assert r"\begin{aligned}" in section._repr_latex_() and "<strong>Source</strong>:" in decay._repr_html_()
    assert section._repr_html_().count("<article") == 2
