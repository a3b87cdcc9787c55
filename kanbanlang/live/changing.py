"""Changing the policy while it runs: first what a new text would change, then exactly that, at one instant, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from kanbanlang.dryrun.course import Course, taken_up
from kanbanlang.engine import TakeOverError
from kanbanlang.flow import Program, Row
from kanbanlang.flow.checks import check_flow
from kanbanlang.live.desk import Desk
from kanbanlang.live.outbox import Outbox
from kanbanlang.live.records import JournalError, encoded
from kanbanlang.live.text import Text
from kanbanlang.model.policy import Policy
from kanbanlang.rules import KINDS
from kanbanlang.rules import memory as m


def change(desk: Desk, body: Mapping[str, Any], by: str, boxes: Callable[[Policy], Outbox], at: int | None) -> dict[str, Any]:
    """The plan of a change; with an instant `at` it is made. Raises JournalError where the text is none, or the plan is another by now.

    `body` has the text (`main` and `files`), or `back` to put the text before the present one back; and, to apply, the `plan` that was
    looked at.
    """
    text = _before(desk) if body.get("back") else _text(body)
    policy = _sound(text)
    if at is not None:
        desk.course.clock.goes_on(at)
    try:
        course, fired = taken_up(desk.course, policy)
    except TakeOverError as error:
        plan = _plan(desk, text, policy, None, error.reasons)
    else:
        plan = _plan(desk, text, policy, course, [])
    if at is None:
        return plan
    if body.get("plan") not in {None, plan["plan"]}:
        raise JournalError("the plan that you looked at is not what would be done now: look again")
    if plan["refused"]:
        raise JournalError("; ".join(plan["refused"]))
    desk.becomes(policy, course, text, fired, boxes(policy), by)
    return {**plan, "applied": True, "entry": desk.policy_entry}


def _text(body: Mapping[str, Any]) -> Text:
    files = body.get("files")
    main = body.get("main")
    if (
        not isinstance(main, str)
        or not isinstance(files, Mapping)
        or main not in files
        or not all(isinstance(one, str) for one in files.values())
    ):
        raise JournalError("a policy is `main`, the name of its file, and `files`, by name what stands in each")
    return Text.of_shape(body)


def _before(desk: Desk) -> Text:
    """The text that ran before the present one."""
    n = desk.journal.entry(desk.policy_entry).said.get("before")
    if n is None:
        raise JournalError("this is the first text of this journal: there is none before it")
    return Text.of_shape(desk.journal.entry(n).said["policy"])


def _sound(text: Text) -> Policy:
    """The policy of a text, which must be without errors. Raises JournalError with the first of them."""
    policy = text.policy()
    wrong = next((one for one in check_flow(policy) if one.severity.value == "error"), None)
    if wrong is not None:
        raise JournalError(f"{wrong.span.file}:{wrong.span.line}: {wrong.message}")
    return policy


def _plan(desk: Desk, text: Text, policy: Policy, course: Course | None, refused: list[str]) -> dict[str, Any]:
    """What changes: rules new, changed and retired, what becomes of each open pull, and cards to retire."""
    old = desk.course.engine.program
    new = None if course is None else course.engine.program
    plan: dict[str, Any] = {
        "policy": policy.name,
        "rules": [] if new is None else list(_rules(old, new)),
        "pulls": [] if new is None else list(_pulls(desk, new)),
        "retiring": {} if new is None else {name: one.retiring for name, one in new.policy.buffers.items() if one.retiring},
        "refused": refused,
    }
    return {**plan, "plan": sha256(encoded({**plan, "text": text.shape})).hexdigest()[:16], "applied": False}


def _rules(old: Program, new: Program) -> Iterator[dict[str, Any]]:
    before = {row.key: row for row in old.rows}
    after = {row.key: row for row in new.rows}
    for key, row in after.items():
        if key not in before:
            yield _rule("new", row)
        elif _words(old, before[key]) != _words(new, row):
            yield _rule("changed", row)
    for key, row in before.items():
        if key not in after:
            yield _rule("retired", row)


def _words(program: Program, row: Row) -> tuple[object, ...]:
    """What a rule is made of, whatever the numbers of the counters that it works on."""
    return (
        row.buffer,
        row.source,
        row.trigger,
        row.station,
        row.dock,
        row.priority,
        row.step,
        tuple(program.counters[one] for one in row.reads),
    )


def _rule(what: str, row: Row) -> dict[str, Any]:
    return {"change": what, "rule": row.key, "does": KINDS[row.kind].sentence, "at": f"{row.place.file}:{row.place.line}"}


def _pulls(desk: Desk, new: Program) -> Iterator[dict[str, Any]]:
    """Every open pull and order goes on, on the terms on which it was made."""
    s, old = desk.course.state.s, desk.course.engine.program
    rows = {row.key: row for row in new.rows}
    for p in desk.course.state.open_slots():
        row = old.rows[s[p + m.RULE] // m.ROW]
        there = rows[row.key]
        unit = None if row.buffer is None else row.buffer.item.unit
        yield {
            "pull": s[p + m.NUMBER],
            "for": None if row.buffer is None else row.buffer.name,
            "open": None if unit is None else unit.text(s[p + m.ASKED] - s[p + m.GOT]),
            "goes_on_under": f"{there.place.file}:{there.place.line}",
        }
