"""The surface over HTTP, fuzzed from its own description: nothing breaks, nothing else comes back, nothing happens without a token."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from live_runners import Running, running
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from kanbanlang.model.event import EventKind

TOLD_TO_ANYBODY = {"/health", "/metrics"}
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
MODES = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)


def fuzzed(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture(scope="module")
def plant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("fuzzed")) as one:
        one.admit("boss", manages=True)
        yield one


@pytest.fixture(scope="module")
def surface(plant: Running) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_url(f"{plant.address}/openapi.json")


def operations(surface: schemathesis.BaseSchema) -> list[schemathesis.APIOperation]:
    return [found.ok() for found in surface.get_all_operations()]


def cases(operation: schemathesis.APIOperation) -> st.SearchStrategy[schemathesis.Case]:
    return st.one_of([operation.as_strategy(generation_mode=mode) for mode in MODES])


@pytest.mark.parametrize("who", ["boss", "mes", "anna"])
def test_whatever_somebody_sends_nothing_breaks(plant: Running, surface: schemathesis.BaseSchema, who: str) -> None:
    seen: Counter[str] = Counter()
    for operation in operations(surface):

        @fuzzed(50)
        @given(case=cases(operation))
        def fuzz(case: schemathesis.Case) -> None:
            case.headers["Authorization"] = f"Bearer {plant.tokens[who]}"
            response = case.call()
            seen[f"{case.method} {case.path}"] += response.status_code not in {401, 405}
            case.validate_response(response, checks=CHECKS)

        fuzz()
    assert len(seen) == len(operations(surface))
    assert min(seen.values()) > 0, f"something was never reached: {seen}"
    assert plant.runner.failure is None
    assert plant.get("/health", by=None).json()["status"] == "ok"


WORDS = [
    "line_gears",
    "lift_gears",
    "gear",
    "acme",
    "lift_1",
    "line",
    "customers",
    "",
    "0",
    "1",
    "3",
    "1e400",
    "-1",
    "1/3",
    "\0",
    "2026-06-01T08:00",
]
PLAUSIBLE = st.fixed_dictionaries(
    {"kind": st.sampled_from([*(kind.value for kind in EventKind), "nothing"]), "of": st.sampled_from(WORDS)},
    optional={
        name: st.sampled_from(WORDS) | st.integers() | st.text(max_size=8)
        for name in ("quantity", "item", "lot", "number", "tray", "card", "due", "priority", "at")
    },
)


@pytest.mark.parametrize("who", ["mes", "anna", "carl"])
def test_whatever_words_of_the_policy_a_signal_has_it_gets_one_of_the_answers(plant: Running, who: str) -> None:
    seen: Counter[str] = Counter()

    @fuzzed(300)
    @given(said=PLAUSIBLE, key=st.none() | st.sampled_from("abc"))
    def fuzz(said: dict[str, object], key: str | None) -> None:
        response = plant.post(said, by=who, key=key)
        assert response.status_code in {200, 400, 409, 422}, (said, response.text)
        assert set(response.json()) == {"outcome", "entry", "reason", "actions"}
        seen[response.json()["outcome"]] += 1

    fuzz()
    assert seen["accepted"], "some of it is a signal"
    assert plant.runner.failure is None


def test_without_a_token_nothing_happens(plant: Running, surface: schemathesis.BaseSchema) -> None:
    before = plant.entries()
    for operation in operations(surface):

        @fuzzed(30)
        @given(case=cases(operation), token=st.none() | st.text("abcABC.-_019", max_size=60))
        def fuzz(case: schemathesis.Case, token: str | None) -> None:
            case.headers.pop("Authorization", None)
            if token is not None:
                case.headers["Authorization"] = f"Bearer {token}"
            response = case.call()
            if case.path not in TOLD_TO_ANYBODY:
                assert response.status_code in {401, 404, 405}, response.text
            case.validate_response(response, checks=CHECKS)

        fuzz()
    assert plant.entries() == before
