"""R-4.9: days are days of Europe/Bratislava, also when the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrika.core.days import (
    BRATISLAVA,
    END_OF_TIME,
    a_year_after,
    day_of,
    effective_instant,
    end_of,
    end_of_validity,
    start_of,
    to_the_minute,
    to_the_second,
)

DAYS = st.dates(min_value=date(1995, 1, 1), max_value=date(2100, 12, 31))
INSTANTS = st.datetimes(datetime(1995, 1, 2), datetime(2100, 12, 30), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("day", "hour"),
    [
        (date(2026, 11, 23), datetime(2026, 11, 22, 23)),  # winter time, UTC+1
        (date(2026, 7, 1), datetime(2026, 6, 30, 22)),  # summer time, UTC+2
        (date(2026, 3, 29), datetime(2026, 3, 28, 23)),  # the clocks go forward at 02:00 of that day
        (date(2026, 3, 30), datetime(2026, 3, 29, 22)),
        (date(2026, 10, 25), datetime(2026, 10, 24, 22)),  # the clocks go back at 03:00 of that day
        (date(2026, 10, 26), datetime(2026, 10, 25, 23)),
    ],
)
def test_it_begins_a_day_at_midnight_in_bratislava(day: date, hour: datetime) -> None:
    assert start_of(day) == hour.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "begins", "hours"),
    [
        (date(2027, 3, 27), datetime(2027, 3, 26, 23), 24),
        (date(2027, 3, 28), datetime(2027, 3, 27, 23), 23),  # to summer time
        (date(2027, 3, 29), datetime(2027, 3, 28, 22), 24),
        (date(2027, 10, 30), datetime(2027, 10, 29, 22), 24),
        (date(2027, 10, 31), datetime(2027, 10, 30, 22), 25),  # to winter time
        (date(2027, 11, 1), datetime(2027, 10, 31, 23), 24),
        (date(2028, 2, 29), datetime(2028, 2, 28, 23), 24),
        (date(2026, 12, 31), datetime(2026, 12, 30, 23), 24),
        (date(2027, 1, 1), datetime(2026, 12, 31, 23), 24),
    ],
)
def test_it_knows_when_a_day_begins_and_how_long_it_is(day: date, begins: datetime, hours: int) -> None:
    start = begins.replace(tzinfo=UTC)
    assert start_of(day) == start
    assert end_of(day) == start_of(day + timedelta(days=1)) == start + timedelta(hours=hours)


def test_it_ends_the_last_day_there_is() -> None:
    assert end_of(date.max) == END_OF_TIME


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 12, 31, 22, 59, 59), date(2026, 12, 31)),  # still the old year in both places
        (datetime(2026, 12, 31, 23, 0, 0), date(2027, 1, 1)),  # New Year in Bratislava, not yet in UTC
        (datetime(2027, 6, 30, 21, 59, 59), date(2027, 6, 30)),
        (datetime(2027, 6, 30, 22, 0, 0), date(2027, 7, 1)),
        (datetime(2027, 10, 31, 0, 30), date(2027, 10, 31)),  # 02:30, before the clocks go back …
        (datetime(2027, 10, 31, 1, 30), date(2027, 10, 31)),  # … and 02:30 again
        (datetime(2028, 2, 28, 23, 0), date(2028, 2, 29)),
    ],
)
def test_it_knows_today_near_midnight(instant: datetime, day: date) -> None:
    assert day_of(instant.replace(tzinfo=UTC)) == day
    assert day_of(instant.replace(tzinfo=UTC).astimezone(BRATISLAVA)) == day


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2028, 2, 29), date(2029, 2, 28)),  # the next year has no such day
        (date(2027, 2, 28), date(2028, 2, 28)),  # although that year has a longer February
        (date(2027, 3, 1), date(2028, 3, 1)),
        (date(2026, 12, 31), date(2027, 12, 31)),
    ],
)
def test_it_ends_a_year_ahead_on_the_same_day(today: date, last: date) -> None:
    assert a_year_after(today) == last


@given(DAYS)
def test_it_gives_back_the_day_that_begins(day: date) -> None:
    start = start_of(day)
    assert day_of(start) == day
    assert day_of(start - timedelta(microseconds=1)) == day - timedelta(days=1)
    assert start.astimezone(BRATISLAVA).hour == 0


@given(INSTANTS, INSTANTS)
def test_it_never_turns_days_round(one: datetime, other: datetime) -> None:
    earlier, later = sorted((one, other))
    assert day_of(earlier) <= day_of(later)
    assert start_of(day_of(later)) <= later < start_of(day_of(later) + timedelta(days=1))


@given(DAYS)
def test_it_makes_days_of_23_to_25_hours(day: date) -> None:
    hours = (start_of(day + timedelta(days=1)) - start_of(day)) / timedelta(hours=1)
    assert hours in (23, 24, 25)


@given(DAYS)
def test_it_finds_the_same_day_of_the_next_year(day: date) -> None:
    later = a_year_after(day)
    assert later.year == day.year + 1
    assert later.month == day.month
    assert later.day == day.day or (day.month, day.day, later.day) == (2, 29, 28)


@given(st.none() | DAYS, INSTANTS)
def test_it_takes_effect_at_midnight_or_at_once_and_never_before_approval(
    day: date | None, approved_at: datetime
) -> None:
    instant = effective_instant(day, approved_at=approved_at)
    assert instant >= approved_at
    assert instant == approved_at or instant == start_of(day or date.min)


def test_it_takes_effect_at_once_when_approved_on_the_day_itself() -> None:
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert effective_instant(date(2026, 11, 23), approved_at=noon) == noon
    assert effective_instant(None, approved_at=noon) == noon


def test_it_counts_the_last_second_of_a_certificate_as_valid() -> None:
    last = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert end_of_validity(last) == last + timedelta(seconds=1)


def test_it_bears_the_ends_of_the_calendar() -> None:
    """A form takes 01.01.0001, and a certificate may claim to have no end."""
    approved_at = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert effective_instant(date.min, approved_at=approved_at) == approved_at
    assert start_of(date.min).year == 1
    assert day_of(start_of(date.max)) == date.max
    assert end_of_validity(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)).year == 9999


@pytest.mark.parametrize(
    ("instant", "told"),
    [
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "29.03.2026 01:59"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "29.03.2026 03:00"),  # summer time began
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "25.10.2026 02:30"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "25.10.2026 02:30"),  # the second time that night
        (datetime(2026, 12, 31, 23, 5, tzinfo=UTC), "01.01.2027 00:05"),
    ],
)
def test_it_tells_an_instant_as_in_bratislava(instant: datetime, told: str) -> None:
    assert to_the_minute(instant) == told
    assert to_the_second(instant) == f"{told}:00"


def test_it_tells_of_a_certificate_that_never_ends() -> None:
    """RFC 5280 §4.1.2.5: "99991231235959Z" is in the year 10000 in Bratislava."""
    never = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert to_the_second(never) == "31.12.9999 23:59:59"
    assert to_the_minute(never) == "31.12.9999 23:59"
