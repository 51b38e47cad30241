"""A web process gets ready by itself, so that the first visitor waits no longer than the next."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.template.loader import get_template

from matrika.warming import templates

ROOT = Path(__file__).resolve().parents[2]
# In a process of its own: the collector is told of all that the process has, and tests have much.
WARM = """
import django, gc, sys
django.setup()
from django.template import engines
from matrika.warming import warm_up
before = "matrika.console.views.filings" in sys.modules
warm_up()
known = engines["django"].engine.template_loaders[0].get_template_cache
print(before, "matrika.console.views.filings" in sys.modules, gc.get_freeze_count() > 10_000)
print("portal/profile.html" in known)
"""


@pytest.mark.parametrize("name", sorted(templates()))
def test_it_can_compile_each_of_our_templates(name: str) -> None:
    get_template(name)


def test_it_leaves_nothing_to_load_for_the_first_page(tmp_path: Path) -> None:
    environment = {**os.environ, "MATRIKA_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "matrika.settings"}
    environment |= {"MATRIKA_SECRET_KEY": "warm", "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-c", WARM], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "True", "True", "True"]
