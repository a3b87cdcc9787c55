"""What a command gives to whoever runs it."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen


@frozen
class Done:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    def __str__(self) -> str:
        return f"exit {self.code}\n--- out\n{self.out}--- err\n{self.err}"


Kanban = Callable[..., Done]
