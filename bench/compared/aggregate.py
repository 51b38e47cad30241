"""The signed aggregate, end to end from the database: beside pyFF and plain SHA-256 of the same bytes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from compared.rows import Row

SCRIPT = Path(__file__).resolve().parents[1] / "aggregate.py"
SPENT = re.compile(r"^(?P<what>.*?) +[\d.]+ s  CPU +(?P<cpu>[\d.]+) s", re.MULTILINE)
PEAK = re.compile(r"peak memory (\d+) MB")


def measure(peers: Path) -> list[Row]:
    entities = os.environ.get("BENCH_ENTITIES", "10000")
    command = [sys.executable, SCRIPT, entities, "--peer", peers / "pyff"]
    said = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    print(said)
    spent = {found["what"]: float(found["cpu"]) for found in SPENT.finditer(said)}
    signed, whole, plain, pyff = (
        next(cpu for what, cpu in spent.items() if what.startswith(beginning))
        for beginning in ("aggregate: read, digest", "aggregate: read, sign", "plain SHA-256", "pyFF")
    )
    peaks = [float(found) for found in PEAK.findall(said)]
    name = f"aggregate of {int(entities):,}"
    return [
        Row(f"{name}: read, digest, sign", signed, "pyFF: load, select, sign, write", pyff, "s"),
        Row(f"{name}: also verified, swapped in", whole, "pyFF", pyff, "s", "100 × less than pyFF"),
        Row(
            f"{name}: also verified, swapped in",
            whole,
            "plain SHA-256 of the same bytes",
            plain,
            "s",
        ),
        Row(f"{name}: peak memory", max(peaks[:-1]), "pyFF", peaks[-1], "MB", "80 MB"),
    ]
