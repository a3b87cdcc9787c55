"""How goods and signals flow: sources, levels, places, stores and triggers."""

from __future__ import annotations

from kanbanlang.diagnostics.catalogue.entry import Entry, page
from kanbanlang.diagnostics.diagnostic import Severity

PAGES: tuple[Entry, ...] = (
    page(
        "KB301",
        "nobody refills a buffer",
        """
Something takes goods out of the buffer, but it has no refill rule, no trigger pulls to it, and no loop fills it. Once its first
stock is used up it stays empty, and everything behind it waits.

    buffer line_gears of gear at assembly { }        # assembly makes gearbox from 2 gear

Avoid: a buffer that is filled "by hand" without saying so anywhere. Prefer: a refill rule and a `from`; or `unlimited` for a place
that the policy need not look after. Why: a dry run without the rule ends as soon as the first stock is gone.
""",
        severity=Severity.WARNING,
    ),
    page(
        "KB302",
        "a signal that nobody answers",
        """
A refill rule pulls, or a trigger says `pull ... to`, but the buffer has no `from`, so nobody hears the signal.

    buffer line_gears of gear at assembly { kanban 3 cards of 20 pcs }

Prefer: `from` and a supplier, a station or another buffer of the same item. Why: the card would travel nowhere.
""",
    ),
    page(
        "KB303",
        "a source that cannot give the item",
        """
The source is a buffer of another item, a station that does not make the item, or the buffer itself.

    station mill { makes housing }
    buffer gears of gear { keep 10 pcs; from mill }

Prefer: a source that has the item; for a station, a `makes` for it. A buffer that holds a substitute is said in `if short use`,
not in `from`.
""",
    ),
    page(
        "KB304",
        "a part without a buffer at the station",
        """
A station takes parts from the buffers that stand `at` it. For one part of the recipe there is none, so no job could ever begin.

    station assembly { makes gearbox from 2 gear, 1 shaft }
    buffer line_gears of gear at assembly { two bins of 20 pcs; from lift_gears }       # and the shaft?

Prefer: a buffer `at` the station for each part, however small. A part that is always there can be `unlimited`.
""",
    ),
    page(
        "KB305",
        "two buffers for one part at one station",
        """
Two buffers of one item stand at a station whose recipe takes that item, and neither refills the other. It is not said from which
one a job takes the part, nor which one then signals.

Prefer: one line-side buffer for each part. A reserve behind it may stand at the same station where the line buffer says `from` it.
""",
    ),
    page(
        "KB306",
        "a ring of pulls without a cap",
        """
Buffers refill each other in a ring, and every one of them asks for whatever it lacks. One demand makes the first ask the second, which
then lacks as much and asks the first: they would ask each other for ever.

    buffer east of crate { keep 5 pcs; from west }
    buffer west of crate { keep 5 pcs; from east }

Prefer: a source outside the ring; or a cap, which `kanban` cards and a `limit` are. Why: cards are a fixed number, so a ring of them
comes to rest; a position has no floor.
""",
    ),
    page(
        "KB307",
        "a limit below what the rule asks for",
        """
When the rule asks for the first time, on hand and incoming together would already be above the `limit` of the buffer. Every pull
would be cut, and the level that the rule names never be reached.

    buffer lift_gears of gear { reorder at 120 pcs up to 300 pcs; from acme { minimum 200 pcs }; limit 300 pcs }

At 120 it orders 200 (the minimum), which makes 320. Prefer: a limit of at least what the message names, or a lower rule.
""",
    ),
    page(
        "KB308",
        "no order size is possible",
        """
The smallest order that `minimum` and `multiple` allow is above the `limit`, so the rule can never order anything.

    from acme { minimum 100 pcs; multiple 60 pcs }      # the smallest order is 120 pcs
    limit 110 pcs

Prefer: a higher limit, or smaller orders agreed with the source.
""",
    ),
    page(
        "KB309",
        "a container, bin or lot that its source does not sell",
        """
A container, a bin and a lot are pulled exactly as they are. Here the `multiple` or the `minimum` of the source does not allow
that quantity.

    buffer bolts of bolt { two bins of 250 pcs; from acme { multiple 100 pcs } }

Prefer: a bin of 300 pcs, or a rule that rounds (`reorder at ... up to ...`). Why: a half-filled bin would carry a card that says it
is full.
""",
    ),
    page(
        "KB310",
        "a rule that would order for ever",
        """
`reorder at s up to S` orders at position s up to position S. With s above S no order lifts the position above s, so the rule would
order again at once, for ever.

    reorder at 300 pcs up to 120 pcs

Usually the two numbers are swapped. To replace each piece as it is taken, say `keep` and the level.
""",
    ),
    page(
        "KB311",
        "a tray that cannot hold its stock",
        """
The buffer lies in a tray (a carrier, a bay) that is not said to hold its item, or has less room for it than the refill rule fills up
to. Safety stock lies in the same tray and counts; a compartment holds one item at a time.

    tray 7 { compartments 4; holds 25 pcs of gear each }
    buffer lift_gears of gear in lift_1 tray 7 { keep 120 pcs; from acme }      # room for 100

Prefer: another tray, more room, or a lower rule. Why: what does not fit stays at the dock.
""",
    ),
    page(
        "KB312",
        "a tray that nobody may open",
        """
The roles that may open the tray are not among those that may come to the store, so nobody can pick from it.

    vlm lift_1 { access picker; tray 8 { access supervisor } }

Prefer: naming the role in the store's `access` as well; the tray then narrows it.
""",
    ),
    page(
        "KB313",
        "a `when` that its own `pull` cannot make false",
        """
A `pull` under `when` is repeated until the condition is false. What a pull changes at once is `incoming` and `position` of its
buffer (and what is asked of its source); the pieces themselves come later. This condition looks at nothing that the pull changes, so
the pull would be repeated for ever.

    trigger more { when available(gears) < 10 pcs; pull 20 pcs to gears }

Prefer: `when position(gears) < 10 pcs`, or `and incoming(gears) = 0 pcs`, or `on` an event, which runs once.
""",
    ),
    page(
        "KB314",
        "triggers that keep each other going",
        """
The pull of one trigger makes the condition of another true again, and the other way round, within the same instant. These would
fire forever.

    trigger level_a { when position(a) <= position(b); pull 1 pcs to a }
    trigger level_b { when position(b) <= position(a); pull 1 pcs to b }

Prefer: conditions that the other's pull does not move, or `on` an event, which runs once for each.
""",
    ),
    page(
        "KB315",
        "a `hold` that nothing resumes",
        """
`hold` stops the pulls of a buffer on every path until something says `resume`, and no trigger does.

    trigger strike { on down of acme; hold lift_gears }

Prefer: the second half beside the first, here `on up of acme` with `resume lift_gears`.
""",
        severity=Severity.WARNING,
    ),
    page(
        "KB316",
        "a source that is never asked",
        """
Sources are tried in the order written; with shares, only those with a share are asked. This source comes behind one that always
answers, or has no share beside others that have, or belongs to an `unlimited` buffer, which never pulls.

    from free_stock         # unlimited
    from acme

A second supplier behind a first one is fine: it is asked while the first is down.
""",
        severity=Severity.WARNING,
    ),
    page(
        "KB317",
        "two buffers serve customers for one item",
        """
Orders of an item arrive at the buffer that `serves customers`. With two of them it is not said which.

Prefer: one that serves customers. Orders for another place can name its buffer instead of the item.
""",
    ),
    page(
        "KB318",
        "orders that no buffer takes",
        """
An order names an item, and no buffer of that item serves customers, so the order cannot arrive. (The only buffer of an item serves
customers by itself; where there are several, one has to say so.)

Prefer: `serves customers` in the buffer from which customers are given, or the name of a buffer in the order.
""",
    ),
    page(
        "KB319",
        "an item that is never used",
        """
No buffer holds the item and no station makes it or takes it as a part. It does no harm; perhaps a buffer was forgotten.
""",
        severity=Severity.NOTE,
    ),
    page(
        "KB320",
        "goods that go nowhere",
        """
The buffer is refilled, but no other buffer pulls from it, it serves no customers, stands at no station, and no order or consumption
names it. What goes in stays there.

Prefer: `from` it in the buffer that should be fed, or `serves customers`.
""",
        severity=Severity.WARNING,
    ),
    page(
        "KB321",
        "a product that nobody pulls",
        """
A station can make the product, but no buffer says `from` the station for it. A station works only when pulled, so it is never made.

Prefer: a buffer for the product with a refill rule, for example `buffer shipping of gearbox { keep 8 pcs; from assembly }`.
""",
        severity=Severity.WARNING,
    ),
    page(
        "KB322",
        "an expression that is nested too deep",
        """
Conditions are worked out with eight numbers at hand at a time. This one needs more: operators on both sides of operators, in brackets
within brackets, more than a hundred numbers in all.

Prefer: taking it apart into two triggers, or opening the brackets.
""",
    ),
    page(
        "KB323",
        "more at once than there can ever be",
        """
A container travels full, and a job begins when all of its parts are there. The place that should give them never holds that much, so
the pull would wait for ever.

    station assembly { makes gearbox from 2 gear }
    buffer shipping   of gearbox { kanban 2 cards of 20 pcs; from assembly }       # a job of 20 takes 40 gears
    buffer line_gears of gear at assembly { kanban 1 card of 20 pcs; from lift_gears }

Prefer: more cards in the giving buffer, or smaller containers in the asking one.
""",
    ),
    page(
        "KB324",
        "no room on the way for a single pull",
        """
`at most` on the way lets a pull go when there is room for it. A container travels full, and a supplier takes no order below its minimum: if
that is more than may be on the way at all, nothing ever goes.

    buffer line_gears of gear { kanban 3 cards of 20 pcs; at most 10 pcs on the way; from lift_gears }

Prefer: room for one container, or for the smallest order, at the least.
""",
    ),
    page(
        "KB325",
        "stations that cannot be fed together",
        """
`feeds ... together` picks a piece when every one of the stations has a job that waits for it. A station that takes no such part never has
one, so nothing would be picked for the others either; and one station alone is fed by a buffer that stands at it.

    buffer housings of housing { kanban 2 cards; from acme; feeds drill, paint together }    # paint makes nothing of a housing

Prefer: stations that each take the part, two of them at the least.

A buffer that is refilled `exactly as needed` cannot feed stations together: one pick waits for a free card of each of them, and what is
pulled for each job by itself has no cards. Prefer: cards or bins, or for each station a buffer of its own.
""",
    ),
)
