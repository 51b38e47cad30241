"""docs/samllint.md: every command in it is run, and its output is what stands there.

`./dev python -m tests.samllint.test_manual` writes the outputs anew.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MANUAL = ROOT / "docs" / "samllint.md"
BLOCK = re.compile(r"```console\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)```\n", re.DOTALL)
COMMANDS = [(match["command"], match["output"]) for match in BLOCK.finditer(MANUAL.read_text("utf-8"))]


def output_of(command: str) -> str:
    """What a shell in docs/examples shows, and the exit status."""
    program = f"{sys.executable} -m samllint"
    done = subprocess.run(
        re.sub(r"\bsamllint (?=check|diff|explain)", f"{program} ", command),
        shell=True,
        cwd=ROOT / "docs" / "examples",
        env={"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.stderr == ""
    return f"{done.stdout}(exit {done.returncode})\n"


@pytest.mark.parametrize(("command", "output"), COMMANDS, ids=[command for command, _ in COMMANDS])
def test_it_does_what_the_manual_shows(command: str, output: str) -> None:
    assert output_of(command) == output


def test_it_finds_the_commands() -> None:
    assert len(COMMANDS) == MANUAL.read_text("utf-8").count("```console") >= 5


def rewritten(match: re.Match[str]) -> str:
    return f"```console\n$ {match['command']}\n{output_of(match['command'])}```\n"


if __name__ == "__main__":
    MANUAL.write_text(BLOCK.sub(rewritten, MANUAL.read_text("utf-8")), "utf-8")
