"""Every command that the README shows is run, and prints what the README says it prints."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import source

README = (source.ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHOWN = [body for kind, body in BLOCK.findall(README) if kind == "console"]
TYPED = [line for kind, body in BLOCK.findall(README) if kind == "sh" for line in body.splitlines()]
FIRST_SCREEN = 70  # lines; half of them are true output


def run(command: str) -> str:
    """In the checkout, with the interpreter that runs the tests, and no environment to make."""
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "PYTHONPATH": "src",
        "COLUMNS": "100",
        "LC_ALL": "C.UTF-8",
    }
    command = re.sub(r"^\./dev samllint ", "python -m samllint ", command)
    done = subprocess.run(
        command, shell=True, cwd=source.ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("block", SHOWN, ids=lambda block: block.splitlines()[0])
def test_it_prints_what_the_readme_shows(block):
    first, _, expected = block.partition("\n")
    assert first.startswith("$ ")
    assert run(first[2:]).rstrip() == expected.rstrip()


def test_it_shows_a_command_with_its_output():
    assert SHOWN


def test_it_asks_for_no_command_that_is_not_tested():
    """./dev run is started and stopped by tests/demo/test_serve_demo.py."""
    assert TYPED == ["./dev run"]


def test_it_fits_on_the_first_screen():
    assert len(README.splitlines()) <= FIRST_SCREEN
