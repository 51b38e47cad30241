"""`matrika metrics`: how far the timed work is behind, for a monitoring system."""

from __future__ import annotations

import os
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matrika.worker import metrics


class Command(BaseCommand):
    help = (
        "Print the age and length of the queues of messages, in the text format of Prometheus. Run it from a "
        "timer with --to, into the folder that a node exporter reads (its textfile collector)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, metavar="FILE", help="write this file, swapped in whole")

    def handle(self, *, to: Path | None, **options: Any) -> None:
        text = metrics.as_text(metrics.gauges(at=timezone.now()))
        if to is None:
            self.stdout.write(text, ending="")
            return
        try:
            _swap_in(to, text)
        except OSError as failure:
            raise CommandError(f"{to} cannot be written: {failure}") from failure


def _swap_in(file: Path, text: str) -> None:
    """Whoever reads the file meanwhile sees the old content or the new one, never a half."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as new:
            new.write(text)
        os.chmod(name, 0o644)  # the exporter is another user; the numbers are no secret to it
        os.replace(name, file)
    except OSError:
        os.unlink(name)
        raise
