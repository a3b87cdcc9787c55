"""A backend behind a socket: one line of JSON for each call, one for each answer. For emulators, and for drivers in other languages.

`serve` puts any backend behind a port; `Remote` is the driver at the other end. Calls are carried out one at a time, in the order in
which they arrive, whatever connection they come on.
"""

from __future__ import annotations

import json
import socket
import socketserver
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from typing import Any

from attrs import define, field

from kanbanlang.backends.contract import (
    Absent,
    Accepted,
    Answer,
    Backend,
    BackendError,
    Found,
    Job,
    Refused,
    Result,
    Stock,
    Unknown,
)
from kanbanlang.backends.words import in_words, job_of, result_of

_NOT_WHAT_WAS_ASKED = (TypeError, KeyError, ValueError, AttributeError, ArithmeticError)
"""What comes of reading an answer that is JSON, and of another form than was asked for."""


def answered(backend: Backend, call: Mapping[str, Any]) -> dict[str, Any]:
    """Carry out a call; the answer in words of JSON."""
    match call["call"]:
        case "send":
            return _said(backend.send(job_of(call["job"])))
        case "find":
            return _said(backend.find(call["job"]))
        case "cancel":
            return _said(backend.cancel(call["job"]))
        case "results":
            return {"results": [in_words(one) for one in backend.results()]}
        case "ack":
            backend.ack(result_of(call["result"]))
            return {"answer": "accepted"}
        case "stock":
            return {"stock": [in_words(one) for one in backend.stock()]}
        case other:
            return {"answer": "refused", "reason": f"there is no call `{other}`"}


def _said(answer: Answer | Found) -> dict[str, Any]:
    return {"answer": type(answer).__name__.lower(), **in_words(answer)}


class _Line(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        with suppress(ConnectionError):  # whoever called has hung up, or was killed
            for line in self.rfile:
                with self.server.one_at_a_time:
                    answer = answered(self.server.backend, json.loads(line))
                self.wfile.write(json.dumps(answer).encode() + b"\n")


class Server(socketserver.ThreadingTCPServer):
    """A backend behind a port of this machine."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, backend: Backend, host: str, port: int) -> None:
        super().__init__((host, port), _Line)
        self.backend = backend
        self.one_at_a_time = threading.Lock()


@define
class Remote:
    """The driver of a backend behind a socket. No answer within `timeout` seconds, or a broken connection, means that nobody knows."""

    host: str
    port: int
    timeout: float = 2.0
    _file: Any = None
    _socket: socket.socket | None = field(default=None)

    def _call(self, **call: object) -> dict[str, Any] | Unknown:
        try:
            if self._file is None:
                self._socket = socket.create_connection((self.host, self.port), timeout=self.timeout)
                self._file = self._socket.makefile("rwb")
            self._file.write(json.dumps(call).encode() + b"\n")
            self._file.flush()
            line = self._file.readline()
            if not line.endswith(b"\n"):
                raise ConnectionError("the connection broke in the middle of an answer")
            answer = json.loads(line)
            if not isinstance(answer, dict):
                raise ValueError(f"an answer that is none: {answer!r}")  # noqa: TRY004, TRY301 - no worse than one that is no JSON
        except (OSError, ValueError) as error:
            self.close()
            return Unknown(str(error) or type(error).__name__)
        return answer

    def _answer(self, **call: object) -> Accepted | Absent | Refused | Unknown:
        said = self._call(**call)
        if isinstance(said, Unknown):
            return said
        match said.get("answer"):
            case "accepted":
                return Accepted()
            case "absent":
                return Absent()
            case "refused":
                return Refused(str(said.get("reason")))
            case _:
                return Unknown(str(said.get("reason", f"an answer that is none: {said}")))

    def send(self, job: Job) -> Answer:
        """Hand a job over."""
        answer = self._answer(call="send", job=in_words(job))
        return Unknown("it has no such job") if isinstance(answer, Absent) else answer

    def find(self, job: str) -> Found:
        """Ask for a job."""
        found = self._answer(call="find", job=job)
        return Unknown(found.reason) if isinstance(found, Refused) else found

    def cancel(self, job: str) -> Answer:
        """Ask to give a job up."""
        answer = self._answer(call="cancel", job=job)
        return Refused("it has no such job") if isinstance(answer, Absent) else answer

    def results(self) -> Sequence[Result]:
        """The reports; none where nobody answers."""
        said = self._call(call="results")
        try:
            return () if isinstance(said, Unknown) else [result_of(one) for one in said.get("results", ())]
        except _NOT_WHAT_WAS_ASKED:
            self.close()  # what comes next on this line may be the answer to anything
            return ()

    def ack(self, result: Result) -> None:
        """Acknowledge a report. Where that gets lost, it comes again."""
        self._call(call="ack", result=in_words(result))

    def stock(self) -> Sequence[Stock]:
        """What the other side believes to have. Raises BackendError where it does not answer."""
        said = self._call(call="stock")
        if isinstance(said, Unknown):
            raise BackendError(f"{self.host}:{self.port} does not answer: {said.reason}")
        try:
            return [Stock(**{**one, "quantity": Decimal(one["quantity"])}) for one in said["stock"]]
        except _NOT_WHAT_WAS_ASKED as error:
            self.close()
            raise BackendError(f"{self.host}:{self.port} answers something else than its stock: {error!r}") from error

    def close(self) -> None:
        """Hang up."""
        for one in (self._file, self._socket):
            if one is not None:
                try:
                    one.close()
                except OSError:
                    continue
        self._file = self._socket = None
