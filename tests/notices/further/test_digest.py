"""The weekly digest: what ends within sixty days and what is open; once a week, if there is something."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from matrika.core import reminders
from matrika.notices.deliver import deliver_next
from matrika.notices.further import addresses, weeks
from matrika.notices.models import Digest, FurtherAddress, Notice
from matrika.notices.texts import NoticeKind
from matrika.worker.steps import write_digest
from tests import people, pki
from tests.applications import approved, change, filed, in_effect, registered, registration
from tests.metadata import sp_metadata
from tests.notices.further.makers import ACTOR, HELPER, agreed, asked
from tests.notices.smtp import MailServer

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
START = people.NOW
ENDS = START + 100 * DAY
MONDAY = weeks.next_at(ENDS - 50 * DAY)  # the certificate ends within sixty days


def certificate(number: int = 3, *, ends: datetime = ENDS) -> bytes:
    return pki.certificate(key=pki.key(number), not_before=START - 300 * DAY, not_after=ends)


@pytest.fixture
def provider():
    """With one certificate that ends in a hundred days, and one that does not end soon."""
    return registered(registration(metadata=sp_metadata(signing=certificate())))


def written(at: datetime = MONDAY) -> list[str]:
    """The digests that a worker writes that looks at this instant."""
    before = set(Notice.objects.values_list("pk", flat=True))
    while write_digest(at=at):
        pass
    found = Notice.objects.filter(kind=NoticeKind.WEEKLY_DIGEST).exclude(pk__in=before)
    return list(found.values_list("body", flat=True))


def test_it_tells_what_ends_and_how_to_mend_it(provider) -> None:
    agreed(digest=True, at=MONDAY - DAY)
    (body,) = written()
    left = reminders.days_left(ENDS, MONDAY)
    assert "CERTIFIKÁTY, KTORÝM DO 60 DNÍ KONČÍ PLATNOSŤ: 1" in body
    assert f"{provider.entity_id}\nkončí o {left} dní (" in body
    assert f"/profil/poskytovatelia/{provider.pk}/zmena/" in body
    assert "OTVORENÉ ŽIADOSTI" not in body


def test_it_tells_what_is_open() -> None:
    filing = filed()
    agreed(digest=True, at=START)
    (body,) = written(weeks.next_at(START))
    assert "OTVORENÉ ŽIADOSTI: 1" in body
    assert f"{filing.number}: Žiadosť o registráciu poskytovateľa služieb v module IAM" in body
    assert f"/ziadosti/{filing.number}/" in body


def test_it_says_nothing_when_there_is_nothing_to_say(provider) -> None:
    agreed(digest=True, at=START)
    assert written(weeks.next_at(START)) == []
    assert not Digest.objects.exists()


def test_it_comes_every_week_once(provider) -> None:
    agreed(digest=True, at=MONDAY - DAY)
    hours = [len(written(MONDAY - DAY + timedelta(hours=hour))) for hour in range(16 * 24)]
    assert sum(hours) == 3
    assert {at for at, count in enumerate(hours) if count} == {24, 24 + 7 * 24, 24 + 14 * 24}


def test_it_comes_once_after_three_weeks_without_a_worker(provider) -> None:
    agreed(digest=True, at=MONDAY - DAY)
    late = MONDAY + 22 * DAY
    assert len(written(late)) == 1
    assert written(late) == []
    assert FurtherAddress.objects.get().digest_due_at == weeks.next_at(late)


def test_it_is_never_doubled_by_a_clock_that_went_back(provider) -> None:
    agreed(digest=True, at=MONDAY - DAY)
    assert len(written()) == 1
    FurtherAddress.objects.update(digest_due_at=MONDAY)
    assert written(MONDAY + timedelta(minutes=1)) == []


def test_it_is_never_doubled_by_removing_and_adding(provider) -> None:
    addresses.remove(agreed(digest=True, at=MONDAY - DAY), actor=ACTOR, at=MONDAY)
    again = agreed(HELPER.upper(), digest=True, at=MONDAY - timedelta(hours=1))
    assert len(written()) == 1
    addresses.remove(again, actor=ACTOR, at=MONDAY)
    agreed(digest=True, at=MONDAY - timedelta(minutes=1))
    assert written() == []


def test_it_cannot_be_stored_twice_for_a_week(provider) -> None:
    agreed(digest=True, at=MONDAY - DAY)
    written()
    one = Digest.objects.get()
    other = Notice.objects.exclude(pk=one.notice_id).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Digest.objects.create(notice=other, organisation=one.organisation, email=one.email, week=one.week)


def test_it_tells_of_no_certificate_that_was_replaced(provider) -> None:
    agreed(digest=True, at=START)
    new = certificate(1, ends=ENDS + 300 * DAY)
    in_effect(change(metadata=sp_metadata(signing=new)), at=ENDS - 80 * DAY)
    assert written() == []


def test_it_says_that_an_approved_change_replaces_it(provider) -> None:
    agreed(digest=True, at=MONDAY - DAY)
    new = sp_metadata(signing=certificate(1, ends=ENDS + 300 * DAY))
    day = (ENDS - 3 * DAY).date()
    approved(change(metadata=new, effective_on=day), at=MONDAY - 2 * DAY)
    (body,) = written()
    assert f"Schválená žiadosť o zmenu údajov ho nahradí {day:%d.%m.%Y} 00:00." in body
    assert "Požiadajte" not in body


@pytest.mark.parametrize(
    "make",
    [
        lambda: asked(digest=True, at=MONDAY - DAY),
        lambda: agreed(digest=False, at=MONDAY - DAY),
        lambda: addresses.remove(agreed(digest=True, at=MONDAY - DAY), actor=ACTOR, at=MONDAY - DAY),
    ],
    ids=["not-confirmed", "copies-only", "removed"],
)
def test_it_goes_to_nobody_who_does_not_want_it(provider, make: Callable[[], object]) -> None:
    make()
    assert written() == []


def test_it_begins_when_it_is_wanted_later(provider) -> None:
    address = agreed(at=MONDAY - 2 * DAY)
    addresses.change(address, copies=False, digest=True, actor=ACTOR, at=MONDAY - DAY)
    assert len(written()) == 1
    addresses.change(address, copies=True, digest=False, actor=ACTOR, at=MONDAY)
    assert written(MONDAY + 7 * DAY) == []


def test_it_goes_by_email_to_that_address_alone(provider, post_office: Callable[..., MailServer]) -> None:
    server = post_office()
    address = agreed(digest=True, at=MONDAY - DAY)
    (_,) = written()
    digest = Digest.objects.get().notice
    assert [(one.channel, one.email) for one in digest.deliveries.all()] == [("email", HELPER)]
    while deliver_next(at=MONDAY):
        pass
    html = server.letters[-1].message.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert f'<a href="http://127.0.0.1:8000/profil/poskytovatelia/{provider.pk}/zmena/">' in html
    assert addresses.link(address) in html


def test_it_costs_one_lookup_when_nothing_is_due(provider, django_assert_num_queries) -> None:
    agreed(digest=True, at=START)
    with django_assert_num_queries(1):
        assert not write_digest(at=START)
