"""The reference of the gradient flow against closed forms, other integrators, plain descent and itself."""

import json
from pathlib import Path

import numpy as np
import pytest
from mpmath import quad

from symspline.evidence.reference_flow import ReferenceFlow

RECORDS = json.loads((Path(__file__).parents[1] / "data" / "flows.json").read_text())["problems"]

SLIDE_TO_ZERO = float(quad(lambda u: 1 / ((0.96**2 + 4 * u**2) ** 0.5 * (10 * u + 1.3)), [0, 0.2]))
"""When u = w v reaches 0: while the neuron slides u' = -sqrt(delta^2 + 4 u^2) (10 u + 1.3), delta = -0.96."""


def test_a_slide_in_closed_form():
    """One neuron on the datum 0: w v = 1/(1 + 3 exp(-2 t)) and w = v (D11x)."""
    flow = ReferenceFlow(["0.5"], [0], ["0.5"], 0, [0, 1], [-1, 1], 2, train_b0=False)
    root = 1 / flow.context.sqrt(1 + 3 * flow.context.exp(-4))
    assert abs(flow.end.w[0] - root) < 1e-27 and abs(flow.end.v[0] - root) < 1e-27 and flow.end.b == [0]
    assert [(event.time, event.kind, event.neuron, event.datum) for event in flow.events] == [(0, "slide", 0, 0)]


@pytest.mark.parametrize(
    ("start", "x", "y", "kind", "time"),
    [
        ((1, 0, "0.2"), [0, 1, 3], [-2, "2.9", "-1.4"], "output weight zero", SLIDE_TO_ZERO),
        (
            (1, 0, "0.2"),
            ["-1.468", "-1.342", 0, "0.265", "1.472"],
            ["2.611", "-1.103", "-1.649", "1.616", "-0.897"],
            "output weight zero",
            0.1846706761,
        ),
        (
            ("0.2", 0, 1),
            ["-1.727", 0, "0.86", "1.904", "1.941"],
            ["0.338", "-2.291", "2.307", "-2.006", "0.371"],
            "collapse",
            0.1129255046,
        ),
        ((1, 0, "0.5"), [-1, 0, 1], ["0.3", 2, "-0.1"], "repels", 0),
    ],
)
def test_where_several_curves_go_on(start, x, y, kind, time):
    """The examples of D12, with the times that a Taylor integrator found; the first is an integral."""
    w, b, v = start
    flow = ReferenceFlow([w], [b], [v], 0, x, y, 1, train_b0=kind == "repels", digits=16, rows=7)
    assert flow.stop is not None and (flow.stop.kind, flow.stop.datum) == (kind, x.index(0))
    assert float(flow.stop.time) == pytest.approx(time, rel=0, abs=1e-10)


def test_a_crossing_that_does_not_happen():
    """Neuron 1 passes datum 1 at a distance of 1e-3: one step over it sees nothing, and there is nothing to see."""
    flow = ReferenceFlow(
        ["-0.8", "1.2"],
        ["-0.3", "0.8"],
        ["1.7", "1.2"],
        0,
        ["-1.5", "-0.5", "0.5", "1.5"],
        ["-1.5", "-0.7", "-0.1", "0.3"],
        3,
        digits=20,
        rows=8,
    )
    assert [(event.kind, event.neuron, event.datum) for event in flow.events] == [("off", 0, 1), ("dies", 0, 0)]
    assert float(flow.events[0].time) == pytest.approx(0.009652356269430095459, abs=1e-16)
    assert [float(w) for w in flow.end.w] == pytest.approx([-0.3893934109092521472485, 0.7053224753432395870072])
    near = flow("0.26504397257474619844")
    assert float(near.b[1] - near.w[1] / 2) == pytest.approx(0.0010591034579127681372, abs=1e-15)


def test_descent_approaches_the_flow_at_order_one():
    record = next(r for r in RECORDS if (r["family"], r["seed"]) == ("kinks", 377))
    x, y = np.array(record["x"]), np.array(record["y"])
    end = np.concatenate([np.array(record["end"][part], dtype=float).ravel() for part in ("w", "b", "v", "b0")])
    away = []
    for step in (2.0**-9, 2.0**-11, 2.0**-13):
        w, b, v, b0 = (np.array(record[part]) for part in ("w", "b", "v", "b0"))
        for _ in range(round(record["t_end"] / step)):
            p = np.outer(w, x) + b[:, None]
            seen = p > 0
            e = v @ (p * seen) + b0 - y
            total, moment = seen @ e, seen @ (e * x)
            w, b, v, b0 = (
                w - step * v * moment,
                b - step * v * total,
                v - step * (w * moment + b * total),
                b0 - step * sum(e),
            )
        away.append(np.abs(np.concatenate([w, b, v, [b0]]) - end).max() / step)
    assert max(away) < 20 and max(away) / min(away) < 2


@pytest.mark.parametrize(
    "record", [r for r in RECORDS if "stop" in r and len(r["w"]) < 3], ids=lambda r: str(r["seed"])
)
def test_records_at_other_settings(record):
    parts = (record[part] for part in ("w", "b", "v", "b0", "x", "y", "t_end"))
    flow = ReferenceFlow(*parts, digits=18, rows=8, longest="0.03")
    assert flow.stop is not None and flow.stop.kind == record["stop"]["kind"]
    assert abs(flow.stop.time - flow.context.mpf(record["stop"]["time"])) < 1e-15
    assert all(abs(a - flow.context.mpf(c)) < 1e-15 for a, c in zip(flow.end.w, record["end"]["w"], strict=True))


def test_what_is_no_start_is_refused():
    with pytest.raises(ValueError, match="equal lengths"):
        ReferenceFlow([1], [0], [1], 0, [0, 1], [0], 1)
    with pytest.raises(ValueError, match="one x"):
        ReferenceFlow([1], [0], [1], 0, [1, 1], [0, 0], 1)
    with pytest.raises(ValueError, match="w = 0"):
        ReferenceFlow([0], [1], [1], 0, [1], [0], 1)
