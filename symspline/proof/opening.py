"""How a derivation begins: what the left side is by definition and by the theorems that the origin cites."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Basic, Derivative, Expr, Integral, Product, S, Sum, Symbol, oo
from sympy.core.function import AppliedUndef

from symspline.kernel import rules
from symspline.kernel.ring import bound, held

from .move import Move, MoveError, Phrase
from .moves import By, Definition
from .theorem import Step, Theorem, is_condition

DEPTH = 5
"""Definitions that may stand inside one another."""


@dataclass(frozen=True)
class Citations(Move):
    """Several citations: each theorem says what a part of the left side is.

    Args:
        moves: the citations, in the order in which they are put in.
    """

    moves: tuple[By, ...]

    @property
    def cites(self) -> tuple[Theorem, ...]:
        """The theorems cited."""
        return tuple(theorem for move in self.moves for theorem in move.cites)

    def reason(self) -> Phrase:
        """Their reasons, with semicolons between them."""
        return Phrase(*[part for move in self.moves for part in ("; ", *move.reason().parts)][1:])


@dataclass(frozen=True)
class Opening(Move):
    """The first line is what the left side names.

    Args:
        origin: the move that the theorem gives for it.
        assumed: what the theorems that the origin cites assume of their symbols, with the values put in.
        ranges: where the variables lie over which the left side integrates.
    """

    origin: Move
    assumed: tuple[Basic, ...] = ()
    ranges: tuple[Basic, ...] = ()

    @property
    def cites(self) -> tuple[Theorem, ...]:
        """The theorems that the origin cites."""
        return self.origin.cites

    def reason(self) -> Phrase:
        """The reason of the origin."""
        return self.origin.reason()

    def hypotheses(self, previous: Basic) -> tuple[Basic, ...]:
        """What is assumed of the values, and by a move that cites nothing."""
        return self.assumed or self.origin.hypotheses(previous)

    def prove(self, previous: Basic, line: Basic, facts: Sequence[Basic]) -> None:
        """The kernel sees that what is cited holds here, and compares the lines by the rule of the origin."""
        if self.cites:
            rules.holds(self.assumed, (*facts, *self.ranges))
            if previous != line:
                rules.equal(previous, line, facts)
        else:
            self.origin.prove(previous, line, facts)


def opening(theorem: Theorem) -> tuple[Basic, Step] | None:
    """What the left side is, and the step from there to the first line; None where that is taken as given.

    It is taken as given where the left side is a name of which no definition says what it is.

    Raises:
        MoveError: the origin cites a theorem that says nothing of the left side, or a symbol there is unknown.
    """
    if not _named(theorem):
        return None
    citations = _citations(theorem.origin)
    subject, *assumed = _left(theorem, citations)
    if theorem.names(subject):
        return None
    unknown = subject.free_symbols - {argument.symbol for argument in theorem.arguments}
    if unknown:
        raise MoveError(f"nothing says what {', '.join(sorted(map(str, unknown)))} is on the left side")
    if subject == theorem.start and not citations:
        return None
    relation = "<=>" if is_condition(subject) else "=" if citations else theorem.begins
    origin = theorem.origin or Definition()
    return subject, Step(relation, theorem.start, Opening(origin, tuple(assumed), tuple(_ranges(subject))))


def misled(theorem: Theorem) -> str:
    """Why the origin says nothing of the left side; empty where it does, or where there is none."""
    try:
        opening(theorem)
    except MoveError as error:
        return str(error)
    return ""


def taken_as_given(theorem: Theorem) -> bool:
    """Whether nothing compares the left side with the first line."""
    if not _named(theorem) or misled(theorem):
        return False
    return bool(theorem.names(_left(theorem, _citations(theorem.origin))[0]))


def definitions(theorem: Theorem) -> dict[Basic, Basic]:
    """What the names on the left side stand for, each as it stands there; after them the names in their meanings."""
    known = {name: means for name, means in theorem.where.items() if isinstance(name, Basic)}
    cited = {_speaks_of(move) for move in _citations(theorem.origin)}
    found: dict[Basic, Basic] = {}
    lines = [theorem.subject]
    for line in lines:
        names = {name for name in known if line.has(name)} | line.atoms(AppliedUndef)
        for name in sorted(names - cited - set(found), key=str):
            means = _one_deeper(name, theorem.where).xreplace(known)
            if means != name:
                found[name] = means
                lines.append(means)
    return found


def _named(theorem: Theorem) -> bool:
    """Whether the left side is another expression, or another condition, than the first line."""
    return theorem.subject != theorem.start and is_condition(theorem.subject) == is_condition(theorem.start)


def _left(theorem: Theorem, citations: Sequence[By]) -> tuple[Basic, ...]:
    """What the left side is, and what the theorems cited assume; with the lines of theirs that give the first line."""
    found = [tuple(_defined(each, theorem) for each in lines) for lines in _cited(theorem, citations)]
    return next((lines for lines in found if _same(lines[0], theorem.start)), found[0])


def _ranges(line: Basic) -> Iterator[Basic]:
    """Where the variables of integrals lie, their ends left out: at single points nothing need hold."""
    for integral in sorted(line.atoms(Integral), key=str):
        for variable, *ends in integral.limits:
            low, high = ends or (-oo, oo)
            yield from (condition for condition in (low < variable, variable < high) if condition != S.true)


def _same(one: Basic, other: Basic) -> bool:
    """Whether two lines are alike but for the names of bound variables and the order of sums and products."""
    if one == other or one.as_dummy() == other.as_dummy():
        return True
    return isinstance(one, Expr) and isinstance(other, Expr) and (one - other).expand() == 0


def _citations(origin: Move | None) -> tuple[By, ...]:
    moves = origin.moves if isinstance(origin, Citations) else (origin,)
    return tuple(move for move in moves if isinstance(move, By))


def _speaks_of(move: By) -> Basic:
    """What the theorem cited says something of."""
    return move.theorem.subject.subs(dict(move.values), simultaneous=True)


def _cited(theorem: Theorem, citations: Sequence[By]) -> list[tuple[Basic, ...]]:
    """The left side with what is cited put in, and what that assumes; first with the conclusions."""
    found: list[tuple[Basic, ...]] = [(theorem.subject,)]
    for move in citations:
        subject, lines = _speaks_of(move), _said(move)
        reached = [_reached(before, subject, theorem) for before in found]
        whole = all(before[0] == subject for before in reached)
        if move.theorem.relation != "=" and not (whole and theorem.begins == move.theorem.relation):
            # A bound says nothing of an expression that its left side is only a part of.
            raise MoveError(f"{move.theorem.id} is a bound of {subject}")
        hidden = lines[0].free_symbols - subject.free_symbols
        if any(hidden & _held_around(subject, before[0]) for before in reached):
            raise MoveError(f"a symbol of {move.theorem.id} is bound on the left side")
        found = [
            # What is assumed holds of the conclusion: all lines of a theorem are equal.
            (before[0].xreplace({subject: line}), *(each.xreplace({subject: lines[0]}) for each in assumed))
            for line in lines
            for before in reached
            for assumed in [(*before[1:], *move.hypotheses(theorem.subject))]
        ]
    return found


def _said(move: By) -> list[Basic]:
    """What the theorem cited says its left side to be, the conclusion first, and of a bound or a limit that alone."""
    cited, values = move.theorem, dict(move.values)
    steps = [step for step in cited.steps if step.move.at]
    if any(getattr(step.move, "family", False) for step in steps):
        raise MoveError(f"{cited.id} speaks of the limit of its left side")
    inside = set[Symbol]().union(*(value.free_symbols for value in values.values()))
    if inside & bound(cited.conclusion):
        raise MoveError(f"a value holds a variable over which {cited.id} integrates or sums")
    lines = [cited.conclusion] if steps or cited.relation != "=" else list(reversed(cited.lines))
    return [line.subs(values, simultaneous=True) for line in lines if not inside & bound(line)]


def _held_around(subject: Basic, line: Basic) -> set[Symbol]:
    """The variables that a line integrates, sums or differentiates over around an expression in it."""
    nodes = line.atoms(Integral, Sum, Product, Derivative) - {subject}
    return set().union(*(held(node) for node in nodes if node.has(subject)))


def _reached(lines: tuple[Basic, ...], subject: Basic, theorem: Theorem) -> tuple[Basic, ...]:
    """Lines whose names are replaced by their definitions until what is cited stands in the first."""
    for _ in range(DEPTH):
        if lines[0].has(subject):
            return lines
        lines = tuple(_one_deeper(line, theorem.where) for line in lines)
    raise MoveError(f"the theorem cited speaks of {subject}, which the left side does not hold")


def _defined(line: Basic, theorem: Theorem) -> Basic:
    """A line with all of its names replaced by their definitions."""
    for _ in range(DEPTH):
        line = _one_deeper(line, theorem.where)
    return line


def _one_deeper(line: Basic, where: Mapping[Any, Any]) -> Basic:
    """A line with the names in it replaced once."""
    functions = {name: means for name, means in where.items() if not isinstance(name, Basic)}
    applied = {
        each: functions[each.func](*each.args)
        for each in line.atoms(AppliedUndef)
        if each.func in functions and len(each.args) in functions[each.func].nargs
    }
    return line.xreplace({**{name: means for name, means in where.items() if name not in functions}, **applied})
