"""The plant of a checked policy: items, places, who makes and delivers, and the buffers with their refill rules.

`place` fields are spans for messages and for "why": file and line of the author's own statement; one that a table generated also knows
its row (`Span.origin`).
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from kanbanlang.diagnostics import Span
from kanbanlang.model.calendar import Calendar
from kanbanlang.model.expression import Expression
from kanbanlang.model.schedule import Schedule
from kanbanlang.model.values import Delay, Money, Rate, Unit


def place_of() -> Span:
    """The field that says where a thing is declared; two things are equal wherever they stand."""
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
    tracked: str | None = None  # lot or serial: receipts and picks name it
    shelf_life: int | None = None  # microseconds from when it comes
    must_be_left: int = 0  # so much of it, or it is set aside
    place: Span = place_of()


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
    place: Span = place_of()


@frozen
class Recipe:
    """What a station makes of what: `parts` maps a part to its steps for one whole unit... see `per`.

    To make `per` steps of the product takes `parts[item]` steps of each part, all whole numbers, `per` as small as possible.
    """

    product: str
    per: int
    parts: Mapping[str, int]
    place: Span = place_of()


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
    rejects: tuple[int, int] | None = None  # share of the pieces that are scrap
    reworks: tuple[tuple[int, int], Delay] | None = None  # share of the pieces that are done again, and how long each is at the bench
    paced_every: int = 0  # microseconds from one release to the next at the least
    place: Span = place_of()


@frozen
class Supplier:
    """Who delivers from outside; `delivers` is when trucks arrive (None: any time), `works` counts its working days."""

    name: str
    title: str | None
    delivers: Schedule | None
    works: Calendar | None
    place: Span = place_of()


@frozen
class Route:
    """A way that many buffers share: its terms are in those of each `from ... by`; here it is what can be late or down."""

    name: str
    title: str | None
    place: Span = place_of()


@frozen
class Terms:
    """On what terms goods come: a route's, overridden by those of the `from` block.

    `minimum` and `multiple` are steps; `within` is the fraction of a multiple that may be dropped, as a pair (numerator, denominator).
    `run` is the route whose departures these are, shared with all who come by it; None where the block after `from` has its own.
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
    route: str | None = None
    run: str | None = None
    accepts_over: tuple[int, int] = (0, 1)


@frozen
class From:
    """One source of a buffer: the name of a supplier, station, loop or other buffer, and the terms."""

    source: str
    terms: Terms
    share: tuple[int, int] | None = None
    when: Expression | None = None
    place: Span = place_of()


@frozen
class Cards:
    """`kanban N cards of Q`, and `two bins of Q` (two cards): each emptied container pulls exactly `quantity` steps.

    `signal` is when a card is free: its container emptied or opened, or the card scanned. `collect` is how many free cards go together,
    and `within` how long in microseconds the first waits at most (None: as long as it takes).
    """

    cards: int
    quantity: int
    bins: bool = False
    signal: str = "emptied"
    collect: int = 1
    within: int | None = None
    place: Span = place_of()


@frozen
class Keep:
    """`keep S`: base stock, one for one."""

    level: int
    place: Span = place_of()


@frozen
class ReorderLot:
    """`reorder at R order Q`: at position R or below, the least multiple of Q that lifts it above R."""

    at: int
    lot: int
    place: Span = place_of()


@frozen
class ReorderUpTo:
    """`reorder at s up to S`: at position s or below, S minus position. `at` is None for a bare `up to S` (needs a review)."""

    at: int | None
    up_to: int
    place: Span = place_of()


@frozen
class Zones:
    """`zones red A yellow B green C`: sizes in steps."""

    red: int
    yellow: int
    green: int
    place: Span = place_of()


@frozen
class Spikes:
    """`spikes of Q or more within D`: a coming day on which so many steps are due counts so long in microseconds before."""

    quantity: int
    within: int
    place: Span = place_of()


@frozen
class AsNeeded:
    """`exactly as needed`: each demand pulls exactly itself, no stock is held."""

    place: Span = place_of()


@frozen
class Unlimited:
    """`unlimited`: a source that never runs out."""

    place: Span = place_of()


@frozen
class InLoop:
    """What fills a place of a loop: as much as the places behind it need, in lots of what one card is for, in steps.

    `enters` are the loops whose cards a pull takes; `endless` is how many steps are to be under way where nobody pulls, else 0.
    """

    lot: int
    enters: tuple[str, ...] = ()
    endless: int = 0
    place: Span = place_of()


Rule = Cards | Keep | ReorderLot | ReorderUpTo | Zones | AsNeeded | InLoop | Unlimited


@frozen
class Shortage:
    """What happens to whoever asks for more than there is, beside waiting.

    `lose` is whether customers are lost, `after` how long in microseconds they wait before (0: not at all). `alerts` are roles and texts.
    `releases` is as the how manieth step safety stock is released, from 1 on (None: it is not); `uses` are buffers that help, each with its
    step; `told` and `lost` are the steps of the first alert and of `lose`, 0 where their order does not matter.
    """

    lose: bool = False
    after: int = 0
    alerts: tuple[tuple[str, str | None], ...] = ()
    releases: int | None = None
    uses: tuple[tuple[str, int], ...] = ()
    told: int = 0
    lost: int = 0


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
    shortage_cost: Rate | None  # of a piece that waits
    shortage_cost_of_piece: Money | None = None  # of each unit that was not there when it was asked for
    shortage: Shortage = Shortage()
    at_most: int | None = None  # steps on the way at once
    count_at: Schedule | None = None  # when an audit is asked for
    count_when_empty: bool = False
    asks_again: int | None = None  # microseconds after a cancellation; None: not by itself
    review: Schedule | None = None  # a position rule looks only then
    safety_against: tuple[str, ...] = ()  # what has to be down or late before `if short` releases it; nothing: anything
    in_sequence: bool = False
    if_short: str | None = None  # "wait" or "split" for all who ask; None: containers and bins wait, others split
    feeds: tuple[str, ...] = ()  # stations that take its pieces together
    retiring: int = 0  # cards that go round beyond those of the rule, since an earlier policy had more
    spikes: Spikes | None = None  # None: zones look at what is due today alone
    picking_time: Delay | None = None  # to take one pull out; None: as long as its store needs
    picks: str | None = None  # oldest, newest, or first to expire; None: nobody asks
    frozen: int | None = None  # so long before they are due, orders in the sequence keep their places; None: until they are served
    of_loop: str | None = None  # the loop in which it lies between two places, or behind the last, without being written down
    place: Span = place_of()


@frozen
class Loop:
    """Places through which work goes on by itself, with cards for a number of pieces; `lot` is what one card is for, in steps.

    `lies` are the buffers in which lies what each place made, the pulls of the first of them enter the loop; `fills` are its
    stations, each with the buffer into which its jobs go; `moves` are buffers that follow each other; `holds` are those within the loop.
    """

    name: str
    title: str | None
    item: Item
    places: tuple[str, ...]
    cards: int
    lot: int
    fills: tuple[tuple[str, str], ...]
    moves: tuple[tuple[str, str], ...]
    holds: tuple[str, ...]
    lies: tuple[str, ...]
    place: Span = place_of()

    @property
    def entry(self) -> str:
        """The buffer whose pulls enter the loop."""
        return self.lies[0]
