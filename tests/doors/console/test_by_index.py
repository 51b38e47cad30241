"""What staff and applicants look for is found by an index, however many filings and events there are."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from matrika.console import audit, lists
from matrika.filings.access import visible_to
from tests import people

pytestmark = pytest.mark.django_db


def read_whole(found: QuerySet[Any]) -> list[str]:
    """The steps of the plan that read a whole table of filings or events.

    PostgreSQL reads small tables whole, so it is told to do that only where no index can serve.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    steps = found.explain().splitlines()
    large = ("filings_filing", "register_event")
    return [step for step in steps if any(f"{how} {table}" in step for how in HOWS for table in large)]


HOWS = ("Seq Scan on", "SCAN")


def test_it_finds_what_an_agent_may_see() -> None:
    alzbeta = people.person("agent", "Alžbeta", "Agátová")
    assert read_whole(visible_to(alzbeta)) == []


@pytest.mark.parametrize("about", ["https://prvy", "12345678", "12345678_0001"])
def test_it_finds_the_events_about_somebody(about: str) -> None:
    assert read_whole(audit.events(audit.Wanted(about=about)).order_by()) == []


def test_it_finds_the_filings_of_a_kind() -> None:
    found = lists.search({"q": "", "status": "", "kind": "cancellation"})
    assert read_whole(found) == []
