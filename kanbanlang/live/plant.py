"""The configuration of a plant: which driver each machine and the ERP has, and by which ways signals come in."""

from __future__ import annotations

import tomllib
from collections.abc import Container, Mapping
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from attrs import field, frozen

from kanbanlang.backends.contract import Backend, BackendError, Factory
from kanbanlang.diagnostics import did_you_mean
from kanbanlang.live.outbox import ERP, Outbox
from kanbanlang.live.records import JournalError
from kanbanlang.model.policy import Policy

_SECTIONS = ("erp", "vlm", "http", "mqtt", "folder")
_WITH_LIFTS = frozenset({"vlm", "carousel"})
_GROUPS = {"vlm": "kanbanlang.vlm", "erp": "kanbanlang.erp"}


@frozen
class Plant:
    """What a configuration says; without one every lift is simulated and a ledger stands in for the ERP."""

    sections: Mapping[str, Any] = field(factory=dict)

    @classmethod
    def read(cls, path: Path) -> Plant:
        """The configuration of a file. Raises JournalError where it cannot be read, or says what nobody understands."""
        try:
            said = tomllib.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise JournalError(f"`{path}` cannot be read: {error}") from error
        for name in said:
            if name not in _SECTIONS:
                near = did_you_mean(name, _SECTIONS)
                raise JournalError(
                    f"`{path}` has a section `{name}`; " + (f"did you mean `{near}`?" if near else f"known are {', '.join(_SECTIONS)}")
                )
        return cls(said)

    def section(self, *names: str) -> Mapping[str, Any]:
        """A section, by its names from the outside in; empty where there is none."""
        here: Any = self.sections
        for name in names:
            here = here.get(name, {}) if isinstance(here, Mapping) else {}
        return here if isinstance(here, Mapping) else {}

    # ------------------------------------------------------------ machines and the ERP
    def outbox(self, policy: Policy) -> Outbox:
        """How jobs are made: every lift and carousel has a driver, but where the configuration says `driver = "none"`."""
        return Outbox(policy, frozenset(self._machines(policy)), self.section("erp").get("driver", "ledger") != "none")

    def fits(self, policy: Policy) -> Plant:
        """The same, where it speaks only of machines that a policy has. Raises JournalError where it speaks of others."""
        stores = _lifts(policy)
        unknown = [name for name in self.section("vlm") if name not in stores]
        if unknown:
            raise JournalError(f"the policy has no lift `{unknown[0]}`; it has {', '.join(stores) or 'none'}")
        return self

    def _machines(self, policy: Policy) -> list[str]:
        return [name for name in _lifts(policy) if self.section("vlm", name).get("driver", "simulated") != "none"]

    def backends(self, policy: Policy, journal: Path, known: Container[str] = ()) -> dict[str, Backend]:
        """A driver for each machine, and for the ERP, but for those that are known. Raises BackendError where one cannot be made."""
        made: dict[str, Backend] = {}
        for name in self._machines(policy):
            if name not in known:
                made[name] = self._driver("vlm", name, self.section("vlm", name), "simulated", policy, journal)
        if ERP not in known and self.section("erp").get("driver", "ledger") != "none":
            made[ERP] = self._driver("erp", ERP, self.section("erp"), "ledger", policy, journal)
        return made

    def _driver(self, kind: str, name: str, config: Mapping[str, Any], usual: str, policy: Policy, journal: Path) -> Backend:
        driver = config.get("driver", usual)
        found = {one.name: one for one in entry_points(group=_GROUPS[kind])}
        if driver not in found:
            near = did_you_mean(str(driver), list(found))
            raise BackendError(
                f"{name}: there is no driver `{driver}`; " + (f"did you mean `{near}`?" if near else f"there are {', '.join(found)}")
            )
        factory: Factory = found[driver].load()
        suffix = "ledger" if kind == "erp" else f"{name}.lift"
        beside = {"path": f"{journal}.{suffix}"} if driver == usual else {}
        return factory({**beside, **config}, policy, name)


def _lifts(policy: Policy) -> list[str]:
    return [store.name for store in policy.stores.values() if store.kind in _WITH_LIFTS]
