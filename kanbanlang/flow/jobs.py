"""Lowering of the jobs of a station: what they take, and which of them give way to others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import evolve

from kanbanlang.flow.builder import Draft
from kanbanlang.model.policy import Recipe, Station
from kanbanlang.rules import memory as m
from kanbanlang.rules import turns


def jobs_in_turn(releases: Mapping[str, Sequence[Draft]], parts: Mapping[str, frozenset[str]]) -> None:
    """Jobs of a lower class give way to those of a higher one that need the same parts; `releases` are the rows of each station."""
    for drafts in releases.values():
        for draft in drafts:
            mine = parts[draft.row.key]
            before = [one for one in drafts if one.row.priority < draft.row.priority and parts[one.row.key] & mine]
            if before:
                draft.row = evolve(draft.row, kind=turns.RELEASE_BEHIND)
                draft.words[turns.AHEAD] = [len(before), *(one.words[m.HEAD] for one in before)]


def taken_by_jobs(station: Station, recipe: Recipe | None) -> Iterable[tuple[str, int]]:
    """The parts that a job takes when it is released; none where only reports of consumption take them."""
    return () if recipe is None or station.parts_taken == "report" else recipe.parts.items()
