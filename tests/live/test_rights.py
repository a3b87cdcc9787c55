"""Who has no right to a tray touches nothing in it, by whatever way they come; and nobody's secret stands anywhere."""

from __future__ import annotations

import csv
import json
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from brokers import Broker, Device
from live_plants import LINE
from live_runners import Program, Running, free_port, running, until

from kanbanlang.live.folder import Folder, FolderSettings
from kanbanlang.live.lines import Lines
from kanbanlang.live.mqtt import Mqtt, MqttSettings
from kanbanlang.live.people import Account, admit
from kanbanlang.live.records import JournalError

NO_ACCESS = "{} has no access to tray 1 of lift_1; picker has"
Said = dict[str, str]
Say = Callable[[Running, Path, Said], str]
"""Says something by one of the ways, as `operator` did it; the reason why it was refused."""


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Running]:
    with running(tmp_path) as one:
        yield one


def over_http_with_a_token_of_their_own(plant: Running, _folder: Path, said: Said) -> str:
    who = said.pop("operator", None)
    answer = plant.post(said, by=who or "mes")
    assert answer.status_code == 422
    return str(answer.json()["reason"])


def over_http_by_a_system(plant: Running, _folder: Path, said: Said) -> str:
    answer = plant.post(said)
    assert answer.status_code == 422
    return str(answer.json()["reason"])


def over_mqtt(plant: Running, folder: Path, said: Said) -> str:
    broker = Broker(folder)
    broker.start()
    try:
        way = Mqtt(MqttSettings.read({"port": broker.port}), plant.runner)
        way.start()
        until(lambda: way.trouble is None, "a connection")
        device = Device(broker.port)
        answer = device.ask({"source": "scanner", "key": "1", **said})
        device.close()
        way.stop()
    finally:
        broker.kill()
    return str(answer["reason"])


def from_standard_input(plant: Running, _folder: Path, said: Said) -> str:
    found: list[Any] = []
    Lines(plant.runner, threading.Event()).take([json.dumps(said).encode()], found.append)
    return str(found[0]["reason"])


def through_a_folder(plant: Running, folder: Path, said: Said) -> str:
    (folder / "in").mkdir()
    (folder / "in" / "shift.csv").write_text(",".join(said) + "\n" + ",".join(said.values()) + "\n")
    way = Folder(FolderSettings.read({"path": str(folder / "in")}), plant.runner)
    for _ in range(2):
        way.look()
    with (folder / "in" / "done" / "shift.answers.csv").open(newline="") as file:
        return next(csv.DictReader(file))["reason"]


WAYS: list[Say] = [over_http_with_a_token_of_their_own, over_http_by_a_system, over_mqtt, from_standard_input, through_a_folder]


@pytest.mark.parametrize("kind", ["consumption", "count", "rejection", "pick"])
@pytest.mark.parametrize("who", ["carl", None], ids=["the wrong role", "nobody"])
@pytest.mark.parametrize("say", WAYS, ids=lambda say: say.__name__)
def test_who_has_no_right_to_a_tray_touches_nothing_in_it(plant: Running, tmp_path: Path, say: Say, who: str | None, kind: str) -> None:
    plant.post({"kind": "order", "of": "line_gears", "quantity": 10})  # the lift is asked for ten, to be picked
    before, said_already = plant.get("/stock").json(), len(plant.of_signals())
    said = {"kind": kind, "of": "line_gears" if kind == "pick" else "lift_gears", "quantity": "3"}
    if who is not None:
        said["operator"] = who
    reason = say(plant, tmp_path, dict(said))
    assert reason == NO_ACCESS.format("cleaner" if who else "whoever gives no name")
    (entry,) = plant.of_signals()[said_already:]
    assert (entry["outcome"], entry["reason"], entry["said"]["kind"]) == ("refused", reason, kind)
    assert (entry.get("operator"), entry.get("role")) == ((who, "cleaner") if who else (None, None))
    assert plant.get("/stock").json() == before


@pytest.mark.parametrize("say", [over_mqtt, through_a_folder], ids=lambda say: say.__name__)
@pytest.mark.parametrize("name", ["picker", "nobody", "anna "], ids=repr)
def test_a_role_is_not_believed_because_somebody_says_so(plant: Running, tmp_path: Path, say: Say, name: str) -> None:
    reason = say(plant, tmp_path, {"kind": "count", "of": "lift_gears", "quantity": "3", "operator": name})
    if name == "anna ":
        assert reason in {"None", ""}, "a name is a name, whatever stands around it"
        return
    assert reason == f"nobody called `{name}` was let in"
    (entry,) = plant.of_signals()
    assert (entry["outcome"], entry["said"]["operator"]) == ("refused", name)


@pytest.mark.parametrize("say", WAYS, ids=lambda say: say.__name__)
def test_who_has_the_right_is_let_through_and_named(plant: Running, tmp_path: Path, say: Say) -> None:
    said = {"kind": "count", "of": "lift_gears", "quantity": "3", "operator": "anna"}
    if say in {over_http_with_a_token_of_their_own, over_http_by_a_system}:
        assert plant.post(said, by="anna" if say is over_http_with_a_token_of_their_own else "mes").status_code == 200
    else:
        say(plant, tmp_path, said)
    (entry,) = plant.of_signals()
    assert (entry["outcome"], entry["operator"], entry["role"]) == ("accepted", "anna", "picker")


@pytest.mark.parametrize("name", ["clock", "backend lift_1"])
def test_nobody_is_let_in_under_a_name_of_the_program(plant: Running, name: str) -> None:
    with pytest.raises(JournalError, match="is what the program itself is called in the journal"):
        admit(plant.runner.desk.journal, Account(name, None))


def test_a_secret_stands_nowhere(tmp_path: Path) -> None:
    """People make mistakes with tokens: they end up in fields, keys and broken files. What is written down has none of them."""
    (tmp_path / "line.kanban").write_text(LINE)
    for folder in ("in", "broker"):
        (tmp_path / folder).mkdir()
    broker = Broker(tmp_path / "broker")
    port = free_port()
    (tmp_path / "plant.toml").write_text(f'[mqtt]\nport = {broker.port}\n[folder]\npath = "in"\n[erp]\ndriver = "none"\n')
    program = Program(tmp_path, ("--config", "plant.toml", "--http", f"127.0.0.1:{port}"))
    with ExitStack() as ends:
        broker.start()
        ends.callback(broker.kill)
        program.start()
        ends.callback(program.close)
        until(lambda: "started" in program.log(), "the program")
        console = (tmp_path / "line.journal.token").read_text().strip()
        anna, mes = _added(program, "anna", "--role", "picker"), _added(program, "mes")
        secrets = [token.rpartition(".")[2] for token in (console, anna, mes)]
        one = Running(tmp_path, None, {"anna": anna, "mes": mes}, f"http://127.0.0.1:{port}")  # type: ignore[arg-type]
        ends.callback(one.client.close)
        said = {"kind": "order", "of": "line_gears", "quantity": 1}
        for text in (anna, secrets[0], f"Bearer {mes}"):
            one.post({**said, "lot": text}, key=text)
            for column in ("of", "operator", "source", text):
                one.post({**said, column: text})
            one.post(None, content=f'{{"token": "{text}"'.encode())
            one.post(said, by=text[:-1])
            one.get(f"/why/{text}")
            one.get(f"/why-not/{text}")
            one.client.post(f"{one.address}/policy", json={"back": text}, headers={"Authorization": f"Bearer {console}"})
        device = Device(broker.port)
        ends.callback(device.close)
        for words in (b'{"source": "a", "key": "%s"', b'{"source": "%s", "key": "1", "kind": "order", "of": "line_gears", "quantity": 1}'):
            device.say(words % secrets[1].encode())
        until(lambda: len(device.heard) == 2, "two answers")
        assert not [answer for answer in map(str, device.heard.items()) if any(secret in answer for secret in secrets)]
        (tmp_path / "in" / "wrong.csv").write_text(f"kind,of,token\norder,line_gears,{secrets[2]}\n")
        until((tmp_path / "in" / "refused" / "wrong.csv").exists, "the file")
        assert program.end() == 0, program.log()
    told = {path for path in tmp_path.rglob("*") if path.is_file() and any(one.encode() in path.read_bytes() for one in secrets)}
    # the sender's own file is the sender's, and what a broker keeps is what was said to it
    others = {tmp_path / "in" / "refused" / "wrong.csv", *(tmp_path / "broker").iterdir()}
    assert told - others == {tmp_path / "line.journal.token"}
    assert (tmp_path / "line.journal.token").stat().st_mode & 0o077 == 0
    assert "(a secret)" in json.dumps(program.entries()), "and what was said without them is written down"


def _added(program: Program, *words: str) -> str:
    command = program.command("operator", "add", *words)
    done = subprocess.run(command, cwd=program.folder, env=program.environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()
