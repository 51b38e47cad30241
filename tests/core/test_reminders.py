"""R-8.1: 30, 14, 7, 1 and 0 days before a certificate ends; reached and not sent, never "equals"."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrika.core import reminders
from matrika.core.days import BRATISLAVA
from matrika.core.reminders import THRESHOLDS

ENDS = datetime(2026, 11, 20, 12, 35, tzinfo=UTC)  # 13:35 in Bratislava, as in figure 18


def in_bratislava(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BRATISLAVA).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "threshold"),
    [
        ("2026-10-20 23:59:59", None),
        ("2026-10-21 00:00:00", 30),
        ("2026-11-05 23:59:59", 30),
        ("2026-11-06 00:00:00", 14),
        ("2026-11-12 23:59:59", 14),
        ("2026-11-13 00:00:00", 7),
        ("2026-11-18 23:59:59", 7),
        ("2026-11-19 00:00:00", 1),
        ("2026-11-20 00:00:00", 0),
        ("2026-11-20 23:59:59", 0),
        ("2026-11-21 00:00:00", None),
    ],
)
def test_it_reaches_each_threshold_at_the_midnight_of_its_day(moment, threshold):
    assert reminders.due(ENDS, in_bratislava(moment)) == threshold


@pytest.mark.parametrize(
    ("ends", "first"),
    [
        # Summer time ended on 25 October 2026, and begins on 28 March 2027: the midnights are an hour apart.
        ("2026-11-20 13:35", "2026-10-21 00:00"),
        ("2027-04-10 00:30", "2027-03-11 00:00"),
        ("2026-10-25 02:30", "2026-09-25 00:00"),
    ],
)
def test_it_counts_days_of_the_calendar_over_both_changes_of_the_clock(ends, first):
    assert reminders.first_at(in_bratislava(ends)) == in_bratislava(first)
    assert reminders.days_left(in_bratislava(ends), in_bratislava(first)) == 30


def test_it_goes_from_threshold_to_threshold():
    after, instants = THRESHOLDS[0], [reminders.first_at(ENDS)]
    while (following := reminders.next_at(ENDS, after)) is not None:
        instants.append(following)
        after = reminders.due(ENDS, following)
    assert [reminders.due(ENDS, instant) for instant in instants] == list(THRESHOLDS)
    assert instants == sorted(instants)


@given(
    ends=st.datetimes(min_value=datetime(1950, 1, 1), max_value=datetime(9999, 12, 30)),
    before=st.timedeltas(min_value=timedelta(days=-2), max_value=timedelta(days=40)),
)
def test_it_agrees_with_a_calendar(ends, before):
    ends = ends.replace(tzinfo=UTC)
    now = ends - before
    left = (ends.astimezone(BRATISLAVA).date() - now.astimezone(BRATISLAVA).date()).days
    expected = next((one for one in (0, 1, 7, 14, 30) if one >= left), None) if left >= 0 else None
    assert reminders.due(ends, now) == expected


@pytest.mark.parametrize("ends", [datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)])
def test_it_bears_certificates_without_an_end_and_from_the_beginning_of_time(ends):
    assert reminders.first_at(ends) is not None
    assert reminders.due(ends, ENDS) is None


def test_it_tells_nothing_of_days_past():
    day_after = datetime.combine(date(2026, 11, 21), datetime.min.time(), tzinfo=BRATISLAVA)
    assert reminders.days_left(ENDS, day_after) == -1
