"""Test results in the XML that build servers read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.etree import ElementTree as ET

from kanbanlang.dryrun import TestResult
from kanbanlang.report.cells import harmless


def junit(results: Mapping[str, Iterable[TestResult]]) -> str:
    """The whole document; `results` are those of each policy file. There are no times in it, so it is the same at each run."""
    suites = ET.Element("testsuites")
    for file, ones in results.items():
        tests = list(ones)
        failures = sum(not one.passed for one in tests)
        suite = ET.SubElement(suites, "testsuite", name=harmless(file), tests=str(len(tests)), failures=str(failures), errors="0")
        for one in tests:
            case = ET.SubElement(
                suite, "testcase", classname=harmless(file), name=harmless(one.name), file=harmless(one.file), line=str(one.line)
            )
            if not one.passed:
                message = harmless(one.message or "")
                ET.SubElement(case, "failure", message=message.partition("\n")[0]).text = message
    ET.indent(suites)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(suites, encoding="unicode") + "\n"
