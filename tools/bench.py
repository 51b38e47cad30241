"""`./dev bench`: run a measurement from bench/, or list them.

./dev bench                     what there is
./dev bench samllint_floor …    one of them; arguments go to it
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).resolve().parents[1] / "bench"


def main() -> int:
    scripts = {path.stem: path for path in sorted(BENCH.glob("*.py")) if not path.stem.startswith("_")}
    if len(sys.argv) < 2:
        for name, path in scripts.items():
            says = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
            print(f"{name:<20} {says.splitlines()[0] if says else ''}")
        return 0
    name, arguments = sys.argv[1], sys.argv[2:]
    if name not in scripts:
        print(f"no such measurement: {name} (./dev bench lists them)", file=sys.stderr)
        return 2
    return subprocess.call([sys.executable, str(scripts[name]), *arguments])


if __name__ == "__main__":
    sys.exit(main())
