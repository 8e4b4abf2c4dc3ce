"""What tests of several rooms need."""

import os
import re
import shutil
import sys

import pytest

from symspline.proof.limit import _Stop

# Nothing is left behind in the home of whoever tests, and nothing found there decides a test.
os.environ["SYMSPLINE_CACHE"] = "off"


@pytest.hookimpl(trylast=True)
def pytest_configure(config):
    """A stop that arrives in a callback of the garbage collector is dropped there and comes again: no error."""
    report = sys.unraisablehook

    def unless_stopped(unraisable):
        if not issubclass(unraisable.exc_type, _Stop):
            report(unraisable)

    sys.unraisablehook = unless_stopped


@pytest.fixture
def pdflatex():
    """Skips where pdflatex is not installed."""
    if shutil.which("pdflatex") is None:
        pytest.skip("pdflatex is not installed: apt-get install texlive-latex-base")


@pytest.fixture
def pages():
    """The number of pages that a log of pdflatex names."""
    return lambda log: int(re.findall(r"Output written on .*?\((\d+) pages?", log.replace("\n", ""))[0])


@pytest.fixture
def overfull():
    """The points by which each line of a log of pdflatex sticks out, where it is more than two."""
    found = re.compile(r"Overfull \\hbox \(([\d.]+)pt too wide\)")
    return lambda log: [points for points in map(float, found.findall(log)) if points > 2]
