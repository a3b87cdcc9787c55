"""Jobs and results in words of JSON, for whoever keeps them or sends them over a wire. Quantities are texts, so that nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from attrs import AttrsInstance, fields

from kanbanlang.backends.contract import Job, Move, Result


def in_words(value: AttrsInstance) -> dict[str, Any]:
    """A value of the contract in words of JSON."""
    return {name: _plain(getattr(value, name)) for name in _names(type(value))}


@cache
def _names(kind: type[AttrsInstance]) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [in_words(one) for one in value]
    return str(value) if isinstance(value, Decimal) else value


def job_of(said: Mapping[str, Any]) -> Job:
    """The job that some words say."""
    moves = tuple(Move(**{**move, "quantity": Decimal(move["quantity"])}) for move in said["moves"])
    return Job(**{**said, "moves": moves})


def result_of(said: Mapping[str, Any]) -> Result:
    """The report that some words say."""
    return Result(**{**said, "executed": Decimal(said["executed"])})
