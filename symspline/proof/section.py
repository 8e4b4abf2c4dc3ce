"""A section while it is written, and when it is read: its text, and theorems of which only the mathematics is told."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from sympy import Basic, Symbol
from sympy.logic.boolalg import Boolean

from symspline.door import Shown, up

from .move import Move
from .moves import Algebra, By, Definition
from .opening import Citations
from .source import Source
from .theorem import Argument, Assumption, DerivationError, Evidence, Step, Theorem, is_condition

Reason = Move | str
"""A move, or words: for a line they stand for a rewriting, for a start for a definition."""
Line = Move | tuple[Basic, Reason] | tuple[str, Basic, Reason]
"""A move that computes its line; a line and its reason; or a relation, a line and its reason."""


class Written(Theorem):
    """A theorem of a section: its steps, and so its arguments, are computed when they are first asked for.

    A limit or an integral taken by a move costs SymPy a second, and most theorems of a chapter are loaded for their
    neighbours' sake.
    """

    @classmethod
    def later(cls, lines: Sequence[Line], boxes: Mapping[Symbol, Argument], **fields: Any) -> Written:
        """The theorem of these fields whose steps come from the lines, and whose arguments are the symbols in them."""
        new = cls.__new__(cls)
        vars(new).update(fields, _told=(lines, boxes))  # a frozen dataclass forbids no more than `new.field = …`
        return new

    def __getattr__(self, name: str) -> Any:
        if name not in ("steps", "arguments"):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        lines, boxes = self._told
        steps: list[Step] = []
        for k, given in enumerate(lines, 1):
            steps.append(_step(self.id, k, steps[-1].line if steps else self.start, given))
        written: list[Basic] = [self.start, *(step.line for step in steps)]
        written += [] if self.compute is None else [self.compute]
        written += [a.condition for a in self.assumes if a.condition is not None]
        free = set[Basic]().union(*(each.free_symbols for each in written))
        arguments = tuple(argument for symbol, argument in boxes.items() if symbol in free)
        fields = {name: value for name, value in vars(self).items() if name != "_told"}
        vars(self).update(vars(Theorem(**fields, steps=tuple(steps), arguments=arguments)))
        return vars(self)[name]

    def __getstate__(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in (*vars(self), "steps", "arguments") if name != "_told"}


def _step(id: str, number: int, previous: Basic, given: Line) -> Step:
    if isinstance(given, Move):
        line = given.expected(previous)
        if line is None:
            raise DerivationError(id, f"step {number}", "the move computes no line; write it down")
        return Step("<=>" if is_condition(line) else "=", line, given)
    *relation, line, reason = given
    move = Algebra(reason) if isinstance(reason, str) else reason
    return Step(relation[0] if relation else "<=>" if is_condition(line) else "=", line, move)


class Section(Shown):
    """A few theorems that belong together, with the text that introduces them.

    A file of a chapter makes one and writes its theorems in reading order. What follows from the place is not said: the
    chapter, the prefix of the ids, the arguments (the free symbols of the lines, with the boxes of the chapter's
    vocabulary) and the evidence (that of the same name in the chapter's folder `evidence`).

    Args:
        home: `__name__` of the file.
        id: e.g. "B7".
        title: a few words; empty in a file that continues the section of another.
        text: prose, mathematics between dollar signs, paragraphs separated by empty lines; what the docstring of the
            file says below its first line unless told.
        boxes: symbol -> argument; the `VOCABULARY` of the chapter unless told.

    Example:
        >>> from sympy import Integral, Symbol, exp, oo
        >>> from symspline.proof.moves import Antiderivative
        >>> a, t = Symbol("a", positive=True), Symbol("t", positive=True)
        >>> X1 = Section("examples.tails", "X1", "Exponential tails", boxes={a: Argument(a, 1, 3, "rate")})
        >>> TAIL = X1.theorem("tail", "The whole tail", "By hand.", Symbol("T", real=True),
        ...     Integral(exp(-a * t), (t, 0, oo)), Antiderivative(t, -exp(-a * t) / a))
        >>> TAIL.id, TAIL.conclusion
        ('X1.tail', 1/a)
    """

    def __init__(
        self, home: str, id: str, title: str = "", text: str = "", *, boxes: Mapping[Symbol, Argument] | None = None
    ) -> None:
        package, _, self._file = home.rpartition(".")
        self.id, self.title, self.text = id, title, (text or below_first_line(home)).strip()
        self._package, self._chapter = package, package.rpartition(".")[2]
        self._boxes = import_module(f"{package}.vocabulary").VOCABULARY if boxes is None else boxes
        known = _exists(f"{package}.definitions")
        self._definitions = import_module(f"{package}.definitions").DEFINITIONS if known else {}
        self._theorems: list[Theorem] = []
        self.typed: list[tuple[str, int]] = []
        """Steps whose line was written beside a move, (theorem, number from 1)."""

    @property
    def theorems(self) -> tuple[Theorem, ...]:
        """The theorems in reading order."""
        return tuple(self._theorems)

    def add(self, theorem: Theorem) -> Theorem:
        """Append a theorem.

        Raises:
            DerivationError: its id belongs to another section, or is there already.
        """
        if not re.fullmatch(rf"{self.id}[a-z]*(\..+)?", theorem.id):
            raise DerivationError(theorem.id, f"section {self.id}", "the id belongs to another section")
        if any(theorem.id == other.id for other in self._theorems):
            raise DerivationError(theorem.id, f"section {self.id}", "the id is used twice")
        self._theorems.append(theorem)
        return theorem

    def theorem(
        self,
        name: str,
        title: str,
        statement: str,
        subject: Basic | None,
        start: Basic,
        *lines: Line,
        given: Sequence[Assumption | Boolean] = (),
        origin: Reason | Sequence[By] | None = None,
        begins: str = "=",
        where: Mapping[Any, Basic] | None = None,
        instances: Sequence[Mapping[Any, Any]] = (),
        compute: Any = None,
        routines: Sequence[str] = (),
        argued: str = "",
        source: Source | None = None,
    ) -> Theorem:
        """Write the next theorem; its lines are computed, and what is wrong in them is told, when they are looked at.

        Args:
            name: "zeta" for B7.zeta; "c.gaps" for C5c.gaps; "a" for B0a and "" for B5 itself.
            title: a few words.
            statement: prose, mathematics between dollar signs; line ends do not count, and nothing checks it.
            subject: what is computed; None where the start itself is what is stated.
            start: its definition.
            lines: the steps. A move alone computes its line; `(line, reason)` follows by "=", a condition by "<=>";
                `("<=", line, reason)` names the relation.
            given: hypotheses; a condition needs no words.
            origin: why the start is the subject: a move, words for a definition, or the theorems that say so together.
            begins: how the subject relates to the start.
            where: what names in the subject stand for.
            instances: choices for undefined functions, for the checks.
            compute: a form of the conclusion for floating point.
            routines: hand-written kernels that compute the statement.
            argued: what the lines do not reach, and why it holds, where the statement is more than they say.
            source: "derived here" unless told.

        Raises:
            DerivationError: the id is used twice, or the chapter means another thing by a name. When looked at: a move
                that computes no line stands alone, or the theorem is wrong as declared.
        """
        joined = not name or re.fullmatch(r"[a-z](\..+)?", name)
        id = f"{self.id}{name}" if joined else f"{self.id}.{name}"
        self.typed += [(id, k) for k, line in enumerate(lines, 1) if not isinstance(line, Move)]
        return self.add(
            Written.later(
                lines,
                self._boxes,
                id=id,
                title=title,
                chapter=self._chapter,
                subject=start if subject is None else subject,
                start=start,
                origin=_origin(origin),
                begins=begins,
                where=self._meant(id, where or {}, set().union(*instances)),
                assumes=tuple(a if isinstance(a, Assumption) else Assumption(condition=a) for a in given),
                statement=" ".join(statement.split()),
                instances=tuple(instances),
                compute=compute,
                evidence=_Beside(self._package, self._file, id),
                routines=tuple(routines),
                argued=" ".join(argued.split()),
                source=source or Source(),
            )
        )

    def _meant(self, id: str, where: Mapping[Any, Basic], open_to_all: set[Any]) -> Mapping[Any, Basic]:
        """What names stand for: as the chapter defines them, and as the theorem says of others."""
        for name, means in where.items():
            if self._definitions.get(name, means) != means:
                raise DerivationError(id, "where", f"the chapter defines {name} otherwise")
        return {name: means for name, means in self._definitions.items() if name not in open_to_all} | dict(where)

    def continued(self, more: Section) -> Section:
        """Append the theorems of a file that continues the section."""
        for theorem in more:
            self.add(theorem)
        self.typed += more.typed
        return self

    def check(self, *, evidence: bool = True, seed: int = 0) -> tuple[Any, ...]:
        """Check every theorem of the section; a tuple of reports."""
        return tuple(theorem.check(evidence=evidence, seed=seed) for theorem in self)

    def latex(self) -> str:
        """Every derivation of the section as LaTeX, one after the other."""
        return "\n\n".join(theorem.latex() for theorem in self)

    def _repr_latex_(self) -> str:
        return up("notebook_latex")(self)

    def __iter__(self) -> Iterator[Theorem]:
        return iter(self.theorems)

    def __repr__(self) -> str:
        return f"<Section {self.id}: {self.title}, {len(self._theorems)} theorems>"


def _origin(given: Reason | Sequence[By] | None) -> Move | None:
    if given is None or isinstance(given, Move):
        return given
    return Definition(given) if isinstance(given, str) else Citations(tuple(given))


class _Beside(Sequence[Evidence]):
    """The evidence beside a section, in the file of its name in the folder `evidence`; loaded when looked at."""

    def __init__(self, package: str, file: str, id: str) -> None:
        self._home, self._id = f"{package}.evidence.{file}", id

    def _found(self) -> tuple[Evidence, ...]:
        known = import_module(self._home).EVIDENCE if _exists(self._home) else {}
        found = known.get(self._id, ())
        return (found,) if isinstance(found, Evidence) else tuple(found)

    def __getitem__(self, k: Any) -> Any:
        return self._found()[k]

    def __len__(self) -> int:
        return len(self._found())

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (self._found(),)


def below_first_line(module: str) -> str:
    """What the docstring of a module says below its first line."""
    return (getattr(sys.modules.get(module), "__doc__", None) or "").partition("\n\n")[2]


def _exists(module: str) -> bool:
    # `find_spec` imports the packages above and raises where one is absent: they are asked for first, from the top.
    package = module.rpartition(".")[0]
    return (not package or _exists(package)) and find_spec(module) is not None
