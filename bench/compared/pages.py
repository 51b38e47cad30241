"""What twenty people at once wait for, beside the limit of 100 ms for 95 of a hundred times of each page."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from compared.rows import Row

SCRIPT = Path(__file__).resolve().parents[1] / "pages_load.py"
LINE = re.compile(
    r"^\| `(?P<page>[^`]+)` \| \d+ \| \d+ · (?P<client>\d+) \| \d+ · (?P<server>\d+) \|", re.MULTILINE
)
EACH = re.compile(r"web (?P<web>[\d.]+), database (?P<database>[\d.]+)")
ALL = "**all**"
LIMIT = 100  # ms
FOR_ONE = 2 * 1000 / 20  # ms of processor that two cores have for each of twenty pages a second
# How long a page is looked at, and for how many seconds it is measured; a busy server answers more in less.
A_SECOND, NEVER = ("1", "240"), ("0", "120")


def measure(peers: Path) -> list[Row]:
    size = int(os.environ.get("BENCH_PROVIDERS", "100000"))
    return [
        *_measured(size, A_SECOND, f"pages, 20 people, {size:,} providers"),
        *_measured(size, NEVER, f"the same, nobody pauses, {size:,} providers"),
    ]


def _measured(size: int, how: tuple[str, str], name: str) -> list[Row]:
    think, seconds = how
    command = [sys.executable, SCRIPT, str(size), seconds, think]
    said = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    print(said)
    found = {line["page"]: line for line in LINE.finditer(said)}
    whole, aim = found.pop(ALL), f"at most {LIMIT} ms"
    slowest = max(float(line["server"]) for line in found.values())
    rows = [
        Row(f"{name}: 95 % of the slowest page made within", slowest, "the limit", LIMIT, "ms", aim),
        Row(f"{name}: 95 % of all made within", float(whole["server"]), "the limit", LIMIT, "ms", aim),
    ]
    if how == NEVER:
        return rows
    each = EACH.search(said)
    assert each is not None, said
    spent = float(each["web"]) + float(each["database"])
    return [
        *rows,
        Row(f"{name}: 95 % at the client within", float(whole["client"]), "the limit", LIMIT, "ms", aim),
        Row(f"{name}: processor time of one", spent, "two cores, 20 pages a second", FOR_ONE, "ms"),
    ]
