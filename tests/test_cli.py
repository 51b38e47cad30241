"""Commands that stop before they did anything say so in one line: `matrika`, `samllint new`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from samllint.cli import main


def test_it_names_a_missing_variable_in_one_line() -> None:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("MATRIKA_", "DJANGO_"))
    }
    done = subprocess.run(
        [sys.executable, "-m", "matrika", "verify"], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr == "matrika: set the environment variable MATRIKA_SECRET_KEY\n"


@pytest.mark.parametrize("command", [["as_of", "2027-03-03"], ["export", "nowhere"]])
def test_it_says_in_one_line_that_the_database_was_never_made(tmp_path: Path, command: list[str]) -> None:
    environment = {**os.environ, "MATRIKA_DEMO": "1", "MATRIKA_VAR": str(tmp_path), "MATRIKA_DATABASE": ""}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-m", "matrika", *command],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "the database cannot be used: no such table" in done.stderr
    assert "matrika migrate" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_says_that_nothing_was_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The findings name lines of sp.xml; nobody shall look for that file."""
    target = tmp_path / "sp"
    assert main(["new", "--lang", "en", "--ico", "99999994", "--entity-id", "foo", "--out", str(target)]) == 1
    assert "nothing was written" in capsys.readouterr().err
    assert not target.exists()
