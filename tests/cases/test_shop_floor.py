"""A made-up file of completion reports, replayed and counted again without the project."""

from __future__ import annotations

from pathlib import Path

import pytest
import shop_floor


def test_every_report_is_accepted_or_said_why_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert shop_floor.main(Path(__file__).with_name("shop_floor.csv")) == 0
    *_, last = capsys.readouterr().out.splitlines()
    assert "11 inputs of 4 pairs: {'accepted': 6, 'duplicates': 1, 'conflicts': 1, 'refused': 3, 'pieces': 96}" in last
