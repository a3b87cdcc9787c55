"""Orders of a sequence that are due later, told to a policy that runs: what the journal knows of them brings the same state back."""

from __future__ import annotations

from pathlib import Path

from kanbanlang.dryrun.course import kept
from kanbanlang.live.desk import Desk
from kanbanlang.live.journal import Journal
from kanbanlang.live.opening import resume, start
from kanbanlang.live.outbox import Outbox
from kanbanlang.live.signals import Signal
from kanbanlang.live.text import Text
from kanbanlang.model.policy import Policy

POLICY = """
policy line
item seat
supplier acme
buffer seats of seat { exactly as needed; in sequence, frozen 2 h ahead; from acme { lead time 1 h }; serves customers }
test "cancelled" { when cancellation of seat; then refused }
"""
HOUR = 3600 * 10**6
SEVEN = 1_767_596_400 * 10**6
"""2026-01-05 07:00 UTC."""


def boxes(policy: Policy) -> Outbox:
    return Outbox(policy, frozenset(), erp=False)


def hears(desk: Desk, at: int, key: str, **said: str) -> str | None:
    """Why a signal is not accepted, or that it is."""
    while desk.due() <= at:
        desk.strike()
    answer = desk.hear(Signal({"kind": "order", "of": "seats", "quantity": "1", **said}, "shop", key), at)
    return answer.reason or answer.outcome


def test_what_freezes_and_what_is_due_goes_on_after_a_restart(tmp_path: Path) -> None:
    (tmp_path / "line.kanban").write_text(POLICY, encoding="utf-8")
    text, loaded = Text.read(tmp_path / "line.kanban")
    assert loaded.policy is not None
    journal = Journal.create(tmp_path / "journal")
    desk = start(journal, text, loaded.policy, boxes, SEVEN, {})
    journal.begin()
    assert hears(desk, SEVEN, "a", number="3", due="2026-01-05T11:00:00+00:00") == "accepted"
    assert "under this key" in str(hears(desk, SEVEN, "a", number="3", due="2026-01-05T12:00:00+00:00"))
    assert hears(desk, SEVEN, "b", number="4", due="2026-01-05T08:30:00+00:00") == "accepted"
    assert "frozen already" in str(hears(desk, SEVEN + HOUR, "c", kind="cancellation", of="seat", number="4"))
    journal.commit()
    before = kept(desk.course)
    journal.close()
    desk = resume(Journal.open(tmp_path / "journal"), boxes)
    assert kept(desk.course) == before
    desk.journal.begin()
    assert desk.due() == SEVEN + HOUR + HOUR // 2, "4 is due, behind 3 that is not"
    assert hears(desk, SEVEN + 2 * HOUR, "d", number="1", due="2026-01-06T08:30:00+00:00") == (
        "it would go before an order of the sequence that is frozen already"
    )
    assert "frozen already" in str(hears(desk, SEVEN + 2 * HOUR, "e", kind="cancellation", of="seat", number="3"))
    desk.journal.commit()
