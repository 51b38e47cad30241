from __future__ import annotations

import subprocess
import sys

from tests.doors.processes import ROOT

LOADED = """
import sys, matrika.wsgi
print([name for name in sys.modules if "keystore" in name or name == "matrika.publication.key"])
"""


def test_it_does_not_even_load_in_the_web_what_opens_the_key() -> None:
    environment = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run(
        [sys.executable, "-c", LOADED], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
