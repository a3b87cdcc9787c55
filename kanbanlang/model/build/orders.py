"""The demand of a scenario: order streams, and orders recorded in files."""

from __future__ import annotations

from datetime import datetime

from attrs import evolve, field, frozen

from kanbanlang.diagnostics import Related, did_you_mean
from kanbanlang.model.build.amounts import TIME
from kanbanlang.model.build.context import Context
from kanbanlang.model.build.evaluate import Evaluator
from kanbanlang.model.build.files import Sheet, sheet
from kanbanlang.model.build.findings import SAME_MISTAKE, Scope
from kanbanlang.model.build.numerals import exact
from kanbanlang.model.build.priorities import LOWEST_PRIORITY, NO_SUCH_PRIORITY, priority_of
from kanbanlang.model.build.sequences import NO_SEQUENCE
from kanbanlang.model.build.times import Run, schedule_of
from kanbanlang.model.policy import USUAL_PRIORITY, Buffer, OrderStream, Pattern, RecordedOrder, Unlimited
from kanbanlang.model.values import DAY, Draw
from kanbanlang.model.zone import Zone
from kanbanlang.syntax import tree


@frozen
class Demand:
    """Reads the orders of one scenario."""

    evaluator: Evaluator
    buffers: dict[str, Buffer]
    run: Run
    _serving: dict[str, list[Buffer]] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        for buffer in self.buffers.values():
            if buffer.serves_customers:
                self._serving.setdefault(buffer.item.name, []).append(buffer)

    def serving(self, item: str) -> list[Buffer]:
        """The buffers at which orders of an item arrive."""
        return self._serving.get(item, [])

    @property
    def context(self) -> Context:
        """What the builder shares."""
        return self.evaluator.context

    # ------------------------------------------------------------ where orders arrive
    def buffer_of(self, node: tree.Name, scope: Scope) -> Buffer | None:
        """The buffer at which orders of a name arrive."""
        found = self.context.names.find(node, scope, "item", "buffer")
        if found is None:
            return None
        if found.kind == "buffer":
            return self.buffers.get(found.name)
        buffers = self.serving(found.name)
        if len(buffers) == 1:
            return buffers[0]
        if buffers:
            self.context.findings.say(
                "KB404",
                scope.span(node),
                f"{len(buffers)} buffers of `{found.name}` serve customers",
                f"name the buffer: {', '.join(f'`{buffer.name}`' for buffer in buffers[:5])}",
            )
        else:
            self.context.findings.say(
                "KB404",
                scope.span(node),
                f"no buffer of `{found.name}` serves customers",
                "add `serves customers` to the buffer that hands it over",
            )
        return None

    # ------------------------------------------------------------ streams
    def stream(self, node: tree.Orders, scope: Scope) -> OrderStream | None:
        """`orders of 3 pcs of gearbox PATTERN DETAILS`."""
        evaluator = self.evaluator
        buffer = self.buffer_of(node.of, scope)
        if buffer is None:
            return None
        quantity = self._quantity(node, scope, buffer)
        plain = self._details(OrderStream(buffer.name, Pattern.SCHEDULE, quantity or Draw.constant(1), place=scope.span(node)), node, scope)
        pattern = node.pattern
        match pattern:
            case tree.Poisson(rate=rate):
                per_time = evaluator.rate_of(rate, scope, (), TIME)
                if per_time is None or evaluator.above(1 if per_time.per_microsecond else 0, 1, rate, scope) is None:
                    return None
                return evolve(plain, pattern=Pattern.POISSON, rate=per_time)
            case tree.Every(period=period, at=None):
                gap = evaluator.delay(period, scope)
                if gap is None:
                    return None
                if not gap.draw.certain:
                    return evolve(plain, pattern=Pattern.RENEWAL, gap=gap.draw)
            case tree.AtMoments(moments=moments):
                instants = [self.run.moment(moment, scope) for moment in moments]
                return evolve(plain, pattern=Pattern.MOMENTS, moments=tuple(sorted(instant for instant in instants if instant is not None)))
            case tree.RecordedIn(file=file):
                return evolve(plain, pattern=Pattern.FILE, recorded=self.recorded(file, scope, buffer))
            case tree.WithoutEnd():
                self._can_end(node, scope, buffer, plain)
                return evolve(plain, pattern=Pattern.ENDLESS)
        schedule = schedule_of(evaluator, pattern, scope)
        return None if schedule is None else evolve(plain, schedule=schedule)

    def _can_end(self, node: tree.Orders, scope: Scope, buffer: Buffer, stream: OrderStream) -> None:
        """Who is served is followed by the next at once: that must not go on for ever at one instant, nor be put off."""
        if isinstance(buffer.rule, Unlimited):
            message, help_ = f"`{buffer.name}` never runs out, and the orders never end", "order at a rate, for example `poisson 20 per d`"
        elif stream.due_after is not None:
            message, help_ = "the next order comes when the last one is served, so it cannot be due later", "leave `due after` out"
        else:
            return
        self.context.findings.say("KB406", scope.span(node), message, help_, (Related(buffer.place, f"`{buffer.name}` is declared here"),))

    def _quantity(self, node: tree.Orders, scope: Scope, buffer: Buffer) -> Draw | None:
        """What one order asks for; one whole unit where nothing is said. A drawn 0 is no order, a written one a mistake."""
        if node.quantity is None:
            return Draw.constant(1 / buffer.item.unit.step)
        quantity = self.evaluator.drawn_quantity(node.quantity, scope, buffer.item)
        if quantity == Draw.constant(0):
            self.evaluator.above(0, 1, node.quantity, scope)
        return quantity

    def _details(self, stream: OrderStream, node: tree.Orders, scope: Scope) -> OrderStream:
        for detail in node.details:
            match detail:
                case tree.During(calendar=name):
                    found = self.context.names.find(name, scope, "calendar")
                    stream = evolve(stream, during=self.context.calendars[found.name]) if found else stream
                case tree.Period() | tree.OnDay():
                    begins, ends = period(self.run, detail, scope)
                    stream = evolve(stream, begins=begins, ends=ends)
                case tree.DueAfter(time=time):
                    after = self.evaluator.delay(time, scope)
                    stream = stream if after is None else evolve(stream, due_after=after.draw)
                case tree.Priority():
                    stream = evolve(stream, priority=priority_of(self.evaluator, detail, scope))
        return stream

    # ------------------------------------------------------------ recorded orders
    def recorded(self, file: tree.Text, scope: Scope, buffer: Buffer | None = None) -> tuple[RecordedOrder, ...]:
        """The orders of a file, by time; without a buffer its column `of` names what is ordered, by name or by code."""
        read = sheet(self.context, file, scope)
        if read is None:
            return ()
        columns = read.table.columns
        missing = [name for name in ("at", "quantity", *(() if buffer else ("of",))) if name not in columns]
        if missing:
            self.context.findings.say(
                "KB505",
                read.place(1),
                f"the table has no column `{missing[0]}`",
                "orders have the columns `at`, `quantity` and, where they matter, `of`, `due`, `priority`, `number` and `key`",
            )
            return ()
        return _Recording(self, read, buffer).orders()


def period(run: Run, node: tree.Period | tree.OnDay, scope: Scope) -> tuple[int | None, int | None]:
    """The first instant of a period, and the first behind it."""
    first, last = (node.first, node.last) if isinstance(node, tree.Period) else (node.day, node.day)
    begins, ends = run.moment(first, scope), run.end(last, scope)
    if begins is not None and ends is not None and ends <= begins:
        run.evaluator.context.findings.say(
            "KB208", scope.span(node), f"`{scope.written(node)}` ends before it begins", "write the earlier moment first"
        )
    return begins, ends


@frozen
class _Recording:
    """One file of orders while it is read."""

    demand: Demand
    sheet: Sheet
    buffer: Buffer | None
    _named: dict[str, Buffer | None] = field(factory=dict)
    _times: dict[str, int | None] = field(factory=dict)
    _faults: list[str] = field(factory=list)

    def orders(self) -> tuple[RecordedOrder, ...]:
        """The orders, by time; those of one instant as they stand."""
        table = self.sheet.table
        place = {name: number for number, name in enumerate(table.columns)}
        names = ("at", "quantity", "of", "key", "priority", "due", "number")
        at, quantity, of, key, priority, due, number = (place.get(name) for name in names)
        assert at is not None  # noqa: S101 - looked for before
        assert quantity is not None  # noqa: S101
        found: list[RecordedOrder] = []
        for row in table.rows:
            cells = row.cells
            buffer = self.buffer
            if of is not None and (cells[of] or buffer is None):
                buffer = self._buffer(cells[of], row.line, row.number)
            instant = self._instant(cells[at], row.line, row.number)
            steps = self._steps(cells[quantity], buffer, row.line, row.number)
            served = USUAL_PRIORITY if priority is None else self._priority(cells[priority], row.line, row.number)
            if buffer is not None and instant is not None and steps:
                name = cells[key] if key is not None else f"row {row.number}"
                wanted = None if due is None or not cells[due].strip() else self._instant(cells[due], row.line, row.number)
                in_line = 0 if number is None else self._number(cells[number], buffer, row.line, row.number)
                found.append(RecordedOrder(instant, buffer.name, steps, name, served, wanted, in_line))
        return tuple(sorted(found, key=lambda order: order.at))

    def _priority(self, text: str, line: int, row: int) -> int:
        """The class of an order; an empty cell leaves the usual one."""
        if not text.strip():
            return USUAL_PRIORITY
        number = exact(text.strip())
        if number is None or number not in range(1, LOWEST_PRIORITY + 1):
            self._say(line, row, f"there is no priority `{text}`", NO_SUCH_PRIORITY)
            return USUAL_PRIORITY
        return number.numerator

    def _number(self, text: str, buffer: Buffer, line: int, row: int) -> int:
        """The place of an order in the sequence; an empty cell gives it none."""
        if not text.strip():
            return 0
        number = exact(text.strip())
        if number is None or number.denominator != 1 or number < 1:
            self._say(line, row, f"`{text}` is no number of a sequence", "write 1, 2, 3 and so on")
            return 0
        if not buffer.in_sequence:
            self._say(line, row, f"`{buffer.name}` {NO_SEQUENCE}", "leave the number out, or add `in sequence` to the buffer")
            return 0
        return number.numerator

    def _say(self, line: int, row: int, message: str, help_: str) -> None:
        self._faults.append(message)
        if len(self._faults) <= SAME_MISTAKE:
            self.demand.context.findings.say("KB505", self.sheet.place(line), f"row {row}: {message}", help_)

    def _buffer(self, name: str, line: int, row: int) -> Buffer | None:
        if name not in self._named:
            self._named[name] = self._look_up(name, line, row)
        return self._named[name]

    def _look_up(self, name: str, line: int, row: int) -> Buffer | None:
        context, buffers = self.demand.context, self.demand.buffers
        if name in buffers:
            return buffers[name]
        item = name if name in context.items else context.item_of_code(name)
        if item is None:
            close = did_you_mean(name, [*context.items, *buffers])
            self._say(
                line,
                row,
                f"`{name}` is no item, code or buffer of the policy",
                f"did you mean `{close}`?" if close else "correct the name, or declare it",
            )
            return None
        at = self.demand.serving(item)
        if len(at) != 1:
            many = "no buffer" if not at else f"{len(at)} buffers"
            self._say(line, row, f"{many} of `{item}` serve customers", "name the buffer instead, or add `serves customers` to one")
            return None
        return at[0]

    def _instant(self, text: str, line: int, row: int) -> int | None:
        if text not in self._times:
            self._times[text] = moment_of(text, self.demand.context.clock())
            if self._times[text] is None:
                self._say(line, row, f"`{text}` is not a moment", "write 2026-01-05 08:00, or with its offset 2026-01-05T08:00:00+01:00")
        return self._times[text]

    def _steps(self, text: str, buffer: Buffer | None, line: int, row: int) -> int | None:
        number = exact(text.strip())
        if number is None:
            self._say(line, row, f"`{text}` is not a quantity", "write digits, and a point before decimals")
            return None
        if buffer is None:
            return None
        unit = buffer.item.unit
        steps = number / unit.step
        if steps.denominator != 1:
            self._say(
                line,
                row,
                f"{text} {unit.name} is not a whole number of steps",
                f"`{buffer.item.name}` is counted in steps of {unit.text(1)} {unit.name}",
            )
            return None
        return steps.numerator


def moment_of(text: str, zone: Zone) -> int | None:
    """An instant from a file: local time, or with an offset."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if moment.tzinfo is not None:
        since = moment - datetime.fromisoformat("1970-01-01T00:00:00+00:00")
        return (since.days * DAY) + since.seconds * 1_000_000 + since.microseconds
    clock = ((moment.hour * 60 + moment.minute) * 60 + moment.second) * 1_000_000 + moment.microsecond
    return zone.instant(moment.toordinal(), clock)
