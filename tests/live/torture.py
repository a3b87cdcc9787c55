"""The kill campaign: runner, lifts and ledger killed with SIGKILL at random instants, while signals come, some twice, some out of order.

    python tests/live/torture.py --kills 1000 --signals 20000

The machine's own log of physical picks is held against the signals: nothing picked twice, nothing lost; and at the end engine, lifts and
ledger say the same of every place.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
POLICY = """\
policy torture "Two lines and two lifts, killed again and again"

item gear { unit pcs; pack 10 pcs }
item shaft { unit pcs; pack 4 pcs }

vlm lift_1 { tray 1 { holds 900 pcs of gear } }
vlm lift_2 { tray 3 { holds 400 pcs of shaft } }

supplier acme
supplier borg

buffer line_gears of gear { kanban 6 cards; from lift_gears; serves customers }
buffer line_shafts of shaft { kanban 5 cards; from lift_shafts; serves customers }
buffer lift_gears of gear in lift_1 tray 1 { reorder at 300 pcs up to 800 pcs; from acme { lead time 1 d } }
buffer lift_shafts of shaft in lift_2 tray 3 { reorder at 100 pcs order 200 pcs; from borg { lead time 1 d } }
"""
CONFIG = """\
[vlm.lift_1]
driver = "remote"
port = {lift_1}
timeout = 1.0

[vlm.lift_2]
driver = "remote"
port = {lift_2}
timeout = 1.0

[erp]
driver = "remote"
port = {ledger}
timeout = 1.0
"""
LINES = {"line_gears": "gear", "line_shafts": "shaft"}


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Plant:
    """The programs of a plant, each of which can be killed and started again."""

    policy, config = POLICY, CONFIG
    lifts: tuple[str, ...] = ("lift_1", "lift_2")
    erp = "ledger"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ports = {name: free_port() for name in (*self.lifts, self.erp, "http")}
        (folder / "torture.kanban").write_text(self.policy)
        (folder / "plant.toml").write_text(self.config.format(**self.ports))
        self.journal = folder / "torture.journal"
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.log = (folder / "programs.log").open("ab")

    def command(self, name: str) -> list[str]:
        if name == "runner":
            run = [sys.executable, "-m", "kanbanlang", "run", "torture.kanban", "--config", "plant.toml", "--log", "json"]
            return [*run, "--http", f"127.0.0.1:{self.ports['http']}"]
        kind, seconds = ("ledger", "0.02") if name == "ledger" else ("lift", "0.001")
        emulate = [sys.executable, "-m", "kanbanlang.backends.emulate", kind, "--path", f"{name}.db", "--port", str(self.ports[name])]
        return [*emulate, "--seconds", seconds]

    def start(self, name: str) -> None:
        path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
        self.running[name] = subprocess.Popen(
            self.command(name),
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self.log,
        )

    def kill(self, name: str) -> None:
        one = self.running[name]
        one.send_signal(signal.SIGKILL)
        one.wait()

    def end(self) -> None:
        for name, one in self.running.items():
            one.send_signal(signal.SIGTERM if name == "runner" else signal.SIGKILL)
        for one in self.running.values():
            one.wait(30)
        self.log.close()

    def meanwhile(self, chance: random.Random) -> None:
        """What people do between two kills."""

    def booked(self) -> dict[str, Decimal]:
        """What lies where by the books of the ERP."""
        with contextlib.closing(sqlite3.connect(self.folder / "ledger.db")) as ledger:
            return {place: Decimal(quantity) for place, quantity in ledger.execute("SELECT place, quantity FROM stock")}

    @property
    def token(self) -> str:
        path = self.folder / "torture.journal.token"
        return path.read_text().strip() if path.exists() else ""


class Sender:
    """A sender that gives up on nothing: each signal until it has an answer, some of them again afterwards."""

    def __init__(self, plant: Plant) -> None:
        self.plant = plant
        self.line: http.client.HTTPConnection | None = None
        self.outcomes: Counter[str] = Counter()

    def ask(self, method: str, path: str, body: dict[str, object] | None = None, key: str | None = None) -> tuple[int, dict[str, object]]:
        """Ask until there is an answer."""
        while True:
            try:
                if self.line is None:
                    self.line = http.client.HTTPConnection("127.0.0.1", self.plant.ports["http"], timeout=10)
                headers = {"Authorization": f"Bearer {self.plant.token}", "Content-Type": "application/json"}
                if key is not None:
                    headers["Idempotency-Key"] = key
                self.line.request(method, path, None if body is None else json.dumps(body), headers)
                answer = self.line.getresponse()
                status, text = answer.status, answer.read()
                if status not in {401, 503}:
                    return status, json.loads(text)
            except (OSError, http.client.HTTPException, ValueError):
                pass
            self.hang_up()
            time.sleep(0.02)

    def hang_up(self) -> None:
        if self.line is not None:
            self.line.close()
            self.line = None

    def say(self, number: int, of: str, quantity: int) -> None:
        said = {"kind": "order", "of": of, "quantity": quantity}
        status, answer = self.ask("POST", "/signals", said, f"signal {number}")
        assert status == 200, (status, answer)
        self.outcomes[str(answer["outcome"])] += 1


def signals(count: int, chance: random.Random) -> list[tuple[int, str, int]]:
    """So many signals; one in twenty comes again, one in a hundred comes later than some that were said after it."""
    said = [(number, chance.choice(list(LINES)), chance.randint(1, 3)) for number in range(count)]
    for _ in range(count // 100):
        at = chance.randrange(count)
        said.insert(min(len(said), at + chance.randint(1, 50)), said.pop(at))
    for one in chance.sample(said, count // 20):
        said.insert(min(len(said), said.index(one) + chance.randint(1, 200)), one)
    return said


def campaign(plant: Plant, kills: int, count: int, seed: int, *, senders: int = 4, patience: float = 120.0) -> dict[str, object]:
    """Run it; what was seen. Asserts what must hold."""
    chance = random.Random(seed)  # noqa: S311 - a campaign can be run again
    backends = (*plant.lifts, plant.erp)
    for name in (*backends, "runner"):
        plant.start(name)
    todo = signals(count, chance)
    place, lock = iter(todo), threading.Lock()
    crew = [Sender(plant) for _ in range(senders)]
    killed: Counter[str] = Counter()
    sent = 0

    def send(sender: Sender) -> None:
        nonlocal sent
        while True:
            with lock:
                one = next(place, None)
                sent += 1
            if one is None:
                return
            while kills and sent > len(todo) * (sum(killed.values()) + 1) / kills:
                time.sleep(0.001)  # the kills are spread over all signals
            sender.say(*one)

    began = time.monotonic()
    threads = [threading.Thread(target=send, args=(sender,)) for sender in crew]
    for thread in threads:
        thread.start()
    first = Sender(plant)
    first.ask("GET", "/health")
    while kills > sum(killed.values()) or any(thread.is_alive() for thread in threads):
        time.sleep(chance.uniform(0.0, 0.8))
        plant.meanwhile(chance)
        if sum(killed.values()) < kills:
            name = chance.choice(["runner"] * len(backends) + [*backends])
            plant.kill(name)
            killed[name] += 1
            time.sleep(chance.choice([0.0, 0.0, 0.05, 0.3]))
            plant.start(name)
            if name == "runner" and chance.random() < 0.8:  # else it is killed while it starts
                first.ask("GET", "/health")
    for thread in threads:
        thread.join()
    seconds = time.monotonic() - began
    settle(first, plant, chance, patience)
    stock, booked = first.ask("GET", "/stock")[1], plant.booked()
    for sender in (*crew, first):
        sender.hang_up()
    plant.end()
    seen = judged(plant, todo, stock, booked)
    outcomes = sum((sender.outcomes for sender in crew), Counter[str]())
    assert outcomes["accepted"] >= 0
    return {"kills": dict(killed), "seconds": round(seconds), "answers": dict(outcomes), **seen}


def settle(sender: Sender, plant: Plant, chance: random.Random, patience: float) -> None:
    """Wait until nothing is under way any more."""
    until = time.monotonic() + patience
    quiet = 0
    while quiet < 5:
        jobs = sender.ask("GET", "/outbox")[1]["jobs"]
        quiet = 0 if jobs else quiet + 1
        if jobs:
            plant.meanwhile(chance)
        assert time.monotonic() < until, f"still open: {jobs}"
        time.sleep(0.1)


def judged(plant: Plant, todo: list[tuple[int, str, int]], stock: dict[str, object], booked: dict[str, Decimal]) -> dict[str, object]:
    """Hold the machine's own log against what was said."""
    journal = sqlite3.connect(plant.journal)
    entries = [json.loads(record) for (record,) in journal.execute("SELECT record FROM entry ORDER BY n")]
    accepted = [one for one in entries if one["what"] == "signal" and one["outcome"] == "accepted"]
    keys = Counter(one["key"] for one in accepted)
    wanted = {f"signal {number}": (of, quantity) for number, of, quantity in todo}
    assert set(keys) == set(wanted), "a signal is lost, or was never said"
    assert max(keys.values()) == 1, "a signal was taken in twice"
    assert all(wanted[one["key"]] == (one["said"]["of"], int(one["said"]["quantity"])) for one in accepted)

    asked = {action["id"]: action for one in entries for action in one.get("actions", ()) if action["kind"] == "retrieve"}
    picked: Counter[str] = Counter()
    pieces: dict[str, Decimal] = {}
    trays: dict[str, Decimal] = {}
    for name in plant.lifts:
        lift = sqlite3.connect(plant.folder / f"{name}.db")
        for job, quantity in lift.execute("SELECT job, quantity FROM physical WHERE what = 'retrieve'"):
            picked[job] += 1
            pieces[job] = pieces.get(job, Decimal(0)) + Decimal(quantity)
        trays |= {place: Decimal(quantity) for place, quantity in lift.execute("SELECT place, quantity FROM stock")}
        lift.close()
    double = [job for job, times in picked.items() if times > 1]
    assert not double, f"picked twice: {double}"
    assert set(picked) == set(asked), (
        f"{len(set(asked) - set(picked))} asked for and never picked, {len(set(picked) - set(asked))} the other way"
    )
    assert all(pieces[job] == Decimal(action["quantity"]) for job, action in asked.items())

    engine = {str(one["buffer"]): Decimal(str(one["on_hand"])) for one in stock["stock"]}  # type: ignore[attr-defined]
    assert {name: booked.get(name, Decimal(0)) for name in engine} == engine, (booked, engine)
    assert {name: quantity for name, quantity in engine.items() if name in trays} == trays, (trays, engine)
    ordered = Counter[str]()
    for of, quantity in wanted.values():
        ordered[of] += quantity
    delivered = Counter[str]()
    for one in entries:
        for action in one.get("actions", ()):
            if action["kind"] == "deliver":
                delivered[action["from"]] += int(action["quantity"])
    backlog = {str(one["buffer"]): int(str(one["backlog"])) for one in stock["stock"]}  # type: ignore[attr-defined]
    assert all(delivered[of] + backlog[of] == ordered[of] for of in ordered)
    with contextlib.closing(journal):
        resent = journal.execute("SELECT count(*) FROM job WHERE tries > 1").fetchone()[0]
    return {
        "signals": len(wanted),
        "picks": len(asked),
        "jobs tried more than once": resent,
        "engine = lifts = ERP": {name: str(quantity) for name, quantity in engine.items()},
    }


def main() -> None:
    reading = argparse.ArgumentParser()
    reading.add_argument("--kills", type=int, default=1_000)
    reading.add_argument("--signals", type=int, default=20_000)
    reading.add_argument("--seed", type=int, default=1)
    reading.add_argument("--folder", type=Path)
    said = reading.parse_args()
    folder = said.folder or Path(tempfile.mkdtemp(prefix="kanban-torture-"))
    print(f"in {folder}", flush=True)  # noqa: T201 - a campaign tells what it saw
    print(json.dumps(campaign(Plant(folder), said.kills, said.signals, said.seed), indent=1))  # noqa: T201


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    main()
