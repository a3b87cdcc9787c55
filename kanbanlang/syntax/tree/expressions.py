"""Values, conditions, and the one phrase that says when."""

from __future__ import annotations

from kanbanlang.syntax.tree.node import Date, Name, Node, Number, Text, Time, Word


class Rate(Node):
    """`per h`, `per 90 min`: what a quantity is divided by."""

    number: str | None
    unit: Name


class Quantity(Node):
    """`20 pcs`, `2 working d`, `12.10 EUR per pcs per d`, `5 %`, `0.6`: the number exactly as written (or a column) and its unit."""

    number: str
    working: Word | None
    unit: Name | None
    per: tuple[Rate, ...]


class Column(Node):
    """`{min}` alone: a value that the row of a table gives, a number or a text."""

    text: str


class Argument(Node):
    """What a function is given: `lead time 3 h` has a label, `2 h` has none."""

    label: Word | None
    value: Expression


class Call(Node):
    """`on_hand(line_gears)`, `cards_for(demand 40 pcs per h, lead time 3 h)`, `normal(4 min, 30 s)`."""

    function: Name
    arguments: tuple[Argument, ...]


class Arithmetic(Node):
    """Sums (`+ -`) or products (`* /`), read from left to right; one operator fewer than operands."""

    operands: tuple[Expression, ...]
    operators: tuple[str, ...]


class Comparison(Node):
    """`left OPERATOR right` with one of `< <= > >= = !=`."""

    left: Expression
    operator: str
    right: Expression


class And(Node):
    """All of two or more conditions."""

    operands: tuple[Expression, ...]


class Or(Node):
    """At least one of two or more conditions."""

    operands: tuple[Expression, ...]


class Not(Node):
    """The opposite of a condition."""

    operand: Expression


Expression = Quantity | Name | Column | Call | Text | Time | Date | Arithmetic | Comparison | And | Or | Not
"""A value or a condition; which of the two fits a place is not for the grammar to say."""


class DayRange(Node):
    """`mon`, `mon..fri`."""

    first: Word
    last: Word | None


class Every(Node):
    """`every 30 min`, `every 2 d at 06:00`; in `orders` the period may be drawn."""

    period: Expression
    at: tuple[Time, ...] | None


class Daily(Node):
    """`daily at 06:00, 14:00`."""

    at: tuple[Time, ...]


class OnDays(Node):
    """`mon..fri at 06:00`."""

    days: tuple[DayRange, ...]
    at: tuple[Time, ...]


Schedule = Every | Daily | OnDays


class DayMoment(Node):
    """`day 8`, `day 8 06:00`: a day of the run, the first is day 1."""

    day: Number
    time: Time | None


class DateMoment(Node):
    """`2026-11-03`, `2026-11-03 06:00`."""

    date: Date
    time: Time | None


class Elapsed(Node):
    """`4 h` since the start."""

    number: Number
    unit: Name


Moment = DayMoment | DateMoment | Elapsed
