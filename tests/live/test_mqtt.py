"""Signals over a real broker: answers, duplicates, back-pressure, rights, and kill -9 of either side."""

from __future__ import annotations

import json
import socket
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from brokers import ANSWERS, SIGNALS, Broker, Device, password_file, wanting
from live_plants import LINE
from live_runners import Program, Running, running, until

from kanbanlang.live.desk import Answer
from kanbanlang.live.mqtt import Mqtt, MqttSettings
from kanbanlang.live.records import JournalError
from kanbanlang.live.signals import Signal


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    one = Broker(tmp_path)
    one.start()
    yield one
    one.kill()


@pytest.fixture
def program(tmp_path: Path, broker: Broker) -> Iterator[Program]:
    (tmp_path / "line.kanban").write_text(LINE)
    (tmp_path / "plant.toml").write_text(f'[mqtt]\nport = {broker.port}\nin_flight = 20\n[erp]\ndriver = "none"\n')
    one = Program(tmp_path, ("--config", "plant.toml", "--http", "none"))
    one.start()
    yield one
    one.close()


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Running]:
    with running(tmp_path, served=False) as one:
        yield one


@pytest.fixture
def way(plant: Running, broker: Broker) -> Iterator[Mqtt]:
    one = opened(plant, {"port": broker.port})
    yield one
    one.stop()


@pytest.fixture
def device(broker: Broker) -> Iterator[Device]:
    one = Device(broker.port)
    yield one
    one.close()


def opened(plant: Running, section: dict[str, object]) -> Mqtt:
    one = Mqtt(MqttSettings.read(section), plant.runner)
    plant.runner.ways["mqtt"] = one.health
    one.start()
    until(lambda: one.trouble is None, "a connection")
    return one


def order(key: str, quantity: int = 1, **more: str) -> dict[str, object]:
    return {"source": "mes", "key": key, "kind": "order", "of": "line_gears", "quantity": quantity, **more}


def test_each_signal_has_its_answer(way: Mqtt, device: Device, plant: Running) -> None:
    first = device.ask(order("o1"))
    assert (first["outcome"], first["source"], first["key"], first["actions"][0]["kind"]) == ("accepted", "mes", "o1", "deliver")
    assert device.ask(order("o1"))["outcome"] == "duplicate"
    assert device.ask(order("o1", 2))["outcome"] == "conflict"
    assert device.ask(order("o2", of="line_gear"))["reason"] == "nothing is called `line_gear`"
    assert [(one["outcome"], one["via"]) for one in plant.of_signals()] == [
        (outcome, "mqtt") for outcome in ("accepted", "duplicate", "conflict", "refused")
    ]
    assert (way.health()["heard"], way.health()["answered"], way.health()["trouble"]) == (4, 4, None)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (b"{", "it is no JSON: "),
        (b"\xff", "it is no JSON: "),
        (b'"order"', "a signal is an object: "),
        (json.dumps({"kind": "order", "of": "line_gears", "quantity": 1.5}).encode(), "`quantity` is neither a text nor a whole number"),
        (b'{"kind": "' + b"x" * 70_000 + b'"}', "a signal has at most 65536 bytes"),
    ],
)
@pytest.mark.usefixtures("way")
def test_what_is_no_signal_is_refused_and_written_down(device: Device, plant: Running, said: bytes, reason: str) -> None:
    device.say(said)
    until(lambda: bool(device.heard["mqtt", None]), "an answer")
    assert device.heard["mqtt", None][0]["reason"].startswith(reason)
    (entry,) = plant.of_signals()
    assert (entry["outcome"], entry["raw"]) == ("refused", said.decode("utf-8", "replace")[:2_000])


@pytest.mark.parametrize("missing", ["source", "key"])
@pytest.mark.usefixtures("way")
def test_without_a_source_or_a_key_it_could_count_twice(device: Device, missing: str) -> None:
    said = {name: value for name, value in order("o1").items() if name != missing}
    device.say(said)
    until(lambda: bool(device.heard), "an answer")
    ((answer,),) = device.heard.values()
    assert (answer["outcome"], answer["reason"]) == (
        "refused",
        f"a signal over MQTT has a `source` and a `key`, for the broker may bring it twice; `{missing}` is missing",
    )


@pytest.mark.usefixtures("way")
def test_an_answer_goes_where_its_sender_wants_it_but_nowhere_else_than_below_the_answers(device: Device) -> None:
    device.say(order("o1"), wanting(f"{ANSWERS}/device", b"\x00\x01"))
    device.say(order("o2"), wanting("lights/off", b"\x02"))
    device.say(order("o3"), wanting(SIGNALS, None))
    until(lambda: len(device.correlated) == 3, "three answers")
    assert device.correlated == [(f"{ANSWERS}/device", b"\x00\x01"), (ANSWERS, b"\x02"), (ANSWERS, None)]


def test_what_was_retained_before_is_not_what_happens_now(plant: Running, broker: Broker, device: Device) -> None:
    device.say(order("old"), retain=True)
    one = opened(plant, {"port": broker.port})
    assert device.ask(order("new"))["outcome"] == "accepted"
    one.stop()
    assert [one["key"] for one in plant.of_signals()] == ["new"]


def test_no_more_is_handed_over_than_was_agreed_on_until_it_is_durable(plant: Running, broker: Broker, device: Device) -> None:
    one = opened(plant, {"port": broker.port, "in_flight": 7})
    with plant.held():
        for number in range(50):
            device.say(order(f"o{number}"))
        until(lambda: one.heard == 7, "as many as were agreed on")
        one._thread.join(0.3)  # type: ignore[union-attr] - it may not go on
        assert (one.heard, one.answered) == (7, 0)
        assert plant.runner.waiting <= 7
    until(lambda: len(device.heard) == 50, "all answers")
    one.stop()
    assert Counter(one["outcome"] for one in plant.of_signals()) == {"accepted": 50}


def test_what_came_while_nobody_listened_is_heard_at_the_next_start(plant: Running, broker: Broker, device: Device) -> None:
    opened(plant, {"port": broker.port}).stop()
    for number in range(20):
        device.say(order(f"o{number}"))
    one = opened(plant, {"port": broker.port})
    until(lambda: len(device.heard) == 20, "all answers")
    one.stop()
    assert [one["key"] for one in plant.of_signals()] == [f"o{number}" for number in range(20)], "in their order"


def test_what_could_not_be_stored_is_brought_again_and_what_the_program_fails_on_is_refused(
    way: Mqtt, device: Device, plant: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    hear = type(plant.runner.desk).hear
    fails: list[Exception] = [JournalError("the disk is full"), JournalError("the disk is full")]

    def hears(self: Any, signal: Signal, at: int) -> Answer:  # noqa: ANN401 - a desk
        if signal.said.get("key") == "bad" or (signal.key == "bad" and signal.wrong is None):
            raise ZeroDivisionError
        if fails:
            raise fails.pop()
        return hear(self, signal, at)

    monkeypatch.setattr(type(plant.runner.desk), "hear", hears)
    assert device.ask(order("o1"))["outcome"] == "accepted"
    assert not fails
    answer = device.ask(order("bad"))
    assert (answer["outcome"], answer["reason"]) == ("refused", "the program failed: ZeroDivisionError()")
    assert device.ask(order("o2"))["outcome"] == "accepted"
    assert way.trouble is None


def test_what_came_on_a_connection_that_is_gone_is_acknowledged_on_no_other(
    plant: Running, device: Device, way: Mqtt, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number of a message says something only on its own connection: on the next one it may be another message's."""
    acknowledged: list[int] = []
    ack = way._client.ack
    monkeypatch.setattr(way._client, "ack", lambda mid, qos: (acknowledged.append(mid), ack(mid, qos)))
    with plant.held():
        device.say(order("o1"))
        until(lambda: way.heard == 1, "the signal")
        line = way._client.socket()
        assert line is not None
        line.shutdown(socket.SHUT_RDWR)
        until(lambda: way.heard == 2, "the signal again")
    until(lambda: len(plant.of_signals()) == way.answered == way.heard, "every answer")
    assert device.ask(order("o2"))["outcome"] == "accepted"
    way.stop()  # when all answers are through
    assert len(acknowledged) == 2, "of three"
    assert [one["outcome"] for one in plant.of_signals()] == ["accepted", "duplicate", "accepted"]


def test_a_broker_that_goes_and_comes_is_seen_and_nothing_is_lost(plant: Running, broker: Broker, device: Device, way: Mqtt) -> None:
    assert device.ask(order("o1"))["outcome"] == "accepted"
    broker.kill()
    until(lambda: way.trouble is not None, "somebody sees it")
    assert str(way.trouble).startswith("no connection: ")
    device.say(order("o2"))
    broker.start()
    until(lambda: way.trouble is None, "a connection")
    until(lambda: bool(device.answers(order("o2"))), "an answer")
    assert Counter((one["key"], one["outcome"]) for one in plant.of_signals() if one["outcome"] == "accepted") == {
        ("o1", "accepted"): 1,
        ("o2", "accepted"): 1,
    }


def test_the_broker_says_who_may_come_and_the_password_stands_nowhere(
    plant: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "correct horse battery staple"  # noqa: S105 - of a broker that is gone with this test
    folder = tmp_path / "broker"
    folder.mkdir()
    broker = Broker(folder, f"allow_anonymous false\npassword_file {password_file(folder, runner=secret, mes='m')}\n")
    broker.start()
    monkeypatch.setenv("BROKER_PASSWORD", "wrong")
    section: dict[str, object] = {"port": broker.port, "username": "runner", "password_env": "BROKER_PASSWORD"}
    try:
        one = Mqtt(MqttSettings.read(section), plant.runner)
        one.start()
        until(lambda: one.trouble == "the broker says no: Not authorized", "the broker says no")
        one.stop()
        monkeypatch.setenv("BROKER_PASSWORD", secret)
        two = opened(plant, section)
        device = Device(broker.port, login=("mes", "m"))
        assert device.ask(order("o1"))["outcome"] == "accepted"
        device.close()
        two.stop()
    finally:
        broker.kill()
    assert secret not in caplog.text + repr(two) + repr(two.settings) + json.dumps(two.health())
    assert not [path for path in tmp_path.glob("line.*") if secret.encode() in path.read_bytes()]


@pytest.mark.parametrize(
    ("section", "reason"),
    [
        ({"prt": 1883}, "`[mqtt]` has no setting `prt`; did you mean `port`?"),
        ({"port": "1883"}, "`[mqtt]`: `port` is a whole number from 1 to 65535, for example `port = 1883`"),
        ({"port": 0}, "`[mqtt]`: `port` is a whole number from 1 to 65535, for example `port = 1883`"),
        ({"password": "sesame"}, "`[mqtt]`: a password does not stand in a configuration; name `password_env` or `password_file`"),
        ({"username": "a", "password_env": "NOT_SET"}, "`[mqtt]`: `password_env` names the variable `NOT_SET`, and it is not set"),
        ({"username": "a", "password_file": "nowhere"}, "`[mqtt]`: `password_file` names `nowhere`, and it cannot be read"),
        ({"answers": "a/#"}, "`[mqtt]`: `answers` is one topic, without `+` and `#`"),
        ({"ca_file": "nowhere"}, "`[mqtt]`: `ca_file` names `nowhere`, and there is no such file"),
        (
            {"topic": "kanban/#"},
            "`[mqtt]`: answers to `kanban/line/answers` would come back as signals, for they match the topic `kanban/#`",
        ),
        ({"in_flight": 0}, "`[mqtt]`: `in_flight` is a whole number from 1 to 10000, for example `in_flight = 100`"),
        ({"tls": "yes"}, "`[mqtt]`: `tls` is `true` or `false`"),
    ],
)
def test_a_wrong_section_is_a_sentence(section: dict[str, object], reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(JournalError) as raised:
        MqttSettings.read(section).named("line")
    assert str(raised.value) == reason


def _said(device: Device, said: dict[str, object]) -> bool:
    """Whether it has an answer; if not, it is said again."""
    if not device.answers(said):
        device.say(said)
    return bool(device.answers(said))


def test_the_runner_is_killed_and_what_was_said_once_counts_once(program: Program, device: Device) -> None:
    """What had no answer when it was killed is not acknowledged either, so the broker brings it again."""
    until(lambda: _said(device, order("first")), "the first answer")
    wanted = [order(f"o{number}") for number in range(300)]
    for round_ in range(3):
        for one in wanted[100 * round_ : 100 * (round_ + 1)]:
            device.say(one)
        least = 100 * round_ + 10
        until(lambda least=least: len(device.heard) >= least, "some answers")  # type: ignore[misc]
        program.kill()
        program.start()
    until(lambda: all(device.answers(one) for one in wanted), "all answers")
    assert program.end() == 0, program.log()
    accepted = Counter(one["key"] for one in program.entries() if one["what"] == "signal" and one["outcome"] == "accepted")
    assert accepted == Counter(["first", *(str(one["key"]) for one in wanted)])


def test_runner_and_broker_are_killed_and_nothing_is_lost_or_counts_twice(program: Program, broker: Broker, device: Device) -> None:
    """The sender says again what had no answer, as the page for integrators tells it to."""
    until(lambda: "started" in program.log(), "the program")
    until(lambda: _said(device, order("first")), "the first answer")  # before it came for the first time, no broker keeps anything for it
    wanted = [order(f"o{number}") for number in range(400)]

    def open_() -> list[dict[str, object]]:
        return [one for one in wanted if not device.answers(one)]

    for round_ in range(4):
        for one in open_()[: 100 * (round_ + 1)]:
            device.say(one)
        target = 80 * (round_ + 1)
        until(lambda target=target: len(wanted) - len(open_()) >= target, "some answers")  # type: ignore[misc]
        if round_ % 2:
            broker.kill()
            broker.start()
        program.kill()
        program.start()
    until(lambda: not [one for one in open_() if not _said(device, one)], "all answers", step=1.0)
    assert program.end() == 0, program.log()
    entries = [one for one in program.entries() if one["what"] == "signal"]
    accepted = Counter(one["key"] for one in entries if one["outcome"] == "accepted")
    assert accepted == Counter(["first", *(str(one["key"]) for one in wanted)])
    assert {one["outcome"] for one in entries} <= {"accepted", "duplicate"}
