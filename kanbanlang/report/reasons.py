"""Why each thing was asked for: the inputs of one day, what the policy did about each, and the numbers that its rule saw."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from kanbanlang.dryrun import Record
from kanbanlang.dryrun.answers import action_text
from kanbanlang.engine import Action
from kanbanlang.flow.wording import amount, rule_sentence
from kanbanlang.model.policy import Policy
from kanbanlang.report.cells import harmless
from kanbanlang.report.paint import PLAIN, Paint
from kanbanlang.report.run_shapes import where

MOST = 20
"""So many inputs are shown, the latest ones."""

_COUNTER = re.compile(r"([^()]+)\((.+)\)")
_POSITION = ("on_hand", "incoming", "reserved", "backlog")
_WORDS = {
    "on_hand": "on hand",
    "incoming": "coming",
    "reserved": "reserved",
    "backlog": "asked in vain",
    "opened": "taken from the open one",
}
_BARE = {"cards_free": "card free", "waiting": "waiting", "wip": "in work", "idle": "idle", "surplus": "more than cards"}


def reasons_text(records: Iterable[Record], policy: Policy, paint: Paint = PLAIN) -> str:
    """The inputs that had consequences, each with them, on the last day on which there were any."""
    caused = [record for record in records if record.actions]
    if not caused:
        return "Nothing was asked for, so there is nothing to explain."
    last = [record for record in caused if record.at[:10] == caused[-1].at[:10]]
    shown = last[-MOST:]
    first = caused[-1]
    head = f"why, on the last day with actions ({first.at[:10]}, scenario {first.scenario}, replication {first.replication})"
    lines = [paint("strong", head)]
    if len(shown) < len(last):
        lines.append(paint("quiet", f"{len(last) - len(shown)} inputs before these are left out; --trace has all"))
    for record in shown:
        lines += ["", *_record(record, policy, paint)]
    return "\n".join(lines)


def standstill_text(buffer: str, sentences: Iterable[str], paint: Paint = PLAIN) -> str:
    """Why nothing is pulled to a buffer at the end of the first replication: its numbers, then what each of its rules waits for."""
    lines = [harmless(sentence) for sentence in sentences]
    head = paint("strong", f"why nothing is pulled to {buffer}, at the end of replication 1")
    return "\n".join([head, *(f"  {line}" for line in lines or ["the replication did not come to its end"])])


def _record(record: Record, policy: Policy, paint: Paint) -> Iterator[str]:
    yield f"{record.at[11:19]}  {input_text(record)}"
    for action in record.actions:
        yield f"  {paint('good', '→')} {harmless(action_text(policy, action))}"
        yield f"      {paint('quiet', 'because ' + because(action, policy) + ', ' + harmless(where(action.rule)))}"


def input_text(record: Record) -> str:
    """`consumption of 20 pcs of line_gears`."""
    quantity = f" of {record.quantity} {record.unit}" if record.quantity is not None else ""
    return f"{record.kind}{quantity} of {record.of}"


def because(action: Action, policy: Policy) -> str:
    """The numbers that the rule saw, in the author's words; a refill also names its rule."""
    by_place: dict[str, dict[str, int]] = {}
    for name, value in action.why.items():
        match = _COUNTER.fullmatch(name)
        if match is not None:
            by_place.setdefault(match[2], {})[match[1]] = value
    parts = [text for place, values in by_place.items() if (text := _place(place, values, policy))]
    return "; ".join(parts) or "it was asked for"


def _place(place: str, values: Mapping[str, int], policy: Policy) -> str:
    buffer = policy.buffers.get(place)
    if buffer is None:
        known = [f"{value} {_BARE[word]}" for word, value in values.items() if word in _BARE]
        return f"{place} has {', '.join(known)}" if known else ""
    unit = buffer.item.unit
    if all(word in values for word in _POSITION):
        on_hand, incoming, reserved, backlog = (unit.text(values[word]) for word in _POSITION)
        position = values["on_hand"] + values["incoming"] - values["reserved"] - values["backlog"]
        sums = f"{on_hand} on hand + {incoming} coming - {reserved} reserved - {backlog} asked in vain"
        return f"the position of {place} was {amount(position, unit)} ({sums}), and its rule is `{rule_sentence(buffer.rule, unit)}`"
    known = [f"{amount(value, unit)} {_WORDS[word]}" for word, value in values.items() if word in _WORDS]
    known += [f"{value} {_BARE[word]}" for word, value in values.items() if word in _BARE]
    return f"{place} had {' and '.join(known)}" if known else ""
