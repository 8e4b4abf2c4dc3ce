"""How a derivation begins: what the left side is by definition and by the theorems that the origin cites."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sympy import Basic, Derivative, Expr, Integral, Product, Sum, Symbol
from sympy.core.function import AppliedUndef

from symspline.kernel import rules
from symspline.kernel.ring import NotShown, held

from .functions import on_functions
from .move import Move, MoveError, Phrase, applied
from .moves import By, Definition, Need, caught, places
from .resting import Resting
from .theorem import Step, Theorem, is_condition

Known = tuple[Basic, tuple[Need, ...]]
"""A line, and what the theorems cited in it need."""
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
        known: the left side with what the origin cites put in: the kernel sees that it is the first line.
        needs: what the theorems that the origin cites need, at each place where they are put in.
    """

    origin: Move
    known: Basic
    needs: tuple[Need, ...] = ()

    @property
    def cites(self) -> tuple[Theorem, ...]:
        """The theorems that the origin cites."""
        return self.origin.cites

    def reason(self) -> Phrase:
        """The reason of the origin."""
        return self.origin.reason()

    def hypotheses(self, previous: Basic) -> tuple[Basic, ...]:
        """What is assumed of the values, and by a move that cites nothing."""
        if not _citations(self.origin):
            return self.origin.hypotheses(previous)
        return tuple(each for need in self.needs if not need.ranges for each in need.conditions)

    def prove(self, previous: Basic, line: Basic, facts: Sequence[Basic]) -> None:
        """The kernel sees that what is cited holds here, and compares the lines by the rule of the origin."""
        if not _citations(self.origin):
            self.origin.prove(previous, line, facts)
            return
        for need in self.needs:
            need.show(facts)
        if self.known != line:
            rules.equal(self.known, line, facts)


def _opened(theorem: Theorem) -> tuple[tuple[Basic, Step] | None, bool]:
    """What the left side is with the step from there to the first line, and whether nothing compares the two.

    Nothing does where the left side is a name of which no definition says what it is. Where the definitions alone say
    what the left side is, points compare that with the first line: what is cited is for the kernel.

    Raises:
        MoveError: the origin cites a theorem that says nothing of the left side, or a symbol there is unknown.
    """
    citations = _citations(theorem.origin)
    known, needs = _left(theorem, citations)
    if theorem.names(known):
        return None, True
    unknown = known.free_symbols - _symbols(theorem)
    if unknown:
        raise MoveError(f"nothing says what {', '.join(sorted(map(str, unknown)))} is on the left side")
    if known == theorem.start and not citations:
        return None, False
    relation = "<=>" if is_condition(known) else "=" if citations else theorem.begins
    begun, bare = known, _defined(theorem.subject, theorem)
    if relation == theorem.begins and not theorem.names(bare) and bare.free_symbols <= _symbols(theorem):
        begun = bare
    elif citations:
        _show_unseen(theorem, needs, is_condition(known) or theorem.begins != "=")
    return (begun, Step(relation, theorem.start, Opening(theorem.origin or Definition(), known, needs))), False


def _show_unseen(theorem: Theorem, needs: Sequence[Need], every: bool) -> None:
    """The kernel shows what points do not see where what is cited alone says what the left side is."""
    facts = [a.condition for a in theorem.assumes if a.condition is not None]
    for need in needs:
        seen = [] if every or need.slopes else [c for c in need.conditions if c.free_symbols <= _symbols(theorem)]
        unseen = [c for c in need.conditions if c not in seen or theorem.names(c)]
        try:
            replace(need, conditions=tuple(unseen)).show(facts)
        except (NotShown, NotImplementedError, ValueError, TypeError) as reason:
            # The others SymPy raises where it is asked for a hint.
            raise MoveError(str(reason)) from reason


@dataclass(frozen=True)
class Beginning:
    """How a derivation begins.

    Args:
        opening: what the left side is, and the step from there to the first line; None where no step is needed.
        astray: why a citation does not apply, or the origin says nothing of the left side; empty where neither is so.
        given: whether nothing compares the left side with the first line.
    """

    opening: tuple[Basic, Step] | None = None
    astray: str = ""
    given: bool = False


def beginning(theorem: Theorem) -> Beginning:
    """How the derivation of a theorem begins, found once: the desk and every page ask for it."""
    kept = vars(theorem)
    if "_beginning" not in kept:
        kept["_beginning"] = _beginning(theorem)
    return kept["_beginning"]


def _beginning(theorem: Theorem) -> Beginning:
    try:
        _cited_as_meant(theorem)
        opened, given = _opened(theorem) if _named(theorem) else (None, False)
    except MoveError as error:
        return Beginning(astray=str(error))
    return Beginning(opened, given=given)


def _cited_as_meant(theorem: Theorem) -> None:
    """What is cited speaks of the functions of the theorem, under no hypothesis on them that it does not have.

    Raises:
        MoveError: it does not.
    """
    open_here = {function for instance in theorem.instances for function in instance}
    for move in (theorem.origin, *(step.move for step in theorem.steps)):
        for cited in (each.theorem for each in _citations(move.move if isinstance(move, Resting) else move)):
            open_there = {function for instance in cited.instances for function in instance}
            named = {each.func for each in cited.subject.atoms(AppliedUndef)} - open_there
            if named & open_here or (cited.subject in _symbols(theorem) and cited.names(cited.subject)):
                raise MoveError(f"{cited.subject} has a meaning in {cited.id} and is left open here")
            declared = set(on_functions(theorem.assumes))
            for condition in sorted({*on_functions(cited.assumes)} - declared, key=str):
                if open_here & {each.func for each in condition.atoms(AppliedUndef)}:
                    raise MoveError(f"{cited.id} assumes {condition}, which is no hypothesis here")


def confused(theorem: Theorem) -> str:
    """Whether two different theorems of one id are cited, directly or by what is cited; empty where not."""
    known, rest = {theorem.id: theorem}, [theorem]
    for each in rest:
        for other in each.cites:
            if other.id not in known:
                known[other.id] = other
                rest.append(other)
            if known[other.id] is not other:
                return f"two different theorems are cited as {other.id}"
    return ""


def taken_as_given(theorem: Theorem) -> bool:
    """Whether nothing compares the left side with the first line."""
    return beginning(theorem).given


def definitions(theorem: Theorem) -> dict[Basic, Basic]:
    """What the names on the left side stand for, each as it stands there; after them the names in their meanings."""
    if beginning(theorem).astray:
        return {}
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


def _symbols(theorem: Theorem) -> set[Symbol]:
    return {argument.symbol for argument in theorem.arguments}


def _left(theorem: Theorem, citations: Sequence[By]) -> Known:
    """What the left side is, and what the theorems cited need; with the lines of theirs that give the first line."""
    found = [_each(known, lambda e: _defined(e, theorem)) for known in _cited(theorem, citations)]
    return next((known for known in found if _same(known[0], theorem.start)), found[0])


def _each(known: Known, change: Callable[[Any], Any]) -> Known:
    return change(known[0]), tuple(need.each(change) for need in known[1])


def _same(one: Basic, other: Basic) -> bool:
    """Whether two lines are alike but for the names of bound variables and the order of sums and products."""
    if one == other or one.as_dummy() == other.as_dummy():
        return True
    return isinstance(one, Expr) and isinstance(other, Expr) and (one - other).expand() == 0


def _citations(move: Move | None) -> tuple[By, ...]:
    """The citations that put something in, in the order in which they do."""
    if isinstance(move, Citations):
        return move.moves
    return (move,) if isinstance(move, By) else ()


def _speaks_of(move: By) -> Basic:
    """What the theorem cited says something of."""
    return move.theorem.subject.subs(move.put(), simultaneous=True)


def _cited(theorem: Theorem, citations: Sequence[By]) -> list[Known]:
    """The left side with what is cited put in, and what that needs; first with the conclusions."""
    found: list[Known] = [(theorem.subject, ())]
    for move in citations:
        subject, lines = _speaks_of(move), _said(move)
        reached = [_reached(known, subject, theorem) for known in found]
        whole = all(line == subject for line, _ in reached)
        if move.theorem.relation != "=" and not (whole and theorem.begins == move.theorem.relation):
            # A bound says nothing of an expression that its left side is only a part of.
            raise MoveError(f"{move.theorem.id} is a bound of {subject}")
        hidden = set[Symbol]().union(*(line.free_symbols for line in lines)) - subject.free_symbols
        if any(hidden & _held_around(subject, line) for line, _ in reached):
            raise MoveError(f"a symbol of {move.theorem.id} is bound on the left side")
        found = [
            (line.xreplace({subject: said}), (*_needed(move, subject, line), *_earlier(move, subject, lines[0], needs)))
            for said in lines
            for line, needs in reached
        ]
    return found


def _needed(move: By, subject: Basic, line: Basic) -> tuple[Need, ...]:
    """What a citation needs at each place of a line at which what it speaks of stands, each once."""
    found = []
    for place in places(line, subject):
        need = move.needs(place)
        # Where no bound variable is spoken of all places are one.
        free = set[Symbol]().union(*(each.free_symbols for each in (*need.conditions, *need.values)))
        found.append(need if free & set(place.names.values()) else replace(need, ranges=()))
    return tuple(dict.fromkeys(found))


def _earlier(move: By, subject: Basic, said: Basic, needs: Sequence[Need]) -> Iterator[Need]:
    """What earlier citations need, with what is cited put in there too, and what that needs.

    Not so what the citation needs itself: that would be shown by what it says.
    """
    for need in needs:
        stands = [part for part in (*need.conditions, *need.values) if part.has(subject)]
        if stands and move.theorem.relation == "=":
            yield from (
                replace(each, ranges=(*need.ranges, *each.ranges)) for p in stands for each in _needed(move, subject, p)
            )
            need = need.each(lambda part: part.xreplace({subject: said}))
        yield need


def _said(move: By) -> list[Basic]:
    """What the theorem cited says its left side to be, the conclusion first, and of a bound or a limit that alone."""
    cited, values = move.theorem, move.put()
    steps = [step for step in cited.steps if step.move.at]
    if any(getattr(step.move, "family", False) for step in steps):
        raise MoveError(f"{cited.id} speaks of the limit of its left side")
    if any(step.move.puts for step in cited.steps):
        raise MoveError(f"{cited.id} speaks of the functions that it puts in")
    if caught(values, cited.subject, cited.conclusion):
        raise MoveError(f"a value holds a variable over which {cited.id} integrates or sums")
    lines = [cited.conclusion] if steps or cited.relation != "=" else list(reversed(cited.lines))
    return [line.subs(values, simultaneous=True) for line in lines if not caught(values, line)]


def _held_around(subject: Basic, line: Basic) -> set[Symbol]:
    """The variables that a line integrates, sums or differentiates over around an expression in it."""
    nodes = line.atoms(Integral, Sum, Product, Derivative) - {subject}
    return set().union(*(held(node) for node in nodes if node.has(subject)))


def _reached(known: Known, subject: Basic, theorem: Theorem) -> Known:
    """A line whose names are replaced by their definitions until what is cited stands in it."""
    for _ in range(DEPTH):
        if known[0].has(subject):
            return known
        known = _each(known, lambda e: _one_deeper(e, theorem.where))
    raise MoveError(f"the theorem cited speaks of {subject}, which the left side does not hold")


def _defined(line: Basic, theorem: Theorem) -> Basic:
    """A line with all of its names replaced by their definitions."""
    for _ in range(DEPTH):
        line = _one_deeper(line, theorem.where)
    return line


def _one_deeper(line: Basic, where: Mapping[Any, Any]) -> Basic:
    """A line with the names in it replaced once.

    Raises:
        MoveError: a meaning holds a symbol that the line binds around the name.
    """
    functions = {name: means for name, means in where.items() if not isinstance(name, Basic)}
    meant = {name: means for name, means in where.items() if name not in functions and line.has(name)}
    for each in line.atoms(AppliedUndef):
        if each.func in functions and len(each.args) in functions[each.func].nargs:
            meant[each] = applied(functions[each.func], *each.args)
    for name, means in meant.items():
        if (means.free_symbols - name.free_symbols) & _held_around(name, line):
            raise MoveError(f"{name} means {means}, a symbol of which is bound on the left side")
    return line.xreplace(meant)
