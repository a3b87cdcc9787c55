"""`kanban run` and its configuration: what is wrong is said before anything starts, and what the page for integrators shows is true."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from live_plants import LINE
from live_runners import PATIENCE, ROOT, Program, free_port, running, until

from kanbanlang.live.folder import FolderSettings
from kanbanlang.live.mqtt import MqttSettings

PAGE = (ROOT / "docs" / "live" / "ways-in.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("config", "reason"),
    [
        ("[mqt]", "`plant.toml` has a section `mqt`; did you mean `mqtt`?"),
        ("[mqtt]\nhots = 'x'", "`[mqtt]` has no setting `hots`; did you mean `host`?"),
        ("[mqtt]\npassword = 'sesame'", "`[mqtt]`: a password does not stand in a configuration; name `password_env` or `password_file`"),
        ("[folder]\npath = 'nowhere'", "`[folder]`: `path` names `nowhere`, and there is no such folder; make it first"),
        ("[http]\nport = 'a'", "`[http]`: `port` is a whole number from 0 to 65535, for example `port = 8321`"),
        ("mqtt = 3", "`mqtt` is a section: write `[mqtt]`, and its settings below it"),
        ("[http]\nhost = 3", '`[http]`: `host` is a text: write `host = "..."`'),
    ],
)
def test_a_wrong_configuration_is_a_sentence_and_nothing_starts(tmp_path: Path, config: str, reason: str) -> None:
    (tmp_path / "line.kanban").write_text(LINE)
    (tmp_path / "plant.toml").write_text(config)
    program = Program(tmp_path)
    command = program.command("run", "line.kanban", "--config", "plant.toml")
    done = subprocess.run(command, cwd=tmp_path, env=program.environment, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode != 0
    assert reason in done.stderr
    assert "sesame" not in done.stdout + done.stderr
    assert not (tmp_path / "line.journal").exists()


def test_answers_that_would_come_back_as_signals_open_no_way(tmp_path: Path) -> None:
    (tmp_path / "line.kanban").write_text(LINE)
    (tmp_path / "plant.toml").write_text('[mqtt]\ntopic = "kanban/#"\n')
    program = Program(tmp_path)
    command = program.command("run", "line.kanban", "--config", "plant.toml")
    done = subprocess.run(command, cwd=tmp_path, env=program.environment, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode != 0
    assert "would come back as signals" in done.stderr


@pytest.mark.parametrize("address", ["127.0.0.1:x", "8321x", "127.0.0.1:99999", "127.0.0.1:²"])
def test_an_address_that_is_none_is_a_sentence(tmp_path: Path, address: str) -> None:
    (tmp_path / "line.kanban").write_text(LINE)
    program = Program(tmp_path)
    command = program.command("run", "line.kanban", "--http", address)
    done = subprocess.run(command, cwd=tmp_path, env=program.environment, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode != 0
    assert f"`{address}` is no address: write for example 127.0.0.1:8321" in done.stderr


def test_health_says_which_way_is_cut_off(tmp_path: Path) -> None:
    """A broker that is not there keeps nobody from coming in by another way."""
    (tmp_path / "line.kanban").write_text(LINE)
    (tmp_path / "in").mkdir()
    (tmp_path / "plant.toml").write_text(f'[mqtt]\nport = {free_port()}\n[folder]\npath = "in"\n[http]\nport = 0\n[erp]\ndriver = "none"\n')
    program = Program(tmp_path, ("--config", "plant.toml"))
    program.start()
    until(lambda: "nobody answers there" in program.log(), "somebody notices")
    (tmp_path / "in" / "shift.csv").write_text("kind,of,quantity\norder,line_gears,3\n")
    until((tmp_path / "in" / "done" / "shift.csv").exists, "the file")
    assert program.end() == 0, program.log()
    assert [one["outcome"] for one in program.entries() if one["what"] == "signal"] == ["accepted"]


def fences(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_the_sections_on_the_page_are_ones(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("sesame\n")
    sections = {}
    for text in fences("toml"):
        sections |= tomllib.loads(
            text.replace("/etc/kanban/mqtt.password", str(tmp_path / "password")).replace("/var/spool/kanban", str(tmp_path))
        )
    assert sorted(sections) == ["folder", "http", "mqtt"]
    assert MqttSettings.read(sections["mqtt"]).password == "sesame"  # noqa: S105 - of nothing
    assert FolderSettings.read(sections["folder"]).path == tmp_path


def test_the_signals_on_the_page_are_ones(tmp_path: Path) -> None:
    said = [json.loads(text) for text in re.findall(r"^ *(?:-d ')?(\{\"[^.\n]*?\})'?$", PAGE, re.MULTILINE)]
    assert len(said) == 3
    with running(tmp_path) as plant:
        for number, one in enumerate(said):
            one["key"] = str(number)
            assert plant.post(one).json()["outcome"] == "accepted", one
        (table,) = [text for text in fences("text") if text.startswith("kind,")]
        header, *rows = [line.split(",") for line in table.splitlines()]
        for row in rows:
            assert plant.post(dict(zip(header, row, strict=True))).json()["outcome"] == "accepted", row
