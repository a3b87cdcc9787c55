"""Work that is done again: pieces go to one bench, each for its time, and from there back into the queue of their station."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from kanbanlang.dryrun.agenda import COMPLETIONS, NO_INPUT, Agenda
from kanbanlang.dryrun.clocks import Hours
from kanbanlang.dryrun.draws import Drawn, durations
from kanbanlang.model.policy import Item, Station

if TYPE_CHECKING:
    from kanbanlang.dryrun.setting import Setting
    from kanbanlang.dryrun.streams import Stream

Enter = Callable[[int, int, int, int, int], None]
"""Into the queue of a station: called with instant, quantity, slot, number and instant of release."""


class Bench:
    """Where a station has pieces done again, one at a time. `there` maps each of its jobs to its steps and when these were released."""

    def __init__(self, hours: Hours, agenda: Agenda) -> None:
        self._hours = hours
        self._agenda = agenda
        self._free_at = 0
        self._entered = 0
        self.there: dict[int, tuple[int, int]] = {}

    def takes(self, end: int, rework: Rework, pieces: int, job: tuple[int, int, int], enter: Enter) -> None:
        """At the end of a pass so many pieces of a job (slot, number, instant of release) go to the bench."""
        slot, number, released = job
        quantity = pieces * rework.steps_of_one
        self._entered += 1
        entered = self._entered
        self.there[entered] = quantity, released

        def back(now: int, _place: int, _quantity: int, _number: int) -> None:
            del self.there[entered]
            enter(now, quantity, slot, number, released)

        def begin(now: int, _place: int, _quantity: int, _number: int) -> None:
            self._free_at = self._hours.finish(max(now, self._free_at), sum(rework.time() for _ in range(pieces)))
            self._agenda.put(self._free_at, COMPLETIONS, NO_INPUT, follow=back)

        self._agenda.put(end, COMPLETIONS, NO_INPUT, follow=begin)


class Rework:
    """Which pieces of one product a station does again, and how long the bench takes for each."""

    def __init__(self, share: float, stream: Stream, time: Drawn, steps_of_one: int) -> None:
        self._share = share
        self._stream = stream
        self.time = time
        self.steps_of_one = steps_of_one

    def pieces(self, quantity: int) -> int:
        """How many whole pieces of a job are to be done again, each drawn by itself at each pass."""
        stream, share = self._stream, self._share
        return sum(stream.fraction() <= share for _ in range(quantity // self.steps_of_one))


def rework_of(setting: Setting, station: Station, product: Item) -> Rework | None:
    """What a station does again of a product; None where it does nothing again."""
    if station.reworks is None:
        return None
    share, time = station.reworks
    name = f"{station.name} reworks {product.name}"
    drawn = durations(time.draw, setting.stream_of(f"{name}, time"), setting.notes)
    return Rework(float(Fraction(*share)), setting.stream_of(name), drawn, int(1 / product.unit.step))
