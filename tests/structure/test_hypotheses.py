"""A hypothesis that restricts the arguments of a theorem is a condition: check points satisfy it, citations show it."""

import re

import pytest

from symspline.proof.library import library

SIGN = re.compile(r"\$(?P<symbol>[\\\w{}*]+) (?P<relation>\\neq|>|<|\\geq|\\leq|\\ge|\\le) [^$]*\$")


def unencoded(theorem):
    """Symbols of the arguments whose restriction stands in words alone, and is no assumption of the symbol either."""
    names = {re.sub(r"[\\{}]", "", str(a.symbol)): a.symbol for a in theorem.arguments}
    for hypothesis in theorem.assumes:
        found = SIGN.fullmatch(hypothesis.text)
        symbol = names.get(re.sub(r"[\\{}]", "", found["symbol"])) if found else None
        if symbol is not None and hypothesis.condition is None and not (symbol.is_nonzero or symbol.is_positive):
            yield symbol, hypothesis.text


@pytest.mark.parametrize("chapter", library.chapters, ids=lambda chapter: chapter.slug)
def test_restrictions_are_conditions(chapter):
    assert not [(theorem.id, *found) for theorem in chapter for found in unencoded(theorem)]


def test_a_restriction_in_words_alone_is_seen():
    from dataclasses import replace

    from symspline.proof.theorem import Assumption

    theorem = library["B7.zeta"]
    assert list(unencoded(replace(theorem, assumes=(Assumption("$c \\neq 0$"),))))
    assert not list(unencoded(replace(theorem, assumes=(Assumption(r"$\sigma_w > 0$"),))))
