"""Loops: what their places hand on to each other, and where one does not close."""

from __future__ import annotations

import pytest

from kanbanlang.model import load_text
from kanbanlang.model.policy import InLoop

PLANT = """\
policy plant
item raw
item shaft
item pair
supplier acme
station lathe { makes shaft from 1 raw }
station mill { }
station press { makes pair from 2 shaft }
buffer raws of raw at lathe { keep 9 pcs; from acme }
"""


def _loop(*places: str, item: str = "shaft", cards: str = "2 cards of 1 pcs", name: str = "line") -> str:
    return f"loop {name} of {item} {{ through {', '.join(places)}; kanban {cards} }}\n"


FAULTS = {
    "no places": ("loop line of shaft { kanban 2 cards of 1 pcs }", "KB230", "does not say through which places it goes"),
    "no cards": ("loop line of shaft { through lathe }", "KB230", "does not say how many cards it has"),
    "no item": ("loop line { through lathe, mill; kanban 2 cards of 1 pcs }", "KB230", "what goes round in `line` is not said"),
    "no quantity": (_loop("lathe", cards="2 cards"), "KB211", "how much a card of `line` is for is not said"),
    "twice through": (_loop("lathe", "mill", "lathe"), "KB231", "through `lathe` twice"),
    "another product": (_loop("lathe", item="raw"), "KB231", "`lathe` does not make `raw`"),
    "backwards": (_loop("press", "lathe"), "KB231", "nothing of `press` goes into `shaft`"),
    "another item": ("buffer pairs of pair { }\n" + _loop("lathe", "pairs"), "KB231", "brings `shaft` to `pairs`, which holds `pair`"),
    "another place": ("buffer turned of shaft { }\n" + _loop("lathe", "turned", "mill"), "KB231", "`turned` does not stand at `mill`"),
    "two ways": (
        "station drill { }\n" + _loop("lathe", "mill") + _loop("lathe", "drill", name="other"),
        "KB231",
        "`lathe` cannot go on both to `mill` and to `drill`",
    ),
    "out of the middle": (
        _loop("lathe", "mill") + _loop("lathe", name="inner") + "buffer shop of shaft { keep 3 pcs; from inner }",
        "KB231",
        "`inner` goes on to `mill`",
    ),
    "a rule within": (
        "buffer turned of shaft at mill { keep 2 pcs; from lathe }\n" + _loop("lathe", "turned", "mill"),
        "KB232",
        "`turned` has a rule of its own",
    ),
    "a source within": (
        "buffer turned of shaft at mill { from lathe }\n" + _loop("lathe", "turned", "mill"),
        "KB232",
        "`turned` says from where it comes",
    ),
    "nothing to begin with": (
        "buffer turned of shaft at mill { }\n" + _loop("turned", "mill"),
        "KB232",
        "`turned` comes first in `line` and has not one source",
    ),
    "two for one": (_loop("lathe", "press", item="pair"), "KB233", "`press` takes more or less than one `shaft` for one `pair`"),
    "cards of two sizes": (
        _loop("lathe", "mill") + _loop("mill", cards="2 cards of 3 pcs", name="inner"),
        "KB233",
        "share a place, and their cards are not alike",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_loop_that_does_not_close_is_one_mistake(name: str) -> None:
    text, code, words = FAULTS[name]
    (found,) = [one for one in load_text(PLANT + text + "\n").diagnostics if one.code != "KB217"]
    assert found.code == code
    assert words in found.message


def test_orders_without_end_need_something_that_ends() -> None:
    unlimited = "buffer yard of shaft { unlimited; serves customers }\nscenario s { orders of shaft without end }\n"
    later = "buffer shop of shaft { keep 2 pcs; from lathe; serves customers }\nscenario s { orders of shaft without end due after 2 d }\n"
    for text in (unlimited, later):
        assert [one.code for one in load_text(PLANT + text).diagnostics] == ["KB406"]


def test_each_place_is_filled_from_the_one_before_and_the_first_takes_the_cards() -> None:
    text = "loop line of shaft { through lathe, mill; kanban 2 cards of 3 pcs }\nbuffer shop of shaft { keep 3 pcs; from line }\n"
    policy = load_text(PLANT + text).policy
    assert policy is not None
    between, behind = policy.buffers["line after lathe"], policy.buffers["line"]
    assert isinstance(between.rule, InLoop)
    assert isinstance(behind.rule, InLoop)
    assert (between.at_station, [one.source for one in between.sources], between.rule.enters) == ("mill", ["lathe"], ("line",))
    assert (behind.at_station, [one.source for one in behind.sources], behind.rule.enters) == (None, ["mill"], ())
    assert behind.rule.endless == 0
    (recipe,) = policy.stations["mill"].recipes
    assert (recipe.product, recipe.parts) == ("shaft", {"shaft": 1})


def test_where_nobody_pulls_the_end_of_a_loop_never_has_enough() -> None:
    policy = load_text(PLANT + "loop line of shaft { through lathe; kanban 2 cards of 3 pcs }\n").policy
    assert policy is not None
    rule = policy.buffers["line"].rule
    assert isinstance(rule, InLoop)
    assert (rule.enters, rule.endless) == (("line",), 6)
