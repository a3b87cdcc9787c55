"""Texts to format: policies put together from every statement of the language, and the same policies in any layout."""

from __future__ import annotations

from random import Random

from hypothesis import strategies as st

from kanbanlang.diagnostics import Source
from kanbanlang.syntax import Parsed, parse
from kanbanlang.syntax.formatting.words import the_lexer

TERMS = """via receiving
lead time 16 working h
lead time {days} working d
minimum 100 sheet
multiple 20 sheet within 10 %
price 12.10 EUR
order cost 5 EUR
deliveries in order
deliveries may cross
departs mon, thu at 06:00 during cal
departs every 30 min
carries 1 pack
carries 12 packs
carries 40 sheet
accepts 5 % over"""

RULES = """kanban 3 cards
kanban 1 card of {pack} {unit}
kanban {cards} cards of 20 pcs
kanban cards_for(demand 40 pcs per h, lead time 3 h, safety 10 %) of 20 pcs
two bins of 12 pcs
keep max(9 pcs, ceil(2.5 * (3 pcs + 4 pcs)))
reorder at 120 pcs order 400 pcs
reorder at level_for(demand 4 pcs per d, lead time 10 d) up to level_for(demand 4 pcs per d, lead time 10 d, safety 20 pcs)
up to 300 pcs
zones red 50 pcs yellow 60 pcs green 30 pcs
zones for(demand 3 sheet per d, lead time 8 d)
exactly as needed
unlimited"""

BUFFER = f"""{RULES}
from acme
from acme by truck share 70 % when not down(acme) and (on_hand(all) < 5 sheet or day_of_week = 2)
signal when scanned
collect 1 card within 8 h
review every 2 d at 06:00
spikes of 25 sheet or more within 8 d
in sequence
in sequence, frozen 2 h ahead
at most 5 sheet on the way
limit 40 sheet
safety 4 sheet against acme, cell
serves customers
if short use other, release safety, alert picker "short", lose after 3 d
if short wait, split
if cancelled ask again after 4 h
priority 1
picks oldest first
picks first to expire
picking time 10 s
feeds cell, cell_2 together
count mon..fri at 06:00, 14:00
count when empty
holding cost 2 EUR per sheet per d
shortage cost 5 EUR per sheet"""

STATION = """makes y from 2 x, 0.5 kg of grease, 1 and
cycle time 4 min
cycle time of y normal(5 min, 30 s)
setup time 9 min
machines 2
works cal
paced every 60 s
parts taken on report
rejects 2 %
reworks 5 % in 20 min"""

LOOP = """through cell, other
kanban 12 cards of 1 sheet"""

CALENDAR = """mon..wed, fri 06:00..14:00, 14:00..22:00
open 2026-12-19, 2026-12-20 06:00..12:00
closed 2026-12-25, 2026-12-31..2027-01-01
closed holidays of "IT\""""

PLACE = """compartments 4
holds 100 sheet of x each
access picker, supervisor"""

BLOCKS: dict[str, str] = {
    'policy every "Every statement"': 'currency EUR\ntimezone "Europe/Rome"\nvalid from 2026-11-01 06:00\ncarrying cost 25 % per y',
    "calendar cal": CALENDAR,
    'item x "Piece \\"x\\" # 1"': 'code "X-1"\ncode {code}\nunit sheet\npack 10 sheet\nvalue 14 EUR\ntracked by lot\n'
    "shelf life 180 d, at least 30 d left",
    "vlm lift": "retrieval time 45 s\nopenings 1\npick aids laser, alphanumeric\naccess picker\nworks cal\ntray 8..60",
    "carousel ring": "retrieval time 9 s",
    "rack floor": "access picker",
    "dock receiving": "handling time 10 min\nworks cal",
    "station cell": STATION,
    "supplier acme": "delivers daily at 06:00, 14:00\nworks cal",
    "route truck": TERMS,
    "buffer all of x in lift tray 7": BUFFER,
    "buffer line_{sku} of {sku} at cell": BUFFER,
    "loop ring of y": LOOP,
    "trigger t": """on order of 5 pcs of x by picker from acme as "k" if ordered > 2 * 3 sheet + 1 sheet or not down(acme)
when backlog(all) > 0 sheet
daily at 06:00
alert picker "big"
expedite all
pull ordered - 2 sheet to other
hold and
resume all
release safety of all
count all""",
    "invariant i": "always on_hand(all) + incoming(all) <= 60 sheet\nnever reserved(all) > on_hand(all) and wip(cell) >= 3",
    'scenario s "S" extends other': """lasts 4 wk after 1 wk
starts 2026-01-05 00:00
repeat 10 times
seed 7
measure daily at 23:59
start all full, all 40 sheet, other empty
start from "stock.csv"
orders of poisson(5 sheet) of x every exponential(5 min) due after 2 d priority 1 during cal from day 2 to day 9
orders of x at day 2 06:00, 2026-11-03 06:00, 4 h
orders of y without end
orders from "orders.csv"
orders of x poisson 12 per h on day 3
orders of x from "orders.csv"
with acme late by 3 d from day 8 to day 12
with cell down on day 3
with x times 3
with acme loses 2 % of deliveries
with all repeats 1 % of scans
with acme rejects 2 %
with cell down every exponential(40 h) for 2 h
with all miscounts 1 % by 3 sheet
replay "inputs.csv"
expect fill rate of x >= 90 %
expect share of time available(all) > 0 sheet >= 95 %""",
    "scenario five_cards extends s": "seed 8",
    "scenario other_terms extends s": "seed 8",
    "scenario more_jobs extends s": "seed 8",
    'test "steps"': """given all has 60 sheet
and other full
and cell is down
when at day 2 06:00, order of 5 sheet of x by picker at cell as "k" due day 3 number 4 lot "L1" card 2 tray 7 priority 1
then retrieve 20 sheet of x from all to other
and put away 3 sheet to all by picker
and make 5 pcs at cell
and expedite all
and alert picker
and alert picker "short"
then nothing
and nothing else
then refused "no"
then refused
then duplicate
then on_hand(all) = 40 sheet and (wip(cell) < 2 or down(cell))""",
}
INNER: dict[str, tuple[str, str]] = {
    "vlm lift": ("tray 7", PLACE),
    "carousel ring": ("carrier 1..40", PLACE),
    "rack floor": ("bay 3", PLACE),
    "buffer all of x in lift tray 7": ("from other by truck", TERMS),
    'scenario s "S" extends other': ("change station cell", STATION),
    "scenario five_cards extends s": ("change buffer all", BUFFER),
    "scenario other_terms extends s": ("change route truck", TERMS),
    "scenario more_jobs extends s": ("change loop ring", LOOP),
}
SINGLES = ('use "calendars.kanban"', "unit sheet step 0.5", 'role picker "Picker"', "role supervisor", "supplier acme")


def _spread(pieces: list[str]) -> str:
    return "{\n" + "\n".join(pieces) + "\n}"


def _together(pieces: list[str]) -> str:
    return "{ " + "; ".join(pieces) + " }"


_some_shape = st.sampled_from([_spread, _together])


_values = st.recursive(
    st.sampled_from(
        [
            "3 pcs",
            "ordered",
            "on_hand(and)",
            "lot_for(demand 9 pcs per y, order cost 8 EUR)",
            "2 EUR per pcs per d",
            "{min} {unit}",
            "a_name_that_takes_its_time",
            "06:00",
        ]
    ),
    lambda values: st.one_of(
        st.tuples(values, st.sampled_from("+-*/"), values).map(" ".join),
        st.lists(values, min_size=1, max_size=3).map(lambda given: f"max({', '.join(given)})"),
        values.map(lambda value: f"({value})"),
    ),
    max_leaves=8,
)
_conditions = st.recursive(
    st.tuples(_values, st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), _values).map(" ".join),
    lambda conditions: st.one_of(
        st.tuples(conditions, st.sampled_from(["and", "or"]), conditions).map(" ".join),
        conditions.map(lambda condition: f"not ({condition})"),
        conditions.map(lambda condition: f"({condition})"),
    ),
    max_leaves=6,
)
_BEFORE_A_CONDITION = {"trigger t": "when", "invariant i": "always", 'test "steps"': "then"}


@st.composite
def _declarations(draw: st.DrawFn, least: int) -> str:
    header = draw(st.sampled_from([*BLOCKS, *SINGLES]))
    if header in SINGLES:
        return header
    known = BLOCKS[header].split("\n")
    if header in INNER and draw(st.booleans()):
        name, statements = INNER[header]
        inner = draw(st.lists(st.sampled_from(statements.split("\n")), min_size=least, max_size=4))
        known = [f"{name} {draw(_some_shape)(inner)}", *known[:3]]
    if header in _BEFORE_A_CONDITION and draw(st.booleans()):
        known = [f"{_BEFORE_A_CONDITION[header]} {draw(_conditions)}", *known[:3]]
    return f"{header} {draw(_some_shape)(draw(st.lists(st.sampled_from(known), min_size=least, max_size=5)))}"


@st.composite
def policies(draw: st.DrawFn, *, least: int = 1) -> str:
    """Policies that can be read; what they say makes no sense. Each block holds at least `least` statements."""
    declarations = draw(st.lists(_declarations(least), max_size=5))
    if declarations and draw(st.booleans()):
        declarations.append(f'for each row of "parts.csv" where {{class}} = "A" {_spread(declarations[:2])}')
    return "".join(declaration + draw(st.sampled_from(["\n", "\n\n"])) for declaration in declarations)


def read(text: str) -> Parsed:
    """A text that has no mistakes, read."""
    parsed = parse(Source("policy.kanban", text))
    assert not parsed.diagnostics, f"{parsed.diagnostics[0].message}\n{text}"
    return parsed


_MARKS = frozenset({",", "(", ")", "..", "<", "<=", ">", ">=", "=", "!=", "+", "-", "*", "/"})
_GOES_ON = _MARKS - {")", ".."}


def words_and_separators(text: str) -> tuple[list[str], list[str]]:
    """The words of a text without comments, and before each of them (and at the end) the newlines and semicolons that stand there."""
    tokens = the_lexer().cut(text)
    words: list[str] = []
    separators = [""]
    for kind, said in zip(tokens.kinds, tokens.texts, strict=True):
        if kind in {"NEWLINE", ";"}:
            separators[-1] += "\n" if kind == "NEWLINE" else ";"
        elif said:
            words.append(said)
            separators.append("")
    return words, separators


class Weaver:
    """Puts the same words into another layout."""

    def __init__(self, random: Random, *, only_space: bool) -> None:
        self._random = random
        self._only_space = only_space
        self._comments = 0

    def weave(self, text: str) -> str:
        """Other spaces, line ends wherever a statement may go on, other separators, and comments wherever a line ends.

        With `only_space`, separators, blank lines and blocks stay as they are, and there are no comments.
        """
        words, separators = words_and_separators(text)
        woven = []
        for at, separator in enumerate(separators):
            before = words[at - 1] if at else ""
            after = words[at] if at < len(words) else ""
            starts = bool(separators[at - 1]) or words[at - 2 : at - 1] in (["{"], []) if at else True
            woven += [
                self._gap(before, separator, after, is_conjunction=before in {"and", "or"} and not starts and after not in {"more", ")"}),
                after,
            ]
        whole = "".join(woven)
        return whole.replace("\n", "\r\n") if self._random.random() < 0.2 else whole

    def _gap(self, before: str, separator: str, after: str, *, is_conjunction: bool) -> str:
        if before in {"", "{"} or after in {"", "}"}:
            if self._only_space:
                return self._spaces(1) + separator + self._spaces(0)
            return self._spaces(1) + (self._line_ends(0, 3) if separator or self._random.random() < 0.3 else "")
        if separator:
            if self._only_space:
                return self._spaces(0) + separator + self._spaces(0)
            return self._random.choice([self._spaces(0) + ";" + self._line_ends(0, 2), self._line_ends(1, 3)])
        if (before in _GOES_ON or is_conjunction) and self._random.random() < 0.3:
            return self._line_ends(1, 2)
        if after == ")" and self._random.random() < 0.3:
            return self._line_ends(1, 1)
        return self._spaces(0 if before in _MARKS or after in _MARKS else 1)

    def _line_ends(self, least: int, most: int) -> str:
        ends = [self._spaces(0) + self._comment() + "\n" for _ in range(self._random.randint(least, most))]
        return "".join(ends) + self._spaces(0)

    def _comment(self) -> str:
        if self._only_space or self._random.random() < 0.5:
            return ""
        self._comments += 1
        return f"# {self._comments} " + self._random.choice(["", "because", "{ not; a block }", "ends with \\", '"unclosed  ', "\ttabs\t"])

    def _spaces(self, least: int) -> str:
        return "".join(self._random.choice(" \t") for _ in range(self._random.randint(least, 3)))


def comments(text: str) -> list[str]:
    """The comments of a text in order, without what cannot be seen at their ends."""
    return [text[start:end].rstrip() for start, end in the_lexer().cut(text).comments]


def comment_owners(text: str) -> dict[str, tuple[str, int]]:
    """For each comment the word that it stands behind on a line, or else the word that it stands before, by its number in the text."""
    tokens = the_lexer().cut(text)
    stops = [(start, text[start:end].rstrip(), "COMMENT") for start, end in tokens.comments]
    stops += zip(tokens.starts, tokens.texts, tokens.kinds, strict=True)
    owners = {}
    number = 0
    is_behind_a_word = False
    for _, said, kind in sorted(stops):
        if kind == "COMMENT":
            owners[said] = ("behind", number) if is_behind_a_word else ("before", number + 1)
        elif kind == "NEWLINE":
            is_behind_a_word = False
        elif kind != ";":
            number += 1
            is_behind_a_word = True
    return owners
