"""Random numbers by name: number n of a stream is a pure function of the seed, the replication, the stream's name and n.

A stream belongs to a place and a purpose ("orders of pumps, gap"), so a scenario that asks one more thing changes no other number.
The generator is splitmix64. Its numbers do not depend on each other, so a block of them is mixed at once: they stand side by side in one
long whole number, each with as many empty bits beside it as a product needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from struct import Struct

_WORD = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15
_FIRST = 0xBF58476D1CE4E5B9
_SECOND = 0x94D049BB133111EB

BLOCK = 128
"""So many numbers are made at once."""

_LANE = 128  # a number of 64 bits and room for its product with another
_ONES = sum(1 << _LANE * lane for lane in range(BLOCK))
_MASK = _WORD * _ONES
_STEPS = sum(((lane + 1) * _GOLDEN & _WORD) << _LANE * lane for lane in range(BLOCK))
_HIGH_30 = (_WORD >> 30) * _ONES
_HIGH_27 = (_WORD >> 27) * _ONES
_HIGH_31 = (_WORD >> 31) * _ONES
_LANES = Struct(f"<{2 * BLOCK}Q")
_BYTES = BLOCK * _LANE // 8


def start_of(seed: int, replication: int, name: str) -> int:
    """Where a stream begins: 64 bits from everything that tells it from other streams."""
    text = f"{seed}\x1f{replication}\x1f{name}"
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


def block(start: int, number: int) -> tuple[int, ...]:
    """The numbers number * BLOCK + 1 ... (number + 1) * BLOCK of the stream that begins at `start`, each of 64 bits."""
    base = start + number * BLOCK * _GOLDEN & _WORD
    z = base * _ONES + _STEPS & _MASK
    z = (z ^ (z >> 30 & _HIGH_30)) * _FIRST & _MASK
    z = (z ^ (z >> 27 & _HIGH_27)) * _SECOND & _MASK
    z ^= z >> 31 & _HIGH_31
    return _LANES.unpack(z.to_bytes(_BYTES, "little"))[::2]


class Stream:
    """One stream, read from its first number on."""

    __slots__ = ("_block", "_left", "_start")

    def __init__(self, seed: int, replication: int, name: str) -> None:
        self._start = start_of(seed, replication, name)
        self._block = 0
        self._left: list[int] = []

    def next_block(self) -> tuple[int, ...]:
        """The next BLOCK numbers at once."""
        numbers = block(self._start, self._block)
        self._block += 1
        return numbers

    def blocks(self) -> Iterator[tuple[int, ...]]:
        """Block after block without end, for a reader that takes them all."""
        while True:
            yield self.next_block()

    def bits(self) -> int:
        """The next number, of 64 bits."""
        if not self._left:
            self._left = list(reversed(self.next_block()))
        return self._left.pop()

    def unit(self) -> float:
        """The next number as a fraction: above 0, at most 1, in steps of 2**-53."""
        return ((self.bits() >> 11) + 1) * 2.0**-53
