"""validUntil: xs:dateTime → an instant, for the two rules that ask about it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

_DATE_TIME = re.compile(
    r"(?P<year>-?(?:[1-9][0-9]{3,}|0[0-9]{3}))-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
    r"T(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]+))?"
    r"(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?"
)
DISTANT_PAST = datetime.min.replace(tzinfo=UTC)
DISTANT_FUTURE = datetime.max.replace(tzinfo=UTC)


def instant(text: str) -> datetime:
    """The instant of an xs:dateTime, in UTC; without a time zone it is UTC (SAML core §1.3.3).

    Years that `datetime` cannot hold are legal: they become the ends of time. Raises ValueError.
    """
    match = _DATE_TIME.fullmatch(text.strip(" \t\r\n"))
    if match is None:
        raise ValueError("not an xs:dateTime")
    if match["year"].startswith("-"):
        return DISTANT_PAST
    if len(match["year"]) > 4:
        return DISTANT_FUTURE
    try:
        return _within_reach(match)
    except OverflowError:
        return DISTANT_FUTURE if match["year"] == "9999" else DISTANT_PAST


def _within_reach(match: re.Match[str]) -> datetime:
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"])
    midnight = hour == 24 and minute == second == 0  # the end of the day, as XML Schema allows
    local = datetime(
        int(match["year"]),
        int(match["month"]),
        int(match["day"]),
        0 if midnight else hour,
        minute,
        second,
        int((match["fraction"] or "0")[:6].ljust(6, "0")),
        tzinfo=_zone(match["zone"]),
    )
    return (local + timedelta(days=1 if midnight else 0)).astimezone(UTC)


def _zone(zone: str | None) -> timezone:
    if zone is None or zone == "Z":
        return UTC
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))
    return timezone(-offset if zone.startswith("-") else offset)
