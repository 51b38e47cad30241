from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.test import override_settings

from matrika.core.days import day_of
from matrika.core.lifecycle import Status
from matrika.core.standing import StandingReason, active_until, standing
from matrika.demo import cast
from matrika.demo.fill import NotEmpty, fill, verify
from matrika.filings.models import Filing
from matrika.filings.signatures.verify import verify_next
from matrika.register import ledger
from matrika.register.models import ChainCheck, Event, Person, ServiceProvider
from matrika.register.states import version_values
from tests.people import NOW

pytestmark = pytest.mark.django_db
PORTAL = "https://matrika.example"
AS_IN_THE_DEMO = {"DEMO": True, "SAML_ADDRESS": PORTAL, "SAML_ENTITY_ID": PORTAL}


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker) -> Iterator[datetime]:
    """Filled once for all tests here, since two key pairs a provider take their time; then rolled back."""
    with django_db_blocker.unblock(), override_settings(**AS_IN_THE_DEMO), transaction.atomic():
        fill(at=NOW)
        yield NOW
        transaction.set_rollback(True)


def test_it_tells_a_past_that_the_real_use_cases_wrote(demo):
    statuses = {(filing.entity_id, filing.kind): filing.status for filing in Filing.objects.all()}
    assert statuses["https://mobil.vzory.example", "registration"] == Status.IN_REVIEW
    assert statuses["https://podania.vzory.example", "registration"] == Status.AWAITING_PAPER
    assert statuses["https://omyl.vzory.example", "registration"] == Status.REJECTED
    assert statuses["https://test.cudzia.example", "registration"] == Status.REJECTED
    assert statuses["https://portal.vzory.example", "change"] == Status.IN_EFFECT
    assert statuses["https://fakturacia.energetika.example", "registration"] == Status.AWAITING_AUTHORISATION
    assert ledger.verify() == Event.objects.count()


def test_it_was_looked_through_once_as_a_register_in_use_is(demo):
    verify()
    check = ChainCheck.objects.get()
    assert (check.events, check.faults) == (Event.objects.count(), 0)


def test_it_has_a_sealed_filing_that_the_demos_worker_finds_valid(demo):
    assert verify_next(at=demo)
    filing = Filing.objects.get(entity_id="https://fakturacia.energetika.example")
    assert filing.status == Status.IN_REVIEW


def test_it_shows_providers_in_every_state(demo):
    reasons = {
        provider.entity_id: standing(version_values(provider.versions.all()), at=demo).reason
        for provider in ServiceProvider.objects.all()
    }
    assert reasons == {
        "https://portal.vzory.example": StandingReason.IN_FORCE,
        "https://zona.energetika.example": StandingReason.IN_FORCE,
        "https://register.vzory.example": StandingReason.IN_FORCE,
        "https://formulare.vzory.example": StandingReason.EXPIRED,
        "https://stary.energetika.example": StandingReason.CANCELLED,
        "https://portal.cudzia.example": StandingReason.IN_FORCE,
        PORTAL: StandingReason.IN_FORCE,
    }


def test_it_has_a_provider_that_runs_out_in_nine_days(demo):
    provider = ServiceProvider.objects.get(entity_id="https://register.vzory.example")
    (version,) = version_values(provider.versions.all())
    end = active_until(version, at=demo)
    assert end is not None
    assert (day_of(end) - day_of(demo)).days == 9


def test_it_writes_history_in_the_order_of_time(demo):
    times = list(Event.objects.order_by("number").values_list("recorded_at", flat=True))
    assert times == sorted(times)
    assert times[-1] <= demo
    assert times[0] < demo - timedelta(days=365)


def test_it_lets_everybody_of_the_cast_log_in(demo, client, settings):
    for member in cast.PEOPLE:
        assert client.login(username=member.username, password=settings.DEMO_PASSWORD), member.username


def test_it_refuses_a_register_that_holds_something(demo):
    people = Person.objects.count()
    with pytest.raises(NotEmpty):
        fill(at=NOW)
    assert Person.objects.count() == people
