"""Names, units and values."""

from __future__ import annotations

from kanbanlang.diagnostics.catalogue.entry import Entry, page

PAGES: tuple[Entry, ...] = (
    page(
        "KB201",
        "an unknown name",
        """
Something speaks of a name that nothing in the policy has. Names are matched letter by letter, in all files of the policy; the order of
declarations does not matter.

    buffer line_gears of gear_m2 at assembly { kanban 3 cards; from lift_gear }   # the buffer is called lift_gears

Avoid: a name written from memory. Prefer: the name as it is declared; the finding proposes the closest one. Why: a policy that pulls
from nowhere would order nothing and never say so.
""",
    ),
    page(
        "KB202",
        "a name that two things have",
        """
All names of a policy share one namespace, so that a sentence never depends on what kind of thing a word means.

    item gear { unit pcs }
    buffer gear of gear { keep 9 pcs }          # which one does `orders of gear` mean?

Avoid: calling a buffer like its item. Prefer: names that say the place, `line_gears`, `lift_gears`. In a table, put a column that is
different in every row into the name: `line_{sku}`.
""",
    ),
    page(
        "KB203",
        "a name of the wrong kind",
        """
The name is declared, but as something that cannot stand here: a supplier where a buffer is needed, an item where a station is needed.

    buffer line_gears of assembly { kanban 3 cards of 20 pcs }     # `of` needs an item, assembly is a station

Prefer: the name of a thing of the kind that the message asks for. Why: the sentence would have no meaning.
""",
    ),
    page(
        "KB204",
        "an unknown unit",
        """
A number is followed by its unit. Known are `pcs kg g m mm l`, the units that the policy declares, the times `ms s min h d wk`, `y` in
rates, and the policy's currency.

    buffer bolts of bolt { keep 40 pieces; from acme }             # write: keep 40 pcs
    unit sheet                                                     # or declare a unit of your own

Avoid: a number without a unit where it counts goods. Prefer: `unit NAME`, with `step` where parts of one can be counted.
""",
    ),
    page(
        "KB205",
        "units that do not fit",
        """
Pieces cannot be added to metres, minutes cannot be compared with pieces, and a place that needs a time cannot take a quantity.

    trigger low { when available(cable) < 10 min; alert buyer "cable" }    # cable is counted in m

Avoid: leaving the unit to be guessed. Prefer: the unit of the item, or for a time one of `s min h d wk`. Why: a limit in the wrong unit
is wrong by a thousand, silently.
""",
    ),
    page(
        "KB206",
        "not a whole number of steps",
        """
A quantity is a whole number of the smallest step of its unit, and a time of microseconds. A number between two steps is an error and
never rounded, because the plant cannot do it either.

    buffer gears of gear { keep 2.5 pcs; from acme }               # pieces are counted whole
    unit m step 0.001                                              # metres in whole millimetres

Prefer: a whole number, or a unit with a smaller step.
""",
    ),
    page(
        "KB207",
        "a number that is impossible here",
        """
A number is too small, too large, or not whole: no cards, a lot of nothing, more than 100 per cent, half a machine, a division by 0.

    buffer gears of gear { kanban 0 cards of 20 pcs; from acme }   # nothing would ever be pulled

Prefer: a number within the range that the message names.
""",
    ),
    page(
        "KB208",
        "a day or time that does not exist",
        """
Dates are year-month-day and times of day are 00:00 to 23:59; 24:00 may end a span of hours. A period ends after it begins.

    calendar two_shift { closed 2026-02-30 }                       # February has no 30th

Prefer: the date as it is in the calendar.
""",
    ),
    page(
        "KB209",
        "hours or a time zone that cannot be",
        """
The open hours of one day may touch but not overlap; a shift over midnight is written `22:00..06:00` and belongs to the day on which it
starts. Time zones are named as in the tz database, holidays by the code of the country, and those need the package `holidays`.

    calendar shifts { mon..fri 06:00..14:00, 13:00..22:00 }        # an hour counted twice

Prefer: hours that end where the next begin; `timezone "Europe/Rome"`; `closed holidays of "IT"`.
""",
    ),
    page(
        "KB210",
        "said twice",
        """
A statement that can be said once is said again, or two statements contradict each other: two refill rules in one buffer, two limits,
two ways to say when a trigger acts.

    buffer gears of gear { keep 9 pcs; kanban 3 cards of 3 pcs; from acme }

Avoid: hoping that the last one wins. Prefer: one of them. In a scenario, `change buffer` replaces a statement for that scenario.
""",
    ),
    page(
        "KB211",
        "something is missing",
        """
A sentence lacks a part without which it means nothing: a card without a content, a trigger that says neither when nor what.

    buffer gears of gear { kanban 3 cards; from acme }             # of how many? the item has no pack

Prefer: the missing part, as the message proposes it.
""",
    ),
    page(
        "KB212",
        "a currency that is not the policy's",
        """
Money is in the one currency that the policy's block names.

    policy line { currency EUR }
    item gear { unit pcs; value 14 USD }

Prefer: amounts in that currency, and `currency EUR` in the policy's block where it is missing.
""",
    ),
    page(
        "KB213",
        "a column that gives nothing usable",
        """
`{column}` stands for the cell of the row that is being read. The column has to exist, and what is in the cell has to fit: a name has
small letters, digits and underscores, a number has digits and a point.

    for each row of "parts.csv" { buffer line_{sku} of {sku} { keep {level} pcs; from acme } }     # the column is called `max`

Prefer: the name of the column as row 1 of the table has it. The finding names the table and its row. What other systems call an item
goes into `code {sku}`.
""",
    ),
    page(
        "KB214",
        "a function that cannot be called so",
        """
Functions are `cards_for level_for zones_for lot_for takt_for`, the random numbers `normal exponential uniform triangular gamma
lognormal poisson geometric from_data`, `min`, `max` and the words for stock. Formulas name their arguments.

    kanban cards_for(40 pcs per h, 3 h) of 20 pcs                                # which is which?
    kanban cards_for(demand 40 pcs per h, lead time 3 h, safety 10 %) of 20 pcs

Prefer: the arguments that the message lists.
""",
    ),
    page(
        "KB215",
        "random where a fixed number is needed",
        """
Times of work and travel and the quantities of orders may be drawn at random. Levels, sizes and limits of a policy may not, and a random
number can only be multiplied by a fixed one.

    buffer gears of gear { keep normal(9 pcs, 2 pcs); from acme }

Prefer: a fixed number, or a formula that shows where it comes from.
""",
    ),
    page(
        "KB216",
        "a value where a condition is needed, or the other way round",
        """
A condition compares: `available(line_gears) < 10 pcs`. A value is a number with its unit.

    trigger low { when available(line_gears); alert picker "low" }

Prefer: a comparison, joined with `and`, `or`, `not`.
""",
    ),
    page(
        "KB217",
        "a policy has exactly one name",
        """
Each policy begins with its name, once in all of its files. The name is part of the identity of every action.

    policy gearbox_line "Gearbox line 2" { currency EUR }

Prefer: one `policy` in the main file; the files that it uses have none.
""",
    ),
    page(
        "KB218",
        "a review without a position rule, or the other way round",
        """
A rule that goes by the position (`keep`, `reorder`, `zones`) looks at every change, or with `review` only at those times. `up to` alone
says no reorder point, so it needs reviews. Cards signal when they are free, whatever the time.

    buffer gears of gear { up to 300 pcs; from acme }

Prefer: `up to 300 pcs` with `review mon, thu at 06:00`, or `reorder at 120 pcs up to 300 pcs`.
""",
    ),
    page(
        "KB219",
        "a statement about cards that does not fit the cards",
        """
`signal when` says when a card is free, `collect` how many free cards go together. Both need a rule with cards, and no more can go together
than there are.

    buffer gears of gear { kanban 2 cards of 20 pcs; collect 3 cards within 8 h; from acme }

Prefer: fewer cards to collect, or more of them.
""",
    ),
    page(
        "KB220",
        "steps of `if short` that contradict each other",
        """
The steps are tried in order. Of `split` and `wait` one counts, and after `lose` nobody is left for whom a further step could do something.

    if short lose, alert buyer "a customer went"

Prefer: `if short alert buyer "a customer went", lose`.
""",
    ),
    page(
        "KB221",
        "rework at a station that takes its parts on start",
        """
With `parts taken on start` a job begins when a machine is idle, and holds it until it is handed over. A piece that is done again leaves the
machine in between, for the bench and the queue, and the machine goes on with other work: the two do not go together.

    station weld { makes frame from 1 plate; parts taken on start; reworks 5 % in 20 min }

Prefer: `station weld { makes frame from 1 plate; reworks 5 % in 20 min }`.
""",
    ),
    page(
        "KB222",
        "first to expire, of goods that never do",
        """
`picks first to expire` looks at when each lot expires, and only an item with a `shelf life` ever does.

    item bolt
    buffer shelf of bolt { keep 20 pcs; picks first to expire; from acme }

Prefer: `picks oldest first`, or `item bolt { shelf life 180 d }`.
""",
    ),
    page(
        "KB230",
        "a loop that does not say all that it needs",
        """
A loop needs the places through which work goes, its cards, and what goes round. What goes round may be left out where the last place makes
or holds one thing alone.

    loop line_1 of shaft { through lathe, mill }

Prefer: `loop line_1 of shaft { through lathe, mill; kanban 12 cards of 1 pcs }`.
""",
    ),
    page(
        "KB231",
        "places of a loop that do not hand on to each other",
        """
Work goes from each place of a loop to the next by itself, so the next must take what the one before gives: a buffer holds it, a station
makes its product from it or works on it, and a buffer within stands at the station that comes behind it.

    loop line_1 of shaft { through mill, lathe; kanban 12 cards of 1 pcs }

Prefer: the places in the order of the work, each once; where two ways part, two loops.
""",
    ),
    page(
        "KB232",
        "a buffer within a loop with a rule or source of its own",
        """
A loop fills its places itself: what one finishes goes on to the next. Only a buffer that comes first says from where its goods come.

    buffer turned of shaft at mill { keep 10 pcs; from lathe }
    loop line_1 of shaft { through lathe, turned, mill; kanban 12 cards of 1 pcs }

Prefer: `buffer turned of shaft at mill { limit 10 pcs }`, or the loop without `turned`.
""",
    ),
    page(
        "KB233",
        "a loop in which pieces do not go one for one",
        """
A card of a loop goes with its pieces from the first place to the last, so each place takes one piece for each that it gives, and loops that
share a place have cards for as much.

    station press { makes pair from 2 shaft }
    loop line_1 of pair { through mill, press; kanban 12 cards of 1 pcs }

Prefer: a loop up to `mill`, and a buffer from which `press` takes two.
""",
    ),
)
