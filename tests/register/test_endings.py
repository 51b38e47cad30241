"""What ends when: certificates in force by their last day, counted by weeks (issue: expiry overview)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import caches

from matrika.register import endings
from matrika.register.models import CertificateEntry
from tests import people, pki
from tests.applications import change, in_effect, registered, registration
from tests.metadata import sp_metadata

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = people.NOW + 2 * DAY  # a Tuesday


@pytest.fixture(autouse=True)
def _no_counts_of_other_tests():
    caches["process"].clear()


def metadata(entity_id: str, ends_at: datetime) -> bytes:
    ends = pki.certificate(not_before=people.NOW - 300 * DAY, not_after=ends_at)
    other = pki.certificate(key=pki.key(3), not_before=people.NOW - 300 * DAY, not_after=ends_at)
    return sp_metadata(entity_id=entity_id, signing=ends, encryption=other)


def provider(name: str, ends_at: datetime):
    entity_id = f"https://{name}.example"
    return registered(registration(entity_id=entity_id, metadata=metadata(entity_id, ends_at)))


def counted(**choice: str) -> endings.Counts:
    entries = endings.in_force(people.organisation(), **choice)
    return endings.counts(entries, key="", at=LATER)


def test_it_lists_what_ends_first_and_nothing_that_was_replaced():
    provider("neskor", people.NOW + 300 * DAY)
    provider("skor", people.NOW + 40 * DAY)
    changed = metadata("https://skor.example", people.NOW + 200 * DAY)
    in_effect(change(entity_id="https://skor.example", metadata=changed), at=LATER)
    found = endings.in_force(people.organisation())
    assert [entry.version.provider.entity_id for entry in found] == ["https://skor.example"] * 2 + [
        "https://neskor.example"
    ] * 2
    assert found[0].not_after == people.NOW + 200 * DAY
    assert not endings.in_force(people.other_organisation())
    assert endings.in_force(None).count() == 4


def test_it_lists_the_same_of_an_owner_with_few_and_with_many_providers(monkeypatch: pytest.MonkeyPatch):
    provider("jeden", people.NOW + 300 * DAY)
    provider("druhy", people.NOW + 40 * DAY)
    few = list(endings.in_force(people.organisation()))
    monkeypatch.setattr(endings, "FEW", 1)
    assert len(few) == 4
    assert list(endings.in_force(people.organisation())) == few


def test_it_counts_days_of_bratislava():
    """The certificate ends half an hour before midnight there, which is the day before in UTC as well."""
    first = datetime(2027, 1, 3, 22, 30, tzinfo=UTC)  # Sunday 23:30
    second = datetime(2027, 1, 3, 23, 30, tzinfo=UTC)  # Monday 00:30
    provider("nedela", first)
    provider("pondelok", second)
    weeks = {week.first: week.count for week in counted().weeks if week.count}
    assert weeks == {date(2026, 12, 28): 2, date(2027, 1, 4): 2}
    of_monday = endings.between(endings.in_force(None), date(2027, 1, 4), date(2027, 1, 4))
    assert {entry.not_after for entry in of_monday} == {second}


def test_it_counts_what_ended_and_what_ends_beyond_a_year():
    provider("skoncil", people.NOW + 32 * DAY)
    provider("dlhy", people.NOW + 390 * DAY)
    at = people.NOW + 33 * DAY
    counts = endings.counts(endings.in_force(None), key="", at=at)
    assert (counts.ended, counts.later, counts.all) == (2, 0, 4)
    counts = endings.counts(endings.in_force(None), key="", at=people.NOW)
    assert (counts.ended, counts.later, sum(week.count for week in counts.weeks)) == (0, 2, 2)


def test_it_narrows_to_a_use_and_to_a_beginning():
    provider("jeden", people.NOW + 40 * DAY)
    provider("dva", people.NOW + 40 * DAY)
    assert counted(use="signing").all == 2
    assert counted(text="https://dva").all == 2
    assert counted(text="dva", use="encryption").all == 1
    assert counted(text="nikto").all == 0


def test_it_marks_the_week_in_which_many_end():
    assert endings.is_mass([0, 9, *[0] * 51]) == [False] * 53
    assert endings.is_mass([0, 10, *[0] * 51]) == [False, True, *[False] * 51]
    assert not any(endings.is_mass([100] * 53))


def test_it_counts_once_until_something_happens(django_assert_num_queries):
    provider("jeden", people.NOW + 40 * DAY)
    entries = endings.in_force(people.organisation())
    first = endings.counts(entries, key="x", at=LATER)
    with django_assert_num_queries(1):  # of the ledger's head alone
        assert endings.counts(entries, key="x", at=LATER) == first
    provider("dva", people.NOW + 40 * DAY)
    entries = endings.in_force(people.organisation())  # as the next request does
    assert endings.counts(entries, key="x", at=LATER).all == 4
    caches["process"].clear()
    assert endings.counts(entries, key="x", at=LATER + 30 * DAY) != first


def test_it_walks_over_all_in_their_order(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(endings, "CHUNK", 3)
    for number, days in enumerate((50, 40, 40, 60)):
        provider(f"sp{number}", people.NOW + days * DAY)
    walked = [entry.pk for batch in endings.batches(endings.in_force(None)) for entry in batch]
    wanted = CertificateEntry.objects.order_by("not_after", "pk").values_list("pk", flat=True)
    assert walked == list(wanted)
