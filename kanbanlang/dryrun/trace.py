"""What a run says of each input: where it came from, what it was, and the actions that followed."""

from __future__ import annotations

from collections.abc import Callable

from kanbanlang.dryrun.answers import actions_of, reason_text
from kanbanlang.dryrun.results import Record
from kanbanlang.engine import DUPLICATE, Engine, InputKind, State, Step
from kanbanlang.flow import Row
from kanbanlang.model.clockwork import Zone
from kanbanlang.model.policy import RecordedInput
from kanbanlang.rules import memory as m
from kanbanlang.rules.kind import SPEAKS_OF_A_PULL

Tell = Callable[[Record], None]


class Trace:
    """Tells of every input of one replication."""

    def __init__(self, engine: Engine, state: State, scenario: str, replication: int, zone: Zone, tell: Tell) -> None:
        self._engine, self._state = engine, state
        self._scenario, self._replication = scenario, replication
        self._zone, self._tell = zone, tell
        self._number = 0

    def started(self, now: int, steps: list[Step]) -> None:
        """What the start itself caused, if anything."""
        program = self._engine.program
        actions = actions_of(self._engine, self._state, steps, "world", "start")
        if actions:
            at, of = self._zone.text(now), program.policy.name
            nothing = {"item": None, "quantity": None, "unit": None, "reason": None}
            said = {"kind": "start", "of": of, "source": "world", "key": "start", "outcome": "accepted", "number": 0}
            self._tell(Record(self._scenario, self._replication, at, actions=tuple(actions), **said, **nothing))  # type: ignore[arg-type]

    def took(self, now: int, key: str | None, kind: int, place: int, quantity: int, pull: int) -> tuple[int, list[Step]]:
        """Tell the policy an input, and the world outside of it."""
        program, state = self._engine.program, self._state
        row = program.rows[state.s[place + m.RULE] // m.ROW if kind >= SPEAKS_OF_A_PULL else place]
        self._number += 1
        of, source = _said(InputKind(kind), row)
        unique = str(self._number) if key is None else key
        reason, steps = self._engine.step(state, "", key, InputKind(kind), place, quantity, pull)
        actions = actions_of(self._engine, state, steps, source, unique)
        item = row.buffer.item if row.buffer is not None else None
        self._tell(
            Record(
                scenario=self._scenario,
                replication=self._replication,
                at=self._zone.text(now),
                number=self._number,
                kind=InputKind(kind).name.lower(),
                of=of,
                item=None if item is None else item.name,
                quantity=None if item is None else item.unit.text(quantity),
                unit=None if item is None else item.unit.name,
                source=source,
                key=unique,
                outcome="duplicate" if reason == DUPLICATE else "refused" if reason else "accepted",
                reason=reason_text(reason) if reason and reason != DUPLICATE else None,
                actions=tuple(actions),
            )
        )
        return reason, steps

    def recorded(self, now: int, one: RecordedInput, outcome: str, reason: str | None, steps: list[Step], unit: str | None) -> None:
        """A row of a recording, and what came of it."""
        self._number += 1
        source, key = one.source or one.file, one.key or f"row {one.row}"
        self._tell(
            Record(
                scenario=self._scenario,
                replication=self._replication,
                at=self._zone.text(now),
                number=self._number,
                kind=one.kind,
                of=one.of,
                item=one.item,
                quantity=one.quantity,
                unit=unit,
                source=source,
                key=key,
                outcome=outcome,
                reason=reason,
                actions=tuple(actions_of(self._engine, self._state, steps, source, key)),
            )
        )


_OF_CUSTOMERS = frozenset(
    {
        *(InputKind.ORDER, InputKind.PLACED_ORDER),
        *(InputKind.ORDER_FOR_LATER, InputKind.DUE, InputKind.PLACED_FOR_LATER, InputKind.TURN_COMES),
    }
)


def _said(kind: InputKind, row: Row) -> tuple[str, str]:
    """What an input is of, and who sends it."""
    buffer = row.buffer.name if row.buffer is not None else ""
    source = row.source.source if row.source is not None else ""
    match kind:
        case kind if kind in _OF_CUSTOMERS:
            return buffer, "customers"
        case InputKind.RECEIPT | InputKind.CANCELLATION:
            return buffer, source
        case InputKind.PICK | InputKind.COMPLETION:
            return source, source
        case InputKind.FREEZES:
            return buffer, "clock"
        case InputKind.CLOCK | InputKind.DAY:
            return row.trigger.name if row.trigger is not None else row.key, "clock"
        case _:
            name = row.key.removesuffix(" standing")
            return name, name
