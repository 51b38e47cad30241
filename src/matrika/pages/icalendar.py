"""A calendar of whole days, as RFC 5545 writes it: UTF-8, CRLF, lines of at most 75 octets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LINE = 75  # octets, without the line break (§3.1)
PRODUCT = "-//Matrika//Register of SAML service providers//SK"
# An alarm of a whole day counts from its midnight; nobody wants to be woken then.
MORNING = 9


@dataclass(frozen=True, slots=True)
class Day:
    """One event that takes a whole day. The same `uid` always means the same event."""

    uid: str
    day: date  # floating: the day it is in Bratislava, wherever the calendar is read
    written_at: datetime
    summary: str
    description: str
    address: str  # where one can do something about it
    alarms: tuple[int, ...] = ()  # days before, at nine in the morning


def calendar(name: str, days: Iterable[Day], *, language: str) -> Iterator[bytes]:
    """The whole document, a piece for each event."""
    yield _lines(
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        # The first two are RFC 7986's, the others what programs read that are older than it.
        f"NAME;LANGUAGE={language}:{_text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        f"X-WR-CALNAME:{_text(name)}",
        "X-WR-TIMEZONE:Europe/Bratislava",
        "X-PUBLISHED-TTL:PT12H",
    )
    for one in days:
        yield _lines(*_event(one, language))
    yield _lines("END:VCALENDAR")


def _event(one: Day, language: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(one.uid)}"
    yield f"DTSTAMP:{one.written_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{_day(one.day)}"
    yield f"DTEND;VALUE=DATE:{_day(_next(one.day))}"
    yield f"SUMMARY;LANGUAGE={language}:{_text(one.summary)}"
    yield f"DESCRIPTION;LANGUAGE={language}:{_text(one.description)}"
    yield f"URL:{one.address}"
    yield "TRANSP:TRANSPARENT"
    for before in one.alarms:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"TRIGGER:{_before(before)}"
        yield f"DESCRIPTION;LANGUAGE={language}:{_text(one.summary)}"
        yield "END:VALARM"
    yield "END:VEVENT"


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")  # strftime writes the year 999 with three digits


def _next(day: date) -> date:
    """The day after, which DTEND names; a certificate may say that it never ends (RFC 5280 §4.1.2.5)."""
    return day if day == date.max else day + timedelta(days=1)


def _before(days: int) -> str:
    """So many days before the event's own, in the morning: "-P29DT15H" for thirty."""
    if days == 0:
        return f"PT{MORNING}H"
    whole = days - 1
    return f"-P{whole}DT{24 - MORNING}H" if whole else f"-PT{24 - MORNING}H"


def _text(value: str) -> str:
    """A value of type TEXT (§3.3.11). Control characters have no place in it."""
    value = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    value = value.replace("\r\n", "\n").replace("\n", "\\n")
    return "".join(one for one in value if one == "\t" or (ord(one) >= 0x20 and ord(one) != 0x7F))


def _lines(*lines: str) -> bytes:
    return b"".join(_folded(line.encode()) + b"\r\n" for line in lines)


def _folded(line: bytes) -> bytes:
    """Cut into lines of at most 75 octets, never within a character; a blank begins each that goes on."""
    pieces = []
    room = LINE
    while len(line) > room:
        cut = room
        while line[cut] & 0xC0 == 0x80:  # the middle of a character
            cut -= 1
        pieces.append(line[:cut])
        line, room = line[cut:], LINE - 1
    return b"\r\n ".join((*pieces, line))
