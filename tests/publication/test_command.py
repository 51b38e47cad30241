from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from matrika.core.events import EventKind
from matrika.publication.models import PublishedEntity
from matrika.register.models import Event
from tests import pki
from tests.metadata import sp_metadata
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
        "\npublish 1, replace 1, withdraw 1; entities: 2 now, 2 then\n"
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
    assert "would wait for a person: 1 of 3 entities" in publish("--dry-run")
    with pytest.raises(CommandError, match="--confirm-shrink"):
        publish()
    assert publish("--confirm-shrink") == "Published: 1 entities.\n"
    confirmed = Event.objects.get(kind=EventKind.PUBLICATION_CONFIRMED)
    assert confirmed.actor.startswith("administrator:")
    assert confirmed.data["reason"] == "the aggregate may shrink from 3 to 1 entities"


def test_it_says_what_a_mass_deactivation_would_do(tmp_path: Path, settings: Settings) -> None:
    settings.PUBLICATION_SHRINK_MINIMUM = 2
    names = ["https://a.example", "https://b.example", "https://c.example"]
    for name in names:
        registered(name, metadata(name), at=now())
    publish()
    (tmp_path / "gone").write_text("https://a.example\n\nhttps://b.example\n")
    said = publish("--dry-run", "--without", str(tmp_path / "gone"))
    assert said.startswith("withdraw  https://a.example\nwithdraw  https://b.example\n\nwithdraw 2; ")
    assert "would wait for a person: 1 of 3 entities would be left" in said
    assert PublishedEntity.objects.count() == 3
    (tmp_path / "gone").write_text("https://a.exampel\n")
    with pytest.raises(CommandError, match=r"not registered: https://a\.exampel"):
        publish("--dry-run", "--without", str(tmp_path / "gone"))
    with pytest.raises(CommandError, match="could not be read"):
        publish("--dry-run", "--without", str(tmp_path / "none"))
    with pytest.raises(CommandError, match="go with --dry-run"):
        publish("--without", str(tmp_path / "gone"))


def test_it_says_what_time_alone_will_change() -> None:
    registered(content=metadata("https://sp.example"), at=now())
    publish()
    in_three_years = (now() + timedelta(days=1100)).isoformat()
    assert "withdraw  https://sp.example" in publish("--dry-run", "--at", in_three_years)
    assert "sign anew https://sp.example" in publish(
        "--dry-run", "--at", (now() + timedelta(days=5)).isoformat()
    )
