"""The bench on which a program is put together: counters and rows are named while it is built, and become bare numbers at the end."""

from __future__ import annotations

from collections import defaultdict
from operator import itemgetter

from attrs import define, evolve, field

from kanbanlang.flow.program import BufferCounters, Program, Row
from kanbanlang.model.policy import Policy
from kanbanlang.model.schedule import Schedule
from kanbanlang.rules import INPUTS, KINDS, Class, InputKind, Law
from kanbanlang.rules import memory as m


@define(eq=False)
class Draft:
    """A row that is not numbered yet. In its columns another draft stands for its address, and a list for where it will lie."""

    row: Row
    words: dict[int, Word] = field(factory=dict)
    number: int = -1
    address: int = -1  # where it lies in memory: one number for all who name it


Word = int | Draft | list["Word"]


@define
class Builder:
    """Collects counters, lists and rows; `finish` numbers the rows in the order they fire and computes the wake lists."""

    policy: Policy
    names: list[str] = field(factory=lambda: ["(first free slot)", "(last number)", "(one)"])
    initial: list[int] = field(factory=lambda: [0, 0, 1])
    lists: list[int] = field(factory=lambda: [0])
    drafts: list[Draft] = field(factory=list)

    def counter(self, name: str, value: int = 0) -> int:
        """A new counter."""
        self.names.append(name)
        self.initial.append(value)
        return len(self.names) - 1

    def draft(self, row: Row) -> Draft:
        """A new row, not numbered yet."""
        draft = Draft(row)
        self.drafts.append(draft)
        return draft

    def number_of(self, word: Word) -> int:
        """What a word is in memory: a number, the address of a row, or where a list lies (the empty list lies at 0)."""
        if isinstance(word, Draft):
            return word.address
        if isinstance(word, list):
            values = [self.number_of(one) for one in word]
            if values == [0]:
                return 0
            at = len(self.lists)
            self.lists.extend(values)
            return at
        return word


def number_rows(drafts: list[Draft], levels: dict[str, int]) -> list[Draft]:
    """The order in which rules have their turn: downstream first, then by name; jobs by priority before that; triggers as written."""

    def turn(draft: Draft) -> tuple[int, int, int, str]:
        row, kind = draft.row, KINDS[draft.row.kind]
        if row.trigger is not None or row.buffer is None:
            return kind.turn, 0, 0, ""
        first = row.priority if kind.turn is Class.WORK else 0  # whoever may begin first takes the machine
        key = f"{row.buffer.name} short {row.step}" if row.step else row.key  # who is short: in the order of the steps
        return kind.turn, first, levels.get(row.buffer.name, 0), key

    ordered = sorted(drafts, key=turn)
    for number, draft in enumerate(ordered):
        draft.number = number
        draft.address = number * m.ROW
    return ordered


def row_words(builder: Builder, ordered: list[Draft]) -> list[int]:
    """The P memory: every row as ROW words."""
    memory = [0] * (m.ROW * len(ordered))
    for draft in ordered:
        base = draft.number * m.ROW
        memory[base] = draft.row.kind
        for column, word in draft.words.items():
            memory[base + column] = builder.number_of(word)
    return memory


class Wakes:
    """Which rules can be enabled by a move of a counter, in which direction."""

    def __init__(self, rows: tuple[Row, ...], memory: list[int], lists: list[int], counters: int) -> None:
        self._memory, self._lists = memory, lists
        self._watchers: list[list[tuple[int, int]]] = [[] for _ in range(counters)]
        self.reads: list[tuple[int, ...]] = []
        self._lists_of_rules: dict[tuple[int, ...], tuple[int, ...]] = {}
        for row in rows:
            touches = dict.fromkeys(KINDS[row.kind].reads(memory, lists, row.number * m.ROW))
            for counter, direction in touches:
                self._watchers[counter].append((row.number, direction))
            self.reads.append(tuple(dict.fromkeys(counter for counter, _ in touches)))

    def _touched(self, touches: list[tuple[int, int]]) -> set[int]:
        watchers = self._watchers
        return {row for counter, moved in touches for row, direction in watchers[counter] if moved & direction}

    def after_rule(self, row: Row) -> tuple[int, ...]:
        """Rules to look at after this one fired."""
        kind = KINDS[row.kind]
        woken = self._touched(list(kind.writes(self._memory, self._lists, row.number * m.ROW)))
        woken.discard(row.number)
        if kind.stays:
            woken.add(row.number)
        return self._kept_once(woken)

    def after_input(self, kind: InputKind, row: Row) -> tuple[int, ...] | None:
        """Rules to look at after an input of this kind at this row; None where it would do nothing, so that it can never be taken in."""
        touches = list(INPUTS[kind].writes(self._memory, self._lists, row.number * m.ROW))
        return self._kept_once(self._touched(touches)) if touches else None

    def _kept_once(self, woken: set[int]) -> tuple[int, ...]:
        """Many steps wake the same rules, and a large program has room for one list of them."""
        rules = tuple(sorted(woken))
        return self._lists_of_rules.setdefault(rules, rules)


def finish(  # noqa: PLR0917 - everything that was put on the bench
    builder: Builder,
    levels: dict[str, int],
    buffers: dict[str, tuple[BufferCounters, list[Draft], dict[int, Draft], Draft]],
    standing: dict[str, Draft],
    clocks: list[tuple[Schedule, Draft]],
    stations_wip: dict[str, int],
    full: dict[str, int],
) -> Program:
    """Number the rows, compute the wake lists, give everything its final shape. Laws are added by the caller."""
    ordered = number_rows(builder.drafts, levels)
    memory = row_words(builder, ordered)
    lists = builder.lists
    rows = tuple(evolve(draft.row, number=draft.number) for draft in ordered)
    wakes = Wakes(rows, memory, lists, len(builder.names))
    rows = tuple(evolve(row, reads=wakes.reads[row.number]) for row in rows)
    input_wakes: dict[InputKind, dict[int, tuple[int, ...]]] = defaultdict(dict)
    for kind, one in INPUTS.items():
        for row in rows:
            if row.kind in one.rows and (woken := wakes.after_input(kind, row)) is not None:
                input_wakes[kind][row.number] = woken
    firing = sum(KINDS[row.kind].turn is not Class.RECEIVES for row in rows)
    return Program(
        policy=builder.policy,
        rows=rows,
        P=tuple(memory),
        B=tuple(lists),
        counters=tuple(builder.names),
        initial=tuple(builder.initial),
        needs=tuple(m.ONE if (needs := KINDS[row.kind].needs) is None else needs(memory, row.number * m.ROW) for row in rows),
        wakes=tuple(wakes.after_rule(row) for row in rows),
        input_wakes=dict(input_wakes),
        buffers={
            name: evolve(
                counters,
                serve=serves[0].number,
                serves=tuple(draft.number for draft in serves),
                orders={priority: draft.number for priority, draft in orders.items()},
                consumes=consumes.number,
            )
            for name, (counters, serves, orders, consumes) in buffers.items()
        },
        stations_wip=stations_wip,
        standing={name: draft.number for name, draft in standing.items()},
        clocks=tuple(sorted(((schedule, draft.number) for schedule, draft in clocks), key=itemgetter(1))),
        full=full,
        laws=(),
        firing=firing,
    )


def with_laws(program: Program, laws: list[Law]) -> Program:
    """The program with its laws."""
    return evolve(program, laws=tuple(laws))
