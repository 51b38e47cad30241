"""Rows → the core's frozen values, so that the core decides and the tables only remember."""

from __future__ import annotations

from collections.abc import Iterable

from matrika.core import register
from matrika.register.models import CertificateEntry, MetadataVersion


def certificate_value(entry: CertificateEntry) -> register.Certificate:
    return register.Certificate(use=entry.use, not_before=entry.not_before, not_after=entry.not_after)


def version_value(version: MetadataVersion) -> register.Version:
    """Reads `version.certificates`: prefetch them where there are many versions."""
    return register.Version(
        effective_from=version.effective_from,
        effective_to=version.effective_to,
        certificates=tuple(certificate_value(entry) for entry in version.certificates.all()),
    )


def version_values(versions: Iterable[MetadataVersion]) -> tuple[register.Version, ...]:
    return tuple(version_value(version) for version in versions)
