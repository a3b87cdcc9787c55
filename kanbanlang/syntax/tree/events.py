"""Event sentences, triggers, invariants and tests: what happens, and what must come of it."""

from __future__ import annotations

from kanbanlang.syntax.tree.buffers import Priority
from kanbanlang.syntax.tree.expressions import Expression, Moment, Quantity, Schedule
from kanbanlang.syntax.tree.node import Name, Node, Number, Text, Word


class By(Node):
    """`by picker`."""

    who: Name


class ComingFrom(Node):
    """`from acme`."""

    source: Name


class GoingTo(Node):
    """`to line_gears`."""

    target: Name


class At(Node):
    """`at assembly`."""

    place: Name


class PlaceNumber(Node):
    """`tray 7`, `carrier 7`, `bay 7`."""

    kind: Word
    number: Number


class Card(Node):
    """`card 2`."""

    number: Number


class SequenceNumber(Node):
    """`number 4`: the place in a sequence."""

    number: Number


class Lot(Node):
    """`lot "L1"`."""

    lot: Text


class Due(Node):
    """`due day 3`."""

    moment: Moment


class AsKey(Node):
    """`as "s1"`."""

    key: Text


EventDetail = By | ComingFrom | At | PlaceNumber | Card | SequenceNumber | Lot | Due | AsKey | Priority


class Event(Node):
    """`order of 5 pcs of gearbox as "k1"`. Details stand in any order; whether the kind is known is for later."""

    kind: Word
    quantity: Quantity | None
    of: Name
    details: tuple[EventDetail, ...]


class OnEvent(Node):
    """`on EVENT if CONDITION`."""

    event: Event
    condition: Expression | None


class WhenCondition(Node):
    """`when CONDITION`."""

    condition: Expression


class Alert(Node):
    """`alert supervisor "..."`."""

    role: Name
    text: Text


class Expedite(Node):
    """`expedite line_gears`."""

    buffer: Name


class Pull(Node):
    """`pull 20 pcs to line_gears`."""

    quantity: Expression
    buffer: Name


class Hold(Node):
    """`hold line_gears`."""

    buffer: Name


class Resume(Node):
    """`resume line_gears`."""

    buffer: Name


class ReleaseSafety(Node):
    """`release safety of lift_gears`."""

    buffer: Name


class AskCount(Node):
    """`count lift_gears`."""

    buffer: Name


Action = Alert | Expedite | Pull | Hold | Resume | ReleaseSafety | AskCount


class Trigger(Node):
    """`trigger NAME "title" { ... }`; a schedule alone is a statement, too."""

    name: Name
    title: Text | None
    statements: tuple[OnEvent | WhenCondition | Schedule | Action, ...]


class Always(Node):
    """`always CONDITION`."""

    condition: Expression


class Never(Node):
    """`never CONDITION`."""

    condition: Expression


class Invariant(Node):
    """`invariant NAME "title" { ... }`."""

    name: Name
    title: Text | None
    laws: tuple[Always | Never, ...]


class Has(Node):
    """`line_gears has 60 pcs`."""

    buffer: Name
    quantity: Expression


class IsLevel(Node):
    """`line_gears full`, `line_gears empty`."""

    buffer: Name
    level: Word


class IsDown(Node):
    """`acme is down`."""

    name: Name


class Given(Node):
    """`given FACT`, or `and FACT`."""

    fact: Has | IsLevel | IsDown


class When(Node):
    """`when EVENT`, `when at MOMENT, EVENT`, or `and EVENT`."""

    at: Moment | None
    event: Event


class Moved(Node):
    """`retrieve 20 pcs of gear from lift_gears to line_gears`; likewise `replenish make move deliver`, and `put away`."""

    verb: Word
    quantity: Expression
    item: Name | None
    details: tuple[ComingFrom | GoingTo | At | By, ...]


class Acted(Node):
    """`expedite B`, `hold B`, `resume B`, `count B`."""

    verb: Word
    name: Name


class Alerted(Node):
    """`alert supervisor`, with its text or without."""

    role: Name
    text: Text | None


class Nothing(Node):
    """`nothing`."""


class NothingElse(Node):
    """`nothing else`."""


class Refused(Node):
    """`refused`, `refused "picker has no access to tray 8"`."""

    reason: Text | None


class Duplicate(Node):
    """`duplicate`."""


Outcome = Moved | Acted | Alerted | Nothing | NothingElse | Refused | Duplicate | Expression


class Then(Node):
    """`then OUTCOME`, or `and OUTCOME`."""

    outcome: Outcome


class Test(Node):
    """`test "title" { ... }`."""

    title: Text
    steps: tuple[Given | When | Then, ...]
