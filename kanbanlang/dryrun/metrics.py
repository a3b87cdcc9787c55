"""From what one replication read off to the measures that people ask for, by their names in the language."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from kanbanlang.dryrun.replication import Replication
from kanbanlang.dryrun.world import REFILL
from kanbanlang.flow import Row
from kanbanlang.model.policy import Buffer
from kanbanlang.model.values import DAY, HOUR, SECOND, YEAR

Name = tuple[str, str | None]
"""A measure and the place it is of."""

_SHARE = "1"


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
        yield from _of_buffer(replication, buffer)
        if policy.currency is not None:
            cost = cost_of(replication, buffer)
            costs.append(cost)
            yield Reading("cost", buffer.name, f"{policy.currency} per d", cost)
    yield from _of_items(replication)
    for name in policy.stations:
        yield from _of_station(replication, name)
    for name in policy.suppliers:
        orders, total = replication.world.lead_times[name]
        yield Reading("orders", name, "per d", Fraction(orders * DAY, replication.measured))
        yield Reading("mean lead time", name, "s", _ratio(total, orders * SECOND))
    for name in policy.stores:
        openings = replication.world.openings[name]
        yield Reading("picks", name, "per d", Fraction(openings.jobs * DAY, replication.measured))
        yield Reading("utilization", name, _SHARE, _utilization(replication, name))
    if policy.currency is not None:
        yield Reading("cost", None, f"{policy.currency} per d", sum(costs, Fraction(0)))


def _ratio(part: int | Fraction, whole: int | Fraction) -> Fraction | None:
    return Fraction(part) / whole if whole else None


def _refill_rows(replication: Replication, buffer: Buffer) -> list[Row]:
    return [row for row in replication.world.rows_of.get(buffer.name, ()) if row.kind in REFILL]


def _of_buffer(replication: Replication, buffer: Buffer) -> Iterator[Reading]:
    gauge, measured = replication.totals[buffer.name], replication.measured
    name, step, unit = buffer.name, buffer.item.unit.step, buffer.item.unit.name
    if gauge.asked:
        yield Reading("fill rate", name, _SHARE, Fraction(gauge.asked - gauge.missed, gauge.asked))
        yield Reading("mean wait", name, "s", Fraction(gauge.backlog_area, gauge.asked * SECOND))
    yield Reading("ready rate", name, _SHARE, Fraction(gauge.ready, measured))
    yield Reading("mean on_hand", name, unit, Fraction(gauge.on_hand_area, measured) * step)
    yield Reading("max on_hand", name, unit, gauge.most * step)
    yield Reading("min on_hand", name, unit, gauge.least * step)
    yield Reading("mean incoming", name, unit, Fraction(gauge.incoming_area, measured) * step)
    yield Reading("mean backlog", name, unit, Fraction(gauge.backlog_area, measured) * step)
    yield Reading("stock-outs", name, "per d", Fraction(gauge.stock_outs * DAY, measured))
    rows = _refill_rows(replication, buffer)
    if rows:
        pulls, pulled = sum(replication.pulls(row) for row in rows), sum(replication.pulled(row) for row in rows)
        yield Reading("pulls", name, "per d", Fraction(pulls * DAY, measured))
        yield Reading("order lead time", name, "s", _ratio(gauge.incoming_area, pulled * SECOND))
        yield Reading("turns", name, "per y", _ratio(pulled * YEAR, gauge.on_hand_area))


def _of_items(replication: Replication) -> Iterator[Reading]:
    """The fill rate of an item is that of the buffer that serves its customers."""
    served: dict[str, list[int]] = {}
    for buffer in replication.world.policy.buffers.values():
        gauge = replication.totals[buffer.name]
        if buffer.serves_customers and gauge.asked:
            sums = served.setdefault(buffer.item.name, [0, 0])
            sums[0] += gauge.asked
            sums[1] += gauge.missed
    for item, (asked, missed) in served.items():
        yield Reading("fill rate", item, _SHARE, Fraction(asked - missed, asked))


def _utilization(replication: Replication, name: str) -> Fraction | None:
    """Busy time as a share of the hours in which machines could work."""
    world = replication.world
    machines = world.machines.get(name) or world.openings[name]
    return _ratio(machines.busy, machines.count * world.open_time(name))


def _of_station(replication: Replication, name: str) -> Iterator[Reading]:
    world, measured = replication.world, replication.measured
    station, machines = world.policy.stations[name], world.machines[name]
    units = {world.policy.items[recipe.product].unit for recipe in station.recipes}
    yield Reading("utilization", name, _SHARE, _utilization(replication, name))
    if len(units) == 1:
        unit = units.pop()
        yield Reading("throughput", name, f"{unit.name} per h", Fraction(machines.done * HOUR, measured) * unit.step)
        yield Reading("mean wip", name, unit.name, Fraction(machines.flow_area, measured) * unit.step)
    yield Reading("flow time", name, "s", _ratio(machines.flow_area, machines.done * SECOND))


def cost_of(replication: Replication, buffer: Buffer) -> Fraction:
    """What a buffer costs a day: holding and shortage, what it orders, and its pieces on their way from other buffers."""
    world, measured = replication.world, replication.measured
    gauge = replication.totals[buffer.name]
    total = gauge.on_hand_area * holding_rate(replication, buffer)
    if buffer.shortage_cost is not None:
        total += gauge.backlog_area * buffer.shortage_cost.per_microsecond
    for row in _refill_rows(replication, buffer):
        assert row.source is not None  # noqa: S101 - a refill rule has one
        terms = row.source.terms
        if terms.order_cost is not None:
            total += replication.pulls(row) * terms.order_cost.amount
        if terms.price is not None:
            total += replication.pulled(row) * buffer.item.unit.step * terms.price.amount
        if row.source.source in world.policy.buffers:
            total += world.on_the_way[row.number] * holding_rate(replication, world.policy.buffers[row.source.source])
    return total * DAY / measured


def holding_rate(replication: Replication, buffer: Buffer) -> Fraction:
    """What one step costs for one microsecond: its holding cost, else the policy's carrying cost of its value."""
    if buffer.holding_cost is not None:
        return buffer.holding_cost.per_microsecond
    carrying = replication.world.policy.carrying_cost
    if carrying is None or buffer.item.value is None:
        return Fraction(0)
    return carrying.per_microsecond * buffer.item.value.amount * buffer.item.unit.step
