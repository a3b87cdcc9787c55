"""Buffers with all that shapes them, and loops."""

from __future__ import annotations

from kanbanlang.syntax.tree.expressions import Expression, Schedule
from kanbanlang.syntax.tree.node import Name, Node, Number, Text, Word
from kanbanlang.syntax.tree.pulls import Kanban, Rule, Term


class From(Node):
    """`from SOURCE by ROUTE share 70 % when CONDITION { terms }`."""

    source: Name
    route: Name | None
    share: Expression | None
    when: Expression | None
    terms: tuple[Term, ...]


class SignalWhen(Node):
    """`signal when emptied`, `opened` or `scanned`."""

    moment: Word


class Collect(Node):
    """`collect 3 cards within 8 h`."""

    cards: Number
    within: Expression | None


class Review(Node):
    """`review mon, thu at 06:00`."""

    schedule: Schedule


class Spikes(Node):
    """`spikes of 25 pcs or more within 8 d`."""

    quantity: Expression
    within: Expression


class InSequence(Node):
    """`in sequence`, `in sequence, frozen 2 h ahead`."""

    frozen: Expression | None


class AtMostOnTheWay(Node):
    """`at most 5 pcs on the way`."""

    quantity: Expression


class Limit(Node):
    """`limit 360 pcs`."""

    quantity: Expression


class Safety(Node):
    """`safety 40 pcs against acme`."""

    quantity: Expression
    against: tuple[Name, ...] | None


class ServesCustomers(Node):
    """`serves customers`."""


class ShortUse(Node):
    """`use other_buffer`."""

    buffer: Name


class ShortReleaseSafety(Node):
    """`release safety`."""


class ShortAlert(Node):
    """`alert buyer "..."`."""

    role: Name
    text: Text | None


class ShortWait(Node):
    """`wait`."""


class ShortSplit(Node):
    """`split`."""


class ShortLose(Node):
    """`lose`, `lose after 3 d`."""

    after: Expression | None


class IfShort(Node):
    """`if short STEP, STEP`."""

    steps: tuple[ShortUse | ShortReleaseSafety | ShortAlert | ShortWait | ShortSplit | ShortLose, ...]


class IfCancelled(Node):
    """`if cancelled ask again after 4 h`."""

    after: Expression | None


class Priority(Node):
    """`priority 1`, of a buffer, of orders or of an event."""

    number: Number


class PicksByAge(Node):
    """`picks oldest first`, `picks newest first`."""

    age: Word


class PicksFirstToExpire(Node):
    """`picks first to expire`."""


class PickingTime(Node):
    """`picking time 10 s`."""

    time: Expression


class Feeds(Node):
    """`feeds a, b together`."""

    stations: tuple[Name, ...]


class CountAt(Node):
    """`count every 4 wk`."""

    schedule: Schedule


class CountWhenEmpty(Node):
    """`count when empty`."""


class HoldingCost(Node):
    """`holding cost 2 EUR per pcs per d`."""

    cost: Expression


class ShortageCost(Node):
    """`shortage cost 9 EUR per pcs per d`."""

    cost: Expression


BufferStatement = (
    Rule
    | From
    | SignalWhen
    | Collect
    | Review
    | Spikes
    | InSequence
    | AtMostOnTheWay
    | Limit
    | Safety
    | ServesCustomers
    | IfShort
    | IfCancelled
    | Priority
    | PicksByAge
    | PicksFirstToExpire
    | PickingTime
    | Feeds
    | CountAt
    | CountWhenEmpty
    | HoldingCost
    | ShortageCost
)


class AtStation(Node):
    """`at assembly`."""

    station: Name


class InStore(Node):
    """`in lift_1`, `in lift_1 tray 7`: `kind` and `number` are both there or both None."""

    store: Name
    kind: Word | None
    number: Number | None


class Buffer(Node):
    """`buffer NAME "title" of ITEM at STATION { ... }`."""

    name: Name
    title: Text | None
    item: Name
    standing: AtStation | InStore | None
    statements: tuple[BufferStatement, ...]


class Through(Node):
    """`through stamp, punch, trim`."""

    places: tuple[Name, ...]


class Loop(Node):
    """`loop NAME "title" of ITEM { ... }`."""

    name: Name
    title: Text | None
    item: Name | None
    statements: tuple[Through | Kanban, ...]
