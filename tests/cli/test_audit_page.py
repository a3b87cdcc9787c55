"""The page about counting and reconciling shows what the commands print, in the order in which a reader would type them."""

from __future__ import annotations

import re
from pathlib import Path

from cli_living import living
from cli_runs import Kanban
from test_command_count import filled_in

PAGE = Path(__file__).parents[2] / "docs" / "live" / "audit.md"
MONDAY = 1_767_596_400_000_000
"""2026-01-05 07:00 UTC, on a clock that stands."""


def shown() -> list[tuple[str, str]]:
    """The commands of the page, each with what it is shown to print."""
    found = []
    for fence in re.findall(r"^```text\n(\$ .*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        for part in re.split(r"^\$ ", fence, flags=re.MULTILINE)[1:]:
            command, _, printed = part.partition("\n")
            found.append((command, printed))
    return found


def test_the_page_shows_what_the_commands_print(kanban: Kanban, tmp_path: Path) -> None:
    compared = False
    with living(tmp_path, lambda: MONDAY) as line:
        for command, printed in shown():
            if command.startswith("kanban count enter monday.csv"):
                filled_in(tmp_path / "monday.csv", lift_gears="197")
            if command == "kanban reconcile" and not compared:
                line.takes_by_hand("lift_1", 3)
                compared = True
            line.rests()
            done = kanban(*command.split()[1:])
            assert done.out == printed, f"{command}\n{done.out}"
    assert compared
