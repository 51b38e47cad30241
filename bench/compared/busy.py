"""How much processor time a running server has taken, with all processes that it started (Linux)."""

from __future__ import annotations

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")  # in a second


def seconds(pid: int) -> float:
    return sum(_own(each) for each in _family(pid))


def _family(pid: int) -> set[int]:
    children = [file.read_text().split() for file in Path(f"/proc/{pid}/task").glob("*/children")]
    return {pid}.union(*(_family(int(child)) for listed in children for child in listed))


def _own(pid: int) -> float:
    # The name of the program, in brackets, may hold spaces; user and system time follow as 12th and 13th.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS
