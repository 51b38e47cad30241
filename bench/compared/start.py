"""How long a command line takes to begin, beside the interpreter alone."""

from __future__ import annotations

import sys
from pathlib import Path

from compared.peers import processor_ms
from compared.rows import Row

COMMANDS = {
    "samllint --version": ("-m", "samllint", "--version"),
    "samllint rules": ("-m", "samllint", "rules"),
    "matrika help": ("-m", "matrika", "help"),
}


def measure(peers: Path) -> list[Row]:
    least = processor_ms(sys.executable, "-c", "pass", runs=10)
    return [
        Row(f"start of {name}", processor_ms(sys.executable, *command, runs=5), "python -c pass", least, "ms")
        for name, command in COMMANDS.items()
    ]
