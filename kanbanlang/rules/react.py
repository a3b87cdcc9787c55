"""Triggers: what people want done beyond refilling.

Sentences: `on order of gearbox if ordered > 20 pcs`, `when available(line_gears) < 10 pcs`, `daily at 06:00`, with `alert`, `expedite`,
`pull 20 pcs to line_gears`, `hold lift_gears` and `resume lift_gears`.
"""

from __future__ import annotations

from kanbanlang.rules.expression import value
from kanbanlang.rules.memory import Memory, tell
from kanbanlang.rules.reasons import DOWN_ALREADY, UP_ALREADY

# columns that all triggers share
FLAG = 1  # counter: ON, told of an event (or a time) not yet answered; WHEN, whether its condition held when last looked at
CONDITION = 2  # expression, or 0 for always
PULLS = 3  # B list: how many, then pairs of (ASKED_BY_TRIGGER counter, expression)
SWITCHES = 4  # B list: how many, then pairs of (ON_HOLD counter, 1 to hold and 0 to resume)

ONLY_SEEN, ACTS = 1, 2  # what a trigger's guard says: the event was seen, its condition does not hold; it does


def ask_for(c: Memory, B: Memory, pulls: int) -> int:
    """Ask the buffers for what the trigger pulls; a quantity below 1 asks for nothing."""
    at = pulls + 1
    for _ in range(B[pulls]):
        q = value(c, B, B[at + 1])
        if q > 0:
            c[B[at]] += q
        at += 2
    return 0


def switch(c: Memory, B: Memory, switches: int) -> int:
    """Hold buffers, and let others go again."""
    at = switches + 1
    for _ in range(B[switches]):
        c[B[at]] = B[at + 1]
        at += 2
    return 0


# ---- ON: `on EVENT [if E]`, and a schedule with or without `when E`: once for each event
ON = 10


def on_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """Whether an event waits to be answered, and whether the condition holds now."""
    if c[P[r + FLAG]] < 1:
        return 0
    if P[r + CONDITION] == 0:
        return ACTS
    if value(c, B, P[r + CONDITION]) < 1:
        return ONLY_SEEN
    return ACTS


def on_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """Answered."""
    c[P[r + FLAG]] = 0
    if q == ACTS:
        ask_for(c, B, P[r + PULLS])
        switch(c, B, P[r + SWITCHES])
    return 0


# ---- WHEN: `when E` with alerts and expediting: once each time the condition becomes true
WHEN = 11


def when_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """Both edges are noticed; only the rising one acts."""
    holds = value(c, B, P[r + CONDITION])
    if holds == c[P[r + FLAG]]:
        return 0
    if holds < 1:
        return ONLY_SEEN
    return ACTS


def when_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """Remember on which side the condition stands."""
    c[P[r + FLAG]] = q - ONLY_SEEN
    if q == ACTS:
        switch(c, B, P[r + SWITCHES])
    return 0


# ---- WHILE: `when E` with `pull`: again and again until the condition is false
WHILE = 12
# besides CONDITION and PULLS (one pull)


def while_guard(c: Memory, s: Memory, P: Memory, B: Memory, r: int) -> int:
    """The condition holds, and what was asked for before has been pulled."""
    if value(c, B, P[r + CONDITION]) < 1:
        return 0
    at = P[r + PULLS]
    if c[B[at + 1]] > 0:
        return 0
    if value(c, B, B[at + 2]) < 1:
        return 0
    return ACTS


def while_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int) -> int:
    """Ask once more."""
    return ask_for(c, B, P[r + PULLS])


# ---- CLOCK: a trigger's schedule strikes
def clock_check(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """The clock is never wrong."""
    return 0


def clock_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """The trigger is told."""
    c[P[r + FLAG]] = 1
    return r


# ---- STANDING: whether a supplier, station or store is down
STANDING = 13
DOWN = 1  # counter
ON_DOWN = 2
ON_UP = 3


def down_check(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """It can only go down from up."""
    if c[P[r + DOWN]] == 1:
        return DOWN_ALREADY
    return 0


def down_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """It is down."""
    c[P[r + DOWN]] = 1
    tell(c, B, P[r + ON_DOWN], 0)
    return r


def up_check(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """It can only come up from down."""
    if c[P[r + DOWN]] == 0:
        return UP_ALREADY
    return 0


def up_apply(c: Memory, s: Memory, P: Memory, B: Memory, r: int, q: int, number: int) -> int:
    """It is up."""
    c[P[r + DOWN]] = 0
    tell(c, B, P[r + ON_UP], 0)
    return r
