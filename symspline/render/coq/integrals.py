"""Proof scripts for integrals and limits: antiderivatives, equal integrands, halves of even functions, decay."""

from __future__ import annotations

from typing import Any

import sympy as sp
from sympy import Basic, Expr, S, Symbol, cancel, diff, together
from sympy.polys.polyerrors import BasePolynomialError

from symspline.proof.moves import TakeLimit

from .scripts import algebra, powers
from .terms import Terms, Unprintable

NO_VALUE = (S.NaN, S.ComplexInfinity, S.Infinity, S.NegativeInfinity)


def integral(terms: Terms, whole: Any, primitive: Expr) -> tuple[str, Expr, list[str]]:
    """An integral over a finite range by an antiderivative: its term, its value, the proof of their equality."""
    ((variable, low, high),) = whole.limits
    if high is S.Infinity and low.is_finite:
        return improper(terms, whole, primitive)
    if not (low.is_finite and high.is_finite):
        raise Unprintable("an integral from minus infinity")
    ends = [primitive.subs(variable, end) for end in (low, high)]
    if any(end.has(*NO_VALUE) for end in ends):
        raise Unprintable("an antiderivative that has no value at an end")
    value = ends[1] - ends[0]
    x, f, g = terms.name(variable), terms.term(whole.function), terms.term(primitive)
    a, b = terms.term(low), terms.term(high)
    script = [
        f"transitivity ((fun {x} : R => {g}) {b} - (fun {x} : R => {g}) {a}).",
        f"{{ apply is_RInt_unique, (is_RInt_derive (fun {x} : R => {g}) (fun {x} : R => {f})); intros {x} X; range X.",
        "{ auto_derive; [ signs | ].",
        *powers(terms, primitive),
        *algebra(terms, (whole.function, primitive, diff(primitive, variable))),
        "}",
        "{ apply (ex_derive_continuous (V := R_NormedModule)). auto_derive. signs. } }",
        "cbv beta.",
        *algebra(terms, (*ends, value), at=[(primitive, variable, end) for end in (high, low)]),
    ]
    return terms.term(whole), value, script


def improper(terms: Terms, whole: Any, primitive: Expr) -> tuple[str, Expr, list[str]]:
    """An integral up to infinity by an antiderivative whose limit is one of a rational function or of decay."""
    ((variable, low, _),) = whole.limits
    limit, approach = _limit_at_infinity(terms, primitive, variable)
    at_low = primitive.subs(variable, low)
    if at_low.has(*NO_VALUE):
        raise Unprintable("an antiderivative that has no value at an end")
    value = limit - at_low
    x, f, g = terms.name(variable), terms.term(whole.function), terms.term(primitive)
    a, end = terms.term(low), terms.term(limit)
    script = [
        f"transitivity ({end} - (fun {x} : R => {g}) {a}).",
        f"{{ apply (improper_right (fun {x} : R => {f}) (fun {x} : R => {g}) {a} {end}).",
        f"{{ intros {x} X. auto_derive; [ signs | ].",
        *powers(terms, primitive),
        *algebra(terms, (whole.function, primitive, diff(primitive, variable))),
        "}",
        f"{{ intros {x} X. apply (ex_derive_continuous (V := R_NormedModule)). auto_derive. signs. }}",
        *approach,
        "}",
        "cbv beta.",
        *algebra(terms, (at_low, limit, value), at=[(primitive, variable, low)]),
    ]
    return terms.term(whole), value, script


def _limit_at_infinity(terms: Terms, e: Any, variable: Symbol) -> tuple[Expr, list[str]]:
    """The limit of an expression, and its proof.

    Raises:
        Unprintable: it is neither rational nor a sum of powers times exponentials that decay.
    """
    x = terms.name(variable)
    if not e.has(sp.exp):
        near = cancel(together(e.subs(variable, 1 / variable)))
        limit = near.subs(variable, 0)
        if limit.has(*NO_VALUE) or not e.is_rational_function(variable):
            raise Unprintable("the limit of an antiderivative at infinity")
        return limit, [
            f"apply (limit_at_infinity _ (fun {x} : R => {terms.term(near)})).",
            f"{{ intros {x} X. cbv beta.",
            *algebra(terms, (e, near.subs(variable, 1 / variable))),
            "}",
            "{ auto_derive. signs. }",
            "{ cbv beta.",
            *algebra(terms, (near.subs(variable, 0), limit), at=[(near, variable, S.Zero)]),
            "}",
        ]
    limit, text, proof, script = S.Zero, "", [], []
    for constant, power, exponent in _decays(e, variable):
        if exponent == 0:
            limit += constant
            continue
        rates = [(n, cancel(-exponent / variable**n)) for n in (1, 2)]
        degree, rate = next(((n, r) for n, r in rates if not r.has(variable)), (0, S.Zero))
        if degree == 0:
            raise Unprintable("the limit of an antiderivative at infinity")
        c = terms.term(rate)
        inside = f"({c} * {x})" if degree == 1 else f"({c} * {x} ^ 2)"
        text += f" + {terms.term(constant)} * ({x} ^ {power} * exp (-1 * {inside}))"
        script += [
            f"try replace (exp (-1 * {inside})) with {terms.term(sp.exp(exponent))} "
            "by (f_equal; equation; first [ ring | field; signs ])."
        ]
        proof.append(f"apply ({'decay_linear' if degree == 1 else 'decay_square'} {c} {power}); signs")
    nest = "".join(f"apply limit_with; [ | {step} ]; " for step in reversed(proof))
    return limit, [
        f"apply (is_lim_ext (fun {x} : R => {terms.term(limit)}{text})).",
        f"{{ intros {x}.",
        *dict.fromkeys(script),
        *algebra(terms, (e,)),
        "}",
        f"{{ {nest}apply is_lim_const. }}",
    ]


def _decays(e: Any, variable: Symbol) -> list[tuple[Expr, int, Expr]]:
    """An expression as a sum of constants times powers times exponentials: constant, power, exponent."""
    names = {found: sp.Dummy("e") for found in sorted(e.atoms(sp.exp), key=str) if found.has(variable)}
    try:
        whole = sp.Poly(e.xreplace(names), variable, *names.values())
    except BasePolynomialError:
        raise Unprintable("the limit of an antiderivative at infinity") from None
    found = []
    for (power, *counts), constant in whole.terms():
        exponent = sum((n * f.args[0] for n, f in zip(counts, names, strict=True)), S.Zero)
        if (exponent == 0 and power) or constant.has(variable):
            raise Unprintable("the limit of an antiderivative at infinity")
        found.append((constant, power, exponent))
    return found


def paired(terms: Terms, one: Any, other: Any) -> tuple[Expr, list[str]] | None:
    """The factor between two integrals over one range, or over a range and its half, and the proof; None without."""
    if len(one.limits) != 1 or len(other.limits) != 1:
        return None
    ((x, low, high),), ((y, a, b),) = one.limits, other.limits
    f, g = one.function, other.function.subs(y, x)
    t = terms.name(x)
    heads = f"(fun {t} : R => {terms.term(f)}) (fun {t} : R => {terms.term(g)})"
    if same_place(low, a) and same_place(high, b):
        ratio = sp.simplify(f / g)
        if ratio.has(x) or ratio == 0:
            return None
        body = ["cbv beta.", *algebra(terms, (f, g, ratio))]
        k = terms.term(ratio)
        finite = low.is_finite and high.is_finite
        if finite:
            ext = [f"apply (integral_times {heads} {k} _ _); [ signs | ]. intros {t} X. range X."]
        elif low.is_finite:
            ext = [f"apply (improper_times_right {heads} {k} _); [ signs | ]. intros {t} X."]
        elif high.is_finite:
            ext = [f"apply (improper_times_left {heads} {k} _); [ signs | ]. intros {t} X."]
        else:
            ext = [f"apply (improper_times_line {heads} {k}); [ signs | ]. intros {t} X."]
        return ratio, [*ext, *body]
    if a == 0 and same_place(high, b) and same_place(low, -high):
        r = sp.Dummy("r", positive=True)
        ratio = sp.simplify(f.subs(x, r) / g.subs(x, r))
        if ratio.has(r) or ratio == 0:
            return None
        k = terms.term(ratio)
        word = "fold_line" if high is S.Infinity else "fold_range"
        script = [
            f"transitivity (2 * {k} * {terms.term(other)}); [ | equation; first [ ring | field; signs ] ].",
            f"apply ({word} {heads} {k}); [ signs |{'' if high is S.Infinity else ' signs |'} | ].",
            f"{{ intros {t} X. cbv beta.",
            *algebra(terms, (f,), at=[(f, x, -x)]),
            "}",
            f"{{ intros {t} X. cbv beta.",
            *algebra(terms, (f, g, ratio), positive=frozenset({x})),
            "}",
        ]
        return 2 * ratio, script
    return None


def same_place(one: Any, other: Any) -> bool:
    """Whether two ends of ranges are written alike."""
    return one == other


def limit_claim(terms: Terms, line: Basic, limit: Basic, move: TakeLimit) -> str:
    """A limit as a proposition.

    Raises:
        Unprintable: at minus infinity.
    """
    f = f"(fun {terms.name(move.symbol)} : R => {terms.term(line)})"
    if move.to.is_finite:
        place = "at_right" if move.side == "+" else "at_left"
        return f"filterlim {f} ({place} {terms.term(move.to)}) (locally {terms.term(limit)})"
    if move.to is not S.Infinity:
        raise Unprintable("a limit at minus infinity")
    return f"is_lim {f} p_infty {terms.term(limit)}"


def limit_proof(terms: Terms, line: Basic, limit: Basic, move: TakeLimit) -> list[str]:
    """By continuity; at infinity in terms of the reciprocal."""
    x, to = move.symbol, move.to
    if to.is_finite:
        side = "right" if move.side == "+" else "left"
        return [
            f"apply value_is_limit_{side}; [ auto_derive; signs | cbv beta ].",
            *algebra(terms, (line.subs(x, to), limit), at=[(line, x, to)]),
        ]
    near = cancel(together(line.subs(x, 1 / x)))
    return [
        f"apply (limit_at_infinity _ (fun {terms.name(x)} : R => {terms.term(near)})).",
        f"{{ intros {terms.name(x)} X. cbv beta.",
        *algebra(terms, (line, near.subs(x, 1 / x))),
        "}",
        "{ auto_derive. signs. }",
        "{ cbv beta.",
        *algebra(terms, (near.subs(x, 0), limit), at=[(near, x, S.Zero)]),
        "}",
    ]
