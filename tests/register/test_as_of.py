"""`matrika as_of` (R-7.4): what held at an instant, and what was known of it at another."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests import people
from tests.applications import change, in_effect, registered, registration
from tests.metadata import sp_metadata
from tests.publication.registering import keys, publish_all  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PROVIDER = ("--provider", "https://sp.example")
FIRST = sp_metadata()
SECOND = sp_metadata(replace={"/acs": "/acs2"})


@pytest.fixture(autouse=True)
def _a_provider_that_changed() -> None:
    """Registered for 23 November, changed on 3 December; the worker was half a day late each time."""
    registered()
    in_effect(change(metadata=SECOND), at=people.NOW + 10 * DAY)


def as_of(*arguments: str) -> str:
    out = StringIO()
    call_command("as_of", *arguments, stdout=out)
    return out.getvalue()


def record(*arguments: str) -> dict[str, object]:
    (found,) = json.loads(as_of(*arguments, "--format", "json"))["providers"]
    return found


def test_it_tells_a_provider_in_words() -> None:
    said = as_of("2026-11-23T00:00", *PROVIDER)
    assert said.startswith("What held at 2026-11-23 00:00:00+01:00, by what is known today:\n")
    for sentence in (
        "  active: Its metadata and certificates are in force.\n",
        "  owner: Ministerstvo vzorov (12345678)\n",
        "  version 1 in force since 2026-11-23 00:00:00+01:00 until 2026-12-",
        "  certificate for signing: valid, ",
        "  published then: nothing\n",
    ):
        assert sentence in said
    assert said.endswith("1 active\n")


@pytest.mark.parametrize(
    ("at", "known_at", "answer"),
    [
        ("2026-11-22T23:59:59", None, ("inactive", "not-yet")),
        ("2026-11-23T00:00:00", None, ("active", "in-force")),
        ("2026-11-23T00:00:00", "2026-11-23T12:00", ("inactive", "not-yet")),
        ("2029-01-01", None, ("inactive", "expired")),
    ],
)
def test_it_tells_state_and_reason(at: str, known_at: str | None, answer: tuple[str, str]) -> None:
    asked = ("--known-at", known_at) if known_at else ()
    found = record(at, *PROVIDER, *asked)
    assert (found["state"], found["reason"]) == answer


def test_it_lists_who_was_active() -> None:
    registered(registration(entity_id="https://later.example"), at=people.NOW)
    listed = json.loads(as_of("2026-11-30T10:00", "--format", "json"))
    assert {one["entity_id"] for one in listed["providers"]} == {
        "https://sp.example",
        "https://later.example",
    }
    assert json.loads(as_of("2026-01-01", "--format", "json"))["providers"] == []
    assert as_of("2026-01-01").endswith("0 active\n")


def test_it_hands_out_the_metadata_byte_for_byte(tmp_path: Path) -> None:
    for at, content in (("2026-11-30T10:00", FIRST), ("2026-12-30T10:00", SECOND)):
        as_of(at, *PROVIDER, "--metadata", str(tmp_path / "then.xml"))
        assert (tmp_path / "then.xml").read_bytes() == content


@pytest.mark.usefixtures("keys")
def test_it_lays_what_was_published_beside_what_held() -> None:
    publish_all(at=people.NOW + 5 * DAY)
    assert record("2026-11-24T00:00", *PROVIDER)["published_version"] is None
    assert record("2026-11-28T00:00", *PROVIDER)["published_version"] == 1


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("2026-11-30", "--provider", "https://nobody.example"), "was never registered"),
        (("2026-11-30", "--metadata", "x"), "--metadata needs --provider"),
        (("2026-01-01", *PROVIDER, "--metadata", "x"), "no metadata in force then"),
        (("2027-03-28T02:30",), "never was"),
        (
            ("2026-11-30", *PROVIDER, "--metadata", "/nowhere/x"),
            "could not be written",
        ),
    ],
)
def test_it_says_why_it_cannot_answer(arguments: tuple[str, ...], why: str) -> None:
    with pytest.raises(CommandError, match=why):
        as_of(*arguments)
