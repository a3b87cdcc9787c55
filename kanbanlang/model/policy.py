"""The checked policy: every name resolved, every unit turned into whole numbers, every table expanded.

Everything that follows reads these classes and nothing of the text. The plant is in `kanbanlang.model.plant`; here is what happens in
it, and the policy that holds it all.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from attrs import field, frozen

from kanbanlang.diagnostics import Source, Span
from kanbanlang.model.calendar import Calendar
from kanbanlang.model.event import USUAL_PRIORITY, Event, EventKind
from kanbanlang.model.expression import Expression
from kanbanlang.model.plant import (
    AsNeeded,
    Buffer,
    Cards,
    From,
    InLoop,
    Item,
    Keep,
    Loop,
    Recipe,
    ReorderLot,
    ReorderUpTo,
    Route,
    Rule,
    Shortage,
    Spikes,
    Station,
    Store,
    Supplier,
    Terms,
    Tray,
    Unlimited,
    Zones,
    place_of,
)
from kanbanlang.model.schedule import Schedule
from kanbanlang.model.values import Delay, Draw, Rate, Unit

__all__ = [
    "RELEASE_SAFETY",
    "USUAL_PRIORITY",
    "AsNeeded",
    "Buffer",
    "Cards",
    "Disruption",
    "Event",
    "EventKind",
    "Expectation",
    "From",
    "Given",
    "InLoop",
    "Invariant",
    "Item",
    "Keep",
    "Loop",
    "OrderStream",
    "Outcome",
    "Pattern",
    "Policy",
    "Recipe",
    "RecordedInput",
    "RecordedOrder",
    "ReorderLot",
    "ReorderUpTo",
    "Route",
    "Rule",
    "Scenario",
    "Shortage",
    "Spikes",
    "Station",
    "Store",
    "Supplier",
    "Terms",
    "Test",
    "Tray",
    "Trigger",
    "TriggerAction",
    "Unlimited",
    "Value",
    "When",
    "Zones",
]


RELEASE_SAFETY = "release safety"
"""What a trigger does to a safety stock."""


@frozen
class TriggerAction:
    """`alert role "..."`, `expedite B`, `pull Q to B`, `hold B`, `resume B`, `release safety of B`, `count B`."""

    verb: str
    target: str
    text: str | None = None
    quantity: Expression | None = None
    place: Span = place_of()


@frozen
class Trigger:
    """`on` an event (with `condition` as its `if`), or `when` a level holds, or at a `schedule` (with `condition` as its `when`)."""

    name: str
    title: str | None
    event: Event | None
    schedule: Schedule | None
    condition: Expression | None
    actions: tuple[TriggerAction, ...]
    place: Span = place_of()


@frozen
class Invariant:
    """`always E` (`never E` is stored as always not E)."""

    name: str
    always: tuple[Expression, ...]
    place: Span = place_of()


class Pattern(Enum):
    """How the orders of a scenario come."""

    POISSON = "poisson"  # rate: orders per microsecond
    RENEWAL = "every, drawn"  # gap
    SCHEDULE = "schedule"
    MOMENTS = "at"
    FILE = "from"  # recorded
    ENDLESS = "without end"


@frozen
class RecordedOrder:
    """A row of an orders file: instant in microseconds, buffer, steps, key, the class in which it is served, and when it is due."""

    at: int
    buffer: str
    quantity: int
    key: str
    priority: int = USUAL_PRIORITY
    due: int | None = None
    number: int = 0  # its place in a sequence; 0: none


@frozen
class RecordedInput:
    """A row of a file of recorded inputs, as it was written, and the event that it reports; or the `reason` why it reports none.

    `content` is what makes a second input under the same source and key the same as the first.
    """

    at: int
    file: str
    row: int
    kind: str
    of: str
    item: str | None
    quantity: str | None
    source: str
    key: str | None
    content: tuple[str, ...]
    event: Event | None = None
    reason: str | None = None
    place: Span = place_of()


@frozen
class OrderStream:
    """Demand for one buffer (for FILE: for the buffers of its rows). Order numbers count from 1 in the order of the scenario's text."""

    buffer: str
    pattern: Pattern
    quantity: Draw
    rate: Rate | None = None
    gap: Draw | None = None
    schedule: Schedule | None = None
    moments: tuple[int, ...] = ()
    recorded: tuple[RecordedOrder, ...] = ()
    during: Calendar | None = None
    begins: int | None = None  # instant, from `from ... to` or `on`; None: all the time
    ends: int | None = None
    priority: int = USUAL_PRIORITY
    due_after: Draw | None = None  # None: due at once
    place: Span = place_of()


@frozen
class Disruption:
    """`with X late by D | down | down every D for D | times E | loses P of deliveries | repeats P of scans | ...`.

    `fault` is late, down, stops, times, loses, repeats, rejects or miscounts; `share` a fraction as a pair.
    """

    of: str
    fault: str
    delay: Delay | None = None
    every: Draw | None = None
    lasting: Draw | None = None
    share: tuple[int, int] | None = None
    factor: tuple[int, int] | None = None
    by: int | None = None
    begins: int | None = None
    ends: int | None = None
    place: Span = place_of()


@frozen
class Expectation:
    """`expect fill rate of gearbox >= 90 %`. `bound` is a plain fraction in the metric's own unit as (numerator, denominator).

    Of a `share of time`, `condition` is what should hold for so long, and the metric says it as it is written.
    """

    metric: str
    of: str | None
    operator: str
    bound: tuple[int, int]
    text: str
    condition: Expression | None = None
    place: Span = place_of()


@frozen
class Scenario:
    """A world that answers the policy. `extends` is already merged in and `policy` has the scenario's changes applied."""

    name: str
    title: str | None
    policy: Policy
    starts: int  # instant of the run's first moment; measuring begins at starts + warm_up
    warm_up: int
    lasts: int  # measured time, after the warm-up
    repeat: int
    seed: int
    measure: Schedule | None
    start: Mapping[str, int]  # buffers that do not start full: steps on hand
    orders: tuple[OrderStream, ...]
    disruptions: tuple[Disruption, ...]
    expectations: tuple[Expectation, ...]
    recorded: tuple[RecordedInput, ...] = ()  # by time; those of one instant as they stand
    place: Span = place_of()


@frozen
class Outcome:
    """What a test expects: an action, nothing, a refusal, a duplicate, or a condition that holds.

    `verb` is retrieve, replenish, make, move, put_away, deliver, expedite, cancel, hold, resume, alert, nothing, nothing_else, refused,
    duplicate or condition.
    """

    verb: str
    quantity: int | None = None
    item: str | None = None
    source: str | None = None
    target: str | None = None
    by: str | None = None
    text: str | None = None
    condition: Expression | None = None
    place: Span = place_of()


@frozen
class Given:
    """A fact before a test begins: a buffer's stock in steps, or that something is down."""

    of: str
    on_hand: int | None
    down: bool
    place: Span = place_of()


@frozen
class When:
    """An event of a test, at an instant or at once, and what it must cause."""

    at: int | None
    event: Event
    outcomes: tuple[Outcome, ...]
    place: Span = place_of()


@frozen
class Test:
    """Given, when, then: with exact quantities."""

    name: str
    given: tuple[Given, ...]
    steps: tuple[When, ...]
    place: Span = place_of()


@frozen
class Value:
    """What `check --values` shows: a formula as written, its result, and how it came about."""

    text: str
    value: str
    unit: str
    working: str
    place: Span


@frozen
class Policy:
    """Everything one policy says. Mappings keep the order of the text."""

    name: str
    title: str | None
    currency: str | None
    zone: str
    carrying_cost: Rate | None  # share of value per microsecond
    units: Mapping[str, Unit]
    calendars: Mapping[str, Calendar]
    roles: tuple[str, ...]
    items: Mapping[str, Item]
    stores: Mapping[str, Store]
    suppliers: Mapping[str, Supplier]
    stations: Mapping[str, Station]
    buffers: Mapping[str, Buffer]
    triggers: tuple[Trigger, ...]
    invariants: tuple[Invariant, ...]
    scenarios: Mapping[str, Scenario] = field(eq=False, repr=False)
    tests: tuple[Test, ...] = field(eq=False, repr=False)
    routes: Mapping[str, Route] = field(factory=dict)
    loops: Mapping[str, Loop] = field(factory=dict)
    values: tuple[Value, ...] = ()
    sources: tuple[Source, ...] = field(default=(), eq=False, repr=False)
    valid_from: int | None = None  # instant, in microseconds; None: at once
    runs_live: bool = False  # in a plant anything may come, also what neither tests nor scenarios speak of
