"""`python -m kanbanlang.backends.emulate lift|ledger`: an embedded backend as a program of its own, behind a port."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import click

from kanbanlang.backends.contract import Backend
from kanbanlang.backends.ledger import Ledger
from kanbanlang.backends.lift import SimulatedLift
from kanbanlang.backends.remote import Server

_SECOND = 1_000_000
_KINDS: dict[str, Callable[[Path, Callable[[], int], int], Backend]] = {"lift": SimulatedLift, "ledger": Ledger}


@click.command()
@click.argument("kind", type=click.Choice(list(_KINDS)))
@click.option("--path", type=click.Path(path_type=Path), required=True, help="The file in which it lives.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=int, default=0, help="0: any that is free.")
@click.option("--seconds", type=float, default=0.0, help="So long a tray takes, or a delivery.")
def main(kind: str, path: Path, host: str, port: int, seconds: float) -> None:
    """Serve an embedded backend until it is killed; says at which port."""
    backend = _KINDS[kind](path, lambda: time.time_ns() // 1_000, round(seconds * _SECOND))
    with Server(backend, host, port) as server:
        click.echo(f"{kind} at {host}:{server.server_address[1]}")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    main()
