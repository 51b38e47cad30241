"""The database refuses to forget, whatever the program asks (architecture, "Invariants")."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from matrika.core.events import EventKind
from matrika.register import guards, ledger
from matrika.register.models import CertificateEntry, Event, MetadataVersion, ServiceProvider
from tests import people
from tests.conftest import ALL_GUARDS

DAY = timedelta(days=1)


@pytest.fixture
def version(db: None) -> MetadataVersion:
    provider = ServiceProvider.objects.create(
        entity_id="https://sp.example", owner=people.organisation(), registered_at=people.NOW
    )
    made = version_of(provider, 1, people.NOW)
    CertificateEntry.objects.create(
        version=made,
        use="signing",
        position=0,
        der=b"der",
        fingerprint="AB",
        serial_number="01",
        subject="CN=x",
        not_before=people.NOW,
        not_after=people.NOW,
    )
    ledger.append(
        EventKind.PROVIDER_REGISTERED,
        actor="worker",
        at=people.NOW,
        effective_at=people.NOW,
        provider=provider,
        data={},
    )
    return made


def version_of(
    provider: ServiceProvider, number: int, start: datetime, end: datetime | None = None
) -> MetadataVersion:
    return MetadataVersion.objects.create(
        provider=provider,
        number=number,
        filing_number="2026-000001",
        content=b"<x/>",
        sha256="0" * 64,
        contact_name="A",
        contact_email="a@example.org",
        contact_phone="0900 000 000",
        effective_from=start,
        effective_to=end,
        recorded_at=start,
    )


REFUSED: dict[str, Callable[[], object]] = {
    "update an event": lambda: Event.objects.update(actor="nobody"),
    "update an event without changing it": lambda: Event.objects.update(kind="provider-registered"),
    "delete events": lambda: Event.objects.all()._raw_delete("default"),
    "delete a provider": lambda: ServiceProvider.objects.all()._raw_delete("default"),
    "rename a provider": lambda: ServiceProvider.objects.update(entity_id="https://other.example"),
    "delete a version": lambda: MetadataVersion.objects.all()._raw_delete("default"),
    "change metadata": lambda: MetadataVersion.objects.update(content=b"<y/>"),
    "backdate a version": lambda: MetadataVersion.objects.update(effective_from=people.NOW - DAY),
    "delete a certificate": lambda: CertificateEntry.objects.all()._raw_delete("default"),
    "change a certificate": lambda: CertificateEntry.objects.update(not_after=people.NOW + DAY),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_refuses_to(version: MetadataVersion, what: str) -> None:
    with pytest.raises(IntegrityError, match="the register keeps its history"), transaction.atomic():
        REFUSED[what]()


def test_it_refuses_to_truncate_on_postgresql(version: MetadataVersion) -> None:
    if connection.vendor != "postgresql":
        return  # SQLite has no TRUNCATE; its DELETE is refused above
    connection.check_constraints()  # deferred ones would stop a TRUNCATE before the trigger does
    for guard in ALL_GUARDS:
        with (
            pytest.raises(IntegrityError, match="TRUNCATE of"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"TRUNCATE {guard.table} CASCADE")


def test_it_lets_a_version_end_once(version: MetadataVersion) -> None:
    MetadataVersion.objects.update(effective_to=people.NOW + DAY)
    for end in (people.NOW + 2 * DAY, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            MetadataVersion.objects.update(effective_to=end)


def test_it_refuses_two_versions_that_hold_at_the_same_instant(version: MetadataVersion) -> None:
    provider = version.provider
    MetadataVersion.objects.update(effective_to=people.NOW + 2 * DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        version_of(provider, 2, people.NOW + DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        version_of(provider, 2, people.NOW - DAY, people.NOW + timedelta(microseconds=1))
    version_of(provider, 2, people.NOW + 2 * DAY)
    assert provider.versions.count() == 2


def test_it_refuses_to_close_a_version_into_the_next_one(version: MetadataVersion) -> None:
    version_of(version.provider, 2, people.NOW - 2 * DAY, people.NOW - DAY)
    version_of(version.provider, 3, people.NOW - DAY, people.NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        version_of(version.provider, 4, people.NOW - 2 * DAY, people.NOW + DAY)


def test_it_allows_a_version_that_was_replaced_as_it_began(version: MetadataVersion) -> None:
    MetadataVersion.objects.update(effective_to=people.NOW)
    version_of(version.provider, 2, people.NOW)


def test_it_refuses_a_second_open_version(version: MetadataVersion) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        version_of(version.provider, 2, people.NOW + DAY)


def test_it_has_every_trigger_after_all_migrations(db: None) -> None:
    assert guards.missing(connection, ALL_GUARDS) == []
