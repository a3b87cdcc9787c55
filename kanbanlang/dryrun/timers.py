"""What time brings because a rule fired: the dry run puts it on its agenda, a policy's test lets it happen when its clock gets there."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from kanbanlang.engine import InputKind, State
from kanbanlang.flow import Program, Row
from kanbanlang.model.policy import Cards
from kanbanlang.rules import cancel, cards
from kanbanlang.rules import memory as m


@frozen
class Timer:
    """An input of `kind` at row `place` comes `after` so many microseconds, about the number that `begins` answers when the rule has fired.

    `begins` answers None where the rule fired and no time began.
    """

    kind: InputKind
    place: int
    after: int
    begins: Callable[[State], int | None]


def timer_of(program: Program, row: Row) -> Timer | None:
    """The time that begins when a rule fires; None where none does."""
    rule = row.buffer.rule if row.buffer is not None else None
    if row.kind == cards.COLLECTED and isinstance(rule, Cards) and rule.within is not None:
        begun, collection = (program.P[row.number * m.ROW + column] for column in (cards.BEGUN, cards.COLLECTION))
        return Timer(InputKind.WAITED, row.number, rule.within, lambda state: state.c[collection] if state.c[begun] else None)
    again = row.buffer.asks_again if row.buffer is not None else None
    if row.kind in {cancel.CANCELLED_CARD, cancel.CANCELLED_PULL} and again is not None:
        total = program.P[row.number * m.ROW + cancel.TOTAL]
        return Timer(InputKind.RESTED, row.number, again, lambda state: state.c[total])
    return None
