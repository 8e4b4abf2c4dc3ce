"""A hand-written kernel is claimed by exactly one theorem."""

import inspect
import pkgutil
from collections import Counter
from importlib import import_module

import pytest

from symspline import numerics
from symspline.proof.library import library

TOOLS = {
    "arguments": None,
    "bend_patterns": None,
    "gradient_descent": {"gradient_descent", "output_weights_flow", "parameters"},
    "rational_data": None,
    "inertia": {"rational_matrix"},
    "legendre_grid": None,
    "lonely": {"poisson_circle"},
    "panels": None,
    "pattern_search": {"check_bends"},
    "piece_families": {"join"},
    "quadrature": None,
    "units": None,
    "values": None,
}
"""What computes no formula of the theory: checks at the door, conversions, quadrature, and the judges. None: all."""


def public_functions():
    for module in pkgutil.iter_modules(numerics.__path__):
        home = import_module(f"symspline.numerics.{module.name}")
        for name, thing in inspect.getmembers(home, inspect.isfunction):
            tools = TOOLS.get(module.name, set())
            if (
                not name.startswith("_")
                and thing.__module__ == home.__name__
                and tools is not None
                and name not in tools
            ):
                yield f"{home.__name__}.{name}"


CLAIMS = Counter(routine for theorem in library for routine in theorem.routines)


@pytest.mark.parametrize("routine", list(public_functions()))
def test_it_is_claimed_once(routine):
    assert CLAIMS[routine] == 1


def test_what_is_claimed_exists():
    known = set(public_functions())
    for routine in CLAIMS:
        module, _, name = routine.rpartition(".")
        assert routine in known or callable(getattr(import_module(module), name))
