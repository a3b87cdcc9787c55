"""Lowering of `in sequence`: how the orders of a buffer find their places, and who is told of a missing part."""

from __future__ import annotations

from attrs import evolve

from kanbanlang.flow.builder import Builder, Draft
from kanbanlang.flow.program import BufferCounters, Row
from kanbanlang.model.policy import Buffer
from kanbanlang.rules import sequence, serve


def place_sequence(builder: Builder, buffer: Buffer, stock: Draft, at: BufferCounters) -> BufferCounters:
    """The counters of the sequence in the row that serves it, and the rules beside that one. Returns those of the buffer with its own."""
    name, new = buffer.name, builder.counter
    at = evolve(at, not_due=new(f"not due yet({name})"))
    stock.words |= {
        sequence.SORTED: new(f"order without its place({name})"),
        sequence.NEWEST: new(f"newest order({name})"),
        sequence.GONE: new(f"last number gone({name})"),
        sequence.TOLD: new(f"told missing({name})"),
        sequence.NOT_DUE: at.not_due,
        sequence.FROZEN_TO: 0 if buffer.frozen is None else new(f"last number frozen({name})"),
    }
    rows = {sequence.TAKES_PLACE: "takes its place", sequence.PULLS_NOTHING: "pulls nothing", sequence.MISSING: "is missing"}
    for kind, what in rows.items():
        builder.draft(Row(-1, kind, f"{name} {what}", buffer.place, buffer=buffer)).words = {serve.SOURCE: stock}
    return at
