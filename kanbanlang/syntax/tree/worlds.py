"""Scenarios: the world that answers a policy."""

from __future__ import annotations

from kanbanlang.syntax.tree.buffers import BufferStatement, Priority, Through
from kanbanlang.syntax.tree.expressions import Call, Expression, Moment, Quantity, Schedule
from kanbanlang.syntax.tree.node import Name, Node, Number, Text, Word
from kanbanlang.syntax.tree.plant import Rejects, StationStatement
from kanbanlang.syntax.tree.pulls import Kanban, Term


class Lasts(Node):
    """`lasts 4 wk after 1 wk`."""

    time: Expression
    after: Expression | None


class Starts(Node):
    """`starts 2026-01-05 00:00`."""

    moment: Moment


class Repeat(Node):
    """`repeat 10 times`."""

    number: Number


class Seed(Node):
    """`seed 7`."""

    number: Number


class Measure(Node):
    """`measure daily at 23:59`."""

    schedule: Schedule


class StartItem(Node):
    """`all full` (a Word), `lift_gears 240 pcs`, `line_gears empty`."""

    of: Name | Word
    level: Word | Expression


class StartWith(Node):
    """`start all full, lift_gears 240 pcs`."""

    items: tuple[StartItem, ...]


class StartFrom(Node):
    """`start from "stock.csv"`."""

    file: Text


class Poisson(Node):
    """`poisson 12 per h`."""

    rate: Expression


class AtMoments(Node):
    """`at day 8 09:00, day 9 09:00`."""

    moments: tuple[Moment, ...]


class RecordedIn(Node):
    """`from "orders.csv"`, of one item or buffer."""

    file: Text


class WithoutEnd(Node):
    """`without end`."""


class DueAfter(Node):
    """`due after 2 d`."""

    time: Expression


class During(Node):
    """`during two_shift`."""

    calendar: Name


class Period(Node):
    """`from day 8 to day 12`."""

    first: Moment
    last: Moment


class OnDay(Node):
    """`on day 3`."""

    day: Moment


class Orders(Node):
    """`orders of 3 pcs of gearbox PATTERN DETAILS`. Details stand in any order."""

    quantity: Quantity | Call | None
    of: Name
    pattern: Poisson | Schedule | AtMoments | RecordedIn | WithoutEnd
    details: tuple[DueAfter | During | Priority | Period | OnDay, ...]


class OrdersFrom(Node):
    """`orders from "orders.csv"`."""

    file: Text


class Late(Node):
    """`late by 3 d`."""

    by: Expression


class Down(Node):
    """`down`."""


class DownEvery(Node):
    """`down every exponential(8 h) for 30 min`."""

    every: Expression
    lasting: Expression


class Loses(Node):
    """`loses 2 % of deliveries`."""

    share: Expression


class Repeats(Node):
    """`repeats 1 % of scans`."""

    share: Expression


class Miscounts(Node):
    """`miscounts 1 % by 3 pcs`."""

    share: Expression
    by: Expression


class TimesDemand(Node):
    """`times 3`."""

    factor: Expression


Fault = Late | Down | DownEvery | Loses | Repeats | Rejects | Miscounts | TimesDemand


class Disruption(Node):
    """`with acme late by 3 d from day 8 to day 12`."""

    of: Name
    fault: Fault
    period: Period | OnDay | None


class Replay(Node):
    """`replay "inputs.csv"`."""

    file: Text


class Expect(Node):
    """`expect fill rate of gearbox >= 90 %`."""

    metric: Word
    of: Name | None
    operator: str
    bound: Expression


class ExpectShare(Node):
    """`expect share of time available(line_gears) > 0 pcs >= 95 %`."""

    condition: Expression
    operator: str
    bound: Expression


class ChangeBuffer(Node):
    """`change buffer NAME { ... }`."""

    name: Name
    statements: tuple[BufferStatement, ...]


class ChangeStation(Node):
    """`change station NAME { ... }`."""

    name: Name
    statements: tuple[StationStatement, ...]


class ChangeLoop(Node):
    """`change loop NAME { ... }`."""

    name: Name
    statements: tuple[Through | Kanban, ...]


class ChangeRoute(Node):
    """`change route NAME { ... }`."""

    name: Name
    terms: tuple[Term, ...]


Change = ChangeBuffer | ChangeStation | ChangeLoop | ChangeRoute

ScenarioStatement = (
    Lasts
    | Starts
    | Repeat
    | Seed
    | Measure
    | StartWith
    | StartFrom
    | Orders
    | OrdersFrom
    | Disruption
    | Replay
    | Expect
    | ExpectShare
    | Change
)


class Scenario(Node):
    """`scenario NAME "title" extends OTHER { ... }`."""

    name: Name
    title: Text | None
    extends: Name | None
    statements: tuple[ScenarioStatement, ...]
