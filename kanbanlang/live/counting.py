"""Counts of stock: what the books said when somebody counted, and what came of it, for as long as the journal lasts.

A pick that finds less than was asked is a count of its place as well: so many were there, and no more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from attrs import frozen

from kanbanlang.dryrun.course import Course
from kanbanlang.engine import InputKind, Located
from kanbanlang.live.holdings import Change
from kanbanlang.live.journal import Entry, Journal
from kanbanlang.model.figures import decimal
from kanbanlang.model.policy import Policy
from kanbanlang.rules import memory as m
from kanbanlang.rules import serve


# ------------------------------------------------------------ what is written down
def counted(course: Course, found: Located) -> dict[str, str] | None:
    """What an input counts, before it is taken in: the buffer, what the books say now, what was found there. None: it counts nothing."""
    program, c, s = course.engine.program, course.state.c, course.state.s
    if found.kind is InputKind.COUNT:
        stock = program.P[found.place * m.ROW + serve.SOURCE]
    elif found.kind is InputKind.PICK and s[found.place + m.STATE] == m.PICKING and found.quantity < s[found.place + m.ASKED]:
        stock = program.P[s[found.place + m.RULE] + serve.SOURCE]
    else:
        return None
    buffer = program.rows[stock // m.ROW].buffer
    if buffer is None or program.P[stock + m.UNLIMITED]:
        return None
    unit = buffer.item.unit
    return {"buffer": buffer.name, "book": unit.text(c[program.P[stock + m.ON_HAND]]), "counted": unit.text(found.quantity)}


def moved(policy: Policy, changes: Iterable[Change]) -> dict[str, Any]:
    """How much more, or less, lies in each place because of an entry: `moved` of its record, where anything has."""
    found = [
        [change.place.name, change.place.item, policy.items[change.place.item].unit.text(change.steps)]
        for change in changes
        if change.steps
    ]
    return {"moved": found} if found else {}


# ------------------------------------------------------------ what was written down
@frozen
class Count:
    """A count that was accepted: the number and the instant of its entry, who counted, what the books said, what was there."""

    n: int
    at: int
    by: str
    buffer: str
    book: str
    counted: str

    @property
    def difference(self) -> str:
        """How much more was there than the books said, or less: `+3`, `-3` or `0`."""
        more = Fraction(self.counted) - Fraction(self.book)
        return ("+" if more > 0 else "") + decimal(more)

    @property
    def shape(self) -> dict[str, Any]:
        """The count in words of JSON."""
        return {
            "entry": self.n,
            "at": self.at,
            "by": self.by,
            "buffer": self.buffer,
            "book": self.book,
            "counted": self.counted,
            "difference": self.difference,
        }


def counts(journal: Journal, buffer: str | None = None) -> Iterator[Count]:
    """The counts of a buffer, or of all, the newest first."""
    mark = '"count":{"buffer":' + ("" if buffer is None else _in_json(buffer) + ",")
    for entry in journal.last_with(mark):
        yield _count(entry)


def _count(entry: Entry) -> Count:
    said = entry.said
    by = said["result"].get("operator") or said["lane"] if said["what"] == "result" else said.get("operator") or said["source"]
    return Count(entry.n, said["at"], by, **said["count"])


def last_moves(journal: Journal, place: str, item: str, limit: int) -> list[Entry]:
    """The last entries that moved goods of an item to or from a place, the newest first."""
    return list(journal.last_with(f"[{_in_json(place)},{_in_json(item)},", limit))


def moved_since(journal: Journal, n: int, buffer: str) -> int | None:
    """The last entry behind a number that moved goods to or from a buffer; None: none did."""
    last = next(journal.last_with(f'[{_in_json(buffer)},"', 1), None)
    return last.n if last is not None and last.n > n else None


def _in_json(text: str) -> str:
    """A text as it stands in a record. No text that a sender writes can hold it: the quotes in that would be escaped."""
    return json.dumps(text, ensure_ascii=False)
