"""Calendars as RFC 5545 wants them, read back by somebody else's parser."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrika.pages.icalendar import LINE, Day, calendar

WRITTEN = datetime(2026, 11, 22, 12, tzinfo=UTC)


def day(**changes: object) -> Day:
    facts = {
        "uid": "1-ab@register.example",
        "day": date(2027, 1, 3),
        "written_at": WRITTEN,
        "summary": "Končí certifikát",
        "description": "Subjekt",
        "address": "https://register.example/zmena/",
    }
    return Day(**{**facts, **changes})


def written(*days: Day) -> bytes:
    return b"".join(calendar("Ministerstvo vzorov", days, language="sk"))


def read(*days: Day) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(written(*days)).walk("VEVENT"))


def test_it_is_read_by_another_parser():
    (event,) = read(day(alarms=(30, 1, 0)))
    assert event["UID"] == "1-ab@register.example"
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2027, 1, 3), date(2027, 1, 4))
    assert event.decoded("DTSTAMP") == WRITTEN
    assert event["SUMMARY"] == "Končí certifikát"
    assert event["URL"] == "https://register.example/zmena/"
    triggers = [alarm.decoded("TRIGGER") for alarm in event.walk("VALARM")]
    assert triggers == [timedelta(days=-30, hours=9), timedelta(days=-1, hours=9), timedelta(hours=9)]


def test_it_makes_no_error_that_the_parser_forgives():
    calendar_read = icalendar.Calendar.from_ical(written(day(), day(uid="2")))
    assert calendar_read.errors == []
    assert [event.errors for event in calendar_read.walk("VEVENT")] == [[], []]


def test_it_says_whose_it_is_and_how_often_to_ask():
    head = icalendar.Calendar.from_ical(written())
    assert head["VERSION"] == "2.0"
    assert head["NAME"] == head["X-WR-CALNAME"] == "Ministerstvo vzorov"


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), max_size=300))
def test_it_brings_any_text_through(text: str):
    (event,) = read(day(summary=text, description=f"x{text}"))
    assert event["SUMMARY"] == text
    assert event["DESCRIPTION"] == f"x{text}"


@given(st.text(max_size=400))
def test_it_folds_at_75_octets_and_between_characters(text: str):
    text = text.encode("utf-8", "ignore").decode()
    document = written(day(summary=text))
    assert document.endswith(b"\r\n")
    lines = document.removesuffix(b"\r\n").split(b"\r\n")
    assert max(map(len, lines)) <= LINE
    for line in lines:
        assert b"\n" not in line
        assert b"\r" not in line
        line.decode()


@pytest.mark.parametrize("hostile", ["a\r\nEND:VEVENT", "a\nX:1", "a\rBEGIN:VALARM", "\0", "\x7f", ";,\\"])
def test_it_lets_no_text_become_a_line(hostile: str):
    document = written(day(summary=hostile, uid=hostile))
    assert document.count(b"BEGIN:VEVENT") == 1
    assert document.count(b"\r\nEND:VEVENT\r\n") == 1
    assert b"\r\nX:1" not in document


def test_it_bears_the_last_day_of_all():
    (event,) = read(day(day=date.max))
    assert event.decoded("DTSTART") == date.max
