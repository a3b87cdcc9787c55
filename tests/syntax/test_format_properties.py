"""What holds for formatting any policy in any layout."""

from __future__ import annotations

from random import Random

from format_texts import Weaver, comment_owners, comments, policies, read
from hypothesis import given
from hypothesis import strategies as st

from kanbanlang.syntax import format_text

any_random = st.randoms(use_true_random=False)


@given(policies(least=0), any_random)
def test_the_tree_survives(policy: str, random: Random) -> None:
    parsed = read(Weaver(random, only_space=False).weave(policy))
    assert read(format_text(parsed)).tree == parsed.tree


@given(policies(least=0), any_random)
def test_formatting_twice_changes_nothing(policy: str, random: Random) -> None:
    once = format_text(read(Weaver(random, only_space=False).weave(policy)))
    assert format_text(read(once)) == once


@given(policies(), any_random)
def test_every_comment_keeps_its_text_its_place_in_the_order_and_its_owner(policy: str, random: Random) -> None:
    woven = Weaver(random, only_space=False).weave(policy)
    formatted = format_text(read(woven))
    assert comments(formatted) == comments(woven)
    assert comment_owners(formatted) == comment_owners(woven)


@given(policies(), any_random)
def test_spaces_and_line_ends_within_statements_do_not_matter(policy: str, random: Random) -> None:
    assert format_text(read(Weaver(random, only_space=True).weave(policy))) == format_text(read(policy))


@given(policies(), any_random)
def test_a_formatted_text_is_clean(policy: str, random: Random) -> None:
    formatted = format_text(read(Weaver(random, only_space=False).weave(policy)))
    assert formatted == "" or (formatted.endswith("\n") and not formatted.startswith("\n"))
    assert "\n\n\n" not in formatted
    assert not formatted.endswith("\n\n")
    assert "{\n\n" not in formatted
    assert "\n\n}" not in formatted
    assert "\r" not in formatted
    for line in formatted.splitlines():
        said = line.partition("#")[0]
        assert line == line.rstrip()
        assert "\t" not in said
        assert ";" not in said or "{" in said
