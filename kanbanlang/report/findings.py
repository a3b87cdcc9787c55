"""Findings as people read them: what, where, the line itself with a mark, and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from attrs import frozen

from kanbanlang.diagnostics import Diagnostic, Edit, Fix, Related, Severity, Span
from kanbanlang.report.cells import harmless
from kanbanlang.report.excerpt import excerpt
from kanbanlang.report.paint import PLAIN, Paint

if TYPE_CHECKING:  # the pages of `kanban explain` are shown without loading the model
    from kanbanlang.model.policy import Policy, Value


def finding_text(finding: Diagnostic, paint: Paint = PLAIN, columns: int = 120) -> str:
    """A finding with its place, its line, related places, help and fixes; several lines, the last without its end."""
    severity = finding.severity.value
    lines = [f"{paint(severity, f'{severity}[{finding.code}]')}{paint('strong', ': ' + harmless(finding.message))}"]
    last = max(span.line for span in [finding.span, *(related.span for related in finding.related)])
    frame = _Frame(len(str(last)), paint, columns)
    lines += frame.place(finding.span, severity)
    for related in finding.related:
        lines += frame.related(related)
    if finding.help:
        lines += frame.advice("help", harmless(finding.help))
    for fix in finding.fixes:
        lines += frame.advice("fix", _fix(fix, finding.span.file))
    return "\n".join(lines)


@frozen
class _Frame:
    """What stands around the lines of one finding: line numbers of `gutter` digits, bars, arrows and marks."""

    gutter: int
    paint: Paint
    columns: int

    def place(self, span: Span, severity: str) -> Iterator[str]:
        """Where the finding is."""
        return self._place(span, "-->", severity, "^")

    def related(self, related: Related) -> Iterator[str]:
        """A second place, with what is to be said about it behind the mark."""
        return self._place(related.span, ":::", "frame", "-", harmless(related.message))

    def _place(self, span: Span, arrow: str, role: str, mark: str, message: str = "") -> Iterator[str]:
        where = f"{' ' * self.gutter}{self.paint('frame', arrow)} {harmless(span.file)}:{span.line}:{span.column}"
        shown = excerpt(span, self.columns - self.gutter - 3)
        if shown is None:
            yield f"{where}: {message}" if message else where
        else:
            yield where
            yield self._line("", "")
            yield self._line(str(span.line), shown.text)
            yield self._line("", " " * shown.indent + self.paint(role, f"{mark * shown.length} {message}".rstrip()))

    def _line(self, number: str, text: str) -> str:
        return f"{self.paint('frame', number.rjust(self.gutter) + ' |')} {text}".rstrip()

    def advice(self, word: str, text: str) -> Iterator[str]:
        """What to do, further lines below the first."""
        first, *more = text.splitlines()
        yield f"{' ' * self.gutter} {self.paint('frame', '=')} {self.paint('help', word + ':')} {first}"
        for line in more:
            yield " " * (self.gutter + 5 + len(word)) + line


def _fix(fix: Fix, file: str) -> str:
    """The title, and each edit that the title does not already show."""
    return "\n".join([harmless(fix.title), *(_edit(edit, file) for edit in fix.edits if len(fix.edits) > 1 or edit.text not in fix.title)])


def _edit(edit: Edit, file: str) -> str:
    span = edit.span
    where = f"line {span.line}" if span.file == file else f"{harmless(span.file)}:{span.line}"
    text = harmless(" ".join(edit.text.split()))
    return f"{where}: write `{text}`" if text else f"{where}: leave it out"


def counted(number: int, word: str, more: str | None = None) -> str:
    """`1 error`, `2 errors`, `2 policies` (`more`)."""
    return f"{number} {word if number == 1 else more or word + 's'}"


def summary(file: str, findings: Iterable[Diagnostic], policy: Policy | None, paint: Paint = PLAIN) -> str:
    """One line on a whole policy: how many findings of which kind, or that it is fine and what it holds."""
    file = harmless(file)
    numbers = Counter(finding.severity for finding in findings)
    if numbers:
        words = [counted(numbers[severity], severity.value) for severity in Severity if numbers[severity]]
        worst = min(numbers, key=list(Severity).index)
        return f"{paint(worst.value, ', '.join(words))} in {file}"
    if policy is None:
        return file
    held = [
        counted(len(policy.buffers), "buffer"),
        counted(len(policy.scenarios), "scenario"),
        counted(len(policy.tests), "test"),
    ]
    return f"{file}: {paint('help', 'fine')}: {', '.join(held)}"


def value_text(value: Value, paint: Paint = PLAIN) -> str:
    """A formula, its result and how it came about."""
    place = f"{harmless(value.place.file)}:{value.place.line}"
    result = f"{harmless(value.text)} = {paint('strong', f'{value.value} {value.unit}'.rstrip())}"
    working = "".join(f"\n  {harmless(line)}" for line in value.working.splitlines())
    return f"{paint('quiet', place)}  {result}{working}"
