"""Providers in the register, as filings leave them there, with the event that publication follows."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django.fixtures import Settings

from matrika.core.events import EventKind
from matrika.publication import key
from matrika.publication.aggregate import members
from matrika.publication.models import PublicationState
from matrika.publication.publish import publish_next
from matrika.register import ledger, versions
from matrika.register.certificates import in_metadata
from matrika.register.models import Event, ServiceProvider
from tests import people
from tests.applications import CONTACT
from tests.metadata import sp_metadata
from tests.publication.making import NOW, signer


@pytest.fixture
def keys(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A signing key that is already there; making one takes a while."""
    settings.SIGNING_KEY_TOKEN = ""
    settings.SIGNING_KEY_FILE = tmp_path / "keys" / "key.pem"
    settings.SIGNING_CERTIFICATE_FILE = tmp_path / "certificate.pem"
    settings.REGISTRATION_AUTHORITY = "https://register.example"
    files = (settings.SIGNING_KEY_FILE, settings.SIGNING_CERTIFICATE_FILE)
    monkeypatch.setattr(key, "_opened", {files: signer()})


@transaction.atomic
def registered(
    entity_id: str = "https://sp.example", content: bytes | None = None, *, at: datetime = NOW
) -> ServiceProvider:
    provider = ServiceProvider.objects.create(
        entity_id=entity_id, owner=people.organisation(), registered_at=at
    )
    entered(provider, content or sp_metadata(entity_id=entity_id), at=at)
    tell(EventKind.PROVIDER_REGISTERED, provider, at=at)
    return provider


@transaction.atomic
def changed(provider: ServiceProvider, content: bytes, *, at: datetime) -> None:
    closed(provider, at=at)
    entered(provider, content, at=at)
    tell(EventKind.PROVIDER_CHANGED, provider, at=at)


@transaction.atomic
def cancelled(provider: ServiceProvider, *, at: datetime) -> None:
    closed(provider, at=at)
    tell(EventKind.PROVIDER_CANCELLED, provider, at=at)


def entered(provider: ServiceProvider, content: bytes, *, at: datetime) -> None:
    versions.open_version(
        provider,
        content,
        in_metadata(content),
        contact=CONTACT,
        filing_number="",
        effective_from=at,
        recorded_at=at,
    )


def closed(provider: ServiceProvider, *, at: datetime) -> None:
    current = versions.current(provider)
    assert current is not None
    versions.close(current, ends_at=at, recorded_at=at)


@transaction.atomic
def tell(kind: EventKind, provider: ServiceProvider, *, at: datetime) -> None:
    ledger.append(kind, actor="test", at=at, effective_at=at, provider=provider, data={})


def publish_all(*, at: datetime = NOW) -> int:
    """Let the worker work until nothing is due; how many units it did."""
    units = 0
    while publish_next(at=at):
        units += 1
        assert units < 1000, "publishing finds no end"
    return units


def kinds() -> list[str]:
    return list(Event.objects.order_by("number").values_list("kind", flat=True))


def register_many(count: int) -> list[str]:
    """Their entityIDs."""
    names = [f"https://sp{number}.example" for number in range(count)]
    for name in names:
        registered(name)
    return names


def served(*, is_gzip: bool = False) -> bytes:
    """The aggregate as it is served."""
    aggregate = PublicationState.objects.get().aggregate
    assert aggregate is not None
    content = b"".join(members.of(aggregate, is_gzip=is_gzip))
    assert len(content) == (aggregate.size_gzip if is_gzip else aggregate.size)
    return content
