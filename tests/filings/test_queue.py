"""R-6.1: the queue is ordered by real danger, in a number of queries that does not grow."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from matrika.core.lifecycle import Status
from matrika.filings.queue import queue
from tests import people, pki
from tests.applications import approved, change, filed, in_review, registered, registration
from tests.metadata import sp_metadata

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = people.NOW + 3 * DAY


def a_provider_that_ends_in(days: int, entity_id: str) -> None:
    ends = people.NOW + timedelta(days=days)
    metadata = sp_metadata(
        entity_id=entity_id,
        signing=pki.certificate(not_before=ends - 365 * DAY, not_after=ends),
    )
    registered(registration(entity_id=entity_id, metadata=metadata))


def entity_ids() -> list[str]:
    return [filing.entity_id for filing in queue()]


def test_it_puts_first_what_will_stop_working_first() -> None:
    a_provider_that_ends_in(60, "https://sixty.example")
    a_provider_that_ends_in(40, "https://forty.example")
    filed(registration(entity_id="https://new-late.example", effective_on=date(2026, 12, 24)))
    filed(registration(entity_id="https://new-soon.example", effective_on=date(2026, 12, 1)))
    in_review(change(entity_id="https://sixty.example"), at=LATER)
    in_review(change(entity_id="https://forty.example"), at=LATER)
    assert entity_ids() == [
        "https://forty.example",
        "https://sixty.example",
        "https://new-soon.example",
        "https://new-late.example",
    ]


def test_it_takes_the_older_of_two_for_the_same_day() -> None:
    filed(registration(entity_id="https://younger.example"), at=people.NOW + timedelta(hours=1))
    filed(registration(entity_id="https://older.example"))
    assert entity_ids() == ["https://older.example", "https://younger.example"]


def test_it_says_until_when_what_would_be_replaced_works() -> None:
    a_provider_that_ends_in(40, "https://forty.example")
    filed(change(entity_id="https://forty.example"), at=LATER)
    assert queue().get().replaced_until == people.NOW + 40 * DAY


def test_it_counts_the_last_certificate_of_a_rollover() -> None:
    soon = pki.certificate(not_before=people.NOW - 300 * DAY, not_after=people.NOW + 35 * DAY)
    rollover = sp_metadata(signing=(soon, pki.certificate(key=pki.key(3))))
    registered(registration(metadata=rollover))
    filed(change(), at=LATER)
    assert queue().get().replaced_until == pki.NOT_BEFORE + 730 * DAY


def test_it_holds_what_waits_for_staff_only() -> None:
    approved()
    assert entity_ids() == []
    assert [filing.status for filing in queue({Status.SCHEDULED})] == ["scheduled"]


def test_it_asks_the_database_once(django_assert_num_queries) -> None:
    for number in range(4):
        in_review(registration(entity_id=f"https://sp{number}.example"))
    with django_assert_num_queries(1):
        assert len({filing.entity_id for filing in queue()}) == 4
