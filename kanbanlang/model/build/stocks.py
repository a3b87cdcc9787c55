"""What is said to lie somewhere before anything happens, in tests and scenarios."""

from __future__ import annotations

from kanbanlang.diagnostics import Related, Span
from kanbanlang.model.build.context import Context
from kanbanlang.model.policy import Buffer, Unlimited


def is_counted(context: Context, buffer: Buffer, place: Span) -> bool:
    """Whether somebody counts what lies in a buffer, so that there can be so much of it; where nobody does, that is said."""
    if not isinstance(buffer.rule, Unlimited):
        return True
    message = f"`{buffer.name}` is `unlimited`: nobody counts what lies there"
    help_ = "leave it out, or give the buffer a rule such as `keep`"
    context.findings.say("KB407", place, message, help_, (Related(buffer.place, f"`{buffer.name}` is declared here"),))
    return False
