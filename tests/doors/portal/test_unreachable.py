"""An owner sees that e-mail to the contact does not arrive, why, and how to mend it (R-8.3)."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from matrika.notices.models import Delivery
from matrika.notices.write import write_next
from tests import people
from tests.applications import filed, registered
from tests.doors.portal.forms import text

pytestmark = pytest.mark.django_db
EMAIL = "sso@vzory.example"
WARNING = f'E-maily na adresu <span class="m-anywhere">{EMAIL}</span> nedochádzajú.'
PAGES = ("/profil/", "/profil/technicke-ucty/", "/spravy/")


def came_back() -> None:
    while write_next(at=people.NOW):
        pass
    now = timezone.now() - timedelta(hours=1)
    letters = Delivery.objects.filter(email=EMAIL)
    assert letters.update(delivered_at=now, bounced_at=now, last_error="5.1.1 <b>no such user</b>")


def shown(client: Client, page: str) -> str:
    return unescape(text(client.get(page)))


def test_it_warns_the_owner_and_names_what_to_do(as_alzbeta: Client) -> None:
    provider = registered()
    came_back()
    for page in (*PAGES, f"/profil/poskytovatelia/{provider.pk}/"):
        assert WARNING in shown(as_alzbeta, page), page
    answer = text(as_alzbeta.get("/profil/"))
    assert "5.1.1 &lt;b&gt;no such user&lt;/b&gt;" in answer
    assert f'href="/profil/poskytovatelia/{provider.pk}/zmena/"' in answer


def test_it_warns_of_the_contact_of_an_open_filing(as_alzbeta: Client) -> None:
    filing = filed()
    came_back()
    assert WARNING in shown(as_alzbeta, "/profil/")
    page = shown(as_alzbeta, f"/ziadosti/{filing.number}/")
    assert f"E-mail na {EMAIL} nedošiel: 5.1.1 <b>no such user</b>" in page


def test_it_warns_nobody_else(as_cyril: Client, as_alzbeta: Client) -> None:
    registered()
    came_back()
    assert "nedochádzajú" not in shown(as_cyril, "/profil/")


def test_it_warns_nobody_while_letters_arrive(as_alzbeta: Client) -> None:
    registered()
    while write_next(at=people.NOW):
        pass
    Delivery.objects.filter(email=EMAIL).update(delivered_at=people.NOW)
    for page in PAGES:
        assert "nedochádzajú" not in shown(as_alzbeta, page), page
