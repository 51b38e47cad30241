"""`matrika import_mandates`: who may act for whom, from a table."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from matrika.management import importing
from matrika.register.reference_import import mandates
from matrika.register.reference_import.plan import Plan
from matrika.register.reference_import.tables import rows_of


class Command(BaseCommand):
    help = (
        "Compare mandates with a table, report every difference, then write them. Doing it twice changes"
        " nothing the second time. A day in `until` that has come ends the mandate."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        importing.add_arguments(parser, "CSV or JSON with username, ico, suffix, ground, since, until")
        parser.add_argument(
            "--complete",
            action="store_true",
            help="the table has every mandate of the organisations it names: others of them end",
        )

    def handle(
        self, *, file: Path, dry_run: bool, as_of: date | None, complete: bool, **options: Any
    ) -> None:
        now = timezone.now()
        day = importing.day_told(as_of, at=now)

        def compare() -> Plan:
            rows = rows_of(file, needs=mandates.COLUMNS)
            return mandates.compare(rows, as_of=day, complete=complete)

        importing.run(self, file, compare, dry_run=dry_run, at=now)
