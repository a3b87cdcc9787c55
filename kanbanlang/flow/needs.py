"""Lowering of `exactly as needed`: what jobs of stations, and orders for later, need of a buffer that holds no stock."""

from __future__ import annotations

from attrs import define, field

from kanbanlang.flow.builder import Word
from kanbanlang.flow.program import BufferCounters
from kanbanlang.model.policy import AsNeeded, Buffer, InLoop


@define
class Needs:
    """Of each buffer `exactly as needed` or in a loop a list of what needs it besides those who ask; it grows with the stations."""

    _of: dict[str, list[Word]] = field(factory=dict)

    def of(self, buffer: Buffer) -> Word:
        """The list of a buffer; 0 where nobody looks at it."""
        return self._of.setdefault(buffer.name, [0]) if isinstance(buffer.rule, AsNeeded | InLoop) else 0

    def order(self, buffer: Buffer, coming: int) -> None:
        """Orders for later need what they ask for at once; `coming` counts it, 0 where there are none."""
        if coming:
            self._add(buffer, coming, 1, 1)

    def make(self, jobs: int, part: Buffer, steps: int, per: int) -> None:
        """Jobs take so many steps of a part for so many of their product; `jobs` counts what waits to be made."""
        self._add(part, jobs, steps, per)

    def go_on(self, buffer: Buffer, at: BufferCounters, giver: Buffer) -> None:
        """What a buffer needs and does not pull, for want of cards, is needed of who gives to it all the same."""
        needs, onward = self.of(giver), self.of(buffer)
        if isinstance(needs, list) and isinstance(onward, list):
            needs += onward[1:]
            needs += [at.backlog, 1, 1, at.reserved, 1, 1, at.on_hand, -1, 1, at.incoming, -1, 1]
            needs[0] = len(needs) // 3

    def _add(self, part: Buffer, counter: int, steps: int, per: int) -> None:
        found = self.of(part)
        if isinstance(found, list):
            found += [counter, steps, per]
            found[0] = len(found) // 3
