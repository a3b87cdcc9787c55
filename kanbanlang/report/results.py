"""The results of a policy's own tests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kanbanlang.dryrun import TestResult
from kanbanlang.report.cells import harmless
from kanbanlang.report.findings import counted
from kanbanlang.report.paint import PLAIN, Paint
from kanbanlang.report.shapes import FORMAT


def result_text(result: TestResult, paint: Paint = PLAIN) -> str:
    """A tick and the name; or a cross, the name, its place and what happened instead."""
    name = harmless(result.name)
    if result.passed:
        return f"{paint('good', '✓')} {name}"
    message = "".join(f"\n    {line}" for line in harmless(result.message or "").splitlines())
    return f"{paint('bad', '✗')} {paint('strong', name)}  {paint('quiet', f'{harmless(result.file)}:{result.line}')}{message}"


def results_summary(file: str, results: Sequence[TestResult], paint: Paint = PLAIN) -> str:
    """How many tests of a file passed."""
    failed = sum(not result.passed for result in results)
    if not results:
        return f"{harmless(file)}: no tests"
    passed = len(results) - failed
    if failed:
        return f"{harmless(file)}: {paint('bad', counted(failed, 'test') + ' failed')}, {passed} passed"
    return f"{harmless(file)}: {paint('good', counted(passed, 'test') + ' passed')}"


def results_shape(results: Iterable[TestResult]) -> dict[str, Any]:
    """What `kanban test --json` prints."""
    return {
        "format": FORMAT,
        "tests": [
            {"name": result.name, "file": result.file, "line": result.line, "passed": result.passed, "message": result.message}
            for result in results
        ],
    }
