"""Jobs and results in words of JSON, for whoever keeps them or sends them over a wire. Quantities are texts, so that nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from attrs import AttrsInstance, fields

from kanbanlang.backends.contract import Job, Move, Result

_NO_WORDS = frozenset({Decimal, tuple})
"""What JSON has no words for."""


def in_words(value: AttrsInstance) -> dict[str, Any]:
    """A value of the contract in words of JSON."""
    return {name: _word(one) if (one := getattr(value, name)).__class__ in _NO_WORDS else one for name in _names(type(value))}


def _word(value: object) -> object:
    return [in_words(one) for one in value] if isinstance(value, tuple) else str(value)


@cache
def _names(kind: type[AttrsInstance]) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))


def job_of(said: Mapping[str, Any]) -> Job:
    """The job that some words say."""
    moves = tuple(Move(**{**move, "quantity": Decimal(move["quantity"])}) for move in said["moves"])
    return Job(**{**said, "moves": moves})


def result_of(said: Mapping[str, Any]) -> Result:
    """The report that some words say."""
    return Result(**{**said, "executed": Decimal(said["executed"])})
