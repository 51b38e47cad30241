"""What is missing on this machine is said: `./dev test` installs it where it may, and CI skips nothing."""

from __future__ import annotations

import pytest
from tools.machine import PROGRAMS

MISSING = [f"{program.name} (package {program.package})" for program in PROGRAMS if program.path() is None]


@pytest.fixture(autouse=True)
def _software_of_others() -> None:
    if MISSING:
        pytest.skip(f"software that nobody here wrote is not installed: {', '.join(MISSING)}")
