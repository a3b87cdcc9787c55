"""How a policy is written."""

from __future__ import annotations

from kanbanlang.diagnostics.catalogue.entry import Entry, page

PAGES: tuple[Entry, ...] = (
    page(
        "KB101",
        "a word or mark that does not fit",
        """
The statement cannot go on like this. The message says what could stand there instead.

    keep 9 pcs pcs                              # the statement is over behind the first `pcs`
    reorder at 120 pcs until 300 pcs            # `up to` or `order` is expected

Prefer: the statement as it stands in the language reference. Why: a statement reads as a sentence, and each word has its place in it.
""",
    ),
    page(
        "KB102",
        "a text without its end",
        """
A text stands between two quotation marks on one line. Here the second one is missing.

    code "GM2-0040

Avoid: a text over several lines. Prefer: one line; a quotation mark inside a text is written with a backslash before it.
""",
    ),
    page(
        "KB103",
        "a name that is not lower_snake_case",
        """
Names, and the words of the language, are written in lower case letters, digits and `_`, and begin with a letter.

    item Gear_M2                                # Prefer: item gear_m2 "Gear M2"

Prefer: a plain name, and the name that people read as the title behind it; what other systems call the thing goes in `code "..."`.
Why: `Gear`, `gear` and `GEAR` would otherwise be three things that nobody can tell apart on the phone.
""",
    ),
    page(
        "KB104",
        "a character without a meaning",
        """
The language has no use for this character outside of texts and comments. Often it came along when the text was copied out of a
document: curly quotation marks, dashes, spaces that are none.

    mon\N{EN DASH}fri 06:00..14:00                           # Prefer: mon..fri 06:00..14:00

The message says what to write instead where that is known.
""",
    ),
    page(
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
    ),
    page(
        "KB106",
        "a `}` too many",
        """
The `}` closes nothing, or it closes a block whose statements go on behind it.

    item gear { unit pcs } }

Prefer: one `}` for each `{`. `kanban format` shows by its indentation what belongs to what.
""",
    ),
    page(
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
    ),
    page(
        "KB108",
        "a misspelt word",
        """
A word of the language is expected here, and what stands there is nearly one. Reading goes on as if it were.

    buffer line_gears off gear                  # `of` is meant

Prefer: the word that the message names.
""",
    ),
    page(
        "KB109",
        "something is missing",
        """
With one more word or mark the statement would be right: a word, a closing bracket, or the `;` or new line between two statements.

    buffer line_gears gear                      # `of` is missing
    lead time max(2 h, 3 h                      # `)` is missing
    item gear { unit pcs pack 20 pcs }          # `;` is missing

Prefer: one statement a line. Why: it is what people read aloud and what a review in git shows.
""",
    ),
    page(
        "KB110",
        "a statement that is not known here",
        """
No statement of this block begins like this. Either the statement belongs in another block, which the message names, or there is none.

    supplier acme { lead time 3 d }             # `lead time` stands in a route, or behind `from acme`

Why: terms such as a lead time belong to the way between two places, so that one supplier can have several.
""",
    ),
    page(
        "KB111",
        "brackets that go too deep",
        """
Some fifty brackets within each other, or as many `not`, are the most that is read.

Prefer: fewer brackets; `a + b + c` and `a and b and c` need none. A condition that deep is better said as two triggers.
""",
    ),
    page(
        "KB112",
        "too many mistakes",
        """
There are more than five hundred mistakes in this text. Most likely it is no policy at all: a spreadsheet, a picture, a program.

Avoid: giving a table to `use`; a table goes behind `for each row of`.
""",
    ),
)
