"""A made-up policy of any length, with the statements, comments and blocks of a real one. The same length gives the same text."""

from __future__ import annotations

from random import Random
from string import Template

HEAD = """\
# A plant of many assembly cells, each with a lift, two suppliers and a shelf of finished goods.
policy cells "Assembly cells, all halls" {
  currency EUR
  timezone "Europe/Rome"
  carrying cost 20 % per y
}

calendar two_shift {
  mon..fri 06:00..14:00, 14:00..22:00
  sat 06:00..12:00
  closed 2026-12-24..2027-01-06
}

calendar workdays {
  mon..fri 07:00..19:00
}

role picker "Picker"
role supervisor
role buyer "Purchasing"

unit m step 0.001

dock receiving "Receiving, north" {
  handling time 10 min
}
"""

CELL = """\

# ------------------------------------------------------------ cell $n
item gear_$n "Gear, module $module" {
  code "GM$module-$code"  # the number the ERP knows
  unit pcs
  pack $pack pcs     # pieces in one container
  value $price EUR
}

item hose_$n "Hose $code" {
  unit m
  pack 25 m
  value 2.10 EUR
}

item bolt_$n { pack 200 pcs; value 0.12 EUR }

item gearbox_$n "Gearbox $n" {
  value 210 EUR
}

vlm lift_$n "Vertical lift $n, hall $hall" {
  retrieval time $retrieval s
  openings 1
  pick aids laser, alphanumeric
  access picker, supervisor
  tray 1..4 {
    compartments 10
    holds $holds pcs of gear_$n each
  }
  tray 5 {
    compartments 2
    holds 900 m of hose_$n each
    access supervisor
  }
}

supplier maker_$n "Gear works $n" {
  delivers $days at 06:00
  works workdays
}

supplier fastenings_$n

station cell_$n "Assembly cell $n" {
  makes gearbox_$n from 2 gear_$n, 1.5 m of hose_$n, 4 bolt_$n
  cycle time normal($cycle min, 30 s)
  setup time 10 min
  machines $machines
  works two_shift
}

# at the line; an emptied container pulls a full one from the lift
buffer line_gears_$n of gear_$n at cell_$n {
  kanban cards_for(demand $demand pcs per h, lead time 2 h, safety 10 %) cards
  from lift_gears_$n {
    lead time uniform(20 min, 60 min)  # the tugger
  }
}

buffer line_hoses_$n of hose_$n at cell_$n {
  kanban $cards cards
  from lift_hoses_$n
}

buffer line_bolts_$n of bolt_$n at cell_$n {
  two bins of 400 pcs
  from fastenings_$n { lead time $lead d }
}

# in the lift
buffer lift_gears_$n of gear_$n in lift_$n tray 2 {
  $rule
  from maker_$n {
    via receiving
    lead time normal($lead d, 4 h)
    minimum $minimum pcs
    multiple $pack pcs
    price $price EUR
    order cost 15 EUR
  }
  holding cost 0.01 EUR per pcs per d
}

buffer lift_hoses_$n of hose_$n in lift_$n tray 5 {
  reorder at level_for(demand 40 m per d, lead time $lead d, safety 20 %) up to 600 m
  from fastenings_$n {
    lead time 3 working d
    multiple 25 m within 10 %
  }
}

# one is assembled for each that a customer takes
buffer shipping_$n of gearbox_$n {
  keep $keep pcs
  from cell_$n
  serves customers
  shortage cost 90 EUR per pcs per d
}

trigger short_of_gears_$n {
  when available(line_gears_$n) < 10 pcs and incoming(line_gears_$n) > 0 pcs
  alert supervisor "Gears nearly out at cell $n"
  expedite line_gears_$n
}

trigger large_order_$n {
  on order of gearbox_$n if ordered > 2 * 3 pcs + $keep pcs
  alert buyer "A large order for gearbox $n"
}

invariant lift_cap_$n {
  always on_hand(lift_gears_$n) + incoming(lift_gears_$n) <= $capacity pcs
}
"""

TEST = """\

test "an emptied bin of cell $n goes back as the order" {
  given line_bolts_$n has 400 pcs
  when consumption of 400 pcs of line_bolts_$n
  then replenish 400 pcs from fastenings_$n to line_bolts_$n
  and nothing else
}
"""

SCENARIO = """\

scenario weeks_of_$n "Four weeks of gearbox $n" {
  lasts 4 wk after 1 wk
  repeat 10 times
  start all full, line_gears_$n empty
  orders of gearbox_$n poisson $demand per h during two_shift
  with maker_$n late by 2 d from day 8 to day 12
  expect fill rate of gearbox_$n >= 90 %
}
"""

RULES = (
    "reorder at $low pcs up to $high pcs",
    "reorder at $low pcs order $lot pcs",
    "keep $high pcs",
    "kanban $cards cards of $lot pcs",
)
DAYS = ("mon, wed, fri", "tue, fri", "mon..fri")


def policy_text(lines: int) -> str:
    """A policy without mistakes of at least that many lines; it ends with the first whole cell that reaches them."""
    random = Random(lines)  # noqa: S311 - a made-up plant, no secret
    parts = [HEAD]
    long = HEAD.count("\n")
    number = 0
    while long < lines:
        number += 1
        text = _cell(number, random)
        parts.append(text)
        long += text.count("\n")
    return "".join(parts)


def _cell(number: int, random: Random) -> str:
    """One cell; every third has a test, every twelfth a scenario."""
    pack = random.choice((5, 10, 20, 40))
    low = pack * random.randint(8, 30)
    lot = pack * random.randint(2, 8)
    values = {
        "n": number,
        "module": random.randint(1, 6),
        "code": f"{random.randint(0, 9999):04}",
        "hall": random.choice("ABCD"),
        "pack": pack,
        "price": f"{random.randint(120, 9900) / 100:.2f}",
        "retrieval": random.randint(30, 90),
        "holds": 8 * low,
        "days": random.choice(DAYS),
        "cycle": random.randint(4, 20),
        "machines": random.randint(1, 3),
        "demand": random.randint(3, 40),
        "cards": random.randint(2, 9),
        "lead": random.randint(2, 9),
        "minimum": lot,
        "keep": random.randint(4, 20),
        "low": low,
        "high": 2 * low,
        "lot": lot,
        "capacity": 20 * low,
    }
    rule = Template(random.choice(RULES)).substitute(values)
    texts = [CELL, *([TEST] if number % 3 == 0 else []), *([SCENARIO] if number % 12 == 0 else [])]
    return "".join(Template(text).substitute(values, rule=rule) for text in texts)
