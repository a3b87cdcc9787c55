"""From the flow graph of a policy to its program: which rule kinds, over which places, with which quantities."""

from __future__ import annotations

from attrs import define, evolve, field

from kanbanlang.flow.ahead import count_ahead, ordered_ahead, place_days, zones_rule
from kanbanlang.flow.builder import Builder, Draft, Word, finish
from kanbanlang.flow.cancelling import Rest, can_cancel, cancels, place_rest
from kanbanlang.flow.cards import place_cards, place_retirement
from kanbanlang.flow.choices import called, chooses, connect
from kanbanlang.flow.classes import Classes, classes_of
from kanbanlang.flow.docking import docks_of, place_dock
from kanbanlang.flow.feeding import Fed, place_feeding
from kanbanlang.flow.jobs import Jobs
from kanbanlang.flow.laws import laws_of
from kanbanlang.flow.lending import Lending
from kanbanlang.flow.levels import levels_of
from kanbanlang.flow.looping import Loopings
from kanbanlang.flow.needs import Needs
from kanbanlang.flow.places import stations_of, travels_whole
from kanbanlang.flow.program import BufferCounters, Program, Row
from kanbanlang.flow.reactions import Reactions
from kanbanlang.flow.rooms import place_room
from kanbanlang.flow.safety import Safeties
from kanbanlang.flow.sequencing import place_sequence
from kanbanlang.flow.shelves import most, shares
from kanbanlang.flow.shortage import place_shortage
from kanbanlang.flow.variants import RESTED, REVIEWED
from kanbanlang.model.full import full_stock
from kanbanlang.model.policy import (
    USUAL_PRIORITY,
    AsNeeded,
    Buffer,
    Cards,
    EventKind,
    From,
    InLoop,
    Keep,
    Policy,
    ReorderLot,
    ReorderUpTo,
    Unlimited,
    Zones,
)
from kanbanlang.model.schedule import Schedule
from kanbanlang.model.uncollected import uncollected
from kanbanlang.rules import as_needed, cancel, choice, fact, later, loop, refill, review, sequence, serve, turns, work
from kanbanlang.rules import memory as m


@define
class Lowering:
    """The bench with the places of one policy on it."""

    policy: Policy
    builder: Builder
    reactions: Reactions
    counters: dict[str, BufferCounters] = field(factory=dict)
    stocks: dict[str, Draft] = field(factory=dict)
    serves: dict[str, dict[int, Draft]] = field(factory=dict)  # by priority; the first of them is the STOCK row
    orders: dict[str, dict[int, Draft]] = field(factory=dict)
    classes: Classes = field(init=False)
    needs: Needs = field(init=False)
    can_cancel: bool = field(init=False)
    safeties: Safeties = field(init=False)
    ahead: frozenset[str] = field(init=False)  # buffers that get orders for later
    lending: Lending = field(init=False)
    rests: dict[str, Rest] = field(factory=dict)
    fed: dict[tuple[str, str], Fed] = field(factory=dict)  # by station and item
    jobs: Jobs = field(init=False)
    loopings: Loopings = field(init=False)
    consumes: dict[str, Draft] = field(factory=dict)
    at_docks: dict[tuple[str, str], int] = field(factory=dict)
    reviews: dict[Schedule, Draft] = field(factory=dict)
    rooms: dict[str, tuple[Draft, list[Word]]] = field(factory=dict)  # with the list of rules whose pulls wait there
    choices: list[list[Draft]] = field(factory=list)  # of each rule that chooses among sources, its row for each

    def __attrs_post_init__(self) -> None:
        self.classes = classes_of(self.policy)
        self.can_cancel = can_cancel(self.policy)
        self.safeties = Safeties(self.builder, self.reactions)
        self.ahead = ordered_ahead(self.policy)
        self.lending = Lending(self.policy, self.builder, self.serves)
        self.needs = Needs()
        self.jobs = Jobs(self.policy, self.builder, self.needs)
        self.loopings = Loopings(self.policy, self.counters, self.jobs)

    # ------------------------------------------------------------ places
    def asked_directly(self) -> set[str]:
        """Buffers of which customers or other buffers can ask; the others only give parts to a station."""
        pulled_from = {source.source for buffer in self.policy.buffers.values() for source in buffer.sources}
        pulled_from |= {other for buffer in self.policy.buffers.values() for other, _ in buffer.shortage.uses}
        ordered = {stream.buffer for scenario in self.policy.scenarios.values() for stream in scenario.orders}
        ordered |= {row.buffer for scenario in self.policy.scenarios.values() for stream in scenario.orders for row in stream.recorded}
        ordered |= {when.event.of for test in self.policy.tests for when in test.steps if when.event.kind is EventKind.ORDER}
        return {
            buffer.name
            for buffer in self.policy.buffers.values()
            if buffer.serves_customers or not stations_of(buffer) or buffer.name in pulled_from or buffer.name in ordered
        }

    def place_buffer(self, buffer: Buffer, *, asked: bool) -> None:
        """Counters of a buffer, its STOCK row, and where orders and consumption of it arrive."""
        name, new = buffer.name, self.builder.counter
        cards = isinstance(buffer.rule, Cards)
        on_hand, reserved, backlog = new(f"on_hand({name})"), new(f"reserved({name})"), new(f"backlog({name})")
        incoming, waiting = new(f"incoming({name})"), new(f"waiting({name})")
        opened = new(f"opened({name})") if cards else 0
        free = place_cards(self.builder, self.reactions, buffer)
        surplus = new(f"surplus({name})") if cards else 0
        docks = docks_of(self.policy, buffer)
        at_docks = tuple(new(f"at {dock}({name})") for dock in docks)
        crossing = new(f"crossing({name})") if docks and asked else 0
        blocked = new(f"blocked({name})")
        self.counters[name] = BufferCounters(
            on_hand,
            reserved,
            backlog,
            incoming,
            waiting,
            opened,
            free[0] if free else 0,
            surplus,
            crossing,
            at_docks,
            -1,
            -1,
            cards=free,
            blocked=blocked,
            retiring=place_retirement(self.builder, buffer, free[0]) if buffer.retiring else 0,
        )
        if asked and name in self.ahead and not buffer.in_sequence:
            self.counters[name] = count_ahead(self.builder, buffer, self.counters[name])
        self.needs.order(buffer, self.counters[name].coming)
        first, *behind = self.classes.served[name] if asked else [USUAL_PRIORITY]
        kind = serve.HOLDS if not asked else sequence.IN_SEQUENCE if buffer.in_sequence else serve.SERVE
        stock = self.builder.draft(Row(-1, kind, f"{name} serves", buffer.place, buffer=buffer, priority=first))
        stock.words = {
            m.ON_HAND: on_hand,
            m.RESERVED: reserved,
            m.BACKLOG: backlog,
            m.INCOMING: incoming,
            m.WAITING_PULLS: waiting,
            m.HEAD: new(f"first waiting({name})"),
            m.TAIL: new(f"last waiting({name})"),
            m.CONTAINER: buffer.rule.quantity if isinstance(buffer.rule, Cards) else 0,
            m.OPENED: opened,
            m.CARDS_FREE: free[0] if free else 0,
            m.ON_OPENING: int(isinstance(buffer.rule, Cards) and buffer.rule.signal == "opened"),
            m.SURPLUS: surplus,
            m.UNLIMITED: int(isinstance(buffer.rule, Unlimited)),
            m.NOTICE: new(f"unexplained({name})"),
            m.CROSSING: crossing,
            refill.BLOCKED: blocked,
            **self.safeties.place_stock(self.counters, buffer),
        }
        self.stocks[name] = stock
        self.serves[name] = {first: stock}
        if self.can_cancel:
            rest = self.rests[name] = place_rest(self.builder, self.reactions, buffer, stock, self.counters[name], self.needs.of(buffer))
            if rest.row is not None and free:
                self.counters[name] = evolve(self.counters[name], resting=(rest.just, rest.resting))
        for priority in behind:
            self.serves[name][priority] = self.serve_behind(buffer, priority, stock)
        self.safeties.place_rules(buffer, stock, self.serves[name] if asked else {})
        if kind == sequence.IN_SEQUENCE:
            self.counters[name] = place_sequence(self.builder, buffer, stock, self.counters[name])
        if asked:
            place_shortage(self.builder, buffer, self.serves[name], self.classes.ordered[name])
        for at_dock, name_of_dock in zip(at_docks, docks, strict=True):
            self.at_docks[name, name_of_dock] = at_dock
            place_dock(self.builder, buffer, stock, self.serves[name] if asked else {}, name_of_dock, at_dock)
        told = self.builder.draft(Row(-1, serve.TELL, f"{name} unexplained", buffer.place, buffer=buffer))
        told.words = {serve.SOURCE: stock}
        taken = self.builder.draft(Row(-1, serve.CONSUMES, f"{name} consumption", buffer.place, buffer=buffer))
        taken.words = {
            serve.SOURCE: stock,
            serve.ON_EVENT: self.reactions.listeners(EventKind.CONSUMPTION, buffer),
            fact.ON_COUNT: self.reactions.listeners(EventKind.COUNT, buffer),
            fact.ON_REJECTION: self.reactions.listeners(EventKind.REJECTION, buffer),
        }
        self.consumes[name] = taken
        self.fed |= place_feeding(self.builder, buffer, stock)
        self.orders[name] = {priority: self.place_orders(buffer, priority) for priority in self.classes.ordered[name]} if asked else {}

    def serve_behind(self, buffer: Buffer, priority: int, stock: Draft) -> Draft:
        """The queue of a class behind others, over the same pieces."""
        name, new = buffer.name, self.builder.counter
        key = f"{name} serves priority {priority}"
        draft = self.builder.draft(Row(-1, turns.SERVE_BEHIND, key, buffer.place, buffer=buffer, priority=priority))
        ahead = [before.words[m.HEAD] for before in self.serves[name].values()]
        draft.words = {
            **stock.words,
            m.HEAD: new(f"first waiting({name}, priority {priority})"),
            m.TAIL: new(f"last waiting({name}, priority {priority})"),
            turns.AHEAD: [len(ahead), *ahead],
        }
        return draft

    def place_orders(self, buffer: Buffer, priority: int) -> Draft:
        """Where customers' orders of one class arrive."""
        name = buffer.name
        key = f"{name} orders" if priority == USUAL_PRIORITY else f"{name} orders priority {priority}"
        orders = self.builder.draft(Row(-1, serve.ORDERS, key, buffer.place, buffer=buffer, priority=priority))
        orders.words = {
            serve.SOURCE: self.serves[name][priority],
            serve.STOCK: self.stocks[name],
            serve.WHOLE: int(travels_whole(buffer, container=False)),
            serve.ON_EVENT: self.reactions.listeners(EventKind.ORDER, buffer),
            later.COMING: self.counters[name].coming,
            later.QUALIFIED_DEMAND: self.counters[name].qualified,
            cancel.CANCELS: cancels(Rest(0) if self.can_cancel else None, self.reactions.listeners(EventKind.CANCELLATION, buffer)),
        }
        return orders

    # ------------------------------------------------------------ rules
    def refill(self, buffer: Buffer) -> None:
        """The rule of a buffer, and the rule that answers triggers which pull to it."""
        if not buffer.sources or isinstance(buffer.rule, Unlimited):
            return
        if buffer.at_most is not None:
            stock = self.stocks[buffer.name]
            self.rooms[buffer.name] = place_room(self.builder, self.reactions, stock, self.counters, buffer, buffer.at_most)
        match buffer.rule:
            case Cards():
                self.rules(buffer, refill.CARDS, {refill.FREE_CARDS: self.counters[buffer.name].cards[-1]})
            case Keep(level=level):
                self.rules(buffer, refill.UP_TO, {refill.LOW: level - 1, refill.TARGET: level})
            case ReorderUpTo(at=at, up_to=up_to):
                low = up_to - 1 if at is None else at
                self.rules(buffer, refill.UP_TO, {refill.LOW: low, refill.TARGET: up_to})
            case ReorderLot(at=at, lot=lot):
                self.rules(buffer, refill.LOT, {refill.LOW: at, refill.TARGET: lot})
            case Zones():
                self.rules(buffer, *zones_rule(buffer.rule, self.counters[buffer.name]))
            case AsNeeded():
                newest = int(buffer.in_sequence and bool(self.orders[buffer.name]))
                self.rules(buffer, as_needed.NEEDED, {as_needed.NEEDS: self.needs.of(buffer), as_needed.FOR_NEWEST: newest})
            case InLoop():
                self.rules(buffer, loop.LOOPED, {as_needed.NEEDS: self.needs.of(buffer), **self.loopings.columns(buffer.rule)})
        asked = self.reactions.asked.get(buffer.name)
        if asked is not None:
            cards = self.counters[buffer.name].cards
            if cards:
                self.rules(buffer, refill.ASKED_CARDS, {refill.ASKED_BY_TRIGGER: asked, refill.CARDS_AT: [len(cards), *reversed(cards)]})
            else:
                self.rules(buffer, refill.ASKED_FOR, {refill.ASKED_BY_TRIGGER: asked})

    def rules(self, buffer: Buffer, kind: int, own: dict[int, Word]) -> None:
        """One refill rule, with a row for each source."""
        drafts = [self.rule(buffer, source, kind, own) for source in buffer.sources]
        if chooses(buffer):
            self.choices.append(drafts)
            for draft in drafts:
                draft.words[choice.BASE] = draft.row.kind
                draft.row = evolve(draft.row, kind=choice.CHOSEN)

    def rule(self, buffer: Buffer, source: From, kind: int, own: dict[int, Word]) -> Draft:
        """One refill rule at one source: the columns that all share, its terms, and its own."""
        if buffer.review is not None and kind in REVIEWED:
            kind, own = REVIEWED[kind], {**own, review.REVIEW: self.review(buffer.review, buffer)}
        rest = self.rests.get(buffer.name)
        if rest is not None and rest.row is not None and kind in RESTED:
            kind, own = RESTED[kind], {**own, cancel.AT_REST: rest.resting}
        name = "pull" if kind in {refill.ASKED_FOR, refill.ASKED_CARDS} else "rule"
        key = f"{buffer.name} {name}{called(buffer, source)}"
        draft = self.builder.draft(Row(-1, kind, key, source.place, buffer=buffer, source=source))
        terms = source.terms
        lead_time = terms.lead_time.draw
        reported_apart = not (lead_time.certain and lead_time.parameters[0] == 0)
        arrives = self.safeties.heard(buffer, self.reactions.listeners(EventKind.RECEIPT, buffer, source))
        picked = self.reactions.listeners(EventKind.PICK, buffer, source)
        draft.words = {
            serve.STOCK: self.stocks[buffer.name],
            serve.WHOLE: int(travels_whole(self.policy.buffers.get(source.source), container=isinstance(buffer.rule, Cards))),
            serve.TRANSIT: int(reported_apart),
            serve.ON_EVENT: arrives,
            serve.ON_PICK: picked if reported_apart else self.reactions.together(picked, arrives),
            work.ON_FINISHED: self.safeties.heard(buffer, self.reactions.listeners(EventKind.COMPLETION, buffer, source)),
            work.ON_RELEASED: self.reactions.listeners(EventKind.RELEASE, buffer, source),
            refill.MINIMUM: terms.minimum,
            refill.MULTIPLE: terms.multiple,
            refill.DROP: terms.multiple * terms.within[0] // terms.within[1],
            refill.LATE_AT: self.safeties.watched(self.policy, source),
            refill.LIMIT: most(self.policy, buffer) or 0,
            refill.SHARES: shares(self.policy, buffer, self.counters) or 0,
            refill.ON_HOLD: self.reactions.on_hold.get(buffer.name, 0),
            refill.ACCEPTS_PARTS: terms.accepts_over[0],
            refill.ACCEPTS_OF: terms.accepts_over[1],
            refill.BY_DOCK: self.at_docks.get((buffer.name, terms.via or ""), 0),
            cancel.CANCELS: cancels(rest, self.reactions.listeners(EventKind.CANCELLATION, buffer, source)),
            **own,
        }
        if buffer.name in self.rooms:
            room_row, rules = self.rooms[buffer.name]
            draft.words[refill.ROOM] = room_row
            rules.append(draft)
            rules[0] = len(rules) - 1
        if source.source in self.stocks:
            draft.words |= {serve.FROM: serve.FROM_BUFFER, serve.SOURCE: self.serves[source.source][buffer.priority]}
            self.lending.asks(draft, buffer, source)
        elif source.source in self.policy.stations:
            draft.words |= {
                serve.FROM: serve.FROM_STATION,
                serve.SOURCE: self.jobs.release(draft, buffer, source.source, self.stocks, self.fed),
            }
        else:
            draft.words |= {serve.FROM: serve.FROM_SUPPLIER, serve.SOURCE: draft}
        return draft

    def review(self, schedule: Schedule, buffer: Buffer) -> int:
        """The counter that is 1 while a review is on: one for all who share its schedule."""
        if schedule not in self.reviews:
            key = f"review of {buffer.name}"
            draft = self.builder.draft(Row(-1, review.LOOKED, key, buffer.place))
            draft.words = {review.ON: self.builder.counter(f"on({key})")}
            self.reviews[schedule] = draft
        on: int = self.reviews[schedule].words[review.ON]  # type: ignore[assignment]
        return on


@uncollected()
def compile_program(policy: Policy) -> Program:
    """The program of a policy that has no errors.

    Raises kanbanlang.flow.postfix.TooDeepError for an expression that is too deep (the checks report it first).
    """
    builder = Builder(policy)
    lowering = Lowering(policy, builder, Reactions(policy, builder))
    asked = lowering.asked_directly()
    for buffer in policy.buffers.values():
        lowering.place_buffer(buffer, asked=buffer.name in asked)
    for station in policy.stations:
        lowering.jobs.place_station(station)
    for buffer in policy.buffers.values():
        lowering.refill(buffer)
    lowering.jobs.in_turn()
    lowering.loopings.connect()
    in_work = lowering.jobs.in_work() | lowering.loopings.in_work()
    standing = lowering.reactions.place_standing()
    lowering.lending.connect()
    lowering.safeties.connect(lowering.stocks, lowering.jobs.releases)
    connect(policy, builder, lowering.reactions, lowering.choices, lowering.counters, in_work)
    clocks = [*lowering.reactions.place_triggers(lowering.counters, in_work), *lowering.reviews.items()]
    clocks += place_days(builder, policy, lowering.counters)
    rows_of = {
        name: (counters, list(lowering.serves[name].values()), lowering.orders[name], lowering.consumes[name])
        for name, counters in lowering.counters.items()
    }
    program = finish(
        builder,
        levels_of(policy),
        rows_of,
        standing,
        clocks,
        lowering.jobs.wip,
        {buffer.name: full_stock(buffer) for buffer in policy.buffers.values()},
    )
    rows = {name: rest.row.number for name, rest in lowering.rests.items() if rest.row is not None}
    buffers = {name: evolve(at, rests=rows.get(name, -1)) for name, at in program.buffers.items()}
    program = evolve(program, buffers=buffers, late=lowering.safeties.late, in_work=in_work)
    return evolve(program, laws=laws_of(program))
