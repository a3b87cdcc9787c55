"""What a dry run measures, by the name that the language uses, and what each figure counts in."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from kanbanlang.model.expression import Word


class Scale(Enum):
    """What the figures of a measure count in."""

    SHARE = "share"
    SECONDS = "seconds"
    GOODS = "units of the item"
    GOODS_PER_HOUR = "units of the item per hour"
    PER_DAY = "times per day"
    PER_YEAR = "times per year"
    COUNT = "a plain number"
    MONEY_PER_DAY = "money per day"


_COUNTED = frozenset({Word.WAITING, Word.CARDS, Word.EMPTY})
_OVER_TIME = frozenset(Word) - {Word.DOWN}

METRICS: Mapping[str, Scale] = {
    "fill rate": Scale.SHARE,
    "ready rate": Scale.SHARE,
    "lost share": Scale.SHARE,
    "utilization": Scale.SHARE,
    "throughput": Scale.GOODS_PER_HOUR,
    "pulls": Scale.PER_DAY,
    "picks": Scale.PER_DAY,
    "orders": Scale.PER_DAY,
    "stock outs": Scale.PER_DAY,
    "mean wait": Scale.SECONDS,
    "dwell": Scale.SECONDS,
    "flow time": Scale.SECONDS,
    "order lead time": Scale.SECONDS,
    "mean lead time": Scale.SECONDS,
    "turns": Scale.PER_YEAR,
    "cost": Scale.MONEY_PER_DAY,
    **{
        f"{statistic} {word.value}": Scale.COUNT if word in _COUNTED else Scale.GOODS
        for statistic in ("mean", "max", "min")
        for word in sorted(_OVER_TIME, key=lambda word: word.value)
    },
}
"""Every measure that `expect` can name."""

WHOLE_PLANT = frozenset({"cost"})
"""Measures that need no `of`."""
