"""What time brings because a rule fired: the dry run puts it on its agenda, a policy's test lets it happen when its clock gets there."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from kanbanlang.dryrun.promises import promise
from kanbanlang.engine import InputKind, State
from kanbanlang.flow import Program, Row
from kanbanlang.model.policy import Cards
from kanbanlang.rules import INPUTS, REFILL, RELEASING, RESTING_PULLS, cancel, cards, refill, serve, short, work
from kanbanlang.rules import memory as m
from kanbanlang.rules.kind import SPEAKS_OF_A_PULL
from kanbanlang.rules.reasons import ACCEPTED


@frozen
class Timer:
    """An input of `kind` comes when it `ends`, at the place and about the number that `begins` answers when the rule fired.

    `begins` is told the slot that the rule worked on, and answers None where the rule fired and no time began.
    """

    program: Program
    kind: InputKind
    ends: Callable[[int], int]
    begins: Callable[[State, int], tuple[int, int] | None]

    def matters(self, state: State, place: int, number: int) -> bool:
        """Whether what it was about is still so: else nobody needs to hear that the time is over."""
        at = place if self.kind >= SPEAKS_OF_A_PULL else place * m.ROW
        return INPUTS[self.kind].check(state.c, state.s, self.program.P, self.program.B, at, 0, number) == ACCEPTED


def _after(length: int) -> Callable[[int], int]:
    return lambda now: now + length


def timer_of(program: Program, row: Row, starts: int) -> Timer | None:
    """The time that begins when a rule fires, or its pull goes; None where none does. `starts` is when the run begins."""
    if row.kind in REFILL and row.source is not None and program.P[row.number * m.ROW + refill.LATE_AT]:
        return Timer(program, InputKind.OVERDUE, promise(program.policy, row.source, starts), _goes)
    rule = row.buffer.rule if row.buffer is not None else None
    if row.kind == cards.COLLECTED and isinstance(rule, Cards) and rule.within is not None:
        begun, collection = (program.P[row.number * m.ROW + column] for column in (cards.BEGUN, cards.COLLECTION))
        return Timer(
            program, InputKind.WAITED, _after(rule.within), lambda state, _: (row.number, state.c[collection]) if state.c[begun] else None
        )
    again = row.buffer.asks_again if row.buffer is not None else None
    if row.kind in {cancel.CANCELLED_CARD, *RESTING_PULLS} and again is not None:
        total = program.P[row.number * m.ROW + cancel.TOTAL]
        return Timer(program, InputKind.RESTED, _after(again), lambda state, _: (row.number, state.c[total]))
    if row.kind in RELEASING and row.station is not None and (every := program.policy.stations[row.station].paced_every):
        paced = next(one.number for one in program.rows if one.kind == work.PACED and one.station == row.station)
        return Timer(program, InputKind.PACED, _after(every), lambda *_: (paced, 0))
    if row.kind == short.SHORT and row.buffer is not None and row.buffer.shortage.after:

        def waits(state: State, slot: int) -> tuple[int, int] | None:
            asker = program.rows[state.s[slot + m.RULE] // m.ROW]
            return (slot, state.s[slot + m.NUMBER]) if asker.kind == serve.ORDERS else None

        return Timer(program, InputKind.PATIENCE_ENDS, _after(row.buffer.shortage.after), waits)
    return None


def _goes(state: State, slot: int) -> tuple[int, int] | None:
    """A pull goes to its supplier, unless it waits for room on the way."""
    return (slot, state.s[slot + m.NUMBER]) if state.s[slot + m.STATE] == m.ORDERED else None
