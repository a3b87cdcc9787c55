"""By which number people speak of a pull or an order: its own, or its place in a sequence."""

from __future__ import annotations

from kanbanlang.engine.state import State
from kanbanlang.flow import Program
from kanbanlang.rules import memory as m
from kanbanlang.rules import sequence, serve


def number_of(program: Program, state: State, slot: int) -> int:
    """The number that a sentence gives to an open slot; where orders are served in sequence, 0 for what belongs to no number."""
    s = state.s
    row = program.rows[s[slot + m.RULE] // m.ROW]
    if row.buffer is None or not row.buffer.in_sequence:
        return s[slot + m.NUMBER]
    if row.kind == serve.ORDERS:
        return s[slot + sequence.PLACE]
    for p in state.open_slots():
        of = program.rows[s[p + m.RULE] // m.ROW]
        if of.kind == serve.ORDERS and of.buffer == row.buffer and s[p + sequence.ITS_PULL] == slot:
            return s[p + sequence.PLACE] if s[p + sequence.PULL_NUMBER] == s[slot + m.NUMBER] else 0
    return 0
