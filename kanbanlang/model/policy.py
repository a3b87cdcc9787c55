"""The checked policy: every name resolved, every unit turned into whole numbers, every table expanded.

Everything that follows reads these classes and nothing of the text. `place` fields are spans for messages and for "why": file and
line of the author's own statement (for a generated one, of the statement in the template; its table row is in `related`).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from attrs import field, frozen

from kanbanlang.diagnostics import Source, Span
from kanbanlang.model.calendar import Calendar
from kanbanlang.model.expression import Expression
from kanbanlang.model.schedule import Schedule
from kanbanlang.model.values import Delay, Draw, Money, Rate, Unit


def _place() -> Span:
    return field(eq=False, repr=False, kw_only=True)  # type: ignore[no-any-return]


@frozen
class Item:
    """What flows. `pack` is the content of one container in steps."""

    name: str
    title: str | None
    code: str
    unit: Unit
    pack: int | None
    value: Money | None
    place: Span = _place()


@frozen
class Tray:
    """One place in a store; `holds` maps an item to the room for it in steps (each compartment when `each`)."""

    number: int
    compartments: int
    holds: Mapping[str, int]
    each: bool
    access: tuple[str, ...]


@frozen
class Store:
    """A vertical lift, carousel or rack (`kind`), or a dock. `retrieval_time` and `handling_time` are delays."""

    name: str
    title: str | None
    kind: str
    retrieval_time: Delay
    openings: int
    pick_aids: tuple[str, ...]
    access: tuple[str, ...]
    works: Calendar | None
    trays: Mapping[int, Tray]
    handling_time: Delay
    place: Span = _place()


@frozen
class Recipe:
    """What a station makes of what: `parts` maps a part to its steps for one whole unit... see `per`.

    To make `per` steps of the product takes `parts[item]` steps of each part, all whole numbers, `per` as small as possible.
    """

    product: str
    per: int
    parts: Mapping[str, int]
    place: Span = _place()


@frozen
class Station:
    """Where work is done. `cycle_times` maps a product to its time for one whole unit; the key "" is for all others."""

    name: str
    title: str | None
    recipes: tuple[Recipe, ...]
    cycle_times: Mapping[str, Delay]
    setup_time: Delay
    machines: int
    works: Calendar | None
    parts_taken: str  # release, start or report
    place: Span = _place()


@frozen
class Supplier:
    """Who delivers from outside; `delivers` is when trucks arrive (None: any time), `works` counts its working days."""

    name: str
    title: str | None
    delivers: Schedule | None
    works: Calendar | None
    place: Span = _place()


@frozen
class Terms:
    """On what terms goods come: a route's, overridden by those of the `from` block.

    `minimum` and `multiple` are steps; `within` is the fraction of a multiple that may be dropped, as a pair (numerator, denominator).
    """

    via: str | None = None
    lead_time: Delay = Delay()
    minimum: int = 0
    multiple: int = 1
    within: tuple[int, int] = (0, 1)
    price: Money | None = None
    order_cost: Money | None = None
    in_order: bool = False
    departs: Schedule | None = None
    departs_during: Calendar | None = None
    carries_packs: int | None = None
    carries: int | None = None
    accepts_over: tuple[int, int] = (0, 1)


@frozen
class From:
    """One source of a buffer: the name of a supplier, station, loop or other buffer, and the terms."""

    source: str
    terms: Terms
    share: tuple[int, int] | None = None
    when: Expression | None = None
    place: Span = _place()


@frozen
class Cards:
    """`kanban N cards of Q`, and `two bins of Q` (two cards): each emptied container pulls exactly `quantity` steps."""

    cards: int
    quantity: int
    bins: bool = False
    place: Span = _place()


@frozen
class Keep:
    """`keep S`: base stock, one for one."""

    level: int
    place: Span = _place()


@frozen
class ReorderLot:
    """`reorder at R order Q`: at position R or below, the least multiple of Q that lifts it above R."""

    at: int
    lot: int
    place: Span = _place()


@frozen
class ReorderUpTo:
    """`reorder at s up to S`: at position s or below, S minus position. `at` is None for a bare `up to S` (needs a review)."""

    at: int | None
    up_to: int
    place: Span = _place()


@frozen
class Zones:
    """`zones red A yellow B green C`: sizes in steps."""

    red: int
    yellow: int
    green: int
    place: Span = _place()


@frozen
class AsNeeded:
    """`exactly as needed`: each demand pulls exactly itself, no stock is held."""

    place: Span = _place()


@frozen
class Unlimited:
    """`unlimited`: a source that never runs out."""

    place: Span = _place()


Rule = Cards | Keep | ReorderLot | ReorderUpTo | Zones | AsNeeded | Unlimited


@frozen
class Buffer:
    """A limited cushion of one item: where it stands, how it is refilled (`rule`), from where (`sources`, in the order written)."""

    name: str
    title: str | None
    item: Item
    at_station: str | None
    in_store: str | None
    tray: int | None
    rule: Rule | None
    sources: tuple[From, ...]
    serves_customers: bool
    limit: int | None
    safety: int
    priority: int
    holding_cost: Rate | None  # money per step and microsecond
    shortage_cost: Rate | None
    place: Span = _place()


class EventKind(Enum):
    """What can happen, as event sentences name it."""

    ORDER = "order"
    RELEASE = "release"
    CONSUMPTION = "consumption"
    COMPLETION = "completion"
    SCAN = "scan"
    PICK = "pick"
    RECEIPT = "receipt"
    REJECTION = "rejection"
    COUNT = "count"
    CANCELLATION = "cancellation"
    REISSUE = "reissue"
    DOWN = "down"
    UP = "up"


@frozen
class Event:
    """An event sentence: `consumption of 20 pcs of line_gears by picker as "k1"`.

    `of` is a buffer, item, station or supplier; `quantity` in steps or None (all that is open); `modifiers` holds what else was said,
    keyed by its word (`by from at tray card number lot due as priority`), values as int or str.
    """

    kind: EventKind
    of: str
    item: str | None
    quantity: int | None
    key: str | None
    modifiers: Mapping[str, int | str]
    place: Span = _place()


@frozen
class TriggerAction:
    """`alert role "..."`, `expedite B`, `pull Q to B`, `hold B`, `resume B`, `release safety of B`, `count B`."""

    verb: str
    target: str
    text: str | None = None
    quantity: Expression | None = None
    place: Span = _place()


@frozen
class Trigger:
    """`on` an event (with `condition` as its `if`), or `when` a level holds, or at a `schedule` (with `condition` as its `when`)."""

    name: str
    title: str | None
    event: Event | None
    schedule: Schedule | None
    condition: Expression | None
    actions: tuple[TriggerAction, ...]
    place: Span = _place()


@frozen
class Invariant:
    """`always E` (`never E` is stored as always not E)."""

    name: str
    always: tuple[Expression, ...]
    place: Span = _place()


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
    """A row of an orders file: instant in microseconds, buffer it arrives at, steps, key."""

    at: int
    buffer: str
    quantity: int
    key: str


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
    place: Span = _place()


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
    place: Span = _place()


@frozen
class Expectation:
    """`expect fill rate of gearbox >= 90 %`. `bound` is a plain fraction in the metric's own unit as (numerator, denominator)."""

    metric: str
    of: str | None
    operator: str
    bound: tuple[int, int]
    text: str
    place: Span = _place()


@frozen
class Scenario:
    """A world that answers the policy. `extends` is already merged in and `policy` has the scenario's changes applied.

    What `policy.unexecuted` lists stops this scenario: statements of the plant, and its own.
    """

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
    place: Span = _place()


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
    place: Span = _place()


@frozen
class Given:
    """A fact before a test begins: a buffer's stock in steps, or that something is down."""

    of: str
    on_hand: int | None
    down: bool
    place: Span = _place()


@frozen
class When:
    """An event of a test, at an instant or at once, and what it must cause."""

    at: int | None
    event: Event
    outcomes: tuple[Outcome, ...]
    place: Span = _place()


@frozen
class Test:
    """Given, when, then: with exact quantities."""

    name: str
    given: tuple[Given, ...]
    steps: tuple[When, ...]
    unexecuted: tuple[Unexecuted, ...] = ()
    place: Span = _place()


@frozen
class Unexecuted:
    """A statement that was read and checked but that the engine does not carry out yet (diagnostic KB901)."""

    what: str
    place: Span


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
    values: tuple[Value, ...] = ()
    unexecuted: tuple[Unexecuted, ...] = ()
    sources: tuple[Source, ...] = field(default=(), eq=False, repr=False)
