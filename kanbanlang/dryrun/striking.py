"""The clock of a policy's test: schedules strike, and times that rules began run out, when the test's own time gets there."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush, merge
from operator import itemgetter
from typing import Any

from attrs import define, field

from kanbanlang.dryrun.agenda import ARRIVALS, CLOCK, ORDERS
from kanbanlang.dryrun.expiries import Expiries, expiries_of
from kanbanlang.dryrun.timers import Timer, timer_of
from kanbanlang.engine import Engine, InputKind, State, Step
from kanbanlang.engine.lots import Lot, Numbered
from kanbanlang.model.clockwork import NEVER, Zone, occurrences_from
from kanbanlang.model.schedule import Schedule
from kanbanlang.rules import memory as m
from kanbanlang.rules import room, zones

SENDER = "clock"


@define
class Clock:
    """What time brings in a run that began at `begins`, the earliest first; of one instant first what began first, then schedules."""

    engine: Engine
    state: State
    begins: int
    now: int = field(init=False)
    _strikes: Iterator[tuple[int, int]] = field(init=False)
    _strike: tuple[int, int] = field(init=False)
    _running: list[tuple[int, int, int, InputKind, int, int]] = field(factory=list)  # ends at, class, begun as the nth, and what comes then
    _begun: int = 0
    _struck: int = 0  # so many schedules have struck at `now`
    _zone: Zone = field(init=False)
    _timers: dict[int, Timer] = field(init=False)
    lots: Expiries | None = field(init=False)
    _expiring: list[tuple[int, int, int, Lot]] = field(factory=list)  # when, begun as the nth, row at which goods are rejected, and the lot

    def __attrs_post_init__(self) -> None:
        program = self.engine.program
        self.now = self.begins
        self._zone = zone = Zone(program.policy.zone)
        self._strike_from(self.now)
        self._timers = {row.number: timer for row in program.rows if (timer := timer_of(program, row, self.now)) is not None}
        self.lots = expiries_of(program, self.state, self.now, zone, self._expires_at)

    def _strike_from(self, origin: int) -> None:
        """The schedules go on with what is due at an instant or behind it."""
        strikes = (_strikes(schedule, row, self._zone, self.begins, origin) for schedule, row in self.engine.program.clocks)
        self._strikes = merge(*strikes)
        self._strike = next(self._strikes, (NEVER, 0))

    def _expires_at(self, instant: int, row: int, lot: Lot) -> None:
        self._begun += 1
        heappush(self._expiring, (instant, self._begun, row, lot))

    def heard(self, steps: list[Step]) -> None:
        """Rules fired now: some of them begin a time."""
        rows = self.engine.program.rows
        for j, _, slot, *_ in steps:
            # a pull that waited for room goes by the terms of its own rule
            timer = self._timers.get(self.state.s[slot + m.RULE] // m.ROW if rows[j].kind == room.LET_GO else j)
            begun = None if timer is None else timer.begins(self.state, slot)
            if timer is not None and begun is not None:
                self._begins(timer.ends(self.now), CLOCK, timer.kind, *begun)

    def ordered(self, slot: int, number: int, due: int) -> None:
        """An order for later was taken in."""
        self._begins(due, ORDERS, InputKind.DUE, slot, number)

    def placed(self, slot: int, number: int, due: int) -> None:
        """An order with its place in a sequence was taken in, and is due later."""
        self._begins(due, ORDERS, InputKind.TURN_COMES, slot, number)
        buffer = self.engine.program.rows[self.state.s[slot + m.RULE] // m.ROW].buffer
        if buffer is not None and buffer.frozen is not None:
            self._begins(max(self.now, due - buffer.frozen), ARRIVALS, InputKind.FREEZES, slot, number)
            self.freeze()

    def freeze(self) -> None:
        """Freeze the places in sequences whose time it is now, before anything else of this instant is heard."""
        while self._running and self._running[0][:2] == (self.now, ARRIVALS):
            _, _, _, kind, place, number = heappop(self._running)
            self.engine.step(self.state, SENDER, None, kind, place, 0, number)

    def _begins(self, ends: int, turn: int, kind: InputKind, place: int, number: int) -> None:
        self._begun += 1
        heappush(self._running, (ends, turn, self._begun, kind, place, number))

    def orders_due(self) -> bool:
        """Whether an order for later is due now."""
        return bool(self._running) and self._running[0][:2] == (self.now, ORDERS)

    def goes_on(self, instant: int) -> None:
        """It is so late now; nothing before that may be due any more."""
        if instant > self.now:
            self.now, self._struck = instant, 0

    # ------------------------------------------------------------ kept over a restart
    def kept(self) -> dict[str, Any]:
        """All that the clock knows beside the state, in words of JSON."""
        lots = Numbered()
        book = None if self.lots is None else self.lots.book.kept(lots)
        expiring = [(instant, begun, row, lots.number(lot)) for instant, begun, row, lot in sorted(self._expiring, key=itemgetter(0, 1))]
        running = [[int(word) for word in one] for one in sorted(self._running)]
        return {
            "begins": self.begins,
            "now": self.now,
            "struck": self._struck,
            "begun": self._begun,
            "running": running,
            "book": book,
            "expiring": expiring,
            "lots": lots.all(),
        }

    @classmethod
    def recalled(cls, engine: Engine, state: State, kept: dict[str, Any]) -> Clock:
        """The clock that was kept."""
        clock = cls(engine, state, kept["begins"])
        clock.now = kept["now"]
        clock._strike_from(clock.now)
        for _ in range(kept["struck"]):
            clock._strike = next(clock._strikes, (NEVER, 0))
        clock._struck, clock._begun = kept["struck"], kept["begun"]
        clock._running = [(ends, turn, begun, InputKind(kind), place, number) for ends, turn, begun, kind, place, number in kept["running"]]
        if clock.lots is not None and kept["book"] is not None:
            lots = [Lot(*one) for one in kept["lots"]]
            clock.lots.book.recall(kept["book"], lots)
            clock._expiring = [(instant, begun, row, lots[number]) for instant, begun, row, number in kept["expiring"]]
        return clock

    def due(self) -> int:
        """When something is next brought about."""
        ahead = (heap[0][0] for heap in (self._running, self._expiring) if heap)
        return min(self._strike[0], *ahead, NEVER)

    def strike(self) -> tuple[str, list[Step]]:
        """Let the next thing happen: the key under which it comes, and the rules that fired."""
        self.goes_on(self.due())
        if self._expiring and self._expiring[0][0] == self.now:
            return self._set_aside()
        if self._running and self._running[0][0] == self.now:
            _, _, _, kind, place, number = heappop(self._running)
            key = f"{self.now} {kind.name} {place} {number}"
            _, steps = self.engine.step(self.state, SENDER, None, kind, place, 0, number)
        else:
            _, row = self._strike
            self._struck += 1
            self._strike = next(self._strikes, (NEVER, 0))
            key = f"{self.now} {row}"
            day = self.engine.program.rows[row].kind == zones.DAYS
            kind, number = (InputKind.DAY, self._zone.local(self.now)[0]) if day else (InputKind.CLOCK, 0)
            _, steps = self.engine.step(self.state, SENDER, None, kind, row, 0, number)
        self.heard(steps)
        if self.lots is not None:
            self.lots.heard(self.now, self.state, kind, 0, 0, 0, steps)
        return key, steps

    def _set_aside(self) -> tuple[str, list[Step]]:
        """A lot is no longer to be used."""
        _, begun, row, lot = heappop(self._expiring)
        assert self.lots is not None  # noqa: S101 - there is one
        quantity = self.lots.expires(lot)
        _, steps = self.engine.step(self.state, SENDER, None, InputKind.REJECTION, row, quantity, 0)
        self.heard(steps)
        self.lots.heard(self.now, self.state, InputKind.REJECTION, row, quantity, 0, steps)
        return f"{self.now} lot {begun}", steps


def _strikes(schedule: Schedule, row: int, zone: Zone, starts: int, origin: int) -> Iterator[tuple[int, int]]:
    """When a schedule strikes from `origin` on, and at which row."""
    return ((instant, row) for instant in occurrences_from(schedule, zone, starts, origin))
