"""`replay "inputs.csv"`: recorded inputs, each accepted, a duplicate, a conflict or refused with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import define

from kanbanlang.dryrun.agenda import ARRIVALS, COMPLETIONS, COUNTS, NO_INPUT, ORDERS, STANDING
from kanbanlang.dryrun.ahead import put_due
from kanbanlang.dryrun.answers import reason_text
from kanbanlang.dryrun.gauges import Record
from kanbanlang.dryrun.results import Heard, Replayed
from kanbanlang.engine import CONFLICT, DUPLICATE, InputKind, Located, Nowhere, Step, locate
from kanbanlang.engine.lots import LotBook
from kanbanlang.flow import Row
from kanbanlang.model.figures import decimal
from kanbanlang.model.policy import EventKind, RecordedInput
from kanbanlang.model.values import Unit
from kanbanlang.rules import memory as m
from kanbanlang.rules.kind import SPEAKS_OF_A_PULL

if TYPE_CHECKING:
    from kanbanlang.dryrun.replication import Replication
    from kanbanlang.dryrun.trace import Trace

_CLASSES = {
    EventKind.RECEIPT: ARRIVALS,
    EventKind.PICK: ARRIVALS,
    EventKind.REJECTION: ARRIVALS,
    EventKind.COMPLETION: COMPLETIONS,
    EventKind.COUNT: COUNTS,
    EventKind.CANCELLATION: COUNTS,
    EventKind.REISSUE: COUNTS,
    EventKind.DOWN: STANDING,
    EventKind.UP: STANDING,
}
"""The class of an input within one instant; all others are what people order, take and scan."""


@define
class Facts:
    """What recorded facts did to a buffer, in steps: pieces made that nobody asked for, and pieces taken by hand."""

    made: int = 0
    taken: int = 0


class Replay:
    """The recorded inputs of one replication. One of them at a time is on the agenda."""

    def __init__(self, replication: Replication, trace: Trace | None) -> None:
        self._replication, self._trace = replication, trace
        world = replication.world
        rows = world.setting.scenario.recorded
        starts = world.setting.scenario.starts
        within = [one for one in rows if starts <= one.at < world.ends]
        self._outside = len(rows) - len(within)
        self._left = iter(sorted(within, key=lambda one: (one.at, _class_of(one))))
        self._seen: dict[tuple[str, str], tuple[str, ...]] = {}
        self._heard: list[Heard] = []
        self._quantities: dict[Unit, int] = {}
        self._moves: dict[tuple[InputKind, int], tuple[Record, ...]] = {}
        self._put_next()

    def result(self) -> Replayed:
        """What came of all that was heard."""
        quantities = {unit.name: decimal(Fraction(steps) * unit.step) for unit, steps in self._quantities.items()}
        return Replayed(tuple(self._heard), quantities, self._outside)

    def _put_next(self) -> None:
        one = next(self._left, None)
        if one is None:
            return

        def due(now: int, _place: int, _quantity: int, _number: int) -> None:
            self._hear(now, one)
            self._put_next()

        self._replication.world.agenda.put(one.at, _class_of(one), NO_INPUT, follow=due)

    # ------------------------------------------------------------ one input
    def _hear(self, now: int, one: RecordedInput) -> None:
        """Tell the policy, and keep what came of it. A row that says nothing in itself is refused before its key is looked at."""
        steps: list[Step] = []
        moves: Iterable[Record] = ()
        reason: str | None
        found: Located | Nowhere | None = None
        if one.event is None:
            outcome, reason = "refused", one.reason
        elif (repeated := self._repeated(one)) is not None:
            outcome, reason = repeated
        else:
            found = locate(self._replication.engine, self._replication.world.state, one.event, now, self._book)
            outcome, reason, steps, moves = self._taken(one, found)
        accepted = found if outcome == "accepted" and isinstance(found, Located) else None
        unit = self._unit_of(one)
        self._keep(now, one, outcome, reason, unit, 0 if accepted is None else accepted.quantity)
        if self._trace is not None:
            self._trace.recorded(now, one, outcome, reason, steps, None if unit is None else unit.name)
        if accepted is not None:
            self._replication.heard(now, steps, moves)

    @property
    def _book(self) -> LotBook | None:
        """The lots of the run, where anybody asks for them."""
        lots = self._replication.lots
        return None if lots is None else lots.book

    def _repeated(self, one: RecordedInput) -> tuple[str, str] | None:
        """Whether an input came before under the same source and key, with the same content or with other."""
        before = None if one.key is None else self._seen.get((one.source, one.key))
        if before is None:
            return None
        same = before == one.content
        return ("duplicate", reason_text(DUPLICATE)) if same else ("conflict", reason_text(CONFLICT))

    def _taken(self, one: RecordedInput, found: Located | Nowhere) -> tuple[str, str | None, list[Step], Iterable[Record]]:
        """The policy takes an input in, or says why not."""
        if isinstance(found, Nowhere):
            return "refused", found.reason, [], ()
        replication, world = self._replication, self._replication.world
        speaks_of_a_pull = found.kind >= SPEAKS_OF_A_PULL
        row = replication.engine.program.rows[world.state.s[found.place + m.RULE] // m.ROW if speaks_of_a_pull else found.place]
        before = self._before(found, row)
        key = f"{one.file} row {one.row}" if one.key is None else one.key
        pull = world.state.next_pull()
        reason, steps = replication.engine.step(
            world.state, one.source or one.file, key, found.kind, found.place, found.quantity, found.number, found.due
        )
        if reason:
            return "refused", reason_text(reason), [], ()
        if found.kind in {InputKind.ORDER_FOR_LATER, InputKind.PLACED_FOR_LATER}:
            put_due(world, row, one.at, found.due or found.number, pull)
        if replication.lots is not None:
            lot = None if one.event is None else one.event.lot
            replication.lots.heard(one.at, world.state, found.kind, row.number, found.quantity, found.number, steps, lot)
        if one.key is not None:
            self._seen[one.source, one.key] = one.content
        self._count(found, row, before)
        return "accepted", None, steps, self._moved(found.kind, row)

    def _before(self, found: Located, row: Row) -> int:
        """What the books must know before an input: of a consumption what is free, of a count what is there, of goods what is expected."""
        if row.buffer is None:
            return 0
        c, s, program = self._replication.world.state.c, self._replication.world.state.s, self._replication.engine.program
        at = program.buffers[row.buffer.name]
        match found.kind:
            case InputKind.CONSUMPTION:
                return c[at.on_hand] - c[at.reserved]
            case InputKind.COUNT | InputKind.REJECTION:
                return c[at.on_hand]
            case InputKind.RECEIPT:
                return s[found.place + m.ASKED] - s[found.place + m.GOT]
            case InputKind.CANCELLATION:
                return s[found.place + m.STATE]
            case InputKind.PICK if found.quantity < s[found.place + m.ASKED] and row.source is not None:
                return c[program.buffers[row.source.source].on_hand]
            case _:
                return found.quantity

    def _count(self, found: Located, row: Row, before: int) -> None:
        """What no rule and no answer of the world counts."""
        if row.buffer is None:
            return
        facts = self._replication.facts[row.buffer.name]
        match found.kind:
            case InputKind.ORDER | InputKind.PLACED_ORDER:
                self._replication.world.buffers[row.buffer.name].ask(found.quantity)
            case InputKind.UNASKED | InputKind.OVER:
                facts.made += found.quantity
            case InputKind.CONSUMPTION:
                facts.taken += min(found.quantity, before)
            case InputKind.RECEIPT | InputKind.REJECTION:
                facts.made += max(found.quantity - before, 0)
            case InputKind.COUNT:
                facts.made += max(found.quantity - before, 0)
                facts.taken += max(before - found.quantity, 0)
            case InputKind.CANCELLATION if row.source is not None:
                facts.made -= found.quantity  # the pull was counted when it was decided
                if before == m.PICKING:
                    self._replication.facts[row.source.source].taken -= found.quantity
            case InputKind.PICK if row.source is not None:
                self._replication.facts[row.source.source].taken += max(before - found.quantity, 0)

    def _moved(self, kind: InputKind, row: Row) -> tuple[Record, ...]:
        """The gauges that an input moves at a row, worked out once."""
        place = kind, row.number
        if place not in self._moves:
            self._moves[place] = self._replication.world.moved_by_input(kind, row)
        return self._moves[place]

    # ------------------------------------------------------------ what came of it
    def _unit_of(self, one: RecordedInput) -> Unit | None:
        policy = self._replication.world.policy
        event = one.event
        if event is None or one.quantity is None:
            return None
        buffer = policy.buffers.get(event.of)
        item = policy.items.get(event.item or "") or (buffer.item if buffer is not None else None)
        return None if item is None else item.unit

    def _keep(self, now: int, one: RecordedInput, outcome: str, reason: str | None, unit: Unit | None, steps: int) -> None:
        if outcome == "duplicate":
            self._replication.duplicates += 1
        elif outcome != "accepted":
            self._replication.refused += 1
        elif unit is not None:
            self._quantities[unit] = self._quantities.get(unit, 0) + steps
        at = self._replication.world.setting.zone.text(now)
        name = None if unit is None else unit.name
        said = one.kind, one.of, one.item, one.quantity, one.source, one.key
        self._heard.append(Heard(one.file, one.row, at, *said, outcome, reason, name, steps))


def _class_of(one: RecordedInput) -> int:
    return ORDERS if one.event is None else _CLASSES.get(one.event.kind, ORDERS)
