"""Local time and instants.

An instant is a whole number of microseconds since 1970-01-01 00:00 UTC, a day its ordinal (`datetime.date.toordinal()`), a local time
a day and the microseconds since its midnight, which may exceed one day. Everything here is total: the years that Python's own
dates do not reach have the clocks of the same day a multiple of 400 years nearer, as the Gregorian calendar repeats.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from kanbanlang.diagnostics import did_you_mean
from kanbanlang.model.values import DAY, HOUR, MINUTE, SECOND

NEVER = 1 << 62
"""An instant behind the end of everything: what is done then is never done."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = _EPOCH.toordinal()
_MICROSECOND = timedelta(microseconds=1)
_CYCLE_DAYS = 146_097
_CYCLE_YEARS = 400
_FIRST_DAY, _LAST_DAY = date.min.toordinal() + 2, date.max.toordinal() - 2


def zone_exists(name: str) -> bool:
    """Whether there is a time zone of this name, such as `Europe/Rome`."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # not listed; not a name; a folder of names, such as `Europe`
        return False
    return True


def zone_like(name: str) -> str | None:
    """The time zone whose name is closest to `name`, or None where none is close."""
    return did_you_mean(name, sorted(available_timezones()))


class Zone:
    """The clocks of one time zone. A local time that daylight saving skips is taken at the jump, one that it repeats is the first.

    Raises KeyError, ValueError or OSError for a name of no zone: ask `zone_exists` first.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._clocks = ZoneInfo(name)

    def instant(self, ordinal: int, microseconds: int) -> int:
        """The instant at which the clocks of a day show a time."""
        shown = (ordinal - _EPOCH_DAY) * DAY + microseconds
        before, after = self._offset_shown(shown, 0), self._offset_shown(shown, 1)
        if before >= after:  # the two differ where the time is shown twice: the first time, the old offset still holds
            return shown - before
        during = range(shown - after + 1, shown - before + 1)
        return during[bisect_left(during, after, key=self._offset)]

    def local(self, instant: int) -> tuple[int, int]:
        """The day and the microseconds since its midnight that the clocks show at an instant."""
        days, microseconds = divmod(instant + self._offset(instant), DAY)
        return days + _EPOCH_DAY, microseconds

    def text(self, instant: int) -> str:
        """An instant in ISO 8601 with offset, `2026-01-05T06:00:00+01:00`; microseconds only when it is not a whole second."""
        offset = self._offset(instant)
        days, microseconds = divmod(instant + offset, DAY)
        cycles = _cycles_away(days + _EPOCH_DAY)
        day = date.fromordinal(days + _EPOCH_DAY - cycles * _CYCLE_DAYS)
        seconds, fraction = divmod(microseconds, SECOND)
        return (
            f"{day.year + cycles * _CYCLE_YEARS:04}-{day.month:02}-{day.day:02}T{_clock(seconds)}"
            + (f".{fraction:06}" if fraction else "")
            + ("-" if offset < 0 else "+")
            + _clock(abs(offset) // SECOND).removesuffix(":00")
        )

    def _offset(self, instant: int) -> int:
        """What the clocks are ahead of UTC at an instant."""
        moment = _moment(instant).astimezone(self._clocks)
        return (moment.utcoffset() or timedelta()) // _MICROSECOND

    def _offset_shown(self, shown: int, fold: int) -> int:
        """What the clocks are ahead of UTC when they show a time; in doubt before a change of clocks (fold 0) or after it (1)."""
        moment = _moment(shown).replace(tzinfo=self._clocks, fold=fold)
        return (moment.utcoffset() or timedelta()) // _MICROSECOND


def _moment(microseconds: int) -> datetime:
    """The moment so long after 1970, or one whole cycles of the calendar away that Python's dates reach."""
    cycles = _cycles_away(_EPOCH_DAY + microseconds // DAY)
    return _EPOCH + timedelta(microseconds=microseconds - cycles * _CYCLE_DAYS * DAY)


def _cycles_away(ordinal: int) -> int:
    """The cycles of the calendar to take off a day so that Python's dates reach it."""
    if _FIRST_DAY <= ordinal <= _LAST_DAY:
        return 0
    return -((_LAST_DAY - ordinal) // _CYCLE_DAYS) if ordinal > _LAST_DAY else (ordinal - _FIRST_DAY) // _CYCLE_DAYS


def _clock(seconds: int) -> str:
    return f"{seconds * SECOND // HOUR:02}:{seconds * SECOND // MINUTE % 60:02}:{seconds % 60:02}"
