"""What stations took out of the buffers that stand at them: counted from how often rules fired, where that says it exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kanbanlang.flow import Program, Row
from kanbanlang.rules import feed, kit, serve, work
from kanbanlang.rules import memory as m

_Answer = Callable[[int, int, int, int], None]


class Parts:
    """Steps taken as parts, by buffer. `by_hand` are those that were counted one by one."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self.by_hand = dict.fromkeys(program.buffers, 0)
        self._by_rule: dict[str, list[tuple[int, int]]] = {name: [] for name in program.buffers}
        for row in program.rows:
            if row.kind == feed.FEED and row.buffer is not None:
                self._by_rule[row.buffer.name].append((row.number, 1))

    def taken(self, buffer: str, pieces: Sequence[int]) -> int:
        """What stations took out of a buffer, where each rule has fired for so many pieces."""
        return self.by_hand[buffer] + sum(each * pieces[row] for row, each in self._by_rule[buffer])

    def counting(self, row: Row, answer: _Answer) -> _Answer:
        """The same answer to a release, but that parts are counted job by job where the parts of a job are rounded up."""
        rounded = []
        for buffer, steps, per in self._of(row):
            if steps % per == 0:
                self._by_rule[buffer].append((row.number, steps // per))
            else:
                rounded.append((buffer, steps, per))
        if not rounded:
            return answer
        parts = self.by_hand

        def counted(now: int, quantity: int, slot: int, number: int) -> None:
            for buffer, steps, per in rounded:
                parts[buffer] += -(-quantity * steps // per)
            answer(now, quantity, slot, number)

        return counted

    def _of(self, row: Row) -> Iterator[tuple[str, int, int]]:
        """The buffers from which the jobs of a release row take parts, with the steps for `per` steps of the product."""
        program = self._program
        address = program.P[row.number * m.ROW + serve.SOURCE] if row.kind == kit.RELEASE_KIT else row.number * m.ROW
        at, per = program.P[address + work.PARTS], program.P[address + work.PER]
        for part in range(program.B[at]):
            giver = program.rows[program.B[at + 1 + 2 * part] // m.ROW]
            if giver.kind == feed.FED:
                continue  # taken out of its buffer when it was picked, for all whom that feeds
            assert giver.buffer is not None  # noqa: S101 - parts come from buffers
            yield giver.buffer.name, program.B[at + 2 + 2 * part], per
