"""The books that a careful storekeeper would keep from what was said and what was answered, without a look at the rules' memory.

Everything here is worked out from the accepted inputs and the quantities of the steps that fired, in its own way: the engine's counters
are then held against it. A pull that is picked twice, a piece from nothing or a lost card shows as a difference.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from attrs import define, field
from engine_choices import chosen, is_there
from engine_kits import Kits, begins_together, heard_of_picks, job_begins, kit_begins, kitted_from, released, unkitted
from engine_lending import lends, nobody_sleeps
from engine_loops import entered, nobody_sleeps_in_a_loop
from engine_safety import KINDS as SAFETY
from engine_safety import Safeties

from kanbanlang.engine import Engine, InputKind, State
from kanbanlang.engine.engine import Step
from kanbanlang.flow import Program, Row
from kanbanlang.model.policy import AsNeeded, Buffer, Cards, InLoop, Keep, ReorderLot, ReorderUpTo, Unlimited, Zones
from kanbanlang.model.schedule import Schedule
from kanbanlang.model.values import DAY
from kanbanlang.rules import (
    CROSSING,
    REFILL,
    RELEASING,
    RESTING_PULLS,
    REVIEWED,
    SERVING,
    cancel,
    cards,
    choice,
    dock,
    feed,
    kit,
    lend,
    react,
    refill,
    review,
    room,
    sequence,
    serve,
    short,
    zones,
)
from kanbanlang.rules import memory as m


@define
class Pull:
    """A pull or order by its number: who asked, how much, how much of it was promised, picked and received."""

    row: Row
    asked: int
    priority: int
    promised: int = 0
    picked: int = 0
    received: int = 0
    from_dock: bool = False
    noticed: bool = False  # that it was short
    due: int = 0  # of an order for later
    counts: bool = False  # for zones
    place: int | None = None  # of an order in a sequence; None: there is no sequence
    its_pull: int = 0  # number of the pull that was made for it
    not_due: bool = False  # though it has its place in a sequence
    frozen: bool = False


@define
class Ledger:
    """What is where, by name of the buffer."""

    program: Program
    on_hand: dict[str, int]
    cards_free: dict[str, dict[str, int]]  # by where they are, from the emptied container to the pull
    opened: dict[str, int]
    surplus: dict[str, int]
    reserved: dict[str, int] = field(factory=dict)
    at_dock: dict[str, int] = field(factory=dict)
    blocked: dict[str, int] = field(factory=dict)
    incoming: dict[str, int] = field(factory=dict)
    queues: dict[str, list[int]] = field(factory=dict)  # numbers of pulls that wait where they asked, by priority, then as they came
    pulls: dict[int, Pull] = field(factory=dict)
    later: dict[int, Pull] = field(factory=dict)  # orders that are not due yet
    today: dict[str, int] = field(factory=dict)  # of a buffer with zones, the day of which it heard last
    numbers: int = 0
    on_hold: set[str] = field(factory=set)
    cancelled: dict[str, int] = field(factory=dict)  # cards of cancelled pulls, and position rules with one, that do not rest yet
    resting: dict[str, int] = field(factory=dict)  # those that do
    cancellations: dict[str, int] = field(factory=dict)
    rests_at: dict[str, int] = field(factory=dict)  # the position at which a position rule began to rest
    held_back: dict[str, list[int]] = field(factory=dict)  # numbers of the pulls that wait for room on the way, by buffer
    down: set[str] = field(factory=set)
    gone: dict[str, int] = field(factory=dict)  # the highest number of a sequence that was served
    newest: dict[str, int] = field(factory=dict)  # the order that came just now, of a buffer in sequence
    told_missing: dict[str, int] = field(factory=dict)  # the order that people were told about last
    pulled: dict[str, dict[int, int]] = field(factory=dict)  # of a buffer whose sources have shares, by the number of the source
    safeties: Safeties = field(init=False)
    retiring: dict[str, int] = field(factory=dict)  # cards that are too many
    pacing: set[str] = field(factory=set)  # stations of which a job was just released, where they have a pace
    picked: Counter[tuple[str, str]] = field(factory=Counter)  # for each station that a buffer feeds together with others
    kits: Kits = field(factory=Kits)
    reviewed: Schedule | None = None  # the review that was the last thing heard

    def __attrs_post_init__(self) -> None:
        self.safeties = Safeties(self.program.policy)

    @classmethod
    def opened_with(cls, program: Program, state: State) -> Ledger:
        """Books begin with what the state says is there, nothing under way."""
        c, buffers = state.c, program.buffers
        books = cls(
            program,
            on_hand={name: c[one.on_hand] for name, one in buffers.items()},
            cards_free={
                name: dict.fromkeys(_way_of_cards(program.policy.buffers[name].rule), 0) for name, one in buffers.items() if one.cards
            },
            opened={name: c[one.opened] for name, one in buffers.items() if one.cards_free},
            surplus={name: c[one.surplus] for name, one in buffers.items() if one.cards_free},
        )
        for name, free in books.cards_free.items():
            free[next(iter(free))] = c[buffers[name].cards_free]
        books.retiring = {name: c[one.retiring] if one.retiring else 0 for name, one in buffers.items()}
        books.reserved = dict.fromkeys(buffers, 0)
        books.at_dock = dict.fromkeys(buffers, 0)
        books.blocked = dict.fromkeys(buffers, 0)
        books.incoming = dict.fromkeys(buffers, 0)
        return books

    # ------------------------------------------------------------ what people and machines say
    def heard(self, kind: InputKind, row: Row, quantity: int, number: int) -> None:
        """An accepted input. For a receipt, pick or completion the row is that of the rule that pulled."""
        self.reviewed = None
        self.safeties.heard(kind, row, quantity, number)
        match kind:
            case InputKind.PACED:
                self.pacing.discard(row.station)
            case InputKind.CLOCK if row.kind == review.LOOKED:
                self.reviewed = next(schedule for schedule, number in self.program.clocks if number == row.number)
            case InputKind.ORDER:
                self._asks(row, quantity, row.priority, f"{row.buffer.name} serves")
            case InputKind.PLACED_ORDER | InputKind.PLACED_FOR_LATER:
                self._placed(row, quantity, number, not_due=kind is InputKind.PLACED_FOR_LATER)
            case InputKind.CONSUMPTION:
                self.taken(row.buffer.name, min(quantity, self.on_hand[row.buffer.name] - self.reserved[row.buffer.name]))
            case InputKind.UNASKED:
                self.on_hand[row.buffer.name] += quantity
                if row.buffer.name in self.surplus:
                    self.surplus[row.buffer.name] += quantity
            case InputKind.PICK:
                self._picked(number, quantity)
            case InputKind.RECEIPT:
                pull = self.pulls[number]
                assert pull.row.source is not None
                if pull.row.source.source in self.on_hand:
                    assert pull.picked == pull.asked, "goods arrive that nobody picked"
                over = self._over(pull, quantity)
                by_dock = pull.row.source.terms.via is not None and not pull.row.buffer.in_sequence
                self._arrives(pull, min(quantity, pull.asked - pull.received), over, by_dock=by_dock)
            case InputKind.COMPLETION | InputKind.SCRAP:
                assert self.pulls[number].promised == self.pulls[number].asked, "a job is finished that was never released"
                self._arrives(self.pulls[number], quantity)
                if kind is InputKind.SCRAP:
                    self._rejected(row.buffer.name, quantity)
            case _:
                self._told(kind, row, quantity, number)

    def _placed(self, row: Row, quantity: int, place: int, *, not_due: bool) -> None:
        """An order with a place in a sequence."""
        name = row.buffer.name
        assert place == 0 or place >= self.gone.get(name, 0), "a higher number has gone"
        self._asks(row, quantity, row.priority, None)
        order = self.pulls[self.numbers]
        order.place, order.not_due, order.frozen = place, not_due, not not_due and row.buffer.frozen is not None
        self.newest[name] = self.numbers
        self._queue(self.numbers, f"{name} serves")
        queue = self.queues[f"{name} serves"]
        behind = [self.pulls[one] for one in queue[queue.index(self.numbers) + 1 :]]
        assert not any(one.frozen and one.place for one in behind), "it goes before an order whose place is frozen"

    def _goes_on_in_sequence(self, kind: InputKind, order: Pull) -> None:
        """An order that has its place is due, or its place is frozen."""
        assert order.not_due, "it is due already"
        if kind is InputKind.FREEZES:
            assert order.row.buffer.frozen is not None, "nothing is frozen there"
            assert not order.frozen, "it is frozen already"
        order.frozen = order.row.buffer.frozen is not None
        order.not_due = kind is InputKind.FREEZES

    def _told(self, kind: InputKind, row: Row, quantity: int, number: int) -> None:
        """What is not of every day."""
        match kind:
            case InputKind.DOWN:
                self.down.add(row.key.removesuffix(" standing"))
            case InputKind.UP:
                self.down.discard(row.key.removesuffix(" standing"))
            case InputKind.COUNT:
                self._counted(row.buffer.name, quantity)
            case InputKind.REJECTION:
                self._rejected(row.buffer.name, quantity)
            case InputKind.OVER:
                self.blocked[row.buffer.name] += quantity
            case InputKind.RELEASE:
                self._production(row, quantity)
            case InputKind.CANCELLATION:
                self._cancelled(self.pulls[number], number, quantity)
            case InputKind.REISSUE:
                self._goes_on(row, quantity)
            case InputKind.RESTED:
                self._goes_on(row, 1)
            case InputKind.PATIENCE_ENDS:
                assert row.kind == serve.ORDERS, "only customers lose patience"
                self._queue_of(row).remove(number)
            case InputKind.KITTED | InputKind.FED | InputKind.UNPROMISE:
                heard_of_picks(self, kind, row, quantity, number)
            case InputKind.SCAN:
                self._cards_go_on(row, "unscanned", quantity)
            case InputKind.WAITED:
                self._cards_go_on(row, "collecting", self.cards_free[row.buffer.name]["collecting"])
            case _:
                self._told_ahead(kind, row, quantity, number)

    def _told_ahead(self, kind: InputKind, row: Row, quantity: int, number: int) -> None:
        """What is said of orders for later."""
        match kind:
            case InputKind.ORDER_FOR_LATER:
                self.numbers += 1
                self.later[self.numbers] = self.pulls[self.numbers] = Pull(row, quantity, row.priority, due=number)
                self._recount(row.buffer)
            case InputKind.DUE:
                pull = self.later.pop(number)
                assert self.pulls.pop(number) is pull, "an order is due once"
                self._asks(row, pull.asked, row.priority, f"{row.buffer.name} serves")
            case InputKind.TURN_COMES | InputKind.FREEZES:
                self._goes_on_in_sequence(kind, self.pulls[number])
            case InputKind.DAY:
                self.today[row.buffer.name] = number
                self._recount(row.buffer)
            case InputKind.COUNTS | InputKind.COUNTS_NO_MORE:
                self.later[number].counts = kind is InputKind.COUNTS

    # ------------------------------------------------------------ the demand that comes
    def _recount(self, buffer: Buffer) -> None:
        """What is due today counts for zones, and all of a day of the window on which enough is due."""
        if not isinstance(buffer.rule, Zones):
            return
        coming = [one for one in self.later.values() if one.row.buffer == buffer]
        today = self.today.get(buffer.name, date(1970, 1, 1).toordinal())
        for one in coming:
            away = _day(one) - today
            on_that_day = sum(other.asked for other in coming if _day(other) == _day(one))
            spike = buffer.spikes is not None and away * DAY <= buffer.spikes.within and on_that_day >= buffer.spikes.quantity
            one.counts = away <= 0 or spike

    def qualified(self, name: str) -> int:
        """What is ordered ahead and counts."""
        return sum(one.asked for one in self.later.values() if one.counts and one.row.buffer.name == name)

    # ------------------------------------------------------------ cancellations
    def _cancelled(self, pull: Pull, number: int, quantity: int) -> None:
        """What is still open is neither asked nor coming any more."""
        ordered, name = pull.row.kind == serve.ORDERS, pull.row.buffer.name
        still_open = pull.asked - (pull.promised if ordered else pull.received)
        assert quantity == still_open, "cancelled whole"
        assert not pull.frozen, "its place is frozen"
        assert ordered or not pull.picked, "what is on its way comes"
        for queue in self.queues.values():
            if number in queue:
                queue.remove(number)
        if ordered:
            self.later.pop(number, None)
            pull.asked = pull.promised
            self._recount(pull.row.buffer)
            return
        giver = pull.row.source.source
        if giver in self.on_hand and pull.promised:
            assert not pull.from_dock, "what is on its way comes"
            self.reserved[giver] -= quantity
        self.incoming[name] -= quantity
        pull.asked = pull.promised = pull.received
        self._comes_no_more(pull.row, name, quantity)

    def _comes_no_more(self, row: Row, name: str, quantity: int) -> None:
        rule, again = row.buffer.rule, row.buffer.asks_again
        if isinstance(rule, Cards):
            if quantity != rule.quantity:  # the container is smaller: as if the rest had come and been taken
                self.on_hand[name] += quantity
                self.taken(name, quantity)
            elif again == 0:
                self.cards_free[name]["free"] += 1
            else:
                self.cancelled[name] = self.cancelled.get(name, 0) + 1
        elif again != 0 and row.buffer.review is None and rule is not None:
            self.cancelled[name] = 1

    def _rests(self, row: Row, quantity: int) -> None:
        name = row.buffer.name
        assert quantity == self.cancelled.pop(name), "what was cancelled rests"
        if isinstance(row.buffer.rule, Cards):
            self.resting[name] = self.resting.get(name, 0) + quantity
        else:
            self.resting[name], self.rests_at[name] = 1, self.left(name)
        self.cancellations[name] = self.cancellations.get(name, 0) + quantity

    def _goes_on(self, row: Row, quantity: int) -> None:
        """It is reissued, or has rested long enough."""
        name = row.buffer.name
        assert quantity <= self.resting.get(name, 0), "nothing rests"
        self.resting[name] -= quantity
        if isinstance(row.buffer.rule, Cards):
            self.cards_free[name]["free"] += quantity

    # ------------------------------------------------------------ facts about what is there
    def _counted(self, name: str, quantity: int) -> None:
        """So many are there; the newest promises have to give way."""
        self._take_back(name, self.reserved[name] - quantity)
        difference = quantity - self.on_hand[name]
        if difference < 0:
            self.taken(name, -difference)
        else:
            self.on_hand[name] += difference
            if name in self.surplus:
                self.surplus[name] += difference

    def _rejected(self, name: str, quantity: int) -> None:
        good = max(self.on_hand[name] - quantity, 0)
        self._take_back(name, self.reserved[name] - good)
        self.taken(name, self.on_hand[name] - good)
        self.blocked[name] += quantity

    def _take_back(self, name: str, quantity: int) -> None:
        """The newest pulls and jobs lose what they were promised, a job all of its parts; then what is picked for several together."""
        picking = [n for n, one in self.pulls.items() if one.row.source is not None and one.row.source.source == name and one.promised]
        for number in sorted((*picking, *kitted_from(self, name)), reverse=True):
            pull = self.pulls[number]
            if quantity > 0 and number in self.kits.jobs:
                quantity -= self.kits.jobs[number][name]
                unkitted(self, number)
            elif quantity > 0 and not pull.picked and not pull.from_dock:
                part = min(quantity, pull.asked)
                self.promise_taken_back(number, part)
                quantity -= part
        self._gone(name, min(quantity, self.kits.together[name]))

    def _gone(self, name: str, quantity: int) -> None:
        """What was picked for several stations together is not there."""
        if quantity > 0:
            self.kits.together[name] -= quantity
            self.reserved[name] -= quantity

    def promise_taken_back(self, number: int, quantity: int) -> None:
        """A pull waits again for some of what it asked, before all others of its class."""
        pull = self.pulls[number]
        assert pull.promised == pull.asked >= quantity > 0, "only what is promised is taken back"
        assert not pull.picked, "what was picked stays picked"
        self.reserved[pull.row.source.source] -= quantity
        if quantity == pull.asked:
            pull.promised = 0
        else:
            pull.asked -= quantity
            pull.promised -= quantity
            self.numbers += 1
            number = self.numbers
            self.pulls[number] = Pull(pull.row, quantity, pull.priority)
        self.queues.setdefault(f"{pull.row.source.source} serves", []).insert(0, number)
        self.queues[f"{pull.row.source.source} serves"].sort(key=lambda one: self.pulls[one].priority)

    def _picked_short(self, number: int, quantity: int) -> None:
        """A pick of less than was asked says that no more is there: all others lose their promises."""
        pull = self.pulls[number]
        name = pull.row.source.source
        for other in sorted(self.pulls, reverse=True):
            one = self.pulls[other]
            here = one.row.source is not None and one.row.source.source == name
            if here and other != number and one.promised and not one.picked and not one.from_dock:
                self.promise_taken_back(other, one.asked)
        for job in sorted(kitted_from(self, name), reverse=True):
            unkitted(self, job)
        self._gone(name, self.kits.together[name])
        self.promise_taken_back(number, pull.asked - quantity)
        self._counted(name, quantity)

    def _production(self, row: Row, quantity: int) -> None:
        """A production order is a pull of the buffer that no card stands for."""
        self._pulled(row, quantity)
        if row.buffer.name in self.surplus:
            self.surplus[row.buffer.name] += quantity

    def _picked(self, number: int, quantity: int) -> None:
        pull = self.pulls[number]
        if quantity < pull.asked:
            self._picked_short(number, quantity)
        assert pull.picked == 0, "picked twice"
        assert quantity == pull.promised == pull.asked, "picked is what was promised"
        pull.picked = quantity
        giver = pull.row.source.source
        if not pull.from_dock:
            self.reserved[giver] -= quantity
            self.taken(giver, quantity)
        if pull.row.source.terms.lead_time.draw.parameters[0] == 0:
            self._arrives(pull, quantity)

    def _over(self, pull: Pull, quantity: int) -> int:
        """Of what came beyond the ask: what is stock. The rest is set aside."""
        over = max(quantity - (pull.asked - pull.received), 0)
        parts, of = pull.row.source.terms.accepts_over
        usable = min(over, pull.asked * parts // of)
        name = pull.row.buffer.name
        self.blocked[name] += over - usable
        if name in self.surplus:
            self.surplus[name] += usable
        return usable

    def _arrives(self, pull: Pull, quantity: int, over: int = 0, *, by_dock: bool = False) -> None:
        pull.received += quantity
        assert pull.received <= pull.asked, "more came than was asked"
        self.incoming[pull.row.buffer.name] -= quantity
        there = self.at_dock if by_dock else self.on_hand
        there[pull.row.buffer.name] += quantity + over

    def taken(self, name: str, quantity: int) -> None:
        """Pieces leave a buffer; every container of its cards that they empty frees one."""
        self.on_hand[name] -= quantity
        rule = self.program.policy.buffers[name].rule
        if isinstance(rule, Cards):
            for _ in range(quantity):
                if self.surplus[name] > 0:
                    self.surplus[name] -= 1
                    continue
                if rule.signal == "opened":
                    self.surplus[name] += rule.quantity - 1
                    self._frees_a_card(name)
                    continue
                self.opened[name] += 1
                if self.opened[name] == rule.quantity:
                    self.opened[name] = 0
                    self._frees_a_card(name)

    def _frees_a_card(self, name: str) -> None:
        self.cards_free[name][_way_of_cards(self.program.policy.buffers[name].rule)[0]] += 1

    def _cards_go_on(self, row: Row, where: str, cards: int) -> None:
        """Cards go to where they are next."""
        free, way = self.cards_free[row.buffer.name], _way_of_cards(row.buffer.rule)
        assert free[where] >= cards, f"more cards than are {where}"
        free[where] -= cards
        free[way[way.index(where) + 1]] += cards

    # ------------------------------------------------------------ what the rules answer
    def fired(self, steps: list[Step]) -> None:
        """The rules that fired, in their order."""
        for j, quantity, _, number, _ in steps:
            row = self.program.rows[j]
            if row.kind in REFILL:
                self._pulls(row, quantity, number)
            elif row.kind in SERVING:
                self._serves(row, quantity, number)
            elif row.kind in RELEASING:
                self._releases(row, quantity, number)
            elif row.kind in CROSSING:
                self._crosses(row, quantity, number)
            else:
                self._other_fired(row, quantity, number)

    def _other_fired(self, row: Row, quantity: int, number: int) -> None:
        """A rule that moves no goods to who asked for them."""
        if row.kind in {react.ON, react.WHEN} and quantity == react.ACTS:
            self._switches(row)
        elif row.kind in {cancel.CANCELLED_CARD, *RESTING_PULLS}:
            self._rests(row, quantity)
        elif row.kind in {cancel.SIGNALS_AGAIN, zones.ZONES_SIGNAL}:
            assert self.left(row.buffer.name) != self.rests_at[row.buffer.name], "its position has not moved"
            self._goes_on(row, 1)
        elif row.kind in SAFETY:
            self.safeties.fired(self, row, quantity)
        elif row.kind == room.LET_GO:
            self._lets_go(row, quantity, number)
        elif row.kind in {short.LOSE, short.SHORT, lend.USE, sequence.MISSING, sequence.PULLS_NOTHING}:
            self._is_short(row, quantity, number)
        elif row.kind in {kit.KIT, feed.FEED_IN_TIME}:
            if row.kind == kit.KIT:
                kit_begins(self, row, quantity, number)
            else:
                begins_together(self, row, quantity)
        elif row.kind in {feed.FEED, cards.RETIRE}:
            self._leaves(row, quantity)
        elif row.kind in {cards.EMPTIED, cards.COLLECTED}:
            self._cards_wait(row, quantity)
        elif row.kind == dock.PUT_AWAY:
            self.at_dock[row.buffer.name] -= quantity
            self.on_hand[row.buffer.name] += quantity

    def _leaves(self, row: Row, quantity: int) -> None:
        """Pieces that are picked for several stations together, or cards that are too many."""
        if row.kind == cards.RETIRE:
            self.cards_free[row.buffer.name][_way_of_cards(row.buffer.rule)[0]] -= quantity
            self.retiring[row.buffer.name] -= quantity
            assert self.retiring[row.buffer.name] >= 0, "more cards retire than are too many"
            return
        self.taken(row.buffer.name, quantity)
        for station in row.buffer.feeds:
            self.picked[row.buffer.name, station] += quantity
            assert self.picked[row.buffer.name, station] <= self.waited_for(row.buffer.item.name, station), (
                "nobody waits for what is picked"
            )

    def waited_for(self, part: str, station: str) -> int:
        """What the jobs that wait at a station need of a part; those of one rule take it together."""
        recipes = {one.product: one for one in self.program.policy.stations[station].recipes}
        needed = 0
        for key, queue in self.queues.items():
            jobs = [self.pulls[number] for number in queue if key.endswith(f" at {station}")]
            if jobs:
                recipe = recipes[jobs[0].row.buffer.item.name]
                needed -= -sum(job.asked for job in jobs) * recipe.parts.get(part, 0) // recipe.per
        return needed

    def _asks(self, row: Row, quantity: int, priority: int, answered_by: str | None) -> None:
        self.numbers += 1
        self.pulls[self.numbers] = Pull(row, quantity, priority)
        if answered_by is not None:
            self._queue(self.numbers, answered_by)

    def _queue(self, number: int, answered_by: str) -> None:
        queue = self.queues.setdefault(answered_by, [])
        queue.append(number)
        queue.sort(key=lambda one: (self.pulls[one].priority, self.pulls[one].place or _LAST))

    def _pulls(self, row: Row, quantity: int, number: int) -> None:
        assert quantity > 0, "a pull of nothing"
        assert row.buffer.name not in self.on_hold, "what is on hold pulls nothing"
        kind = self._rule(row)
        if row.kind == choice.CHOSEN:
            chosen(self, row, quantity)
        if kind == refill.ASKED_CARDS:
            assert quantity == row.buffer.rule.quantity, "a card pulls exactly its container"
            free = self.cards_free[row.buffer.name]
            free[next(where for where in reversed(free) if free[where])] -= 1
        elif kind == refill.CARDS:
            assert quantity == row.buffer.rule.quantity, "a card pulls exactly its container"
            self.cards_free[row.buffer.name]["free"] -= 1
        else:
            self._on_terms(row, quantity)
        self._pulled(row, quantity)
        if isinstance(row.buffer.rule, AsNeeded) and kind != refill.ASKED_FOR and row.buffer.name in self.newest:
            self.pulls[self.newest.pop(row.buffer.name)].its_pull = number
        assert self.numbers == number, "pulls are numbered as they are made"

    def _pulled(self, row: Row, quantity: int) -> None:
        self.incoming[row.buffer.name] += quantity
        held_back = row.buffer.at_most is not None
        self._asks(row, quantity, row.buffer.priority, None if held_back else self._answered_by(row))
        if held_back:
            self.held_back.setdefault(row.buffer.name, []).append(self.numbers)

    def _rule(self, row: Row) -> int:
        """The kind of a rule, whether or not it chooses among sources."""
        return self.program.P[row.number * m.ROW + choice.BASE] if row.kind == choice.CHOSEN else row.kind

    def _whole(self, row: Row) -> bool:
        """Whether who asks gets all of it or nothing: `if short` of the buffer that is asked decides, else whether it is a container."""
        asked = row.buffer if row.kind == serve.ORDERS else self.program.policy.buffers.get(row.source.source)
        if asked is not None and asked.if_short is not None:
            return asked.if_short == "wait"
        return self._rule(row) in _WHOLE or (row.kind == lend.LENT and isinstance(row.buffer.rule, Cards))

    def _answered_by(self, row: Row) -> str | None:
        giver = row.source.source
        return f"{giver} serves" if giver in self.on_hand else f"{row.key} at {giver}" if giver in self.program.stations_wip else None

    def _switches(self, row: Row) -> None:
        """A trigger holds buffers and lets others go, in the order in which it says so."""
        self.safeties.switched(row)
        for action in row.actions:
            if action.verb == "hold":
                self.on_hold.add(action.target)
            elif action.verb == "resume":
                self.on_hold.discard(action.target)

    def _lets_go(self, row: Row, quantity: int, number: int) -> None:
        """The first pull that waits for room goes, whole or in the largest part that may be on the way."""
        assert row.buffer.name not in self.on_hold, "what is on hold pulls nothing"
        name, most = row.buffer.name, row.buffer.at_most // row.source.terms.multiple * row.source.terms.multiple
        waiting = self.held_back[name]
        first = self.pulls[waiting[0]]
        assert quantity == min(first.asked, most), "a pull goes whole, or in parts as large as may be"
        assert self.on_the_way(name) + quantity <= most, "more is on the way than there may be"
        if quantity == first.asked:
            assert number == waiting.pop(0), "who was decided first goes first"
        else:
            first.asked -= quantity
            self.numbers += 1
            self.pulls[self.numbers] = Pull(first.row, quantity, first.priority)
        assert number in self.pulls
        answered_by = self._answered_by(first.row)
        if answered_by is not None:
            self._queue(number, answered_by)

    def on_the_way(self, name: str) -> int:
        """What is coming to a buffer and does not wait for room."""
        return self.incoming[name] - sum(self.pulls[number].asked for number in self.held_back.get(name, ()))

    def _on_terms(self, row: Row, quantity: int) -> None:
        """A pull by position or by a trigger keeps to the terms of its source and to the limit of its buffer."""
        name, rule, terms = row.buffer.name, row.buffer.rule, row.source.terms
        assert quantity >= terms.minimum, "below the minimum"
        assert quantity % terms.multiple == 0, "not a whole multiple"
        assert self.fits(row.buffer, quantity), "there is no room for so much"
        if self._rule(row) == refill.ASKED_FOR:
            return
        if isinstance(rule, InLoop):
            entered(self, row, quantity)
            return
        at = self.position(name)
        assert not self.resting.get(name), "a rule that rests pulls nothing"
        if self._rule(row) in REVIEWED:
            assert row.buffer.review == self.reviewed, "it looks only at its review"
        if isinstance(rule, AsNeeded):
            lacking = -self.left(name)
            assert 0 < quantity <= lacking, "exactly what is needed"
            assert quantity == lacking or row.buffer.limit or row.buffer.in_store, "all that is needed"
            return
        wanted = -(-(rule.at + 1 - at) // rule.lot) * rule.lot if isinstance(rule, ReorderLot) else _level(rule) - at
        assert at <= _reorder_point(rule), "it pulls above its reorder point"
        assert quantity < max(wanted, terms.minimum) + terms.multiple, "more than the next multiple of what is wanted"
        if not row.buffer.limit and not row.buffer.in_store:
            assert quantity * terms.within[1] >= wanted * terms.within[1] - terms.multiple * terms.within[0], "less than is wanted"

    def fits(self, buffer: Buffer, quantity: int) -> bool:
        """Whether so much more keeps to the limit, and has room beside what others have there and coming in the same place."""
        if (
            buffer.limit
            and self.on_hand[buffer.name] + self.incoming[buffer.name] + quantity > buffer.limit + self.safeties.owed[buffer.name]
        ):
            return False
        if buffer.in_store is None or buffer.tray is None:
            return True
        tray = self.program.policy.stores[buffer.in_store].trays[buffer.tray]
        held = Counter({buffer.item.name: quantity})
        for other in self.program.policy.buffers.values():
            if other.in_store == buffer.in_store:
                held[other.item.name] += self.on_hand[other.name] + self.incoming[other.name] + self.safeties.kept[other.name]
        if not tray.each:
            return held[buffer.item.name] <= tray.holds[buffer.item.name]
        return sum(max(1, -(-steps // tray.holds[item])) for item, steps in held.items()) <= tray.compartments

    def _serves(self, row: Row, quantity: int, number: int) -> None:
        queue = self.queues[f"{row.buffer.name} serves"]
        first = self.pulls[queue[0]]
        rest = first.asked - first.promised
        assert 0 < quantity <= rest, "promised beyond the ask"
        if first.place is not None:
            assert not first.not_due, "an order is served before it is due"
            assert not self.comes_still(queue[0]), "an order waits for the pull that was made for it"
            self.gone[row.buffer.name] = max(self.gone.get(row.buffer.name, 0), first.place)
        if isinstance(row.buffer.rule, Unlimited):
            self.on_hand[row.buffer.name] += quantity
        if first.row.kind == serve.ORDERS:
            assert number == queue[0], "who asked first is served first"
            assert quantity == rest or not self._whole(first.row), "an order that waits goes together"
            first.promised += quantity
            self.taken(row.buffer.name, quantity)
        elif quantity == rest:
            assert number == queue[0], "who asked first is served first"
            first.promised += quantity
            self.reserved[row.buffer.name] += quantity
        else:
            assert not self._whole(first.row), "a container travels full"
            first.asked -= quantity
            self.numbers += 1
            assert number == self.numbers, "the part that goes has a number of its own"
            self.pulls[number] = Pull(first.row, quantity, first.priority, promised=quantity)
            self.reserved[row.buffer.name] += quantity
        if quantity == rest:
            queue.pop(0)

    def _is_short(self, row: Row, quantity: int, number: int) -> None:
        if row.kind == lend.USE:
            lends(self, row, quantity, number)
        elif row.kind == short.LOSE:
            self._loses(row, quantity)
        elif row.kind in {sequence.MISSING, sequence.PULLS_NOTHING}:
            self._in_sequence(row, quantity, number)
        else:
            self._noticed(row, quantity, number)

    def comes_still(self, number: int) -> bool:
        """Whether a pull that was made for an order is under way, or may still be made."""
        if number in self.newest.values():
            return True
        pull = self.pulls.get(self.pulls[number].its_pull)
        return pull is not None and pull.received < pull.asked

    def _in_sequence(self, row: Row, quantity: int, number: int) -> None:
        """Nothing is pulled for an order, or people hear which order holds up what is there, each time that it is another."""
        name = row.buffer.name
        if row.kind == sequence.PULLS_NOTHING:
            del self.newest[name]
            return
        queue = self.queues[f"{name} serves"]
        assert number == queue[0] != self.told_missing.get(name), "told once"
        assert len(queue) > 1, "somebody waits behind"
        assert not self.pulls[number].not_due, "who is not due holds up nobody"
        assert quantity == self.on_hand[name] - self.reserved[name] > 0, "what is there"
        self.told_missing[name] = number

    def _cards_wait(self, row: Row, quantity: int) -> None:
        """Cards of emptied containers wait to be scanned, or go on together."""
        free = self.cards_free[row.buffer.name]
        if row.kind == cards.EMPTIED:
            assert quantity == free["emptied"], "every emptied container has its card"
            self._cards_go_on(row, "emptied", quantity)
            return
        assert quantity == free["collecting"], "all that wait go together"
        if quantity >= row.buffer.rule.collect:
            self._cards_go_on(row, "collecting", quantity)

    def _loses(self, row: Row, quantity: int) -> None:
        """A customer who came last goes with what there was."""
        number = next(one for one in reversed(self._queue_of(row)) if self.pulls[one].priority == row.priority)
        order = self.pulls[number]
        assert order.row.kind == serve.ORDERS, "only customers are lost"
        assert quantity == order.asked - order.promised, "all that is lacking is lost"
        self._queue_of(row).remove(number)

    def _noticed(self, row: Row, quantity: int, number: int) -> None:
        """Who is short is noticed once."""
        pull = self.pulls[number]
        assert number in self._queue_of(row), "who is short waits"
        assert quantity == pull.asked - pull.promised
        assert not pull.noticed, "noticed twice"
        pull.noticed = True

    def _queue_of(self, row: Row) -> list[int]:
        """Who waits at a buffer."""
        return self.queues[f"{row.buffer.name} serves"]

    def _crosses(self, row: Row, quantity: int, number: int) -> None:
        """Who waits gets goods straight from the dock; on the buffer's cards they count as laid down and taken again."""
        name = row.buffer.name
        queue = self.queues[f"{name} serves"]
        first = self.pulls[queue[0]]
        rest = first.asked - first.promised
        assert 0 < quantity <= min(rest, self.at_dock[name]), "more than is at the dock, or than was asked"
        self.at_dock[name] -= quantity
        self.on_hand[name] += quantity
        self.taken(name, quantity)
        if first.row.kind == serve.ORDERS:
            first.promised += quantity
        elif quantity == rest:
            assert number == queue[0], "who asked first is served first"
            first.promised, first.from_dock = quantity, True
        else:
            assert not self._whole(first.row), "a container travels full"
            first.asked -= quantity
            self.numbers += 1
            self.pulls[number] = Pull(first.row, quantity, first.priority, promised=quantity, from_dock=True)
        if quantity == rest:
            queue.pop(0)

    def _releases(self, row: Row, quantity: int, number: int) -> None:
        in_time = row.kind == kit.RELEASE_KIT
        parts = released(self, row, number) if in_time else job_begins(self, row, quantity, number)
        self.pulls[number].promised = quantity
        for name, steps in parts.items():
            if row.station not in self.program.policy.buffers[name].feeds:
                self.taken(name, steps)
                continue
            self.picked[name, row.station] -= steps
            assert self.picked[name, row.station] >= 0, "a job takes what was not picked for it"

    def jobs_before(self, row: Row) -> list[frozenset[str]]:
        """The parts of each job at the station that is of a higher class and waits."""
        waiting = [self.pulls[number] for key, queue in self.queues.items() if key.endswith(f" at {row.station}") for number in queue]
        recipes = {one.product: frozenset(one.parts) for one in self.program.policy.stations[row.station].recipes}
        return [recipes[job.row.buffer.item.name] for job in waiting if job.priority < row.buffer.priority]

    # ------------------------------------------------------------ the comparison
    def backlog(self, name: str) -> int:
        """What was asked of a buffer and not promised."""
        return sum(self.pulls[number].asked - self.pulls[number].promised for number in self.queues.get(f"{name} serves", ()))

    def position(self, name: str) -> int:
        """On hand and coming, less what is promised, asked in vain, owed, or ordered ahead and counted."""
        return (
            self.on_hand[name]
            + self.incoming[name]
            - self.reserved[name]
            - self.backlog(name)
            - self.safeties.owed[name]
            - self.qualified(name)
        )

    def left(self, name: str) -> int:
        """The position, less what the jobs wait for where a buffer pulls exactly that."""
        return self.position(name) - (self.needed(name) if isinstance(self.program.policy.buffers[name].rule, AsNeeded) else 0)

    def needed(self, name: str) -> int:
        """What orders for later ask for, and what the jobs of its station wait for, those of one rule counted together."""
        buffer = self.program.policy.buffers[name]
        total = sum(one.asked for one in self.later.values() if one.row.buffer.name == name)
        for row in self.program.rows:
            if row.kind in RELEASING | {kit.KIT} and row.station == buffer.at_station:
                recipe = next(one for one in self.program.policy.stations[row.station].recipes if one.product == row.buffer.item.name)
                asked = sum(self.pulls[number].asked for number in self.queues.get(row.key, ()))
                total += -(-asked * recipe.parts.get(buffer.item.name, 0) // recipe.per)
        return total

    def nobody_sleeps(self) -> None:
        """Assert that whatever the language says must happen has happened."""
        for name, buffer in self.program.policy.buffers.items():
            queue = self.queues.get(f"{name} serves")
            if queue:
                first, available = self.pulls[queue[0]], self.on_hand[name] - self.reserved[name]
                least = first.asked if self._whole(first.row) else 1
                assert available < least or first.not_due or self.comes_still(queue[0]), f"{name} could serve who waits"
                if buffer.in_sequence and available > 0 and len(queue) > 1 and not first.not_due:
                    assert self.told_missing.get(name) == queue[0], f"nobody hears what holds up {name}"
            self.safeties.nobody_sleeps(self, buffer)
            nobody_sleeps(self, buffer)
            if name in self.on_hold or not (buffer.sources and any(is_there(self, source) for source in buffer.sources)):
                continue
            if self.held_back.get(name):
                most = buffer.at_most // buffer.sources[0].terms.multiple * buffer.sources[0].terms.multiple
                part = min(self.pulls[self.held_back[name][0]].asked, most)
                assert self.on_the_way(name) + part > most, f"what waits at {name} has room"
            if isinstance(buffer.rule, Cards):
                free = self.cards_free[name]
                assert free["free"] == 0, f"a free card of {name} pulls at once"
                assert free.get("collecting", 0) < buffer.rule.collect or buffer.rule.collect == 1, f"enough cards of {name} wait together"
            elif self.resting.get(name):
                assert self.left(name) == self.rests_at[name], f"the position of {name} has moved and it still rests"
            elif isinstance(buffer.rule, InLoop):
                nobody_sleeps_in_a_loop(self, buffer)
            elif isinstance(buffer.rule, AsNeeded):
                assert self.left(name) >= 0 or not self.fits(buffer, 1), f"{name} lacks what is needed and does not pull"
            elif isinstance(buffer.rule, Keep | ReorderLot | ReorderUpTo | Zones) and buffer.review in {None, self.reviewed}:
                low = self.position(name) <= _reorder_point(buffer.rule)
                assert not low or not self.fits(buffer, _least(buffer)), f"{name} is at its reorder point and does not pull"

    def agrees_with(self, state: State) -> None:
        """Assert that the engine's counters say what the books say."""
        for name, counters in self.program.buffers.items():
            c = state.c
            assert c[counters.on_hand] == self.on_hand[name], f"on hand of {name}"
            assert c[counters.reserved] == self.reserved[name], f"reserved of {name}"
            assert not self.cancelled.get(name), f"what was cancelled for {name} does not rest"
            if counters.resting:
                assert [c[one] for one in counters.resting] == [0, self.resting.get(name, 0)], f"cards of {name} that rest"
            if counters.coming:
                coming = sum(one.asked for one in self.later.values() if one.row.buffer.name == name)
                assert c[counters.coming] == coming, f"ordered for later of {name}"
                assert not counters.qualified or c[counters.qualified] == self.qualified(name), f"ordered ahead and counted of {name}"
            assert c[counters.blocked] == self.blocked[name], f"set aside of {name}"
            assert c[counters.incoming] == self.incoming[name], f"incoming of {name}"
            assert c[counters.backlog] == self.backlog(name) + self.safeties.owed[name], f"backlog of {name}"
            if counters.not_due:
                queue = self.queues.get(f"{name} serves", ())
                placed = sum(self.pulls[number].asked for number in queue if self.pulls[number].not_due)
                assert c[counters.not_due] == placed, f"has its place and is not due at {name}"
            if counters.safety:
                assert c[counters.safety] == self.safeties.kept[name], f"safety stock of {name}"
                assert c[counters.owed] == self.safeties.owed[name], f"owed to the safety stock of {name}"
            assert self.at_dock[name] == 0, f"goods for {name} stay at the dock"
            assert 0 <= self.reserved[name] <= self.on_hand[name], f"promised more than there is in {name}"
            if name in self.cards_free:
                assert [c[one] for one in counters.cards] == [*self.cards_free[name].values()], f"free cards of {name}"
                assert c[counters.surplus] == self.surplus[name], f"pieces without card in {name}"
                assert c[counters.opened] == self.opened[name], f"pieces out of the opened container of {name}"
        for name, counter in self.program.stations_wip.items():
            jobs = [one for one in self.pulls.values() if one.row.source is not None and one.row.source.source == name and one.promised]
            assert state.c[counter] == sum(job.asked - job.received for job in jobs), f"in work at {name}"


def _least(buffer: Buffer) -> int:
    """The least that any source of a buffer lets it ask for."""
    return max(max(-(-one.terms.minimum // one.terms.multiple), 1) * one.terms.multiple for one in buffer.sources)


_LAST = 10**9
"""Where an order without a number stands in a sequence."""
_WHOLE = {refill.CARDS, refill.ASKED_CARDS}
"""The kinds whose pulls travel in full containers."""
_WAY_OF_CARDS = ("emptied", "unscanned", "collecting", "free")


def _way_of_cards(rule: Cards) -> list[str]:
    """Where a card is from the emptied container to the pull."""
    left_out = set() if rule.signal == "scanned" else {"emptied", "unscanned"}
    return [one for one in _WAY_OF_CARDS if one not in left_out | (set() if rule.collect > 1 else {"collecting"})]


def _reorder_point(rule: Keep | ReorderLot | ReorderUpTo | Zones) -> int:
    """The highest position at which it pulls; `up to` the reorder point itself keeps that level."""
    match rule:
        case Keep(level=level):
            return level - 1
        case Zones(red=red, yellow=yellow):
            return red + yellow - 1
        case ReorderUpTo(at=at, up_to=up_to):
            return up_to - 1 if at is None else min(at, up_to - 1)
        case _:
            return rule.at


def _level(rule: Keep | ReorderUpTo | Zones) -> int:
    if isinstance(rule, Zones):
        return rule.red + rule.yellow + rule.green
    return rule.level if isinstance(rule, Keep) else rule.up_to


def _day(order: Pull) -> int:
    """The day on which it is due."""
    return date(1970, 1, 1).toordinal() + order.due // DAY


def of_slot(engine: Engine, state: State, slot: int) -> Row:
    """The row whose pull a slot holds."""
    return engine.program.rows[state.s[slot + m.RULE] // m.ROW]
