"""The metadata files of the folder: found by safe names, read whole, judged for waivers."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

import samllint
from matrika.core.people import Ico
from matrika.register.certificates import in_metadata
from matrika.register.models import CertificateEntry
from matrika.register.models.waiver import REASON_LENGTH
from matrika.register.waivers import WaiverFacts
from matrika.transfer.folder import METADATA, Fault
from samllint import document
from samllint.certificate import CertificateFault
from samllint.context import Context
from samllint.report import Outcome, Severity
from samllint.unreadable import Unreadable

USES = ("signing", "encryption", "both")
SUBJECT_LENGTH = CertificateEntry._meta.get_field("subject").max_length or 0


class Refused(Exception):
    """The file cannot be imported; str() says why."""


def content(folder: Path, name: str) -> bytes:
    """The file's bytes. Raises Refused for what is no regular file of that folder, or too large."""
    path = folder / METADATA / name
    try:
        status = path.lstat()  # a link may lead anywhere
    except (OSError, ValueError):
        raise Refused(f"there is no file {METADATA}/{name}") from None
    if not stat.S_ISREG(status.st_mode):
        raise Refused(f"{METADATA}/{name} is no ordinary file")
    if status.st_size > document.MAX_BYTES:
        raise Refused(f"{METADATA}/{name} has {status.st_size} bytes, at most {document.MAX_BYTES} are read")
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"{METADATA}/{name} cannot be read: {error.strerror}") from None


def surplus(folder: Path, named: Iterable[str]) -> Iterator[Fault]:
    """Files that no row names: most likely a row was lost."""
    metadata = folder / METADATA
    if metadata.is_symlink() or not metadata.is_dir():
        yield Fault(METADATA, None, "there is no such folder")
        return
    known = set(named)
    for path in sorted(metadata.iterdir()):
        if path.name not in known:
            yield Fault(f"{METADATA}/{path.name}", None, "no row of register.csv names this file")


def digest(data: bytes) -> str:
    """SHA-256, lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def require_registrable(data: bytes, *, entity_id: str) -> None:
    """Raises Refused for a document that no waiver could make a record of the register."""
    try:
        entity = document.load(data)
        facts = in_metadata(data)
    except Unreadable as wrong:
        raise Refused(f"cannot be read as metadata: {wrong}") from None
    if entity.entity_id != entity_id:
        raise Refused(f"is of {entity.entity_id!r}, not of {entity_id!r}")
    if any(one.fault is CertificateFault.PRIVATE_KEY for one in entity.embedded_certificates()):
        raise Refused("holds a private key, which must never be kept, let alone published")
    if any(one.use not in USES for one in facts):
        raise Refused("has a KeyDescriptor for a use that SAML does not know")
    if any(len(one.subject) > SUBJECT_LENGTH for one in facts):
        raise Refused(f"has a certificate whose subject is longer than {SUBJECT_LENGTH} characters")


def waived(
    data: bytes, *, entity_id: str, owner: Ico, effective_from: datetime, actor: str, at: datetime
) -> tuple[WaiverFacts, ...]:
    """A waiver for each rule that the document breaks on the day from which it holds (R-3.9).

    Raises Refused when a rule crashed: then nobody knows what there is to waive.
    """
    report = samllint.check(
        data,
        profile=settings.METADATA_PROFILE,
        at=effective_from,
        context=Context(owner=str(owner), typed_entity_id=entity_id),
    )
    if any(result.outcome is Outcome.CRASHED for result in report.results):
        raise Refused("a rule broke on it; the fault is the program's, send the file to its maintainers")
    found = []
    for result in report.results:
        wrong = next((one for one in result.findings if one.severity >= Severity.ERROR), None)
        if wrong is not None:
            reason = f"Prevzaté z iného registra. {wrong.message.sk}"[:REASON_LENGTH]
            found.append(WaiverFacts(result.rule_id, reason, actor, at))
    return tuple(found)
