"""Which lot each piece belongs to: a book beside the state, written from what came in and what fired.

Pull signals count pieces, and to them one piece is as good as another; so lots change no decision, and this book is a fold over the same
inputs as the state. It says which lot leaves next, which lots may be named, and when one of them is no longer to be used.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define, field

from kanbanlang.engine.engine import Step
from kanbanlang.engine.state import State
from kanbanlang.flow import Program
from kanbanlang.model.policy import Buffer, Event
from kanbanlang.rules import InputKind, dock, serve
from kanbanlang.rules import memory as m
from kanbanlang.rules.kind import SPEAKS_OF_A_PULL

_ARRIVALS = frozenset({InputKind.RECEIPT, InputKind.COMPLETION, InputKind.UNASKED})


@define(eq=False)
class Lot:
    """Pieces that are alike: the name by which people know them (None: nobody gave one), how many steps are here, and since when.

    `since` is when they came into the plant; the age goes along when they move from buffer to buffer.
    """

    name: str | None
    quantity: int
    since: int


class Numbered:
    """Lots by number, each once, so that what speaks of the same lot still does when all is written down and read again."""

    def __init__(self) -> None:
        self._lots: list[Lot] = []
        self._numbers: dict[int, int] = {}

    def number(self, lot: Lot) -> int:
        """The number of a lot."""
        number = self._numbers.setdefault(id(lot), len(self._lots))
        if number == len(self._lots):
            self._lots.append(lot)
        return number

    def all(self) -> list[tuple[str | None, int, int]]:
        """What there is to know of each."""
        return [(lot.name, lot.quantity, lot.since) for lot in self._lots]


def keeps_lots(buffer: Buffer) -> bool:
    """Whether somebody wants to know of the pieces of a buffer to which lot they belong."""
    return buffer.item.tracked is not None or buffer.item.shelf_life is not None or buffer.picks is not None


def book_of(program: Program, state: State, now: int) -> LotBook | None:
    """The book of a plant that begins: what is there came now, and nobody named it. None where nobody asks for lots."""
    kept = {name: state.c[at.on_hand] for name, at in program.buffers.items() if keeps_lots(program.policy.buffers[name])}
    lots = {name: [Lot(None, quantity, now)] if quantity else [] for name, quantity in kept.items()}
    return LotBook(program, lots) if lots else None


def wrong_lot(book: LotBook, state: State, event: Event, kind: InputKind, place: int, quantity: int) -> str | None:
    """Why the lot that an event names, or leaves out, cannot be; None where it can."""
    rule, lot = book.program.rows[book.row_of(state, kind, place)], event.lot
    if kind in {InputKind.RECEIPT, InputKind.OVER, InputKind.COMPLETION}:
        buffer, comes = rule.buffer, rule.source is None or rule.source.source not in book.program.policy.buffers
    elif kind in {InputKind.PICK, InputKind.CONSUMPTION, InputKind.REJECTION}:
        buffer = rule.buffer if rule.source is None else book.program.policy.buffers.get(rule.source.source)
        comes = False
    else:
        return None
    if buffer is None or buffer.item.tracked is None or (lot is None and not comes and kind is not InputKind.PICK):
        return None
    if lot is None:
        return f"`{buffer.item.name}` is tracked by {buffer.item.tracked}: say which"
    if buffer.item.tracked == "serial" and quantity * buffer.item.unit.step != 1:
        return f"a serial number is of one `{buffer.item.name}` alone"
    if not comes and not book.has(buffer.name, lot, quantity):
        return f'there is not so much of lot "{lot}" in {buffer.name}'
    return None


@define
class LotBook:
    """The lots of each buffer that keeps them, those that came first in front."""

    program: Program
    lots: dict[str, list[Lot]]
    _under_way: dict[int, list[Lot]] = field(factory=dict)  # by the number of the pull that takes them along

    def has(self, buffer: str, name: str, quantity: int) -> bool:
        """Whether so much of a named lot is there; always where a buffer keeps no lots."""
        return buffer not in self.lots or sum(lot.quantity for lot in self.lots[buffer] if lot.name == name) >= quantity

    def leaves_next(self, buffer: str, quantity: int, behind: int) -> str | None:
        """The name of the lot from which so many steps leave next, behind so many that are promised to others.

        None where they are of more than one lot or of one without a name, and where a buffer keeps no lots.
        """
        lots = self.lots.get(buffer, [])
        for lot in reversed(lots) if self.program.policy.buffers[buffer].picks == "newest" else lots:
            if behind < lot.quantity:
                return lot.name if behind + quantity <= lot.quantity else None
            behind -= lot.quantity
        return None

    def kept(self, lots: Numbered) -> dict[str, dict[str, list[int]]]:
        """The book in words of JSON: by buffer, and by the pull that takes them along, the numbers of the lots."""
        return {
            "lots": {name: [lots.number(lot) for lot in here] for name, here in self.lots.items()},
            "under_way": {str(number): [lots.number(lot) for lot in along] for number, along in self._under_way.items()},
        }

    def recall(self, kept: dict[str, dict[str, list[int]]], lots: list[Lot]) -> None:
        """Take up the book that was kept."""
        self.lots |= {name: [lots[number] for number in here] for name, here in kept["lots"].items() if name in self.lots}
        self._under_way = {int(number): [lots[one] for one in along] for number, along in kept["under_way"].items()}

    def row_of(self, state: State, kind: int, place: int) -> int:
        """The row of which an input speaks, asked before the input is taken in: the slot of a pull may be somebody else's afterwards."""
        return state.s[place + m.RULE] // m.ROW if kind >= SPEAKS_OF_A_PULL else place

    def heard(  # noqa: PLR0913, PLR0917 - an input has so many parts
        self, now: int, state: State, kind: int, row: int, quantity: int, number: int, steps: list[Step], lot: Lot | str | None = None
    ) -> tuple[tuple[str, Lot], ...]:
        """An input was accepted, and rules fired. `lot` is the one that it names. Returns the lots that are new, with their buffers."""
        rule = self.program.rows[row]
        name, giver = (rule.buffer.name if rule.buffer is not None else ""), (rule.source.source if rule.source is not None else "")
        came = {name: quantity} if kind in _ARRIVALS and not self._by_dock(row, kind) else {}
        for j, fired, *_ in steps:
            one = self.program.rows[j]
            if one.kind == dock.PUT_AWAY and one.buffer is not None:
                came[one.buffer.name] = came.get(one.buffer.name, 0) + fired
        if kind == InputKind.PICK and not self.program.P[row * m.ROW + serve.TRANSIT]:
            came = {name: quantity}
        names = [giver, *(one for one in self.lots if one != giver)] if giver in self.lots else list(self.lots)
        new: list[tuple[str, Lot]] = []
        for buffer in names:  # what gives comes first, so that its lots can go along
            more = state.c[self.program.buffers[buffer].on_hand] - sum(other.quantity for other in self.lots[buffer])
            arrived = max(came.get(buffer, 0), more)
            if arrived > 0:
                new += ((buffer, other) for other in self._arrive(buffer, arrived, number, now, lot if kind in _ARRIVALS else None))
            if arrived > more:
                left = list(self._leave(buffer, arrived - more, lot))
                if kind == InputKind.PICK and buffer == giver:
                    self._under_way.setdefault(number, []).extend(left)
        return tuple(new)

    def _by_dock(self, row: int, kind: int) -> bool:
        rule = self.program.rows[row]
        return kind == InputKind.RECEIPT and rule.source is not None and rule.source.terms.via is not None

    def _arrive(self, buffer: str, quantity: int, number: int, now: int, lot: Lot | str | None) -> Iterator[Lot]:
        """What a pull took along keeps its lot; the rest is a lot that is new."""
        along = self._under_way.get(number, [])
        while along and quantity > 0:
            first = along[0]
            part = min(first.quantity, quantity)
            first.quantity -= part
            quantity -= part
            if not first.quantity:
                along.pop(0)
            yield self._joined(buffer, Lot(first.name, part, first.since))
        if not along:
            self._under_way.pop(number, None)
        if quantity > 0:
            yield self._joined(buffer, Lot(lot.name if isinstance(lot, Lot) else lot, quantity, now))

    def _joined(self, buffer: str, lot: Lot) -> Lot:
        lots = self.lots[buffer]
        place = next((number for number, other in enumerate(lots) if other.since > lot.since), len(lots))
        lots.insert(place, lot)
        return lot

    def _leave(self, buffer: str, quantity: int, lot: Lot | str | None) -> Iterator[Lot]:
        """First what was named, then in the order that the buffer says."""
        lots = self.lots[buffer]
        order = reversed(lots) if self.program.policy.buffers[buffer].picks == "newest" else iter(lots)
        chosen = [other for other in lots if other is lot or (isinstance(lot, str) and other.name == lot)]
        for one in [*chosen, *(other for other in order if other not in chosen)]:
            part = min(one.quantity, quantity)
            if part:
                one.quantity -= part
                quantity -= part
                yield Lot(one.name, part, one.since)
        self.lots[buffer] = [one for one in lots if one.quantity]
