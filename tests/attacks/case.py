"""One statement of the suite: a small theorem, whether it is true, and how that is seen without the checker."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sympy import Basic, Lambda, S, Symbol

from symspline.proof.moves import Move
from symspline.proof.theorem import Argument, Assumption, Step, Theorem, is_condition

from .words import BOXES


@dataclass(frozen=True)
class Case:
    """A statement with its witness.

    Args:
        id: e.g. "X7.divergent-3".
        true: whether the statement is true.
        why: one line that says why it is false, or true.
        lines: the start, then a move that computes its line, `(line, move)` or `(relation, line, move)`.
        at: points of the domain at which the oracle compares two lines; a limit's points lie close to its end.
        shows: where values do not tell: a function that returns True when it sees what `why` says.
        pair: which lines the oracle compares: first and last unless told; -1 is the last, "compute", "subject".
        put: functions that take the place of undefined ones at the witness.
        build: whether a theorem that cannot be built counts as caught.
        weakest: for a true statement, the weakest verdict that is accepted.
        near: relative agreement asked of a true statement, and difference of a false one.
        more: the further fields of the theorem; `box` and `given` are written shortly.
    """

    id: str
    true: bool
    why: str
    lines: tuple[Any, ...]
    at: tuple[Mapping[Symbol, Any], ...] = ()
    shows: Callable[[], bool] | None = None
    pair: tuple[Any, Any] = (0, -1)
    put: Mapping[Any, Lambda] = field(default_factory=dict)
    build: bool = False
    weakest: str = "proved"
    near: float = 1e-12
    more: Mapping[str, Any] = field(default_factory=dict)

    def theorem(self) -> Theorem:
        """The theorem; raises a ValueError where it cannot be built."""
        more = dict(self.more)
        boxes, given = {**BOXES, **more.pop("box", {})}, more.pop("given", ())
        start = self.lines[0]
        steps: list[Step] = []
        for each in self.lines[1:]:
            previous = steps[-1].line if steps else start
            steps.append(_step(previous, each))
        assumes = tuple(a if isinstance(a, Assumption) else Assumption(condition=a) for a in given)
        written = [start, *(step.line for step in steps), *(a.condition for a in assumes if a.condition is not None)]
        written += [more["compute"]] if "compute" in more else []
        free = set[Basic]().union(*(line.free_symbols for line in written))
        arguments = tuple(Argument(s, *boxes[s]) for s in sorted(free, key=str))
        subject = more.pop("subject", start)
        return Theorem(self.id, "A title", "attacks", arguments, subject, start, tuple(steps), assumes=assumes, **more)

    def sides(self, theorem: Theorem) -> tuple[Basic, Basic]:
        """The two lines that the oracle compares, with the witness's functions put in."""
        return self._side(theorem, self.pair[0]), self._side(theorem, self.pair[1])

    def _side(self, theorem: Theorem, which: Any) -> Basic:
        line = getattr(theorem, which) if isinstance(which, str) else theorem.lines[which]
        for function, concrete in self.put.items():
            line = line.replace(function, concrete)
        return line


def _step(previous: Basic, given: Any) -> Step:
    if isinstance(given, Move):
        line, move, relation = given.expected(previous), given, ""
        if line is None:
            raise ValueError("the move computes no line")
    else:
        *first, line, move = given
        relation = first[0] if first else ""
    line = S(line)
    return Step(relation or ("<=>" if is_condition(line) else "="), line, move)


class Cause:
    """The cases of one cause, numbered as they are written.

    Args:
        section: the part of the ids before the dot.
        name: the part after it.
    """

    def __init__(self, section: str, name: str) -> None:
        self.section, self.name = section, name
        self.cases: list[Case] = []

    def false(self, why: str, *lines: Any, at: Any = (), **fields: Any) -> None:
        """Add a false statement."""
        self._add(False, why, lines, at, fields)

    def true(self, why: str, *lines: Any, at: Any = (), **fields: Any) -> None:
        """Add a control."""
        self._add(True, why, lines, at, fields)

    def _add(self, true: bool, why: str, lines: Sequence[Any], at: Any, fields: dict[str, Any]) -> None:
        own = {k: fields.pop(k) for k in ("shows", "pair", "put", "build", "weakest", "near") if k in fields}
        number = 1 + sum(each.true is true for each in self.cases)
        id = f"{self.section}.{self.name}-{'true-' if true else ''}{number}"
        points = (at,) if isinstance(at, Mapping) else tuple(at)
        self.cases.append(Case(id, true, why, tuple(lines), points, more=fields, **own))

    def __iter__(self) -> Iterator[Case]:
        return iter(self.cases)
