"""`matrika import`: enter a register that existed before, from a folder (docs/transfer.md)."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matrika.management import arguments
from matrika.management.counting import counted
from matrika.management.progress import Bar
from matrika.transfer import report
from matrika.transfer.enter import Moved, enter
from matrika.transfer.examine import examine

FORMATS = {"text": report.text, "json": report.as_json}


class Command(BaseCommand):
    help = (
        "Enter a register that existed before: providers, all their versions, organisations, waivers."
        " Nothing is entered unless everything can be; what is known already stays as it is, so the same"
        " folder may be imported again. docs/transfer.md describes the folder."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="with register.csv and metadata/")
        parser.add_argument("--dry-run", action="store_true", help="say what would be entered, enter nothing")
        parser.add_argument("--format", choices=FORMATS, default="text", help="of the report")

    def handle(self, *, folder: Path, dry_run: bool, format: str, **options: Any) -> None:
        actor, at = arguments.administrator(), timezone.now()
        bar = Bar(self.stderr)
        found = examine(folder, actor=actor, at=at, progress=counted(bar, "providers examined"))
        bar.end()
        self.stdout.write(FORMATS[format](found), ending="")
        if found.faults:
            raise CommandError(f"{len(found.faults)} faults; nothing was entered")
        if dry_run:
            return
        try:
            enter(found, actor=actor, at=at, progress=counted(bar, "providers entered"))
        except Moved as moved:
            raise CommandError(f"{moved}; run the import again") from None
        finally:
            bar.end()
        if format == "text":
            nothing = found.is_nothing_new
            self.stdout.write("nothing is new; nothing was entered" if nothing else "everything was entered")
