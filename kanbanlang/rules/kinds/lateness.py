"""The input of `late.py`: a pull is not there when it should be."""

from __future__ import annotations

from collections.abc import Iterator

from kanbanlang.rules import late
from kanbanlang.rules.kind import UP, Input, InputKind, Kind, Touch
from kanbanlang.rules.kinds.refilling import REFILL
from kanbanlang.rules.kinds.touches import late_at
from kanbanlang.rules.memory import Memory


def _overdue_writes(P: Memory, B: Memory, r: int) -> Iterator[Touch]:
    yield from ((counter, UP) for counter in late_at(P, B, r))


KINDS: tuple[Kind, ...] = ()

INPUTS = (Input(InputKind.OVERDUE, late.overdue_check, late.overdue_apply, _overdue_writes, REFILL),)
