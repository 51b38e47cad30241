"""`./dev check`: everything that can be judged without running the tests.

./dev check              all checks
./dev check ruff types   some of them
./dev check --list       their names, and what each is for
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "MATRIKA_DATABASE": ""}


@dataclass(frozen=True)
class Check:
    """One command, what a green one means, and what mends a red one."""

    name: str
    says: str
    command: tuple[str, ...]
    remedy: str = ""

    def exists(self) -> bool:
        script = self.command[1]
        return script.startswith("-") or (ROOT / script).exists()


def module(*arguments: str) -> tuple[str, ...]:
    # Not the scripts beside the interpreter: those hold its full path and break when a checkout moves.
    return (sys.executable, "-m", *arguments)


IMPORTS = "from importlinter.cli import lint_imports_command as run; run()"
CHECKS = (
    Check("ruff", "no lint", module("ruff", "check", "."), "./dev python -m ruff check --fix ."),
    Check("format", "formatted", module("ruff", "format", "--check", "."), "./dev python -m ruff format ."),
    Check("types", "types hold", module("mypy")),
    Check("imports", "import contracts hold", (sys.executable, "-c", IMPORTS)),
    Check(
        "migrations",
        "migrations are complete",
        module("matrika", "makemigrations", "--check", "--dry-run"),
        "./dev manage makemigrations",
    ),
    Check("docs", "generated pages are fresh", (sys.executable, "tools/docs.py", "--check"), "./dev docs"),
    Check(
        "messages",
        "compiled translations are fresh",
        (sys.executable, "tools/messages.py", "--check"),
        "./dev messages",
    ),
)


def main() -> int:
    wanted = sys.argv[1:]
    if wanted == ["--list"]:
        print("\n".join(f"{check.name:<11} {check.says}" for check in CHECKS))
        return 0
    if unknown := set(wanted) - {check.name for check in CHECKS}:
        print(f"no such check: {', '.join(sorted(unknown))} (./dev check --list)", file=sys.stderr)
        return 2
    checks = [check for check in CHECKS if check.exists() and (not wanted or check.name in wanted)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        failed = [check.name for check, green in zip(checks, pool.map(run, checks), strict=True) if not green]
    print(f"\nfailed: {', '.join(failed)}" if failed else "\nall checks pass")
    return 1 if failed else 0


def run(check: Check) -> bool:
    """Run one check; print its words only when there is something to mend."""
    begun = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    green = done.returncode == 0
    lines = [f"{'ok    ' if green else 'FAILED'} {check.name:<11} {time.monotonic() - begun:5.1f} s"]
    if not green:
        lines.append(done.stdout.rstrip())
        if check.remedy:
            lines.append(f"       mend with: {check.remedy}")
    print("\n".join(lines), flush=True)
    return green


if __name__ == "__main__":
    sys.exit(main())
