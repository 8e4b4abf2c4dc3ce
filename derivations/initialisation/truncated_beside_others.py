"""Truncated normal weights beside normal biases or uniform output weights (B11)."""

from sympy import (
    Abs,
    Ge,
    Integral,
    Max,
    Piecewise,
    exp,
    oo,
    pi,
    sqrt,
)

from symspline.model.definitions import (
    breakpoint_density,
    breakpoint_integral,
    delta_slope_density,
    delta_slope_integral,
    zeta,
    zeta_integral,
)
from symspline.model.law import Normal, Uniform
from symspline.proof.moves import Algebra, By, Fold, Known
from symspline.proof.theorem import Step, Theorem
from symspline.special import exp_integral, scaled_lower_gamma

from .arguments import arguments
from .integrals import CUT_GAUSS_FIRST, CUT_GAUSS_THIRD
from .truncated_normal_terms import A_C, CUT_W, Z_W, A, W
from .vocabulary import A as RATE
from .vocabulary import a_v, beta, c, kappa_w, m, mu, r, sigma_b, sigma_w, w

B_NORMAL, V_UNIFORM = Normal(sigma_b), Uniform(a_v)

W_BREAKPOINT = Theorem(
    id="B11w.breakpoint",
    title="Density of the breakpoint for truncated weights and normal biases",
    chapter="initialisation",
    statement=r"For $w$ normal and cut at $\kappa_w\sigma_w$ and $b \sim N(0, \sigma_b^2)$ not cut.",
    arguments=arguments(beta, sigma_w, sigma_b, kappa_w),
    subject=breakpoint_density,
    start=breakpoint_integral(W, B_NORMAL),
    steps=(
        Step(
            "=",
            Integral(Abs(w) * exp(-A * w**2), (w, -CUT_W, CUT_W)) / (2 * pi * sigma_w * sigma_b * Z_W),
            Algebra("collect the exponents"),
        ),
        Step("=", Integral(r * exp(-A * r**2), (r, 0, CUT_W)) / (pi * sigma_w * sigma_b * Z_W), Fold(w, r)),
        Step(
            "=",
            (1 - exp(-A * CUT_W**2)) / (2 * pi * sigma_w * sigma_b * Z_W * A),
            By(CUT_GAUSS_FIRST, {RATE: A, m: CUT_W}),
        ),
    ),
    compute=CUT_W**2 * scaled_lower_gamma(1, A * CUT_W**2) / (2 * pi * sigma_w * sigma_b * Z_W),
)

W_ZETA = Theorem(
    id="B11w.zeta",
    title="Zeta of truncated weights and normal biases",
    chapter="initialisation",
    statement=r"The same with the third moment; smooth everywhere.",
    arguments=arguments(c, sigma_w, sigma_b, kappa_w),
    subject=zeta,
    start=zeta_integral(W, B_NORMAL),
    steps=(
        Step(
            "=",
            Integral(Abs(w) ** 3 * exp(-A_C * w**2), (w, -CUT_W, CUT_W)) / (2 * pi * sigma_w * sigma_b * Z_W),
            Algebra("collect the exponents"),
        ),
        Step("=", Integral(r**3 * exp(-A_C * r**2), (r, 0, CUT_W)) / (pi * sigma_w * sigma_b * Z_W), Fold(w, r)),
        Step(
            "=",
            (1 - (1 + A_C * CUT_W**2) * exp(-A_C * CUT_W**2)) / (2 * pi * sigma_w * sigma_b * Z_W * A_C**2),
            By(CUT_GAUSS_THIRD, {RATE: A_C, m: CUT_W}),
        ),
    ),
    compute=CUT_W**4 * scaled_lower_gamma(2, A_C * CUT_W**2) / (2 * pi * sigma_w * sigma_b * Z_W),
)

LOW_U = Abs(mu) / a_v

V_DELTA_SLOPE = Theorem(
    id="B11v.delta-slope",
    title="Density of the delta-slope for truncated normal weights and uniform output weights",
    chapter="initialisation",
    statement=r"For $w$ normal and cut at $\kappa_w\sigma_w$ and $v$ uniform on $[-a_v, a_v]$, or the other way "
    r"round; zero for "
    r"$|\mu| > \kappa_w\sigma_w a_v$.",
    arguments=arguments(mu, sigma_w, a_v, kappa_w),
    subject=delta_slope_density,
    start=delta_slope_integral(W, V_UNIFORM),
    steps=(
        Step(
            "=",
            Integral(exp(-(r**2) / (2 * sigma_w**2)) / r, (r, LOW_U, Max(CUT_W, LOW_U)))
            / (a_v * sigma_w * sqrt(2 * pi) * Z_W),
            Algebra(
                r"both densities are positive only for $|\mu|/a_v \le |w| \le \kappa_w\sigma_w$; both signs of $w$ "
                r"count"
            ),
        ),
        Step(
            "=",
            (
                Integral(exp(-(r**2) / (2 * sigma_w**2)) / r, (r, LOW_U, oo))
                - Integral(exp(-(r**2) / (2 * sigma_w**2)) / r, (r, Max(CUT_W, LOW_U), oo))
            )
            / (a_v * sigma_w * sqrt(2 * pi) * Z_W),
            Algebra("as a difference of two tails"),
        ),
        Step(
            "=",
            (exp_integral(LOW_U**2 / (2 * sigma_w**2)) - exp_integral(Max(CUT_W, LOW_U) ** 2 / (2 * sigma_w**2)))
            / (2 * a_v * sigma_w * sqrt(2 * pi) * Z_W),
            Known(r"definition of $\mathrm{E}_1$", "DLMF 6.2.1"),
        ),
    ),
    compute=Piecewise(
        (0, Ge(LOW_U, CUT_W)),
        (
            (exp_integral(LOW_U**2 / (2 * sigma_w**2)) - exp_integral(kappa_w**2 / 2))
            / (2 * a_v * sigma_w * sqrt(2 * pi) * Z_W),
            True,
        ),
    ),
)
