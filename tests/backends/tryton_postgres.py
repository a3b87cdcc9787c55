"""A PostgreSQL of a test's own: in a folder of its own, on a free port of this machine, gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen
from tryton_server import SetupError, free_port

_NOBODY = "postgres"
"""PostgreSQL does not run for root; then it runs for this user, whom its package makes."""
_HASTY = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses=127.0.0.1"


def programs() -> Path:
    """Where the newest PostgreSQL is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parent.parent.name))
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    if on_path is None:
        raise SetupError("PostgreSQL is not installed, and one test of the driver for Tryton needs it: `apt-get install postgresql`")
    return Path(on_path).parent


@frozen
class Cluster:
    """A server, and how its programs are called."""

    bin: Path
    folder: Path
    port: int

    @property
    def uri(self) -> str:
        """Where Tryton finds it."""
        return f"postgresql://tryton@127.0.0.1:{self.port}/"

    def run(self, program: str, *words: str, stdout: int = subprocess.PIPE) -> None:
        """Run one of its programs, or say with its own words what is wrong."""
        who = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        done = subprocess.run(  # type: ignore[call-overload]
            [str(self.bin / program), *words],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=120,
            **who,
        )
        if done.returncode:
            raise SetupError(f"{program} of PostgreSQL does not work: {(done.stdout or '')[-2000:]}")

    def tool(self, program: str, *words: str) -> None:
        """Run a program that speaks to the server."""
        self.run(program, "-h", "127.0.0.1", "-p", str(self.port), "-U", "tryton", *words)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL that lives as long as the block."""
    folder = Path(tempfile.mkdtemp(prefix="kanban-postgres-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, _NOBODY)
        one = Cluster(programs(), folder, free_port())
        one.run("initdb", "-D", str(folder / "data"), "-U", "tryton", "-A", "trust", "--no-sync", "-E", "UTF8")
        options = f"{_HASTY} -p {one.port} -c unix_socket_directories={folder}"
        # Its output goes to a file of its own: the server would hold a pipe open for as long as it lives.
        one.run("pg_ctl", "-D", str(folder / "data"), "-w", "-l", str(folder / "log"), "-o", options, "start", stdout=subprocess.DEVNULL)
        try:
            yield one
        finally:
            one.run("pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
