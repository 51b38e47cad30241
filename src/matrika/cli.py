"""The `matrika` command: Django's management commands under the product's name."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "matrika.settings")
    if sys.argv[1:2] == ["serve_demo"]:
        os.environ.setdefault("MATRIKA_DEMO", "1")
        gc.disable()  # nothing becomes garbage while modules load; looking for it costs a tenth of the start
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        settings.INSTALLED_APPS  # noqa: B018 - reads the environment, and an administrator wants no traceback
    except ImproperlyConfigured as problem:
        sys.exit(f"matrika: {problem}")
    # Commands are modules, so their names have underscores; people type hyphens as elsewhere.
    command = [name.replace("-", "_") if not name.startswith("-") else name for name in sys.argv[1:2]]
    execute_from_command_line(["matrika", *command, *sys.argv[2:]])
