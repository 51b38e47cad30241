"""What the doors show of the register, each in a number of queries that no history can raise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Lower

from matrika.core.events import AMONG_STAFF, PROVIDER_CHANGES, EventKind
from matrika.core.people import Role
from matrika.core.standing import Standing, standing
from matrika.register import held, snapshot, states
from matrika.register.held import HeldCertificate
from matrika.register.models import (
    CertificateEntry,
    Event,
    MetadataVersion,
    Organisation,
    Person,
    ServiceProvider,
    StatutoryBody,
)

CHANGING = tuple(sorted(kind.value for kind in PROVIDER_CHANGES))
STAFFS_OWN = tuple(sorted(kind.value for kind in AMONG_STAFF))
STAFF = frozenset({Role.REVIEWER.value, Role.SUPERVISOR.value, Role.AUDITOR.value})


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """One line of a list of providers (R-7.1)."""

    provider: ServiceProvider
    standing: Standing
    version: MetadataVersion  # the latest one; without its content


@dataclass(frozen=True, slots=True)
class ProviderDetail:
    """The page of one provider (R-7.3)."""

    provider: ServiceProvider
    standing: Standing
    version: MetadataVersion  # the one that holds, else the latest; without its content
    certificates: tuple[HeldCertificate, ...]  # of that version
    versions: tuple[MetadataVersion, ...]  # all, newest first; without their contents
    active_until: datetime | None


def visible_to(person: Person) -> QuerySet[ServiceProvider]:
    """The providers a person may see at all: staff all, an agent those of the organisations (R-7.5)."""
    if person.role in STAFF:
        return ServiceProvider.objects.all()
    return ServiceProvider.objects.filter(owner__mandates__person=person)


def rows(providers: QuerySet[ServiceProvider], *, at: datetime) -> list[ProviderRow]:
    """The providers as lines of a list, newest registration first (R-7.0). Three queries."""
    newest_first = providers.order_by("-registered_at", "-pk").select_related("owner")
    return [_row(provider, at) for provider in newest_first.prefetch_related(_versions())]


def providers_of(organisation: Organisation) -> QuerySet[ServiceProvider]:
    """Its providers, newest registration first; for a list, a page of them becomes `rows`."""
    return ServiceProvider.objects.filter(owner=organisation).order_by("-registered_at", "-pk")


def detail(provider: ServiceProvider, *, at: datetime) -> ProviderDetail:
    """Everything the provider's page shows. Two queries, and one more for the owner."""
    versions = versions_of(provider)
    now = snapshot.derive(provider, versions, at=at)
    shown = now.version or versions[0]
    return ProviderDetail(
        provider=provider,
        standing=now.standing,
        version=shown,
        certificates=tuple(held.of_version(shown, versions, at=at)),
        versions=versions,
        active_until=now.active_until,
    )


def versions_of(provider: ServiceProvider) -> tuple[MetadataVersion, ...]:
    """All versions, newest first, with their certificates; without their contents. Two queries."""
    return tuple(states.light(provider.versions.all()).order_by("-number"))


def history(provider: ServiceProvider) -> QuerySet[Event]:
    """Everything that happened to the provider, newest first (R-7.4), from the filing that made it on;
    not how staff shared their work about it, which the filing's page and the audit tell.

    When that was filed and approved there was no provider yet that its events could name.
    """
    first = (
        provider.versions.filter(number=1).exclude(filing_number="").values_list("filing_number", flat=True)
    )
    events = Event.objects.filter(Q(provider=provider) | Q(filing_number__in=list(first)))
    return events.exclude(kind__in=STAFFS_OWN).select_related("on_behalf_of").order_by("-number")


def certificate_history(entry: CertificateEntry) -> list[Event]:
    """What happened to the certificate, newest first (R-7.4): each entry into its provider's metadata, each
    replacement or cancellation that ended one, each expiry of the provider meanwhile.
    """
    in_force, found = False, []
    for event in history(entry.version.provider).filter(kind__in=CHANGING).order_by("number"):
        entered = entry.fingerprint in event.data.get("certificates", ())
        if entered or in_force:
            found.append(event)
        if event.kind != EventKind.PROVIDER_EXPIRED.value:
            in_force = entered
    return found[::-1]


def statutory_bodies(organisation: Organisation) -> tuple[StatutoryBody, ...]:
    """Who acts for it by law. The register of legal persons knows no suffixes: a part of an organisation is
    told by the whole, where it has none of its own.
    """
    whole = Organisation.objects.filter(ico=organisation.ico, ico_suffix="")
    own = StatutoryBody.objects.filter(organisation=organisation).order_by("name", "role", "pk")
    of_whole = StatutoryBody.objects.filter(organisation__in=whole).order_by("name", "role", "pk")
    return tuple(own) or tuple(of_whole)


def look_alikes(entity_id: str) -> frozenset[str]:
    """Registered entityIDs that differ at most in case and in a trailing slash, itself included."""
    bare = entity_id.rstrip("/").lower()
    found = ServiceProvider.objects.annotate(lower=Lower("entity_id")).filter(lower__in=(bare, f"{bare}/"))
    return frozenset(found.values_list("entity_id", flat=True))


def _row(provider: ServiceProvider, at: datetime) -> ProviderRow:
    versions = tuple(provider.versions.all())
    return ProviderRow(provider, standing(states.version_values(versions), at=at), versions[0])


def _versions() -> Prefetch[str]:
    return Prefetch("versions", queryset=states.light(MetadataVersion.objects.order_by("-number")))
