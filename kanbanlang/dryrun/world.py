"""The world of one replication: what answers each rule that fires, with an input that comes later.

It only ever talks to the policy through inputs. Its answers are prepared row by row before the run, so that nothing is looked up then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import heappush

from kanbanlang.dryrun.agenda import ARRIVALS, CLOCK, COMPLETIONS, NO_INPUT, ORDERS, STANDING, Agenda, Follow
from kanbanlang.dryrun.clocks import Hours, Outages, When
from kanbanlang.dryrun.draws import durations
from kanbanlang.dryrun.gauges import Gauge, Record, buffer_gauge
from kanbanlang.dryrun.machines import Ending, Later, Machines, WorkOf, one_pick, work_by_piece
from kanbanlang.dryrun.orders import Order, orders_of
from kanbanlang.dryrun.setting import Setting
from kanbanlang.dryrun.sources import dock_way, lateness, outages, way_from_supplier
from kanbanlang.engine import Engine, InputKind, State
from kanbanlang.flow import Program, Row
from kanbanlang.flow.wording import takes_time
from kanbanlang.model.clockwork import NEVER, occurrences
from kanbanlang.model.policy import Buffer, From, OrderStream, Pattern, Station, Store
from kanbanlang.model.values import Delay
from kanbanlang.rules import INPUTS, KINDS, refill, serve, work
from kanbanlang.rules import memory as m

Answer = Callable[[int, int, int, int], None]
"""What follows when a rule has fired: called with the instant, the quantity, the slot and the number of the pull."""

REFILL = frozenset({refill.CARDS, refill.UP_TO, refill.LOT, refill.ASKED_FOR})
_MOVED_BEFORE = frozenset({serve.SERVE, refill.CARDS, refill.UP_TO, refill.LOT})


class World:
    """Everything outside the policy, for one replication. `then[row]` are the gauges a rule moves, and what answers it (None: nothing)."""

    def __init__(self, setting: Setting, engine: Engine, state: State) -> None:
        scenario = setting.scenario
        self.setting = setting
        self.program: Program = engine.program
        self.policy = scenario.policy
        self.state = state
        self.agenda = Agenda()
        self.begins = scenario.starts + scenario.warm_up
        self.ends = self.begins + scenario.lasts
        starts = scenario.starts
        self.buffers = {name: buffer_gauge(name, at, state.c, starts) for name, at in self.program.buffers.items()}
        self.outages = {name: found for name in self.program.standing if (found := outages(setting, name)) is not None}
        self.machines = {name: self._machines(name, one.machines) for name, one in self.policy.stations.items()}
        self.openings = {name: self._machines(name, one.openings) for name, one in self.policy.stores.items()}
        self.lead_times: dict[str, list[int]] = {name: [0, 0] for name in self.policy.suppliers}  # orders, sum of their lead times
        self.rows_of: dict[str, list[Row]] = {}
        for row in self.program.rows:
            if row.buffer is not None:
                self.rows_of.setdefault(row.buffer.name, []).append(row)
        self.pulls = [0] * len(self.program.rows)  # by refill rule; not of cards, which always pull one container
        self.on_the_way = [0] * len(self.program.rows)  # of a rule's pulls from another buffer, while measuring: steps x microseconds
        self._gauge_of = self._gauges_by_counter()
        self._parts = dict.fromkeys(self.program.buffers, 0)
        self._parts_by_rule: dict[str, list[tuple[int, int]]] = {name: [] for name in self.program.buffers}
        self._asked: dict[int, int] = {}  # number of a pull -> when it was decided, where that is needed
        self._picks: list[Answer | None] = [None] * len(self.program.rows)
        self.then: list[tuple[tuple[Record, ...], Answer | None]] = [(self._moved_by(row), self._answer(row)) for row in self.program.rows]
        self._put_standing()
        self._put_clocks()
        self._put_orders()

    # ------------------------------------------------------------ what moves which gauge
    def _memory(self, row: Row) -> tuple[tuple[int, ...], tuple[int, ...], int]:
        return self.program.P, self.program.B, row.number * m.ROW

    def _gauges_by_counter(self) -> dict[int, Gauge]:
        gauges: dict[int, Gauge] = {}
        for name, at in self.program.buffers.items():
            gauges.update(dict.fromkeys((at.on_hand, at.reserved, at.incoming, at.backlog), self.buffers[name]))
        return gauges

    def _touched(self, touches: Iterable[tuple[int, int]]) -> tuple[Record, ...]:
        return tuple(dict.fromkeys(self._gauge_of[counter].record for counter, _ in touches if counter in self._gauge_of))

    def _moved_by(self, row: Row) -> tuple[Record, ...]:
        """The gauges that a rule moves, but for its own buffer's: what enabled the rule has moved that one at the same instant."""
        moved = self._touched(KINDS[row.kind].writes(*self._memory(row)))
        if row.buffer is None or row.kind not in _MOVED_BEFORE:
            return moved
        return tuple(record for record in moved if record is not self.buffers[row.buffer.name].record)

    def _touched_by(self, kind: InputKind, row: Row) -> tuple[Record, ...]:
        return self._touched(INPUTS[kind].writes(*self._memory(row)))

    # ------------------------------------------------------------ stations and stores
    def _machines(self, name: str, count: int) -> Machines:
        place = self.policy.stations.get(name) or self.policy.stores[name]
        hours = Hours(self.setting.times.of(place.works), self.outages.get(name))
        return Machines(name, count, hours, self.agenda, self.begins, self.ends)

    def open_time(self, name: str) -> int:
        """The hours of a station or store while measuring, whether or not it was down."""
        place = self.policy.stations.get(name) or self.policy.stores[name]
        return Hours(self.setting.times.of(place.works), None).between(self.begins, self.ends)

    def parts_taken(self, buffer: str, pieces: Sequence[int]) -> int:
        """What stations took out of a buffer for jobs of so many pieces by rule."""
        return self._parts[buffer] + sum(each * pieces[row] for row, each in self._parts_by_rule[buffer])

    def _parts_of(self, row: Row) -> Iterator[tuple[str, int, int]]:
        """The buffers from which the jobs of a release row take parts, with the steps for `per` steps of the product."""
        P, B = self.program.P, self.program.B  # noqa: N806 - the names of the memories in every rule
        at, per = P[row.number * m.ROW + work.PARTS], P[row.number * m.ROW + work.PER]
        for part in range(B[at]):
            buffer = self.program.rows[B[at + 1 + 2 * part] // m.ROW].buffer
            assert buffer is not None  # noqa: S101 - parts come from buffers
            yield buffer.name, B[at + 2 + 2 * part], per

    # ------------------------------------------------------------ answers
    def _answer(self, row: Row) -> Answer | None:
        """What follows when a rule fires. A pull rule has its picks prepared too, for the buffer that will serve them."""
        if row.kind in REFILL and row.buffer is not None and row.source is not None:
            come_from = self.program.P[row.number * m.ROW + serve.FROM]
            if come_from == serve.FROM_SUPPLIER:
                return self._ask_supplier(row, row.buffer, row.source)
            if come_from == serve.FROM_BUFFER:
                giver = self.policy.buffers[row.source.source]
                self._picks[row.number] = self._pick(row, row.buffer, row.source, giver)
                return self._ask_buffer(row, self.buffers[giver.name], late=self._late_anywhere(giver))
            late = lateness(self.setting, row.source.source, None) is not None
            return None if row.kind == refill.CARDS and not late else self._ask_station(row, late=late)
        if row.kind == serve.SERVE:
            return self._served(row)
        if row.kind == work.RELEASE and row.buffer is not None and row.station is not None:
            return self._job(row, row.buffer, row.station)
        return None

    def _ask_supplier(self, row: Row, buffer: Buffer, source: From) -> Answer:
        supplier = self.policy.suppliers[source.source]
        arrives = way_from_supplier(self.setting, supplier, buffer.name, source, self.outages.get(supplier.name))
        heap, number_of = self.agenda.heap, self.agenda.next_number
        moves = self._touched_by(InputKind.RECEIPT, row)
        lead_times, begins, kind = self.lead_times[supplier.name], self.begins, int(InputKind.RECEIPT)

        pulls, row_number = self.pulls, row.number

        def answer(now: int, quantity: int, slot: int, number: int) -> None:
            pulls[row_number] += 1
            there = arrives(now)
            if now >= begins:
                lead_times[0] += 1
                lead_times[1] += there - now
            heappush(heap, (there << 3 | ARRIVALS, number_of(), kind, slot, quantity, number, None, moves, None))

        return answer

    def _ask_station(self, row: Row, *, late: bool) -> Answer:
        asked, pulls, row_number = self._asked, self.pulls, row.number

        def answer(now: int, _quantity: int, _slot: int, number: int) -> None:
            pulls[row_number] += 1
            if late:
                asked[number] = now

        return answer

    def _ask_buffer(self, row: Row, giver: Gauge, *, late: bool) -> Answer:
        asked, ask, pulls, row_number = self._asked, giver.ask, self.pulls, row.number

        def answer(now: int, quantity: int, _slot: int, number: int) -> None:
            pulls[row_number] += 1
            ask(quantity)
            if late:
                asked[number] = now

        return answer

    def _late_anywhere(self, giver: Buffer) -> bool:
        return any(lateness(self.setting, name, None) is not None for name in (giver.name, giver.in_store) if name is not None)

    def _served(self, row: Row) -> Answer | None:
        """A buffer promised pieces: to a customer, who has them now, or to a pull, whose pick begins."""
        address = row.number * m.ROW
        if not any(r.kind in REFILL and self.program.P[r.number * m.ROW + serve.SOURCE] == address for r in self.program.rows):
            return None
        s, rows, picks = self.state.s, self.program.rows, self._picks

        def answer(now: int, quantity: int, slot: int, number: int) -> None:
            # an order that is served in full leaves its slot at once, and another pull may have it by now
            if s[slot + m.NUMBER] != number:
                return
            rule = s[slot + m.RULE] // m.ROW
            if rows[rule].kind != serve.ORDERS:
                pick = picks[rule]
                if pick is not None:
                    pick(now, quantity, slot, number)

        return answer

    def _pick(self, row: Row, buffer: Buffer, source: From, giver: Buffer) -> Answer:
        """The pick of a pull at the buffer that gives, and its way from there."""
        setting, terms = self.setting, source.terms
        store = self.policy.stores.get(giver.in_store or "")
        calendar = store.works if store is not None else None
        dock = dock_way(setting, terms.via, buffer.name)
        lates = [late for name in (giver.name, giver.in_store) if name and (late := lateness(setting, name, calendar)) is not None]

        def due(end: int, number: int) -> int:
            """When what would be there at `end` is there."""
            asked = self._asked.pop(number, end) if lates else end
            for late in lates:
                end = late(asked, end)
            return end if dock is None else dock(end)

        picked_moves = self._touched_by(InputKind.PICK, row)
        if self.program.P[row.number * m.ROW + serve.TRANSIT]:
            lead = setting.delay(terms.lead_time, calendar, f"{giver.name} to {buffer.name}")
            follow = self._on_the_way(row, lambda now, number: due(lead(now), number))
            return self._retrieved(
                store,
                giver,
                buffer,
                lambda end, slot, quantity, number: self.agenda.put(
                    end, ARRIVALS, InputKind.PICK, slot, quantity, number, follow, picked_moves
                ),
            )
        if lates or dock is not None:
            return self._retrieved(
                store,
                giver,
                buffer,
                lambda end, slot, quantity, number: self.agenda.put(
                    due(end, number), ARRIVALS, InputKind.PICK, slot, quantity, number, None, picked_moves
                ),
            )
        return self._retrieved(
            store,
            giver,
            buffer,
            lambda end, slot, quantity, number: self.agenda.put(end, ARRIVALS, InputKind.PICK, slot, quantity, number, None, picked_moves),
        )

    def _on_the_way(self, row: Row, due: Callable[[int, int], int]) -> Follow:
        """What was picked arrives."""
        moves = self._touched_by(InputKind.RECEIPT, row)

        def picked(now: int, slot: int, quantity: int, number: int) -> None:
            there = due(now, number)
            self.on_the_way[row.number] += quantity * max(0, min(there, self.ends) - max(now, self.begins))
            self.agenda.put(there, ARRIVALS, InputKind.RECEIPT, slot, quantity, number, None, moves)

        return picked

    def _retrieved(self, store: Store | None, giver: Buffer, buffer: Buffer, picked: Later) -> Answer:
        """What answers a pull that is served: where there is a store, one of its openings brings the pieces."""
        if store is None:
            return lambda now, quantity, slot, number: picked(now, slot, quantity, number)
        retrieval = durations(
            store.retrieval_time.draw, self.setting.stream_of(f"{store.name} retrieves for {buffer.name}"), self.setting.notes
        )
        ending = Ending(NO_INPUT, ARRIVALS, (), picked)
        return self.openings[store.name].answer(giver.item.name, one_pick(retrieval), None, ending)

    def _job(self, row: Row, buffer: Buffer, name: str) -> Answer:
        """A job at a station: its machine, its work, and the way of its pieces to the buffer that pulled them."""
        setting, station, product = self.setting, self.policy.stations[name], buffer.item
        rule = next(
            r for r in self.program.rows if r.kind in REFILL and self.program.P[r.number * m.ROW + serve.SOURCE] == row.number * m.ROW
        )
        cycle = station.cycle_times.get(product.name) or station.cycle_times.get("") or Delay()
        drawn = durations(cycle.draw, setting.stream_of(f"{name} makes {product.name}"), setting.notes)
        work_of: WorkOf = work_by_piece(drawn, drawn() if cycle.draw.certain else None, int(1 / product.unit.step))
        setup = (
            durations(station.setup_time.draw, setting.stream_of(f"{name} sets up"), setting.notes)
            if takes_time(station.setup_time)
            else None
        )
        moves = self._touched_by(InputKind.COMPLETION, rule)
        ending = Ending(int(InputKind.COMPLETION), COMPLETIONS, moves, self._later(rule, buffer, station, moves))
        answer = self.machines[name].answer(product.name, work_of, setup, ending)
        return self._counting_parts(row, answer)

    def _counting_parts(self, row: Row, answer: Answer) -> Answer:
        """The same, but that parts are counted job by job where a job's parts are rounded up."""
        rounded = []
        for buffer, steps, per in self._parts_of(row):
            if steps % per == 0:
                self._parts_by_rule[buffer].append((row.number, steps // per))
            else:
                rounded.append((buffer, steps, per))
        if not rounded:
            return answer

        def counted(now: int, quantity: int, slot: int, number: int) -> None:
            for buffer, steps, per in rounded:
                self._parts[buffer] += -(-quantity * steps // per)
            answer(now, quantity, slot, number)

        return counted

    def _later(self, rule: Row, buffer: Buffer, station: Station, moves: tuple[Record, ...]) -> Later | None:
        """Where pieces are there later than their machine is free: what sees to it."""
        way = self._way_from_station(rule, buffer, station)
        late = lateness(self.setting, station.name, station.works)
        if way is None and late is None:
            return None
        agenda, asked = self.agenda, self._asked

        def later(end: int, slot: int, quantity: int, number: int) -> None:
            there = end if way is None else way(end)
            if late is not None:
                there = late(asked.pop(number, end), there)
            agenda.put(there, COMPLETIONS, InputKind.COMPLETION, slot, quantity, number, None, moves)

        return later

    def _way_from_station(self, rule: Row, buffer: Buffer, station: Station) -> When | None:
        """The way of finished pieces to the buffer that pulled them."""
        assert rule.source is not None  # noqa: S101 - a refill rule has one
        terms = rule.source.terms
        dock = dock_way(self.setting, terms.via, buffer.name)
        if not takes_time(terms.lead_time):
            return dock
        lead = self.setting.delay(terms.lead_time, station.works, f"{station.name} to {buffer.name}")
        return lead if dock is None else lambda now: dock(lead(now))

    # ------------------------------------------------------------ what happens by itself
    def _put_standing(self) -> None:
        """What goes down and up, one stretch at a time."""
        for name, outage in self.outages.items():
            self._put_next_outage(self.program.standing[name], outage, self.setting.scenario.starts)

    def _put_next_outage(self, place: int, outage: Outages, now: int) -> None:
        begins, ends = outage.first_after(now)

        def up(instant: int, _place: int, _quantity: int, _number: int) -> None:
            outage.forget(instant)
            self._put_next_outage(place, outage, instant)

        if begins < self.ends:
            self.agenda.put(begins, STANDING, InputKind.DOWN, place)
            self.agenda.put(ends, STANDING, InputKind.UP, place, follow=up)

    def _put_clocks(self) -> None:
        """The schedules of triggers."""
        schedules = {trigger.name: trigger.schedule for trigger in self.policy.triggers}
        for name, place in self.program.clocks.items():
            schedule = schedules[name]
            if schedule is not None:
                self._put_next_strike(place, occurrences(schedule, self.setting.zone, self.setting.scenario.starts))

    def _put_next_strike(self, place: int, instants: Iterator[int]) -> None:
        def strike(_now: int, _place: int, _quantity: int, _number: int) -> None:
            self._put_next_strike(place, instants)

        self.agenda.put(next(instants, NEVER), CLOCK, InputKind.CLOCK, place, follow=strike)

    def _put_orders(self) -> None:
        setting = self.setting
        for number, stream in enumerate(setting.scenario.orders, 1):
            if stream.pattern is Pattern.ENDLESS:
                self._keep_waiting(stream)
            else:
                orders = orders_of(number, stream, setting)
                self._put_order_stream(orders)

    def _keep_waiting(self, stream: OrderStream) -> None:
        """So many orders wait that every pull the source can take is made."""

    def _put_order_stream(self, orders: Iterator[Order]) -> None:
        """One order of a stream is on the agenda at a time; when it happens, the next one is put there."""
        heap, number_of, kind = self.agenda.heap, self.agenda.next_number, int(InputKind.ORDER)
        targets: dict[str, tuple[int, Callable[[int], None], tuple[Record, ...]]] = {}
        ask = next(iter(self.buffers.values())).ask

        def target(buffer: str) -> tuple[int, Callable[[int], None], tuple[Record, ...]]:
            row = self.program.buffers[buffer].orders
            assert row is not None  # noqa: S101 - whatever is ordered can be ordered
            found = targets[buffer] = (row, self.buffers[buffer].ask, self._touched_by(InputKind.ORDER, self.program.rows[row]))
            return found

        def arrive(_now: int, _place: int, quantity: int, _number: int) -> None:
            ask(quantity)
            put_next()

        def put_next() -> None:
            nonlocal ask
            order = next(orders, None)
            if order is not None:
                instant, buffer, steps = order
                place, ask, moves = targets.get(buffer) or target(buffer)
                heappush(heap, (instant << 3 | ORDERS, number_of(), kind, place, steps, 0, arrive, moves, None))

        put_next()
