"""The threads of a runner go on, whatever a sender, a disk or a driver does to them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from live_plants import BEGINS, LINE, LivePlant, boxes

from kanbanlang.backends.contract import Accepted, Answer, Backend, Job, Result
from kanbanlang.backends.ledger import Ledger
from kanbanlang.backends.lift import SimulatedLift
from kanbanlang.live.asking import Asking
from kanbanlang.live.changing import change
from kanbanlang.live.desk import Desk
from kanbanlang.live.journal import Journal
from kanbanlang.live.opening import Boxes, start
from kanbanlang.live.records import JournalError, NotStoredError
from kanbanlang.live.runner import Runner
from kanbanlang.live.signals import Person, Signal
from kanbanlang.live.text import Text
from kanbanlang.model.policy import Policy

_PATIENCE = 20.0
"""Seconds until a test says that something never happens."""


class FailingLift(SimulatedLift):
    """A lift whose driver fails so many times, with an error that no contract speaks of."""

    fails = 0

    def _may_fail(self) -> None:
        if self.fails:
            self.fails -= 1
            raise ZeroDivisionError("the answer had no trays in it")

    def send(self, job: Job) -> Answer:
        self._may_fail()
        return super().send(job)

    def results(self) -> Sequence[Result]:
        self._may_fail()
        return super().results()


@contextmanager
def running(folder: Path, **backends: Backend) -> Iterator[Runner]:
    path = folder / "line.kanban"
    path.write_text(LINE)
    text, loaded = Text.read(path)
    assert loaded.policy is not None
    journal = Journal.create(folder / "line.journal")
    runner = Runner(start(journal, text, loaded.policy, boxes, BEGINS, {"lift_gears": 200}), boxes, backends, lambda: BEGINS)
    runner.start()
    try:
        yield runner
    finally:
        runner.stop()


MORE = LINE.replace("supplier acme", "vlm lift_2 { access picker; tray 1 { holds 900 pcs of gear } }\nsupplier acme") + (
    "buffer rest of gear in lift_2 tray 1 { kanban 2 cards; from lift_gears }\n"
)


def test_a_machine_that_another_text_brings_gets_its_driver_at_once(tmp_path: Path) -> None:
    text = {"main": "line.kanban", "files": {"line.kanban": MORE}}
    lift = SimulatedLift(tmp_path / "lift_2", lambda: BEGINS, 1)
    with running(tmp_path) as runner:

        def apply(desk: Desk, at: int) -> dict[str, Any] | str:
            try:
                return change(desk, text, "console", runner.meets, at)
            except JournalError as error:
                return str(error)

        def no_driver(_policy: Policy, _known: Container[str]) -> tuple[Boxes, Mapping[str, Backend]]:
            raise JournalError("lift_2: there is no driver `kardx`")

        runner.more = no_driver
        assert "no driver `kardx`" in runner.tell(apply).result(_PATIENCE)
        assert "lift_2" not in runner.desk.policy.stores
        runner.more = lambda _policy, known: (boxes, {} if "lift_2" in known else {"lift_2": lift})
        assert runner.tell(apply).result(_PATIENCE)["applied"]
        counted = {"kind": "count", "of": "rest", "quantity": "5"}
        assert runner.hear(Signal(counted, "mes", None, Person("picker 1", "picker"))).result(_PATIENCE).outcome == "accepted"
        until(lambda: runner.lanes["lift_2"].delivered > 0)


def test_a_machine_that_comes_back_gets_what_was_left_for_it(tmp_path: Path) -> None:
    lift = SimulatedLift(tmp_path / "lift_1", lambda: BEGINS, 1)
    with running(tmp_path) as runner:  # nobody drives its lift yet
        left = [work.id for work in runner.desk.journal.open_work("lift_1")]
        assert left
        runner.more = lambda _policy, _known: (boxes, {"lift_1": lift})
        runner.tell(lambda desk, _at: runner.meets(desk.policy)).result(_PATIENCE)
        until(lambda: runner.lanes["lift_1"].delivered == len(left))
        assert [isinstance(lift.find(one), Accepted) for one in left] == [True] * len(left)


def taken(quantity: int) -> Signal:
    return Signal({"kind": "consumption", "of": "line_gears", "quantity": str(quantity)}, "mes", None, Person("picker 1", "picker"))


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE
    while not true():
        assert time.monotonic() < end, "it never happens"
        time.sleep(0.01)


def test_a_sender_that_gives_up_waiting_stops_nobody(tmp_path: Path) -> None:
    with running(tmp_path) as runner:
        holds, held = threading.Event(), threading.Event()

        def wait(_desk: Desk, _at: int) -> None:
            held.set()
            holds.wait(_PATIENCE)

        runner.tell(wait)
        held.wait(_PATIENCE)
        gone: Future[Any] = runner.hear(taken(1))
        stays = runner.hear(taken(2))
        assert gone.cancel()
        holds.set()
        assert stays.result(_PATIENCE).outcome == "accepted"
        quantities = [entry.said["said"]["quantity"] for entry in runner.desk.journal.entries() if entry.said["what"] == "signal"]
        assert quantities == ["2"]


def test_a_driver_that_fails_is_one_that_does_not_answer(tmp_path: Path) -> None:
    lift = FailingLift(tmp_path / "lift", lambda: BEGINS, 1)
    lift.fails = 5
    with running(tmp_path, lift_1=lift, erp=Ledger(tmp_path / "ledger", lambda: BEGINS, 1)) as runner:
        until(lambda: "ZeroDivisionError" in (runner.lanes["lift_1"].trouble or ""))
        assert Asking(runner).health()["lanes"]["lift_1"]["tries"] > 0
        until(lambda: runner.lanes["lift_1"].trouble is None)
        until(lambda: runner.lanes["lift_1"].delivered > 0)


def test_what_could_not_be_stored_is_told_until_something_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant = LivePlant(tmp_path)
    with monkeypatch.context() as full:
        full.setattr(Journal, "commit", _disk_full)
        with pytest.raises(NotStoredError, match="no space"):
            plant.hear("consumption", "line_gears", 1)
    plant.pass_time(0.001)  # nothing happens, so nobody knows yet
    assert plant.runner.failure == "no space left on the disk"
    plant.hear("consumption", "line_gears", 1)
    assert plant.runner.failure is None


def _disk_full(_journal: Journal) -> None:
    raise JournalError("no space left on the disk")
