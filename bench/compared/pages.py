"""What twenty people at once wait for, beside the limit of 100 ms for 95 of a hundred pages."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from compared.rows import Row

SCRIPT = Path(__file__).resolve().parents[1] / "pages_load.py"
ALL = re.compile(
    r"^\| `\*\*all\*\*` \| \d+ \| \d+ · (?P<client>\d+) \| \d+ · (?P<server>\d+) \|", re.MULTILINE
)
EACH = re.compile(r"web (?P<web>[\d.]+), database (?P<database>[\d.]+)")
LIMIT = 100  # ms
FOR_ONE = 2 * 1000 / 20  # ms of processor that two cores have for each of twenty pages a second


def measure(peers: Path) -> list[Row]:
    size = int(os.environ.get("BENCH_PROVIDERS", "100000"))
    command = [sys.executable, SCRIPT, str(size)]
    said = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    print(said)
    whole, each = ALL.search(said), EACH.search(said)
    assert whole is not None, said
    assert each is not None, said
    name, aim = f"pages, 20 people, {size:,} providers", f"at most {LIMIT} ms"
    spent = float(each["web"]) + float(each["database"])
    return [
        Row(f"{name}: 95 % made within", float(whole["server"]), "the limit", LIMIT, "ms", aim),
        Row(f"{name}: 95 % at the client within", float(whole["client"]), "the limit", LIMIT, "ms", aim),
        Row(f"{name}: processor time of one", spent, "two cores, 20 pages a second", FOR_ONE, "ms"),
    ]
