"""What happened, in one line for the people who watch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kanbanlang.model.clockwork import Zone


def said_text(said: Mapping[str, str]) -> str:
    """A signal as one would say it: `consumption of 20 of line_gears`."""
    words = [said.get("kind", "signal")]
    if said.get("quantity"):
        words.append(f"of {said['quantity']}")
    if said.get("item"):
        words.append(f"of {said['item']}")
    words.append(f"of {said.get('of', '?')}")
    return " ".join(words)


def action_line(action: Mapping[str, Any]) -> str:
    """An action as one would say it: `retrieve 20 pcs of gear from lift_gears to line_gears`."""
    words = [str(action["kind"])]
    if "item" in action:
        words += [f"{action['quantity']} {action['unit']} of {action['item']}"]
    if "from" in action:
        words.append(f"from {action['from']}")
    if "to" in action:
        words.append(f"to {action['to']}" if "item" in action else str(action["to"]))
    if "role" in action:
        words.append(str(action["role"]))
    if "text" in action:
        words.append(f'"{action["text"]}"')
    return " ".join(words)


def entry_lines(n: int, said: Mapping[str, Any], zone: Zone) -> list[str]:
    """An entry of the journal, and below it what it caused."""
    what = said["what"]
    if what == "signal":
        by = f" by {said['operator']}" if "operator" in said else ""
        key = f" as {said['key']}" if said["key"] else ""
        words = f"`{said['raw']}`" if said.get("raw") else said_text(said["said"])
        text = f"{words}{by}, from {said['source']}{key}"
    elif what == "result":
        result = said["result"]
        text = f"{said['lane']} reports {result['executed']} of job {result['job']}" + (", given up" if result["cancelled"] else "")
    elif what == "correction":
        text = f"{said['lane']} is to say {said['engine']} of {said['item']} in {said['place']}, not {said['said']}, by {said['operator']}"
    elif what == "strike":
        text = f"the clock: {said['key']}"
    else:
        text = {"start": "the policy begins", "apply": "the policy is changed"}.get(what, str(what))
    outcome = said["outcome"] + (f": {said['reason']}" if said.get("reason") else "")
    return [f"{n:>6}  {zone.text(said['at'])}  {text}: {outcome}", *(f"{'':>8}{action_line(one)}" for one in said.get("actions", ()))]
