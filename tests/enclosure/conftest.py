"""Tools of the tests of enclosures."""

import pytest
from flint import arb, ctx

from symspline.enclosure.ball import Ball
from symspline.enclosure.enclose import bits, enclose


@pytest.fixture
def difference():
    """Encloses `lhs - rhs` and returns it with the scale `max(|lhs|, |rhs|)`, refined until 1e-25 of it, or twice."""

    def enclosed(lhs, rhs, values, digits=30):
        ball, scale = Ball(arb(0)), 0.0
        for extra in (0, 15, 40):
            left, right = enclose(lhs, values, digits + extra), enclose(rhs, values, digits + extra)
            with ctx.workprec(bits(digits + extra)):
                ball = Ball(left.value - right.value)
                scale = float(left.value.abs_upper().max(right.value.abs_upper()))
            if ball.radius <= 1e-25 * min(1.0, scale):
                break
        return ball, scale

    return enclosed
