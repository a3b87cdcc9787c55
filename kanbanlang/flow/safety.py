"""Lowering of safety stock: its counters, and the rules that release it and that pay it back."""

from __future__ import annotations

from itertools import pairwise

from attrs import define, evolve, field

from kanbanlang.flow.builder import Builder, Draft, Word
from kanbanlang.flow.program import BufferCounters, Row
from kanbanlang.flow.reactions import Reactions
from kanbanlang.model.policy import Buffer, From, Policy
from kanbanlang.rules import memory as m
from kanbanlang.rules import refill, safety, serve, work


@define
class Safeties:
    """The safety stocks of one policy on the bench."""

    builder: Builder
    reactions: Reactions
    _arrivals: dict[str, list[Word]] = field(factory=dict)
    late: dict[str, int] = field(factory=dict)  # of what a safety stock is kept against: how many pulls are late
    _against: set[str] | None = None
    _troubles: list[tuple[Buffer, list[Word]]] = field(factory=list)

    def place_stock(self, counters: dict[str, BufferCounters], buffer: Buffer) -> dict[int, Word]:
        """The counters of what is kept just in case and of what is owed to it; none where nothing is kept."""
        if not buffer.safety:
            return {}
        kept, owed = self.builder.counter(f"safety({buffer.name})"), self.builder.counter(f"owed to safety({buffer.name})")
        counters[buffer.name] = evolve(counters[buffer.name], safety=kept, owed=owed)
        return {safety.SAFETY: kept, refill.OWED: owed}

    def place_rules(self, buffer: Buffer, stock: Draft, serves: dict[int, Draft]) -> None:
        """What a trigger releases, what `if short` does, and how it is paid back; `serves` are the queues of the buffer by class."""
        if not buffer.safety:
            return
        name, new = buffer.name, self.builder.counter
        asked_to = self.reactions.releases.get(name)
        if asked_to is not None:
            draft = self.builder.draft(Row(-1, safety.RELEASES, f"{name} releases safety", buffer.place, buffer=buffer))
            draft.words = {serve.SOURCE: stock, safety.ASKED_TO: asked_to}
        for priority, queue in serves.items() if buffer.shortage.releases is not None else ():
            behind = "" if len(serves) == 1 else f" priority {priority}"
            key = f"{name} short, releases safety{behind}"
            row = Row(-1, safety.SHORT_RELEASES, key, buffer.place, buffer=buffer, priority=priority, step=buffer.shortage.releases or 0)
            self.builder.draft(row).words = {serve.SOURCE: queue, safety.TROUBLE: self._trouble(buffer)}
        arrived, how_many = new(f"arrived({name})"), new(f"how many arrived({name})")
        self._arrivals[name] = [1, arrived, how_many]
        draft = self.builder.draft(Row(-1, safety.PAYS_BACK, f"{name} pays back", buffer.place, buffer=buffer))
        draft.words = {
            serve.SOURCE: stock,
            safety.ARRIVED: arrived,
            safety.HOW_MANY: how_many,
            safety.TROUBLE: self._trouble(buffer),
            safety.QUEUES: [len(serves), *(queue.words[m.HEAD] for queue in serves.values())],
        }

    def _place_job(self, buffer: Buffer, stock: Draft, steps: Word, job: Draft) -> None:
        if buffer.safety and buffer.shortage.releases is not None:
            key = f"{buffer.name} short, releases safety for {job.row.key}"
            row = Row(-1, safety.JOB_RELEASES, key, buffer.place, buffer=buffer, station=job.row.station)
            trouble = self._trouble(buffer)
            self.builder.draft(row).words = {serve.SOURCE: job, serve.STOCK: stock, safety.STEPS: steps, safety.TROUBLE: trouble}

    def watched(self, policy: Policy, source: From) -> list[Word]:
        """The counters of how many pulls are late, of what a safety stock is kept against and goods of a supplier come from or by."""
        if self._against is None:
            self._against = {name for buffer in policy.buffers.values() for name in buffer.safety_against}
        names = (source.source, source.terms.route, source.terms.via) if source.source in policy.suppliers else ()
        found = dict.fromkeys(name for name in names if name in self._against and name is not None)
        for name in found:
            if name not in self.late:
                self.late[name] = self.builder.counter(f"late({name})")
        return [len(found), *(self.late[name] for name in found)]

    def heard(self, buffer: Buffer, listeners: list[Word]) -> list[Word]:
        """Who listens to goods that come for a buffer: its safety stock too, where it has one."""
        arrivals = self._arrivals.get(buffer.name)
        return listeners if arrivals is None else self.reactions.together(listeners, arrivals)

    def _trouble(self, buffer: Buffer) -> list[Word]:
        """The list of counters that say so of what a safety stock is kept against: known once everything that can be down is placed."""
        words: list[Word] = [0]
        self._troubles.append((buffer, words))
        return words

    def connect(self, stocks: dict[str, Draft], releases: dict[str, list[Draft]]) -> None:
        """Jobs that lack parts are short too. Everything that can be down has its counter by now."""
        buffers = {draft.row.key: draft.row.buffer for draft in stocks.values()}
        for job in (job for jobs in releases.values() for job in jobs):
            parts = job.words[work.PARTS]
            assert isinstance(parts, list)  # noqa: S101 - the list of a release row
            for stock, steps in pairwise(parts[1:]):
                if isinstance(stock, Draft) and (buffer := buffers.get(stock.row.key)) is not None:
                    self._place_job(buffer, stock, steps, job)
        for buffer, words in self._troubles:
            signs = [self.reactions.down[name] for name in buffer.safety_against]
            signs += [self.late[name] for name in buffer.safety_against if name in self.late]
            words[:] = [len(signs), *signs]
