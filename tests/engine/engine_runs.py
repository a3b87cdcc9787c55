"""Random inputs for a running policy, drawn from what is live in it, and everything that must hold after each of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from attrs import define, field, frozen
from engine_ledger import Ledger
from engine_story import Said, story
from hypothesis import strategies as st

from kanbanlang.engine import Action, Engine, InputKind, State, actions
from kanbanlang.engine.engine import Step
from kanbanlang.flow import Program, Row
from kanbanlang.model.values import DAY
from kanbanlang.rules import INPUTS, KINDS, RELEASING, RESTING_PULLS, SERVING, cancel, cards, kit, room, serve, zones
from kanbanlang.rules import memory as m
from kanbanlang.rules.kind import SPEAKS_OF_A_PULL
from kanbanlang.rules.laws import broken
from kanbanlang.rules.reasons import CONFLICT, DUPLICATE

MANY_LOOKS = 2_000
"""Far more looks at rules than a plant of a dozen places needs for one input."""


class NoRestError(AssertionError):
    """The engine goes on and on."""


class BoundedEngine(Engine):
    """An engine that gives up where the real one would never come to rest."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.left = 0
        self._fire = [(self._counted(guard), apply, reads, row) for guard, apply, reads, row in self._fire]

    def _counted(self, guard: Callable[..., int]) -> Callable[..., int]:
        def look(*memories: object) -> int:
            self.left -= 1
            if self.left < 0:
                raise NoRestError
            return guard(*memories)

        return look

    def _run(self, state: State, work: Sequence[int]) -> list[Step]:
        self.left = MANY_LOOKS
        return super()._run(state, work)


# ---------------------------------------------------------------- what is said
@frozen
class Move:
    """One thing that somebody says, before it is known what is live: which of the live places, and how far off the truth."""

    kind: InputKind
    which: int
    quantity: int  # of an order and the like; for a pull what is added to what is open
    astray: int  # 0: what fits the pull; 1: the number of another; 2: the kind as drawn, whether or not it fits
    repeat: int  # 0: something new; 1 same key and content; 2 same key, other content; 3 same content, another key


@frozen
class Message:
    """An input as the engine takes it."""

    key: str
    kind: InputKind
    place: int
    quantity: int
    number: int


_KINDS = [
    InputKind.ORDER,
    InputKind.CONSUMPTION,
    InputKind.ORDER_FOR_LATER,
    InputKind.CANCELLATION,
    *([InputKind.RECEIPT, InputKind.PICK, InputKind.COMPLETION] * 2),
    *InputKind,
]
_MOVES = st.builds(
    Move,
    st.sampled_from(_KINDS),
    st.integers(0, 7),
    st.sampled_from([0, 0, 0, 1, 2, 3, -1, 7]),
    st.sampled_from([0] * 8 + [1, 2]),
    st.sampled_from([0] * 7 + [1, 2, 3]),
)


def moves(most: int = 32) -> st.SearchStrategy[list[Move]]:
    """Up to `most` things that are said one after the other: in any order, again, with another content, about what is closed."""
    return st.sampled_from([most // 4, most // 2, most]).flatmap(lambda n: st.lists(_MOVES, min_size=1 + n // 2, max_size=n))


_ENDS = {
    m.ORDERED: InputKind.RECEIPT,
    m.OVERDUE: InputKind.RECEIPT,
    m.MOVING: InputKind.RECEIPT,
    m.PICKING: InputKind.PICK,
    m.KITTING: InputKind.KITTED,
    m.WORKING: InputKind.COMPLETION,
    m.LATER: InputKind.DUE,
    m.QUALIFIED: InputKind.DUE,
    m.PLACED: InputKind.TURN_COMES,
}
"""What is said next of a pull in this state."""

_AT_ANY_TIME = {
    InputKind.CANCELLATION: {m.ORDERED, m.OVERDUE, m.WAITING, m.PICKING, m.LATER, m.QUALIFIED, m.PLACED},
    InputKind.UNPROMISE: {m.PICKING, m.KITTING},
    InputKind.OVERDUE: {m.ORDERED},
    InputKind.SCRAP: {m.WORKING},
    InputKind.FREEZES: {m.PLACED},
    InputKind.COUNTS: {m.LATER},
    InputKind.COUNTS_NO_MORE: {m.QUALIFIED},
}
"""What can be said of a pull in these states that does not end it in the usual way."""

_BY_THE_WAY = {InputKind.REISSUE, InputKind.RESTED, InputKind.SCAN, InputKind.WAITED, InputKind.UP}
"""In place of these, what was cancelled is asked for again, while anything is."""

_IN_SEQUENCE = {InputKind.ORDER: InputKind.PLACED_ORDER, InputKind.ORDER_FOR_LATER: InputKind.PLACED_FOR_LATER}
"""What an order is where all are served by their numbers."""

_PLACES = (0, 5, 2, 9, 1, 7, 3, 0, 4, 12, 6, 20, -1)
"""In which order people number their orders."""

_NUMBERED = {InputKind.DAY: zones.TODAY, InputKind.WAITED: cards.COLLECTION, InputKind.RESTED: cancel.TOTAL}
"""In which column of its row an input that speaks of no pull finds the number that it needs."""


_FIRST_DAY = date(1970, 1, 1).toordinal()


@define
class Run:
    """A policy at work, the books kept beside it, and all that was said to it."""

    program: Program
    engine: Engine
    state: State
    ledger: Ledger
    said: list[Message] = field(factory=list)
    accepted: list[Message] = field(factory=list)
    answers: list[Action] = field(factory=list)
    fired: set[int] = field(factory=set)  # rules that did
    reasons: set[int] = field(factory=set)  # answers that inputs got
    on_hand: dict[str, int] | None = None  # what was there at the start, where it was not full
    complete: bool = True  # whether the books have all that was answered
    told: list[Said] = field(factory=list)  # what was accepted, as a story tells it
    _places: dict[InputKind, list[int]] = field(init=False)  # where each kind of input can arrive that speaks of no pull

    def __attrs_post_init__(self) -> None:
        found = {kind: [row.number for row in self.program.rows if row.kind in one.rows] for kind, one in INPUTS.items()}
        for kind in (InputKind.ORDER, *_IN_SEQUENCE.values()):
            found[kind] = [place for place in found[kind] if place in self.program.input_wakes.get(kind, ())]
        self._places = {kind: places for kind, places in found.items() if places and kind < SPEAKS_OF_A_PULL}

    @classmethod
    def of(cls, program: Program, on_hand: dict[str, int] | None = None) -> Run:
        """A run just settled."""
        engine = BoundedEngine(program)
        state = engine.start(on_hand)
        run = cls(program, engine, state, Ledger.opened_with(program, state), on_hand=on_hand)
        run._answered(engine.settle(state), "start")
        run.all_holds()
        return run

    # ------------------------------------------------------------ from a move to a message
    def message(self, move: Move) -> Message:
        """The message that a move comes to now."""
        if move.repeat and self.said:
            before = self.said[move.which % len(self.said)]
            if move.repeat == 1:
                return before
            if move.repeat == 2:
                return Message(before.key, before.kind, before.place, before.quantity + 1, before.number)
            return Message(f"k{len(self.said)}", before.kind, before.place, before.quantity, before.number)
        key = f"k{len(self.said)}"
        if move.kind < SPEAKS_OF_A_PULL:
            kind, place = self._place(move)
            column = _NUMBERED.get(kind) if place in self._places.get(kind, ()) else None
            if kind in _IN_SEQUENCE.values():
                return Message(key, kind, place, move.quantity + 1, _PLACES[(move.which + 3 * len(self.said)) % len(_PLACES)])
            number = 0 if column is None else self.state.c[self.program.P[place * m.ROW + column]] + (move.astray == 1)
            if kind is InputKind.DAY:
                number = max(number, _FIRST_DAY) + move.which % 3 - (move.repeat == 3)
            elif kind is InputKind.FED:
                number = int(move.astray == 1)  # that they are not there
            elif kind is InputKind.ORDER_FOR_LATER:
                number = move.which % 4 * DAY
            return Message(key, kind, place, 1 if kind is InputKind.REISSUE and move.quantity < 3 else move.quantity + 1, number)
        s = self.state.s
        live = self.state.open_slots()
        going = [p for p in live if s[p + m.STATE] in _AT_ANY_TIME.get(move.kind, _ENDS)]
        fitting = [p for p in going if move.kind in _AT_ANY_TIME or _ENDS[s[p + m.STATE]] == move.kind] or going
        if move.astray == 2 or not fitting:
            fitting = live or [m.SLOT]
        p = fitting[move.which % len(fitting)]
        kind = move.kind if move.astray == 2 or move.kind in _AT_ANY_TIME else _ENDS.get(s[p + m.STATE], move.kind)
        more = 0 if kind is InputKind.CANCELLATION and 0 <= move.quantity < 3 else move.quantity  # cancelled whole, or refused
        return Message(key, kind, p, s[p + m.ASKED] - s[p + m.GOT] + more, s[p + m.NUMBER] + (move.astray == 1))

    def _place(self, move: Move) -> tuple[InputKind, int]:
        """Where an input arrives; one that arrives nowhere in this program is another, but for some that go astray."""
        if move.kind in _BY_THE_WAY and (at_rest := self._at_rest()):
            return (InputKind.REISSUE, InputKind.RESTED)[move.which % 2], at_rest[move.which % len(at_rest)]
        placed = InputKind.ORDER not in self._places and InputKind.PLACED_ORDER in self._places
        said = _IN_SEQUENCE.get(move.kind, move.kind) if placed else move.kind
        places = self._places.get(said, [])
        if places or move.astray == 2 or not self._places:
            return said, (places or [0])[move.which % len(places or [0])]
        kinds = list(self._places)
        kind = kinds[move.which % len(kinds)]
        return kind, self._places[kind][move.which % len(self._places[kind])]

    def _at_rest(self) -> list[int]:
        """Rows at which something rests that was cancelled."""
        rows = (row.number for row in self.program.rows if row.kind in {cancel.CANCELLED_CARD, *RESTING_PULLS})
        return [row for row in rows if self.state.c[self.program.P[row * m.ROW + cancel.RESTING]]]

    # ------------------------------------------------------------ one input and all that must hold
    def play(self, move: Move) -> None:
        """Say it, and assert all that must hold. Where something does not, the story of it is told as a policy with a test."""
        message = self.message(move)
        telling = [*self.told, Said(message, self._row(message))]
        try:
            self.say(message)
            self.all_holds()
        except Exception as error:
            wrong = str(error).splitlines()[0] if str(error) else type(error).__name__
            error.add_note(story(self.ledger, self.on_hand, telling, self.state if self.complete else None, wrong))
            raise

    def say(self, message: Message) -> int:
        """Give a message to the engine and enter it in the books; a message that is not accepted must not change a thing."""
        state = self.state
        c, s, seen = list(state.c), list(state.s), dict(state.seen)
        row = self._row(message)
        known = ("test", message.key) in seen
        same = known and seen["test", message.key] == (message.kind, message.place, message.quantity, message.number)
        reason, steps = self.engine.step(state, "test", message.key, message.kind, message.place, message.quantity, message.number)
        assert (reason in {DUPLICATE, CONFLICT}) == known, "a key is taken once"
        if known:
            assert (reason == DUPLICATE) == same, "the same key with other content is a conflict"
        self.said.append(message)
        self.reasons.add(reason)
        if reason:
            assert (steps, state.c, state.s, state.seen) == ([], c, s, seen), "what is not accepted changes nothing"
            return reason
        self.accepted.append(message)
        self.told.append(Said(message, row))
        self.complete = False
        self.ledger.heard(message.kind, row, message.quantity, message.number)
        self._answered(steps, message.key)
        self.complete = True
        return reason

    def _answered(self, steps: list[Step], key: str) -> None:
        self.ledger.fired(steps)
        self.answers += actions(self.engine, self.state, steps, "test", key)
        self.fired.update(j for j, *_ in steps)

    def _row(self, message: Message) -> Row:
        place = message.place if message.kind < SPEAKS_OF_A_PULL else self.state.s[message.place + m.RULE] // m.ROW
        return self.program.rows[place]

    def all_holds(self) -> None:
        """Books, laws, queues, and that nothing more can happen."""
        self.ledger.agrees_with(self.state)
        self.ledger.nobody_sleeps()
        self.laws_hold()
        self.slots_are_in_order()
        self.nothing_more_can_happen()

    def laws_hold(self) -> None:
        """The laws of the program, and that no counter is negative."""
        c, s = self.state.c, self.state.s
        assert [law.name for law in self.program.laws if broken(law, c, s)] == []
        assert [self.program.counters[number] for number, value in enumerate(c) if value < 0] == []
        assert c[m.ONE] == 1

    def slots_are_in_order(self) -> None:
        """Every slot is free or open, and waits in exactly one queue when it waits at all."""
        c, s = self.state.c, self.state.s
        assert sorted(self._chain(c[m.FREE_SLOT])) == [p for p in range(m.SLOT, len(s), m.SLOT) if s[p + m.STATE] == m.FREE]
        queued: list[int] = []
        for row in self.program.rows:
            at = row.number * m.ROW
            if row.kind in {serve.HOLDS, room.LET_GO, kit.KIT} | SERVING | RELEASING:
                chain = self._chain(c[self.program.P[at + m.HEAD]])
                assert c[self.program.P[at + m.TAIL]] == (chain[-1] if chain else m.NIL), "the last of the queue"
                queued += chain
        assert sorted(queued) == [
            p for p in range(m.SLOT, len(s), m.SLOT) if s[p + m.STATE] in {m.WAITING, m.PLACED, m.HELD_BACK, m.KITTED}
        ]
        for p in self.state.open_slots():
            assert 0 <= s[p + m.GOT] < s[p + m.ASKED], "an open pull has something open"

    def _chain(self, first: int) -> list[int]:
        chain, p = [], first
        while p != m.NIL:
            assert p not in chain, "a slot twice in a queue"
            chain.append(p)
            p = self.state.s[p + m.NEXT]
        return chain

    def nothing_more_can_happen(self) -> None:
        """Whatever was not looked at would not have fired: the wake lists are complete, and so is the fixed point."""
        c, s, program = self.state.c, self.state.s, self.program
        for row in program.rows[: program.firing]:
            enabled = KINDS[row.kind].guard(c, s, program.P, program.B, row.number * m.ROW)
            assert enabled == 0, f"`{row.key}` could still fire"
