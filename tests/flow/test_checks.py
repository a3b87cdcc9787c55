"""Every static check finds its fault in the smallest policy that has it, and leaves alone the policy next to it."""

from __future__ import annotations

import pytest
from flow_texts import FAULTS, SOUND, findings, shown
from syrupy.assertion import SnapshotAssertion

from kanbanlang.diagnostics import CATALOGUE


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_and_explained(name: str, snapshot: SnapshotAssertion) -> None:
    fault = FAULTS[name]
    found = findings(fault.text)
    assert [one.code for one in found] == [fault.code] * fault.times
    assert found[0].span.source is not None
    line = found[0].span.source.line(found[0].span.line)
    assert fault.at in line
    assert "\n".join(map(shown, found)) == snapshot


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_policy_has_no_findings(name: str) -> None:
    assert [shown(one) for one in findings(SOUND[name])] == []


def test_every_check_of_the_catalogue_has_a_fault_that_shows_it() -> None:
    assert {code for code in CATALOGUE if code.startswith("KB3")} == {
        fault.code for fault in FAULTS.values() if fault.code.startswith("KB3")
    }


def test_findings_come_in_the_order_of_the_text() -> None:
    text = FAULTS["a rule without a source"].text + "item spare { unit pcs }\nitem other { unit pcs }\n"
    lines = [one.span.line for one in findings(text)]
    assert len(lines) > 1
    assert lines == sorted(lines)
