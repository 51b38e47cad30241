"""What ends when, for staff: the whole register."""

from __future__ import annotations

import pytest
from django.test import Client

from matrika.core.people import Role
from tests import people
from tests.doors.portal.forms import text
from tests.doors.portal.test_endings import provider, rows

pytestmark = pytest.mark.django_db
PAGE, TABLE = "/konzola/koniec-platnosti/", "/konzola/koniec-platnosti.csv"


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.SUPERVISOR, Role.AUDITOR])
def test_it_shows_the_whole_register_to_staff(client: Client, role: Role) -> None:
    one = provider()
    client.force_login(people.person("niekto", "Niekto", "Tretí", role))
    page = text(client.get(PAGE))
    assert "Ministerstvo vzorov (12345678)" in page
    assert f'href="/konzola/register/poskytovatelia/{one.pk}/"' in page
    assert "Požiadať o zmenu" not in page  # staff file nothing
    assert len(rows(client.get(TABLE))) == 3


@pytest.mark.parametrize(
    ("text_sought", "count"), [("12345678", 2), ("Ministerstvo", 2), ("sp.example", 2), ("87654321", 0)]
)
def test_it_is_found_by_owner_and_entity(client: Client, text_sought: str, count: int) -> None:
    provider()
    client.force_login(people.zita())
    assert f"Počet certifikátov: {count}" in text(client.get(PAGE, {"q": text_sought}))
