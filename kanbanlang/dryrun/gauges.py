"""What is read off while a run goes on: the numbers of buffers and stations, each weighed with the time for which it held.

A gauge is looked at once for each instant at which something moved it, after everything of that instant has happened; so what is there
for no time does not count, and a demand that is met within its instant is met at once.
"""

from __future__ import annotations

from kanbanlang.flow.program import BufferCounters
from kanbanlang.model.clockwork import NEVER


class BufferGauge:
    """One buffer. Areas are steps times microseconds; what is asked and missed is in steps, since `begins`."""

    __slots__ = (
        "_available",
        "_backlog",
        "_backlog_place",
        "_c",
        "_incoming",
        "_incoming_place",
        "_on_hand",
        "_on_hand_place",
        "_reserved_place",
        "_since",
        "asked",
        "asked_now",
        "backlog_area",
        "begins",
        "incoming_area",
        "least",
        "missed",
        "most",
        "name",
        "on_hand_area",
        "ready",
        "stock_outs",
    )

    def __init__(self, name: str, counters: BufferCounters, c: list[int], now: int) -> None:
        self.name = name
        self._c = c
        self._on_hand_place, self._reserved_place = counters.on_hand, counters.reserved
        self._incoming_place, self._backlog_place = counters.incoming, counters.backlog
        self.asked_now = 0
        self._on_hand = self._available = self._incoming = self._backlog = 0
        self._since = now
        self.restart(now)

    def restart(self, now: int) -> None:
        """Begin to measure."""
        self.record(now)
        self.begins = now
        self.on_hand_area = self.incoming_area = self.backlog_area = self.ready = 0
        self.least, self.most = NEVER, 0
        self.stock_outs = self.asked = self.missed = 0

    def record(self, now: int) -> None:
        """The instant `now` is over: what held until then is weighed, what holds from now on is noted."""
        c = self._c
        held = now - self._since
        if held:
            self._since = now
            on_hand = self._on_hand
            self.on_hand_area += on_hand * held
            if on_hand > self.most:
                self.most = on_hand
            if on_hand < self.least:
                self.least = on_hand
            self.incoming_area += self._incoming * held
            if self._available > 0:
                self.ready += held
            if self._backlog:
                self.backlog_area += self._backlog * held
        self._incoming = c[self._incoming_place]
        self._backlog = backlog = c[self._backlog_place]
        self._on_hand = on_hand = c[self._on_hand_place]
        available = on_hand - c[self._reserved_place]
        if available <= 0 < self._available:
            self.stock_outs += 1
        self._available = available
        if asked := self.asked_now:
            self.asked_now = 0
            self.asked += asked
            self.missed += min(asked, backlog)


class StationGauge:
    """One station: the pieces in its work."""

    __slots__ = ("_c", "_place", "_since", "_wip", "begins", "most", "name", "wip_area")

    def __init__(self, name: str, place: int, c: list[int], now: int) -> None:
        self.name = name
        self._c = c
        self._place = place
        self._wip = 0
        self._since = now
        self.wip_area = 0
        self.restart(now)

    def restart(self, now: int) -> None:
        """Begin to measure."""
        self.record(now)
        self.begins = now
        self.wip_area = 0
        self.most = 0

    def record(self, now: int) -> None:
        """As of a buffer's gauge."""
        held = now - self._since
        if held:
            self._since = now
            self.wip_area += self._wip * held
            if self._wip > self.most:
                self.most = self._wip
        self._wip = self._c[self._place]


Gauge = BufferGauge | StationGauge
