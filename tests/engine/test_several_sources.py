"""Several `from` of one buffer: tried in order, by shares, or while a condition holds."""

from __future__ import annotations

from policy_texts import actions_of_scenario, failures, policy_of

from kanbanlang.dryrun import dry_run

SUPPLIERS = """
policy plant
item gear
supplier acme
supplier bell
"""

IN_ORDER = (
    SUPPLIERS
    + """
buffer stock of gear { keep 12 pcs; from acme { lead time 1 d } }
buffer line of gear { kanban 3 cards of 4 pcs; from stock; from bell { lead time 1 d } }
"""
)


def test_the_first_that_can_give_the_whole_pull_takes_it() -> None:
    in_turn = """
    test "one container from the stock, one from the supplier" {
      given stock has 7 pcs
      when  consumption of 8 pcs of line
      then  move 4 pcs from stock to line
      and   replenish 4 pcs from bell to line
      and   replenish 4 pcs from acme to stock
      and   nothing else
    }
    test "a supplier that is down gives nothing, so it waits at the first" {
      given stock has 3 pcs
      and   bell is down
      when  consumption of 4 pcs of line
      then  replenish 4 pcs from acme to stock
      and   nothing else
      and   backlog(stock) = 4 pcs
      when  up of bell
      then  nothing
      when  receipt of 1 pcs of stock
      then  move 4 pcs from stock to line
      and   nothing else
    }
    """
    assert not failures(IN_ORDER, in_turn)


def test_what_others_wait_for_is_not_to_be_had() -> None:
    crowded = """
    buffer side of gear { kanban 1 card of 9 pcs; from stock }
    test "the container for the side waits for all of the stock" {
      given stock has 8 pcs
      when  consumption of 9 pcs of side
      then  replenish 9 pcs from acme to stock
      when  consumption of 4 pcs of line
      then  replenish 4 pcs from bell to line
      and   nothing else
    }
    """
    assert not failures(IN_ORDER, crowded)


def test_the_store_and_the_route_may_be_down_too() -> None:
    ways = (
        SUPPLIERS
        + """
    rack hall { bay 1 { holds 100 pcs of gear } }
    route van { lead time 1 h }
    buffer stock of gear in hall bay 1 { keep 20 pcs; from acme }
    buffer shop of gear {
      keep 9 pcs
      from stock by van
      from acme
      from bell
      serves customers
    }
    test "by van, or else" {
      when order of 1 pcs of shop
      then deliver 1 pcs of gear
      and  retrieve 1 pcs from stock to shop
      when down of van
      then nothing
      when order of 1 pcs of shop
      then replenish 1 pcs from acme to shop
      when up of van
      then nothing
      when down of hall
      then nothing
      when order of 1 pcs of shop
      then replenish 1 pcs from acme to shop
      when down of acme
      then nothing
      when order of 1 pcs of shop
      then replenish 1 pcs from bell to shop
    }
    """
    )
    assert not failures(ways)


def test_each_source_has_terms_of_its_own() -> None:
    rounded = (
        SUPPLIERS
        + """
    buffer shop of gear { reorder at 5 pcs up to 9 pcs; from acme { multiple 10 pcs }; from bell { minimum 6 pcs }; serves customers }
    test "a full box of ten, or at least six" {
      when order of 4 pcs of gear
      then replenish 10 pcs from acme to shop
      when down of acme
      then nothing
      when order of 10 pcs of gear
      then replenish 6 pcs from bell to shop
      when receipt of 6 pcs of shop from bell
      then deliver 5 pcs of gear
    }
    """
    )
    assert not failures(rounded)


def test_a_condition_leaves_a_source_out() -> None:
    conditions = (
        SUPPLIERS
        + """
    buffer shop of gear { kanban 2 cards of 5 pcs; from acme when waiting(shop) > 0; from bell when down(acme); serves customers }
    test "nobody is there, then one, then the other" {
      when order of 5 pcs of gear
      then deliver 5 pcs of gear
      and  nothing else
      and  empty(shop) = 1
      when down of acme
      then replenish 5 pcs from bell to shop
      when order of 6 pcs of gear
      then deliver 5 pcs of gear
      and  replenish 5 pcs from bell to shop
      when up of acme
      then nothing
      when receipt of 5 pcs of shop
      then deliver 1 pcs of gear
      when order of 5 pcs of gear
      then deliver 4 pcs of gear
      and  replenish 5 pcs from acme to shop
    }
    """
    )
    assert not failures(conditions)


def test_shares_count_pieces_and_a_source_that_is_left_out_catches_up() -> None:
    shares = (
        SUPPLIERS
        + """
    buffer shop of gear { keep 90 pcs; from acme share 50 % { multiple 4 pcs }; from bell share 50 % when not down(acme); serves customers }
    test "four from one, then four times one from the other" {
      when order of 1 pcs of gear
      then replenish 4 pcs from acme to shop
      when order of 4 pcs of gear
      then replenish 1 pcs from bell to shop
      when order of 1 pcs of gear
      then replenish 1 pcs from bell to shop
    }
    test "while acme is down it alone is asked, and waits" {
      when down of acme
      then nothing
      when order of 4 pcs of gear
      then replenish 4 pcs from acme to shop
      when order of 4 pcs of gear
      then replenish 4 pcs from acme to shop
      when up of acme
      then nothing
      when order of 8 pcs of gear
      then replenish 8 pcs from bell to shop
    }
    """
    )
    assert not failures(shares)


def test_parts_of_a_pull_without_room_come_from_its_own_source() -> None:
    room = (
        SUPPLIERS
        + """
    buffer shop of gear { keep 9 pcs; at most 3 pcs on the way; from acme share 50 %; from bell share 50 %; serves customers }
    test "two pulls of four" {
      when order of 4 pcs of gear
      then replenish 3 pcs from acme to shop
      when order of 4 pcs of gear
      then deliver 4 pcs of gear
      and  nothing else
      when receipt of 3 pcs of shop
      then replenish 1 pcs from acme to shop
      and  nothing else
      when receipt of 1 pcs of shop
      then replenish 3 pcs from bell to shop
      and  nothing else
    }
    """
    )
    assert not failures(room)


TRIGGERED = (
    SUPPLIERS
    + """
buffer shop of gear { keep 9 pcs; from acme; from bell; serves customers }
trigger more { on down of acme; pull 5 pcs to shop }
"""
)


def test_what_a_trigger_asks_for_chooses_as_well() -> None:
    pulled = """
    test "acme is down by then" {
      when down of acme
      then replenish 5 pcs from bell to shop
      and  nothing else
    }
    """
    assert not failures(TRIGGERED, pulled)


WORLD = (
    SUPPLIERS
    + """
buffer shop of gear { keep 20 pcs; from acme { lead time 1 d }; from bell { lead time 1 d }; serves customers }
scenario strike { lasts 4 d; orders of gear daily at 08:00; with acme down from day 2 to day 3 }
"""
)


def test_in_a_dry_run_the_other_source_is_asked_while_the_first_is_down() -> None:
    asked = [said for _, said in actions_of_scenario(WORLD, "strike") if said.startswith("replenish")]
    assert asked == [f"replenish 1 pcs of gear from {name} to shop" for name in ("acme", "bell", "bell", "acme")]


def test_pulls_and_lead_times_are_counted_by_supplier() -> None:
    policy = policy_of(WORLD)
    found = {(one.metric, one.of): one.mean for one in dry_run(policy.scenarios["strike"], repeat=1).metrics}
    orders = {of: value for (metric, of), value in found.items() if metric == "orders"}
    assert orders == {"acme": orders["bell"], "bell": orders["bell"]}
