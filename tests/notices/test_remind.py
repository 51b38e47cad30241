"""R-8.1: each certificate in force is reminded of, at each threshold once, whatever happens in between."""

from __future__ import annotations

from datetime import timedelta

import pytest

from matrika.filings.consequences import replaced_at
from matrika.notices.models import Channel, Delivery, Notice, Reminder
from matrika.notices.remind import remind_next
from matrika.register.models import PendingReminder
from tests import people, pki
from tests.applications import approved, cancellation, change, in_effect, registered, registration
from tests.metadata import sp_metadata

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
START = people.NOW
ENDS = START + 100 * DAY


def certificate(number: int = 3, *, ends=ENDS) -> bytes:
    return pki.certificate(key=pki.key(number), not_before=START - 300 * DAY, not_after=ends)


@pytest.fixture
def provider():
    """With one certificate that ends in a hundred days, and one that does not end soon."""
    return registered(registration(metadata=sp_metadata(signing=certificate())))


def passes(at, *, replaced=replaced_at) -> list[Reminder]:
    """What a worker writes that looks at this instant."""
    before = set(Reminder.objects.values_list("pk", flat=True))
    while remind_next(at=at, replaced_at=replaced):
        pass
    return list(Reminder.objects.exclude(pk__in=before).order_by("pk"))


def test_it_reminds_at_each_threshold_once(provider):
    sent = []
    for day in range(102):
        sent += [(day, one.threshold, one.days_left) for one in passes(START + day * DAY)]
        assert passes(START + day * DAY) == []
    assert sent == [(70, 30, 30), (86, 14, 14), (93, 7, 7), (99, 1, 1), (100, 0, 0)]


def test_it_tells_the_owner_in_the_mailbox_and_by_email(provider):
    (reminder,) = passes(ENDS - 7 * DAY)
    notice = reminder.notice
    assert notice.subject == (
        "Informácia o expirácii certifikátu poskytovateľa služieb (7 dní pred koncom platnosti)"
    )
    assert reminder.fingerprint in notice.body
    assert f"/profil/poskytovatelia/{provider.pk}/zmena/" in notice.body
    assert notice.entity_id == provider.entity_id
    letters = {one.channel: one for one in notice.deliveries.all()}
    assert letters[Channel.MAILBOX].organisation_id == provider.owner_id
    assert letters[Channel.EMAIL].email == "sso@vzory.example"


def test_it_sends_only_the_most_urgent_after_an_outage(provider):
    (reminder,) = passes(ENDS - 10 * DAY)
    assert (reminder.threshold, reminder.days_left) == (14, 10)
    assert "(10 dní pred koncom platnosti)" in reminder.notice.subject
    assert [one.threshold for one in passes(ENDS - 5 * DAY)] == [7]


def test_it_reminds_on_the_last_day_after_the_end_and_not_later(provider):
    (reminder,) = passes(ENDS + timedelta(minutes=5))
    assert reminder.threshold == 0
    assert "skončila platnosť dnes" in reminder.notice.body


def test_it_reminds_nobody_of_a_certificate_that_ended_before_today(provider):
    assert passes(ENDS + 2 * DAY) == []
    assert not PendingReminder.objects.filter(due_at__lte=ENDS + 2 * DAY).exists()


def test_it_reminds_nobody_of_a_certificate_that_was_replaced(provider):
    passes(ENDS - 30 * DAY)
    new = certificate(1, ends=ENDS + 300 * DAY)
    in_effect(change(metadata=sp_metadata(signing=new)), at=ENDS - 20 * DAY)
    for day in range(20, -2, -1):
        assert passes(ENDS - day * DAY) == []
    assert [one.threshold for one in passes(ENDS + 270 * DAY)] == [30]


def test_it_goes_on_counting_when_a_change_keeps_the_certificate(provider):
    passes(ENDS - 14 * DAY)
    kept = sp_metadata(signing=certificate(), encryption=certificate(1, ends=ENDS + 300 * DAY))
    in_effect(change(metadata=kept), at=ENDS - 13 * DAY)
    assert passes(ENDS - 12 * DAY) == []
    assert [one.threshold for one in passes(ENDS - 7 * DAY)] == [7]


def test_it_reminds_nobody_of_a_cancelled_provider(provider):
    in_effect(cancellation(effective_on=(ENDS - 40 * DAY).date()), at=ENDS - 40 * DAY)
    assert passes(ENDS - 30 * DAY) == []
    assert not PendingReminder.objects.exists()


def test_it_says_that_an_approved_change_replaces_it_in_time(provider):
    new = sp_metadata(signing=certificate(1, ends=ENDS + 300 * DAY))
    day = (ENDS - 3 * DAY).date()
    approved(change(metadata=new, effective_on=day), at=ENDS - 20 * DAY)
    (reminder,) = passes(ENDS - 14 * DAY)
    assert (
        f"nahradí tento certifikát {day:%d.%m.%Y} 00:00; nie je potrebné podávať ďalšiu."
        in reminder.notice.body
    )


@pytest.mark.parametrize("late", [False, True], ids=["keeps-the-certificate", "comes-too-late"])
def test_it_promises_nothing_of_a_change_that_does_not_help(provider, late):
    number, day = (1, ENDS + 2 * DAY) if late else (3, ENDS - 3 * DAY)
    new = sp_metadata(signing=certificate(number, ends=ENDS + 300 * DAY if late else ENDS))
    approved(change(metadata=new, effective_on=day.date()), at=ENDS - 20 * DAY)
    (reminder,) = passes(ENDS - 14 * DAY)
    assert "nahradí" not in reminder.notice.body


def test_it_gives_each_reminder_a_message_id_of_its_own(provider):
    passes(ENDS - 30 * DAY)
    passes(ENDS - 14 * DAY)
    assert Notice.objects.filter(reminder__isnull=False).values("message_id").distinct().count() == 2
    assert Delivery.objects.filter(notice__reminder__isnull=False).count() == 4


def test_it_costs_one_lookup_when_nothing_is_due(provider, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert not remind_next(at=START, replaced_at=replaced_at)
