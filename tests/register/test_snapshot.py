"""What held at an instant (R-7.2, R-7.4): one derivation for publication, console and command."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from matrika.core.standing import CertificateState, StandingReason, standing
from matrika.publication.models import PublishedEntity
from matrika.register import snapshot
from matrika.register.models import CertificateEntry, Event, MetadataVersion, ServiceProvider
from matrika.register.states import version_values
from tests import people, pki
from tests.applications import cancellation, change, in_effect, registered, registration
from tests.metadata import sp_metadata
from tests.publication import registering
from tests.publication.registering import keys, publish_all  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
BEGINS = people.NOW + timedelta(hours=11)  # the midnight that begins 23 November in Bratislava
RECORDED = people.NOW + timedelta(hours=36)  # when the worker of tests.applications comes by


def reason(provider: ServiceProvider, at: datetime, known_at: datetime | None = None) -> StandingReason:
    return snapshot.of(provider, at=at, known_at=known_at).standing.reason


def test_it_tells_what_held_before_during_and_after() -> None:
    provider = registered()
    end = pki.NOT_BEFORE + 730 * DAY + SECOND
    assert reason(provider, BEGINS - SECOND) is StandingReason.NOT_YET
    assert reason(provider, BEGINS) is StandingReason.IN_FORCE
    assert reason(provider, end - SECOND) is StandingReason.IN_FORCE
    assert reason(provider, end) is StandingReason.EXPIRED


def test_it_tells_the_version_and_the_states_its_certificates_had() -> None:
    provider = registered()
    in_effect(change(metadata=sp_metadata(signing=pki.certificate(key=pki.key(3)))), at=people.NOW + 10 * DAY)
    before = snapshot.of(provider, at=people.NOW + 5 * DAY)
    after = snapshot.of(provider, at=people.NOW + 15 * DAY)
    assert [seen.version.number for seen in (before, after) if seen.version] == [1, 2]
    assert [state for _, state in before.certificates] == [CertificateState.VALID, CertificateState.VALID]
    assert before.version is not None
    assert bytes(before.version.content) == sp_metadata()


def test_it_tells_apart_what_held_and_what_was_known() -> None:
    """The worker was late: the registration held since midnight, and was recorded at noon of the next day."""
    provider = registered()
    assert reason(provider, BEGINS, known_at=RECORDED - SECOND) is StandingReason.NOT_YET
    assert reason(provider, BEGINS, known_at=RECORDED) is StandingReason.IN_FORCE


def test_it_knows_an_end_only_since_it_was_recorded() -> None:
    provider = registered()
    filed = people.NOW + 5 * DAY
    in_effect(cancellation(effective_on=(filed + DAY).date()), at=filed)
    ends, recorded = BEGINS + 5 * DAY, RECORDED + 5 * DAY
    assert MetadataVersion.objects.get().end_recorded_at == recorded
    assert reason(provider, ends) is StandingReason.CANCELLED
    assert reason(provider, ends, known_at=recorded - SECOND) is StandingReason.IN_FORCE
    assert reason(provider, ends, known_at=recorded) is StandingReason.CANCELLED


def test_it_lists_the_active_newest_registration_first_page_by_page() -> None:
    for number in range(5):
        day = (people.NOW + (number + 1) * DAY).date()
        entity_id = f"https://sp{number}.example"
        registered(registration(entity_id=entity_id, effective_on=day), at=people.NOW + number * DAY)
    at = people.NOW + 10 * DAY
    first = snapshot.active(at=at, limit=2)
    second = snapshot.active(at=at, behind=snapshot.place(first[-1]), limit=2)
    assert [one.provider.entity_id for one in (*first, *second)] == [
        f"https://sp{number}.example" for number in (4, 3, 2, 1)
    ]
    assert len(list(snapshot.every_active(at=at))) == 5
    assert len(list(snapshot.every_active(at=BEGINS + DAY))) == 2
    assert list(snapshot.every_active(at=at, known_at=people.NOW)) == []


def test_it_asks_as_often_for_many_as_for_one(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    owner = people.organisation()
    for number in range(3):
        registered(registration(entity_id=f"https://sp{number}.example"))
        with django_assert_num_queries(3):
            page = snapshot.active(at=people.NOW + 10 * DAY)
            assert [one.provider.owner for one in page] == [owner] * (number + 1)
            assert all(one.certificates for one in page)


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize("seed", range(12))
def test_it_says_what_was_published_then_whatever_happened(seed: int) -> None:
    """R-9.1: at every step of a random history, three answers agree: the past asked for afterwards, what
    publication had published, and the core's own standing.
    """
    chance = random.Random(seed)
    lived = live(chance)
    for at, published in lived.items():
        held = {
            one.provider.entity_id: one.version.pk
            for one in snapshot.every_active(at=at, known_at=at)
            if one.version
        }
        assert held == published, at
        for provider in ServiceProvider.objects.filter(registered_at__lte=at):
            seen = snapshot.of(provider, at=at)
            assert seen.standing.is_active == (provider.entity_id in published)
            assert seen.standing == standing(version_values(provider.versions.all()), at=at)
    assert CertificateEntry.objects.exists()
    assert Event.objects.exists()


def live(chance: random.Random) -> dict[datetime, dict[str, int]]:
    """A random history, a step a fortnight or so; at each step what was published after it."""
    at, lived = pki.AT, {}
    for step in range(12):
        at += timedelta(days=chance.randint(0, 40), seconds=chance.randint(1, 80_000))
        providers = list(ServiceProvider.objects.all())
        act = chance.choice(["register", "change", "cancel", "wait"])
        if act == "register" or not providers:
            entity_id = f"https://sp{step}.example"
            registering.registered(entity_id, metadata(chance, entity_id, at), at=at)
        elif act == "change":
            _end_and_begin(chance, chance.choice(providers), at)
        elif act == "cancel":
            provider = chance.choice(providers)
            if provider.versions.filter(effective_to__isnull=True).exists():
                registering.cancelled(provider, at=at)
        publish_all(at=at)
        now = PublishedEntity.objects.filter(expires_at__gt=at)
        lived[at] = dict(now.values_list("provider__entity_id", "version_id"))
    return lived


def _end_and_begin(chance: random.Random, provider: ServiceProvider, at: datetime) -> None:
    content = metadata(chance, provider.entity_id, at)
    if provider.versions.filter(effective_to__isnull=True).exists():
        registering.changed(provider, content, at=at)
    else:  # a change brings a cancelled one back
        registering.entered(provider, content, at=at)
        registering.tell(registering.EventKind.PROVIDER_CHANGED, provider, at=at)


def metadata(chance: random.Random, entity_id: str, at: datetime) -> bytes:
    """Certificates that begin and end about now."""
    signing, encryption = (
        pki.certificate(
            key=pki.key(number),
            not_before=at + timedelta(days=chance.randint(-20, 10)),
            not_after=at + timedelta(days=chance.randint(20, 90)),
        )
        for number in (1, 2)
    )
    return sp_metadata(entity_id=entity_id, signing=signing, encryption=encryption)
