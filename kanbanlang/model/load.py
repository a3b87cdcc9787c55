"""From a file, or a text, to the checked policy or the findings that say why there is none."""

from __future__ import annotations

from pathlib import Path

from attrs import define, field, frozen

from kanbanlang.diagnostics import Diagnostic, Severity, Source, Span
from kanbanlang.model.build.context import Context
from kanbanlang.model.build.files import Read, decoded, on_disk, read_bytes
from kanbanlang.model.build.findings import Findings, Scope
from kanbanlang.model.build.names import Names
from kanbanlang.model.build.policy import Builder, Placed
from kanbanlang.model.policy import Policy
from kanbanlang.model.uncollected import uncollected
from kanbanlang.syntax import Parsed, parse, tree


@frozen
class Loaded:
    """What reading a policy gives. `policy` is None where a finding is an error; findings stand in the order of the texts."""

    policy: Policy | None
    diagnostics: tuple[Diagnostic, ...]
    sources: tuple[Source, ...]


def load(path: Path, read: Read = on_disk) -> Loaded:
    """Read, resolve and check the policy in a file and in the files that it uses. Never raises for what they hold.

    `read` gives the bytes of a file; it raises OSError where there are none.
    """
    reading = _Reading(files=read)
    source = reading.read(path, Span(str(path), 1, 1, 1, 2))
    if source is None:
        return Loaded(None, reading.findings.all(), ())
    return reading.policy(source, path.parent)


def load_text(text: str, name: str = "policy.kanban", folder: Path | None = None) -> Loaded:
    """As `load`, for a text that is in no file; `folder` is where the files lie that it names."""
    return _Reading().policy(Source(name, text), folder or Path(name).parent)


@define
class _Reading:
    """The texts of one policy while they are read."""

    findings: Findings = field(factory=Findings)
    parsed: dict[str, Parsed] = field(factory=dict)
    folders: dict[str, Path] = field(factory=dict)
    files: Read = on_disk

    def read(self, path: Path, place: Span) -> Source | None:
        """The text of a file, or None after saying what is wrong with it."""
        content = read_bytes(path, place, self.findings, self.files)
        if content is None:
            return None
        source = decoded(content, str(path))
        if isinstance(source, Source):
            return source
        self.findings.add((source,))
        return None

    @uncollected()
    def policy(self, source: Source, folder: Path) -> Loaded:
        """The policy that begins with a text."""
        declarations = self._declarations(source, folder, ())
        self.findings.unread = frozenset().union(*(one.unread for one in self.parsed.values()))
        sources = tuple(one.source for one in self.parsed.values())
        context = Context(self.findings, Names(self.findings), self.folders, read=self.files)
        policy = Builder(context, sources).build(declarations)
        found = self.findings.all()
        fatal = any(one.severity is Severity.ERROR for one in found)
        return Loaded(None if fatal else policy, found, sources)

    def _declarations(self, source: Source, folder: Path, users: tuple[str, ...]) -> list[Placed]:
        """All declarations of a text and of the files that it uses, those first; each file once."""
        parsed = parse(source)
        self.parsed[source.name] = parsed
        self.folders[source.name] = folder
        self.findings.add(parsed.diagnostics)
        scope = Scope(source)
        found: list[Placed] = []
        for node in parsed.tree.declarations:
            if isinstance(node, tree.Use):
                found += self._used(node, scope, folder, (*users, source.name))
            else:
                found.append((node, scope))
        return found

    def _used(self, node: tree.Use, scope: Scope, folder: Path, users: tuple[str, ...]) -> list[Placed]:
        path = folder / node.file.text
        name = str(path)
        known = {str(Path(user).resolve()): user for user in users}
        if (again := known.get(str(path.resolve()))) is not None:
            way = " uses ".join(f"`{Path(user).name}`" for user in (*users[users.index(again) :], again))
            self.findings.say("KB503", scope.span(node), f"the files use each other in a circle: {way}", "let one of them stand alone")
            return []
        if name in self.parsed:
            return []
        source = self.read(path, scope.span(node.file))
        return [] if source is None else self._declarations(source, path.parent, users)
