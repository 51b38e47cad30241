"""A made-up register of any size, with real metadata and certificates, or without their bytes.

Written a batch at a time in the form in which the use cases would have left it: `matrika verify` finds
nothing wrong with it (unless its bytes were left out).
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
BATCH = 5_000
OWNERS = 1_000
CONTACT = {"contact_name": "A", "contact_email": "a@b.example", "contact_phone": "+421900000000"}
SERIAL = 0x7E57_0000_0000_0000  # eight octets in DER, so that another number is as long


def fill(providers: int, events: int, *, with_bytes: bool = True) -> None:
    """So many providers, each with a filing, a version and two certificates; so many events in all."""
    from matrika.core.events import EventKind
    from matrika.register.models import LedgerHead

    chain = Chain()
    owners = make_owners()
    for start in range(0, providers, BATCH):
        numbers = range(start, min(start + BATCH, providers))
        fill_batch(numbers, owners, chain, with_bytes)
    while chain.number < events:
        batch = min(BATCH, events - chain.number)
        chain.store([chain.event(EventKind.ENTITY_PUBLISHED, {"version": 1}) for _ in range(batch)])
    LedgerHead.objects.update_or_create(pk=1, defaults={"number": chain.number, "digest": chain.digest})
    analyse()


def make_owners() -> list[Any]:
    from matrika.register.models import Organisation

    return Organisation.objects.bulk_create(
        Organisation(ico=f"{10_000_000 + number}", name=f"Úrad {number}", subject_type="OVM")
        for number in range(OWNERS)
    )


class Chain:
    """Events as the ledger would write them, without its transaction for each."""

    def __init__(self) -> None:
        from matrika.register import ledger

        self.number, self.digest = 0, ledger.GENESIS

    def event(self, kind: Any, data: dict[str, Any], **facts: Any) -> Any:
        from matrika.register import ledger
        from matrika.register.models import Event

        self.number += 1
        when = {"recorded_at": AT, "effective_at": AT, "actor": "worker"}
        event = Event(
            number=self.number,
            kind=kind.value,
            data=data,
            previous_digest=self.digest,
            **{**when, **facts},
        )
        event.digest = self.digest = ledger._digest(*(getattr(event, column) for column in ledger.COLUMNS))
        return event

    @staticmethod
    def store(events: list[Any]) -> None:
        from matrika.register.models import Event

        Event.objects.bulk_create(events)


def fill_batch(numbers: range, owners: list[Any], chain: Chain, with_bytes: bool) -> None:
    from matrika.core.events import EventKind
    from matrika.register import models

    providers = models.ServiceProvider.objects.bulk_create(
        models.ServiceProvider(
            entity_id=f"https://s{number}.example", owner=owners[number % OWNERS], registered_at=AT
        )
        for number in numbers
    )
    contents = [content(number) if with_bytes else b"" for number in numbers]
    digests = [hashlib.sha256(one).hexdigest() for one in contents]
    versions = models.MetadataVersion.objects.bulk_create(
        models.MetadataVersion(
            provider=provider,
            number=1,
            filing_number=f"b-{number}",
            content=one,
            sha256=digest,
            effective_from=AT,
            recorded_at=AT,
            **CONTACT,
        )
        for number, provider, one, digest in zip(numbers, providers, contents, digests, strict=True)
    )
    store_certificates(numbers, versions, with_bytes)
    store_filings(numbers, providers, digests)
    events = []
    for number, provider, digest in zip(numbers, providers, digests, strict=True):
        told = {"entity_id": provider.entity_id, "organisation": provider.owner_id, "status": "in-effect"}
        told |= {"contact_name": CONTACT["contact_name"], "contact_email": CONTACT["contact_email"]}
        about = {"provider": provider, "filing_number": f"b-{number}"}
        events.append(chain.event(EventKind.FILING_ACCEPTED, {**told, "status": "in-review"}, **about))
        entered = {**told, "version": 1, "metadata_sha256": digest}
        events.append(chain.event(EventKind.PROVIDER_REGISTERED, entered, **about))
    chain.store(events)


def store_certificates(numbers: range, versions: list[Any], with_bytes: bool) -> None:
    from matrika.register import models

    later = AT + timedelta(days=100)
    models.PendingExpiry.objects.bulk_create(
        models.PendingExpiry(version=version, due_at=later) for version in versions
    )
    models.CertificateEntry.objects.bulk_create(
        models.CertificateEntry(version=version, position=position, **facts)
        for number, version in zip(numbers, versions, strict=True)
        for position, facts in enumerate(certificates(number, with_bytes))
    )


def certificates(number: int, with_bytes: bool) -> Iterator[dict[str, Any]]:
    from dataclasses import asdict

    from matrika.register.certificates import in_metadata

    if with_bytes:
        yield from (asdict(facts) for facts in in_metadata(content(number)))
        return
    span = {
        "not_before": AT,
        "not_after": AT + timedelta(days=100),
        "der": b"",
        "subject": f"CN=ico-{number}",
    }
    for use in ("signing", "encryption"):
        digest = hashlib.sha256(f"{number} {use}".encode()).hexdigest().upper()
        same = {"fingerprint": digest, "serial_number": digest[:16], "key_digest": digest[::-1]}
        yield {"use": use, **same, **span}


def content(number: int) -> bytes:
    """Metadata with two certificates that nobody else has; their signatures are not valid, nobody looks."""
    from tests.metadata import sp_metadata

    def another(der: bytes, at: int) -> bytes:
        old, new = (value.to_bytes(8, "big") for value in (SERIAL, SERIAL + 2 * number + at))
        return der.replace(old, new, 1)

    signing, encryption = (another(template(at), at) for at in (0, 1))
    return sp_metadata(entity_id=f"https://s{number}.example", signing=signing, encryption=encryption)


@functools.cache
def template(at: int) -> bytes:
    from tests import pki

    begins = AT - timedelta(days=30)
    return pki.certificate(key=pki.key(at + 1), not_before=begins, days=700, serial=SERIAL)


def store_filings(numbers: range, providers: list[Any], digests: list[str]) -> None:
    from tests import people

    from matrika.filings.models import Filing

    agent = people.alzbeta()
    asked = {"kind": "registration", "subject_type": "OVM", "authorisation": "paper", "filed_by": agent}
    when = {"filed_at": AT, "status_since": AT, "effective_at": AT}
    Filing.objects.bulk_create(
        Filing(
            number=f"b-{number}",
            entity_id=provider.entity_id,
            organisation=provider.owner,
            ico=provider.owner.ico,
            status="in-effect",
            metadata_sha256=digest,
            **asked,
            **CONTACT,
            **when,
        )
        for number, provider, digest in zip(numbers, providers, digests, strict=True)
    )


def analyse() -> None:
    """PostgreSQL gathers statistics by itself, a little later; SQLite has none unless somebody asks."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
