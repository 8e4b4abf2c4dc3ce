"""The section on the flow of a small network: its figures are those of the flow and of descent; what it cannot tell."""

import numpy as np
import pytest

import symspline as ss
from symspline.model.dataset import Dataset
from symspline.report import flow, small_flow
from symspline.report.blocks import number
from symspline.report.small_flow import SmallFlow, small_start
from symspline.report.subject import Subject

DATA = Dataset([0.0, 1, 2, 2, 4, 5, 7, 9], [1.0, 3, 2, 4, 8, 9, 4, 6], "hour", "load")


def said(section):
    return " ".join(block.text for block in section.blocks if hasattr(block, "text")).replace("\n", " ")


def test_the_section_tells_what_the_flow_and_descent_do(monkeypatch):
    monkeypatch.setattr(small_flow, "STEPS", 200)
    subject = Subject(DATA, ss.presets.torch(6), 6, seed=1)
    small = subject.small_flow
    end = float(small.flow.t_end)
    assert small.flow.status == "completed" and end == pytest.approx(200 * small.step) and small.steps == 200
    section = flow.section(subject)
    text = said(section)
    exact = ss.gradient_flow(small.start, subject.x, subject.y, end)
    assert f"from {number(exact.loss(0.0)[0], 4)} to {number(exact.loss(end)[0], 4)}" in text
    down = ss.gradient_descent(small.start, subject.x, subject.y, small.step, 200).network
    places = np.linspace(-1, 1, 400)
    times, apart = small.apart
    assert apart[-1] == pytest.approx(np.abs(down(places) - exact.end(places)).max(), rel=1e-6)
    assert (times[0], apart[0]) == (0, 0) and f"at most {number(apart.max())} away" in text
    (table,) = [block for block in section.blocks if hasattr(block, "rows")]
    assert sum(int(row[1]) for row in table.rows) == len(exact.events)


def test_where_the_flow_forks_the_section_says_so():
    subject = Subject(DATA, ss.presets.torch(6), 6)
    start = ss.Network([1.0], [-subject.x[2]], [0.5], 0.0)
    vars(subject)["small_flow"] = SmallFlow(
        start, subject.x, np.where(subject.x == start.spline.knots, 5.0, -1), subject.x
    )
    section = flow.section(subject)
    assert len(section.blocks) == 2 and "A network of 1 neuron," in said(section)
    assert "the flow is **not unique** (D12): neuron 0 at hour = 2 has more than one way" in said(section)


def test_where_the_budget_ends_the_section_says_so(monkeypatch):
    monkeypatch.setattr(small_flow, "SERIES", 3)
    section = flow.section(Subject(DATA, ss.presets.torch(6), 6, seed=1))
    assert "Taylor series ended; the flow goes on, and nothing is said of that" in said(section)


def test_the_small_network_is_of_the_preset_for_its_width():
    init = ss.presets.torch(1000)
    small = small_start(init, 1000, np.random.default_rng(0))
    bound = 20**-0.5
    assert small.width == 20 and 0.7 * bound < np.abs(small.v).max() <= bound
    own = ss.Init(w=ss.Normal(1), b=ss.Normal(1), v=ss.Constant(0.25))
    assert set(small_start(own, 7, np.random.default_rng(0)).v) == {0.25}
