"""Why things were asked for, and why not: the input, the action, the rule, and the numbers that the rule saw."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from kanbanlang.dryrun import Record
from kanbanlang.dryrun.answers import action_text
from kanbanlang.engine import Action
from kanbanlang.flow.wording import amount, rule_sentence
from kanbanlang.model.policy import Policy
from kanbanlang.report.cells import harmless
from kanbanlang.report.paint import PLAIN, Paint
from kanbanlang.report.run_shapes import where

MOST = 40
"""So many actions are explained, the latest ones."""

_COUNTER = re.compile(r"([^()]+)\((.+)\)")
_POSITION = ("on_hand", "incoming", "reserved", "backlog")
_GOODS = {"on_hand": "on hand", "incoming": "coming", "reserved": "reserved", "backlog": "asked in vain", "surplus": "more than its cards"}
_THINGS = {"waiting": "waiting", "wip": "in work", "idle": "idle"}


def reasons_text(asked: Sequence[tuple[Record, Action]], policy: Policy, paint: Paint = PLAIN) -> str:
    """Actions with the inputs that caused them and why, in the order given; the latest where there are many."""
    if not asked:
        return "Nothing was asked for in replication 1, so there is nothing to explain."
    lines = [paint("strong", "why each thing was asked for, the last time that it was, in replication 1")]
    if len(asked) > MOST:
        lines.append(paint("quiet", f"{len(asked) - MOST} more were asked for last before these; --trace has everything"))
    for record, action in asked[-MOST:]:
        lines += [
            "",
            f"{paint('good', '→')} {harmless(action_text(policy, action))}",
            f"    at {record.at[:19].replace('T', ' ')}, after {input_text(record)}",
            f"    because {harmless(because(action, policy))}",
            f"    {paint('quiet', harmless(where(action.rule)))}",
        ]
    return "\n".join(lines)


def standstill_text(buffer: str, sentences: Iterable[str], paint: Paint = PLAIN) -> str:
    """Why nothing is pulled to a buffer at the end of the first replication: its numbers, then what each of its rules waits for."""
    lines = [harmless(sentence) for sentence in sentences]
    head = paint("strong", f"why nothing is pulled to {buffer}, at the end of replication 1")
    return "\n".join([head, *(f"  {line}" for line in lines or ["the replication did not come to its end"])])


def input_text(record: Record) -> str:
    """`order of 1 pcs of shipping`."""
    quantity = f" of {record.quantity} {record.unit}" if record.quantity is not None else ""
    return f"{record.kind}{quantity} of {record.of}"


def because(action: Action, policy: Policy) -> str:
    """The rule that pulls, or the order that waits, and the numbers that were seen, in the author's words."""
    parts = []
    target = policy.buffers.get(action.target or "")
    if target is not None and target.rule is not None:
        parts.append(f"`{rule_sentence(target.rule, target.item.unit)}` pulls to {target.name}")
    if action.kind == "deliver":
        parts.append("an order waited")
    seen: dict[str, dict[str, int]] = {}
    for name, value in action.why.items():
        match = _COUNTER.fullmatch(name)
        if match is not None:
            seen.setdefault(match[2], {})[match[1]] = value
    parts += [text for place, values in seen.items() if (text := _seen_at(place, values, policy))]
    return ", and ".join(parts) or "its rule says so"


def _seen_at(place: str, values: Mapping[str, int], policy: Policy) -> str:
    """`line_gears had 20 pcs on hand, 0 reserved`; where all of it was seen, the position and what it consists of."""
    buffer = policy.buffers.get(place)
    things = [f"{values[word]} {said}" for word, said in _THINGS.items() if word in values]
    if buffer is None:
        return f"{place} had {', '.join(things)}" if things else ""
    unit = buffer.item.unit
    if all(word in values for word in _POSITION):
        position = values["on_hand"] + values["incoming"] - values["reserved"] - values["backlog"]
        on_hand, incoming, reserved, backlog = (unit.text(values[word]) for word in _POSITION)
        parts = f"{on_hand} on hand + {incoming} coming - {reserved} reserved - {backlog} asked in vain"
        return f"the position of {place} was {amount(position, unit)} ({parts})"
    goods = [f"{amount(values[word], unit)} {said}" for word, said in _GOODS.items() if word in values]
    if "cards_free" in values:
        things.append("a free card" if values["cards_free"] == 1 else f"{values['cards_free']} free cards")
    return f"{place} had {', '.join([*goods, *things])}" if goods or things else ""
