"""Recorded completion reports of a job shop, replayed and counted again without the project.

`python tests/cases/shop_floor.py INPUTS.csv` writes a table-driven policy with a buffer for each pair of machine and part that reports
pieces, replays the file through the command line twice, and compares what came of it with the plain count below. Inputs have the columns
`at kind of item quantity operator key`.
"""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

POLICY = """\
policy shop_floor "A job shop, from its own reports" {{
  timezone "UTC"
}}

for each row of "parts.csv" {{
  item {{part}} {{ unit pcs }}
}}

for each row of "pairs.csv" {{
  buffer {{machine}}_{{part}} of {{part}} {{ keep 1 pcs; from {{machine}} }}
}}

{stations}
scenario history {{
  starts {starts}
  lasts {days} d
  repeat 1 times
  replay "inputs.csv"
}}
"""


def counted(rows: list[dict[str, str]]) -> dict[str, int]:
    """What must come of the reports: by hand, a key at a time."""
    seen: dict[str, tuple[str, ...]] = {}
    found: Counter[str] = Counter()
    for row in sorted(rows, key=lambda row: row["at"]):
        content = row["kind"], row["of"], row["item"], row["quantity"], row["operator"]
        if int(row["quantity"]) == 0:
            found["refused"] += 1
        elif row["key"] in seen:
            found["duplicates" if seen[row["key"]] == content else "conflicts"] += 1
        else:
            seen[row["key"]] = content
            found["accepted"] += 1
            found["pieces"] += int(row["quantity"])
    return dict(found)


def write_policy(folder: Path, rows: list[dict[str, str]]) -> int:
    """A policy over the machines and parts of the reports; how many pairs there are."""
    pairs = sorted({(row["of"], row["item"]) for row in rows if int(row["quantity"]) > 0})
    parts = sorted({row["item"] for row in rows})
    machines: dict[str, list[str]] = {machine: [] for machine in sorted({row["of"] for row in rows})}
    for machine, part in pairs:
        machines[machine].append(part)
    (folder / "parts.csv").write_text("part\n" + "".join(f"{part}\n" for part in parts))
    (folder / "pairs.csv").write_text("machine,part\n" + "".join(f"{machine},{part}\n" for machine, part in pairs))
    stations = "".join(
        f"station {machine} {{\n" + "".join(f"  makes {part}\n" for part in made) + "}\n" for machine, made in machines.items()
    )
    days = sorted({row["at"][:10] for row in rows})
    (folder / "plant.kanban").write_text(POLICY.format(stations=stations, starts=days[0], days=366))
    return len(pairs)


def replayed(folder: Path) -> tuple[dict[str, Any], bytes]:
    """What the command line says came of the inputs, and every byte that it said."""
    trace = folder / "trace.jsonl"
    command = [str(Path(sys.executable).with_name("kanban")), "dry-run", "plant.kanban", "--json", "--trace", str(trace)]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=True)
    (run,) = json.loads(done.stdout)["runs"]
    return run["replayed"], done.stdout + trace.read_bytes()


def main(inputs: Path) -> int:
    """Compare the two; 1 where they differ, where a reason is missing, or where the second run says anything else than the first."""
    with inputs.open(newline="") as file:
        rows = list(csv.DictReader(file))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(inputs, folder / "inputs.csv")
        pairs = write_policy(folder, rows)
        found, said = replayed(folder)
        again = replayed(folder)[1]
    expected = counted(rows)
    pieces = int(found["quantities"].get("pcs", 0))
    came = {**{outcome: found[outcome] for outcome in ("accepted", "duplicates", "conflicts", "refused")}, "pieces": pieces}
    unexplained = sum(1 for row in found["rows"] if not row["reason"])
    for reason in found["reasons"]:
        print(f"{reason['times']:6,} {reason['outcome']}: {reason['reason']}")  # noqa: T201
    print(f"{len(rows):6,} inputs of {pairs} pairs: {came}, expected {expected}; {'the same' if said == again else 'OTHER'} bytes twice")  # noqa: T201
    whole = {**dict.fromkeys(came, 0), **expected} == came and not found["outside"] and not unexplained
    return 0 if whole and said == again else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
