"""How likely a lonely partition is under one law of data and breakpoints, and the width it takes (C5c, C5d)."""

from sympy import Function, Ge, Integral, Le, Product, Rational, Sum, binomial, exp, factorial, log, oo

from symspline.proof.moves import Antiderivative, Bound, By, Definition, Known, TakeLimit, Telescope
from symspline.proof.resting import Resting
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption

from ..references import stated_in
from .hypotheses import ENOUGH, ONE_LAW
from .vocabulary import H, N, P_less, alpha, j, s, t, u

C5 = Section(__name__, "C5")

_product = Product((H + 1 - j) / (H + N - j), (j, 0, N - 1))
_P = Function("P", real=True)
_quotient = (H + N) / (H + 2 - N)
POSITIVE, ONE_LESS = Bound("the integrand is not negative"), Bound("the bound for one datum less")

WORDS = C5.theorem(
    "c.words",
    "Orders in which no two data are neighbours",
    r"""Write the order of data and breakpoints as a word. When $j$ breakpoints follow the last datum, the datum and
    the breakpoint before it are removed together with them, and a word with $N - 1$ data and $H - j - 1$ breakpoints
    remains, of which there are $\binom{H-j}{N-1}$ by induction.""",
    Function("F", real=True)(N, H),
    Sum(binomial(H - j, N - 1), (j, 0, H - N + 1)),
    Telescope(j, -binomial(H + 1 - j, N)),
    given=(ENOUGH,),
    origin="by the number of breakpoints after the last datum",
    source=stated_in(putnam1956="problem A5: choose $N$ of $N + H$ numbers, no two consecutive"),
)

PROBABILITY = C5.theorem(
    "c.probability",
    "Probability of a lonely partition",
    r"""All $\binom{N+H}{N}$ orders are equally likely, whatever the law: the probability does not depend on it. It is
    zero for $H < N - 1$.""",
    _P(N, H),
    WORDS.start / binomial(N + H, N),
    By(WORDS),
    (_product, Known(r"$\binom{a}{n} = a(a-1)\cdots(a-n+1)/n!$", "DLMF 1.2.6")),
    given=(ONE_LAW, ENOUGH),
    origin="orders without neighbouring data, among all orders",
    routines=("symspline.numerics.lonely.lonely_probability",),
)

ONE_FACTOR = Resting(Definition("one more datum multiplies the share of these words by $(H+2-N)/(H+N)$"), (WORDS,))

GAPS = C5.theorem(
    "c.gaps",
    "Expected number of empty gaps",
    r"""Two data are neighbours in as many orders as there are with the two merged into one: $\binom{N+H-1}{N-1}$ of
    $\binom{N+H}{N}$, both written without their common $1/H!$. The $N - 1$ gaps add up.""",
    Function("E", real=True)(N, H),
    (N - 1) * (factorial(N + H - 1) / factorial(N - 1)) / (factorial(N + H) / factorial(N)),
    (N * (N - 1) / (N + H), "cancel the factorials"),
    given=(ONE_LAW,),
    routines=("symspline.numerics.lonely.expected_empty_gaps",),
)

LINEAR = C5.theorem(
    "c.linear",
    "A linear bound",
    r"""Some gap is empty with a probability of at most the expected number of empty gaps. Here by induction from $P(1,
    H) = 1$, with $P_- = P(N - 1, H)$. For $H < N - 1$ the probability is zero, and the right side at least one.""",
    1 - _P(N, H),
    1 - P_less / _quotient,
    ("<=", 1 - (1 - (N - 1) * (N - 2) / (N + H - 1)) / _quotient, ONE_LESS),
    ("<=", N * (N - 1) / (N + H), Bound("put over one denominator")),
    given=(ONE_LAW, ENOUGH, Ge(N, 2), Ge(P_less, 1 - (N - 1) * (N - 2) / (N + H - 1))),
    origin=ONE_FACTOR,
)

EXPONENTIAL = C5.theorem(
    "c.exponential",
    "The exponential lies above its tangent",
    r"The integrand is not negative. Hence $1 - t \le e^{-t}$ and, with $-u$ for $t$, $1 + u \le e^u$.",
    Function("R", real=True)(t),
    Integral((t - s) * exp(-s), (s, 0, t)),
    Antiderivative(s, (s - t + 1) * exp(-s)),
)

FACTOR_ABOVE = C5.theorem(
    "c.factor-above",
    "One factor of the probability, from above",
    "With $t = 2(N-1)/(H+N)$ the left side is what one more datum multiplies the probability by.",
    None,
    1 - t,
    ("<=", 1 - t + EXPONENTIAL.start, POSITIVE),
    By(EXPONENTIAL),
)

FACTOR_BELOW = C5.theorem(
    "c.factor-below",
    "One factor of the probability, from below",
    "With $u = 2(N-1)/(H+2-N)$ the right side is that factor.",
    None,
    exp(-u),
    ("<=", exp(-u) + Integral(s * exp(-s), (s, 0, u)) / (1 + u), POSITIVE),
    (1 / (1 + u), Antiderivative(s, -(1 + s) * exp(-s))),
)

_before = (N - 1) * (N - 2) / (H + N - 1)
ABOVE = C5.theorem(
    "c.above",
    "An exponential upper bound",
    r"""$P(N, H) \le e^{-N(N-1)/(H+N)}$, by induction from $P(1, H) = 1$, with $P_- = P(N - 1, H)$. Valid for every $N$
    and $H$: for $H < N - 1$ the probability is zero.""",
    log(_P(N, H)),
    log(P_less) - log(_quotient),
    ("<=", log(P_less) - log(_quotient) + Integral(1 / s - 1 / s**2, (s, 1, _quotient)), POSITIVE),
    (log(P_less) - 2 * (N - 1) / (H + N), Antiderivative(s, log(s) + 1 / s)),
    ("<=", -_before - 2 * (N - 1) / (H + N), ONE_LESS),
    ("<=", -N * (N - 1) / (H + N), Bound("put over one denominator")),
    given=(ONE_LAW, ENOUGH, Ge(N, 2), Le(log(P_less), -_before)),
    origin=ONE_FACTOR,
)

_before = (N - 1) * (N - 2) / (H + 3 - N)
BELOW = C5.theorem(
    "c.below",
    "An exponential lower bound",
    r"""$P(N, H) \ge e^{-N(N-1)/(H+2-N)}$, by induction from $P(1, H) = 1$, with $P_- = P(N - 1, H)$. Valid for $H \ge N
    - 1$, and there only.""",
    -log(_P(N, H)),
    -log(P_less) + log(_quotient),
    ("<=", -log(P_less) + log(_quotient) + Integral(1 - 1 / s, (s, 1, _quotient)), POSITIVE),
    (-log(P_less) + 2 * (N - 1) / (H + 2 - N), Antiderivative(s, s - log(s))),
    ("<=", _before + 2 * (N - 1) / (H + 2 - N), ONE_LESS),
    ("<=", N * (N - 1) / (H + 2 - N), Bound("put over one denominator")),
    given=(ONE_LAW, ENOUGH, Ge(N, 2), Ge(log(P_less), -_before)),
    origin=ONE_FACTOR,
    routines=("symspline.numerics.lonely.lonely_bounds",),
)

_WIDE = Assumption(r"$H + 1 \ge N (N - 1)$", Ge(H + 1, N * (N - 1)))

EXPONENT = C5.theorem(
    "c.exponent",
    "Two exponents compared",
    r"Not negative exactly when $H + 1 \ge N(N-1)$, for $H \ge N - 1$.",
    Function("Delta", real=True)(N, H),
    N**2 / (H + 1) - N * (N - 1) / (H + 2 - N),
    (N * (H + 1 - N * (N - 1)) / ((H + 1) * (H + 2 - N)), "put over one denominator"),
    given=(ENOUGH,),
)

CORRECTED = C5.theorem(
    "c.corrected",
    "The simple exponential bound, with its hypothesis",
    r"""The exponent of C5c.below is at most $N^2/(H+1)$, so that $P(N, H) \ge e^{-N^2/(H+1)}$. The hypothesis is that
    of C5c.exponent. Without it the bound fails, for instance at $N = H = 10$ (C5c.fails).""",
    Function("B", real=True)(N, H),
    BELOW.conclusion,
    ("<=", N**2 / (H + 1), By(EXPONENT)),
    given=(ONE_LAW, ENOUGH, _WIDE),
    origin=Resting(Definition("the exponent of the lower bound"), (BELOW,)),
)

FAILS = C5.theorem(
    "c.fails",
    "The simple bound fails close to H = N",
    r"""For ten data and ten breakpoints the probability is $\binom{11}{10}/\binom{20}{10} = 1/16796$, and
    $e^{-N^2/(H+1)}$ lies above it.""",
    _P(10, 10),
    Rational(1, 16796),
    ("<=", exp(Rational(-100, 11)), Bound(r"$e^{100/11} < 8867$")),
)

QUOTED = C5.theorem(
    "c.quoted",
    "A bound with the same exponent is false",
    r"""The bound is $P \ge 1 - e^{-N^2/(H+1)}$. For ten data and ten breakpoints its right side is larger than
    sixteen thousand times the probability $1/16796$. It is a bound from above for the probability of the opposite
    event, that some gap is empty, when $H + 1 \ge N(N-1)$ (C5c.corrected).""",
    16000 * _P(10, 10),
    Rational(16000, 16796),
    ("<=", 1 - exp(Rational(-100, 11)), Bound(r"$0.9527 < 0.9998$")),
)

QUOTED_LIMIT = C5.theorem(
    "c.quoted-limit",
    "The false bound in wide networks",
    "It falls to zero while the probability rises to one (C5c.linear): it says least where most is true.",
    Function("Q", real=True)(N),
    1 - exp(-(N**2) / (alpha + 1)),
    TakeLimit(alpha, oo, family=True),
    origin=r"the width is written $\alpha$ and grows",
)

SCALING_ABOVE = C5.theorem(
    "c.scaling-above",
    "Width in proportion to the square of the number of data",
    r"The upper bound C5c.above of the probability, for $H = \alpha N^2$ and many data.",
    Function("B_+", real=True)(N),
    exp(ABOVE.conclusion).subs(H, alpha * N**2),
    TakeLimit(N, oo, family=True),
)

SCALING_BELOW = C5.theorem(
    "c.scaling-below",
    "The same from below",
    r"""The lower bound C5c.below has the same limit. So $P \to e^{-1/\alpha}$, and not $1 - e^{-1/\alpha}$: for a
    probability of $1 - \delta$ the width must be about $N^2/\delta$. Where $\alpha \ge \frac14$ the width is enough
    for every $N$; the limit is the same for smaller $\alpha$.""",
    Function("B_-", real=True)(N),
    exp(-BELOW.conclusion).subs(H, alpha * N**2),
    TakeLimit(N, oo, family=True),
    given=(Ge(alpha, Rational(1, 4)),),
)

MONOTONE = C5.theorem(
    "d.monotone",
    "The probability grows with the width",
    r"""The quotient of the probabilities for $H + 1$ and $H$ breakpoints, larger than one for $N \ge 2$. The least
    width that reaches a level can therefore be found by bisection.""",
    _P(N, H + 1) / _P(N, H),
    (H + 2) * (H + 1) / ((H + 2 - N) * (H + 1 + N)),
    (1 + N * (N - 1) / ((H + 2 - N) * (H + 1 + N)), "subtract one"),
    given=(ENOUGH,),
    origin=r"one factor of each binomial coefficient changes",
)

WIDTH = C5.theorem(
    "d.width",
    "A sufficient width",
    r"""For which widths the linear bound C5c.linear promises a probability of at least $1 - t$. The least width is
    smaller, about $N(N-1)/(-\log P)$ for the level $P$, close but no identity.""",
    Ge(_P(N, H), 1 - t),
    Ge(1 - LINEAR.conclusion, 1 - t),
    (Ge(H, N * (N - 1) / t - N), r"multiply by $(N + H)/t$, which is positive"),
    given=(ONE_LAW,),
    routines=("symspline.numerics.lonely.minimal_width",),
)
