"""From what one replication read off to the measures that people ask for, by their names in the language."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from kanbanlang.dryrun.machines import Worked
from kanbanlang.dryrun.replication import Replication
from kanbanlang.dryrun.watched import expected_words
from kanbanlang.model.expression import Word
from kanbanlang.model.policy import Buffer, Loop
from kanbanlang.model.values import DAY, HOUR, SECOND, YEAR

Name = tuple[str, str | None]
"""A measure and the place it is of."""

_SHARE = "1"
_PIECES_ARE_COUNTED_APART = frozenset({Word.WAITING, Word.CARDS, Word.EMPTY})


@frozen
class Reading:
    """One measure of one replication; None where there was nothing to measure."""

    metric: str
    of: str | None
    unit: str
    value: Fraction | None


def readings(replication: Replication) -> Iterator[Reading]:
    """Every measure of every place, in the order of the policy."""
    policy = replication.world.policy
    costs = []
    for buffer in policy.buffers.values():
        if buffer.of_loop is not None:
            continue
        yield from _of_buffer(replication, buffer)
        if policy.currency is not None:
            cost = cost_of(replication, buffer)
            costs.append(cost)
            yield Reading("cost", buffer.name, f"{policy.currency} per d", cost)
    yield from _of_items(replication)
    for name in policy.stations:
        yield from _of_station(replication, name)
    for loop in policy.loops.values():
        yield from _of_loop(replication, loop)
    for name in policy.suppliers:
        orders, total = replication.world.answers.lead_times[name]
        yield Reading("orders", name, "per d", Fraction(orders * DAY, replication.measured))
        yield Reading("mean lead time", name, "s", _ratio(total, orders * SECOND))
    for name in policy.stores:
        openings = replication.world.openings[name]
        worked = openings.worked()
        yield Reading("picks", name, "per d", Fraction(worked.jobs * DAY, replication.measured))
        yield Reading("utilization", name, _SHARE, _utilization(replication, name, openings.count, worked))
    yield from _of_words(replication)
    for metric, share in replication.world.shares.items():
        yield Reading(metric, None, _SHARE, Fraction(share.area, replication.measured))
    if policy.currency is not None:
        yield Reading("cost", None, f"{policy.currency} per d", sum(costs, Fraction(0)))


def _ratio(part: int | Fraction, whole: int | Fraction) -> Fraction | None:
    return Fraction(part) / whole if whole else None


def _of_buffer(replication: Replication, buffer: Buffer) -> Iterator[Reading]:
    gauge, measured = replication.totals[buffer.name], replication.measured
    name, step, unit = buffer.name, buffer.item.unit.step, buffer.item.unit.name
    if gauge.asked:
        yield Reading("fill rate", name, _SHARE, Fraction(gauge.asked - gauge.missed, gauge.asked))
        yield Reading("mean wait", name, "s", Fraction(gauge.backlog_area, gauge.asked * SECOND))
        if buffer.shortage.lose:
            yield Reading("lost share", name, _SHARE, Fraction(replication.world.answers.lost[name], gauge.asked))
    yield Reading("ready rate", name, _SHARE, Fraction(gauge.ready, measured))
    yield Reading("max on_hand", name, unit, gauge.most * step)
    yield Reading("min on_hand", name, unit, gauge.least * step)
    reserved = gauge.on_hand_area - gauge.available_area
    held_back = replication.world.held_back.get(name)
    on_the_way = gauge.incoming_area - (held_back.area if held_back is not None else 0)
    safety = replication.world.safety.get(name)
    not_due = replication.world.not_due.get(name)
    owed = (0 if safety is None else buffer.safety * measured - safety.area) + (0 if not_due is None else not_due.area)
    areas = {
        Word.ON_HAND: gauge.on_hand_area,
        Word.RESERVED: reserved,
        Word.AVAILABLE: gauge.available_area,
        Word.INCOMING: on_the_way,
        Word.BACKLOG: gauge.backlog_area,
        Word.PROMISED: reserved + gauge.backlog_area + owed,
        Word.POSITION: gauge.available_area + gauge.incoming_area - gauge.backlog_area - owed,
        **({} if safety is None else {Word.SAFETY: safety.area}),
    }
    for word, area in areas.items():
        yield Reading(f"mean {word.value}", name, unit, Fraction(area, measured) * step)
    yield Reading("stock outs", name, "per d", Fraction(gauge.stock_outs * DAY, measured))
    left = replication.left(name)
    yield Reading("throughput", name, f"{unit} per h", Fraction(left * HOUR, measured) * step)
    yield Reading("turns", name, "per y", _ratio(left * YEAR, gauge.on_hand_area))
    yield Reading("dwell", name, "s", _ratio(gauge.on_hand_area, (left - replication.crossed(name)) * SECOND))
    rows = replication.refills(name)
    if rows:
        yield Reading("pulls", name, "per d", Fraction(replication.pulls(name) * DAY, measured))
        pulled = sum(replication.pulled(row) for row in rows)
        yield Reading("order lead time", name, "s", _ratio(on_the_way, pulled * SECOND))


def _of_items(replication: Replication) -> Iterator[Reading]:
    """The service of an item is that of the buffers which serve its customers."""
    serving: dict[str, list[Buffer]] = {}
    for buffer in replication.world.policy.buffers.values():
        if buffer.serves_customers and replication.totals[buffer.name].asked:
            serving.setdefault(buffer.item.name, []).append(buffer)
    for item, buffers in serving.items():
        gauges = [replication.totals[buffer.name] for buffer in buffers]
        asked, unit = sum(gauge.asked for gauge in gauges), buffers[0].item.unit
        left = sum(replication.left(buffer.name) for buffer in buffers)
        yield Reading("fill rate", item, _SHARE, Fraction(asked - sum(gauge.missed for gauge in gauges), asked))
        yield Reading("mean wait", item, "s", Fraction(sum(gauge.backlog_area for gauge in gauges), asked * SECOND))
        yield Reading("throughput", item, f"{unit.name} per h", Fraction(left * HOUR, replication.measured) * unit.step)


def _utilization(replication: Replication, name: str, count: int, worked: Worked) -> Fraction | None:
    """Busy time as a share of the time in which the machines could work."""
    return _ratio(worked.busy, count * replication.world.open_time(name))


def _of_station(replication: Replication, name: str) -> Iterator[Reading]:
    world, measured = replication.world, replication.measured
    station, machines = world.policy.stations[name], world.machines[name]
    worked = machines.worked()
    units = {world.policy.items[recipe.product].unit for recipe in station.recipes}
    yield Reading("utilization", name, _SHARE, _utilization(replication, name, machines.count, worked))
    if len(units) == 1:
        unit = units.pop()
        yield Reading("throughput", name, f"{unit.name} per h", Fraction(worked.done * HOUR, measured) * unit.step)
        read = world.words.get((Word.WIP, name)) if world.setting.scenario.measure is not None else None
        yield Reading("mean wip", name, unit.name, Fraction(worked.flow_area if read is None else read.area, measured) * unit.step)
    yield Reading("flow time", name, "s", _ratio(worked.flow_area, worked.done * SECOND))


def _of_loop(replication: Replication, loop: Loop) -> Iterator[Reading]:
    """What is in a loop, what leaves it, and by Little's law how long that was in it."""
    name, unit, measured = loop.name, loop.item.unit, replication.measured
    inside = replication.world.loops[name].area
    left = (
        replication.left(loop.places[-1]) if loop.places[-1] in replication.totals else replication.came(dict(loop.fills)[loop.places[-1]])
    )
    yield Reading("throughput", name, f"{unit.name} per h", Fraction(left * HOUR, measured) * unit.step)
    yield Reading("mean wip", name, unit.name, Fraction(inside, measured) * unit.step)
    yield Reading("flow time", name, "s", _ratio(inside, left * SECOND))


def _of_words(replication: Replication) -> Iterator[Reading]:
    """Words for stock that the scenario expects something of and that nobody else reads."""
    world = replication.world
    for statistic, word, of in dict.fromkeys(expected_words(world.setting.scenario, world.program)):
        gauge = world.words[word, of]
        in_steps = of in world.buffers and word not in _PIECES_ARE_COUNTED_APART
        unit = world.program.unit(of) if in_steps else None
        figures = {"mean": Fraction(gauge.area, replication.measured), "max": Fraction(gauge.most), "min": Fraction(gauge.least)}
        value = figures[statistic] * (unit.step if unit is not None else 1)
        yield Reading(f"{statistic} {word.value}", of, unit.name if unit is not None else _SHARE, value)


def cost_of(replication: Replication, buffer: Buffer) -> Fraction:
    """What a buffer costs a day: holding, its safety stock too; shortage; what it orders; its pieces on their way from other buffers."""
    world, gauge = replication.world, replication.totals[buffer.name]
    safety = world.safety.get(buffer.name)
    total = Fraction((gauge.on_hand_area + (safety.area if safety is not None else 0)) * holding_rate(replication, buffer))
    if buffer.shortage_cost is not None:
        total += gauge.backlog_area * buffer.shortage_cost.per_microsecond
    if buffer.shortage_cost_of_piece is not None:
        total += gauge.missed * buffer.shortage_cost_of_piece.amount * buffer.item.unit.step
    for row in replication.refills(buffer.name):
        assert row.source is not None  # noqa: S101 - a refill rule has one
        terms = row.source.terms
        if terms.order_cost is not None:
            total += replication.pulls_of(row) * terms.order_cost.amount
        if terms.price is not None:
            total += replication.pulled(row) * buffer.item.unit.step * terms.price.amount
        if row.source.source in world.policy.buffers:
            total += world.answers.on_the_way[row.number] * holding_rate(replication, world.policy.buffers[row.source.source])
    return total * DAY / replication.measured


def holding_rate(replication: Replication, buffer: Buffer) -> Fraction:
    """What one step costs for one microsecond: its holding cost, else the policy's carrying cost of its value."""
    if buffer.holding_cost is not None:
        return buffer.holding_cost.per_microsecond
    carrying = replication.world.policy.carrying_cost
    if carrying is None or buffer.item.value is None:
        return Fraction(0)
    return carrying.per_microsecond * buffer.item.value.amount * buffer.item.unit.step
