"""Recorded completion reports of a job shop, brought over HTTP and MQTT at once, each input by both ways, and counted again by hand.

`python tests/live/shop_floor_live.py INPUTS.csv` runs a policy over the machines and parts of the reports, brings every report by both
ways, and compares what was taken in with a dry run of the same file and with a plain count. Inputs have the columns
`at kind of item quantity operator key`.
"""

from __future__ import annotations

import csv
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "cases")]

import httpx  # noqa: E402
import shop_floor  # noqa: E402 - stands beside this file, or in `cases`
from brokers import Broker, Device  # noqa: E402 - stands beside this file, or in `cases`
from live_runners import PATIENCE, Running, running, until  # noqa: E402 - stands beside this file, or in `cases`

from kanbanlang.live.mqtt import Mqtt, MqttSettings  # noqa: E402

SOURCE = "shop_floor"
SENDERS = 4
Rows = list[dict[str, str]]


def over_http(plant: Running, rows: Rows, mine: list[int], outcomes: dict[int, str]) -> None:
    """Bring some of the rows, in their order."""
    with httpx.Client(timeout=PATIENCE, trust_env=False) as client:
        for number in mine:
            while True:
                headers = {"Authorization": f"Bearer {plant.tokens['mes']}"}
                answer = client.post(f"{plant.address}/signals", json={**rows[number], "source": SOURCE}, headers=headers)
                if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                    break
                time.sleep(0.05)
            outcomes[number] = answer.json()["outcome"]


def brought(folder: Path, rows: Rows) -> tuple[dict[str, int], Counter[str], float]:
    """What came of the inputs that were brought by both ways at once; and of all arrivals; and how long it took."""
    text = (folder / "plant.kanban").read_text().replace("for each row", "role worker\n\nfor each row", 1)
    broker = Broker(folder / "broker")
    broker.folder.mkdir()
    broker.start()
    try:
        with running(folder, text) as plant:
            for name in sorted({row["operator"] for row in rows} - {""}):
                plant.admit(name, "worker")
            way = Mqtt(
                MqttSettings.read({"port": broker.port, "topic": "kanban/line/signals", "answers": "kanban/line/answers"}), plant.runner
            )
            way.start()
            until(lambda: way.trouble is None, "a connection")
            device = Device(broker.port)
            http: dict[int, str] = {}
            numbers = range(len(rows))
            # reports under one key keep their order on each way
            shares = [[number for number in numbers if hash(rows[number]["key"]) % SENDERS == one] for one in range(SENDERS)]
            threads = [threading.Thread(target=over_http, args=(plant, rows, share, http)) for share in shares]
            began = time.monotonic()
            for thread in threads:
                thread.start()
            for row in rows:
                device.say({**row, "source": SOURCE})
            for thread in threads:
                thread.join()
            until(lambda: sum(len(answers) for answers in device.heard.values()) >= len(rows), "all answers")
            seconds = time.monotonic() - began
            device.close()
            way.stop()
            entries = plant.of_signals()
    finally:
        broker.kill()
    mqtt = in_order(rows, device)
    came = Counter("accepted" if "accepted" in {http[number], mqtt[number]} else http[number] for number in numbers)
    assert all({http[number], mqtt[number]} in ({"accepted", "duplicate"}, {http[number]}) for number in numbers), "the ways disagree"
    taken = [entry for entry in entries if entry["outcome"] == "accepted"]
    assert max(Counter(entry["key"] for entry in taken).values()) == 1, "an input was counted twice"
    pieces = sum(Decimal(entry["said"]["quantity"]) for entry in taken)
    found = {"accepted": came["accepted"], "duplicates": came["duplicate"], "conflicts": came["conflict"], "refused": came["refused"]}
    assert len(taken) == came["accepted"], "an input was accepted and not counted"
    return {**found, "pieces": int(pieces)}, Counter(entry["outcome"] for entry in entries), seconds


def in_order(rows: Rows, device: Device) -> dict[int, str]:
    """What MQTT answered to each row: answers under one key come in the order of the rows."""
    of_key: defaultdict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        of_key[row["key"]].append(number)
    found = {}
    for key, numbers in of_key.items():
        answers = device.heard[SOURCE, key]
        assert len(answers) == len(numbers), f"{key}: {answers}"
        found |= {number: answer["outcome"] for number, answer in zip(numbers, answers, strict=True)}
    return found


def main(inputs: Path) -> int:
    """Compare; 1 where they differ."""
    with inputs.open(newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["at"])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(inputs, folder / "inputs.csv")
        shop_floor.write_policy(folder, rows)
        dry, _ = shop_floor.replayed(folder)
        live, arrivals, seconds = brought(folder, rows)
    expected = {**dict.fromkeys(live, 0), **shop_floor.counted(rows)}
    dried = {outcome: dry[outcome] for outcome in ("accepted", "duplicates", "conflicts", "refused")}
    dried["pieces"] = int(dry["quantities"].get("pcs", 0))
    same = live == expected == dried
    print(f"{len(rows):,} inputs by two ways in {seconds:.1f} s: {live}; {'the same' if same else f'OTHER: {dried}'} in a dry run")  # noqa: T201
    print(f"{sum(arrivals.values()):,} arrivals: {dict(sorted(arrivals.items()))}")  # noqa: T201
    return 0 if same and sum(arrivals.values()) == 2 * len(rows) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
