"""What people ask of a policy that runs: how it is, what lies where, what waits, why and why not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from kanbanlang.dryrun.why_not import counters_text, why_not
from kanbanlang.dryrun.words import word_value
from kanbanlang.live.desk import Desk
from kanbanlang.live.journal import Work
from kanbanlang.live.outbox import job_of
from kanbanlang.live.runner import Runner
from kanbanlang.model.clockwork import Zone
from kanbanlang.model.expression import Word

_STOCK = (Word.ON_HAND, Word.RESERVED, Word.INCOMING, Word.BACKLOG, Word.BLOCKED, Word.SAFETY)
_STALE_AFTER = 10


@frozen
class Asking:
    """Answers in words of JSON. All but `health` and `metrics` are asked on the desk's own thread, and speak of one instant."""

    runner: Runner

    # ------------------------------------------------------------ is it well?
    def health(self) -> dict[str, Any]:
        """In one word, `status`, and in detail.

        `ok`; `stale` where a backend or a way in is cut off, or the clock was set back; `failing` where nothing can be stored; `dead`.
        """
        runner = self.runner
        lanes = {
            name: {"waiting": lane.waiting, "tries": lane.tries, "trouble": lane.trouble, "delivered": lane.delivered}
            for name, lane in runner.lanes.items()
        }
        status = "ok"
        ways = {name: dict(way()) for name, way in runner.ways.items()}
        if (
            runner.behind
            or any(way["trouble"] for way in ways.values())
            or any(lane.tries >= _STALE_AFTER for lane in runner.lanes.values())
        ):
            status = "stale"
        if runner.failure is not None:
            status = "failing"
        if not runner.alive:
            status = "dead"
        return {
            "status": status,
            "policy": runner.desk.policy.name,
            "entries": runner.desk.journal.length,
            "clock_set_back_by_seconds": runner.behind / 1_000_000,
            "failure": runner.failure,
            "lanes": lanes,
            "ways": ways,
        }

    def metrics(self) -> str:
        """The text form of Prometheus."""
        return "\n".join(self._metrics()) + "\n"

    def _metrics(self) -> Iterator[str]:
        runner = self.runner
        yield from _family("kanban_signals_total", "counter", "Signals since the start, by what came of them.")
        for outcome in ("accepted", "duplicate", "conflict", "refused"):
            yield f'kanban_signals_total{{outcome="{outcome}"}} {runner.taken.get(outcome, 0)}'
        yield from _family("kanban_journal_entries", "gauge", "Entries of the journal.")
        yield f"kanban_journal_entries {runner.desk.journal.length}"
        yield from _family("kanban_inbox_waiting", "gauge", "Messages that wait to be taken in.")
        yield f"kanban_inbox_waiting {runner.waiting}"
        yield from _family("kanban_up", "gauge", "1 while what comes is taken in and stored.")
        yield f"kanban_up {int(runner.alive and runner.failure is None)}"
        yield from _family("kanban_outbox_waiting", "gauge", "Jobs that are not handed over, by lane.")
        for name, lane in runner.lanes.items():
            yield f'kanban_outbox_waiting{{lane="{name}"}} {lane.waiting}'
        yield from _family("kanban_backend_tries", "gauge", "Tries since a backend last answered, by lane.")
        for name, lane in runner.lanes.items():
            yield f'kanban_backend_tries{{lane="{name}"}} {lane.tries}'
        yield from _family("kanban_on_hand", "gauge", "Pieces that lie in a buffer, in its unit.")
        program, state = runner.desk.course.engine.program, runner.desk.course.state
        for name, at in program.buffers.items():
            unit = program.unit(name)
            yield f'kanban_on_hand{{buffer="{name}",unit="{unit.name}"}} {unit.text(state.c[at.on_hand])}'

    # ------------------------------------------------------------ what is there
    @staticmethod
    def stock(desk: Desk) -> dict[str, Any]:
        """By buffer, what the words for stock say."""
        program, state = desk.course.engine.program, desk.course.state
        found = []
        for name in program.buffers:
            unit = program.unit(name)
            words = {word.value: unit.text(word_value(program, state, word, name)) for word in _STOCK}
            found.append({"buffer": name, "unit": unit.name, **words})
        return {"at": Zone(desk.policy.zone).text(desk.now), "stock": found}

    @staticmethod
    def outbox(desk: Desk) -> dict[str, Any]:
        """The jobs that are not over."""
        return {"jobs": [work_shape(work) for work in desk.journal.open_work()]}

    @staticmethod
    def entries(desk: Desk, after: int, limit: int) -> dict[str, Any]:
        """Entries behind a number."""
        found = []
        for entry in desk.journal.entries(after):
            said = entry.said
            said.pop("policy", None)
            found.append({"entry": entry.n, **said})
            if len(found) == limit:
                break
        return {"entries": found}

    # ------------------------------------------------------------ why
    @staticmethod
    def why(desk: Desk, action: str) -> dict[str, Any]:
        """Rule, signal, and the numbers then and now. Raises LookupError where there is no such action."""
        n = desk.journal.entry_of(action)
        said = {} if n is None else desk.journal.entry(n).said
        found = next((one for one in said.get("actions", ()) if one["id"] == action), None)
        if n is None or found is None:
            raise LookupError(f"there is no action `{action}`")
        program, state = desk.course.engine.program, desk.course.state
        numbers = {name: number for number, name in enumerate(program.counters)}
        now = {name: state.c[numbers[name]] if name in numbers else None for name in found["why"]}
        signal = {name: said[name] for name in ("what", "said", "source", "key", "operator", "lane", "result", "at") if name in said}
        work = desk.journal.work(action)
        return {
            "action": found,
            "entry": n,
            "at": Zone(desk.policy.zone).text(said["at"]),
            "signal": signal,
            "then": found["why"],
            "now": now,
            "job": None if work is None else work_shape(work),
        }

    @staticmethod
    def why_not(desk: Desk, buffer: str) -> dict[str, Any]:
        """What each rule of a buffer waits for. Raises LookupError where there is no such buffer."""
        program, state = desk.course.engine.program, desk.course.state
        if buffer not in program.buffers:
            raise LookupError(f"there is no buffer `{buffer}`")
        return {"buffer": buffer, "stock": counters_text(program, state, buffer), "rules": list(why_not(program, state, buffer))}


def see_to(desk: Desk, job: str, what: str, by: str) -> dict[str, Any]:
    """Hand a parked job over again (`retry`), or let it be (`drop`). Raises LookupError where no such job is parked."""
    work = desk.journal.work(job)
    if work is None or work.state != "parked":
        raise LookupError(f"no job `{job}` is parked")
    desk.journal.append({"at": desk.now, "what": "job", "job": job, "done": what, "operator": by, "outcome": "accepted"})
    desk.journal.mark(job, "waiting" if what == "retry" else "dropped", f"{what} by {by}")
    if what == "retry":
        desk.put.append(work)
    return work_shape(work)


def _family(name: str, kind: str, help_: str) -> tuple[str, str]:
    return f"# HELP {name} {help_}", f"# TYPE {name} {kind}"


def work_shape(work: Work) -> dict[str, Any]:
    """A job as people and programs see it."""
    job = job_of(work.body)
    moves = [
        {"item": move.item, "quantity": str(move.quantity), "unit": move.unit, "from": move.source, "to": move.target, "tray": move.tray}
        for move in job.moves
    ]
    return {
        "id": work.id,
        "entry": work.n,
        "lane": work.lane,
        "state": work.state,
        "kind": job.kind,
        "moves": moves,
        "text": job.text,
        "reason": job.reason,
        "tries": work.tries,
        "said": work.said,
    }
