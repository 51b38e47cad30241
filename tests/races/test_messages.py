"""R-8, R-8.1: two workers at the same instant, and `kill -9` at every step: each message once, no more."""

from __future__ import annotations

import os
from collections import Counter
from datetime import datetime, timedelta
from functools import partial

from matrika.core.events import EventKind
from matrika.filings.consequences import replaced_at
from matrika.notices import bounces, return_address
from matrika.notices.further import weeks
from matrika.notices.further.addresses import add, confirm, remove
from matrika.notices.models import Delivery, Digest, FurtherAddress, Notice, Reminder
from matrika.notices.remind import remind_next
from matrika.notices.texts import NoticeKind
from matrika.notices.write import write_next
from matrika.worker.steps import write_digest
from tests import people, pki
from tests.applications import registered, registration
from tests.metadata import sp_metadata
from tests.notices.further.makers import ACTOR, HELPER, agreed
from tests.notices.makers import NOON, happened
from tests.notices.returned import bounce
from tests.races.processes import MARKS, at_once, killed_at_every_step

pytestmark = MARKS
DAY = timedelta(days=1)
ENDS = people.NOW + 20 * DAY


def with_a_certificate_that_ends() -> None:
    short = pki.certificate(not_before=people.NOW - 300 * DAY, not_after=ENDS)
    registered(registration(metadata=sp_metadata(signing=short)))


def with_digests(*emails: str) -> datetime:
    """Registered and wanted; when they are due."""
    with_a_certificate_that_ends()
    for email in emails:
        agreed(email, digest=True, at=people.NOW)
    return weeks.next_at(people.NOW)


def until_idle(number: int, *, at: datetime) -> None:
    """What a worker does of these three steps, in an order of its own."""
    steps = [
        partial(write_digest, at=at),
        partial(remind_next, at=at, replaced_at=replaced_at),
        partial(write_next, at=at),
    ]
    while any(step() for step in steps[number:] + steps[:number]):
        pass


def digests_written() -> Counter[str]:
    written = Notice.objects.filter(kind=NoticeKind.WEEKLY_DIGEST)
    return Counter(written.values_list("deliveries__email", flat=True))


def test_it_writes_everything_once_with_three_workers() -> None:
    emails = [f"a{number}@b.example" for number in range(8)]
    at = with_digests(*emails)
    at_once(partial(until_idle, at=at), 3)
    assert digests_written() == dict.fromkeys(emails, 1)
    assert Digest.objects.count() == len(emails)
    assert Counter(Reminder.objects.values_list("threshold", flat=True)) == {30: 1}
    assert set(Counter(Delivery.objects.values_list("notice", "channel", "email")).values()) == {1}


def test_it_writes_a_digest_once_however_often_it_is_killed() -> None:
    at = with_digests(HELPER)

    def is_whole() -> None:
        assert Digest.objects.count() == sum(digests_written().values())

    killed_at_every_step(write_digest, at=at, check=is_whole)
    assert digests_written() == {HELPER: 1}
    assert FurtherAddress.objects.get().digest_due_at == weeks.next_at(at)


def test_it_adds_an_address_once_when_two_agents_do() -> None:
    organisation = people.organisation()

    def adding(number: int) -> None:
        added = add(organisation, HELPER, copies=True, digest=False, actor=ACTOR, at=NOON)
        os._exit(1 if isinstance(added, FurtherAddress) else 2)

    assert sorted(at_once(adding, 2)) == [1, 2]
    assert FurtherAddress.objects.count() == Delivery.objects.count() == 1


def test_it_confirms_and_removes_in_one_order() -> None:
    """Whichever comes first: an address that was removed stays so."""
    address = agreed(at=NOON)
    FurtherAddress.objects.update(confirmed_at=None)

    def either(number: int) -> None:
        if number:
            remove(address, actor=ACTOR, at=NOON)
        else:
            confirm(address, at=NOON)

    at_once(either, 2)
    address.refresh_from_db()
    assert address.removed_at == NOON
    assert address.digest_due_at is None


def test_it_records_a_bounce_once_however_many_read_it(settings) -> None:
    settings.MAIL_BOUNCES = "bounces@register.example"
    happened(EventKind.FILING_ACCEPTED, acting_for=None)
    write_next(at=NOON)
    Delivery.objects.update(delivered_at=NOON, attempts=1)
    back = bounce(return_address.of(Delivery.objects.get()))

    def reading(number: int) -> None:
        os._exit(1 if bounces.take(back, at=NOON) is bounces.Outcome.RECORDED else 2)

    assert sorted(at_once(reading, 3)) == [1, 2, 2]
    assert Delivery.objects.get().bounced_at == NOON
