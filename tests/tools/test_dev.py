"""`./dev` before it hands over. That it installs is proved wherever the suite runs at all."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.house import source

DEV = source.ROOT / "dev"


def dev(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(DEV), *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """An environment that is as installed as ./dev can tell, with a stand-in for its interpreter."""
    venv = tmp_path / "venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to("/bin/echo")
    code = "import runpy; print('\\n'.join(runpy.run_path('dev')['stamp_of']('dev')))"
    stamp = subprocess.run(
        [sys.executable, "-c", code],
        cwd=source.ROOT,
        env={**os.environ, "MATRIKA_VENV": str(venv)},
        capture_output=True,
        text=True,
        check=True,
    )
    (venv / "installed").write_text(stamp.stdout)
    return venv


def test_it_helps():
    done = dev("help")
    assert done.returncode == 0
    assert "test " in done.stdout


def test_it_refuses_a_command_it_does_not_know():
    done = dev("tset")
    assert done.returncode == 2
    assert "there is no command 'tset'" in done.stderr


def test_it_leaves_a_folder_alone_that_it_did_not_make(tmp_path):
    (tmp_path / "thesis.odt").write_text("years of work")
    done = dev("python", "-V", MATRIKA_VENV=str(tmp_path))
    assert done.returncode == 2
    assert "was not made by ./dev" in done.stderr
    assert (tmp_path / "thesis.odt").read_text() == "years of work"


def test_it_installs_nothing_when_nothing_has_changed(whole):
    begun = time.monotonic()
    done = dev("python", "hello", MATRIKA_VENV=str(whole))
    assert (done.returncode, done.stdout) == (0, "hello\n"), done.stderr
    assert time.monotonic() - begun < 10  # an installation would need a network, and longer


def test_it_has_a_tool_for_each_command_that_is_one():
    commands = {"test", "check", "docs", "messages", "bench", "lock"}
    assert {path.stem for path in (source.ROOT / "tools").glob("*.py")} >= commands


def test_it_makes_every_target_of_the_makefile_a_command():
    makefile = (source.ROOT / "Makefile").read_text()
    targets = next(line for line in makefile.splitlines() if line.startswith(".PHONY")).split()[1:]
    assert "test" in targets
    for target in targets:
        assert target in dev("help").stdout or target == "help"
