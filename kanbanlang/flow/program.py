"""A policy as data for the one engine: rows that name a rule kind and the places it works on, wake lists, and the names of it all."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from kanbanlang.diagnostics import Span
from kanbanlang.model.policy import USUAL_PRIORITY, Buffer, From, Policy, Trigger, TriggerAction
from kanbanlang.model.schedule import Schedule
from kanbanlang.model.values import Unit
from kanbanlang.rules import InputKind, Law


@frozen
class Row:
    """One rule, or one place where inputs arrive. `key` names it within its policy, whatever line it stands on."""

    number: int
    kind: int
    key: str
    place: Span = field(eq=False, repr=False)
    buffer: Buffer | None = None  # the buffer it fills, serves or tells of
    source: From | None = None  # of a refill rule
    trigger: Trigger | None = None
    actions: tuple[TriggerAction, ...] = ()
    station: str | None = None  # of a RELEASE row
    dock: str | None = None  # of a CROSS or PUT_AWAY row
    priority: int = USUAL_PRIORITY  # the class that it serves, releases or orders in
    step: int = 0  # of what happens to whoever is short: as the how manieth step it is written; 0: it does not matter
    reads: tuple[int, ...] = ()  # counters that its guard looks at, for "why"


@frozen
class BufferCounters:
    """Where the numbers of one buffer are kept: counter numbers (0: there is none), and row numbers of its places."""

    on_hand: int
    reserved: int
    backlog: int
    incoming: int
    waiting: int
    opened: int
    cards_free: int  # where the card of an emptied container goes first
    surplus: int
    crossing: int
    at_docks: tuple[int, ...]
    serve: int  # row numbers: of the STOCK row, which serves the first class
    consumes: int
    serves: tuple[int, ...] = ()  # of all classes
    blocked: int = 0
    held: int = 0  # of what is incoming, what waits for room on the way
    held_pulls: int = 0
    safety: int = 0  # pieces kept just in case
    owed: int = 0  # of the backlog, what is owed to them
    coming: int = 0  # ordered and not due yet
    qualified: int = 0  # of it, what zones count
    not_due: int = 0  # of the backlog, what has its place in a sequence and is not due yet
    resting: tuple[int, ...] = ()  # where cards of cancelled pulls are until they are reissued; counters
    rests: int = -1  # row number of where cancelled pulls are reissued; -1: nowhere
    retiring: int = 0  # cards that are too many since the policy changed
    cards: tuple[int, ...] = ()  # where free cards can be, from the emptied container to the pull; counters
    orders: Mapping[int, int] = field(factory=dict)  # by priority, where orders arrive; empty where nobody can order


Terms = tuple[tuple[int, int], ...]
"""A sum of (coefficient, counter)."""


@frozen
class Program:
    """What the engine runs. Everything is whole numbers; the rest says what they stand for.

    `wakes[j]` are the rules to look at after rule j fired, `input_wakes[kind][j]` after an input of that kind came in at row j (for an
    input that speaks of a pull: the row of the rule that pulled). `full` is what "full" means for each buffer, in steps.
    """

    policy: Policy = field(eq=False, repr=False)
    rows: tuple[Row, ...]
    P: tuple[int, ...]  # the rule rows, ROW words each
    B: tuple[int, ...]  # lists
    counters: tuple[str, ...]
    initial: tuple[int, ...]
    needs: tuple[int, ...]  # by rule, a counter without which it is never enabled (ONE where there is none)
    wakes: tuple[tuple[int, ...], ...]
    input_wakes: Mapping[InputKind, Mapping[int, tuple[int, ...]]]
    buffers: Mapping[str, BufferCounters]
    stations_wip: Mapping[str, int]
    standing: Mapping[str, int]  # row numbers: supplier, station or store
    clocks: tuple[tuple[Schedule, int], ...]  # when the clock strikes at which row, in the order of the rows
    full: Mapping[str, int]
    laws: tuple[Law, ...]
    in_work: Mapping[str, Terms] = field(factory=dict)  # what is in a station or loop
    late: Mapping[str, int] = field(factory=dict)  # how many pulls are late, by what a safety stock is kept against; counters
    firing: int = 0  # rules 0..firing-1 can fire, the rows behind only receive inputs

    def unit(self, buffer: str) -> Unit:
        """The unit in which a buffer counts."""
        return self.policy.buffers[buffer].item.unit
