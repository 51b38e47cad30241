"""`./dev bench`: everything beside its peers and limits, or one measurement from bench/.

./dev bench                     all comparisons; writes docs/performance.md
./dev bench --list              what else there is
./dev bench samllint_floor …    one of them; arguments go to it
./dev bench worker …            one of the comparisons, if none of the others is called so
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).resolve().parents[1] / "bench"


def main() -> int:
    scripts = {path.stem: path for path in sorted(BENCH.glob("*.py")) if not path.stem.startswith("_")}
    if sys.argv[1:2] == ["--list"]:
        for name, path in scripts.items():
            says = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
            print(f"{name:<20} {says.splitlines()[0] if says else ''}")
        return 0
    name, arguments = sys.argv[1] if len(sys.argv) > 1 else "performance", sys.argv[2:]
    if name not in scripts and name in comparisons():
        name, arguments = "performance", [name, *arguments]
    if name not in scripts:
        print(f"no such measurement: {name} (./dev bench --list names them)", file=sys.stderr)
        return 2
    return subprocess.call([sys.executable, str(scripts[name]), *arguments])


def comparisons() -> set[str]:
    """What `./dev bench` measures one after the other; each is a module with a function `measure`."""
    modules = (BENCH / "compared").glob("*.py")
    return {path.stem for path in modules if "\ndef measure(" in path.read_text(encoding="utf-8")}


if __name__ == "__main__":
    sys.exit(main())
