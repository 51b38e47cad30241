"""`matrika import_revocation`: keep revocation lists and OCSP responses that were brought as files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matrika.management import arguments
from matrika.trust.import_revocation import import_revocation
from matrika.trust.refused import Refused


class Command(BaseCommand):
    help = "Keep CRLs (DER or PEM) and OCSP responses (DER) for signatures that bring no revocation data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")

    def handle(self, *, files: list[Path], **options: Any) -> None:
        for path in files:
            try:
                kept = import_revocation(
                    path.read_bytes(), source=path.name, actor=arguments.administrator(), at=timezone.now()
                )
            except OSError as problem:
                raise CommandError(f"{path}: {problem.strerror}") from None
            except Refused as problem:
                raise CommandError(f"{path}: {problem}") from None
            self.stdout.write(f"{path}: {'known already' if kept is None else kept}")
