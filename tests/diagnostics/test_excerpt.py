"""The line of a finding: whatever stands in it, the mark is under the place, everything fits, and nothing steers the terminal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kanbanlang.diagnostics import Source
from kanbanlang.report.cells import harmless, width
from kanbanlang.report.excerpt import excerpt

lines = st.text(st.characters(exclude_characters="\n\r"), min_size=1, max_size=300)


@st.composite
def places(draw: st.DrawFn) -> tuple[str, int, int]:
    line = draw(lines)
    start = draw(st.integers(0, len(line) - 1))
    return line, start, draw(st.integers(start + 1, len(line)))


@given(places(), st.integers(20, 200))
def test_the_line_fits_and_the_mark_is_within_it(place: tuple[str, int, int], room: int) -> None:
    line, start, end = place
    shown = excerpt(Source("a", line).span(start, end), room)
    if shown is None:
        assert not line.strip()
        return
    assert width(shown.text) <= room
    assert shown.indent + shown.length <= max(room, 20)
    assert shown.length >= 1


@given(places())
def test_the_mark_covers_exactly_the_place_where_there_is_room(place: tuple[str, int, int]) -> None:
    line, start, end = place
    shown = excerpt(Source("a", line).span(start, end), 10_000)
    if shown is not None and "\t" not in line:
        assert shown.indent == width(harmless(line[:start]))
        assert shown.length == max(1, width(harmless(line[start:end])))


@given(st.text())
def test_nothing_that_is_shown_steers_the_terminal(text: str) -> None:
    assert all(character.isprintable() or character in "\n\u200c\u200d" or character.isspace() for character in harmless(text))
    assert "\x1b" not in harmless(text)
    assert "\u202e" not in harmless(text)


def marked(line: str, start: int, end: int, room: int = 60) -> str:
    shown = excerpt(Source("a", line).span(start, end), room)
    assert shown is not None
    return f"{shown.text}\n{' ' * shown.indent}{'^' * shown.length}"


def test_a_short_line_is_shown_whole() -> None:
    assert marked("  keep 9 pcs", 7, 8) == "  keep 9 pcs\n       ^"


def test_tabs_reach_to_the_next_stop() -> None:
    assert marked("\tkeep\t9 pcs", 6, 7) == "    keep    9 pcs\n            ^"


def test_wide_characters_take_two_cells() -> None:
    assert marked('item x "部品" {', 8, 10) == 'item x "部品" {\n        ^^^^'


def test_marks_on_letters_take_none() -> None:
    assert marked("e\u0301x", 2, 3) == "e\u0301x\n ^"


def test_a_long_line_is_cut_on_both_sides() -> None:
    text = marked("a" * 100 + "BBBB" + "c" * 100, 100, 104, 30)
    assert text == "…" + "a" * 16 + "BBBB" + "c" * 8 + "…" + "\n" + " " * 17 + "^^^^"


def test_the_end_of_a_line_is_a_place() -> None:
    assert marked("keep", 4, 5) == "keep\n    ^"


def test_a_place_of_several_lines_is_marked_to_the_end_of_its_first() -> None:
    assert marked("buffer a {\n  keep 1\n}", 7, 20) == "buffer a {\n       ^^^"


def test_what_a_terminal_would_obey_is_shown_by_its_sign() -> None:
    assert marked("a\x1b[2Jb", 5, 6) == "a␛[2Jb\n     ^"
    assert harmless("a\u202eb\x07") == "a<U+202E>b␇"
