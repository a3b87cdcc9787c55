"""The state of a policy: what the counters hold, which pulls are open, and which inputs were seen."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from kanbanlang.flow import Program
from kanbanlang.model.policy import Cards
from kanbanlang.rules import memory as m
from kanbanlang.rules import react

SeenKey = tuple[str | int, str | int]
Content = tuple[int, ...]
"""Kind, place, quantity and number of an input, and of an order in a sequence that is due later the instant as well."""

_FIRST_SLOTS = 64


class State:
    """`c` counters and `s` slots as in `kanbanlang.rules.memory`; `seen` maps (source, key) to what came under it."""

    __slots__ = ("c", "s", "seen")

    def __init__(self, c: list[int], s: list[int], seen: dict[SeenKey, Content]) -> None:
        self.c = c
        self.s = s
        self.seen = seen

    def copy(self) -> State:
        """A state of its own."""
        return State(list(self.c), list(self.s), dict(self.seen))

    def grow(self) -> None:
        """Twice the room for open pulls."""
        begin = len(self.s)
        more = max(begin, _FIRST_SLOTS * m.SLOT)
        self.s.extend([0] * more)
        first = begin or m.SLOT  # slot 0 stands for "none"
        last = begin + more - m.SLOT
        for p in range(first, last, m.SLOT):
            self.s[p + m.NEXT] = p + m.SLOT
        self.s[last + m.NEXT] = self.c[m.FREE_SLOT]
        self.c[m.FREE_SLOT] = first

    def next_pull(self) -> tuple[int, int]:
        """The slot and the number that the next pull or order gets."""
        return self.c[m.FREE_SLOT] or len(self.s), self.c[m.LAST_NUMBER] + 1

    def open_slots(self) -> list[int]:
        """The slots in use, the oldest first."""
        s = self.s
        return sorted((p for p in range(m.SLOT, len(s), m.SLOT) if s[p + m.STATE] != m.FREE), key=lambda p: s[p + m.NUMBER])


def start(program: Program, on_hand: Mapping[str, int], down: Collection[str] = ()) -> State:
    """All full, but for the buffers given; nothing under way.

    The pieces of a buffer with cards lie in full containers and one that is opened; the other containers' cards are free. Pieces above
    what the cards stand for have none.
    """
    state = State(list(program.initial), [], {})
    for name, counters in program.buffers.items():
        pieces = on_hand.get(name, program.full[name])
        state.c[counters.on_hand] = pieces
        if counters.safety:
            state.c[counters.safety] = program.policy.buffers[name].safety
        rule = program.policy.buffers[name].rule
        if isinstance(rule, Cards):
            cards = rule.cards + program.policy.buffers[name].retiring
            with_cards = min(pieces, cards * rule.quantity)
            if rule.signal == "opened":  # the card of the container in use has gone ahead of its pieces
                containers = with_cards // rule.quantity
                with_cards = containers * rule.quantity
            else:
                containers = -(-with_cards // rule.quantity)
            state.c[counters.surplus] = pieces - with_cards
            state.c[counters.opened] = containers * rule.quantity - with_cards
            state.c[counters.cards_free] = cards - containers
    for name in down:
        state.c[program.P[program.standing[name] * m.ROW + react.DOWN]] = 1
    state.grow()
    return state
