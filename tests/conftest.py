"""What holds for every test: no test is timed by the clock of the wall."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("kanbanlang", deadline=None)
settings.load_profile("kanbanlang")
