"""Writes tests/data/flows.json: small gradient flows to 25 digits, for judging fast integrators.

Run: python benchmarks/relu_flow/make_records.py [--processes 2] [FAMILY ...]

Families that are named are written anew, the others stay as they are in the file.

Each problem is solved twice by `symspline.evidence.reference_flow`, with other orders, step lengths and digits. A
problem whose two solutions differ, in an event or in 22 digits of a weight, a time or the loss, is left out and
counted.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import time
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

from mpmath.ctx_mp import MPContext
from problems import draw

from symspline.evidence.reference_flow import ReferenceFlow

TARGET = Path(__file__).parents[2] / "tests" / "data" / "flows.json"
SETTINGS = (
    {"digits": 25, "rows": 9, "longest": Fraction(1, 16)},
    {"digits": 24, "rows": 11, "longest": Fraction(1, 21)},
)
AGREE = 22
"""Decimal digits in which the two solutions agree."""
HOW = (
    "Gradient flows of 1/2 sum (f(x_n) - y_n)^2, f = sum v relu(w x + b) + b0, all weights moving, from starts that "
    "float64 holds exactly. Computed twice by benchmarks/relu_flow/make_records.py with "
    "symspline/evidence/reference_flow.py (extrapolated midpoint rules between bracketed events): {settings}. Kept "
    "where the two agree in all events and in {agree} digits. A record with a stop ends there: several curves go on."
)
CHOSEN: dict[str, tuple[int, ...]] = {
    "free": (2, 4, 7, 8, 9, 13, 14, 15, 17, 18, 19, 22, 28, 29, 32),
    "kinks": (
        *(1, 2, 4, 6, 13, 23, 25, 28, 37, 38, 139, 156, 171, 288, 321, 343, 376, 377, 389, 410, 426),
        *(464, 508, 512, 516, 519, 586, 663, 1200),
    ),
    "mirror": (3, 6, 8, 11, 17, 19, 20, 28, 29, 40),
    "small": (4, 5, 21, 24, 31, 32, 36, 39, 44, 85, 1007),
}
"""Seeds in which every kind of event and of stop occurs."""


def solve(family: str, seed: int, setting: dict[str, Any]) -> dict[str, Any]:
    """One solution; numbers of the flow as text."""
    problem = draw(family, seed)
    flow = ReferenceFlow(problem.w, problem.b, problem.v, problem.b0, problem.x, problem.y, problem.t_end, **setting)

    def text(value: Any) -> str:
        return flow.number(value, 25)

    end, events = flow.end, sorted(flow.events, key=lambda event: event.time)
    found = {
        "family": family,
        "seed": seed,
        **problem.floats(),
        "events": [[text(event.time), event.kind, event.neuron, event.datum] for event in events],
        "end": {name: [text(each) for each in getattr(end, name)] for name in "wbv"} | {"b0": text(end.b0)},
        "loss": text(flow.loss(end)),
    }
    if flow.stop is not None:
        stop = flow.stop
        found["stop"] = {"time": text(stop.time), "kind": stop.kind, "neuron": stop.neuron, "datum": stop.datum}
    return found


def agree(one: Any, other: Any) -> bool:
    """Whether two solutions say the same: text that is a number in 22 digits after the point, all else exactly."""
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(agree(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(agree, one, other))
    if isinstance(one, str) and one != other:
        context = MPContext()
        context.dps = 40
        try:
            first, second = context.mpf(one), context.mpf(other)
        except ValueError:
            return False
        return bool(abs(first - second) <= context.mpf(10) ** -AGREE * max(1, abs(first)))
    return one == other


def _in_order(solution: dict[str, Any]) -> dict[str, Any]:
    """Events of one time in the order of neurons: rounding must not order them."""
    rank = {}
    for moment, _, _, _ in solution["events"]:
        same = next((known for known in rank if agree(known, moment)), moment)
        rank.setdefault(moment, rank.get(same, len(rank)))
    return solution | {"events": sorted(solution["events"], key=lambda event: (rank[event[0]], event[2]))}


def record(chosen: tuple[str, int]) -> dict[str, Any] | None:
    """The record of a problem; None where the two solutions differ."""
    begin = time.perf_counter()
    first, second = (_in_order(solve(*chosen, setting)) for setting in SETTINGS)
    same = agree(first, second)
    print(*chosen, f"{time.perf_counter() - begin:.0f} s", "" if same else "left out", flush=True)
    return first if same else None


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "families", nargs="*", default=list(CHOSEN), help="free, kinks, mirror or small; all unless told"
    )
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    kept = {name: [] for name in CHOSEN}
    left_out = dict.fromkeys(CHOSEN, 0)
    if TARGET.exists():
        old = json.loads(TARGET.read_text())
        left_out |= old["left_out"]
        for each in old["problems"]:
            kept[each["family"]].append(each)
    with multiprocessing.Pool(options.processes) as pool:
        for family in options.families:
            found = pool.map(record, [(family, seed) for seed in CHOSEN[family]], chunksize=1)
            kept[family] = [each for each in found if each is not None]
            left_out[family] = len(found) - len(kept[family])
    settings = " and ".join(
        f"{each['digits']} digits, order {2 * each['rows']}, steps to {each['longest']}" for each in SETTINGS
    )
    problems = [each for family in kept.values() for each in family]
    head = {"how": HOW.format(settings=settings, agree=AGREE), "left_out": left_out}
    lines = ",\n".join(map(json.dumps, problems))
    TARGET.write_text(json.dumps(head)[:-1] + ', "problems": [\n' + lines + "\n]}\n")
    kinds = Counter(kind for each in problems for kind in {event[1] for event in each["events"]})
    stops = Counter(each["stop"]["kind"] for each in problems if "stop" in each)
    print(f"{len(problems)} problems kept, left out {left_out}; problems with each kind: {dict(kinds)}, {dict(stops)}")


if __name__ == "__main__":
    main()
