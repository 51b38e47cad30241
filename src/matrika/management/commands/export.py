"""`matrika export`: the whole register as a folder that `matrika import` takes (docs/transfer.md)."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from matrika.management.counting import counted
from matrika.management.progress import Bar
from matrika.transfer.export import NotWritten, export


class Command(BaseCommand):
    help = (
        "Write the whole register into a new folder: providers, all their versions, organisations, waivers."
        " The folder names people; keep it as you keep the database."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="a folder that does not exist yet")

    def handle(self, *, folder: Path, **options: Any) -> None:
        bar = Bar(self.stderr)
        try:
            versions = export(folder, progress=counted(bar, "versions exported"))
        except NotWritten as problem:
            raise CommandError(str(problem)) from None
        finally:
            bar.end()
        self.stdout.write(f"{versions} versions in {folder}")
