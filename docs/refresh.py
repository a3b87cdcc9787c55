"""Write into the pages what their commands and sessions print now: `python docs/refresh.py`, after a change that was meant.

The tests compare; this is the only place that writes. What a page leaves out with a line `...` stays left out where it still fits.
"""

from __future__ import annotations

import doctest
import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from contextlib import chdir, redirect_stdout
from pathlib import Path

import examples

_DRAWING = re.compile(r"^```mermaid\n%% ([a-z_]+)\n.*?^```$", re.MULTILINE | re.DOTALL)
_POLICIES = Path(__file__).resolve().parents[1] / "policies"
_SESSION = re.compile(r"^```python\n(>>> .*?)^```$", re.MULTILINE | re.DOTALL)
_PLAIN = {"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb", "PYTHONIOENCODING": "utf-8"}


def printed(command: str, folder: Path) -> str:
    """What a command prints on a screen of 100 columns without colours, when it is typed in `folder`."""
    here = str(Path(sys.executable).parent)
    environment = {**os.environ, **_PLAIN, "PATH": os.pathsep.join((here, os.environ.get("PATH", "")))}
    done = subprocess.run(  # noqa: S603 - the commands stand in our own pages
        shlex.split(command),
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return examples.tidy(done.stdout)


def commands_refreshed(page: Path, text: str) -> str:
    """A page with what its commands print."""
    pieces, at = [], 0
    shown = {example.line: example for example in examples.examples(page)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for fence in examples.FENCE.finditer(text):
            example = shown[text.count("\n", 0, fence.start()) + 1]
            if example.caption is not None:
                examples.show_file(example, folder)
            if example.kind != "console":
                continue
            pieces.append(text[at : fence.start("text")])
            for command, before in examples.commands(example):
                now = printed(command, folder)
                now = examples.tidy(before) if examples.matches(before, now) else now
                pieces.append(f"$ {command}\n{now}\n" if now else f"$ {command}\n")
            at = fence.end("text")
    return "".join([*pieces, text[at:]])


def sessions_refreshed(text: str) -> str:
    """A page with what its Python sessions print; all of one page go on from each other, in the folder of the plant."""
    names: dict[str, object] = {}

    def answered(session: re.Match[str]) -> str:
        lines = []
        for example in doctest.DocTestParser().get_examples(session[1]):
            first, *more = example.source.rstrip("\n").split("\n")
            lines += [f">>> {first}", *(f"... {line}" for line in more)]
            said = io.StringIO()
            with redirect_stdout(said), chdir(examples.PLANT):
                exec(compile(example.source, "<page>", "single"), names)  # noqa: S102 - the sessions stand in our own pages
            lines += said.getvalue().splitlines()
        return "\n".join(["```python", *lines, "```"])

    return _SESSION.sub(answered, text)


def drawings_refreshed(text: str) -> str:
    """A page with the flow of the policies that come with the project as it is now."""

    def drawn(fence: re.Match[str]) -> str:
        name = fence[1]
        return f"```mermaid\n%% {name}\n{printed(f'kanban graph {name}.kanban --format mermaid', _POLICIES)}\n```"

    return _DRAWING.sub(drawn, text)


def refresh() -> None:
    """Refresh every page that changed."""
    for page in examples.pages():
        text = page.read_text(encoding="utf-8")
        fresh = drawings_refreshed(sessions_refreshed(commands_refreshed(page, text)))
        if fresh != text:
            page.write_text(fresh, encoding="utf-8")


if __name__ == "__main__":
    refresh()
