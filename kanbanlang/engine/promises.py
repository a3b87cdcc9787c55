"""What has to be taken back before a fact can be taken in: promises of pieces that are not there.

A count, a rejection or a short pick may leave less than is promised. The pulls that were promised last wait again, each as an input of its
own that keeps every law; then the fact fits.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from kanbanlang.engine.state import State
from kanbanlang.flow import Program
from kanbanlang.rules import InputKind, feed, serve, work
from kanbanlang.rules import memory as m
from kanbanlang.rules.reasons import PROMISED_AWAY, SHORT_PICK

MENDED = frozenset({PROMISED_AWAY, SHORT_PICK})
"""Reasons for which an input is not refused, but prepared."""


@frozen
class First:
    """An input that comes before the one that was said: its place is a slot or the number of a row, as `Engine.step` takes it."""

    kind: InputKind
    place: int
    quantity: int
    number: int = 0


def taken_back(program: Program, state: State, kind: InputKind, place: int, quantity: int) -> list[First]:
    """The inputs to take in before this one, which was refused for one of `MENDED`; none where nothing can mend it."""
    P, c, s = program.P, state.c, state.s  # noqa: N806 - the names of the memories in every rule
    if kind is InputKind.PICK:
        if s[place + m.STATE] != m.PICKING:
            return []
        stock = P[s[place + m.RULE] + serve.SOURCE]
        if P[stock + m.UNLIMITED]:
            return []
        missing = First(InputKind.UNPROMISE, place, s[place + m.ASKED] - quantity, s[place + m.NUMBER])
        counted = First(InputKind.COUNT, _facts(program, stock), quantity)
        return [*_unpromised(program, state, stock, c[P[stock + m.RESERVED]], but=place), missing, counted]
    stock = P[place * m.ROW + serve.SOURCE]
    there = quantity if kind is InputKind.COUNT else max(c[P[stock + m.ON_HAND]] - quantity, 0)
    return list(_unpromised(program, state, stock, c[P[stock + m.RESERVED]] - there, but=m.NIL))


def _unpromised(program: Program, state: State, stock: int, quantity: int, *, but: int) -> Iterator[First]:
    """Take so much back of what is promised out of a buffer, the newest promise first; one pull is left alone.

    The parts of a job are promised all or none. What is picked for several stations together is no promise to anybody yet, and comes last.
    """
    P, s = program.P, state.s  # noqa: N806 - the name of the memory in every rule
    for p in reversed(state.open_slots()):
        promised = _promised(program, state, p, P[stock + m.RESERVED]) if p != but else 0
        if not promised:
            continue
        if quantity < 1:
            return
        part = s[p + m.ASKED] if s[p + m.STATE] == m.KITTING else min(quantity, promised)
        quantity -= min(quantity, promised)
        yield First(InputKind.UNPROMISE, p, part, s[p + m.NUMBER])
    for row in program.input_wakes.get(InputKind.FED, ()):
        part = min(quantity, state.c[P[row * m.ROW + feed.BEING_PICKED]])
        if part and P[row * m.ROW + serve.SOURCE] == stock:
            yield First(InputKind.FED, row, part, feed.GONE)


def _promised(program: Program, state: State, slot: int, reserved: int) -> int:
    """What is promised to a slot out of the place with this counter of what is reserved."""
    P, B, s = program.P, program.B, state.s  # noqa: N806 - the names of the memories in every rule
    source = P[s[slot + m.RULE] + serve.SOURCE]
    if s[slot + m.STATE] == m.PICKING:
        return s[slot + m.ASKED] if P[source + m.RESERVED] == reserved else 0
    if s[slot + m.STATE] != m.KITTING:
        return 0
    at, per = P[source + work.PARTS], P[source + work.PER]
    parts = [(B[at + 1 + 2 * part], B[at + 2 + 2 * part]) for part in range(B[at])]
    return sum(-(-s[slot + m.ASKED] * steps // per) for part, steps in parts if P[part + m.RESERVED] == reserved)


def _facts(program: Program, stock: int) -> int:
    """The number of the row where facts about the buffer of a STOCK row arrive."""
    buffer = program.rows[stock // m.ROW].buffer
    assert buffer is not None  # noqa: S101 - a buffer gives
    return program.buffers[buffer.name].consumes
