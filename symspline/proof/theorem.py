"""What a theorem is: a definition, and the steps that lead from it to the closed form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sympy import Basic, Expr, Integral, Lambda, Limit, Rational, Symbol, oo
from sympy.core.function import AppliedUndef
from sympy.logic.boolalg import Boolean

from symspline.door import Shown, up
from symspline.proof.claim import Claim
from symspline.proof.move import Move, put_in
from symspline.proof.source import Source

if TYPE_CHECKING:
    import numpy as np


RELATIONS = ("=", "<=", "<", "=>", "<=>")
_ID = re.compile(r"[A-Z][0-9]+[a-z0-9]*(\.[a-z0-9-]+)*")


class DerivationError(ValueError):
    """A theorem that cannot be built as declared, with the theorem and the place that is wrong."""

    def __init__(self, theorem: str, place: str, problem: str) -> None:
        super().__init__(f"theorem {theorem}, {place}: {problem}")
        self.theorem, self.place, self.problem = theorem, place, problem


def is_condition(line: Basic) -> bool:
    """Whether a line is a condition rather than an expression (SymPy's Symbol is both)."""
    return isinstance(line, Boolean) and not isinstance(line, Expr)


@dataclass(frozen=True)
class Argument:
    """A symbol of a theorem with the box from which check points are drawn.

    Args:
        symbol: a SymPy symbol that carries its assumptions (at least real).
        low: lower end of the box, exact.
        high: upper end of the box, exact; integers are drawn for an integer symbol.
        meaning: what the symbol stands for, a few words.
        parts: into how many equal parts the box is cut, so that points fall on the cuts; 0 for points on no lattice.

    Raises:
        ValueError: for a symbol without assumptions, an empty or unbounded box, or a box against the assumptions.

    Example:
        >>> from sympy import Symbol
        >>> Argument(Symbol("a", positive=True), 1, 2).low
        1
    """

    symbol: Symbol
    low: Rational
    high: Rational
    meaning: str = ""
    parts: int = 0

    def __post_init__(self) -> None:
        if not isinstance(self.symbol, Symbol):
            raise ValueError(f"argument {self.symbol!r} is not a SymPy symbol; pass the Symbol object")
        if self.symbol.is_real is not True:
            raise ValueError(
                f"symbol {self.symbol} has no assumptions; make it with real=True, positive=True or integer=True"
            )
        for name in ("low", "high"):
            end = getattr(self, name)
            if isinstance(end, float) or end is None or end in (oo, -oo):
                raise ValueError(f"argument {self.symbol}: {name}={end} is not exact; give an integer or a Rational")
            object.__setattr__(self, name, Rational(end))
        if not (-oo < self.low <= self.high < oo):
            raise ValueError(f"argument {self.symbol}: the box [{self.low}, {self.high}] is empty or unbounded")
        if (self.symbol.is_positive and self.low <= 0) or (self.symbol.is_nonnegative and self.low < 0):
            raise ValueError(f"argument {self.symbol}: the box starts at {self.low}, against the symbol's assumptions")

    def draw(self, rng: np.random.Generator) -> Rational:
        """A random rational inside the box, a dyadic fraction of its width of 60 bits unless `parts` says otherwise."""
        if self.symbol.is_integer:
            return Rational(int(rng.integers(int(self.low), int(self.high) + 1)))
        parts = self.parts or 2**60
        # No lattice holds a point whose numerator is odd.
        return self.low + (self.high - self.low) * Rational(int(rng.integers(1, parts)) | (not self.parts), parts)


@dataclass(frozen=True)
class Assumption:
    """A hypothesis of a theorem.

    Args:
        text: the hypothesis in words, mathematics between dollar signs; a condition needs none.
        condition: where the hypothesis restricts the arguments, the same as a SymPy condition; check points satisfy it.

    Raises:
        ValueError: for neither words nor a condition.
    """

    text: str = ""
    condition: Boolean | None = None

    def __post_init__(self) -> None:
        if not self.text and self.condition is None:
            raise ValueError("a hypothesis needs words or a condition; give text or condition")


@dataclass(frozen=True)
class Step:
    """One line of a derivation: its relation to the line before, the line, and the move that leads to it.

    Raises:
        ValueError: for an unknown relation.
    """

    relation: str
    line: Basic
    move: Move

    def __post_init__(self) -> None:
        if self.relation not in RELATIONS:
            raise ValueError(f"relation {self.relation!r} is not one of {', '.join(RELATIONS)}")
        logical = self.relation in ("=>", "<=>")
        if logical != is_condition(self.line):
            kind = "a condition (Eq, And, …)" if logical else "an expression"
            raise ValueError(f"relation {self.relation!r} needs {kind}, got {type(self.line).__name__}")


@dataclass(frozen=True)
class Finding:
    """What a piece of evidence found.

    Args:
        passed: whether the statement survived.
        figure: the number that decided, in the unit that `text` names.
        text: one line that reads as a sentence.
    """

    passed: bool
    figure: float
    text: str

    def __post_init__(self) -> None:
        # Evidence computes with NumPy, whose numbers JSON does not know.
        object.__setattr__(self, "passed", bool(self.passed))
        object.__setattr__(self, "figure", float(self.figure))
        object.__setattr__(self, "text", str(self.text))


@dataclass(frozen=True)
class Evidence:
    """A check of a theorem that its steps do not make: a simulation or an exhaustive exact computation.

    Args:
        title: what is compared with what.
        run: takes a seeded generator and returns a `Finding`.
        kind: "simulation" for statistics and trajectories, "exact" for rational arithmetic over finitely many cases.
    """

    title: str
    run: Callable[[np.random.Generator], Finding]
    kind: str = "simulation"

    def __post_init__(self) -> None:
        if self.kind not in ("simulation", "exact"):
            raise ValueError(f"evidence {self.title!r}: kind {self.kind!r} is neither 'simulation' nor 'exact'")


@dataclass(frozen=True)
class Theorem(Shown):
    """A result: `subject = start = … = conclusion`, each line with its reason.

    Args:
        id: e.g. "B7.zeta"; the part before the dot is the section.
        title: a few words.
        chapter: slug of the chapter, e.g. "initialisation".
        arguments: every free symbol of the lines, each with its box.
        subject: what is computed, e.g. `zeta(c)`; where it can be evaluated, or the origin cites theorems, it is
            compared with the first line.
        start: its definition, an unevaluated integral, sum, derivative or a condition.
        steps: the lines that follow.
        origin: the move that explains the first line.
        begins: how the subject relates to the first line.
        where: what names in the subject stand for: a function -> Lambda, or an expression -> expression.
        assumes: hypotheses, as objects.
        statement: prose, mathematics between dollar signs; nothing checks it.
        argued: what the lines do not reach, and why it holds, where the statement is more than they say; or nothing.
        instances: concrete choices for the undefined functions in the lines, for the numeric checks.
        compute: an expression equal to the conclusion that is better for floating point; checked like a step.
        evidence: simulations and exhaustive checks.
        routines: dotted names of hand-written kernels that compute this statement.
        source: where the statement comes from.

    Raises:
        DerivationError: (a `ValueError`) naming the theorem and the step that is wrong.

    Example:
        >>> from sympy import Integral, Symbol, exp, oo
        >>> from symspline.proof.moves import Antiderivative
        >>> a, t = Symbol("a", positive=True), Symbol("t", positive=True)
        >>> decay = Theorem("X1", "Exponential tail", "examples", (Argument(a, 1, 3),), Symbol("T", real=True),
        ...     Integral(exp(-a * t), (t, 0, oo)), (Step("=", 1 / a, Antiderivative(t, -exp(-a * t) / a)),))
        >>> decay.check().verdict.value
        'proved'
    """

    id: str
    title: str
    chapter: str
    arguments: tuple[Argument, ...]
    subject: Basic
    start: Basic
    steps: tuple[Step, ...]
    origin: Move | None = None
    begins: str = "="
    where: Mapping[Any, Basic] = field(default_factory=dict, hash=False)
    assumes: tuple[Assumption, ...] = ()
    statement: str = ""
    argued: str = ""
    instances: tuple[Mapping[Any, Lambda], ...] = ()
    compute: Expr | None = None
    evidence: Sequence[Evidence] = ()
    routines: tuple[str, ...] = ()
    source: Source = field(default_factory=Source)

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise DerivationError(self.id, "id", "an id reads like B7, C3b or B7.zeta")
        for k, argument in enumerate(self.arguments):
            if not isinstance(argument, Argument):
                raise DerivationError(self.id, f"argument {k}", f"{argument!r} has no box; wrap it in Argument(…)")
        declared = {a.symbol for a in self.arguments}
        if len(declared) < len(self.arguments):
            raise DerivationError(self.id, "arguments", "a symbol is declared twice")
        instantiated = set().union(*(set(i) for i in self.instances)) if self.instances else set()
        for name in self.where:
            if name in instantiated or getattr(name, "func", None) in instantiated:
                raise DerivationError(self.id, "where", f"{name} is left open and has a meaning too")
            undeclared = isinstance(name, Symbol) and name not in declared
            if isinstance(name, Basic) and not undeclared and not name.atoms(AppliedUndef):
                raise DerivationError(self.id, "where", f"{name} is no name: it has its meaning already")
        if self.begins not in RELATIONS[:3]:
            raise DerivationError(self.id, "origin", f"a subject does not stand in the relation {self.begins!r}")
        if self.origin is not None and (self.origin.at or self.origin.puts):
            # The claim could not say so: its left side is what the first line is.
            raise DerivationError(self.id, "origin", "a limit or another function is not the left side; make it a step")
        for k, step in enumerate(self.steps):
            if not isinstance(step, Step):
                raise DerivationError(self.id, f"step {k + 1}", f"{step!r} is not a Step")
        places = [("start", self.start), *((f"step {k + 1}", step.line) for k, step in enumerate(self.steps))]
        for place, line in places + ([] if self.compute is None else [("compute", self.compute)]):
            if not isinstance(line, Basic):
                raise DerivationError(self.id, place, f"{line!r} is not a SymPy expression")
            for symbol in sorted(line.free_symbols - declared, key=str):
                problem = "has no assumptions" if symbol.is_real is None else "has no Argument with a box"
                raise DerivationError(self.id, place, f"the symbol {symbol} {problem}")
            for function in sorted({f.func for f in line.atoms(AppliedUndef)} - instantiated, key=str):
                raise DerivationError(self.id, place, f"the function {function} has no instance to check it with")
        for k, step in enumerate(self.steps):
            logical = is_condition(self.lines[k])
            if step.line == self.lines[k]:
                raise DerivationError(self.id, f"step {k + 1}", "the line repeats the one before; leave the step out")
            if logical != (step.relation in ("=>", "<=>")):
                raise DerivationError(self.id, f"step {k + 1}", f"{step.relation!r} does not follow such a line")
            if step.move.at and step.relation != "=":
                raise DerivationError(
                    self.id, f"step {k + 1}", f"a limit is an equation; {step.relation!r} is a step after"
                )

    @property
    def lines(self) -> tuple[Basic, ...]:
        """The start and the line of each step."""
        return (self.start, *(step.line for step in self.steps))

    @property
    def conclusion(self) -> Basic:
        """The last line."""
        return self.lines[-1]

    @property
    def relation(self) -> str:
        """How the conclusion relates to the subject: the weakest relation of the chain."""
        used = {self.begins}
        for step in self.steps:
            used.add(step.relation)
            # In a limit the two sides of a strict bound may meet.
            used = {"<=" if relation == "<" else relation for relation in used} if step.move.at else used
        return next((r for r in ("=>", "<=>", "<", "<=") if r in used), "=")

    @property
    def claim(self) -> Claim:
        """What the lines say, and so what the verdict is about."""
        known = {argument.symbol for argument in self.arguments}
        evaluable = self.subject.free_symbols <= known and not self.names(self.subject)
        left = self.subject if evaluable and is_condition(self.subject) == is_condition(self.start) else self.start
        limits = [step.move.at for step in self.steps if step.move.at]
        for move in (step.move for step in self.steps):
            left = Limit(left, *move.at) if move.at else put_in(left, move.puts)
        conditions = tuple(a.condition for a in self.assumes if a.condition is not None)
        free = (left.free_symbols | self.conclusion.free_symbols).union(*(c.free_symbols for c in conditions))
        symbols = tuple(a.symbol for a in self.arguments if a.symbol in free - {at[0] for at in limits})
        return Claim(symbols, conditions, left, self.relation, self.conclusion)

    def names(self, line: Basic) -> frozenset[Basic]:
        """What a line speaks of without saying what it is: undefined functions, or a symbol that is the whole line."""
        instantiated = {function for instance in self.instances for function in instance}
        unknown = line.is_Symbol and line not in {argument.symbol for argument in self.arguments}
        applied = (each for each in line.atoms(AppliedUndef) if each.func not in instantiated)
        return frozenset({line} if unknown else applied)

    @property
    def section(self) -> str:
        """The id of the section: "B7" for "B7.zeta"."""
        return self.id.split(".")[0]

    @property
    def cites(self) -> tuple[Theorem, ...]:
        """The theorems that the steps use, each once, in order."""
        moves = ([self.origin] if self.origin else []) + [step.move for step in self.steps]
        found: dict[str, Theorem] = {}
        for move in moves:
            for theorem in move.cites:
                if found.setdefault(theorem.id, theorem) is not theorem:
                    raise DerivationError(self.id, "steps", f"two different theorems are cited as {theorem.id}")
        return tuple(found.values())

    @property
    def integrals(self) -> frozenset[Integral]:
        """Every unevaluated integral in the lines."""
        return frozenset().union(*(line.atoms(Integral) for line in self.lines))

    def check(self, *, evidence: bool = True, seed: int = 0) -> Any:
        """Check every step (and the evidence) now; see `symspline.proof.checker.check`."""
        return up("check")(self, evidence=evidence, seed=seed)

    def latex(self) -> str:
        """The derivation as paste-ready LaTeX; see `symspline.render.documents.latex`."""
        return up("latex")(self)

    def _repr_latex_(self) -> str:
        return up("notebook_latex")(self)

    @property
    def routine(self) -> Callable[..., Any]:
        """The conclusion as a function of arrays, in the order of `arguments`; see `symspline.model.formula`."""
        return up("routine")(self)

    def __repr__(self) -> str:
        return f"<Theorem {self.id}: {self.title}>"
