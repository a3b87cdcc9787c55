"""The drivers that need nothing: a simulated lift and a stock ledger, each a file beside the journal."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

from kanbanlang.backends.contract import BackendError
from kanbanlang.backends.ledger import Ledger
from kanbanlang.backends.lift import SimulatedLift
from kanbanlang.backends.remote import Remote
from kanbanlang.model.mean import mean_of
from kanbanlang.model.policy import Policy

_SECOND = 1_000_000


def _wall() -> int:
    return time.time_ns() // 1_000


def simulated(config: Mapping[str, object], policy: Policy, name: str) -> SimulatedLift:
    """A simulated lift: `path` of its file, `seconds` for a tray (by default the policy's own retrieval time)."""
    store = policy.stores.get(name)
    usual = 0 if store is None else mean_of(store.retrieval_time.draw)
    seconds = _number(config, "seconds", name)
    return SimulatedLift(_path(config, name), _wall, usual if seconds is None else seconds)


def ledger(config: Mapping[str, object], _policy: Policy, name: str) -> Ledger:
    """A stock ledger: `path` of its file, and `delivers_after` so many seconds, where what is asked for arrives by itself."""
    return Ledger(_path(config, name), _wall, _number(config, "delivers_after", name))


def remote(config: Mapping[str, object], _policy: Policy, name: str) -> Remote:
    """A backend behind a socket: `host`, `port`, and `timeout` in seconds."""
    host, port, timeout = config.get("host", "127.0.0.1"), config.get("port"), config.get("timeout", 2)
    if not isinstance(host, str) or not isinstance(port, int) or not isinstance(timeout, int | float):
        raise BackendError(f"{name}: a remote backend has a `host`, a `port` and, in seconds, a `timeout`")
    return Remote(host, port, float(timeout))


def _path(config: Mapping[str, object], name: str) -> Path:
    path = config.get("path")
    if not isinstance(path, str):
        raise BackendError(f"{name}: it has no `path`")
    return Path(path)


def _number(config: Mapping[str, object], key: str, name: str) -> int | None:
    """A time in seconds as microseconds; None where nothing is said."""
    value = config.get(key)
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool) or value < 0:
        raise BackendError(f"{name}: `{key}` is a number of seconds, not {value!r}")
    return round(value * _SECOND)
