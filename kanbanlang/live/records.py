"""How entries and jobs are written down: JSON in one line, the same bytes for the same words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

FORMAT = 1
"""The number of the journal's form. A program reads the form that it writes."""


class JournalError(Exception):
    """A journal cannot be used; the sentence says why, and what to do."""


class BusyError(Exception):
    """More waits than can be kept: come again in a moment. Nothing of it was taken in."""


class NotStoredError(Exception):
    """It could not be stored, or could not be understood by the program itself; nothing of it was taken in."""


class FailedError(NotStoredError):
    """The program itself failed on it, and would again; nothing of it was taken in."""


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def encoded(record: Mapping[str, Any]) -> bytes:
    """A record in bytes. Its words stand in the order in which they were said."""
    return _ENCODER.encode(record).encode("utf-8", "surrogatepass")


def decoded(body: bytes) -> dict[str, Any]:
    """What the bytes of a record say."""
    said: dict[str, Any] = json.loads(body.decode("utf-8", "surrogatepass"))
    return said
