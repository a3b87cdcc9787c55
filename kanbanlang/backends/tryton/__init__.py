"""The driver for Tryton 8.0, a free ERP, over JSON-RPC; it needs nothing but the standard library."""

from __future__ import annotations

from collections.abc import Mapping

from kanbanlang.backends.tryton.driver import TrytonErp
from kanbanlang.backends.tryton.settings import settings
from kanbanlang.model.policy import Policy

__all__ = ["TrytonErp", "tryton"]


def tryton(config: Mapping[str, object], policy: Policy, name: str) -> TrytonErp:
    """The ERP of a section of the configuration. Nothing is asked of it yet."""
    return TrytonErp(policy, settings(config, name))
