"""The examples in these pages: found, put into the plant that they speak of, and checked.

The tests use it to hold every example to the truth.

A page shows files and commands in the order in which a reader would make and type them. A fence with a caption shows a file:

    :caption: first_line.kanban            the whole file
    :caption: first_line.kanban, changed   these declarations take the place of those with the same name, or come at the end

A fence without a caption is an example in the plant of the language pages, and one of kind `console` holds commands behind `$ ` with what
they print; a line `...` stands for lines that are not shown.
"""

from __future__ import annotations

import io
import json
import re
import shutil
from contextlib import redirect_stdout, suppress
from pathlib import Path

from attrs import frozen

PAGES = Path(__file__).resolve().parent
PLANT = PAGES / "language" / "plant"
"""The plant of the language pages: its policy, and the files that examples name."""

FENCE = re.compile(r"^(?P<ticks>```+)(?:\{code-block\} )?(?P<kind>kanban|console|csv)\n(?P<text>.*?)^(?P=ticks)$", re.MULTILINE | re.DOTALL)
_CAPTION = re.compile(r"\A:caption: (.+)\n\n?")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_DECLARATION = re.compile(r"^([a-z]+)(?: ([a-z][a-z0-9_]*|\"[^\"\n]*\"))?", re.MULTILINE)
MISTAKE = re.compile(r"\A# a mistake: (KB\d{3})\n")


@frozen
class Example:
    """A fenced block of a page. `caption` is the file that it shows, `heading` the nearest one above it."""

    page: str
    line: int
    kind: str
    heading: str
    caption: str | None
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def pages() -> list[Path]:
    """Every page of the documentation that somebody wrote."""
    return sorted(page for page in PAGES.rglob("*.md") if "_build" not in page.parts)


def examples(page: Path) -> list[Example]:
    """The policies, files and commands that a page shows, in its order."""
    text = page.read_text(encoding="utf-8")
    found = []
    for fence in FENCE.finditer(text):
        headings = _HEADING.findall(text, 0, fence.start())
        body = fence["text"]
        caption = _CAPTION.match(body)
        found.append(
            Example(
                page.relative_to(PAGES).as_posix(),
                text.count("\n", 0, fence.start()) + 1,
                fence["kind"],
                headings[-1] if headings else "",
                caption[1] if caption else None,
                body[caption.end() :] if caption else body,
            )
        )
    return found


def _declarations(text: str) -> list[tuple[tuple[str, str], str]]:
    """A policy in pieces: each declaration that begins a line, by its first word and its name, with its text."""
    starts = list(_DECLARATION.finditer(text))
    ends = [start.start() for start in starts[1:]] + [len(text)]
    return [((start[1], start[2] or ""), text[start.start() : end]) for start, end in zip(starts, ends, strict=True)]


def in_the_plant(text: str) -> str:
    """An example with the rest of the plant around it: the example's own declarations take the place of the plant's."""
    own = {name for (_, name), _ in _declarations(text)} - {""}
    said = {word for (word, _), _ in _declarations(text)}
    rest = [
        piece
        for (word, name), piece in _declarations((PLANT / "plant.kanban").read_text(encoding="utf-8"))
        if name not in own and not (word == "policy" and "policy" in said)
    ]
    return text + "\n" + "".join(rest)


def changed(text: str, by: str) -> str:
    """A policy in which the declarations of `by` take the place of those with the same first word and name, or come at the end."""
    own = dict(_declarations(by))
    pieces = [own.pop(what, piece) for what, piece in _declarations(text)]
    return "".join(piece.rstrip("\n") + "\n\n" for piece in [*pieces, *own.values()]).rstrip("\n") + "\n"


def show_file(example: Example, folder: Path) -> None:
    """Make in `folder` the file that a captioned example shows."""
    name, _, how = (example.caption or "").partition(", ")
    path = folder / name
    text = changed(path.read_text(encoding="utf-8"), example.text) if how == "changed" else example.text
    path.write_text(text, encoding="utf-8")


def commands(example: Example) -> list[tuple[str, str]]:
    """The commands of a console example, each with what it is shown to print."""
    found = []
    for part in re.split(r"^\$ ", example.text, flags=re.MULTILINE)[1:]:
        command, _, printed = part.partition("\n")
        found.append((command, printed))
    return found


def tidy(printed: str) -> str:
    """What was printed, without spaces at the ends of lines and empty lines around."""
    return "\n".join(line.rstrip() for line in printed.strip("\n").splitlines())


def matches(shown: str, printed: str) -> bool:
    """Whether what a page shows is what was printed; a line `...` in the page stands for any lines."""
    pieces = [re.escape(piece) for piece in re.split(r"^\.\.\.$", tidy(shown), flags=re.MULTILINE)]
    return re.fullmatch("(?:.*)".join(pieces), tidy(printed), re.DOTALL) is not None


def findings(text: str, folder: Path) -> list[dict[str, object]]:
    """What `kanban check` says about a policy that lies in `folder` among the plant's files."""
    from kanbanlang.cli import main  # noqa: PLC0415 - a build of one page need not load it

    for file in PLANT.iterdir():
        shutil.copy(file, folder / file.name)
    policy = folder / "example.kanban"
    policy.write_text(text, encoding="utf-8")
    shown = io.StringIO()
    with redirect_stdout(shown), suppress(SystemExit):  # the exit code only repeats what the findings say
        main(["check", "--json", str(policy)])
    found: list[dict[str, object]] = json.loads(shown.getvalue())["diagnostics"]
    return found
