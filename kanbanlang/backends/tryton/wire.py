"""JSON-RPC as Tryton 8.0 speaks it: sessions, values, and what its answers mean.

Tryton answers a business error with HTTP 200, a lock that it did not get with 503, and a session that has ended with 401. What comes out of
`Wire.call` is a result or one of three exceptions: it will not be done, something has changed meanwhile, or nobody knows.
"""

from __future__ import annotations

import base64
import gzip
import http.client
import json
import time
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlsplit

from attrs import define, field

_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
"""Seconds between tries where Tryton did not get a lock: its transaction is undone, so that a call may be made again."""
_BUSY = frozenset({HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT})
_DIGITS = 15
"""So many digits survive in a number of JSON as Tryton reads it."""


class RefusedError(Exception):
    """Tryton will not do this; the text is its own."""


class WarnedError(RefusedError):
    """Tryton wants somebody to agree to something first; `name` is what it calls the warning."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.name = name


class ChangedError(Exception):
    """A document is not any more as it was when it was read, so nothing was written."""


class NoAnswerError(Exception):
    """Nobody knows whether it was done: no answer in time, a connection that broke, or a server that cannot now."""


@define
class Wire:
    """A connection to one database of a Tryton server. `secret` gives the password when it is needed; it is kept nowhere."""

    url: str
    database: str
    user: str
    secret: Callable[[], str] = field(repr=False)
    timeout: float = 30.0
    sleep: Callable[[float], None] = time.sleep
    context: Mapping[str, object] = field(factory=dict)
    _session: str | None = field(default=None, repr=False)
    _number: int = 0

    def call(self, method: str, *params: object, **context: object) -> Any:  # noqa: ANN401 - whatever the method answers
        """Call a method of a model, with what stands in its context. Logs in where there is no session, or where it has ended."""
        words = [*params, {**self.context, **context}]
        for pause in (*_PAUSES, None):
            if self._session is None:
                self._login()
            status, body = self._post(method, words, self._session)
            if status == HTTPStatus.UNAUTHORIZED:
                self._session = None  # nothing was done: Tryton did not let the call in
            elif status not in _BUSY:
                return self._read(method, status, body)
            if pause is not None and status in _BUSY:
                self.sleep(pause)
        raise NoAnswerError(f"Tryton is busy, and was after {len(_PAUSES)} tries")

    def model(self, name: str, method: str, *params: object, **context: object) -> Any:  # noqa: ANN401 - whatever the method answers
        """Call a method of a model by its name."""
        return self.call(f"model.{name}.{method}", *params, **context)

    def rows(self, name: str, domain: list[object], fields: list[str], limit: int | None = None) -> list[dict[str, Any]]:
        """The records that a domain finds, the oldest first."""
        found: list[dict[str, Any]] = self.model(name, "search_read", domain, 0, limit, [["id", "ASC"]], fields)
        return found

    def close(self) -> None:
        """Forget the session. Tryton ends it by itself when its time has come."""
        self._session = None

    # ------------------------------------------------------------ underneath
    def _login(self) -> None:
        status, body = self._post("common.db.login", [self.user, {"password": self.secret()}, "en"], None)
        if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            raise NoAnswerError(f"Tryton does not let `{self.user}` in: the password is wrong, or the user is not active")
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            raise NoAnswerError(f"Tryton lets `{self.user}` wait: there were too many logins that failed")
        if status == HTTPStatus.NOT_FOUND:
            raise NoAnswerError(f"there is no database `{self.database}` at {self.url}")
        number, token, *_ = self._read("common.db.login", status, body)
        self._session = base64.b64encode(f"{self.user}:{number}:{token}".encode()).decode()

    def _post(self, method: str, params: list[object], session: str | None) -> tuple[int, bytes]:
        self._number += 1
        body = json.dumps({"id": self._number, "method": method, "params": params}, default=plain).encode()
        headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
        if session is not None:
            headers["Authorization"] = f"Session {session}"
        where = urlsplit(self.url)
        kind = http.client.HTTPSConnection if where.scheme == "https" else http.client.HTTPConnection
        line = kind(where.hostname or "", where.port, timeout=self.timeout)
        try:
            line.request("POST", f"{where.path.rstrip('/')}/{quote(self.database)}/rpc/", body, headers)
            answer = line.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswerError(f"{self.url} does not answer: {error or type(error).__name__}") from None
        finally:
            line.close()

    def _read(self, method: str, status: int, body: bytes) -> Any:  # noqa: ANN401 - whatever JSON says
        if status == HTTPStatus.FORBIDDEN:
            raise RefusedError(f"`{self.user}` may not call {method}")
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.NOT_FOUND:
            raise NoAnswerError(f"{self.url} answers {status} to {method}")
        if status != HTTPStatus.OK:
            raise RefusedError(f"Tryton answers {status} to {method}")
        try:
            # Long answers are said to be packed whether or not they are: their first bytes tell.
            said = json.loads(gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body, parse_float=Decimal, object_hook=_value)
        except (ValueError, OSError):
            raise NoAnswerError(f"{self.url} answers {method} with something that is not JSON") from None
        if said.get("error") is None:
            return said.get("result")
        name, *rest = said["error"]
        if name == "ConcurrencyException":
            raise ChangedError(_text(rest))
        if name == "LoginException":
            raise NoAnswerError(f"Tryton wants to know more of `{self.user}` than its password")
        if name == "UserWarning":
            raise WarnedError(rest[0][0], _text([rest[0][1:]]))
        raise RefusedError(_text(rest) if name == "UserError" else f"{method}: {name}"[:400])


def _text(rest: list[Any]) -> str:
    """The sentences in what Tryton says of an error."""
    words = rest[0] if rest else ""
    found = [words] if isinstance(words, str) else [one for one in words if isinstance(one, str)]
    return " ".join(" ".join(found).split()) or "Tryton gives no reason"


def _value(said: dict[str, Any]) -> Any:  # noqa: ANN401 - a value of any of its kinds
    match said.get("__class__"):
        case "Decimal":
            return Decimal(said["decimal"])
        case "date":
            return date(said["year"], said["month"], said["day"])
        case _:
            return said


def plain(value: object) -> object:
    """A value as JSON says it. A quantity is a number there; money, made by `money`, and dates have a form of their own."""
    if isinstance(value, Decimal):
        if len(value.normalize().as_tuple().digits) > _DIGITS:
            raise RefusedError(f"{value} has more digits than Tryton keeps")
        return int(value) if value == value.to_integral_value() else float(value)  # only on the wire: shortest form, read back exactly
    if isinstance(value, date):
        return {"__class__": "date", "year": value.year, "month": value.month, "day": value.day}
    raise TypeError(type(value).__name__)


def money(amount: Decimal) -> dict[str, str]:
    """An exact amount, as the fields for prices want it."""
    return {"__class__": "Decimal", "decimal": str(amount)}
