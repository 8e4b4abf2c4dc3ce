"""Where a function of one variable may vanish or fail to be analytic on an interval: the cuts of an integral."""

import sympy as sp
from flint import acb, arb, ctx

from .ball import Lowered, Undecided
from .lowering import bits, constant, lower, real_part
from .place import rational

MOST_BOXES = 20_000
"""Parts of the interval looked at before it is given up."""
MOST_ZEROS = 200
"""Cuts that an integral can bear."""
ORDERS = 4
"""Derivatives of which one must not vanish where zeros cannot be told apart."""
CLOSE = 2.0**-60
"""Width, relative to the interval and to the place, below which doubles do not tell two places apart."""
_DIGITS = 30


def zeros(g: sp.Expr, x: sp.Symbol, low: sp.Expr, high: sp.Expr) -> list[sp.Rational]:
    """All zeros and singular points of a function inside a bounded interval, by balls.

    Parts where the image excludes 0 are left out; where the derivative excludes 0 the one zero is bisected; the rest is
    halved. A part narrower than doubles can tell is one cut if some derivative excludes 0 there, so that finitely many
    zeros lie in it, or if the function is not finite there.

    Args:
        g: a real expression in x alone.
        x: the variable.
        low: lower end, a number.
        high: upper end, a number.

    Returns:
        The places in ascending order, each within 1e-29 of a zero (relative to its size), or within `CLOSE` where it is
        a multiple one. Places that `CLOSE` does not tell from an end are left out.

    Raises:
        Undecided: the zeros accumulate or are too many, g vanishes on an interval, or no enclosure of it is known; the
            message says where.

    Example:
        >>> t = sp.Symbol("t", real=True)
        >>> [float(z) for z in zeros(sp.exp(t) - 2, t, sp.Integer(-1), sp.Integer(1))]
        [0.6931471805599453]
    """
    with ctx.workprec(bits(_DIGITS)):
        ends = [real_part(constant(end)) for end in (low, high)]
        return _apart(isolated(g, x, *ends), *ends)


def isolated(g: sp.Expr, x: sp.Symbol, low: arb, high: arb) -> list[arb]:
    """Balls that hold all zeros and singular points of a function on a bounded interval; others may be among them.

    Raises:
        Undecided: as `zeros` does.
    """
    return _Search(g, x, low, high).found()


class _Search:
    def __init__(self, g: sp.Expr, x: sp.Symbol, low: arb, high: arb) -> None:
        self.g, self.x, self.low, self.high = g, x, low, high
        self.width = float((self.high - self.low).mid())
        # Derivatives are lowered when they are asked for.
        self.derivatives: list[acb | Lowered] = [lower(g, (x,))]
        self.last = g

    def found(self) -> list[arb]:
        cuts: list[arb] = []
        if isinstance(self.derivatives[0], acb):
            return cuts
        stack = [(self.low.lower(), self.high.upper())]
        for _ in range(MOST_BOXES):
            if not stack:
                return cuts
            left, right = stack.pop()
            box = left.union(right)
            image = self.at(0, box)
            if _excludes_zero(image):
                continue
            if _excludes_zero(self.at(1, box)):
                zero = self._bisected(left, right)
                if zero is not None:
                    cuts.append(zero)
            elif _is_close(left, right, self.width):
                singular = not image.is_finite() or not image.imag.contains(0)
                if not singular and not any(_excludes_zero(self.at(k, box)) for k in range(2, ORDERS + 1)):
                    raise Undecided(
                        f"the zeros of {self.g} near {self.x} = {float(box.mid()):.6g} cannot be told apart"
                    )
                cuts.append(box)
            else:
                middle = ((left + right) / 2).mid()
                stack += [(middle, right), (left, middle)]
            if len(cuts) > MOST_ZEROS:
                raise Undecided(
                    f"{self.g} has more than {MOST_ZEROS} zeros from {self.x} = {float(self.low.mid()):.6g} to "
                    f"{float(right.mid()):.6g}"
                )
        where = float(stack[-1][0].mid()) if stack else float(self.high.mid())
        raise Undecided(
            f"the zeros of {self.g} cannot be isolated near {self.x} = {where:.6g}: they may accumulate there"
        )

    def at(self, order: int, box: arb) -> acb:
        """A derivative on a part."""
        while len(self.derivatives) <= order:
            self.last = sp.diff(self.last, self.x)
            self.derivatives.append(lower(self.last, (self.x,)))
        f = self.derivatives[order]
        return f if isinstance(f, acb) else f([acb(box)], False)

    def _bisected(self, left: arb, right: arb) -> arb | None:
        """The only possible zero of a monotone function; None where there is none."""
        first, last = (self.at(0, end).real for end in (left, right))
        if (first > 0 and last > 0) or (first < 0 and last < 0):
            return None
        rising = bool(self.at(1, left.union(right)).real > 0)
        for _ in range(ctx.prec):
            middle = ((left + right) / 2).mid()
            here = self.at(0, middle).real
            if not _excludes_zero(acb(here)):
                # Too near to the zero for its side to be told: two steps of Newton's enclose it.
                near = middle - here / self.at(1, left.union(right)).real
                return middle - here / self.at(1, near).real
            if (here > 0) == rising:
                right = middle
            else:
                left = middle
        return left.union(right)


def _is_close(left: arb, right: arb, width: float) -> bool:
    size = max(width, abs(float(left.mid())), abs(float(right.mid())))
    return float((right - left).mid()) <= CLOSE * size


def _apart(cuts: list[arb], low: arb, high: arb) -> list[sp.Rational]:
    """One place for neighbours that doubles do not tell apart, and none for the ends."""
    places, width = list[sp.Rational](), float((high - low).mid())
    for cut in sorted(cuts, key=lambda c: float(c.mid())):
        edges = (low, high, *(arb(0) + float(p) for p in places[-1:]))
        if not any(_is_close(*((e.mid(), cut.mid()) if e < cut else (cut.mid(), e.mid())), width) for e in edges):
            places.append(rational(cut))
    return places


def _excludes_zero(image: acb) -> bool:
    """Whether the real function has no zero: its value is none, or not real."""
    return bool(image.is_finite() and not image.contains(0))
