"""A real MQTT broker on a port of this machine, and senders that talk to it as any device would."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import threading
from collections import defaultdict
from pathlib import Path
from typing import Any

import paho.mqtt.client as paho
from attrs import define, field
from live_runners import PATIENCE, free_port, until
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

SIGNALS, ANSWERS = "kanban/line/signals", "kanban/line/answers"
_CONFIG = """\
listener {port} 127.0.0.1
user root
persistence true
persistence_location {folder}/
autosave_interval 1
autosave_on_changes true
max_queued_messages 0
log_dest none
"""


def mosquitto() -> str:
    """The program. It is no part of Python, so whoever runs the tests has it, or is told how to get it."""
    found = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin")
    assert found is not None, "these tests need the MQTT broker Mosquitto: `apt-get install mosquitto`, or `brew install mosquitto`"
    return found


@define
class Broker:
    """A broker that can be killed, and begins again with what it had stored."""

    folder: Path
    more: str = "allow_anonymous true\n"
    port: int = field(factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        config = self.folder / "mosquitto.conf"
        config.write_text(_CONFIG.format(port=self.port, folder=self.folder) + self.more)
        self.process = subprocess.Popen([mosquitto(), "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until(self._listens, "a broker")

    def _listens(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), PATIENCE).close()
        except ConnectionRefusedError:
            return False
        return True

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(PATIENCE)


def password_file(folder: Path, **people: str) -> Path:
    """Who may talk to a broker, as it wants it."""
    path = folder / "people"
    path.touch(mode=0o600)
    path.write_text("".join(f"{name}:{secret}\n" for name, secret in people.items()))
    program = shutil.which("mosquitto_passwd") or str(Path(mosquitto()).parents[1] / "bin" / "mosquitto_passwd")
    subprocess.run([program, "-U", str(path)], check=True)
    return path


@define(eq=False)
class Device:
    """Says signals and hears answers. `insists` on an answer: it says again what got none."""

    port: int
    name: str = "device"
    login: tuple[str, str] | None = None
    heard: dict[tuple[str | None, str | None], list[dict[str, Any]]] = field(factory=lambda: defaultdict(list))
    correlated: list[tuple[str, bytes | None]] = field(factory=list)
    listens: threading.Event = field(factory=threading.Event)
    client: paho.Client = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.client = paho.Client(CallbackAPIVersion.VERSION2, self.name, protocol=paho.MQTTv5)
        if self.login is not None:
            self.client.username_pw_set(*self.login)
        self.client.on_connect = lambda client, *_: client.subscribe(f"{ANSWERS}/#", qos=1)
        self.client.on_subscribe = lambda *_: self.listens.set()
        self.client.on_message = self._answer
        self.client.reconnect_delay_set(1, 1)
        self.client.connect_async("127.0.0.1", self.port, clean_start=True)
        self.client.loop_start()
        assert self.listens.wait(PATIENCE)

    def _answer(self, _client: paho.Client, _data: object, message: paho.MQTTMessage) -> None:
        said = json.loads(message.payload)
        self.correlated.append((message.topic, getattr(message.properties, "CorrelationData", None)))
        self.heard[said["source"], said["key"]].append(said)

    def say(self, said: object, properties: Properties | None = None, *, retain: bool = False, qos: int = 1) -> None:
        content = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.client.publish(SIGNALS, content, qos=qos, retain=retain, properties=properties)

    def ask(self, said: dict[str, object]) -> dict[str, Any]:
        """Say it, and wait for its answer."""
        before = len(self.answers(said))
        self.say(said)
        until(lambda: len(self.answers(said)) > before, f"an answer to {said}")
        return self.answers(said)[-1]

    def answers(self, said: dict[str, Any]) -> list[dict[str, Any]]:
        return self.heard[said.get("source"), said.get("key")]

    def close(self) -> None:
        self.client.disconnect()
        self.client.loop_stop()


def wanting(topic: str | None, data: bytes | None) -> Properties:
    properties = Properties(PacketTypes.PUBLISH)
    if topic is not None:
        properties.ResponseTopic = topic
    if data is not None:
        properties.CorrelationData = data
    return properties
