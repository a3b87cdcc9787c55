"""However a policy is spoilt, reading never fails, and nearly always says what is wrong once, where it is wrong."""

from __future__ import annotations

from random import Random

from mistakes import Change, Sound, deleted, doubled, left_open, misspelt, sound_policies, strayed, swapped

from kanbanlang.diagnostics import Diagnostic, Source
from kanbanlang.syntax import parse

POLICIES = sound_policies()
SPOILT = 4000
FILES = 200
TOGETHER = 5


def findings(text: str) -> tuple[Diagnostic, ...]:
    return parse(Source("spoilt.kanban", text)).diagnostics


def breaking(policy: Sound, change: Change | None) -> bool:
    return change is not None and bool(findings(change.applied_to(policy.text)))


def is_placed(policy: Sound, change: Change, found: tuple[Diagnostic, ...]) -> bool:
    """Whether all findings lie in the statement that was changed."""
    text = change.applied_to(policy.text)
    source = Source("spoilt.kanban", text)
    start, end = change.statement
    first, last = source.position(start), source.position(end + len(text) - len(policy.text))
    return all(first <= (finding.span.line, finding.span.column) <= last for finding in found)


def test_a_deleted_doubled_or_swapped_word_is_found_in_its_statement() -> None:
    random = Random(20260105)  # noqa: S311 - the same mistakes at every run
    broken = placed = once = 0
    for _ in range(SPOILT):
        policy = random.choice(POLICIES)
        spoil = random.choice([deleted, doubled, swapped])
        change = spoil(policy, random.randrange(len(policy.tokens) - 1), random)
        found = findings(change.applied_to(policy.text))
        if found:
            broken += 1
            placed += is_placed(policy, change, found)
            once += len(found) == 1
    assert broken > SPOILT // 2
    assert placed >= 0.98 * broken, f"{placed} of {broken} are placed in the statement that was spoilt"
    assert once >= 0.95 * broken, f"{once} of {broken} are told once"


def test_five_independent_mistakes_give_five_findings() -> None:
    random = Random(20260106)  # noqa: S311
    exact = 0
    long_enough = [policy for policy in POLICIES if len(policy.statements) > 4 * TOGETHER]
    for _ in range(FILES):
        policy = random.choice(long_enough)
        changes: list[Change] = []
        while len(changes) < TOGETHER:
            spoil = random.choice([deleted, doubled, misspelt, strayed, left_open])
            change = spoil(policy, random.randrange(len(policy.tokens)), random)
            if change is not None and all(change.is_apart_from(other) for other in changes) and breaking(policy, change):
                changes.append(change)
        text = policy.text
        for change in sorted(changes, key=lambda change: change.start, reverse=True):
            text = change.applied_to(text)
        exact += len(findings(text)) == TOGETHER
    assert exact >= 0.95 * FILES, f"{exact} of {FILES} files with {TOGETHER} mistakes gave {TOGETHER} findings"
