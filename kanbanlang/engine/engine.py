"""The one engine: `step(state, input) -> outcome, steps`. No clock, no randomness, no input or output.

An input is looked up among those seen, checked by its kind, and applied; then the rules that it can have enabled are looked at, lowest
number first, each firing waking others, until nothing more can happen. What fired is the answer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from heapq import heappop, heappush
from operator import itemgetter
from typing import Any

from kanbanlang.engine.coming_demand import RECOUNTED, it_is, recounting
from kanbanlang.engine.promises import MENDED, taken_back
from kanbanlang.engine.state import State, start
from kanbanlang.flow import Program
from kanbanlang.rules import INPUTS, KINDS, InputKind
from kanbanlang.rules import memory as m
from kanbanlang.rules.kind import SPEAKS_OF_A_PULL, Check, InputApply
from kanbanlang.rules.reasons import ACCEPTED, CONFLICT, DUPLICATE, UNKNOWN_PLACE

Step = tuple[int, int, int, int, Any]
"""One rule that fired: its number, the quantity, the slot it worked on (0: none), the number of that pull, and what its counters read
were just before (a tuple, or one number for a rule that reads one counter)."""

_Way = tuple[Check, InputApply, Mapping[int, tuple[int, ...]]]
"""How an input kind comes in: its check, its apply, and by row where it can arrive the rules to look at then."""

# looked up for every input
_ROW, _FREE_SLOT, _NIL, _NUMBER, _SPEAKS_OF_A_PULL = m.ROW, m.FREE_SLOT, m.NIL, m.NUMBER, int(SPEAKS_OF_A_PULL)


class Engine:
    """Runs one program. It holds nothing that changes between inputs: everything that does is in the state."""

    def __init__(self, program: Program) -> None:
        self.program = program
        rows = program.rows
        self._fire = [
            (KINDS[row.kind].guard, KINDS[row.kind].apply, itemgetter(*row.reads), row.number * m.ROW) for row in rows[: program.firing]
        ]
        self._pending = bytearray(len(rows))
        self._inputs: list[_Way | None] = [self._way(kind) if kind in INPUTS else None for kind in range(max(INPUTS) + 1)]
        self.guards_looked_at = 0

    def _way(self, kind: int) -> _Way:
        one = INPUTS[InputKind(kind)]
        apply = recounting(self.program, one.apply) if one.kind in RECOUNTED else one.apply
        return one.check, apply, self.program.input_wakes.get(one.kind, {})

    def start(self, on_hand: Mapping[str, int] | None = None, down: Collection[str] = (), at: int = 0) -> State:
        """A state to begin from at an instant: all full, but for the buffers given in steps, and what is down."""
        state = start(self.program, on_hand or {}, down)
        it_is(self.program, state, at)
        return state

    def settle(self, state: State) -> list[Step]:
        """The start is an input too: look at every rule once."""
        return self._run(state, range(self.program.firing))

    def step(  # noqa: PLR0913, PLR0917 - the words of an input, in the order in which every driver knows them
        self,
        state: State,
        source: str | int,
        key: str | int | None,
        kind: InputKind,
        place: int,
        quantity: int,
        number: int = 0,
        due: int = 0,
    ) -> tuple[int, list[Step]]:
        """Take in one input. Returns (0, what fired) when accepted, else (reason, []) and the state is as before.

        `place` is the number of a row, or the slot of a pull whose `number` must then be given too. An input without key (None) is never
        repeated, and not remembered: that is for drivers that make their inputs themselves. `due` of an order in a sequence is what the
        driver keeps: here it only tells two orders under one key apart.
        """
        if key is not None:
            identity, content = (source, key), (int(kind), place, quantity, number, *((due,) if due else ()))
            before = state.seen.get(identity)
            if before is not None:
                return (DUPLICATE if before == content else CONFLICT), []
        program, c, s = self.program, state.c, state.s
        way = self._inputs[kind]
        if way is None:
            return UNKNOWN_PLACE, []
        check, apply, wakes = way
        if kind < _SPEAKS_OF_A_PULL:
            if place not in wakes:
                return UNKNOWN_PLACE, []
            place *= _ROW
        elif not 0 < place < len(s):
            return UNKNOWN_PLACE, []
        reason = check(c, s, program.P, program.B, place, quantity, number)
        if reason != ACCEPTED:
            return self._mended(reason, state, source, key, kind, place, quantity, number) if reason in MENDED else (reason, [])
        if key is not None:
            state.seen[identity] = content
        if c[_FREE_SLOT] == _NIL:
            state.grow()
        row = apply(c, s, program.P, program.B, place, quantity, number)
        woken = wakes[row // _ROW]
        return ACCEPTED, self._run(state, woken) if woken else []

    def _mended(  # noqa: PLR0913, PLR0917 - the words of an input
        self,
        reason: int,
        state: State,
        source: str | int,
        key: str | int | None,
        kind: InputKind,
        place: int,
        quantity: int,
        number: int,
    ) -> tuple[int, list[Step]]:
        """Take in a fact for which promises have to be taken back; all of it is one input, and the rules look when it is whole."""
        place = place if kind >= _SPEAKS_OF_A_PULL else place // _ROW
        before = taken_back(self.program, state, kind, place, quantity)
        if not before:
            return reason, []
        woken: set[int] = set()
        for one in before:
            woken.update(self._apply(state, one.kind, one.place, one.quantity, one.number))
        woken.update(self._apply(state, kind, place, quantity, number))
        if key is not None:
            state.seen[source, key] = (int(kind), place, quantity, number)
        return ACCEPTED, self._run(state, sorted(woken))

    def _apply(self, state: State, kind: InputKind, place: int, quantity: int, number: int) -> tuple[int, ...]:
        """Apply an input that its check accepts. Returns the rules to look at."""
        way = self._inputs[kind]
        assert way is not None  # noqa: S101 - the kind is one of those that mend a fact
        check, apply, wakes = way
        c, s, program = state.c, state.s, self.program
        at = place if kind >= _SPEAKS_OF_A_PULL else place * _ROW
        if c[_FREE_SLOT] == _NIL:
            state.grow()
        assert check(c, s, program.P, program.B, at, quantity, number) == ACCEPTED  # noqa: S101 - what is mended fits
        return wakes[apply(c, s, program.P, program.B, at, quantity, number) // _ROW]

    def _run(self, state: State, work: Sequence[int]) -> list[Step]:
        """Fire enabled rules, lowest number first, until none is enabled.

        A rule whose needed counter is 0 is not even put on the list: the step that makes it more wakes the rule again.
        """
        c, s = state.c, state.s
        program = self.program
        P, B = program.P, program.B  # noqa: N806 - the names of the memories in every rule
        needs, wakes, fire, pending = program.needs, program.wakes, self._fire, self._pending
        fired: list[Step] = []
        looked_at = 0
        todo: list[int] = []
        for j in work:  # ascending, so it is a heap
            if c[needs[j]]:
                pending[j] = 1
                todo.append(j)
        while todo:
            j = heappop(todo)
            pending[j] = 0
            looked_at += 1
            guard, apply, reads, r = fire[j]
            q = guard(c, s, P, B, r)
            if q:
                if c[_FREE_SLOT] == _NIL:
                    state.grow()
                why = reads(c)
                slot = apply(c, s, P, B, r, q)
                fired.append((j, q, slot, s[slot + _NUMBER], why))
                for woken in wakes[j]:
                    if c[needs[woken]] and not pending[woken]:
                        pending[woken] = 1
                        heappush(todo, woken)
        self.guards_looked_at += looked_at
        return fired
