"""A real Tryton server for a test: built once in `.venv/tryton`, started on a free port of this machine, killed and started again at will.

`python tests/backends/tryton_server.py` builds all that takes long: the environment, and a database with a plant for each test to copy.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
import venv
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from attrs import define, field
from tryton_plant import PASSWORD, ROOT, admin, furnish

from kanbanlang.backends.tryton.wire import NoAnswerError, Wire

if TYPE_CHECKING:
    from tryton_postgres import Cluster

HOME = ROOT / ".venv" / "tryton"
NEEDS = Path(__file__).with_name("tryton_requirements.txt")
MODULES = ("purchase", "production")
_PATIENCE = 60.0
_LONGEST = 240.0
"""Seconds after which `trytond-admin` hangs, as it does once in a while when it has done its work; it takes half a minute."""


class SetupError(Exception):
    """A service that the tests need cannot be had; the sentence says what to do."""


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """One process at a time builds a thing; the others find it built."""
    HOME.parent.mkdir(exist_ok=True)
    with (HOME.parent / f"tryton-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def run(command: list[str | Path], what: str, **more: object) -> None:
    """Run a command, or say with its own words why `what` does not work."""
    words = [str(part) for part in command]
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, **more)  # type: ignore[call-overload]
    if done.returncode:
        raise SetupError(f"{what} does not work: {done.stdout[-2000:]}{done.stderr[-2000:]}")


def environment() -> Path:
    """Where the programs of Tryton are, built where they are not, from PyPI."""
    wanted = hashlib.sha256(NEEDS.read_bytes()).hexdigest()
    stamp = HOME / "built"
    with _alone("environment"):
        if not stamp.exists() or stamp.read_text() != wanted:
            shutil.rmtree(HOME, ignore_errors=True)
            venv.create(HOME, with_pip=True, symlinks=True)
            pip = [HOME / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", NEEDS]
            run(pip, "installing Tryton from PyPI (the tests of its driver need a server)")
            stamp.write_text(wanted)
    return HOME / "bin"


def initialised(config: Path, database: str) -> None:
    """Make the tables of a new database, and put the plant into it."""
    passwords = config.with_name("password")
    passwords.write_text(PASSWORD)
    command: list[str | Path] = [environment() / "trytond-admin", "-c", config, "-d", database, "--all", "--email", "admin@example.com"]
    known = {**os.environ, "TRYTONPASSFILE": str(passwords)}
    run([*command, "-u", *MODULES, "--activate-dependencies"], "making a database for Tryton", env=known, timeout=_LONGEST)


def _ready(kind: str) -> Path:
    """The file for a plant, named after all that it is made from."""
    made_from = b"".join(path.read_bytes() for path in (NEEDS, Path(__file__), Path(__file__).with_name("tryton_plant.py")))
    return HOME / f"plant-{hashlib.sha256(made_from).hexdigest()[:12]}.{kind}"


def template() -> Path:
    """A SQLite database with the plant in it, to be copied. It is made anew when what makes it has changed."""
    programs, ready = environment(), _ready("sqlite")
    with _alone("template"):
        if not ready.exists():
            folder = HOME / "making"

            def begin() -> None:
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                (folder / "plant.sqlite").touch()

            furnished(Server(programs, folder, "plant"), begin)
            with closing(sqlite3.connect(folder / "plant.sqlite")) as written:
                written.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # into the one file that is copied
            for old in HOME.glob("plant-*.sqlite"):
                old.unlink()
            (folder / "plant.sqlite").rename(ready)
    return ready


def furnished(server: Server, begin: Callable[[], None]) -> None:
    """Make a new database, which `begin` makes empty, with a plant in it."""
    begin()
    try:
        initialised(server.config, "plant")
    except subprocess.TimeoutExpired:
        begin()
        initialised(server.config, "plant")
    with server:
        furnish(server.wire())


def postgres_server(folder: Path, cluster: Cluster) -> Server:
    """A server whose plant lies in a PostgreSQL, restored from a dump that is made when it is not there."""
    programs, ready = environment(), _ready("dump")
    server = Server(programs, folder, "plant", cluster.uri)
    with _alone("dump"):
        if not ready.exists():

            def begin() -> None:
                cluster.tool("dropdb", "--if-exists", "--force", "plant")
                cluster.tool("createdb", "plant")

            furnished(server, begin)
            cluster.tool("pg_dump", "-Fc", "-f", "plant.dump", "plant")
            for old in HOME.glob("plant-*.dump"):
                old.unlink()
            shutil.copy(cluster.folder / "plant.dump", ready)
            return server
    shutil.copy(ready, cluster.folder / "plant.dump")
    (cluster.folder / "plant.dump").chmod(0o644)
    cluster.tool("createdb", "plant")
    cluster.tool("pg_restore", "-d", "plant", "plant.dump")
    return server


def sqlite_server(folder: Path) -> Server:
    """A server with a plant of its own in a folder. Not started yet."""
    ready = template()
    shutil.copy(ready, folder / "plant.sqlite")
    return Server(environment(), folder, "plant")


def free_port() -> int:
    """A port of this machine that nobody uses now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@define
class Server:
    """A Tryton server as a process. `uri` is for PostgreSQL; without it the database is a file in the folder."""

    programs: Path
    folder: Path
    database: str
    uri: str = "sqlite://"
    port: int = field(factory=free_port)
    _process: subprocess.Popen[bytes] | None = None
    _session: str | None = None

    @property
    def config(self) -> Path:
        """Its configuration, written when it is asked for."""
        path = self.folder / "trytond.conf"
        listen = f"[web]\nlisten = 127.0.0.1:{self.port}\n"
        path.write_text(f"[database]\nuri = {self.uri}\npath = {self.folder}\n{listen}[session]\nmax_attempt = 1000\n")
        return path

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What it says."""
        return self.folder / "trytond.log"

    def let_in(self, wire: Wire) -> Wire:
        """Give somebody the session of the administrator: a login costs as much as fifteen other calls, and sessions survive a kill."""
        if self._session is None:
            first = admin(self.url, self.database)
            first.rows("res.user", [], ["id"], 1)
            self._session = first._session
        wire._session = self._session
        return wire

    def wire(self) -> Wire:
        """A clerk at this server."""
        wire = self.let_in(admin(self.url, self.database))
        if companies := wire.rows("company.company", [], ["id"]):
            wire.context = {"company": companies[0]["id"]}
        return wire

    def start(self) -> None:
        """Start, and wait for its first answer."""
        with self.log.open("ab") as log:
            command = [self.programs / "trytond", "-c", self.config, "-d", self.database]
            self._process = subprocess.Popen([str(part) for part in command], stdout=log, stderr=log)
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            if self._process.poll() is not None:
                raise SetupError(f"Tryton has ended by itself: {self.log.read_text()[-2000:]}")
            try:
                asked = urllib.request.Request(  # noqa: S310 - of this machine
                    f"{self.url}/rpc/",
                    b'{"id":1,"method":"common.server.version","params":[]}',
                    {"Content-Type": "application/json"},
                )
                with urllib.request.urlopen(asked, timeout=5):  # noqa: S310
                    return
            except OSError:
                time.sleep(0.05)
        raise SetupError(f"Tryton has not answered within {_PATIENCE} s: {self.log.read_text()[-2000:]}")

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        self._process = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()
            self._process = None


__all__ = ["NoAnswerError", "Server", "SetupError", "environment", "sqlite_server", "template"]

if __name__ == "__main__":
    started = time.monotonic()
    sys.stdout.write(f"a plant in Tryton for the tests: {template()} ({time.monotonic() - started:.0f} s)\n")
