"""Everything that is compared, each beside its peer and its limit in the same run, for docs/performance.md.

    ./dev bench                        all of it
    ./dev bench performance NAME …     check, mdq, aggregate, worker, pages, start; the others' figures stay

Peers are installed by name with pip into a temporary environment of their own (or taken from BENCH_PEERS, the
path of one); nginx, wrk and PostgreSQL come from Debian. BENCH_SIZES="1000 100000 1000000" are the sizes of
`worker`, BENCH_ENTITIES=10000 that of `aggregate`, BENCH_PROVIDERS=100000 that of `pages`.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src"), str(ROOT / "bench")]

from compared import aggregate, check, mdq, pages, start, worker  # noqa: E402 - found by the path above
from compared.peers import installed  # noqa: E402
from compared.rows import Part, load, save  # noqa: E402

MEASURES = {
    "check": check,
    "mdq": mdq,
    "aggregate": aggregate,
    "worker": worker,
    "pages": pages,
    "start": start,
}


def main() -> int:
    names = sys.argv[1:] or list(MEASURES)
    if unknown := [name for name in names if name not in MEASURES]:
        print(f"no such comparison: {', '.join(unknown)} (there are {', '.join(MEASURES)})", file=sys.stderr)
        return 2
    parts = load()
    with installed() as peers:
        for name in names:
            print(f"── {name} ──", flush=True)
            loads = [os.getloadavg()[0]]
            rows = MEASURES[name].measure(peers)
            loads.append(os.getloadavg()[0])
            parts[name] = Part(
                rows=tuple(rows), day=time.strftime("%Y-%m-%d"), load=max(loads), machine=machine()
            )
            for row in rows:
                print(
                    f"{row.what}: {row.ours_text}; {row.beside}: {row.theirs_text}; {row.ratio_text}",
                    flush=True,
                )
            save(parts)
    return subprocess.call([sys.executable, ROOT / "tools" / "docs.py"])


def machine() -> str:
    """Which machine this was; figures mean little without."""
    models = subprocess.run(["lscpu"], capture_output=True, text=True, check=False).stdout.splitlines()
    model = next((line.split(":")[1].strip() for line in models if line.startswith("Model name")), "?")
    return f"{os.cpu_count()} × {model}, Python {platform.python_version()}"


if __name__ == "__main__":
    sys.exit(main())
