"""Which reminder of a certificate's end is due now (guide §7.2, R-8.1; decision 0022).

Days are those of Bratislava: "7 dní pred koncom platnosti" is said from the midnight that begins the
seventh day before the day on which the certificate ends, whatever the clocks do in between.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from matrika.core.days import BEGINNING_OF_TIME, day_of, start_of

THRESHOLDS = (30, 14, 7, 1, 0)  # days before the day on which a certificate ends, the farthest first


def days_left(not_after: datetime, at: datetime) -> int:
    """Days of the calendar from `at` to the certificate's last day; below 0 when that is past."""
    return (day_of(not_after) - day_of(at)).days


def due(not_after: datetime, at: datetime) -> int | None:
    """The threshold that was reached last; None before the first, and after the certificate's last day.

    Whatever was reached before it and not sent is never sent: of several only the most urgent counts.
    """
    left = days_left(not_after, at)
    reached = [threshold for threshold in THRESHOLDS if threshold >= left]
    return min(reached) if reached and left >= 0 else None


def first_at(not_after: datetime) -> datetime:
    """When the first threshold is reached: an instant in UTC, perhaps long past."""
    return _reached_at(not_after, THRESHOLDS[0])


def next_at(not_after: datetime, after: int) -> datetime | None:
    """When the next threshold is reached after that one; None when it was the last."""
    nearer = [threshold for threshold in THRESHOLDS if threshold < after]
    return _reached_at(not_after, nearer[0]) if nearer else None


def _reached_at(not_after: datetime, threshold: int) -> datetime:
    try:
        return start_of(day_of(not_after) - timedelta(days=threshold))
    except OverflowError:  # a certificate of the first month of all
        return BEGINNING_OF_TIME
