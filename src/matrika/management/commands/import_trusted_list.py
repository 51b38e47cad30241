"""`matrika import_trusted_list`: keep trusted lists that were brought as files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matrika.management import arguments
from matrika.trust import pins
from matrika.trust.import_list import LIST_OF_LISTS, import_list
from matrika.trust.refused import Refused


class Command(BaseCommand):
    help = (
        "Keep trusted lists (ETSI TS 119 612) from files. Each must be signed by a certificate "
        "given here, by one that the imported list of lists names, or by the one that signed the list before."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a list of lists first")
        parser.add_argument(
            "--signer",
            action="append",
            default=[],
            type=Path,
            metavar="CERT",
            help="certificate(s) that may sign the lists, PEM or DER; compare them with what the operator "
            "of the list published before you give them (may be repeated)",
        )
        parser.add_argument(
            "--eu",
            action="store_true",
            help=f"take the signers of the EU's list of lists ({LIST_OF_LISTS}) that come with this program",
        )

    def handle(self, *, files: list[Path], signer: list[Path], eu: bool, **options: Any) -> None:
        try:
            signers = [certificate for path in signer for certificate in pins.read_signers(path)]
            for number, path in enumerate(files):
                # The pins that come along are for the list of lists only, which is the first of the files.
                extra = pins.european_signers() if eu and not number else ()
                self._import(path, [*signers, *extra])
        except OSError as problem:
            raise CommandError(f"{problem.filename}: {problem.strerror}") from None
        except Refused as problem:
            raise CommandError(str(problem)) from None

    def _import(self, path: Path, signers: list[bytes]) -> None:
        try:
            kept = import_list(
                path.read_bytes(),
                source=path.name,
                actor=arguments.administrator(),
                at=timezone.now(),
                signers=signers,
            )
        except Refused as problem:
            raise CommandError(f"{path}: {problem}") from None
        if kept is None:
            self.stdout.write(f"{path}: known already")
            return
        self.stdout.write(
            f"{path}: list {kept.sequence_number} of {kept.territory}, issued {kept.issued_at:%Y-%m-%d}"
        )
        if kept.next_update is not None and kept.next_update < kept.imported_at:
            self.stderr.write(
                f"{path}: it should have been replaced by a newer list on {kept.next_update:%Y-%m-%d}"
            )
