"""The laws of one program: for every buffer, station and pull what always holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen

from kanbanlang.flow.program import Program, Row
from kanbanlang.model.policy import Cards
from kanbanlang.rules import REFILL, Amount, Law, Share, feed, kit, serve, work
from kanbanlang.rules import memory as m
from kanbanlang.rules.kinds.touches import late_at
from kanbanlang.rules.laws import UNDER_WAY

_KITTING = frozenset({m.KITTING, m.KITTED})
"""States of a job to which its parts are promised."""


@frozen
class _Picks:
    """What is being picked, by the counter that says how many are reserved where it lies: for jobs, and for several stations together."""

    for_jobs: Mapping[int, Sequence[Share]]
    together: Mapping[int, Mapping[int, int]]


def _address(row: Row) -> int:
    return row.number * m.ROW


def _stock_laws(program: Program, name: str, filled_by: frozenset[int], asked_by: frozenset[int], picks: _Picks) -> list[Law]:
    here = program.buffers[name]
    waiting, picking = frozenset({m.WAITING, m.PLACED}), frozenset({m.PICKING})
    kitting, together = picks.for_jobs.get(here.reserved, ()), picks.together.get(here.reserved, {})
    laws = [
        Law(f"reserved({name}) <= on hand", {here.reserved: 1, here.on_hand: -1}, 0, at_most=True),
        Law(f"incoming({name}) = its open pulls", {here.incoming: 1}, 0, (Share(filled_by, UNDER_WAY),)),
        Law(f"reserved({name}) = picks under way", {here.reserved: 1, **together}, 0, (Share(asked_by, picking), *kitting)),
        Law(f"backlog({name}) = what waits", {here.backlog: 1, **({here.owed: -1} if here.owed else {})}, 0, (Share(asked_by, waiting),)),
        Law(f"waiting({name}) = how many wait", {here.waiting: 1}, 0, (Share(asked_by, waiting, Amount.ONE),)),
    ]
    if here.crossing:
        moved = frozenset({m.MOVED})
        laws.append(Law(f"crossing({name}) = moves from its docks", {here.crossing: 1}, 0, (Share(asked_by, moved),)))
    if here.held:
        back = frozenset({m.HELD_BACK})
        laws += [
            Law(f"held back({name}) = pulls without room", {here.held: 1}, 0, (Share(filled_by, back),)),
            Law(f"pulls held back({name}) = how many they are", {here.held_pulls: 1}, 0, (Share(filled_by, back, Amount.ONE),)),
            Law(f"on the way({name}) at most", {here.incoming: 1, here.held: -1}, program.policy.buffers[name].at_most or 0, at_most=True),
        ]
    if here.safety:
        kept = program.policy.buffers[name].safety
        laws.append(Law(f"safety({name}) is there or owed", {here.safety: 1, here.owed: 1}, kept))
    if here.not_due:
        laws.append(Law(f"not due({name}) = orders that have their place", {here.not_due: 1}, 0, (Share(asked_by, frozenset({m.PLACED})),)))
    if here.coming:
        laws.append(Law(f"coming({name}) = orders for later", {here.coming: 1}, 0, (Share(asked_by, frozenset({m.LATER, m.QUALIFIED})),)))
    if here.qualified:
        laws.append(Law(f"qualified({name}) = orders that count", {here.qualified: 1}, 0, (Share(asked_by, frozenset({m.QUALIFIED})),)))
    rule = program.policy.buffers[name].rule
    if isinstance(rule, Cards):
        held = {here.on_hand: 1, here.opened: 1, **dict.fromkeys(here.cards, rule.quantity), here.incoming: 1, here.surplus: -1}
        held |= dict.fromkeys(here.at_docks, 1)
        held |= dict.fromkeys(here.resting, rule.quantity)
        if here.retiring:
            held[here.retiring] = -rule.quantity
        laws += [
            Law(f"cards({name}) constant", held, rule.cards * rule.quantity),
            Law(f"opened({name}) below a container", {here.opened: 1}, rule.quantity - 1, at_most=True),
        ]
    return laws


def _promised_to_jobs(program: Program) -> dict[int, list[Share]]:
    """The parts that are being picked for jobs, by the counter that says how many are reserved where they lie."""
    P, B = program.P, program.B  # noqa: N806 - the names of the memories in every rule
    found: dict[int, list[Share]] = {}
    for row in program.rows:
        source = P[_address(row) + serve.SOURCE]
        if row.kind not in REFILL or P[source + m.KIND] != kit.KIT:
            continue
        at, mine = P[source + work.PARTS], frozenset({_address(row)})
        for part in range(B[at]):
            place, steps = B[at + 1 + 2 * part], B[at + 2 + 2 * part]
            found.setdefault(P[place + m.RESERVED], []).append(Share(mine, _KITTING, Amount.PARTS, steps, P[source + work.PER]))
    return found


def _picked_together(program: Program) -> dict[int, dict[int, int]]:
    """What is being picked for several stations, by the counter that says how many are reserved where they lie."""
    found: dict[int, dict[int, int]] = {}
    for row in program.rows:
        if row.kind == feed.FEED_IN_TIME:
            reserved = program.P[program.P[_address(row) + serve.SOURCE] + m.RESERVED]
            found.setdefault(reserved, {})[program.P[_address(row) + feed.BEING_PICKED]] = -1
    return found


def _fed_laws(program: Program, picks: _Picks) -> list[Law]:
    """What lies at a station is promised to the jobs whose parts are being picked."""
    laws = []
    for row in program.rows:
        on_hand, reserved = (program.P[_address(row) + column] for column in (m.ON_HAND, m.RESERVED))
        if row.kind == feed.FED:
            laws += [
                Law(f"promised({row.key}) <= picked", {reserved: 1, on_hand: -1}, 0, at_most=True),
                Law(f"promised({row.key}) = parts of jobs", {reserved: 1}, 0, tuple(picks.for_jobs.get(reserved, ()))),
            ]
    return laws


def _late_laws(program: Program) -> list[Law]:
    """How many pulls are late is how many are overdue."""
    laws: list[Law] = []
    watched: dict[int, set[int]] = {late: set() for late in program.late.values()}
    for row in program.rows if watched else ():
        for late in late_at(program.P, program.B, _address(row)) if row.kind in REFILL else ():
            watched[late].add(_address(row))
    for name, late in program.late.items():
        overdue = Share(frozenset(watched[late]), frozenset({m.OVERDUE}), Amount.ONE)
        laws.append(Law(f"late({name}) = pulls that are overdue", {late: 1}, 0, (overdue,)))
    return laws


def laws_of(program: Program) -> tuple[Law, ...]:
    """Cards constant, sums over open pulls, reserved within on hand, machines; that nothing is negative goes without saying."""
    filled_by: dict[str, set[int]] = {name: set() for name in program.buffers}
    asked_by: dict[str, set[int]] = {name: set() for name in program.buffers}
    jobs: dict[str, set[int]] = {name: set() for name in program.stations_wip}
    releases: dict[int, int] = {}  # release row -> rule row
    for row in program.rows:
        if row.kind in REFILL and row.buffer is not None and row.source is not None:
            filled_by[row.buffer.name].add(_address(row))
            if row.source.source in asked_by:
                asked_by[row.source.source].add(_address(row))
            elif row.source.source in jobs:
                jobs[row.source.source].add(_address(row))
                releases[program.P[_address(row) + serve.SOURCE]] = _address(row)
        elif row.kind == serve.ORDERS and row.buffer is not None:
            asked_by[row.buffer.name].add(_address(row))
    picks = _Picks(_promised_to_jobs(program), _picked_together(program))
    laws = _late_laws(program) + _fed_laws(program, picks)
    for name in program.buffers:
        laws += _stock_laws(program, name, frozenset(filled_by[name]), frozenset(asked_by[name]), picks)
    working, waiting = frozenset({m.WORKING}), frozenset({m.WAITING})
    machines: dict[str, int] = {}
    for release, rule in releases.items():
        key = program.rows[release // m.ROW].key
        mine = frozenset({rule})
        laws += [
            Law(f"jobs waiting({key})", {program.P[release + m.WAITING_PULLS]: 1}, 0, (Share(mine, waiting, Amount.ONE),)),
            Law(f"pieces of jobs waiting({key})", {program.P[release + m.BACKLOG]: 1}, 0, (Share(mine, waiting),)),
        ]
        if program.P[release + m.KIND] == kit.KIT:
            laws.append(Law(f"being kitted({key})", {program.P[release + kit.BEING_PICKED]: 1}, 0, (Share(mine, _KITTING),)))
        if program.P[release + work.IDLE]:
            machines[program.rows[release // m.ROW].station or ""] = program.P[release + work.IDLE]
    for name, rules in jobs.items():
        if rules:
            laws.append(Law(f"wip({name}) = its jobs in work", {program.stations_wip[name]: 1}, 0, (Share(frozenset(rules), working),)))
    for name, idle in machines.items():
        count = program.policy.stations[name].machines
        laws.append(Law(f"machines({name})", {idle: -1}, -count, (Share(frozenset(jobs[name]), working | _KITTING, Amount.ONE),)))
    return tuple(laws)
