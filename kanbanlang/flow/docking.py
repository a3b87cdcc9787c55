"""Lowering of docks: which goods come by which, and the rows that send them on or put them away."""

from __future__ import annotations

from collections.abc import Mapping

from kanbanlang.flow.builder import Builder, Draft, Word
from kanbanlang.flow.program import Row
from kanbanlang.model.policy import Buffer, From, Policy
from kanbanlang.rules import dock, serve, turns


def docks_of(policy: Policy, buffer: Buffer) -> list[str]:
    """The docks at which goods for a buffer are received. What a station makes, or another buffer gives at once, is simply there.

    Where orders have their turn in a sequence nobody is served across the dock: goods are in the buffer when they are received.
    """
    if buffer.in_sequence:
        return []
    received = [source for source in buffer.sources if source.source not in policy.stations and _arrives_later(policy, source)]
    return list(dict.fromkeys(source.terms.via for source in received if source.terms.via is not None))


def _arrives_later(policy: Policy, source: From) -> bool:
    """Whether goods of a source are received by themselves: they come from a supplier, or take some time from another buffer."""
    lead_time = source.terms.lead_time.draw
    return source.source in policy.suppliers or not (lead_time.certain and lead_time.parameters[0] == 0)


def place_dock(builder: Builder, buffer: Buffer, stock: Draft, served: Mapping[int, Draft], name: str, at_dock: int) -> None:
    """What is done with goods at a dock: they go to whoever waits for them in one of these queues, else to their place."""
    words: dict[int, Word] = {serve.SOURCE: stock, dock.AT_DOCK: at_dock}
    for priority, serves in served.items():
        behind = turns.AHEAD in serves.words
        kind = turns.CROSS_BEHIND if behind else dock.CROSS
        key = f"{buffer.name} across {name}" + (f" priority {priority}" if behind else "")
        crosses = builder.draft(Row(-1, kind, key, buffer.place, buffer=buffer, dock=name, priority=priority))
        crosses.words = {**words, serve.SOURCE: serves, turns.AHEAD: serves.words.get(turns.AHEAD, 0)}
    put_away = builder.draft(Row(-1, dock.PUT_AWAY, f"{buffer.name} put away from {name}", buffer.place, buffer=buffer, dock=name))
    put_away.words = dict(words)
