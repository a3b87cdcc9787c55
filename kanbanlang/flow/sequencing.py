"""Lowering of `in sequence`: how the orders of a buffer find their places, and who is told of a missing part."""

from __future__ import annotations

from kanbanlang.flow.builder import Builder, Draft
from kanbanlang.flow.program import Row
from kanbanlang.model.policy import Buffer
from kanbanlang.rules import sequence, serve


def place_sequence(builder: Builder, buffer: Buffer, stock: Draft) -> None:
    """The counters of the sequence in the row that serves it, and the rules beside that one."""
    name, new = buffer.name, builder.counter
    stock.words |= {
        sequence.SORTED: new(f"order without its place({name})"),
        sequence.NEWEST: new(f"newest order({name})"),
        sequence.GONE: new(f"last number gone({name})"),
        sequence.TOLD: new(f"told missing({name})"),
    }
    rows = {sequence.TAKES_PLACE: "takes its place", sequence.PULLS_NOTHING: "pulls nothing", sequence.MISSING: "is missing"}
    for kind, what in rows.items():
        builder.draft(Row(-1, kind, f"{name} {what}", buffer.place, buffer=buffer)).words = {serve.SOURCE: stock}
