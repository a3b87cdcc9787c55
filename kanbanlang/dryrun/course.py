"""A policy under way: its state, its clock and its lots, and the one way in which an input becomes part of them.

Whoever hears of something (a test, a recording, a plant) says what was heard; what time brings, the clock says. Both end here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from attrs import frozen

from kanbanlang.dryrun.striking import Clock
from kanbanlang.engine import Engine, InputKind, Located, Nowhere, State, Step, locate, take_over
from kanbanlang.model.event import Event
from kanbanlang.model.policy import Policy
from kanbanlang.rules.kind import SPEAKS_OF_A_PULL


@frozen
class Course:
    """The engine of a policy, the state that it changes, and the clock that goes on with it."""

    engine: Engine
    state: State
    clock: Clock

    def find(self, event: Event) -> Located | Nowhere:
        """The input that an event means now."""
        lots = self.clock.lots
        return locate(self.engine, self.state, event, self.clock.now, None if lots is None else lots.book)

    def take(self, found: Located, source: str, key: str | None, lot: str | None = None) -> tuple[int, list[Step]]:
        """Take in an input at the clock's present instant. Returns (0, what fired) when accepted, else the reason."""
        lots = self.clock.lots
        next_pull = self.state.next_pull()
        row = 0 if lots is None else lots.book.row_of(self.state, found.kind, found.place)
        reason, steps = self.engine.step(self.state, source, key, found.kind, found.place, found.quantity, found.number, found.due)
        if reason:
            return reason, steps
        if found.kind is InputKind.ORDER_FOR_LATER:
            self.clock.ordered(*next_pull, found.number)
        elif found.kind is InputKind.PLACED_FOR_LATER:
            self.clock.placed(*next_pull, found.due)
        self.clock.heard(steps)
        if lots is not None:
            lots.heard(self.clock.now, self.state, found.kind, row, found.quantity, found.number, steps, lot)
        return reason, steps


def begin(engine: Engine, at: int, on_hand: Mapping[str, int] | None = None, down: Collection[str] = ()) -> tuple[Course, list[Step]]:
    """A policy that begins at an instant, and what it does at once: all full, but for the buffers given in steps, and what is down."""
    state = engine.start(on_hand, down, at)
    course = Course(engine, state, Clock(engine, state, at))
    steps = engine.settle(state)
    course.clock.heard(steps)
    return course, steps


def taken_up(course: Course, policy: Policy) -> tuple[Course, list[Step]]:
    """A new policy takes over a course, at the present instant, and what its rules do at once. The old course stays as it is.

    Times that rules began go on, where their rule does. Raises TakeOverError where something has no place in the new policy.
    """
    new = take_over(course.engine, course.state, policy)
    rows = {row.key: row.number for row in new.engine.program.rows}
    old = course.engine.program.rows
    words = course.clock.kept()
    running = []
    for ends, turn, begun, kind, place, number in words["running"]:
        there = place if kind >= SPEAKS_OF_A_PULL else rows.get(old[place].key)
        if there is not None:
            running.append((ends, turn, begun, kind, there, number))
    expiring = [(instant, begun, rows[old[row].key], lot) for instant, begun, row, lot in words["expiring"] if old[row].key in rows]
    clock = Clock.recalled(new.engine, new.state, {**words, "running": running, "expiring": expiring, "struck": 0})
    taken = Course(new.engine, new.state, clock)
    steps = new.engine.settle(new.state)
    clock.heard(steps)
    return taken, steps


def kept(course: Course) -> dict[str, Any]:
    """All that there is to know of a course beside its policy, in words of JSON. What was seen is not among it: the journal knows that."""
    return {"counters": list(course.state.c), "slots": list(course.state.s), "clock": course.clock.kept()}


def recalled(engine: Engine, words: dict[str, Any]) -> Course:
    """The course that was kept, under the same policy."""
    state = State(list(words["counters"]), list(words["slots"]), {})
    return Course(engine, state, Clock.recalled(engine, state, words["clock"]))
