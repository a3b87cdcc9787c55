"""What is read off while a run goes on: the numbers of buffers, each weighed with the time for which it held.

A gauge is looked at once for each instant at which something moved it, after everything of that instant has happened; so what is there
for no time does not count, and a demand that is met within its instant is met at once.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from attrs import frozen

from kanbanlang.flow.program import BufferCounters
from kanbanlang.model.clockwork import NEVER

Record = Callable[[int], None]
"""Called when an instant is over at which a gauge was moved."""


@frozen
class Totals:
    """What a gauge has read since it began to measure. Areas are steps times microseconds, `ready` is microseconds, the others steps.

    `asked` is what was demanded, `missed` how much of it was not there within its instant; `stock_outs` how often nothing was available
    any more; `least` and `most` were on hand for some time.
    """

    on_hand_area: int | Fraction
    available_area: int | Fraction
    incoming_area: int | Fraction  # all that is pulled for it, what waits for room on the way included
    backlog_area: int | Fraction
    ready: int | Fraction
    least: int
    most: int
    stock_outs: int
    asked: int
    missed: int


@frozen(eq=False)
class Gauge:
    """The gauge of one buffer: `ask` tells it of a demand, `record` that an instant is over, `restart` that it begins to measure."""

    name: str
    ask: Callable[[int], None]
    miss: Callable[[int], None]  # of what was asked, what is lost at once
    record: Record
    restart: Callable[[int], None]
    totals: Callable[[], Totals]


@frozen(eq=False)
class _InVain:
    """The counters, but that of the backlog nobody asked in vain for what is owed to safety stock, or is not due yet."""

    c: list[int]
    backlog: int
    apart: int

    def __getitem__(self, counter: int) -> int:
        return self.c[counter] - (self.c[self.apart] if counter == self.backlog else 0)


def gauge_of(name: str, at: BufferCounters, c: list[int], now: int) -> Gauge:
    """The gauge of a buffer; one with a safety stock, or in sequence, pays for what it has to tell apart: none is both."""
    apart = at.owed or at.not_due
    return buffer_gauge(name, at, _InVain(c, at.backlog, apart) if apart else c, now)


def buffer_gauge(name: str, at: BufferCounters, c: list[int] | _InVain, now: int) -> Gauge:
    """A gauge on the counters `c`. It keeps its numbers in the variables of this function, which are reached fastest."""
    on_hand_place, reserved_place, incoming_place, backlog_place = at.on_hand, at.reserved, at.incoming, at.backlog
    since = now
    on_hand = available = incoming = backlog = asked_now = 0
    on_hand_area = available_area = incoming_area = backlog_area = ready = stock_outs = asked = missed = most = 0
    least = NEVER

    def ask(quantity: int) -> None:
        nonlocal asked_now
        asked_now += quantity

    def miss(quantity: int) -> None:
        nonlocal missed
        missed += quantity

    def record(now: int) -> None:
        nonlocal since, on_hand, available, incoming, backlog, asked_now, asked, missed
        nonlocal on_hand_area, available_area, incoming_area, backlog_area, ready, least, most, stock_outs
        held = now - since
        if held:
            since = now
            on_hand_area += on_hand * held
            available_area += available * held
            incoming_area += incoming * held
            if on_hand > most:  # noqa: PLR1730 - a call takes longer than all the rest of this
                most = on_hand
            if on_hand < least:  # noqa: PLR1730
                least = on_hand
            if available > 0:
                ready += held
            if backlog:
                backlog_area += backlog * held
        incoming = c[incoming_place]
        backlog = c[backlog_place]
        on_hand = c[on_hand_place]
        left = on_hand - c[reserved_place]
        if left <= 0 < available:
            stock_outs += 1
        available = left
        if asked_now:
            asked += asked_now
            missed += min(asked_now, backlog)
            asked_now = 0

    def restart(now: int) -> None:
        nonlocal on_hand_area, available_area, incoming_area, backlog_area, ready, stock_outs, asked, missed, most, least
        record(now)
        on_hand_area = available_area = incoming_area = backlog_area = ready = stock_outs = asked = missed = most = 0
        least = NEVER

    def totals() -> Totals:
        return Totals(on_hand_area, available_area, incoming_area, backlog_area, ready, min(least, most), most, stock_outs, asked, missed)

    restart(now)
    return Gauge(name, ask, miss, record, restart, totals)
