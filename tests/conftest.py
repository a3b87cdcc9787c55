"""What holds for every test: no test is timed by the clock of the wall."""

from __future__ import annotations

import pytest
from hypothesis import settings

settings.register_profile("kanbanlang", deadline=None)
settings.load_profile("kanbanlang")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--whole", action="store_true", help="look at everything where else it is a part of it")


@pytest.fixture(scope="session")
def whole(request: pytest.FixtureRequest) -> bool:
    """Whether everything is looked at, where that takes minutes and a part shows the same."""
    return bool(request.config.getoption("--whole"))
