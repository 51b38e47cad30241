"""What held at an instant: the one derivation that publication, the console and `matrika as_of` share.

Two times are asked for. `at` is the instant that is asked about. `known_at` is when it is asked: what
had been recorded by then, and nothing later. None asks with everything that is known today.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from matrika.core.standing import (
    USES,
    CertificateState,
    Standing,
    Version,
    active_until,
    certificate_state,
    standing,
)
from matrika.register.models import CertificateEntry, MetadataVersion, ServiceProvider
from matrika.register.states import certificate_value, known_versions, light, version_value

CHUNK = 500
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One provider at an instant."""

    provider: ServiceProvider
    at: datetime
    known_at: datetime | None
    standing: Standing
    version: MetadataVersion | None  # the one that holds, whether the provider is active or not
    active_until: datetime | None  # None: it is not active
    begins_at: datetime | None  # when an inactive provider may become active by time alone

    @property
    def active_version(self) -> MetadataVersion | None:
        """What the identity provider is to see."""
        return self.version if self.standing.is_active else None

    @property
    def certificates(self) -> list[tuple[CertificateEntry, CertificateState]]:
        """The certificates of the version that holds, in document order, each with its state."""
        if self.version is None:
            return []
        ends_at = version_value(self.version, known_at=self.known_at).effective_to
        return [
            (
                entry,
                certificate_state(certificate_value(entry), withdrawn_at=ends_at, at=self.at),
            )
            for entry in self.version.certificates.all()
        ]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list of providers goes on: behind this one."""

    registered_at: datetime
    pk: int


def of(provider: ServiceProvider, *, at: datetime, known_at: datetime | None = None) -> Snapshot:
    """The provider's standing at the instant. Two queries; metadata are loaded when read."""
    return derive(provider, light(provider.versions.all()), at=at, known_at=known_at)


def derive(
    provider: ServiceProvider,
    versions: Iterable[MetadataVersion],
    *,
    at: datetime,
    known_at: datetime | None = None,
) -> Snapshot:
    """The same from all the provider's versions, loaded with their certificates."""
    known = known_versions(versions, known_at)
    values = [value for _, value in known]
    held = next(((version, value) for version, value in known if value.holds(at)), None)
    until = active_until(held[1], at=at) if held else None
    return Snapshot(
        provider=provider,
        at=at,
        known_at=known_at,
        standing=standing(values, at=at),
        version=held[0] if held else None,
        active_until=until,
        begins_at=None if until else min(_beginnings(values, at), default=None),
    )


def active(
    *, at: datetime, known_at: datetime | None = None, behind: Place | None = None, limit: int = CHUNK
) -> list[Snapshot]:
    """A page of the providers that were active at the instant, newest registration first (R-7.0).

    Three queries, however many providers and whatever their history. The database narrows down who can
    be active; whether one is, the core decides.
    """
    providers = _candidates(at, known_at)
    if behind is not None:
        same_instant = Q(registered_at=behind.registered_at, pk__lt=behind.pk)
        providers = providers.filter(Q(registered_at__lt=behind.registered_at) | same_instant)
    versions = Prefetch("versions", queryset=light(MetadataVersion.objects.all()))
    newest_first = providers.order_by("-registered_at", "-pk").select_related("owner")
    page = newest_first.prefetch_related(versions)[:limit]
    snapshots = (derive(provider, provider.versions.all(), at=at, known_at=known_at) for provider in page)
    return [snapshot for snapshot in snapshots if snapshot.standing.is_active]


def every_active(*, at: datetime, known_at: datetime | None = None) -> Iterator[Snapshot]:
    """All providers that were active at the instant, a page at a time."""
    behind: Place | None = None
    while page := active(at=at, known_at=known_at, behind=behind):
        yield from page
        behind = place(page[-1])


def place(snapshot: Snapshot) -> Place:
    return Place(snapshot.provider.registered_at, snapshot.provider.pk)


def _beginnings(versions: Sequence[Version], at: datetime) -> Iterator[datetime]:
    for version in versions:
        if version.effective_to is None or version.effective_to > at:
            instants = (version.effective_from, *(c.not_before for c in version.certificates))
            yield from (instant for instant in instants if instant > at)


def _candidates(at: datetime, known_at: datetime | None) -> QuerySet[ServiceProvider]:
    """Providers with a version that holds and has a valid certificate for each use.

    The same conditions as `core.standing.standing`, so that a page is full; tests hold the two together.
    """
    open_end = Q(effective_to__isnull=True) | Q(effective_to__gt=at)
    versions = MetadataVersion.objects.filter(provider=OuterRef("pk"), effective_from__lte=at)
    if known_at is not None:
        versions = versions.filter(recorded_at__lte=known_at)
        open_end |= Q(end_recorded_at__gt=known_at)
    valid = CertificateEntry.objects.filter(
        # Valid through its last second: at < not_after + 1 s.
        version=OuterRef("pk"),
        not_before__lte=at,
        not_after__gt=at - SECOND,
    )
    for use in USES:
        versions = versions.filter(Exists(valid.filter(use__in=(use, "both"))))
    return ServiceProvider.objects.filter(Exists(versions.filter(open_end)))
