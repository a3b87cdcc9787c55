"""A driver for a lift whose software takes its jobs from a folder, and puts what it did into another."""

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

from attrs import asdict, frozen

from kanbanlang.backends import Absent, Accepted, Answer, BackendError, Found, Job, Refused, Result, Stock, Unknown


@frozen
class FolderLift:
    folder: Path

    def send(self, job: Job) -> Answer:
        if job.kind not in {"retrieve", "store", "book"}:
            return Refused(f"a lift does not {job.kind}")
        with suppress(OSError):
            if not self._files(f"*-{job.id}.json", "jobs", "taken", "reports", "known"):
                number = len(self._files("*", "jobs", "taken", "reports", "known"))
                draft = self.folder / f"{number:09}-{job.id}.json"
                draft.write_text(json.dumps(asdict(job), default=str))
                with draft.open() as file:
                    os.fsync(file.fileno())
                draft.rename(self.folder / "jobs" / draft.name)
            return Accepted()
        return Unknown("the folder cannot be written")

    def find(self, job: str) -> Found:
        with suppress(OSError):
            return Accepted() if self._files(f"*-{job}.json", "jobs", "taken", "reports", "known") else Absent()
        return Unknown("the folder cannot be read")

    def cancel(self, job: str) -> Answer:
        with suppress(OSError):
            for file in self._files(f"*-{job}.json", "jobs"):
                file.rename(self.folder / "reports" / file.name)
                return Accepted()
            return Refused("it has begun, or is over")
        return Unknown("the folder cannot be written")

    def results(self) -> Sequence[Result]:
        with suppress(OSError, ValueError):
            return [_result(file.name[10:-5], json.loads(file.read_text())) for file in self._files("*", "reports")]
        return ()

    def ack(self, result: Result) -> None:
        with suppress(OSError):
            for file in self._files(f"*-{result.job}.json", "reports"):
                file.rename(self.folder / "known" / file.name)

    def stock(self) -> Sequence[Stock]:
        with suppress(OSError, ValueError):
            rows = json.loads((self.folder / "stock.json").read_text())
            return [Stock(place, item, Decimal(quantity), tray) for place, item, quantity, tray in rows]
        raise BackendError(f"{self.folder} cannot be read")

    def close(self) -> None:
        pass

    def _files(self, pattern: str, *states: str) -> list[Path]:
        found = [Path(one.path) for state in states for one in os.scandir(self.folder / state)]
        return sorted(one for one in found if one.match(pattern))


def _result(job: str, said: Mapping[str, str]) -> Result:
    return Result(job, 1, 1, Decimal(said.get("executed", 0)), final=True, cancelled="executed" not in said)


def folder_lift(config: Mapping[str, object], _policy: object, _name: str) -> FolderLift:
    return FolderLift(Path(str(config["path"])))
