"""The serial pull line in SimPy, as its manual teaches: a process for each station, containers for full ones and for cards."""

from __future__ import annotations

from collections.abc import Generator
from random import Random
from typing import Any

import simpy

Steps = Generator[Any, Any, None]


class SerialLine:
    """Stations in series, `cards` of one piece behind each buffer, exponential work, Poisson demand; times in minutes."""

    def __init__(self, stations: int, cards: int, demand_rate: float, lead_time: float, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - a simulated plant, no secret
        self.environment = simpy.Environment()
        places = stations + 1
        self.full = [simpy.Container(self.environment, cards, init=cards) for _ in range(places)]
        self.free = [simpy.Container(self.environment, cards, init=0) for _ in range(places)]
        self.orders = simpy.Container(self.environment)
        self.demand_rate, self.lead_time = demand_rate, lead_time
        self.events = 0
        for station in range(stations):
            self.environment.process(self._station(station))
        for process in (self._supplier(), self._customers(), self._shipping()):
            self.environment.process(process)

    def run(self, minutes: float) -> int:
        """Events until then: orders, cards that went back, and pieces finished."""
        self.environment.run(until=minutes)
        return self.events

    def _station(self, number: int) -> Steps:
        while True:
            yield self.free[number + 1].get(1)
            yield self.full[number].get(1)
            yield self.free[number].put(1)
            yield self.environment.timeout(self.random.expovariate(1))
            self.events += 2
            yield self.full[number + 1].put(1)

    def _delivery(self) -> Steps:
        yield self.environment.timeout(self.lead_time)
        yield self.full[0].put(1)

    def _supplier(self) -> Steps:
        while True:
            yield self.free[0].get(1)
            self.environment.process(self._delivery())

    def _customers(self) -> Steps:
        while True:
            yield self.environment.timeout(self.random.expovariate(self.demand_rate))
            self.events += 1
            yield self.orders.put(1)

    def _shipping(self) -> Steps:
        while True:
            yield self.orders.get(1)
            yield self.full[-1].get(1)
            self.events += 1
            yield self.free[-1].put(1)
