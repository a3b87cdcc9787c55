"""What the world does when a rule has fired: for each rule an answer that puts a later input on the agenda."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from heapq import heappush
from typing import TYPE_CHECKING

from attrs import evolve

from kanbanlang.dryrun.agenda import ARRIVALS, CLOCK, COMPLETIONS, NO_INPUT, Follow
from kanbanlang.dryrun.clocks import When
from kanbanlang.dryrun.departures import Departures, departures_of, load_of
from kanbanlang.dryrun.draws import durations
from kanbanlang.dryrun.gauges import Gauge, Record
from kanbanlang.dryrun.hands import feeding, kitting, taking
from kanbanlang.dryrun.lost import goes_at_once, goes_later
from kanbanlang.dryrun.machines import Ending, Later, work_by_piece
from kanbanlang.dryrun.parts import Parts
from kanbanlang.dryrun.people import audits, reports, scans, scraps
from kanbanlang.dryrun.reworks import rework_of
from kanbanlang.dryrun.sources import Late, Lost, delivery, dock_way, in_order, lates_of, lost_of, way_from_supplier
from kanbanlang.dryrun.timers import Timer, timer_of
from kanbanlang.engine import InputKind
from kanbanlang.flow import Row
from kanbanlang.flow.wording import takes_time
from kanbanlang.model.clockwork import NEVER
from kanbanlang.model.policy import Buffer, From, Station
from kanbanlang.model.values import Delay
from kanbanlang.rules import CROSSING, REFILL, RELEASING, SERVING, cards, feed, kit, lend, react, refill, room, serve, short
from kanbanlang.rules import memory as m

if TYPE_CHECKING:
    from kanbanlang.dryrun.world import World

Answer = Callable[[int, int, int, int], None]
"""What follows when a rule has fired: called with the instant, the quantity, the slot and the number of the pull."""


def _at_once(picked: Later) -> Answer:
    """What is taken by hand is taken at once."""
    return lambda now, quantity, slot, number: picked(now, slot, quantity, number)


class Answers:
    """The answers of one world, and what they count: pulls and pieces under way by rule, lead times by supplier, parts by buffer."""

    def __init__(self, world: World) -> None:
        program = world.program
        self._world = world
        self._setting = world.setting
        self._policy = world.policy
        self._agenda = world.agenda
        self.pulls = [0] * len(program.rows)  # not of cards, which always pull one container
        self.on_the_way: list[int | Fraction] = [0] * len(program.rows)  # from another buffer, while measuring: steps x microseconds
        self.lost = dict.fromkeys(program.buffers, 0)  # steps that customers did not wait for, while measuring
        self.lead_times: dict[str, list[int]] = {name: [0, 0] for name in self._policy.suppliers}  # orders, sum of their lead times
        self.parts = Parts(program)
        self.found = dict.fromkeys(program.buffers, 0)  # steps that wrong counts added, or took away
        self._asked: dict[int, int] = {}  # number of a pull -> when it was decided, where that matters
        self._picks: list[Answer | None] = [None] * len(program.rows)
        self._moves: list[Answer | None] = [None] * len(program.rows)  # of pulls that are served from a dock
        self._held_back: list[Answer | None] = [None] * len(program.rows)  # of pulls that had to wait for room
        self._runs: dict[str, Departures] = {}
        self._asking: dict[int, Row] = {}  # row that serves or releases -> a rule that asks it
        for row in program.rows:
            if row.kind in REFILL:
                source = program.P[row.number * m.ROW + serve.SOURCE]
                self._asking[source // m.ROW] = row
                if program.P[source + m.KIND] == kit.KIT:
                    self._asking[program.P[source + kit.RELEASES] // m.ROW] = row

    def answer(self, row: Row) -> Answer | None:
        """What follows when a rule fires. A pull rule has its picks prepared too, for the buffer that will serve them."""
        if row.kind == room.LET_GO:
            return self._serve_pulls(self._held_back)
        if row.kind in REFILL:
            asks = self._timed(row, self._asks(row))
            if not self._world.program.P[row.number * m.ROW + refill.ROOM]:
                return asks
            self._held_back[row.number] = asks
            return None
        return self._gives(row)

    def _timed(self, row: Row, answer: Answer | None) -> Answer | None:
        """The same, but that a time begins: until a pull is promised, or until the next job of a station with a pace may be released."""
        timer = timer_of(self._world.program, row, self._setting.scenario.starts)
        if timer is None or answer is None:
            return answer
        begins = self._begins(row, timer, None)

        def both(now: int, quantity: int, slot: int, number: int) -> None:
            answer(now, quantity, slot, number)
            begins(now, quantity, slot, number)

        return both

    def _asks(self, row: Row) -> Answer | None:
        """What follows when the pull of a rule goes to its source."""
        if row.buffer is not None and row.source is not None:
            come_from = self._world.program.P[row.number * m.ROW + serve.FROM]
            if come_from == serve.FROM_SUPPLIER:
                ask = self._ask_supplier if self._run(row.buffer, row.source) is None else self._ask_supplier_by_runs
                return ask(row, row.buffer, row.source)
            if come_from == serve.FROM_BUFFER:
                giver = self._policy.buffers[row.source.source]
                picked = self._picked(row, row.buffer, row.source, giver)
                self._picks[row.number] = self._retrieved(giver, row.buffer, picked)
                self._moves[row.number] = _at_once(picked)
                return self._ask_buffer(row, self._world.buffers[giver.name], matters=bool(self._lates(giver, row.source)))
            matters = bool(lates_of(self._setting, (row.source.source, row.source.terms.route), None))
            return None if row.kind == refill.CARDS and not matters else self._ask_station(row, matters=matters)
        return None

    def _gives(self, row: Row) -> Answer | None:
        """What follows when a buffer gives, a job is released, or a time begins."""
        if (row.kind in SERVING and row.number in self._asking) or row.kind == lend.USE:
            return self._serve_pulls(self._picks)
        if row.kind in CROSSING:
            return self._serve_pulls(self._moves)
        if row.kind == kit.KIT:
            return kitting(self._world, row, self._asking[row.number])
        if row.kind == feed.FEED_IN_TIME and row.buffer is not None:
            return feeding(self._world, row, row.buffer, self.parts.by_hand)
        if row.kind in RELEASING and row.buffer is not None and row.station is not None:
            return self._timed(row, self._job(row, row.buffer, row.station))
        if row.kind == cards.EMPTIED:
            return scans(self._world, row)
        if row.kind == short.LOSE and row.buffer is not None:
            return goes_at_once(self._world, self.lost, row.buffer)
        if row.kind in {react.ON, react.WHEN}:
            return audits(self._world, [action.target for action in row.actions if action.verb == "count"])
        timer = timer_of(self._world.program, row, self._setting.scenario.starts)
        if timer is None:
            return None
        follow = goes_later(self._world, self.lost, row.buffer) if row.kind == short.SHORT and row.buffer is not None else None
        return self._begins(row, timer, follow)

    def _begins(self, row: Row, timer: Timer, follow: Follow | None) -> Answer:
        """A time begins to run. What is over when it runs out, nobody hears of."""
        put, state, moves = self._agenda.put, self._world.state, self._world.moved_by_input(timer.kind, row)

        def due(now: int, place: int, _quantity: int, number: int) -> None:
            if timer.matters(state, place, number):
                put(now, CLOCK, timer.kind, place, 0, number, follow, moves)

        def answer(now: int, _quantity: int, slot: int, _number: int) -> None:
            begun = timer.begins(state, slot)
            if begun is not None:
                put(timer.ends(now), CLOCK, NO_INPUT, begun[0], 0, begun[1], due)

        return answer

    # ------------------------------------------------------------ somebody is asked
    def _ask_supplier(self, row: Row, buffer: Buffer, source: From) -> Answer:
        """Asked of a supplier: it is there after its lead time."""
        world, supplier = self._world, self._policy.suppliers[source.source]
        arrives = way_from_supplier(self._setting, supplier, buffer.name, source, world.outages)
        heap, number_of = self._agenda.heap, self._agenda.next_number
        moves = world.moved_by_input(InputKind.RECEIPT, row)
        lead_times, pulls, begins = self.lead_times[supplier.name], self.pulls, world.begins
        rule, kind, lost = row.number, world.told(InputKind.RECEIPT), self._lost(buffer, source)

        def answer(now: int, quantity: int, slot: int, number: int) -> None:
            pulls[rule] += 1
            there = arrives(now)
            if lost is not None and lost(now):
                return
            if now >= begins:
                lead_times[0] += 1
                lead_times[1] += there - now
            heappush(heap, (there << 3 | ARRIVALS, number_of(), kind, slot, quantity, number, None, moves, None))

        return answer

    def _ask_supplier_by_runs(self, row: Row, buffer: Buffer, source: From) -> Answer:
        """Asked of a supplier whose goods wait for the departures of a route."""
        world, supplier = self._world, self._policy.suppliers[source.source]
        delivered = delivery(self._setting, supplier, buffer.name, source, world.outages)
        down, put, asked = world.outages.get(supplier.name), self._agenda.put, self._asked
        lost, kind = self._lost(buffer, source), world.told(InputKind.RECEIPT)
        moves = world.moved_by_input(InputKind.RECEIPT, row)
        lead_times, pulls, begins, rule = self.lead_times[supplier.name], self.pulls, world.begins, row.number

        def leaves(now: int, slot: int, quantity: int, number: int) -> None:
            since = asked.pop(number)
            there = delivered(since, now)
            if lost is not None and lost(now):
                return
            if since >= begins:
                lead_times[0] += 1
                lead_times[1] += there - since
            put(there, ARRIVALS, kind, slot, quantity, number, None, moves)

        board = self._boarding(buffer, source, leaves)

        def answer(now: int, quantity: int, slot: int, number: int) -> None:
            pulls[rule] += 1
            asked[number] = now
            board(now if down is None else down.up_at(now), slot, quantity, number)

        return answer

    def _run(self, buffer: Buffer, source: From) -> Departures | None:
        """The departures for which the pulls of a buffer wait, its own or those of a route that many share."""
        terms = source.terms
        known = buffer.sources.index(source) if source in buffer.sources else [one.terms for one in buffer.sources].index(terms)  # lent
        name = terms.run or f"{buffer.name} {known}"
        if name not in self._runs:
            run = departures_of(self._setting, self._agenda, terms, self._world.outages.get(terms.route or ""))
            if run is None:
                return None
            self._runs[name] = run
        return self._runs[name]

    def _boarding(self, buffer: Buffer, source: From, leaves: Later) -> Later:
        """The same, but that what is ready waits for its departure, where there are any."""
        run = self._run(buffer, source)
        return leaves if run is None else run.boarding(load_of(buffer, source.terms), buffer.priority, leaves)

    def _ask_station(self, row: Row, *, matters: bool) -> Answer:
        """Asked of a station: it answers when it releases the job. When it was asked only matters where it can be late."""
        asked, pulls, rule = self._asked, self.pulls, row.number

        def answer(now: int, _quantity: int, _slot: int, number: int) -> None:
            pulls[rule] += 1
            if matters:
                asked[number] = now

        return answer

    def _ask_buffer(self, row: Row, giver: Gauge, *, matters: bool) -> Answer:
        """Asked of another buffer: it answers when it promises the pieces."""
        asked, ask, pulls, rule = self._asked, giver.ask, self.pulls, row.number

        def answer(now: int, quantity: int, _slot: int, number: int) -> None:
            pulls[rule] += 1
            ask(quantity)
            if matters:
                asked[number] = now

        return answer

    # ------------------------------------------------------------ a buffer gives
    def _serve_pulls(self, picks: Sequence[Answer | None]) -> Answer:
        """Pieces are promised: to a customer, who has them now, or to a pull, whose pick begins."""
        s, rows = self._world.state.s, self._world.program.rows

        def answer(now: int, quantity: int, slot: int, number: int) -> None:
            # an order that is served in full leaves its slot at once, and another pull may have it by now
            if s[slot + m.NUMBER] != number:
                return
            rule = s[slot + m.RULE] // m.ROW
            pick = picks[rule] if rows[rule].kind != serve.ORDERS else None
            if pick is not None:
                pick(now, quantity, slot, number)

        return answer

    def _lost(self, buffer: Buffer, source: From) -> Lost | None:
        """Whether what comes from a source by its route gets lost."""
        return lost_of(self._setting, (source.source, source.terms.route), buffer.name)

    def _lates(self, giver: Buffer, source: From) -> list[Late]:
        """What is late when a buffer gives: the buffer, the store in which it is, the route."""
        store = self._policy.stores.get(giver.in_store or "")
        calendar = store.works if store is not None else None
        return lates_of(self._setting, (giver.name, giver.in_store, source.terms.route), calendar)

    def _picked(self, row: Row, buffer: Buffer, source: From, giver: Buffer) -> Later:
        """What follows when a pull has been taken out of the buffer that gives, or moved from its dock: the way from there."""
        world, setting, terms = self._world, self._setting, source.terms
        store = self._policy.stores.get(giver.in_store or "")
        calendar = store.works if store is not None else None
        by_dock = dock_way(setting, terms.via, buffer.name, world.outages)
        lates, turn, lost = self._lates(giver, source), in_order(terms), self._lost(buffer, source)
        put, moves, kind = self._agenda.put, world.moved_by_input(InputKind.PICK, row), world.told(InputKind.PICK)

        def due(end: int, number: int) -> int:
            """When what would be there at `end` is there."""
            asked = self._asked.pop(number, end) if lates else end
            for late in lates:
                end = late(asked, end)
            end = end if by_dock is None else by_dock(end)
            return end if turn is None else turn(end)

        if world.program.P[row.number * m.ROW + serve.TRANSIT]:
            lead = setting.delay(terms.lead_time, calendar, f"{giver.name} to {buffer.name}")
            follow = self._on_the_way(row, lambda now, number: due(lead(now), number), lost)

            def picked(end: int, slot: int, quantity: int, number: int) -> None:
                put(end, ARRIVALS, kind, slot, quantity, number, follow if kind else None, moves)

        else:

            def picked(end: int, slot: int, quantity: int, number: int) -> None:
                if lost is not None and lost(end):
                    return
                put(due(end, number), ARRIVALS, kind, slot, quantity, number, None, moves)

        return self._boarding(buffer, source, picked)

    def _on_the_way(self, row: Row, due: Callable[[int, int], int], lost: Lost | None) -> Follow:
        """What was picked arrives."""
        world, put, on_the_way = self._world, self._agenda.put, self.on_the_way
        moves, held, kind = world.moved_by_input(InputKind.RECEIPT, row), world.readings.held, world.told(InputKind.RECEIPT)

        def picked(now: int, slot: int, quantity: int, number: int) -> None:
            there = due(now, number)
            if lost is not None and lost(now):
                on_the_way[row.number] += quantity * held(now, NEVER)
                return
            on_the_way[row.number] += quantity * held(now, there)
            put(there, ARRIVALS, kind, slot, quantity, number, None, moves)

        return picked

    def _retrieved(self, giver: Buffer, buffer: Buffer, picked: Later) -> Answer:
        """What answers a pull that is served: an opening of the store brings the pieces, or somebody takes them out, one pull at a time."""
        store, time = self._policy.stores.get(giver.in_store or ""), giver.picking_time
        if time is None:
            if store is None:
                return _at_once(picked)
            time = store.retrieval_time
        return taking(self._world, giver, time, buffer.name, buffer.priority, picked)

    # ------------------------------------------------------------ a station works
    def _job(self, row: Row, buffer: Buffer, name: str) -> Answer:
        """A job at a station: its machine, its work, and the way of its pieces to the buffer that pulled them."""
        setting, station, product, rule = self._setting, self._policy.stations[name], buffer.item, self._asking[row.number]
        cycle = station.cycle_times.get(product.name) or station.cycle_times.get("") or Delay()
        drawn = durations(cycle.draw, setting.stream_of(f"{name} makes {product.name}"), setting.notes)
        work_of = work_by_piece(drawn, drawn() if cycle.draw.certain else None, int(1 / product.unit.step))
        setup = None
        if takes_time(station.setup_time):
            setup = durations(station.setup_time.draw, setting.stream_of(f"{name} sets up for {product.name}"), setting.notes)
        moves = self._world.moved_by_input(InputKind.COMPLETION, rule)
        ending = Ending(self._world.told(InputKind.COMPLETION), COMPLETIONS, moves, self._later(rule, buffer, station, moves))
        if station.rejects is not None:
            ending = evolve(ending, later=scraps(self._world, name, rule, ending, station.rejects))
        if station.parts_taken == "report":
            ending = evolve(ending, later=reports(self._world, name, product.name, ending, self.parts.by_hand))
        ending = evolve(ending, rework=rework_of(setting, station, product))
        return self.parts.counting(row, self._world.machines[name].answer(product.name, work_of, setup, ending, row.priority))

    def _later(self, rule: Row, buffer: Buffer, station: Station, moves: tuple[Record, ...]) -> Later | None:
        """Where pieces are there later than their machine is free: what sees to it."""
        assert rule.source is not None  # noqa: S101 - a refill rule has one
        way, turn = self._way_from_station(rule, buffer, station), in_order(rule.source.terms)
        lates = lates_of(self._setting, (station.name, rule.source.terms.route), station.works)
        lost = self._lost(buffer, rule.source)
        if way is None and turn is None and lost is None and not lates and self._run(buffer, rule.source) is None:
            return None
        put, asked, kind = self._agenda.put, self._asked, self._world.told(InputKind.COMPLETION)

        def later(end: int, slot: int, quantity: int, number: int) -> None:
            if lost is not None and lost(end):
                return
            there = end if way is None else way(end)
            since = asked.pop(number, end) if lates else end
            for late in lates:
                there = late(since, there)
            there = there if turn is None else turn(there)
            put(there, COMPLETIONS, kind, slot, quantity, number, None, moves)

        return self._boarding(buffer, rule.source, later)

    def _way_from_station(self, rule: Row, buffer: Buffer, station: Station) -> When | None:
        """The way of finished pieces to the buffer that pulled them."""
        assert rule.source is not None  # noqa: S101 - a refill rule has one
        terms = rule.source.terms
        by_dock = dock_way(self._setting, terms.via, buffer.name, self._world.outages)
        if not takes_time(terms.lead_time):
            return by_dock
        lead = self._setting.delay(terms.lead_time, station.works, f"{station.name} to {buffer.name}")
        return lead if by_dock is None else lambda now: by_dock(lead(now))
