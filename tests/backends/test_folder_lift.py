"""The driver that the documentation shows: it is short, keeps the contract, and is found by its entry point."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from decimal import Decimal
from pathlib import Path

import pytest

from kanbanlang.backends.contract import Backend
from kanbanlang.live.plant import Plant
from kanbanlang.model import load
from kanbanlang.testing import LiftContract, Rig

PAGE = Path(__file__).parents[2] / "docs" / "live"
sys.path.insert(0, str(PAGE))

from folder_lift import FolderLift  # noqa: E402

POLICY = """\
policy line "One lift"

item gear
vlm lift_1 { tray 1 { holds 10 pcs of gear } }
supplier acme
buffer gears of gear in lift_1 tray 1 { keep 10 pcs; from acme; serves customers }
"""


class Machine:
    """The lift's own software: one file after the other, in the order of their names."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("jobs", "taken", "reports", "known"):
            (folder / name).mkdir(exist_ok=True)
        if not (folder / "stock.json").exists():
            self.says("stock.json", [])

    def says(self, name: str, what: object) -> None:
        draft = self.folder / "machine.draft"
        draft.write_text(json.dumps(what))
        draft.rename(self.folder / name)

    def does_one(self) -> None:
        job = min((self.folder / "jobs").iterdir(), default=None)
        if job is None:
            return
        said = json.loads(job.read_text())
        there = Counter({(place, item, tray): Decimal(quantity) for place, item, quantity, tray in self.stock()})
        executed = Decimal(0)
        for move in said["moves"]:
            executed = Decimal(move["quantity"])
            if move["source"] and said["kind"] != "store":
                where = move["source"], move["item"], move["tray"]
                executed = min(executed, there[where]) if said["kind"] == "retrieve" else executed
                there[where] -= executed
            if move["target"] and said["kind"] != "retrieve":
                there[move["target"], move["item"], move["tray"]] += executed
        job.rename(self.folder / "taken" / job.name)
        self.says("stock.json", [[place, item, str(quantity), tray] for (place, item, tray), quantity in there.items()])
        if said["kind"] != "book":
            self.says(f"reports/{job.name}", {"executed": str(executed)})

    def stock(self) -> list[tuple[str, str, str, int | None]]:
        rows: list[tuple[str, str, str, int | None]] = json.loads((self.folder / "stock.json").read_text())
        return rows


class FolderRig(Rig):
    def __init__(self, folder: Path) -> None:
        self.folder = folder / "lift"
        self.folder.mkdir()
        self.machine, self.driver = Machine(self.folder), FolderLift(self.folder)

    @property
    def backend(self) -> Backend:
        return self.driver

    def passes(self) -> None:
        self.machine.does_one()

    def restarts(self) -> None:
        self.machine, self.driver = Machine(self.folder), FolderLift(self.folder)

    def troubles(self) -> Mapping[str, AbstractContextManager[None]]:
        return {"the network drive is away": self.away()}

    @contextmanager
    def away(self) -> Iterator[None]:
        elsewhere = self.folder.with_name("elsewhere")
        self.folder.rename(elsewhere)
        yield
        elsewhere.rename(self.folder)

    def close(self) -> None:
        self.driver.close()


class TestFolderLift(LiftContract):
    def rig(self, folder: Path) -> Rig:
        return FolderRig(folder)


def test_it_is_no_longer_than_the_page_says() -> None:
    lines = [line for line in (PAGE / "folder_lift.py").read_text().splitlines() if line.strip()]
    assert len(lines) <= 60


def test_a_report_that_is_half_written_waits(tmp_path: Path) -> None:
    rig = FolderRig(tmp_path)
    (rig.folder / "reports" / "000000001-one.json").write_text('{"executed": "4')
    assert list(rig.backend.results()) == []


def test_it_is_found_by_its_entry_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the page says: what pip writes down of an installed project is all that is needed."""
    about = tmp_path / "acme_lifts-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-lifts\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[kanbanlang.vlm]\nfolder = folder_lift:folder_lift\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "line.kanban").write_text(POLICY)
    policy = load(tmp_path / "line.kanban").policy
    assert policy is not None
    plant = Plant({"vlm": {"lift_1": {"driver": "folder", "path": "/mnt/lift"}}, "erp": {"driver": "none"}})
    assert plant.backends(policy, tmp_path / "line.journal") == {"lift_1": FolderLift(Path("/mnt/lift"))}
