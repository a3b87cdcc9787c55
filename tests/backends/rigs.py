"""The embedded backends on the rig of the contract suite: by themselves, behind a socket, and as programs that are killed."""

from __future__ import annotations

import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import ClassVar

from kanbanlang.backends.contract import Backend
from kanbanlang.backends.ledger import Ledger
from kanbanlang.backends.lift import SimulatedLift
from kanbanlang.backends.remote import Remote, Server
from kanbanlang.testing import ErpRig, Rig

SECOND = 1_000_000
Opens = Callable[[Path, Callable[[], int]], Backend]


def lift(path: Path, clock: Callable[[], int]) -> SimulatedLift:
    return SimulatedLift(path, clock, SECOND)


def ledger(path: Path, clock: Callable[[], int]) -> Ledger:
    return Ledger(path, clock)


# ------------------------------------------------------------ in this process
class EmbeddedRig(ErpRig):
    """A backend in one SQLite file, with a clock that the test moves."""

    def __init__(self, folder: Path, opens: Opens) -> None:
        self.path, self.opens, self.now = folder / "file", opens, 0
        self.embedded = self.opened()

    def opened(self) -> Backend:
        """The backend, without waiting for a disk that no test pulls the plug of; programs that are killed do wait."""
        backend = self.opens(self.path, self.clock)
        assert isinstance(backend, Ledger | SimulatedLift)
        backend._shelf.connection.execute("PRAGMA synchronous = OFF")
        return backend

    def clock(self) -> int:
        return self.now

    @property
    def backend(self) -> Backend:
        return self.embedded

    def passes(self) -> None:
        self.now += SECOND

    def restarts(self) -> None:
        self.embedded.close()
        self.embedded = self.opened()

    def receives(self, document: str, quantity: Decimal, *, final: bool) -> None:
        assert isinstance(self.embedded, Ledger)
        self.embedded.receive(document, quantity, final=final)

    def close(self) -> None:
        self.embedded.close()


class StandingRig(EmbeddedRig):
    """A simulated lift that can be told to answer nobody."""

    def troubles(self) -> Mapping[str, AbstractContextManager[None]]:
        return {"it stands": self.stands()}

    @contextmanager
    def stands(self) -> Iterator[None]:
        assert isinstance(self.embedded, SimulatedLift)
        self.embedded.faults.stands = True
        yield
        self.embedded.faults.stands = False


# ------------------------------------------------------------ behind a socket
class _Rubbish(socketserver.StreamRequestHandler):
    """Whoever calls gets the same words, whatever they said; then the line is cut."""

    server: RubbishServer

    def handle(self) -> None:
        self.rfile.readline()
        self.wfile.write(self.server.words)


class RubbishServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    words = b""


@contextmanager
def served(server: socketserver.BaseServer) -> Iterator[None]:
    """Answer while this lasts."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.002}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class SocketRig(EmbeddedRig):
    """The same backend behind a port of this machine, and the driver that speaks with it."""

    remote: ClassVar[type[Remote]] = Remote

    def __init__(self, folder: Path, opens: Opens) -> None:
        super().__init__(folder, opens)
        self.port = 0
        self.serving = self.serves()
        self.driver = self.remote("127.0.0.1", self.port, 5.0)

    def serves(self) -> AbstractContextManager[None]:
        server = Server(self.embedded, "127.0.0.1", self.port)
        self.port = server.server_address[1]
        serving = served(server)
        serving.__enter__()
        return serving

    def hangs_up(self) -> None:
        self.driver.close()
        self.serving.__exit__(None, None, None)

    @property
    def backend(self) -> Backend:
        return self.driver

    def restarts(self) -> None:
        self.hangs_up()
        super().restarts()
        self.serving, self.driver = self.serves(), self.remote("127.0.0.1", self.port, 5.0)

    def troubles(self) -> Mapping[str, AbstractContextManager[None]]:
        return {
            "nobody is there": self.away(),
            "it hangs up": self.says(b""),
            "it hangs up in the middle of an answer": self.says(b'{"answer": "acc'),
            "it talks rubbish": self.says(b"HTTP/1.1 400 Bad Request\r\n"),
            "it says something else": self.says(b'["accepted"]\n'),
            "it says something that nobody asked": self.says(b'{"results": [{"job": 7}], "stock": "much"}\n'),
        }

    @contextmanager
    def away(self) -> Iterator[None]:
        self.hangs_up()
        yield
        self.serving = self.serves()

    @contextmanager
    def says(self, words: bytes) -> Iterator[None]:
        with self.away():
            server = RubbishServer(("127.0.0.1", self.port), _Rubbish)
            server.words = words
            with served(server):
                yield
                self.driver.close()

    def close(self) -> None:
        self.hangs_up()
        super().close()


# ------------------------------------------------------------ a program that is killed
class ProgramRig(ErpRig):
    """An emulator as a program of its own, which is killed with SIGKILL; a tray takes it a twentieth of a second."""

    time_stands = False

    def __init__(self, folder: Path, kind: str, seconds: float) -> None:
        self.folder, self.kind, self.seconds, self.port = folder, kind, seconds, 0
        self.begins()

    def begins(self) -> None:
        words = [self.kind, "--path", str(self.folder / "file"), "--port", str(self.port), "--seconds", str(self.seconds)]
        self.program = subprocess.Popen(
            [sys.executable, "-m", "kanbanlang.backends.emulate", *words], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
        )
        assert self.program.stdout is not None
        self.port = int(self.program.stdout.readline().rpartition(":")[2])
        self.driver = Remote("127.0.0.1", self.port, 5.0)

    def is_killed(self) -> None:
        self.driver.close()
        self.program.kill()
        self.program.wait()
        assert self.program.stdout is not None
        self.program.stdout.close()

    @property
    def backend(self) -> Backend:
        return self.driver

    def passes(self) -> None:
        time.sleep(0.01)  # its clock is the machine's

    def restarts(self) -> None:
        self.is_killed()
        self.begins()

    def troubles(self) -> Mapping[str, AbstractContextManager[None]]:
        return {"it was killed": self.away()}

    @contextmanager
    def away(self) -> Iterator[None]:
        self.is_killed()
        yield
        self.begins()

    def receives(self, document: str, quantity: Decimal, *, final: bool) -> None:
        """What people do in an ERP is done in its books, while it runs."""
        books = Ledger(self.folder / "file", lambda: 0)
        books.receive(document, quantity, final=final)
        books.close()

    def close(self) -> None:
        self.is_killed()


__all__ = ["SECOND", "EmbeddedRig", "ProgramRig", "Rig", "SocketRig", "StandingRig", "ledger", "lift"]
