"""Checked, signed, verified and swapped in whole, or not at all (R-9.2)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from matrika.core.events import EventKind
from matrika.outside.key_file import UnsafeKey
from matrika.publication import publish
from matrika.publication.document import render
from matrika.publication.document.verify import NotVerified, verify_document
from matrika.publication.models import Appointment, PublicationState, PublishedEntity
from matrika.publication.publish import publish_next
from matrika.register.models import ServiceProvider
from tests import pki
from tests.metadata import sp_metadata
from tests.publication.making import NOW, signer
from tests.publication.registering import cancelled, changed, kinds, publish_all, registered, tell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]

EXPIRES = pki.NOT_BEFORE + timedelta(days=730, seconds=1)


def published(provider: ServiceProvider) -> PublishedEntity:
    return PublishedEntity.objects.get(provider=provider)


def refuses(*args: Any, **kwargs: Any) -> None:
    raise NotVerified("made up")


def test_it_publishes_an_active_provider() -> None:
    provider = registered()
    publish_all()
    entity = published(provider)
    verify_document(bytes(entity.signed), signer().certificate)
    assert entity.expires_at == EXPIRES
    assert entity.valid_until == NOW + timedelta(days=7)
    assert kinds()[-1] == EventKind.ENTITY_PUBLISHED


def test_it_finds_nothing_to_do_afterwards(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    registered()
    publish_all()
    with django_assert_max_num_queries(4):
        assert not publish_next(at=NOW)


def test_it_replaces_a_changed_document() -> None:
    provider = registered()
    publish_all()
    before = published(provider).etag
    changed(provider, sp_metadata(replace={"/acs": "/acs2"}), at=NOW + timedelta(hours=1))
    publish_all(at=NOW + timedelta(hours=1))
    assert published(provider).etag != before
    assert b"/acs2" in bytes(published(provider).signed)


def test_it_withdraws_a_cancelled_provider_and_brings_back_a_changed_one() -> None:
    provider = registered()
    publish_all()
    later = NOW + timedelta(hours=1)
    cancelled(provider, at=later)
    publish_all(at=later)
    assert not PublishedEntity.objects.exists()
    assert EventKind.ENTITY_UNPUBLISHED in kinds()
    assert not Appointment.objects.exists()


def test_it_withdraws_a_provider_whose_certificates_ran_out_at_that_second() -> None:
    provider = registered()
    publish_all(at=EXPIRES - timedelta(minutes=1))
    assert published(provider).valid_until == EXPIRES
    publish_all(at=EXPIRES - timedelta(seconds=1))
    assert PublishedEntity.objects.exists()
    publish_all(at=EXPIRES)
    assert not PublishedEntity.objects.exists()


def test_it_publishes_a_provider_again_when_a_certificate_begins_to_hold() -> None:
    begins = NOW + timedelta(days=3)
    future = pki.certificate(not_before=begins, days=100)
    registered(content=sp_metadata(signing=future))
    publish_all()
    assert not PublishedEntity.objects.exists()
    publish_all(at=begins)
    assert PublishedEntity.objects.exists()


def test_it_signs_anew_well_before_the_document_ages_without_an_event() -> None:
    provider = registered()
    publish_all()
    before, events = published(provider), kinds()
    due = Appointment.objects.get().due_at
    assert timedelta(days=2.8) <= due - NOW <= timedelta(days=4.2)
    publish_all(at=due)
    assert published(provider).valid_until > before.valid_until
    assert kinds() == events


def test_it_does_not_renew_what_is_valid_to_the_end() -> None:
    registered()
    publish_all(at=EXPIRES - timedelta(days=1))
    assert Appointment.objects.get().due_at == EXPIRES
    publish_all(at=EXPIRES - timedelta(milliseconds=1))
    assert Appointment.objects.get().due_at == EXPIRES


def test_it_moves_the_counter_with_every_change() -> None:
    registered()
    publish_all()
    before = PublicationState.objects.get().version
    registered("https://other.example")
    publish_all(at=NOW + timedelta(minutes=1))
    assert PublicationState.objects.get().version > before


def test_it_keeps_the_old_document_when_the_new_one_does_not_verify(monkeypatch: pytest.MonkeyPatch) -> None:
    provider = registered()
    publish_all()
    before = published(provider).etag
    changed(provider, sp_metadata(replace={"/acs": "/acs2"}), at=NOW)
    with monkeypatch.context() as broken:
        broken.setattr(render, "verify_document", refuses)
        publish_all()
    assert published(provider).etag == before
    assert kinds().count(EventKind.PUBLICATION_FAILED) == 1
    publish_all(at=NOW + timedelta(minutes=2))
    assert published(provider).etag != before


def test_it_tells_of_a_failure_once_and_tries_ever_less_often(monkeypatch: pytest.MonkeyPatch) -> None:
    registered()
    monkeypatch.setattr(render, "verify_document", refuses)
    at = NOW
    for _ in range(12):
        publish_all(at=at)
        at = Appointment.objects.get().due_at
    assert kinds().count(EventKind.PUBLICATION_FAILED) == 1
    assert Appointment.objects.get().due_at - at <= timedelta(hours=1)


def test_it_refuses_metadata_of_another_entity_and_broken_ones() -> None:
    registered("https://one.example", sp_metadata(entity_id="https://two.example"))
    registered(
        "https://broken.example",
        sp_metadata(("AssertionConsumerService",), entity_id="https://broken.example"),
    )
    publish_all()
    assert not PublishedEntity.objects.exists()
    assert kinds().count(EventKind.PUBLICATION_FAILED) == 2


def test_it_leaves_the_old_document_when_it_is_killed_between_signing_and_swapping(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    provider = registered()
    publish_all()
    before = published(provider).etag
    changed(provider, sp_metadata(replace={"/acs": "/acs2"}), at=NOW)
    with monkeypatch.context() as killed:
        killed.setattr(publish.ledger, "append", _dies)
        with pytest.raises(KeyboardInterrupt):
            publish_all()
    assert published(provider).etag == before
    publish_all(at=NOW + timedelta(seconds=31))
    assert published(provider).etag != before


def _dies(*args: Any, **kwargs: Any) -> None:
    raise KeyboardInterrupt


def test_it_does_not_swap_in_what_was_overtaken(monkeypatch: pytest.MonkeyPatch) -> None:
    provider = registered()
    rendered = publish.render

    def slowly(*args: Any, **kwargs: Any) -> Any:
        made = rendered(*args, **kwargs)
        cancelled(provider, at=NOW)
        publish.follow(PublicationState.objects.get(), at=NOW)
        return made

    monkeypatch.setattr(publish, "render", slowly)
    publish_all()
    assert not PublishedEntity.objects.exists()


def test_it_refuses_a_second_key_until_somebody_adopts_it() -> None:
    registered()
    publish_all()
    PublicationState.objects.update(certificate="another")
    with pytest.raises(UnsafeKey, match="publication_key activate"):
        publish_next(at=NOW)
    publish.key.adopt(signer(), actor="test", at=NOW)
    assert publish_all() >= 1


def test_it_passes_over_events_that_concern_nobody() -> None:
    provider = registered()
    publish_all()
    followed = PublicationState.objects.get().followed_event
    for _ in range(60):
        tell(EventKind.FILING_ACCEPTED, provider, at=NOW)
    assert publish_all() == 1
    assert PublicationState.objects.get().followed_event >= followed + 60
