"""The way in over MQTT: signals from a topic of a broker, answers to another.

A message is acknowledged to the broker only when its answer is durable and the broker has it. Until then the broker keeps it, and brings
it again after whatever went wrong on either side; the key in it makes that a duplicate. So a signal over MQTT names its source and a key.
The broker hands over no more messages than were agreed on until some are acknowledged, so nothing piles up here.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from collections import deque
from collections.abc import Mapping
from concurrent.futures import Future
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import paho.mqtt.client as paho
from attrs import define, evolve, field, frozen
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from kanbanlang.live.desk import Answer
from kanbanlang.live.people import without_secrets
from kanbanlang.live.records import BusyError, FailedError, JournalError, NotStoredError
from kanbanlang.live.runner import Runner
from kanbanlang.live.settings import LAST_PORT, Settings
from kanbanlang.live.signals import Signal
from kanbanlang.live.ways import columns_in, passed_on, unreadable

log = logging.getLogger("kanbanlang.live")

VIA = "mqtt"
_KNOWN = ("host", "port", "topic", "answers", "client", "username", "password_env", "password_file", "tls", "ca_file", "in_flight")
_FOR_EVER = 0xFFFFFFFF
_LONGEST_PACKET = 2**20
_FIRST_PAUSE, _LONGEST_PAUSE = 1, 30
_AGAIN = 1.0
"""Seconds until what could not be stored is brought to the desk again."""
_GOODBYE = 5.0
"""So many seconds may the last answers take when it is stopped; what is not through by then comes again at the next start."""
_FAILED = 0x80


@frozen
class MqttSettings:
    """The section `[mqtt]`. Topics that are not named are made from the name of the policy."""

    host: str
    port: int
    topic: str | None
    answers: str | None
    client: str | None
    username: str | None
    password: str | None = field(repr=False)
    tls: bool
    ca_file: str | None
    in_flight: int

    @classmethod
    def read(cls, section: object) -> MqttSettings:
        """The settings of a section. Raises JournalError where something in it is not as it should be."""
        if isinstance(section, Mapping) and "password" in section:
            raise JournalError("`[mqtt]`: a password does not stand in a configuration; name `password_env` or `password_file`")
        said = Settings.of("mqtt", section, _KNOWN)
        answers, username, ca_file = said.text("answers"), said.text("username"), said.text("ca_file")
        if answers is not None and set(answers) & set("+#"):
            raise JournalError("`[mqtt]`: `answers` is one topic, without `+` and `#`")
        password = _password(said.text("password_env"), said.text("password_file"))
        if password is not None and username is None:
            raise JournalError("`[mqtt]`: there is a password, and no `username`")
        tls = said.flag("tls") or ca_file is not None
        if ca_file is not None and not Path(ca_file).is_file():
            raise JournalError(f"`[mqtt]`: `ca_file` names `{ca_file}`, and there is no such file")
        return cls(
            said.text("host") or "127.0.0.1",
            said.whole("port", 8883 if tls else 1883, 1, LAST_PORT),
            said.text("topic"),
            answers,
            said.text("client"),
            username,
            password,
            tls,
            ca_file,
            said.whole("in_flight", 100, 1, 10_000),
        )

    def named(self, policy: str) -> MqttSettings:
        """The same, with every name. Raises JournalError where an answer would come back as a signal, without end."""
        topic, answers = self.topic or f"kanban/{policy}/signals", self.answers or f"kanban/{policy}/answers"
        if any(paho.topic_matches_sub(topic, one) for one in (answers, f"{answers}/any")):
            raise JournalError(f"`[mqtt]`: answers to `{answers}` would come back as signals, for they match the topic `{topic}`")
        return evolve(self, topic=topic, answers=answers, client=self.client or f"kanban-{policy}")


def _password(variable: str | None, file: str | None) -> str | None:
    if variable is not None:
        if variable not in os.environ:
            raise JournalError(f"`[mqtt]`: `password_env` names the variable `{variable}`, and it is not set")
        return os.environ[variable]
    if file is None:
        return None
    try:
        return Path(file).read_text("utf-8").rstrip("\r\n")
    except (OSError, ValueError) as error:
        raise JournalError(f"`[mqtt]`: `password_file` names `{file}`, and it cannot be read") from error


@define(eq=False)
class _Arrival:
    """A message on its way through: heard, answered, acknowledged. `session` is the connection on which it came."""

    message: paho.MQTTMessage
    session: int
    signal: Signal
    answer: Future[Any]


@define(eq=False)
class Mqtt:
    """The way in. The client's thread only puts aside what comes; one thread of our own brings it to the desk and answers."""

    settings: MqttSettings
    runner: Runner
    trouble: str | None = "not connected yet"
    heard: int = 0
    answered: int = 0
    _client: paho.Client = field(init=False)
    _events: SimpleQueue[tuple[paho.MQTTMessage, int] | int | None] = field(factory=SimpleQueue)
    """What happened: a message came on a connection, the broker has the answer of a number, or (None) something else."""
    _waiting: deque[_Arrival] = field(factory=deque)
    _published: dict[int, _Arrival] = field(factory=dict)
    _session: int = 0
    _refused: bool = False
    _lock: threading.Lock = field(factory=threading.Lock)
    """Held while an acknowledgement is sent: it belongs to the connection on which the message came, and to no other."""
    _stopping: threading.Event = field(factory=threading.Event)
    _thread: threading.Thread | None = None

    def __attrs_post_init__(self) -> None:
        self.settings = self.settings.named(self.runner.desk.policy.name)
        client = paho.Client(CallbackAPIVersion.VERSION2, self.settings.client, protocol=paho.MQTTv5, manual_ack=True)
        if self.settings.username is not None:
            client.username_pw_set(self.settings.username, self.settings.password)
        if self.settings.tls:
            client.tls_set(self.settings.ca_file)
        client.reconnect_delay_set(_FIRST_PAUSE, _LONGEST_PAUSE)
        client.max_inflight_messages_set(self.settings.in_flight)
        client.on_connect, client.on_disconnect, client.on_connect_fail = self._connected, self._disconnected, self._unreachable
        client.on_subscribe, client.on_message, client.on_publish = self._subscribed, self._came, self._has_answer
        self._client = client

    def health(self) -> Mapping[str, Any]:
        """How it is: where the broker is, what keeps signals from coming in, and how many came."""
        where = f"{self.settings.host}:{self.settings.port}"
        return {"broker": where, "topic": self.settings.topic, "trouble": self.trouble, "heard": self.heard, "answered": self.answered}

    # ------------------------------------------------------------ start and stop
    def start(self) -> None:
        """Begin to connect, and go on with it for ever."""
        agreed = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
        agreed.SessionExpiryInterval = _FOR_EVER
        agreed.ReceiveMaximum = self.settings.in_flight
        agreed.MaximumPacketSize = _LONGEST_PACKET
        self._thread = threading.Thread(target=self._run, name="mqtt", daemon=True)
        self._thread.start()
        self._client.connect_async(self.settings.host, self.settings.port, clean_start=False, properties=agreed)
        self._client.loop_start()

    def stop(self) -> None:
        """Answer what was heard, and go; the broker keeps what comes from now on."""
        self._stopping.set()
        self._events.put(None)
        if self._thread is not None:
            self._thread.join()
        self._client.disconnect()
        self._client.loop_stop()

    # ------------------------------------------------------------ on the client's thread
    def _connected(
        self, client: paho.Client, _data: object, _flags: paho.ConnectFlags, reason: ReasonCode, _properties: Properties | None
    ) -> None:
        self._refused = reason.is_failure
        if self._refused:
            self._is_cut_off(f"the broker says no: {reason}")
            return
        # what was retained before somebody listened is old: it is not what happens now
        client.subscribe(self.settings.topic or "", options=SubscribeOptions(qos=1, retainHandling=SubscribeOptions.RETAIN_DO_NOT_SEND))

    def _subscribed(
        self, _client: paho.Client, _data: object, _mid: int, reasons: list[ReasonCode], _properties: Properties | None
    ) -> None:
        if reasons[0].is_failure:
            self._is_cut_off(f"the broker does not let this client read `{self.settings.topic}`: {reasons[0]}")
            return
        if self.trouble is not None:
            log.info("MQTT: connected")
        self.trouble = None

    def _disconnected(
        self, _client: paho.Client, _data: object, _flags: paho.DisconnectFlags, reason: ReasonCode, _properties: Properties | None
    ) -> None:
        with self._lock:
            self._session += 1
        if not self._stopping.is_set() and not self._refused:  # who was refused knows more than that there is no connection
            self._is_cut_off(f"no connection: {reason}")

    def _unreachable(self, _client: paho.Client, _data: object) -> None:
        self._is_cut_off("no connection: nobody answers there")

    def _is_cut_off(self, trouble: str) -> None:
        if self.trouble != trouble:
            log.error("MQTT: %s", trouble)
        self.trouble = trouble

    def _came(self, _client: paho.Client, _data: object, message: paho.MQTTMessage) -> None:
        if not self._stopping.is_set():  # else the broker brings it again at the next start
            self._events.put((message, self._session))

    def _has_answer(self, _client: paho.Client, _data: object, mid: int, reason: ReasonCode, _properties: Properties | None) -> None:
        if reason.value >= _FAILED:
            log.error("MQTT: the broker does not take an answer: %s", reason)
        self._events.put(mid)

    # ------------------------------------------------------------ on our own thread
    def _run(self) -> None:
        while not self._stopping.is_set():
            self._see_to(self._events.get())
        ends = threading.Event()

        def end() -> None:
            ends.set()
            self._events.put(None)

        timer = threading.Timer(_GOODBYE, end)
        timer.start()
        while (self._waiting or self._published) and not ends.is_set() and self.trouble is None:
            self._see_to(self._events.get())
        timer.cancel()
        timer.join()

    def _see_to(self, event: tuple[paho.MQTTMessage, int] | int | None) -> None:
        if isinstance(event, tuple):
            self._bring(*event)
        elif event is not None and (arrival := self._published.pop(event, None)) is not None:
            self._acknowledge(arrival)
        while self._waiting and self._waiting[0].answer.done():
            self._answer(self._waiting.popleft())

    def _bring(self, message: paho.MQTTMessage, session: int) -> None:
        signal = without_secrets(self._signal(message), self.runner.desk.journal)  # the answer is heard by others too
        self.heard += 1
        if (answer := self._heard(signal)) is not None:
            self._waiting.append(_Arrival(message, session, signal, answer))

    def _signal(self, message: paho.MQTTMessage) -> Signal:
        content = bytes(message.payload)
        said = columns_in(content)
        if isinstance(said, str):
            return unreadable(content, said, VIA, VIA)
        signal = passed_on(self.runner.desk.journal, said, VIA, VIA)
        if signal.wrong is None and not (said.get("source") and said.get("key")):
            missing = "key" if said.get("source") else "source"
            return evolve(
                signal, wrong=f"a signal over MQTT has a `source` and a `key`, for the broker may bring it twice; `{missing}` is missing"
            )
        return signal

    def _heard(self, signal: Signal) -> Future[Any] | None:
        """Its answer, when there is room for it; None: it is stopped before there was."""
        while not self._stopping.is_set():
            try:
                answer = self.runner.hear(signal, patience=_AGAIN)
            except BusyError:
                continue
            answer.add_done_callback(lambda _done: self._events.put(None))
            return answer
        return None

    def _answer(self, arrival: _Arrival) -> None:
        try:
            answer: Answer = arrival.answer.result()
        except NotStoredError as error:
            self._again(arrival, error)
            return
        shape = {**answer.shape, "source": arrival.signal.source, "key": arrival.signal.key}
        info = self._client.publish(self._answers_to(arrival.message), json.dumps(shape), qos=1, properties=_correlated(arrival.message))
        self._published[info.mid] = arrival
        self.answered += 1

    def _again(self, arrival: _Arrival, error: NotStoredError) -> None:
        """What could not be stored is brought again; what the program itself fails on is written down as refused."""
        if isinstance(error, FailedError):
            arrival.signal = evolve(arrival.signal, wrong=str(error))
        elif self._stopping.wait(_AGAIN):
            return
        if (answer := self._heard(arrival.signal)) is not None:
            arrival.answer = answer
            self._waiting.appendleft(arrival)

    def _answers_to(self, message: paho.MQTTMessage) -> str:
        """The topic that the sender wants its answer on, if it lies below that of all answers: we write nowhere else for anybody."""
        usual = self.settings.answers or ""
        wanted = getattr(message.properties, "ResponseTopic", None)
        return wanted if isinstance(wanted, str) and wanted.startswith(f"{usual}/") and not set(wanted) & set("+#") else usual

    def _acknowledge(self, arrival: _Arrival) -> None:
        with self._lock:
            if arrival.session == self._session:  # else the broker brings it again, and it is a duplicate
                self._client.ack(arrival.message.mid, arrival.message.qos)


def _correlated(message: paho.MQTTMessage) -> Properties | None:
    data = getattr(message.properties, "CorrelationData", None)
    if data is None:
        return None
    properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]
    properties.CorrelationData = data
    return properties
