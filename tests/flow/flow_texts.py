"""Smallest policies with one fault of the flow each, and sound ones beside them."""

from __future__ import annotations

from attrs import frozen

from kanbanlang.diagnostics import Diagnostic
from kanbanlang.flow.checks import check_flow
from kanbanlang.model import load_text

HEAD = """\
policy plant
item gear { unit pcs; pack 20 pcs }
supplier acme
"""


def findings(text: str) -> list[Diagnostic]:
    """What the flow checks say about a policy that is otherwise in order."""
    loaded = load_text(text, "plant.kanban")
    policy, found = loaded.policy, loaded.diagnostics
    assert policy is not None, [one.message for one in found]
    assert [one.message for one in found if one.code[:3] in {"KB1", "KB2", "KB4", "KB5"}] == []
    return check_flow(policy)


def shown(one: Diagnostic) -> str:
    """A finding as a person reads it."""
    related = [f"  {other.span.line}:{other.span.column} {other.message}" for other in one.related]
    return "\n".join([f"{one.span.line}:{one.span.column} {one.severity.value} {one.code}: {one.message}", f"  help: {one.help}", *related])


@frozen
class Fault:
    """A policy with one fault: the code it gets, and words of the line that the finding points to."""

    code: str
    at: str
    text: str
    times: int = 1


def _fault(code: str, at: str, *lines: str, times: int = 1) -> Fault:
    return Fault(code, at, HEAD + "\n".join(lines) + "\n", times)


def _nested(depth: int) -> str:
    """A sum whose two sides are equally deep, so that no order of reading needs fewer than `depth` numbers kept at once."""
    return f"max({_nested(depth - 1)}, {_nested(depth - 1)})" if depth > 1 else "available(shelf)"


def _sound(*lines: str) -> str:
    return HEAD + "\n".join(lines) + "\n"


FAULTS: dict[str, Fault] = {
    # ------------------------------------------------------------ signals and sources
    "a buffer that customers empty and nobody refills": _fault("KB301", "buffer shelf", "buffer shelf of gear { serves customers }"),
    "a source but no rule": _fault("KB301", "buffer shelf", "buffer shelf of gear { from acme; serves customers }"),
    "a rule without a source": _fault("KB302", "kanban 3 cards", "buffer shelf of gear {", "  kanban 3 cards", "}"),
    "a rule without a source, another buffer has it": _fault(
        "KB302",
        "keep 9",
        "buffer store of gear { keep 90 pcs; from acme; serves customers }",
        "buffer shelf of gear at cell { keep 9 pcs }",
        "station cell",
    ),
    "a trigger pulls to a buffer without a source": _fault(
        "KB302",
        "pull 5 pcs to shelf",
        "buffer shelf of gear { serves customers }",
        "trigger more {",
        "  on   order of gear",
        "  pull 5 pcs to shelf",
        "}",
    ),
    "a trigger pulls to what never runs out": _fault(
        "KB302",
        "pull 5 pcs",
        "buffer shelf of gear { unlimited }",
        "trigger more { on order of gear",
        "  pull 5 pcs to shelf }",
    ),
    "a source of another item": _fault(
        "KB303",
        "from bolts",
        "item bolt { unit pcs }",
        "buffer bolts of bolt { keep 9 pcs; from acme }",
        "buffer shelf of gear { keep 9 pcs",
        "  from bolts }",
    ),
    "a station that makes something else": _fault(
        "KB303",
        "from mill",
        "item bolt { unit pcs }",
        "station mill { makes bolt }",
        "buffer bolts of bolt { keep 9 pcs; from mill }",
        "buffer shelf of gear { keep 9 pcs",
        "  from mill }",
    ),
    "a station that makes nothing": _fault("KB303", "from mill", "station mill", "buffer shelf of gear { keep 9 pcs; from mill }"),
    "a buffer that is its own source": _fault("KB303", "from shelf", "buffer shelf of gear { keep 9 pcs; from shelf }"),
    "a ring of base stock": _fault(
        "KB306",
        "from west",
        "buffer west of gear { keep 9 pcs; from north }",
        "buffer east of gear { keep 9 pcs; from west }",
        "buffer north of gear { reorder at 2 pcs up to 5 pcs; from east; serves customers }",
    ),
    "a source behind one that never runs out": _fault(
        "KB316",
        "from acme",
        "buffer free of gear { unlimited }",
        "buffer shelf of gear { keep 9 pcs; serves customers; from free",
        "  from acme }",
    ),
    "a source without a share beside one with": _fault(
        "KB316",
        "from other",
        "supplier other",
        "buffer shelf of gear { keep 9 pcs; from acme share 100 %",
        "  from other }",
    ),
    "the same source twice": _fault(
        "KB316",
        "lead time 2 d",
        "buffer shelf of gear { keep 9 pcs; from acme { lead time 1 d }",
        "  from acme { lead time 2 d } }",
    ),
    "a source of what never runs out": _fault("KB316", "from acme", "buffer shelf of gear { unlimited; from acme }"),
    # ------------------------------------------------------------ levels, terms, limits
    "a limit below the cards": _fault("KB307", "kanban 4", "buffer shelf of gear { kanban 4 cards; from acme; limit 60 pcs }"),
    "a limit below the level": _fault("KB307", "keep 9", "buffer shelf of gear { keep 9 pcs; from acme; limit 8 pcs }"),
    "a limit that the minimum passes": _fault(
        "KB307",
        "reorder at",
        "buffer shelf of gear {",
        "  reorder at 120 pcs up to 300 pcs",
        "  from acme { minimum 200 pcs }",
        "  limit 300 pcs",
        "}",
    ),
    "a limit that the multiple passes": _fault(
        "KB307",
        "reorder at",
        "buffer shelf of gear {",
        "  reorder at 120 pcs order 200 pcs",
        "  from acme { multiple 40 pcs }",
        "  limit 300 pcs",
        "}",
    ),
    "a smallest order above the limit": _fault(
        "KB308",
        "from acme",
        "buffer shelf of gear { keep 50 pcs; limit 110 pcs",
        "  from acme { minimum 100 pcs; multiple 60 pcs } }",
    ),
    "a container that is no multiple": _fault(
        "KB309", "kanban 3", "buffer shelf of gear { kanban 3 cards; from acme { multiple 15 pcs } }"
    ),
    "a bin below the minimum": _fault("KB309", "two bins", "buffer shelf of gear { two bins of 50 pcs; from acme { minimum 80 pcs } }"),
    "exactly as needed, from a source with a minimum": _fault(
        "KB334", "from acme", "buffer shelf of gear {", "  exactly as needed", "  from acme { minimum 12 pcs; multiple 5 pcs }", "}"
    ),
    "a loop that begins with more pieces than cards": _fault(
        "KB330",
        "scenario",
        "station lathe { makes gear }",
        "station mill { }",
        "buffer turned of gear at mill { limit 9 pcs }",
        "loop line of gear { through lathe, turned, mill; kanban 2 cards of 2 pcs }",
        "scenario usual { start turned 6 pcs }",
    ),
    "a buffer that pulls from a sequence": _fault(
        "KB335",
        "from seats",
        "item seat",
        "buffer seats of seat { exactly as needed; in sequence; from acme; serves customers }",
        "station cell { makes gear from 1 seat }",
        "buffer line of seat at cell {",
        "  keep 5 pcs",
        "  from seats",
        "}",
        "buffer shelf of gear { keep 5 pcs; from cell; serves customers }",
    ),
    "jobs that take parts out of a sequence": _fault(
        "KB335",
        "buffer seats",
        "item seat",
        "buffer seats of seat at cell { exactly as needed; in sequence; from acme }",
        "station cell { makes gear from 1 seat }",
        "buffer shelf of gear { keep 5 pcs; from cell; serves customers }",
    ),
    "a number where there is no sequence": _fault(
        "KB336",
        "when order",
        "buffer shelf of gear { keep 5 pcs; from acme; serves customers }",
        'test "numbered" {',
        "  when order of 1 pcs of gear number 1",
        "  then deliver 1 pcs of gear",
        "}",
    ),
    "a priority in a sequence": _fault(
        "KB335",
        "buffer shelf",
        "buffer shelf of gear { exactly as needed; in sequence; from acme; serves customers }",
        'test "urgent" {',
        "  when order of 1 pcs of gear priority 1",
        "  then replenish 1 pcs from acme to shelf",
        "}",
    ),
    "exactly as needed, where parts are only reported": _fault(
        "KB334",
        "exactly as needed",
        "item seat",
        "station cell { makes gear from 1 seat; parts taken on report }",
        "buffer seats of seat at cell {",
        "  exactly as needed",
        "  from acme",
        "}",
        "buffer shelf of gear { keep 5 pcs; from cell; serves customers }",
    ),
    "a lot that is no multiple": _fault(
        "KB309", "order 50", "buffer shelf of gear { reorder at 10 pcs order 50 pcs; from acme { multiple 20 pcs } }"
    ),
    "a reorder point above its level": _fault(
        "KB310", "reorder at", "buffer shelf of gear { reorder at 300 pcs up to 120 pcs; from acme }"
    ),
    "a container that its source never holds": _fault(
        "KB323",
        "two bins of 40",
        "buffer store of gear { kanban 1 card; from acme }",
        "buffer shelf of gear { two bins of 40 pcs; from store; serves customers }",
    ),
    "a job that takes more than the line ever holds": _fault(
        "KB323",
        "kanban 2 cards of 20",
        "item gearbox { unit pcs }",
        "station cell { makes gearbox from 2 gear }",
        "buffer line of gear at cell { kanban 1 card; from acme }",
        "buffer out of gearbox { kanban 2 cards of 20 pcs; from cell }",
    ),
    "room on the way for less than a container": _fault(
        "KB324", "from acme", "buffer shelf of gear { kanban 3 cards; at most 10 pcs on the way; from acme; serves customers }"
    ),
    "room on the way for less than the smallest order": _fault(
        "KB324",
        "from acme",
        "buffer shelf of gear { keep 90 pcs; at most 10 pcs on the way; from acme { minimum 12 pcs }; serves customers }",
    ),
    "spikes that nobody looks at": _fault(
        "KB337", "spikes of", "buffer shelf of gear { keep 40 pcs; from acme; serves customers", "  spikes of 25 pcs or more within 8 d }"
    ),
    "a window that ends within a day": _fault(
        "KB338",
        "spikes of",
        "buffer shelf of gear { zones red 50 pcs yellow 60 pcs green 30 pcs; from acme; serves customers",
        "  spikes of 25 pcs or more within 36 h }",
    ),
    "safety stock of what never runs out": _fault(
        "KB340",
        "buffer store",
        "buffer store of gear { unlimited; safety 40 pcs }",
        "buffer shelf of gear { keep 9 pcs; from store; serves customers }",
    ),
    "a trigger that releases what is not kept": _fault(
        "KB341",
        "release safety",
        "buffer shelf of gear { keep 9 pcs; from acme; serves customers }",
        "trigger strike { on down of acme",
        "  release safety of shelf }",
    ),
    "who is short is given what is not kept": _fault(
        "KB341", "buffer shelf", "buffer shelf of gear { keep 9 pcs; from acme; serves customers; if short release safety }"
    ),
    "a station that is fed what it does not take": _fault(
        "KB325",
        "buffer gears",
        "item left_hub",
        "item right_hub",
        "station left { makes left_hub from 1 gear }",
        "station right { makes right_hub }",
        "buffer gears of gear { keep 50 pcs; from acme; feeds left, right together }",
        "buffer left_hubs of left_hub { keep 5 pcs; from left; serves customers }",
        "buffer right_hubs of right_hub { keep 5 pcs; from right; serves customers }",
    ),
    "a station that is fed together with nobody": _fault(
        "KB325",
        "buffer gears",
        "item hub",
        "station left { makes hub from 1 gear }",
        "buffer gears of gear { keep 50 pcs; from acme; feeds left together }",
        "buffer out of hub { keep 5 pcs; from left; serves customers }",
    ),
    "two buffers that would use each other": _fault(
        "KB342",
        "buffer east",
        "buffer east of gear { keep 9 pcs; from acme; serves customers; if short use west }",
        "buffer west of gear { keep 9 pcs; from acme; if short use east }",
    ),
    "a buffer that would use itself": _fault(
        "KB342", "buffer shelf", "buffer shelf of gear { keep 9 pcs; from acme; serves customers; if short use shelf }"
    ),
    "a substitute in another unit": _fault(
        "KB343",
        "buffer shelf",
        "item oil { unit l }",
        "buffer shelf of gear { keep 9 pcs; from acme; serves customers; if short use tank }",
        "buffer tank of oil { keep 9 l; from acme }",
    ),
    "a line whose jobs would use another": _fault(
        "KB343",
        "buffer line",
        "item gearbox { unit pcs }",
        "station cell { makes gearbox from 2 gear }",
        "buffer line of gear at cell { keep 9 pcs; from acme; if short use spare }",
        "buffer spare of gear { keep 9 pcs; from acme }",
        "buffer out of gearbox { keep 5 pcs; from cell; serves customers }",
    ),
    # ------------------------------------------------------------ the way of the goods
    "a part that stands nowhere": _fault(
        "KB304",
        "makes gearbox",
        "item gearbox { unit pcs }",
        "station cell { makes gearbox from 2 gear }",
        "buffer store of gear { keep 50 pcs; from acme }",
        "buffer out of gearbox { keep 5 pcs; from cell }",
    ),
    "a part that stands there twice": _fault(
        "KB305",
        "buffer right",
        "item gearbox { unit pcs }",
        "station cell { makes gearbox from 2 gear }",
        "buffer left of gear at cell { keep 50 pcs; from acme }",
        "buffer right of gear at cell { keep 50 pcs; from acme }",
        "buffer out of gearbox { keep 5 pcs; from cell }",
    ),
    "two buffers for the customers of one item": _fault(
        "KB317",
        "buffer south",
        "buffer north of gear { keep 5 pcs; from acme; serves customers }",
        "buffer south of gear { keep 5 pcs; from acme; serves customers }",
    ),
    "a trigger on orders that no buffer takes": _fault(
        "KB318",
        "on order of gear",
        "buffer store of gear { keep 5 pcs; from acme }",
        "buffer shelf of gear at cell { keep 5 pcs; from store }",
        "station cell",
        "role buyer",
        "trigger big {",
        "  on order of gear",
        '  alert buyer "a big one"',
        "}",
    ),
    "an item that nobody holds": _fault(
        "KB319", "item spare", "item spare { unit pcs }", "buffer shelf of gear { keep 5 pcs; from acme; serves customers }"
    ),
    "a buffer out of which nothing goes": _fault(
        "KB320",
        "buffer attic",
        "buffer attic of gear { keep 5 pcs; from acme }",
        "buffer shelf of gear { keep 5 pcs; from acme; serves customers }",
    ),
    "a product that nobody pulls": _fault(
        "KB321",
        "makes gearbox",
        "item gearbox { unit pcs }",
        "station cell { makes gearbox from 2 gear }",
        "buffer line of gear at cell { keep 50 pcs; from acme }",
        "buffer out of gearbox { keep 5 pcs; from acme }",
    ),
    # ------------------------------------------------------------ stores
    "a tray that is not said to hold the item": _fault(
        "KB311",
        "buffer shelf",
        "item bolt { unit pcs }",
        "buffer bolts of bolt { keep 1 pcs; from acme }",
        "vlm lift { tray 7 { holds 50 pcs of bolt }; tray 8 { holds 50 pcs of gear } }",
        "buffer shelf of gear in lift tray 7 { keep 5 pcs; from acme }",
    ),
    "a tray that is too small": _fault(
        "KB311",
        "buffer shelf",
        "vlm lift { tray 7 { compartments 4; holds 25 pcs of gear each } }",
        "buffer shelf of gear in lift tray 7 { reorder at 20 pcs up to 90 pcs; from acme; safety 11 pcs }",
    ),
    "two buffers that do not fit together": _fault(
        "KB311",
        "buffer left",
        "rack wall { bay 7 { holds 100 pcs of gear } }",
        "buffer left of gear in wall bay 7 { keep 60 pcs; from acme; serves customers }",
        "buffer right of gear in wall bay 7 { kanban 3 cards; from left }",
        "buffer line of gear at cell { kanban 1 card; from right }",
        "station cell",
    ),
    "too few compartments": _fault(
        "KB311",
        "buffer bolts",
        "item bolt { unit pcs }",
        "vlm lift { tray 7 { compartments 3; holds 25 pcs of gear each; holds 100 pcs of bolt each } }",
        "buffer shelf of gear in lift tray 7 { keep 51 pcs; from acme }",
        "buffer bolts of bolt in lift tray 7 { keep 10 pcs; from acme }",
    ),
    "no tray holds the item": _fault(
        "KB311",
        "buffer shelf",
        "item bolt { unit pcs }",
        "buffer bolts of bolt { keep 1 pcs; from acme }",
        "vlm lift { tray 1..3 { holds 50 pcs of bolt } }",
        "buffer shelf of gear in lift { keep 5 pcs; from acme }",
    ),
    "trays that nobody may open": _fault(
        "KB312",
        "vlm lift",
        "role picker; role boss",
        "vlm lift { access picker; tray 1..3 { access boss }; tray 4 { access boss, picker } }",
        "buffer shelf of gear in lift { keep 5 pcs; from acme }",
    ),
    # ------------------------------------------------------------ triggers
    "a pull that its when does not feel": _fault(
        "KB313",
        "pull 20 pcs",
        "buffer shelf of gear { keep 5 pcs; from acme }",
        "trigger more {",
        "  when available(shelf) < 10 pcs",
        "  pull 20 pcs to shelf",
        "}",
    ),
    "a when that another cause holds true": _fault(
        "KB313",
        "pull 20 pcs",
        "buffer shelf of gear { keep 5 pcs; from acme }",
        "trigger more { when position(shelf) < 10 pcs or down(acme)",
        "  pull 20 pcs to shelf }",
    ),
    "two triggers that lift each other": _fault(
        "KB314",
        "pull 1 pcs to left",
        "buffer left of gear { keep 5 pcs; from acme; serves customers }",
        "buffer right of gear { keep 5 pcs; from acme }",
        "buffer line of gear at cell { keep 5 pcs; from right }",
        "station cell",
        "trigger one { when position(left) <= position(right)",
        "  pull 1 pcs to left }",
        "trigger two { when position(right) <= position(left)",
        "  pull 1 pcs to right }",
    ),
    "a hold for good": _fault(
        "KB315",
        "hold shelf",
        "buffer shelf of gear { keep 5 pcs; from acme }",
        "trigger stop { on down of acme",
        "  hold shelf }",
    ),
    "an expression that is nested too deep": _fault(
        "KB322",
        "trigger deep",
        "buffer shelf of gear { keep 5 pcs; from acme }",
        "role boss",
        "trigger deep {",
        f"  when {_nested(8)} > 0 pcs",
        '  alert boss "look" }',
    ),
}


SOUND: dict[str, str] = {
    "cards from a supplier": _sound("buffer shelf of gear { kanban 3 cards; from acme }"),
    "a pull to a buffer of cards": _sound(
        "buffer shelf of gear { kanban 3 cards; from acme }", "trigger more { on order of gear; pull 20 pcs to shelf }"
    ),
    "a shelf that never runs out": _sound("buffer shelf of gear { unlimited }"),
    "a buffer that only triggers fill": _sound(
        "buffer shelf of gear { from acme }", "trigger more { when position(shelf) < 10 pcs; pull 20 pcs to shelf }"
    ),
    "parts that people take at the line": _sound(
        "buffer store of gear { keep 90 pcs; from acme; serves customers }",
        "buffer line of gear at cell { two bins; from store }",
        "station cell",
    ),
    "consumption reported by hand": _sound(
        "buffer store of gear { keep 90 pcs; from acme }",
        "buffer other of gear { keep 90 pcs; from acme; serves customers }",
        'test "taken" { when consumption of 1 pcs of store; then replenish 1 pcs from acme to store }',
    ),
    "a ring of cards": _sound(
        "buffer east of gear { kanban 3 cards; from west; serves customers }", "buffer west of gear { kanban 3 cards; from east }"
    ),
    "a ring with a limit": _sound(
        "buffer east of gear { keep 5 pcs; from west; serves customers; limit 9 pcs }", "buffer west of gear { keep 5 pcs; from east }"
    ),
    "a second supplier for when the first is down": _sound("supplier other", "buffer shelf of gear { keep 5 pcs; from acme; from other }"),
    "an unlimited source with a condition": _sound(
        "buffer free of gear { unlimited }",
        "buffer shelf of gear { keep 5 pcs; from free when down(acme); from acme; serves customers }",
    ),
    "shares": _sound("supplier other", "buffer shelf of gear { keep 5 pcs; from acme share 70 %; from other share 30 % }"),
    "a limit that is just enough": _sound(
        "buffer shelf of gear { reorder at 120 pcs up to 300 pcs; from acme { minimum 180 pcs; multiple 20 pcs }; limit 300 pcs }"
    ),
    "exactly as needed, by the piece": _sound("buffer shelf of gear { exactly as needed; from acme; limit 60 pcs; serves customers }"),
    "orders in a sequence": _sound("buffer shelf of gear { exactly as needed; in sequence; from acme; serves customers }"),
    "a limit of exactly the cards": _sound("buffer shelf of gear { kanban 3 cards; from acme; limit 60 pcs }"),
    "a multiple whose remainder is dropped": _sound(
        "buffer shelf of gear { reorder at 100 pcs up to 208 pcs; from acme { multiple 100 pcs within 10 % }; limit 208 pcs }"
    ),
    "a lot of two packs": _sound("buffer shelf of gear { reorder at 10 pcs order 40 pcs; from acme { multiple 20 pcs; minimum 60 pcs } }"),
    "a reorder point at its level": _sound("buffer shelf of gear { reorder at 9 pcs up to 9 pcs; from acme }"),
    "a container that just fits its source": _sound(
        "buffer store of gear { kanban 2 cards; from acme }", "buffer shelf of gear { two bins of 40 pcs; from store; serves customers }"
    ),
    "a container larger than its source's level": _sound(
        "buffer store of gear { keep 10 pcs; from acme }", "buffer shelf of gear { two bins of 40 pcs; from store; serves customers }"
    ),
    "a job that takes all that the line holds": _sound(
        "item gearbox { unit pcs }",
        "station cell { makes gearbox from 2 gear }",
        "buffer line of gear at cell { kanban 2 cards; from acme }",
        "buffer out of gearbox { kanban 2 cards of 20 pcs; from cell }",
    ),
    "a reserve behind the line at one station": _sound(
        "item gearbox { unit pcs }",
        "station cell { makes gearbox from 2 gear }",
        "buffer near of gear at cell { keep 50 pcs; from acme }",
        "buffer line of gear at cell { kanban 2 cards; from near }",
        "buffer out of gearbox { keep 5 pcs; from cell }",
    ),
    "a tray that is just large enough": _sound(
        "vlm lift { tray 7 { compartments 4; holds 25 pcs of gear each } }",
        "buffer shelf of gear in lift tray 7 { reorder at 20 pcs up to 90 pcs; from acme; safety 10 pcs }",
    ),
    "a tray that says nothing of what it holds": _sound(
        "vlm lift { tray 7 { compartments 4 } }", "buffer shelf of gear in lift tray 7 { keep 5000 pcs; from acme }"
    ),
    "compartments that are just enough": _sound(
        "item bolt { unit pcs }",
        "vlm lift { tray 7 { compartments 3; holds 25 pcs of gear each; holds 100 pcs of bolt each } }",
        "buffer shelf of gear in lift tray 7 { keep 50 pcs; from acme }",
        "buffer bolts of bolt in lift tray 7 { keep 100 pcs; from acme }",
    ),
    "one tray of several has the room": _sound(
        "vlm lift { tray 1..3 { holds 50 pcs of gear } }", "buffer shelf of gear in lift { keep 150 pcs; from acme }"
    ),
    "a tray for some of the store's roles": _sound(
        "role picker; role boss",
        "vlm lift { access picker, boss; tray 1 { access boss } }",
        "buffer shelf of gear in lift { keep 5 pcs; from acme }",
    ),
    "a pull that waits until the last one is there": _sound(
        "buffer shelf of gear { keep 5 pcs; from acme }",
        "trigger more { when available(shelf) < 10 pcs and incoming(shelf) = 0 pcs; pull 20 pcs to shelf }",
    ),
    "a pull of what is missing": _sound(
        "buffer shelf of gear { keep 5 pcs; from acme }", "trigger more { when down(acme); pull 20 pcs - position(shelf) to shelf }"
    ),
    "a pull at an event": _sound(
        "buffer shelf of gear { keep 5 pcs; from acme }",
        "trigger more { on order of gear if available(shelf) < 10 pcs; pull 20 pcs to shelf }",
    ),
    "a pull that empties its source": _sound(
        "buffer store of gear { keep 90 pcs; from acme; serves customers }",
        "buffer shelf of gear at cell { keep 5 pcs; from store }",
        "station cell",
        "trigger more { when available(store) > 80 pcs; pull 20 pcs to shelf }",
    ),
    "two triggers that each stop themselves": _sound(
        "buffer left of gear { keep 5 pcs; from acme; serves customers }",
        "buffer right of gear { keep 5 pcs; from left }",
        "buffer line of gear at cell { keep 5 pcs; from right }",
        "station cell",
        "trigger one { when position(left) < 9 pcs and incoming(right) > 0 pcs; pull 9 pcs to left }",
        "trigger two { when position(right) < 9 pcs and incoming(left) > 0 pcs; pull 9 pcs to right }",
    ),
    "a hold that is let go": _sound(
        "buffer shelf of gear { keep 5 pcs; from acme }",
        "trigger stop { on down of acme; hold shelf }",
        "trigger go { on up of acme; resume shelf }",
    ),
}
