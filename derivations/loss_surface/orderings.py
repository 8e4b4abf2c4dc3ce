"""How likely a lonely partition is under one law of data and breakpoints, and the width it takes (C5c, C5d)."""

from fractions import Fraction
from itertools import combinations, pairwise, permutations
from math import comb, log

import numpy as np
from sympy import Function, Ge, Integral, Product, Rational, S, Sum, binomial, exp, oo

from symspline.numerics.lonely import expected_empty_gaps, lonely_bounds, lonely_probability, minimal_width
from symspline.proof.moves import Algebra, Antiderivative, Bound, By, Definition, Known, TakeLimit, Telescope
from symspline.proof.theorem import Assumption, Evidence, Finding, Step, Theorem

from .arguments import arguments
from .vocabulary import H, N, alpha, j, s, t, u

ONE_LAW = Assumption(
    "data and breakpoints are drawn independently from one continuous law, so that all orders of them are equally "
    "likely"
)
ENOUGH = Assumption(r"$H \ge N - 1$", Ge(H, N - 1))
_probability = binomial(H + 1, N) / binomial(N + H, N)
_product = Product((H + 1 - j) / (H + N - j), (j, 0, N - 1))
_P = Function("P", real=True)


def _words(n_data: int, width: int) -> tuple[int, int, int]:
    """Orders of data and breakpoints: all, those without two neighbouring data, and neighbouring data altogether."""
    every = lonely = neighbours = 0
    for places in combinations(range(n_data + width), n_data):
        together = sum(b - a == 1 for a, b in pairwise(places))
        every, lonely, neighbours = every + 1, lonely + (together == 0), neighbours + together
    return every, lonely, neighbours


def _all_orders(rng: np.random.Generator) -> Finding:
    """Every order of data and breakpoints, and for small numbers every permutation."""
    del rng
    cases = 0
    for n, h in ((n, h) for n in range(1, 6) for h in range(0, 8)):
        every, lonely, neighbours = _words(n, h)
        cases += 1
        if lonely_probability(n, h) != Fraction(lonely, every) or expected_empty_gaps(n, h) != Fraction(
            neighbours, every
        ):
            return Finding(False, float(cases), f"N = {n}, H = {h}: {lonely} of {every} orders are lonely")
    for n, h in ((1, 3), (2, 3), (3, 3), (3, 4)):
        found = [
            all(any(order[i] < order[k] < order[m] for k in range(n, n + h)) for i, m in _neighbours(order[:n]))
            for order in permutations(range(n + h))
        ]
        if lonely_probability(n, h) != Fraction(sum(found), len(found)):
            return Finding(False, float(cases), f"N = {n}, H = {h}: {sum(found)} of {len(found)} permutations")
    return Finding(True, float(cases), f"{cases} pairs (N, H), every order; four of them by every permutation")


def _neighbours(data: tuple[int, ...]) -> list[tuple[int, int]]:
    order = sorted(range(len(data)), key=lambda i: data[i])
    return list(pairwise(order))


def _bounds_hold(rng: np.random.Generator) -> Finding:
    """The three bounds against the exact probability."""
    del rng
    cases = 0
    for n in range(2, 25):
        for h in (n - 2, n - 1, n, 2 * n, n * n, 3 * n * n):
            bounds, p = lonely_bounds(n, h), lonely_probability(n, h)
            cases += 1
            if not (bounds.linear <= p and bounds.lower <= float(p) * (1 + 1e-14) and float(p) <= bounds.upper):
                return Finding(False, float(cases), f"N = {n}, H = {h}: {bounds}")
    return Finding(True, float(cases), f"{cases} pairs (N, H)")


WORDS = Theorem(
    id="C5c.words",
    title="Orders in which no two data are neighbours",
    chapter="loss_surface",
    statement=r"Write the order of data and breakpoints as a word. When $j$ breakpoints follow the last datum, the "
    r"datum and the "
    r"breakpoint before it are removed together with them, and a word with $N - 1$ data and $H - j - 1$ breakpoints "
    r"remains, of which there are $\binom{H-j}{N-1}$ by induction.",
    arguments=arguments(N, H),
    assumes=(ENOUGH,),
    subject=Function("F", real=True)(N, H),
    start=Sum(binomial(H - j, N - 1), (j, 0, H - N + 1)),
    origin=Definition("by the number of breakpoints after the last datum"),
    steps=(Step("=", binomial(H + 1, N), Telescope(j, -binomial(H + 1 - j, N))),),
)

PROBABILITY = Theorem(
    id="C5c.probability",
    title="Probability of a lonely partition",
    chapter="loss_surface",
    statement=r"All $\binom{N+H}{N}$ orders are equally likely, whatever the law: the probability does not depend "
    r"on it. It is "
    r"zero for $H < N - 1$.",
    arguments=arguments(N, H),
    assumes=(ONE_LAW, ENOUGH),
    subject=_P(N, H),
    start=WORDS.start / binomial(N + H, N),
    origin=Definition("orders without neighbouring data, among all orders"),
    steps=(
        Step("=", _probability, By(WORDS)),
        Step("=", _product, Known(r"$\binom{a}{n} = a(a-1)\cdots(a-n+1)/n!$", "DLMF 1.2.6")),
    ),
    evidence=(Evidence("every order of data and breakpoints", _all_orders, "exact"),),
    routines=("symspline.numerics.lonely.lonely_probability",),
)

GAPS = Theorem(
    id="C5c.gaps",
    title="Expected number of empty gaps",
    chapter="loss_surface",
    statement=r"Two data are neighbours in as many orders as there are with the two merged into one: "
    r"$\binom{N+H-1}{N-1}$. The "
    r"$N - 1$ gaps add up.",
    arguments=arguments(N, H),
    assumes=(ONE_LAW,),
    subject=Function("E", real=True)(N, H),
    start=(N - 1) * binomial(N + H - 1, N - 1) / binomial(N + H, N),
    steps=(Step("=", N * (N - 1) / (N + H), Algebra("cancel the factorials")),),
    routines=("symspline.numerics.lonely.expected_empty_gaps",),
)

LINEAR = Theorem(
    id="C5c.linear",
    title="A linear lower bound",
    chapter="loss_surface",
    statement=r"Some gap is empty with a probability of at most the expected number of empty gaps.",
    arguments=arguments(N, H),
    assumes=(ONE_LAW,),
    subject=_P(N, H),
    start=1 - N * (N - 1) / (N + H),
    steps=(Step("<=", _probability, Bound("Markov's inequality for the number of empty gaps (C5c.gaps)")),),
)

EXPONENTIAL = Theorem(
    id="C5c.exponential",
    title="The exponential lies above its tangent",
    chapter="loss_surface",
    statement=r"The integrand is not negative. Hence $1 - t \le e^{-t}$ and, with $-u$ for $t$, $1 + u \le e^u$.",
    arguments=arguments(t),
    subject=Function("R", real=True)(t),
    start=Integral((t - s) * exp(-s), (s, 0, t)),
    steps=(Step("=", exp(-t) - 1 + t, Antiderivative(s, (s - t + 1) * exp(-s))),),
)

FACTOR_ABOVE = Theorem(
    id="C5c.factor-above",
    title="One factor of the probability, from above",
    chapter="loss_surface",
    statement=r"With $t = (N-1)/(H+N-j)$ the left side is the $j$-th factor $(H+1-j)/(H+N-j)$.",
    arguments=arguments(t),
    subject=1 - t,
    start=1 - t,
    steps=(Step("<=", exp(-t), Bound("C5c.exponential")),),
)

FACTOR_BELOW = Theorem(
    id="C5c.factor-below",
    title="One factor of the probability, from below",
    chapter="loss_surface",
    statement=r"With $u = (N-1)/(H+1-j)$ the right side is the $j$-th factor.",
    arguments=arguments(u),
    subject=exp(-u),
    start=exp(-u),
    steps=(Step("<=", 1 / (1 + u), Bound("C5c.exponential, both sides inverted")),),
)

ABOVE = Theorem(
    id="C5c.above",
    title="An exponential upper bound",
    chapter="loss_surface",
    statement=r"Valid for every $N$ and $H$; for $H < N - 1$ the left side is zero.",
    arguments=arguments(N, H),
    assumes=(ONE_LAW,),
    subject=_P(N, H),
    start=_product,
    origin=By(PROBABILITY),
    steps=(
        Step(
            "<=",
            Product(exp(-(N - 1) / (H + N - j)), (j, 0, N - 1)),
            Bound(r"every factor is $1 - t \le e^{-t}$ (C5c.factor-above)"),
        ),
        Step("<=", exp(-N * (N - 1) / (H + N)), Bound(r"$H + N - j \le H + N$ in each of the $N$ factors")),
    ),
)

BELOW = Theorem(
    id="C5c.below",
    title="An exponential lower bound",
    chapter="loss_surface",
    statement=r"Valid for $H \ge N - 1$, and there only.",
    arguments=arguments(N, H),
    assumes=(ONE_LAW, ENOUGH),
    subject=_P(N, H),
    start=exp(-N * (N - 1) / (H + 2 - N)),
    steps=(
        Step(
            "<=",
            Product(exp(-(N - 1) / (H + 1 - j)), (j, 0, N - 1)),
            Bound(r"$H + 1 - j \ge H + 2 - N$ in each of the $N$ factors"),
        ),
        Step("<=", _product, Bound(r"every factor is $1/(1+u) \ge e^{-u}$ (C5c.factor-below)")),
    ),
    evidence=(Evidence("the bounds at many widths", _bounds_hold, "exact"),),
    routines=("symspline.numerics.lonely.lonely_bounds",),
)

_WIDE = Assumption(r"$H + 1 \ge N (N - 1)$", Ge(H + 1, N * (N - 1)))

EXPONENT = Theorem(
    id="C5c.exponent",
    title="Two exponents compared",
    chapter="loss_surface",
    statement=r"Not negative exactly when $H + 1 \ge N(N-1)$, for $H \ge N - 1$.",
    arguments=arguments(N, H),
    assumes=(ENOUGH,),
    subject=Function("Delta", real=True)(N, H),
    start=N**2 / (H + 1) - N * (N - 1) / (H + 2 - N),
    steps=(Step("=", N * (H + 1 - N * (N - 1)) / ((H + 1) * (H + 2 - N)), Algebra("put over one denominator")),),
)


def _where_it_fails(rng: np.random.Generator) -> Finding:
    """Exact comparison of P with exp(-N^2/(H+1)), whose power is compared by rational bounds of e."""
    del rng
    below_e, above_e = Fraction(27182818284, 10**10), Fraction(27182818285, 10**10)
    last: dict[int, int] = {}
    for n in range(2, 11):
        for h in range(n - 1, n * (n - 1) + 20):
            p = lonely_probability(n, h) ** (h + 1)
            if p * above_e ** (n * n) < 1:
                last[n] = h
            elif p * below_e ** (n * n) < 1:
                return Finding(False, 0.0, f"N = {n}, H = {h}: the bounds of e do not decide")
    within = all(h + 1 < n * (n - 1) for n, h in last.items())
    passed = within and last == {6: 5, 7: 6, 8: 8, 9: 10, 10: 12}
    text = f"up to N = 10 it fails last at these widths: {last}, and never for H + 1 >= N(N - 1)"
    return Finding(passed, float(len(last)), text)


CORRECTED = Theorem(
    id="C5c.corrected",
    title="The simple exponential bound, with its hypothesis",
    chapter="loss_surface",
    statement=r"The hypothesis is that of C5c.exponent. Without it the bound fails, for instance at $N = H = 10$ "
    r"(C5c.fails).",
    arguments=arguments(N, H),
    assumes=(ONE_LAW, _WIDE),
    subject=_P(N, H),
    start=exp(-(N**2) / (H + 1)),
    steps=(
        Step("<=", exp(-N * (N - 1) / (H + 2 - N)), Bound("C5c.exponent")),
        Step("<=", _probability, Bound("C5c.below")),
    ),
    evidence=(Evidence("where the bound fails", _where_it_fails, "exact"),),
)

FAILS = Theorem(
    id="C5c.fails",
    title="The simple bound fails close to H = N",
    chapter="loss_surface",
    statement=r"For ten data and ten breakpoints the probability is $\binom{11}{10}/\binom{20}{10} = 1/16796$, and "
    r"$e^{-N^2/(H+1)}$ lies above it.",
    arguments=(),
    subject=_P(10, 10),
    start=Rational(1, 16796),
    steps=(Step("<=", exp(Rational(-100, 11)), Bound(r"$e^{100/11} < 8867$")),),
)

QUOTED = Theorem(
    id="C5c.quoted",
    title="A bound that is often quoted is false",
    chapter="loss_surface",
    statement=r"The quoted bound is $P \ge 1 - e^{-N^2/(H+1)}$. For ten data and ten breakpoints its right side is "
    r"larger than "
    r"sixteen thousand times the probability $1/16796$. It is a bound from above for the probability of the "
    r"opposite event, "
    r"that some gap is empty, when $H + 1 \ge N(N-1)$ (C5c.corrected).",
    arguments=(),
    subject=16000 * _P(10, 10),
    start=Rational(16000, 16796),
    steps=(Step("<=", 1 - exp(Rational(-100, 11)), Bound(r"$0.9527 < 0.9998$")),),
)

QUOTED_LIMIT = Theorem(
    id="C5c.quoted-limit",
    title="The quoted bound in wide networks",
    chapter="loss_surface",
    statement=r"It falls to zero while the probability rises to one (C5c.linear): it says least where most is true.",
    arguments=arguments(N, alpha),
    subject=Function("Q", real=True)(N),
    start=1 - exp(-(N**2) / (alpha + 1)),
    origin=Definition(r"the width is written $\alpha$ and grows"),
    steps=(Step("=", S.Zero, TakeLimit(alpha, oo)),),
)

SCALING_ABOVE = Theorem(
    id="C5c.scaling-above",
    title="Width in proportion to the square of the number of data",
    chapter="loss_surface",
    statement=r"The upper bound C5c.above for $H = \alpha N^2$ and many data.",
    arguments=arguments(N, alpha),
    subject=_P(N, alpha * N**2),
    start=exp(-N * (N - 1) / (alpha * N**2 + N)),
    steps=(Step("=", exp(-1 / alpha), TakeLimit(N, oo)),),
)

SCALING_BELOW = Theorem(
    id="C5c.scaling-below",
    title="The same from below",
    chapter="loss_surface",
    statement=r"The lower bound C5c.below has the same limit. So $P \to e^{-1/\alpha}$, and not $1 - "
    r"e^{-1/\alpha}$: for a "
    r"probability of $1 - \delta$ the width must be about $N^2/\delta$.",
    arguments=arguments(N, alpha),
    subject=_P(N, alpha * N**2),
    start=exp(-N * (N - 1) / (alpha * N**2 + 2 - N)),
    steps=(Step("=", exp(-1 / alpha), TakeLimit(N, oo)),),
)

MONOTONE = Theorem(
    id="C5d.monotone",
    title="The probability grows with the width",
    chapter="loss_surface",
    statement=r"The quotient of the probabilities for $H + 1$ and $H$ breakpoints, larger than one for $N \ge 2$. "
    r"The least "
    r"width that reaches a level can therefore be found by bisection.",
    arguments=arguments(N, H),
    assumes=(ENOUGH,),
    subject=_P(N, H + 1) / _P(N, H),
    start=(H + 2) * (H + 1) / ((H + 2 - N) * (H + 1 + N)),
    origin=Definition(r"one factor of each binomial coefficient changes"),
    steps=(Step("=", 1 + N * (N - 1) / ((H + 2 - N) * (H + 1 + N)), Algebra("subtract one")),),
)


def _table(rng: np.random.Generator) -> Finding:
    """Least widths by direct search with binomial coefficients, and a formula that is close but no identity."""
    del rng
    expected = {2: (2, 18, 198), 3: (8, 56, 596), 5: (28, 189, 1989), 10: (129, 854, 8954), 20: (548, 3606, 37809)}
    levels = (Fraction(1, 2), Fraction(9, 10), Fraction(99, 100))
    for n, widths in expected.items():
        for level, width in zip(levels, widths, strict=True):
            enough = comb(width + 1, n) >= level * comb(n + width, n)
            too_few = comb(width, n) < level * comb(n + width - 1, n)
            if not (enough and too_few and minimal_width(n, level) == width <= n * (n - 1) / (1 - level) - n):
                return Finding(False, float(width), f"N = {n}, level {level}: {minimal_width(n, level)}")
    exact, formula = minimal_width(6, Fraction(2, 3)), 30 / -log(2 / 3)
    passed = exact == 74 and int(formula) == 73
    return Finding(passed, float(exact), f"15 widths; N = 6, level 2/3 needs {exact}, N(N-1)/(-log P) is {formula:.3f}")


WIDTH = Theorem(
    id="C5d.width",
    title="A sufficient width",
    chapter="loss_surface",
    statement=r"For which widths the linear bound C5c.linear promises a probability of at least $1 - t$. The least "
    r"width is "
    r"smaller, about $N(N-1)/(-\log P)$ for the level $P$, close but no identity.",
    arguments=arguments(N, H, t),
    assumes=(ONE_LAW,),
    subject=Ge(_P(N, H), 1 - t),
    start=Ge(LINEAR.start, 1 - t),
    steps=(Step("<=>", Ge(H, N * (N - 1) / t - N), Algebra(r"multiply by $(N + H)/t$, which is positive")),),
    evidence=(Evidence("table of least widths", _table, "exact"),),
    routines=("symspline.numerics.lonely.minimal_width",),
)
