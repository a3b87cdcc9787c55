"""What the books say of safety stock: when it may be released, how much of it, and when it is paid back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanbanlang.engine import InputKind
from kanbanlang.flow import Row
from kanbanlang.model.policy import RELEASE_SAFETY, Buffer, Policy
from kanbanlang.rules import safety

if TYPE_CHECKING:
    from engine_ledger import Ledger

KINDS = {safety.RELEASES, safety.SHORT_RELEASES, safety.JOB_RELEASES, safety.PAYS_BACK}


def _way(row: Row) -> set[str | None]:
    """Where the goods of a rule come from, and by what."""
    return {row.source.source, row.source.terms.route, row.source.terms.via}


class Safeties:
    """The safety stocks of a plant: what lies in them, what is owed to them, what people and goods have brought about just now."""

    def __init__(self, policy: Policy) -> None:
        self.kept = {name: one.safety for name, one in policy.buffers.items()}
        self.owed = dict.fromkeys(self.kept, 0)
        self._told: set[str] = set()
        self._against = {name for one in policy.buffers.values() for name in one.safety_against}
        self._overdue: set[int] = set()  # numbers of pulls
        self._arrived: tuple[str, int] | None = None

    # ------------------------------------------------------------ what is heard
    def heard(self, kind: InputKind, row: Row, quantity: int, number: int) -> None:
        """Goods arrive for a buffer, or do not when they should; everything else that is heard is no arrival."""
        self._arrived = None
        if kind is InputKind.OVERDUE:
            assert _way(row) & self._against, "nobody wants to know"
            self._overdue.add(number)
        travels = row.source is not None and row.source.terms.lead_time.draw.parameters[0] != 0
        if kind in {InputKind.RECEIPT, InputKind.COMPLETION, InputKind.UNASKED, InputKind.OVER} or (kind is InputKind.PICK and not travels):
            self._arrived = (row.buffer.name, quantity)

    def switched(self, row: Row) -> None:
        """A trigger acts."""
        self._told |= {action.target for action in row.actions if action.verb == RELEASE_SAFETY}

    # ------------------------------------------------------------ what is answered
    def fired(self, books: Ledger, row: Row, quantity: int) -> None:
        """A rule of a safety stock fired."""
        name = row.buffer.name
        if row.kind == safety.RELEASES:
            self._told.remove(name)
            assert quantity - 1 == self.kept[name], "people release all of it"
            self._set_free(books, name, quantity - 1)
        elif row.kind == safety.SHORT_RELEASES:
            assert self._trouble(books, row.buffer) or not row.buffer.safety_against, "it is kept against something else"
            assert quantity == self._lacking(books, row.buffer) > 0, "what the first who waits lacks"
            self._set_free(books, name, quantity)
        elif row.kind == safety.JOB_RELEASES:
            assert self._trouble(books, row.buffer) or not row.buffer.safety_against, "it is kept against something else"
            job = books.queues[row.key.partition(" for ")[2]][0]
            assert quantity == self._job_lacks(books, row.buffer, row.station, job) <= self.kept[name], "what the job lacks"
            self._set_free(books, name, quantity)
        else:
            self._pays_back(books, row.buffer, quantity - 1)

    def _set_free(self, books: Ledger, name: str, quantity: int) -> None:
        self.kept[name] -= quantity
        self.owed[name] += quantity
        books.on_hand[name] += quantity
        if name in books.surplus:
            books.surplus[name] += quantity

    def _pays_back(self, books: Ledger, buffer: Buffer, quantity: int) -> None:
        name = buffer.name
        assert self._arrived is not None, "only what arrives is paid back"
        assert self._arrived[0] == name
        free = books.on_hand[name] - books.reserved[name]
        due = min(self.owed[name], self._arrived[1], free)
        if books.queues.get(f"{name} serves") or self._trouble(books, buffer):
            due = 0
        assert quantity == due, "the first receipts after the trouble pay it back"
        self._arrived = None
        self.kept[name] += quantity
        self.owed[name] -= quantity
        books.taken(name, quantity)

    def _trouble(self, books: Ledger, buffer: Buffer) -> bool:
        late = {name for number in self._overdue if (pull := books.pulls[number]).received < pull.asked for name in _way(pull.row)}
        return not (books.down | late).isdisjoint(buffer.safety_against)

    def _lacking(self, books: Ledger, buffer: Buffer) -> int:
        """How much of the safety stock lets the first who waits go, all of it or in part."""
        queue = books.queues.get(f"{buffer.name} serves")
        if not queue:
            return 0
        first = books.pulls[queue[0]]
        lacking = first.asked - first.promised - books.on_hand[buffer.name] + books.reserved[buffer.name]
        kept = self.kept[buffer.name]
        return lacking if lacking <= kept else 0 if books._whole(first.row) else kept

    def _job_lacks(self, books: Ledger, buffer: Buffer, station: str, number: int) -> int:
        """How many parts of this buffer a job lacks."""
        job = books.pulls[number]
        recipe = next(one for one in books.program.policy.stations[station].recipes if one.product == job.row.buffer.item.name)
        needed = -(-job.asked * recipe.parts[buffer.item.name] // recipe.per)
        return needed - books.on_hand[buffer.name] + books.reserved[buffer.name]

    def nobody_sleeps(self, books: Ledger, buffer: Buffer) -> None:
        """Assert that what must be released is released, and that arrivals were looked at."""
        assert not self._told, "people have said so"
        assert self._arrived is None or self._arrived[0] != buffer.name or not buffer.safety, "goods arrived"
        trouble = self._trouble(books, buffer) or not buffer.safety_against
        if buffer.shortage.releases is not None and trouble and f"{buffer.name} serves" in books.queues:
            assert self._lacking(books, buffer) < 1, f"the safety stock of {buffer.name} would let somebody go"
