"""Lowering of loops: which counters say how much of a loop is in it, so that its cards are seen rather than counted."""

from __future__ import annotations

from attrs import define, field

from kanbanlang.flow.builder import Word
from kanbanlang.flow.jobs import Jobs
from kanbanlang.flow.program import BufferCounters, Terms
from kanbanlang.model.policy import InLoop, Loop, Policy
from kanbanlang.rules import loop


@define
class Loopings:
    """The loops of a policy. The lists of their counters are filled once all rows are placed."""

    policy: Policy
    counters: dict[str, BufferCounters]
    jobs: Jobs
    _lists: list[tuple[tuple[str, ...], list[Word]]] = field(factory=list)

    def columns(self, rule: InLoop) -> dict[int, Word]:
        """What the row of a place in a loop has beside what every refill rule has."""
        cards: list[Word] = [0]
        self._lists.append((rule.enters, cards))
        return {loop.LOT: rule.lot, loop.ENDLESS: rule.endless, loop.CARDS: cards}

    def connect(self) -> None:
        """Say of each place that takes cards what is in its loops, and of the place before it what waits for cards there."""
        before = self._before
        gates = {one.entry for one in self.policy.loops.values() if one.entry in before}
        for gate in sorted(gates, key=lambda name: _depth(name, before), reverse=True):
            self.jobs.needs.go_on(self.policy.buffers[gate], self.counters[gate], self.policy.buffers[before[gate]])
        for enters, words in self._lists:
            words[0] = len(enters)
            for name in enters:
                one = self.policy.loops[name]
                terms = self._terms(one, "")
                inside, outside = ([counter for sign, counter in terms if sign == side] for side in (1, -1))
                words += [one.cards * one.lot, len(inside), *inside, len(outside), *outside]

    def in_work(self) -> dict[str, Terms]:
        """Of each loop what is in it. A card that waits for a job which is still in the loop before has nothing in it."""
        before = self._before
        return {name: self._terms(one, one.entry if one.entry in before else "") for name, one in self.policy.loops.items()}

    @property
    def _before(self) -> dict[str, str]:
        """Which place gives to which."""
        return {taker: giver for one in self.policy.loops.values() for giver, taker in zip(one.lies, one.lies[1:], strict=False)}

    def _terms(self, one: Loop, later: str) -> Terms:
        """All that its first place pulled, what lies between its places, and the jobs of the other places but for those that still wait.

        `later` is the first place, if what waits there is not to count.
        """
        terms = [(1, self.counters[one.entry].incoming)] if one.entry != later else []
        terms += [(1, self.counters[name].on_hand) for name in one.holds]
        for station, into in one.fills:
            if into != one.entry or into == later:
                terms += [(1, self.counters[into].incoming), *((-1, counter) for counter in self.jobs.waiting(station, into))]
        for giver, taker in one.moves:
            if taker != one.entry or taker == later:
                terms += [(1, self.counters[taker].incoming), (-1, self.counters[giver].backlog), (-1, self.counters[giver].reserved)]
        return tuple(terms)


def _depth(name: str, before: dict[str, str]) -> int:
    """How many places come before a buffer."""
    depth = 0
    while name in before:
        name, depth = before[name], depth + 1
    return depth
