"""The policy itself, calendars, items, and the places where goods rest and are worked on."""

from __future__ import annotations

from kanbanlang.syntax.tree.expressions import DayRange, Expression, Schedule
from kanbanlang.syntax.tree.node import Date, Name, Node, Number, Text, Time, Word


class Currency(Node):
    """`currency EUR`."""

    code: Word


class Timezone(Node):
    """`timezone "Europe/Rome"`."""

    zone: Text


class ValidFrom(Node):
    """`valid from 2026-11-01 06:00`."""

    date: Date
    time: Time | None


class CarryingCost(Node):
    """`carrying cost 25 % per y`."""

    cost: Expression


class Policy(Node):
    """`policy NAME "title" { ... }`."""

    name: Name
    title: Text | None
    statements: tuple[Currency | Timezone | ValidFrom | CarryingCost, ...]


class Use(Node):
    """`use "calendars.kanban"`."""

    file: Text


class Unit(Node):
    """`unit m step 0.001`."""

    name: Name
    step: Number | None


class Role(Node):
    """`role NAME "title"`."""

    name: Name
    title: Text | None


class OpenHours(Node):
    """`06:00..14:00`: open hours of a day."""

    opens: Time
    closes: Time


class DateRange(Node):
    """`2026-12-25`, `2026-12-24..2027-01-06`."""

    first: Date
    last: Date | None


class OpenDays(Node):
    """`mon..fri 06:00..14:00, 14:00..22:00`."""

    days: tuple[DayRange, ...]
    hours: tuple[OpenHours, ...]


class OpenDates(Node):
    """`open 2026-12-20 06:00..12:00`."""

    dates: tuple[DateRange, ...]
    hours: tuple[OpenHours, ...]


class ClosedDates(Node):
    """`closed 2026-12-24..2027-01-06`."""

    dates: tuple[DateRange, ...]


class ClosedHolidays(Node):
    """`closed holidays of "IT"`."""

    country: Text


class Calendar(Node):
    """`calendar NAME "title" { ... }`."""

    name: Name
    title: Text | None
    statements: tuple[OpenDays | OpenDates | ClosedDates | ClosedHolidays, ...]


class Code(Node):
    """`code "GM2-0040"`: its number in other systems; a name where a table gives it."""

    code: Text | Name


class CountedIn(Node):
    """`unit pcs` of an item."""

    unit: Name


class Pack(Node):
    """`pack 20 pcs`."""

    quantity: Expression


class Worth(Node):
    """`value 14.50 EUR`."""

    money: Expression


class Tracked(Node):
    """`tracked by lot` or `serial`."""

    by: Word


class ShelfLife(Node):
    """`shelf life 180 d, at least 30 d left`."""

    life: Expression
    left: Expression | None


class Item(Node):
    """`item NAME "title" { ... }`."""

    name: Name
    title: Text | None
    statements: tuple[Code | CountedIn | Pack | Worth | Tracked | ShelfLife, ...]


class RetrievalTime(Node):
    """`retrieval time 45 s`."""

    time: Expression


class Openings(Node):
    """`openings 2`."""

    number: Number


class PickAids(Node):
    """`pick aids laser, alphanumeric`."""

    aids: tuple[Name, ...]


class Access(Node):
    """`access picker, supervisor`."""

    roles: tuple[Name, ...]


class Works(Node):
    """`works two_shift`."""

    calendar: Name


class Compartments(Node):
    """`compartments 4`."""

    number: Number


class Holds(Node):
    """`holds 100 pcs of gear_m2 each`; `each` is None where the room is that of all compartments together."""

    quantity: Expression
    item: Name
    each: Word | None


class Place(Node):
    """`tray 7 { ... }`, `carrier 1..40 { ... }`, `bay 3 { ... }`: one place in a store, or many alike."""

    kind: Word
    first: Number
    last: Number | None
    statements: tuple[Compartments | Holds | Access, ...]


class Store(Node):
    """`vlm NAME "title" { ... }`, likewise `carousel` and `rack`."""

    kind: Word
    name: Name
    title: Text | None
    statements: tuple[RetrievalTime | Openings | PickAids | Access | Works | Place, ...]


class HandlingTime(Node):
    """`handling time 10 min`."""

    time: Expression


class Dock(Node):
    """`dock NAME "title" { ... }`."""

    name: Name
    title: Text | None
    statements: tuple[HandlingTime | Works, ...]


class Part(Node):
    """`2 gear_m2` or `0.250 kg of paint`: what one piece of the product takes."""

    number: Number
    unit: Name | None
    item: Name


class Makes(Node):
    """`makes gearbox from 2 gear_m2, 1 shaft`."""

    product: Name
    parts: tuple[Part, ...] | None


class CycleTime(Node):
    """`cycle time 4 min`, `cycle time of gearbox 5 min`."""

    product: Name | None
    time: Expression


class SetupTime(Node):
    """`setup time 9 min`."""

    time: Expression


class Machines(Node):
    """`machines 2`."""

    number: Number


class Paced(Node):
    """`paced every 60 s`."""

    every: Expression


class PartsTaken(Node):
    """`parts taken on release`, `start` or `report`."""

    on: Word


class Rejects(Node):
    """`rejects 2 %`, of a station or as a fault in a scenario."""

    share: Expression


class Reworks(Node):
    """`reworks 5 % in 20 min`."""

    share: Expression
    time: Expression


StationStatement = Makes | CycleTime | SetupTime | Machines | Paced | PartsTaken | Rejects | Reworks | Works


class Station(Node):
    """`station NAME "title" { ... }`."""

    name: Name
    title: Text | None
    statements: tuple[StationStatement, ...]


class Delivers(Node):
    """`delivers mon, wed at 06:00`."""

    schedule: Schedule


class Supplier(Node):
    """`supplier NAME "title" { ... }`."""

    name: Name
    title: Text | None
    statements: tuple[Delivers | Works, ...]
