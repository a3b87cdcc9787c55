"""Routes, and the refill rules of buffers: how goods are pulled and on what terms they travel."""

from __future__ import annotations

from kanbanlang.syntax.tree.expressions import Call, Expression, Schedule
from kanbanlang.syntax.tree.node import Name, Node, Number, Text


class Via(Node):
    """`via receiving`."""

    dock: Name


class LeadTime(Node):
    """`lead time 2 working d`."""

    time: Expression


class Minimum(Node):
    """`minimum 100 pcs`."""

    quantity: Expression


class Multiple(Node):
    """`multiple 20 pcs within 10 %`."""

    quantity: Expression
    within: Expression | None


class Price(Node):
    """`price 12.10 EUR`."""

    money: Expression


class OrderCost(Node):
    """`order cost 5 EUR`."""

    money: Expression


class DeliveriesInOrder(Node):
    """`deliveries in order`."""


class DeliveriesMayCross(Node):
    """`deliveries may cross`."""


class Departs(Node):
    """`departs every 30 min during day_shift`."""

    schedule: Schedule
    during: Name | None


class CarriesPacks(Node):
    """`carries 12 packs`."""

    number: Number


class Carries(Node):
    """`carries 400 pcs`."""

    quantity: Expression


class AcceptsOver(Node):
    """`accepts 5 % over`."""

    share: Expression


Term = (
    Via
    | LeadTime
    | Minimum
    | Multiple
    | Price
    | OrderCost
    | DeliveriesInOrder
    | DeliveriesMayCross
    | Departs
    | CarriesPacks
    | Carries
    | AcceptsOver
)


class Route(Node):
    """`route NAME "title" { terms }`."""

    name: Name
    title: Text | None
    terms: tuple[Term, ...]


class Kanban(Node):
    """`kanban 3 cards of 20 pcs`, of a buffer or a loop."""

    cards: Expression
    quantity: Expression | None


class TwoBins(Node):
    """`two bins of 12 pcs`."""

    quantity: Expression | None


class Keep(Node):
    """`keep 9 pcs`."""

    level: Expression


class ReorderLot(Node):
    """`reorder at 120 pcs order 400 pcs`."""

    at: Expression
    lot: Expression


class ReorderUpTo(Node):
    """`reorder at 120 pcs up to 300 pcs`."""

    at: Expression
    up_to: Expression


class UpTo(Node):
    """`up to 300 pcs`, with a `review`."""

    level: Expression


class Zones(Node):
    """`zones red 50 pcs yellow 60 pcs green 30 pcs`."""

    red: Expression
    yellow: Expression
    green: Expression


class ZonesFor(Node):
    """`zones zones_for(demand ...)`, which may be said `zones for(demand ...)`: the function's name is `zones_for` or `for`."""

    formula: Call


class AsNeeded(Node):
    """`exactly as needed`."""


class Unlimited(Node):
    """`unlimited`."""


Rule = Kanban | TwoBins | Keep | ReorderLot | ReorderUpTo | UpTo | Zones | ZonesFor | AsNeeded | Unlimited
