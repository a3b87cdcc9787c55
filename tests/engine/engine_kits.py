"""The books of picks that take time: parts of jobs that are being picked, and pieces that are picked for several stations together."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from attrs import define, field

from kanbanlang.engine import InputKind
from kanbanlang.flow import Row
from kanbanlang.model.policy import Unlimited
from kanbanlang.rules import feed

if TYPE_CHECKING:
    from engine_ledger import Ledger


@define
class Kits:
    """Of each job whose parts are being picked, where they lie and how many they are; and what is picked together, by buffer."""

    jobs: dict[int, dict[str, int]] = field(factory=dict)
    complete: set[int] = field(factory=set)  # jobs of which people say that the last part is picked
    together: Counter[str] = field(factory=Counter)


def parts_of_job(books: Ledger, row: Row, quantity: int) -> dict[str, int]:
    """What a job takes as it is released, by the name of the buffer."""
    policy = books.program.policy
    if policy.stations[row.station].parts_taken == "report":
        return {}
    recipe = next(one for one in policy.stations[row.station].recipes if one.product == row.buffer.item.name)
    found = {}
    for part, steps in recipe.parts.items():
        giver = next(one for one in policy.buffers.values() if row.station in (one.at_station, *one.feeds) and one.item.name == part)
        if not isinstance(giver.rule, Unlimited):  # nobody waits for it, and nobody counts it
            found[giver.name] = -(-quantity * steps // recipe.per)
    return found


def job_begins(books: Ledger, row: Row, quantity: int, number: int) -> dict[str, int]:
    """The first job has all it needs: it leaves the queue, and the pace of its station lets no other go. Returns its parts."""
    assert number == books.queues[row.key].pop(0), "jobs are released in the order they were asked"
    assert quantity == books.pulls[number].asked, "a job is released whole"
    if books.program.policy.stations[row.station].paced_every:
        assert row.station not in books.pacing, "the pace lets none go yet"
        books.pacing.add(row.station)
    parts = parts_of_job(books, row, quantity)
    for other in books.jobs_before(row):
        assert not {books.program.policy.buffers[name].item.name for name in parts} & other, (
            "a job of a higher class waits for the same part"
        )
    return parts


def _promise(books: Ledger, station: str, parts: dict[str, int], sign: int) -> None:
    for name, steps in parts.items():
        if station in books.program.policy.buffers[name].feeds:
            books.picked[name, station] -= sign * steps
            assert books.picked[name, station] >= 0, "a job takes what was not picked for it"
        else:
            books.reserved[name] += sign * steps


def kit_begins(books: Ledger, row: Row, quantity: int, number: int) -> None:
    """The parts of a job are promised, all of them."""
    parts = books.kits.jobs[number] = job_begins(books, row, quantity, number)
    for name, steps in parts.items():
        assert row.station in books.program.policy.buffers[name].feeds or books.on_hand[name] - books.reserved[name] >= steps, (
            "a part lacks"
        )
    _promise(books, row.station, parts, 1)


def released(books: Ledger, row: Row, number: int) -> dict[str, int]:
    """The parts of a job that has all of them picked; they are no longer promised, but taken."""
    assert number in books.kits.complete, "a job is released whose parts are not picked"
    books.kits.complete.discard(number)
    parts = books.kits.jobs.pop(number)
    _promise(books, row.station, parts, -1)
    return parts


def kitted_from(books: Ledger, name: str) -> list[int]:
    """The jobs for which parts are being picked out of a buffer; what was picked for several stations lies there no more."""
    return [] if books.program.policy.buffers[name].feeds else [job for job, parts in books.kits.jobs.items() if name in parts]


def unkitted(books: Ledger, number: int) -> None:
    """A part is not there after all, and the job waits for all of them again, before those that came later."""
    row = books.pulls[number].row
    station = row.source.source
    _promise(books, station, books.kits.jobs.pop(number), -1)
    books.pacing.discard(station)
    books.queues.setdefault(f"{row.key} at {station}", []).insert(0, number)


def begins_together(books: Ledger, row: Row, quantity: int) -> None:
    """Pieces are picked for several stations, each of which waits for them."""
    name = row.buffer.name
    books.kits.together[name] += quantity
    books.reserved[name] += quantity
    for station in row.buffer.feeds:
        coming = books.picked[name, station] + books.kits.together[name]
        assert coming <= books.waited_for(row.buffer.item.name, station), "nobody waits for what is picked"


def _ends_together(books: Ledger, row: Row, quantity: int, number: int) -> None:
    """They are there for each of the stations, or they are gone."""
    name = row.buffer.name
    assert quantity <= books.kits.together[name], "more is picked than was asked"
    books.kits.together[name] -= quantity
    books.reserved[name] -= quantity
    if number == feed.GONE:
        return
    books.taken(name, quantity)
    for station in row.buffer.feeds:
        books.picked[name, station] += quantity


def heard_of_picks(books: Ledger, kind: InputKind, row: Row, quantity: int, number: int) -> None:
    """The parts of a job are picked, or what is picked for several stations; or a promise is taken back."""
    match kind:
        case InputKind.KITTED:
            assert number in books.kits.jobs, "parts are picked of a job to which they were not promised"
            books.kits.complete.add(number)
        case InputKind.FED:
            _ends_together(books, row, quantity, number)
        case _ if number in books.kits.jobs:
            unkitted(books, number)
        case _:
            books.promise_taken_back(number, quantity)
