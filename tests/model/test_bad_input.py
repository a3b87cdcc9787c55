"""Whatever a text holds: findings with a place, never a traceback, and no text that takes for ever or fills the memory."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from model_texts import HEAD, PLANT, assert_sound, fault, faults, plant, plant_fault, read, summary

from kanbanlang.diagnostics import Severity
from kanbanlang.model import Loaded, load, load_text

WHOLE = (
    PLANT
    + """route tugger "Tugger" { departs every 30 min; carries 12 packs; lead time 12 min }
supplier makers { delivers every 2 d at 06:00 }
unit sheet step 0.5
item foil { unit sheet; pack 3 sheet }
buffer foils of foil { kanban cards_for(demand 40 sheet per h, lead time 3 h, safety 10 %) cards; from makers by tugger }
buffer central of shaft {
  reorder at 20 pcs order 40 pcs; limit 90 pcs
  from acme { minimum 10 pcs; multiple 10 pcs within 10 %; price 3 EUR }
}
trigger low { when available(drum) < 10 m and not down(acme) or (incoming(drum) + 1 m) * 2 > 9 m; alert picker "low"; expedite drum }
trigger big { on order of gearbox if ordered > 3 pcs; alert supervisor "big" }
trigger early { daily at 06:00, 14:00; when position(drum) < 9 m; pull 5 m to drum }
invariant cap { always on_hand(line_gears) <= 60 pcs; never on_hand(drum) > 90 m }
scenario week "A week" {
  lasts 4 wk after 1 wk; starts 2026-02-02 06:00; repeat 5 times; seed 7
  start all full, drum 3 m, shipping empty
  orders of uniform(1 pcs, 4 pcs) of gearbox poisson 2 per h during weekdays from day 1 to day 20
  orders of 2 m of drum at day 2, day 3 06:00, 2026-02-09 07:00, 4 h
  with acme late by 3 d from day 8 to day 12
  expect fill rate of gearbox >= 90 %
}
scenario more extends week { change buffer drum { keep 50 m }; change station assembly { machines 2 }; expect cost <= 100 EUR per d }
test "a test" {
  given drum has 9 m
  and shipping full
  when consumption of 3 m of drum as "k"
  then replenish 3 m from cables to drum
  and nothing else
  when at day 2, order of 1 pcs of gearbox
  then deliver 1 pcs of gearbox from shipping
  and position(shipping) < 9 pcs
}
"""
)
"""A policy with a statement of nearly every kind, to be spoilt."""


def condition(text: str) -> str:
    return f'trigger t {{ when {text}; alert picker "x" }}'


def sound(text: str) -> Loaded:
    """What a text gives; findings are in the catalogue and lie in the text, and a policy is there unless one is an error."""
    loaded = read(text)
    assert_sound(loaded)
    return loaded


class TestLongTexts:
    def test_a_comment_of_ten_million_characters(self) -> None:
        assert sound(PLANT + "#" + "x" * 10_000_000).policy is not None

    @pytest.mark.parametrize("text", ["item " + "x" * 5_000_000, 'item x "' + "y" * 5_000_000 + '"'], ids=["name", "title"])
    def test_a_line_of_millions_of_characters_is_a_line(self, text: str) -> None:
        assert sound(PLANT + text).policy is not None

    @pytest.mark.parametrize(
        "text",
        ["pcs " * 500_000, "buffer b of gear { keep 3 " + "pcs " * 500_000 + "}", "9" * 2_000_000, '"' * 500_000, "{a}" * 300_000],
        ids=["words", "words in a statement", "digits", "quotes", "columns"],
    )
    def test_a_long_line_of_nonsense_is_a_few_mistakes(self, text: str) -> None:
        loaded = sound(PLANT + text)
        assert 1 <= len(loaded.diagnostics) <= 600
        assert all(len(one.message) < 1000 for one in loaded.diagnostics), "a message is read by people"

    def test_many_declarations(self) -> None:
        loaded = sound(HEAD + "".join(f"role r{number}\n" for number in range(20_000)))
        assert loaded.policy is not None
        assert len(loaded.policy.roles) == 20_000

    @pytest.mark.parametrize(
        "text", ["role same\n" * 3000, "\n".join(f"item i{n} {{ unit nope }}" for n in range(3000))], ids=["same", "unit"]
    )
    def test_many_mistakes_of_one_kind(self, text: str) -> None:
        assert sound(HEAD + text).policy is None


class TestNesting:
    DEEP = 100_000

    @pytest.mark.parametrize(
        "text",
        ["{" * DEEP, "}" * DEEP, "(" * DEEP, ")" * DEEP, "item x { " * DEEP, "trigger t { when " * DEEP, "{}" * DEEP, "({" * DEEP],
        ids=["{", "}", "(", ")", "items in items", "triggers in triggers", "{}", "({"],
    )
    def test_braces_and_brackets_without_end(self, text: str) -> None:
        assert sound(PLANT + text).policy is None

    @pytest.mark.parametrize(
        "inner",
        ["(" * DEEP + "down(acme)" + ")" * DEEP, "not " * DEEP + "down(acme)", "min(" * DEEP + "3 m" + ")" * DEEP + " < 3 m"],
        ids=["brackets", "not", "min"],
    )
    def test_conditions_too_deep_to_be_read_are_one_mistake(self, inner: str) -> None:
        assert plant_fault(condition(inner)).code == "KB111"

    def test_conditions_as_deep_as_people_write_them_are_read(self) -> None:
        assert sound(PLANT + condition("(" * 20 + "on_hand(drum) < 1 m" + ")" * 20)).policy is not None

    @pytest.mark.parametrize("word", ["and", "or"])
    def test_ten_thousand_conditions_in_a_row(self, word: str) -> None:
        policy = sound(PLANT + condition(f" {word} ".join(["down(acme)"] * 10_000))).policy
        assert policy is not None

    @pytest.mark.parametrize(
        "text",
        [
            condition(" + ".join(["on_hand(drum)"] * 10_000) + " < 3 m"),
            condition("min(" + ", ".join(["on_hand(drum)"] * 10_000) + ") < 3 m"),
            "buffer b of gear { keep " + " + ".join(["9 pcs"] * 10_000) + "; from acme }",
            "station s { makes gearbox from " + ", ".join(["1 gear"] * 5_000) + " }",
            "scenario s { orders of gearbox at " + ", ".join(["day 1"] * 10_000) + " }",
            "vlm v { access " + ", ".join(["picker"] * 10_000) + " }",
        ],
        ids=["sum", "min", "sum of numbers", "parts", "moments", "roles"],
    )
    def test_long_lists(self, text: str) -> None:
        sound(PLANT + text)


class TestStrangeCharacters:
    @given(st.text())
    @example("\0")
    @example("\ufeff\ufeff")
    @example("\x1a")
    @example("policy p { currency EUR }\r")
    @example("policy \u2028p")
    @example("policy p\n\ud800")
    def test_any_text(self, text: str) -> None:
        sound(text)

    @given(st.binary())
    @example(b"\xff\xfe\x00")
    @example(b"policy p\n\x80")
    def test_any_bytes_in_a_file(self, content: bytes) -> None:
        assert_sound(_loaded_file(content))

    def test_noise_of_a_megabyte(self) -> None:
        loaded = sound(bytes(random.Random(1).randbytes(1_000_000)).decode("latin-1"))  # noqa: S311 - noise, not a secret
        assert len(loaded.diagnostics) <= 600

    def test_a_byte_that_is_no_text_has_its_place(self) -> None:
        (finding,) = _loaded_file(b"policy p\nitem \xff\n").diagnostics
        assert (finding.code, finding.span.line, finding.span.column) == ("KB502", 2, 6)
        assert "0xff" in finding.message

    def test_a_byte_of_value_0(self) -> None:
        (finding,) = read(PLANT + "item x\0y").diagnostics
        assert (finding.code, finding.span.column) == ("KB104", 7)

    def test_a_byte_order_mark_is_no_mistake(self) -> None:
        assert read("\ufeffpolicy p { currency EUR }\n").policy is not None
        assert _loaded_file(b"\xef\xbb\xbfpolicy p { currency EUR }\n").policy is not None

    def test_line_ends_and_tabs_of_other_systems_are_the_same_policy(self) -> None:
        for text in (PLANT.replace("\n", "\r\n"), PLANT.replace(" ", "\t"), PLANT.replace("\n", "\n\n\n"), PLANT.strip()):
            assert read(text).policy == plant()

    def test_an_empty_file_names_no_policy(self) -> None:
        for content in (b"", b"\n\n", b"# nothing\n", b"\xef\xbb\xbf"):
            assert [one.code for one in _loaded_file(content).diagnostics] == ["KB217"]


def _loaded_file(content: bytes) -> Loaded:
    """A file with these bytes; read by a stand-in for its path, so that thousands of examples need no disk."""
    return load(_Held(content))


class _Held(type(Path())):  # type: ignore[misc] # the class of paths of this system
    """A path whose file holds given bytes."""

    def __new__(cls, _content: bytes) -> _Held:
        return super().__new__(cls, "plant.kanban")

    def __init__(self, content: bytes) -> None:
        self.content = content

    def read_bytes(self) -> bytes:
        return self.content


class TestNumbersOfAnySize:
    DIGITS = "9" * 10_000

    @pytest.mark.parametrize(
        "text",
        [
            f"buffer b of gear {{ keep {DIGITS} pcs; from acme }}",
            f"buffer b of gear {{ keep 1.{DIGITS} pcs; from acme }}",
            f"buffer b of gear {{ kanban {DIGITS} cards; from acme }}",
            f"buffer b of gear {{ keep 3 pcs; from acme {{ lead time {DIGITS} d }} }}",
            f"buffer b of gear {{ keep 3 pcs; from acme {{ price {DIGITS} EUR }} }}",
            f"unit u step 0.{DIGITS}",
            f"station s {{ makes gear; machines {DIGITS} }}",
            f"station s {{ makes gear; cycle time normal({DIGITS} s, 1 s) }}",
            f"station s {{ makes gearbox from {DIGITS} gear }}",
            f"vlm v {{ tray {DIGITS} }}",
            f"vlm v {{ tray 1..{DIGITS} }}",
            f"scenario s {{ seed {DIGITS} }}",
            f"scenario s {{ repeat {DIGITS} times }}",
            f"scenario s {{ lasts {DIGITS} wk }}",
            f"scenario s {{ starts day {DIGITS} }}",
            f"scenario s {{ orders of gearbox at {DIGITS} h }}",
            f"scenario s {{ orders of gearbox poisson {DIGITS} per h }}",
            f"scenario s {{ orders of gearbox poisson 1 per {DIGITS} h }}",
            f"scenario s {{ expect fill rate of gearbox >= {DIGITS} % }}",
            condition(f"on_hand(drum) < {DIGITS} m"),
            f'test "x" {{ when order of {DIGITS} pcs of gearbox; then nothing }}',
        ],
    )
    def test_a_number_of_ten_thousand_digits_is_one_mistake_with_a_short_message(self, text: str) -> None:
        found = plant_fault(text)
        assert found.code == "KB207"
        assert len(found.message) < 200

    @pytest.mark.parametrize(
        "text",
        [
            "buffer b of gear { keep 99999999999999999999 pcs; from acme }",
            "buffer b of gear { kanban 99999999999999999999 cards; from acme }",
            "buffer b of gear { keep 3 pcs; from acme { lead time 99999999999999999999 wk } }",
            "station s { makes gear; cycle time exponential(99999999999999999999 wk) }",
            "station s { makes gear; machines 99999999999999999999 }",
            "supplier s { delivers every 99999999999999999999 wk }",
            "scenario s { repeat 100000000000 times }",
            "vlm v { tray 1..1000000000 }",
            "vlm v { tray 5..2000000 { compartments 4 } }",
            "scenario s { orders of 99999999999999999999 pcs of gearbox daily at 06:00 }",
            "buffer b of gear { keep " + " * ".join(["9 pcs", *["9"] * 20_000]) + "; from acme }",
            "buffer b of gear { keep 10 pcs / " + " / ".join(["3"] * 20_000) + "; from acme }",
            condition("on_hand(drum) < 3 m * " + " * ".join(["9"] * 20_000)),
            "scenario s { orders of gearbox poisson 1" + " per 7 h" * 5_000 + " }",
        ],
        ids=lambda text: text[:50],
    )
    def test_more_than_any_plant_has_is_one_mistake(self, text: str) -> None:
        found = plant_fault(text)
        assert found.code in {"KB207", "KB205"}
        assert len(found.message) < 500

    @pytest.mark.parametrize(
        ("text", "marked"),
        [
            ("unit roll step 0", "0"),
            ("supplier s { delivers every 0 s }", "0 s"),
            ("supplier s { delivers every 0 d at 06:00 }", "0 d"),
            ("scenario s { orders of gearbox every 0 min }", "0 min"),
            ("scenario s { orders of gearbox poisson 0 per h }", "0 per h"),
            ("scenario s { lasts 0 d }", "0 d"),
            ("scenario s { with acme down every 0 h for 1 h }", "0 h"),
            ("scenario s { orders of 0 pcs of gearbox daily at 06:00 }", "0 pcs"),
            ("buffer b of gear { keep 0 pcs; from acme }", "0 pcs"),
            ("buffer b of gear { kanban 3 cards of 0 pcs; from acme }", "0 pcs"),
            ("buffer b of gear { reorder at 3 pcs order 0 pcs; from acme }", "0 pcs"),
            ("buffer b of gear { keep 3 pcs; limit 0 pcs; from acme }", "0 pcs"),
            ("buffer b of gear { keep 3 pcs; from acme { multiple 0 pcs } }", "0 pcs"),
            ("item i { pack 0 pcs }", "0 pcs"),
            ("station s { makes gearbox from 0 gear }", "0 gear"),
            ("vlm v { tray 1 { holds 0 pcs of gear } }", "0 pcs"),
        ],
    )
    def test_nothing_where_there_must_be_something(self, text: str, marked: str) -> None:
        found = plant_fault(text)
        assert (found.code, found.marked) == ("KB207", marked)

    def test_digits_of_other_scripts_are_not_numbers(self) -> None:
        assert sound(PLANT + "buffer b of gear { keep \u0663 pcs; from acme }").policy is None
        assert sound(PLANT + "calendar c { mon \u0660\u0666:00..14:00 }").policy is None


class TestDaysAndTimes:
    @pytest.mark.parametrize(
        ("text", "marked"),
        [
            ("calendar c { closed 2026-02-30 }", "2026-02-30"),
            ("calendar c { closed 2026-13-01 }", "2026-13-01"),
            ("calendar c { closed 2026-00-10 }", "2026-00-10"),
            ("calendar c { closed 0000-01-01 }", "0000-01-01"),
            ("calendar c { closed 2025-02-29 }", "2025-02-29"),
            ("calendar c { closed 2026-02-20..2026-02-10 }", "2026-02-20..2026-02-10"),
            ("calendar c { open 2026-02-30 06:00..14:00 }", "2026-02-30"),
            ("calendar c { mon 25:00..26:00 }", "25:00"),
            ("calendar c { mon 06:00..14:60 }", "14:60"),
            ("calendar c { mon 24:00..06:00 }", "24:00"),
            ("supplier s { delivers daily at 24:00 }", "24:00"),
            ("supplier s { delivers mon at 30:00 }", "30:00"),
            ("scenario s { starts 2026-02-30 }", "2026-02-30"),
            ("scenario s { starts 2026-02-03 99:99 }", "99:99"),
            ("scenario s { orders of gearbox at day 3 25:00 }", "25:00"),
            ("scenario s { orders of gearbox daily at 06:00 from day 3 to day 1 }", "from day 3 to day 1"),
            ("scenario s { with acme down from 2026-03-05 to 2026-03-01 }", "from 2026-03-05 to 2026-03-01"),
        ],
    )
    def test_a_day_or_time_that_does_not_exist(self, text: str, marked: str) -> None:
        found = faults(PLANT + text)[0]
        assert (found.code, found.marked) == ("KB208", marked)

    @pytest.mark.parametrize(
        "text",
        [
            "scenario s { orders of gearbox at day 99999999 }",
            "scenario s { starts day 99999999 }",
            "scenario s { starts 9999-12-31; lasts 52 wk }",
            "scenario s { lasts 420000 wk }",
            "scenario s { lasts 1 wk after 420000 wk }",
            "scenario s { orders of gearbox at 99999999 wk }",
            "scenario s { with acme down from day 1 to day 99999999 }",
            'test "x" { when at day 99999999, order of 1 pcs of gearbox; then nothing }',
            "calendar c { closed 0001-01-01..9999-12-31 }",
            "calendar c { open 0001-01-01..9999-12-31 06:00..07:00 }",
        ],
    )
    def test_days_behind_the_end_of_the_calendar(self, text: str) -> None:
        found = plant_fault(text)
        assert found.code == "KB208"
        assert found.help

    @pytest.mark.parametrize("day", ["0001-01-01", "1583-01-01", "9999-01-01"])
    def test_a_run_may_begin_on_any_day_there_is(self, day: str) -> None:
        assert sound(PLANT + f"scenario s {{ starts {day}; lasts 1 wk }}").policy is not None
        assert sound(PLANT + f"calendar c {{ closed {day}; open {day} 06:00..07:00 }}").policy is not None

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("calendar c { mon..fri 06:00..14:00, 13:00..22:00 }", "KB209"),
            ("calendar c { mon 06:00..14:00; mon 10:00..12:00 }", "KB209"),
            ("calendar c { mon 22:00..06:00, 23:00..24:00 }", "KB209"),
            ("calendar c { mon 06:00..06:00 }", "KB209"),
            ('calendar c { closed holidays of "XX" }', "KB209"),
            ("supplier s { delivers daily at 06:00, 06:00 }", "KB210"),
            ("supplier s { delivers every 5 h at 06:00 }", "KB205"),
            ("supplier s { delivers every normal(2 d, 1 d) }", "KB215"),
        ],
    )
    def test_hours_and_schedules_that_cannot_be(self, text: str, code: str) -> None:
        assert plant_fault(text).code == code


class TestScenariosThatExtendEachOther:
    def test_a_scenario_that_extends_itself(self) -> None:
        found = plant_fault("scenario a extends a")
        assert (found.code, found.marked) == ("KB403", "a")

    def test_a_circle_is_one_mistake(self) -> None:
        found = plant_fault("scenario a extends b\nscenario b extends c\nscenario c extends a")
        assert found.code == "KB403"

    def test_whoever_extends_a_circle_is_not_blamed(self) -> None:
        assert plant_fault("scenario a extends b\nscenario b extends b\nscenario c extends a").marked == "b"

    def test_a_circle_of_thousands(self) -> None:
        text = "".join(f"scenario s{n} extends s{(n + 1) % 3000}\n" for n in range(3000))
        assert plant_fault(text).code == "KB403"

    def test_a_chain_of_thousands(self) -> None:
        text = "".join(f"scenario s{n} extends s{n + 1}\n" for n in range(3000)) + "scenario s3000 { seed 7 }\n"
        policy = sound(PLANT + text).policy
        assert policy is not None
        assert policy.scenarios["s0"].seed == 7


# ------------------------------------------------------------------ spoilt policies
TOKENS = [piece for piece in __import__("re").findall(r'"[^"\n]*"|[\w.]+|[^\w\s]|\s+', WHOLE) if piece]
WORDS = sorted({token for token in TOKENS if not token.isspace()})
NUMBERS = [
    "0",
    "1",
    "0.5",
    "99999999999999999999",
    "9" * 70,
    "00",
    "1.0",
    "3000000",
    "24:00",
    "2026-02-30",
    "0001-01-01",
    "9999-12-31",
    "06:00",
]
REPLACEMENTS = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(NUMBERS),
    st.sampled_from(["{", "}", "(", ")", ";", "\n", ",", "..", '"', "{sku}", "%", "EUR", "USD", "per", "-", "*", "/", "#", "=", "x" * 100]),
    st.text(min_size=1, max_size=5),
)
PLACES = st.integers(0, len(TOKENS) - 1)
SPOILING = st.lists(
    st.one_of(
        st.tuples(st.just("delete"), PLACES, st.just("")),
        st.tuples(st.just("double"), PLACES, st.just("")),
        st.tuples(st.just("swap"), PLACES, st.just("")),
        st.tuples(st.just("replace"), PLACES, REPLACEMENTS),
        st.tuples(st.just("insert"), PLACES, REPLACEMENTS),
        st.tuples(st.just("cut"), PLACES, st.just("")),
    ),
    min_size=1,
    max_size=4,
)


def spoilt(changes: list[tuple[str, int, str]]) -> str:
    """The whole policy with tokens deleted, doubled, swapped with the next, replaced or put in, or cut off behind one."""
    tokens = list(TOKENS)
    for how, place, text in changes:
        match how:
            case "delete":
                tokens[place] = ""
            case "double":
                tokens[place] += " " + tokens[place]
            case "swap":
                other = min(place + 2, len(tokens) - 1)
                tokens[place], tokens[other] = tokens[other], tokens[place]
            case "replace":
                tokens[place] = text
            case "insert":
                tokens[place] += f" {text} "
            case "cut":
                tokens[place + 1 :] = [""] * (len(tokens) - place - 1)
    return "".join(tokens)


def test_the_policy_that_is_spoilt_is_whole() -> None:
    loaded = sound(WHOLE)
    assert [summary(one) for one in loaded.diagnostics if one.severity is Severity.ERROR] == []
    assert "".join(TOKENS) == WHOLE


def test_what_follows_a_word_that_was_put_right_has_its_place_in_the_text() -> None:
    """`limit` is taken for the longer `unlimited`: the `}` is missing behind what is written, not behind what was meant."""
    loaded = sound(HEAD + "buffer shelf of gear {\n  keep 3 pcs; limit")
    assert {"KB105", "KB108"} <= {one.code for one in loaded.diagnostics}


@settings(max_examples=300)
@given(SPOILING)
def test_a_spoilt_policy_is_never_more_than_findings(changes: list[tuple[str, int, str]]) -> None:
    sound(spoilt(changes))


@settings(max_examples=100)
@given(st.lists(st.sampled_from(TOKENS), max_size=60).map(" ".join))
def test_words_of_the_language_in_any_order(text: str) -> None:
    sound(text)


@pytest.mark.parametrize("number", [token for token in dict.fromkeys(TOKENS) if token[0].isdigit()])
@pytest.mark.parametrize("other", ["0", "1.5", "99999999999999999999"])
def test_any_number_may_be_any_other(number: str, other: str) -> None:
    """Each number of the whole policy, one after the other, is made nothing, broken or huge."""
    for place, token in enumerate(TOKENS):
        if token == number:
            sound("".join((*TOKENS[:place], other, *TOKENS[place + 1 :])))


def test_one_mistake_is_said_to_be_one_mistake() -> None:
    """Nobody is blamed for what another statement got wrong."""
    for text in (
        "calendar c { mon 06:00..99:00 }\nstation s { works c }",
        "unit roll step 0\nitem foil { unit roll }\nbuffer foils of foil { keep 3 roll; from acme }",
        "supplier s { delivers every 0 s }\nbuffer b of gear { keep 3 pcs; from s }",
        "station s { makes gearbox from 2 geer }\nbuffer b of gearbox { keep 3 pcs; from s }",
        "buffer b of gear { keep 3 psc; from acme }\ninvariant i { always on_hand(b) < 3 pcs }",
        'test "x" { when consumption of 3 pcs of drum; then nothing; and nothing else }',
        'test "x" { when usage of 3 m of drum; then nothing }',
        'test "x" { when order of 1 pcs of gearbix; then deliver 1 pcs of gearbox }',
        condition("(" * 2000 + "down(acme)" + ")" * 2000),
        condition("down(acme) down(acme)"),
        "invariant i { alwas on_hand(drum) < 3 m }",
        'test "x" { wen order of 1 pcs of gearbox; then nothing }',
        "route r { lead time 3 pcs }\nbuffer b of gear { keep 3 pcs; from acme by r }",
        "scenario a { lasts 3 pcs }\nscenario b extends a",
        "scenario a { change buffer drum { keep 3 pcs } }\nscenario b extends a",
        "buffer b of gearr { keep 3 pcs; from acme }\ninvariant i { always on_hand(b) < 3 pcs }\nscenario s { start b empty }",
    ):
        assert len(faults(PLANT + text)) == 1, text


def test_what_cannot_be_read_is_not_said_to_be_missing() -> None:
    """A declaration that the parser had to skip may have declared the name that is not found."""
    assert all(one.code.startswith("KB1") for one in faults(PLANT + "item \xe4pfel\nbuffer b of \xe4pfel { keep 3 pcs; from acme }"))


def test_a_text_without_a_file_may_name_files_that_are_not_there() -> None:
    loaded = load_text('policy p\nuse "nothing.kanban"\n')
    assert [one.code for one in loaded.diagnostics] == ["KB501"]
    assert fault('policy p\nuse "nothing.kanban"\n').marked == '"nothing.kanban"'
