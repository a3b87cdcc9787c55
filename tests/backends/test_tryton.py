"""The driver for Tryton against a real Tryton server: nothing twice and nothing lost, whatever gets lost, comes late or is killed."""

from __future__ import annotations

import logging
import random
import threading
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from tryton_plant import PASSWORD, documents, on_hand, policy, receive
from tryton_server import Server, sqlite_server

from kanbanlang.backends.contract import (
    BOOK,
    EXPEDITE,
    MAKE,
    MOVE,
    PURCHASE,
    Absent,
    Accepted,
    Answer,
    Backend,
    BackendError,
    Job,
    Move,
    Refused,
    Result,
    Unknown,
)
from kanbanlang.backends.tryton import TrytonErp, tryton
from kanbanlang.backends.tryton.wire import NoAnswerError, RefusedError, Wire

PLANT = policy()
NUMBERS = count(1)
SHIPMENT, PURCHASES = "stock.shipment.internal", "purchase.purchase"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with sqlite_server(tmp_path_factory.mktemp("tryton")) as server:
        yield server


@pytest.fixture(scope="module")
def clerk(server: Server) -> Wire:
    return server.wire()


def driver(server: Server, mark: str, **more: object) -> TrytonErp:
    """A driver with a mark of its own, so that each test sees only its documents; it looks for results whenever it is asked."""
    where = {"url": server.url, "database": "plant", "user": "admin", "password_file": str(server.folder / "secret")}
    (server.folder / "secret").write_text(f"{PASSWORD}\n")
    erp = tryton({**where, "looks_every": 0, "mark": mark, "locations": {"receiving": "IN"}, **more}, PLANT, "erp")
    if not {"url", "user", "password_file"} & set(more):
        server.let_in(erp.wire)
    return erp


@pytest.fixture
def mark() -> str:
    return f"k{next(NUMBERS)}"


@pytest.fixture
def erp(server: Server, mark: str) -> TrytonErp:
    return driver(server, mark)


def gears(pieces: int | str, source: str | None, target: str | None) -> Move:
    return Move("gear_m2", "GM2-0040", Decimal(pieces), "pcs", source, target)


def gearbox(pieces: int) -> Move:
    return Move("gearbox", "gearbox", Decimal(pieces), "pcs", "assembly", "shipping")


def job(kind: str, *moves: Move, number: str = "", reason: str = "count") -> Job:
    return Job(number or f"{next(NUMBERS):06x}", kind, moves, reason)


def delivered(erp: Backend, job: Job) -> Answer:
    """Hand a job over as a runner does: what nobody answers is asked for, and sent again when it is not there."""
    answer = erp.send(job)
    while isinstance(answer, Unknown):
        found = erp.find(job.id)
        answer = erp.send(job) if isinstance(found, Absent) else found
    return answer


def difference(erp: TrytonErp, before: dict[str, Decimal]) -> dict[str, Decimal]:
    now = on_hand(erp)
    return {place: more for place in now | before if (more := now.get(place, Decimal(0)) - before.get(place, Decimal(0)))}


def reported(erp: TrytonErp) -> list[Result]:
    """All that is told until nothing is left to tell."""
    told: list[Result] = []
    while news := erp.results():
        for one in news:
            erp.ack(one)
        told += news
    return told


# ------------------------------------------------------------ booking
def test_what_has_moved_is_booked_where_it_moved(erp: TrytonErp) -> None:
    before = on_hand(erp)
    assert erp.send(job(BOOK, gears(600, None, "lift_gears"))) == Accepted()
    pick = job(BOOK, gears(20, "lift_gears", "line_gears"), gears(7, "line_gears", None), gears(3, "line_gears", None), reason="pick")
    assert erp.send(pick) == Accepted()
    assert erp.send(pick) == Accepted(), "it is known, and not done again"
    assert erp.find(pick.id) == Accepted()
    assert difference(erp, before) == {"lift_gears": 580, "line_gears": 10}


def test_facts_are_booked_also_where_tryton_believes_that_nothing_is_there(erp: TrytonErp) -> None:
    before = on_hand(erp)
    assert erp.send(job(BOOK, gears(5000, "line_gears", "lift_gears"))) == Accepted()
    assert difference(erp, before) == {"line_gears": -5000, "lift_gears": 5000}


def test_goods_outside_have_a_location_for_each_reason(server: Server, clerk: Wire, mark: str) -> None:
    clerk.model("stock.location", "create", [{"name": "Used up", "code": "USED", "type": "lost_found"}])
    erp = driver(server, mark, outside={"consumption": "USED"})
    used = job(BOOK, gears(4, "line_gears", None), reason="consumption")
    lost = job(BOOK, gears(1, "line_gears", None), reason="count")
    assert [erp.send(used), erp.send(lost)] == [Accepted(), Accepted()]
    rows = clerk.rows(SHIPMENT, [["reference", "like", f"{mark} book %"]], ["to_location.code"])
    assert [row["to_location."]["code"] for row in rows] == ["USED", None]


def test_stock_is_that_of_a_location_without_what_lies_below_it(server: Server, mark: str) -> None:
    erp, above = driver(server, mark), driver(server, mark, locations={"receiving": "IN", "line_gears": "STO"})
    before = on_hand(above)
    erp.send(job(BOOK, gears(30, None, "line_gears")))
    assert difference(above, before) == {}, "it lies at the line, which is below STO"


def test_a_place_that_tryton_does_not_know_is_refused_by_name(server: Server, clerk: Wire, mark: str) -> None:
    erp = driver(server, mark, locations={"line_gears": "NOWHERE"})
    answer = erp.send(job(BOOK, gears(1, None, "line_gears")))
    assert isinstance(answer, Refused)
    assert answer.reason == "Tryton has no locations with the code `NOWHERE`, for `line_gears`"
    assert documents(clerk, begins=mark) == []
    with pytest.raises(BackendError, match="NOWHERE"):
        erp.stock()


@pytest.mark.parametrize("kind", [BOOK, MOVE, PURCHASE, MAKE])
def test_a_job_with_a_lot_is_refused_rather_than_done_without_it(erp: TrytonErp, clerk: Wire, mark: str, kind: str) -> None:
    moves = dict(ALL_KINDS)[kind]
    answer = erp.send(job(kind, *(evolve(move, lot="L-77") for move in moves)))
    assert answer == Refused("lots and serial numbers (here L-77) are not told to Tryton")
    assert [*documents(clerk, begins=mark), *documents(clerk, PURCHASES, mark), *documents(clerk, "production", mark)] == []


def test_goods_go_to_another_warehouse_only_by_people(server: Server, clerk: Wire, mark: str) -> None:
    where = [{"name": f"{mark} {type_}", "code": f"{type_}2", "type": type_} for type_ in ("storage", "production")]
    storage, production = clerk.model("stock.location", "create", where)
    parts = {"input_location": storage, "output_location": storage, "storage_location": storage, "production_location": production}
    (second,) = clerk.model("stock.location", "create", [{"name": "Hall B", "code": "WH2", "type": "warehouse", **parts}])
    try:
        answer = driver(server, mark).send(job(BOOK, gears(5, "lift_gears", "line_gears")))
        assert answer == Refused("Tryton has 2 such warehouses: `warehouse` is the code of the one meant")
        erp = driver(server, mark, warehouse="WH", locations={"receiving": "IN", "line_gears": "storage2"})
        for kind in (BOOK, MOVE):
            answer = erp.send(job(kind, gears(5, "lift_gears", "line_gears")))
            assert isinstance(answer, Refused)
            assert answer.reason.startswith("`lift_gears` and `line_gears` are in two warehouses")
        answer = erp.send(job(PURCHASE, gears(5, "acme", "line_gears")))
        assert isinstance(answer, Refused)
        assert answer.reason.startswith("`line_gears` is not in the warehouse where goods come in")
        assert [*documents(clerk, begins=mark), *documents(clerk, PURCHASES, mark)] == []
    finally:
        clerk.model("stock.location", "write", [second, storage, production], {"active": False})


def test_places_without_a_location_are_told_at_the_start(server: Server, mark: str, caplog: pytest.LogCaptureFixture) -> None:
    erp = driver(server, mark, locations={"line_gears": "NOWHERE"})
    for _ in range(2):
        assert erp.results() == []
    assert [record.getMessage() for record in caplog.records] == [
        "Tryton has no locations with the code `NOWHERE`, for `line_gears`; jobs there will be refused until it has one",
        "Tryton has no locations with the code `receiving`, for `receiving`; jobs there will be refused until it has one",
    ], "once, buffers and docks"


def test_a_quantity_finer_than_tryton_counts_is_refused(erp: TrytonErp) -> None:
    answer = erp.send(job(BOOK, gears("0.5", None, "line_gears")))
    assert isinstance(answer, Refused)
    assert "counts to 0 digits" in answer.reason


def test_a_business_error_comes_with_http_200_and_leaves_nothing_half_done(server: Server, clerk: Wire, mark: str, tmp_path: Path) -> None:
    """The user may make documents, but not assign what is not there: Tryton refuses when the documents are there already."""
    before = on_hand(driver(server, mark))
    groups = {row["name"]: row["id"] for row in clerk.rows("res.group", [["name", "like", "Stock%"]], ["name"])}
    rights = {"companies": [["add", [1]]], "company": 1, "groups": [["add", [groups["Stock"]]]]}
    (user,) = clerk.model("res.user", "create", [{"name": "Runner", "login": "runner", "password": "cart-before-horse", **rights}])
    (tmp_path / "runner").write_text("cart-before-horse")
    erp = driver(server, mark, user="runner", password_file=str(tmp_path / "runner"))
    both = job(BOOK, gears(5, None, "lift_gears"), gears(6, "lift_gears", "line_gears"))
    answer = erp.send(both)
    assert isinstance(answer, Refused)
    assert "assign_force" in answer.reason
    assert {row["state"] for row in documents(clerk, begins=mark)} == {"cancelled"}
    assert erp.find(both.id) == Absent()
    assert difference(driver(server, mark), before) == {}
    clerk.model("res.user", "write", [user], {"groups": [["add", [groups["Stock Force Assignment"]]]]})
    assert erp.send(both) == Accepted(), "people have seen to it"
    assert difference(driver(server, mark), before) == {"lift_gears": -1, "line_gears": 6}


# ------------------------------------------------------------ what gets lost, and what comes late
ALL_KINDS = [
    (BOOK, (gears(20, "lift_gears", "line_gears"), gears(2, "line_gears", None))),
    (MOVE, (gears(20, "lift_gears", "line_gears"),)),
    (PURCHASE, (gears(100, "acme", "lift_gears"),)),
    (MAKE, (gearbox(2),)),
]
IDS = [kind for kind, _ in ALL_KINDS]
CHANGES = {"create", "write", "wait", "assign_force", "assign_try", "do", "quote", "confirm"}


def made(clerk: Wire, mark: str, job: str) -> list[tuple[str, str]]:
    """Model and state of all documents of a job."""
    found = [(model, row) for model in (SHIPMENT, PURCHASES, "production") for row in documents(clerk, model, mark)]
    return [(model, row["state"]) for model, row in found if job in row.get("reference", row.get("description"))]


@pytest.mark.parametrize(("kind", "moves"), ALL_KINDS, ids=IDS)
def test_whichever_answer_gets_lost_there_is_one_document(
    server: Server, clerk: Wire, monkeypatch: pytest.MonkeyPatch, mark: str, kind: str, moves: tuple[Move, ...]
) -> None:
    erp, real = driver(server, mark), Wire._post
    erp.send(job(BOOK, gears(200, None, "lift_gears")))
    erp.send(first := job(kind, *moves))
    whole = made(clerk, mark, first.id)
    for lost in count(1):
        calls = count(1)

        def post(self: Wire, method: str, *words: Any, calls: count[int] = calls, lost: int = lost) -> tuple[int, bytes]:  # noqa: ANN401
            answer = real(self, method, *words)
            # A question whose answer is lost is the same for every kind, so one kind shows it.
            if (kind == BOOK or method.rpartition(".")[2] in CHANGES) and next(calls) == lost:
                raise NoAnswerError("the line broke when the call was carried out")
            return answer

        monkeypatch.setattr(Wire, "_post", post)
        one = job(kind, *moves)
        answer = delivered(erp, one)
        monkeypatch.setattr(Wire, "_post", real)
        assert answer == Accepted()
        assert made(clerk, mark, one.id) == whole, f"call {lost} was lost"
        if next(calls) <= lost:
            break
    assert lost > (5 if kind == BOOK else 3), "every call of it was lost once"


@pytest.mark.parametrize(("kind", "moves"), ALL_KINDS, ids=IDS)
def test_a_call_that_comes_late_makes_no_second_document(
    server: Server, clerk: Wire, monkeypatch: pytest.MonkeyPatch, mark: str, kind: str, moves: tuple[Move, ...]
) -> None:
    """Each call that changes something is held up on its way once, and comes when its job has long been done by another."""
    erp, real = driver(server, mark), Wire._post
    erp.send(job(BOOK, gears(200, None, "lift_gears")))
    whole: list[tuple[str, str]] = []
    for held_up in count(1):
        calls, late = count(1), list[Callable[[], object]]()

        def post(self: Wire, method: str, *words: Any, on: tuple[Any, ...] = (calls, held_up, late)) -> tuple[int, bytes]:  # noqa: ANN401
            if method.rpartition(".")[2] in CHANGES and next(on[0]) == on[1]:
                on[2].append(lambda: real(self, method, *words))
                raise NoAnswerError("no answer in time")
            return real(self, method, *words)

        monkeypatch.setattr(Wire, "_post", post)
        one = job(kind, *moves)
        answer = delivered(erp, one)
        monkeypatch.setattr(Wire, "_post", real)
        assert answer == Accepted()
        whole = whole or made(clerk, mark, one.id)
        for come in late:
            come()
        now = made(clerk, mark, one.id)
        assert len(now) == len(whole), f"change {held_up} came late"
        assert kind != BOOK or now == whole, "what is booked stays booked"
        if not late:
            break
    assert held_up > 3, "every change was held up once"


def test_what_is_said_to_be_absent_does_not_come_any_more(server: Server, clerk: Wire, monkeypatch: pytest.MonkeyPatch, mark: str) -> None:
    erp, real = driver(server, mark), Wire._post
    erp.send(job(BOOK, gears(1, None, "lift_gears")))  # drafts lie ready
    late: list[Callable[[], tuple[int, bytes]]] = []

    def post(self: Wire, method: str, *words: Any) -> tuple[int, bytes]:  # noqa: ANN401
        if method.endswith(".write") and not late:
            late.append(lambda: real(self, method, *words))
            raise NoAnswerError("no answer in time")
        return real(self, method, *words)

    monkeypatch.setattr(Wire, "_post", post)
    lost = job(BOOK, gears(9, None, "lift_gears"))
    assert isinstance(erp.send(lost), Unknown)
    assert erp.find(lost.id) == Absent()
    status, body = late[0]()
    assert status == 200
    assert b"ConcurrencyException" in body
    assert len(documents(clerk, begins=mark)) == 1


def test_nobody_knows_when_nobody_answers(server: Server, mark: str) -> None:
    erp = driver(server, mark, url="http://127.0.0.1:9", timeout=1)
    assert isinstance(erp.send(job(BOOK, gears(1, None, "lift_gears"))), Unknown)
    assert isinstance(erp.find("x"), Unknown)
    assert isinstance(erp.cancel("x"), Unknown)
    assert erp.results() == []
    with pytest.raises(BackendError, match=r"127\.0\.0\.1:9"):
        erp.stock()


# ------------------------------------------------------------ kill -9
def test_a_server_that_is_killed_again_and_again_has_each_booking_once(tmp_path: Path) -> None:
    chance, stop = random.Random(20_260_101), threading.Event()  # noqa: S311 - moments, no secrets
    with sqlite_server(tmp_path) as server:
        erp, clerk = driver(server, "kill"), server.wire()
        jobs = [job(BOOK, gears(nth, None, "lift_gears"), gears(1, "lift_gears", "line_gears")) for nth in range(1, 13)]
        jobs += [job(PURCHASE, gears(20, "acme", "lift_gears")) for _ in range(2)]
        chance.shuffle(jobs)
        kills = 0

        def killer() -> None:
            nonlocal kills
            while not stop.is_set() and kills < 3:
                time.sleep(chance.uniform(0.2, 1.2))
                server.kill()
                kills += 1
                server.start()

        thread = threading.Thread(target=killer)
        thread.start()
        try:
            for one in jobs:
                assert delivered_in_the_end(erp, one) == Accepted()
        finally:
            stop.set()
            thread.join()
        assert kills >= 2
        for one in jobs:
            assert erp.find(one.id) == Accepted()
        assert on_hand(erp) == {"lift_gears": sum(range(1, 13)) - 12, "line_gears": 12}
        assert len(documents(clerk, begins="kill")) == 24
        assert {row["state"] for row in documents(clerk, begins="kill")} == {"done"}
        assert [row["state"] for row in documents(clerk, PURCHASES, "kill")] == ["processing"] * 2


def delivered_in_the_end(erp: TrytonErp, one: Job) -> Answer:
    """As `delivered`, with patience until the server is there again."""
    known = erp.send(one)
    while isinstance(known, Unknown):
        time.sleep(0.05)
        found = erp.find(one.id)
        known = found if isinstance(found, Accepted | Unknown) else erp.send(one)
    return known


def test_sessions_end_and_begin_without_anybody_noticing(erp: TrytonErp) -> None:
    assert erp.find("x") == Absent()
    session = erp.wire._session
    assert session is not None
    user, number, token = b64decode(session).decode().split(":")
    ended = b64encode(f"{user}:{number}:{token[::-1]}".encode()).decode()
    erp.wire._session = ended
    assert erp.find("x") == Absent(), "a session that Tryton does not know (401) is begun anew"
    assert erp.wire._session not in {None, session, ended}


# ------------------------------------------------------------ a Tryton that is busy
@pytest.mark.parametrize("status", [503, 504])
def test_a_lock_that_tryton_did_not_get_is_asked_for_again_with_longer_pauses(
    erp: TrytonErp, clerk: Wire, monkeypatch: pytest.MonkeyPatch, mark: str, status: int
) -> None:
    erp.send(job(BOOK, gears(1, None, "lift_gears")))
    real, busy, pauses = Wire._post, count(1), list[float]()

    def post(self: Wire, method: str, *words: Any) -> tuple[int, bytes]:  # noqa: ANN401
        if method.endswith(".write") and next(busy) <= 4:
            return status, b"could not obtain lock on row"
        return real(self, method, *words)

    monkeypatch.setattr(Wire, "_post", post)
    monkeypatch.setattr(erp.wire, "sleep", pauses.append)
    assert erp.send(job(BOOK, gears(1, "lift_gears", None))) == Accepted()
    waited = [pause for pause in pauses if pause]
    assert waited[:4] == [0.05, 0.1, 0.2, 0.4]
    assert [row["state"] for row in documents(clerk, begins=mark)] == ["done", "done"]


def test_a_tryton_that_stays_busy_is_one_of_which_nobody_knows(erp: TrytonErp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Wire, "_post", lambda *_: (503, b"could not obtain lock on row"))
    monkeypatch.setattr(erp.wire, "sleep", lambda _: None)
    assert isinstance(erp.send(job(BOOK, gears(1, "lift_gears", None))), Unknown)


# ------------------------------------------------------------ sessions and passwords
def test_the_password_is_told_to_nobody(
    server: Server, mark: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever goes wrong while somebody logs in: a server that says it back, none at all, one that talks rubbish."""
    caplog.set_level(logging.DEBUG)
    (tmp_path / "new").write_text("horse-and-cart\n")
    monkeypatch.setenv("OF_TRYTON", "horse-and-cart")
    section = {"url": server.url, "database": "plant", "user": "admin", "looks_every": 0, "mark": mark}
    said = []
    for where in ({"password_file": str(tmp_path / "new")}, {"password_env": "OF_TRYTON"}):
        erp = tryton({**section, **where}, PLANT, "erp")
        for status, body in (
            (401, b"horse-and-cart"),
            (500, b"horse-and-cart"),
            (200, b'{"error": ["E", ["horse-and-cart"]]}'),
            (200, b"?"),
        ):
            seen: list[object] = []

            def post(_: Wire, *words: object, answer: tuple[int, bytes] = (status, body), seen: list[object] = seen) -> tuple[int, bytes]:
                seen.append(words)
                return answer

            monkeypatch.setattr(Wire, "_post", post)
            said += [erp.send(job(BOOK, gears(1, None, "lift_gears"))), erp.find("x"), erp.cancel("x"), erp.results()]
            with pytest.raises(BackendError) as told:
                erp.stock()
            said += [told.value, repr(erp), repr(erp.wire)]
            assert "horse-and-cart" in str(seen), "it was used"
    assert "horse-and-cart" not in f"{said}{caplog.text}"


def test_a_wrong_password_is_told_without_telling_it(server: Server, mark: str, tmp_path: Path) -> None:
    (tmp_path / "wrong").write_text("open-sesame")
    erp = driver(server, mark, password_file=str(tmp_path / "wrong"))
    answer = erp.find("x")
    assert answer == Unknown("Tryton does not let `admin` in: the password is wrong, or the user is not active")
    assert "sesame" not in f"{answer}{erp!r}{erp.wire!r}{erp.settings!r}"


def test_a_password_that_is_not_there_stops_nothing(server: Server, mark: str) -> None:
    erp = driver(server, mark, password_file="/nowhere/password")  # noqa: S106 - a path
    assert erp.find("x") == Unknown("erp: the file `/nowhere/password` with the password is not there")


# ------------------------------------------------------------ moves by people
def test_a_reservation_of_a_part_is_given_back(erp: TrytonErp, clerk: Wire, mark: str) -> None:
    erp.send(job(BOOK, gears(25, None, "shipping")))
    assert erp.send(job(MOVE, gears(1000, "shipping", "line_gears"))) == Accepted()
    (document,) = clerk.rows(SHIPMENT, [["reference", "like", f"{mark} move %"]], ["state", "moves.state", "moves.quantity"])
    assert document["state"] == "waiting"
    assert {move["state"] for move in document["moves."]} == {"draft"}
    assert sum(move["quantity"] for move in document["moves."]) == 1000
    assert erp.send(job(MOVE, gears(25, "shipping", "line_gears"))) == Accepted()
    states = [row["state"] for row in clerk.rows(SHIPMENT, [["reference", "like", f"{mark} move %"]], ["state"])]
    assert states == ["waiting", "assigned"], "the goods are free for whoever can use them"
    erp.send(job(BOOK, gears(25, "shipping", None)))


def test_a_short_pick_is_told_with_what_was_executed(erp: TrytonErp, clerk: Wire, mark: str) -> None:
    erp.send(job(BOOK, gears(50, None, "lift_gears")))
    move = job(MOVE, gears(20, "lift_gears", "line_gears"))
    before = on_hand(erp)
    erp.send(move)
    assert erp.results() == []
    (document,) = clerk.rows(SHIPMENT, [["reference", "=", f"{mark} move {move.id}"]], ["moves"])
    clerk.model(SHIPMENT, "wait", [document["id"]])
    clerk.model("stock.move", "write", document["moves"], {"quantity": 13})
    clerk.model(SHIPMENT, "assign_try", [document["id"]])
    clerk.model(SHIPMENT, "do", [document["id"]])
    told = [Result(move.id, 1, 1, Decimal(13), final=True)]
    assert erp.results() == told
    assert erp.results() == told, "again, until it is acknowledged"
    assert reported(erp) == told
    assert erp.results() == []
    assert difference(erp, before) == {"lift_gears": -13, "line_gears": 13}
    assert erp.find(move.id) == Accepted()


def test_what_people_cancel_is_told(erp: TrytonErp, clerk: Wire, mark: str) -> None:
    move = job(MOVE, gears(20, "lift_gears", "line_gears"))
    erp.send(move)
    (document,) = documents(clerk, begins=f"{mark} move")
    clerk.model(SHIPMENT, "cancel", [document["id"]])
    assert reported(erp) == [Result(move.id, 1, 1, Decimal(0), final=True, cancelled=True)]


def test_what_was_made_is_told(erp: TrytonErp, clerk: Wire, mark: str) -> None:
    make, before = job(MAKE, gearbox(3)), on_hand(erp)
    assert erp.send(make) == Accepted()
    (order,) = clerk.rows("production", [["reference", "=", f"{mark} make {make.id}"]], ["state", "outputs"])
    assert order["state"] == "assigned"
    clerk.model("production", "run", [order["id"]])
    clerk.model("stock.move", "write", order["outputs"], {"quantity": 2})
    clerk.model("production", "do", [order["id"]])
    assert reported(erp) == [Result(make.id, 1, 1, Decimal(2), final=True)]
    assert difference(erp, before) == {"shipping": 2}


# ------------------------------------------------------------ purchases and receipts
def test_receipts_are_told_one_by_one_where_they_were_ordered_for(server: Server, erp: TrytonErp, clerk: Wire, mark: str) -> None:
    buy, before = job(PURCHASE, gears(200, "acme", "lift_gears")), on_hand(erp)
    assert erp.send(buy) == Accepted()
    receive(clerk, mark, Decimal(120))
    short = Result(buy.id, 1, 1, Decimal(120), final=False)
    assert erp.results() == [short]
    assert driver(server, mark).results() == [short], "a driver that starts again says the same"
    assert reported(erp) == [short]
    receive(clerk, mark, Decimal(95), puts_away=True)
    assert reported(driver(server, mark)) == [
        Result(buy.id, 1, 2, Decimal(95), final=False),
        Result(buy.id, 1, 3, Decimal(0), final=True),
    ], "what is known is noted in Tryton, so that no restart tells it again"
    assert driver(server, mark).results() == [], "the end is noted in Tryton"
    assert difference(erp, before) == {"lift_gears": 215}, "more came than was ordered, and two ways led there"


def test_goods_of_others_in_a_shipment_are_left_to_the_clerk(server: Server, clerk: Wire, mark: str) -> None:
    mine, others = driver(server, mark), driver(server, f"{mark}other")
    before = on_hand(mine)
    mine.send(job(PURCHASE, gears(40, "acme", "lift_gears")))
    others.send(job(PURCHASE, gears(60, "acme", "line_gears")))
    receive(clerk, mark)
    assert mine.results() == [], "they are received, but not put away"
    (shipment,) = clerk.rows("stock.shipment.in", [["state", "=", "received"]], ["id"])
    clerk.model("stock.shipment.in", "do", [shipment["id"]])
    assert [one.executed for one in reported(mine)] == [40, 0]
    assert [one.executed for one in reported(others)] == [60, 0]
    assert difference(mine, before) == {"lift_gears": 40, "line_gears": 60}


def test_an_order_with_which_something_is_wrong_silences_no_other(
    server: Server, clerk: Wire, mark: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Somebody takes the code of a location away while goods for it are on their way."""
    erp = driver(server, mark)
    lost, other = job(PURCHASE, gears(10, "acme", "line_gears")), job(PURCHASE, gears(20, "acme", "lift_gears"))
    assert [erp.send(lost), erp.send(other)] == [Accepted(), Accepted()]
    receive(clerk, f"{mark} purchase {other.id}")
    renamed = driver(server, mark, locations={"receiving": "IN", "line_gears": "GONE"})
    for _ in range(2):
        assert [(one.job, one.executed) for one in renamed.results()] == [(other.id, 20), (other.id, 0)]
    told = [record.getMessage() for record in caplog.records if lost.id in record.getMessage()]
    assert told == [f"nothing is told of the purchase of job {lost.id}: Tryton has no locations with the code `GONE`, for `line_gears`"]
    assert erp.cancel(lost.id) == Accepted()


def test_a_purchase_goes_as_far_as_is_configured(server: Server, clerk: Wire, mark: str) -> None:
    erp = driver(server, mark, orders="quotation")
    buy = job(PURCHASE, gears(200, "acme", "lift_gears"))
    assert erp.send(buy) == Accepted()
    assert erp.find(buy.id) == Accepted()
    (order,) = clerk.rows(PURCHASES, [["reference", "=", buy.id]], ["state", "party.name", "number", "lines.quantity"])
    assert (order["state"], order["party."]["name"]) == ("quotation", "ACME Gears")
    assert order["number"]
    assert erp.cancel(buy.id) == Accepted()
    assert reported(erp) == [Result(buy.id, 1, 1, Decimal(0), final=True, cancelled=True)]


def test_a_purchase_is_given_up_as_long_as_nothing_has_come(erp: TrytonErp, clerk: Wire, mark: str) -> None:
    buy, late = job(PURCHASE, gears(20, "acme", "lift_gears")), job(PURCHASE, gears(30, "acme", "lift_gears"))
    erp.send(buy)
    assert erp.cancel(buy.id) == Accepted()
    assert erp.cancel(buy.id) == Accepted(), "twice is once"
    assert reported(erp) == [Result(buy.id, 1, 2, Decimal(0), final=True, cancelled=True)]
    erp.send(late)
    receive(clerk, mark)
    assert erp.cancel(late.id) == Refused("too late: goods are received, or on their way in")
    assert [one.executed for one in reported(erp)] == [30, 0]


def test_a_clerk_who_writes_a_suppliers_number_into_the_reference_hides_nothing(erp: TrytonErp, clerk: Wire, mark: str) -> None:
    buy = job(PURCHASE, gears(20, "acme", "lift_gears"))
    erp.send(buy)
    (order,) = clerk.rows(PURCHASES, [["reference", "=", buy.id]], ["id"])
    clerk.model(PURCHASES, "write", [order["id"]], {"reference": "ACME-4711"})
    assert erp.find(buy.id) == Accepted()
    receive(clerk, mark)
    assert [one.job for one in reported(erp)] == [buy.id, buy.id]


# ------------------------------------------------------------ giving up, and hurrying
def test_what_is_done_is_not_given_up(erp: TrytonErp, clerk: Wire, mark: str) -> None:
    booked, move = job(BOOK, gears(20, None, "lift_gears")), job(MOVE, gears(20, "lift_gears", "line_gears"))
    erp.send(booked)
    erp.send(move)
    assert erp.cancel(booked.id) == Refused("it is booked")
    assert erp.cancel("nothing") == Refused("Tryton has no document of this job")
    (document,) = documents(clerk, begins=f"{mark} move")
    clerk.model(SHIPMENT, "do", [document["id"]])
    assert erp.cancel(move.id) == Refused("too late: it is done")
    given_up = job(MOVE, gears(20, "lift_gears", "line_gears"))
    erp.send(given_up)
    assert erp.cancel(given_up.id) == Accepted()
    assert [(one.job, one.cancelled) for one in reported(erp)] == [(move.id, False), (given_up.id, True)]


def test_what_is_needed_sooner_is_noted_at_its_orders(erp: TrytonErp, clerk: Wire, mark: str) -> None:
    buy, hurry = job(PURCHASE, gears(20, "acme", "lift_gears")), Job(f"{mark}e", EXPEDITE, text="lift_gears")
    erp.send(buy)
    for _ in range(2):
        assert erp.send(hurry) == Accepted()
    assert erp.find(hurry.id) == Accepted()
    (note,) = clerk.rows("ir.note", [["message", "like", f"{mark} expedite %"]], ["message", "resource"])
    assert note["message"] == f"{mark} expedite {hurry.id}: lift_gears is needed sooner"
    (order,) = clerk.rows(PURCHASES, [["reference", "=", buy.id]], ["id"])
    assert note["resource"] == f"purchase.purchase,{order['id']}"
    erp.cancel(buy.id)


# ------------------------------------------------------------ the wire, and the configuration
def test_a_long_answer_is_read_although_it_is_said_to_be_packed(clerk: Wire) -> None:
    assert len(clerk.rows("ir.model", [], ["name"])) > 200


def test_what_tryton_does_not_have_is_refused_in_its_words(clerk: Wire) -> None:
    with pytest.raises(RefusedError, match=r"no\.such"):
        clerk.rows("no.such", [], [])


@pytest.mark.parametrize(
    ("section", "sentence"),
    [
        ({}, "erp: it has no `database`"),
        ({"database": "d"}, "erp: it has no `user`"),
        ({"database": "d", "user": "u"}, "the password is in the environment"),
        ({"database": "d", "user": "u", "password": "p"}, "`password` is not a setting of tryton"),
        ({"database": "d", "user": "u", "password_env": "P", "url": "ftp://x"}, "`url` is an address"),
        ({"database": "d", "user": "u", "password_env": "P", "url": "http://u:p@x"}, "`url` has no user"),
        ({"database": "d", "user": "u", "password_env": "P", "orders": "sent"}, "`orders` is `draft`"),
        ({"database": "d", "user": "u", "password_env": "P", "mark": "a b"}, "`mark` is one word"),
        ({"database": "d", "user": "u", "password_env": "P", "timeout": "1"}, "`timeout` is a number of seconds"),
        ({"database": "d", "user": "u", "password_env": "P", "locations": {"a": 1}}, "`locations` maps names"),
        ({"database": "d", "user": "u", "password_env": "P", "puts_away": 1}, "`puts_away` is true or false"),
    ],
)
def test_a_wrong_configuration_is_told_in_a_sentence(section: dict[str, object], sentence: str) -> None:
    with pytest.raises(BackendError) as told:
        tryton(section, PLANT, "erp")
    assert sentence in str(told.value)
