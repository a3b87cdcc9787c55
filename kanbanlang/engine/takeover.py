"""A new policy takes over the state of the one before, at one instant.

What is there, open and promised goes on under the new policy: pulls keep what they asked for, and inputs that were seen are known. Five
cards that become three: the next two that are emptied do not signal. Three that become five: two are born empty and signal at
once. What cannot go on as it is (a buffer that is gone and still holds something, a source of which something is still expected) is not
guessed: the take-over is refused, and says what has to end first.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve, frozen

from kanbanlang.engine.engine import Engine
from kanbanlang.engine.state import Content, State
from kanbanlang.flow import BufferCounters, Program, Row, compile_program
from kanbanlang.model.policy import Buffer, Cards, Policy
from kanbanlang.rules import InputKind, kit, refill, serve
from kanbanlang.rules import memory as m
from kanbanlang.rules.kind import SPEAKS_OF_A_PULL
from kanbanlang.rules.laws import broken


@frozen
class TakenOver:
    """The engine of the new policy and its state, before anything was looked at: `settle` lets the new rules act."""

    engine: Engine
    state: State


class TakeOverError(Exception):
    """The state cannot go on under the new policy; `reasons` are sentences for the people who have to see to it."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


def take_over(old: Engine, state: State, policy: Policy) -> TakenOver:
    """The state under a new policy, which has no errors. The old state stays as it is.

    Raises TakeOverError where something of the old state has no place in the new policy.
    """
    new = compile_program(evolve(policy, buffers=dict(_with_cards_too_many(old.program, state, policy))))
    change = _Change(old.program, new, state)
    reasons = list(change.reasons())
    if reasons:
        raise TakeOverError(reasons)
    return TakenOver(Engine(new), change.carried())


def _with_cards_too_many(old: Program, state: State, policy: Policy) -> Iterator[tuple[str, Buffer]]:
    """The buffers of the new policy, each with the cards that go round beyond its own; containers of another content are counted anew."""
    for name, buffer in policy.buffers.items():
        before = old.policy.buffers.get(name)
        if before is not None and isinstance(buffer.rule, Cards) and isinstance(before.rule, Cards) and _alike(buffer.rule, before.rule):
            yield name, evolve(buffer, retiring=max(0, _going_round(old, state, name, before.rule) - buffer.rule.cards))
        else:
            yield name, buffer


def _alike(one: Cards, other: Cards) -> bool:
    """Whether a card of one stands for the same as a card of the other."""
    return one.quantity == other.quantity and (one.signal == "opened") == (other.signal == "opened")


def _going_round(old: Program, state: State, name: str, rule: Cards) -> int:
    counter = old.buffers[name].retiring
    return rule.cards + (state.c[counter] if counter else 0)


class _Change:
    """From the old program to the new one, with the state in between."""

    def __init__(self, old: Program, new: Program, state: State) -> None:
        self.old, self.new, self.state = old, new, state
        self._rows = {row.key: row for row in new.rows}
        self._counters = {name: number for number, name in enumerate(new.counters)}
        self._same = self._same_counters()

    # ------------------------------------------------------------ what has no place
    def reasons(self) -> Iterator[str]:
        """Why the state cannot be taken over, a sentence each."""
        for name, at in self.old.buffers.items():
            if name not in self.new.buffers and any(self.state.c[counter] for counter in (at.on_hand, at.incoming, at.backlog, at.blocked)):
                yield f"buffer `{name}` is gone, and it is not empty: something is there, on its way to it or asked of it"
        queues = self._queues(self.new)
        for (waits, column), number in self._queues(self.old).items():
            name, priority = waits
            if column == m.HEAD and self.state.c[number] != m.NIL and name in self.new.buffers and (waits, column) not in queues:
                yield f"somebody of priority {priority} waits at `{name}`, where nobody of that class is served any more"
        for p in self.state.open_slots():
            row = self.old.rows[self.state.s[p + m.RULE] // m.ROW]
            if (lost := self._lost(row, self.state.s[p + m.STATE])) is not None:
                yield f"pull {self.state.s[p + m.NUMBER]} of {lost}"

    def _lost(self, row: Row, stage: int) -> str | None:
        """Why what a rule asked for cannot go on; None where it can."""
        there = self._rows.get(row.key)
        name = row.buffer.name if row.buffer is not None else row.key
        if row.source is None:
            if (
                there is not None
                and row.buffer is not None
                and there.buffer is not None
                and row.buffer.in_sequence != there.buffer.in_sequence
            ):
                return f"a customer waits at `{name}`, where the new policy serves in another order: let the order be served, or cancel it"
            return None if there is not None else f"a customer waits at `{name}`, where orders of its class no longer arrive"
        if there is None or there.source is None or there.source.source != row.source.source:
            return f"`{name}` is open at `{row.source.source}`, which no longer refills it: let it arrive, or cancel it"
        if self.old.P[row.number * m.ROW + serve.TRANSIT] != self.new.P[there.number * m.ROW + serve.TRANSIT]:
            return f"`{name}` is open at `{row.source.source}`, from where goods now travel otherwise: let it arrive, or cancel it"
        if row.buffer is not None and there.buffer is not None and stage == m.WAITING and row.buffer.priority != there.buffer.priority:
            return f"`{name}` waits at `{row.source.source}` with priority {row.buffer.priority}: let it be served, or cancel it"
        if stage == m.KITTING and self._gives_at_once(there):
            return f"`{name}` has its parts picked at `{row.source.source}`, which now takes none, or at once: let them be picked"
        if stage == m.HELD_BACK and not self.new.P[there.number * m.ROW + refill.ROOM]:
            return f"`{name}` waits for room on the way, of which the new policy does not speak: let it go first"
        return None

    def _gives_at_once(self, rule: Row) -> bool:
        return self.new.P[self.new.P[rule.number * m.ROW + serve.SOURCE] + m.KIND] != kit.KIT

    # ------------------------------------------------------------ what goes on
    def carried(self) -> State:
        """The state of the new program. Raises TakeOverError where a law of it would not hold."""
        c = list(self.new.initial)
        for before, after in self._same.items():
            c[after] = self.state.c[before]
        s = list(self.state.s)
        for p in self.state.open_slots():
            s[p + m.RULE] = self._rows[self.old.rows[s[p + m.RULE] // m.ROW].key].number * m.ROW
        state = State(c, s, {key: self._content(content) for key, content in self.state.seen.items()})
        for name, at in self.new.buffers.items():
            self._count_cards(name, at, c)
        for name, station in self.new.policy.stations.items():
            idle = self._counters.get(f"idle({name})")
            if idle is not None and name in self.old.policy.stations:
                c[idle] += station.machines - self.old.policy.stations[name].machines
        wrong = [law.name for law in self.new.laws if broken(law, c, s)]
        wrong += [f"{self.new.counters[counter]} is {number}" for counter, number in enumerate(c) if number < 0]
        if wrong:
            raise TakeOverError([f"it would not be right that {law}" for law in wrong])
        return state

    def _same_counters(self) -> dict[int, int]:
        """Counters that go on, by their numbers: those of the same name, and the two ends of each queue by who waits there."""
        found = {}
        for number, name in enumerate(self.old.counters):
            there = self._counters.get(name)
            if there is not None and not name.startswith("retiring("):
                found[number] = there
        queues = self._queues(self.new)
        for (key, column), number in self._queues(self.old).items():
            found.pop(number, None)
            if (key, column) in queues:
                found[number] = queues[key, column]
        return found

    @staticmethod
    def _queues(program: Program) -> dict[tuple[tuple[str, int], int], int]:
        """The counters of the ends of every queue that orders and pulls of a buffer wait in, by buffer and class."""
        return {
            ((name, program.rows[number].priority), column): program.P[number * m.ROW + column]
            for name, at in program.buffers.items()
            for number in at.serves
            for column in (m.HEAD, m.TAIL)
        }

    def _content(self, content: Content) -> Content:
        """What came under a key, its place as the new program numbers it; a place that is gone is none of the new ones."""
        kind, place, *said = content
        if kind >= SPEAKS_OF_A_PULL:
            return content
        there = self._rows.get(self.old.rows[place].key)
        return (int(InputKind(kind)), -1 - place if there is None else there.number, *said)

    def _count_cards(self, name: str, at: BufferCounters, c: list[int]) -> None:
        """Cards that there are more of are free at once; where there are some for the first time, they are counted from what is there."""
        rule, before = self.new.policy.buffers[name].rule, self.old.policy.buffers.get(name)
        if not isinstance(rule, Cards):
            return
        free = (*at.cards, *at.resting)
        if before is not None and isinstance(before.rule, Cards) and _alike(rule, before.rule):
            was_at = self.old.buffers[name]
            elsewhere = sum(self.state.c[one] for one in (*was_at.cards, *was_at.resting)) - sum(c[one] for one in free)
            c[at.cards[-1]] += elsewhere + max(0, rule.cards - _going_round(self.old, self.state, name, before.rule))
            return
        pieces = c[at.on_hand] + c[at.incoming] + sum(c[one] for one in at.at_docks)
        with_cards = min(pieces, rule.cards * rule.quantity)
        containers = with_cards // rule.quantity if rule.signal == "opened" else -(-with_cards // rule.quantity)
        for one in free:
            c[one] = 0
        c[at.opened] = max(0, containers * rule.quantity - with_cards)
        c[at.surplus] = pieces - min(with_cards, containers * rule.quantity)
        c[at.cards[-1]] = rule.cards - containers
