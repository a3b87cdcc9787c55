"""Kinds and inputs of `cards.py`: cards that are scanned, and that wait for others."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.rules import cards
from kanbanlang.rules.kind import DOWNWARD, EITHER, UP, Class, Input, InputKind, Kind, Touch
from kanbanlang.rules.kinds.touches import told
from kanbanlang.rules.memory import Memory


def _emptied_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + cards.JUST_EMPTIED], UP


def _emptied_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + cards.JUST_EMPTIED], DOWNWARD
    yield P[r + cards.UNSCANNED], UP


def _needs_emptied(P: Memory, r: int) -> int:
    emptied: int = P[r + cards.JUST_EMPTIED]
    return emptied


def _scan_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + cards.UNSCANNED], DOWNWARD
    yield P[r + cards.SCANNED], UP
    yield from told(B, P[r + cards.ON_SCAN])


def _collected_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + cards.COLLECTING], UP
    yield P[r + cards.BEGUN], DOWNWARD


def _collected_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + cards.COLLECTING], DOWNWARD
    yield P[r + cards.GO_TO], UP
    yield P[r + cards.BEGUN], EITHER
    yield P[r + cards.COLLECTION], UP


def _needs_collecting(P: Memory, r: int) -> int:
    collecting: int = P[r + cards.COLLECTING]
    return collecting


def _retire_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + cards.OUT_OF], UP
    yield P[r + cards.RETIRING], UP


def _retire_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + cards.OUT_OF], DOWNWARD
    yield P[r + cards.RETIRING], DOWNWARD


def _needs_retiring(P: Memory, r: int) -> int:
    retiring: int = P[r + cards.RETIRING]
    return retiring


KINDS = (
    Kind(
        cards.RETIRE,
        "retire",
        "fewer cards than before",
        Class.SHORT,
        cards.retire_guard,
        cards.retire_apply,
        _retire_reads,
        _retire_writes,
        _needs_retiring,
        stays=False,
    ),
    Kind(
        cards.EMPTIED,
        "emptied",
        "signal when scanned",
        Class.PULL,
        cards.emptied_guard,
        cards.emptied_apply,
        _emptied_reads,
        _emptied_writes,
        _needs_emptied,
        stays=False,
    ),
    Kind(
        cards.COLLECTED,
        "collected",
        "collect N cards",
        Class.PULL,
        cards.collected_guard,
        cards.collected_apply,
        _collected_reads,
        _collected_writes,
        _needs_collecting,
        stays=False,
    ),
)

INPUTS = (
    Input(InputKind.SCAN, cards.scan_check, cards.scan_apply, _scan_writes, frozenset({cards.EMPTIED})),
    Input(InputKind.WAITED, cards.waited_check, cards.waited_apply, _collected_writes, frozenset({cards.COLLECTED})),
)
