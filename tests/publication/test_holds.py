"""A person's word about one entity stands for a while, and everybody can see whose it is."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from matrika.core.events import EventKind
from matrika.publication import holds
from matrika.publication.changes import What, outlook
from matrika.publication.holds import Kind, NotHeld
from matrika.publication.models import PublishedEntity
from matrika.publication.policy import current
from matrika.register.models import Event, ServiceProvider
from tests.publication.making import NOW
from tests.publication.registering import cancelled, kinds, publish_all, registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]
HOUR = timedelta(hours=1)
ZITA = "person:4 Zita Zemanová"


def held(provider: ServiceProvider, kind: Kind, *, hours: int = 3) -> None:
    holds.hold(provider, kind, reason="stolen key", until=NOW + hours * HOUR, actor=ZITA, at=NOW)


def is_published() -> bool:
    return PublishedEntity.objects.exists()


def test_it_keeps_an_active_provider_back_until_the_word_ends() -> None:
    provider = registered()
    publish_all()
    held(provider, Kind.BACK)
    publish_all()
    assert not is_published()
    told = Event.objects.get(kind=EventKind.ENTITY_UNPUBLISHED)
    assert told.data["reason"] == f"held back by {ZITA}: stolen key"
    publish_all(at=NOW + 2 * HOUR)
    assert not is_published()
    publish_all(at=NOW + 3 * HOUR)
    assert is_published()


def test_it_publishes_at_once_what_is_released() -> None:
    provider = registered()
    held(provider, Kind.BACK)
    publish_all()
    assert not is_published()
    holds.release(provider, actor=ZITA, at=NOW + HOUR)
    publish_all(at=NOW + HOUR)
    assert is_published()
    assert kinds()[-2:] == [EventKind.ENTITY_RELEASED, EventKind.ENTITY_PUBLISHED]


def test_it_keeps_published_what_was_cancelled_by_mistake() -> None:
    provider = registered()
    publish_all()
    held(provider, Kind.KEEP)
    cancelled(provider, at=NOW + HOUR)
    publish_all(at=NOW + HOUR)
    assert is_published()
    publish_all(at=NOW + 3 * HOUR)
    assert not is_published()


def test_it_keeps_nothing_beyond_its_signature() -> None:
    provider = registered()
    publish_all()
    held(provider, Kind.KEEP, hours=24 * 30)
    cancelled(provider, at=NOW + HOUR)
    publish_all(at=NOW + timedelta(days=6))
    assert is_published()
    publish_all(at=NOW + timedelta(days=7))
    assert not is_published()


def test_it_publishes_nothing_for_a_word_to_keep_what_is_not_there() -> None:
    provider = registered()
    cancelled(provider, at=NOW)
    held(provider, Kind.KEEP)
    publish_all()
    assert not is_published()


def test_it_takes_one_word_at_a_time_with_a_reason_and_an_end_ahead() -> None:
    provider = registered()
    with pytest.raises(NotHeld, match="not ahead"):
        holds.hold(provider, Kind.BACK, reason="x", until=NOW, actor=ZITA, at=NOW)
    with pytest.raises(NotHeld, match="reason"):
        holds.hold(provider, Kind.BACK, reason=" ", until=NOW + HOUR, actor=ZITA, at=NOW)
    held(provider, Kind.BACK)
    with pytest.raises(NotHeld, match="Zita"):
        held(provider, Kind.KEEP)
    later = NOW + 4 * HOUR  # the first has ended by itself
    holds.hold(provider, Kind.KEEP, reason="x", until=later + HOUR, actor=ZITA, at=later)
    holds.release(provider, actor=ZITA, at=later)
    with pytest.raises(NotHeld, match="nobody"):
        holds.release(provider, actor=ZITA, at=later)


def test_it_tells_of_holds_in_a_dry_run() -> None:
    back, kept = registered("https://back.example"), registered("https://kept.example")
    publish_all()
    held(back, Kind.BACK)
    held(kept, Kind.KEEP)
    cancelled(kept, at=NOW + HOUR)
    found = outlook(current(), now=NOW + HOUR, at=NOW + HOUR)
    assert [(change.what, change.entity_id) for change in found.changes] == [
        (What.HOLD_BACK, "https://back.example"),
        (What.KEEP, "https://kept.example"),
    ]
    assert (found.entities_now, found.entities_then) == (2, 1)


def command(*arguments: str) -> str:
    out = StringIO()
    call_command("publication_hold", *arguments, stdout=out)
    return out.getvalue()


def test_it_is_said_by_a_command() -> None:
    registered()
    assert command() == "Nothing is held.\n"
    command("back", "https://sp.example", "--reason", "stolen key", "--until", "2100-01-01T00:00")
    assert "back  https://sp.example  until 2099-12-31 23:00 UTC  (administrator:" in command()
    command("release", "https://sp.example")
    assert command() == "Nothing is held.\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("back",), "name the provider"),
        (("back", "https://none.example"), "not registered"),
        (("back", "https://sp.example", "--reason", "x"), "--until"),
        (("keep", "https://sp.example", "--until", "2100-01-01T00:00"), "reason"),
        (("release", "https://sp.example"), "nobody holds it"),
    ],
)
def test_it_says_what_the_command_lacks(arguments: tuple[str, ...], says: str) -> None:
    registered()
    with pytest.raises(CommandError, match=says):
        command(*arguments)
