"""Faults of a runner, one at a time: whatever can happen in any order finds each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from test_any_order import AnyOrder

from kanbanlang.backends.contract import Absent
from kanbanlang.backends.lift import SimulatedLift
from kanbanlang.live import outbox
from kanbanlang.live.delivery import Lane
from kanbanlang.live.desk import Desk
from kanbanlang.live.holdings import Holdings
from kanbanlang.live.journal import Journal, Work
from kanbanlang.live.outbox import Outbox
from kanbanlang.live.signals import Signal

Change = Callable[[pytest.MonkeyPatch], None]


def not_asked_after_a_start(patch: pytest.MonkeyPatch) -> None:
    load = Lane.load

    def loads(self: Lane, jobs: Iterable[Work]) -> None:
        load(self, jobs)
        self._asked_first.clear()

    patch.setattr(Lane, "load", loads)


def keys_are_not_looked_at(patch: pytest.MonkeyPatch) -> None:
    hear = Desk.hear
    patch.setattr(Desk, "hear", lambda self, signal, at: hear(self, Signal(signal.said, signal.source, None, signal.person), at))


def a_report_is_acknowledged_and_forgotten(patch: pytest.MonkeyPatch) -> None:
    def brings(self: Lane) -> bool:
        results = self.backend.results()
        for nth, result in enumerate(results):
            if nth:
                self.runner.report(self.name, result)
            self.backend.ack(result)
        return bool(results)

    patch.setattr(Lane, "_bring_reports", brings)


def what_the_erp_reports_is_booked_again(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(outbox, "_without", lambda changes, _reported, _lane: [change for change in changes if change.steps])


def what_leaves_the_plant_is_not_booked(patch: pytest.MonkeyPatch) -> None:
    moves = Outbox._moves
    patch.setattr(Outbox, "_moves", lambda self, changes: (one for one in moves(self, changes) if one.target is not None))


def a_machine_forgets_what_it_was_told(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(SimulatedLift, "find", lambda _self, _job: Absent())


def entries_are_not_bound_to_those_before(patch: pytest.MonkeyPatch) -> None:
    append = Journal.append

    def appends(self: Journal, *args: Any, **more: Any) -> int:  # noqa: ANN401 - whatever is appended
        self._head = b""
        return append(self, *args, **more)

    patch.setattr(Journal, "append", appends)


def holdings_are_of_the_policy_before(patch: pytest.MonkeyPatch) -> None:
    becomes = Desk.becomes

    def changes(self: Desk, *args: Any) -> None:  # noqa: ANN401 - whatever it becomes
        before = self.holdings
        becomes(self, *args)
        self.holdings = before

    patch.setattr(Desk, "becomes", changes)


def nobody_knows_for_which_pull_a_job_is(patch: pytest.MonkeyPatch) -> None:
    of_actions = Outbox._of_actions
    patch.setattr(
        Outbox, "_of_actions", lambda self, cause, actions: ((lane, job, 0, 0) for lane, job, _, _ in of_actions(self, cause, actions))
    )


def moves_at_a_machine_are_not_seen(patch: pytest.MonkeyPatch) -> None:
    moved = Holdings.moved
    patch.setattr(Holdings, "moved", lambda self, kind, *more: [] if kind == 8 else moved(self, kind, *more))


FAULTS: tuple[Change, ...] = (
    not_asked_after_a_start,
    keys_are_not_looked_at,
    a_report_is_acknowledged_and_forgotten,
    what_the_erp_reports_is_booked_again,
    what_leaves_the_plant_is_not_booked,
    a_machine_forgets_what_it_was_told,
    entries_are_not_bound_to_those_before,
    holdings_are_of_the_policy_before,
    nobody_knows_for_which_pull_a_job_is,
    moves_at_a_machine_are_not_seen,
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_fault_is_found(fault: Change, monkeypatch: pytest.MonkeyPatch) -> None:
    fault(monkeypatch)
    searching = settings(
        max_examples=100,
        stateful_step_count=40,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
    with pytest.raises(BaseException) as found:  # noqa: PT011 - several failures come as a group
        run_state_machine_as_test(AnyOrder, settings=searching)
    assert not isinstance(found.value, KeyboardInterrupt)
