"""A wrong clock, and what is over: nothing expired is served, and all is mended by itself (R-9.1, R-9.2)."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta

import pytest
from cryptography import x509
from pytest_django.fixtures import Settings

from matrika.core.events import EventKind
from matrika.health.facts import State
from matrika.health.look import look
from matrika.outside.key_file import UnsafeKey
from matrika.outside.keystore import Signer
from matrika.publication import key
from matrika.publication.aggregate.publish import LEASE
from matrika.publication.document.verify import verify_document
from matrika.publication.models import Alarm, Appointment, PublicationState, PublishedEntity
from matrika.publication.policy import current
from matrika.publication.watch import status
from matrika.publication.watch.status import Kind
from matrika.register.models import Event
from matrika.worker.loop import Loop
from matrika.worker.steps import Step
from matrika.worker.stop import Stop
from tests import pki
from tests.mdq.asking import ask, entity_path
from tests.mdq.conftest import Clock, clock  # a fixture
from tests.publication.making import NOW
from tests.publication.registering import kinds, publish_all, registered

__all__ = ["clock"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
ENTITY = entity_path("https://sp.example")
BOTH = (ENTITY, "/mdq/entities")


def answers(clock: Clock, *, at: datetime) -> list[int]:
    clock.seconds += 2  # what the process kept is older than a second
    return [ask(path, at=at).status for path in BOTH]


def facts(*, at: datetime) -> dict[str, State]:
    return {fact.name: fact.state for fact in look(at=at).facts}


def troubles(*, at: datetime) -> dict[str, str]:
    return {trouble.kind: trouble.words.en for trouble in status.look(current(), at=at)}


def validity() -> set[datetime]:
    state = PublicationState.objects.select_related("aggregate").get()
    assert state.aggregate is not None
    return {state.aggregate.valid_until, *PublishedEntity.objects.values_list("valid_until", flat=True)}


def test_it_serves_nothing_that_is_over_and_signs_it_anew_when_a_worker_runs(clock: Clock) -> None:
    registered()
    publish_all()
    assert answers(clock, at=NOW) == [200, 200]
    over = NOW + 8 * DAY  # no worker ran meanwhile
    assert answers(clock, at=over) == [503, 503]
    assert "too old" in ask(ENTITY, at=over).body.decode()
    assert (facts(at=over)["publication"], facts(at=over)["alarms"]) == (State.RED, State.AMBER)
    assert "ended at 2026-06-08 12:00 UTC and was not signed anew" in troubles(at=over)[Kind.VALIDITY]
    publish_all(at=over)
    assert answers(clock, at=over) == [200, 200]
    assert validity() == {over + 7 * DAY}
    assert troubles(at=over) == {}


def test_it_signs_anew_what_a_clock_that_was_ahead_had_signed(clock: Clock) -> None:
    registered()
    publish_all()
    ahead = NOW + 30 * DAY
    publish_all(at=ahead)
    assert validity() == {ahead + 7 * DAY}
    back = NOW + MINUTE
    assert "was recorded at" not in "".join(troubles(at=back).values())  # nothing was written under it
    publish_all(at=back)
    assert validity() == {back + 7 * DAY}
    assert answers(clock, at=back) == [200, 200]
    assert PublicationState.objects.get().seen_at == back


def test_it_brings_back_whom_a_clock_that_was_ahead_had_withdrawn(clock: Clock) -> None:
    names = ["https://sp.example", *(f"https://sp{number}.example" for number in range(2))]
    for name in names:
        registered(name)
    publish_all()
    ahead = NOW + 1000 * DAY  # every certificate is over
    publish_all(at=ahead)
    assert not PublishedEntity.objects.exists()
    assert PublicationState.objects.get().held_at == 0  # the file of all waits for a person
    back = NOW + MINUTE
    assert "set it right" in troubles(at=back)[Kind.CLOCK]
    for minutes in (1, 2, 3, 4):
        publish_all(at=NOW + minutes * MINUTE)
    then = NOW + 4 * MINUTE
    assert PublishedEntity.objects.count() == 3
    assert answers(clock, at=then) == [200, 200]
    assert PublicationState.objects.get().held_at is None
    assert EventKind.PUBLICATION_CONFIRMED not in kinds()
    publish_all(at=then + MINUTE)
    publish_all(at=then + 2 * MINUTE)
    assert not Alarm.objects.filter(ended_at__isnull=True).exists()
    assert Event.objects.filter(kind=EventKind.PUBLICATION_ALARM, data__alarm="clock").count() == 1


def test_it_takes_over_what_a_worker_with_a_clock_ahead_had_claimed() -> None:
    registered()
    publish_all()
    PublicationState.objects.update(
        aggregate_lease=NOW + 30 * DAY + LEASE, aggregate_due_at=NOW, watched_at=NOW + 30 * DAY
    )
    Appointment.objects.update(due_at=NOW + 30 * DAY)
    registered("https://second.example", at=NOW + MINUTE)
    publish_all(at=NOW + MINUTE)
    assert PublicationState.objects.get().aggregate_lease is None
    assert PublicationState.objects.get().watched_at == NOW + MINUTE
    assert PublishedEntity.objects.count() == 2


def test_it_tries_a_step_that_failed_again_soon_after_the_clock_was_set_back() -> None:
    shown = [NOW + 10 * DAY]
    ran: list[datetime] = []

    def fails(*, at: datetime) -> bool:
        ran.append(at)
        raise UnsafeKey("made up")

    with closing(Stop()) as stop:
        loop = Loop([Step("publish", fails)], clock=lambda: shown[0], stop=stop)
        loop.tick()
        loop.tick()
        assert len(ran) == 1  # it pauses
        shown[0] = NOW
        loop.tick()
    assert ran == [NOW + 10 * DAY, NOW]


def test_it_signs_on_with_a_certificate_that_is_over_and_says_so(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who trusts the key sees nothing of it; who looks at the certificate refuses it: somebody must act."""
    certificate = x509.load_der_x509_certificate(pki.certificate(key=pki.key(3), not_after=NOW + DAY))
    short = Signer(pki.key(3), certificate)
    files = (settings.SIGNING_KEY_FILE, settings.SIGNING_CERTIFICATE_FILE)
    monkeypatch.setattr(key, "_opened", {files: short})
    registered()
    publish_all()
    over = NOW + 2 * DAY
    registered("https://later.example", at=over)
    publish_all(at=over)
    assert troubles(at=over) == {
        Kind.KEY: "the certificate of the signing key ended at 2026-06-02 12:00 UTC: announce the next key"
    }
    assert facts(at=over)["alarms"] is State.AMBER
    assert PublishedEntity.objects.count() == 2
    for entity in PublishedEntity.objects.all():
        verify_document(bytes(entity.signed), short.certificate)
