"""Scenarios: the world that answers a policy, with what they take from another and what they change."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from attrs import define, evolve, field, frozen

from kanbanlang.diagnostics import did_you_mean
from kanbanlang.model.build.amounts import NUMBER, TIME, Measure, of_unit, product
from kanbanlang.model.build.conditions import Conditions
from kanbanlang.model.build.context import Context, Statements
from kanbanlang.model.build.evaluate import Evaluator
from kanbanlang.model.build.files import sheet
from kanbanlang.model.build.findings import Scope
from kanbanlang.model.build.names import Declared
from kanbanlang.model.build.numerals import exact
from kanbanlang.model.build.orders import Demand, period
from kanbanlang.model.build.plant import share_of_bad, title
from kanbanlang.model.build.replays import Replays
from kanbanlang.model.build.stocks import is_counted
from kanbanlang.model.build.times import Run, run_from, schedule_of
from kanbanlang.model.clockwork import first_at_or_after
from kanbanlang.model.full import full_stock
from kanbanlang.model.metrics import METRICS, WHOLE_PLANT, Scale
from kanbanlang.model.policy import Buffer, Disruption, Expectation, OrderStream, Pattern, Policy, Scenario
from kanbanlang.model.schedule import Schedule
from kanbanlang.model.values import DAY, HOUR, SECOND, WEEK, YEAR, Delay, Draw
from kanbanlang.syntax import tree

Said = tuple[tree.Node, Scope]
CHANGES = (tree.ChangeBuffer, tree.ChangeStation, tree.ChangeLoop, tree.ChangeRoute)
_ADDED = frozenset({tree.Orders, tree.OrdersFrom, tree.Disruption, tree.Expect, tree.ExpectShare, tree.Replay, *CHANGES})
_FOUR_WEEKS, _TEN_TIMES, _SEED = 4 * WEEK, 10, 1
_HIGHEST_SEED = 2**63 - 1
_OF_FAULTS: dict[type[tree.Node], tuple[str, ...]] = {
    tree.Late: ("supplier", "station", "store", "dock", "route", "buffer"),
    tree.Down: ("supplier", "station", "store", "dock", "route"),
    tree.DownEvery: ("supplier", "station", "store", "dock", "route"),
    tree.TimesDemand: ("item", "buffer"),
    tree.Loses: ("supplier", "buffer", "route"),
    tree.Rejects: ("supplier", "station", "buffer", "item"),
    tree.Miscounts: ("buffer",),
}

Changed = Callable[[list[Said]], Policy]
"""From the changes of a scenario to the policy as it then is."""


@define
class Chains:
    """What each scenario says with all that it extends, read once however many others extend it."""

    context: Context
    known: dict[str, list[Said]] = field(factory=dict)

    def statements(self, one: Declared) -> list[Said]:
        """The statements of a scenario; its own replace those of the ones it extends, or are added to them."""
        way = [one]
        while (base := self._base(way)) is not None:
            way.append(base)
        for part in reversed(way):
            if part.name not in self.known:
                self.known[part.name] = self._joined(part)
        return self.known[one.name]

    def _base(self, way: list[Declared]) -> Declared | None:
        """The scenario that the last one of a way extends; None where that is none, known already, or would lead back."""
        last = way[-1]
        assert isinstance(last.node, tree.Scenario)  # noqa: S101 - what the name was declared with
        extends = last.node.extends
        if extends is None or last.name in self.known:
            return None
        base = self.context.names.find(extends, last.scope, "scenario")
        if base is None or not any(base.name == other.name for other in way):
            return base
        message = f"`{base.name}` extends itself" if base is last else f"`{base.name}` extends `{last.name}`, which extends it again"
        self.context.findings.say("KB403", last.scope.span(extends), message, "let the first of them extend nothing")
        return None

    def _joined(self, part: Declared) -> list[Said]:
        node = part.node
        assert isinstance(node, tree.Scenario)  # noqa: S101 - as above
        own: list[Said] = [(statement, part.scope) for statement in node.statements]
        said = Statements(self.context, own, _ADDED)  # says what stands twice
        base = node.extends and self.context.names.name(node.extends, part.scope)
        below = self.known.get(base, []) if base else []
        return [(statement, scope) for statement, scope in below if type(statement) in _ADDED or type(statement) not in said] + own


@frozen
class Scenarios:
    """Reads the scenarios of one policy."""

    evaluator: Evaluator
    policy: Policy
    changed: Changed
    chains: Chains

    @property
    def context(self) -> Context:
        """What the builder shares."""
        return self.evaluator.context

    def scenario(self, one: Declared) -> Scenario | None:
        """One scenario, with everything that it extends merged in."""
        merged = self.chains.statements(one)
        changes: list[Said] = [(node, scope) for node, scope in merged if isinstance(node, CHANGES)]
        policy = self.changed(changes) if changes else self.policy
        return _Reader(self.evaluator, policy, Statements(self.context, merged, _ADDED)).scenario(one)


@frozen
class _Reader:
    """One scenario while it is read."""

    evaluator: Evaluator
    policy: Policy
    said: Statements
    buffers: dict[str, Buffer] = field(init=False)

    @buffers.default
    def _buffers(self) -> dict[str, Buffer]:
        return dict(self.policy.buffers)

    @property
    def context(self) -> Context:
        return self.evaluator.context

    def scenario(self, one: Declared) -> Scenario:
        """The scenario."""
        evaluator, said = self.evaluator, self.said
        run = run_from(evaluator)
        if (starts := said.one(tree.Starts)) is not None:
            moment = run.moment(starts[0].moment, starts[1])
            run = Run(evaluator, run.starts if moment is None else moment)
        lasts, repeat, seed, measure = said.one(tree.Lasts), said.one(tree.Repeat), said.one(tree.Seed), said.one(tree.Measure)
        replays = Replays(self.context, self.buffers)
        recorded = [one for replay, its_scope in said.all(tree.Replay) for one in replays.inputs(replay, its_scope)]
        length = evaluator.above(evaluator.time(lasts[0].time, lasts[1]), 1, lasts[0].time, lasts[1]) if lasts else _FOUR_WEEKS
        warm_up = evaluator.time(lasts[0].after, lasts[1]) if lasts and lasts[0].after else 0
        if not run.reaches((warm_up or 0) + (length or 0)):
            said_by, where = lasts or starts or (one.node, one.scope)
            self.context.findings.say(
                "KB208",
                where.span(said_by),
                f"`{one.name}` ends behind the last day of the calendar, 9999-12-31",
                "let it begin earlier or last shorter",
            )
        schedule = schedule_of(evaluator, measure[0].schedule, measure[1]) if measure else None
        if measure is not None and schedule is not None:
            self._say_never_read(schedule, measure, run.starts, warm_up or 0, length or _FOUR_WEEKS)
        return Scenario(
            one.name,
            title(self.context, one.node, one.scope),
            self.policy,
            run.starts,
            warm_up or 0,
            length or _FOUR_WEEKS,
            (evaluator.count(repeat[0].number, repeat[1], 1) if repeat else None) or _TEN_TIMES,
            self._seed(seed),
            schedule,
            self._start(),
            self._orders(run),
            self._disruptions(run),
            self._expectations(),
            tuple(sorted(recorded, key=lambda one: one.at)),
            place=one.place,
        )

    def _say_never_read(self, schedule: Schedule, measure: tuple[tree.Measure, Scope], starts: int, warm_up: int, length: int) -> None:
        """A schedule that is never due while measuring would read nothing."""
        begins = starts + warm_up
        if first_at_or_after(schedule, self.context.clock(), starts, begins) >= begins + length:
            node, scope = measure
            message = f"`{scope.written(node)}` is not once due in the measured time"
            self.context.findings.say("KB208", scope.span(node), message, "read more often, or let the scenario last longer")

    def _seed(self, seed: tuple[tree.Seed, Scope] | None) -> int:
        number = self.evaluator.count(seed[0].number, seed[1], most=_HIGHEST_SEED) if seed else None
        return _SEED if number is None else number

    # ------------------------------------------------------------ start
    def _start(self) -> dict[str, int]:
        """The buffers that do not start full."""
        found: dict[str, int] = {}
        if (start := self.said.one(tree.StartWith)) is not None:
            node, scope = start
            for item in node.items:
                self._start_item(item, scope, found)
        if (recorded := self.said.one(tree.StartFrom)) is not None:
            self._start_from(*recorded, found)
        return found

    def _start_item(self, item: tree.StartItem, scope: Scope, found: dict[str, int]) -> None:
        if isinstance(item.of, tree.Word):
            if isinstance(item.level, tree.Word):
                found.clear()
                found.update({} if item.level.text == "full" else dict.fromkeys(self.buffers, 0))
            else:
                self.context.findings.say(
                    "KB404", scope.span(item), "`all` starts full or empty", "name the buffers that start with something else"
                )
            return
        one = self.context.names.find(item.of, scope, "buffer")
        if one is None or one.name not in self.buffers:
            return
        buffer = self.buffers[one.name]
        if not is_counted(self.context, buffer, scope.span(item)):
            return
        if isinstance(item.level, tree.Word):
            found[one.name] = full_stock(buffer) if item.level.text == "full" else 0
        elif (steps := self.evaluator.quantity(item.level, scope, buffer.item)) is not None:
            found[one.name] = steps

    def _start_from(self, node: tree.StartFrom, scope: Scope, found: dict[str, int]) -> None:
        read = sheet(self.context, node.file, scope)
        if read is None:
            return
        columns = read.table.columns
        if "buffer" not in columns or "quantity" not in columns:
            self.context.findings.say("KB505", read.place(1), "stock has the columns `buffer` and `quantity`", "name them so in row 1")
            return
        of, amount = columns.index("buffer"), columns.index("quantity")
        for row in read.table.rows:
            buffer, number = self.buffers.get(row.cells[of]), exact(row.cells[amount].strip())
            steps = number / buffer.item.unit.step if buffer is not None and number is not None else None
            if buffer is None:
                close = did_you_mean(row.cells[of], self.buffers)
                help_ = f"did you mean `{close}`?" if close else "name a buffer of the policy"
                self.context.findings.say("KB505", read.place(row.line), f"row {row.number}: `{row.cells[of]}` is no buffer", help_)
            elif steps is None or steps.denominator != 1:
                fault = f"row {row.number}: `{row.cells[amount]}` is not a whole number of steps of {buffer.item.unit.name}"
                self.context.findings.say("KB505", read.place(row.line), fault, "write digits, and a point before decimals")
            elif is_counted(self.context, buffer, read.place(row.line)):
                found[buffer.name] = steps.numerator

    # ------------------------------------------------------------ demand
    def _orders(self, run: Run) -> tuple[OrderStream, ...]:
        demand = Demand(self.evaluator, self.buffers, run)
        streams: list[tuple[int, OrderStream]] = []
        for number, (node, scope) in enumerate(self.said.all(tree.Orders)):
            stream = demand.stream(node, scope)
            if stream is not None:
                streams.append((number, stream))
        found = [stream for _, stream in streams]
        for recording, scope in self.said.all(tree.OrdersFrom):
            recorded = demand.recorded(recording.file, scope)
            found.append(OrderStream("", Pattern.FILE, Draw.constant(1), recorded=recorded, place=scope.span(recording)))
        return tuple(found)

    # ------------------------------------------------------------ disruptions
    def _disruptions(self, run: Run) -> tuple[Disruption, ...]:
        found: list[Disruption] = []
        for node, scope in self.said.all(tree.Disruption):
            kinds = _OF_FAULTS.get(type(node.fault), ("buffer", "supplier", "station", "store", "item"))
            of = self.context.names.find(node.of, scope, *kinds)
            begins, ends = period(run, node.period, scope) if node.period else (None, None)
            disruption = None if of is None else self._fault(node, scope, of)
            if disruption is not None:
                found.append(evolve(disruption, begins=begins, ends=ends))
        return tuple(found)

    def _fault(self, node: tree.Disruption, scope: Scope, of: Declared) -> Disruption | None:
        evaluator, place, fault = self.evaluator, scope.span(node), node.fault
        match fault:
            case tree.Late(by=by):
                delay = evaluator.delay(by, scope)
                return None if delay is None else Disruption(of.name, "late", delay=delay, place=place)
            case tree.Down():
                return Disruption(of.name, "down", place=place)
            case tree.DownEvery(every=every, lasting=lasting):
                gap, length = evaluator.delay(every, scope), evaluator.delay(lasting, scope)
                if gap is None or length is None or evaluator.above(int(gap != Delay()), 1, every, scope) is None:
                    return None
                return Disruption(of.name, "stops", every=gap.draw, lasting=length.draw, place=place)
            case tree.TimesDemand(factor=factor):
                amount = evaluator.amount(factor, scope, NUMBER)
                return (
                    None
                    if amount is None
                    else Disruption(of.name, "times", factor=(amount.value.numerator, amount.value.denominator), place=place)
                )
            case tree.Repeats(share=share):
                part = evaluator.share(share, scope)
                return None if part is None else Disruption(of.name, "repeats", share=part, place=place)
            case tree.Loses(share=share):
                part = evaluator.share(share, scope)
                return None if part is None else Disruption(of.name, "loses", share=part, place=place)
            case tree.Rejects(share=share):
                part = share_of_bad(evaluator, share, scope, of.name)
                return None if part is None else Disruption(of.name, "rejects", share=part, place=place)
            case tree.Miscounts(share=share, by=by):
                part, steps = evaluator.share(share, scope), self._steps_off(by, scope, of)
                return None if part is None or steps is None else Disruption(of.name, "miscounts", share=part, by=steps, place=place)

    def _steps_off(self, by: tree.Expression, scope: Scope, of: Declared) -> int | None:
        """By how many steps of its item a buffer is counted wrong."""
        buffer = self.buffers.get(of.name)
        if buffer is None:
            return None  # what is wrong with it is told there
        unit = buffer.item.unit
        amount = self.evaluator.amount(by, scope, of_unit(unit.name))
        steps = None if amount is None else self.evaluator.steps(amount.value, unit, by, scope)
        return None if steps is None else self.evaluator.above(steps, 1, by, scope)

    # ------------------------------------------------------------ expectations
    def _expectations(self) -> tuple[Expectation, ...]:
        found: list[Expectation] = []
        for node, scope in self.said.all(tree.Expect):
            expectation = self._expectation(node, scope)
            if expectation is not None:
                found.append(expectation)
        for share, scope in self.said.all(tree.ExpectShare):
            condition = Conditions(self.evaluator, scope).truth(share.condition)
            bound = self.evaluator.share(share.bound, scope)
            if condition is not None and bound is not None:
                metric = f"share of time {scope.written(share.condition)}"
                text, place = scope.written(share), scope.span(share)
                found.append(Expectation(metric, None, share.operator, bound, text, condition, place=place))
        return tuple(found)

    def _expectation(self, node: tree.Expect, scope: Scope) -> Expectation | None:
        metric = node.metric.text
        scale = METRICS.get(metric)
        if scale is None:
            close = did_you_mean(metric, METRICS)
            help_ = (
                f"did you mean `{close}`?"
                if close
                else f"known are {', '.join(list(METRICS)[:10])} and `mean`, `max` or `min` of a word for stock"
            )
            self.context.findings.say("KB405", scope.span(node.metric), f"`{metric}` is not a measure", help_)
            return None
        of = self.context.names.find(node.of, scope, "buffer", "item", "station", "supplier", "store", "loop") if node.of else None
        if node.of is None and metric not in WHOLE_PLANT:
            self.context.findings.say(
                "KB405",
                scope.span(node.metric),
                f"`{metric}` is measured of something",
                f"write `{metric} of` and a buffer, an item or a station",
            )
        if (of is None) != (node.of is None) or (of is None and metric not in WHOLE_PLANT):
            return None
        scaled = self._scaled(scale, of)
        if scaled is None:
            return None
        measure, factor = scaled
        bound = self.evaluator.amount(node.bound, scope, measure)
        if bound is None:
            return None
        value = bound.value * factor
        text = scope.written(node)
        return Expectation(
            metric, of.name if of else None, node.operator, (value.numerator, value.denominator), text, place=scope.span(node)
        )

    def _scaled(self, scale: Scale, of: Declared | None) -> tuple[Measure, Fraction] | None:
        """What a bound measures, and what makes it a figure of the measure's own unit."""
        per_time = product(NUMBER, TIME, -1)
        if scale in {Scale.SHARE, Scale.COUNT, Scale.PER_YEAR}:
            return (NUMBER, Fraction(1)) if scale is not Scale.PER_YEAR else (per_time, Fraction(YEAR))
        if scale is Scale.SECONDS:
            return TIME, Fraction(1, SECOND)
        if scale is Scale.PER_DAY:
            return per_time, Fraction(DAY)
        if scale is Scale.MONEY_PER_DAY:
            return product(of_unit(self.context.currency or "money"), TIME, -1), Fraction(DAY)
        goods = of_unit(self._unit_of(of))
        return (goods, Fraction(1)) if scale is Scale.GOODS else (product(goods, TIME, -1), Fraction(HOUR))

    def _unit_of(self, of: Declared | None) -> str:
        if of is not None and of.name in self.buffers:
            return self.buffers[of.name].item.unit.name
        if of is not None and of.name in self.policy.items:
            return self.policy.items[of.name].unit.name
        station = self.policy.stations.get(of.name) if of else None
        return self.policy.items[station.recipes[0].product].unit.name if station and station.recipes else "pcs"
