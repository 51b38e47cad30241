"""Every event becomes the notices it causes, once (R-8)."""

import re
from datetime import timedelta

import pytest

from matrika.core.events import EventKind
from matrika.notices.causes import CAUSES
from matrika.notices.models import Delivery, FollowedEvents, Notice, UnwrittenEvent
from matrika.notices.write import write_next
from tests import people
from tests.notices.makers import DUPLICATE, NOON, happened

pytestmark = pytest.mark.django_db


def write_all() -> int:
    written = 0
    while write_next(at=NOON):
        written += 1
    return written


def addressees(notice: Notice) -> set[str]:
    return {d.email or d.organisation.name for d in notice.deliveries.all() if d.email or d.organisation}


def test_it_acknowledges_an_accepted_filing_to_the_mailbox_and_by_email() -> None:
    event = happened(EventKind.FILING_ACCEPTED)
    assert write_all() == 1
    notice = Notice.objects.get()
    assert (notice.event, notice.kind, notice.filing_number) == (event, "acknowledgement", "2026-000001")
    assert notice.entity_id == "https://alpha.example"
    assert addressees(notice) == {"Ministerstvo vzorov", "alzbeta@alpha.example"}
    assert all(delivery.due_at == NOON for delivery in notice.deliveries.all())


def test_it_gives_every_notice_a_message_id_of_the_senders_domain() -> None:
    happened(EventKind.FILING_ACCEPTED)
    happened(EventKind.FILING_ACCEPTED)
    write_all()
    first, second = (notice.message_id for notice in Notice.objects.all())
    assert re.fullmatch(r"<[0-9a-f]{32}@matrika\.example>", first)
    assert first != second


def test_it_tells_a_rejection_with_code_and_time_of_the_attempt() -> None:
    happened(EventKind.FILING_REJECTED, problems=[DUPLICATE])
    write_all()
    notice = Notice.objects.get()
    assert (notice.kind, notice.error_code) == ("error", "24010019")
    assert notice.body.endswith("Dátum a čas pokusu o spracovanie: 22.11.2026 12:00.")


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        (EventKind.PROVIDER_REGISTERED, "registráciu poskytovateľa"),
        (EventKind.PROVIDER_CHANGED, "zmenu údajov poskytovateľa"),
        (EventKind.PROVIDER_CANCELLED, "zrušenie poskytovateľa"),
    ],
)
def test_it_tells_the_result_of_each_kind(kind: EventKind, form: str) -> None:
    happened(kind)
    write_all()
    assert Notice.objects.get().body == (
        f"Žiadosť o {form} služieb v module IAM bola úspešne spracovaná 22.11.2026 12:00."
    )


def test_it_tells_the_owner_too_when_somebody_else_filed() -> None:
    owner, integrator = people.organisation(), people.other_organisation()
    happened(EventKind.PROVIDER_CHANGED, organisation=owner.pk, acting_for=integrator.pk)
    write_all()
    assert addressees(Notice.objects.get()) == {
        "Ministerstvo vzorov",
        "Cudzia, s. r. o.",
        "alzbeta@alpha.example",
    }


def test_it_does_not_write_to_the_owner_about_a_strangers_attempt() -> None:
    owner, stranger = people.organisation(), people.other_organisation()
    happened(
        EventKind.FILING_REJECTED,
        organisation=owner.pk,
        acting_for=stranger.pk,
        contact_email="cyril@stranger.example",
        problems=[DUPLICATE],
    )
    write_all()
    assert addressees(Notice.objects.get()) == {"Cudzia, s. r. o.", "cyril@stranger.example"}


def test_it_still_writes_an_email_when_no_organisation_is_known() -> None:
    happened(EventKind.FILING_REJECTED, acting_for=None, problems=[DUPLICATE])
    write_all()
    assert addressees(Notice.objects.get()) == {"alzbeta@alpha.example"}


def test_it_tells_the_owner_that_a_provider_ran_out() -> None:
    happened(EventKind.PROVIDER_EXPIRED, acting_for=None)
    write_all()
    notice = Notice.objects.get()
    assert notice.kind == "provider-deactivated"
    assert addressees(notice) == {"Ministerstvo vzorov", "alzbeta@alpha.example"}


def test_it_passes_over_events_that_concern_no_one_outside() -> None:
    happened(EventKind.FILING_APPROVED)
    happened(EventKind.ENTITY_PUBLISHED)
    happened(EventKind.FILING_ACCEPTED)
    assert write_all() == 1
    assert [notice.kind for notice in Notice.objects.all()] == ["acknowledgement"]


def test_it_writes_nothing_twice() -> None:
    happened(EventKind.FILING_ACCEPTED)
    assert write_all() == 1
    assert write_all() == 0
    happened(EventKind.PROVIDER_REGISTERED)
    assert write_all() == 1
    assert Notice.objects.count() == 2
    assert Delivery.objects.count() == 4


def test_it_sets_an_incomplete_event_aside_and_goes_on() -> None:
    happened(EventKind.FILING_REJECTED)  # without problems
    happened(EventKind.FILING_ACCEPTED)
    assert write_all() == 2
    assert Notice.objects.get().kind == "acknowledgement"
    assert UnwrittenEvent.objects.get().error == "event 1 (filing-rejected): KeyError 'problems'"


def test_it_comes_back_to_an_event_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    happened(EventKind.FILING_REJECTED)
    write_all()
    soon, later = NOON + timedelta(minutes=1), NOON + timedelta(minutes=4)
    assert write_next(at=soon)
    assert UnwrittenEvent.objects.get().attempts == 2
    assert not write_next(at=soon)
    # A new release of the register understands the event.
    monkeypatch.setitem(CAUSES, EventKind.FILING_REJECTED, CAUSES[EventKind.FILING_ACCEPTED])
    assert write_next(at=later)
    assert Notice.objects.count() == 1
    assert not UnwrittenEvent.objects.exists()


def test_it_remembers_how_far_it_came() -> None:
    for _ in range(3):
        happened(EventKind.FILING_APPROVED)
    write_all()
    assert FollowedEvents.objects.get().number == 3


def test_it_costs_three_lookups_when_nothing_happened(django_assert_num_queries) -> None:
    happened(EventKind.FILING_ACCEPTED)
    write_all()
    with django_assert_num_queries(3):
        assert not write_next(at=NOON)
