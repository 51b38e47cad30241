"""`--at`: a day in Europe/Bratislava, or an instant. The only module that reads the clock."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# Rules add days to the instant and ask for its day elsewhere: none of that must leave the calendar.
EARLIEST, LATEST = 1900, 9000


def now() -> datetime:
    return datetime.now(UTC)


def parse(text: str) -> datetime:
    """UTC. A day means its 00:00 in Europe/Bratislava, and so does an instant that names no zone.

    Raises ArgumentTypeError.
    """
    try:
        instant = datetime.fromisoformat(text)
        if instant.tzinfo is None:
            instant = instant.replace(tzinfo=ZoneInfo("Europe/Bratislava"))
        if not EARLIEST <= instant.year <= LATEST:
            raise ValueError(text)
        return instant.astimezone(UTC)
    except ZoneInfoNotFoundError as error:
        message = (
            "time zones are not installed (pip install tzdata); write an instant such as 2027-01-31T12:00:00Z"
        )
        raise argparse.ArgumentTypeError(message) from error
    except (ValueError, OverflowError) as error:
        message = f"'{text}' is neither a day such as 2027-01-31 nor an instant such as 2027-01-31T12:00:00Z"
        raise argparse.ArgumentTypeError(message) from error
