"""Rows → the core's frozen values, so that the core decides and the tables only remember."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from matrika.core.standing import Certificate, Version
from matrika.register.models import CertificateEntry, MetadataVersion


def certificate_value(entry: CertificateEntry) -> Certificate:
    return Certificate(use=entry.use, not_before=entry.not_before, not_after=entry.not_after)


def version_value(version: MetadataVersion, *, known_at: datetime | None = None) -> Version:
    """The version as it was known at that instant; None = as it is known today.

    Reads `version.certificates`: prefetch them where there are many versions.
    """
    return Version(
        effective_from=version.effective_from,
        effective_to=version.effective_to if _is_end_known(version, known_at) else None,
        certificates=tuple(certificate_value(entry) for entry in version.certificates.all()),
    )


def version_values(versions: Iterable[MetadataVersion]) -> tuple[Version, ...]:
    return tuple(version_value(version) for version in versions)


def light(versions: QuerySet[MetadataVersion]) -> QuerySet[MetadataVersion]:
    """With certificates, and without the large columns that only downloads and publication need."""
    certificates = CertificateEntry.objects.defer("der").order_by("position")
    return versions.defer("content").prefetch_related(Prefetch("certificates", queryset=certificates))


def known_versions(
    versions: Iterable[MetadataVersion], known_at: datetime | None
) -> list[tuple[MetadataVersion, Version]]:
    """Those recorded by then, each with its value as it was known then."""
    return [
        (version, version_value(version, known_at=known_at))
        for version in versions
        if known_at is None or version.recorded_at <= known_at
    ]


def _is_end_known(version: MetadataVersion, known_at: datetime | None) -> bool:
    recorded = version.end_recorded_at
    return known_at is None or recorded is None or recorded <= known_at
