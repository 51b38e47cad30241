"""Opening and closing metadata versions: the only writer of what is registered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from matrika.core.people import Contact
from matrika.register import expiry, reminding
from matrika.register.models import CertificateEntry, MetadataVersion, Origin, ServiceProvider


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """One certificate as the register enters it, in document order."""

    use: str  # "signing", "encryption", or "both" where the KeyDescriptor does not say
    der: bytes
    fingerprint: str  # SHA-256 of the DER, upper-case hex
    serial_number: str  # upper-case hex
    subject: str  # RFC 4514
    not_before: datetime
    not_after: datetime  # the last valid second
    key_digest: str  # SHA-256 of what makes the public key, upper-case hex: same key = same value


def current(provider: ServiceProvider) -> MetadataVersion | None:
    """The version nobody has closed; None for a cancelled provider."""
    return provider.versions.filter(effective_to__isnull=True).first()


def filing_number_of(version: MetadataVersion) -> str:
    """Of the filing that entered it, in this register or in the one it was imported from."""
    try:
        return version.origin.filing_number
    except Origin.DoesNotExist:
        return version.filing_number


def begins_at(provider: ServiceProvider, wanted: datetime) -> datetime:
    """`wanted`, or the latest beginning or end of the provider's versions where that is later.

    Two filings of one day take effect in the order of their filing: the later one replaces the earlier.
    """
    last = provider.versions.order_by("-number").first()
    if last is None:
        return wanted
    return max(wanted, last.effective_to or last.effective_from)


def close(version: MetadataVersion, *, ends_at: datetime, recorded_at: datetime) -> None:
    """End the version; its certificates end with it (R-4.2, R-4.3). Call it under the ledger's lock."""
    expiry.settle(version, until=ends_at, at=recorded_at)
    reminding.forget(version)
    version.effective_to = ends_at
    version.end_recorded_at = recorded_at
    version.save(update_fields=["effective_to", "end_recorded_at"])


def open_version(
    provider: ServiceProvider,
    content: bytes,
    certificates: Iterable[CertificateFacts],
    *,
    contact: Contact,
    filing_number: str,
    effective_from: datetime,
    recorded_at: datetime,
    expiries_after: datetime | None = None,
) -> MetadataVersion:
    """Enter metadata, bytes exactly as filed, and their certificates. The version before must be closed.

    Expiries are awaited that come after `expiries_after`, otherwise after the version began.
    """
    version = MetadataVersion.objects.create(
        provider=provider,
        number=provider.versions.count() + 1,
        filing_number=filing_number,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        contact_name=contact.name,
        contact_email=contact.email,
        contact_phone=contact.phone,
        effective_from=effective_from,
        recorded_at=recorded_at,
    )
    CertificateEntry.objects.bulk_create(
        _entry(version, position, facts) for position, facts in enumerate(certificates)
    )
    expiry.await_next(version, after=expiries_after or effective_from)
    reminding.await_reminders(version)
    return version


def _entry(version: MetadataVersion, position: int, facts: CertificateFacts) -> CertificateEntry:
    return CertificateEntry(
        version=version,
        use=facts.use,
        position=position,
        der=facts.der,
        fingerprint=facts.fingerprint,
        serial_number=facts.serial_number,
        subject=facts.subject,
        not_before=facts.not_before,
        not_after=facts.not_after,
        key_digest=facts.key_digest,
    )
