"""Reconciliation: what the engine, the lifts and the ERP believe to lie in each place, and what explains where they differ.

The engine speaks of one instant; a backend speaks of another, a moment later, and does things before or after the engine hears of them.
So each job that is not over says by how much a backend may be ahead or behind in a place. A difference within that is explained; what
is left over is for somebody to look at, and is settled by a count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from kanbanlang.backends.contract import BOOK, MOVE, RETRIEVE, STORE, Backend, BackendError, Job, Move, Stock
from kanbanlang.engine import action_id
from kanbanlang.live.asking import work_shape
from kanbanlang.live.counting import last_moves
from kanbanlang.live.desk import Desk
from kanbanlang.live.journal import Journal, Work
from kanbanlang.live.outbox import ERP, PEOPLE, body_of, exact, job_of
from kanbanlang.live.sentences import entry_lines
from kanbanlang.model.clockwork import Zone

if TYPE_CHECKING:
    from kanbanlang.live.runner import Runner

_ENTRIES_SHOWN = 5
Where = tuple[str, str]
"""A place and an item."""
_NOTHING = Decimal(0)


@frozen
class Open:
    """A job that is not over, and how much of each of its moves is not yet in the books of whoever hears of it last."""

    work: Work
    moves: tuple[tuple[Where | None, Where | None, Decimal], ...]
    engine_first: bool


@frozen
class Books:
    """What the engine believes at one instant: the number of the last entry, what lies where, and the jobs that are not over."""

    n: int
    at: str
    there: Mapping[Where, Decimal]
    units: Mapping[Where, str]
    machine_of: Mapping[str, str | None]
    uncounted: frozenset[str]
    work: Sequence[Open]


def books(desk: Desk) -> Books:
    """The engine's side, asked on the desk's own thread."""
    there: dict[Where, Decimal] = {}
    units: dict[Where, str] = {}
    for change in desk.holdings.everywhere():
        where, unit = (change.place.name, change.place.item), desk.policy.items[change.place.item].unit
        there[where], units[where] = exact(change.steps, unit), unit.name
    places = {name for name, _ in there}
    return Books(
        desk.journal.length,
        Zone(desk.policy.zone).text(desk.now),
        there,
        units,
        {name: buffer.in_store for name, buffer in desk.policy.buffers.items()},
        frozenset(name for name in desk.policy.buffers if name not in places),
        [_open(desk, work) for work in desk.journal.open_work()],
    )


def _open(desk: Desk, work: Work) -> Open:
    job = job_of(work.body)
    # the engine knows at once what it tells others to book, put away or hand out; else it hears of what is done afterwards
    engine_first = job.kind in {BOOK, STORE} or (job.kind == RETRIEVE and not work.slot)
    # what was reported of a pick is taken in when the pick is over
    known = 0 if job.kind == BOOK or (job.kind in {RETRIEVE, MOVE} and work.slot) else work.executed
    moves = []
    for move in job.moves:
        item = desk.policy.items.get(move.item)
        rest = move.quantity - (_NOTHING if item is None or not known else exact(known, item.unit))
        source, target = ((place, move.item) if place is not None else None for place in (move.source, move.target))
        moves.append((source, target, max(rest, _NOTHING)))
    return Open(work, tuple(moves), engine_first)


# ------------------------------------------------------------ asking everybody
@frozen
class Said:
    """What the backends answered, by lane: what lies where, or why one cannot be asked."""

    there: dict[str, dict[Where, Decimal]] = field(factory=dict)
    silent: dict[str, str] = field(factory=dict)


def said(stocks: Mapping[str, Callable[[], Sequence[Stock]]]) -> Said:
    """Ask every backend but people, whose stock is what they count."""
    found = Said()
    for lane, stock in stocks.items():
        if lane == PEOPLE:
            continue
        try:
            answer = stock()
        except BackendError as error:
            found.silent[lane] = str(error)
            continue
        there = found.there.setdefault(lane, {})
        for one in answer:
            there[one.place, one.item] = there.get((one.place, one.item), _NOTHING) + one.quantity
    return found


def reconciled(runner: Runner) -> dict[str, Any]:
    """Compare everybody's books while a policy runs. Waits for backends, so it is asked on a thread that nobody waits for."""
    before = runner.tell(lambda desk, _at: books(desk)).result()
    answers = said({name: _one_at_a_time(runner, name) for name in runner.lanes})
    after = runner.tell(lambda desk, _at: books(desk)).result()
    with closing(Journal.open(runner.desk.journal.path, alone=False)) as journal:
        return compared(before, answers, after, journal, Zone(runner.desk.policy.zone))


def _one_at_a_time(runner: Runner, name: str) -> Callable[[], Sequence[Stock]]:
    lane = runner.lanes[name]

    def stock() -> Sequence[Stock]:
        with lane.calls:
            return lane.backend.stock()

    return stock


def reconciled_at_rest(desk: Desk, backends: Mapping[str, Backend]) -> dict[str, Any]:
    """Compare everybody's books while no runner has the journal."""
    before = books(desk)
    answers = said({name: backend.stock for name, backend in backends.items()})
    return compared(before, answers, before, desk.journal, Zone(desk.policy.zone))


# ------------------------------------------------------------ correcting
def corrected(runner: Runner, lane: str, by: str) -> dict[str, Any]:
    """Have a backend book what nothing explains, so that it says what the engine says. Raises LookupError where it is none."""
    shape = reconciled(runner)
    _must_be_asked(shape, lane)  # at the desk it would be taken for a fault of the program
    shape["corrected"] = runner.tell(lambda desk, at: correct(desk, shape, lane, by, at)).result()
    return shape


def correct(desk: Desk, shape: Mapping[str, Any], lane: str, by: str, at: int) -> list[dict[str, Any]]:
    """Put a booking into the outbox for each difference with a backend that was found without an explanation; what moved since is left."""
    _must_be_asked(shape, lane)
    desk.course.clock.goes_on(at)
    now = books(desk)
    found = []
    for one in shape["differences"]:
        where, engine = (one["place"], one["item"]), Decimal(one["engine"])
        if lane not in one["unexplained"] or where not in now.there or now.there[where] != engine:
            continue
        words = {"lane": lane, "place": where[0], "item": where[1], "said": one["others"][lane], "engine": one["engine"]}
        n = desk.journal.append({"at": desk.now, "what": "correction", **words, "operator": by, "outcome": "accepted", "reason": None})
        job = _correction(desk, lane, where, engine - Decimal(one["others"][lane]), n)
        desk.journal.put([job])
        desk.put.append(job)
        found.append({"entry": n, "job": job.id, **words})
    return found


def _must_be_asked(shape: Mapping[str, Any], lane: str) -> None:
    if lane in shape["silent"]:
        raise LookupError(f"{lane} cannot be asked: {shape['silent'][lane]}")
    if lane not in shape["asked"]:
        raise LookupError(f"there is no backend `{lane}`; there are {', '.join(shape['asked'])}")


def _correction(desk: Desk, lane: str, where: Where, more: Decimal, n: int) -> Work:
    place, item = where
    about, buffer = desk.policy.items[item], desk.policy.buffers.get(place)
    source, target = (None, place) if more > 0 else (place, None)
    store, tray = (None, None) if buffer is None else (buffer.in_store, buffer.tray)
    move = Move(item, about.code, abs(more), about.unit.name, source, target, store, tray)
    job = Job(action_id(desk.policy.name, f"correction {lane} {place} {item}", "reconcile", "", n), BOOK, (move,), "correction")
    return Work(job.id, n, 1, lane, "waiting", body_of(job), 0, 0)


# ------------------------------------------------------------ comparing
def compared(before: Books, answers: Said, after: Books, journal: Journal, zone: Zone) -> dict[str, Any]:
    """Every difference, with what explains it and the last entries that moved the place, in words of JSON."""
    differences = [_shape(one, journal, zone) for one in _differences(before, answers, after)]
    return {
        "at": after.at,
        "entry": after.n,
        "asked": list(answers.there),
        "silent": answers.silent,
        "places": len(after.there),
        "differences": differences,
    }


@frozen
class _Difference:
    """What backends believe of a place, beside the engine, and of which of them nothing explains that."""

    where: Where
    unit: str
    engine: Decimal
    others: dict[str, Decimal]
    unexplained: tuple[str, ...]
    work: tuple[Work, ...]


def _differences(before: Books, answers: Said, after: Books) -> Iterator[_Difference]:
    known = dict.fromkeys([*after.there, *(where for there in answers.there.values() for where in there)])
    for where in known:
        if where[0] in after.uncounted:
            continue
        lanes = _lanes(after, answers, where)
        others = {lane: answers.there[lane].get(where, _NOTHING) for lane in lanes}
        engine, was = after.there.get(where, _NOTHING), before.there.get(where, _NOTHING)
        wrong = [lane for lane, quantity in others.items() if quantity != engine]
        if not wrong:
            continue
        # a job that was over when the backends had answered may have been under way when they were asked
        jobs = {one.work.id: one for one in (*after.work, *before.work)}
        found = {lane: _under_way(jobs.values(), lane, where) for lane in wrong}
        unexplained = tuple(
            lane for lane, (low, high, _) in found.items() if not min(engine, was) + low <= others[lane] <= max(engine, was) + high
        )
        work = {one.id: one for _, _, some in found.values() for one in some}
        yield _Difference(where, after.units.get(where, ""), engine, others, unexplained, tuple(work.values()))


def _lanes(after: Books, answers: Said, where: Where) -> list[str]:
    """Who keeps books of a place: the ERP of all, a machine of what lies in it, and whoever says so."""
    machine = after.machine_of.get(where[0])
    return [lane for lane, there in answers.there.items() if where in there or lane in {machine, ERP}]


def _under_way(jobs: Iterable[Open], lane: str, where: Where) -> tuple[Decimal, Decimal, list[Work]]:
    """How far a backend may be behind the engine and ahead of it in a place, and the jobs of its lane because of which it may."""
    low, high, found = _NOTHING, _NOTHING, []
    for one in jobs:
        for source, target, rest in one.moves if one.work.lane == lane else ():
            if where not in {source, target}:
                continue
            more = (where == target) != one.engine_first
            low, high = low - (_NOTHING if more else rest), high + (rest if more else _NOTHING)
            found.append(one.work)
    return low, high, found


# ------------------------------------------------------------ showing
def _shape(one: _Difference, journal: Journal, zone: Zone) -> dict[str, Any]:
    place, item = one.where
    jobs = "1 job" if len(one.work) == 1 else f"{len(one.work)} jobs"
    why = f"explained by {jobs} under way" if one.work else "explained: it moved while it was asked"
    if one.unexplained:
        why = f"not explained by {jobs} under way" if one.work else "not explained"
    return {
        "place": place,
        "item": item,
        "unit": one.unit,
        "engine": f"{one.engine:f}",
        "others": {lane: f"{quantity:f}" for lane, quantity in one.others.items()},
        "explained": not one.unexplained,
        "unexplained": list(one.unexplained),
        "why": why,
        "jobs": [work_shape(work) for work in one.work],
        "history": [_history(entry.n, entry.said, one.where, zone) for entry in last_moves(journal, place, item, _ENTRIES_SHOWN)],
    }


def _history(n: int, record: Mapping[str, Any], where: Where, zone: Zone) -> dict[str, Any]:
    """An entry, in one line, and by how much it moved a place."""
    quantity = next(quantity for place, item, quantity in record["moved"] if (place, item) == where)
    text = " ".join(entry_lines(n, record, zone)[0].split())
    return {"entry": n, "text": text, "moved": quantity if quantity.startswith("-") else f"+{quantity}"}
