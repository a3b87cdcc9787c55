"""A plant that runs without threads: the real desk, lanes and embedded backends, one step at a time, with a clock that the test moves."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from concurrent.futures import Future
from decimal import Decimal
from pathlib import Path
from typing import Any

from attrs import define, field

from kanbanlang.backends.ledger import Ledger
from kanbanlang.backends.lift import SimulatedLift
from kanbanlang.backends.people import Notices
from kanbanlang.live.desk import Answer
from kanbanlang.live.journal import Journal
from kanbanlang.live.opening import keep, resume, start
from kanbanlang.live.outbox import PEOPLE, Outbox
from kanbanlang.live.runner import Message, Runner, _Waiting
from kanbanlang.live.signals import Person, Signal
from kanbanlang.live.text import Text
from kanbanlang.model.policy import Policy

BEGINS = 1_780_000_000_000_000
SECOND = 1_000_000
LINE = """\
policy line "A line and its lift"

role picker
role cleaner
item gear { unit pcs; pack 10 pcs }
vlm lift_1 { access picker; tray 1 { holds 900 pcs of gear } }
supplier acme
buffer line_gears of gear { kanban 4 cards; from lift_gears; serves customers }
buffer lift_gears of gear in lift_1 tray 1 { reorder at 60 pcs up to 200 pcs; from acme { lead time 1 d } }
"""


class StepRunner(Runner):
    """Whoever brings a message waits until it is taken in: nothing happens at the same time as anything else."""

    def tell(self, message: Message, patience: float = 0.0) -> Future[Any]:
        del patience
        answer: Future[Any] = Future()
        self._together([_Waiting(message, answer)])
        return answer


@define
class LivePlant:
    """Everything that survives a crash lies in `folder`; `runner` does not."""

    folder: Path
    policy_text: str = LINE
    now: int = BEGINS
    told: list[str] = field(factory=list)
    backends: dict[str, Any] = field(init=False)
    runner: StepRunner = field(init=False)

    def __attrs_post_init__(self) -> None:
        path = self.folder / "line.kanban"
        path.write_text(self.policy_text)
        text, loaded = Text.read(path)
        assert loaded.policy is not None, [one.message for one in loaded.diagnostics]
        self.backends = self._backends(loaded.policy)
        desk = start(Journal.create(self.folder / "line.journal"), text, loaded.policy, boxes, self.clock(), {})
        self._runs(StepRunner(desk, boxes, self.backends, self.clock))

    def clock(self) -> int:
        return self.now

    def _backends(self, policy: Policy) -> dict[str, Any]:
        lifts = {
            name: SimulatedLift(self.folder / f"{name}.lift", self.clock, SECOND)
            for name, store in policy.stores.items()
            if store.kind == "vlm"
        }
        return {**lifts, "erp": Ledger(self.folder / "ledger", self.clock, 5 * SECOND), PEOPLE: Notices(self.told.append)}

    def _runs(self, runner: StepRunner) -> None:
        self.runner = runner
        for lane in runner.lanes.values():
            lane.load(runner.desk.journal.open_work(lane.name, ("waiting", "sent")))
        runner.desk.put.clear()

    # ------------------------------------------------------------ what happens
    def hear(
        self, kind: str, of: str, quantity: int | None = None, key: str | None = None, by: str | None = "picker", **more: str
    ) -> Answer:
        said: dict[str, str] = {"kind": kind, "of": of, **more}
        if quantity is not None:
            said["quantity"] = str(quantity)
        person = None if by is None else Person(f"{by} 1", by)
        answer: Answer = self.runner.hear(Signal(said, "mes", key, person)).result()
        return answer

    def pass_time(self, seconds: float = 1.0) -> None:
        self.now += round(seconds * SECOND)
        self.runner._together([])

    def hand_over(self, name: str) -> bool:
        """One job of a lane is handed over, if one waits."""
        return self.runner.lanes[name]._hand_over()

    def bring_reports(self, name: str) -> bool:
        return self.runner.lanes[name]._bring_reports()

    def crash(self, *, snapshot: bool = False) -> None:
        """The program ends in the middle of everything, and is started again."""
        if snapshot:
            self.runner._keep()
        self.runner.desk.journal.close()
        desk = resume(Journal.open(self.folder / "line.journal"), boxes)
        self._runs(StepRunner(desk, boxes, self.backends, self.clock))

    def settle(self) -> None:
        """Let everything come to an end."""
        for _ in range(300):
            went = [self.hand_over(name) for name in self.backends]
            went += [self.bring_reports(name) for name in self.backends]
            self.pass_time(1)
            if not any(went) and not self.runner.desk.journal.open_work():
                return
        raise AssertionError(f"it never ends: {self.runner.desk.journal.open_work()}")

    # ------------------------------------------------------------ what there is
    def engine_stock(self) -> dict[str, Decimal]:
        desk = self.runner.desk
        return {change.place.name: Decimal(change.steps) for change in desk.holdings.all()}

    def ledger_stock(self) -> dict[str, Decimal]:
        return {one.place: one.quantity for one in self.backends["erp"].stock()}

    def lift_stock(self) -> dict[str, Decimal]:
        return {one.place: one.quantity for name, lift in self.backends.items() if name.startswith("lift") for one in lift.stock()}

    def entries(self) -> list[dict[str, Any]]:
        return [entry.said for entry in self.runner.desk.journal.entries()]

    def asked(self, kind: str) -> list[Mapping[str, Any]]:
        return [action for said in self.entries() for action in said.get("actions", ()) if action["kind"] == kind]

    def close(self) -> None:
        with contextlib.suppress(Exception):
            self.runner.desk.journal.close()
        for backend in self.backends.values():
            backend.close()


def boxes(policy: Policy) -> Outbox:
    return Outbox(policy, [store.name for store in policy.stores.values() if store.kind == "vlm"])


__all__ = ["BEGINS", "LINE", "SECOND", "LivePlant", "boxes", "keep"]
