"""Lots in a dry run or a test: each is set aside in the morning of the first day on which too little is left of its shelf life."""

from __future__ import annotations

from collections.abc import Callable

from kanbanlang.engine import State, Step
from kanbanlang.engine.lots import Lot, LotBook, book_of
from kanbanlang.flow import Program
from kanbanlang.model.clockwork import Zone


class Expiries:
    """The lots of one run. `due` is told of every lot that comes, when it is to be set aside, with the row at which goods are rejected."""

    def __init__(self, book: LotBook, zone: Zone, due: Callable[[int, int, Lot], None]) -> None:
        self.book = book
        self._zone = zone
        self._due = due
        self._expired: Lot | None = None
        for name, lots in book.lots.items():
            for lot in lots:
                self._watch(name, lot)

    def expires(self, lot: Lot) -> int:
        """A lot is about to be set aside, as the next input says: how much of it there is."""
        self._expired = lot
        return lot.quantity

    def heard(  # noqa: PLR0913, PLR0917 - an input has so many parts
        self, now: int, state: State, kind: int, row: int, quantity: int, number: int, steps: list[Step], lot: str | None = None
    ) -> None:
        """An input was accepted."""
        for name, new in self.book.heard(now, state, kind, row, quantity, number, steps, self._expired or lot):
            self._watch(name, new)
        self._expired = None

    def _watch(self, name: str, lot: Lot) -> None:
        item = self.book.program.policy.buffers[name].item
        if item.shelf_life is not None and lot.quantity:
            day, _ = self._zone.local(lot.since + item.shelf_life - item.must_be_left)
            self._due(self._zone.instant(day + 1, 0), self.book.program.buffers[name].consumes, lot)


def expiries_of(program: Program, state: State, now: int, zone: Zone, due: Callable[[int, int, Lot], None]) -> Expiries | None:
    """The lots of a run that begins; None where nobody asks for lots."""
    book = book_of(program, state, now)
    return None if book is None else Expiries(book, zone, due)
