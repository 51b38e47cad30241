"""Somebody hears of it before the identity provider does."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from matrika.core.events import EventKind
from matrika.outside.key_file import UnsafeKey
from matrika.publication import holds, publish
from matrika.publication.document.canonical import NotPublishable
from matrika.publication.models import Alarm, Appointment, EntityForm, PublicationState, PublishedEntity
from matrika.publication.policy import current
from matrika.publication.watch import alarms
from matrika.publication.watch.compare import differences
from matrika.publication.watch.status import look
from matrika.register.models import ServiceProvider
from tests.publication.making import NOW
from tests.publication.registering import cancelled, kinds, publish_all, registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def troubles(*, at: object = NOW) -> dict[str, str]:
    return {trouble.kind: trouble.words.en for trouble in look(current(), at=at)}  # type: ignore[arg-type]


def running() -> list[str]:
    return list(Alarm.objects.filter(ended_at__isnull=True).values_list("kind", flat=True))


def test_it_finds_nothing_wrong_with_what_was_just_published() -> None:
    registered()
    publish_all()
    assert troubles() == {}


def test_it_says_that_no_worker_ever_ran() -> None:
    assert "nothing was ever published" in troubles()["heartbeat"]


def test_it_says_that_the_worker_is_silent() -> None:
    registered()
    publish_all()
    assert troubles(at=NOW + 5 * MINUTE) == {}
    assert "since 2026-06-01 12:00" in troubles(at=NOW + 6 * MINUTE)["heartbeat"]


def test_it_says_that_the_aggregate_cannot_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
    registered()
    publish_all()
    EntityForm.objects.update(canonical=b"<damaged/>")
    registered("https://second.example")
    for minute in (1, 2, 3):
        publish_all(at=NOW + minute * MINUTE)
    assert "the aggregate cannot be made" in troubles(at=NOW + 3 * MINUTE)["failing"]
    assert running() == ["failing"]
    assert kinds().count(EventKind.PUBLICATION_FAILED) == 1


def test_it_says_that_nothing_is_signed_anew() -> None:
    """Renewal is over after 60 % of the validity; the alarm comes at 70 %, two days before the end."""
    registered()
    publish_all()
    assert "validity" not in troubles(at=NOW + 4.8 * DAY)
    found = [trouble for trouble in look(current(), at=NOW + 5 * DAY) if trouble.kind == "validity"]
    assert [trouble.subject for trouble in found] == ["", "entities"]
    assert "https://sp.example ends at 2026-06-08 12:00 UTC" in found[1].words.en
    assert "ended at" in troubles(at=NOW + 8 * DAY)["validity"]


def test_it_is_silent_about_documents_that_end_with_their_certificates() -> None:
    registered()
    publish_all()
    ends = PublishedEntity.objects.get().expires_at
    publish_all(at=ends - DAY)
    assert PublishedEntity.objects.get().valid_until == ends
    assert [each.subject for each in look(current(), at=ends - MINUTE) if each.kind == "validity"] == []


def test_it_says_what_waits_and_what_fails(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PUBLICATION_SHRINK_MINIMUM = 1
    provider = registered()
    publish_all()
    cancelled(provider, at=NOW + MINUTE)

    def fails(*args: object, **kwargs: object) -> None:
        raise NotPublishable("made up")

    monkeypatch.setattr(publish, "render", fails)
    registered("https://second.example", at=NOW + MINUTE)
    publish_all(at=NOW + MINUTE)
    found = troubles(at=NOW + MINUTE)
    assert "from 1 to 0 entities" in found["held"]
    assert "https://second.example" in found["failing"]


def test_it_says_what_is_late() -> None:
    registered()
    publish_all()
    Appointment.objects.update(due_at=NOW - 3 * MINUTE)
    assert "https://sp.example should have been looked at" in troubles()["late"]


def test_it_says_that_the_keys_certificate_ends() -> None:
    registered()
    publish_all()
    assert "announce the next key" in troubles(at=NOW + 3980 * DAY)["key"]


def different() -> list[str]:
    return [each.words.en for each in differences(ServiceProvider.objects.order_by("pk"), current(), at=NOW)]


def test_it_finds_every_difference_between_register_and_what_is_published() -> None:
    names = ["missing", "left", "older", "held", "kept", "right"]
    providers = {name: registered(f"https://{name}.example") for name in names}
    publish_all()
    PublishedEntity.objects.filter(provider=providers["missing"]).delete()
    PublishedEntity.objects.filter(provider=providers["older"]).update(version_id=0)
    until = {"until": NOW + DAY, "reason": "x", "actor": "test", "at": NOW}
    holds.hold(providers["held"], holds.Kind.BACK, **until)  # type: ignore[arg-type]
    holds.hold(providers["kept"], holds.Kind.KEEP, **until)  # type: ignore[arg-type]
    cancelled(providers["kept"], at=NOW)
    cancelled(providers["left"], at=NOW)
    assert different() == [
        "https://missing.example is active and not published",
        "https://older.example is published in another version than the one in force",
    ]  # the others are about to be looked at
    PublicationState.objects.update(followed_event=10_000)
    Appointment.objects.update(due_at=NOW - DAY)
    assert different() == [
        "https://missing.example is active and not published",
        "https://left.example is not active and published",
        "https://older.example is published in another version than the one in force",
        "https://held.example is held back and published all the same",
    ]


def test_it_compares_in_as_many_queries_whatever_their_number(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(5):
        registered(f"https://sp{number}.example")
    publish_all()
    with django_assert_num_queries(8):
        assert different() == []


def test_it_begins_and_ends_an_alarm_once_and_mends_a_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alarms, "STRETCH", 1)
    for number in range(3):
        registered(f"https://sp{number}.example")
    publish_all()
    PublishedEntity.objects.get(provider__entity_id="https://sp1.example").delete()
    at = NOW
    while not running():  # a stretch a minute
        at += MINUTE
        publish_all(at=at)
        assert at < NOW + 5 * MINUTE
    assert running() == ["difference"]
    assert PublishedEntity.objects.count() == 3  # looked at anew at once
    publish_all(at=at + 3 * MINUTE)
    assert running() == []
    ours = [kind for kind in kinds() if kind.startswith("publication-alarm")]
    assert ours == [EventKind.PUBLICATION_ALARM, EventKind.PUBLICATION_ALARM_ENDED]


def test_it_mends_all_that_differs_and_leaves_alone_what_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a wrong clock thousands may differ; the alarms name fifty of them."""
    monkeypatch.setattr(alarms, "STRETCH", 2)
    monkeypatch.setattr(alarms, "MOST_DIFFERENT", 1)
    for number in range(5):
        registered(f"https://sp{number}.example")
    publish_all()
    PublishedEntity.objects.all().delete()
    failing = Appointment.objects.get(provider__entity_id="https://sp4.example")
    Appointment.objects.filter(pk=failing.pk).update(attempts=3, due_at=NOW + DAY)
    publish_all(at=NOW + MINUTE)
    publish_all(at=NOW + 2 * MINUTE)
    assert PublishedEntity.objects.count() == 4
    assert Alarm.objects.filter(kind="difference").count() == 1
    failing.refresh_from_db()
    assert (failing.attempts, failing.due_at) == (3, NOW + DAY)


def test_it_tells_of_a_key_that_cannot_be_used_and_not_of_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    registered()
    publish_all()
    at = NOW + 10 * DAY / 24
    publish_all(at=at)
    publish_all(at=at + MINUTE)
    assert running() == []  # the machine was off

    def fails(at: object) -> None:
        raise UnsafeKey("made up")

    with monkeypatch.context() as broken:
        broken.setattr(publish.key, "signer", fails)
        for minute in range(2, 9):
            with pytest.raises(UnsafeKey):
                publish_all(at=at + minute * MINUTE)
    assert sorted(running()) == ["heartbeat", "refused"]
    sentence = Alarm.objects.get(kind="refused").words
    assert sentence.en == "the signing key cannot be used, publication stands still: made up"
    assert sentence.sk == "podpisový kľúč sa nedá použiť, zverejňovanie stojí: made up"
    publish_all(at=at + 9 * MINUTE)
    publish_all(at=at + 10 * MINUTE)
    assert running() == []


def status(*arguments: str) -> tuple[str, int]:
    out = StringIO()
    try:
        call_command("publication_status", *arguments, stdout=out)
    except CommandError as error:
        return out.getvalue(), error.returncode
    return out.getvalue(), 0


def test_it_is_asked_by_a_command_that_needs_no_key(settings: Settings) -> None:
    now = timezone.now()
    provider = registered(at=NOW)
    publish_all(at=now)
    settings.SIGNING_KEY_FILE = settings.SIGNING_CERTIFICATE_FILE = None
    said, code = status()
    assert code == 0, said
    assert "1 entities in the aggregate of" in said
    assert "Nothing is wrong.\n" in said
    PublishedEntity.objects.filter(provider=provider).delete()
    said, code = status()
    assert code == 1
    assert "difference https://sp.example is active and not published" in said
    assert status("--quick")[1] == 0
    assert json.loads(status("--json")[0])["troubles"][0]["subject"] == "https://sp.example"
