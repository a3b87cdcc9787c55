"""Machines and ERPs: the contract, and the drivers that come with the project."""

from __future__ import annotations

from kanbanlang.backends.contract import (
    Absent,
    Accepted,
    Answer,
    Backend,
    BackendError,
    Factory,
    Found,
    Job,
    Move,
    Refused,
    Result,
    Stock,
    Unknown,
)

__all__ = [
    "Absent",
    "Accepted",
    "Answer",
    "Backend",
    "BackendError",
    "Factory",
    "Found",
    "Job",
    "Move",
    "Refused",
    "Result",
    "Stock",
    "Unknown",
]
