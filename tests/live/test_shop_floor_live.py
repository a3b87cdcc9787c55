"""A made-up file of completion reports by two ways at once; `shop_floor_live.py` does the same with any file."""

from __future__ import annotations

from pathlib import Path

import pytest
import shop_floor_live


def test_every_report_that_comes_by_two_ways_counts_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert shop_floor_live.main(Path(__file__).parents[1] / "cases" / "shop_floor.csv") == 0
    first, second = capsys.readouterr().out.splitlines()
    assert "{'accepted': 6, 'duplicates': 1, 'conflicts': 1, 'refused': 3, 'pieces': 96}; the same in a dry run" in first
    assert second == "22 arrivals: {'accepted': 6, 'conflict': 2, 'duplicate': 8, 'refused': 6}"
