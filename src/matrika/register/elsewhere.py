"""Certificates that occur with more than one provider. For staff and for rules only: whose else a certificate
is, is nobody else's business.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from matrika.register.models import CertificateEntry, ServiceProvider

MOST = 50  # providers of one page


def providers(
    fingerprints: Iterable[str], *, except_provider: ServiceProvider | None
) -> QuerySet[ServiceProvider]:
    """At most MOST providers that have one of the certificates in metadata nobody has closed."""
    found = ServiceProvider.objects.filter(pk__in=_in_open_versions(fingerprints).values("version__provider"))
    if except_provider is not None:
        found = found.exclude(pk=except_provider.pk)
    return found.select_related("owner").order_by("-registered_at", "-pk")[:MOST]


def in_use(fingerprints: Iterable[str], *, except_entity_id: str) -> frozenset[str]:
    """Which of the certificates other providers have in metadata nobody has closed."""
    others = _in_open_versions(fingerprints).exclude(version__provider__entity_id=except_entity_id)
    return frozenset(others.values_list("fingerprint", flat=True))


def ever_met(entries: Iterable[CertificateEntry], *, except_provider: ServiceProvider) -> set[str]:
    """Of these certificates, the fingerprints of those that another provider has or had, or their keys."""
    entries = tuple(entries)
    prints = {entry.fingerprint for entry in entries}
    keys = {entry.key_digest for entry in entries} - {""}
    others = CertificateEntry.objects.filter(Q(fingerprint__in=prints) | Q(key_digest__in=keys))
    rows = others.exclude(version__provider=except_provider).values_list("fingerprint", "key_digest")
    met = {value for row in rows.distinct() for value in row}
    return {entry.fingerprint for entry in entries if {entry.fingerprint, entry.key_digest} & met}


def same_certificate_or_key(entry: CertificateEntry) -> QuerySet[CertificateEntry]:
    """Every entry of every provider with this certificate or another one of the same key, newest first."""
    same = Q(fingerprint=entry.fingerprint)
    if entry.key_digest:
        same |= Q(key_digest=entry.key_digest)
    entries = CertificateEntry.objects.select_related("version__provider__owner")
    return entries.defer("der", "version__content").filter(same).order_by("-pk")


def _in_open_versions(fingerprints: Iterable[str]) -> QuerySet[CertificateEntry]:
    return CertificateEntry.objects.filter(
        fingerprint__in=list(fingerprints), version__effective_to__isnull=True
    )
