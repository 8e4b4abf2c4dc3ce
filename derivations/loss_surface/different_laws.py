"""Lonely partitions when data and breakpoints have different laws (C5e)."""

from sympy import Function, Integral, Lambda, Rational, Symbol, exp, factorial, pi

from symspline.proof.moves import Antiderivative, By, Instantiate
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption

from .vocabulary import H, s, t, x, z

C5 = Section(__name__, "C5")

_UNIFORM = Assumption("two data, and all laws uniform on $(0, 1)$")

TWO_DATA = C5.theorem(
    "e.two",
    "Two data, by integration",
    """The distance $x$ of two uniform data has density $2(1 - x)$, and all $H$ breakpoints miss the gap with
    probability $(1 - x)^H$. The result agrees with C5c.probability.""",
    Function("P", real=True)(2, H),
    1 - Integral(2 * (1 - x) * (1 - x) ** H, (x, 0, 1)),
    Antiderivative(x, -2 * (1 - x) ** (H + 2) / (H + 2)),
    (H / (H + 2), "subtract"),
    given=(_UNIFORM,),
)

STATE = C5.theorem(
    "e.state",
    "A Poisson number of breakpoints, after one datum",
    """Let the number of breakpoints be Poisson with mean $z$, and go through $(0, 1)$ from the left. After one datum
    the last event is the datum with weight $A_1$, where $A_1' = 1 - z A_1$, so that $z A_1 = 1 - e^{-z s}$, and a
    breakpoint with weight $B_1$, where $B_1' = z A_1$.""",
    Function("B_1", real=True)(t),
    Integral(1 - exp(-z * s), (s, 0, t)),
    (t - (1 - exp(-z * t)) / z, Antiderivative(s, s + exp(-z * s) / z)),
    given=(_UNIFORM,),
)

CHANCE = Function("Q", real=True)(z)
POISSON = C5.theorem(
    "e.poisson",
    "A Poisson number of breakpoints, after two data",
    r"""The second datum may only follow a breakpoint: $A_2' + B_2' = 2 B_1$. For other laws $p$ and $\rho$ of data
    and breakpoints the equations are $A_k' = k\,p\,B_{k-1} - z\rho A_k$ and $B_k' = z\rho A_k$, and $Q = A_N + B_N$
    at the end.""",
    CHANCE,
    2 * Integral(t - (1 - exp(-z * t)) / z, (t, 0, 1)),
    (1 - 2 / z + 2 * (1 - exp(-z)) / z**2, Antiderivative(t, t**2 / 2 - t / z - exp(-z * t) / z**2)),
    given=(_UNIFORM,),
    origin=By(STATE),
    where={CHANCE: 2 * Integral(STATE.subject, (t, 0, 1))},
)

FIXED = C5.theorem(
    "e.fixed",
    "From a Poisson number back to a fixed number of breakpoints",
    """The probability for $H$ breakpoints is $H!$ times the coefficient of $z^H$ in $e^z Q(z) = e^z - 2 e^z/z +
    2(e^z - 1)/z^2$. In general the coefficient is read off a circle of radius $H$ in the complex plane.""",
    Function("P", real=True)(2, H),
    factorial(H) * (1 / factorial(H) - 2 / factorial(H + 1) + 2 / factorial(H + 2)),
    (H / (H + 2), "cancel the factorials"),
    given=(_UNIFORM,),
    routines=("symspline.numerics.lonely.lonely_probability_of_laws",),
)

p, rho = Function("p", positive=True), Function("rho", positive=True)
LAWS, LINE = {p: Lambda(x, Rational(1, 2)), rho: Lambda(x, 1 / (pi * (1 + x**2)))}, (x, -1, 1)
MISMATCH = C5.theorem(
    "e.mismatch",
    "What different laws cost",
    r"""With $p$ the density of the data, $\rho > 0$ that of the breakpoints and $P$ the probability of a lonely
    partition: in wide networks $P \approx \exp(-N(N-1)/H \cdot \int p^2/\rho)$. On the support of $p$, here $(-1, 1)$,
    $p$ has the integral 1 and $\rho$ at most that, so that the first line is at least 1: one law for both is best.
    For standard Cauchy breakpoints and uniform data the network must be wider by the factor in the last line.""",
    Symbol("I", real=True),
    Integral((p(x) - rho(x)) ** 2 / rho(x), LINE) + 2 * Integral(p(x), LINE) - Integral(rho(x), LINE),
    (Integral(p(x) ** 2 / rho(x), LINE), "add the integrands"),
    Instantiate(LAWS),
    Antiderivative(x, pi * (x + x**3 / 3) / 4),
    argued=r"""The lines compute the integral. That $P$ falls like the exponential is a heuristic and no proof: a gap of
    length $\delta$ between neighbouring data is missed by all breakpoints with probability about $e^{-H\rho\,\delta}$,
    and $\delta$ is about exponential with mean $1/(Np)$, so that it is missed with probability about $Np/(H\rho)$;
    added over the gaps, as if they were independent, that is $N(N-1)/H \cdot \int p^2/\rho$.""",
    instances=(LAWS,),
)
