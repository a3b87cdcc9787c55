"""Signals over real HTTP: each answer has its status, what is no signal is written down, and nobody gets in without a token."""

from __future__ import annotations

import json
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from live_plants import LINE
from live_runners import PATIENCE, Running, running

from kanbanlang.live.ways import LONGEST_SIGNAL


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Running]:
    with running(tmp_path) as one:
        yield one


def order(quantity: int, **more: str) -> dict[str, object]:
    return {"kind": "order", "of": "line_gears", "quantity": quantity, **more}


def test_each_answer_has_its_status(plant: Running) -> None:
    accepted = plant.post(order(3), key="o1")
    assert (accepted.status_code, accepted.json()["outcome"]) == (200, "accepted")
    assert [one["kind"] for one in accepted.json()["actions"]] == ["deliver"]
    again = plant.post(order(3), key="o1")
    assert (again.status_code, again.json()["outcome"], again.json()["entry"]) == (200, "duplicate", accepted.json()["entry"])
    other = plant.post(order(4), key="o1")
    assert (other.status_code, other.json()["outcome"]) == (409, "conflict")
    refused = plant.post({**order(3), "of": "line_gear"}, key="o2")
    assert (refused.status_code, refused.json()["reason"]) == (422, "nothing is called `line_gear`")
    assert [one["outcome"] for one in plant.of_signals()] == ["accepted", "duplicate", "conflict", "refused"]


@pytest.mark.parametrize("token", [None, "nobody.nothing", "mes", "mes.", ".", "anna.0000000000000000000000000000000000000000000"])
def test_without_a_token_nothing_happens_and_nothing_is_told(plant: Running, token: str | None) -> None:
    before = plant.entries()
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    for method, path in [("POST", "/signals"), ("POST", "/policy"), ("GET", "/stock"), ("GET", "/entries"), ("POST", "/outbox/1.1/drop")]:
        for content in (json.dumps(order(1)).encode(), b"{"):
            answer = plant.client.request(method, plant.address + path, content=content, headers=headers)
            assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert plant.entries() == before


def test_who_was_let_in_no_more_is_let_in_no_more(plant: Running) -> None:
    assert plant.post(order(1), by="anna").status_code == 200
    assert plant.runner.desk.journal.dismiss("anna")
    assert plant.post(order(1), by="anna").status_code == 401


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{", "it is no JSON: Expecting property name"),
        (b"", "it is no JSON: "),
        (b"\xff\xfe\x00", "it is no JSON: "),
        (b"[]", "a signal is an object: "),
        (b'{"kind": "order", "of": "line_gears", "quantity": 2.5}', "`quantity` is neither a text nor a whole number"),
        (b'{"kind": "order", "of": {"a": 1}}', "`of` is neither a text nor a whole number"),
        (b'{"kind": true}', "`kind` is neither a text nor a whole number"),
        (b'{"kind": "\\ud800"}', "`kind` holds half of a character"),
        (b'{"quantity": 1000000000000000000}', "`quantity` is a number that nobody counts to"),
        (b"[" * 50_000, "it is no JSON: "),
    ],
)
def test_what_is_no_signal_is_refused_and_written_down(plant: Running, content: bytes, reason: str) -> None:
    answer = plant.post(None, content=content, key="k")
    assert (answer.status_code, answer.json()["outcome"]) == (400, "refused")
    assert answer.json()["reason"].startswith(reason)
    (entry,) = plant.of_signals()
    assert (entry["outcome"], entry["source"], entry["key"], entry["reason"]) == ("refused", "mes", "k", answer.json()["reason"])
    assert entry["raw"] == content.decode("utf-8", "replace")[:2_000]


def test_a_signal_has_an_end(plant: Running) -> None:
    answer = plant.post(None, content=b'{"kind": "' + b"x" * (5 * LONGEST_SIGNAL) + b'"}')
    assert (answer.status_code, answer.json()["reason"]) == (413, f"a signal has at most {LONGEST_SIGNAL} bytes")
    assert len(plant.of_signals()[0]["raw"]) == 2_000


def test_a_body_without_an_end_is_not_waited_for(plant: Running) -> None:
    host, _, port = plant.address.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), PATIENCE) as line:
        head = f"POST /signals HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {plant.tokens['mes']}\r\nContent-Length: {10**9}\r\n\r\n"
        line.sendall(head.encode() + b"x" * (LONGEST_SIGNAL + 1))
        assert line.recv(100).startswith(b"HTTP/1.1 413 ")


def test_a_key_has_an_end_and_is_one(plant: Running) -> None:
    assert plant.post(order(1), key="k" * 201).status_code == 400
    assert plant.post(order(1, key="a"), key="b").json()["reason"].startswith("the column `key` says something else")
    assert plant.post(order(1, key="a"), key="a").json()["outcome"] == "accepted"
    assert plant.post(order(1, key="a")).json()["outcome"] == "duplicate"


def test_a_person_speaks_for_nobody_else(plant: Running) -> None:
    for more in ({"operator": "carl"}, {"source": "mes"}, {"operator": "picker"}):
        answer = plant.post(order(1, **more), by="anna")
        (other,) = more.values()
        assert (answer.status_code, answer.json()["reason"]) == (403, f"anna speaks for anna, and not for `{other}`")
    assert plant.post(order(1, operator="anna", source="anna"), by="anna").status_code == 200
    assert [one["outcome"] for one in plant.of_signals()] == ["refused"] * 3 + ["accepted"]


def test_a_system_names_whose_signal_it_passes_on_and_who_did_it(plant: Running) -> None:
    plant.admit("gateway")
    first = plant.post(order(1, source="scanner_7", operator="anna"), by="gateway", key="1")
    assert first.json()["outcome"] == "accepted"
    assert plant.post(order(1, source="scanner_7", operator="anna"), by="mes", key="1").json()["outcome"] == "duplicate", (
        "whoever brings it"
    )
    assert plant.post(order(1), by="gateway", key="1").json()["outcome"] == "accepted", "another source has keys of its own"
    entries = plant.of_signals()
    assert (entries[0]["source"], entries[0]["via"], entries[0]["operator"], entries[0]["role"]) == (
        "scanner_7",
        "gateway",
        "anna",
        "picker",
    )
    assert "via" not in entries[2]


@pytest.mark.parametrize("source", ["anna", "clock", "backend lift_1"])
def test_nobody_takes_the_name_of_a_person_or_of_the_program(plant: Running, source: str) -> None:
    answer = plant.post(order(1, source=source))
    assert (answer.status_code, answer.json()["reason"]) == (
        403,
        f"`{source}` speaks for itself: nobody else brings signals in that name",
    )


def test_somebody_who_was_not_let_in_did_nothing(plant: Running) -> None:
    answer = plant.post({"kind": "count", "of": "lift_gears", "quantity": 3, "operator": "picker"})
    assert (answer.status_code, answer.json()["reason"]) == (403, "nobody called `picker` was let in")
    assert plant.of_signals()[0]["said"]["operator"] == "picker"


def test_whoever_manages_nothing_changes_nothing(plant: Running) -> None:
    before = plant.entries()
    for path in ("/policy?apply=true", "/outbox/1.1/drop"):
        answer = plant.client.post(plant.address + path, json={}, headers={"Authorization": f"Bearer {plant.tokens['mes']}"})
        assert answer.status_code == 403
    assert plant.entries() == before


def test_who_comes_when_too_much_waits_is_told_to_come_again(tmp_path: Path) -> None:
    with running(tmp_path, inbox=1) as plant:
        with plant.held():
            waits = plant.runner.tell(lambda _desk, _at: None)
            answer = plant.post(order(1), key="o1")
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
        waits.result(PATIENCE)
        assert not plant.of_signals()
        assert plant.post(order(1), key="o1").json()["outcome"] == "accepted"


def test_many_at_once_with_the_same_keys_and_each_counts_once(plant: Running) -> None:
    seen: Counter[tuple[str, str]] = Counter()
    lock = threading.Lock()

    def send() -> None:
        for number in range(40):
            answer = plant.post(order(1), key=f"o{number}")
            with lock:
                seen[answer.json()["outcome"], f"o{number}"] += 1

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == Counter({**{("accepted", f"o{n}"): 1 for n in range(40)}, **{("duplicate", f"o{n}"): 7 for n in range(40)}})
    stock = {one["buffer"]: one for one in plant.get("/stock").json()["stock"]}
    assert LINE.count("kanban 4 cards") == 1
    assert (stock["line_gears"]["on_hand"], stock["line_gears"]["backlog"]) == ("0", "0"), "40 pieces lay there, and 40 were ordered"


def test_what_stands_where_is_told_to_whoever_was_let_in(plant: Running) -> None:
    plant.post(order(3))
    assert plant.get("/stock").status_code == 200
    assert [one["entry"] for one in plant.get("/entries?after=1&limit=1").json()["entries"]] == [2]
    health = plant.get("/health", by=None)
    assert (health.status_code, health.json()["status"], health.json()["ways"]) == (200, "ok", {})
    assert 'kanban_signals_total{outcome="accepted"} 1' in plant.get("/metrics", by=None).text
