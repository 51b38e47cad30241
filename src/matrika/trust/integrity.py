"""Whether the lists that verdicts rest on are as they were imported (R-7.4, R-5.1)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from matrika.core.events import EventKind
from matrika.register import ledger
from matrika.register.integrity import FEW, Check, Keys, is_digest, one_by_one
from matrika.register.models import Event, RevocationSnapshot, TrustedListSnapshot


def _trusted_lists(keys: Keys) -> Iterator[str]:
    yield from one_by_one(TrustedListSnapshot.objects.all(), _content, keys, FEW)
    if keys.after:
        return  # what follows compares whole tables, once
    with transaction.atomic():
        ledger.lock()  # an import between two look-ups would seem to be a fault
        there = {one.sha256: str(one) for one in TrustedListSnapshot.objects.defer("content")}
        told = _told(EventKind.TRUSTED_LIST_IMPORTED)
    yield from _disagreements(there, told)


def _revocation_data(keys: Keys) -> Iterator[str]:
    yield from one_by_one(RevocationSnapshot.objects.all(), _content, keys, FEW)
    if keys.after:
        return  # what follows compares whole tables, once
    with transaction.atomic():
        ledger.lock()  # as above
        there = {one.sha256: str(one) for one in RevocationSnapshot.objects.defer("content")}
        told = _told(EventKind.CRL_IMPORTED, EventKind.OCSP_RESPONSE_IMPORTED)
    yield from _disagreements(there, told)


def _content(kept: TrustedListSnapshot | RevocationSnapshot) -> Iterator[str]:
    if not is_digest(kept.sha256, bytes(kept.content)):
        yield f"list {kept}: the stored bytes do not have the stored SHA-256"


def _told(*kinds: EventKind) -> dict[str, int]:
    """SHA-256 of each list of which an event tells, and the event's number."""
    return {event.data["sha256"]: event.number for event in Event.objects.filter(kind__in=kinds)}


def _disagreements(there: dict[str, str], told: dict[str, int]) -> Iterator[str]:
    for digest in sorted(there.keys() - told.keys()):
        yield f"list {there[digest]}: no event says how it came to be"
    for digest in sorted(told.keys() - there.keys()):
        yield f"list {digest}: event {told[digest]} tells of its import, and it is not there"


CHECKS = (
    Check("trusted lists", TrustedListSnapshot.objects.all, _trusted_lists),
    Check("revocation data", RevocationSnapshot.objects.all, _revocation_data),
)
