"""Every code that a diagnostic can have, in one place: what it means and what to do about it."""

from __future__ import annotations

from attrs import frozen

from kanbanlang.diagnostics.diagnostic import Severity


@frozen
class Entry:
    """One code: its short title, how bad it is, and the page that `kanban explain` prints."""

    code: str
    title: str
    severity: Severity
    explanation: str


CATALOGUE: dict[str, Entry] = {}


def _entry(code: str, title: str, explanation: str, severity: Severity = Severity.ERROR) -> None:
    CATALOGUE[code] = Entry(code, title, severity, explanation.strip() + "\n")


# ------------------------------------------------------------------ KB1xx: how a policy is written

# ------------------------------------------------------------------ KB2xx: names, units, values

# ------------------------------------------------------------------ KB3xx: how goods and signals flow

# ------------------------------------------------------------------ KB4xx: scenarios and tests

# ------------------------------------------------------------------ KB5xx: files

# ------------------------------------------------------------------ KB9xx: checked, not executed yet
_entry(
    "KB901",
    "checked but not executed yet",
    """
The statement is part of the language, it was read and checked, but the engine does not carry it out yet. So the policy can be
checked, formatted and drawn, and a dry run refuses it rather than pass over the statement in silence.

Avoid: relying on the statement. Prefer: leaving it out until the engine executes it.
""",
)
