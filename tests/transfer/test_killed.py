"""`kill -9` in the middle of an import: run again, and the register is what it would have been (R-7.4)."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from tests.house import source
from tests.metadata import sp_metadata
from tests.transfer.folders import a_folder, row

PROVIDERS = 230  # more than one transaction holds
PATIENCE = 120  # seconds


def start(var: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """`matrika …` on the SQLite file in that folder."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "matrika.settings",
        "MATRIKA_SECRET_KEY": "a test's",
        "MATRIKA_VAR": str(var),
        "MATRIKA_DATABASE": "",
        "PYTHONPATH": str(source.ROOT / "src"),
    }
    command = [sys.executable, "-m", "django", *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def run(var: Path, *arguments: str) -> None:
    process = start(var, *arguments)
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, said.decode()


def providers(var: Path) -> int:
    with closing(sqlite3.connect(var / "matrika.sqlite3", timeout=PATIENCE)) as shared:
        return int(shared.execute("SELECT count(*) FROM register_serviceprovider").fetchone()[0])


def test_it_enters_the_rest_after_a_kill(tmp_path: Path) -> None:
    names = [f"https://sp{number}.example" for number in range(PROVIDERS)]
    rows = [row(entity_id=name, file=f"{number}.xml") for number, name in enumerate(names)]
    files = {f"{number}.xml": sp_metadata(entity_id=name) for number, name in enumerate(names)}
    folder, var = a_folder(tmp_path / "legacy", rows, files), tmp_path / "var"
    var.mkdir()
    run(var, "migrate", "--verbosity=0")
    killed = start(var, "import", str(folder))
    deadline = time.monotonic() + PATIENCE
    while not providers(var):
        assert killed.poll() is None, "the import has ended before it could be killed"
        assert time.monotonic() < deadline
    killed.kill()
    killed.communicate()
    assert 0 < providers(var) < PROVIDERS
    run(var, "import", str(folder))
    assert providers(var) == PROVIDERS
    run(var, "verify")
    run(var, "export", str(tmp_path / "export"))
    assert len(list((tmp_path / "export" / "metadata").iterdir())) == PROVIDERS
