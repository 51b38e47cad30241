"""What was published when aggregates were still copied stays published, and the aggregate comes anew."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from matrika.publication.document.packing import deflated
from matrika.publication.models import EntityForm, PublicationState, PublishedEntity
from tests.publication.making import NOW, form
from tests.publication.registering import publish_all, registered

BEFORE = [("publication", "0003_published_bytes")]


@pytest.fixture
def as_it_was(transactional_db: None) -> Iterator[None]:
    """Whatever happens, the tests that follow find the tables of today."""
    yield
    to_today()


def to_today() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("keys")
def test_it_keeps_what_is_published_and_makes_the_aggregate_anew(as_it_was: None) -> None:
    provider = registered()
    apps = MigrationExecutor(connection).migrate(BEFORE).apps
    canonical = form(bytes(provider.versions.get().content)).canonical
    apps.get_model("publication", "PublishedEntity").objects.create(
        provider_id=provider.pk,
        entity_id_sha1="0" * 40,
        version_id=provider.versions.get().pk,
        etag='"x"',
        published_at=NOW,
        expires_at=NOW + timedelta(days=30),
        valid_until=NOW + timedelta(days=7),
        canonical=canonical,
        canonical_deflated=deflated(canonical),
        signed=b"signed",
        signed_gzip=b"packed",
    )
    aggregate = apps.get_model("publication", "PublishedAggregate").objects.create(
        etag='"y"', entities=1, size=2, size_gzip=1, published_at=NOW, valid_until=NOW + timedelta(days=7)
    )
    apps.get_model("publication", "AggregatePart").objects.create(
        aggregate=aggregate, is_gzip=False, position=0, content=b"<x/>"
    )
    apps.get_model("publication", "PublicationState").objects.create(pk=1, version=5, aggregate=aggregate)
    to_today()
    assert PublishedEntity.objects.get().etag == '"x"'
    standing = EntityForm.objects.get()
    assert (bytes(standing.canonical), standing.sha256) == (
        canonical,
        hashlib.sha256(canonical).hexdigest(),
    )
    assert PublicationState.objects.get().version == 6
    publish_all()
    made = PublicationState.objects.get().aggregate
    assert made is not None
    assert made.entities == 1
