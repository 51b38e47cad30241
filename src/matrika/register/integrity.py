"""Whether what the register stores is what was entered: bytes, digests, vouchers, guards (R-7.4)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from django.db import connection

from matrika.core.events import EventKind
from matrika.register import guards
from matrika.register.guards import Guard
from matrika.register.models import CertificateEntry, Event, MetadataVersion

CHUNK = 500
ENTERING = (EventKind.PROVIDER_REGISTERED.value, EventKind.PROVIDER_CHANGED.value)


def faults() -> Iterator[str]:
    """One sentence for each thing in the register's own tables that is not as it was entered.

    The ledger's chain is checked by `ledger.verify`; what is vouched for here is worth as much as it.
    """
    yield from _versions()
    yield from _certificates()


def missing_guards(tables: Iterable[Guard]) -> Iterator[str]:
    for name in guards.missing(connection, tables):
        yield f"the trigger {name} is missing: history could be changed"


def is_digest(digest: str, content: bytes) -> bool:
    return hashlib.sha256(content).hexdigest() == digest.lower()


def _versions() -> Iterator[str]:
    vouched = _vouched()
    for version in MetadataVersion.objects.select_related("provider").iterator(CHUNK):
        name = f"version {version.number} of {version.provider.entity_id}"
        if not is_digest(version.sha256, bytes(version.content)):
            yield f"{name}: the stored bytes do not have the stored SHA-256"
        digest = vouched.get((version.provider_id, version.number))
        if digest is None:
            yield f"{name}: no event says how it came to be"
        elif digest != version.sha256:
            yield f"{name}: the event that entered it names another SHA-256"


def _vouched() -> dict[tuple[int | None, int | None], str | None]:
    """(provider, version number) → the SHA-256 that the ledger has for it."""
    events = Event.objects.filter(kind__in=ENTERING).values_list("provider_id", "data")
    return {
        (provider, data.get("version")): data.get("metadata_sha256")
        for provider, data in events.iterator(CHUNK)
    }


def _certificates() -> Iterator[str]:
    entries = CertificateEntry.objects.select_related("version__provider").defer("version__content")
    for entry in entries.iterator(CHUNK):
        if not is_digest(entry.fingerprint, bytes(entry.der)):
            name = f"version {entry.version.number} of {entry.version.provider.entity_id}"
            yield f"{name}: certificate {entry.position} does not have the stored fingerprint"
