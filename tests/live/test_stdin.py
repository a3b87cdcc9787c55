"""`kanban run --stdin`: one JSON object a line, one answer a line, in the same order and as soon as it is there."""

from __future__ import annotations

import json
import os
import select
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from live_plants import LINE
from live_runners import PATIENCE, Program, Running, lines, running, until

from kanbanlang.live.lines import Lines, lines_of
from kanbanlang.live.ways import LONGEST_SIGNAL

ORDER = b'{"kind": "order", "of": "line_gears", "quantity": 3, "key": "o1"}\n'


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    (tmp_path / "line.kanban").write_text(LINE)
    one = Program(tmp_path, ("--stdin", "--http", "none"))
    yield one
    one.close()


def told(program: Program, text: bytes) -> list[dict[str, object]]:
    process = program.start(stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    said, _ = process.communicate(text, PATIENCE)
    assert process.returncode == 0, program.log()
    return lines(said)


def test_each_line_has_its_answer_in_order(program: Program) -> None:
    wrong = b'{"kind": "order", "of": "line_gear", "quantity": 3, "key": "o2"}\n'
    found = told(program, ORDER + wrong + b"\n" + ORDER + ORDER.replace(b"3", b"4") + b"[]\n\xff\n" + ORDER.rstrip(b"\n"))
    assert [one["outcome"] for one in found] == ["accepted", "refused", "duplicate", "conflict", "refused", "refused", "duplicate"]
    entries = [one for one in program.entries() if one["what"] == "signal"]
    assert [one["outcome"] for one in entries] == [one["outcome"] for one in found]
    assert [one.get("raw") for one in entries[4:6]] == ["[]", "\ufffd"]
    assert {one["source"] for one in entries} == {"stdin"}


def test_a_line_that_is_too_long_is_refused_and_the_next_is_read(program: Program) -> None:
    found = told(program, b'{"kind": "' + b"x" * (3 * LONGEST_SIGNAL) + b'"}\n' + ORDER)
    assert [(one["outcome"], one["reason"]) for one in found] == [
        ("refused", f"a signal has at most {LONGEST_SIGNAL} bytes"),
        ("accepted", None),
    ]


def heard(stream: IO[bytes]) -> dict[str, object]:
    assert select.select([stream], [], [], PATIENCE)[0], "no answer"
    answer: dict[str, object] = json.loads(stream.readline())
    return answer


def test_who_waits_for_each_answer_gets_it_and_the_end_is_asked_for_by_a_signal(program: Program) -> None:
    process = program.start(stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    with process.stdin as into, process.stdout as out:
        for number in range(3):
            into.write(ORDER.replace(b"o1", b"o%d" % number))
            into.flush()
            assert heard(out)["outcome"] == "accepted"
        into.write(ORDER[:20])  # half of a line is no signal
        into.flush()
        assert program.end() == 0, program.log()
    assert [one["outcome"] for one in program.entries() if one["what"] == "signal"] == ["accepted"] * 3


def test_after_kill_9_every_line_counts_once(program: Program) -> None:
    text = b"".join(ORDER.replace(b"3", b"1").replace(b"o1", b"o%d" % number) for number in range(200))
    process = program.start(stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    with process.stdin as into, process.stdout as out:
        into.write(text[: len(text) // 2])
        into.flush()
        assert heard(out)["outcome"] == "accepted"
        program.kill()
    found = told(program, text)
    assert {one["outcome"] for one in found} <= {"accepted", "duplicate"}
    keys = [one["key"] for one in program.entries() if one["what"] == "signal" and one["outcome"] == "accepted"]
    assert sorted(keys) == sorted(f"o{number}" for number in range(200))


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Running]:
    with running(tmp_path, served=False) as one:
        yield one


def test_where_answers_are_not_taken_no_more_lines_are_read(plant: Running) -> None:
    read, goes_on = 0, threading.Event()

    def many() -> Iterator[bytes]:
        nonlocal read
        for number in range(3_000):
            read = number
            yield b'{"kind": "order", "of": "nowhere", "quantity": 1}'

    def answer(_shape: object) -> None:
        goes_on.wait(PATIENCE)

    taking = threading.Thread(target=Lines(plant.runner, threading.Event()).take, args=(many(), answer))
    taking.start()
    until(lambda: read >= 1_000, "as many lines as may wait")
    taking.join(0.2)
    assert taking.is_alive()
    assert read <= 1_010
    goes_on.set()
    taking.join(PATIENCE)
    assert read == 2_999


def test_where_nobody_hears_the_answers_it_ends(plant: Running) -> None:
    stop = threading.Event()

    def answer(_shape: object) -> None:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        Lines(plant.runner, stop).take(iter([b"{}"] * 3), answer)
    assert stop.is_set()


def test_the_name_of_the_program_itself_is_nobody_s(plant: Running) -> None:
    found: list[dict[str, object]] = []
    Lines(plant.runner, threading.Event()).take(
        [b'{"kind": "order", "of": "line_gears", "source": "clock"}'], lambda one: found.append(dict(one))
    )
    assert found[0]["reason"] == "`clock` is what the program itself is called; name another source"


def test_lines_come_whole_however_they_are_cut() -> None:
    out, into = os.pipe()
    text = b"one\n\ntwo\nthree"
    os.write(into, text)
    os.close(into)
    assert list(lines_of(out, threading.Event())) == [b"one", b"", b"two", b"three"]
    os.close(out)
