"""What the contract suite needs of the thing that it tests, beside the driver: time that passes, a power cut, a line that breaks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import ClassVar

from attrs import frozen

from kanbanlang.backends.contract import Backend, Job, Move


@frozen
class Goods:
    """The goods of which the suite speaks. A driver that knows only certain items and places says here which ones.

    `step` is the smallest quantity: 1 for pieces, 0.125 for what is counted in eighths.
    """

    item: str = "gear"
    code: str = "G-1"
    unit: str = "pcs"
    step: Decimal = Decimal(1)
    lies_in: str = "lift_gears"
    goes_to: str = "line_gears"
    supplier: str = "acme"
    station: str = "turning"
    store: str | None = "lift_1"
    tray: int | None = 1

    def move(self, steps: int, source: str | None = None, target: str | None = None) -> Move:
        """So many steps from one place to another; the store and tray are those of the buffer in which the goods lie."""
        where = (self.store, self.tray) if self.lies_in in {source, target} else (None, None)
        return Move(self.item, self.code, steps * self.step, self.unit, source, target, *where)

    def job(self, name: str, kind: str, steps: int, source: str | None = None, target: str | None = None) -> Job:
        """A job of one such move."""
        return Job(name, kind, (self.move(steps, source, target),), "test")


class Rig(ABC):
    """A driver, the machine behind it, and what happens to them. Made anew for each test, and with nothing in stock."""

    goods: ClassVar[Goods] = Goods()
    time_stands: ClassVar[bool] = True
    """Whether the other side does nothing between two calls unless `passes` is called, so that a job can be caught before it begins."""

    @property
    @abstractmethod
    def backend(self) -> Backend:
        """The driver, as it is now: after `restarts` another one."""

    @abstractmethod
    def passes(self) -> None:
        """Let time pass, enough for one job to be done; or wait a moment, where time passes by itself."""

    @abstractmethod
    def restarts(self) -> None:
        """End the driver and the other side without a word, as a power cut does, and start both again."""

    def troubles(self) -> Mapping[str, AbstractContextManager[None]]:
        """Ways in which the other side cannot be reached, by what one would say of them; each lasts as long as its block."""
        return {}

    @abstractmethod
    def close(self) -> None:
        """Let go of everything."""


class ErpRig(Rig):
    """The same for an ERP, in which people say what has come."""

    @abstractmethod
    def receives(self, document: str, quantity: Decimal, *, final: bool) -> None:
        """Somebody says in the ERP that so much of a document came, was made or was moved; `final`: and that no more will."""
