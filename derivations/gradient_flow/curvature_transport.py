r"""Transport of curvature by the flow (D9).

The second derivative of the network is a sum of point masses, $f'' = \sum_i c_i\,\delta_{\beta_i}$ with $c_i = s_i
\mu_i = v_i |w_i|$. Along the flow the masses are carried with the speeds of the breakpoints and grow where they are:

$$\partial_t f'' + \partial_x J = R, \qquad J = \sum_i s_i v_i^2 (E_i + \beta_i M_i)\,\delta_{\beta_i}, \qquad R =
\sum_i s_i \dot\mu_i\,\delta_{\beta_i}.$$

A balance of this kind is read with a smooth function $\psi$: the speed of $\sum c_i \psi(\beta_i)$ is what the sources
give to $\psi$ and the flux to $\psi'$. The flux carries curvature with $v^2$ and never with $w^2$. So a lazy neuron
changes its bend in place and an adaptive one carries it.

The balance is not an equation for $f''$ alone: each mass needs its own $\delta$ and its own direction, and $f''$ does
not know the affine part of the function, which the residuals feel. It holds while breakpoints are finite; one that
passes through infinity (D6) leaves the line with mass zero and comes back from the other end.
"""

from sympy import Abs, Derivative, sign

from symspline.proof.moves import By, Evaluate
from symspline.proof.section import Section

from .breakpoint_laws import BREAKPOINT, DELTA_SLOPE
from .hypotheses import CELL
from .vocabulary import TESTS, E, M, b, beta, dot, mu, nonzero_w, s, test, v, w

D9 = Section(__name__, "D9", "Transport of curvature")
rate_beta = v / nonzero_w * (E + beta * M)
rate_mu = -(v**2 + nonzero_w**2) * M + nonzero_w**2 * beta * E
of_mu = {w: nonzero_w, v: mu / nonzero_w, b: -beta * nonzero_w}
"""The weights by breakpoint and delta-slope."""
FLUX = D9.theorem(
    "flux",
    "The flux of curvature",
    r"""The mass $c = v |w|$ of a breakpoint times its speed $\dot\beta = (v/w)(E + \beta M)$ is $v^2 (E + \beta M)$
    with the sign of $w$: the flux holds the output weight alone.""",
    None,
    v * Abs(nonzero_w) * rate_beta,
    (sign(nonzero_w) * v**2 * (E + beta * M), r"$|w| = w \,\mathrm{sign}\, w$"),
    given=(CELL,),
)
carried = s * mu * test(beta)
TRANSPORT = D9.theorem(
    "balance",
    "Balance of the curvature of one breakpoint",
    r"""The speed of $s\mu\,\psi(\beta)$ for a smooth function $\psi$, by the chain rule with the laws of D4, where $v =
    \mu/w$: the source $s \dot\mu$ times $\psi$ and the flux $s v^2 (E + \beta M) = s (\mu/w)^2 (E + \beta M)$ times
    $\psi'$.""",
    dot("c"),
    Derivative(carried, mu) * rate_mu.xreplace(of_mu) + Derivative(carried, beta) * rate_beta.xreplace(of_mu),
    Evaluate("carry out the derivatives"),
    given=(CELL,),
    where={dot("c"): Derivative(carried, mu) * dot("mu") + Derivative(carried, beta) * dot("beta")},
    origin=(By(BREAKPOINT, of_mu), By(DELTA_SLOPE, of_mu)),
    instances=TESTS,
)
SLOPE = D9.theorem(
    "mean",
    "The first moment of the curvature",
    r"""With $\psi(x) = x$: the first moment $s\mu\beta$ of a breakpoint's curvature moves by source and flux. Together
    it is minus the direction times the speed of the neuron's intercept $v b = -\mu\beta$.""",
    None,
    s * rate_mu * beta + s * v**2 * (E + beta * M),
    (s * (v**2 * E + nonzero_w**2 * beta**2 * E - nonzero_w**2 * beta * M), "collect"),
    given=(CELL,),
)
