"""`matrika import_organisations`: organisations from a snapshot of the state's registers."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from matrika.core.people import Ico
from matrika.management import importing
from matrika.register.reference_import import formats, organisations
from matrika.register.reference_import.plan import Plan
from matrika.register.reference_import.tables import Fault


class Command(BaseCommand):
    help = (
        "Compare organisations with a snapshot of the register of legal persons (RPO), of the list of public"
        " authorities (OVM) or of a table, report every difference, then write them. Doing it twice changes"
        " nothing the second time."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        importing.add_arguments(parser, "a file, or a folder of files")
        parser.add_argument(
            "--format",
            required=True,
            choices=sorted(formats.FORMATS),
            help="rpo-json: answers of api.statistics.sk/rpo/v1; ovm-csv: ICO, URI, Nazov; csv: ico, suffix,"
            " name, subject_type, ended_on",
        )
        parser.add_argument(
            "--only-known", action="store_true", help="enter no organisation that is not on record"
        )
        parser.add_argument(
            "--complete",
            action="store_true",
            help="the snapshot is the whole list: an organisation that came from it and is missing has ended",
        )

    def handle(self, *, file: Path, dry_run: bool, as_of: date | None, **options: Any) -> None:
        now, source = timezone.now(), formats.SOURCES[options["format"]]
        day = importing.day_told(as_of, at=now)
        told: list[Ico] = []

        def compare() -> Plan:
            found = list(formats.read(file, options["format"], as_of=day))
            told.extend(facts.ico for _, facts in found if not isinstance(facts, Fault))
            return organisations.compare(
                found,
                source=source,
                as_of=day,
                only_known=options["only_known"],
                complete=options["complete"],
                progress=importing.progress("compared", len(found)),
            )

        try:
            importing.run(self, file, compare, dry_run=dry_run, at=now)
        finally:
            if not dry_run:
                organisations.confirm(told, source=source, as_of=day)
