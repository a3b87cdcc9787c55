"""What a command gives to whoever runs it."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen


@frozen
class Done:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    def __str__(self) -> str:
        return f"exit {self.code}\n--- out\n{self.out}--- err\n{self.err}"


Kanban = Callable[..., Done]


PLANT = """\
policy plant "A cell that makes pumps" {
  currency EUR
  timezone "Europe/Rome"
}

calendar day_shift {
  mon..fri 06:00..14:00
}

role supervisor

item housing "Housing, cast" {
  pack 10 pcs
  value 12 EUR
}

item pump {
  value 90 EUR
}

vlm lift_1 "Vertical lift" {
  retrieval time 45 s
  tray 7 {
    compartments 4
    holds 40 pcs of housing each
  }
}

dock receiving {
  handling time 10 min
}

supplier foundry "Iron foundry" {
  delivers mon, thu at 06:00
}

station assembly {
  makes pump from 1 housing
  cycle time normal(20 min, 2 min)
  works day_shift
}

buffer line_housings of housing at assembly {
  kanban 3 cards
  from lift_housings
}

buffer lift_housings of housing in lift_1 tray 7 {
  reorder at 80 pcs up to 140 pcs
  from foundry {
    via receiving
    lead time 1 d
    minimum 20 pcs
    multiple 10 pcs
    price 11 EUR
  }
}

buffer shipping of pump {
  keep 6 pcs
  from assembly
  serves customers
}

trigger short {
  when available(line_housings) < 5 pcs
  alert supervisor "Housings nearly out"
}

scenario normal_week {
  lasts 2 wk after 1 wk
  repeat 4 times
  orders of pump poisson 2 per h during day_shift
  expect fill rate of pump >= 50 %
}

scenario late_foundry extends normal_week {
  with foundry late by 3 d from day 8 to day 12
  expect fill rate of pump >= 99.9 %
}

test "an emptied container brings exactly one" {
  when consumption of 10 pcs of line_housings
  then retrieve 10 pcs from lift_housings to line_housings
  and nothing else
}

test "a begun container brings nothing" {
  when consumption of 9 pcs of line_housings
  then nothing
}
"""
"""A policy with one of everything that the reports show. It is kept apart from those that come with the project, which may change."""
