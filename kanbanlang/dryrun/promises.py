"""When a pull from a supplier is promised: after the mean of its lead time, with the next truck, handed over at the dock."""

from __future__ import annotations

from collections.abc import Callable

from kanbanlang.model.calendar import Calendar
from kanbanlang.model.clockwork import WorkingTime, Zone, first_at_or_after
from kanbanlang.model.mean import mean_of
from kanbanlang.model.policy import From, Policy
from kanbanlang.model.values import Clock, Delay


def promise(policy: Policy, source: From, starts: int) -> Callable[[int], int]:
    """From the instant at which a supplier is asked to the one for which the goods are promised; `starts` is when the run begins."""
    supplier, terms, zone = policy.suppliers[source.source], source.terms, Zone(policy.zone)
    dock = policy.stores.get(terms.via or "")
    lead = _after(terms.lead_time, supplier.works)
    handled = _after(dock.handling_time, dock.works) if dock is not None else None

    def promised(asked: int) -> int:
        leaves = asked if terms.departs is None else first_at_or_after(terms.departs, zone, starts, asked)
        due = lead(leaves)
        if supplier.delivers is not None:
            due = first_at_or_after(supplier.delivers, zone, starts, due)
        return due if handled is None else handled(due)

    return promised


def _after(delay: Delay, calendar: Calendar | None) -> Callable[[int], int]:
    length = max(0, mean_of(delay.draw))
    if calendar is None or delay.clock is Clock.ELAPSED:
        return lambda now: now + length
    work = WorkingTime(calendar)
    if delay.clock is Clock.WORKING_DAYS:
        return lambda now: work.add_days(now, length)
    return lambda now: work.add(now, length)
