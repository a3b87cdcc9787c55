"""Lowering of room on the way: where the pulls of a buffer wait until they may go."""

from __future__ import annotations

from math import lcm

from attrs import evolve

from kanbanlang.flow.builder import Builder, Draft, Word
from kanbanlang.flow.program import BufferCounters, Row
from kanbanlang.flow.reactions import Reactions
from kanbanlang.model.policy import Buffer
from kanbanlang.rules import memory as m
from kanbanlang.rules import refill, room, serve


def place_room(
    builder: Builder, reactions: Reactions, stock: Draft, counters: dict[str, BufferCounters], buffer: Buffer, at_most: int
) -> tuple[Draft, list[Word]]:
    """The row that lets pulls of a buffer go while there is room on the way: in parts that the terms of all its sources allow."""
    name, new = buffer.name, builder.counter
    draft = builder.draft(Row(-1, room.LET_GO, f"{name} lets go", buffer.place, buffer=buffer, source=buffer.sources[0]))
    multiple = lcm(*(source.terms.multiple for source in buffer.sources))
    held, pulls = new(f"held back({name})"), new(f"pulls held back({name})")
    counters[name] = evolve(counters[name], held=held, held_pulls=pulls)
    rules: list[Word] = [0]
    draft.words = {
        serve.STOCK: stock,
        refill.ON_HOLD: reactions.on_hold.get(name, 0),
        m.HEAD: new(f"first held back({name})"),
        m.TAIL: new(f"last held back({name})"),
        refill.HELD: held,
        refill.HELD_PULLS: pulls,
        room.MOST: at_most // multiple * multiple or at_most,
        room.RULES: rules,
    }
    return draft, rules
