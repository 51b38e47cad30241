"""`matrika export_publication`: what is published, as files for nginx, another static host or a CDN."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matrika.publication.files.export import NotExported, export


class Command(BaseCommand):
    help = (
        "Put everything published as files into FOLDER/current, all at once. Needs no key; run it by a timer."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **options: Any) -> None:
        try:
            done = export(folder, at=timezone.now())
        except NotExported as problem:
            raise CommandError(f"{problem}; what was there is still there") from problem
        except OSError as problem:
            raise CommandError(f"{problem.strerror}: {folder}; what was there is still there") from problem
        if done.is_new:
            self.stdout.write(f"{done.entities} entities, {done.written} of them written anew")
        else:
            self.stdout.write(f"{done.entities} entities, unchanged")
