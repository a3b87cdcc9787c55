"""Conditions and sums as people write them in triggers, invariants, `from ... when` and tests: resolved, typed, whole numbers.

Every quantity is in the steps of its item's unit and every time in microseconds, so that an expression is integer arithmetic.
A truth value is 0 or 1.
"""

from __future__ import annotations

from enum import Enum

from attrs import frozen


class Word(Enum):
    """The words for stock and state (language reference, "The words for stock"); `of` names a buffer, station, loop or source."""

    ON_HAND = "on_hand"
    RESERVED = "reserved"
    AVAILABLE = "available"
    INCOMING = "incoming"
    BACKLOG = "backlog"
    PROMISED = "promised"
    POSITION = "position"
    NET_FLOW = "net_flow"
    BLOCKED = "blocked"
    SAFETY = "safety"
    WAITING = "waiting"
    CARDS = "cards"
    EMPTY = "empty"
    WIP = "wip"
    DOWN = "down"


class Field(Enum):
    """What the event of a trigger carries."""

    ORDERED = "ordered"
    CONSUMED = "consumed"
    RECEIVED = "received"
    REJECTED = "rejected"
    DIFFERENCE = "difference"


class Operator(Enum):
    """What is done with one, two or more operands."""

    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    EQUAL = "="
    UNEQUAL = "!="
    AND = "and"
    OR = "or"
    NOT = "not"
    MINIMUM = "min"
    MAXIMUM = "max"


@frozen
class Constant:
    """A whole number: steps of a unit, microseconds, or a bare count."""

    value: int


@frozen
class State:
    """One word of one place, now."""

    word: Word
    of: str


@frozen
class EventField:
    """A field of the event that a trigger answers."""

    field: Field


@frozen
class Operation:
    """An operator and its operands, left to right; NOT has one, MINIMUM and MAXIMUM one or more, the others two."""

    operator: Operator
    operands: tuple[Expression, ...]


Expression = Constant | State | EventField | Operation
