"""Kinds and inputs of `refill.py`: the rules that pull, and the receipts that end their pulls."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.rules import as_needed, choice, lend, loop, refill, serve, zones
from kanbanlang.rules import memory as m
from kanbanlang.rules.kind import DOWNWARD, UP, Class, Input, InputKind, Kind, Touch
from kanbanlang.rules.kinds import resting, reviewing
from kanbanlang.rules.kinds.touches import asked, lacks, late_at, let_go, made_for, needed, told
from kanbanlang.rules.memory import Memory


def _cards_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + refill.FREE_CARDS], UP
    yield from let_go(P, r)


def _cards_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + refill.FREE_CARDS], DOWNWARD
    yield from asked(P, r)


def _position_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield from lacks(P, B, r)


def _position_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield from asked(P, r)


def _needed_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield from lacks(P, B, r)
    yield from needed(P, B, r)


def _needed_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield from asked(P, r)
    yield from made_for(P, r)


def _asked_for_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + refill.ASKED_BY_TRIGGER], UP
    yield from lacks(P, B, r) if P[r + refill.LIMIT] else let_go(P, r)


def _asked_for_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + refill.ASKED_BY_TRIGGER], DOWNWARD
    yield from asked(P, r)


def _cards_at(P: Memory, B: Memory, r: int) -> list[int]:
    at = P[r + refill.CARDS_AT]
    return [B[at + 1 + counter] for counter in range(B[at])]


def _asked_cards_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + refill.ASKED_BY_TRIGGER], UP
    for counter in _cards_at(P, B, r):
        yield counter, UP
    yield from let_go(P, r)


def _asked_cards_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + refill.ASKED_BY_TRIGGER], DOWNWARD
    for counter in _cards_at(P, B, r):
        yield counter, DOWNWARD
    yield from asked(P, r)


def _needs_card(P: Memory, r: int) -> int:
    free: int = P[r + refill.FREE_CARDS]
    return free


def _needs_asking(P: Memory, r: int) -> int:
    asked: int = P[r + refill.ASKED_BY_TRIGGER]
    return asked


def _receipt_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield from ((counter, DOWNWARD) for counter in late_at(P, B, r))
    yield P[P[r + serve.STOCK] + m.INCOMING], DOWNWARD
    yield P[r + refill.BY_DOCK] or P[P[r + serve.STOCK] + m.ON_HAND], UP
    if P[r + serve.FROM] == serve.FROM_SUPPLIER:
        stock = P[r + serve.STOCK]
        yield P[stock + refill.BLOCKED], UP
        yield P[stock + m.NOTICE], UP
        if P[stock + m.CONTAINER]:
            yield P[stock + m.SURPLUS], UP
    yield from told(B, P[r + serve.ON_EVENT])


KINDS = (
    Kind(
        refill.CARDS,
        "cards",
        "kanban N cards of Q",
        Class.PULL,
        refill.cards_guard,
        refill.cards_apply,
        _cards_reads,
        _cards_writes,
        _needs_card,
        stays=True,
    ),
    Kind(
        refill.UP_TO,
        "up to",
        "reorder at s up to S",
        Class.PULL,
        refill.up_to_guard,
        refill.pull_apply,
        _position_reads,
        _position_writes,
        None,
        stays=False,
    ),
    Kind(
        refill.LOT,
        "lot",
        "reorder at R order Q",
        Class.PULL,
        refill.lot_guard,
        refill.pull_apply,
        _position_reads,
        _position_writes,
        None,
        stays=False,
    ),
    Kind(
        as_needed.NEEDED,
        "as needed",
        "exactly as needed",
        Class.PULL,
        as_needed.needed_guard,
        as_needed.needed_apply,
        _needed_reads,
        _needed_writes,
        None,
        stays=False,
    ),
    Kind(
        refill.ASKED_FOR,
        "asked for",
        "pull Q to B",
        Class.PULL,
        refill.asked_guard,
        refill.asked_apply,
        _asked_for_reads,
        _asked_for_writes,
        _needs_asking,
        stays=False,
    ),
    Kind(
        refill.ASKED_CARDS,
        "asked for by cards",
        "pull Q to B, B has cards",
        Class.PULL,
        refill.asked_cards_guard,
        refill.asked_cards_apply,
        _asked_cards_reads,
        _asked_cards_writes,
        _needs_asking,
        stays=True,
    ),
)

_ZONED = frozenset({zones.ZONES, zones.REVIEWED_ZONES, zones.RESTED_ZONES})
REFILL = frozenset(kind.number for kind in KINDS) | reviewing.REVIEWED | resting.RESTED | {choice.CHOSEN, lend.LENT, loop.LOOPED} | _ZONED
"""The kinds that pull: only of what they asked can a receipt, pick or completion speak."""

INPUTS = (Input(InputKind.RECEIPT, refill.receipt_check, refill.receipt_apply, _receipt_writes, REFILL),)
