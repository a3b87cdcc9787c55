"""Lowering of `feeds a, b together`: a place at each station for what is picked, and the row that picks for all of them."""

from __future__ import annotations

from attrs import define, field

from kanbanlang.flow.builder import Builder, Draft, Word
from kanbanlang.flow.picking import picking_time
from kanbanlang.flow.program import Row
from kanbanlang.model.policy import Buffer
from kanbanlang.rules import feed, serve
from kanbanlang.rules import memory as m


@define
class Fed:
    """Where a station finds what is picked for it, and the rows that release its jobs, each with the steps of the part."""

    stock: Draft
    jobs: list[Word] = field(factory=lambda: [0])

    def asked_by(self, release: Draft, steps: int) -> Draft:
        """A row that releases jobs takes the part from here."""
        self.jobs += [release, steps]
        self.jobs[0] = len(self.jobs) // 2
        return self.stock


def place_feeding(builder: Builder, buffer: Buffer, stock: Draft) -> dict[tuple[str, str], Fed]:
    """The row that picks, and by station and item where its pieces are found. The lists grow as jobs are lowered."""
    if not buffer.feeds:
        return {}
    name, found = buffer.name, {}
    stations: list[Word] = [len(buffer.feeds)]
    for station in buffer.feeds:
        draft = builder.draft(Row(-1, feed.FED, f"{name} for {station}", buffer.place, buffer=buffer, station=station))
        picked = builder.counter(f"picked for {station}({name})")
        draft.words = {m.ON_HAND: picked, m.RESERVED: builder.counter(f"promised for {station}({name})")}
        found[station, buffer.item.name] = Fed(draft)
        stations += [draft, found[station, buffer.item.name].jobs]
    in_time = picking_time(builder.policy, buffer) is not None
    picks = builder.draft(Row(-1, feed.FEED_IN_TIME if in_time else feed.FEED, f"{name} feeds", buffer.place, buffer=buffer))
    picks.words = {serve.SOURCE: stock, feed.STATIONS: stations}
    if in_time:
        picks.words[feed.BEING_PICKED] = builder.counter(f"being picked together({name})")
    return found
