"""A policy that runs, with its threads and its way in over HTTP, for the commands that speak with it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from attrs import frozen

from kanbanlang.backends.contract import BOOK, Job, Move
from kanbanlang.backends.people import Notices
from kanbanlang.cli.run import CONSOLE, _leave_token, wall
from kanbanlang.live.http import serve
from kanbanlang.live.journal import Journal
from kanbanlang.live.opening import start
from kanbanlang.live.outbox import PEOPLE
from kanbanlang.live.people import Account, admit
from kanbanlang.live.plant import Plant
from kanbanlang.live.runner import Runner
from kanbanlang.live.text import Text

LINE = """\
policy line "A line and its lift" { currency EUR }

role auditor
role cleaner
item gear { unit pcs; pack 10 pcs; value 4 EUR }
vlm lift_1 { access auditor; tray 1 { holds 900 pcs of gear } }
supplier acme
buffer line_gears of gear { kanban 4 cards; from lift_gears; serves customers }
buffer lift_gears of gear in lift_1 tray 1 { reorder at 60 pcs up to 200 pcs; from acme { lead time 1 d } }
"""


@frozen
class Living:
    """The folder of a policy that runs, and the two backends beside it."""

    journal: Path
    runner: Runner

    def takes_by_hand(self, name: str, quantity: int) -> None:
        """Somebody changes the books of a backend and tells nobody."""
        lane = self.runner.lanes[name]
        with lane.calls:
            lane.backend.send(
                Job(f"by hand {quantity}", BOOK, (Move("gear", "gear", Decimal(quantity), "pcs", source="lift_gears", tray=1),))
            )

    def rests(self) -> int:
        """Wait until nothing is under way. Returns the number of the last entry."""
        until(lambda: self.runner.tell(lambda desk, _at: not desk.journal.open_work()).result())
        return self.runner.desk.journal.length


def until(holds: Callable[[], bool]) -> None:
    """Wait for something that comes by itself."""
    for _ in range(2000):
        if holds():
            return
        time.sleep(0.005)
    raise AssertionError("it never came")


@contextmanager
def living(folder: Path, clock: Callable[[], int] = wall) -> Iterator[Living]:
    """A runner in a folder, started as `kanban run` starts it, with anna who counts and carl who cleans."""
    path, journal = folder / "line.kanban", folder / "line.journal"
    path.write_text(LINE)
    text, loaded = Text.read(path)
    assert loaded.policy is not None
    plant = Plant({"vlm": {"lift_1": {"seconds": 0}}})
    opened = Journal.create(journal)
    desk = start(opened, text, loaded.policy, plant.outbox, clock(), {})
    _leave_token(journal, admit(opened, Account(CONSOLE, None, manages=True)))
    for name, role in (("anna", "auditor"), ("carl", "cleaner")):
        admit(opened, Account(name, role))
    backends = {**plant.backends(loaded.policy, journal), PEOPLE: Notices(lambda _text: None)}
    runner = Runner(desk, plant.outbox, backends, clock)
    runner.start()
    try:
        with serve(runner, "127.0.0.1", 0) as where:
            runner.tell(lambda desk, _at: desk.journal.note("http", where)).result()
            yield Living(journal, runner)
    finally:
        runner.stop()
