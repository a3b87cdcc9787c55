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

BLOCK = 64
"""So many numbers are made at once."""

_LANE = 128  # a number of 64 bits and room for its product with another
_ONES = sum(1 << _LANE * lane for lane in range(BLOCK))
_MASK = _WORD * _ONES
_STEPS = sum(((lane + 1) * _GOLDEN & _WORD) << _LANE * lane for lane in range(BLOCK))
_HIGH_30 = (_WORD >> 30) * _ONES
_HIGH_27 = (_WORD >> 27) * _ONES
_HIGH_31 = (_WORD >> 31) * _ONES
_HIGH_12 = (_WORD >> 12) * _ONES
_FROM_ONE_TO_TWO = (1023 << 52) * _ONES  # the exponent of floats from 1 to 2
_WHOLE = Struct("<" + BLOCK * "Q8x")
_FLOATS = Struct("<" + BLOCK * "d8x")
_BYTES = BLOCK * _LANE // 8


def start_of(seed: int, replication: int, name: str) -> int:
    """Where a stream begins: 64 bits from everything that tells it from other streams."""
    text = f"{seed}\x1f{replication}\x1f{name}"
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


def _mixed(start: int, number: int) -> int:
    """A block of numbers side by side."""
    base = start + number * BLOCK * _GOLDEN & _WORD
    z = base * _ONES + _STEPS & _MASK
    z = (z ^ (z >> 30 & _HIGH_30)) * _FIRST & _MASK
    z = (z ^ (z >> 27 & _HIGH_27)) * _SECOND & _MASK
    return z ^ (z >> 31 & _HIGH_31)


def whole_numbers(start: int, number: int) -> tuple[int, ...]:
    """The numbers number * BLOCK + 1 ... (number + 1) * BLOCK of the stream that begins at `start`, each of 64 bits."""
    return _WHOLE.unpack(_mixed(start, number).to_bytes(_BYTES, "little"))


def fractions(start: int, number: int) -> list[float]:
    """The same numbers as fractions above 0 and at most 1: one less the first 52 bits of each, in steps of 2**-52."""
    floats = _FLOATS.unpack((_mixed(start, number) >> 12 & _HIGH_12 | _FROM_ONE_TO_TWO).to_bytes(_BYTES, "little"))
    return [2.0 - one for one in floats]


class Stream:
    """One stream, read from its first number on."""

    __slots__ = ("_block", "_left", "_start")

    def __init__(self, seed: int, replication: int, name: str) -> None:
        self._start = start_of(seed, replication, name)
        self._block = 0
        self._left: list[float] = []

    def blocks(self) -> Iterator[list[float]]:
        """The fractions, block after block without end, for a reader that takes them all."""
        while True:
            numbers = fractions(self._start, self._block)
            self._block += 1
            yield numbers

    def fraction(self) -> float:
        """The next fraction, above 0 and at most 1."""
        if not self._left:
            self._left = next(self.blocks())[::-1]
        return self._left.pop()
