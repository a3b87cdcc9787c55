"""A runner with its own threads and real ways in, in this process; or the program itself, in another."""

from __future__ import annotations

import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from attrs import define, field
from live_plants import BEGINS, LINE, boxes

from kanbanlang.live.http import serve
from kanbanlang.live.journal import Journal
from kanbanlang.live.opening import start
from kanbanlang.live.people import Account, admit
from kanbanlang.live.runner import Runner
from kanbanlang.live.text import Text

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
"""Seconds after which a test gives up; nothing else depends on them."""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@define
class Running:
    """A runner that runs. The clock of the machine stands still: nothing here depends on it."""

    folder: Path
    runner: Runner
    tokens: dict[str, str] = field(factory=dict)
    address: str = ""
    client: httpx.Client = field(factory=lambda: httpx.Client(timeout=PATIENCE, trust_env=False))

    def admit(self, name: str, role: str | None = None, *, manages: bool = False) -> str:
        self.tokens[name] = token = admit(self.runner.desk.journal, Account(name, role, manages))
        return token

    def post(self, said: object, by: str | None = "mes", key: str | None = None, content: bytes | None = None) -> httpx.Response:
        headers = {} if by is None else {"Authorization": f"Bearer {self.tokens.get(by, by)}"}
        if key is not None:
            headers["Idempotency-Key"] = key
        if content is not None:
            return self.client.post(f"{self.address}/signals", content=content, headers=headers)
        return self.client.post(f"{self.address}/signals", json=said, headers=headers)

    def get(self, path: str, by: str | None = "mes") -> httpx.Response:
        headers = {} if by is None else {"Authorization": f"Bearer {self.tokens[by]}"}
        return self.client.get(self.address + path, headers=headers)

    def entries(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.runner.tell(lambda desk, _at: [one.said for one in desk.journal.entries()]).result(PATIENCE)
        return found

    def of_signals(self) -> list[dict[str, Any]]:
        return [one for one in self.entries() if one["what"] == "signal"]

    @contextmanager
    def held(self) -> Iterator[None]:
        """While this lasts, the desk is busy with something else."""
        begun, goes_on = threading.Event(), threading.Event()

        def message(_desk: object, _at: int) -> None:
            begun.set()
            goes_on.wait(PATIENCE)

        self.runner.tell(message)
        begun.wait(PATIENCE)
        try:
            yield
        finally:
            goes_on.set()


@contextmanager
def running(folder: Path, policy: str = LINE, *, inbox: int = 10_000, served: bool = True) -> Iterator[Running]:
    """A runner of a new journal, with a system `mes`, and people `anna` (picker) and `carl` (cleaner) where the policy has these roles."""
    path = folder / "line.kanban"
    path.write_text(policy)
    text, loaded = Text.read(path)
    assert loaded.policy is not None, [one.message for one in loaded.diagnostics]
    desk = start(Journal.create(folder / "line.journal"), text, loaded.policy, boxes, BEGINS, {})
    runner = Runner(desk, boxes, {}, lambda: BEGINS, inbox=queue.Queue(inbox))
    one = Running(folder, runner)
    one.admit("mes")
    for name, role in (("anna", "picker"), ("carl", "cleaner")):
        if role in loaded.policy.roles:
            one.admit(name, role)
    runner.start()
    try:
        if served:
            with serve(runner, "127.0.0.1", 0) as one.address:
                yield one
        else:
            yield one
    finally:
        one.client.close()
        runner.stop()


def until(holds: Callable[[], bool], what: str, step: float = 0.02) -> None:
    """Wait for something that must come."""
    pause = threading.Event()
    for _ in range(round(PATIENCE / step)):
        if holds():
            return
        pause.wait(step)
    raise AssertionError(f"it never came: {what}")


@define
class Program:
    """`kanban run` in a process of its own, that can be killed and started again."""

    folder: Path
    options: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = None

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "kanbanlang", *words]

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])}

    def start(self, **more: Any) -> subprocess.Popen[bytes]:  # noqa: ANN401 - what Popen takes
        command = self.command("run", "line.kanban", "--log", "json", *self.options)
        with (self.folder / "program.log").open("ab") as log:
            usual: Mapping[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": log}
            self.process = subprocess.Popen(command, cwd=self.folder, env=self.environment, **{**usual, **more})
        return self.process

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(PATIENCE)

    def end(self) -> int:
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def close(self) -> None:
        """Leave nothing behind, however the test ended."""
        if self.process is not None and self.process.poll() is None:
            self.kill()

    def log(self) -> str:
        return (self.folder / "program.log").read_text("utf-8")

    def entries(self) -> list[dict[str, Any]]:
        """What stands in the journal now, whoever writes it."""
        journal = Journal.open(self.folder / "line.journal", alone=False)
        try:
            return [one.said for one in journal.entries()]
        finally:
            journal.close()


def lines(text: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]
