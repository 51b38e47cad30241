"""The `matrika` command: Django's management commands under the product's name."""

from __future__ import annotations

import gc
import os
import sys

UNABLE = 2  # as `verify` and `head` say that something could not be found out


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "matrika.settings")
    if sys.argv[1:2] == ["serve_demo"]:
        os.environ.setdefault("MATRIKA_DEMO", "1")
        gc.disable()  # nothing becomes garbage while modules load; looking for it costs a tenth of the start
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError, ProgrammingError

    try:
        settings.INSTALLED_APPS  # noqa: B018 - reads the environment, and an administrator wants no traceback
    except ImproperlyConfigured as problem:
        sys.exit(f"matrika: {problem}")
    # Commands are modules, so their names have underscores; people type hyphens as elsewhere.
    command = [name.replace("-", "_") if not name.startswith("-") else name for name in sys.argv[1:2]]
    try:
        execute_from_command_line(["matrika", *command, *sys.argv[2:]])
    except (OperationalError, ProgrammingError) as problem:
        if "--traceback" in sys.argv:
            raise
        # The driver's sentence may run over several lines.
        says = " ".join(str(problem).split())
        print(f"matrika: the database cannot be used: {says}", file=sys.stderr)
        print("Was `matrika migrate` run? With --traceback it says more.", file=sys.stderr)
        sys.exit(UNABLE)
