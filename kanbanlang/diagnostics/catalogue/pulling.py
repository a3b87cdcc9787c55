"""How goods and signals flow: loops, sequences, zones, safety stock and help from another buffer."""

from __future__ import annotations

from kanbanlang.diagnostics.catalogue.entry import Entry, page

PAGES: tuple[Entry, ...] = (
    page(
        "KB330",
        "more pieces in a loop than it has cards for",
        """
Each piece in a loop has a card, also those that lie there at the start.

    loop line_1 of shaft { through lathe, turned, mill; kanban 4 cards of 1 pcs }
    scenario usual { start turned 6 pcs }

Prefer: a start with 4 pieces or fewer.
""",
    ),
    page(
        "KB334",
        "exactly as needed, where that cannot be known or had",
        """
`exactly as needed` pulls what is needed and holds no stock. A source with a `minimum`, or with a `multiple` of several pieces, gives more
than that: the rest would lie there as a stock that nobody decided on.

    buffer line_shafts of shaft { exactly as needed; from acme { minimum 100 pcs } }

Prefer: a stock that takes in what the source sends, for example `reorder at 20 pcs order 100 pcs`, and the line behind it `exactly as
needed` from that stock; or terms by the piece.

A station whose parts are taken `on report` does not say before what it needs. Prefer: cards or bins for its parts.
""",
    ),
    page(
        "KB335",
        "what does not go with a sequence",
        """
A buffer `in sequence` serves orders strictly by their numbers. A pull of another buffer, or a job that takes parts, has no number, and
a priority would go before one.

    buffer seats of seat { exactly as needed; in sequence; from acme; serves customers }
    buffer line_seats of seat { kanban 2 cards of 1 pcs; from seats }

Prefer: orders with their numbers at the buffer that is served in sequence.

What comes is for one order each, so nothing can stand in for a part that is missing: no `safety`, no `if short use` or `release safety`,
and nobody is lost, since all behind would still wait. People hear by themselves which number is missing. `spikes` have nothing to say
either: every order is pulled for when it comes.

    buffer seats of seat { exactly as needed; in sequence; from acme; if short use spare_seats }

Prefer: to order a new part for the number that is missing; or no sequence, where one part is as good as another.
""",
    ),
    page(
        "KB336",
        "a number that says nothing",
        """
`number` of an order is its place in a sequence. A buffer whose orders are not served `in sequence` would pass over it.

    when order of 1 pcs of gearbox number 4

Prefer: `in sequence` at the buffer where the order arrives, or no number.
""",
    ),
    page(
        "KB337",
        "spikes without zones",
        """
`spikes of ... or more within ...` says which demand of the coming days `zones` counts. Every other rule looks at an order when it is due.

    buffer gears of gear { keep 40 pcs; spikes of 25 pcs or more within 8 d; from acme }

Prefer: `zones red ... yellow ... green ...`, or no spikes.
""",
    ),
    page(
        "KB338",
        "a window for spikes that is not whole days",
        """
Coming demand is summed by local day before it is compared with the spike, so the window ends with a day.

    buffer gears of gear { zones red 50 pcs yellow 60 pcs green 30 pcs; spikes of 25 pcs or more within 36 h; from acme }

Prefer: `within 2 d`.
""",
    ),
    page(
        "KB340",
        "safety stock of what never runs out",
        """
Safety stock helps a buffer over the time in which its source gives nothing. A buffer that is `unlimited` has no such time.

    buffer yard of sand { unlimited; safety 40 kg }

Prefer: safety stock at the buffer that would be short, next to whoever takes from it.
""",
    ),
    page(
        "KB341",
        "no safety stock to release",
        """
A trigger, or a step of `if short`, releases the safety stock of a buffer that keeps none.

    buffer stock of gear { keep 10 pcs; from acme; if short release safety }

Prefer: `safety 40 pcs against acme` in that buffer, or no release.
""",
    ),
    page(
        "KB342",
        "buffers that would use each other",
        """
`if short use` helps one way only. Where two buffers use each other, both run short, and nobody knows any more for whom their stock is
kept.

    buffer hall_a of gear { keep 10 pcs; from acme; if short use hall_b }
    buffer hall_b of gear { keep 10 pcs; from acme; if short use hall_a }

Prefer: to say who helps whom; or one stock for both.
""",
    ),
    page(
        "KB343",
        "a buffer that cannot help",
        """
Of another buffer can be used what counts in the same unit, and only for those who ask: customers, and pulls of other buffers. Jobs
take their parts where they stand.

    buffer oil_tank of oil { keep 90 l; from acme; if short use oil_drums }      # drums count in pcs

Prefer: a substitute in the same unit, used by the buffer that fills the line.
""",
    ),
)
