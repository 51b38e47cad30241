"""`matrika demo-sign`: sign a file as somebody of the demo, to try the whole way without a card."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matrika.core.verdict import Level
from matrika.management import arguments

# The roles of the demo's authority, in the words of a command line.
KINDS = (
    "person",
    "person-rsa",
    "seal",
    "person-without-device",
    "unqualified",
    "expired",
    "revoked",
    "stranger",
)


class Command(BaseCommand):
    help = (
        "Put a file into an ASiC-E container signed with a worthless key of the demo. "
        "The container passes only where the demo's trusted list was imported."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the container, .asice")
        parser.add_argument("--as", dest="kind", choices=KINDS, default="person", help="whose certificate")
        parser.add_argument("--seal", action="store_true", help="the same as --as seal")
        parser.add_argument("--person", default="", metavar="NAME", help="who signs, given name and surname")
        parser.add_argument("--ico", type=arguments.ico, metavar="ICO", help="the organisation of a seal")
        parser.add_argument("--level", choices=[level.value for level in Level], default=Level.LT.value)

    def handle(self, **options: Any) -> None:
        if not settings.DEMO:
            # What it makes must never be taken for a signature.
            raise CommandError("only in demo mode: set MATRIKA_DEMO=1")
        from matrika.demo import authority, sign, xades  # nobody else needs the demo's keys

        source: Path = options["file"]
        role = authority.Role.SEAL if options["seal"] else authority.Role(options["kind"])
        by = sign.signer(role, person=options["person"], ico=str(options["ico"] or ""))
        try:
            file = xades.File(source.name, source.read_bytes(), sign.media_type(source.name))
            container = sign.sign(
                file,
                by=by,
                level=Level(options["level"]),
                at=timezone.now(),
                is_revoked=role is authority.Role.REVOKED,
            )
            options["out"].write_bytes(container)
        except OSError as problem:
            raise CommandError(f"{problem.filename}: {problem.strerror}") from None
        name = by.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
        self.stdout.write(
            f"{options['out']}: {source.name}, signed by {name!s} with a key that proves nothing"
        )
