"""What people see when they format a policy: a text as written and the text that comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from format_texts import BLOCKS, INNER, SINGLES, comments, read

from kanbanlang.diagnostics import Source
from kanbanlang.syntax import format_text, parse, tree

ROOT = Path(__file__).parents[2]


def formatted(text: str) -> str:
    return format_text(read(dedent(text).removeprefix("\n")))


def shown(text: str) -> str:
    return dedent(text).removeprefix("\n")


CASES = {
    "a block on several lines stays so, one statement a line": (
        """
        item gear{
        unit   pcs ;pack 20 pcs
            value 14.50 EUR}
        """,
        """
        item gear {
          unit pcs
          pack 20 pcs
          value 14.50 EUR
        }
        """,
    ),
    "a short block on one line stays on one line": (
        """
        buffer line_gears  of gear at assembly {kanban 3 cards ;from lift_gears;}
        buffer lift_gears of gear { keep 80 pcs; from acme { via receiving; lead time 3 d } }
        """,
        """
        buffer line_gears of gear at assembly { kanban 3 cards; from lift_gears }
        buffer lift_gears of gear { keep 80 pcs; from acme { via receiving; lead time 3 d } }
        """,
    ),
    "a block that is too long for one line is opened, and the blocks in it are not": (
        """
        buffer lift_shafts of shaft in lift_1 tray 8 { keep 80 pcs; from acme { via receiving; lead time 3 d } }
        """,
        """
        buffer lift_shafts of shaft in lift_1 tray 8 {
          keep 80 pcs
          from acme { via receiving; lead time 3 d }
        }
        """,
    ),
    "a line of 100 characters fits": (
        f"""
        supplier {"a" * 65} {{ delivers mon at 06:00 }}
        supplier {"a" * 66} {{ delivers mon at 06:00 }}
        """,
        f"""
        supplier {"a" * 65} {{ delivers mon at 06:00 }}

        supplier {"a" * 66} {{
          delivers mon at 06:00
        }}
        """,
    ),
    "an empty block need not be there": (
        """
        supplier acme { }
        supplier bolts_and_more {

        } # soon
        """,
        """
        supplier acme
        supplier bolts_and_more  # soon
        """,
    ),
    "declarations of several lines stand apart, one blank line is kept elsewhere": (
        """


        role picker


        role buyer
        role supervisor
        item gear {
          unit pcs
        }
        item shaft {

          unit pcs


          pack 10 pcs

        }
        role auditor
        """,
        """
        role picker

        role buyer
        role supervisor

        item gear {
          unit pcs
        }

        item shaft {
          unit pcs

          pack 10 pcs
        }

        role auditor
        """,
    ),
    "a comment right before a declaration stays with it": (
        """
        role picker
        # what the line eats
        # every day
        item gear {
          unit pcs
        }
        # the end
        """,
        """
        role picker

        # what the line eats
        # every day
        item gear {
          unit pcs
        }

        # the end
        """,
    ),
    "comments behind neighbouring lines stand one below the other": (
        """
        item gear { # of module 2
          code "GM2-0040" # the number the ERP knows
          unit pcs     # pieces
          pack 20 pcs
          value 14.50 EUR # each
        } # gear
        role picker # one shift
        """,
        """
        item gear {  # of module 2
          code "GM2-0040"  # the number the ERP knows
          unit pcs         # pieces
          pack 20 pcs
          value 14.50 EUR  # each
        }  # gear

        role picker  # one shift
        """,
    ),
    "a comment takes the indent of what it stands before": (
        """
        buffer b of gear {
        # three are enough
              # and one more
            kanban 3 cards
        from acme {
        lead time 3 d
        # to be agreed
        }
                # soon: limit
        }
        """,
        """
        buffer b of gear {
          # three are enough
          # and one more
          kanban 3 cards
          from acme {
            lead time 3 d
            # to be agreed
          }
          # soon: limit
        }
        """,
    ),
    "a block with nothing but comments keeps them": (
        """
        supplier acme { # asked
        }
        supplier bolts {
        # not yet asked

        # at all
        }
        """,
        """
        supplier acme {  # asked
        }

        supplier bolts {
          # not yet asked

          # at all
        }
        """,
    ),
    "a comment behind one of several statements on a line goes with the last": (
        """
        item gear {
          unit pcs; pack 20 pcs # one container
          ; # worth
          value 3 EUR
        }
        """,
        """
        item gear {
          unit pcs
          pack 20 pcs  # one container
          # worth
          value 3 EUR
        }
        """,
    ),
    "comments within a statement stay behind or before the words they are about": (
        """
        station cell {
          makes gearbox from 2 gear,   # from the lift
           # the long one
              1 shaft,
          4 bolt # M8
          cycle time normal( # measured in spring
          4 min, # mean
          30 s
          )
        }
        """,
        """
        station cell {
          makes gearbox from 2 gear,  # from the lift
              # the long one
              1 shaft,
              4 bolt          # M8
          cycle time normal(  # measured in spring
              4 min,          # mean
              30 s
          )
        }
        """,
    ),
    "a statement continued over lines is joined if it fits": (
        """
        station cell { makes gearbox from 2 gear,
                 1 shaft,

                 4 bolt
        }
        """,
        """
        station cell {
          makes gearbox from 2 gear, 1 shaft, 4 bolt
        }
        """,
    ),
    "a long list of parts has a line for each": (
        """
        station cell {
          makes gearbox from 2 gear_of_module_2, 1 shaft, 4 bolt_m8, 4 washer_m8, 0.250 kg of grease, 1 housing, 1 lid
        }
        """,
        """
        station cell {
          makes gearbox from 2 gear_of_module_2,
              1 shaft,
              4 bolt_m8,
              4 washer_m8,
              0.250 kg of grease,
              1 housing,
              1 lid
        }
        """,
    ),
    "long lists of names and hours fill their lines": (
        """
        vlm lift {
          access picker, supervisor, auditor, second_shift_picker, third_shift_picker, maintenance, quality, visitor
        }
        calendar c {
          mon, tue, wed, thu, fri 00:00..02:00, 02:15..04:00, 06:00..08:00, 08:15..10:00, 10:15..12:00, 12:30..14:00
        }
        """,
        """
        vlm lift {
          access picker, supervisor, auditor, second_shift_picker, third_shift_picker, maintenance, quality,
              visitor
        }

        calendar c {
          mon, tue, wed, thu, fri 00:00..02:00, 02:15..04:00, 06:00..08:00, 08:15..10:00, 10:15..12:00,
              12:30..14:00
        }
        """,
    ),
    "a long formula is broken in the bracket that is too long": (
        """
        buffer b of gear {
          kanban cards_for(demand 40 pcs per h, lead time 3 h, safety 10 %) cards of 20 pcs
          reorder at level_for(demand 4 pcs per d, lead time 10 d) up to level_for(demand 4 pcs per d, lead time 10 d)
          zones for(demand 1300 pcs per y, lead time 10 working d, lead time factor 0.5, variability factor 0.25, minimum 20 pcs)
        }
        """,
        """
        buffer b of gear {
          kanban cards_for(demand 40 pcs per h, lead time 3 h, safety 10 %) cards of 20 pcs
          reorder at level_for(demand 4 pcs per d, lead time 10 d) up to level_for(
              demand 4 pcs per d, lead time 10 d
          )
          zones for(
              demand 1300 pcs per y,
              lead time 10 working d,
              lead time factor 0.5,
              variability factor 0.25,
              minimum 20 pcs
          )
        }
        """,
    ),
    "a long condition has a line for each of its parts": (
        """
        buffer b of gear {
          from acme when available(line) < 10 pcs and (incoming(line) = 0 pcs or down(other)) and not down(acme) { price 3 EUR }
        }
        invariant i { always on_hand(line_gears) + incoming(line_gears) <= 60 pcs or on_hand(lift_gears) + incoming(lift_gears) <= 360 pcs }
        """,
        """
        buffer b of gear {
          from acme when available(line) < 10 pcs and
              (incoming(line) = 0 pcs or down(other)) and
              not down(acme) {
            price 3 EUR
          }
        }

        invariant i {
          always on_hand(line_gears) + incoming(line_gears) <= 60 pcs or
              on_hand(lift_gears) + incoming(lift_gears) <= 360 pcs
        }
        """,
    ),
    "a bracket that holds a single thing is not opened, however long the line": (
        """
        scenario s {
          orders of poisson(5 pcs) of gearbox every exponential(5 min) due after 2 d priority 1 during two_shift
        }
        """,
        """
        scenario s {
          orders of poisson(5 pcs) of gearbox every exponential(5 min) due after 2 d priority 1 during two_shift
        }
        """,
    ),
    "brackets stand close to functions, and apart from words and operators": (
        """
        trigger t { when not( available (b)<2*( 3 pcs+ordered ) ) ; pull max( 2 pcs ,3 pcs ) to b }
        buffer b of gear { keep( 2 pcs + 3 pcs) }
        """,
        """
        trigger t { when not (available(b) < 2 * (3 pcs + ordered)); pull max(2 pcs, 3 pcs) to b }
        buffer b of gear { keep (2 pcs + 3 pcs) }
        """,
    ),
    "ranges stand together": (
        """
        calendar c { mon .. fri 06:00 ..14:00 ,14:00.. 22:00; closed 2026-12-24 .. 2027-01-06 }
        rack r { bay 1 .. 40 }
        """,
        """
        calendar c { mon..fri 06:00..14:00, 14:00..22:00; closed 2026-12-24..2027-01-06 }
        rack r { bay 1..40 }
        """,
    ),
    "one card is one card, and numbers keep their digits": (
        """
        buffer b of gear { kanban 1 cards of 020.50 kg; collect 2 card within 8h }
        buffer c of gear { kanban 10 card; from acme { carries 1 packs; accepts 5% over } }
        buffer d of gear { kanban {cards} card; from acme { carries 2 pack } }
        """,
        """
        buffer b of gear { kanban 1 card of 020.50 kg; collect 2 cards within 8 h }
        buffer c of gear { kanban 10 cards; from acme { carries 1 pack; accepts 5 % over } }
        buffer d of gear { kanban {cards} cards; from acme { carries 2 packs } }
        """,
    ),
    "texts and columns are left alone": (
        """
        item {sku}   "14\\" wheel,  \\\\ black # 2" {code "A;  {x}"}
        buffer line_{sku}_{cell} of {sku} { reorder at {min} {unit} up to {max} {unit} }
        """,
        """
        item {sku} "14\\" wheel,  \\\\ black # 2" { code "A;  {x}" }
        buffer line_{sku}_{cell} of {sku} { reorder at {min} {unit} up to {max} {unit} }
        """,
    ),
    "words of the language that are used as names stay names": (
        """
        station and { makes or from 1 and
          works buffer }
        trigger t { when on_hand(and)>1 pcs and on_hand(or)>1 pcs
          hold and
          resume or }
        """,
        """
        station and {
          makes or from 1 and
          works buffer
        }

        trigger t {
          when on_hand(and) > 1 pcs and on_hand(or) > 1 pcs
          hold and
          resume or
        }
        """,
    ),
    "a test says `and` where its author did": (
        """
        test "a container pulls a container" {
          given b has 60 pcs
          and   c full
          when  at day 2 06:00,
                consumption of 20 pcs of b
          then  retrieve 20 pcs from c to b
          then  nothing else
        }
        """,
        """
        test "a container pulls a container" {
          given b has 60 pcs
          and c full
          when at day 2 06:00, consumption of 20 pcs of b
          then retrieve 20 pcs from c to b
          then nothing else
        }
        """,
    ),
    "generated declarations stand apart like others": (
        """
        for each row of "parts.csv" where {class}="A"{
        item {sku} { unit pcs }
        item {sku}_b {
        unit pcs
        }
        buffer b_{sku} of {sku} }
        """,
        """
        for each row of "parts.csv" where {class} = "A" {
          item {sku} { unit pcs }

          item {sku}_b {
            unit pcs
          }

          buffer b_{sku} of {sku}
        }
        """,
    ),
}


@pytest.mark.parametrize(("before", "after"), CASES.values(), ids=CASES)
def test_what_is_seen(before: str, after: str) -> None:
    assert formatted(before) == shown(after)


@pytest.mark.parametrize("after", [after for _, after in CASES.values()], ids=CASES)
def test_what_is_seen_stays(after: str) -> None:
    assert formatted(after) == shown(after)


def test_line_ends_and_tabs_of_other_systems_go() -> None:
    assert (
        formatted("\titem gear\t{\r\n\tunit pcs # pieces \t\r\n}\r\n\r\n\r\nrole a") == "item gear {\n  unit pcs  # pieces\n}\n\nrole a\n"
    )


@pytest.mark.parametrize("nothing", ["", "\n", "  \n\t\n\n", ";\n;"])
def test_nothing_stays_nothing(nothing: str) -> None:
    assert formatted(nothing) == ""


@pytest.mark.parametrize("text", ["# only a comment", "\n\n# only a comment\n\n", "  # only a comment  "])
def test_a_comment_alone_is_a_policy(text: str) -> None:
    assert formatted(text) == "# only a comment\n"


def test_a_text_with_mistakes_is_refused_since_its_words_have_no_place() -> None:
    with pytest.raises(ValueError, match="syntax errors"):
        format_text(parse(Source("a.kanban", "item {")))


def nodes(node: object) -> Iterator[object]:
    yield node
    for part in node if isinstance(node, tuple) else [getattr(node, name) for name in getattr(node, "__match_args__", ())]:
        yield from nodes(part)


STATEMENTS = [
    (header, statement)
    for header, statements in [*BLOCKS.items(), *((f"{outer} {{ {inner}", rest) for outer, (inner, rest) in INNER.items())]
    for statement in statements.split("\n")
]


def policy_with(header: str, statement: str) -> str:
    lines = [*header.split(" { "), statement]
    opened = "".join("  " * depth + line + " {\n" for depth, line in enumerate(lines[:-1]))
    closed = "".join("  " * depth + "}\n" for depth in reversed(range(len(lines) - 1)))
    return f"{opened}{'  ' * (len(lines) - 1)}{statement}\n{closed}"


@pytest.mark.parametrize(("header", "statement"), STATEMENTS)
def test_a_statement_in_its_usual_words_is_left_as_it_is(header: str, statement: str) -> None:
    text = policy_with(header, statement)
    if all(len(line) <= 100 for line in text.splitlines()):
        assert format_text(read(text)) == text


def test_these_are_all_statements() -> None:
    said = {type(node) for text in [policy_with(*statement) for statement in STATEMENTS] + list(SINGLES) for node in nodes(read(text).tree)}
    known = {kind for kind in vars(tree).values() if isinstance(kind, type) and issubclass(kind, tree.Node)}
    assert known - said == {tree.Node, tree.ForEachRow}


@pytest.mark.parametrize("single", SINGLES)
def test_every_declaration_without_a_block_is_left_as_it_is(single: str) -> None:
    assert formatted(single) == single + "\n"


@pytest.mark.parametrize(
    "path", sorted([*ROOT.glob("policies/**/*.kanban"), *ROOT.glob("tests/cases/*.kanban")]), ids=lambda path: path.name
)
def test_the_policies_that_come_along_say_the_same_when_formatted(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    parsed = read(text)
    once = format_text(parsed)
    again = read(once)
    assert again.tree == parsed.tree
    assert comments(once) == comments(text)
    assert format_text(again) == once
