"""R-7.2: expiry deactivates to the second, without anyone's act, and is recorded once, in its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from matrika.core.days import start_of
from matrika.core.events import EventKind
from matrika.core.standing import CertificateState, StandingReason
from matrika.filings.expire import record_next_expired
from matrika.filings.models import Filing
from matrika.filings.review import approve
from matrika.register import certificates, ledger, queries, versions
from matrika.register.models import Event, PendingExpiry, ServiceProvider
from matrika.worker.steps import STEPS
from tests import people, pki
from tests.applications import (
    CONTACT,
    approved,
    cancellation,
    change,
    in_effect,
    in_review,
    registered,
    registration,
    standing_at,
)
from tests.metadata import sp_metadata

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
LAST_SECOND = people.NOW + 40 * DAY


@pytest.fixture
def provider() -> ServiceProvider:
    """One whose signing certificate is valid through LAST_SECOND."""
    short = pki.certificate(not_before=people.NOW - 300 * DAY, not_after=LAST_SECOND)
    return registered(registration(metadata=sp_metadata(signing=short)))


def expiries() -> list[Event]:
    return list(Event.objects.filter(kind=EventKind.PROVIDER_EXPIRED))


def test_it_is_active_through_the_last_second(provider: ServiceProvider) -> None:
    assert standing_at(provider, at=LAST_SECOND).is_active
    assert standing_at(provider, at=LAST_SECOND + SECOND).reason is StandingReason.EXPIRED


def test_it_records_the_expiry_once(provider: ServiceProvider) -> None:
    assert not record_next_expired(at=LAST_SECOND)
    late = LAST_SECOND + 3 * DAY
    assert record_next_expired(at=late)
    assert not record_next_expired(at=late)
    (event,) = expiries()
    assert (event.provider, event.recorded_at) == (provider, late)
    assert event.effective_at == LAST_SECOND + SECOND
    assert event.data == {
        "entity_id": "https://sp.example",
        "organisation": people.organisation().pk,
        "contact_name": "Alžbeta Agátová",
        "contact_email": "sso@vzory.example",
        "version": 1,
    }
    ledger.verify()


def test_it_records_nothing_for_metadata_that_were_replaced_in_time(provider: ServiceProvider) -> None:
    in_effect(change(), at=LAST_SECOND - 5 * DAY)
    assert not record_next_expired(at=LAST_SECOND + DAY)
    assert PendingExpiry.objects.count() == 1


def history() -> list[tuple[str, datetime]]:
    """What happened to the provider and since when, in the order of the ledger."""
    events = Event.objects.filter(kind__in=queries.CHANGING).order_by("number")
    return [(event.kind, event.effective_at) for event in events]


def work(*, at: datetime, first: str = "take-effect") -> None:
    """What a worker does to providers at that instant, beginning with that step, until nothing is due."""
    steps = {step.name: step.run for step in STEPS}
    for name in (first, "take-effect", "record-expiry"):
        while steps[name](at=at):
            pass


FIRST_STEP = pytest.mark.parametrize("first", ["take-effect", "record-expiry"])


@FIRST_STEP
def test_it_records_the_expiry_before_a_change_that_came_after_it(
    provider: ServiceProvider, first: str
) -> None:
    """Also when the worker was away for weeks, and finds both due at once."""
    day = LAST_SECOND.date() + 5 * DAY
    approved(change(effective_on=day), at=LAST_SECOND - DAY)
    work(at=LAST_SECOND + 20 * DAY, first=first)
    assert history()[1:] == [
        ("provider-expired", LAST_SECOND + SECOND),
        ("provider-changed", start_of(day)),
    ]
    assert PendingExpiry.objects.get().version.number == 2


@FIRST_STEP
def test_it_records_no_expiry_that_a_change_prevented(provider: ServiceProvider, first: str) -> None:
    day = LAST_SECOND.date() - 5 * DAY
    approved(change(effective_on=day), at=LAST_SECOND - 10 * DAY)
    work(at=LAST_SECOND + 20 * DAY, first=first)
    assert history()[1:] == [("provider-changed", start_of(day))]


@FIRST_STEP
def test_it_records_no_expiry_at_the_second_of_a_replacement(first: str) -> None:
    """The old certificate ends and the new metadata begin at one midnight: there is no gap."""
    midnight = start_of(date(2027, 1, 15))
    short = pki.certificate(not_before=people.NOW - 300 * DAY, not_after=midnight - SECOND)
    provider = registered(registration(metadata=sp_metadata(signing=short)))
    approved(change(effective_on=date(2027, 1, 15)), at=midnight - 10 * DAY)
    assert standing_at(provider, at=midnight - SECOND).is_active
    work(at=midnight, first=first)
    assert history()[1:] == [("provider-changed", midnight)]
    assert standing_at(provider, at=midnight).is_active


def test_it_holds_the_expiry_back_while_another_worker_has_the_change(provider: ServiceProvider) -> None:
    claimed = approved(change(), at=LAST_SECOND - DAY)
    Filing.objects.filter(pk=claimed.pk).update(claimed_until=LAST_SECOND + DAY)
    assert not record_next_expired(at=LAST_SECOND + SECOND)
    assert expiries() == []


def test_it_expires_while_a_filing_is_open_and_comes_back_with_it(provider: ServiceProvider) -> None:
    filing = in_review(change(), at=LAST_SECOND - DAY)
    work(at=LAST_SECOND + SECOND)
    assert standing_at(provider, at=LAST_SECOND + SECOND).reason is StandingReason.EXPIRED
    approve(filing, actor=people.zita(), at=LAST_SECOND + DAY)
    work(at=LAST_SECOND + DAY)
    assert [kind for kind, _ in history()[1:]] == ["provider-expired", "provider-changed"]
    assert standing_at(provider, at=LAST_SECOND + DAY).is_active


def test_it_cancels_what_has_expired_and_keeps_saying_expired_of_its_certificate(
    provider: ServiceProvider,
) -> None:
    work(at=LAST_SECOND + SECOND)
    in_effect(cancellation(effective_on=(LAST_SECOND + 3 * DAY).date()), at=LAST_SECOND + 2 * DAY)
    gone = queries.detail(provider, at=LAST_SECOND + 9 * DAY)
    assert gone.standing.reason is StandingReason.CANCELLED
    assert [row.state for row in gone.certificates] == [CertificateState.EXPIRED, CertificateState.WITHDRAWN]
    assert len(expiries()) == 1


def test_it_records_each_expiry_of_certificates_with_a_gap() -> None:
    """Only imported records have such: the provider comes back by time alone, and runs out again."""
    begin = people.NOW
    certificate = certificates.in_metadata(sp_metadata())[0]
    spans = [("signing", 0, 10), ("signing", 20, 30), ("encryption", 0, 40)]
    facts = [
        replace(certificate, use=use, not_before=begin + first * DAY, not_after=begin + last * DAY)
        for use, first, last in spans
    ]
    owner = people.organisation()
    provider = ServiceProvider.objects.create(
        entity_id="https://sp.example", owner=owner, registered_at=begin
    )
    versions.open_version(
        provider,
        sp_metadata(),
        facts,
        contact=CONTACT,
        filing_number="",
        effective_from=begin,
        recorded_at=begin,
    )
    states = [standing_at(provider, at=begin + day * DAY).reason for day in (5, 15, 25, 35)]
    assert states == [
        StandingReason.IN_FORCE,
        StandingReason.NOT_YET,
        StandingReason.IN_FORCE,
        StandingReason.EXPIRED,
    ]
    work(at=begin + 50 * DAY)
    assert [event.effective_at for event in expiries()] == [begin + day * DAY + SECOND for day in (10, 30)]
    assert not PendingExpiry.objects.exists()


def test_it_looks_once_when_nothing_is_due(provider: ServiceProvider, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        record_next_expired(at=people.NOW)
