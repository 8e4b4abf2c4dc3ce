"""What tests of several rooms need."""

import shutil

import pytest


@pytest.fixture
def pdflatex():
    """Skips where pdflatex is not installed."""
    if shutil.which("pdflatex") is None:
        pytest.skip("pdflatex is not installed: apt-get install texlive-latex-base")
