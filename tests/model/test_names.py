"""Names: one namespace, any order, any word; and what is said of a name that nothing, or the wrong thing, or two things have."""

from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from model_texts import HEAD, PLANT, checked, fault, faults, plant, plant_fault, read

from kanbanlang.model.policy import Cards, Policy


class TestOneNamespace:
    @given(st.permutations(PLANT.strip().split("\n")))
    def test_the_order_of_declarations_does_not_matter(self, lines: list[str]) -> None:
        shuffled = checked("\n".join(lines))
        assert evolve(shuffled, roles=tuple(sorted(shuffled.roles))) == checked(PLANT)

    def test_what_a_policy_holds_keeps_the_order_of_the_text(self) -> None:
        assert list(plant().items) == ["gear", "shaft", "gearbox", "cable"]
        assert plant().roles == ("picker", "supervisor")

    @pytest.mark.parametrize(
        "second",
        [
            "item acme",
            "role gear",
            "supplier picker",
            "station lift",
            "vlm assembly",
            "dock gear",
            "buffer acme of gear { keep 3 pcs; from lift_gears }",
            "calendar gear { mon 06:00..14:00 }",
            "unit gear",
            "route gear",
            "loop gear { through assembly; kanban 3 cards of 1 pcs }",
            'trigger gear { when down(acme); alert picker "no gears" }',
            "invariant gear { always on_hand(drum) <= 9 m }",
            "scenario gear",
        ],
    )
    def test_a_name_belongs_to_one_thing_of_any_kind(self, second: str) -> None:
        found = plant_fault(second)
        assert found.code == "KB202"
        name = next(name for name in ("acme", "gear", "picker", "lift", "assembly") if name in second.split())
        assert f"`{name}`" in found.message
        assert found.also, "the first declaration is shown too"

    def test_the_second_place_is_marked_and_the_first_is_shown(self) -> None:
        found = plant_fault("role gear")
        assert "gear" in found.marked
        assert found.also[0].startswith("item gear")

    def test_each_further_thing_of_that_name_is_a_mistake_of_its_own(self) -> None:
        assert [one.code for one in faults(HEAD + "role a\nrole a\nrole a\n")] == ["KB202", "KB202"]

    def test_the_name_of_the_policy_is_a_name_of_its_own(self) -> None:
        assert checked("policy gear { currency EUR }\nitem gear\n").name == "gear"


class TestUnknownNames:
    @pytest.mark.parametrize(
        ("statement", "name", "proposal"),
        [
            ("buffer b of geer { keep 3 pcs; from acme }", "geer", "gear"),
            ("buffer b of gear { keep 3 pcs; from acmee }", "acmee", "acme"),
            ("buffer b of gear at assembli { keep 3 pcs; from acme }", "assembli", "assembly"),
            ("buffer b of gear in lyft { keep 3 pcs; from acme }", "lyft", "lift"),
            ("buffer b of gear { keep 3 pcs; from acme { via receivin } }", "receivin", "receiving"),
            ("station s { makes gearbx }", "gearbx", "gearbox"),
            ("station s { makes gearbox from 2 geer }", "geer", "gear"),
            ("station s { works weekday }", "weekday", "weekdays"),
            ("supplier s { works weekday }", "weekday", "weekdays"),
            ("dock d { works weekday }", "weekday", "weekdays"),
            ("vlm v { access pickers }", "pickers", "picker"),
            ("vlm v { access picker; tray 1 { access pikker } }", "pikker", "picker"),
            ("vlm v { tray 1 { holds 3 pcs of geer } }", "geer", "gear"),
            ("item i { unit mm2 }", "mm2", "mm"),
            ('trigger t { when down(acne); alert picker "x" }', "acne", "acme"),
            ('trigger t { when down(acme); alert piker "x" }', "piker", "picker"),
            ("trigger t { when available(drum) < 3 m; pull 3 m to drums }", "drums", "drum"),
            ("trigger t { when down(acme); expedite drums }", "drums", "drum"),
            ('trigger t { on order of gearboxx; alert picker "x" }', "gearboxx", "gearbox"),
            ("invariant i { always on_hand(drums) <= 9 m }", "drums", "drum"),
            ("scenario s { orders of gearboxx poisson 2 per h }", "gearboxx", "gearbox"),
            ("scenario s { start drums 3 m }", "drums", "drum"),
            ("scenario s { with acne down }", "acne", "acme"),
            ("scenario s { expect fill rate of gearboxx >= 90 % }", "gearboxx", "gearbox"),
            ("scenario s { orders of gearbox poisson 2 per h during weekday }", "weekday", "weekdays"),
            ("scenario s { change buffer drums { keep 3 m } }", "drums", "drum"),
            ("scenario s { change station assembli { machines 2 } }", "assembli", "assembly"),
            ("scenario week\nscenario s extends wek", "wek", "week"),
            ('test "x" { given drums has 3 m; when order of 1 pcs of gearbox; then nothing }', "drums", "drum"),
            ('test "x" { when order of 1 pcs of gearbx; then nothing }', "gearbx", "gearbox"),
            ('test "x" { when order of 1 pcs of gearbox; then expedite drums }', "drums", "drum"),
            ('test "x" { when order of 1 pcs of gearbox; then alert piker }', "piker", "picker"),
        ],
    )
    def test_the_closest_name_is_proposed(self, statement: str, name: str, proposal: str) -> None:
        found = plant_fault(statement)
        assert found.code == ("KB204" if statement.startswith("item") else "KB201")
        assert found.marked == name
        assert f"`{name}`" in found.message
        assert f"`{proposal}`" in (found.help or "")

    def test_a_proposal_comes_as_a_change_that_makes_the_policy_right(self) -> None:
        text = PLANT + "buffer b of gear { keep 3 pcs; from acmee }"
        (finding,) = read(text).diagnostics
        ((edit,),) = (one.edits for one in finding.fixes)
        mended = text.replace("acmee", edit.text)
        assert checked(mended).buffers["b"].sources[0].source == "acme"

    def test_a_name_like_none_is_not_guessed_at(self) -> None:
        found = plant_fault("buffer b of xylophone { keep 3 pcs; from acme }")
        assert found.code == "KB201"
        assert "did you mean" not in (found.help or "")

    @pytest.mark.parametrize(
        "statement",
        [
            "safety 5 pcs against nobody",
            "if short use nobody",
            'if short alert nobody "x"',
            "feeds nobody, assembly together",
            "from acme by nobody",
        ],
    )
    def test_every_name_in_a_statement_is_looked_up(self, statement: str) -> None:
        source = "" if statement.startswith("from") else "from acme; "
        found = plant_fault(f"buffer b of gear {{ keep 3 pcs; {source}{statement} }}")
        assert (found.code, found.marked) == ("KB201", "nobody")

    def test_the_places_of_a_loop_are_checked_all_the_same(self) -> None:
        found = plant_fault("loop l { through assembly, nobody; kanban 3 cards of 1 pcs }")
        assert (found.code, found.marked) == ("KB201", "nobody")

    def test_each_unknown_name_is_said_once_in_its_own_place(self) -> None:
        found = faults(HEAD + "item a\nbuffer b of x { keep 3 pcs; from y }\nbuffer c of a { keep 3 pcs; from z }\n")
        assert [one.marked for one in found] == ["x", "y", "z"]

    def test_a_thing_with_a_mistake_inside_is_still_known_to_the_others(self) -> None:
        """One mistake is one finding: what names the faulty thing is not blamed."""
        found = plant_fault("item cog { value 3 USD }\nbuffer cogs of cog { keep 3 pcs; from acme; limit 9 pcs }")
        assert found.code == "KB212"

    def test_a_buffer_of_an_unknown_item_can_still_be_named(self) -> None:
        text = 'buffer b of geer { keep 3 pcs; from acme }\ntrigger t { when available(b) < 3 pcs; alert picker "x"; expedite b }'
        assert plant_fault(text).marked == "geer"


class TestNamesOfTheWrongKind:
    @pytest.mark.parametrize(
        ("statement", "name", "kind", "needed"),
        [
            ("buffer b of assembly { keep 3 pcs; from acme }", "assembly", "station", "item"),
            ("buffer b of gear { keep 3 pcs; from shaft }", "shaft", "item", "supplier"),
            ("buffer b of gear at lift { keep 3 pcs; from acme }", "lift", "store", "station"),
            ("buffer b of gear in assembly { keep 3 pcs; from acme }", "assembly", "station", "store"),
            ("buffer b of gear in receiving { keep 3 pcs; from acme }", "receiving", "dock", "store"),
            ("buffer b of gear { keep 3 pcs; from acme { via lift } }", "lift", "store", "dock"),
            ("station s { works picker }", "picker", "role", "calendar"),
            ("station s { makes acme }", "acme", "supplier", "item"),
            ("vlm v { access acme }", "acme", "supplier", "role"),
            ('trigger t { when down(acme); alert acme "x" }', "acme", "supplier", "role"),
            ('trigger t { when available(acme) < 3 pcs; alert picker "x" }', "acme", "supplier", "buffer"),
            ("trigger t { when available(drum) < 3 m; pull 3 m to acme }", "acme", "supplier", "buffer"),
            ('trigger t { on order of acme; alert picker "x" }', "acme", "supplier", "item"),
            ("scenario s extends gear", "gear", "item", "scenario"),
            ("scenario s { start acme full }", "acme", "supplier", "buffer"),
            ("scenario s { with gear late by 3 d }", "gear", "item", "supplier"),
            ("scenario s { change buffer acme { keep 3 pcs } }", "acme", "supplier", "buffer"),
            ("scenario s { orders of gearbox poisson 2 per h during picker }", "picker", "role", "calendar"),
        ],
    )
    def test_the_kind_that_is_needed_is_said(self, statement: str, name: str, kind: str, needed: str) -> None:
        found = plant_fault(statement)
        assert (found.code, found.marked) == ("KB203", name)
        assert kind in found.message
        assert needed in found.message
        assert name in found.also[0], "where it is declared is shown"


class TestWordsOfTheLanguage:
    WORDS = (
        *("policy", "item", "buffer", "of", "at", "in", "from", "keep", "kanban", "cards", "two", "bins", "reorder", "up", "to", "order"),
        *("unit", "pack", "value", "code", "role", "supplier", "station", "tray", "when", "on", "and", "or", "not", "all", "full", "empty"),
        *("scenario", "test", "given", "then", "nothing", "else", "min", "max", "every", "daily", "day", "mon", "now", "during", "per"),
        *("working", "limit", "priority", "share", "by", "with", "late", "down", "is", "has", "normal", "lot", "end", "as", "due"),
    )

    @pytest.mark.parametrize("word", WORDS)
    def test_every_word_of_the_language_can_name_an_item(self, word: str) -> None:
        policy = checked(f"{HEAD}item {word} {{ pack 20 pcs }}\nsupplier s\nbuffer b of {word} {{ kanban 3 cards; from s }}\n")
        assert policy.buffers["b"].item.name == word

    @pytest.mark.parametrize("word", WORDS)
    def test_every_word_of_the_language_can_name_a_buffer(self, word: str) -> None:
        text = f"""{HEAD}item gear
role r
supplier s
buffer {word} of gear {{ keep 9 pcs; from s }}
buffer line of gear {{ keep 3 pcs; from {word}; serves customers }}
trigger t {{ when available({word}) < 3 pcs and not position({word}) > 9 pcs; alert r "x"; expedite {word} }}
test "x" {{ given {word} has 3 pcs; when consumption of 3 pcs of {word}; then nothing }}
"""
        policy = checked(text)
        assert policy.buffers["line"].sources[0].source == word
        assert policy.tests[0].given[0].of == word

    @pytest.mark.parametrize("word", [word for word in WORDS if word not in {"all", "from"}])
    def test_a_scenario_may_start_any_of_them(self, word: str) -> None:
        """`start all` and `start from` say something else, so a buffer of this name starts from a file."""
        text = f"{HEAD}item gear\nsupplier s\nbuffer {word} of gear {{ keep 9 pcs; from s }}\nscenario week {{ start {word} 3 pcs }}\n"
        assert checked(text).scenarios["week"].start == {word: 3}

    @pytest.mark.parametrize("word", ["of", "cards", "card", "tray", "and", "or", "to", "per", "at", "up", "order", "each", "over"])
    def test_only_a_unit_may_not_be_a_word_of_the_language(self, word: str) -> None:
        """`20 of of gear` cannot be read aloud, nor `reorder at 3 up up to 5 up`."""
        found = fault(f"{HEAD}unit {word}\n")
        assert f"`{word}`" in found.message

    @pytest.mark.parametrize("word", ["s", "min", "h", "d", "wk", "ms", "y"])
    def test_a_unit_of_time_counts_nothing_else(self, word: str) -> None:
        found = fault(f"{HEAD}unit {word}\n")
        assert f"`{word}`" in found.message


class TestThePolicyItself:
    def test_no_policy_is_named(self) -> None:
        assert fault("item gear\n").code == "KB217"

    def test_an_empty_text_names_no_policy(self) -> None:
        found = fault("")
        assert found.code == "KB217"
        assert "policy" in (found.help or "")

    def test_a_policy_without_anything_is_a_policy(self) -> None:
        policy = checked("policy line")
        assert (policy.name, policy.title, policy.currency, policy.zone) == ("line", None, None, "UTC")
        assert (dict(policy.items), dict(policy.buffers), policy.triggers) == ({}, {}, ())

    def test_two_policies_in_one_text(self) -> None:
        found = fault("policy a\npolicy b\n")
        assert found.code == "KB217"
        assert "b" in found.marked
        assert found.also == ("policy a",)

    def test_title_currency_zone_and_carrying_cost(self) -> None:
        policy = checked('policy line "Line 2" { currency EUR; timezone "Europe/Rome"; carrying cost 36.5 % per y }')
        assert (policy.title, policy.currency, policy.zone) == ("Line 2", "EUR", "Europe/Rome")
        assert policy.carrying_cost is not None
        assert policy.carrying_cost.per_microsecond * 86_400_000_000 * 1000 == 1, "0.1 % a day"

    @pytest.mark.parametrize("zone", ["Mars/Base", "", "Europe", "../../etc/passwd", "europe/rome ", "/etc/passwd"])
    def test_a_time_zone_that_nobody_knows(self, zone: str) -> None:
        assert fault(f'policy line {{ timezone "{zone}" }}').code == "KB209"

    def test_a_statement_of_the_head_said_twice(self) -> None:
        found = fault("policy line { currency EUR; currency USD }")
        assert (found.code, found.marked, found.also) == ("KB210", "currency USD", ("currency EUR",))


def test_names_of_events_and_measures_are_proposed_from_their_own_lists() -> None:
    event = plant_fault('test "x" { when consumtion of 3 m of drum; then nothing }')
    assert (event.code, event.marked) == ("KB401", "consumtion")
    assert "consumption" in (event.help or "")
    measure = plant_fault("scenario s { expect fil rate of gearbox >= 90 % }")
    assert (measure.code, measure.marked) == ("KB405", "fil rate")
    assert "fill rate" in (measure.help or "")


def test_the_small_plant_of_these_tests_is_a_policy() -> None:
    policy: Policy = plant()
    rule = policy.buffers["line_gears"].rule
    assert isinstance(rule, Cards)
    assert (rule.cards, rule.quantity) == (3, 20)
