"""Evaluations of the gradient that the exact flow and plain descent take to the same accuracy, on recorded flows.

Claim: at an error of 1e-6 the exact flow takes at least 100 times fewer than descent. A Taylor series of order p counts
as p evaluations. Descent is run with two numbers of steps; its error falls with the first order, which says how many
steps an error of 1e-6 needs. The truth is that of `tests/data/flows.json`, 25 digits from an integrator of its own.
"""

import argparse
import json
from pathlib import Path

import numpy as np

import symspline as ss

RECORDS = Path(__file__).parents[1] / "tests" / "data" / "flows.json"
ACCURACY = 1e-6


def gap(network: ss.Network, end: dict) -> float:
    """The largest error of a weight."""
    return max(float(np.max(np.abs(getattr(network, part) - np.array(end[part], dtype=float)))) for part in end)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=20_000, help="of descent")
    steps = parser.parse_args().steps
    records = [record for record in json.loads(RECORDS.read_text())["problems"] if "stop" not in record]
    ratios, errors = [], []
    for record in records:
        start = ss.Network(*(record[part] for part in ("w", "b", "v", "b0")))
        x, y, t_end, end = record["x"], record["y"], record["t_end"], record["end"]
        flow = ss.gradient_flow(start, x, y, t_end, tol=ACCURACY / 10)
        exact = gap(flow.end, end)
        down = ss.gradient_descent(start, x, y, t_end / steps, steps, record_every=steps).network
        needed = steps * gap(down, end) / ACCURACY
        ours = flow.steps * flow.integrator.order
        ratios.append(needed / ours)
        errors.append(exact)
        print(f"{record['family']} {record['seed']}: ours {ours} to {exact:.1e}; descent about {needed:.2g}")
    print(
        f"{len(ratios)} flows: descent takes {min(ratios):.0f} to {max(ratios):.0f} times as many evaluations, median "
        f"{np.median(ratios):.0f}; the largest error of the exact flow is {max(errors):.1e}"
    )


if __name__ == "__main__":
    main()
