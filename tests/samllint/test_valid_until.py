"""xs:dateTime, read as XML Schema has it."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samllint.valid_until import DISTANT_FUTURE, DISTANT_PAST, instant

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30), timezones=ZONES))
def test_it_reads_what_python_writes(at: datetime) -> None:
    assert instant(at.isoformat()) == at


@given(st.text(alphabet="0123456789-+:TZ. \t", max_size=40))
def test_it_reads_a_text_or_says_that_it_cannot(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert instant(text).tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-06-01T10:00:00", datetime(2026, 6, 1, 10, tzinfo=UTC)),
        (" 2026-06-01T10:00:00Z\n", datetime(2026, 6, 1, 10, tzinfo=UTC)),
        ("2026-06-01T24:00:00Z", datetime(2026, 6, 2, tzinfo=UTC)),
        ("2026-06-01T10:00:00.1234567Z", datetime(2026, 6, 1, 10, 0, 0, 123456, tzinfo=UTC)),
        ("12026-06-01T10:00:00Z", DISTANT_FUTURE),
        ("9999-12-31T23:59:59-14:00", DISTANT_FUTURE),
        ("0001-01-01T00:00:00+14:00", DISTANT_PAST),
        ("-0044-03-15T12:00:00Z", DISTANT_PAST),
    ],
)
def test_it_reads_the_corners_of_the_calendar(text: str, expected: datetime) -> None:
    assert instant(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "never",
        "2026-06-01",
        "2026-6-1T10:00:00Z",
        "2026-06-01 10:00:00Z",
        "2026-02-30T10:00:00Z",
        "2026-06-01T25:00:00Z",
        "2026-06-01T24:00:01Z",
        "026-06-01T10:00:00Z",
        "٢٠٢٦-06-01T10:00:00Z",
        "2026-06-01T10:00:00+99:00",
        "2026-06-01T10:00:00z",
        "02026-06-01T10:00:00Z",
    ],
)
def test_it_refuses_what_is_no_date_and_time(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 — each has its own words
        instant(text)
