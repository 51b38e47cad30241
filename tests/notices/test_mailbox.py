"""The mailbox of the portal, and what staff see of the deliveries."""

from datetime import timedelta

import pytest

from matrika.core.events import EventKind
from matrika.notices import mailbox
from matrika.notices.models import Delivery
from matrika.notices.write import write_next
from tests import people
from tests.notices.makers import NOON, happened

pytestmark = pytest.mark.django_db


def receive(*kinds: EventKind, **differences: object) -> None:
    for kind in kinds:
        at = happened(kind, **differences).recorded_at
        assert write_next(at=at)


def test_it_has_a_letter_as_soon_as_it_was_written() -> None:
    happened(EventKind.FILING_ACCEPTED)
    assert not mailbox.for_organisation(people.organisation()).exists()
    write_next(at=NOON)
    (letter,) = mailbox.for_organisation(people.organisation())
    assert (letter.notice.kind, letter.delivered_at) == ("acknowledgement", NOON)


def test_it_shows_the_newest_letter_first() -> None:
    receive(EventKind.FILING_ACCEPTED, EventKind.PROVIDER_REGISTERED)
    assert [letter.notice.kind for letter in mailbox.for_organisation(people.organisation())] == [
        "result",
        "acknowledgement",
    ]


def test_it_hides_a_letter_from_strangers() -> None:
    receive(EventKind.FILING_ACCEPTED)
    (letter,) = mailbox.for_organisation(people.organisation())
    stranger = people.other_organisation()
    assert mailbox.unread_count(stranger) == 0
    with pytest.raises(Delivery.DoesNotExist):
        mailbox.letter(letter.pk, organisations=[stranger])
    assert mailbox.letter(letter.pk, organisations=[people.organisation()]) == letter


def test_it_counts_a_letter_as_unread_until_its_first_opening() -> None:
    receive(EventKind.FILING_ACCEPTED, EventKind.PROVIDER_REGISTERED)
    assert mailbox.unread_count(people.organisation()) == 2
    letter = mailbox.for_organisation(people.organisation())[0]
    mailbox.mark_read(letter, at=NOON)
    mailbox.mark_read(letter, at=NOON + timedelta(hours=1))
    assert mailbox.unread_count(people.organisation()) == 1
    assert mailbox.letter(letter.pk, organisations=[people.organisation()]).read_at == NOON


def test_it_lists_what_was_written_about_a_filing() -> None:
    receive(EventKind.FILING_ACCEPTED, EventKind.PROVIDER_REGISTERED)
    first, second = mailbox.about_filing("2026-000001")
    assert (first.kind, second.kind) == ("acknowledgement", "result")
    assert {delivery.channel for delivery in first.deliveries.all()} == {"mailbox", "email"}


def test_it_costs_the_same_however_many_letters_there_are(django_assert_num_queries) -> None:
    receive(*[EventKind.FILING_ACCEPTED] * 5)
    owner = people.organisation()
    with django_assert_num_queries(1):
        assert len([letter.notice.subject for letter in mailbox.for_organisation(owner)]) == 5
