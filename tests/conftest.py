"""What holds for every test: no test is timed by the clock of the wall; those that take long come first."""

from __future__ import annotations

import pytest
from hypothesis import settings

FIRST = (
    "backends/test_tryton_postgres.py",
    "engine/test_engine_reach.py",
    "backends/test_tryton.py",
    "prove/test_wakes.py",
    "language/test_language.py",
    "backends/test_tryton_contract.py",
    "live/test_tryton_torture.py",
    "live/test_torture.py",
    "prove/test_proofs.py",
)
"""Files that take long, so that no worker is left alone with one of them at the end."""

settings.register_profile("kanbanlang", deadline=None)
settings.load_profile("kanbanlang")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = {name: nth for nth, name in enumerate(FIRST)}
    items.sort(key=lambda item: order.get("/".join(item.path.parts[-2:]), len(order)))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--whole", action="store_true", help="look at everything where else it is a part of it")


@pytest.fixture(scope="session")
def whole(request: pytest.FixtureRequest) -> bool:
    """Whether everything is looked at, where that takes minutes and a part shows the same."""
    return bool(request.config.getoption("--whole"))
