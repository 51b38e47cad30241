"""The weekly digest has one instant a week, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrika.core.days import BRATISLAVA
from matrika.notices.further.weeks import next_at, week_of


@pytest.mark.parametrize(
    ("at", "following"),
    [
        (datetime(2026, 11, 22, 11, tzinfo=UTC), datetime(2026, 11, 23, 5, tzinfo=UTC)),  # a Sunday
        (datetime(2026, 11, 23, 4, 59, 59, tzinfo=UTC), datetime(2026, 11, 23, 5, tzinfo=UTC)),
        (datetime(2026, 11, 23, 5, tzinfo=UTC), datetime(2026, 11, 30, 5, tzinfo=UTC)),
        (datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 30, 4, tzinfo=UTC)),  # summer time begins
        (datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 10, 26, 5, tzinfo=UTC)),  # and ends
        (datetime(2026, 12, 29, 12, tzinfo=UTC), datetime(2027, 1, 4, 5, tzinfo=UTC)),
    ],
)
def test_it_is_on_monday_at_six_in_bratislava(at: datetime, following: datetime) -> None:
    assert next_at(at) == following


@given(st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1), timezones=st.just(UTC)))
def test_it_comes_within_a_week_and_an_hour(at: datetime) -> None:
    following = next_at(at)
    assert timedelta(0) < following - at <= timedelta(days=7, hours=1)
    assert (following.astimezone(BRATISLAVA).weekday(), following.astimezone(BRATISLAVA).hour) == (0, 6)
    assert next_at(following) > following


def test_it_belongs_to_the_week_of_its_monday() -> None:
    assert week_of(datetime(2026, 11, 22, 22, 59, tzinfo=UTC)) == date(2026, 11, 16)
    assert week_of(datetime(2026, 11, 22, 23, 0, tzinfo=UTC)) == date(2026, 11, 23)  # Monday in Bratislava
