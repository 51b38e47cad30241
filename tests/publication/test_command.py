from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from matrika.publication.models import PublicationState, PublishedEntity
from tests import pki
from tests.metadata import sp_metadata
from tests.publication.making import signer
from tests.publication.registering import cancelled, changed, registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]


def now() -> datetime:
    return datetime.now(UTC)


def metadata(entity_id: str, **changes: str) -> bytes:
    begun = now().replace(microsecond=0) - timedelta(days=10)
    certificates = pki.certificate(not_before=begun), pki.certificate(key=pki.key(2), not_before=begun)
    return sp_metadata(entity_id=entity_id, signing=certificates[0], encryption=certificates[1], **changes)


def publish(*arguments: str) -> str:
    out = StringIO()
    call_command("publish", *arguments, stdout=out)
    return out.getvalue()


def test_it_says_what_would_change_and_changes_nothing() -> None:
    assert publish("--dry-run") == "Nothing is due.\n"
    stays = registered("https://stays.example", metadata("https://stays.example"), at=now())
    goes = registered("https://goes.example", metadata("https://goes.example"), at=now())
    publish()
    changed(
        stays, metadata("https://stays.example", role_attributes='errorURL="https://e.example"'), at=now()
    )
    cancelled(goes, at=now())
    registered("https://comes.example", metadata("https://comes.example"), at=now())
    assert publish("--dry-run") == (
        "publish   https://comes.example\nwithdraw  https://goes.example\nreplace   https://stays.example\n"
    )
    assert PublishedEntity.objects.count() == 2


def test_it_publishes_what_is_due() -> None:
    registered(content=metadata("https://sp.example"), at=now())
    assert publish() == "Published: 1 entities.\n"


def test_it_lets_the_aggregate_shrink_on_a_persons_word(settings: Settings) -> None:
    settings.PUBLICATION_SHRINK_MINIMUM = 2
    settings.PUBLICATION_AGGREGATE_PAUSE_SECONDS = 0
    names = ["https://a.example", "https://b.example", "https://c.example"]
    providers = [registered(name, metadata(name), at=now()) for name in names]
    publish()
    for provider in providers[:2]:
        cancelled(provider, at=now())
    assert "hold      the aggregate: 1 of 3" in publish("--dry-run")
    with pytest.raises(CommandError, match="--confirm-shrink"):
        publish()
    assert publish("--confirm-shrink") == "Published: 1 entities.\n"


def test_it_adopts_another_key_only_when_told() -> None:
    registered(content=metadata("https://sp.example"), at=now())
    publish()
    PublicationState.objects.update(certificate="another")
    with pytest.raises(CommandError, match="--adopt-key"):
        publish()
    publish("--adopt-key")
    assert PublicationState.objects.get().certificate == signer().certificate_pem
