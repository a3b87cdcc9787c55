"""Sheets for counting: which buffers to count, where they are, what the books say, and how right the books were before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from kanbanlang.live.counting import Count
from kanbanlang.model.clockwork import Zone
from kanbanlang.model.policy import Policy, Unlimited

CLASSES = ("A", "B", "C")
_UP_TO = {"A": Fraction(80, 100), "B": Fraction(95, 100)}
"""The most valuable buffers that hold four fifths of all value are A; those that bring it to nineteen twentieths are B."""


@frozen
class Line:
    """A buffer to be counted. `book` is what is to be found, without what is set `apart`: pieces that are blocked, or kept for safety.

    `value` is what lies there is worth, in the policy's currency; `counts` are those of the past, the newest first.
    """

    buffer: str
    item: str
    unit: str
    store: str | None
    tray: int | None
    book: str
    apart: str
    value: Fraction
    counts: tuple[Count, ...] = ()
    rank: str = "C"

    @property
    def differences(self) -> int:
        """So many of its counts found something else than the books said."""
        return sum(one.difference != "0" for one in self.counts)

    def shape(self, zone: Zone, *, blind: bool) -> dict[str, Any]:
        """The line in words of JSON; `blind` is without what is to be found."""
        return {
            "buffer": self.buffer,
            "item": self.item,
            "store": self.store,
            "tray": self.tray,
            "unit": self.unit,
            **({} if blind else {"book": self.book}),
            "apart": self.apart,
            "class": self.rank,
            "last_counted": zone.text(self.counts[0].at) if self.counts else None,
            "counts": len(self.counts),
            "differences": self.differences,
        }


def lines(policy: Policy, stock: Iterable[Mapping[str, str]], counts: Iterable[Count]) -> list[Line]:
    """A line for each buffer that people can count; `stock` says by buffer what its words for stock say."""
    past: dict[str, list[Count]] = {}
    for count in counts:
        past.setdefault(count.buffer, []).append(count)
    return _ranked([evolve(one, counts=tuple(past.get(one.buffer, ()))) for one in _lines(policy, stock)])


def _lines(policy: Policy, stock: Iterable[Mapping[str, str]]) -> Iterator[Line]:
    for words in stock:
        buffer = policy.buffers.get(words["buffer"])
        if buffer is None or buffer.of_loop is not None or isinstance(buffer.rule, Unlimited):
            continue  # what lies within a loop has no name, and nobody counts what never runs out
        name, unit, value = buffer.item.name, buffer.item.unit.name, buffer.item.value
        aside = {"blocked": Fraction(words["blocked"]), "safety": Fraction(words["safety"])}
        apart = " and ".join(f"{words[what]} {unit} {said}" for what, said in _APART.items() if aside[what])
        there = sum(aside.values(), Fraction(words["on_hand"]))
        worth = there * (0 if value is None else value.amount)
        yield Line(buffer.name, name, unit, buffer.in_store, buffer.tray, words["on_hand"], apart, worth)


_APART = {"blocked": "blocked", "safety": "kept for safety"}


def _ranked(found: Sequence[Line]) -> list[Line]:
    """The same lines, each with its class by value."""
    total, before = sum((one.value for one in found), Fraction(0)), Fraction(0)
    ranks: dict[str, str] = {}
    for one in sorted(found, key=lambda one: (-one.value, one.buffer)):
        # what carries the sum over a border belongs to what is above it, so that one thing that is worth nearly all is an A
        ranks[one.buffer] = next((rank for rank, share in _UP_TO.items() if one.value and before < share * total), "C")
        before += one.value
    return [evolve(one, rank=ranks[one.buffer]) for one in found]


def chosen(
    found: Sequence[Line], *, store: str | None = None, tray: int | None = None, ranks: Collection[str] = (), due: int | None = None
) -> list[Line]:
    """The lines that are meant, place by place. `due`: only so many, those that need it most."""
    meant = [
        one
        for one in found
        if (store is None or one.store == store) and (tray is None or one.tray == tray) and (not ranks or one.rank in ranks)
    ]
    if due is not None:
        meant = _most_due(meant, due)
    return sorted(meant, key=lambda one: (one.store or "", one.tray or 0, one.buffer))


def _most_due(found: Sequence[Line], number: int) -> list[Line]:
    """By turns: what was not counted for the longest (never, above all), and where the books were wrong most often."""
    longest = sorted(found, key=lambda one: (one.counts[0].at if one.counts else -1, one.buffer))
    wrong = sorted((one for one in found if one.differences), key=lambda one: (-one.differences, one.buffer))
    taken: dict[str, Line] = {}
    for nth in range(len(found)):
        for one in (*longest[nth : nth + 1], *wrong[nth : nth + 1]):
            if len(taken) < number:
                taken.setdefault(one.buffer, one)
    return list(taken.values())
