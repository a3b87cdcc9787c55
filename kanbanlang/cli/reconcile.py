"""`kanban reconcile`: what the engine, the lifts and the ERP believe to lie where."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from kanbanlang.backends.contract import BackendError
from kanbanlang.cli import living
from kanbanlang.cli.endings import Ending, example
from kanbanlang.cli.run import CONSOLE
from kanbanlang.live.desk import Desk
from kanbanlang.live.plant import Plant
from kanbanlang.live.reconciling import correct as correction
from kanbanlang.live.reconciling import reconciled_at_rest
from kanbanlang.live.records import JournalError
from kanbanlang.report.cells import harmless


@click.command(epilog=example("kanban reconcile", "kanban reconcile --correct lift_1", "kanban reconcile --config plant.toml"))
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where no runner has the journal: which drivers there are, as for run.",
)
@click.option("--correct", metavar="NAME", help="Have this lift, or `erp`, book what nothing explains, to say what the engine says.")
@living.JOURNAL
@living.JSON
def command(config: Path | None, correct: str | None, journal: Path | None, as_object: bool) -> int:
    """Compare the stock of engine, lifts and ERP, and list each difference with what explains it and what moved the place last.

    Where books differ without an explanation, count; then --correct whoever still says something else.
    """
    path = living.found(journal)

    def offline(desk: Desk) -> dict[str, Any]:
        plant = Plant() if config is None else Plant.read(config)
        try:
            backends = plant.backends(desk.policy, path)
            try:
                shape = reconciled_at_rest(desk, backends)
            finally:
                for backend in backends.values():
                    backend.close()
        except BackendError as error:
            raise JournalError(str(error)) from error
        return shape if correct is None else {**shape, "corrected": correction(desk, shape, correct, CONSOLE, desk.now)}

    if correct is None:
        shape = living.asked(path, "/reconcile", offline)
    else:
        shape = living.asked(path, f"/reconcile/{living.quoted(correct)}", offline, {})
    living.shown(shape, harmless("\n".join(_lines(shape))), as_object=as_object)
    corrected = {(one["lane"], one["place"], one["item"]) for one in shape.get("corrected", ())}
    left = {(lane, one["place"], one["item"]) for one in shape["differences"] for lane in one["unexplained"]} - corrected
    return Ending.FINDINGS if left or shape["silent"] else Ending.FINE


def _lines(shape: dict[str, Any]) -> Iterator[str]:
    for one in shape["differences"]:
        others = "".join(f", {lane} {quantity}" for lane, quantity in one["others"].items())
        yield f"{one['place']}: engine {one['engine']}{others} {one['unit']} of {one['item']}: {one['why']}"
        for job in one["jobs"]:
            yield f"  job {job['id']} of {job['lane']}, {job['state']}: {job['kind']}" + (f", {job['said']}" if job["said"] else "")
        for entry in one["history"]:
            yield f"  {entry['moved']} by entry {entry['text']}"
    for lane, reason in shape["silent"].items():
        yield f"{lane} cannot be asked: {reason}"
    for one in shape.get("corrected", ()):
        yield f"{one['place']}: {one['lane']} is to book that {one['engine']} are there, not {one['said']}: job {one['job']}"
    differ, unexplained = len(shape["differences"]), sum(not one["explained"] for one in shape["differences"])
    asked = ", ".join(["the engine", *shape["asked"]])
    yield f"{shape['places']} places, as {asked} know them: {differ} differ, {unexplained} of these without an explanation"
