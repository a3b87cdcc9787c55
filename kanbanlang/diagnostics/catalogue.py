"""Every code that a diagnostic can have, in one place: what it means and what to do about it."""

from __future__ import annotations

from attrs import frozen

from kanbanlang.diagnostics.diagnostic import Severity


@frozen
class Entry:
    """One code: its short title, how bad it is, and the page that `kanban explain` prints."""

    code: str
    title: str
    severity: Severity
    explanation: str


CATALOGUE: dict[str, Entry] = {}


def _entry(code: str, title: str, explanation: str, severity: Severity = Severity.ERROR) -> None:
    CATALOGUE[code] = Entry(code, title, severity, explanation.strip() + "\n")


# ------------------------------------------------------------------ KB1xx: how a policy is written

_entry(
    "KB101",
    "a word or mark that does not fit",
    """
The statement cannot go on like this. The message says what could stand there instead.

    keep 9 pcs pcs                              # the statement is over behind the first `pcs`
    reorder at 120 pcs until 300 pcs            # `up to` or `order` is expected

Prefer: the statement as it stands in the language reference. Why: a statement reads as a sentence, and each word has its place in it.
""",
)
_entry(
    "KB102",
    "a text without its end",
    """
A text stands between two quotation marks on one line. Here the second one is missing.

    code "GM2-0040

Avoid: a text over several lines. Prefer: one line; a quotation mark inside a text is written with a backslash before it.
""",
)
_entry(
    "KB103",
    "a name that is not lower_snake_case",
    """
Names, and the words of the language, are written in lower case letters, digits and `_`, and begin with a letter.

    item Gear_M2                                # Prefer: item gear_m2 "Gear M2"

Prefer: a plain name, and the name that people read as the title behind it; what other systems call the thing goes in `code "..."`.
Why: `Gear`, `gear` and `GEAR` would otherwise be three things that nobody can tell apart on the phone.
""",
)
_entry(
    "KB104",
    "a character without a meaning",
    """
The language has no use for this character outside of texts and comments. Often it came along when the text was copied out of a
document: curly quotation marks, dashes, spaces that are none.

    mon\N{EN DASH}fri 06:00..14:00                           # Prefer: mon..fri 06:00..14:00

The message says what to write instead where that is known.
""",
)
_entry(
    "KB105",
    "a block that is not closed",
    """
A `{` opens a block, and its `}` is missing. The next declaration begins, or the file ends, while the block is still open; which block
was meant is taken from how the lines are indented.

    buffer line_gears of gear {
      keep 9 pcs
    buffer line_shafts of shaft { keep 4 pcs }  # a `}` is missing before this line

Prefer: the closing `}` under the first letter of its statement, or at the end of the one line that holds the block.
""",
)
_entry(
    "KB106",
    "a `}` too many",
    """
The `}` closes nothing, or it closes a block whose statements go on behind it.

    item gear { unit pcs } }

Prefer: one `}` for each `{`. `kanban format` shows by its indentation what belongs to what.
""",
)
_entry(
    "KB107",
    "a block that is not opened",
    """
Statements that belong in the block of the declaration above follow without a `{`, or the `{` stands on a line of its own. A statement
ends with its line, so the `{` has to stand on the same line.

    item gear
      unit pcs
    }

Prefer: `item gear {`. A declaration without statements needs no block at all.
""",
)
_entry(
    "KB108",
    "a misspelt word",
    """
A word of the language is expected here, and what stands there is nearly one. Reading goes on as if it were.

    buffer line_gears off gear                  # `of` is meant

Prefer: the word that the message names.
""",
)
_entry(
    "KB109",
    "something is missing",
    """
With one more word or mark the statement would be right: a word, a closing bracket, or the `;` or new line between two statements.

    buffer line_gears gear                      # `of` is missing
    lead time max(2 h, 3 h                      # `)` is missing
    item gear { unit pcs pack 20 pcs }          # `;` is missing

Prefer: one statement a line. Why: it is what people read aloud and what a review in git shows.
""",
)
_entry(
    "KB110",
    "a statement that is not known here",
    """
No statement of this block begins like this. Either the statement belongs in another block, which the message names, or there is none.

    supplier acme { lead time 3 d }             # `lead time` stands in a route, or behind `from acme`

Why: terms such as a lead time belong to the way between two places, so that one supplier can have several.
""",
)
_entry(
    "KB111",
    "brackets that go too deep",
    """
Some fifty brackets within each other, or as many `not`, are the most that is read.

Prefer: fewer brackets; `a + b + c` and `a and b and c` need none. A condition that deep is better said as two triggers.
""",
)
_entry(
    "KB112",
    "too many mistakes",
    """
There are more than five hundred mistakes in this text. Most likely it is no policy at all: a spreadsheet, a picture, a program.

Avoid: giving a table to `use`; a table goes behind `for each row of`.
""",
)

# ------------------------------------------------------------------ KB2xx: names, units, values

_entry(
    "KB201",
    "an unknown name",
    """
Something speaks of a name that nothing in the policy has. Names are matched letter by letter, in all files of the policy; the order of
declarations does not matter.

    buffer line_gears of gear_m2 at assembly { kanban 3 cards; from lift_gear }   # the buffer is called lift_gears

Avoid: a name written from memory. Prefer: the name as it is declared; the finding proposes the closest one. Why: a policy that pulls
from nowhere would order nothing and never say so.
""",
)
_entry(
    "KB202",
    "a name that two things have",
    """
All names of a policy share one namespace, so that a sentence never depends on what kind of thing a word means.

    item gear { unit pcs }
    buffer gear of gear { keep 9 pcs }          # which one does `orders of gear` mean?

Avoid: calling a buffer like its item. Prefer: names that say the place, `line_gears`, `lift_gears`. In a table, put a column that is
different in every row into the name: `line_{sku}`.
""",
)
_entry(
    "KB203",
    "a name of the wrong kind",
    """
The name is declared, but as something that cannot stand here: a supplier where a buffer is needed, an item where a station is needed.

    buffer line_gears of assembly { kanban 3 cards of 20 pcs }     # `of` needs an item, assembly is a station

Prefer: the name of a thing of the kind that the message asks for. Why: the sentence would have no meaning.
""",
)
_entry(
    "KB204",
    "an unknown unit",
    """
A number is followed by its unit. Known are `pcs kg g m mm l`, the units that the policy declares, the times `ms s min h d wk`, `y` in
rates, and the policy's currency.

    buffer bolts of bolt { keep 40 pieces; from acme }             # write: keep 40 pcs
    unit sheet                                                     # or declare a unit of your own

Avoid: a number without a unit where it counts goods. Prefer: `unit NAME`, with `step` where parts of one can be counted.
""",
)
_entry(
    "KB205",
    "units that do not fit",
    """
Pieces cannot be added to metres, minutes cannot be compared with pieces, and a place that needs a time cannot take a quantity.

    trigger low { when available(cable) < 10 min; alert buyer "cable" }    # cable is counted in m

Avoid: leaving the unit to be guessed. Prefer: the unit of the item, or for a time one of `s min h d wk`. Why: a limit in the wrong unit
is wrong by a thousand, silently.
""",
)
_entry(
    "KB206",
    "not a whole number of steps",
    """
A quantity is a whole number of the smallest step of its unit, and a time of microseconds. A number between two steps is an error and
never rounded, because the plant cannot do it either.

    buffer gears of gear { keep 2.5 pcs; from acme }               # pieces are counted whole
    unit m step 0.001                                              # metres in whole millimetres

Prefer: a whole number, or a unit with a smaller step.
""",
)
_entry(
    "KB207",
    "a number that is impossible here",
    """
A number is too small, too large, or not whole: no cards, a lot of nothing, more than 100 per cent, half a machine, a division by 0.

    buffer gears of gear { kanban 0 cards of 20 pcs; from acme }   # nothing would ever be pulled

Prefer: a number within the range that the message names.
""",
)
_entry(
    "KB208",
    "a day or time that does not exist",
    """
Dates are year-month-day and times of day are 00:00 to 23:59; 24:00 may end a span of hours. A period ends after it begins.

    calendar two_shift { closed 2026-02-30 }                       # February has no 30th

Prefer: the date as it is in the calendar.
""",
)
_entry(
    "KB209",
    "hours or a time zone that cannot be",
    """
The open hours of one day may touch but not overlap; a shift over midnight is written `22:00..06:00` and belongs to the day on which it
starts. Time zones are named as in the tz database, holidays by the code of the country, and those need the package `holidays`.

    calendar shifts { mon..fri 06:00..14:00, 13:00..22:00 }        # an hour counted twice

Prefer: hours that end where the next begin; `timezone "Europe/Rome"`; `closed holidays of "IT"`.
""",
)
_entry(
    "KB210",
    "said twice",
    """
A statement that can be said once is said again, or two statements contradict each other: two refill rules in one buffer, two limits,
two ways to say when a trigger acts.

    buffer gears of gear { keep 9 pcs; kanban 3 cards of 3 pcs; from acme }

Avoid: hoping that the last one wins. Prefer: one of them. In a scenario, `change buffer` replaces a statement for that scenario.
""",
)
_entry(
    "KB211",
    "something is missing",
    """
A sentence lacks a part without which it means nothing: a card without a content, a trigger that says neither when nor what.

    buffer gears of gear { kanban 3 cards; from acme }             # of how many? the item has no pack

Prefer: the missing part, as the message proposes it.
""",
)
_entry(
    "KB212",
    "a currency that is not the policy's",
    """
Money is in the one currency that the policy's block names.

    policy line { currency EUR }
    item gear { unit pcs; value 14 USD }

Prefer: amounts in that currency, and `currency EUR` in the policy's block where it is missing.
""",
)
_entry(
    "KB213",
    "a column that gives nothing usable",
    """
`{column}` stands for the cell of the row that is being read. The column has to exist, and what is in the cell has to fit: a name has
small letters, digits and underscores, a number has digits and a point.

    for each row of "parts.csv" { buffer line_{sku} of {sku} { keep {level} pcs; from acme } }     # the column is called `max`

Prefer: the name of the column as row 1 of the table has it. The finding names the table and its row. What other systems call an item
goes into `code {sku}`.
""",
)
_entry(
    "KB214",
    "a function that cannot be called so",
    """
Functions are `cards_for level_for zones_for lot_for takt_for`, the random numbers `normal exponential uniform triangular gamma
lognormal poisson geometric from_data`, `min`, `max` and the words for stock. Formulas name their arguments.

    kanban cards_for(40 pcs per h, 3 h) of 20 pcs                                # which is which?
    kanban cards_for(demand 40 pcs per h, lead time 3 h, safety 10 %) of 20 pcs

Prefer: the arguments that the message lists.
""",
)
_entry(
    "KB215",
    "random where a fixed number is needed",
    """
Times of work and travel and the quantities of orders may be drawn at random. Levels, sizes and limits of a policy may not, and a random
number can only be multiplied by a fixed one.

    buffer gears of gear { keep normal(9 pcs, 2 pcs); from acme }

Prefer: a fixed number, or a formula that shows where it comes from.
""",
)
_entry(
    "KB216",
    "a value where a condition is needed, or the other way round",
    """
A condition compares: `available(line_gears) < 10 pcs`. A value is a number with its unit.

    trigger low { when available(line_gears); alert picker "low" }

Prefer: a comparison, joined with `and`, `or`, `not`.
""",
)
_entry(
    "KB217",
    "a policy has exactly one name",
    """
Each policy begins with its name, once in all of its files. The name is part of the identity of every action.

    policy gearbox_line "Gearbox line 2" { currency EUR }

Prefer: one `policy` in the main file; the files that it uses have none.
""",
)

_entry(
    "KB218",
    "a review without a position rule, or the other way round",
    """
A rule that goes by the position (`keep`, `reorder`, `zones`) looks at every change, or with `review` only at those times. `up to` alone
says no reorder point, so it needs reviews. Cards signal when they are free, whatever the time.

    buffer gears of gear { up to 300 pcs; from acme }

Prefer: `up to 300 pcs` with `review mon, thu at 06:00`, or `reorder at 120 pcs up to 300 pcs`.
""",
)

_entry(
    "KB219",
    "a statement about cards that does not fit the cards",
    """
`signal when` says when a card is free, `collect` how many free cards go together. Both need a rule with cards, and no more can go together
than there are.

    buffer gears of gear { kanban 2 cards of 20 pcs; collect 3 cards within 8 h; from acme }

Prefer: fewer cards to collect, or more of them.
""",
)

_entry(
    "KB220",
    "steps of `if short` that contradict each other",
    """
The steps are tried in order. Of `split` and `wait` one counts, and after `lose` nobody is left for whom a further step could do something.

    if short lose, alert buyer "a customer went"

Prefer: `if short alert buyer "a customer went", lose`.
""",
)

_entry(
    "KB221",
    "rework at a station that takes its parts on start",
    """
With `parts taken on start` a job begins when a machine is idle, and holds it until it is handed over. A piece that is done again leaves the
machine in between, for the bench and the queue, and the machine goes on with other work: the two do not go together.

    station weld { makes frame from 1 plate; parts taken on start; reworks 5 % in 20 min }

Prefer: `station weld { makes frame from 1 plate; reworks 5 % in 20 min }`.
""",
)

_entry(
    "KB222",
    "first to expire, of goods that never do",
    """
`picks first to expire` looks at when each lot expires, and only an item with a `shelf life` ever does.

    item bolt
    buffer shelf of bolt { keep 20 pcs; picks first to expire; from acme }

Prefer: `picks oldest first`, or `item bolt { shelf life 180 d }`.
""",
)

_entry(
    "KB230",
    "a loop that does not say all that it needs",
    """
A loop needs the places through which work goes, its cards, and what goes round. What goes round may be left out where the last place makes
or holds one thing alone.

    loop line_1 of shaft { through lathe, mill }

Prefer: `loop line_1 of shaft { through lathe, mill; kanban 12 cards of 1 pcs }`.
""",
)

_entry(
    "KB231",
    "places of a loop that do not hand on to each other",
    """
Work goes from each place of a loop to the next by itself, so the next must take what the one before gives: a buffer holds it, a station
makes its product from it or works on it, and a buffer within stands at the station that comes behind it.

    loop line_1 of shaft { through mill, lathe; kanban 12 cards of 1 pcs }

Prefer: the places in the order of the work, each once; where two ways part, two loops.
""",
)

_entry(
    "KB232",
    "a buffer within a loop with a rule or source of its own",
    """
A loop fills its places itself: what one finishes goes on to the next. Only a buffer that comes first says from where its goods come.

    buffer turned of shaft at mill { keep 10 pcs; from lathe }
    loop line_1 of shaft { through lathe, turned, mill; kanban 12 cards of 1 pcs }

Prefer: `buffer turned of shaft at mill { limit 10 pcs }`, or the loop without `turned`.
""",
)

_entry(
    "KB233",
    "a loop in which pieces do not go one for one",
    """
A card of a loop goes with its pieces from the first place to the last, so each place takes one piece for each that it gives, and loops that
share a place have cards for as much.

    station press { makes pair from 2 shaft }
    loop line_1 of pair { through mill, press; kanban 12 cards of 1 pcs }

Prefer: a loop up to `mill`, and a buffer from which `press` takes two.
""",
)

# ------------------------------------------------------------------ KB3xx: how goods and signals flow

_entry(
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
)
_entry(
    "KB302",
    "a signal that nobody answers",
    """
A refill rule pulls, or a trigger says `pull ... to`, but the buffer has no `from`, so nobody hears the signal.

    buffer line_gears of gear at assembly { kanban 3 cards of 20 pcs }

Prefer: `from` and a supplier, a station or another buffer of the same item. Why: the card would travel nowhere.
""",
)
_entry(
    "KB303",
    "a source that cannot give the item",
    """
The source is a buffer of another item, a station that does not make the item, or the buffer itself.

    station mill { makes housing }
    buffer gears of gear { keep 10 pcs; from mill }

Prefer: a source that has the item; for a station, a `makes` for it. A buffer that holds a substitute is said in `if short use`,
not in `from`.
""",
)
_entry(
    "KB304",
    "a part without a buffer at the station",
    """
A station takes parts from the buffers that stand `at` it. For one part of the recipe there is none, so no job could ever begin.

    station assembly { makes gearbox from 2 gear, 1 shaft }
    buffer line_gears of gear at assembly { two bins of 20 pcs; from lift_gears }       # and the shaft?

Prefer: a buffer `at` the station for each part, however small. A part that is always there can be `unlimited`.
""",
)
_entry(
    "KB305",
    "two buffers for one part at one station",
    """
Two buffers of one item stand at a station whose recipe takes that item, and neither refills the other. It is not said from which
one a job takes the part, nor which one then signals.

Prefer: one line-side buffer for each part. A reserve behind it may stand at the same station where the line buffer says `from` it.
""",
)
_entry(
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
)
_entry(
    "KB307",
    "a limit below what the rule asks for",
    """
When the rule asks for the first time, on hand and incoming together would already be above the `limit` of the buffer. Every pull
would be cut, and the level that the rule names never be reached.

    buffer lift_gears of gear { reorder at 120 pcs up to 300 pcs; from acme { minimum 200 pcs }; limit 300 pcs }

At 120 it orders 200 (the minimum), which makes 320. Prefer: a limit of at least what the message names, or a lower rule.
""",
)
_entry(
    "KB308",
    "no order size is possible",
    """
The smallest order that `minimum` and `multiple` allow is above the `limit`, so the rule can never order anything.

    from acme { minimum 100 pcs; multiple 60 pcs }      # the smallest order is 120 pcs
    limit 110 pcs

Prefer: a higher limit, or smaller orders agreed with the source.
""",
)
_entry(
    "KB309",
    "a container, bin or lot that its source does not sell",
    """
A container, a bin and a lot are pulled exactly as they are. Here the `multiple` or the `minimum` of the source does not allow
that quantity.

    buffer bolts of bolt { two bins of 250 pcs; from acme { multiple 100 pcs } }

Prefer: a bin of 300 pcs, or a rule that rounds (`reorder at ... up to ...`). Why: a half-filled bin would carry a card that says it
is full.
""",
)
_entry(
    "KB310",
    "a rule that would order for ever",
    """
`reorder at s up to S` orders at position s up to position S. With s above S no order lifts the position above s, so the rule would
order again at once, for ever.

    reorder at 300 pcs up to 120 pcs

Usually the two numbers are swapped. To replace each piece as it is taken, say `keep` and the level.
""",
)
_entry(
    "KB311",
    "a tray that cannot hold its stock",
    """
The buffer lies in a tray (a carrier, a bay) that is not said to hold its item, or has less room for it than the refill rule fills up
to. Safety stock lies in the same tray and counts; a compartment holds one item at a time.

    tray 7 { compartments 4; holds 25 pcs of gear each }
    buffer lift_gears of gear in lift_1 tray 7 { keep 120 pcs; from acme }      # room for 100

Prefer: another tray, more room, or a lower rule. Why: what does not fit stays at the dock.
""",
)
_entry(
    "KB312",
    "a tray that nobody may open",
    """
The roles that may open the tray are not among those that may come to the store, so nobody can pick from it.

    vlm lift_1 { access picker; tray 8 { access supervisor } }

Prefer: naming the role in the store's `access` as well; the tray then narrows it.
""",
)
_entry(
    "KB313",
    "a `when` that its own `pull` cannot make false",
    """
A `pull` under `when` is repeated until the condition is false. What a pull changes at once is `incoming` and `position` of its
buffer (and what is asked of its source); the pieces themselves come later. This condition looks at nothing that the pull changes, so
the pull would be repeated for ever.

    trigger more { when available(gears) < 10 pcs; pull 20 pcs to gears }

Prefer: `when position(gears) < 10 pcs`, or `and incoming(gears) = 0 pcs`, or `on` an event, which runs once.
""",
)
_entry(
    "KB314",
    "triggers that keep each other going",
    """
The pull of one trigger makes the condition of another true again, and the other way round, within the same instant. These would
fire forever.

    trigger level_a { when position(a) <= position(b); pull 1 pcs to a }
    trigger level_b { when position(b) <= position(a); pull 1 pcs to b }

Prefer: conditions that the other's pull does not move, or `on` an event, which runs once for each.
""",
)
_entry(
    "KB315",
    "a `hold` that nothing resumes",
    """
`hold` stops the pulls of a buffer on every path until something says `resume`, and no trigger does.

    trigger strike { on down of acme; hold lift_gears }

Prefer: the second half beside the first, here `on up of acme` with `resume lift_gears`.
""",
    severity=Severity.WARNING,
)
_entry(
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
)
_entry(
    "KB317",
    "two buffers serve customers for one item",
    """
Orders of an item arrive at the buffer that `serves customers`. With two of them it is not said which.

Prefer: one that serves customers. Orders for another place can name its buffer instead of the item.
""",
)
_entry(
    "KB318",
    "orders that no buffer takes",
    """
An order names an item, and no buffer of that item serves customers, so the order cannot arrive. (The only buffer of an item serves
customers by itself; where there are several, one has to say so.)

Prefer: `serves customers` in the buffer from which customers are given, or the name of a buffer in the order.
""",
)
_entry(
    "KB319",
    "an item that is never used",
    """
No buffer holds the item and no station makes it or takes it as a part. It does no harm; perhaps a buffer was forgotten.
""",
    severity=Severity.NOTE,
)
_entry(
    "KB320",
    "goods that go nowhere",
    """
The buffer is refilled, but no other buffer pulls from it, it serves no customers, stands at no station, and no order or consumption
names it. What goes in stays there.

Prefer: `from` it in the buffer that should be fed, or `serves customers`.
""",
    severity=Severity.WARNING,
)
_entry(
    "KB321",
    "a product that nobody pulls",
    """
A station can make the product, but no buffer says `from` the station for it. A station works only when pulled, so it is never made.

Prefer: a buffer for the product with a refill rule, for example `buffer shipping of gearbox { keep 8 pcs; from assembly }`.
""",
    severity=Severity.WARNING,
)
_entry(
    "KB322",
    "an expression that is nested too deep",
    """
Conditions are worked out with eight numbers at hand at a time. This one needs more: operators on both sides of operators, in brackets
within brackets, more than a hundred numbers in all.

Prefer: taking it apart into two triggers, or opening the brackets.
""",
)
_entry(
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
)

_entry(
    "KB324",
    "no room on the way for a single pull",
    """
`at most` on the way lets a pull go when there is room for it. A container travels full, and a supplier takes no order below its minimum: if
that is more than may be on the way at all, nothing ever goes.

    buffer line_gears of gear { kanban 3 cards of 20 pcs; at most 10 pcs on the way; from lift_gears }

Prefer: room for one container, or for the smallest order, at the least.
""",
)
_entry(
    "KB325",
    "stations that cannot be fed together",
    """
`feeds ... together` picks a piece when every one of the stations has a job that waits for it. A station that takes no such part never has
one, so nothing would be picked for the others either; and one station alone is fed by a buffer that stands at it.

    buffer housings of housing { kanban 2 cards; from acme; feeds drill, paint together }    # paint makes nothing of a housing

Prefer: stations that each take the part, two of them at the least.
""",
)

_entry(
    "KB330",
    "more pieces in a loop than it has cards for",
    """
Each piece in a loop has a card, also those that lie there at the start.

    loop line_1 of shaft { through lathe, turned, mill; kanban 4 cards of 1 pcs }
    scenario usual { start turned 6 pcs }

Prefer: a start with 4 pieces or fewer.
""",
)

_entry(
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
)
_entry(
    "KB337",
    "spikes without zones",
    """
`spikes of ... or more within ...` says which demand of the coming days `zones` counts. Every other rule looks at an order when it is due.

    buffer gears of gear { keep 40 pcs; spikes of 25 pcs or more within 8 d; from acme }

Prefer: `zones red ... yellow ... green ...`, or no spikes.
""",
)

_entry(
    "KB338",
    "a window for spikes that is not whole days",
    """
Coming demand is summed by local day before it is compared with the spike, so the window ends with a day.

    buffer gears of gear { zones red 50 pcs yellow 60 pcs green 30 pcs; spikes of 25 pcs or more within 36 h; from acme }

Prefer: `within 2 d`.
""",
)

_entry(
    "KB340",
    "safety stock of what never runs out",
    """
Safety stock helps a buffer over the time in which its source gives nothing. A buffer that is `unlimited` has no such time.

    buffer yard of sand { unlimited; safety 40 kg }

Prefer: safety stock at the buffer that would be short, next to whoever takes from it.
""",
)
_entry(
    "KB341",
    "no safety stock to release",
    """
A trigger, or a step of `if short`, releases the safety stock of a buffer that keeps none.

    buffer stock of gear { keep 10 pcs; from acme; if short release safety }

Prefer: `safety 40 pcs against acme` in that buffer, or no release.
""",
)

_entry(
    "KB335",
    "somebody without a number asks in a sequence",
    """
A buffer `in sequence` serves orders strictly by their numbers. A pull of another buffer, or a job that takes parts, has no number, and
a priority would go before one.

    buffer seats of seat { exactly as needed; in sequence; from acme; serves customers }
    buffer line_seats of seat { kanban 2 cards of 1 pcs; from seats }

Prefer: orders with their numbers at the buffer that is served in sequence.
""",
)
_entry(
    "KB336",
    "a number that says nothing",
    """
`number` of an order is its place in a sequence. A buffer whose orders are not served `in sequence` would pass over it.

    when order of 1 pcs of gearbox number 4

Prefer: `in sequence` at the buffer where the order arrives, or no number.
""",
)
_entry(
    "KB342",
    "buffers that would use each other",
    """
`if short use` helps one way only. Where two buffers use each other, both run short, and nobody knows any more for whom their stock is
kept.

    buffer hall_a of gear { keep 10 pcs; from acme; if short use hall_b }
    buffer hall_b of gear { keep 10 pcs; from acme; if short use hall_a }

Prefer: to say who helps whom; or one stock for both.
""",
)
_entry(
    "KB343",
    "a buffer that cannot help",
    """
Of another buffer can be used what counts in the same unit, and only for those who ask: customers, and pulls of other buffers. Jobs
take their parts where they stand.

    buffer oil_tank of oil { keep 90 l; from acme; if short use oil_drums }      # drums count in pcs

Prefer: a substitute in the same unit, used by the buffer that fills the line.
""",
)

# ------------------------------------------------------------------ KB4xx: scenarios and tests

_entry(
    "KB401",
    "an unknown event",
    """
Events are order, release, consumption, completion, scan, pick, receipt, rejection, count, cancellation, reissue, down and up.

    test "..." { when usage of 20 pcs of line_gears; then nothing }         # write: consumption of 20 pcs of line_gears

Prefer: the event as the plant reports it.
""",
)
_entry(
    "KB402",
    "a test that is out of order",
    """
A test says what is given, then `when` something happens, then what comes of it; times go forward.

    test "..." { then nothing; when consumption of 20 pcs of line_gears }

Prefer: given, when, then. `and` continues the line above.
""",
)
_entry(
    "KB403",
    "scenarios that extend each other",
    """
A scenario may extend another, and that one another, but not in a circle: none of them would say how it begins.
Prefer: one that stands alone, from which the others differ.
""",
)
_entry(
    "KB404",
    "an order that no buffer takes",
    """
An order of an item arrives at the buffer that serves its customers: its only buffer, or the one that says `serves customers`.

    buffer raw of gear { keep 9 pcs; from acme }
    buffer shop of gear { keep 3 pcs; from raw }
    scenario week { orders of gear poisson 2 per h }                        # at raw or at shop?

Prefer: `serves customers` in one of them, or the name of the buffer in the order.
""",
)
_entry(
    "KB405",
    "an unknown measure",
    """
`expect` names what a dry run measures: fill rate, ready rate, mean wait, throughput, pulls, utilization, cost, turns, and mean, max or
min of a word for stock, each `of` what it is measured.

    expect service level of gearbox >= 95 %                                 # write: fill rate of gearbox

Prefer: the name as the measures page of the documentation has it.
""",
)

_entry(
    "KB406",
    "orders without end that would never let time pass",
    """
`without end` means that somebody always waits: who is served is followed by the next at the same instant. A buffer that never runs out
would serve them for ever, and an order that is due later does not wait now.

    buffer shelf of gear { unlimited; serves customers }
    scenario usual { orders of gear without end }

Prefer: a rate, as in `orders of gear poisson 20 per d`; or a buffer that has to be filled.
""",
)

# ------------------------------------------------------------------ KB5xx: files

_entry(
    "KB501",
    "a file that cannot be read",
    """
A policy names a file that is not there, is a folder, or may not be read. Files are looked for beside the text that names them.
Prefer: the name as it is on disk, small and capital letters included.
""",
)
_entry(
    "KB502",
    "a file that is no text",
    """
A policy is a text in UTF-8. This file holds bytes that are not: it was saved in another encoding, or is no policy at all.
Prefer: to save it as UTF-8 in the editor.
""",
)
_entry(
    "KB503",
    "files that use each other",
    """
`use` takes in another file of the same policy. Two files that use each other have no beginning, and a row of a table cannot use a file.
Prefer: one main file that uses the others.
""",
)
_entry(
    "KB504",
    "a table that cannot be read",
    """
A table is a CSV file in UTF-8 with the names of its columns in row 1 and one cell for each in every row.
Prefer: the export "CSV UTF-8" of the spreadsheet. The finding names the row as the spreadsheet shows it.
""",
)
_entry(
    "KB505",
    "a row that says nothing usable",
    """
A row of orders or of stock names something that the policy does not have, a moment that is none, or a quantity that its unit cannot
count.

    at,of,quantity
    2026-01-05 08:00,gearbox,3

Prefer: `at` as date and time, local or with an offset; `of` as the name or code of an item, or a buffer; `quantity` in the item's unit.
""",
)
_entry(
    "KB506",
    "a column that cannot be spoken of",
    """
A column is written `{name}` in a policy, so its name has small letters, digits and underscores, and begins with a letter.
Prefer: to rename it in row 1 of the table: `Lead Time` becomes `lead_time`. A column that no template names does no harm.
""",
    severity=Severity.WARNING,
)

# ------------------------------------------------------------------ KB9xx: checked, not executed yet
_entry(
    "KB901",
    "checked but not executed yet",
    """
The statement is part of the language, it was read and checked, but the engine does not carry it out yet. So the policy can be
checked, formatted and drawn, and a dry run refuses it rather than pass over the statement in silence.

Avoid: relying on the statement. Prefer: leaving it out until the engine executes it.
""",
    severity=Severity.WARNING,
)
