"""What time brings because a rule fired: the dry run puts it on its agenda, a policy's test lets it happen when its clock gets there."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from kanbanlang.engine import InputKind, State
from kanbanlang.flow import Program, Row
from kanbanlang.model.policy import Cards
from kanbanlang.rules import INPUTS, RELEASING, cancel, cards, serve, short, work
from kanbanlang.rules import memory as m
from kanbanlang.rules.kind import SPEAKS_OF_A_PULL
from kanbanlang.rules.reasons import ACCEPTED


@frozen
class Timer:
    """An input of `kind` comes `after` so many microseconds, at the place and about the number that `begins` answers when it fired.

    `begins` is told the slot that the rule worked on, and answers None where the rule fired and no time began.
    """

    program: Program
    kind: InputKind
    after: int
    begins: Callable[[State, int], tuple[int, int] | None]

    def matters(self, state: State, place: int, number: int) -> bool:
        """Whether what it was about is still so: else nobody needs to hear that the time is over."""
        at = place if self.kind >= SPEAKS_OF_A_PULL else place * m.ROW
        return INPUTS[self.kind].check(state.c, state.s, self.program.P, self.program.B, at, 0, number) == ACCEPTED


def timer_of(program: Program, row: Row) -> Timer | None:
    """The time that begins when a rule fires; None where none does."""
    rule = row.buffer.rule if row.buffer is not None else None
    if row.kind == cards.COLLECTED and isinstance(rule, Cards) and rule.within is not None:
        begun, collection = (program.P[row.number * m.ROW + column] for column in (cards.BEGUN, cards.COLLECTION))
        return Timer(program, InputKind.WAITED, rule.within, lambda state, _: (row.number, state.c[collection]) if state.c[begun] else None)
    again = row.buffer.asks_again if row.buffer is not None else None
    if row.kind in {cancel.CANCELLED_CARD, cancel.CANCELLED_PULL} and again is not None:
        total = program.P[row.number * m.ROW + cancel.TOTAL]
        return Timer(program, InputKind.RESTED, again, lambda state, _: (row.number, state.c[total]))
    if row.kind in RELEASING and row.station is not None and (every := program.policy.stations[row.station].paced_every):
        paced = next(one.number for one in program.rows if one.kind == work.PACED and one.station == row.station)
        return Timer(program, InputKind.PACED, every, lambda *_: (paced, 0))
    if row.kind == short.SHORT and row.buffer is not None and row.buffer.shortage.after:

        def waits(state: State, slot: int) -> tuple[int, int] | None:
            asker = program.rows[state.s[slot + m.RULE] // m.ROW]
            return (slot, state.s[slot + m.NUMBER]) if asker.kind == serve.ORDERS else None

        return Timer(program, InputKind.PATIENCE_ENDS, row.buffer.shortage.after, waits)
    return None
