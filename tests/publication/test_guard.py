"""R-9.2: the aggregate never becomes empty or much smaller without a person's word."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings

from matrika.core.events import EventKind
from matrika.publication import policy
from matrika.publication.aggregate.publish import publish_aggregate
from matrika.publication.models import PublicationState
from matrika.publication.publish import publish_next
from matrika.register.models import ServiceProvider
from tests.publication.making import NOW, signer
from tests.publication.registering import cancelled, kinds, publish_all, register_many, registered, served

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]
LATER = NOW + timedelta(minutes=1)


def test_it_waits_for_a_person_when_nobody_is_left_however_few_they_were() -> None:
    provider = registered()
    publish_all()
    before = served()
    cancelled(provider, at=LATER)
    publish_all(at=LATER)
    assert served() == before
    assert PublicationState.objects.get().held_at == 0
    assert publish_aggregate(policy.current(), signer(), at=LATER, confirmed_by="person:1 Zita")
    assert PublicationState.objects.get().aggregate is None
    again = LATER + timedelta(minutes=2)
    registered("https://second.example", at=again)
    publish_all(at=again)
    assert b"second" in served()


def test_it_is_no_work_to_find_it_waiting_as_before() -> None:
    """A worker whose look told nothing new rests; it would else never come to the end of what is due."""
    provider = registered()
    publish_all()
    cancelled(provider, at=LATER)
    publish_all(at=LATER)
    for minutes in range(1, 4):
        assert not publish_next(at=LATER + timedelta(minutes=minutes))
    assert kinds().count(EventKind.PUBLICATION_FAILED) == 1


def test_it_waits_for_a_person_when_many_entities_vanish(settings: Settings) -> None:
    settings.PUBLICATION_SHRINK_MINIMUM = 3
    names = register_many(6)
    publish_all()

    at = LATER
    for name in names[:3]:  # one after the other: each alone would be few enough
        cancelled(ServiceProvider.objects.get(entity_id=name), at=at)
        publish_all(at=at)
        at += timedelta(minutes=2)
    assert served().count(b"<md:EntityDescriptor") == 4
    assert PublicationState.objects.get().held_at == 3
    assert kinds().count(EventKind.PUBLICATION_FAILED) == 1
    assert publish_aggregate(policy.current(), signer(), at=at, confirmed_by="person:1 Zita")
    assert served().count(b"<md:EntityDescriptor") == 3
    assert PublicationState.objects.get().held_at is None
    registered("https://comes.example", at=at)
    publish_all(at=at + timedelta(minutes=1))  # the word holds: nobody is asked the same again
    assert served().count(b"<md:EntityDescriptor") == 4
