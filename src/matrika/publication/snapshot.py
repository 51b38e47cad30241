"""What the register says of one provider at an instant: publish what, until when, and when to look again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from matrika.core import register
from matrika.register.models import MetadataVersion, ServiceProvider
from matrika.register.states import version_value


@dataclass(frozen=True, slots=True)
class Snapshot:
    provider: ServiceProvider
    version: MetadataVersion | None  # None: the provider is not active
    active_until: datetime | None
    begins_at: datetime | None  # when an inactive provider may become active by time alone


def of(provider: ServiceProvider, *, at: datetime) -> Snapshot:
    """The provider's standing at the instant, from its version in force and those to come."""
    versions = provider.versions.filter(Q(effective_to__isnull=True) | Q(effective_to__gt=at))
    versions = versions.prefetch_related("certificates")
    for version in versions:
        if version.effective_from <= at:
            until = register.active_until(version_value(version), at)
            if until is not None:
                return Snapshot(provider, version, until, None)
    return Snapshot(provider, None, None, min(_beginnings(versions, at), default=None))


def _beginnings(versions: Iterable[MetadataVersion], at: datetime) -> Iterator[datetime]:
    for version in versions:
        instants = (version.effective_from, *(c.not_before for c in version.certificates.all()))
        yield from (instant for instant in instants if instant > at)
