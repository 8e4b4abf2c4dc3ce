r"""How the regime depends on scale and width (D23).

Without an output bias all parameters times $a$ make the function and the kernel $a^2$ times as large, and leave angles
and $v/\rho$ as they are; $H$ neurons, drawn alike, make the kernel $H$ times as large on average. So the prediction of
D22, $\Delta\theta \propto (v/\rho)\,K_0^{-1} e_0$, falls as $1/(a^2 H)$ for a given residual. With $a = H^{-\kappa}$ it
is $H^{2\kappa - 1}$: at $\kappa = \frac14$, where the function at the start has a limit in law and so has the kernel in
the time scale that divides by $\sqrt H$, angles move as $H^{-1/2}$; at $\kappa = \frac12$, the scale of a mean over
neurons, the prediction is the same at every width, and its premise fails.

Output weights on the scale $a_v$ and input weights on $a_w$ make the kernel $H (a_v^2 K_v + a_w^2 K_w)$ on average,
with two matrices; to see the order of size numbers $k_v$ and $k_w$ stand for them here, and $v/\rho$ is of the size
$a_v/a_w$. At a fixed product $a_v a_w$, so at a fixed size of the function, angles move the more, the larger the ratio
$q = a_v/a_w$ is; they saturate, and half the limit is reached where the two parts of the kernel are alike, at $q^2 =
k_w/k_v$.

The change of the kernel need not follow the same power. Its first-order part holds $v$ to an odd power, so that neurons
which differ in the sign of $v$ alone change it oppositely, and for a start of such pairs, whose function is zero, it
cancels. What remains comes from the second order and from activations that flip, and no exponent is claimed for it.
"""

from sympy import Function, S, oo

from symspline.proof.moves import Bound, TakeLimit
from symspline.proof.section import Section

from .hypotheses import CELL
from .vocabulary import E, H, M, b, exponent, ratio, share_v, share_w, v, w, x, y, zoom

D23 = Section(__name__, "D23", "Scale and width")
K = Function("K", real=True)


def _kernel(w, b, v):
    """What one neuron adds to the tangent kernel at two inputs that it sees (D8)."""
    return v**2 * (1 + x * y) + (w * x + b) * (w * y + b)


SCALE = D23.theorem(
    "scale",
    "All parameters times a number",
    r"The tangent kernel of a neuron $(a w, a b, a v)$ is $a^2$ times that of $(w, b, v)$.",
    None,
    _kernel(zoom * w, zoom * b, zoom * v),
    (zoom**2 * _kernel(w, b, v), "take out $a^2$"),
    given=(CELL,),
)
POWER = D23.theorem(
    "width",
    "Angles against the width",
    r"""The factor $1/(a^2 H)$ at $a = H^{-\kappa}$. It tends to zero for $H \to \infty$ at
    $\kappa < \frac12$ and is one at $\kappa = \frac12$.""",
    None,
    1 / (zoom**2 * H).subs(zoom, H ** (-exponent)),
    (H ** (2 * exponent - 1), "add the exponents"),
)
turned = ratio / (ratio * share_v + share_w / ratio)
BALANCE = D23.theorem(
    "balance",
    "Angles against the balance of the scales",
    r"""At $a_v a_w = 1$ the factor $(a_v/a_w)/(k_v a_v^2 + k_w a_w^2)$, with $a_v^2 = q$ and $a_w^2 = 1/q$. It is below
    $1/k_v$, its value for $q \to \infty$, and falls as $q^2/k_w$ for small $q$.""",
    None,
    turned,
    (1 / share_v - share_w / (share_v * (share_v * ratio**2 + share_w)), "take the limit value out"),
    ("<", 1 / share_v, Bound("what is taken away is positive")),
)
SATURATION = D23.theorem(
    "saturation",
    "Large output weights move angles no further",
    r"The limit for $q \to \infty$: half of it is reached at $q^2 = k_w/k_v$.",
    None,
    turned,
    TakeLimit(ratio, oo),
)
HALF = D23.theorem(
    "half",
    "Where half the limit is reached",
    r"""The distance of the factor from half its limit changes its sign at $q^2 = k_w/k_v$, where the two parts are
    alike.""",
    None,
    turned - 1 / (2 * share_v),
    ((ratio**2 * share_v - share_w) / (2 * share_v * (ratio**2 * share_v + share_w)), "one fraction"),
)


def _change(v):
    """The speed of the tangent kernel of one neuron, by the product rule and D1 at given moments."""
    lift, tilt, turn = -(w * M + b * E), -v * M, -v * E
    return 2 * v * lift * (1 + x * y) + (tilt * x + turn) * (w * y + b) + (w * x + b) * (tilt * y + turn)


ODD = D23.theorem(
    "mirror",
    "A mirrored pair keeps the kernel to first order",
    r"""Two neurons $(w, b, v)$ and $(w, b, -v)$ see the same data and the same moments $E$ and $M$. The speeds of their
    shares of the tangent kernel cancel.""",
    None,
    _change(v) + _change(-v),
    (S.Zero, "every term holds one output weight or its velocity, which holds none"),
    given=(CELL,),
)
