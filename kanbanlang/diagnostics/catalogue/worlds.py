"""Scenarios and tests."""

from __future__ import annotations

from kanbanlang.diagnostics.catalogue.entry import Entry, page

PAGES: tuple[Entry, ...] = (
    page(
        "KB401",
        "an unknown event, or more than can be said of it",
        """
Events are order, release, consumption, completion, scan, pick, receipt, rejection, count, cancellation, reissue, down and up.

    test "..." { when usage of 20 pcs of line_gears; then nothing }         # write: consumption of 20 pcs of line_gears

Prefer: the event as the plant reports it. Only an order is `due`, or has a `priority`. A trigger answers every event
of its kind, so of what can be said of an event only `from` chooses; a quantity is a condition.

    trigger big { on order of 20 pcs of gearbox due day 3; alert picker "big" }         # write: on order of gearbox if ordered = 20 pcs
""",
    ),
    page(
        "KB402",
        "a test that is out of order",
        """
A test says what is given, then `when` something happens, then what comes of it; times go forward.

    test "..." { then nothing; when consumption of 20 pcs of line_gears }

Prefer: given, when, then. `and` continues the line above.
""",
    ),
    page(
        "KB403",
        "scenarios that extend each other",
        """
A scenario may extend another, and that one another, but not in a circle: none of them would say how it begins.
Prefer: one that stands alone, from which the others differ.
""",
    ),
    page(
        "KB404",
        "an order that no buffer takes",
        """
An order of an item arrives at the buffer that serves its customers: its only buffer, or the one that says `serves customers`.

    buffer raw of gear { keep 9 pcs; from acme }
    buffer shop of gear { keep 3 pcs; from raw }
    scenario week { orders of gear poisson 2 per h }                        # at raw or at shop?

Prefer: `serves customers` in one of them, or the name of the buffer in the order.
""",
    ),
    page(
        "KB405",
        "an unknown measure",
        """
`expect` names what a dry run measures: fill rate, ready rate, mean wait, throughput, pulls, utilization, cost, turns, and mean, max or
min of a word for stock, each `of` what it is measured.

    expect service level of gearbox >= 95 %                                 # write: fill rate of gearbox

Prefer: the name as the measures page of the documentation has it.
""",
    ),
    page(
        "KB406",
        "orders without end that would never let time pass",
        """
`without end` means that somebody always waits: who is served is followed by the next at the same instant. A buffer that never runs out
would serve them for ever, and an order that is due later does not wait now.

    buffer shelf of gear { unlimited; serves customers }
    scenario usual { orders of gear without end }

Prefer: a rate, as in `orders of gear poisson 20 per d`; or a buffer that has to be filled.
""",
    ),
    page(
        "KB407",
        "a stock of what nobody counts",
        """
A buffer that is `unlimited` stands for a source that never runs out. Nobody counts what lies there, so a test or a scenario cannot say
how much of it there is.

    buffer heap of sand at press { unlimited }
    test "..." { given heap has 5 pcs; when consumption of 10 pcs of line; then nothing }

Prefer: to leave it out; or `keep`, or another rule, if it can run out.
""",
    ),
)
