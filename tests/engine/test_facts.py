"""What people report of a buffer: counts, short picks, bad pieces, and goods that are more than was asked. Facts are never refused."""

from __future__ import annotations

from policy_texts import actions_of_scenario, failures

STOCK = """
policy plant
item gear
role picker
role auditor
supplier acme
buffer stock of gear { keep 50 pcs; from acme { lead time 1 d }; serves customers }
buffer line of gear { kanban 3 cards of 20 pcs; from stock { lead time 1 h } }
trigger off { on count of stock if difference >= 10 pcs; alert auditor "far off" }
"""


def test_a_count_below_what_is_promised_takes_the_newest_promise_back() -> None:
    test = """
    test "50 there, 20 reserved, counted 15" {
      when  consumption of 20 pcs of line
      then  move 20 pcs from stock to line
      and   reserved(stock) = 20 pcs
      when  count of 15 pcs of stock by auditor
      then  alert auditor "far off"
      and   alert auditor
      and   replenish 35 pcs from acme to stock
      and   nothing else
      and   on_hand(stock) = 15 pcs
      and   reserved(stock) = 15 pcs
      and   backlog(stock) = 5 pcs
      and   position(stock) = 50 pcs
      when  pick of 15 pcs of line
      then  nothing
      when  receipt of 15 pcs of line
      then  nothing
      and   incoming(line) = 5 pcs
      when  receipt of 35 pcs of stock
      then  move 5 pcs from stock to line
      and   nothing else
    }
    test "of two pulls the newest gives way first" {
      when  consumption of 40 pcs of line
      then  move 20 pcs from stock to line
      and   move 20 pcs from stock to line
      when  count of 30 pcs of stock
      then  replenish 20 pcs from acme to stock
      and   reserved(stock) = 30 pcs
      and   backlog(stock) = 10 pcs
      when  pick of 20 pcs of line
      then  nothing
      when  pick of 20 pcs of line
      then  refused "more than was asked"
      when  pick of 10 pcs of line
      then  nothing
    }
    """
    assert not failures(STOCK, test)


def test_a_count_that_finds_more_is_stock_and_a_count_that_agrees_is_silent() -> None:
    test = """
    test "61 and 50" {
      when  count of 61 pcs of stock
      then  alert auditor "far off"
      and   alert auditor
      and   nothing else
      and   on_hand(stock) = 61 pcs
      when  count of 61 pcs of stock
      then  nothing
      when  count of 0 pcs of stock
      then  replenish 50 pcs from acme to stock
    }
    """
    assert not failures(STOCK, test)


def test_counted_containers_give_their_cards_back() -> None:
    test = """
    test "35 of 60" {
      when  count of 35 pcs of line
      then  alert auditor
      and   move 20 pcs from stock to line
      and   replenish 20 pcs from acme to stock
      and   nothing else
      when  consumption of 15 pcs of line
      then  move 20 pcs from stock to line
    }
    test "pieces that no card stands for free none" {
      when  count of 65 pcs of line
      then  alert auditor
      and   nothing else
      when  consumption of 24 pcs of line
      then  nothing
      when  consumption of 1 pcs of line
      then  move 20 pcs from stock to line
    }
    """
    assert not failures(STOCK, test)


def test_a_short_pick_is_a_count_of_its_place() -> None:
    test = """
    test "15 of 20, and nothing is left" {
      when  consumption of 40 pcs of line
      then  move 20 pcs from stock to line
      and   move 20 pcs from stock to line
      when  pick of 15 pcs of line by picker
      then  alert auditor "far off"
      and   alert auditor
      and   replenish 35 pcs from acme to stock
      and   nothing else
      and   on_hand(stock) = 0 pcs
      and   backlog(stock) = 25 pcs
      and   incoming(line) = 40 pcs
      when  receipt of 15 pcs of line
      then  nothing
      when  receipt of 30 pcs of stock
      then  move 5 pcs from stock to line
      and   move 20 pcs from stock to line
      and   nothing else
    }
    """
    assert not failures(STOCK, test)


def test_audits_are_asked_for_at_their_time_when_empty_and_by_triggers() -> None:
    plant = STOCK.replace("keep 50 pcs;", "keep 50 pcs; count daily at 06:00; count when empty;")
    test = """
    trigger doubt { on rejection of stock; count stock }
    test "three ways to ask" {
      when  at day 1 06:00, consumption of 1 pcs of line
      then  count stock
      and   nothing else
      when  order of 50 pcs of gear
      then  deliver 50 pcs of gear
      and   replenish 50 pcs from acme to stock
      and   count stock
      and   nothing else
      when  receipt of 50 pcs of stock
      then  nothing
      when  rejection of 1 pcs of stock
      then  replenish 1 pcs from acme to stock
      and   count stock
      and   nothing else
    }
    """
    assert not failures(plant, test)


def test_a_dry_run_counts_at_once_and_finds_what_is_there() -> None:
    plant = STOCK.replace("keep 50 pcs;", "keep 50 pcs; count daily at 06:00;")
    plant += "scenario days { lasts 2 d; orders of 3 pcs of gear at 2026-01-05 05:00 }"
    assert [one for one in actions_of_scenario(plant, "days") if "replenish" not in one[1]] == [
        ("2026-01-05 05:00", "deliver 3 pcs of gear from stock"),
        ("2026-01-05 06:00", "count stock"),
        ("2026-01-06 06:00", "count stock"),
    ]


def test_bad_pieces_are_set_aside_and_made_up_for() -> None:
    test = """
    trigger told { on rejection of line if rejected > 2 pcs; alert auditor "bad lot" }
    test "a container of 20 with 3 rejected is a container of 17" {
      when  rejection of 3 pcs of line
      then  alert auditor "bad lot"
      and   nothing else
      and   on_hand(line) = 57 pcs
      and   blocked(line) = 3 pcs
      when  consumption of 16 pcs of line
      then  nothing
      when  consumption of 1 pcs of line
      then  move 20 pcs from stock to line
      and   replenish 20 pcs from acme to stock
      and   nothing else
    }
    test "a position rule makes up for it at once" {
      when  rejection of 3 pcs of stock
      then  replenish 3 pcs from acme to stock
      and   nothing else
    }
    test "promised pieces turn out bad" {
      when  consumption of 20 pcs of line
      then  move 20 pcs from stock to line
      when  rejection of 45 pcs of stock
      then  replenish 45 pcs from acme to stock
      and   nothing else
      and   reserved(stock) = 5 pcs
      and   backlog(stock) = 15 pcs
      and   blocked(stock) = 45 pcs
    }
    """
    assert not failures(STOCK, test)


OVER = STOCK.replace(
    "keep 50 pcs; from acme { lead time 1 d }", "reorder at 50 pcs order 100 pcs; from acme { lead time 1 d; accepts 5 % over }"
)


def test_goods_beyond_the_ask_are_stock_as_far_as_agreed_and_set_aside_beyond() -> None:
    test = """
    test "100 asked, 108 come" {
      given stock has 51 pcs
      when  order of 1 pcs of gear
      then  replenish 100 pcs from acme to stock
      when  receipt of 108 pcs of stock
      then  alert auditor
      and   nothing else
      and   on_hand(stock) = 155 pcs
      and   blocked(stock) = 3 pcs
      and   incoming(stock) = 0 pcs
    }
    test "in two deliveries" {
      given stock has 51 pcs
      when  order of 1 pcs of gear
      then  replenish 100 pcs from acme to stock
      when  receipt of 60 pcs of stock
      then  nothing
      when  receipt of 45 pcs of stock
      then  nothing
      and   on_hand(stock) = 155 pcs
      when  receipt of 4 pcs of stock as "late"
      then  alert auditor
      and   nothing else
      and   on_hand(stock) = 155 pcs
      and   blocked(stock) = 4 pcs
      when  receipt of 4 pcs of stock as "late"
      then  duplicate
    }
    """
    assert not failures(OVER, test)


def test_more_than_was_asked_never_comes_from_another_buffer() -> None:
    test = """
    test "21 of 20" {
      when  consumption of 20 pcs of line
      then  move 20 pcs from stock to line
      when  pick of 21 pcs of line
      then  refused "more than was asked"
      when  pick of 20 pcs of line
      then  nothing
      when  receipt of 21 pcs of line
      then  refused "more than was asked"
    }
    """
    assert not failures(STOCK, test)


CELL = """
policy plant
item gear
item shaft
item gearbox
supplier acme
station assembly { makes gearbox from 2 gear, 1 shaft }
buffer line_gears of gear at assembly { keep 20 pcs; from acme }
buffer line_shafts of shaft at assembly { keep 20 pcs; from acme }
buffer shipping of gearbox { RULE; from assembly; serves customers }
trigger told { on release of gearbox; expedite shipping }
"""


def test_a_production_order_is_a_job_like_any_other() -> None:
    test = """
    test "five gearboxes take ten gears and five shafts" {
      when  release of 5 pcs of gearbox as "po-7"
      then  make 5 pcs of gearbox
      and   replenish 10 pcs from acme to line_gears
      and   replenish 5 pcs from acme to line_shafts
      and   expedite shipping
      and   nothing else
      and   incoming(shipping) = 5 pcs
      and   wip(assembly) = 5 pcs
      when  release of 5 pcs of gearbox as "po-7"
      then  duplicate
      when  release of 6 pcs of gearbox
      then  expedite shipping
      and   nothing else
      when  completion of 5 pcs of gearbox
      then  nothing
    }
    """
    assert not failures(CELL.replace("RULE", "keep 8 pcs"), test)


def test_a_production_order_of_a_buffer_with_cards_needs_none() -> None:
    test = """
    test "two containers full, three more pieces made" {
      when  release of 3 pcs of gearbox
      then  make 3 pcs of gearbox
      when  completion of 3 pcs of gearbox
      then  nothing
      when  order of 4 pcs of gearbox
      then  deliver 4 pcs of gearbox
      and   nothing else
      when  order of 1 pcs of gearbox
      then  deliver 1 pcs of gearbox
      and   make 2 pcs of gearbox
    }
    """
    assert not failures(CELL.replace("RULE", "kanban 2 cards of 2 pcs"), test)
