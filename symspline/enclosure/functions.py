"""Functions of balls: for each function of the theory an enclosure, not finite where Arb's would not be analytic."""

from collections.abc import Callable

import sympy as sp
from flint import acb, arb, ctx, fmpq
from sympy.codegen.cfunctions import expm1, log1p

from symspline import special

NAN = acb("nan")


def is_real_ball(z: acb) -> bool:
    """Return whether a ball is exactly real."""
    return z.imag.is_zero()


def off_negative_axis(z: acb) -> bool:
    """Return whether a ball surely avoids the cut ``(-∞, 0]``."""
    return z.real > 0 or not z.imag.contains(0)


def _without_cut(name: str) -> Callable[..., acb]:
    # At a pole Arb's ball is not finite, which is the answer that is asked for.
    return lambda _, z: getattr(z, name)()


def _off_cut(function: Callable[..., acb], safe: Callable[[acb], bool]) -> Callable[..., acb]:
    """Guard a function with a cut: Arb's value near the cut is not asked for."""
    return lambda _, *args: function(*args) if safe(args[-1]) else NAN


def off_upper_cut(z: acb) -> bool:
    """Return whether a ball surely avoids the cut ``[1, ∞)``."""
    return z.real < 1 or not z.imag.contains(0)


def _within_unit(z: acb) -> bool:
    return abs(z.real) < 1 or not z.imag.contains(0)


def off_imaginary_cuts(z: acb) -> bool:
    """Return whether a ball surely avoids the cuts from ``±i`` along the imaginary axis."""
    return abs(z.imag) < 1 or not z.real.contains(0)


def _unit_closed(name: str) -> Callable[..., acb]:
    # On the real axis the end points ±1 belong to the domain.
    def evaluate(analytic: bool, z: acb) -> acb:
        if _within_unit(z) or (not analytic and is_real_ball(z) and abs(z.real) <= 1):
            return getattr(z, name)()
        return NAN

    return evaluate


def _lower_gamma(analytic: bool, s: acb, z: acb) -> acb:
    # γ(s, z) is z^s times an entire function: for a positive integer s it has no cut.
    if s.real.is_integer() and is_real_ball(s) and s.real > 0:
        return z.gamma_lower(s)
    if z.is_zero() and s.real > 0:
        return acb(0)
    return z.gamma_lower(s) if off_negative_axis(z) else NAN


def _scaled_lower_gamma(_: bool, s: acb, z: acb) -> acb:
    # γ(s, z)/z^s = exp(-z) 1F1(1; s+1; z)/s is entire in z.
    return (-z).exp() * z.hypgeom_1f1(1, s + 1) / s


def _ei(analytic: bool, z: acb) -> acb:
    # On the negative axis Ei is a principal value, the mean of the two sides of the cut of Arb's complex function.
    if is_real_ball(z) and not z.real.contains(0) and not analytic:
        return acb(z.real.ei())
    return z.ei() if off_negative_axis(z) else NAN


def _bessel_k(_: bool, nu: acb, z: acb) -> acb:
    """Return ``K_ν(z)``: by its midpoint and ``|K_ν'(z)| <= K_{|ν|+1}(Re z)`` in the right half plane."""
    if not (z.real > 0 and is_real_ball(nu)):
        return z.bessel_k(nu) if off_negative_axis(z) else NAN
    # K_ν(z) = ∫ exp(-z cosh t) cosh νt dt over (0, ∞), DLMF 10.32.9: so |K_ν(z)| <= K_ν(Re z), and the bound of the
    # derivative follows by cosh t cosh νt <= cosh((|ν|+1) t). Arb's own value of a wide ball is far wider, that of
    # a narrow one is not.
    radius = z.real.rad() + z.imag.rad()
    if radius < z.real * arb(2) ** -40:
        return _bessel_k_point(nu, z)
    with ctx.workprec(64):
        least = acb(z.real.lower())
        if not least.real > 0:
            return NAN
        size = _bessel_k_point(acb(abs(nu.real)), least).real.abs_upper()
        reach = (radius * _bessel_k_point(acb(abs(nu.real) + 1), least).real).abs_upper()
    if not reach < size:
        return acb(arb(0).union(size)) if is_real_ball(z) else acb(arb(0, size), arb(0, size))
    spread = acb(arb(0, reach), arb(0) if is_real_ball(z) else arb(0, reach))
    return _bessel_k_point(nu, acb(z.real.mid(), z.imag.mid())) + spread


def _bessel_k_point(nu: acb, z: acb) -> acb:
    """Return ``K_ν`` at an exact point, with the bits that its series cancels added."""
    # The series of I_{±ν} are of size e^|z| and their difference of size e^-|z|: 2|z|/ln 2 = 2.9|z| bits are lost.
    wanted = ctx.prec
    value = z.bessel_k(nu)
    extra = 2.9 * float(abs(z).upper())
    if value.rel_accuracy_bits() < wanted - 20 and extra < 20 * wanted:
        with ctx.workprec(wanted + int(extra) + 30):
            value = z.bessel_k(nu)
    return value


def _bessel(name: str) -> Callable[..., acb]:
    # (z/2)^ν times an entire function: the cut goes where the order is an integer.
    def evaluate(_: bool, nu: acb, z: acb) -> acb:
        integer = is_real_ball(nu) and nu.real.is_integer()
        return getattr(z, name)(nu) if off_negative_axis(z) or integer else NAN

    return evaluate


def _erfcx(_: bool, z: acb) -> acb:
    if z.real > 4:
        # erfcx(z) = Γ(1/2, z²) exp(z²)/√π, whose product Arb forms without overflow as U(1/2, 1/2, z²)/√π.
        return (z * z).hypgeom_u(acb(0.5), acb(0.5)) / arb.pi().sqrt()
    return (z * z).exp() * z.erfc()


def _removable(function: Callable[[acb], acb], series: Callable[[int], fmpq]) -> Callable[..., acb]:
    """Enclose a function with a removable singularity at 1 by its power series in ``d = z - 1`` near 1."""

    def evaluate(analytic: bool, z: acb) -> acb:
        if not off_negative_axis(z):
            return NAN
        gap = z - 1
        size = abs(gap).upper()
        # Farther off, the closed form loses few digits to cancellation and the series would need many terms.
        if not size < 0.4:
            return function(z)
        terms = int(ctx.prec / max(1.0, -float(size.log()) / 0.6931)) + 8 if size > 0 else 2
        total = acb(0)
        for k in reversed(range(terms)):
            total = total * gap + acb(arb(series(k)))
        # The coefficients are at most 1 in size, so the rest is below size^terms/(1 - size).
        rest = size**terms / (1 - size)
        return total + acb(arb(0, rest.upper()), arb(0, rest.upper()) if not is_real_ball(z) else arb(0))

    return evaluate


WITHOUT_CUT = (
    *(sp.exp, sp.sin, sp.cos, sp.tan, sp.cot, sp.sec, sp.csc, sp.sinc, sp.sinh, sp.cosh, sp.tanh, sp.coth, sp.sech),
    *(sp.csch, sp.erf, sp.erfc, sp.erfi, sp.gamma, expm1),
)
"""Functions that are meromorphic in the plane and have the same name in Arb."""

FUNCTIONS: dict[type, Callable[..., acb]] = {
    **{kind: _without_cut(kind.__name__) for kind in WITHOUT_CUT},
    sp.zeta: lambda _, s, *a: s.zeta(*a),
    log1p: _off_cut(lambda z: z.log1p(), lambda z: off_negative_axis(1 + z)),
    sp.atan: _off_cut(lambda z: z.atan(), off_imaginary_cuts),
    sp.asinh: _off_cut(lambda z: z.asinh(), off_imaginary_cuts),
    sp.acot: _off_cut(lambda z: (1 / z).atan(), lambda z: off_imaginary_cuts(1 / z)),
    sp.asin: _unit_closed("asin"),
    sp.acos: _unit_closed("acos"),
    sp.atanh: _off_cut(lambda z: z.atanh(), _within_unit),
    sp.acosh: _off_cut(lambda z: z.acosh(), lambda z: off_negative_axis(z - 1)),
    sp.loggamma: _off_cut(lambda z: z.lgamma(), off_negative_axis),
    sp.polygamma: lambda _, n, z: z.digamma() if n.is_zero() else z.polygamma(n),
    sp.expint: lambda _, nu, z: z.expint(nu) if off_negative_axis(z) else NAN,
    sp.Ei: _ei,
    sp.lowergamma: _lower_gamma,
    sp.uppergamma: lambda _, s, z: z.gamma_upper(s) if off_negative_axis(z) else NAN,
    sp.besselk: _bessel_k,
    sp.besseli: _bessel("bessel_i"),
    sp.besselj: _bessel("bessel_j"),
    special.erfcx: _erfcx,
    special.exp_integral: _off_cut(lambda z: z.expint(1), off_negative_axis),
    special.scaled_bessel_k: _off_cut(lambda nu, z: z.bessel_k(nu, scaled=True), off_negative_axis),
    special.lower_gamma: _lower_gamma,
    special.scaled_lower_gamma: _scaled_lower_gamma,
    special.hyp2f1_complement: _off_cut(lambda a, b, c, z: (1 - z).hypgeom_2f1(a, b, c), off_negative_axis),
    special.log_ratio: _removable(lambda z: z.log() / (z - 1), lambda k: fmpq((-1) ** k, k + 1)),
    special.student3_breakpoint: _removable(
        lambda z: (z * z - 1 - 2 * z * z.log()) / (z - 1) ** 3, lambda k: fmpq(2 * (-1) ** k, (k + 3) * (k + 2))
    ),
    special.student3_zeta: _removable(
        lambda z: ((1 + z) * z.log() - 2 * (z - 1)) / (z - 1) ** 3,
        lambda k: fmpq((-1) ** k * (k + 1), (k + 3) * (k + 2)),
    ),
}
