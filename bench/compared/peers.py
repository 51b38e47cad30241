"""The programs of others that ours is measured beside, and how a command's cost is taken."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

PACKAGES = ("pyFF", "gunicorn", "pkilint==0.13.3", "spid-sp-test==1.2.18")
ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def installed() -> Iterator[Path]:
    """The folder of the peers' programs, in an environment that is none of ours."""
    if given := os.environ.get("BENCH_PEERS"):
        yield Path(given) / "bin"
        return
    with tempfile.TemporaryDirectory(prefix="bench-peers-") as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        programs = Path(folder) / "bin"
        pip = [programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *PACKAGES], check=True)
        yield programs


def program(name: str, package: str) -> str:
    """A program of the system. Raises SystemExit when it is missing."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    if found is None:
        sys.exit(f"{name} is missing (package {package})")
    return found


def processor_ms(*command: str | Path, runs: int = 3) -> float:
    """Milliseconds of processor time that a command takes, start and all; the best of some runs."""
    return min(_once(command) for _ in range(runs))


def _once(command: Sequence[str | Path]) -> float:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, capture_output=True, env=environment, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000
