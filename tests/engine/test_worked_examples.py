"""The numbers that the reference works out in words, each as a test in a policy."""

from __future__ import annotations

import pytest

from kanbanlang.dryrun import run_tests
from kanbanlang.model import load_text

HEAD = """\
policy plant
role buyer
item gear { pack 20 pcs }
item shaft
supplier acme
"""


def passes(plant: str, *steps: str) -> None:
    """Run the steps as a test of the plant."""
    loaded = load_text(f'{HEAD}{plant}\ntest "worked" {{\n' + "\n".join(steps) + "\n}\n")
    assert loaded.policy is not None, [one.message for one in loaded.diagnostics]
    (result,) = run_tests(loaded.policy)
    assert result.passed, result.message


# ---------------------------------------------------------------- cards
CARDS = """
buffer lift of gear { keep 400 pcs; from acme }
buffer line of gear { kanban 3 cards of 20 pcs; from lift; serves customers }
"""


def test_the_twentieth_piece_of_a_container_pulls_twenty() -> None:
    passes(
        CARDS,
        "when consumption of 19 pcs of line",
        "then nothing",
        "when consumption of 1 pcs of line",
        "then move 20 pcs from lift to line",
        "and replenish 20 pcs from acme to lift",
        "and nothing else",
    )


def test_all_three_empty_and_ten_more_asked_wait_without_a_card() -> None:
    passes(
        CARDS,
        "when order of 70 pcs of line",
        "then deliver 60 pcs from line",
        "and incoming(line) = 60 pcs",
        "and backlog(line) = 10 pcs",
        "when pick of 20 pcs of line",
        "then deliver 10 pcs from line",
        "and incoming(line) = 40 pcs",
        "and nothing else",
    )


def test_two_bins_are_two_cards_used_one_after_the_other() -> None:
    passes(
        "buffer bins of gear { two bins of 200 pcs; from acme; serves customers }",
        "when consumption of 199 pcs of bins",
        "then nothing",
        "when consumption of 1 pcs of bins",
        "then replenish 200 pcs from acme to bins",
        "when consumption of 200 pcs of bins",
        "then replenish 200 pcs from acme to bins",
        "and on_hand(bins) = 0 pcs",
        "and empty(bins) = 0",
    )


# ---------------------------------------------------------------- positions
def test_keep_nine_with_two_there_and_seven_coming() -> None:
    passes(
        "buffer stock of shaft { keep 9 pcs; from acme; serves customers }",
        "given stock has 2 pcs",
        "when order of 5 pcs of stock",
        "then deliver 2 pcs from stock",
        "and replenish 5 pcs from acme to stock",
        "and nothing else",
        "and backlog(stock) = 3 pcs",
        "and incoming(stock) = 12 pcs",
        "and position(stock) = 9 pcs",
    )


LOTS = "buffer stock of shaft { reorder at 120 pcs order 400 pcs; from acme; serves customers }"


def test_a_lot_at_one_hundred_and_twenty_and_none_at_one_more() -> None:
    passes(
        LOTS,
        "given stock has 122 pcs",
        "when consumption of 1 pcs of stock",
        "then nothing",
        "when consumption of 1 pcs of stock",
        "then replenish 400 pcs from acme to stock",
        "and nothing else",
    )


def test_two_lots_at_three_hundred_below_nothing() -> None:
    """-300 + 400 is not above 120."""
    passes(
        LOTS,
        "given stock has 121 pcs",
        "when order of 421 pcs of stock",
        "then replenish 800 pcs from acme to stock",
        "and deliver 121 pcs from stock",
        "and nothing else",
    )


def test_up_to_three_hundred_from_one_hundred_and_fifteen() -> None:
    passes(
        "buffer stock of shaft { reorder at 120 pcs up to 300 pcs; from acme; serves customers }",
        "given stock has 121 pcs",
        "when consumption of 6 pcs of stock",
        "then replenish 185 pcs from acme to stock",
        "and nothing else",
    )


# ---------------------------------------------------------------- rounding
@pytest.mark.parametrize(
    ("terms", "wanted", "asked"),
    [
        ("minimum 12 pcs; multiple 5 pcs", 3, 15),
        ("multiple 100 pcs within 10 %", 108, 100),
        ("multiple 100 pcs within 10 %", 112, 200),
        ("multiple 100 pcs within 10 %", 8, 100),  # never rounded to nothing
        ("minimum 50 pcs", 3, 50),
    ],
)
def test_what_is_wanted_is_rounded_on_the_terms_of_the_source(terms: str, wanted: int, asked: int) -> None:
    passes(
        f"buffer stock of shaft {{ reorder at {500 - wanted} pcs up to 500 pcs; from acme {{ {terms} }}; serves customers }}",
        f"when consumption of {wanted} pcs of stock",
        f"then replenish {asked} pcs from acme to stock",
        "and nothing else",
        "when receipt of 1 pcs of stock",
        "then nothing",
    )


def test_a_pull_is_cut_to_the_limit_in_whole_multiples_and_the_rest_follows() -> None:
    """Limit 400, 250 there, 100 coming, 120 wanted, multiple 20: 40 now."""
    passes(
        "buffer stock of shaft { reorder at 350 pcs up to 470 pcs; from acme { multiple 20 pcs }; limit 400 pcs; serves customers }",
        "given stock has 351 pcs",
        "when consumption of 1 pcs of stock",
        "then replenish 40 pcs from acme to stock",
        "and nothing else",
        "when consumption of 20 pcs of stock",
        "then nothing",
        "when consumption of 20 pcs of stock",
        "then replenish 40 pcs from acme to stock",
    )


# ---------------------------------------------------------------- the words for stock
def test_the_words_for_stock() -> None:
    """60 there, 20 of them promised to an open pick, 40 coming, 5 asked in vain so far."""
    passes(
        """
buffer stock of gear { reorder at 0 pcs up to 60 pcs; from acme; serves customers }
buffer line of gear { kanban 2 cards of 20 pcs; from stock; serves customers }
""",
        "when consumption of 20 pcs of line",
        "then move 20 pcs from stock to line",
        "and on_hand(stock) = 60 pcs",
        "and reserved(stock) = 20 pcs",
        "and available(stock) = 40 pcs",
        "and incoming(line) = 20 pcs",
        "when order of 45 pcs of stock",
        "then deliver 40 pcs from stock",
        "and backlog(stock) = 5 pcs",
        "and promised(stock) = 25 pcs",
        "and position(stock) = on_hand(stock) + incoming(stock) - 25 pcs",
    )


# ---------------------------------------------------------------- keys
def test_a_key_again_is_a_duplicate_or_a_conflict_and_a_refused_one_may_be_sent_again() -> None:
    passes(
        CARDS,
        'when consumption of 20 pcs of line as "k"',
        "then move 20 pcs from lift to line",
        'when consumption of 20 pcs of line as "k"',
        "then duplicate",
        'when consumption of 15 pcs of line as "k"',
        "then refused",
        "and on_hand(line) = 40 pcs",
        'when pick of 20 pcs of lift from lift as "p"',
        "then nothing",
        'when pick of 20 pcs of lift from lift as "p"',
        "then duplicate",
        'when pick of 20 pcs of lift from lift as "q"',
        "then refused",
        "and on_hand(line) = 60 pcs",
    )


def test_nothing_is_taken_that_is_nothing() -> None:
    passes(CARDS, "when consumption of 0 pcs of line", "then refused")


# ---------------------------------------------------------------- one instant
def test_a_station_hands_over_at_one_instant() -> None:
    """Two cards behind the station, both in work; a part waits in front: when a job is handed over, the part goes in at once."""
    passes(
        """
item cup
station press { makes cup from 1 shaft; cycle time 1 min }
buffer shafts of shaft at press { kanban 3 cards of 1 pcs; from acme }
buffer cups of cup { kanban 2 cards of 1 pcs; from press; serves customers }
""",
        "given cups has 0 pcs",
        "when consumption of 1 pcs of shafts",
        "then replenish 1 pcs from acme to shafts",
        "when order of 1 pcs of cups",
        "then nothing",
        "when completion of 1 pcs of cup",
        "then deliver 1 pcs from cups",
        "and wip(press) = 1 pcs",
        "when receipt of 1 pcs of shafts",
        "then make 1 pcs from press to cups",
        "and replenish 1 pcs from acme to shafts",
        "and wip(press) = 2 pcs",
        "and nothing else",
    )


# ---------------------------------------------------------------- triggers
def test_a_level_alerts_once_and_a_pull_repeats_until_it_is_false() -> None:
    passes(
        """
buffer stock of shaft { reorder at 0 pcs up to 10 pcs; from acme; serves customers }
trigger low { when position(stock) < 6 pcs; alert buyer "low"; pull 2 pcs to stock }
""",
        "when consumption of 7 pcs of stock",
        'then alert buyer "low"',
        "and replenish 2 pcs from acme to stock",
        "and replenish 2 pcs from acme to stock",
        "and nothing else",
        "and position(stock) = 7 pcs",
        "when consumption of 1 pcs of stock",
        "then nothing",
    )


def test_two_triggers_that_see_the_same_lack_do_not_both_fill_it() -> None:
    passes(
        """
buffer stock of shaft { reorder at 0 pcs up to 10 pcs; from acme; serves customers }
trigger one { when position(stock) < 6 pcs; pull 4 pcs to stock }
trigger two { when position(stock) < 6 pcs; pull 4 pcs to stock }
""",
        "when consumption of 6 pcs of stock",
        "then replenish 4 pcs from acme to stock",
        "and nothing else",
    )
