"""Scans that come twice: the same input again, under the same key, up to a minute later."""

from __future__ import annotations

from fractions import Fraction

from kanbanlang.dryrun.agenda import Agenda
from kanbanlang.dryrun.draws import Drawn, durations
from kanbanlang.dryrun.setting import Setting
from kanbanlang.dryrun.sources import period
from kanbanlang.dryrun.streams import Stream
from kanbanlang.engine import InputKind, State
from kanbanlang.flow import Program, Row
from kanbanlang.model.policy import Disruption
from kanbanlang.model.values import MINUTE, Draw, Shape
from kanbanlang.rules import memory as m
from kanbanlang.rules.kind import SPEAKS_OF_A_PULL

_ORDERS = frozenset({InputKind.ORDER, InputKind.PLACED_ORDER, InputKind.ORDER_FOR_LATER})
_SCANS = _ORDERS | {InputKind.RECEIPT, InputKind.PICK, InputKind.COMPLETION}
_LATER = Draw(Shape.UNIFORM, (Fraction(0), Fraction(MINUTE)))


class _Repeated:
    """One statement of the scenario with its random numbers."""

    def __init__(self, setting: Setting, number: int, one: Disruption) -> None:
        self.begins, self.ends = period(one)
        self.share = float(Fraction(*one.share)) if one.share is not None else 0.0
        self.stream: Stream = setting.stream_of(f"{one.of} repeats {number}")
        self.later: Drawn = durations(_LATER, setting.stream_of(f"{one.of} repeats {number}, after"), setting.notes)


class Repeats:
    """Decides which inputs come twice, and puts them on the agenda a second time."""

    def __init__(self, setting: Setting, program: Program, state: State, agenda: Agenda) -> None:
        self._program, self._state, self._agenda = program, state, agenda
        self._orders = 0
        said = [
            (of, _Repeated(setting, number, one))
            for of in dict.fromkeys(one.of for one in setting.scenario.disruptions)
            for number, one in setting.faults(of, "repeats")
        ]
        self._of_row = [next((repeated for of, repeated in said if of in self._names(row)), None) for row in program.rows]

    def _names(self, row: Row) -> set[str]:
        """What a statement can name to mean the inputs at a row: the buffer, its item, where it is, or the source of its pulls."""
        names = {row.key.removesuffix(" standing")}
        if row.buffer is not None:
            names |= {row.buffer.name, row.buffer.item.name, row.buffer.in_store or ""}
        if row.source is not None:
            giver = self._program.policy.buffers.get(row.source.source)
            names |= {row.source.source, (giver.in_store or "") if giver is not None else ""}
        return names

    def key(self, now: int, turn: int, kind: int, place: int, quantity: int, pull: int) -> str | None:
        """The key of an input that will come again, which is then on the agenda; None for one that comes once."""
        if kind not in _SCANS:
            return None
        speaks_of_a_pull = kind >= SPEAKS_OF_A_PULL
        row = self._state.s[place + m.RULE] // m.ROW if speaks_of_a_pull else place
        repeated = self._of_row[row]
        if repeated is None or not repeated.begins <= now < repeated.ends or repeated.stream.fraction() > repeated.share:
            return None
        if not speaks_of_a_pull:
            self._orders += 1
        key = f"{InputKind(kind).name.lower()} {pull if speaks_of_a_pull else self._orders}"
        self._agenda.put(now + repeated.later(), turn, kind, place, quantity, pull, key=key)
        return key


def repeats_of(setting: Setting, program: Program, state: State, agenda: Agenda) -> Repeats | None:
    """What comes twice in a scenario; None where nothing does."""
    if not any(one.fault == "repeats" for one in setting.scenario.disruptions):
        return None
    return Repeats(setting, program, state, agenda)
