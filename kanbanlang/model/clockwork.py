"""Clocks, calendars and schedules on the line of instants: all of time that the floors above need.

An instant is a whole number of microseconds since 1970-01-01 00:00 UTC.
"""

from __future__ import annotations

from kanbanlang.model.recurrence import first_at_or_after, occurrences, occurrences_from
from kanbanlang.model.worktime import WorkingTime
from kanbanlang.model.zone import NEVER, Zone, zone_exists, zone_like

__all__ = ["NEVER", "WorkingTime", "Zone", "first_at_or_after", "occurrences", "occurrences_from", "zone_exists", "zone_like"]
