"""The judge of exact comparisons: it counts, stops at the first counterexample, and refuses one without cases."""

import numpy as np

from symspline.evidence.brute_force import exhaustive
from symspline.evidence.cases import every_case


def run(evidence):
    return evidence.run(np.random.default_rng(0))


def test_the_first_counterexample_ends_the_comparison():
    seen = []

    @every_case("squares", "{} numbers")
    def small(rng):
        for n in range(5):
            seen.append(n)
            yield "" if n * n < 4 else f"{n} is too large"

    finding = run(small)
    assert (finding.passed, finding.figure, finding.text) == (False, 3.0, "2 is too large") and seen == [0, 1, 2]
    assert (small.title, small.kind) == ("squares", "exact")


def test_a_comparison_without_cases_shows_nothing():
    assert not run(every_case("nothing")(lambda rng: iter(()))).passed


def test_the_generator_is_the_seeded_one():
    drawn = every_case("draws", kind="simulation")(lambda rng: iter(["" if rng.random() == first else "another"]))
    first = np.random.default_rng(0).random()
    assert run(drawn).passed and drawn.kind == "simulation"


def test_a_difference_that_does_not_vanish_is_named_with_its_cell():
    @exhaustive("moments", "network", n_data=1, width=1)
    def wrong(cell):
        yield cell.derivative("b0") - cell.moment(0)
        yield cell.moment(0, 1)

    finding = run(wrong)
    assert not finding.passed and finding.text.startswith("1 data, neurons seeing ((0,),)")
