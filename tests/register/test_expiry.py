"""R-7.2: expiry deactivates to the second, without anyone's act, and is recorded once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from matrika.core.events import EventKind
from matrika.core.register import Reason
from matrika.register import ledger, queries
from matrika.register.expiry import record_next_expired
from matrika.register.models import Event, PendingExpiry, ServiceProvider
from tests import people, pki
from tests.applications import change, in_effect, registered, registration
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
    assert queries.standing_of(provider, at=LAST_SECOND).is_active
    assert queries.standing_of(provider, at=LAST_SECOND + SECOND).reason is Reason.EXPIRED


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


def test_it_looks_once_when_nothing_is_due(provider: ServiceProvider, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        record_next_expired(at=people.NOW)
