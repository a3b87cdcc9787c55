"""The way in over HTTP: signals with a key from the sender, and what people ask of a policy that runs.

Nothing is done, and nothing but health and metrics is told, without a token. The answer to a signal comes when it is durable:
200 accepted or duplicate, 409 conflict, 422 refused, 400 refused because it is no signal, 403 refused because of who says it, 503 to
come again in a moment. A body is read only after its sender is known, and no further than it may be long.
"""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import uvicorn
from fastapi import Depends, FastAPI, Header, HTTPException, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict, Field

from kanbanlang.live.asking import Asking, see_to
from kanbanlang.live.changing import change
from kanbanlang.live.desk import Answer, Desk
from kanbanlang.live.people import Account, known
from kanbanlang.live.reconciling import corrected, reconciled
from kanbanlang.live.records import BusyError, JournalError, NotStoredError
from kanbanlang.live.runner import Runner
from kanbanlang.live.signals import LONGEST_NAME, Signal
from kanbanlang.live.ways import LONGEST_SIGNAL, TOO_LONG, columns_in, passed_on, spoken, unreadable

_STATUS = {"accepted": 200, "duplicate": 200, "conflict": 409, "refused": 422}
_ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"description": "it is no signal", "content": {"application/json": {}}},
    401: {"description": "no token, or one that nobody has", "content": {"application/json": {}}},
    403: {"description": "the token does not reach so far", "content": {"application/json": {}}},
    413: {"description": "it is longer than anything that is taken in here", "content": {"application/json": {}}},
    404: {"description": "there is no such thing", "content": {"application/json": {}}},
    409: {"description": "something else came under this key before", "content": {"application/json": {}}},
    422: {"description": "refused, with the reason", "content": {"application/json": {}}},
    503: {"description": "it cannot be taken in now; come again in a moment", "content": {"application/json": {}}},
}
_STARTING = 20.0
_LONGEST_POLICY = 32 * 2**20
"""So many bytes has a policy with all its tables, at most."""
_AT_ONCE = 1_000
"""So many requests are looked at together; whoever comes then is told to come again (503)."""


_BEARER = HTTPBearer(auto_error=False, description="a token that `kanban operator add` gave")
Question = Callable[[Desk, int], dict[str, Any]]


class Said(BaseModel):
    """A signal, in the columns of recorded inputs."""

    model_config = ConfigDict(extra="allow", json_schema_extra={"additionalProperties": False})

    kind: str = Field(max_length=200, description="order, release, consumption, completion, scan, pick, receipt, rejection, count, ...")
    of: str = Field(max_length=200, description="the buffer, item, station or supplier that it is about, by its name or its code")
    quantity: str | int | None = Field(default=None, description="in the unit of the item; decimals as a text")
    item: str | None = Field(default=None, max_length=200)
    lot: str | None = Field(default=None, max_length=200)
    number: str | int | None = None
    tray: str | int | None = None
    card: str | int | None = None
    operator: str | None = Field(default=None, max_length=200, description="who did it, where a system reports it")
    due: str | None = Field(default=None, max_length=60)
    priority: str | int | None = None
    at: str | None = Field(default=None, max_length=60, description="when the sender says that it happened")
    source: str | None = Field(default=None, max_length=LONGEST_NAME, description="whose signal it is, where a system passes it on")
    key: str | None = Field(default=None, max_length=LONGEST_NAME, description="the same as the header `Idempotency-Key`")


class Answered(BaseModel):
    """What came of a signal."""

    outcome: str
    entry: int
    reason: str | None
    actions: list[dict[str, Any]]


class Words(BaseModel):
    """A policy in words: its files, or `back` for the text before."""

    model_config = ConfigDict(extra="allow")

    main: str | None = None
    files: dict[str, str] | None = None
    plan: str | None = Field(default=None, description="the plan that was looked at: another one is not taken up")
    back: bool | None = None


class Sentence(BaseModel):
    """Why nothing came of a request."""

    detail: str


_ANSWERS: dict[int | str, dict[str, Any]] = {
    400: {"description": "refused: it is no signal", "model": Answered},
    401: {"description": "no token, or one that nobody has", "model": Sentence},
    403: {"description": "refused: whoever says it may not, or names somebody who was not let in", "model": Answered},
    409: {"description": "conflict: something else came under this key before", "model": Answered},
    413: {"description": "refused: it is too long for a signal", "model": Answered},
    422: {"description": "refused, with the reason", "model": Answered},
    503: {"description": "it cannot be taken in now; come again in a moment", "model": Sentence},
}


def _body(model: type[BaseModel]) -> dict[str, Any]:
    """How the documentation describes a body that is read by hand."""
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": model.model_json_schema()}}}}


class _Rights:
    """Who a request comes from, and whether they may do what they ask."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    async def who(self, found: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]) -> Account:
        """Whose token it is."""
        account = None if found is None else known(self._runner.desk.journal, found.credentials)
        if account is None:
            raise HTTPException(401, "say who you are: `Authorization: Bearer TOKEN`", {"WWW-Authenticate": "Bearer"})
        return account

    async def manager(self, found: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]) -> Account:
        """The same, of somebody who manages the policy."""
        account = await self.who(found)
        if not account.manages:
            raise HTTPException(403, f"{account.name} does not manage this policy")
        return account


def application(runner: Runner) -> FastAPI:
    """The application of a runner."""
    app = FastAPI(
        title="kanbanlang",
        summary=f"Signals for {runner.desk.policy.name}, and what follows from them",
        version="1",
        docs_url=None,
        redoc_url=None,
    )
    rights, asking = _Rights(runner), Asking(runner)
    _signals(app, runner, rights)
    _questions(app, runner, asking, rights)
    _changes(app, runner, rights)

    @app.exception_handler(RequestValidationError)
    async def unreadable(_request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        where = ".".join(str(one) for one in first["loc"] if one != "body")
        return JSONResponse({"detail": f"{where or 'the body'}: {first['msg'].lower()}"}, 400)

    return app


def _signals(app: FastAPI, runner: Runner, rights: _Rights) -> None:
    @app.post("/signals", responses=_ANSWERS, response_model=Answered, openapi_extra=_body(Said))
    async def signal(
        request: Request,
        account: Annotated[Account, Depends(rights.who)],
        key: Annotated[str | None, Header(alias="Idempotency-Key", json_schema_extra={"maxLength": LONGEST_NAME})] = None,
    ) -> JSONResponse:
        """Bring a signal. With a key, bringing it again changes nothing and gets the same answer."""
        content = await _read(request, LONGEST_SIGNAL)
        return await _brought(runner, _signal(runner, account, content, key or None))


def _questions(app: FastAPI, runner: Runner, asking: Asking, rights: _Rights) -> None:
    @app.get("/health")
    async def health() -> JSONResponse:
        """Whether it lives, and whether what it knows is fresh: 503 where it cannot store, or its thread is gone."""
        shape = asking.health()
        return JSONResponse(shape, 200 if shape["status"] in {"ok", "stale"} else 503)

    @app.get("/metrics", response_class=PlainTextResponse)
    async def metrics() -> str:
        """Counts and gauges in the text form of Prometheus."""
        return asking.metrics()

    @app.get("/stock", responses={401: _ERRORS[401]})
    async def stock(_account: Annotated[Account, Depends(rights.who)]) -> dict[str, Any]:
        """What lies where, what is on its way and what waits, by buffer."""
        return await _asked(runner, lambda desk, _at: asking.stock(desk))

    @app.get("/outbox", responses={401: _ERRORS[401]})
    async def outbox(_account: Annotated[Account, Depends(rights.who)]) -> dict[str, Any]:
        """The jobs that are not over, and how far each is."""
        return await _asked(runner, lambda desk, _at: asking.outbox(desk))

    @app.get("/reconcile", responses={401: _ERRORS[401], 503: _ERRORS[503]})
    async def reconcile(_account: Annotated[Account, Depends(rights.who)]) -> dict[str, Any]:
        """What the engine, the lifts and the ERP believe to lie where, place by place where they differ, and what explains it."""
        return await _compared(lambda: reconciled(runner))

    @app.get("/entries", responses={401: _ERRORS[401], 400: _ERRORS[400]})
    async def entries(
        _account: Annotated[Account, Depends(rights.who)],
        after: Annotated[int, Query(ge=0, le=2**62)] = 0,
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> dict[str, Any]:
        """Entries of the journal behind a number."""
        return await _asked(runner, lambda desk, _at: asking.entries(desk, after, limit))

    @app.get("/why/{action}", responses=_ERRORS)
    async def why(action: Annotated[str, Path(max_length=64)], _account: Annotated[Account, Depends(rights.who)]) -> dict[str, Any]:
        """Why something was asked for: the rule, the signal, the numbers then and now."""
        return await _asked(runner, lambda desk, _at: asking.why(desk, action))

    @app.get("/why-not/{buffer}", responses=_ERRORS)
    async def why_not(buffer: Annotated[str, Path(max_length=200)], _account: Annotated[Account, Depends(rights.who)]) -> dict[str, Any]:
        """Why nothing is pulled to a buffer now."""
        return await _asked(runner, lambda desk, _at: asking.why_not(desk, buffer))


def _changes(app: FastAPI, runner: Runner, rights: _Rights) -> None:
    @app.post("/outbox/{job}/{what}", responses=_ERRORS)
    async def parked(
        job: Annotated[str, Path(max_length=64)],
        what: Annotated[str, Path(pattern="^(retry|drop)$")],
        account: Annotated[Account, Depends(rights.manager)],
    ) -> dict[str, Any]:
        """See to a parked job: hand it over again, or let it be."""
        return await _asked(runner, lambda desk, _at: see_to(desk, job, what, account.name))

    @app.post("/reconcile/{lane}", responses=_ERRORS)
    async def correction(
        lane: Annotated[str, Path(max_length=200)], account: Annotated[Account, Depends(rights.manager)]
    ) -> dict[str, Any]:
        """Have a lift, or `erp`, book the differences that nothing explains, so that it says what the engine says."""
        return await _compared(lambda: corrected(runner, lane, account.name))

    @app.post("/policy", responses=_ERRORS, openapi_extra=_body(Words))
    async def policy(
        request: Request,
        account: Annotated[Account, Depends(rights.manager)],
        *,
        apply: Annotated[bool, Query()] = False,
    ) -> dict[str, Any]:
        """What a new text of the policy would change; with `apply` it is taken up at one instant, or not at all."""
        body = _object(await _read(request, _LONGEST_POLICY))
        return await _asked(runner, lambda desk, at: change(desk, body, account.name, runner.meets, at if apply else None))


async def _read(request: Request, longest: int) -> bytes:
    """The body of a request; of one that is too long, so much that this is seen."""
    held = bytearray()
    async for chunk in request.stream():
        held += chunk
        if len(held) > longest:
            break
    return bytes(held[: longest + 1])


def _object(content: bytes) -> dict[str, Any]:
    if len(content) > _LONGEST_POLICY:
        raise HTTPException(413, f"a policy has at most {_LONGEST_POLICY} bytes")
    try:
        said = json.loads(content)
        json.dumps(said, ensure_ascii=False).encode()  # half of a character is no text
    except (ValueError, RecursionError) as error:
        raise HTTPException(400, f"it is no JSON: {error}") from error
    if not isinstance(said, dict):
        raise HTTPException(400, "it is no object")
    return said


def _signal(runner: Runner, account: Account, content: bytes, key: str | None) -> Signal:
    """Who speaks for themselves is the source; a system may name whose signal it passes on, and who did it."""
    said = columns_in(content)
    if isinstance(said, str):
        return unreadable(content, said, account.name, None, key and key[:LONGEST_NAME])
    if key is not None and said.get("key", key) != key:
        return Signal(said, account.name, wrong="the column `key` says something else than the header `Idempotency-Key`")
    if account.role is not None:
        return spoken(account.person, said, key)
    forwarded = said.get("source") or account.name
    return passed_on(runner.desk.journal, said, account.name, None if forwarded == account.name else account.name, key)


async def _brought(runner: Runner, signal: Signal) -> JSONResponse:
    try:
        answer: Answer = await asyncio.wrap_future(runner.hear(signal))
    except (BusyError, NotStoredError) as error:
        return JSONResponse({"detail": str(error)}, 503, {"Retry-After": "1"})
    return JSONResponse(answer.shape, _status(signal, answer))


def _status(signal: Signal, answer: Answer) -> int:
    if signal.wrong is None:
        return _STATUS[answer.outcome]
    if signal.barred:
        return 403
    return 413 if signal.wrong == TOO_LONG else 400


async def _asked(runner: Runner, question: Question) -> dict[str, Any]:
    """Ask the desk, on its own thread, so that the answer is of one instant."""
    try:
        answer: dict[str, Any] | LookupError | JournalError = await asyncio.wrap_future(
            runner.tell(lambda desk, at: _or_error(question, desk, at))
        )
    except (BusyError, NotStoredError) as error:
        raise HTTPException(503, str(error), {"Retry-After": "1"}) from error
    if isinstance(answer, LookupError):
        raise HTTPException(404, str(answer.args[0]))
    if isinstance(answer, JournalError):
        raise HTTPException(422, str(answer))
    return answer


async def _compared(ask: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Ask the backends too, which may take a while: on a thread of its own."""
    try:
        return await asyncio.to_thread(ask)
    except (BusyError, NotStoredError) as error:
        raise HTTPException(503, str(error), {"Retry-After": "1"}) from error
    except LookupError as error:
        raise HTTPException(404, str(error.args[0])) from error


def _or_error(question: Question, desk: Desk, at: int) -> Any:  # noqa: ANN401 - an answer of any shape
    """What a person asked wrongly is an answer, not a failure of the desk."""
    try:
        return question(desk, at)
    except (LookupError, JournalError) as error:
        return error


@contextmanager
def serve(runner: Runner, host: str, port: int) -> Iterator[str]:
    """Serve while this lasts; where. Raises JournalError where the port is taken."""
    config = uvicorn.Config(application(runner), host=host, port=port, log_level="warning", access_log=False, timeout_graceful_shutdown=5)
    config.limit_concurrency = _AT_ONCE
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    thread = threading.Thread(target=_serve, args=(server,), name="http", daemon=True)
    thread.start()
    until = time.monotonic() + _STARTING
    while not server.started:
        if not thread.is_alive() or time.monotonic() > until:
            raise JournalError(f"nothing can be served at {host}:{port}: the port is taken, or not allowed")
        time.sleep(0.01)
    (bound, *_) = server.servers[0].sockets
    try:
        yield f"http://{host}:{bound.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def _serve(server: uvicorn.Server) -> None:
    try:
        server.run()
    except SystemExit:
        return  # it has said why
