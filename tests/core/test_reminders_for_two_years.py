"""R-8.1: two years, 20,000 certificates, outages: exactly the reminders that a model of a few lines wants."""

from __future__ import annotations

import heapq
import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from matrika.core import reminders
from matrika.core.days import BRATISLAVA, start_of

BEGIN = date(2026, 1, 1)
DAYS = 730
CERTIFICATES = 20_000
# Days on which no worker ran at all: one here and there, and three weeks over the end of summer time.
OUTAGES = {BEGIN + timedelta(days=n) for n in range(11, DAYS, 37)}
OUTAGES |= {date(2026, 10, 12) + timedelta(days=n) for n in range(21)}


def ends(rnd: random.Random) -> datetime:
    """Any second of the two years and a month around them."""
    second = rnd.randrange((DAYS + 60) * 86400)
    return start_of(BEGIN - timedelta(days=30)) + timedelta(seconds=second)


def sent_by_the_worker(certificates: list[datetime]) -> Iterator[tuple[int, date, int]]:
    """As `notices.remind` does it: the earliest note due, the threshold reached last, the next note."""
    notes = [(reminders.first_at(end), number) for number, end in enumerate(certificates)]
    heapq.heapify(notes)
    for day in (BEGIN + timedelta(days=n) for n in range(DAYS)):
        if day in OUTAGES:
            continue
        # Twice a day: soon after midnight, and in the evening.
        for at in (start_of(day) + timedelta(minutes=3), start_of(day) + timedelta(hours=19)):
            while notes and notes[0][0] <= at:
                _, number = heapq.heappop(notes)
                threshold = reminders.due(certificates[number], at)
                if threshold is None:
                    continue
                yield number, day, threshold
                following = reminders.next_at(certificates[number], threshold)
                if following is not None:
                    heapq.heappush(notes, (following, number))


def expected(certificates: list[datetime]) -> Iterator[tuple[int, date, int]]:
    """The model: on each day of work, what that day's distance calls for, unless it was said."""
    for number, end in enumerate(certificates):
        last = end.astimezone(BRATISLAVA).date()
        said = set()
        for left in range(30, -1, -1):
            day = last - timedelta(days=left)
            threshold = min(one for one in (30, 14, 7, 1, 0) if one >= left)
            works = BEGIN <= day < BEGIN + timedelta(days=DAYS) and day not in OUTAGES
            if works and threshold not in said:
                said.add(threshold)
                yield number, day, threshold


def test_it_sends_exactly_the_expected_reminders():
    rnd = random.Random(20260101)
    certificates = [ends(rnd) for _ in range(CERTIFICATES)]
    sent = Counter(sent_by_the_worker(certificates))
    assert sent == Counter(expected(certificates))
    assert set(sent.values()) == {1}
    assert len(sent) > 4 * CERTIFICATES


def test_it_sends_the_most_urgent_one_after_three_weeks():
    """What ended within them is not reminded of; what ends after them is, once."""
    last_day = date(2026, 11, 1)
    certificates = [datetime(2026, 11, day, 12, tzinfo=UTC) for day in (1, 2, 3, 9, 16)]
    first_day = [
        (number, threshold)
        for number, day, threshold in sent_by_the_worker(certificates)
        if day == last_day + timedelta(days=1)
    ]
    assert sorted(first_day) == [(1, 0), (2, 1), (3, 7), (4, 14)]
