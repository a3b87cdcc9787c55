"""The kill campaign with a real Tryton in small: `make torture` is the same at full width."""

from __future__ import annotations

from pathlib import Path

from tryton_torture import PASSWORD, TrytonPlant, campaign


def test_runner_lift_and_tryton_are_killed_and_nothing_is_booked_twice_or_lost(tmp_path: Path) -> None:
    seen = campaign(TrytonPlant(tmp_path), kills=5, count=24, seed=4)
    assert seen["signals"] == 24
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    assert {"torture.journal", "programs.log", "plant.sqlite"} < set(written)
    assert {name for name, content in written.items() if PASSWORD.encode() in content} == {"password"}, "it stands in its own file alone"
