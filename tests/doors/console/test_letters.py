"""The console's page of messages that have not arrived (R-8.3)."""

from __future__ import annotations

import pytest
from django.test import Client

from matrika.core.events import EventKind
from matrika.core.people import Role
from matrika.notices.models import Delivery
from matrika.notices.write import write_next
from tests import people
from tests.notices.makers import NOON, happened

pytestmark = pytest.mark.django_db
ADDRESS = "/konzola/nedorucene-spravy/"
AGAIN = ADDRESS + "poslat-znova/"


@pytest.fixture
def refused() -> Delivery:
    happened(EventKind.FILING_ACCEPTED, contact_email="preklep@alpha.example", acting_for=None)
    write_next(at=NOON)
    Delivery.objects.update(attempts=1, last_error="550 <b>no such user</b>", refused_at=NOON)
    return Delivery.objects.get()


def page(client: Client, query: str = "") -> str:
    return client.get(ADDRESS + query).content.decode()


def test_it_shows_who_got_no_message_and_why(client: Client, refused: Delivery) -> None:
    client.force_login(people.zita())
    shown = page(client)
    assert "preklep@alpha.example" in shown
    assert "550 &lt;b&gt;no such user&lt;/b&gt;" in shown
    assert "Žiadna správa tu nie je." in page(client, "?stav=cakajuce")
    assert "Žiadna správa tu nie je." in page(client, "?komu=inde")


def test_it_looks_for_no_zero_byte(client: Client, refused: Delivery) -> None:
    client.force_login(people.zita())
    assert "preklep@alpha.example" in page(client, "?komu=prek%00lep")
    client.post(AGAIN, {"stav": "odmietnute", "komu": "\0preklep"})
    refused.refresh_from_db()
    assert refused.refused_at is None


def test_it_shows_what_came_back(client: Client, refused: Delivery) -> None:
    Delivery.objects.update(refused_at=None, delivered_at=NOON, bounced_at=NOON, last_error="5.1.1 no user")
    client.force_login(people.zita())
    shown = page(client, "?stav=vratene")
    assert "5.1.1 no user" in shown
    assert 'Vrátené <span class="c-count">1</span>' in shown
    answer = client.post(AGAIN, {"stav": "vratene", "cislo": str(refused.pk)}, follow=True)
    assert "Správy, ktoré idú znova: 1." in answer.content.decode()
    refused.refresh_from_db()
    assert (refused.bounced_at, refused.delivered_at) == (None, None)


def test_it_sends_one_again(client: Client, refused: Delivery) -> None:
    client.force_login(people.zita())
    answer = client.post(AGAIN, {"stav": "odmietnute", "cislo": str(refused.pk)}, follow=True)
    assert "Správy, ktoré idú znova: 1." in answer.content.decode()
    refused.refresh_from_db()
    assert refused.refused_at is None


def test_it_sends_a_whole_list_again_once(client: Client, refused: Delivery) -> None:
    client.force_login(people.zita())
    for told in ("Správy, ktoré idú znova: 1.", "Nie je čo poslať znova."):
        answer = client.post(AGAIN, {"stav": "odmietnute", "komu": "alpha"}, follow=True)
        assert told in answer.content.decode()


@pytest.mark.parametrize("number", ["x", "-1", "9" * 40, "٣"])
def test_it_bears_any_number(client: Client, refused: Delivery, number: str) -> None:
    client.force_login(people.zita())
    assert client.post(AGAIN, {"stav": "odmietnute", "cislo": number}).status_code == 302


def test_it_lets_an_auditor_read_and_a_stranger_nothing(client: Client, refused: Delivery) -> None:
    client.force_login(people.person("anton", "Anton", "Audítor", Role.AUDITOR))
    assert "preklep@alpha.example" in page(client)
    assert "Poslať znova" not in page(client)
    assert client.post(AGAIN, {}).status_code == 403
    client.force_login(people.cyril())
    assert client.get(ADDRESS).status_code == 404
    assert client.post(AGAIN, {}).status_code == 404
