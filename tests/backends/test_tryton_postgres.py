"""Several drivers at once against a Tryton on PostgreSQL, where locks are not got and transactions collide: nothing twice, nothing lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from tryton_plant import PASSWORD, documents, on_hand, policy
from tryton_postgres import cluster
from tryton_server import Server, postgres_server

from kanbanlang.backends.contract import BOOK, MOVE, Absent, Accepted, Answer, Job, Move, Unknown
from kanbanlang.backends.tryton import TrytonErp, tryton
from kanbanlang.backends.tryton.wire import Wire

PLANT = policy()
EACH = 6


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with cluster() as one:
        server = postgres_server(tmp_path_factory.mktemp("tryton"), one)
        with server:
            yield server


def driver(server: Server, mark: str) -> TrytonErp:
    (server.folder / "secret").write_text(PASSWORD)
    section = {"url": server.url, "database": "plant", "user": "admin", "password_file": str(server.folder / "secret"), "mark": mark}
    return tryton({**section, "looks_every": 0, "locations": {"receiving": "IN"}}, PLANT, "erp")


def gears(pieces: int, source: str | None, target: str) -> Move:
    return Move("gear_m2", "GM2-0040", Decimal(pieces), "pcs", source, target)


def delivered(erp: TrytonErp, job: Job) -> Answer:
    answer = erp.send(job)
    while isinstance(answer, Unknown):
        found = erp.find(job.id)
        answer = erp.send(job) if isinstance(found, Absent) else found
    return answer


def test_four_clients_at_once_lose_nothing_and_do_nothing_twice(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of them even share their empty drafts. All move the same goods from the same place, and reserve them."""
    said: Counter[str] = Counter()
    real = Wire._post

    def post(self: Wire, *words: Any) -> tuple[int, bytes]:  # noqa: ANN401
        status, body = real(self, *words)
        said[str(status)] += 1
        said["changed"] += b"ConcurrencyException" in body[:200]
        return status, body

    monkeypatch.setattr(Wire, "_post", post)
    first = driver(server, "a")
    first.send(Job("start", BOOK, (gears(1000, None, "lift_gears"),), "count"))

    def client(number: int) -> list[Answer]:
        erp = driver(server, "aabc"[number])
        answers = []
        for nth in range(EACH):
            answers.append(delivered(erp, Job(f"b{number}-{nth}", BOOK, (gears(10, "lift_gears", "line_gears"),), "pick")))
            answers.append(delivered(erp, Job(f"m{number}-{nth}", MOVE, (gears(5, "lift_gears", "shipping"),))))
        return answers

    with ThreadPoolExecutor(4) as clients:
        for answers in clients.map(client, range(4)):
            assert answers == [Accepted()] * (2 * EACH)
    assert on_hand(first) == {"lift_gears": 1000 - 4 * 10 * EACH, "line_gears": 4 * 10 * EACH}
    clerk = server.wire()
    made = [row for mark in "abc" for row in documents(clerk, begins=mark)]
    assert Counter(row["reference"].split()[1] for row in made) == {"book": 4 * EACH + 1, "move": 4 * EACH}
    assert len({row["reference"] for row in made}) == len(made)
    moves = clerk.rows("stock.move", [["shipment.reference", "like", "% move %", "stock.shipment.internal"]], ["state"])
    assert Counter(move["state"] for move in moves) == {"assigned": 4 * EACH}, "each got all that it was to reserve"
    assert said["503"] + said["changed"] > 0, "they did get into each other's way"
