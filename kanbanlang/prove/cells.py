"""Symbolic memory: what was there before, what is there now, what was read and what was written."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kanbanlang.prove.symbols import Path, Value, joined


class Cells:
    """Stands in for the list `c` or `s`. A word that nobody has fixed is any number, for counters any from 0 on.

    Addresses are plain whole numbers: which place a row works on is data, and never depends on state.
    """

    def __init__(self, path: Path, name: str, fixed: Mapping[int, Value], *, counts: bool) -> None:
        self._path, self._name, self._counts = path, name, counts
        self._fixed = fixed
        self.before: dict[int, Value] = {}
        self.now: dict[int, Value] = {}
        self.read: set[int] = set()
        self.written: set[int] = set()

    def __getitem__(self, address: int) -> Value:
        if not isinstance(address, int) or address < 0:
            raise TypeError(f"`{self._name}` is addressed by whole numbers from 0 on, not by {address!r}")
        self.read.add(address)
        if address not in self.now:
            value = self._fixed.get(address)
            if value is None:
                value = self._path.number(f"{self._name}{address}")
                if self._counts:
                    self._path.assume(value >= 0)
            self.before[address] = self.now[address] = value
        return self.now[address]

    def __setitem__(self, address: int, value: Value) -> None:
        self[address]  # so that what was there before is known
        self.now[address] = value
        self.written.add(address)

    def joined(self, run: Callable[[], Value]) -> Value:
        """What `run` gives and leaves here, all ways through it in one: each word is what it is on the way that is taken."""
        begin, written = dict(self.now), set(self.written)

        def play() -> tuple[Value, dict[int, Value], set[int]]:
            self.now, self.written = dict(begin), set(written)
            given = run()
            return given, self.now, self.written

        ways = self._path.nested(play)
        self.written = written.union(*(after for _, (_, _, after) in ways))
        self.now = dict(begin)
        for address in {address for _, (_, now, _) in ways for address in now}:
            values = [(condition, now.get(address, self.before[address])) for condition, (_, now, _) in ways]
            self.now[address] = joined(self._path, values)
        return joined(self._path, [(condition, given) for condition, (given, _, _) in ways])
