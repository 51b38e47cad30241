"""Days are for people, instants for the register: a day is one of Europe/Bratislava (R-4.9)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BRATISLAVA = ZoneInfo("Europe/Bratislava")
BEGINNING_OF_TIME = datetime.min.replace(tzinfo=UTC)
END_OF_TIME = datetime.max.replace(tzinfo=UTC)


def start_of(day: date) -> datetime:
    """The instant at which the day begins in Bratislava, in UTC.

    The clocks change there between two and three in the night, so every day has exactly one midnight.
    """
    try:
        return datetime.combine(day, time.min, tzinfo=BRATISLAVA).astimezone(UTC)
    except OverflowError:  # somebody typed 01.01.0001, which began in the year before the first
        return BEGINNING_OF_TIME


def end_of(day: date) -> datetime:
    """The instant at which the day is over in Bratislava: the next one begins."""
    return END_OF_TIME if day == date.max else start_of(day + timedelta(days=1))


def day_of(instant: datetime) -> date:
    """The day it is in Bratislava at that instant."""
    try:
        return instant.astimezone(BRATISLAVA).date()
    except OverflowError:  # "99991231235959Z" (RFC 5280 §4.1.2.5) is in the year 10000 there
        return date.max


def to_the_second(instant: datetime) -> str:
    """By the clock of Bratislava, as people here write it: 22.11.2026 13:00:00."""
    return f"{_there(instant):%d.%m.%Y %H:%M:%S}"


def to_the_minute(instant: datetime) -> str:
    """The same as the guide's figures have it: 22.11.2026 13:00."""
    return f"{_there(instant):%d.%m.%Y %H:%M}"


def _there(instant: datetime) -> datetime:
    try:
        return instant.astimezone(BRATISLAVA)
    except OverflowError:  # the year 10000 again: the instant as it stands in the certificate, in UTC
        return instant


def a_year_after(day: date) -> date:
    """The same day of the next year; the last of February for a leap day."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def effective_instant(day: date | None, *, approved_at: datetime) -> datetime:
    """When an approved filing takes effect: 00:00 of its day, or at once when that is past or unsaid."""
    if day is None:
        return approved_at
    return max(start_of(day), approved_at)


def end_of_validity(not_after: datetime) -> datetime:
    """The first instant at which a certificate is no longer valid.

    RFC 5280 §4.1.2.5: the validity period runs "from notBefore through notAfter, inclusive", and
    both are given in whole seconds. "99991231235959Z" says that there is no end (§4.1.2.5).
    """
    try:
        return not_after + timedelta(seconds=1)
    except OverflowError:
        return END_OF_TIME
