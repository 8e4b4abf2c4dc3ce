"""How fast finite networks approach the minimiser of the curvature penalty as their width grows.

Run: python benchmarks/bench_width_rate.py [--repetitions 200] [--seed 0]

Networks of width 2^6 to 2^13 from three laws; output weights follow gradient flow to the end on seven points. The claim
is the exponent -1/2; it is fitted for all widths and for widths from 512 on, with its 99.9 % interval over the
repetitions.
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from symspline.derivations.initialisation.evidence.kernel import TRAINED
from symspline.derivations.initialisation.evidence.wide_networks import WidthExperiment
from symspline.evidence.statistics import fit_rate

WIDTHS = tuple(2**k for k in range(6, 14))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repetitions", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    for name, (init, kinks) in TRAINED.items():
        begin = time.perf_counter()
        experiment = WidthExperiment(init, kinks)
        found = experiment.distances(options.repetitions, np.random.default_rng(options.seed), WIDTHS)
        seconds = time.perf_counter() - begin
        medians = "  ".join(
            f"{width}: {value:.4f}" for width, value in zip(WIDTHS, np.median(found, axis=0), strict=True)
        )
        wide = np.array(WIDTHS) >= 512
        print(f"{name} weights, {options.repetitions} networks of each width, {seconds:.1f} s")
        print(f"  median distance  {medians}")
        print(f"  exponent, all widths       {fit_rate(np.array(WIDTHS), found)}")
        print(f"  exponent, widths from 512  {fit_rate(np.array(WIDTHS)[wide], found[:, wide])}")


if __name__ == "__main__":
    main()
