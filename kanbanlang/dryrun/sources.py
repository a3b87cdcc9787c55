"""How long sources take to answer: suppliers with their clocks, trucks and docks, and ways between buffers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from heapq import merge

from kanbanlang.dryrun.clocks import Hours, Outages, Stretch, When, united
from kanbanlang.dryrun.draws import durations
from kanbanlang.dryrun.setting import Setting
from kanbanlang.flow.wording import takes_time
from kanbanlang.model.calendar import Calendar
from kanbanlang.model.clockwork import NEVER, first_at_or_after
from kanbanlang.model.policy import Disruption, From, Supplier, Terms
from kanbanlang.model.values import Draw

Lost = Callable[[int], bool]
"""From the instant at which goods leave to whether they never arrive."""

Late = Callable[[int, int], int]
"""From the instant at which something was asked, and the one at which it would be there, to the one at which it is."""


def period(disruption: Disruption) -> Stretch:
    """From when to when a disruption acts, the end excluded."""
    return (0 if disruption.begins is None else disruption.begins), (NEVER if disruption.ends is None else disruption.ends)


def lateness(setting: Setting, of: str, calendar: Calendar | None) -> Late | None:
    """How much later a source answers what was asked in certain periods; None where it always is in time."""
    delays: list[tuple[Stretch, When]] = [
        (period(one), setting.delay(one.delay, calendar, f"{of} late {number}"))
        for number, one in setting.faults(of, "late")
        if one.delay is not None
    ]
    if not delays:
        return None

    def late(asked: int, due: int) -> int:
        for (begins, ends), later in delays:
            if begins <= asked < ends:
                due = later(due)
        return due

    return late


def lates_of(setting: Setting, names: Iterable[str | None], calendar: Calendar | None) -> list[Late]:
    """How much later each of several places answers, those that are always in time left out."""
    return [late for name in names if name is not None and (late := lateness(setting, name, calendar)) is not None]


def lost_of(setting: Setting, names: Iterable[str | None], buffer: str) -> Lost | None:
    """Whether what leaves one of several places for a buffer gets lost on its way; None where nothing ever does."""
    said = [
        (period(one), Fraction(*one.share), setting.stream_of(f"{of} loses {number} for {buffer}"))
        for of in names
        if of is not None
        for number, one in setting.faults(of, "loses")
        if one.share is not None
    ]
    if not said:
        return None
    notes = setting.notes

    def lost(now: int) -> bool:
        gone = [stream.fraction() <= share for (begins, ends), share, stream in said if begins <= now < ends]
        notes.lost_deliveries += any(gone)
        return any(gone)

    return lost


def outages(setting: Setting, of: str) -> Outages | None:
    """When something is down: said for a period, or at random; None where it never is."""
    periods = sorted(
        (max(begins, setting.scenario.starts), ends) for begins, ends in (period(one) for _, one in setting.faults(of, "down"))
    )
    stretches: list[Iterator[Stretch]] = [iter(periods)] if periods else []
    for number, one in setting.faults(of, "stops"):
        if one.every is not None and one.lasting is not None:
            stretches.append(_stops(setting, one, one.every, one.lasting, f"{of} stop {number}"))
    if not stretches:
        return None
    return Outages(united(merge(*stretches)))


def _stops(setting: Setting, one: Disruption, every: Draw, lasting: Draw, name: str) -> Iterator[Stretch]:
    """A stop, then the time from its end to the next."""
    begins, ends = period(one)
    if lasting == Draw.constant(0):
        return  # it would be looked for without end
    up = durations(every, setting.stream_of(f"{name}, every"), setting.notes)
    down = durations(lasting, setting.stream_of(f"{name}, for"), setting.notes)
    now = max(begins, setting.scenario.starts)
    while True:
        now += up() or 1
        if now >= ends:
            return
        until = now + down()
        if until > now:
            yield now, until
        now = until


def dock_way(setting: Setting, via: str | None, buffer: str, down: Mapping[str, Outages]) -> When | None:
    """When goods that reach a dock are handed over; None where a dock takes no time. A dock too can be down or late."""
    dock = setting.scenario.policy.stores.get(via or "")
    if dock is None:
        return None
    late = lateness(setting, dock.name, dock.works)
    hours = Hours(setting.times.of(dock.works), down.get(dock.name))
    if not takes_time(dock.handling_time) and hours.always and late is None:
        return None
    handling = durations(dock.handling_time.draw, setting.stream_of(f"{dock.name} handles {buffer}"), setting.notes)

    def handed_over(there: int) -> int:
        due = hours.finish(there, handling())
        return due if late is None else late(there, due)

    return handed_over


def way_from_supplier(setting: Setting, supplier: Supplier, buffer: str, source: From, outages_of: Mapping[str, Outages]) -> When:
    """When what a buffer asks of a supplier at an instant is there.

    The supplier takes it as soon as it is up; its lead time passes, then the next truck comes, then the dock hands over.
    """
    down = outages_of.get(supplier.name)
    lates = lates_of(setting, (supplier.name, source.terms.route), supplier.works)
    if down is None and not lates and _only_takes_time(setting, supplier, buffer, source, outages_of):
        return setting.delay(source.terms.lead_time, supplier.works, f"{supplier.name} to {buffer}")
    delivered = delivery(setting, supplier, buffer, source, outages_of)
    return lambda asked: delivered(asked, asked if down is None else down.up_at(asked))


def _only_takes_time(setting: Setting, supplier: Supplier, buffer: str, source: From, outages_of: Mapping[str, Outages]) -> bool:
    """Whether goods are there as soon as their lead time is over."""
    terms = source.terms
    return supplier.delivers is None and not terms.in_order and dock_way(setting, terms.via, buffer, outages_of) is None


def delivery(setting: Setting, supplier: Supplier, buffer: str, source: From, outages_of: Mapping[str, Outages]) -> Late:
    """When what was asked of a supplier at one instant and leaves it at another is there."""
    terms = source.terms
    lead = setting.delay(terms.lead_time, supplier.works, f"{supplier.name} to {buffer}")
    lates = lates_of(setting, (supplier.name, terms.route), supplier.works)
    dock = dock_way(setting, terms.via, buffer, outages_of)
    delivers, zone, starts = supplier.delivers, setting.zone, setting.scenario.starts
    turn = in_order(terms)

    def arrives(asked: int, leaves: int) -> int:
        due = lead(leaves)
        for late in lates:
            due = late(asked, due)
        if delivers is not None:
            due = first_at_or_after(delivers, zone, starts, due)
        if dock is not None:
            due = dock(due)
        return due if turn is None else turn(due)

    return arrives


def in_order(terms: Terms) -> When | None:
    """When what would be there at an instant is there, none before one that came earlier; None where deliveries may cross."""
    if not terms.in_order:
        return None
    last = 0

    def turn(due: int) -> int:
        nonlocal last
        last = max(last, due)
        return last

    return turn
