"""A long journal in small: `make long` is the same at full length."""

from __future__ import annotations

from pathlib import Path

from long_journal import long


def test_a_journal_replays_starts_from_its_snapshot_and_shows_every_changed_byte(tmp_path: Path) -> None:
    seen = long(tmp_path, signals=2_000, flips=100, seed=5)
    assert seen["changed bytes, all seen"] == 100
