"""When customers order, and how much: the patterns of a scenario as rising rows of (instant, buffer, quantity)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from attrs import frozen

from kanbanlang.dryrun.draws import Drawn, Notes, durations, quantities
from kanbanlang.dryrun.setting import Setting
from kanbanlang.dryrun.streams import Stream
from kanbanlang.model.clockwork import NEVER, WorkingTime, occurrences
from kanbanlang.model.policy import Buffer, Disruption, OrderStream, Pattern
from kanbanlang.model.values import Draw, Shape

Order = tuple[int, str, int, int, int, int]
"""Instant, buffer, steps, class in which it is served, instant at which it is due (0: at once), and place in a sequence (0: none)."""


@frozen
class Factor:
    """From an instant to another, demand is so many times what it is otherwise."""

    begins: int
    ends: int
    times: Fraction


def factors_of(buffer: Buffer, disruptions: Sequence[Disruption]) -> tuple[Factor, ...]:
    """What multiplies the demand at a buffer: said of the buffer or of its item."""
    names = {buffer.name, buffer.item.name}
    return tuple(
        Factor(0 if one.begins is None else one.begins, NEVER if one.ends is None else one.ends, Fraction(*one.factor))
        for one in disruptions
        if one.fault == "times" and one.of in names and one.factor is not None
    )


def factor_at(factors: Sequence[Factor], now: int) -> tuple[Fraction, int]:
    """How many times the demand is what it is otherwise, and until when."""
    times, until = Fraction(1), NEVER
    for factor in factors:
        if factor.begins <= now < factor.ends:
            times *= factor.times
            until = min(until, factor.ends)
        elif now < factor.begins:
            until = min(until, factor.begins)
    return times, until


class Pace:
    """Time as demand counts it: it stands still outside the calendar's hours and runs faster while a factor is above 1."""

    def __init__(self, work: WorkingTime | None, factors: Sequence[Factor]) -> None:
        self._work = work
        self._factors = factors

    def after(self, now: int, duration: int) -> int:
        """The instant at which `duration` of the demand's own time has passed since `now`; NEVER if it never does."""
        left = Fraction(duration)
        while True:
            times, until = factor_at(self._factors, now)
            if times > 0:
                whole = -(-left // times)
                end = now + whole if self._work is None else self._work.add(now, whole)
                if end <= until or end >= NEVER:
                    return min(end, NEVER)
            if until >= NEVER:
                return NEVER
            left -= times * (until - now if self._work is None else self._work.between(now, until))
            now = until


def orders_of(number: int, stream: OrderStream, setting: Setting) -> Iterator[Order]:
    """The orders of one statement, the `number`th about its buffer, from the start of the run on. A drawn quantity of 0 is no order."""
    scenario, stream_of, notes = setting.scenario, setting.stream_of, setting.notes
    if stream.pattern is Pattern.FILE:
        factors = {
            name: factors_of(scenario.policy.buffers[name], scenario.disruptions) for name in {row.buffer for row in stream.recorded}
        }
        rows = sorted((row for row in stream.recorded if row.at >= scenario.starts), key=lambda row: row.at)
        recorded = ((row.at, row.buffer, row.quantity, row.priority, row.due or 0, row.number) for row in rows)
        return _scaled(recorded, factors) if any(factors.values()) else recorded
    name = f"orders of {stream.buffer} {number}"
    quantity = quantities(stream.quantity, stream_of(f"{name}, quantity"), notes)
    factors_here = factors_of(scenario.policy.buffers[stream.buffer], scenario.disruptions)
    begins = scenario.starts if stream.begins is None else max(stream.begins, scenario.starts)
    during = setting.times.of(stream.during)
    if stream.pattern in {Pattern.POISSON, Pattern.RENEWAL}:
        gap = _gap(stream, stream_of(f"{name}, gap"), notes)
        instants = _random_instants(gap, begins, during, factors_here)
        factors_here = ()
    elif stream.pattern is Pattern.MOMENTS:
        instants = iter(sorted(stream.moments))
    elif stream.schedule is not None:
        instants = occurrences(stream.schedule, setting.zone, scenario.starts, during)
    else:
        instants = iter(())
    ends = NEVER if stream.ends is None else stream.ends
    orders = _in_time(instants, begins, ends, stream, quantity)
    if stream.due_after is not None:
        after = durations(stream.due_after, stream_of(f"{name}, due"), notes)
        orders = ((at, buffer, steps, priority, at + after(), 0) for at, buffer, steps, priority, *_ in orders)
    return _scaled(orders, {stream.buffer: factors_here}) if factors_here else orders


def _gap(stream: OrderStream, random: Stream, notes: Notes) -> Drawn:
    if stream.gap is not None:
        return durations(stream.gap, random, notes)
    rate = Fraction(0) if stream.rate is None else stream.rate.per_microsecond
    if rate <= 0:
        return lambda: NEVER
    return durations(Draw(Shape.EXPONENTIAL, (1 / rate,)), random, notes)


def _random_instants(gap: Drawn, begins: int, during: WorkingTime | None, factors: Sequence[Factor]) -> Iterator[int]:
    """One gap after the other; two orders are at least a microsecond apart, so that a run gets on."""
    now = begins
    if during is None and not factors:
        while True:
            now += gap() or 1
            yield now
    pace = Pace(during, factors)
    while now < NEVER:
        now = pace.after(now, gap() or 1)
        yield now


def _in_time(instants: Iterator[int], begins: int, ends: int, stream: OrderStream, quantity: Drawn) -> Iterator[Order]:
    for instant in instants:
        if instant >= ends:
            return
        steps = quantity()
        if steps and instant >= begins:
            yield instant, stream.buffer, steps, stream.priority, 0, 0


def _scaled(orders: Iterator[Order], factors: dict[str, tuple[Factor, ...]]) -> Iterator[Order]:
    """Quantities times the factor of their instant; what is not a whole step is carried to the next order of the buffer."""
    carried = dict.fromkeys(factors, Fraction(0))
    for instant, buffer, quantity, priority, due, number in orders:
        wanted = quantity * factor_at(factors[buffer], instant)[0] + carried[buffer]
        whole = int(wanted)
        carried[buffer] = wanted - whole
        if whole:
            yield instant, buffer, whole, priority, due, number
