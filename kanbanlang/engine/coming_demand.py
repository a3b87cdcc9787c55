"""Which orders for later count for a buffer with zones: those that are due today, and those of coming days whose total is a spike.

Looked at again whenever such an order comes or is cancelled and when a day begins, as a part of the same input.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import lru_cache

from kanbanlang.engine.state import State
from kanbanlang.flow import Program
from kanbanlang.model.clockwork import Zone
from kanbanlang.model.policy import Spikes
from kanbanlang.model.values import DAY
from kanbanlang.rules import InputKind, zones
from kanbanlang.rules import memory as m
from kanbanlang.rules.kind import InputApply
from kanbanlang.rules.memory import Memory

RECOUNTED = frozenset({InputKind.ORDER_FOR_LATER, InputKind.CANCELLATION, InputKind.DAY})
"""Inputs that move the demand for later, or the day."""


def recounting(program: Program, apply: InputApply) -> InputApply:
    """The apply of an input that moves the demand for later, and then counts anew what of it counts."""
    days = {row.buffer.name: row.number * m.ROW for row in program.rows if row.kind == zones.DAYS and row.buffer is not None}
    if not days:
        return apply
    local_day = day_of(program)
    here: dict[int, tuple[Spikes | None, int, frozenset[int]]] = {}
    for name, row in days.items():
        orders = frozenset(number * m.ROW for number in program.buffers[name].orders.values())
        here |= dict.fromkeys((row, *orders), (program.policy.buffers[name].spikes, program.P[row + zones.TODAY], orders))

    def applied(c: Memory, s: Memory, P: Memory, B: Memory, place: int, q: int, number: int) -> int:  # noqa: PLR0917, N803 - as every apply
        row = apply(c, s, P, B, place, q, number)
        if row in here:
            spikes, today, orders = here[row]
            _recount(program, c, s, spikes, c[today], orders, local_day)
        return row

    return applied


def day_of(program: Program) -> Callable[[int], int]:
    """The local day of an instant, as its ordinal."""
    zone = Zone(program.policy.zone)
    return lru_cache(4096)(lambda instant: zone.local(instant)[0])


def _recount(  # noqa: PLR0917 - the memories, and what a buffer says
    program: Program, c: Memory, s: Memory, spikes: Spikes | None, today: int, orders: frozenset[int], local_day: Callable[[int], int]
) -> None:
    """Say of each order for later whether it counts."""
    states = s[m.STATE :: m.SLOT]
    coming = [slot * m.SLOT for slot, state in enumerate(states) if state in {m.LATER, m.QUALIFIED} and s[slot * m.SLOT + m.RULE] in orders]
    day = {p: local_day(s[p + m.DUE]) for p in coming}
    totals: Counter[int] = Counter()
    for p in coming:
        totals[day[p]] += s[p + m.ASKED] - s[p + m.GOT]
    for p in coming:
        spike = spikes is not None and day[p] <= today + spikes.within // DAY and totals[day[p]] >= spikes.quantity
        counts = day[p] <= today or spike
        if counts and s[p + m.STATE] == m.LATER:
            zones.counts_apply(c, s, program.P, program.B, p, 0, 0)
        elif not counts and s[p + m.STATE] == m.QUALIFIED:
            zones.counts_no_more_apply(c, s, program.P, program.B, p, 0, 0)


def it_is(program: Program, state: State, instant: int) -> None:
    """A state begins on the day of an instant."""
    local_day = day_of(program)
    for row in program.rows:
        if row.kind == zones.DAYS:
            state.c[program.P[row.number * m.ROW + zones.TODAY]] = local_day(instant)
