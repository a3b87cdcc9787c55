"""Lowering of `if short use`: the rules that let another buffer help, and what stands for who asks there."""

from __future__ import annotations

from attrs import define, evolve, field

from kanbanlang.flow.builder import Builder, Draft, Word
from kanbanlang.flow.places import travels_whole
from kanbanlang.flow.program import Row
from kanbanlang.model.policy import Buffer, Cards, From, Policy, Terms
from kanbanlang.rules import lend, refill, serve
from kanbanlang.rules import memory as m


@define
class Lending:
    """Who helps whom, on the bench."""

    policy: Policy
    builder: Builder
    serves: dict[str, dict[int, Draft]]
    _askers: dict[str, list[tuple[Draft, Buffer, From]]] = field(factory=dict)  # by the buffer that they ask

    def asks(self, rule: Draft, buffer: Buffer, source: From) -> None:
        """A rule asks a buffer, which may be short."""
        if self.policy.buffers[source.source].shortage.uses:
            self._askers.setdefault(source.source, []).append((rule, buffer, source))

    def connect(self) -> None:
        """Every rule has its row by now."""
        for buffer in self.policy.buffers.values():
            for other, step in buffer.shortage.uses:
                self._place(buffer, self.policy.buffers[other], step)

    def _place(self, buffer: Buffer, other: Buffer, step: int) -> None:
        there = self.serves[other.name]
        stock, *_ = there.values()
        pairs: list[Word] = []
        for rule, asker, source in self._askers.get(buffer.name, ()):
            pairs += [rule, self._stands_for(rule, asker, source, other)]
        queues = [queue.words[m.HEAD] for queue in there.values()]
        serves = self.serves[buffer.name]
        for priority, queue in serves.items():
            behind = "" if len(serves) == 1 else f" priority {priority}"
            key = f"{buffer.name} short, uses {other.name}{behind}"
            source = From(other.name, Terms(), place=buffer.place)
            draft = self.builder.draft(Row(-1, lend.USE, key, buffer.place, buffer=buffer, source=source, priority=priority, step=step))
            draft.words = {
                serve.SOURCE: queue,
                serve.STOCK: stock,
                lend.ASKERS: [len(pairs) // 2, *pairs],
                lend.QUEUES_THERE: [len(queues), *queues],
            }

    def _stands_for(self, rule: Draft, asker: Buffer, source: From, other: Buffer) -> Draft:
        """The row of a rule at the buffer that helps: the same terms and listeners."""
        lent = self.builder.draft(
            evolve(rule.row, kind=lend.LENT, key=f"{rule.row.key}, lent by {other.name}", source=evolve(source, source=other.name))
        )
        lent.words = {
            **rule.words,
            refill.ROOM: 0,
            serve.SOURCE: self.serves[other.name][asker.priority],
            serve.WHOLE: int(travels_whole(other, container=isinstance(asker.rule, Cards))),
        }
        return lent
