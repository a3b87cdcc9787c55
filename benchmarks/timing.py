"""Timing on a machine that others use too: CPU time, taken in turn, compared round by round, the median told."""

from __future__ import annotations

import gc
import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from time import process_time

from attrs import frozen

Timer = Callable[[], float]
"""Does something once and says how many seconds of CPU time it took."""


@frozen
class Timed:
    """CPU seconds of several contestants, round by round. In one round each had its turn, so their quotient is of one moment."""

    seconds: Mapping[str, Sequence[float]]

    def median(self, name: str) -> float:
        """The median of one contestant, in seconds."""
        return median(self.seconds[name])

    def ratio(self, name: str, to: str) -> float:
        """The median over the rounds of how many times as long one took as another."""
        return median(one / other for one, other in zip(self.seconds[name], self.seconds[to], strict=True))


def in_turn(timers: Mapping[str, Timer], rounds: int, warm_up: int = 1) -> Timed:
    """Let each contestant run once a round; the first rounds, which fill caches, do not count."""
    seconds: dict[str, list[float]] = {name: [] for name in timers}
    for number in range(-warm_up, rounds):
        for name, timer in timers.items():
            taken = timer()
            if number >= 0:
                seconds[name].append(taken)
    return Timed(seconds)


def cpu(work: Callable[[], object]) -> Timer:
    """A timer of work in this process. Rubbish of the contestant before is swept first; the work's own is part of the work."""

    def timer() -> float:
        gc.collect()
        began = process_time()
        result = work()
        taken = process_time() - began
        del result
        return taken

    return timer


def cpu_of_command(command: Sequence[str]) -> Timer:
    """A timer of a whole command, from its start to its end, by the operating system's own account. Raises when the command fails."""

    def timer() -> float:
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        return usage.ru_utime + usage.ru_stime

    return timer
