"""`./dev test`: the suite on SQLite, then what touches the database once more on PostgreSQL.

    ./dev test                         everything
    ./dev test tests/core -q           arguments go to pytest
    ./dev test --on sqlite tests/core  one database only (sqlite, postgresql)

What could not run is said at the end; with CI=true it makes the run fail.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from cluster import ClusterFailed, cluster
from machine import INITDB, missing_programs

ROOT = Path(__file__).resolve().parents[1]
DATABASES = ("sqlite", "postgresql")
NO_TESTS = 5  # pytest's exit code when nothing was collected


@dataclass
class Run:
    """What came of the suite on one database."""

    database: str
    code: int
    seconds: float
    passed: int = 0
    failed: int = 0
    skipped: list[str] = field(default_factory=list)


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    # A shell starts background jobs deaf to Ctrl-C, children inherit that, and some tests press it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    databases, arguments = databases_of(sys.argv[1:])
    not_run = [f"{p.name} is missing (package {p.package}): {p.needed_for}" for p in missing_programs()]
    runs = []
    if "sqlite" in databases:
        runs.append(suite("SQLite", arguments, {}))
    if "postgresql" in databases and not interrupted(runs):
        runs += on_postgresql(arguments, not_run)
    return sum_up(runs, not_run)


def databases_of(arguments: list[str]) -> tuple[tuple[str, ...], list[str]]:
    if arguments[:1] != ["--on"]:
        return DATABASES, arguments
    wanted = arguments[1] if len(arguments) > 1 else ""
    if wanted not in DATABASES:
        sys.exit(f"./dev test --on takes one of: {', '.join(DATABASES)}")
    return (wanted,), arguments[2:]


def interrupted(runs: list[Run]) -> bool:
    return any(run.code == 2 for run in runs)


def on_postgresql(arguments: list[str], not_run: list[str]) -> list[Run]:
    initdb = INITDB.path()
    if initdb is None:
        return []  # already among the missing programs
    try:
        with cluster(initdb.resolve().parent) as address:
            # Tests that do not touch the database would only be repeated; tests/conftest.py leaves them out.
            return [suite("PostgreSQL", arguments, {"MATRIKA_DATABASE": address})]
    except ClusterFailed as problem:
        print(problem)
        not_run.append("PostgreSQL did not start; its words are above")
        return []


def suite(database: str, arguments: list[str], environment: dict[str, str]) -> Run:
    """Run pytest once. A whole run uses all cores; a part of it starts quicker alone."""
    print(f"\n── {database} ──", flush=True)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="matrika-test-") as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", f"--junitxml={report}", *(arguments or ["-q", *workers()])]
        base = {name: value for name, value in os.environ.items() if name != "MATRIKA_DATABASE"}
        # Whoever runs the tests may have a register configured in the shell; the tests bring their own.
        base |= {"MATRIKA_VAR": str(Path(folder) / "var"), "PYTHONHASHSEED": "0"} | environment
        code = wait_for(subprocess.Popen(command, cwd=ROOT, env=base))
        run = Run(database, code, time.monotonic() - begun)
        if report.exists():
            read_report(run, report)
        return run


def workers() -> list[str]:
    return ["-n", str(os.cpu_count() or 1), "--dist", "worksteal"]


def wait_for(process: subprocess.Popen[bytes]) -> int:
    """Ctrl-C reaches pytest as well, which tears its servers down: wait for that."""
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.wait()
        return 2
    except SystemExit:
        process.send_signal(signal.SIGINT)
        process.wait()
        raise


def read_report(run: Run, report: Path) -> None:
    """Count from pytest's own JUnit report, which is the same with and without several workers."""
    for case in ElementTree.parse(report).iter("testcase"):
        skipped = case.find("skipped")
        if skipped is not None:
            run.skipped.append(f"{case.get('classname')}::{case.get('name')}: {skipped.get('message')}")
        elif case.find("failure") is not None or case.find("error") is not None:
            run.failed += 1
        else:
            run.passed += 1


def sum_up(runs: list[Run], not_run: list[str]) -> int:
    skipped = [f"{run.database}: {reason}" for run in runs for reason in run.skipped]
    print("\n── summary ──")
    for run in runs:
        print(f"{run.database:<11} {run.passed:5} passed {run.failed:3} failed {run.seconds:6.0f} s")
    if not_run or skipped:
        print("NOT EVERYTHING WAS TESTED:")
        print("\n".join(f"  {reason}" for reason in (*not_run, *skipped)))
    failed = sum(run.failed for run in runs)
    passed = sum(run.passed for run in runs)
    # The last line is what a machine reads.
    print(f"{passed} passed, {failed} failed, {len(skipped)} skipped", flush=True)
    return exit_code(runs, bool(not_run or skipped))


def exit_code(runs: list[Run], incomplete: bool) -> int:
    codes = [run.code for run in runs if run.code != NO_TESTS]
    if any(codes):
        return 1
    if not codes:
        return NO_TESTS  # nothing ran at all: that is not success
    return 1 if incomplete and os.environ.get("CI", "").lower() in ("1", "true") else 0


if __name__ == "__main__":
    sys.exit(main())
