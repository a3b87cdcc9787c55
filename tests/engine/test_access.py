"""Every access to a tray is by a role that has the right to it, at the place where the goods lie; anything else is refused."""

from __future__ import annotations

import pytest

from kanbanlang.dryrun import run_tests
from kanbanlang.model import load_text

PLANT = """\
policy plant
role picker
role supervisor
item gear { pack 20 pcs }
item shaft { pack 10 pcs }
supplier acme
vlm lift_1 {
  access picker, supervisor
  tray 7 { holds 300 pcs of gear }
  tray 8 { holds 300 pcs of shaft; access supervisor }
}
rack shelf { bay 2 { holds 90 pcs of gear } }
station assembly { makes gearbox from 1 gear, 1 shaft }
item gearbox
buffer shipping of gearbox { keep 1 pcs; from assembly; serves customers }
buffer line_gears of gear at assembly { kanban 2 cards; from lift_gears }
buffer line_shafts of shaft at assembly { kanban 2 cards; from lift_shafts }
buffer lift_gears of gear in lift_1 tray 7 { keep 200 pcs; from acme }
buffer lift_shafts of shaft in lift_1 tray 8 { keep 100 pcs; from acme }
buffer shelf_gears of gear in shelf bay 2 { keep 60 pcs; from acme; serves customers }
"""


def outcome(*steps: str) -> str | None:
    """What a test of the plant comes to: None when all that it says follows."""
    loaded = load_text(PLANT + 'test "access" {\n' + "\n".join(steps) + "\n}\n")
    assert loaded.policy is not None, loaded.diagnostics
    (result,) = run_tests(loaded.policy)
    return result.message


ASKED = "when consumption of 20 pcs of line_gears", "when consumption of 10 pcs of line_shafts"


@pytest.mark.parametrize(
    "pick",
    [
        "pick of 20 pcs of gear by picker",
        "pick of 20 pcs of gear by supervisor at lift_1 tray 7",
        "pick of 20 pcs of gear from lift_gears tray 7",
        "pick of 10 pcs of shaft by supervisor tray 8",
        "pick of 10 pcs of line_shafts",
    ],
)
def test_who_has_the_right_picks_at_the_right_place(pick: str) -> None:
    assert outcome(*ASKED, f"when {pick}", "then nothing else") is None


@pytest.mark.parametrize(
    ("pick", "reason"),
    [
        ("pick of 10 pcs of shaft by picker", "picker has no access to tray 8 of lift_1; supervisor has"),
        ("pick of 20 pcs of gear by picker tray 8", "lift_gears lies in tray 7 of lift_1, not in tray 8"),
        ("pick of 20 pcs of gear at shelf", "lift_gears is in lift_1, not in shelf"),
        ("consumption of 5 pcs of line_gears tray 7", "line_gears lies in no tray"),
        ("consumption of 5 pcs of shelf_gears by picker bay 3", "shelf_gears lies in bay 2 of shelf, not in bay 3"),
        ("consumption of 5 pcs of lift_shafts by picker", "picker has no access to tray 8 of lift_1; supervisor has"),
    ],
)
def test_the_wrong_role_or_place_is_refused_and_changes_nothing(pick: str, reason: str) -> None:
    right = "pick of 10 pcs of shaft by supervisor tray 8" if "shaft" in pick else "pick of 20 pcs of gear by picker tray 7"
    assert outcome(*ASKED, f"when {pick}", f'then refused "{reason}"', f"when {right}", "then nothing else") is None


def test_goods_are_put_away_by_who_may_open_the_tray() -> None:
    pulled = "when consumption of 10 pcs of lift_shafts by supervisor", "then replenish 10 pcs from acme to lift_shafts"
    assert outcome(*pulled, "when receipt of 10 pcs of lift_shafts by picker", 'then refused "picker has no access to tray 8"') is None
    assert outcome(*pulled, "when receipt of 10 pcs of lift_shafts by supervisor tray 8", "then on_hand(lift_shafts) = 100 pcs") is None


def test_who_acts_must_be_a_role_of_the_policy() -> None:
    loaded = load_text(PLANT + 'test "x" { when pick of 20 pcs of gear by piker; then nothing }\n')
    assert [(one.code, one.help) for one in loaded.diagnostics if one.code == "KB201"] == [("KB201", "did you mean `picker`?")]
