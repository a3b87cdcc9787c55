"""The steps of a program - each rule that can fire, each input that can arrive - and the situations that they can meet.

A step works on one queue and a few slots at the most. Which slots stand in the queue, for which rule and in which state is spelled out
(a queue of none, one, two or three: a step touches its first and its last and none between); all quantities stay symbols.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from attrs import evolve, field, frozen

from kanbanlang.flow import Program, Row
from kanbanlang.prove.cells import Cells
from kanbanlang.prove.joining import Texts
from kanbanlang.prove.symbols import Path, Value
from kanbanlang.rules import (
    CROSSING,
    INPUTS,
    REFILL,
    RELEASING,
    SERVING,
    Input,
    InputKind,
    Kind,
    as_needed,
    kit,
    later,
    lend,
    refill,
    room,
    safety,
    sequence,
    serve,
    short,
)
from kanbanlang.rules import memory as m
from kanbanlang.rules.kind import SPEAKS_OF_A_PULL

_QUEUES = SERVING | RELEASING | {room.LET_GO, kit.KIT}
"""Kinds of the rows that others queue at."""
_ORDERED = frozenset({InputKind.ORDER, InputKind.PLACED_ORDER, InputKind.PLACED_FOR_LATER})
"""Orders arrive with a place in a sequence or without: the engine takes only one of both at a row."""
_LOOK_AT_A_QUEUE = frozenset(
    {
        *CROSSING,
        short.SHORT,
        short.LOSE,
        safety.SHORT_RELEASES,
        safety.JOB_RELEASES,
        lend.USE,
        sequence.TAKES_PLACE,
        sequence.MISSING,
    }
)
"""Kinds of the rows that look at who waits at another row."""

_JOINS = {
    (InputKind.UNPROMISE, m.PICKING): m.WAITING,
    (InputKind.UNPROMISE, m.KITTING): m.WAITING,
    (InputKind.KITTED, m.KITTING): m.KITTED,
    (InputKind.DUE, m.LATER): m.WAITING,
    (InputKind.DUE, m.QUALIFIED): m.WAITING,
}
"""Inputs that let a slot in a state join a queue, and in which state it stands there."""

IN_A_QUEUE = {
    InputKind.CANCELLATION: frozenset({m.WAITING, m.PLACED}),
    InputKind.PATIENCE_ENDS: frozenset({m.WAITING}),
    InputKind.TURN_COMES: frozenset({m.PLACED}),
    InputKind.FREEZES: frozenset({m.PLACED}),
}
"""Inputs that may speak of a slot which stands in a queue, and its states there."""

SPOKEN_OF, NEW, NEXT_NEW, OTHER = 1 * m.SLOT, 2 * m.SLOT, 3 * m.SLOT, 4 * m.SLOT
QUEUED = (5 * m.SLOT, 6 * m.SLOT, 7 * m.SLOT)
BEYOND = (8 * m.SLOT, 9 * m.SLOT)
"""Addresses of the slots: the one an input speaks of, the first two free ones, the head of another rule's queue, those in the queue,
and those in the queue that one of them goes on to."""


@frozen
class Step:
    """A rule that can fire, or an input of a kind at a row (of a pull: at the row of the rule that pulled)."""

    row: Row
    kind: Kind
    input: Input | None
    wakes: tuple[int, ...]

    @property
    def address(self) -> int:
        """Where its row lies in `P`."""
        return self.row.number * m.ROW

    @property
    def place(self) -> int:
        """What an input names: a slot, or the address of a row."""
        return SPOKEN_OF if self.speaks_of_a_pull else self.address

    @property
    def kind_name(self) -> str:
        """The name of its rule kind or input kind."""
        return self.kind.name if self.input is None else self.input.kind.name

    @property
    def name(self) -> str:
        """As a result shows it."""
        return f"{self.kind_name}: {self.row.key}"

    @property
    def speaks_of_a_pull(self) -> bool:
        """Whether it is an input that names a slot."""
        return self.input is not None and self.input.kind >= SPEAKS_OF_A_PULL


@frozen
class Slot:
    """A slot that is spelled out: where it lies, in which state, for which rule (None: it is free)."""

    address: int
    state: int
    rule: int | None


@frozen
class Situation:
    """Which slots there are, and which of them stand in which queue (address of its row to addresses of slots)."""

    slots: tuple[Slot, ...] = ()
    queues: dict[int, tuple[int, ...]] = field(factory=dict)
    counters: dict[int, int] = field(factory=dict)  # those that hold a slot, beside the ends of queues
    words: dict[int, int] = field(factory=dict)  # words of slots that name another

    def pinned(self, counters: dict[int, int], words: dict[int, int]) -> Situation:
        """The same, with some more counters and words known."""
        return Situation(self.slots, self.queues, {**self.counters, **counters}, {**self.words, **words})

    def with_queue(self, row: int, slots: tuple[Slot, ...]) -> Situation:
        """The same with one more queue."""
        queues = {**self.queues, row: tuple(slot.address for slot in slots)}
        return Situation((*self.slots, *slots), queues, self.counters, self.words)


def steps_of(program: Program) -> list[Step]:
    """Every step that a program can take, rules first.

    Inputs that speak of a pull are asked at every row that can own a slot, at those too where they must be refused.
    """
    texts = Texts()
    rules = [Step(row, texts.kind(row.kind), None, program.wakes[row.number]) for row in program.rows[: program.firing]]
    inputs = []
    for kind in INPUTS:
        one = texts.input(kind)
        woken = program.input_wakes.get(kind, {})
        rows = one.rows | {serve.ORDERS} if kind >= SPEAKS_OF_A_PULL else one.rows
        at = [row for row in program.rows if row.kind in rows and (row.number in woken or kind not in _ORDERED)]
        inputs += [Step(row, texts.kind(row.kind), one, woken.get(row.number, ())) for row in at]
    return rules + inputs


def states_of(program: Program, rule: int) -> frozenset[int]:
    """The states that an open slot of this rule row can be in."""
    if program.P[rule + m.KIND] == serve.ORDERS:
        if program.P[program.P[rule + serve.SOURCE] + m.KIND] == sequence.IN_SEQUENCE:
            return frozenset({m.WAITING, m.PLACED})
        ahead = {m.LATER} if program.P[rule + later.COMING] else set()
        return frozenset({m.WAITING} | ahead | ({m.QUALIFIED} if program.P[rule + later.QUALIFIED_DEMAND] else set()))
    return _states_once_sent(program, rule) | ({m.HELD_BACK} if program.P[rule + refill.ROOM] else set())


def _states_once_sent(program: Program, rule: int) -> frozenset[int]:
    match program.P[rule + serve.FROM]:
        case serve.FROM_SUPPLIER:
            return frozenset({m.ORDERED, m.OVERDUE} if program.P[rule + refill.LATE_AT] else {m.ORDERED})
        case serve.FROM_STATION:
            picked = {m.KITTING, m.KITTED} if program.P[program.P[rule + serve.SOURCE] + m.KIND] == kit.KIT else set()
            return frozenset({m.WAITING, m.WORKING} | picked)
        case _:
            moving = {m.MOVING} if program.P[rule + serve.TRANSIT] else set()
            moved = {m.MOVED} if program.P[program.P[rule + serve.SOURCE] + m.CROSSING] else set()
            return frozenset({m.WAITING, m.PICKING} | moving | moved)


def askers(program: Program, queue: int) -> list[int]:
    """The rule rows whose slots wait in the queue of a row."""
    if program.P[queue + m.KIND] == kit.RELEASE_KIT:
        return askers(program, program.P[queue + serve.SOURCE])
    column = refill.ROOM if program.P[queue + m.KIND] == room.LET_GO else serve.SOURCE
    found = []
    for row in program.rows:
        at = row.number * m.ROW
        if (row.kind in REFILL or row.kind == serve.ORDERS) and at != queue and program.P[at + column] == queue:
            found.append(at)
    return found


def queue_where(program: Program, rule: int, state: int) -> int:
    """The row of the queue in which a slot of this rule stands while it is in this state."""
    if state == m.HELD_BACK:
        return int(program.P[rule + refill.ROOM])
    source = int(program.P[rule + serve.SOURCE])
    return int(program.P[source + kit.RELEASES]) if state == m.KITTED else source


def queue_served(program: Program, row: Row) -> int | None:
    """The row of the queue whose first a rule serves, if any: its own, or that of the buffer for which goods are at a dock."""
    if row.kind in _QUEUES:
        return row.number * m.ROW
    return int(program.P[row.number * m.ROW + serve.SOURCE]) if row.kind in _LOOK_AT_A_QUEUE else None


def queue_of(program: Program, step: Step) -> int | None:
    """The row of the queue that a step takes from or appends to, if any."""
    served = queue_served(program, step.row) if step.input is None else None
    if served is not None:
        return served
    if step.input is None:
        appends = step.kind.number in REFILL
    elif step.input.kind is InputKind.RELEASE:
        appends = program.P[step.address + serve.FROM] == serve.FROM_STATION
    else:
        appends = step.input.kind in _ORDERED
    if not appends:
        return None
    if step.kind.number in REFILL and program.P[step.address + refill.ROOM]:
        return int(program.P[step.address + refill.ROOM])
    source: int = program.P[step.address + serve.SOURCE]
    return None if source == step.address else source


def queue_beyond(program: Program, step: Step, situation: Situation) -> int | None:
    """The row of a second queue, to which a step appends what it takes from the first: where its first slot is to be asked."""
    if step.kind.number != room.LET_GO or not situation.slots:
        return None
    rule = situation.slots[0].rule
    source = None if rule is None else int(program.P[rule + serve.SOURCE])
    return None if source == rule else source


def situations(program: Program, step: Step, queued: tuple[int, ...] = QUEUED) -> Iterator[Situation]:
    """Everything that a step can meet, with queues of up to so many slots as there are places for them."""
    if step.speaks_of_a_pull:
        for state in sorted(states_of(program, step.address) | {m.FREE}):
            slot = Slot(SPOKEN_OF, state, step.address)
            spoken_of = Situation((slot,))
            if step.input is not None and state in IN_A_QUEUE.get(step.input.kind, ()):
                yield from _among_others(program, slot)
                continue
            if step.input is not None and (step.input.kind, state) in _JOINS:
                joined = _JOINS[step.input.kind, state]
                yield from with_queues(program, spoken_of, queue_where(program, step.address, joined), queued)
            else:
                yield spoken_of
        return
    if step.kind.number == sequence.TAKES_PLACE and step.input is None:
        yield from on_their_way(program, step.address)
        return
    queue = queue_of(program, step)
    for newest in with_newest(program, step):
        yield from _with_own_queue(program, step, newest, queue, queued)


def _with_own_queue(program: Program, step: Step, before: Situation, queue: int | None, queued: tuple[int, ...]) -> Iterator[Situation]:
    if queue is None:
        yield before
        return
    for situation in with_queues(program, before, queue, queued):
        beyond = queue_beyond(program, step, situation)
        if beyond is None:
            yield situation
        else:
            yield from with_queues(program, situation, beyond, BEYOND)


def _among_others(program: Program, slot: Slot) -> Iterator[Situation]:
    """A slot that waits in its queue: alone, last, first, and between others."""
    assert slot.rule is not None  # noqa: S101 - somebody asks
    queue = queue_where(program, slot.rule, slot.state)
    before, behind = (Slot(p, slot.state, askers(program, queue)[0]) for p in QUEUED[:2])
    for order in ((slot,), (before, slot), (slot, behind), (before, slot, behind)):
        others = tuple(one for one in order if one is not slot)
        yield Situation((slot, *others), {queue: tuple(one.address for one in order)})


def with_queues(program: Program, situation: Situation, queue: int, places: tuple[int, ...]) -> Iterator[Situation]:
    """A situation with a queue of each length that fits into `places`, its first slot of each rule that can ask there."""
    yield situation.with_queue(queue, ())
    rules = askers(program, queue)
    state = {room.LET_GO: m.HELD_BACK, kit.RELEASE_KIT: m.KITTED}.get(program.P[queue + m.KIND], m.WAITING)
    for first in rules:
        for length in range(1, len(places) + 1):
            owners = [first, *(rules[:1] * (length - 1))]
            found = situation.with_queue(queue, tuple(Slot(p, state, rule) for p, rule in zip(places, owners, strict=False)))
            yield from with_its_pull(program, found, queue)


# ---------------------------------------------------------------- orders in sequence
def with_newest(program: Program, step: Step) -> Iterator[Situation]:
    """Before a pull that may be made for an order: that there is none, or that one has just come."""
    if step.input is not None or step.kind.number not in REFILL or not program.P[step.address + as_needed.FOR_NEWEST]:
        yield Situation()
    else:
        queue = program.P[step.address + serve.STOCK]
        newest = program.P[queue + sequence.NEWEST]
        yield Situation().pinned({newest: m.NIL}, {})
        yield Situation().with_queue(queue, (Slot(OTHER, m.WAITING, askers(program, queue)[0]),)).pinned({newest: OTHER}, {})


def with_its_pull(program: Program, situation: Situation, queue: int) -> Iterator[Situation]:
    """Where orders are served in sequence: the first without a pull of its own, or with one that is under way."""
    if program.P[queue + m.KIND] != sequence.IN_SEQUENCE:
        yield situation
        return
    first = situation.queues[queue][0]
    its_pull = first + sequence.ITS_PULL
    yield situation.pinned({}, {its_pull: m.NIL})
    ahead = tuple(evolve(slot, state=m.PLACED) if slot.address == first else slot for slot in situation.slots)
    yield evolve(situation, slots=ahead).pinned({}, {its_pull: m.NIL})
    for row in program.rows:
        at = row.number * m.ROW
        if row.kind in REFILL and program.P[at + as_needed.FOR_NEWEST] and program.P[at + serve.STOCK] == queue:
            state = max(states_of(program, at) - {m.WAITING, m.HELD_BACK})
            pull = Slot(BEYOND[1], state, at)
            yield Situation((*situation.slots, pull), situation.queues, situation.counters, {**situation.words, its_pull: BEYOND[1]})
            return


def on_their_way(program: Program, row: int) -> Iterator[Situation]:
    """An order that is on its way to its place: with none, one or two before it, and with none or one behind it."""
    queue = program.P[row + serve.SOURCE]
    rule, mine = askers(program, queue)[0], BEYOND[0]
    for ahead, behind, state in product(range(3), (QUEUED[2:], ()), (m.WAITING, m.PLACED)):
        slots = tuple(Slot(p, state, rule) for p in (*QUEUED[:ahead], mine, *behind))
        yield Situation().with_queue(queue, slots).pinned({program.P[queue + sequence.SORTED]: mine}, {})


def lay_out(program: Program, situation: Situation, path: Path) -> tuple[Cells, Cells]:
    """The memories `c` and `s` of a situation, before anything happens."""
    counters: dict[int, Value] = {m.ONE: 1, m.FREE_SLOT: NEW}
    words: dict[int, Value] = {NEW + m.STATE: m.FREE, NEW + m.NEXT: NEXT_NEW, NEXT_NEW + m.STATE: m.FREE, NEXT_NEW + m.NEXT: m.NIL}
    counters.update(situation.counters)
    words.update(situation.words)
    for row, queued in situation.queues.items():
        if program.P[row + m.KIND] == sequence.IN_SEQUENCE:
            for p in queued:
                words.setdefault(p + sequence.ITS_PULL, m.NIL)
    for row, queued in situation.queues.items():
        counters[program.P[row + m.HEAD]] = queued[0] if queued else m.NIL
        counters[program.P[row + m.TAIL]] = queued[-1] if queued else m.NIL
        for p, behind in zip(queued, (*queued[1:], m.NIL), strict=False):
            words[p + m.NEXT] = behind
        for p, before in zip(queued, (m.NIL, *queued), strict=False):
            words[p + m.BEFORE] = before
    for slot in situation.slots:
        words[slot.address + m.STATE] = slot.state
        if slot.rule is not None:
            words[slot.address + m.RULE] = slot.rule
    return Cells(path, "c", counters, counts=True), Cells(path, "s", words, counts=False)


@frozen
class Told:
    """What an input says beside its place, in symbols."""

    quantity: Value
    number: Value


def perform(program: Program, step: Step, c: Cells, s: Cells, told: Told) -> Value | None:
    """Take the step. Returns the quantity of the rule, or the row that the input's apply returned; None where nothing happens."""
    P, B = program.P, program.B  # noqa: N806 - the names of the memories in every rule
    if step.input is None:
        q = step.kind.guard(c, s, P, B, step.address)
        if q == 0:
            return None
        step.kind.apply(c, s, P, B, step.address, q)
        return q
    if step.input.check(c, s, P, B, step.place, told.quantity, told.number) != 0:
        return None
    return step.input.apply(c, s, P, B, step.place, told.quantity, told.number)
