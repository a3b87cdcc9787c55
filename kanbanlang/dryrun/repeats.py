"""Scans that come twice: the same input again, under the same key, up to a minute later."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from kanbanlang.dryrun.draws import Drawn, durations
from kanbanlang.dryrun.inspections import inspections_of, names_of
from kanbanlang.dryrun.setting import Setting
from kanbanlang.dryrun.sources import period
from kanbanlang.dryrun.streams import Stream
from kanbanlang.engine import InputKind
from kanbanlang.model.policy import Disruption
from kanbanlang.model.values import MINUTE, Draw, Shape
from kanbanlang.rules import memory as m
from kanbanlang.rules.kind import SPEAKS_OF_A_PULL

if TYPE_CHECKING:
    from kanbanlang.dryrun.world import World

_ORDERS = frozenset({InputKind.ORDER, InputKind.PLACED_ORDER, InputKind.ORDER_FOR_LATER, InputKind.PLACED_FOR_LATER})
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
    """Decides which inputs come twice, and puts them on the agenda a second time; on the way, goods are looked at."""

    def __init__(self, world: World) -> None:
        setting, program = world.setting, world.program
        self._state, self._agenda = world.state, world.agenda
        self._orders = 0
        said = [
            (of, _Repeated(setting, number, one))
            for of in dict.fromkeys(one.of for one in setting.scenario.disruptions)
            for number, one in setting.faults(of, "repeats")
        ]
        self._of_row = [next((repeated for of, repeated in said if of in names_of(world, row)), None) for row in program.rows]
        self._inspections = inspections_of(world)

    def key(self, now: int, turn: int, kind: int, place: int, quantity: int, pull: int) -> str | None:
        """The key of an input that will come again, which is then on the agenda; None for one that comes once."""
        if self._inspections is not None:
            self._inspections.look(now, kind, place, quantity)
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


def repeats_of(world: World) -> Repeats | None:
    """What comes twice, and which goods are bad, in a scenario; None where nothing is."""
    return Repeats(world) if any(one.fault in {"repeats", "rejects"} for one in world.setting.scenario.disruptions) else None
