"""Symbolic whole numbers, and all the ways that a text can go on them.

A rule text is called with `Number`s where the engine has whole numbers. Arithmetic builds a term; a comparison gives a `Truth`, and the
`if` that asks for it makes the run take one way. `ways` runs the text again and again until every way that is possible was taken.
The solver is used here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from types import ModuleType
from typing import Any, NoReturn, TypeVar

from attrs import define

from kanbanlang.prove.answer import Answer

T = TypeVar("T")
Value = Any
"""A whole number, or a `Number` that stands for one."""
Term = Any
"""What the solver reads."""

_PATIENCE = 10_000
"""Milliseconds for one question; what takes longer stays unknown."""


@cache
def _z3() -> ModuleType:
    import z3  # noqa: PLC0415 - an extra, and slow to load: only who proves pays for it

    return z3  # type: ignore[no-any-return]


class ImpossibleError(Exception):
    """The facts contradict each other: there is no such way."""


@define
class _Choice:
    taken: bool
    other_open: bool


class Path:
    """One way through a run: what is known on it, and the choices that lead there."""

    def __init__(self, plan: list[_Choice]) -> None:
        self._plan = plan
        self._at = 0
        self._taken: list[Term] = []
        self._granted: list[Truth] = []
        self._solver = _z3().SimpleSolver()
        self._solver.set("timeout", _PATIENCE)
        self.queries = 0

    def number(self, name: str) -> Value:
        """A number that may be anything; the same name is the same number."""
        return Number(self, _z3().Int(name))

    def assume(self, fact: Sentence) -> None:
        """Take for granted from here on. Raises ImpossibleError for what is plainly false."""
        if isinstance(fact, Truth):
            self._solver.add(fact.term)
            self._granted.append(fact)
        elif not fact:
            raise ImpossibleError

    def decide(self, term: Term) -> bool:
        """Which way an `if` goes: as planned, or the first way that is possible here."""
        z3 = _z3()
        simple = z3.simplify(term)
        if z3.is_true(simple):
            return True
        if z3.is_false(simple):
            return False
        if self._at == len(self._plan):
            self._plan.append(self._first(simple))
        taken = self._plan[self._at].taken
        self._at += 1
        self._taken.append(simple if taken else z3.Not(simple))
        self._solver.add(self._taken[-1])
        return taken

    def _first(self, term: Term) -> _Choice:
        yes = self._possible(term)
        no = self._possible(_z3().Not(term)) if yes else True  # a way that is possible goes on somewhere
        return _Choice(yes, yes and no)

    def _possible(self, term: Term) -> bool:
        self.queries += 1
        return bool(self._solver.check(term) != _z3().unsat)

    def nested(self, play: Callable[[], T]) -> list[tuple[Term, T]]:
        """All ways through a part of the run: what each gave, and the condition under which it is taken.

        `play` is run again for each of them and must put back what it changed. What is granted on one of them is granted for good.
        """
        outer = self._plan, self._at, self._taken, self._granted
        found: list[tuple[Term, T]] = []
        self._plan, self._granted = [], []
        try:
            more = True
            while more:
                self._at, self._taken = 0, []
                self._solver.push()
                try:
                    played = play()
                    found.append((_z3().And(self._taken), played))
                except ImpossibleError:
                    pass
                finally:
                    self._solver.pop()
                more = _turn(self._plan)
            granted = self._granted
        finally:
            self._plan, self._at, self._taken, self._granted = outer
        for fact in granted:
            self.assume(fact)
        if not found:
            raise ImpossibleError
        return found

    def possible(self) -> bool:
        """Whether what is known on this way can be true at all."""
        self.queries += 1
        return bool(self._solver.check() != _z3().unsat)

    def answer(self, claims: Iterable[Sentence]) -> tuple[Answer, Model | None]:
        """Whether all claims follow from what is known on this way; if not, a state that shows it."""
        z3 = _z3()
        terms = [one.term if isinstance(one, Truth) else z3.BoolVal(one) for one in claims]
        self.queries += 1
        found = self._solver.check(z3.Not(z3.And(terms)))
        if found == z3.unsat:
            return Answer.PROVED, None
        return (Answer.REFUTED, Model(self._solver.model())) if found == z3.sat else (Answer.UNKNOWN, None)


class Model:
    """A concrete state that a refuted claim comes with."""

    def __init__(self, model: Term) -> None:
        self._model = model

    def value(self, of: Value) -> int:
        """What a number is in this state."""
        return int(self._model.eval(of.term, model_completion=True).as_long()) if isinstance(of, Number) else int(of)

    def holds(self, claim: Sentence) -> bool:
        """Whether a claim is true in this state."""
        return bool(_z3().is_true(self._model.eval(claim.term, model_completion=True))) if isinstance(claim, Truth) else claim


class Number:
    """A term that stands for a whole number. It has what the dialect has, and nothing else."""

    __hash__ = None  # type: ignore[assignment]
    __slots__ = ("path", "term")

    def __init__(self, path: Path, term: Term) -> None:
        self.path = path
        self.term = term

    def __bool__(self) -> NoReturn:
        raise TypeError("the dialect has no number as condition")

    def __index__(self) -> NoReturn:
        raise TypeError("an address must be a plain whole number")

    def __neg__(self) -> Number:
        return Number(self.path, -self.term)

    def __add__(self, other: Value) -> Number:
        return Number(self.path, self.term + _term(other))

    __radd__ = __add__

    def __sub__(self, other: Value) -> Number:
        return Number(self.path, self.term - _term(other))

    def __rsub__(self, other: int) -> Number:
        return Number(self.path, other - self.term)

    def __mul__(self, other: Value) -> Number:
        return Number(self.path, self.term * _term(other))

    __rmul__ = __mul__

    def __floordiv__(self, other: Value) -> Number:
        if isinstance(other, Number) or other < 1:
            raise TypeError("a divisor is a positive constant")
        return Number(self.path, self.term / other)  # division of whole numbers rounds down for a positive divisor, as Python's does

    def __lt__(self, other: Value) -> Truth:
        return Truth(self.path, self.term < _term(other))

    def __le__(self, other: Value) -> Truth:
        return Truth(self.path, self.term <= _term(other))

    def __gt__(self, other: Value) -> Truth:
        return Truth(self.path, self.term > _term(other))

    def __ge__(self, other: Value) -> Truth:
        return Truth(self.path, self.term >= _term(other))

    def __eq__(self, other: object) -> Truth:  # type: ignore[override]
        return Truth(self.path, self.term == _term(other))

    def __ne__(self, other: object) -> Truth:  # type: ignore[override]
        return Truth(self.path, self.term != _term(other))


class Truth:
    """What a comparison of symbols gives. Asking whether it is true makes the run take a way."""

    __slots__ = ("path", "term")

    def __init__(self, path: Path, term: Term) -> None:
        self.path = path
        self.term = term

    def __bool__(self) -> bool:
        return self.path.decide(self.term)


Sentence = Truth | bool
"""What may be true: plainly, or on a way."""


def _term(value: Value) -> Term:
    return value.term if isinstance(value, Number) else value


def ways(play: Callable[[Path], T]) -> Iterator[tuple[Path, T]]:
    """Every possible way through `play`, which must do the same on each call but for the choices. Each comes with what `play` gave."""
    plan: list[_Choice] = []
    while True:
        path = Path(plan)
        try:
            played = play(path)
        except ImpossibleError:
            pass
        else:
            yield path, played
        if not _turn(plan):
            return


def _turn(plan: list[_Choice]) -> bool:
    """Go back to the last choice whose other way is open and take that. False when there is none."""
    while plan and not plan[-1].other_open:
        plan.pop()
    if not plan:
        return False
    plan[-1] = _Choice(not plan[-1].taken, other_open=False)
    return True


def joined(path: Path, values: list[tuple[Term, Value]]) -> Value:
    """One value for all ways: on each way, under its condition, what it is there. The conditions leave nothing out."""
    _, last = values[-1]
    if all(value is last or (isinstance(value, int) and isinstance(last, int) and value == last) for _, value in values):
        return last
    z3 = _z3()
    term = _term(last)
    for condition, value in reversed(values[:-1]):
        term = z3.If(condition, _term(value), term)
    return Number(path, term)
