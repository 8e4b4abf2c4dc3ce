"""Plants errors in a theorem, one at a time; each must be refuted by the theorem's own checks."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from sympy import Add, And, Basic, Expr, Integral, Mul, Or, Piecewise, Pow, Rational, S, oo
from sympy.core.relational import Relational

from .checker import Desk, check_step, each_step, told_apart
from .condition import compare_conditions, equations
from .moves import Algebra
from .points import COARSE
from .theorem import Step, Theorem, is_condition
from .verdict import Verdict


@dataclass(frozen=True)
class Fault:
    """One planted error.

    Args:
        theorem: id of the theorem.
        place: the line that was changed.
        kind: what was changed: coefficient, sign, exponent, factor or limit.
        line: the wrong line.
        verdict: what the check made of it.
    """

    theorem: str
    place: str
    kind: str
    line: Basic
    verdict: Verdict

    @property
    def caught(self) -> bool:
        """Whether the check refuted the wrong line."""
        return self.verdict is Verdict.REFUTED


def mutations(line: Basic) -> Iterator[tuple[str, Basic]]:
    """Every expression that differs from `line` by one coefficient, sign, exponent, factor or limit."""
    if isinstance(line, Rational):
        yield "coefficient", line + 1
        return
    if isinstance(line, Integral):
        for k, (variable, low, high) in enumerate(line.limits):
            others = [tuple(limit) for limit in line.limits]
            # A finite end, so that the wrong integral has a value to be told from the right one.
            wrong = 2 if high is oo else (high * Rational(9, 10) if high != 0 else Rational(1, 3))
            others[k] = (variable, low, wrong)
            yield "limit", Integral(line.function, *others)
        yield from _one_changed(line, 0)
        return
    if isinstance(line, Pow):
        yield "exponent", Pow(line.base, line.exp + 1)
        yield from _one_changed(line, 0)
        if not line.exp.is_Number:
            yield from _one_changed(line, 1)
        return
    if isinstance(line, Add | Mul):
        for k, part in enumerate(line.args):
            rest = [*line.args[:k], *line.args[k + 1 :]]
            if isinstance(line, Add):
                yield "sign", Add(-part, *rest)
            elif not part.is_Rational:
                yield "factor", Mul(*rest)
            yield from _one_changed(line, k)
        if isinstance(line, Mul) and not line.args[0].is_Rational:
            yield "coefficient", 2 * line
        return
    if line.is_Symbol or line.is_Number:
        yield "coefficient", 2 * line
        return
    if isinstance(line, Piecewise):
        for k, (value, condition) in enumerate(line.args):
            for kind, changed in mutations(value):
                yield kind, Piecewise(*line.args[:k], (changed, condition), *line.args[k + 1 :])
        return
    for k, part in enumerate(line.args):
        if isinstance(part, Expr):
            yield from _one_changed(line, k)


def _one_changed(line: Basic, k: int) -> Iterator[tuple[str, Basic]]:
    for kind, changed in mutations(line.args[k]):
        yield kind, line.func(*line.args[:k], changed, *line.args[k + 1 :])


def plant(theorem: Theorem, per_line: int = 3, seed: int = 0) -> list[Fault]:
    """Plant up to `per_line` errors in each line after the start, and check each wrong theorem.

    A change that leaves the value of the line as it was at every check point (a sign under an even function, say) is
    no error and is not planted; where the enclosures do not tell it from the line before, mpmath decides that.

    Args:
        theorem: the theorem.
        per_line: errors a line.
        seed: which changes are chosen, and the check points.
    """
    desk = Desk(theorem, seed, rough=True)
    rng = np.random.default_rng([seed, zlib.crc32(theorem.id.encode()), 1])
    faults = []
    for place, before, step in each_step(theorem):
        planted = 0
        options = list(_condition_mutations(step.line) if is_condition(step.line) else mutations(step.line))
        for index in rng.permutation(len(options)):
            kind, wrong = options[index]
            if planted == per_line:
                break
            if is_condition(wrong):
                if _still_holds(desk, before, step, wrong):
                    continue
            elif not (told_apart(desk, before, step, wrong) or _is_error(desk, step, wrong)):
                continue
            # The points alone have to catch a wrong expression: a move that knows the right line would do it for them.
            report = check_step(desk, place, before, replace(step, line=wrong), exact=is_condition(wrong))
            faults.append(Fault(theorem.id, place, kind, wrong, report.verdict))
            desk.forget(wrong)
            planted += 1
    return faults


def _condition_mutations(line: Basic) -> Iterator[tuple[str, Basic]]:
    """Conditions with one side of one equation or inequality changed."""
    parts = line.args if isinstance(line, And | Or) else (line,)
    for k, part in enumerate(parts):
        if not isinstance(part, Relational):
            continue
        off_by_one = ("coefficient", part.lhs - part.rhs - 1)
        for kind, changed in (*mutations(part.lhs - part.rhs), off_by_one):
            wrong = part.func(changed, S.Zero)
            if is_condition(wrong) and wrong not in (S.true, S.false):
                yield kind, line.func(*parts[:k], wrong, *parts[k + 1 :]) if len(parts) > 1 else wrong


def _still_holds(desk: Desk, before: Basic, step: Step, wrong: Basic) -> bool:
    """Whether a changed condition is shown to be as good as the right one: twice an equation is the same equation."""
    if equations(step.line) is None:
        seen = [(before.subs(p), step.line.subs(p), wrong.subs(p)) for p in (desk.points[k] for k in desk.few)]
        if step.relation == "=>":
            return not any(old == S.true and new == S.false for old, _, new in seen)
        return all(right == new for _, right, new in seen)
    reason = Algebra()
    if compare_conditions(step.line, Step("<=>", wrong, reason), desk)[0] is Verdict.PROVED:
        return True
    followed = step.relation == "=>" and compare_conditions(before, Step("=>", wrong, reason), desk)[0]
    return followed is Verdict.PROVED


def _is_error(desk: Desk, step: Step, wrong: Basic) -> bool:
    """Whether the changed line has another finite value at some point (for a bound: whether it breaks the bound)."""
    if wrong.has(S.NaN, S.ComplexInfinity, oo) and not wrong.has(Integral):
        return False
    without = 0
    # The far points are for the form in floating point alone; the lines need have no value there.
    for k in sorted(set(desk.few) - desk.far):
        try:
            right_value, wrong_value = desk.value(step.line, k, COARSE), desk.value(wrong, k, COARSE)
        except (ArithmeticError, ValueError, TypeError, NotImplementedError, AttributeError):
            # mpmath raises the last for a function of real variables that meets a complex value.
            without += 1
            if without == 2:  # an integral that diverges does so everywhere, and that takes long to see
                return False
            continue
        size = abs(wrong_value)
        if not size < 1e200:
            continue
        if step.relation in ("<=", "<"):
            # The wrong value may still bound the line before from above: then the changed line is true as well.
            lines = desk.theorem.lines
            bounded = desk.value(lines[lines.index(step.line) - 1], k, COARSE)
            if wrong_value < bounded - 1e-9:
                return True
        elif abs(right_value - wrong_value) > 1e-9 * max(abs(right_value), size):
            return True
    return False
