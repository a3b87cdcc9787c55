"""Half an hour of steady load on a policy that runs, with the programs of the kill campaign and none of them killed.

    python tests/live/steady.py --minutes 30 --rate 100

It tells how long senders waited for their answers, and how much memory the runner had in each part of the time: it has to stay flat.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import threading
import time
from pathlib import Path
from statistics import median, quantiles

from torture import LINES, Plant, Sender, judged, settle

PARTS = 6
"""The time is cut into so many parts; the first is for warming up."""
_FLAT = 1.05
"""So much may the memory of the last part be of that of the second, at most."""


def resident(process: int) -> int:
    """Kilobytes of memory that a program holds."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


def steady(folder: Path, minutes: float, rate: float, seed: int, senders: int = 4) -> dict[str, object]:
    """Run it; what was seen. Asserts what must hold."""
    plant = Plant(folder)
    for name in (*plant.lifts, plant.erp, "runner"):
        plant.start(name)
    first = Sender(plant)
    first.ask("GET", "/health")
    chance = random.Random(seed)  # noqa: S311 - a run can be made again
    said: list[tuple[int, str, int]] = []
    waited: list[float] = []
    lock = threading.Lock()
    began = time.monotonic()

    def send(sender: Sender) -> None:
        while True:
            with lock:
                one = (len(said), chance.choice(list(LINES)), chance.randint(1, 3))
                due = began + one[0] / rate
                if due > began + minutes * 60:
                    return
                said.append(one)
            time.sleep(max(0.0, due - time.monotonic()))
            sent = time.monotonic()
            sender.say(*one)
            waited.append(time.monotonic() - sent)

    crew = [Sender(plant) for _ in range(senders)]
    threads = [threading.Thread(target=send, args=(sender,)) for sender in crew]
    for thread in threads:
        thread.start()
    parts = []
    for part in range(PARTS):
        held = []
        while time.monotonic() < began + minutes * 60 * (part + 1) / PARTS:
            time.sleep(min(1.0, minutes * 60 / PARTS / 20))
            held.append(resident(plant.running["runner"].pid))
        parts.append(round(median(held) / 1024, 1))
    for thread in threads:
        thread.join()
    settle(first, plant, chance, 120)
    stock, booked = first.ask("GET", "/stock")[1], plant.booked()
    for sender in (*crew, first):
        sender.hang_up()
    plant.end()
    seen = judged(plant, said, stock, booked)
    assert parts[-1] <= parts[1] * _FLAT, f"memory grows: {parts}"
    cuts = quantiles(waited, n=100)
    waits = {"milliseconds waited, median": round(cuts[49] * 1000, 1), "of 99 in 100": round(cuts[98] * 1000, 1)}
    return {"minutes": minutes, **waits, f"megabytes in {PARTS} parts": parts, **seen}


def main() -> None:
    reading = argparse.ArgumentParser()
    reading.add_argument("--minutes", type=float, default=30)
    reading.add_argument("--rate", type=float, default=100)
    reading.add_argument("--seed", type=int, default=1)
    said = reading.parse_args()
    with tempfile.TemporaryDirectory(prefix="kanban-steady-") as folder:
        print(json.dumps(steady(Path(folder), said.minutes, said.rate, said.seed), indent=1))  # noqa: T201 - it tells what it saw


if __name__ == "__main__":
    main()
