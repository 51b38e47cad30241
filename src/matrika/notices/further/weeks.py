"""When the weekly digest is written: on Monday, early in the morning of Bratislava."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from matrika.core.days import BRATISLAVA, day_of

HOUR = time(6)  # no clock is ever changed at that hour
AHEAD = timedelta(days=60)  # what ends within them is told


def week_of(at: datetime) -> date:
    """The Monday that begins the week of that instant: one digest belongs to each."""
    day = day_of(at)
    return day - timedelta(days=day.weekday())


def next_at(at: datetime) -> datetime:
    """The first Monday at six after that instant, in UTC. However many were missed, one is next."""
    monday = datetime.combine(week_of(at), HOUR, tzinfo=BRATISLAVA)
    if monday <= at:
        monday = datetime.combine(week_of(at) + timedelta(days=7), HOUR, tzinfo=BRATISLAVA)
    return monday.astimezone(at.tzinfo)
