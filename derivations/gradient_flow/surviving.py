r"""The minima that survive a step: what gradient descent can settle in (D24).

Gradient flow stays at any minimum. Descent with a step $\eta$ does not: along an eigenvector of the Hessian with the
eigenvalue $\lambda > 2/\eta$ every small deviation grows, to first order. So descent can settle in a minimum only if
its largest eigenvalue is at most $2/\eta$, but for runs in which that deviation is exactly zero. For a network with one
input and a trained output bias this says that it cannot bend much where many data feel the bend,

$$\sum_i |\mu_i|\, g_i \le \frac{1}{\eta} - \frac{N}{2}, \qquad g_i = \frac1N \sqrt{n_i^2 + X_{1,i}^2}\;
\sum_{x_n \text{ seen}} |x_n - \beta_i|,$$

with the number $n_i$ of data that the neuron sees and the sum $X_{1,i}$ of their inputs. The weight $g$ is zero for a
neuron that sees nothing. For evenly spread data it falls steadily to zero towards the end at which the neuron sees
nothing, so that the smaller of the weights of the two directions is largest in the middle; $\sum |\mu_i| g_i$ is at
least the variation of the slope $f'$ with the smaller of the two weights at each knot. Nothing is asked of the start,
of the width, or of the path. With a step above $2/N$ nothing survives, since the output bias alone makes the largest
eigenvalue $N$ or more.

The direction that shows it is $u = J^{\mathsf T} 1$, which raises the sum of the values at the data fastest. In it
$J^{\mathsf T} J$ has at least the curvature $|u|^2/N$, by Cauchy's inequality, and what the residuals add to the
Hessian vanishes at every critical point, whether the network interpolates or not: in this direction it is made of the
velocities $\dot w$ and $\dot b$ alone. Rescaling a neuron trades the two parts of $|u|^2$ against each other; their sum
is least when they are equal, and this least value depends on the data, breakpoints, directions and delta-slopes alone.

A bound in the other direction comes from the trace (C6h.best, C6h.spline): rescaled to the least trace, a network has
no eigenvalue above $N + 2\sum |\mu_i| G_i$ at a minimum where the residual moments vanish, $G = \sqrt{\sum (1 + x_n^2)
\sum (x_n - \beta)^2}$ over the data seen. So, for given breakpoints, directions and delta-slopes $\mu_i \neq 0$, a
minimum with $\sum |\mu_i| G_i \le 1/\eta - N/2$ is linearly stable in suitable weights, one with $\sum |\mu_i| g_i >
1/\eta - N/2$ in none. The two prices differ by Cauchy's inequality, which compares sums with sums of squares: $g \le
(n/N)\, G$.

The loss is half the *sum* of the squares. For half their mean the step is $N$ times as large; then the bound reads
$1/\eta - \frac12$ for weights made of means. Minima with a breakpoint on a datum have no Hessian and are not treated
here: where the flow slides on that datum descent chatters between two sides (D20); where the datum is met, $e_n = 0$,
it can rest there, and the bound says nothing.
"""

from sympy import (
    Abs,
    Derivative,
    Expr,
    Function,
    Integral,
    Lambda,
    Min,
    Rational,
    S,
    Sum,
    sqrt,
)

from symspline.proof.moves import Antiderivative, Bound, Evaluate
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption

from ..references import stated_in
from .hypotheses import CELL, SLOPED
from .vocabulary import (
    S_1,
    S_2,
    E,
    H,
    M,
    N,
    Q,
    U,
    X,
    b,
    beta,
    c_left,
    c_right,
    change,
    dot,
    eta,
    g_left,
    g_right,
    i,
    k_A,
    lifted,
    m,
    n,
    price,
    sharp,
    span,
    tilted,
    total,
    v,
    w,
    x,
    y,
    z,
)

D24 = Section(__name__, "D24", "The minima that survive a step")
LIVELY = Assumption(r"the step is too long for the eigenvalue, $\eta\lambda > 2$", eta * sharp > 2)
UNSTABLE = D24.theorem(
    "unstable",
    "A deviation that grows",
    r"""A step multiplies a deviation along an eigenvector by $1 - \eta\lambda$. For $\eta\lambda > 2$ its square grows:
    the counterpart of D19.step.""",
    None,
    S.One,
    ("<", 1 + eta * sharp * (eta * sharp - 2), Bound(r"$\eta\lambda > 2$")),
    ((1 - eta * sharp) ** 2, "multiply out"),
    given=(LIVELY,),
)
INPUTS = tuple({X: Lambda(n, each)} for each in (n / 2 - 1, n - n**2 / 7, 2 * n - 3))
line = total(v * (w * X(n) + b))
seen = Function("F", real=True)(w, b, v)
sides = [Derivative(line, weight) for weight in (w, b, v)]
SHIFT = D24.theorem(
    "shift",
    "What one neuron adds to the direction that shifts all data",
    r"""The entries of $u = J^{\mathsf T} 1$ for one neuron are the derivatives of the sum of its values over the $k$
    data that it sees; their squares add up to $v^2 (k^2 + X_1^2) + (w X_1 + b k)^2$. The output bias adds $N^2$.""",
    sum((Derivative(seen, weight) ** 2 for weight in (w, b, v)), S.Zero),
    sum((each**2 for each in sides), S.Zero),
    Evaluate("differentiate"),
    (
        v**2 * (k_A**2 + total(X(n)) ** 2) + (w * total(X(n)) + b * k_A) ** 2,
        "collect",
    ),
    given=(CELL,),
    where={seen: line},
    instances=INPUTS,
)
away = Abs(S_1 - beta * k_A)
"""The distances of the breakpoint from the data seen, added: they lie on one side of it."""
LEAST = D24.theorem(
    "price",
    "The price of a bend",
    r"""With $b = -w\beta$ and the delta-slope $\mu = w v$ the neuron's part of $|u|^2$ is at least $2 |\mu| \ell\,|X_1
    - \beta k| = 2 N |\mu| g$ with $\ell^2 = k^2 + X_1^2$, whatever the scale of the neuron; equality is at equal
    parts. All data seen lie on one side of $\beta$, so that $|X_1 - \beta k|$ is the sum of their distances from
    it.""",
    None,
    2 * Abs(w * v) * span * away,
    (
        "<=",
        2 * Abs(w * v) * span * away + (Abs(v) * span - Abs(w) * away) ** 2,
        Bound("a square more"),
    ),
    (v**2 * span**2 + (w * S_1 - w * beta * k_A) ** 2, "multiply out"),
    given=(SLOPED,),
)
together = Sum(change(n), (n, 1, N))
squares = Sum(change(n) ** 2, (n, 1, N))
CHANGES = tuple({change: Lambda(n, each)} for each in (1 - n / 30, (n - 2) ** 2 / 50, n / 4 - Rational(1, 5)))
FITTED = D24.theorem(
    "fitted",
    "Changes against a shift",
    r"""For any changes $a_1, \dots, a_N$ of the residuals and any shift $m$ of all data $2 m\sum a_n - m^2 N \le \sum
    a_n^2$: what is missing is $\sum (a_n - m)^2$. At the mean, $m = \sum a_n/N$, this is Cauchy's inequality $(\sum
    a_n)^2 \le N\sum a_n^2$.""",
    None,
    2 * m * together - m**2 * N,
    ("<=", 2 * m * together - m**2 * N + Sum((change(n) - m) ** 2, (n, 1, N)), Bound("squares are added")),
    (squares, "multiply out"),
    instances=CHANGES,
)
SHARP = D24.theorem(
    "sharpness",
    "The curvature against a shift",
    r"""Let $a = J u$ be the changes of the residuals in the direction $u = J^{\mathsf T} 1$. Their sum is
    $1^{\mathsf T} J J^{\mathsf T} 1 = |u|^2 = U$, the sum of their squares is $Q = |J u|^2$, and so $U \le N\lambda$.
    The eigenvalue need not be that of $J^{\mathsf T} J$: at a critical point the Hessian takes the same value in this
    direction (D24.still).""",
    None,
    U,
    ("<=", N * Q / U, Bound("$U^2 \\le N Q$")),
    ("<=", N * sharp, Bound("$Q \\le \\lambda U$")),
    given=(
        Assumption("Cauchy's inequality: D24.fitted at $m = U/N$", U**2 <= N * Q),
        Assumption(
            "no quotient of the form exceeds the largest eigenvalue (C6h.rayleigh), at a critical point (D24.still)",
            sharp * U >= Q,
        ),
    ),
)
pushed = w * S_1 + b * k_A
moved = (v + z * pushed) * ((w + z * v * S_1) * M + (b + z * v * k_A) * E)
STILL = D24.theorem(
    "still",
    "The residuals add nothing in this direction",
    r"""What the residuals add to the curvature is the second derivative of $\sum e_n f(x_n)$ at fixed $e_n$. Along
    $(u_w, u_b, u_v) = (v X_1, v k, w X_1 + b k)$ of one neuron it is made of the velocities of $w$ and $b$: at a
    critical point it vanishes, for every neuron and whatever the loss there.""",
    -2 * pushed * (S_1 * dot("w") + k_A * dot("b")),
    Derivative(moved, z, z),
    Evaluate("differentiate twice"),
    (2 * pushed * v * (S_1 * M + k_A * E), r"collect, with $\dot w = -v M$ and $\dot b = -v E$"),
    given=(CELL,),
)
p_i, q_i = lifted(i), tilted(i)
NEURONS = tuple(
    {lifted: Lambda(i, one), tilted: Lambda(i, other)}
    for one, other in ((1 - i / 3, i / 5), (i / 9, Rational(1, 2) - i / 7), ((-1) ** i / 3, (i - 2) / 6))
)


def _over_neurons(term: Expr) -> Sum:
    return Sum(term, (i, 1, H))


bends = _over_neurons(Abs(p_i * q_i))
PRICES = D24.theorem(
    "prices",
    "The prices of all bends",
    r"""With $p_i = v_i\sqrt{n_i^2 + X_{1,i}^2}$ and $q_i = w_i (X_{1,i} - \beta_i n_i)$, for any number of neurons:
    $2\sum_i |p_i q_i| = 2 N \sum_i |\mu_i| g_i$ is at most $\sum_i (p_i^2 + q_i^2)$, which by D24.shift is $|u|^2 -
    N^2$.""",
    None,
    2 * bends,
    ("<=", 2 * bends + _over_neurons((Abs(p_i) - Abs(q_i)) ** 2), Bound("squares are added")),
    (_over_neurons(p_i**2 + q_i**2), "multiply out"),
    instances=NEURONS,
)
BOUND = D24.theorem(
    "bound",
    "A minimum that survives a step bends little",
    r"""$P = \sum_i |\mu_i|\,g_i \le 1/\eta - N/2$ for any number of neurons with $w_i \neq 0$ and any data, at every
    critical point in a cell from which descent with the step $\eta$ is not driven away, whether or not the loss
    vanishes there. A neuron with $w_i = 0$ only adds to $U = |u|^2$.""",
    None,
    price,
    ("<=", (U - N**2) / (2 * N), Bound(r"$2 N P \le U - N^2$")),
    ("<=", sharp / 2 - S(N) / 2, Bound(r"$U \le N\lambda$")),
    ("<=", 1 / eta - S(N) / 2, Bound(r"$\lambda \le 2/\eta$")),
    given=(
        CELL,
        Assumption("the prices of the bends (D24.prices)", 2 * N * price <= U - N**2),
        Assumption("the curvature against a shift, at a critical point (D24.sharpness)", N * sharp >= U),
        Assumption(r"descent is not driven away (D24.unstable)", eta * sharp <= 2),
    ),
    source=stated_in(
        mulayoff2021="in the abstract, for stochastic gradient descent: stable minima have a second derivative "
        "of bounded weighted norm, the weight larger in the middle of the data",
        qiao2024=r"in the abstract: a weighted first-order variation of at most $1/\eta - 1/2$ and terms of the "
        "noise level and of the mean squared error",
    ),
)
LEAST_WEIGHT = D24.theorem(
    "knot",
    "From neurons to knots of the function",
    r"""Where a neuron of each direction bends at one place, the function bends by $c_+ + c_-$, with $|c_\pm| =
    |\mu_\pm|$; with the smaller of the two weights this bend costs no more than the two neurons. So $\sum |\mu_i| g_i$
    is at least the variation of $f'$ with the weight $\min(g_+, g_-)$; neurons of one direction add up in the same
    way.""",
    None,
    Abs(c_right + c_left) * Min(g_right, g_left),
    ("<=", (Abs(c_right) + Abs(c_left)) * Min(g_right, g_left), Bound("the triangle")),
    ("<=", Abs(c_right) * g_right + Abs(c_left) * Min(g_right, g_left), Bound("the least is at most the first")),
    ("<=", Abs(c_right) * g_right + Abs(c_left) * g_left, Bound("and at most the second")),
)
INSIDE = (beta > -1, beta < 1)
number, moment = Integral(N / 2, (y, beta, 1)), Integral(N / 2 * x, (x, beta, 1))
EVEN = D24.theorem(
    "even",
    "The weight for evenly spread data",
    r"""For $N$ data that fill $[-1, 1]$ evenly the weight of a neuron that faces right is $N\,\frac{(1 - \beta)^3}{8}
    \sqrt{1 + \frac{(1 + \beta)^2}{4}}$, the sums being integrals with the density $N/2$. It falls with the cube of the
    distance from the end at which the neuron sees nothing.""",
    None,
    sqrt(number**2 + moment**2) * (moment - beta * number) / N,
    Antiderivative(x, N * x**2 / 4),
    Antiderivative(y, N * y / 2),
    (N * (1 - beta) ** 3 / 8 * sqrt(1 + (1 + beta) ** 2 / 4), "take out $1 - \\beta > 0$"),
    given=INSIDE,
)
spread = S_2 - 2 * beta * S_1 + beta**2 * k_A
"""The sum of the squared distances of the data seen from the breakpoint."""
COMPARED = D24.theorem(
    "compared",
    "The price that must be paid and the price that suffices",
    r"""$(N g)^2 = (k^2 + X_1^2)(X_1 - \beta k)^2 \le k^2\,(k + X_2)\sum (x_n - \beta)^2 = (k\,G)^2$, by Cauchy's
    inequality $X_1^2 \le k X_2$ in either factor.""",
    None,
    (k_A**2 + S_1**2) * (S_1 - beta * k_A) ** 2,
    (
        "<=",
        (k_A**2 + S_1**2) * ((S_1 - beta * k_A) ** 2 + (k_A * S_2 - S_1**2)),
        Bound("$X_1^2 \\le k X_2$"),
    ),
    ((k_A**2 + S_1**2) * k_A * spread, "multiply out"),
    (
        "<=",
        (k_A**2 + S_1**2) * k_A * spread + (k_A * S_2 - S_1**2) * k_A * spread,
        Bound("the same in the other factor; a sum of squares is not negative"),
    ),
    (k_A**2 * (k_A + S_2) * spread, "collect"),
    given=(
        Assumption(r"Cauchy's inequality for the inputs seen", k_A * S_2 >= S_1**2),
        Assumption(r"a sum of squares, $\sum (x_n - \beta)^2 \ge 0$", spread >= 0),
    ),
)
ENOUGH = D24.theorem(
    "enough",
    "A price at which no linear deviation grows",
    r"""With the largest eigenvalue at most the trace, $\lambda \le N + 2 P$ for $P = \sum |\mu_i| G_i$ in the weights
    of least trace (C6h.best), at a minimum in a cell, $P \le 1/\eta - N/2$ makes every step stable: $(1 -
    \eta\lambda)^2 \le 1$.""",
    None,
    (1 - eta * sharp) ** 2,
    (1 - eta * sharp * (2 - eta * sharp), "multiply out"),
    ("<=", S.One, Bound(r"$\eta\lambda \le \eta (N + 2 P) \le 2$")),
    given=(
        Assumption("the trace bounds the largest eigenvalue", sharp <= N + 2 * price),
        Assumption("the price is low enough", 2 * eta * price <= 2 - eta * N),
    ),
)
