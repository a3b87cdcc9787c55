"""The kill campaign in small: `make torture` is the same at full width."""

from __future__ import annotations

from pathlib import Path

from torture import Plant, campaign


def test_programs_are_killed_and_nothing_is_lost_or_done_twice(tmp_path: Path) -> None:
    seen = campaign(Plant(tmp_path), kills=15, count=400, seed=3)
    assert seen["signals"] == 400
