"""Which test shows what a statement does: found by leaving the statement out, and seeing which test then fails.

Sources are the policies that come with the project, those in `tests/language`, and the examples of these pages that have tests inside. A
statement counts as shown where a test of the policy fails without it, a scenario measures something else, or the policy can no longer be
read as it stands. What a test itself says (its events and its outcomes) is shown by a test that says it and passes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from types import UnionType
from typing import get_args

import examples
from attrs import frozen

from kanbanlang.diagnostics import Severity, Source
from kanbanlang.dryrun import dry_run, run_tests
from kanbanlang.flow.checks import check_flow
from kanbanlang.model import load_text
from kanbanlang.model.policy import EventKind
from kanbanlang.syntax import parse, tree
from kanbanlang.syntax.tree import Node

ROOT = Path(__file__).resolve().parents[1]
BOOK = ROOT / "tests" / "language"

_SENTENCE = re.compile(r"(?:`[^`]*`|[^`.;:\n])+")
"""What a class says first of itself: how it is written."""
_PARTS = ("declarations", "statements", "details", "terms")
"""Fields whose members can be left out one by one."""
_BY_WORD: dict[type[Node], tuple[str, tuple[str, ...]]] = {
    tree.SignalWhen: ("moment", ("emptied", "opened", "scanned")),
    tree.PartsTaken: ("on", ("release", "start", "report")),
    tree.PicksByAge: ("age", ("oldest", "newest")),
    tree.Tracked: ("by", ("lot", "serial")),
    tree.Store: ("kind", ("vlm", "carousel", "rack")),
    tree.Place: ("kind", ("tray", "carrier", "bay")),
    tree.Event: ("kind", tuple(kind.value for kind in EventKind)),
    tree.Moved: ("verb", ("retrieve", "replenish", "make", "move", "deliver", "put away")),
    tree.Acted: ("verb", ("expedite", "hold", "resume", "count")),
}
"""Statements of which one word says what they do."""


@frozen
class Statement:
    """One thing that the language can say: the class of its node, and the word that makes the difference."""

    kind: type[Node]
    word: str | None = None

    @property
    def title(self) -> str:
        """How it is written, as its class says."""
        said = _SENTENCE.match(self.kind.__doc__ or "")
        form = said[0].strip() if said else self.kind.__name__
        return f"{form}: `{self.word}`" if self.word else form


def _classes(union: UnionType) -> list[type[Node]]:
    return [one for one in get_args(union) if one not in get_args(tree.Expression)]


def _in_blocks() -> dict[str, list[type[Node]]]:
    places = [tree.Compartments, tree.Holds]
    return {
        "Declarations": _classes(tree.Declaration),
        "Policy, calendar": [
            *(tree.Currency, tree.Timezone, tree.ValidFrom, tree.CarryingCost),
            *(tree.OpenDays, tree.OpenDates, tree.ClosedDates, tree.ClosedHolidays),
        ],
        "Item": [tree.Code, tree.CountedIn, tree.Pack, tree.Worth, tree.Tracked, tree.ShelfLife],
        "Stores and docks": [
            *(tree.RetrievalTime, tree.Openings, tree.PickAids, tree.Access, tree.Works, tree.Place, *places, tree.HandlingTime),
        ],
        "Station": _classes(tree.StationStatement),
        "Supplier, route and terms": [tree.Delivers, *_classes(tree.Term)],
        "Refill rules": _classes(tree.Rule),
        "Buffer": [
            *(one for one in _classes(tree.BufferStatement) if one not in _classes(tree.Rule)),
            *(tree.AtStation, tree.InStore, tree.ShortUse, tree.ShortReleaseSafety, tree.ShortAlert),
            *(tree.ShortWait, tree.ShortSplit, tree.ShortLose),
        ],
        "Loop": [tree.Through],
        "Trigger and invariant": [tree.OnEvent, tree.WhenCondition, *_classes(tree.Action), tree.Always, tree.Never],
        "When": [*_classes(tree.Schedule), *_classes(tree.Moment)],
        "Scenario": [
            *_classes(tree.ScenarioStatement),
            *(tree.Poisson, tree.AtMoments, tree.RecordedIn, tree.WithoutEnd, tree.DueAfter, tree.During, tree.Period, tree.OnDay),
            *_classes(tree.Fault),
        ],
        "Test": [tree.Has, tree.IsLevel, tree.IsDown, *_classes(tree.Outcome)],
        "Events and their details": [tree.Event, *_classes(tree.EventDetail)],
    }


def statements() -> dict[str, list[Statement]]:
    """Everything that the language can say, in groups."""
    return {
        group: [Statement(kind, word) for kind in dict.fromkeys(kinds) for word in (_BY_WORD[kind][1] if kind in _BY_WORD else (None,))]
        for group, kinds in _in_blocks().items()
    }


@frozen
class Shown:
    """Where a statement is shown: a file or page, and the test or scenario there."""

    source: str
    test: str


@frozen
class Book:
    """A policy text with tests inside, and the folder of the files that it names. Its scenarios are run where they are `short`."""

    name: str
    text: str
    folder: Path
    short: bool = False


def statement_of(node: Node) -> Statement:
    """Which of the language's statements a node is."""
    if type(node) not in _BY_WORD:
        return Statement(type(node))
    word = getattr(node, _BY_WORD[type(node)][0])
    return Statement(type(node), word.text if isinstance(word, Node) else str(word))  # type: ignore[attr-defined]


def _parts(node: Node) -> Iterator[Node]:
    for value in node.says():
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Node):
                yield one


def _removable(node: Node) -> Iterator[Node]:
    """Everything below that can be left out, from the outside in; the steps of tests stay."""
    for name in node.field_names:
        value = getattr(node, name)
        for one in value if isinstance(value, tuple) else (value,):
            if not isinstance(one, Node) or isinstance(one, tree.Test):
                continue
            if name in _PARTS:
                yield one
            yield from _removable(one)


def _says(node: Node) -> set[Statement]:
    """What a node says itself, without what can be left out of it."""
    inside = {id(one) for one in _removable(node)}
    found: set[Statement] = set()
    todo = [node]
    while todo:
        one = todo.pop()
        found.add(statement_of(one))
        todo.extend(part for part in _parts(one) if id(part) not in inside)
    return found


def _result(book: Book, text: str) -> dict[str, object] | None:
    """What the tests and scenarios of a policy come to, by name; None where it has mistakes."""
    policy = load_text(text, book.name, book.folder).policy
    if policy is None or any(one.severity is Severity.ERROR for one in check_flow(policy)):
        return None
    found: dict[str, object] = {test.name: (test.passed, test.message) for test in run_tests(policy)}
    for name, scenario in policy.scenarios.items() if book.short else ():
        run = dry_run(scenario)
        told = tuple((one.invariant, one.times) for one in run.broken)
        found[name] = (run.metrics, run.duplicates, told, tuple(judged.message for judged in run.expectations))
    return found


def shown_in(book: Book, known: Collection[Statement] = ()) -> dict[Statement, Shown]:
    """Which statements a policy shows, beside those that are known, each with the first test that needs it."""
    whole = _result(book, book.text)
    if not whole:
        return {}
    root = parse(Source(book.name, book.text)).tree
    found: dict[Statement, Shown] = {}
    needed: dict[Statement, Shown] = {}  # without these the policy is none any more
    first = next(iter(whole))
    for node in _removable(root):
        new = _says(node) - found.keys() - set(known)
        if not new:
            continue
        gap = "".join(letter if letter == "\n" else " " for letter in book.text[node.start : node.end])
        without = _result(book, book.text[: node.start] + gap + book.text[node.end :])
        if without is None:
            needed |= dict.fromkeys(new - needed.keys(), Shown(book.name, first))
            continue
        changed = next((name for name, result in whole.items() if without.get(name, result) != result), None)
        if changed is not None:
            found |= dict.fromkeys(new, Shown(book.name, changed))
    return needed | found | {one: at for one, at in _said_in_tests(book, root).items() if one not in found}


def _said_in_tests(book: Book, root: tree.File) -> dict[Statement, Shown]:
    """What the tests of a policy say themselves."""
    found: dict[Statement, Shown] = {}
    for declaration in root.declarations:
        if isinstance(declaration, tree.Test):
            todo: list[Node] = [declaration]
            while todo:
                one = todo.pop()
                found.setdefault(statement_of(one), Shown(book.name, declaration.title.text))
                todo.extend(_parts(one))
    return found


def books() -> Iterator[Book]:
    """The policies with tests: of the tests, of the project, of these pages."""
    for path in (*sorted(BOOK.glob("*.kanban")), *sorted((ROOT / "policies").glob("*.kanban"))):
        yield Book(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"), path.parent, short=path.parent == BOOK)
    for page in examples.pages():
        for example in examples.examples(page):
            if example.kind == "kanban" and example.caption is None and "\ntest " in "\n" + example.text:
                yield Book(f"docs/{example.page}", examples.in_the_plant(example.text), examples.PLANT)


def shown() -> dict[Statement, Shown]:
    """For everything that is shown, where: the first of all sources."""
    found: dict[Statement, Shown] = {}
    for book in books():
        found |= {one: at for one, at in shown_in(book, found).items() if one not in found}
    return found


def table() -> str:
    """Every statement with a test that exercises it."""
    where = shown()
    parts: list[str] = []
    for group, said in statements().items():
        parts += [f"## {group}\n", "| statement | shown by |", "| --- | --- |"]
        for one in said:
            at = where.get(one)
            parts.append(f"| {one.title} | {f'*{at.test}* in `{at.source}`' if at else 'nothing yet'} |")
        parts.append("")
    return "\n".join(parts)
