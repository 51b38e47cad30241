"""What people write for an instant: the clock of Europe/Bratislava, unless they say another offset."""

from __future__ import annotations

from datetime import UTC, datetime

from matrika.core.days import BRATISLAVA

YEARS = range(1970, 9999)


class NotAnInstant(ValueError):
    """The text names no instant, or two; str() says so in English."""


def read(text: str) -> datetime:
    """The instant, in UTC. "2027-03-03T10:00", "2027-03-03 10:00:00" and "2027-03-03T10:00+01:00" are read.

    Raises NotAnInstant, also for a local time that the change of the clocks left out or brought twice.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise NotAnInstant(f"{text!r} is no instant such as 2027-03-03T10:00") from None
    if moment.year not in YEARS:
        raise NotAnInstant(f"{text!r} is not in the years {YEARS[0]} to {YEARS[-1]}")
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    instants = of_local(moment)
    if not instants:
        raise NotAnInstant(f"{text!r} never was: the clocks in Bratislava were put forward over it")
    if len(instants) == 2:
        first, second = (one.astimezone(BRATISLAVA).isoformat(timespec="minutes") for one in instants)
        raise NotAnInstant(f"{text!r} was twice, the clocks were put back: write {first} or {second}")
    return instants[0]


def of_local(moment: datetime) -> tuple[datetime, ...]:
    """The instants, in UTC, at which the clocks in Bratislava show it: one; none or two at their changes."""
    found = []
    for fold in (0, 1):
        instant = moment.replace(tzinfo=BRATISLAVA, fold=fold).astimezone(UTC)
        shown = instant.astimezone(BRATISLAVA).replace(tzinfo=None, fold=0)
        if shown == moment.replace(tzinfo=None, fold=0) and instant not in found:
            found.append(instant)
    return tuple(found)
