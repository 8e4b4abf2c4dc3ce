r"""The least norm of a function: arithmetic and geometric means (F1).

Weight decay asks for a small $\frac12\sum (v_i^2 + w_i^2)$. To multiply $(w, b)$ of a neuron by a positive factor and
to divide $v$ by it changes neither the function nor the breakpoint nor the delta-slope $\mu_i = w_i v_i$. Among the
networks with the same breakpoints, directions and delta-slopes the least value is $\sum |\mu_i|$, by the inequality
of the arithmetic and the geometric mean, attained at $|v_i| = |w_i|$. Other neurons may make the same function at
another price; they are not compared here. A quadratic price on weights is a price on the sum of the bends: sparse,
like the lasso.
If the biases are paid for too, the price of a bend grows with its place, to $|\mu_i|\sqrt{1 + \beta_i^2}$, attained by
balanced neurons, $\delta = 0$.

With deeper products the price becomes sparser. For a product of $m$ factors $a_1 \cdots a_m = c$ the least $\frac12\sum
a_k^2$ is $\frac{m}{2} |c|^{2/m}$; the theorems treat two to four factors.

Gradient flow without decay is not a search for the least norm. It keeps each $\delta$ as it was at the start (D3).
"""

from sympy import Abs, Rational, sqrt

from symspline.proof.moves import Bound
from symspline.proof.section import Section

from .vocabulary import beta, factors, nonzero_w, v, w

F1 = Section(__name__, "F1", "The least norm of a function")
FREE_BIAS = F1.theorem(
    "free-bias",
    "The price of a bend, biases free",
    r"$|\mu| = |w v| \le \frac12 (v^2 + w^2)$, with equality at $|v| = |w|$.",
    None,
    Abs(w) * Abs(v),
    ("<=", Abs(w) * Abs(v) + (Abs(v) - Abs(w)) ** 2 / 2, Bound("a square more")),
    ((v**2 + w**2) / 2, "multiply out"),
)
PAID_BIAS = F1.theorem(
    "paid-bias",
    "The price of a bend, biases paid for",
    r"""$|\mu|\sqrt{1 + \beta^2} = |v| \rho \le \frac12 (v^2 + w^2 + b^2)$ with $\rho^2 = w^2 + b^2$ and $b = -\beta w$;
    equality at $|v| = \rho$, which is $\delta = 0$.""",
    None,
    Abs(nonzero_w) * Abs(v) * sqrt(1 + beta**2),
    (
        "<=",
        Abs(nonzero_w) * Abs(v) * sqrt(1 + beta**2) + (Abs(v) - Abs(nonzero_w) * sqrt(1 + beta**2)) ** 2 / 2,
        Bound("a square more"),
    ),
    ((v**2 + nonzero_w**2 + (-beta * nonzero_w) ** 2) / 2, "multiply out"),
)
one, two, three, four = factors
THREE = F1.theorem(
    "three-factors",
    "The least norm of a product of three factors",
    r"""With $a_k^2 = x_k^3$, so that $c^{2/3} = x_1 x_2 x_3$, the bound $\frac32 c^{2/3} \le \frac12\sum a_k^2$ reads
    like this. Equality is at equal factors.""",
    None,
    Rational(3, 2) * one * two * three,
    ("<=", (one**3 + two**3 + three**3) / 2, Bound("half the sum times half the squares of the differences is added")),
)
FOUR = F1.theorem(
    "four-factors",
    "The least norm of a product of four factors",
    r"""With $a_k = x_k^2$: $2\sqrt{c} = 2 x_1 x_2 x_3 x_4 \le \frac12\sum a_k^2$, by the means of two pairs and the
    mean of the two.""",
    None,
    2 * one * two * three * four,
    ("<=", 2 * one * two * three * four + (one * two - three * four) ** 2, Bound("a square more")),
    (one**2 * two**2 + three**2 * four**2, "multiply out"),
    (
        "<=",
        one**2 * two**2 + three**2 * four**2 + (one**2 - two**2) ** 2 / 2,
        Bound("a square more"),
    ),
    ((one**4 + two**4) / 2 + three**2 * four**2, "multiply out"),
    (
        "<=",
        (one**4 + two**4) / 2 + three**2 * four**2 + (three**2 - four**2) ** 2 / 2,
        Bound("a square more"),
    ),
    ((one**4 + two**4 + three**4 + four**4) / 2, "multiply out"),
)
