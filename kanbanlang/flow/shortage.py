"""Lowering of `if short`: who is noticed and who is lost."""

from __future__ import annotations

from collections.abc import Collection

from kanbanlang.flow.builder import Builder, Draft
from kanbanlang.flow.program import Row
from kanbanlang.model.policy import Buffer, TriggerAction
from kanbanlang.rules import serve, short


def place_shortage(builder: Builder, buffer: Buffer, serves: dict[int, Draft], ordered: Collection[int]) -> None:
    """The rows of one buffer, for each class that queues there; only customers are lost, so only of the classes in which they order."""
    said = buffer.shortage
    for priority, queue in serves.items():
        behind = "" if len(serves) == 1 else f" priority {priority}"
        loses = said.lose and priority in ordered
        waits = loses and said.after > 0
        if said.alerts or waits:
            alerts = tuple(TriggerAction("alert", role, text, place=buffer.place) for role, text in said.alerts)
            row = Row(
                -1,
                short.SHORT,
                f"{buffer.name} short{behind}",
                buffer.place,
                buffer=buffer,
                actions=alerts,
                priority=priority,
                step=said.told,
            )
            draft = builder.draft(row)
            noticed = builder.counter(f"noticed({buffer.name}{behind})")
            draft.words = {serve.SOURCE: queue, short.NOTICED: noticed, short.ONLY_ORDERS: int(not said.alerts)}
        if loses and not waits:
            # behind the alert, which has to see who is lost
            row = Row(-1, short.LOSE, f"{buffer.name} short, loses{behind}", buffer.place, buffer=buffer, priority=priority, step=said.lost)
            builder.draft(row).words = {serve.SOURCE: queue}
