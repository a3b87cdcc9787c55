"""What a scenario or a policy asks to be watched besides the usual gauges: single words for stock, and invariants."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Protocol

from attrs import define

from kanbanlang.dryrun.gauges import Record
from kanbanlang.dryrun.words import terms_of, value, words_in
from kanbanlang.engine import State
from kanbanlang.flow import Program
from kanbanlang.flow.program import Terms
from kanbanlang.model.clockwork import NEVER
from kanbanlang.model.expression import Expression, Word
from kanbanlang.model.policy import Cards, Invariant, Scenario
from kanbanlang.rules import memory as m


class Measuring(Protocol):
    """Reads something off whenever an instant is over at which it was moved."""

    @property
    def record(self) -> Record:
        """Called when an instant is over."""

    @property
    def restart(self) -> Record:
        """Called when measuring begins."""


class Watched(Measuring, Protocol):
    """Says itself which counters move it."""

    @property
    def counters(self) -> frozenset[int]:
        """The counters whose moves matter."""


class Weighing(Watched, Protocol):
    """Weighs what it reads with the time for which it held."""

    @property
    def area(self) -> int | Fraction:
        """Value times microseconds since measuring began."""

    @property
    def least(self) -> int:
        """The least that held for some time."""

    @property
    def most(self) -> int:
        """The most that held for some time."""


@define(eq=False)
class WordGauge:
    """One word of one place over time, such as `max wip of mill`. `area` is its value times microseconds."""

    terms: Terms
    c: list[int]
    since: int
    now: int = 0
    area: int = 0
    least: int = NEVER
    most: int = -NEVER

    @property
    def counters(self) -> frozenset[int]:
        """The counters that the word adds up."""
        return frozenset(counter for _, counter in self.terms)

    def record(self, now: int) -> None:
        """The instant is over: what held until then is weighed."""
        held = now - self.since
        if held:
            self.since = now
            self.area += self.now * held
            self.least = min(self.least, self.now)
            self.most = max(self.most, self.now)
        c = self.c
        self.now = sum(coefficient * c[counter] for coefficient, counter in self.terms)

    def restart(self, now: int) -> None:
        """Begin to measure."""
        self.record(now)
        self.area, self.least, self.most = 0, NEVER, -NEVER


@define(eq=False)
class ConditionGauge:
    """For how long a condition held; `area` is that time."""

    condition: Expression
    program: Program
    state: State
    since: int
    now: int = 0
    area: int = 0
    least: int = 0
    most: int = 1

    @property
    def counters(self) -> frozenset[int]:
        """The counters that its words add up."""
        return _counters_of(self.condition, self.program)

    def record(self, now: int) -> None:
        """The instant is over: what held until then is weighed."""
        self.area += self.now * (now - self.since)
        self.since = now
        self.now = value(self.program, self.state, self.condition)

    def restart(self, now: int) -> None:
        """Begin to measure."""
        self.record(now)
        self.area = 0


def _counters_of(condition: Expression, program: Program) -> frozenset[int]:
    return frozenset(counter for word in words_in(condition) for _, counter in terms_of(program, word.word, word.of))


@define(eq=False)
class InvariantWatch:
    """One invariant. It counts how often it came not to hold."""

    invariant: Invariant
    condition: Expression
    program: Program
    state: State
    times: int = 0
    first_at: int = NEVER
    held: bool = True

    @property
    def counters(self) -> frozenset[int]:
        """The counters that its words add up."""
        return _counters_of(self.condition, self.program)

    def record(self, now: int) -> None:
        """Whether it holds when the instant is over."""
        holds = bool(value(self.program, self.state, self.condition))
        if self.held and not holds:
            self.times += 1
            self.first_at = min(self.first_at, now)
        self.held = holds

    def restart(self, now: int) -> None:
        """It must hold in the warm-up too: nothing begins anew."""


_NO_TIME = 0
"""Gauges begin anew when the run starts and when measuring does, so nothing counts before."""
_STATISTICS = ("mean", "max", "min")
_COUNTED_ANYWAY = frozenset({
    ("mean", Word.ON_HAND), ("max", Word.ON_HAND), ("min", Word.ON_HAND), ("mean", Word.RESERVED), ("mean", Word.AVAILABLE),
    ("mean", Word.INCOMING), ("mean", Word.BACKLOG), ("mean", Word.PROMISED), ("mean", Word.POSITION), ("mean", Word.WIP),
    ("mean", Word.SAFETY),
})  # fmt: skip
_WORDS = {word.value: word for word in Word}


def expected_words(scenario: Scenario, program: Program) -> Iterator[tuple[str, Word, str]]:
    """The (statistic, word, place) that a scenario expects something of and that no other gauge reads."""
    known = program.buffers.keys() | program.in_work.keys() | program.standing.keys()
    for expectation in scenario.expectations:
        statistic, _, name = expectation.metric.partition(" ")
        word = _WORDS.get(name)
        if statistic in _STATISTICS and word is not None and expectation.of in known and (statistic, word) not in _COUNTED_ANYWAY:
            yield statistic, word, expectation.of


def held_back_gauges(program: Program, state: State) -> dict[str, WordGauge]:
    """A gauge of what waits for room, for each buffer that says how much may be on the way."""
    return {name: WordGauge(((1, at.held),), state.c, _NO_TIME) for name, at in program.buffers.items() if at.held}


def not_due_gauges(program: Program, state: State) -> dict[str, WordGauge]:
    """What is promised to orders in a sequence that are not due yet, by name of the buffer."""
    return {name: WordGauge(((1, at.not_due),), state.c, _NO_TIME) for name, at in program.buffers.items() if at.not_due}


def safety_gauges(program: Program, state: State) -> dict[str, WordGauge]:
    """A gauge of what is kept just in case, for each buffer that has such a stock."""
    return {name: WordGauge(((1, at.safety),), state.c, _NO_TIME) for name, at in program.buffers.items() if at.safety}


def loop_gauges(program: Program, state: State) -> dict[str, WordGauge]:
    """A gauge of what is in each loop."""
    return {name: WordGauge(program.in_work[name], state.c, _NO_TIME) for name in program.policy.loops}


def word_gauges(scenario: Scenario, program: Program, state: State) -> dict[tuple[Word, str], WordGauge]:
    """A gauge for each word that a scenario expects something of; what machines count over time is read off where it is to be read."""
    asked = dict.fromkeys((word, of) for _, word, of in expected_words(scenario, program))
    if scenario.measure is not None:
        asked |= dict.fromkeys((Word.WIP, of) for of in program.stations_wip)
    return {(word, of): WordGauge(_terms(program, word, of), state.c, _NO_TIME) for word, of in asked}


def share_gauges(scenario: Scenario, program: Program, state: State) -> dict[str, ConditionGauge]:
    """A gauge for each `share of time` that a scenario expects something of, by the measure's name."""
    return {
        expectation.metric: ConditionGauge(expectation.condition, program, state, _NO_TIME)
        for expectation in scenario.expectations
        if expectation.condition is not None
    }


def _terms(program: Program, word: Word, of: str) -> Terms:
    if word is Word.CARDS and of in program.buffers:
        rule = program.policy.buffers[of].rule
        return ((rule.cards if isinstance(rule, Cards) else 0, m.ONE),)
    return terms_of(program, word, of) if of in program.buffers or word in {Word.WIP, Word.DOWN} else ()


def invariant_watches(program: Program, state: State) -> tuple[InvariantWatch, ...]:
    """A watch for each condition of each invariant."""
    return tuple(
        InvariantWatch(invariant, condition, program, state) for invariant in program.policy.invariants for condition in invariant.always
    )
