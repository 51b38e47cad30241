"""`matrika head`: state, signed, where the chain of events ends; or hold such a statement against it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from cryptography import x509
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matrika.outside import jws
from matrika.outside.key_file import UnsafeKey
from matrika.outside.keystore import Signer
from matrika.publication import head, key, policy
from matrika.publication.models import PublicationState

DIFFERENT, UNABLE = 1, 2


class Command(BaseCommand):
    help = (
        "Write a signed statement where the chain of events ends, to be kept elsewhere; or say whether the "
        "register still continues such a statement. Exit status 1: it does not; 2: it could not be found out."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        act = parser.add_mutually_exclusive_group(required=True)
        act.add_argument("--export", metavar="FILE", help="write a statement; - for standard output")
        act.add_argument("--check", metavar="FILE", type=Path, help="compare a statement with the register")
        parser.add_argument(
            "--certificate",
            metavar="FILE",
            type=Path,
            help="with --check: the publication certificate as you kept it, instead of the announced one",
        )

    def handle(
        self, *, export: str | None, check: Path | None, certificate: Path | None, **options: Any
    ) -> None:
        if check is not None:
            self._check(check, trusted(certificate))
        elif export is not None:
            self._export(export)

    def _export(self, target: str) -> None:
        now = timezone.now()
        statement = head.of_now(policy.current(), at=now)
        line = head.sign(statement, announced_signer())
        if target == "-":
            self.stdout.write(line)
            return
        try:
            Path(target).write_text(f"{line}\n", encoding="ascii")
        except OSError as problem:
            raise CommandError(
                f"{target} could not be written: {problem.strerror}", returncode=UNABLE
            ) from problem
        self.stderr.write(f"event {statement.number}, {statement.digest}")

    def _check(self, file: Path, certificate: x509.Certificate) -> None:
        try:
            statement = head.read(jws.verify(file.read_text(encoding="ascii"), certificate))
            head.compare(statement, policy.current())
        except OSError as problem:
            raise CommandError(
                f"{file} could not be read: {problem.strerror}", returncode=UNABLE
            ) from problem
        except UnicodeDecodeError as problem:
            raise CommandError(f"{file} is no statement: it is not all ASCII", returncode=UNABLE) from problem
        except (jws.NotSigned, head.Different) as problem:
            raise CommandError(str(problem), returncode=DIFFERENT) from problem
        self.stdout.write(
            f"event {statement.number} is as it was stated on {statement.at:%Y-%m-%d %H:%M:%S} UTC; "
            "whether all before it is, says: matrika verify"
        )


def announced_signer() -> Signer:
    """The key that publication signs with; never a new one."""
    announced = PublicationState.objects.filter(pk=1).values_list("certificate", flat=True).first()
    if not announced or not (settings.SIGNING_KEY_TOKEN or settings.SIGNING_KEY_FILE.exists()):
        raise CommandError(
            "the publication key is not here; run this as the publishing worker does", returncode=UNABLE
        )
    try:
        signer = key.signer(timezone.now())
    except (UnsafeKey, OSError) as problem:
        raise CommandError(str(problem), returncode=UNABLE) from problem
    if signer.certificate_pem != announced:
        raise CommandError("the key here is not the announced one", returncode=UNABLE)
    return signer


def trusted(file: Path | None) -> x509.Certificate:
    """The certificate to verify with: the given one, else the one that the register announces."""
    try:
        if file is not None:
            return x509.load_pem_x509_certificate(file.read_bytes())
        pem = PublicationState.objects.filter(pk=1).values_list("certificate", flat=True).first() or ""
        return x509.load_pem_x509_certificate(pem.encode())
    except (OSError, ValueError) as problem:
        raise CommandError(f"no certificate to verify with: {problem}", returncode=UNABLE) from problem
