"""The policy itself, calendars, items, and the places where goods rest and are worked on."""

from __future__ import annotations

from attrs import frozen

from kanbanlang.syntax.tree.expressions import DayRange, Expression, Schedule
from kanbanlang.syntax.tree.node import Date, Name, Node, Number, Text, Time, Word


@frozen
class Currency(Node):
    """`currency EUR`."""

    code: Word


@frozen
class Timezone(Node):
    """`timezone "Europe/Rome"`."""

    zone: Text


@frozen
class ValidFrom(Node):
    """`valid from 2026-11-01 06:00`."""

    date: Date
    time: Time | None


@frozen
class CarryingCost(Node):
    """`carrying cost 25 % per y`."""

    cost: Expression


@frozen
class Policy(Node):
    """`policy NAME "title" { ... }`."""

    name: Name
    title: Text | None
    statements: tuple[Currency | Timezone | ValidFrom | CarryingCost, ...]


@frozen
class Use(Node):
    """`use "calendars.kanban"`."""

    file: Text


@frozen
class Unit(Node):
    """`unit m step 0.001`."""

    name: Name
    step: Number | None


@frozen
class Role(Node):
    """`role NAME "title"`."""

    name: Name
    title: Text | None


@frozen
class OpenHours(Node):
    """`06:00..14:00`: open hours of a day."""

    opens: Time
    closes: Time


@frozen
class DateRange(Node):
    """`2026-12-25`, `2026-12-24..2027-01-06`."""

    first: Date
    last: Date | None


@frozen
class OpenDays(Node):
    """`mon..fri 06:00..14:00, 14:00..22:00`."""

    days: tuple[DayRange, ...]
    hours: tuple[OpenHours, ...]


@frozen
class OpenDates(Node):
    """`open 2026-12-20 06:00..12:00`."""

    dates: tuple[DateRange, ...]
    hours: tuple[OpenHours, ...]


@frozen
class ClosedDates(Node):
    """`closed 2026-12-24..2027-01-06`."""

    dates: tuple[DateRange, ...]


@frozen
class ClosedHolidays(Node):
    """`closed holidays of "IT"`."""

    country: Text


@frozen
class Calendar(Node):
    """`calendar NAME "title" { ... }`."""

    name: Name
    title: Text | None
    statements: tuple[OpenDays | OpenDates | ClosedDates | ClosedHolidays, ...]


@frozen
class Code(Node):
    """`code "GM2-0040"`: its number in other systems; a name where a table gives it."""

    code: Text | Name


@frozen
class CountedIn(Node):
    """`unit pcs` of an item."""

    unit: Name


@frozen
class Pack(Node):
    """`pack 20 pcs`."""

    quantity: Expression


@frozen
class Worth(Node):
    """`value 14.50 EUR`."""

    money: Expression


@frozen
class Tracked(Node):
    """`tracked by lot` or `serial`."""

    by: Word


@frozen
class ShelfLife(Node):
    """`shelf life 180 d, at least 30 d left`."""

    life: Expression
    left: Expression | None


@frozen
class Item(Node):
    """`item NAME "title" { ... }`."""

    name: Name
    title: Text | None
    statements: tuple[Code | CountedIn | Pack | Worth | Tracked | ShelfLife, ...]


@frozen
class RetrievalTime(Node):
    """`retrieval time 45 s`."""

    time: Expression


@frozen
class Openings(Node):
    """`openings 2`."""

    number: Number


@frozen
class PickAids(Node):
    """`pick aids laser, alphanumeric`."""

    aids: tuple[Name, ...]


@frozen
class Access(Node):
    """`access picker, supervisor`."""

    roles: tuple[Name, ...]


@frozen
class Works(Node):
    """`works two_shift`."""

    calendar: Name


@frozen
class Compartments(Node):
    """`compartments 4`."""

    number: Number


@frozen
class Holds(Node):
    """`holds 100 pcs of gear_m2 each`; `each` is None where the room is that of all compartments together."""

    quantity: Expression
    item: Name
    each: Word | None


@frozen
class Place(Node):
    """`tray 7 { ... }`, `carrier 1..40 { ... }`, `bay 3 { ... }`: one place in a store, or many alike."""

    kind: Word
    first: Number
    last: Number | None
    statements: tuple[Compartments | Holds | Access, ...]


@frozen
class Store(Node):
    """`vlm NAME "title" { ... }`, likewise `carousel` and `rack`."""

    kind: Word
    name: Name
    title: Text | None
    statements: tuple[RetrievalTime | Openings | PickAids | Access | Works | Place, ...]


@frozen
class HandlingTime(Node):
    """`handling time 10 min`."""

    time: Expression


@frozen
class Dock(Node):
    """`dock NAME "title" { ... }`."""

    name: Name
    title: Text | None
    statements: tuple[HandlingTime | Works, ...]


@frozen
class Part(Node):
    """`2 gear_m2` or `0.250 kg of paint`: what one piece of the product takes."""

    number: Number
    unit: Name | None
    item: Name


@frozen
class Makes(Node):
    """`makes gearbox from 2 gear_m2, 1 shaft`."""

    product: Name
    parts: tuple[Part, ...] | None


@frozen
class CycleTime(Node):
    """`cycle time 4 min`, `cycle time of gearbox 5 min`."""

    product: Name | None
    time: Expression


@frozen
class SetupTime(Node):
    """`setup time 9 min`."""

    time: Expression


@frozen
class Machines(Node):
    """`machines 2`."""

    number: Number


@frozen
class Paced(Node):
    """`paced every 60 s`."""

    every: Expression


@frozen
class PartsTaken(Node):
    """`parts taken on release`, `start` or `report`."""

    on: Word


@frozen
class Rejects(Node):
    """`rejects 2 %`, of a station or as a fault in a scenario."""

    share: Expression


@frozen
class Reworks(Node):
    """`reworks 5 % in 20 min`."""

    share: Expression
    time: Expression


StationStatement = Makes | CycleTime | SetupTime | Machines | Paced | PartsTaken | Rejects | Reworks | Works


@frozen
class Station(Node):
    """`station NAME "title" { ... }`."""

    name: Name
    title: Text | None
    statements: tuple[StationStatement, ...]


@frozen
class Delivers(Node):
    """`delivers mon, wed at 06:00`."""

    schedule: Schedule


@frozen
class Supplier(Node):
    """`supplier NAME "title" { ... }`."""

    name: Name
    title: Text | None
    statements: tuple[Delivers | Works, ...]
