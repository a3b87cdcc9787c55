"""One writer for each journal: the lock goes when its process does, however it ends."""

from __future__ import annotations

import os
from pathlib import Path

from attrs import frozen

from kanbanlang.live.records import JournalError

try:
    import fcntl
except ModuleNotFoundError:  # Windows has no such locks
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
else:

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class InUseError(JournalError):
    """Another process writes this journal."""


@frozen
class Lock:
    """A lock that is held."""

    descriptor: int

    @classmethod
    def take(cls, path: Path) -> Lock:
        """The lock beside a file. Raises InUseError where another process has it, OSError where none can be written."""
        descriptor = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(descriptor)
        except OSError as error:
            holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip()
            os.close(descriptor)
            raise InUseError(f"`{path}` is in use by process {holder or 'unknown'}: one journal has one runner") from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        return cls(descriptor)

    def release(self) -> None:
        """Let another process have it."""
        os.close(self.descriptor)
