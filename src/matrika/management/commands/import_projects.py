"""`matrika import_projects`: integration projects from a table."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from matrika.management import importing
from matrika.register.reference_import import projects
from matrika.register.reference_import.plan import Plan
from matrika.register.reference_import.tables import rows_of


class Command(BaseCommand):
    help = (
        "Compare integration projects with a table, report every difference, then write them. Doing it twice"
        " changes nothing the second time; a project missing in the table stays as it is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        importing.add_arguments(
            parser, "CSV or JSON with ico, suffix, name, abbreviation, finished_on, ended_on"
        )

    def handle(self, *, file: Path, dry_run: bool, as_of: date | None, **options: Any) -> None:
        now = timezone.now()
        day = importing.day_told(as_of, at=now)

        def compare() -> Plan:
            return projects.compare(rows_of(file, needs=projects.COLUMNS), today=day)

        importing.run(self, file, compare, dry_run=dry_run, at=now)
