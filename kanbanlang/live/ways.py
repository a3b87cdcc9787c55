"""What all ways in have in common: how what came becomes a signal, and what a sender may say of somebody else.

Whoever speaks for themselves is the source of what they say. A system that passes on what others said names the source, the key and who
did it; who that was must have been let in, for what they may do is known from there and from nowhere else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from kanbanlang.live.journal import Journal
from kanbanlang.live.people import named, reserved
from kanbanlang.live.signals import LONGEST_NAME, Person, Signal

LONGEST_SIGNAL = 65_536
"""So many bytes has a signal, at most, by whatever way it comes."""
_NOBODY_COUNTS_TO = 10**18
_HALF = re.compile("[\ud800-\udfff]")
"""Half of a character of two halves; JSON can say it, and nothing that holds it can be written down as a text."""
TOO_LONG = f"a signal has at most {LONGEST_SIGNAL} bytes"


def columns_in(content: bytes) -> Mapping[str, str] | str:
    """The columns of a signal that came as bytes; a sentence where there are none to be read."""
    return TOO_LONG if len(content) > LONGEST_SIGNAL else object_of(content)


def object_of(text: str | bytes) -> dict[str, str] | str:
    """The columns of a signal that comes as a JSON object; a sentence where it is none."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        return f"it is no JSON: {error}"
    return columns_of(said)


def columns_of(said: object) -> dict[str, str] | str:
    """The columns of a signal, as texts; a sentence where something in it is neither a text nor a whole number."""
    if not isinstance(said, Mapping):
        return 'a signal is an object: {"kind": "consumption", "of": ..., "quantity": ...}'
    columns: dict[str, str] = {}
    for name, value in said.items():
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, str | int):
            return f'`{_shown(name)}` is neither a text nor a whole number; write decimals as a text, such as "2.5"'
        if isinstance(value, int) and abs(value) >= _NOBODY_COUNTS_TO:
            return f"`{_shown(name)}` is a number that nobody counts to"
        columns[str(name)] = str(value).strip()
        if _HALF.search(name) or _HALF.search(columns[name]):
            return f"`{_shown(name)}` holds half of a character: it is no text"
    return columns


def _shown(name: str) -> str:
    return _HALF.sub("?", name[:LONGEST_NAME])


def unreadable(content: bytes, reason: str, source: str, via: str | None, key: str | None = None) -> Signal:
    """What came in place of a signal, to be refused and written down."""
    return Signal({}, source, key, via=via, wrong=reason, raw=content[:LONGEST_SIGNAL].decode("utf-8", "replace"))


def passed_on(journal: Journal, said: Mapping[str, str], source: str, via: str | None, key: str | None = None) -> Signal:
    """A signal that a system passes on. It may name the source, the key, and who did it; else the source is `source`."""
    columns = {name: text for name, text in said.items() if name not in {"source", "key"}}
    named_source = said.get("source") or source
    key = key or said.get("key") or None
    name = columns.get("operator")
    person = named(journal, name) if name else None
    if (wrong := wrong_names(named_source, key)) is not None:
        return Signal(columns, named_source[:LONGEST_NAME], key and key[:LONGEST_NAME], None, via, wrong)
    barred = None
    if name and person is None:
        barred = f"nobody called `{name[:LONGEST_NAME]}` was let in"
    elif named_source != source and (reserved(named_source) or _is_a_person(journal, named_source)):
        barred = f"`{named_source}` speaks for itself: nobody else brings signals in that name"
    return Signal(columns, named_source, key, person, via, barred, barred=barred is not None)


def spoken(person: Person, said: Mapping[str, str], key: str | None) -> Signal:
    """A signal that a person brings: as themselves, and as nobody else."""
    columns = {name: text for name, text in said.items() if name not in {"source", "key"}}
    key = key or said.get("key") or None
    if (wrong := wrong_names(person.name, key)) is not None:
        return Signal(columns, person.name, key and key[:LONGEST_NAME], person, wrong=wrong)
    other = next((said[name] for name in ("operator", "source") if said.get(name) and said[name] != person.name), None)
    barred = None if other is None else f"{person.name} speaks for {person.name}, and not for `{other[:LONGEST_NAME]}`"
    return Signal(columns, person.name, key, person, wrong=barred, barred=barred is not None)


def wrong_names(source: str, key: str | None) -> str | None:
    """What is wrong with a source or a key, as a sentence."""
    for what, text in (("source", source), ("key", key or "")):
        if len(text) > LONGEST_NAME:
            return f"a {what} has at most {LONGEST_NAME} characters"
    return None


def _is_a_person(journal: Journal, name: str) -> bool:
    person = named(journal, name)
    return person is not None and person.role is not None
