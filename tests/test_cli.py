"""The `matrika` command before Django starts."""

from __future__ import annotations

import os
import subprocess
import sys


def test_it_names_a_missing_variable_in_one_line() -> None:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("MATRIKA_", "DJANGO_"))
    }
    done = subprocess.run(
        [sys.executable, "-m", "matrika", "verify"], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr == "matrika: set the environment variable MATRIKA_SECRET_KEY\n"
