"""`kanban run`: a policy that runs in a plant."""

from __future__ import annotations

import json
import logging
import signal
import sys
import threading
import time
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any

import click
from attrs import frozen

from kanbanlang.backends.contract import Backend, BackendError
from kanbanlang.backends.people import Notices
from kanbanlang.cli import console
from kanbanlang.cli.arguments import PolicyFile
from kanbanlang.cli.endings import Ending, example
from kanbanlang.cli.policies import check, refuse
from kanbanlang.live.desk import Answer, Desk
from kanbanlang.live.folder import Folder, FolderSettings
from kanbanlang.live.journal import Journal
from kanbanlang.live.lines import Lines, lines_of
from kanbanlang.live.opening import Boxes, resume, start
from kanbanlang.live.outbox import PEOPLE
from kanbanlang.live.people import Account, admit
from kanbanlang.live.plant import Plant
from kanbanlang.live.records import JournalError
from kanbanlang.live.runner import Runner
from kanbanlang.live.sentences import action_line, said_text
from kanbanlang.live.settings import LAST_PORT, Settings
from kanbanlang.live.signals import Signal
from kanbanlang.live.text import Text
from kanbanlang.model.policy import Policy
from kanbanlang.report.cells import harmless

CONSOLE = "console"
"""Who sits at this machine: may say anything, and lets others in."""


def wall() -> int:
    """Microseconds since 1970: the one place where the machine's clock is read for the policy."""
    return time.time_ns() // 1_000


@frozen
class _WaysIn:
    """By which ways signals come in: what the configuration says of each, read before anything starts."""

    host: str
    port: int | None
    """None: nowhere."""
    asked_for: bool
    mqtt: Any
    folder: FolderSettings | None

    @classmethod
    def read(cls, plant: Plant, address: str | None) -> _WaysIn:
        """The ways of a configuration. Raises JournalError where something in it is not as it should be, or a program is missing."""
        section = Settings.of("http", plant.sections.get("http", {}), ("host", "port"))
        host, port = section.text("host") or "127.0.0.1", section.whole("port", 8321, 0, LAST_PORT)
        folder = FolderSettings.read(plant.sections["folder"]) if "folder" in plant.sections else None
        mqtt = _mqtt_module().MqttSettings.read(plant.sections["mqtt"]) if "mqtt" in plant.sections else None
        if address is None:
            return cls(host, port, "http" in plant.sections, mqtt, folder)
        named, _, number = address.rpartition(":")
        if address != "none" and (not (number.isascii() and number.isdigit()) or int(number) > LAST_PORT):
            raise JournalError(f"`{address}` is no address: write for example 127.0.0.1:8321")
        return cls(named or "127.0.0.1", None if address == "none" else int(number), True, mqtt, folder)  # noqa: FBT003

    def http(self, runner: Runner, ways: ExitStack) -> str | None:
        """Open the way in over HTTP; where it is, or None."""
        if self.port is None:
            return None
        try:
            from kanbanlang.live.http import serve  # noqa: PLC0415 - a web server is loaded where one is wanted
        except ModuleNotFoundError as error:
            if self.asked_for:
                raise JournalError(f"HTTP needs `pip install 'kanbanlang[live]'` ({error.name} is missing)") from error
            return None
        return ways.enter_context(serve(runner, self.host, self.port))

    def others(self, runner: Runner, ways: ExitStack) -> None:
        """Open the ways in over MQTT and through a folder."""
        if self.mqtt is not None:
            _open("mqtt", _mqtt_module().Mqtt(self.mqtt, runner), runner, ways)
        if self.folder is not None:
            _open("folder", Folder(self.folder, runner), runner, ways)


def _mqtt_module() -> Any:  # noqa: ANN401 - a module that is there only with an extra
    try:
        return import_module("kanbanlang.live.mqtt")
    except ModuleNotFoundError as error:
        raise JournalError(f"MQTT needs `pip install 'kanbanlang[live]'` ({error.name} is missing)") from error


def _open(name: str, way: Any, runner: Runner, ways: ExitStack) -> None:  # noqa: ANN401 - anything that starts and stops
    runner.ways[name] = way.health
    way.start()
    ways.callback(way.stop)


@click.command(
    epilog=example(
        "kanban run my_line.kanban",
        "kanban run my_line.kanban --journal /var/lib/kanban/line.journal --config plant.toml",
        "kanban run my_line.kanban --stdin < signals.jsonl",
    ),
)
@click.argument("file", type=PolicyFile(), metavar="FILE")
@click.option("--journal", type=click.Path(path_type=Path), metavar="FILE", help="Where it is written down. By default beside the policy.")
@click.option(
    "--config", type=click.Path(path_type=Path), metavar="FILE", help="Which drivers the machines and the ERP have, and the ways in."
)
@click.option(
    "--http", "address", metavar="HOST:PORT", help="Where signals come in over HTTP. By default 127.0.0.1:8321; `none` for nowhere."
)
@click.option("--stdin", "from_stdin", is_flag=True, help="Take signals from standard input, one JSON object a line, and end when it ends.")
@click.option(
    "--stock", type=click.Path(path_type=Path), metavar="FILE", help="At the first start: what lies where (buffer, quantity), as CSV."
)
@click.option("--log", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How it tells what happens.")
def command(
    file: Path, journal: Path | None, config: Path | None, address: str | None, from_stdin: bool, stock: Path | None, form: str
) -> int:
    """Run a policy: take in signals, ask lifts and the ERP for what follows, and write all of it down."""
    place = journal or file.with_suffix(".journal")
    try:
        plant = Plant() if config is None else Plant.read(config)
        ways = _WaysIn.read(plant, address)
        desk = _desk(file, place, plant, stock)
        if desk is None:
            return Ending.FINDINGS
        return _run(desk, plant.fits(desk.policy), config, place, ways, form, from_stdin=from_stdin)
    except (JournalError, BackendError) as error:
        raise click.ClickException(str(error)) from error


def _desk(file: Path, place: Path, plant: Plant, stock: Path | None) -> Desk | None:
    """The policy of a journal that is there, or of a new one; None where the policy cannot be run, after saying why."""
    if place.exists() and place.stat().st_size:
        desk = resume(Journal.open(place), plant.outbox)
        if not Text.read(file)[0].same_words(desk.text):
            console.say(
                f"`{harmless(str(file))}` is not what runs: it was changed since it was taken up. "
                "See `kanban plan`, and `kanban apply` to take it up.",
                problem=True,
            )
        return desk
    checked = check(file)
    stops = checked.stops()
    if checked.policy is None or stops:
        refuse(file, stops)
        return None
    text, loaded = Text.read(file)
    assert loaded.policy is not None  # noqa: S101 - it was just checked
    plant.fits(loaded.policy)
    on_hand = {} if stock is None else Lines.stock(stock, loaded.policy)
    journal = Journal.create(place)
    desk = start(journal, text, loaded.policy, plant.outbox, wall(), on_hand)
    _leave_token(place, admit(journal, Account(CONSOLE, None, manages=True)))
    return desk


def _leave_token(journal: Path, token: str) -> None:
    """The console's own token, for whoever may read this folder as this user."""
    path = journal.with_name(journal.name + ".token")
    path.touch(mode=0o600)
    path.write_text(token + "\n", "utf-8")


def _run(desk: Desk, plant: Plant, config: Path | None, place: Path, open_ways: _WaysIn, form: str, *, from_stdin: bool) -> int:
    if open_ways.mqtt is not None:
        open_ways.mqtt.named(desk.policy.name)  # whatever is wrong with it is said before anything starts
    tell = _teller(form)
    backends = {**plant.backends(desk.policy, place), PEOPLE: Notices(lambda text: tell({"what": "notice", "text": text}, f"! {text}"))}
    runner = Runner(desk, plant.outbox, backends, wall, _more(config, place), _shown(tell))
    runner.start()
    stop = threading.Event()
    with ExitStack() as ways, _asked_to_stop(stop):
        ways.callback(runner.stop)
        where = open_ways.http(runner, ways)
        if where is not None:
            runner.tell(lambda desk, _at: desk.journal.note("http", where)).result()
        open_ways.others(runner, ways)
        others: list[str] = [name for name in ("mqtt", "folder") if name in runner.ways]
        tell({"what": "started", "journal": str(place), "http": where, "ways": others}, _greeting(desk, place, where, others))
        if from_stdin:
            Lines(runner, stop).take(lines_of(sys.stdin.fileno(), stop), lambda shape: console.say(json.dumps(shape)))
        else:
            stop.wait()
    tell({"what": "stopped"}, "stopped; everything is written down")
    return Ending.FINE


def _more(config: Path | None, place: Path) -> Callable[[Policy, Container[str]], tuple[Boxes, Mapping[str, Backend]]]:
    """What another policy needs, from the configuration as it is by then."""

    def more(policy: Policy, known: Container[str]) -> tuple[Boxes, Mapping[str, Backend]]:
        plant = Plant() if config is None else Plant.read(config).fits(policy)
        try:
            return plant.outbox, plant.backends(policy, place, known)
        except BackendError as error:
            raise JournalError(str(error)) from error

    return more


def _greeting(desk: Desk, place: Path, where: str | None, others: list[str]) -> str:
    lines = [f"{desk.policy.name} runs; it is written down in {place}"]
    if where is not None:
        buffer = next(iter(desk.policy.buffers))
        lines += [
            f"signals come in at {where}; for example, in another terminal:",
            f"  kanban signal consumption {buffer} 1 --journal {place}",
        ]
    if others:
        lines.append(f"signals come in by {' and '.join(others)} too; `GET /health` says how these ways are")
    return "\n".join(lines)


def _teller(form: str) -> Callable[[dict[str, object], str], None]:
    """How people and programs are told what happens: on standard error, for standard output is for answers."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s")

    def tell(shape: dict[str, object], text: str) -> None:
        console.say(json.dumps(shape) if form == "json" else text, problem=True)

    return tell


def _shown(tell: Callable[[dict[str, object], str], None]) -> Callable[[Signal | None, Answer], None]:
    def shown(heard: Signal | None, answer: Answer) -> None:
        said = {} if heard is None else dict(heard.said)
        text = f"{said_text(said)}: {answer.outcome}" + (f": {answer.reason}" if answer.reason else "")
        text += "".join(f"\n  {action_line(action)}" for action in answer.actions)
        source = None if heard is None else heard.source
        tell({"what": "signal", "said": said, "source": source, **answer.shape}, harmless(text))

    return shown


@contextmanager
def _asked_to_stop(stop: threading.Event) -> Iterator[None]:
    """While this lasts, Ctrl-C and a service manager ask for an end instead of making one."""

    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {one: signal.signal(one, ask) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
