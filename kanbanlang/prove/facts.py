"""What holds of every state, as facts to take for granted before a step and as claims to prove after it.

Beside the laws of the program these are: no counter is negative, a flag is 0 or 1, an open pull has something open and is in a state that
its rule knows, a slot waits exactly when it stands in the queue of its source, and numbers of pulls are never used twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import frozen

from kanbanlang.flow import Program
from kanbanlang.prove.cells import Cells
from kanbanlang.prove.steps import IN_A_QUEUE, NEW, NEXT_NEW, SPOKEN_OF, Situation, Slot, Step, Told, queue_where, states_of
from kanbanlang.prove.symbols import Path, Sentence, Value
from kanbanlang.rules import (
    REFILL,
    RELEASING,
    RESTING_PULLS,
    SERVING,
    InputKind,
    Law,
    cancel,
    cards,
    kit,
    react,
    refill,
    review,
    room,
    safety,
    sequence,
    serve,
)
from kanbanlang.rules import memory as m
from kanbanlang.rules.memory import Memory

Fact = tuple[str, Sentence]
"""A sentence, and the term that says it."""
_QUEUED = frozenset({m.WAITING, m.PLACED, m.HELD_BACK, m.KITTED})
"""States of a slot that stands in a queue."""
Read = Callable[[int], Value]
"""A word of memory at one of the two times."""


@frozen
class Moment:
    """A step that was taken: the memories (before and now), what an input said, and what `perform` returned."""

    path: Path
    situation: Situation
    c: Cells
    s: Cells
    told: Told
    outcome: Value

    @property
    def spoken_of(self) -> Slot:
        """The slot of which an input speaks."""
        return next(slot for slot in self.situation.slots if slot.address == SPOKEN_OF)


class Facts:
    """The facts of one program."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._laws_of: dict[int, list[Law]] = {}
        for law in program.laws:
            for counter in law.counters:
                self._laws_of.setdefault(counter, []).append(law)
            for rule in (rule for share in law.shares for rule in share.rules):
                self._laws_of.setdefault(-rule - 1, []).append(law)
        P = program.P  # noqa: N806 - the name of the memory in every rule
        self._switches = {P[row.number * m.ROW + react.FLAG] for row in program.rows if row.kind in {react.ON, react.WHEN, review.LOOKED}}
        self._switches |= {P[row.number * m.ROW + cards.BEGUN] for row in program.rows if row.kind == cards.COLLECTED}
        self._switches |= {on for row in program.rows if row.kind in REFILL and (on := P[row.number * m.ROW + refill.ON_HOLD])}
        self._switches |= {P[row.number * m.ROW + cancel.RESTING] for row in program.rows if row.kind in RESTING_PULLS}
        self._switches |= {P[row.number * m.ROW + safety.ASKED_TO] for row in program.rows if row.kind == safety.RELEASES}
        self._switches |= {P[row.number * m.ROW + safety.ARRIVED] for row in program.rows if row.kind == safety.PAYS_BACK}
        self._switches |= {P[row.number * m.ROW + react.DOWN] for row in program.rows if row.kind == react.STANDING}
        ends = {
            P[row.number * m.ROW + end]
            for row in program.rows
            for end in (m.HEAD, m.TAIL)
            if row.kind in {serve.HOLDS, room.LET_GO} or row.kind in SERVING | RELEASING | {kit.KIT}
        }
        in_sequence = [row.number * m.ROW for row in program.rows if row.kind == sequence.IN_SEQUENCE]
        self._places = ends | {m.FREE_SLOT} | {P[row + slot] for row in in_sequence for slot in (sequence.SORTED, sequence.NEWEST)}

    # ------------------------------------------------------------ slots
    def _slot(self, c: Read, s: Read, p: int) -> Iterator[Fact]:
        """What holds of a slot whose state is known."""
        state = s(p + m.STATE)
        if state == m.FREE:
            return
        rule, number = s(p + m.RULE), s(p + m.NUMBER)
        asked, got = s(p + m.ASKED), s(p + m.GOT)
        yield "a pull is in a state that its rule knows", state in states_of(self._program, rule)
        yield "an open pull has something open", got < asked
        yield "nothing got is less than nothing", got >= 0
        if state in {m.HELD_BACK, m.WAITING, m.PICKING, m.MOVED, m.KITTING, m.KITTED} and self._program.P[rule + m.KIND] != serve.ORDERS:
            yield "nothing came yet of a pull that waits or is picked", got == 0
        yield "pulls are numbered from 1 on", number >= 1
        yield "no pull has a number that is still to come", number <= c(m.LAST_NUMBER)

    def laid_out(self, situation: Situation, c: Cells, s: Cells, path: Path) -> None:
        """Take for granted what holds of the slots of a situation."""
        for slot in situation.slots:
            if slot.state != m.FREE:
                for _, fact in self._slot(c.__getitem__, s.__getitem__, slot.address):
                    path.assume(fact)

    # ------------------------------------------------------------ laws
    def _concerned(self, counters: set[int], slots: tuple[int, ...], s: Cells) -> list[Law]:
        """The laws about any of these counters, or about pulls of the rules that own these slots."""
        keys = counters | {-rule - 1 for p in slots for rule in (s.before.get(p + m.RULE), s.now.get(p + m.RULE)) if isinstance(rule, int)}
        return list({id(law): law for key in keys for law in self._laws_of.get(key, ())}.values())

    def _law(self, law: Law, moment: Moment, c: Read, s: Read) -> Sentence:
        """The law, with what all slots but those spelled out add as an unknown of its own."""
        total: Value = sum(coefficient * c(counter) for counter, coefficient in law.counters.items())
        slots = _slots(moment.situation)
        for number, share in enumerate(law.shares):
            total -= self._rest(law, number, moment.path)
            for p in slots:
                if s(p + m.STATE) in share.states and s(p + m.RULE) in share.rules:
                    total -= share.of_slot(s(p + m.ASKED) - s(p + m.GOT))
        kept: Sentence = total <= law.constant if law.at_most else total == law.constant
        return kept

    def _rest(self, law: Law, share: int, path: Path) -> Value:
        rest = path.number(f"others in {law.name} {share}")
        path.assume(rest >= 0)
        return rest

    # ------------------------------------------------------------ at the start
    def at_start(self, c: list[Value]) -> Iterator[Fact]:
        """Everything that must hold while nothing is under way, of all counters."""
        for law in self._program.laws:
            total: Value = sum(coefficient * c[counter] for counter, coefficient in law.counters.items())
            yield law.name, total <= law.constant if law.at_most else total == law.constant
        for counter, value in enumerate(c):
            yield f"{self._program.counters[counter]} is not negative", value >= 0
        for counter in self._switches:
            yield f"{self._program.counters[counter]} is 0 or 1", c[counter] <= 1
        yield "one is one", c[m.ONE] == 1

    # ------------------------------------------------------------ before
    def granted(self, moment: Moment) -> None:
        """Take for granted all that held before the step of what it looked at or touched."""
        c, s = moment.c, moment.s
        slots = _slots(moment.situation)
        for law in self._concerned(set(c.now), slots, s):
            for counter in law.counters:
                c[counter]
        for law in self._concerned(set(c.now), slots, s):
            moment.path.assume(self._law(law, moment, lambda x: _before(c, x), lambda x: _before(s, x)))
        for counter in self._switches & c.before.keys():
            moment.path.assume(c.before[counter] <= 1)

    # ------------------------------------------------------------ after
    def claims(self, step: Step, moment: Moment) -> list[Fact]:
        """Everything that must hold after the step, of what it touched."""
        c, s = moment.c, moment.s
        slots = _slots(moment.situation)
        concerned = self._concerned(c.written, slots, s)
        found: list[Fact] = [(law.name, self._law(law, moment, c.__getitem__, s.__getitem__)) for law in concerned]
        names = self._program.counters
        for counter in sorted(c.written - self._places):
            if counter < len(names):
                found.append((f"{names[counter]} is not negative", c[counter] >= 0))
            if counter in self._switches:
                found.append((f"{names[counter]} is 0 or 1", c[counter] <= 1))
        found.append(("it writes only counters that there are", max(c.written, default=0) < len(names)))
        found.append(("it writes only slots that it works on", {p - p % m.SLOT for p in s.written} <= set(slots)))
        found.append(("one stays one", m.ONE not in c.written))
        for p in slots:
            found += self._slot(c.__getitem__, s.__getitem__, p)
        found += self._in_order(step, moment)
        found += self._numbers(moment, slots)
        found += self._outcome(step, moment)
        return found

    def _in_order(self, step: Step, moment: Moment) -> Iterator[Fact]:
        """Queues hold who waits, in the order they came, but for those who are put first again; the free list holds who is free."""
        c, s, P = moment.c, moment.s, self._program.P  # noqa: N806
        slots = _slots(moment.situation)
        stands = {p: queue_where(self._program, s[p + m.RULE], s[p + m.STATE]) for p in slots if s[p + m.STATE] in _QUEUED}
        for row, queued in moment.situation.queues.items():
            here = [p for p in stands if stands[p] == row]
            still, new = [p for p in queued if p in here], [p for p in here if p not in queued]
            expected = new + still if _puts_first(step) else _as_placed(step, moment, P, still) or still + new
            yield "who waits stands in the queue, in the order they asked", _chain(s, c[P[row + m.HEAD]]) == expected
            yield "a queue reads the same from its end", _chain(s, c[P[row + m.TAIL]], m.BEFORE)[::-1] == expected
            yield "the end of a queue is the last of it", c[P[row + m.TAIL]] == (expected[-1] if expected else m.NIL)
        queues = set(moment.situation.queues)
        yield "nobody waits in no queue", queues.issuperset(stands.values())
        free = {p for p in (*slots, NEXT_NEW) if s[p + m.STATE] == m.FREE and not _free_before(moment, p)}
        yield "the free slots are those that nobody uses", set(_chain(s, c[m.FREE_SLOT])) == free

    def _numbers(self, moment: Moment, slots: tuple[int, ...]) -> Iterator[Fact]:
        c, s = moment.c, moment.s
        if m.LAST_NUMBER in c.written:
            yield "the last number only grows", c[m.LAST_NUMBER] >= c.before[m.LAST_NUMBER]
        for p in slots:
            if s.before.get(p + m.STATE) == m.FREE and s[p + m.STATE] != m.FREE:
                yield "a new pull has a new number", s[p + m.NUMBER] > c.before[m.LAST_NUMBER]

    def _outcome(self, step: Step, moment: Moment) -> Iterator[Fact]:
        if step.input is None:
            yield "a rule that fires says how much", moment.outcome >= 1
            return
        yield "an input answers with its row", moment.outcome == step.address
        yield "it arrives only where it can", step.row.kind in step.input.rows
        if step.speaks_of_a_pull:
            queued = IN_A_QUEUE.get(step.input.kind, frozenset())
            yield "it speaks of a pull that is under way", moment.spoken_of.state not in (_QUEUED | {m.FREE}) - queued
        if step.input.kind is InputKind.PICK:
            p = moment.spoken_of.address
            again = step.input.check(moment.c, moment.s, self._program.P, self._program.B, p, moment.told.quantity, moment.told.number)
            yield "the same pick is refused the second time", again != 0


def _puts_first(step: Step) -> bool:
    return step.input is not None and step.input.kind is InputKind.UNPROMISE


def _as_placed(step: Step, moment: Moment, P: Memory, queued: list[int]) -> list[int] | None:  # noqa: N803 - the name in every rule
    """How a queue stands when an order has passed the one before it, None where none did."""
    if step.input is not None or step.kind.number != sequence.TAKES_PLACE:
        return None
    p = moment.c[P[P[step.address + serve.SOURCE] + sequence.SORTED]]
    if not isinstance(p, int) or p == m.NIL:
        return None
    at = queued.index(p)
    return [*queued[: at - 1], p, queued[at - 1], *queued[at + 1 :]]


def _slots(situation: Situation) -> tuple[int, ...]:
    return (*(slot.address for slot in situation.slots), NEW)


def _before(cells: Cells, address: int) -> Value:
    cells[address]  # so that what was there before is known
    return cells.before[address]


def _free_before(moment: Moment, p: int) -> bool:
    """A slot that an input speaks of though it is free: it lies in the free list somewhere behind."""
    return any(slot.address == p and slot.state == m.FREE for slot in moment.situation.slots)


def _chain(s: Cells, first: Value, onward: int = m.NEXT) -> list[int]:
    chain: list[int] = []
    p = first
    while isinstance(p, int) and p != m.NIL and p not in chain:
        chain.append(p)
        p = s[p + onward]
    return chain
