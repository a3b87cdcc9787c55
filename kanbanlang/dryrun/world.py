"""The world of one replication: what answers each rule that fires, with an input that comes later.

It only ever talks to the policy through inputs. Its answers are prepared row by row before the run, so that nothing is looked up then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import heappush

from kanbanlang.dryrun.agenda import ARRIVALS, CLOCK, COMPLETIONS, NO_INPUT, ORDERS, STANDING, Agenda, Follow
from kanbanlang.dryrun.clocks import Hours, Outages, When
from kanbanlang.dryrun.draws import durations
from kanbanlang.dryrun.gauges import BufferGauge, Gauge, StationGauge
from kanbanlang.dryrun.machines import Finished, Machines, WorkOf, one_pick, put_completion, work_by_piece
from kanbanlang.dryrun.orders import Order, orders_of
from kanbanlang.dryrun.setting import Setting
from kanbanlang.dryrun.sources import Late, dock_way, lateness, outages, way_from_supplier
from kanbanlang.engine import Engine, InputKind, State
from kanbanlang.flow import Program, Row
from kanbanlang.model.calendar import Calendar
from kanbanlang.model.clockwork import NEVER, occurrences
from kanbanlang.model.policy import Buffer, From, OrderStream, Pattern
from kanbanlang.model.values import Delay
from kanbanlang.rules import INPUTS, KINDS, refill, serve, work
from kanbanlang.rules import memory as m

Answer = Callable[[int, int, int, int], None]
"""What follows when a rule has fired: called with the instant, the quantity, the slot and the number of the pull."""

REFILL = frozenset({refill.CARDS, refill.UP_TO, refill.LOT, refill.ASKED_FOR})


class World:
    """Everything outside the policy, for one replication. `answers[row]` is None where nothing outside has to happen."""

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
        self.buffers = {name: BufferGauge(name, at, state.c, starts) for name, at in self.program.buffers.items()}
        self.stations = {name: StationGauge(name, at, state.c, starts) for name, at in self.program.stations_wip.items()}
        self.outages = {name: found for name in self.program.standing if (found := outages(setting, name)) is not None}
        self.machines = {name: self._machines(name, one.machines) for name, one in self.policy.stations.items()}
        self.openings = {name: self._machines(name, one.openings) for name, one in self.policy.stores.items()}
        self.lead_times: dict[str, list[int]] = {name: [0, 0] for name in self.policy.suppliers}  # orders, sum of their lead times
        self.rows_of: dict[str, list[Row]] = {}
        for row in self.program.rows:
            if row.buffer is not None:
                self.rows_of.setdefault(row.buffer.name, []).append(row)
        self.on_the_way = [0] * len(self.program.rows)  # of a rule's pulls from another buffer, while measuring: steps x microseconds
        self._gauge_of = self._gauges_by_counter()
        self.touched_by_rule = [self._touched(KINDS[row.kind].writes(*self._memory(row))) for row in self.program.rows]
        self._parts = dict.fromkeys(self.program.buffers, 0)
        self._parts_by_rule: dict[str, list[tuple[int, int]]] = {name: [] for name in self.program.buffers}
        self._asked: dict[int, int] = {}  # number of a pull -> when it was decided, where that is needed
        self._picks: list[Answer | None] = [None] * len(self.program.rows)
        self.answers: list[Answer | None] = [self._answer(row) for row in self.program.rows]
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
        for name, place in self.program.stations_wip.items():
            gauges[place] = self.stations[name]
        return gauges

    def _touched(self, touches: Iterable[tuple[int, int]]) -> tuple[Gauge, ...]:
        return tuple(dict.fromkeys(self._gauge_of[counter] for counter, _ in touches if counter in self._gauge_of))

    def _touched_by(self, kind: InputKind, row: Row) -> tuple[Gauge, ...]:
        return self._touched(INPUTS[kind].writes(*self._memory(row)))

    # ------------------------------------------------------------ stations and stores
    def _machines(self, name: str, count: int) -> Machines:
        place = self.policy.stations.get(name) or self.policy.stores[name]
        hours = Hours(self.setting.times.of(place.works), self.outages.get(name))
        return Machines(name, count, hours, self.begins, self.ends)

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
                return self._ask_buffer(self.buffers[giver.name], late=self._late_anywhere(giver))
            return self._note_asked() if lateness(self.setting, row.source.source, None) is not None else None
        if row.kind == serve.SERVE:
            return self._served(row)
        if row.kind == work.RELEASE and row.buffer is not None and row.station is not None:
            return self._job(row, row.buffer, row.station)
        return None

    def _ask_supplier(self, row: Row, buffer: Buffer, source: From) -> Answer:
        supplier = self.policy.suppliers[source.source]
        arrives = way_from_supplier(self.setting, supplier, buffer.name, source, self.outages.get(supplier.name))
        heap, number_of = self.agenda.heap, self.agenda.next_number
        touched = self._touched_by(InputKind.RECEIPT, row)
        lead_times, begins, kind = self.lead_times[supplier.name], self.begins, int(InputKind.RECEIPT)

        def answer(now: int, quantity: int, slot: int, number: int) -> None:
            there = arrives(now)
            if now >= begins:
                lead_times[0] += 1
                lead_times[1] += there - now
            heappush(heap, (there << 3 | ARRIVALS, number_of(), kind, slot, quantity, number, None, touched, None))

        return answer

    def _note_asked(self) -> Answer:
        asked = self._asked

        def answer(now: int, _quantity: int, _slot: int, number: int) -> None:
            asked[number] = now

        return answer

    def _ask_buffer(self, giver: BufferGauge, *, late: bool) -> Answer:
        asked = self._asked

        def answer(now: int, quantity: int, _slot: int, number: int) -> None:
            giver.asked_now += quantity
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
        travels = self.program.P[row.number * m.ROW + serve.TRANSIT] == 1
        lead = setting.delay(terms.lead_time, calendar, f"{giver.name} to {buffer.name}") if travels else None
        dock = dock_way(setting, terms.via, buffer.name)
        lates = [late for name in (giver.name, giver.in_store) if name and (late := lateness(setting, name, calendar)) is not None]
        received = self._touched_by(InputKind.RECEIPT, row)

        def due(end: int, number: int) -> int:
            if lates:
                asked = self._asked.pop(number, end)
                for late in lates:
                    end = late(asked, end)
            return end if dock is None else dock(end)

        def picked(now: int, slot: int, quantity: int, number: int) -> None:
            assert lead is not None  # noqa: S101 - it travels
            there = due(lead(now), number)
            self.on_the_way[row.number] += quantity * max(0, min(there, self.ends) - max(now, self.begins))
            self.agenda.put(there, ARRIVALS, InputKind.RECEIPT, slot, quantity, number, gauges=received)

        follow: Follow | None = picked if travels else None
        finished = self._put_pick(follow, None if travels or not (lates or dock) else due, self._touched_by(InputKind.PICK, row))
        if store is None:
            return lambda now, quantity, slot, number: finished(now, slot, quantity, number, _nothing)
        retrieval = durations(store.retrieval_time.draw, setting.stream_of(f"{store.name} retrieves for {buffer.name}"), setting.notes)
        return self.openings[store.name].answer(giver.item.name, one_pick(retrieval), None, finished)

    def _put_pick(self, follow: Follow | None, due: Callable[[int, int], int] | None, touched: tuple[Gauge, ...]) -> Finished:
        agenda = self.agenda

        def finished(end: int, slot: int, quantity: int, number: int, freed: Follow) -> None:
            there = end if due is None else due(end, number)
            if there != end:
                agenda.put(end, ARRIVALS, NO_INPUT, follow=freed)
                freed = _nothing

            def both(now: int, place: int, amount: int, pull: int) -> None:
                freed(now, place, amount, pull)
                if follow is not None:
                    follow(now, place, amount, pull)

            agenda.put(there, ARRIVALS, InputKind.PICK, slot, quantity, number, both, touched)

        return finished

    def _job(self, row: Row, buffer: Buffer, name: str) -> Answer:
        """A job at a station: its machine, its work, and the way of its pieces to the buffer that pulled them."""
        setting, station, product = self.setting, self.policy.stations[name], buffer.item
        rule = next(
            r for r in self.program.rows if r.kind in REFILL and self.program.P[r.number * m.ROW + serve.SOURCE] == row.number * m.ROW
        )
        cycle = station.cycle_times.get(product.name) or station.cycle_times.get("") or Delay()
        drawn = durations(cycle.draw, setting.stream_of(f"{name} makes {product.name}"), setting.notes)
        work_of: WorkOf = work_by_piece(drawn, drawn() if cycle.draw.certain else None, int(1 / product.unit.step))
        has_setup = not (station.setup_time.draw.certain and station.setup_time.draw.parameters[0] == 0)
        setup = durations(station.setup_time.draw, setting.stream_of(f"{name} sets up"), setting.notes) if has_setup else None
        finished = put_completion(self.agenda, COMPLETIONS, InputKind.COMPLETION, self._touched_by(InputKind.COMPLETION, rule))
        late = lateness(setting, name, station.works)
        way = self._way_from_station(rule, buffer, station.works)
        if late is not None or way is not None:
            finished = self._later(finished, way, late)
        answer = self.machines[name].answer(product.name, work_of, setup, finished)
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

    def _way_from_station(self, rule: Row, buffer: Buffer, calendar: Calendar | None) -> When | None:
        assert rule.source is not None  # noqa: S101 - a refill rule has one
        terms = rule.source.terms
        dock = dock_way(self.setting, terms.via, buffer.name)
        if terms.lead_time.draw.certain and terms.lead_time.draw.parameters[0] == 0:
            return dock
        lead = self.setting.delay(terms.lead_time, calendar, f"{rule.source.source} to {buffer.name}")
        return lead if dock is None else lambda now: dock(lead(now))

    def _later(self, finished: Finished, way: When | None, late: Late | None) -> Finished:
        """The pieces are there later than the machine is free."""
        agenda, asked = self.agenda, self._asked

        def later(end: int, slot: int, quantity: int, number: int, freed: Follow) -> None:
            agenda.put(end, COMPLETIONS, NO_INPUT, follow=freed)
            there = end if way is None else way(end)
            if late is not None:
                there = late(asked.pop(number, end), there)
            finished(there, slot, quantity, number, _nothing)

        return later

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
        targets: dict[str, tuple[int, BufferGauge, tuple[Gauge, ...]]] = {}
        asked = next(iter(self.buffers.values()))

        def target(buffer: str) -> tuple[int, BufferGauge, tuple[Gauge, ...]]:
            row = self.program.buffers[buffer].orders
            assert row is not None  # noqa: S101 - whatever is ordered can be ordered
            found = targets[buffer] = (row, self.buffers[buffer], self._touched_by(InputKind.ORDER, self.program.rows[row]))
            return found

        def put_next() -> None:
            nonlocal asked
            order = next(orders, None)
            if order is not None:
                instant, buffer, quantity = order
                place, asked, gauges = targets.get(buffer) or target(buffer)
                heappush(heap, (instant << 3 | ORDERS, number_of(), kind, place, quantity, 0, arrive, gauges, None))

        def arrive(_now: int, _place: int, quantity: int, _number: int) -> None:
            asked.asked_now += quantity
            put_next()

        put_next()


def _nothing(_now: int, _place: int, _quantity: int, _number: int) -> None:
    """Nothing follows."""
