"""Kinds of `cancel.py`: position rules that may rest after a cancellation."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.rules import as_needed, cancel, refill
from kanbanlang.rules.kind import DOWNWARD, Class, Guard, Input, Kind, Touch
from kanbanlang.rules.kinds.touches import asked, lacks, made_for, needed
from kanbanlang.rules.memory import Memory


def _rested_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield P[r + cancel.AT_REST], DOWNWARD
    yield from lacks(P, B, r)


def _rested_needed_reads(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield from _rested_reads(P, B, r)
    yield from needed(P, B, r)


def _rested_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield from asked(P, r)


def _rested_needed_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield from asked(P, r)
    yield from made_for(P, r)


def _rested(number: int, name: str, sentence: str, guard: Guard) -> Kind:
    return Kind(number, name, sentence, Class.PULL, guard, refill.pull_apply, _rested_reads, _rested_writes, None, stays=False)


KINDS = (
    _rested(cancel.RESTED_UP_TO, "rested up to", "reorder at s up to S, cancellation of B", cancel.rested_up_to_guard),
    _rested(cancel.RESTED_LOT, "rested lot", "reorder at R order Q, cancellation of B", cancel.rested_lot_guard),
    Kind(
        cancel.RESTED_NEEDED,
        "rested as needed",
        "exactly as needed, cancellation of B",
        Class.PULL,
        cancel.rested_needed_guard,
        as_needed.needed_apply,
        _rested_needed_reads,
        _rested_needed_writes,
        None,
        stays=False,
    ),
)

INPUTS: tuple[Input, ...] = ()

RESTED = frozenset(kind.number for kind in KINDS)
"""The kinds that pull by position and may rest."""
